"""Workbooks in and out of ``annotate``: every row and type, or a sentence that says why not."""

import csv
import datetime as dt
import io
import json
import os
import tempfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.tables.csv_reader import read_table
from helpers.cases import TESTS, cases, tabled
from helpers.run import COMMAND, PEAK, Ran, process, run

openpyxl = pytest.importorskip("openpyxl")
from achats_reseaux.tables import workbook_writer  # noqa: E402 - it needs openpyxl
from achats_reseaux.tables.workbook_reader import SheetTable  # noqa: E402
from achats_reseaux.tables.workbook_writer import WorkbookWriter  # noqa: E402

ROUEN = ["covered", "76", "28", "ran-coper"]
LYON = ["covered", "69", "84", "aura-ee"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
READ = (
    "Feuille lue : « {} » (une autre : --sheet NOM), formules comme leur valeur enregistrée (ou"
    " vides sans elle), sans mise en forme."
)
FORMS = ("mm-dd-yy", "0%", "[h]:mm:ss", '0.00" €"', "m/d/yy h:mm")


def of(table: str) -> pytest.MarkDecorator:
    """The rows of one of the tables: what is stored, what comes of it, and the reason."""
    rows = [row[1:] for row in cases("annotate/workbooks.tsv") if row[0] == table]
    ids = [reason for *_, reason in rows]
    return pytest.mark.parametrize(("given", "expected"), [one[:2] for one in rows], ids=ids)


def stored(rows: str, *, dimension: str = "A1:A2", epoch: bool = False) -> bytes:
    """A workbook whose one sheet holds rows as they are stored, and declares any size.

    Its styles are those of ``FORMS``, from 1.
    """
    book = openpyxl.Workbook()
    if epoch:
        book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    for at, form in enumerate(FORMS, 1):
        book.active.cell(1, at, 1).number_format = form
    saved = io.BytesIO()
    book.save(saved)
    parts = parts_of(saved.getvalue())
    parts[SHEET] = (
        f'<worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
        f"<sheetData>{rows}</sheetData></worksheet>"
    )
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}"><si><t>partagé</t></si></sst>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    )
    return zipped(parts)


