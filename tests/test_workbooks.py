"""Workbooks in and out of ``annotate``: every row and type, or a sentence that says why not."""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from achats_reseaux.annotation import workbook_reader, workbook_writer
from achats_reseaux.annotation.workbook_reader import Cell, SheetReader
from achats_reseaux.annotation.workbook_writer import WorkbookWriter
from achats_reseaux.errors import FileError
from conftest import COMMAND, Run

if TYPE_CHECKING:
    from pathlib import Path

openpyxl = pytest.importorskip("openpyxl")

ADDED = ["reseaux_status", "reseaux_departement", "reseaux_region", "reseaux_guichet_vert"]
ROUEN = ["covered", "76", "28", "ran-coper"]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"


def stored(rows: str, *, dimension: str = "A1:A2", before: str = "", epoch: bool = False) -> bytes:
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

# --- in: all rows that are there ------------------------------------------------------------------

READ = [
    (
        HEAD + "".join(row(at, text(f"A{at}", str(at))) for at in range(2, 6)),
        [["lieu", "n"], ["2"], ["3"], ["4"], ["5"]],
        "rows and columns beyond the size that is declared",
    ),
    (
        (
            "<row><c t='inlineStr'><is><t>a</t></is></c><c><v>1</v></c></row>"
            "<row><c><v>2</v></c></row>"
        ),
        [["a", "1"], ["2"]],
        "no references at all",
    ),
    (
        HEAD + row(4, text("B4", "x")) + row(9, '<c r="A9" s="1"/>'),
        [["lieu", "n"], [], [], ["", "x"]],
        "a gap stays; rows at the end that hold a style alone are none",
    ),
    (
        row(
            1,
            '<c r="A1" t="inlineStr"><is><r><t>a</t></r><r><rPr/><t xml:space="preserve"> b</t></r>'
            "<rPh><t>c</t></rPh></is></c>",
            text("B1", "d_x000D_\ne"),
            '<c r="C1" t="s"><v>0</v></c><c r="D1" t="str"><f>A1</f><v>f</v></c>',
        ),
        [["a b", "d\r\ne", "partagé", "f"]],
        "texts of every kind",
    ),
    (
        row(
            1,
            '<c r="A1" s="1"><v>46027</v></c><c r="B1" s="5"><v>46027.5</v></c>',
            '<c r="C1" s="2"><v>0.2</v></c><c r="D1" s="3"><v>1.5</v></c>',
            '<c r="E1" t="b"><v>1</v></c><c r="F1" t="e"><v>#N/A</v></c>',
            '<c r="G1" t="d"><v>2026-01-05</v></c><c r="H1" s="1"><v>99999999999</v></c>',
            '<c r="I1"><v>2.1760540100017E13</v></c><c r="J1" s="4"><v>1.50</v></c>',
        ),
        [
            [
                "2026-01-05",
                "2026-01-05 12:00:00",
                "0.2",
                "1 day, 12:00:00",
                "True",
                "#N/A",
                "2026-01-05",
                "99999999999",
                "21760540100017",
                "1.5",
            ]
        ],
        "values: a date that is none is a number",
    ),
]


@pytest.mark.parametrize("size", ["A1", "B7:C9", "A1:XFD1048576", "", "x", "A1:A200000000"])
def test_no_size_that_is_declared_is_believed(size: str) -> None:
    rows = HEAD + row(2, text("A2", "Rouen"))
    assert read(stored(rows, dimension=size)) == [["lieu", "n"], ["Rouen"]]


@pytest.mark.parametrize(("rows", "expected", "why"), READ, ids=[why for *_, why in READ])
def test_rows_are_read_as_they_are_stored(rows: str, expected: list[list[str]], why: str) -> None:
    assert read(stored(rows)) == expected, why


def test_a_far_cell_makes_its_own_row_longer_and_a_near_one_all() -> None:
    """Else one stray cell makes 16,384 columns of every row, or moves the answer of its own."""
    rows = HEAD + row(2, text("A2", "Rouen")) + row(3, text("A3", "Lyon"), text("{}3", "x"))
    widths = {
        reference: [len(one) for one in SheetReader(io.BytesIO(content)).rows()]
        for reference in ("XFD", "E")
        if (content := stored(rows.format(reference)))
    }
    assert widths == {"XFD": [2, 2, 16_384], "E": [5, 5, 5]}


