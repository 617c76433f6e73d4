"""``reseaux catalogue import``: what a spreadsheet becomes, and how it is refused."""

from __future__ import annotations

import contextlib
import io
import json
import os
from pathlib import Path

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
from achats_reseaux.catalogue.directory.spreadsheet import directory_rows
from achats_reseaux.errors import FileError
from achats_reseaux.text import shell_quoted
from conftest import ROOT, Run
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
    rows = directory_rows(text.encode())
    return entries.read_directory(KNOWN, rows, SETTINGS)


def faults(text: str) -> list[str]:
    return [str(fault) for fault in read(text).faults]


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "annuaire.csv"
    file.write_text(DESKS, encoding="utf-8")
    return file


# --- the whole way --------------------------------------------------------------------------------


def test_a_table_becomes_a_checked_file_whose_desks_are_found(user: User, table: Path) -> None:  # noqa: F811
    code, out, err = user.types("catalogue", "import", str(table), *OPTIONS)
    target = user.folder / "networks.d" / "annuaire.yaml"
    assert (code, out, err) == (0, f"{target}\n", "3 ajoutés.\n")
    assert yaml.safe_load(target.read_text("utf-8"))["networks"][0] == {
        "id": "maison-de-l-emploi-de-rouen",
        "name": "Maison de l'emploi de Rouen",
        "kind": "facilitateurs",
        "themes": ["social"],
        "audiences": ["collectivite", "etat", "sante"],
        "coverage": {"epci": ["200023414"]},
        "sources": ["liste-annuaire"],
        "checked_on": "2026-11-24",
        "valid_until": "2027-12-31",
        "contact": {
            "website": {
                "value": "https://www.mde-rouen.example/clauses",
                "sources": ["liste-annuaire"],
            },
            "email": {"value": "clauses@mde-rouen.example", "sources": ["liste-annuaire"]},
            "phone": {"value": "02 35 00 00 00", "sources": ["liste-annuaire"]},
        },
    }
    assert user.types("catalogue", "check", "--local")[0] == 0
    found = user.gets("find", "76000", "--type", "facilitateurs")
    assert ids(found)[0] == "maison-de-l-emploi-de-rouen"
    assert found["results"][0]["origin"] == "local"
    (source,) = found["results"][0]["sources"]
    assert (source["url"], source["date"]) == ("https://www.example.org/liste", "2026-11-24")


def test_a_second_import_changes_nothing_and_a_later_one_what_differs(
    user: User,  # noqa: F811
    table: Path,
) -> None:
    user.types("catalogue", "import", str(table), *OPTIONS)
    target = user.folder / "networks.d" / "annuaire.yaml"
    before = target.read_bytes(), target.stat().st_mtime_ns
    code, out, err = user.types("catalogue", "import", str(table), *OPTIONS)
    assert (code, out, err) == (0, "", f"{target} est déjà à jour : rien n'a changé.\n")
    assert (target.read_bytes(), target.stat().st_mtime_ns) == before
    lines = DESKS.replace("235000001", "02 35 00 00 02").splitlines()
    table.write_text("\n".join([*lines[:-1], "Clauses de l'Orne;61"]), encoding="utf-8")
    code, out, err = user.types("catalogue", "import", str(table), *OPTIONS, "--dry-run")
    assert [line.split("\t")[:3] for line in out.splitlines()] == [
        ["inchangé", "maison-de-l-emploi-de-rouen", "Maison de l'emploi de Rouen"],
        ["changé", "plie-du-havre", "PLIE du Havre"],
        ["ajouté", "clauses-de-l-orne", "Clauses de l'Orne"],
        ["retiré", "clauses-de-l-eure", "Clauses de l'Eure"],
    ]
    said = "1 ajouté, 1 changé, 1 inchangé, 1 retiré (clauses-de-l-eure)"
    assert (code, err) == (0, f"{said}. Essai : rien n'a été écrit.\n")
    assert target.read_bytes() == before[0]
    assert user.types("catalogue", "import", str(table), *OPTIONS)[2] == f"{said}.\n"


def test_nothing_is_written_until_all_pass(user: User, table: Path) -> None:  # noqa: F811
    table.write_text(DESKS + "Lieu inconnu;;;Ruoen;12;;;\n", encoding="utf-8")
    code, out, err = user.types("catalogue", "import", str(table), *OPTIONS)
    assert (code, out) == (2, "")
    assert user.types("catalogue", "import", str(table), *OPTIONS, "--dry-run") == (code, out, err)
    assert err == (
        "ligne 5, colonne « Communes » : lu « Ruoen », attendu une commune ; « Ruoen » n'en est"
        " pas (vouliez-vous dire : Rouen ?)\n"
        "ligne 5, colonne « Tél. » : lu « 12 », attendu un seul numéro à dix chiffres,"
        " comme 02 35 00 00 00.\n"
        "2 fautes : rien n'a été écrit.\n"
    )
    assert not (user.folder / "networks.d").exists()
    table.write_text(DESKS + "Lieu;76;;;12;;;\n", encoding="utf-8")
    err = user.types("catalogue", "import", str(table), *OPTIONS)[2]
    assert err.splitlines()[1:] == ["1 faute : rien n'a été écrit."]
    for many, told in ((51, []), (52, ["… et 2 autres."])):
        rows = "".join(f"Lieu {rank};rien\n" for rank in range(many))
        table.write_text("Nom;Dép.\n" + rows, encoding="utf-8")
        lines = user.types("catalogue", "import", str(table), *OPTIONS)[2].splitlines()
        assert lines[-1] == f"{many} fautes : rien n'a été écrit."
        assert [one for one in lines[:-1] if not one.startswith("ligne ")] == told


