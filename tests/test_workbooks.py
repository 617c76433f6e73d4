"""Workbooks in and out of ``annotate``: every row and type, or a sentence that says why not."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import signal
import zipfile
from typing import TYPE_CHECKING, Any

import pytest

from achats_reseaux.annotation import workbook_reader, workbook_writer
from achats_reseaux.annotation.workbook_reader import Cell, SheetReader
from achats_reseaux.annotation.workbook_writer import WorkbookWriter
from achats_reseaux.errors import FileError, UsageError
from annotate_tables import NAMES, cases, content
from conftest import Run

if TYPE_CHECKING:
    from pathlib import Path

openpyxl = pytest.importorskip("openpyxl")

ADDED = NAMES.decode().split(",")
ROUEN = ["covered", "76", "28", "ran-coper"]
LYON = ["covered", "69", "84", "aura-ee"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
ODDITIES = {
    table: [one for one in cases("workbooks") if one["table"] == table]
    for table in ("damaged", "number", "text", "formula", "read")
}


def reasons(table: str) -> pytest.MarkDecorator:
    """The rows of a table, each by its reason."""
    rows = ODDITIES[table]
    return pytest.mark.parametrize("case", rows, ids=[one["reason"] for one in rows])


def stored(
    rows: str,
    *,
    dimension: str = "A1:A2",
    before: str = "",
    epoch: bool = False,
    title: str = "Sheet",
) -> bytes:
    """A workbook whose one sheet holds rows as they are stored, and declares any size.

    Its styles: 0 none, 1 a date, 2 a percentage, 3 hours, 4 a format of its own, 5 a date with
    hours.
    """
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    forms = ("mm-dd-yy", "0%", "[h]:mm:ss", '0.00" €"', "m/d/yy h:mm")
    for at, form in enumerate(forms, 1):
        book.active.cell(1, at, 1).number_format = form
    saved, changed = io.BytesIO(), io.BytesIO()
    book.save(saved)
    with zipfile.ZipFile(saved) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    parts[SHEET] = (
        f'<worksheet xmlns="{MAIN}">{before}<dimension ref="{dimension}"/>'
        f"{f'<sheetData>{rows}</sheetData>' if rows else ''}</worksheet>"
    )
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si><t>partagé</t></si></sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    )
    name = parts["xl/workbook.xml"]
    parts["xl/workbook.xml"] = name.replace('name="Sheet"', f'name="{title}"')
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return changed.getvalue()


def row(number: object, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(reference: str, content: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{content}</t></is></c>'


def read(content: bytes) -> list[list[str]]:
    """The texts of every row, without the empty ones at its end."""
    sheet = SheetReader(io.BytesIO(content))
    rows = [list(map(sheet.text, one)) for one in sheet.rows()]
    for one in rows:
        while one and not one[-1]:
            del one[-1]
    return rows


HEAD = row(1, text("A1", "lieu"), text("B1", "n"))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.xlsx"


def filled(file: Path, *rows: tuple[object, ...], **sheets: list[tuple[object, ...]]) -> Any:
    """A workbook as openpyxl writes it, of which more sheets may be given by their names."""
    book = openpyxl.Workbook()
    for one in rows:
        book.active.append(one)
    for name, others in sheets.items():
        sheet = book.create_sheet(name.replace("_", " "))
        for one in others:
            sheet.append(one)
    book.save(file)
    return book


def values(file: Path) -> list[list[Any]]:
    """The rows of a workbook."""
    sheet = openpyxl.load_workbook(io.BytesIO(file.read_bytes())).active
    return [list(one) for one in sheet.iter_rows(values_only=True)]


def annotated(
    run: Run, file: Path, *words: str, table: bytes | None = None
) -> tuple[int, list[str]]:
    """The exit status of ``annotate`` to ``b.xlsx``, and the lines that it says.

    From a table on standard input, or from the workbook.
    """
    source = "-" if table is not None else str(file)
    target = str(file.with_name("b.xlsx"))
    words = ("annotate", source, "--column", "lieu", *words, "-o", target)
    done = run(*words, stdin=table or b"")
    assert done.stdout == b""
    assert file.with_name("b.xlsx").exists() == (done.returncode == 0)
    return done.returncode, done.stderr.decode().replace("\u00a0", " ").splitlines()


# --- in: all rows that are there ------------------------------------------------------------------


@pytest.mark.parametrize("size", ["A1", "B7:C9", "A1:XFD1048576", "", "x", "A1:A200000000"])
def test_no_size_that_is_declared_is_believed(size: str) -> None:
    rows = HEAD + row(2, text("A2", "Rouen"))
    assert read(stored(rows, dimension=size)) == [["lieu", "n"], ["Rouen"]]


@reasons("read")
def test_rows_are_read_as_they_are_stored(case: dict[str, str]) -> None:
    rows = content(case["given"]).decode()
    assert read(stored(rows)) == json.loads(case["expected"])


def test_a_far_cell_makes_its_own_row_longer_and_a_near_one_all() -> None:
    """Else one stray cell makes 16,384 columns of every row, or moves the answer of its own."""
    rows = HEAD + row(2, text("A2", "Rouen")) + row(3, text("A3", "Lyon"), text("{}3", "x"))
    widths = {
        reference: [len(one) for one in SheetReader(io.BytesIO(content)).rows()]
        for reference in ("XFD", "E")
        if (content := stored(rows.format(reference)))
    }
    assert widths == {"XFD": [2, 2, 16_384], "E": [5, 5, 5]}


def test_dates_of_1904_are_read_and_kept(run: Run, file: Path) -> None:
    rows = HEAD + row(2, text("A2", "Rouen"), '<c r="B2" s="1"><v>44565</v></c>')
    file.write_bytes(stored(rows, epoch=True))
    assert read(file.read_bytes())[1] == ["Rouen", "2026-01-05"]
    annotated(run, file)
    assert values(file.with_name("b.xlsx"))[1][1].year == 2026


@reasons("damaged")
def test_a_damaged_workbook_is_told_with_its_row(case: dict[str, str]) -> None:
    """Before anything is written."""
    rows = HEAD + row(2, text("A2", "Rouen")) + case["given"]
    with pytest.raises(FileError) as caught:
        SheetReader(io.BytesIO(stored(rows)))
    at = case["expected"]
    assert caught.value.message == (
        f"Le classeur est endommagé à la ligne {at} de la feuille « Sheet »."
    )
    assert caught.value.hint == (
        "Ouvrez-le dans un tableur, qui peut le réparer, et enregistrez-le."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (b"PK\x03\x04", "Le fichier n'est pas un classeur .xlsx lisible."),
        (
            stored(HEAD + row(2, "<c>")),
            "Le classeur est endommagé à la ligne 2 de la feuille « Sheet ».",
        ),
        (
            stored(HEAD + row(200_000_000, text("A200000000", "Rouen"))),
            "Le classeur a une ligne 200 000 000 : une feuille en a au plus 1 048 576.",
        ),
    ],
    ids=["no workbook", "damaged", "an endless row number"],
)
def test_of_a_workbook_that_will_not_do_nothing_is_written(
    run: Run, file: Path, given: bytes, said: str
) -> None:
    file.write_bytes(given)
    status, lines = annotated(run, file)
    assert (status, lines[0]) == (74, f"Erreur : {said}")


def test_a_sheet_without_rows_that_we_know_is_no_empty_one() -> None:
    """As those of the strict form of Open XML are, whose elements have other names."""
    with pytest.raises(FileError, match="endommagé à la ligne 1 de la feuille"):
        SheetReader(io.BytesIO(stored("")))


@pytest.mark.parametrize(
    ("rows", "before", "told"),
    [
        (HEAD + row(2, text("A2", "x" * 500_000)), "", "endommagé à la ligne 2 "),
        (HEAD, f"<sheetPr>{'<a/>' * 200_000}</sheetPr>", "endommagé à la ligne 1 "),
    ],
    ids=["a cell without end", "no row at all"],
)
def test_a_part_without_end_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch, rows: str, before: str, told: str
) -> None:
    monkeypatch.setattr(workbook_reader, "_MOST_BYTES", 200_000)
    monkeypatch.setattr(SheetReader, "_refuse_endless", lambda _: None)
    with pytest.raises(FileError, match=told):
        SheetReader(io.BytesIO(stored(rows, before=before)))


def test_shared_texts_without_end_are_not_read_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook_reader, "_MOST_BYTES", 100)
    with pytest.raises(FileError, match="hors de ses lignes"):
        SheetReader(io.BytesIO(stored(HEAD)))


def test_an_archive_whose_bytes_were_changed_is_told() -> None:
    content = bytearray(stored(HEAD + "".join(row(at, text(f"A{at}", "é")) for at in range(2, 99))))
    with zipfile.ZipFile(io.BytesIO(bytes(content))) as archive:
        at = archive.getinfo(SHEET).header_offset + 30 + len(SHEET) + 40
    content[at : at + 4] = bytes(4)
    with pytest.raises(FileError, match=r"endommagé à la ligne|pas un classeur"):
        SheetReader(io.BytesIO(bytes(content)))


def test_a_small_workbook_takes_little_time() -> None:
    """A pattern over the bytes of the sheet took minutes for these 6 kB."""
    content = stored(HEAD, before=f"<!-- {'<c ' * 1_000_000} -->")
    assert len(content) < 20_000
    assert read(content) == [["lieu", "n"]]


@reasons("formula")
def test_formulas_without_a_value_are_told(case: dict[str, str]) -> None:
    book = SheetReader(io.BytesIO(stored(HEAD + row(2, case["given"]))))
    told = "La feuille a 1 formule sans valeur enregistrée, lue comme vide : ouvrez-le dans un"
    notes = [f"{told} tableur et enregistrez-le."] * int(case["expected"])
    assert book.notes == notes


def test_formulas_are_counted_however_long_the_sheet(run: Run, file: Path) -> None:
    rows = (row(at, f'<c r="A{at}"><f>1+{at}</f><v/></c>') for at in range(2, 5002))
    file.write_bytes(stored(HEAD + "".join(rows)))
    told = "La feuille a 5 000 formules sans valeur enregistrée, lues comme vides : ouvrez-le dans"
    assert annotated(run, file)[1] == [
        f"{told} un tableur et enregistrez-le.",
        "5 000 lignes : 5 000 invalid.",
        "5 000 lignes sans rien dans les colonnes lues.",
    ]


MERGED = [
    (["B2:C2"], "B2:C2"),
    (["A1:B1", "A3:A4"], "A3:A4"),
    (["A1:A2", "A3:A4", "B3:B4"], "A1:A2 et 2 de plus"),
    (["A1:B1"], ""),
]


@pytest.mark.parametrize(("areas", "told"), MERGED, ids=[" ".join(areas) for areas, _ in MERGED])
def test_merged_cells_are_told(run: Run, file: Path, areas: list[str], told: str) -> None:
    """Their text is stored in the first alone, and no other is filled in; a title hides no row."""
    book = filled(file, ("lieu", "n"), ("Rouen", 1), ("Lyon", 2), ("", 3))
    for one in areas:
        book.active.merge_cells(one)
    book.save(file)
    said = annotated(run, file)[1]
    note = "seule la première porte le texte, les autres sont lues comme vides."
    assert said[:-2] == ([f"Cellules fusionnées ({told}) : {note}"] if told else [])
    assert said[-1] == "1 ligne sans rien dans les colonnes lues."


def test_formulas_of_a_sheet_that_is_not_read_are_not_told(file: Path) -> None:
    filled(file, ("lieu",), ("76000",), Comptes=[("=1+1",)])
    assert SheetReader(io.BytesIO(file.read_bytes())).notes == []
    other = SheetReader(io.BytesIO(file.read_bytes()), "comptes")
    assert ["1 formule sans valeur enregistrée" in note for note in other.notes] == [False, True]


@pytest.mark.parametrize(("many", "more"), [(9, ""), (10, "…")])
def test_the_sheets_that_are_not_read_are_named(run: Run, file: Path, many: int, more: str) -> None:
    """But for an empty one, and hidden ones too; the one to read may be named, however spelt."""
    lots: dict[str, list[tuple[object, ...]]] = {f"Lot_{at}": [("x",)] for at in range(many)}
    accords: list[tuple[object, ...]] = [("lieu",), ("Lyon",)]
    book = filled(file, Marchés=[("lieu",), ("Rouen",)], Accords=accords, **lots)
    book["Marchés"].sheet_state = "hidden"
    book.save(file)
    done = run("annotate", str(file), "--column", "lieu", "--sheet", "accords")
    assert done.stdout.decode().splitlines()[1:] == ["Lyon,covered,69,84,aura-ee"]
    names = ", ".join(["« Marchés » (masquée)", *(f"« Lot {at} »" for at in range(9))])
    assert done.stderr.decode().splitlines() == [
        f"Feuille lue : « Accords » ; non lues : {names}{more} (--sheet NOM).",
        "1 ligne : 1 covered.",
    ]
    with pytest.raises(UsageError, match="Le classeur n'a pas de feuille « zz »"):
        SheetReader(io.BytesIO(file.read_bytes()), "zz")


# --- every form ----------------------------------------------------------------------------------

ODD_ROWS = [
    ("Rouen,a\u2028b", "Rouen;a\u2028b;covered;76;28;ran-coper", "a line end of Unicode"),
    ("Lyon,c\x85d", "Lyon;c\x85d;covered;69;84;aura-ee", "another"),
    ("Paris,e\rf", 'Paris;"e\rf";covered;75;11;maximilien', "one that ends no row here"),
    ("Dijon,f\vg", "Dijon;f\vg;covered;21;27;arnia", "one that no workbook may hold"),
    ('"Mulhouse"," g\n""h"', 'Mulhouse;" g\n""h";none;68;44;', "one within quotes"),
    ("", "", "a blank line"),
    ("Nantes,1,2", "Nantes;1;2;covered;44;52;reseco", "a long row"),
    ('"Vienne,3', "Vienne;3;ambiguous;;;", "a quote that nothing closes"),
    ("Lille", "Lille;;covered;59;32;apure", "a short row, after it"),
]


@pytest.mark.parametrize("end", ["\n", ""])
@pytest.mark.parametrize("told", ["", "sep=,\n"])
def test_a_row_is_one_row_in_every_form(run: Run, file: Path, end: str, told: str) -> None:
    """Else what follows stands beside the answer of another row; the line that tells is none."""
    given = told + "\n".join(["lieu,note", *(one for one, *_ in ODD_ROWS)]) + end
    expected = [f"lieu;note;{';'.join(ADDED)}", *(one for _, one, _ in ODD_ROWS)]
    columns = ("--column", "lieu", "-q")
    done = run("annotate", "-", *columns, "--format", "excel", stdin=given.encode())
    assert done.stdout.decode() == "\ufeff" + "".join(f"{one}\r\n" for one in expected)
    assert annotated(run, file, "-q", table=given.encode()) == (0, [])
    changed = [one.replace("\r", "\n").replace("\v", "�") for one in expected]
    rows = list(csv.reader(changed, delimiter=";"))

    def texts(name: str) -> list[list[str]]:
        return [[cell or "" for cell in one] for one in values(file.with_name(name))]

    assert texts("b.xlsx") == [[*one, *[""] * (7 - len(one))] for one in rows]
    before = [("sep=,",)] if told else []
    filled(file, *before, *(tuple(one[:2]) for one in rows))
    annotated(run, file, "-q")
    assert texts("b.xlsx") == [[*one[:2], *one[-4:]] or [""] * 6 for one in rows]


def test_the_csv_of_a_french_excel(run: Run) -> None:
    """Excel shows twelve digits as ``1,23457E+11``, and eleven as they are."""
    table = (
        "siret,nom\n21760540100017,12345678901\n01000,été;\n76000,123456789012\n"
        '76000,=cmd|x\n76000,-2+cmd|x\n76000,@a\n76000,"-1 234,5"\n76000,+33 2 35\n76000,-\n'
        '76000,"=""0123"""\n'
    )
    words = ("--column", "siret", "--format", "excel", "-q")
    done = run("annotate", "-", *words, stdin=table.encode())
    assert done.stdout.decode() == (
        f"\ufeffsiret;nom;{';'.join(ADDED)}\r\n"
        '="21760540100017";12345678901;covered;76;28;ran-coper\r\n'
        '="01000";"été;";covered;="01";84;aura-ee\r\n'
        '76000;="123456789012";covered;76;28;ran-coper\r\n'
        "76000;'=cmd|x;covered;76;28;ran-coper\r\n"
        "76000;'-2+cmd|x;covered;76;28;ran-coper\r\n"
        "76000;'@a;covered;76;28;ran-coper\r\n"
        "76000;-1 234,5;covered;76;28;ran-coper\r\n"
        "76000;+33 2 35;covered;76;28;ran-coper\r\n"
        "76000;-;covered;76;28;ran-coper\r\n"
        '76000;"=""0123""";covered;76;28;ran-coper\r\n'
    )