def test_dates_of_1904_are_read_and_kept(run: Run, tmp_path: Path) -> None:
    rows = HEAD + row(2, text("A2", "Rouen"), '<c r="B2" s="1"><v>44565</v></c>')
    file = tmp_path / "a.xlsx"
    file.write_bytes(stored(rows, epoch=True))
    assert read(file.read_bytes())[1] == ["Rouen", "2026-01-05"]
    run("annotate", str(file), "--column", "lieu", "-o", str(tmp_path / "b.xlsx"))
    assert openpyxl.load_workbook(tmp_path / "b.xlsx").active["B2"].value.year == 2026


DAMAGED = [
    (row(3, '<c r="A3"><v>abc</v></c>'), 3, "a number that is none"),
    (row(3, '<c r="A3"><v>nan</v></c>'), 3, "a number that is none either"),
    (row(3, '<c r="A3" t="b"><v>oui</v></c>'), 3, "a boolean that is none"),
    (row(3, '<c r="A3" t="s"><v>99</v></c>'), 3, "a shared text that is not there"),
    (row(3, '<c r="A3" s="99"><v>1</v></c>'), 3, "a style that is not there"),
    (row(3, '<c r="XFE3"><v>1</v></c>'), 3, "a column after the last"),
    (row(3, '<c r="é3"><v>1</v></c>'), 3, "a column that is none"),
    (row(3, '<c r="A3"><v>1</v></c><c r="A3"><v>2</v></c>'), 3, "two cells in one place"),
    (row(2, text("A2", "Lyon")), 3, "two rows of one number"),
    (row(9) + row(8), 10, "rows out of order"),
    (row("x"), 3, "a row without a number"),
    ("<row><c>", 3, "no end"),
]


@pytest.mark.parametrize(("rows", "at", "why"), DAMAGED, ids=[why for *_, why in DAMAGED])
def test_a_damaged_workbook_is_told_with_its_row(
    run: Run, tmp_path: Path, rows: str, at: int, why: str
) -> None:
    """Before anything is written."""
    file = tmp_path / "a.xlsx"
    file.write_bytes(stored(HEAD + row(2, text("A2", "Rouen")) + rows))
    done = run("annotate", str(file), "--column", "lieu")
    assert (done.returncode, done.stdout, done.stderr.decode()) == (
        74,
        b"",
        (
            f"Erreur : Le classeur est endommagé à la ligne {at} de la feuille « Sheet ».\n"
            "Ouvrez-le dans un tableur, qui peut le réparer, et enregistrez-le.\n"
        ),
    ), why


def test_a_sheet_without_rows_that_we_know_is_no_empty_one() -> None:
    """As those of the strict form of Open XML are, whose elements have other names."""
    with pytest.raises(FileError, match="endommagé à la ligne 1 de la feuille"):
        SheetReader(io.BytesIO(stored("")))