def test_a_dry_run_is_a_table_for_people_and_lines_for_programs(run: Run, tmp_path: Path) -> None:
    """Lines are UTF-8 whatever the system speaks; a table breaks where the terminal ends."""
    file = tmp_path / "annuaire.csv"
    file.write_text(
        "Nom;Dép.;Tél;Site\nClauses d'Évreux;27;0232000000;www.example.org\n", encoding="utf-8"
    )
    arguments = ("catalogue", "import", str(file), *OPTIONS, "--dry-run")
    done = run(*arguments, environ={"PYTHONIOENCODING": "ascii"})
    assert done.stdout.decode("utf-8") == (
        "ajouté\tclauses-d-evreux\tClauses d'Évreux\tEure\t"
        "https://www.example.org, 02 32 00 00 00\n"
    )
    assert run.on_a_terminal(*arguments, environ={"PYTHONIOENCODING": "ascii"}).stdout.isascii()
    assert run.on_a_terminal(*arguments, width=72).stdout.decode().splitlines() == [
        "ajouté : Clauses d'Évreux (clauses-d-evreux)",
        "  Eure",
        "  https://www.example.org",
        "  02 32 00 00 00",
    ]


def test_nothing_of_a_dry_run_is_cut_where_the_terminal_ends(run: Run, tmp_path: Path) -> None:
    """A table of it was, without a sign: the ids alone were wider than the terminal."""
    file = tmp_path / "annuaire.csv"
    file.write_text(
        "Nom;Communes;Dép.;Mail;Site\n"
        "Maison de l'emploi et de la formation du pays de Lamballe;Saint-Brieuc, Lamballe-Armor,"
        " Plérin, Yffiniac, Langueux;22;contact@maison-emploi-formation.example;"
        "www.maison-emploi-formation.example/clauses-sociales/nous-contacter/par-courrier.html\n"
        "PLIE;Évreux, Bernay, Vernon, Louviers;27;;\n",
        encoding="utf-8",
    )
    done = run.on_a_terminal("catalogue", "import", str(file), *OPTIONS, "--dry-run", width=60)
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


def test_a_file_that_was_changed_by_hand_is_kept(user: User, table: Path) -> None:  # noqa: F811
    user.types("catalogue", "import", str(table), *OPTIONS)
    target = user.folder / "networks.d" / "annuaire.yaml"
    mine = target.read_text("utf-8") + "# ma note\n"
    target.write_text(mine, encoding="utf-8")
    code, _, err = user.types("catalogue", "import", str(table), *OPTIONS)
    assert code == 74
    assert "a été écrit ou changé à la main : rien n'a changé." in err
    assert target.read_text("utf-8") == mine


def test_another_list_of_the_same_name_replaces_none(user: User, table: Path) -> None:  # noqa: F811
    """Its desks were removed, and nothing was asked."""
    user.types("catalogue", "import", str(table), *OPTIONS)
    target = user.folder / "networks.d" / "annuaire.yaml"
    before = target.read_bytes()
    other = table.parent / "eure" / "annuaire.csv"
    other.parent.mkdir()
    other.write_text("Nom;Commune\nRelais d'Évreux;Évreux\n", encoding="utf-8")
    second = target.with_name("annuaire-2.yaml")
    said = (
        f"Erreur : {target} vient d'une autre liste : aucun de ses réseaux n'est dans {other}.\n"
        f"Pour garder les deux : --output {shell_quoted(str(second))} ; pour remplacer l'autre :"
        f" --output {shell_quoted(str(target))}\n"
    )
    command = ("catalogue", "import", str(other), *OPTIONS)
    for more in ((), ("--dry-run",)):
        assert user.types(*command, *more) == (74, "", said)
    assert target.read_bytes() == before
    assert user.types(*command, "-o", str(second)) == (0, f"{second}\n", "1 ajouté.\n")
    sources = [yaml.safe_load(one.read_text("utf-8"))["sources"] for one in (target, second)]
    assert [one["id"] for (one,) in sources] == ["liste-annuaire", "liste-annuaire-2"]
    second.unlink()
    assert user.types(*command, "-o", str(target)) == (
        0,
        f"{target}\n",
        "1 ajouté, 3 retirés (maison-de-l-emploi-de-rouen, plie-du-havre, clauses-de-l-eure).\n",
    )


def test_the_day_of_a_verification_is_past() -> None:
    table = "Nom;Dép.;Vérifié le\n"
    assert read(table + "A;76;25/11/2026\n").value["networks"][0]["checked_on"] == "2026-11-25"
    (fault,) = faults(table + "A;76;26/11/2026\n")
    assert fault == (
        "ligne 2, colonne « Vérifié le » : lu « 26/11/2026 »,"
        " attendu une date passée, au plus tard 2026-11-25"
    )


def test_desks_of_ones_own_lead_by_ground_and_coverage_shows_the_holes(
    user: User,  # noqa: F811
    table: Path,
) -> None:
    """At one place the smaller ground first, then the name."""
    table.write_text(
        DESKS + "Z de Rouen;76;;Rouen;0235000003\nB de Seine-Maritime;76;;;0235000004\n"
        "A de Seine-Maritime;76;;;0235000005\n",
        encoding="utf-8",
    )
    user.types("catalogue", "import", str(table), *OPTIONS)
    found = user.gets("find", "76000", "--theme", "social")
    assert ids(found)[:4] == [
        "z-de-rouen",
        "maison-de-l-emploi-de-rouen",
        "a-de-seine-maritime",
        "b-de-seine-maritime",
    ]
    asked = ("coverage", "Normandie", "--type", "facilitateurs", "-q")
    assert user.types(*asked)[1] == ""
    holes = user.types(*asked, "--sans-nationaux")[1].split()
    assert {"14", "50", "61"} <= set(holes)
    assert not {"27", "76"} & set(holes)