def test_a_text_of_a_workbook_is_a_formula_in_no_form(run: Run, file: Path) -> None:
    """A header too; numbers and dates are as they were, and a place is read as it was written."""
    signs = ["=cmd|calc", "+cmd", "@cmd", "-cmd", -1.5, "=Rouen"]
    book = filled(file, *(("lieu", "=x") if at == 1 else ("Rouen", None) for at in range(1, 8)))
    for at, one in enumerate(["=x", *signs], 1):
        cell = book.active.cell(at, 2, one)
        cell.data_type = "s" if isinstance(one, str) else "n"
    book.active["A7"] = "=Lyon"
    book.active["A7"].data_type = "s"
    book.save(file)
    words = ("annotate", str(file), "--column", "lieu", "-q")
    expected = ["'=x", "'=cmd|calc", "'+cmd", "'@cmd", "'-cmd", "-1.5", "'=Rouen"]
    for form, mark in (("csv", ","), ("excel", ";")):
        out = run(*words, "--format", form).stdout.decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(out), delimiter=mark))
        assert [one[1] for one in rows] == expected, form
        assert rows[-1][:1] + rows[-1][2:] == ["'=Lyon", *LYON]
    annotated(run, file, "-q")
    assert [one[1] for one in values(file.with_name("b.xlsx"))] == ["=x", *signs]


