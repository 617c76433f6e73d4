"""``reseaux catalogue import``: what a spreadsheet becomes, and how it is refused."""

from __future__ import annotations

import contextlib
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from achats_reseaux import gazetteer
from achats_reseaux.catalogue import loader, yaml_reader
from achats_reseaux.catalogue.build import AREA_KINDS
from achats_reseaux.catalogue.directory import CellError, contacts, entries, import_table
from achats_reseaux.catalogue.directory.services import ImportSettings
from achats_reseaux.cli.commands.catalogue_import import csv_rows
from achats_reseaux.errors import FileError, UsageError
from case_tables import cases
from conftest import Run
from test_overlay import User, ids, user  # noqa: F401 - a fixture

HEADER = "Structure;Département;EPCI;Communes;Tél.;Mail;Site web;Valable jusqu'au\n"
DESKS = (
    HEADER
    + "Maison de l'emploi de Rouen;76;Métropole Rouen Normandie;;02.35.00.00.00;"
    + "clauses@mde-rouen.example;www.mde-rouen.example/clauses;31/12/2027\n"
    + "PLIE du Havre;Seine-Maritime;;Le Havre, Montivilliers;235000001;contact@plie.example;;\n"
    + "Clauses de l'Eure;27;;;+33 2 32 00 00 00;;;\n"
)
OPTIONS = "--kind facilitateurs --source https://www.example.org/liste --date 24/11/2026".split()
SETTINGS = ImportSettings(
    "facilitateurs",
    (),
    (),
    "liste-x",
    "Liste x.csv",
    "https://www.example.org",
    "2026-11-24",
    "2026-11-25",
)
KNOWN = loader.load()


def read(text: str) -> entries.Directory:
    rows = csv_rows(text.encode())
    return entries.read_directory(KNOWN, rows, SETTINGS)


def faults(text: str) -> list[str]:
    return [str(fault) for fault in read(text).faults]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "annuaire.csv"
    file.write_text(DESKS, encoding="utf-8")
    return file


# --- the whole way --------------------------------------------------------------------------------


def test_fifty_faults_are_told_and_the_others_counted(user: User, table: Path) -> None:  # noqa: F811
    for many, told in ((51, []), (52, ["… et 2 autres."])):
        rows = "".join(f"Lieu {rank};rien\n" for rank in range(many))
        table.write_text("Nom;Dép.\n" + rows, encoding="utf-8")
        lines = user.types("catalogue", "import", str(table), *OPTIONS)[2].splitlines()
        assert lines[-1] == f"{many} fautes : rien n'a été écrit."
        assert [one for one in lines[:-1] if not one.startswith("ligne ")] == told


def test_a_dry_run_is_for_people_on_a_terminal_and_for_programs_elsewhere(
    run: Run, tmp_path: Path
) -> None:
    """Lines are UTF-8 whatever the system speaks; on a terminal, nothing is cut where it ends."""
    file = tmp_path / "annuaire.csv"
    file.write_text(
        "Nom;Communes;Dép.;Mail;Site\n"
        "Maison de l'emploi et de la formation du pays de Lamballe;Saint-Brieuc, Lamballe-Armor,"
        " Plérin, Yffiniac, Langueux;22;contact@maison-emploi-formation.example;"
        "www.maison-emploi-formation.example/clauses-sociales/nous-contacter/par-courrier.html\n"
        "PLIE;Évreux, Bernay, Vernon, Louviers;27;;\n",
        encoding="utf-8",
    )
    arguments = ("catalogue", "import", str(file), *OPTIONS, "--dry-run")
    ascii_alone = {"PYTHONIOENCODING": "ascii"}
    assert run(*arguments, environ=ascii_alone).stdout.decode().splitlines()[1] == (
        "ajouté\tplie\tPLIE\tÉvreux, Bernay, Vernon, Louviers\t"
    )
    assert run.on_a_terminal(*arguments, environ=ascii_alone).stdout.isascii()
    done = run.on_a_terminal(*arguments, width=60)
    assert (
        done.stdout.decode()
        == """\
ajouté : Maison de l'emploi et de la formation du pays de
    Lamballe
    (maison-de-l-emploi-et-de-la-formation-du-pays-de-lamballe)
  Saint-Brieuc, Lamballe-Armor, Plérin et 2 autres
  https://www.maison-emploi-formation.example/clauses-sociales/nous-contacter/par-courrier.html
  contact@maison-emploi-formation.example
ajouté : PLIE (plie)
  Évreux, Bernay, Vernon, Louviers
"""
    )