def test_output_elsewhere_says_where_to_drop_it(user: User, table: Path) -> None:  # noqa: F811
    target = table.with_name("pour-un-collegue.yaml")
    code, out, err = user.types(
        "catalogue", "import", str(table), *OPTIONS, "--output", str(target)
    )
    assert (code, out) == (0, f"{target}\n")
    assert str(user.folder / "networks.d") in err
    dropped = user.writes(target.read_text("utf-8"), "networks.d/collegue.yaml")
    assert dropped
    assert user.types("catalogue", "check", "--local")[0] == 0


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
    assert err == "Feuille lue : « Orne » ; non lues : « Eure » (--sheet NOM).\n2 ajoutés.\n"
    code, out, err = user.types("catalogue", "import", str(file), *OPTIONS, "--sheet", "eure")
    assert (code, out) == (0, f"{folder / 'annuaire-eure.yaml'}\n")
    assert err == "Feuille lue : « Eure » ; non lues : « Orne » (--sheet NOM).\n1 ajouté.\n"
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


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--kind", "x", *OPTIONS[2:]], "« x » n'est pas un type de réseau"),
        ([*OPTIONS[:2], "--source", "classeur", *OPTIONS[4:]], "n'est pas une valeur de --source"),
        ([*OPTIONS[:4], "--date", "hier"], "n'est pas une valeur de --date"),
        ([*OPTIONS[:4], "--date", "1/1/2999"], "de --date : attendu une date passée, au plus tard"),
        (OPTIONS[2:], "--kind"),
    ],
)
def test_options_that_are_wrong_are_said_to_be(
    user: User,  # noqa: F811
    table: Path,
    options: list[str],
    said: str,
) -> None:
    code, out, err = user.types("catalogue", "import", str(table), *options)
    assert (code, out) == (2, "")
    assert said in err


def test_what_no_cell_alone_shows_is_told_with_its_line(user: User, table: Path) -> None:  # noqa: F811
    """The file that it would be was named, with a line of it, though it is not written."""
    table.write_text("Nom;Dép.\nA;68\n;\nB;76\nC;27\n", encoding="utf-8")
    options = ("--kind", "guichet-vert", *OPTIONS[2:])
    said = (
        "ligne 4 : « 76 » a déjà un guichet vert : « ran-coper ».\n"
        "ligne 5 : « 27 » a déjà un guichet vert : « ran-coper ».\n"
        "2 fautes : rien n'a été écrit.\n"
    )
    assert user.types("catalogue", "import", str(table), *options) == (2, "", said)
    assert not (user.folder / "networks.d").exists()
    broken = user.writes("networks: []\nx: 1\n", "networks.d/autre.yaml")
    code, out, err = user.types("catalogue", "import", str(table), *OPTIONS)
    assert (code, out, err.startswith("Erreur : Catalogue refusé :\n")) == (4, "", True)
    assert f"{broken}, ligne 2 : " in err


def test_a_folder_of_ones_own_that_cannot_be_made(user: User, table: Path) -> None:  # noqa: F811
    user.folder.parent.mkdir(parents=True, exist_ok=True)
    user.folder.write_text("a file", encoding="utf-8")
    code, out, err = user.types("catalogue", "import", str(table), *OPTIONS)
    assert (code, out) == (74, "")
    folder = user.folder / "networks.d"
    said = "un des dossiers du chemin n'en est pas un"
    if os.name == "nt":  # which tells fewer causes apart
        said = "fichier introuvable"
    assert err == f"Erreur : Impossible d'écrire dans {folder} : {said}.\n"


def test_a_target_that_cannot_be_read_is_not_replaced(user: User, table: Path) -> None:  # noqa: F811
    said = f"Erreur : Impossible de lire {table.parent} : c'est un dossier.\n"
    arguments = [str(table), *OPTIONS, "--output", str(table.parent)]
    assert user.types("catalogue", "import", *arguments) == (74, "", said)


def test_an_old_workbook_is_refused_with_the_way_out(user: User, tmp_path: Path) -> None:  # noqa: F811
    file = tmp_path / "annuaire.xls"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    code, out, err = user.types("catalogue", "import", str(file), *OPTIONS)
    assert (code, out) == (74, "")
    assert err == (
        f"Erreur : {file} est un ancien classeur (.xls).\n"
        "Enregistrez-le en .xlsx ou en CSV UTF-8.\n"
    )


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
    rows = directory_rows(text.encode(encoding))
    assert rows == [
        (1, ["Nom", "Département", "Résumé"]),
        (2, ["Clauses d'Évreux", "27", "Aide à l'écriture"]),
    ]


def test_the_line_of_a_row_is_that_of_the_file() -> None:
    rows = directory_rows(b'sep=;\nNom;Communes\nA;"Rouen\nLe Havre"\nB;Dieppe\n')
    assert rows == [
        (2, ["Nom", "Communes"]),
        (3, ["A", "Rouen\nLe Havre"]),
        (5, ["B", "Dieppe"]),
    ]


def test_titles_above_the_header_are_passed_over() -> None:
    found = read("Liste des facilitateurs;;\n;;\nNom;Département;Fax\nA;76;\n")
    assert [one["name"] for one in found.value["networks"]] == ["A"]
    assert found.notes == ("Colonnes non reprises : « Fax ».",)
    assert len(read("x\n" * 9 + "Nom;Département\nA;76\n").value["networks"]) == 1
    with pytest.raises(FileError, match="dans les dix premières lignes"):
        read("x\n" * 10 + "Nom;Département\nA;76\n")