def test_a_workbook_in_and_out(run: Run, file: Path) -> None:
    rows = [("siret", "montant", "lieu"), (21760540100017, 1.5, "=1+1"), (None, None, "Lyon")]
    book = filled(file, *rows)
    book.active["C2"].data_type = "s"
    book.save(file)
    assert annotated(run, file, "--siret", "siret", "--add", "name", "-q") == (0, [])
    out = file.with_name("b.xlsx")
    assert values(out) == [
        [*rows[0], *ADDED, "reseaux_name"],
        [*rows[1], *ROUEN, "RAN COPER"],
        [*rows[2], *LYON, "AURA-EE"],
    ]
    assert openpyxl.load_workbook(out).active["C2"].data_type == "s", "a text, not a formula"


@pytest.mark.parametrize("form", ["csv", "excel", "xlsx"])
def test_an_empty_row_of_a_sheet_stays_empty(run: Run, file: Path, form: str) -> None:
    rows = (("lieu", "n"), ("Rouen", 1), (None, None), (None, 2), ("Lyon", 3), (None, None))
    book = filled(file, *rows)
    book.active["A6"].font = openpyxl.styles.Font(bold=True)  # a row that holds a style alone
    book.save(file)
    status, said = annotated(run, file, "--add", "note", "--format", form)
    out = file.with_name("b.xlsx")
    if form == "xlsx":
        found = [[str(value or "") for value in one] for one in values(out)]
    else:
        table = io.StringIO(out.read_text("utf-8-sig"))
        found = list(csv.reader(table, delimiter=";" if form == "excel" else ","))
    assert found[1:] == [
        ["Rouen", "1", *ROUEN, ""],
        [""] * 7 if form == "xlsx" else [],
        ["", "2", "invalid", "", "", "", "cellule vide"],
        ["Lyon", "3", *LYON, ""],
    ]
    counted = "3 lignes : 2 covered, 1 invalid."
    assert (status, said) == (0, [counted, "1 ligne sans rien dans les colonnes lues."])


