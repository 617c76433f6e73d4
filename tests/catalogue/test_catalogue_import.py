"""A table of local desks becomes a checked file of one's own, or all that is wrong with it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from achats_reseaux.catalogue import import_, imported_file, loader, overlay, rules, yaml_reader
from achats_reseaux.catalogue.yaml_reader import Document
from helpers.cases import every_row, tabled
from helpers.home import Home
from helpers.run import process, run
from helpers.sessions import check_sessions

KNOWN = loader.load()
SCHEMA = overlay.schema_of_overlay(loader.schema_of("catalogue"))
LIST = {"id": "liste", "title": "x", "url": "https://x.org/liste", "read_on": "2026-11-24"}
COMMON = {
    "kind": "facilitateurs",
    "themes": ("social",),
    "audiences": ("etat",),
    "sources": ("liste",),
    "checked_on": "2026-11-24",
}
DESK = {"nom": "Essai", "territoires": "76; Rouen", "telephone": "02 35 00 00 00"}
SOURCED = ("--source", "https://www.example.org/liste", "--date", "2026-11-24")


def test_its_sessions_go_as_they_are_written(tmp_path: Path) -> None:
    check_sessions("catalogue/import.txt", tmp_path)


def imported(rows: list[tuple[int, list[str]]], **options: bool) -> Document:
    taken = import_.taken_names(KNOWN)
    return import_.imported(KNOWN, taken, "/moi.yaml", "x.csv", rows, COMMON, LIST, **options)


def read(*desks: dict[str, str], **options: bool) -> tuple[list[dict[str, Any]], list[str]]:
    """The entries of some desks, and all that is wrong, with its line."""
    header = list(dict.fromkeys(name for one in desks for name in one))
    below = [[one.get(name, "") for name in header] for one in desks]
    rows = list(enumerate([header, *below], start=1))
    found = imported(rows, **options)
    faults = rules.check_overlay(overlay.expanded(found, "local-1"), SCHEMA)
    return found.value["networks"], [str(one) for one in faults]


FIELDS = {
    "nom": ("name",),
    "territoires": ("coverage",),
    "structure": ("organisation",),
    "telephone": ("contact", "phone", "value"),
    "courriel": ("contact", "email", "value"),
    "site": ("contact", "website", "value"),
    "jusqu_au": ("valid_until",),
}


@every_row("catalogue/import_cells.tsv")
def test_a_cell_is_taken_or_refused(
    column: str, cell: str, taken: str, said: str, why: str
) -> None:
    found, faults = read({**DESK, column: cell})
    assert faults == ([f"x.csv, ligne 2 : {said}"] if said else []), why
    if not said:
        value: Any = found[0]
        for key in FIELDS[column]:
            value = value[key]
        assert value == json.loads(taken), why


@every_row("catalogue/addresses.tsv")
def test_addresses_that_may_name_a_person(name: str, address: str, personal: str, why: str) -> None:
    desk = {**DESK, "nom": name, "courriel": address}
    said = f"« {address} » peut être l'adresse d'une personne (--allow-personal l'accepte)"
    faults = [one.partition(" : ")[2] for one in read(desk)[1]]
    assert faults == ([said] if personal == "oui" else []), why
    assert read(desk, allow_personal=True)[1] == []


def test_two_rows_of_one_name_are_refused_and_one_structure_may_have_several() -> None:
    desk = {**DESK, "structure": "Mission locale"}
    found, faults = read(desk, {**desk, "nom": "Autre"}, {**desk, "nom": "ESSAI"})
    assert faults == ["x.csv, ligne 4 : nom : « ESSAI » est déjà celui de la ligne 2"]
    assert [one["organisation"] for one in found] == ["liste-1"] * 2


@tabled
def test_a_row_that_does_not_fit_its_header_is_refused(
    cells: list[str], size: str, why: str
) -> None:
    """It was read one column to the right, and a territory lost without a word."""
    rows = [(1, ["nom", "territoires", "telephone"]), (2, cells), (3, ["", ""])]
    (fault,) = imported(rows).faults
    advice = "une cellule qui contient le séparateur va entre guillemets"
    assert str(fault) == f"x.csv, ligne 2 : {size} ; {advice}", why


@tabled
def test_a_day_that_has_come_lifts_an_older_doubt_of_a_bundled_entry(
    day: str, code: int, sign: str, tmp_path: Path
) -> None:
    """Whose own facts it is told as; without a sign the doubt is left."""
    table = f"nom;territoires;site;confirme_le\nRAN COPER;;;{day}\n".encode()
    env = Home(tmp_path).env
    done = run("catalogue", "import", "-", *SOURCED, stdin=table, env=env)
    assert (done.code, f"« {day} » n'est pas encore passé" in done.err) == (code, code > 0)
    (found,) = run("show", "ran-coper", "--json", env=env).document["results"]
    doubts = [fact["value"] for fact in found["facts"] if fact["field"] == "a-verifier"]
    assert (found["doubt"] is None, doubts == []) == (bool(sign),) * 2
    assert found["sign"] == sign or not sign
    assert ("confirmé" in found["sign"]) == bool(sign)


def test_a_source_in_words_is_told_by_them_and_what_is_empty_stays_so(tmp_path: Path) -> None:
    table = b"nom;territoires;telephone\nClauses du coin;76;0235000000\n"
    env = Home(tmp_path).env
    source = ("--source", "carnet du service, mars 2026", "--date", "24/11/2026")
    assert run("catalogue", "import", "-", *source, stdin=table, env=env).code == 0
    (found,) = run("show", "clauses-du-coin", "--json", env=env).document["results"]
    assert (found["summary"], found["cost"], found["who"]) == ("", None, None)
    assert found["sources"][0]["title"] == "carnet du service, mars 2026"
    shown = run("show", "clauses-du-coin", "--format", "table", env=env).out.splitlines()
    (audience,) = [line for line in shown if line.startswith("Pour qui")]
    assert "carnet" not in audience, "her source does not say whom it serves"
    card = run("find", "Yvetot", "--theme", "social", env=env, width=80).out
    assert " " * 76 not in card, "a line for the summary that there is none of"


def test_the_template_is_itself_a_table(tmp_path: Path) -> None:
    """Its headers are the columns; its example passes under another name only."""
    text = run("catalogue", "import", "--template").out
    assert text.startswith("\ufeff"), "Excel would take it for cp1252"
    header, *below = csv.reader(io.StringIO(text[1:]), delimiter=";")
    assert (tuple(header), len(below)) == (tuple(import_.COLUMNS), 1)
    asked = ("catalogue", "import", "-", *SOURCED, "-o", "-")
    own = process(*asked, stdin=text.replace("Clause sociale du Pays", "Clause").encode())
    assert (own.code, own.err) == (0, "")
    left = run(*asked, stdin=f"{text}Autre;;76;;;;0235000000;;;;;;\n".encode())
    fault = f"nom : « {import_.EXAMPLE} » est déjà celui de l'exemple du modèle"
    told = f"Erreur : 1 faute, rien n'a été écrit :\n  -, ligne 2 : {fault}\n"
    assert (left.code, left.out, left.err) == (2, "", told)


def test_the_template_is_written_for_a_spreadsheet(tmp_path: Path) -> None:
    """Wherever the name of the file stands."""
    file = tmp_path / "modele.xlsx"
    for words in (("--template", "-o", str(file)), ("-o", str(file), "--template", "--force")):
        assert run("catalogue", "import", *words) == (0, "", f"{file} : modèle écrit.\n")
    header, example = openpyxl.load_workbook(file).active.values
    assert header == tuple(import_.COLUMNS)
    assert example[0] == import_.EXAMPLE


def test_a_sheet_of_a_workbook_is_read_with_its_rows(tmp_path: Path) -> None:
    """A workbook stores no cells behind the last filled one: no row is the shorter for it."""
    file = tmp_path / "liste.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    sheet = book.create_sheet("Eure")
    for row in (
        ["Nom", "Territoires", "Téléphone", "Note"],
        [],
        ["Été", 27, 235000000],
        ["", "", 12],
    ):
        sheet.append(row)
    book.save(file)
    asked = ("catalogue", "import", str(file), *SOURCED, "--sheet", "Eure", "-o", "-")
    done = run(*asked)
    assert (done.code, done.out) == (2, "")
    notes, _, fault, *_ = done.err.splitlines()
    assert notes.startswith("Feuille lue : « Eure »")
    assert fault == f"  {file}, ligne 4 : nom : la cellule est vide"
    sheet.delete_rows(4)
    book.save(file)
    (desk,) = yaml_reader.parse(run(*asked).out, "x.yaml").value["networks"]
    assert desk["coverage"] == {"departements": ["27"]}
    assert desk["contact"]["phone"]["value"] == "02 35 00 00 00"


@pytest.mark.parametrize("column", ["nom", "structure", "resume", "note", "site"])
@tabled
def test_a_character_that_no_catalogue_may_hold_is_refused_with_its_row(
    column: str, code: int
) -> None:
    """Each made every later command end with 4 once it was imported."""
    cell = f"Es{chr(code)}sai"
    _, faults = read({**DESK, column: cell})
    found = f"contient un caractère interdit (U+{code:04X})"
    assert any(one.startswith(f"x.csv, ligne 2 : {column}") and found in one for one in faults)


def test_what_is_imported_can_be_read(tmp_path: Path) -> None:
    """All the accents, quotes and signs of YAML there are: the file is that of the table."""
    marks = "'\"#:-{}[]&*!|>%@`,?\\éœ€🙂 \u00a0\u202f½"
    desk = {**DESK, "nom": f"Essai {marks}", "note": marks, "resume": f"- {marks}: {marks}"}
    rows = io.StringIO()
    writer = csv.DictWriter(rows, desk)
    writer.writeheader()
    writer.writerow(desk)
    env = Home(tmp_path).env
    table = rows.getvalue().encode()
    assert run("catalogue", "import", "-", *SOURCED, stdin=table, env=env).code == 0
    shown = run("list", "--json", env=env).document["results"]
    summaries = [one["summary"] for one in shown if one["origin"] == "local"]
    assert summaries == [" ".join(desk["resume"].split())]
    assert run("catalogue", "check", "--local", env=env).code == 0


def test_a_long_cell_takes_no_more_than_its_length() -> None:
    """A cell of 100 kB took half a minute, one of 800 kB half an hour: ``process`` has two."""
    code = """