def test_a_workbook_reads_as_the_same_table(user: User, tmp_path: Path) -> None:  # noqa: F811
    book = openpyxl.Workbook()
    sheet = book.active
    for line in DESKS.splitlines():
        sheet.append([int(one) if one.isdigit() else one for one in line.split(";")])
    file = tmp_path / "annuaire.xlsx"
    book.save(file)
    assert user.types("catalogue", "import", str(file), *OPTIONS)[0] == 0
    target = user.folder / "networks.d" / "annuaire.yaml"
    value = yaml.safe_load(target.read_text("utf-8"))
    assert value["networks"] == [
        {**one, "sources": ["liste-annuaire"]}
        for one in yaml.safe_load(
            yaml_reader.yaml_text(read(DESKS).value).replace("liste-x", "liste-annuaire")
        )["networks"]
    ]


def sheets(file: Path, **rows: list[list[object]]) -> Path:
    """A workbook of sheets; the first is hidden."""
    book = openpyxl.Workbook()
    book.active.title = "Listes"
    book.active.append(["PLIE"])
    book.active.sheet_state = "hidden"
    for name, cells in rows.items():
        sheet = book.create_sheet(name)
        for row in cells:
            sheet.append(row)
    book.save(file)
    return file


def test_of_a_workbook_one_sheet_is_read_and_the_others_are_named(
    user: User,  # noqa: F811
    tmp_path: Path,
) -> None:
    """Each sheet has a file of its own: the second takes nothing of the first away."""
    file = sheets(
        tmp_path / "annuaire.xlsx",
        Orne=[["Structure", "Dép."], ["Clauses de l'Orne", 61], ["Emploi d'Alençon", 61]],
        Vide=[],
        Eure=[["Structure", "Dép."], ["Clauses de l'Eure", 27]],
    )
    folder = user.folder / "networks.d"
    code, out, err = user.types("catalogue", "import", str(file), *OPTIONS)
    assert (code, out) == (0, f"{folder / 'annuaire.yaml'}\n")
    told = "Feuille lue : « {} » ; non lues : « Listes » (masquée), « {} » (--sheet NOM).\n{}.\n"
    assert err == told.format("Orne", "Eure", "2 ajoutés")
    code, out, err = user.types("catalogue", "import", str(file), *OPTIONS, "--sheet", "eure")
    assert (code, out) == (0, f"{folder / 'annuaire-eure.yaml'}\n")
    assert err == told.format("Eure", "Orne", "1 ajouté")
    kept = user.gets("list", "--type", "facilitateurs", "--theme", "social")
    assert {"clauses-de-l-orne", "clauses-de-l-eure"} <= set(ids(kept))
    written = yaml.safe_load((folder / "annuaire-eure.yaml").read_text("utf-8"))
    assert written["sources"][0]["title"] == "Liste annuaire.xlsx (eure)"


def test_a_sheet_that_is_not_there(user: User, table: Path, tmp_path: Path) -> None:  # noqa: F811
    file = sheets(tmp_path / "annuaire.xlsx", Orne=[["Structure", "Dép."]], Eure=[["x"]])
    code, out, err = user.types("catalogue", "import", str(file), *OPTIONS, "--sheet", "Manche")
    assert (code, out, err) == (
        2,
        "",
        "Erreur : Le classeur n'a pas de feuille « Manche ».\nSes feuilles : « Orne », « Eure ».\n",
    )
    code, out, err = user.types("catalogue", "import", str(table), *OPTIONS, "--sheet", "Eure")
    said = f"Erreur : --sheet ne va qu'avec un classeur .xlsx : {table} n'en est pas un.\n"
    assert (code, out, err) == (2, "", said)