# --- out: nothing shortened -----------------------------------------------------------------------


def written(*rows: list[Cell], numbers: tuple[int, ...] = ()) -> tuple[Any, list[str]]:
    """The sheet that is written, as openpyxl reads it, and what is told of it."""
    writer = WorkbookWriter("Marchés", numbers)
    content = b"".join(writer.pieces(rows))
    return openpyxl.load_workbook(io.BytesIO(content)).active, writer.notes()


def texts(*contents: str) -> list[Cell]:
    return [Cell("s", one) for one in contents]


def test_the_header_is_frozen_and_filtered_and_columns_are_as_wide_as_their_texts(
    run: Run, file: Path
) -> None:
    rows = b"".join(b"Rouen,%b\n" % (b"x" * 30) for _ in range(1000)) + b"Lyon,%b\n" % (b"y" * 50)
    annotated(run, file, table=b"lieu,objet\n" + rows)
    sheet = openpyxl.load_workbook(file.with_name("b.xlsx")).active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F1002")
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [10, 32, len("reseaux_status") + 2]
    assert [cell.value for cell in sheet[1002]] == ["Lyon", "y" * 50, *LYON]


def test_codes_stay_texts_and_the_columns_of_numbers_become_numbers(run: Run, file: Path) -> None:
    table = "lieu;montant;durée\n01000;1 234,56;12\n2A004;?;\n".encode()
    told = "Cellules des colonnes de --numbers qui ne sont pas des nombres, laissées en texte : 1."
    assert annotated(run, file, "--numbers", "montant,durée", table=table) == (
        0,
        [told, "2 lignes : 1 covered, 1 none (liste de novembre 2024)."],
    )
    rows = values(file.with_name("b.xlsx"))
    assert [one[:5] for one in rows[1:]] == [
        ["01000", 1234.56, 12, "covered", "01"],
        ["2A004", "?", None, "none", "2A"],
    ]