def test_an_endless_row_number_is_refused(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.xlsx"
    file.write_bytes(stored(HEAD + row(200_000_000, text("A200000000", "Rouen"))))
    done = run("annotate", str(file), "--column", "lieu")
    assert (done.returncode, done.stdout, done.stderr.decode().replace("\u00a0", " ")) == (
        74,
        b"",
        (
            "Erreur : Le classeur a une ligne 200 000 000 : une feuille en a au plus 1 048 576.\n"
            "Ouvrez-le dans un tableur, et enregistrez-le.\n"
        ),
    )


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


# --- out: nothing shortened -----------------------------------------------------------------------


def written(*rows: list[Cell], numbers: tuple[int, ...] = ()) -> tuple[object, list[str]]:
    """The sheet that is written, as openpyxl reads it, and what is told of it."""
    writer = WorkbookWriter("Marchés", numbers)
    content = b"".join(writer.pieces(rows))
    return openpyxl.load_workbook(io.BytesIO(content)).active, writer.notes()


def texts(*contents: str) -> list[Cell]:
    return [Cell("s", one) for one in contents]


def annotated(run: Run, table: bytes, file: Path, *more: str) -> tuple[int, list[str]]:
    """The exit status of ``annotate`` from CSV to a workbook, and the lines that it says."""
    done = run("annotate", "-", "--column", "lieu", "-o", str(file), *more, stdin=table)
    assert done.stdout == b""
    return done.returncode, done.stderr.decode().replace("\u00a0", " ").splitlines()


def test_the_header_is_frozen_and_filtered_and_columns_are_as_wide_as_their_texts(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    rows = b"".join(b"Rouen,%b\n" % (b"x" * 30) for _ in range(1000)) + b"Lyon,%b\n" % (b"y" * 50)
    annotated(run, b"lieu,objet\n" + rows, file)
    book = openpyxl.load_workbook(file)
    sheet = book.active
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:F1002")
    widths = [sheet.column_dimensions[letter].width for letter in "ABC"]
    assert widths == [10, 32, len("reseaux_status") + 2]
    assert [cell.value for cell in sheet[1002]] == [
        "Lyon",
        "y" * 50,
        "covered",
        "69",
        "84",
        "aura-ee",
    ]


def test_codes_stay_texts_and_the_columns_of_numbers_become_numbers(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "a.xlsx"
    table = "lieu;montant;durée\n01000;1 234,56;12\n2A004;?;\n"
    status, said = annotated(run, table.encode(), file, "--numbers", "montant,durée")
    assert (status, said) == (
        0,
        [
            (
                "Cellules des colonnes de --numbers qui ne sont pas des nombres, laissées en texte"
                " : 1."
            ),
            "2 lignes : 1 covered, 1 none (liste de novembre 2024).",
        ],
    )
    rows = list(openpyxl.load_workbook(file).active.iter_rows(values_only=True))
    assert [row[:4] for row in rows] == [
        ("lieu", "montant", "durée", "reseaux_status"),
        ("01000", 1234.56, 12, "covered"),
        ("2A004", "?", None, "none"),
    ]
    assert rows[1][4] == "01"


NUMBERS = [
    ("12", 12, "a whole number"),
    ("-1,5", -1.5, "a French one"),
    ("+1.5", 1.5, "one of a program"),
    ("1 234 567,80", 1234567.8, "grouped"),
    ("1\u202f234", 1234, "by narrow spaces"),
    (" 7 ", 7, "spaces around it"),
    ("0,5", 0.5, "a zero before the comma"),
    ("1.0E7", 10_000_000, "an exponent"),
    ("00012", "00012", "a code"),
    ("01", "01", "a code too"),
    ("12 34", "12 34", "grouped otherwise"),
    ("1,234.5", "1,234.5", "an English one: which sign is which?"),
    ("21760540100017001", "21760540100017001", "more digits than Excel keeps"),
    ("217605401000170", 217605401000170, "as many as it keeps"),
    ("١٢", "١٢", "digits of another script"),
    ("12 €", "12 €", "an amount with its sign"),
    ("nan", "nan", "no number"),
    ("1E400", "1E400", "more than Excel holds"),
    ("=1+1", "=1+1", "a formula is a text"),
]


@pytest.mark.parametrize(("given", "value", "why"), NUMBERS, ids=[why for *_, why in NUMBERS])
def test_what_is_a_number(given: str, value: object, why: str) -> None:
    sheet, notes = written(texts("n"), texts(given), numbers=(0,))
    assert sheet["A2"].value == value, why  # type: ignore[index]
    assert bool(notes) == isinstance(value, str)
    sheet, notes = written(texts("n"), texts(given))
    assert (sheet["A2"].value, notes) == (given, [])  # type: ignore[index]
    assert sheet["A2"].data_type == "s"  # type: ignore[index]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ["--numbers", "lieu", "-o", "a.xlsx"],
            (
                "Erreur : La colonne « lieu » est lue comme un lieu.\n"
                "Un code reste un texte : --numbers ne la prend pas.\n"
            ),
        ),
        (
            ["--numbers", "montent", "-o", "a.xlsx"],
            (
                "Erreur : Le fichier n'a pas de colonne « montent ».\n"
                "Vouliez-vous dire : montant ? Ses colonnes : lieu, montant.\n"
            ),
        ),
        (
            ["--numbers", "montant", "-o", "a.csv"],
            (
                "Erreur : --numbers ne va qu'avec un classeur en sortie.\n"
                "Donnez à --output un nom en .xlsx.\n"
            ),
        ),
    ],
)
def test_columns_that_cannot_be_numbers(
    run: Run, tmp_path: Path, arguments: list[str], said: str
) -> None:
    command = ("annotate", "-", "--column", "lieu", *arguments)
    done = run(*command, stdin=b"lieu,montant\n76000,1\n", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", said)
    assert list(tmp_path.glob("a.*")) == []


TOO_LONG = (
    "Erreur : Le texte de la ligne 3, colonne « objet », a 32 768 caractères, plus qu'une cellule"
    " d'un classeur : 32 767."
)


@pytest.mark.parametrize("sign", ["x", "😀"], ids=["a letter", "a sign of two units"])
def test_a_text_that_excel_cannot_hold_is_refused(run: Run, tmp_path: Path, sign: str) -> None:
    file = tmp_path / "a.xlsx"
    longest = sign * (32_767 // (len(sign.encode("utf-16-le")) // 2))
    longest += "x" * (32_767 - len(longest.encode("utf-16-le")) // 2)
    table = f"lieu,objet\nRouen,{longest}\n"
    assert annotated(run, table.encode(), file)[0] == 0
    assert openpyxl.load_workbook(file).active["B2"].value == longest
    file.unlink()
    status, said = annotated(run, f"{table}Lyon,{longest}x\n".encode(), file)
    assert (status, said[0]) == (74, TOO_LONG)
    assert list(tmp_path.glob("*.xlsx")) == []


def test_more_rows_or_columns_than_excel_has_are_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wide = b"lieu" + b",x" * 16_384 + b"\nRouen\n"
    status, said = annotated(run, wide, tmp_path / "a.xlsx")
    assert (status, said) == (
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


ODD = [
    ("a\x00b\x01\n\x1fc", "a�b�\n�c", 3, "control characters: the line break stays"),
    ("\ufffe\uffff", "��", 2, "characters that are none"),
    ("a\r\nb\rc", "a\nb\nc", 0, "line breaks are all of one kind"),
    ("\ta\u0085\x7f\U0001ffff", "\ta\u0085\x7f\U0001ffff", 0, "what XML allows"),
    (" a  b ", " a  b ", 0, "spaces"),
    ("<a>&amp;\"'", "<a>&amp;\"'", 0, "signs of XML"),
    ("=1+1", "=1+1", 0, "no formula"),
]


@pytest.mark.parametrize(("given", "kept", "many", "why"), ODD, ids=[why for *_, why in ODD])
def test_characters_that_a_workbook_cannot_hold_are_replaced_and_counted(
    given: str, kept: str, many: int, why: str
) -> None:
    sheet, notes = written(texts("n"), texts(given))
    assert sheet["A2"].value == kept, why  # type: ignore[index]
    told = "Caractères qu'un classeur ne peut pas contenir, remplacés par « � » : {}."
    assert notes == ([told.format(many)] if many else [])


def test_a_text_that_looks_like_a_code_of_a_character_is_not_one() -> None:
    content = b"".join(WorkbookWriter().pieces([texts("_x0041_ _x41_")]))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b">_x005F_x0041_ _x41_<" in archive.read(SHEET)


def test_types_and_formats_of_a_workbook_are_kept(run: Run, tmp_path: Path) -> None:
    cells = (
        '<c r="B2" s="1"><v>46027</v></c><c r="C2" s="2"><v>0.2</v></c>'
        '<c r="D2" s="3"><v>1.5</v></c><c r="E2" s="4"><f>1+1</f><v>1.50</v></c>'
        '<c r="F2" t="b"><v>1</v></c><c r="G2" t="e"><v>#N/A</v></c>'
        '<c r="H2" t="d"><v>2026-01-05</v></c><c r="I2"><v>12345678901234567</v></c>'
    )
    (tmp_path / "a.xlsx").write_bytes(stored(HEAD + row(2, text("A2", "76000"), cells)))
    out = tmp_path / "b.xlsx"
    done = run("annotate", str(tmp_path / "a.xlsx"), "--column", "lieu", "-o", str(out))
    assert done.stderr.decode() == "Formules écrites comme leur valeur : 1.\n1 ligne : 1 covered.\n"
    before = openpyxl.load_workbook(tmp_path / "a.xlsx", data_only=True).active[2]
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
    code = f"import signal\nsignal.signal(signal.SIGINT, signal.default_int_handler)\n{COMMAND}"
    command = ["annotate", "-", "--column", "lieu", "-o", str(folder / "out.xlsx")]
    with subprocess.Popen(
        [sys.executable, "-c", code, *command],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=run.environment(TMPDIR=str(temporary)),
    ) as process:
        assert process.stdin is not None
        process.stdin.write(b"lieu\n" + b"76000\n" * 50_000)
        process.stdin.flush()
        process.send_signal(signal.Signals[name])
        process.wait()
        process.stdin.close()
    assert list(temporary.iterdir()) == []
    beside = [one.name for one in folder.iterdir()]
    assert not beside or (name == "SIGKILL" and beside[0].startswith(".reseaux-"))