def test_where_a_desk_is_is_told_to_be_left_out() -> None:
    found = read(
        "Structure;Adresse;CP;Ville;Département;Prénom;Nom\nA;1 rue X;59000;Lille;76;B;C\n"
    )
    (entry,) = found.value["networks"]
    assert (entry["name"], entry["coverage"]) == ("A", {"departements": ["76"]})
    unread = ", ".join(f"« {name} »" for name in ("Adresse", "CP", "Ville", "Prénom", "Nom"))
    assert found.notes == (f"Colonnes non reprises : {unread}.",)


@pytest.mark.parametrize(
    ("heading", "is_read"),
    [
        ("Structure porteuse / employeur", True),
        ("Structure\n(employeur)", True),
        ("Structure\nporteuse", True),  # one name on two lines
        ("Organisme ou association", True),
        ("Structure et contact", False),  # of two columns
        ("Structure (nom d'un référent)", False),  # a part is not known; as long as is told
        ("Structure (nom de la personne)", False),
        ("Structure (noms de la personne)", False),
        ("/", False),
    ],
)
def test_a_heading_of_several_names_of_one_column(heading: str, is_read: bool) -> None:
    found = read(f'Nom;"{heading}";Département\nA;B;76\n')
    shown = heading if len(heading) <= 30 else f"{heading[:29]}…"
    assert (found.value["networks"][0].get("organisation") == "b") is is_read
    organisations = [{"id": "b", "name": "B", "sources": ["liste-x"]}]
    assert found.value.get("organisations") == (organisations if is_read else None)
    assert found.notes == (() if is_read else (f"Colonnes non reprises : « {shown} ».",))


def test_a_heading_may_be_in_a_cell_that_is_merged_with_the_one_below() -> None:
    rows = "Annuaire 2026;;\nStructure;Contact;\n;Tél;Mail\nA;0235000000;contact@a.fr\n"
    found = read(rows.replace("\n", ";76\n").replace("Tél;Mail;76", "Tél;Mail;Dép."))
    assert [one["name"] for one in found.value["networks"]] == ["A"]
    assert found.faults == ()


def test_of_several_columns_of_a_contact_the_first_that_is_filled_is_read() -> None:
    table = "Nom;Dép.;Tél. fixe;Portable;Mail générique;Courriel\n"
    found = read(
        table + "A;76;0235000000;0600000000;contact@a.fr;jean.dupont@a.fr\nB;27;;0600000001;;\n"
    )
    assert found.faults == ()
    assert [
        {name: one["value"] for name, one in entry["contact"].items()}
        for entry in found.value["networks"]
    ] == [{"email": "contact@a.fr", "phone": "02 35 00 00 00"}, {"phone": "06 00 00 00 01"}]
    one = "1 ligne en remplit plusieurs, dont seule la première est reprise"
    assert found.notes == (
        f"Plusieurs colonnes de même sens : « Tél. fixe », sinon « Portable » ; {one}.",
        f"Plusieurs colonnes de même sens : « Mail générique », sinon « Courriel » ; {one}.",
    )
    found = read(
        table + "A;76;0235000000;0600000000;contact@a.fr;\nB;27;0200000000;0600000001;;\n"
        "C;14;0231000000;0231000000;;\n"
    )
    two = "2 lignes en remplissent plusieurs, dont seule la première est reprise"
    assert found.notes == (
        f"Plusieurs colonnes de même sens : « Tél. fixe », sinon « Portable » ; {two}.",
        "Plusieurs colonnes de même sens : « Mail générique », sinon « Courriel ».",
    )
    found = read("Nom;Dép.;Site;Url;Page;Page web\nA;76;;a.fr;;b.fr\n")
    contact = found.value["networks"][0]["contact"]
    assert {name: one["value"] for name, one in contact.items()} == {
        "website": "https://a.fr",
        "page": "https://b.fr",
    }
    (fault,) = faults(table + "A;76;;12;;\n")
    assert fault.startswith("ligne 2, colonne « Portable » : lu « 12 », attendu un seul numéro")


def test_what_networks_of_a_kind_do_not_share_must_be_told() -> None:
    """A kind whose networks serve different themes and audiences; a fault of the cell is enough."""
    table = "Nom;Dép.;Type;Thème;Public\n"
    assert faults(table + "A;76;conseil;;\n") == [
        f"ligne 2, colonne « {column} » : lu une cellule vide, attendu une colonne « {name} »,"
        f" ou l'option --{name}"
        for column, name in (("Thème", "theme"), ("Public", "public"))
    ]
    assert faults(table + "A;76;conseil;social;etat\n") == []
    found = read(table + "A;76;conseil;environnement et social;collectivite + + etat\n")
    assert found.faults == ()
    assert found.value["networks"][0]["themes"] == ["environnement", "social"]
    assert found.value["networks"][0]["audiences"] == ["collectivite", "etat"]
    (fault,) = faults(table + "A;76;conseil;zz;etat\n")
    assert fault.startswith("ligne 2, colonne « Thème » : lu « zz », attendu l'un de : ")


def test_what_it_costs_and_who_may_call() -> None:
    found = read("Nom;Dép.;Tarif;Qui peut appeler\nA;76;Gratuit;Les communes\nB;27;;\n")
    assert [(one.get("cost"), one.get("who")) for one in found.value["networks"]] == [
        ("Gratuit", "Les communes"),
        (None, None),
    ]