@reasons("number")
def test_what_is_a_number(case: dict[str, str]) -> None:
    given = case["given"]
    sheet, notes = written(texts("n"), texts(given), numbers=(0,))
    number = case["expected"]
    assert sheet["A2"].value == (float(number) if number else given)
    assert bool(notes) == (not number)
    sheet, notes = written(texts("n"), texts(given))
    assert (sheet["A2"].value, sheet["A2"].data_type, notes) == (given, "s", [])


@reasons("text")
def test_characters_that_a_workbook_cannot_hold_are_replaced_and_counted(
    case: dict[str, str],
) -> None:
    given = content(case["given"]).decode()
    kept = content(case["expected"]).decode() or given
    sheet, notes = written(texts("n"), texts(given))
    assert sheet["A2"].value == kept
    told = "Caractères qu'un classeur ne peut pas contenir, remplacés par « � » : {}."
    assert notes == ([told.format(kept.count("�"))] if "�" in kept else [])


def test_a_text_that_looks_like_a_code_of_a_character_is_not_one() -> None:
    content = b"".join(WorkbookWriter().pieces([texts("_x0041_ _x41_")]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b">_x005F_x0041_ _x41_<" in archive.read(SHEET)


TOO_LONG = (
    "Erreur : Le texte de la ligne 3, colonne « objet », a 32 768 caractères, plus qu'une cellule"
    " d'un classeur : 32 767."
)


@pytest.mark.parametrize("sign", ["x", "😀"], ids=["a letter", "a sign of two units"])
def test_a_text_that_excel_cannot_hold_is_refused(run: Run, file: Path, sign: str) -> None:
    longest = sign * (32_767 // (len(sign.encode("utf-16-le")) // 2))
    longest += "x" * (32_767 - len(longest.encode("utf-16-le")) // 2)
    table = f"lieu,objet\nRouen,{longest}\n"
    assert annotated(run, file, table=table.encode())[0] == 0
    out = file.with_name("b.xlsx")
    assert values(out)[1][1] == longest
    out.unlink()
    status, said = annotated(run, file, table=f"{table}Lyon,{longest}x\n".encode())
    assert (status, said[0]) == (74, TOO_LONG)


def test_more_rows_or_columns_than_excel_has_are_refused(
    run: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert annotated(run, file, table=b"lieu" + b",x" * 16_384 + b"\nRouen\n") == (
        74,
        [
            "Erreur : La ligne 1 a 16 389 colonnes, plus qu'un classeur : 16 384.",
            "Écrivez en CSV : donnez à --output un nom en .csv.",
        ],
    )
    monkeypatch.setattr(workbook_writer, "MOST_ROWS", 2)
    written(texts("a"), texts("b"))
    with pytest.raises(FileError, match="plus de lignes qu'un classeur : 2"):
        written(texts("a"), texts("b"), texts("c"))


@pytest.mark.parametrize(
    ("title", "kept"),
    [("Marchés 2026", "Marchés 2026"), ("x" * 40, "x" * 31), ("a/b", "Sheet")],
    ids=["as it is", "longer than Excel allows", "that Excel would not take"],
)
def test_the_sheet_keeps_its_name(run: Run, file: Path, title: str, kept: str) -> None:
    file.write_bytes(stored(HEAD, title=title))
    assert annotated(run, file) == (0, ["0 ligne."])
    assert openpyxl.load_workbook(file.with_name("b.xlsx")).sheetnames == [kept]


def test_types_and_formats_of_a_workbook_are_kept(run: Run, file: Path) -> None:
    cells = (
        '<c r="B2" s="1"><v>46027</v></c><c r="C2" s="2"><v>0.2</v></c>'
        '<c r="D2" s="3"><v>1.5</v></c><c r="E2" s="4"><f>1+1</f><v>1.50</v></c>'
        '<c r="F2" t="b"><v>1</v></c><c r="G2" t="e"><v>#N/A</v></c>'
        '<c r="H2" t="d"><v>2026-01-05</v></c><c r="I2"><v>12345678901234567</v></c>'
    )
    file.write_bytes(stored(HEAD + row(2, text("A2", "76000"), cells)))
    said = ["Formules écrites comme leur valeur : 1.", "1 ligne : 1 covered."]
    assert annotated(run, file) == (0, said)
    out = file.with_name("b.xlsx")
    before = openpyxl.load_workbook(file, data_only=True).active[2]
    after = openpyxl.load_workbook(out).active[2]
    kept = [(one.value, one.data_type, one.number_format) for one in before]
    assert [(one.value, one.data_type, one.number_format) for one in after[: len(kept)]] == kept
    assert [one.value for one in after[len(kept) :]] == ROUEN
    with zipfile.ZipFile(out) as archive:
        sheet = archive.read(SHEET).decode()
    assert re.findall("<v>(.*?)</v>", sheet) == re.findall("<v>(.*?)</v>", cells)


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_an_interruption_leaves_nothing_of_the_rows_anywhere(
    run: Run, tmp_path: Path, name: str
) -> None:
    temporary, folder = tmp_path / "tmp", tmp_path / "out"
    temporary.mkdir()
    folder.mkdir()
    command = ["annotate", "-", "--column", "lieu", "-o", str(folder / "out.xlsx")]
    with run.started(*command, TMPDIR=str(temporary)) as process:
        assert process.stdin is not None
        process.stdin.write(b"lieu\n" + b"76000\n" * 50_000)
        process.stdin.flush()
        process.send_signal(signal.Signals[name])
        process.wait()
        process.stdin.close()
    assert list(temporary.iterdir()) == []
    beside = [one.name for one in folder.iterdir()]
    assert not beside or (name == "SIGKILL" and beside[0].startswith(".reseaux-"))
