"""The formats: one table of them, which every command heeds, and whose miss is refused."""

import csv
import io
from pathlib import Path

import pytest

from achats_reseaux import load
from achats_reseaux.card.rows import capitalised
from achats_reseaux.model import CONTACT_LABELS, OTHER_CONTACT_FIELDS, TO_VERIFY
from achats_reseaux.output import formats
from achats_reseaux.output.rows import COLUMNS
from helpers.cases import tabled
from helpers.run import run

COMMANDS = [
    ("find Rouen", "answer"),
    ("list", "answer"),
    ("show ran-coper", "answer"),
    ("ask Rouen", "answer"),
    ("search clause", "answer"),
    ("coverage", "coverage"),
    ("message Caen", "draft"),
]
"""Every command that has formats, and what it writes."""


@pytest.mark.parametrize(("line", "subject"), COMMANDS)
def test_an_unknown_format_is_refused_with_those_of_the_command(line: str, subject: str) -> None:
    done = run(*line.split(), "--format", "nonesuch")
    known = ", ".join(formats.formats_of(subject))
    assert done.code == 2
    assert done.out == ""
    assert done.err == f"Erreur : « nonesuch » n'est pas une valeur de --format ({known}).\n"


@pytest.mark.parametrize(("line", "subject"), COMMANDS)
def test_every_format_of_a_command_is_written(line: str, subject: str) -> None:
    for name in formats.formats_of(subject):
        assert run(*line.split(), "--format", name).code == 0, name


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
    done = run("find", "76000", "--columns", columns)
    whole = run("find", "76000", "--format", "csv").rows
    names = head.split(",")
    assert done.out.splitlines()[0] == head
    assert done.rows == [{name: row[name] for name in names} for row in whole]


@pytest.mark.parametrize(
    "line", ["list", "find Rouen", "show ran-coper", "search insertion", "ask Rouen"]
)
def test_every_table_of_networks_has_the_option(line: str) -> None:
    done = run(*line.split(), "--columns=id", "--columns=kind", "--format", "tsv")
    notions = [notion.id for notion in load().notions]  # `search -q` names them first
    ids = [id_ for id_ in run(*line.split(), "-q").out.splitlines() if id_ not in notions]
    assert done.code == 0
    assert [row.split("\t")[0] for row in done.out.splitlines()] == ["id", *ids]


def test_every_column_can_be_asked_for() -> None:
    done = run("list", "--columns", ",".join(COLUMNS))
    whole = run("list", "--format", "csv")
    assert done.rows == whole.rows