def test_of_several_contacts_in_a_cell_the_first_that_may_be_taken_is() -> None:
    table = "Nom;Dép.;Tél;Mail;Site\n"
    found = read(
        table
        + "A;76;02.35.00.00.00 / 06 00 00 00 00;contact@a.fr ou achats@a.fr;a.fr, page Clauses\n"
        "B;76;Tél : 02 35 00 00 01 (standard);jean.dupont@b.fr, contact@b.fr;<b.fr> http://b.fr\n"
        "C;76;fax 0235000009, Standard 02-35-00-00-02;<contact@c.fr>.;\n"
        "D;76;0235000003 et 0235000004;mailto:contact@d.fr et emploi@d.fr;\n"
    )
    assert found.faults == ()
    assert [
        {name: one["value"] for name, one in entry["contact"].items()}
        for entry in found.value["networks"]
    ] == [
        {"website": "https://a.fr", "email": "contact@a.fr", "phone": "02 35 00 00 00"},
        {"website": "http://b.fr", "email": "contact@b.fr", "phone": "02 35 00 00 01"},
        {"email": "contact@c.fr", "phone": "02 35 00 00 02"},
        {"email": "contact@d.fr", "phone": "02 35 00 00 03"},
    ]
    assert found.notes == (
        "Ligne 2, colonne « Site » : https://a.fr est repris, pas « page ; Clauses ».",
        "Ligne 2, colonne « Mail » : contact@a.fr est repris, pas « achats@a.fr ».",
        "Ligne 2, colonne « Tél » : 02 35 00 00 00 est repris, pas « 06 00 00 00 00 ».",
        "Ligne 3, colonne « Site » : http://b.fr est repris, pas « <b.fr> ».",
        "Ligne 3, colonne « Mail » : contact@b.fr est repris, pas « jean.dupont@b.fr ».",
        "Ligne 3, colonne « Tél » : 02 35 00 00 01 est repris, pas « (standard) ».",
        "Ligne 4, colonne « Tél » : 02 35 00 00 02 est repris, pas « fax 0235000009 ».",
        "Ligne 5, colonne « Mail » : contact@d.fr est repris, pas « emploi@d.fr ».",
        "Ligne 5, colonne « Tél » : 02 35 00 00 03 est repris, pas « 0235000004 ».",
    )


def test_totals_are_no_desks() -> None:
    """Numbers under a column of départements are départements too."""
    found = read("Structure;Dép.\nA;76\nTotal général;5\nSous-total;27\nTotal Clauses;61\n")
    assert [one["name"] for one in found.value["networks"]] == ["A", "Total Clauses"]
    assert found.notes == (
        "Ligne 3 : « Total général » est un total, non repris.",
        "Ligne 4 : « Sous-total » est un total, non repris.",
    )


EXPECTED = "Colonnes attendues : nom, département, téléphone, mail, site…"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", f"Aucune ligne d'en-tête reconnue dans les dix premières lignes.\n{EXPECTED}"),
        ("a;b\n1;2\n", "Aucune ligne d'en-tête"),
        (
            "Département;Mail\n76;x@y.fr\n",
            "Ligne 1 : aucune colonne « nom » ni « structure ».\nLu : Département, Mail.",
        ),
        (
            f"Mail;{';'.join(map(str, range(1, 26)))}\nx@y.fr\n",
            (
                "Ligne 1 : aucune colonne « nom » ni « structure ».\n"
                f"Lu : Mail, {', '.join(map(str, range(1, 20)))}."  # twenty of them
            ),
        ),
        ("Nom;Prénom;Département\nDupont;Jean;76\n", "Ligne 1 : aucune colonne « nom »"),
        (
            f"Nom;Dép.\n{'A' * 131_073};76\n",
            "Ligne 2 : ce n'est pas une ligne de tableau (cellule trop longue ?).",
        ),
        (
            "\0\0",
            (
                "Le fichier n'est pas un tableau : il contient des octets nuls.\n"
                "Enregistrez-le en CSV UTF-8, ou en .xlsx."
            ),
        ),
    ],
)
def test_what_is_no_directory_is_refused(text: str, said: str) -> None:
    with pytest.raises(FileError) as refused:
        read(text)
    assert f"{refused.value}\n{refused.value.hint}".startswith(said)


def test_two_columns_of_one_meaning_and_an_empty_table_are_faults() -> None:
    assert "une seule colonne de ce sens" in faults("Nom;Dép.;Département\nA;;76\n")[0]
    assert "au moins une ligne" in faults("Nom;Département\n")[0]


# --- places ---------------------------------------------------------------------------------------


ROWS = [
    line.split("\t")
    for line in (ROOT / "tests" / "import_cells.tsv").read_text("utf-8").splitlines()
    if not line.startswith("#")
][1:]


@pytest.mark.parametrize(("columns", "cells", "taken", "expected", "why"), ROWS)
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


