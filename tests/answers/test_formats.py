"""The formats: one table of them, which every command heeds, and whose miss is refused."""

import csv
import io
import json
from pathlib import Path

import pytest

from achats_reseaux.card.rows import capitalised
from achats_reseaux.model import CONTACT_LABELS, OTHER_CONTACT_FIELDS, TO_VERIFY
from achats_reseaux.output import formats
from achats_reseaux.output.row_table import ROW_COLUMNS
from helpers.cases import tabled
from helpers.run import run

COMMANDS = (
    "find Rouen",
    "list",
    "show ran-coper",
    "ask Rouen",
    "search clause",
    "coverage",
    "message Caen",
)
"""Every command that has formats."""


@pytest.mark.parametrize("line", COMMANDS)
def test_an_unknown_format_is_refused_with_those_that_there_are(line: str) -> None:
    done = run(*line.split(), "--format", "nonesuch")
    known = ", ".join(formats.FORMAT_NAMES)
    assert done.code == 2
    assert done.out == ""
    assert done.err == f"Erreur : « nonesuch » n'est pas une valeur de --format ({known}).\n"


@pytest.mark.parametrize("line", COMMANDS)
def test_every_format_of_a_command_is_written(line: str) -> None:
    for name in formats.FORMAT_NAMES:
        assert run(*line.split(), "--format", name).code == 0, name


@pytest.mark.parametrize("line", ["find Xyzville", "find Vienne", "coverage Xyzville"])
def test_what_is_refused_has_no_rows_not_even_a_header(line: str) -> None:
    for name in ("jsonl", "csv", "tsv", "csv-excel"):
        assert run(*line.split(), "--format", name).out == "", name


@pytest.mark.parametrize(
    "line", ["find Rouen", "find Lille --theme social", "find 68100", "find 79"]
)
def test_the_first_row_about_a_place_is_the_first_contact(line: str) -> None:
    first = run(*line.split(), "--json").document["first"]
    for rows in (
        run(*line.split(), "--format", "csv").rows,
        [json.loads(row) for row in run(*line.split(), "--format", "jsonl").out.splitlines()],
    ):
        assert [str(row["first"]) for row in rows[:2]] == ["1", str(rows[1]["first"])]
        assert (rows[0]["record"], rows[0]["id"]) == (first["kind"], first["id"])
        assert {str(row["first"]) for row in rows[1:]} <= {"", "None"}
    plain = run(*line.split()).out.splitlines()[0].split("\t")
    assert plain[:4] == [first["kind"], "1", first["id"], first["name"]]
    assert plain[7:9] == [first["contact"]["phone"] or "", first["contact"]["email"] or ""]


def test_a_contact_without_its_doubt_is_said_once() -> None:
    done = run("list", "--type", "guichet-vert", "--columns", "id,email")
    assert done.out.splitlines()[0].split("\t")[0] == "reseco"
    assert done.err.count("ajoutez doubt à --columns") == 1
    assert "doubt" not in run("list", "--columns", "id,email,doubt").err


@tabled
def test_a_file_has_what_a_pipe_gets_in_the_format_of_its_name(
    tmp_path: Path, line: str, name: str, format_asked: str
) -> None:
    file = tmp_path / name
    piped = run(*line.split(), "--format", format_asked)
    written = run(*line.split(), "-o", str(file))
    assert (written.code, written.out, written.err) == (0, "", piped.err)
    assert file.read_text("utf-8") == piped.out


@pytest.mark.parametrize("options", [["-o", "o.csv"], ["--json", "-o", "o.json"]])
def test_a_refusal_writes_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run("find", "Xyzville", *options).code == 2
    assert list(tmp_path.iterdir()) == []


def test_a_table_without_its_header() -> None:
    for line in ("find Rouen", "coverage"):
        for name in ("csv", "tsv"):
            whole = run(*line.split(), "--format", name).out.splitlines()
            bare = run(*line.split(), "--format", name, "--no-headers").out.splitlines()
            assert bare == whole[1:]
    assert run("list", "--no-headers").out == run("list", "--format", "csv", "--no-headers").out


def test_a_table_for_excel_is_short_and_in_french() -> None:
    """Whole columns for programs are those of csv; --columns chooses among these still."""
    text = run("find", "Guéret", "--format", "excel").out.removeprefix("\ufeff")
    assert next(csv.reader(io.StringIO(text), delimiter=";")) == [
        *("Réseau", "Type", "Où", "Téléphone", "Courriel", "Page", "À savoir"),
        *(capitalised(TO_VERIFY), "Prix", "Pour qui", "Fiche relue le", "Identifiant"),
        *(CONTACT_LABELS[name] for name in OTHER_CONTACT_FIELDS),
    ]
    assert run("list", "--columns", "id", "--format", "excel").out.startswith("\ufeffid\r\n")


@tabled
def test_the_date_of_a_switchboard_is_that_of_its_source(
    place: str, date: str, reason: str
) -> None:
    """Not that of our reading, which its tables do not have."""
    document = run("find", place, "--theme", "social", "--json").document
    board = document["switchboard"]
    (source,) = board["sources"]
    dates = (board["date"], source["date"], source["page_date"], source["read_on"])
    assert dates == (date, date, date, None), reason


@tabled
def test_the_columns_asked_for_stand_in_their_order(columns: str, head: str) -> None:
    done = run("find", "76000", "--format", "csv", "--columns", columns)
    whole = run("find", "76000", "--format", "csv").rows
    names = head.split(",")
    assert done.out.splitlines()[0] == head
    assert done.rows == [{name: row[name] for name in names} for row in whole]
    lines = run("find", "76000", "--columns", columns).out.splitlines()
    assert [line.split("\t") for line in lines] == [[row[name] for name in names] for row in whole]


@pytest.mark.parametrize(
    "line", ["list", "find Rouen", "show ran-coper", "search insertion", "ask Rouen"]
)
def test_every_table_of_networks_has_the_option(line: str) -> None:
    done = run(*line.split(), "--columns=id", "--columns=kind", "--format", "tsv")
    ids = run(*line.split(), "-q").out.splitlines()
    assert done.code == 0
    columns = [row.split("\t")[0] for row in done.out.splitlines()]
    assert columns[0] == "id"
    assert [own_id for own_id in columns[1:] if own_id in ids] == ids


def test_every_column_can_be_asked_for() -> None:
    done = run("list", "--format", "csv", "--columns", ",".join(ROW_COLUMNS))
    whole = run("list", "--format", "csv")
    assert done.rows == whole.rows