def parts_of(workbook: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def zipped(parts: dict[str, str]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return made.getvalue()


def row(number: object, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def text(reference: str, content: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{content}</t></is></c>'


HEAD = row(1, text("A1", "lieu"), text("B1", "n"))


def read(content: bytes) -> list[list[str]]:
    """The texts of every row, without the empty ones at its end."""
    table = read_table(io.BytesIO(content))
    rows = [table.header, *(row for _, row in table.numbered_rows())]
    for one in rows:
        while one and not one[-1]:
            del one[-1]
    return rows


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


def made(file: Path) -> Any:
    """The sheet that ``annotated`` writes."""
    return openpyxl.load_workbook(file.with_name("b.xlsx")).active


def values(file: Path) -> list[list[Any]]:
    """Its rows."""
    return [list(one) for one in made(file).iter_rows(values_only=True)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "a.xlsx"


def annotated(file: Path, *words: str, table: bytes | None = None) -> Ran:
    """``annotate`` to ``b.xlsx``, from a table on standard input or from the workbook."""
    source, target = "-" if table is not None else str(file), file.with_name("b.xlsx")
    target.unlink(missing_ok=True)
    column = () if "--no-header-row" in words else ("--column", "lieu")
    done = run("annotate", source, *column, *words, "-o", str(target), stdin=table or b"")
    assert done.out == ""
    assert target.exists() == (done.code == 0)
    return done._replace(err=done.err.replace("\u00a0", " "))


def test_no_size_that_is_declared_is_believed() -> None:
    rows = HEAD + row(2, text("A2", "Rouen")) + row(3, text("A3", "Lyon"), text("C3", "x"))
    for size in ("A1", "B7:C9", "A1:XFD1048576", "A1:A200000000"):
        assert read(stored(rows, dimension=size)) == [["lieu", "n"], ["Rouen"], ["Lyon", "", "x"]]


@of("read")
def test_rows_are_read_as_they_are_stored(given: str, expected: str) -> None:
    assert read(stored(given)) == json.loads(expected, strict=False)


@of("damaged")
def test_a_damaged_workbook_is_told_with_its_row(file: Path, given: str, expected: str) -> None:
    """And nothing is written."""
    file.write_bytes(stored(HEAD + row(2, text("A2", "Rouen")) + given))
    done = annotated(file)
    told = f"Le classeur est endommagé après la ligne {expected}."
    hint = "Ouvrez-le dans un tableur, qui peut le réparer, et enregistrez-le."
    assert (done.code, done.err) == (74, f"Erreur : {told}\n{hint}\n")


@of("too-much")
def test_what_no_sheet_holds_is_refused(file: Path, given: str, expected: str) -> None:
    file.write_bytes(stored(HEAD + given))
    done = annotated(file)
    said = f"Erreur : Le classeur n'est pas lu : il contient {expected}."
    assert (done.code, done.err) == (74, f"{said}\nEnregistrez la feuille en CSV.\n")


@pytest.mark.parametrize("rows", ["", row(3, text("A3", "lieu"))])
def test_a_sheet_without_header_is_refused(rows: str) -> None:
    with pytest.raises(UsageError, match="l'en-tête doit être sa première ligne"):
        SheetTable(io.BytesIO(stored(rows)))


def test_a_header_below_a_title_is_named(file: Path) -> None:
    """What stands above is left out; without the row, the error says how to name it."""
    filled(file, ("Marchés 2026",), (None,), ("lieu", "n"), ("Rouen", 1))
    done = annotated(file, "--header-row", "3")
    assert "En-tête à la ligne 3 : ce qui est au-dessus est laissé." in done.err.splitlines()
    assert [one[0] for one in values(file)] == ["lieu", "Rouen"]
    assert "Si l'en-tête est plus bas : --header-row N." in annotated(file).err
    assert "pas d'en-tête à la ligne 2" in annotated(file, "--header-row", "2").err


def test_a_value_beyond_the_last_heading_is_refused(file: Path) -> None:
    """Its answer would stand under no heading; a shorter row is no fault, nor an empty cell."""
    filled(file, ("lieu", "n"), ("Rouen",), ("Lyon", 1, ""))
    assert annotated(file).code == 0
    filled(file, ("lieu", "n"), ("Rouen",), ("Lyon", 1, "?"))
    done = annotated(file)
    said = "La ligne 3 a 3 cellules, l'en-tête en a 2 : ses valeurs ne sont pas sous leurs"
    assert (done.code, said in done.err) == (74, True)


@tabled
def test_a_formula_is_its_value_and_is_told(file: Path, formula: str, value: object) -> None:
    file.write_bytes(stored(HEAD + row(2, f'<c r="A2">{formula}</c>', text("B2", "x"))))
    assert READ.format("Sheet") in annotated(file).err
    assert values(file)[1][0] == value


def test_the_sheets_that_are_not_read_are_named(file: Path) -> None:
    """The one to read may be named, however spelt; by default it is the first visible one."""
    accords: list[tuple[object, ...]] = [("lieu",), ("Lyon",)]
    book = filled(file, ("lieu",), ("Rouen",), Accords_cadres=accords, Lot=[("x",)])
    book["Sheet"].sheet_state = "hidden"
    book.save(file)
    for words in ([], ["--sheet", "accords cadres"]):
        done = run("annotate", str(file), "--column", "lieu", *words)
        assert done.out.splitlines()[1:] == ["Lyon,covered,69,84,aura-ee"]
        written = "Écrit en UTF-8, colonnes séparées par des virgules."
        counts = "1 ligne : 1 couvert."
        assert done.err.splitlines() == [READ.format("Accords cadres"), written, counts]
    done = run("annotate", str(file), "--column", "lieu", "--sheet", "zz")
    assert (done.code, "n'a pas de feuille « zz »" in done.err) == (2, True)
    assert "Ses feuilles : « Accords cadres », « Lot »." in done.err


def test_a_workbook_may_come_through_a_pipe(file: Path) -> None:
    filled(file, ("lieu",), ("Rouen",))
    assert annotated(file, "-q", table=file.read_bytes()).code == 0
    assert values(file)[1] == ["Rouen", *ROUEN]


def test_a_workbook_made_by_libreoffice_comes_out_as_it_came_in(file: Path) -> None:
    file.write_bytes((TESTS / "annotate" / "libreoffice.xlsx").read_bytes())
    assert annotated(file, "-q").code == 0
    out = made(file)
    given = openpyxl.load_workbook(file, data_only=True).active
    for cell in (cell for row in given.iter_rows() for cell in row):
        other = out[cell.coordinate]
        assert (cell.value, cell.number_format) == (other.value, other.number_format)
    assert [[cell.value for cell in row[5:]] for row in out.iter_rows(min_row=2)] == [
        ROUEN,
        ["covered", "01", "84", "aura-ee"],
        [None] * 4,
        LYON,
    ]


LIMITED = f"import resource; resource.setrlimit(resource.RLIMIT_AS, (2**30, 2**30))\n{PEAK}"
MANY = 3_000_000
ROUEN_ROW = row(2, text("A2", "Rouen"))


def part_of(whole: bytes, name: str, begin: str, element: str, end: str) -> bytes:
    """A workbook of which one part holds an element some million times."""
    changed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(whole)) as archive,
        zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as bomb,
    ):
        for other in archive.namelist():
            if other != name:
                bomb.writestr(other, archive.read(other))
        with bomb.open(name, "w") as stream:
            stream.write(begin.encode())
            for _ in range(100):
                stream.write(element.encode() * (MANY // 100))
            stream.write(end.encode())
    return changed.getvalue()


SHEET_BEGIN, SHEET_END = f'<worksheet xmlns="{MAIN}">', "</sheetData></worksheet>"
DATA = f"<sheetData>{HEAD}{ROUEN_ROW}"
SHARED, SHARING = f'<sst xmlns="{MAIN}">', row(2, '<c t="s"><v>0</v></c>' * 16_000)
BOMBS = {
    "columns": (SHEET, f"{SHEET_BEGIN}<cols>", "<col/>", f"</cols>{DATA}{SHEET_END}"),
    "rows": (SHEET, f"{SHEET_BEGIN}{DATA}", "<row/>", SHEET_END),
    "open rows": (SHEET, f"{SHEET_BEGIN}{DATA}", "<row></row>", SHEET_END),
    "cells": (SHEET, f'{SHEET_BEGIN}{DATA}<row r="3">', "<c/>", f"</row>{SHEET_END}"),
    "a long text": (
        SHEET,
        f'{SHEET_BEGIN}{DATA}<row r="3"><c r="A3" t="inlineStr"><is><t>',
        "x" * 20,
        f"</t></is></c></row>{SHEET_END}",
    ),
    "a comment": (SHEET, f"{SHEET_BEGIN}<!--", "<x>x", f"-->{DATA}{SHEET_END}"),
    "depth": (SHEET, f"{SHEET_BEGIN}", "<a>", ""),
    "a shared text": ("xl/sharedStrings.xml", f"{SHARED}<si><t>", "x", "</t></si></sst>"),
    "shared texts": ("xl/sharedStrings.xml", SHARED, "<si/>", "</sst>"),
    "styles": ("xl/styles.xml", f'<styleSheet xmlns="{MAIN}"><cellXfs>', "<xf/>", "</cellXfs>"),
    "sheets": ("xl/workbook.xml", f'<workbook xmlns="{MAIN}"><sheets>', "<sheet/>", "</sheets>"),
    "types": ("[Content_Types].xml", "<Types>", "<Override/>", "</Types>"),
}


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="Linux only")
@pytest.mark.parametrize("name", BOMBS)
def test_a_workbook_takes_no_more_memory_than_300_mib(file: Path, name: str) -> None:
    """Whatever it holds: it is read, or refused with what is too much."""
    file.write_bytes(part_of(stored(HEAD + SHARING * (name == "a shared text")), *BOMBS[name]))
    done = process("annotate", str(file), "--column", "lieu", code=LIMITED)
    *said, peak = done.err.splitlines()
    assert int(peak) / 1024 < 300
    assert (done.code, done.out) == (74, "")
    assert "Le classeur n'est pas lu : il contient plus de" in said[0]


@pytest.mark.parametrize("form", ["csv", "excel", "xlsx"])
def test_an_empty_row_of_a_sheet_stays_empty(file: Path, form: str) -> None:
    rows = (("lieu", "n"), ("Rouen", 1), (None, None), (None, 2), ("Lyon", 3), (None, None))
    book = filled(file, *rows)
    book.active["A6"].font = openpyxl.styles.Font(bold=True)  # a row that holds a style alone
    book.save(file)
    out = file.with_name("b.xlsx" if form == "xlsx" else "b.csv")
    words = ["--column", "lieu", "--add", "note", "--format", form, "-o", str(out)]
    done = run("annotate", str(file), *words)
    if form == "xlsx":
        found = [[str(value or "") for value in one] for one in values(file)]
    else:
        table = io.StringIO(out.read_text("utf-8-sig"))
        found = list(csv.reader(table, delimiter=";" if form == "excel" else ","))
    assert found[1:] == [
        ["Rouen", "1", *ROUEN, ""],
        [""] * 7 if form == "xlsx" else [],
        ["", "2", "invalid", "", "", "", "cellule vide"],
        ["Lyon", "3", *LYON, ""],
    ]
    assert "3 lignes : 2 couverts, 1 invalide (dont 1 vide ou « NA »)." in done.err.splitlines()


def test_a_text_of_a_workbook_is_a_formula_in_no_form(file: Path) -> None:
    """A header too; numbers are as they were, and a place is read as it was written."""
    signs = ["=cmd|calc", "+cmd", "@cmd", "-cmd", -1.5, "=Rouen", "#N/A"]
    book = filled(file, *(("lieu", "=x") if at == 1 else ("Rouen", None) for at in range(1, 9)))
    for at, one in enumerate(["=x", *signs], 1):
        cell = book.active.cell(at, 2, one)
        cell.data_type = "s" if isinstance(one, str) else "n"
    book.active["A7"] = "=Lyon"
    book.active["A7"].data_type = "s"
    book.save(file)
    words = ("annotate", str(file), "--column", "lieu", "-q")
    expected = ["'=x", "'=cmd|calc", "'+cmd", "'@cmd", "'-cmd", "-1.5", "'=Rouen", "#N/A"]
    for form, mark in (("csv", ","), ("excel", ";")):
        out = run(*words, "--format", form).out.removeprefix("\ufeff")
        rows = list(csv.reader(io.StringIO(out), delimiter=mark))
        assert [one[1] for one in rows] == expected, form
        assert rows[6][:1] + rows[6][2:] == ["'=Lyon", *LYON]
    annotated(file, "-q")
    sheet = made(file)
    assert [cell.value for cell in sheet["B"]] == ["=x", *signs]
    assert [cell.data_type for cell in sheet["B"]] == [*"sssssnss"]


REFUSED = "lieu,n\nRouen,1\nLyon\n"
FINE = "lieu,n\n" + "Rouen,1\n" * 1_500


@pytest.mark.parametrize("table", [REFUSED, FINE, "lieu\n"])
def test_nothing_stays_in_the_temporary_folder(
    tmp_path: Path, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The user's rows least of all."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    done = annotated(tmp_path / "a.xlsx", table=table.encode())
    assert (done.code, [*temporary.iterdir()]) == (74 if table == REFUSED else 0, [])


FULL = f"""
import resource
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, 30_000))
{COMMAND}
"""
INTERRUPTED = f"""
import os, signal
from achats_reseaux.tables import workbook_writer
signal.signal(signal.SIGINT, signal.default_int_handler)
cell = workbook_writer.WorkbookWriter._cell
def interrupted(self, *arguments):
    if self._row == 1400:
        assert os.listdir(os.environ["TMPDIR"])
        os.kill(os.getpid(), signal.SIGINT)
    return cell(self, *arguments)
workbook_writer.WorkbookWriter._cell = interrupted
{COMMAND}
"""
"""Ctrl-C while the rows are collected."""


@pytest.mark.skipif(os.name != "posix", reason="limits and signals of POSIX")
@pytest.mark.parametrize(("code", "status"), [(FULL, 74), (INTERRUPTED, 130)])
def test_nothing_stays_there_of_what_is_not_written_whole(
    tmp_path: Path, code: str, status: int
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    env = {"TMPDIR": str(temporary), "PYTHONDONTWRITEBYTECODE": "1"}
    words = ("annotate", "-", "--column", "lieu", "-o", str(tmp_path / "b.xlsx"))
    done = process(*words, stdin=FINE.encode(), env=env, code=code)
    assert (done.code, [*temporary.iterdir()]) == (status, [])


def written(*rows: list[str], numbers: tuple[int, ...] = ()) -> tuple[Any, list[str]]:
    """The sheet that is written, as openpyxl reads it, and what is told of it."""
    writer, stream = WorkbookWriter(None, numbers), io.BytesIO()
    writer.write([[*rows]], stream)
    return openpyxl.load_workbook(stream).active, writer.notes


def test_types_and_formats_of_a_workbook_are_kept(file: Path) -> None:
    cells = (
        '<c r="B2" s="1"><v>46027</v></c><c r="C2" s="2"><v>0.2</v></c>'
        '<c r="D2" s="3"><v>1.5</v></c><c r="E2" s="4"><f>1+1</f><v>1.50</v></c>'
        '<c r="F2" t="b"><v>1</v></c><c r="G2" t="e"><v>#N/A</v></c>'
        '<c r="H2" t="d"><v>2026-01-05</v></c><c r="I2"><v>12345678901234567</v></c>'
        '<c r="J2"><v>0.30000000000000004</v></c><c r="K2" s="5"><v>46027.520833333336</v></c>'
        '<c r="L2" s="4" t="s"><v>0</v></c>'
    )
    head = row(1, text("A1", "lieu"), *(text(f"{letter}1", letter) for letter in "BCDEFGHIJKL"))
    for epoch in (False, True):
        file.write_bytes(stored(head + row(2, text("A2", "76000"), cells), epoch=epoch))
        done = annotated(file)
        assert done.code == 0
        before = openpyxl.load_workbook(file, data_only=True).active[2]
        after = made(file)[2]
        kept = [(one.value, one.data_type, one.number_format) for one in before]
        iso = dt.datetime(2026, 1, 5)  # a date without a format has one from then on
        kept[7] = (iso, "d", "yyyy-mm-dd")
        found = [(one.value, one.data_type, one.number_format) for one in after[: len(kept)]]
        assert found == kept
        assert [one.value for one in after[len(kept) :]] == ROUEN
        out = parts_of(file.with_name("b.xlsx").read_bytes())
        assert "<v>0.30000000000000004</v>" in out[SHEET]
    assert done.err.splitlines()[0] == READ.format("Sheet")


def edited(file: Path, old: str, new: str) -> None:
    """Change the list of sheets of a workbook."""
    parts = parts_of(file.read_bytes())
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(old, new)
    file.write_bytes(zipped(parts))


@tabled
def test_the_header_is_frozen_and_filtered_and_the_sheet_keeps_its_name(
    file: Path, name: str, kept: str
) -> None:
    filled(file, ("lieu", "un nom assez long"), ("Rouen", 1))
    edited(file, 'name="Sheet"', f'name="{name}"')
    annotated(file)
    sheet = made(file)
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet.title) == ("A2", "A1:F2", kept)


def test_a_workbook_without_a_sheet_is_refused(file: Path) -> None:
    filled(file, ("lieu",), ("Rouen",))
    edited(file, "<sheets>", "<sheets/><x>")
    edited(file, "</sheets>", "</x>")
    done = annotated(file)
    assert (done.code, done.err) == (2, "Erreur : Le classeur n'a aucune feuille à lire.\n")


def test_codes_stay_texts_and_the_columns_of_numbers_become_numbers(file: Path) -> None:
    table = "lieu;montant;durée\n01000;1 234,56;12\n2A004;?;\n".encode()
    done = annotated(file, "--numbers", "montant,durée", table=table)
    told = "Cellules de --numbers qui ne sont pas des nombres, laissées en texte : 1."
    assert done.err.splitlines()[0] == told
    assert [one[:5] for one in values(file)[1:]] == [
        ["01000", 1234.56, 12, "covered", "01"],
        ["2A004", "?", None, "none", "2A"],
    ]


@of("number")
def test_what_is_a_number(given: str, expected: str) -> None:
    sheet, notes = written(["n"], [given], numbers=(0,))
    assert sheet["A2"].value == (float(expected) if expected else given)
    assert bool(notes) == (not expected)
    sheet, notes = written(["n"], [given])
    assert (sheet["A2"].value, sheet["A2"].data_type, notes) == (given, "s", [])


@of("text")
def test_characters_that_a_workbook_cannot_hold_are_replaced_and_counted(
    given: str, expected: str
) -> None:
    kept = expected or given
    sheet, notes = written(["n"], [given])
    assert sheet["A2"].value == kept
    told = "Caractères qu'un classeur ne peut pas contenir, remplacés par « � » : {}."
    assert notes == ([told.format(kept.count("�"))] if "�" in kept else [])


TOO_MUCH = (
    " ne tient pas dans un classeur, qui a au plus 1 048 576 lignes, 16 384 colonnes et 32 767"
    " caractères par cellule.\nÉcrivez en CSV : donnez à --output un nom en .csv.\n"
)


def test_more_than_excel_can_hold_is_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    longest = "x" * 32_767
    table = f"lieu,objet\nRouen,{longest}\n"
    assert annotated(file, table=table.encode()).code == 0
    assert values(file)[1][1] == longest
    done = annotated(file, table=f"{table}Lyon,{longest}x\n".encode())
    assert (done.code, done.err) == (74, f"Erreur : La ligne 3{TOO_MUCH}")
    done = annotated(file, table=b"lieu" + b",x" * 16_384 + b"\n\n")
    assert (done.code, done.err) == (74, f"Erreur : La ligne 1{TOO_MUCH}")
    monkeypatch.setattr(workbook_writer, "SHEET_ROWS", 2)
    written(["a"], ["b"])
    with pytest.raises(FileError, match="La ligne 3 ne tient pas"):
        written(["a"], ["b"], ["c"])


def test_a_workbook_without_header_comes_out_whole_and_without_one(file: Path) -> None:
    """Blank rows above the first one stay, no row is frozen, and numbers are numbers from row 1."""
    filled(file, (None,), ("Rouen", 1), ("Lyon", 2))
    assert annotated(file, "--no-header-row", "--column", "1").code == 0
    sheet = made(file)
    assert values(file)[1:] == [["Rouen", 1, *ROUEN], ["Lyon", 2, *LYON]]
    assert (sheet.max_row, sheet.freeze_panes, sheet.auto_filter.ref) == (3, None, None)
    words = ("--no-header-row", "--commune", "1", "--numbers", "2")
    assert annotated(file, *words, table=b"Rouen,1\nLyon,2\n").code == 0
    assert [row[1] for row in values(file)] == [1, 2]
    filled(file, ("Rouen",), ("Lyon", 2))
    done = annotated(file, "--no-header-row", "--column", "1")
    assert done.code == 74
    assert "la première ligne dit combien il y a de colonnes" in done.err