def test_postal_codes_are_whole_communes_or_a_fault() -> None:
    """Of one cell, or of all the rows of one service; a name of its own makes a commune whole."""
    table = "Nom;Communes;Codes postaux\n"
    whole = (
        "lu « {}, attendu des communes entières ; {} de {} (ajoutez {}, ou le nom de la commune)"
    )
    assert faults(
        table + "A;;76000\nB;;31000, 31100\nC;;75012\nD;;76370\nE;13290;\nF;;31000\n"
    ) == [
        f"ligne {line}, colonne « {column} » : {whole.format(*said)}"
        for line, column, *said in (
            (2, "Codes postaux", "76000 »", "76000 n'est qu'une partie", "Rouen", "76100"),
            (
                3,
                "Codes postaux",
                "31000, 31100 »",
                "31000, 31100 ne sont qu'une partie",
                "Toulouse",
                "31200, 31300, 31400, 31500",
            ),
            (
                4,
                "Codes postaux",
                "75012 »",
                "75012 n'est qu'une partie",
                "Paris",
                "75001, 75002, 75003 et 17 autres",
            ),
            (5, "Codes postaux", "76370 »", "76370 n'est qu'une partie", "Dieppe", "76200"),
            (
                5,
                "Codes postaux",
                "76370 »",
                "76370 n'est qu'une partie",
                "Petit-Caux",
                "76630, 76910",
            ),
            (
                6,
                "Communes",
                "13290 »",
                "13290 n'est qu'une partie",
                "Aix-en-Provence",
                "13080, 13090, 13100, 13540",
            ),
            (
                7,
                "Codes postaux",
                "31000 »",
                "31000 n'est qu'une partie",
                "Toulouse",
                "31100, 31200, 31300 et 2 autres",
            ),
        )
    ]
    found = read(table + "A;;76000\nA;;76100\nB;;31000\nB;Toulouse;\n")
    assert (found.faults, found.notes) == ((), ())
    assert [one["coverage"] for one in found.value["networks"]] == [
        {"communes": ["76540"]},
        {"communes": ["31555"]},
    ]
    (fault,) = faults(table + "A;;76000\nB;;76100\nA;;76100\n")
    assert fault.startswith("ligne 3, ")


def test_a_postal_code_of_several_communes_is_told_and_cut_where_the_row_says() -> None:
    table = "Nom;Région;Département;Codes postaux\n"
    found = read(
        table + "A;;;13780\nB;;13;13780\nC;Corse;;20600\nD;;;59100, 93100\nE;PACA;;13780\n"
    )
    assert [(one["name"], one["coverage"]) for one in found.value["networks"]] == [
        ("A", {"communes": ["13030", "83105"]}),
        ("B", {"communes": ["13030"]}),
        ("C", {"communes": ["2B033", "2B120"]}),
        ("D", {"communes": ["59512", "93048"]}),
        ("E", {"communes": ["13030", "83105"]}),
    ]
    assert found.notes == (
        "Ligne 2 : les codes postaux donnent 2 communes : Cuges-les-Pins, Riboux.",
        "Ligne 3 : 13780 sert aussi Riboux, au-delà : non repris.",
        "Ligne 4 : les codes postaux donnent 2 communes : Bastia, Furiani.",
        "Ligne 6 : les codes postaux donnent 2 communes : Cuges-les-Pins, Riboux.",
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Nom;Dép.\nA;\n", "Dép. » : lu une cellule vide, attendu un territoire : {}"),
        ("Nom;Tél.\nA;\n", "territoire » : lu une cellule vide, attendu un territoire : {}"),
        ("Nom;Territoire\nA;|\n", "Territoire » : lu « | », attendu un lieu"),
        (
            "Nom;Dép.\nA;76;b\n",
            "(au-delà de l'en-tête) » : lu « b », attendu rien : un séparateur de trop ?",
        ),
        (
            f"Nom;Dép.;Résumé\nA;76;{'a' * 1001}\n",
            f"Résumé » : lu « {'a' * 59}… », attendu au plus 1000 signes",
        ),
        (
            "Nom;Dép.;Résumé\nA;76;a\u202eb\n",
            "Résumé » : lu « a\ufffdb », attendu un texte sans caractère illisible",
        ),
        (
            "Nom;Dép.;Mail\nA;76;contact@a\u200b.fr\n",
            "Mail » : lu « contact@a\ufffd.fr », attendu un texte sans caractère illisible",
        ),
        (
            "Nom;Dép.;Site\nA;76;a.fr:65536\n",
            "Site » : lu « a.fr:65536 », attendu une adresse de site, comme https://www.example.org",
        ),
        ("Nom;Dép.;Structure\nΩ;76;\n", "Nom » : lu « Ω », attendu le nom du service"),
        ("Structure;Dép.\nΩ;76\n", "Structure » : lu « Ω », attendu le nom du service"),
        (
            f"Nom;Dép.;Mail\nA;76;{'a' * 1001}\n",
            f"Mail » : lu « {'a' * 59}… », attendu au plus 1000 signes",
        ),
        (
            "Nom;Dép.;Tarif\nA;76;12 \ufffd\n",
            "Tarif » : lu « 12 \ufffd », attendu un texte sans caractère illisible",
        ),
        ("Structure;Dép.\n;76\n", "Structure » : lu une cellule vide, attendu le nom du service"),
        (
            "Nom;Dép.\nClause sociale;76\n",
            (
                "Nom » : lu « Clause sociale », attendu un autre nom : celui-ci est déjà"
                " celui de « clause-sociale »"
            ),
        ),
        (
            "Nom;Dép.;Département\nA;76;\n",
            (
                "Département » : lu « Département », attendu une seule colonne de ce sens"
                " ; « Dép. » en est une"
            ),
        ),
        (
            "Nom;Dép.\n;\n",
            "(toutes) » : lu une cellule vide, attendu au moins une ligne sous l'en-tête",
        ),
    ],
)
def test_what_is_wrong_with_a_row_is_told_whole(text: str, fault: str) -> None:
    (said,) = faults(text)
    grounds = "département, EPCI, communes, codes postaux…"
    assert said.partition(", colonne « ")[2] == fault.format(grounds)