def test_a_table_that_is_no_directory_is_not_read_whole(user: User, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "annuaire.csv"
    file.write_bytes(b" " * (16 * 2**20 + 1))
    code, out, err = user.types("catalogue", "import", str(file), *OPTIONS)
    said = "Erreur : Le fichier dépasse 16 Mio : ce n'est pas un annuaire.\n"
    assert (code, out, err) == (74, "", said)


# --- how a table is written -----------------------------------------------------------------------


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_any_delimiter_and_the_encodings_of_excel(delimiter: str, encoding: str) -> None:
    text = "Nom;Département;Résumé\nClauses d'Évreux;27;Aide à l'écriture\n".replace(";", delimiter)
    rows = csv_rows(text.encode(encoding))
    assert rows == [
        (1, ["Nom", "Département", "Résumé"]),
        (2, ["Clauses d'Évreux", "27", "Aide à l'écriture"]),
    ]


def test_the_line_of_a_row_is_that_of_the_file() -> None:
    rows = csv_rows(b'sep=;\nNom;Communes\nA;"Rouen\nLe Havre"\nB;Dieppe\n')
    assert rows == [
        (2, ["Nom", "Communes"]),
        (3, ["A", "Rouen\nLe Havre"]),
        (5, ["B", "Dieppe"]),
    ]


USUAL = {
    "kind": "facilitateurs",
    "themes": ["social"],
    "audiences": ["collectivite", "etat", "sante"],
    "sources": ["liste-x"],
    "checked_on": "2026-11-24",
}


def shown(value: Any) -> str:
    """A plain value in a few words."""
    if isinstance(value, dict):
        return " ".join(f"{name} {shown(one)}" for name, one in value.items())
    return " ".join(value) if isinstance(value, list) else str(value)


def taken(value: dict[str, Any]) -> str:
    """The networks of a catalogue, without what is usual."""
    found = []
    for one in value["networks"]:
        contact = {name: way["value"] for name, way in one.get("contact", {}).items()}
        own = {key: of for key, of in {**one, "contact": contact}.items() if USUAL.get(key) != of}
        fields = (
            f"{key} {shown(of)}" for key, of in own.items() if of and key not in ("id", "name")
        )
        found.append(f"{one['name']}: {', '.join(fields)}")
    return " | ".join(found)


@pytest.mark.parametrize(("table", "entries", "told", "why"), cases("catalogue/import_tables.tsv"))
def test_what_is_taken_of_a_table_and_told(table: str, entries: str, told: str, why: str) -> None:
    found = read(table)
    assert " | ".join([*map(str, found.faults), *found.notes]) == told, why
    assert taken(found.value) == entries, why


@pytest.mark.parametrize("column", ["Résumé", "Mail"])
def test_a_cell_is_as_long_as_a_list_of_communes(column: str) -> None:
    (fault,) = faults(f"Nom;Dép.;{column}\nA;76;{'a' * 1001}\n")
    assert fault.endswith(f"« {column} » : lu « {'a' * 59}… », attendu au plus 1000 signes")
    assert faults(f"Nom;Dép.;Résumé\nA;76;{'a' * 1000}\n") == []


@pytest.mark.parametrize(("text", "said"), cases("catalogue/no_directories.tsv"))
def test_what_is_no_directory_is_refused(text: str, said: str) -> None:
    with pytest.raises((FileError, UsageError)) as refused:
        read(text)
    assert f"{refused.value}\n{refused.value.hint}".startswith(said)


# --- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("columns", "cells", "taken", "expected", "why"), cases("catalogue/import_cells.tsv")
)
def test_what_is_taken_of_a_cell(
    columns: str, cells: str, taken: str, expected: str, why: str
) -> None:
    text = f"Nom;{columns}\n\nUn service;{cells}\n"
    if expected:
        column, cell = columns.rpartition(";")[2], cells.rpartition(";")[2]
        told = expected.format(f"« {cell} »")
        assert faults(text) == [f"ligne 3, colonne « {column} » : lu « {cell} », attendu {told}"], (
            why
        )
        return
    found = read(text)
    assert found.faults == (), why
    entry = found.value["networks"][0]
    key, _, codes = taken.partition(" ")
    if key in AREA_KINDS:
        assert entry["coverage"] == {key: codes.split()}, why
    else:
        assert [one["value"] for one in entry["contact"].values()] == [taken], why


def test_no_more_rows_are_read_than_faults_are_told() -> None:
    assert len(faults("Nom;Dép.\n" + "A;\n" * (yaml_reader.MOST_FAULTS + 2))) == (
        yaml_reader.MOST_FAULTS
    )


def test_the_options_tell_what_the_rows_do_not() -> None:
    rows = csv_rows(b"Nom;Dep;Theme;Public\nA;76;;\nB;76;social;etat\n")
    told = SETTINGS.replace(kind="conseil", themes=("environnement",), audiences=("sante",))
    found = entries.read_directory(KNOWN, rows, told).value["networks"]
    assert [(one["kind"], one["themes"], one["audiences"]) for one in found] == [
        ("conseil", ["environnement"], ["sante"]),
        ("conseil", ["social"], ["etat"]),
    ]


# --- persons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "address", "personal", "why"), cases("catalogue/addresses.tsv"))
def test_addresses_that_may_name_a_person(name: str, address: str, personal: str, why: str) -> None:
    text = f"Nom;Département;Mail\n{name};76;{address}\n"
    assert any("nommer une personne" in one for one in faults(text)) is (personal == "oui"), why
    rows = csv_rows(text.encode())
    allowed = entries.read_directory(KNOWN, rows, SETTINGS.replace(allow_personal=True))
    assert allowed.value["networks"][0]["contact"]["email"]["value"] == address