from achats_reseaux.catalogue import import_
for cell in ("a", "a@", "a@b "):
    row = dict.fromkeys(import_.COLUMNS, cell * 200_000) | {"territoires": "76", "nom": "Essai"}
    assert len(import_._persons(row)) < 1_000_000
"""
    assert process(code=code) == (0, "", "")


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["76", "Rouen", "Saint-Denis", "a@b.fr", "0235000000", "31/12/2027", "=1+1", '"', "", "²"]
    ),
)


@given(st.lists(st.lists(CELLS, max_size=13), max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_rows_of_any_cells_are_entries_or_faults(rows: list[list[str]]) -> None:
    table = list(enumerate([list(import_.COLUMNS), *rows], start=1))
    found = imported(table)
    text = yaml_reader.yaml_text(found.value)
    reread = yaml_reader.parse(text, "x.yaml")
    said = found.value == reread.value and not reread.faults
    faults = rules.check_overlay(overlay.expanded(found, "local-1"), SCHEMA)
    assert all(one.file == "x.csv" and one.line for one in faults)
    assert faults or said


def test_an_imported_file_that_has_lost_its_networks_is_passed_over(tmp_path: Path) -> None:
    file = tmp_path / "liste.yaml"
    file.write_text(imported_file.own_file("sources: []\n"), "utf-8")
    assert imported_file.file_with([str(file)], {"clauses-x"}) == ""