@pytest.mark.parametrize(
    "day",
    [
        "1/2/2027",
        "01.02.2027",
        "1-2-2027",
        "2027-02-01",
        "2027-02-01 00:00:00",
        "2027-02-01T00:00:00",
    ],
)
def test_a_day_however_it_is_written(day: str) -> None:
    found = read(f"Nom;Dép.;Valable du;Valable jusqu'au\nA;76;{day};{day}\n")
    (entry,) = found.value["networks"]
    assert (entry["valid_from"], entry["valid_until"]) == ("2027-02-01", "2027-02-01")


def test_no_heading_is_taken_from_below_and_a_cell_of_blank_lines_is_empty() -> None:
    found = read('Nom;Dép.;;Tél.\nA;76;Mail;"\n \n"\n')
    assert (found.faults, found.notes) == ((), ())
    assert "contact" not in found.value["networks"][0]


def test_a_former_code_is_told_and_a_word_of_several_words_is_one() -> None:
    found = read(
        "Nom;Code INSEE;Type;Thème;Public;Résumé\n"
        f"A;78093;conseil;social;État et ses établissements publics;{'a' * 1000}\n"
    )
    assert found.faults == ()
    assert found.notes == (
        "Ligne 2 : 78093 est un ancien code de la commune, aujourd'hui 91093 (Boullay-les-Troux).",
    )
    (entry,) = found.value["networks"]
    assert (entry["coverage"], entry["audiences"]) == ({"communes": ["91093"]}, ["etat"])


def test_no_more_rows_are_read_than_faults_are_told() -> None:
    assert len(faults("Nom;Dép.\n" + "A;\n" * (yaml_reader.MOST_FAULTS + 2))) == (
        yaml_reader.MOST_FAULTS
    )


def test_texts_of_several_lines_are_one() -> None:
    found = read('Nom;Dép.;Résumé;Tarif;Qui peut appeler\n"A\nb";76;"c\nd";"e\n f";"g\nh"\n')
    (entry,) = found.value["networks"]
    assert [entry[key] for key in ("id", "name", "summary", "cost", "who")] == [
        "a-b",
        "A b",
        "c d",
        "e f",
        "g h",
    ]


def test_the_options_tell_what_the_rows_do_not() -> None:
    rows = directory_rows(b"Nom;Dep;Theme;Public\nA;76;;\nB;76;social;etat\n")
    told = SETTINGS.replace(kind="conseil", themes=("environnement",), audiences=("sante",))
    found = entries.read_directory(KNOWN, rows, told).value["networks"]
    assert [(one["kind"], one["themes"], one["audiences"]) for one in found] == [
        ("conseil", ["environnement"], ["sante"]),
        ("conseil", ["social"], ["etat"]),
    ]


def test_the_carrier_of_a_service_is_that_of_the_catalogue_if_it_is_there() -> None:
    known = KNOWN.lexicon["organisation"]["maximilien"]
    found = read(
        "Nom;Dép.;Structure\nA;93;Maximilien\nB;93;b\nC;93;Ma structure\nD;93;Ma structure\n"
    ).value
    assert [one.get("organisation") for one in found["networks"]] == [
        known,
        None,
        "ma-structure",
        "ma-structure",
    ]
    assert [one["name"] for one in found["organisations"]] == ["Ma structure"]


def test_rows_of_one_name_are_one_service_or_a_fault() -> None:
    found = read("Nom;Communes;Tél.\nA;Rouen;0235000000\nA;Le Havre;0235000000\n")
    assert [one["coverage"] for one in found.value["networks"]] == [
        {"communes": ["76540", "76351"]}
    ]
    assert "summary" not in found.value["networks"][0]  # all of the kind do the same
    found = read("Nom;Communes;Type\nA;Rouen;réseau\nA;Le Havre;réseau\n")
    assert found.value["networks"][0]["summary"] == "Réseau d'acheteurs : Rouen, Le Havre."
    (fault,) = faults("Nom;Communes;Tél.\nA;Rouen;0235000000\nA;Le Havre;0235000001\n")
    assert "ligne 3" in fault
    assert "les mêmes renseignements qu'à la ligne 2" in fault
    for rows in ("A;Rouen;0235000000\nA;Le Havre;\n", "A;Rouen;\nA;Le Havre;0235000000\n"):
        (fault,) = faults(f"Nom;Communes;Tél.\n{rows}")  # a number that one of them lacks
        assert fault.startswith("ligne 3, colonne « Nom » : lu « A », attendu un autre nom, ou")
    (fault,) = faults("Nom;Communes;Résumé\nA;Rouen;x\nA;Le Havre;y\n")
    assert fault.startswith("ligne 3, ")  # the second was left out, and nothing told


def test_what_is_not_valid_today_is_taken_and_told() -> None:
    table = "Nom;Dép.;Valable du;Valable jusqu'au\n"
    found = read(table + "A;76;;24/11/2026\nB;76;;25/11/2026\nC;76;25/11/2026;\nD;76;01/12/2026;\n")
    assert [one["name"] for one in found.value["networks"]] == ["A", "B", "C", "D"]
    assert (found.faults, found.notes) == (
        (),
        (
            "Ligne 2 : A n'était valable que jusqu'au 24 novembre 2026.",
            "Ligne 5 : D n'est valable qu'à partir du 1er décembre 2026.",
        ),
    )


def test_a_type_that_is_none_is_told_with_those_that_are() -> None:
    """The likely one by its own name, whatever the language it was near in."""
    kinds = "guichet-vert, reseau, facilitateurs, programme, conseil, plateforme, ressource"
    assert faults("Nom;Dép.;Type\nA;76;facilitatrs\nB;76;mairies ?\n") == [
        f"ligne {line}, colonne « Type » : lu « {read} », attendu l'un de : {kinds}{likely}"
        for line, read, likely in (
            (2, "facilitatrs", " (vouliez-vous dire : facilitateurs ?)"),
            (3, "mairies ?", ""),
        )
    ]