def test_what_may_be_a_person_s_is_taken_if_it_is_allowed() -> None:
    text = "Nom;Dép.;Résumé\nMadame Dupont;76;écrire à j.dupont@example.org\n"
    assert len(faults(text)) == 2
    rows = csv_rows(text.encode())
    allowed = entries.read_directory(KNOWN, rows, SETTINGS.replace(allow_personal=True))
    assert taken(allowed.value) == (
        "Madame Dupont: coverage departements 76, summary écrire à j.dupont@example.org"
    )


def test_words_of_services_are_read_where_they_are_joined() -> None:
    words = [row[0] for row in import_table("mots-de-service")]
    assert len(words) > 90
    for word in words:
        if len(word) > 3:
            address = f"clauses{word}@example.org"
            assert contacts.email(address, (), "", allow_personal=False) == address


# --- properties -----------------------------------------------------------------------------------

NAMES = st.text("abcdefghijklmnopéèç '-", min_size=1, max_size=20).map(lambda text: f"Zz {text}z")
GROUNDS = st.one_of(
    st.sampled_from(
        [("Département", "departements", one.code) for one in gazetteer.departements()]
    ),
    st.sampled_from(
        [("Code INSEE", "communes", code) for code in ("76540", "2A004", "97411", "01004")]
    ),
    st.sampled_from([("EPCI", "epci", code) for code in ("200023414", "249740119")]),
)


@given(NAMES, GROUNDS, st.integers(100000000, 999999999))
@settings(max_examples=60, deadline=None)
def test_what_was_typed_is_what_the_catalogue_gives(
    name: str, ground: tuple[str, str, str], number: int
) -> None:
    column, key, code = ground
    phone = f"0{number}"
    found = read(f'"Nom";"{column}";"Tél."\n"{name}";"{code}";"{phone}"\n')
    assert found.faults == ()
    value = yaml_reader.parse(yaml_reader.yaml_text(found.value), "x.yaml").value
    assert value == found.value
    (entry,) = value["networks"]
    assert entry["name"] == " ".join(name.split())
    assert entry["coverage"] == {key: [code]}
    assert entry["contact"]["phone"]["value"].replace(" ", "") == phone


@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
@settings(max_examples=150, deadline=None)
def test_whatever_a_file_holds_is_entries_faults_or_an_error_of_the_file(content: bytes) -> None:
    for start in (b"", HEADER.encode()):
        try:
            rows = csv_rows(start + content)
            found = entries.read_directory(KNOWN, rows, SETTINGS)
        except (FileError, UsageError):
            continue
        if not found.faults:
            yaml_reader.parse(yaml_reader.yaml_text(found.value), "x.yaml")


CELLS = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["76", "Rouen", "Saint-Denis", "a@b.fr", "0235000000", "31/12/2027", "=1+1", '"', "", "²"]
    ),
)


@given(st.lists(st.lists(CELLS, max_size=10), max_size=4))
@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_rows_of_any_cells_are_entries_or_faults(rows: list[list[str]]) -> None:
    header = "Nom;Structure;Territoire;Communes;Tél.;Mail;Site;Valable jusqu'au;Thème;Type"
    table = [(1, header.split(";")), *((rank, cells) for rank, cells in enumerate(rows, 2))]
    found = entries.read_directory(KNOWN, table, SETTINGS)
    for fault in found.faults:
        assert str(fault)
    if not found.faults:
        loader.from_yaml(loader.path(), ("x.yaml",), {"x.yaml": yaml_reader.yaml_text(found.value)})


@given(st.data())
@settings(max_examples=20, deadline=None)
def test_a_damaged_workbook_is_an_error_of_the_file(data: st.DataObject) -> None:
    from achats_reseaux.cli.commands.catalogue_import import _sheet

    book = openpyxl.Workbook()
    book.active.append(["Nom", "Département"])
    stream = io.BytesIO()
    book.save(stream)
    content = bytearray(stream.getvalue())
    for _ in range(5):  # its length is not always the same: the time of writing is in it
        at = 4 + data.draw(st.integers(0, 10_000)) % (len(content) - 4)
        content[at] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileError):
        _sheet(bytes(content), None)


@given(st.text(max_size=40))
def test_readers_of_cells_raise_cell_errors_alone(text: str) -> None:
    for reader in (contacts.phone, contacts.site_url, contacts.iso_day):
        with contextlib.suppress(CellError):
            assert reader(text)