def test_a_name_of_another_file_of_ones_own_is_said_to_be_there(user: User, table: Path) -> None:  # noqa: F811
    user.types("catalogue", "import", str(table), *OPTIONS)
    other = table.with_name("autre.csv")
    other.write_text("Nom;Dép.\nPLIE du Havre;76\n", encoding="utf-8")
    assert user.types("catalogue", "import", str(other), *OPTIONS)[2] == (
        "ligne 2, colonne « Nom » : lu « PLIE du Havre », attendu un autre nom : celui-ci est déjà"
        " celui de « plie-du-havre », dans vos compléments.\n"
        "1 faute : rien n'a été écrit.\n"
    )


def test_a_known_name_is_refused() -> None:
    for name in ("Rapidd", "RAPIDD", "Rapidd Ω"):  # its id has no letter that is not ASCII
        (fault,) = faults(f"Nom;Département\n{name};76\n")
        assert "déjà celui de « rapidd »" in fault


# --- persons --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("address", "is_personal"),
    [
        ("contact@example.org", False),
        ("CONTACT@EXAMPLE.ORG", False),
        ("clausesociale76@example.org", False),
        ("plie-havre@example.org", False),  # a word of the name
        ("mde@mde.example", False),
        ("clauses.insertion@example.org", False),
        ("jean.dupont@example.org", True),
        ("jdupont@example.org", True),
        ("dupont.clauses@example.org", True),
        ("marchetti@example.org", True),
        ("maisonneuve@example.org", True),
        ("76@example.org", True),  # nothing says whose it is
    ],
)
def test_addresses_that_may_name_a_person(address: str, is_personal: bool) -> None:
    text = f"Nom;Département;Mail\nPLIE du Havre;76;{address}\n"
    assert any("nommer une personne" in one for one in faults(text)) is is_personal
    rows = directory_rows(text.encode())
    allowed = entries.read_directory(KNOWN, rows, SETTINGS.replace(allow_personal=True))
    assert allowed.value["networks"][0]["contact"]["email"]["value"] == address


def test_words_of_services_are_read_where_they_are_joined() -> None:
    words = [row[0] for row in import_table("mots-de-service")]
    assert len(words) > 90
    for word in words:
        if len(word) > 3:
            address = f"clauses{word}@example.org"
            assert contacts.email(address, (), allow_personal=False) == address


def test_an_address_within_a_text_may_name_a_person_too() -> None:
    text = (
        "Nom;Structure;Dép.;Résumé;Tarif;Qui peut appeler\n"
        "A (j.a@example.org);B j.b@example.org;76;écrire à j.c@example.org.;"
        "Gratuit j.d@example.org;clauses@example.org, puis j.e@example.org\n"
    )
    columns = ("Nom", "Structure", "Résumé", "Tarif", "Qui peut appeler")
    assert faults(text) == [
        f"ligne 2, colonne « {column} » : lu « j.{letter}@example.org », attendu"
        " une adresse de service : celle-ci peut nommer une personne (--allow-personal)"
        for column, letter in zip(columns, "abcde", strict=True)
    ]
    rows = directory_rows(text.encode())
    allowed = entries.read_directory(KNOWN, rows, SETTINGS.replace(allow_personal=True))
    assert allowed.faults == ()


def test_a_place_that_is_elsewhere_is_said_to_be_there() -> None:
    """What had just been refused was suggested."""
    table = "Nom;Dép.;Commune;EPCI\nA;27;Rouen;\nB;27;;CC Caux - Austreberthe\n"
    assert "\n".join(faults(table)) == (
        "ligne 2, colonne « Commune » : lu « Rouen », attendu une commune de 27 ; « Rouen » est en"
        " Seine-Maritime (76)\n"
        "ligne 3, colonne « EPCI » : lu « CC Caux - Austreberthe », attendu un EPCI de 27 ;"
        " « CC Caux - Austreberthe » est en Seine-Maritime (76)"
    )


def test_names_of_persons_are_not_taken_over() -> None:
    found = read("Structure;Nom;Prénom;Contact;Département\nMDE;Dupont;Jean;M. Dupont;76\n")
    assert "Dupont" not in json.dumps(found.value)
    assert found.notes == ("Colonnes non reprises : « Nom », « Prénom », « Contact ».",)
    titles = "M. Mr Mme Mlle Monsieur Madame Mademoiselle mme".split()
    assert faults("Nom;Dép.\n" + "".join(f"{title} Dupont;76\n" for title in titles)) == [
        f"ligne {line}, colonne « Nom » : lu « {title} Dupont », attendu le nom d'un service, pas"
        " celui d'une personne (--allow-personal)"
        for line, title in enumerate(titles, 2)
    ]
    rows = directory_rows(b"Nom;Dep\nMadame Dupont;76\n")
    allowed = entries.read_directory(KNOWN, rows, SETTINGS.replace(allow_personal=True))
    assert [one["name"] for one in allowed.value["networks"]] == ["Madame Dupont"]
    assert faults("Nom;Dép.\nMission locale;76\nMadame;27\n") == []


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
def test_whatever_a_file_holds_nothing_else_than_a_file_error_comes_of_it(content: bytes) -> None:
    for start in (b"", HEADER.encode()):
        try:
            rows = directory_rows(start + content)
            found = entries.read_directory(KNOWN, rows, SETTINGS)
        except FileError:
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
