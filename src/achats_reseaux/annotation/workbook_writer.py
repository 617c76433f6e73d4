"""Write rows as a workbook of one sheet, its first row frozen and filtered.

openpyxl writes all of the workbook but its rows. Those are written here, straight to the output,
because it cuts long texts, drops the line breaks of a cell with one control character, and keeps
the user's rows in the temporary folder, where they stay if it is killed.
"""

from __future__ import annotations

import re
from html import escape
from io import BytesIO, RawIOBase
from itertools import chain, islice
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile

from achats_reseaux.annotation.workbook_reader import MOST_COLUMNS, MOST_ROWS, Cell, openpyxl
from achats_reseaux.errors import FileError
from achats_reseaux.text import french_number, shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from typing import Any

LONGEST_TEXT = 32_767
"""Units of UTF-16 that a cell of Excel can hold."""

_MOST_BYTES = 2**31 - 2**20
"""A sheet of more needs ZIP64, which not every spreadsheet reads."""
_MEASURED = 1000
"""The number of rows that the widths of the columns are taken from."""
_NARROWEST, _WIDEST, _LONGEST_TITLE = 8, 60, 31
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as the code of a character."""
_NUMBER = re.compile(
    r"[+-]?(?:0|[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+|[1-9]\d*)"
    r"(?:[.,]\d+)?(?:[Ee][+-]?\d{1,2})?",
    re.ASCII,
)
"""A number as people and programs write it; a leading zero is that of a code."""
_PLAIN = str.maketrans({",": ".", " ": None, "\u00a0": None, "\u202f": None})
_MOST_DIGITS = 15
"""The digits that Excel keeps of a number."""
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEET = "xl/worksheets/sheet1.xml"
_WRITE_CSV = "Écrivez en CSV : donnez à --output un nom en .csv."


class WorkbookWriter:
    """Writes one workbook.

    What a sheet cannot hold is refused; characters that XML forbids become ``�`` and are counted.
    """

    def __init__(self, title: str = "", numbers: Collection[int] = (), *, mac: bool = False):
        """Write nothing yet.

        Args:
            title: the name of the sheet, if Excel accepts it.
            numbers: the positions of the columns, from 0, whose texts become numbers.
            mac: whether dates are counted from 1904.

        Raises:
            UsageError: the extra is not installed.
        """
        library = openpyxl()
        self._book = library.Workbook()
        if mac:
            self._book.epoch = library.utils.datetime.CALENDAR_MAC_1904
        self._shell = self._book.active
        if title and not re.search(r"[\\*?:/\[\]]", title):
            self._shell.title = title[:_LONGEST_TITLE]
        self._numbers = frozenset(numbers)
        self._styles = {"General": 0}
        self._header: Sequence[Cell] = ()
        self._letter = library.utils.get_column_letter
        self._replaced = self._texts = 0

    def notes(self) -> list[str]:
        """French sentences on what was not written as it was read."""
        signs = "Caractères qu'un classeur ne peut pas contenir, remplacés par « � »"
        texts = "Cellules des colonnes de --numbers qui ne sont pas des nombres, laissées en texte"
        counts = ((signs, self._replaced), (texts, self._texts))
        return [f"{what} : {french_number(many)}." for what, many in counts if many]

    def pieces(self, rows: Iterable[Sequence[Cell | str]]) -> Iterator[bytes]:
        """The bytes of the workbook, from its rows of cells or texts, the header first.

        Raises:
            FileError: a sheet cannot hold them.
        """
        stream = _Pieces()
        with ZipFile(stream, "w", ZIP_DEFLATED) as archive:
            with archive.open(_SHEET, "w") as part:
                size = 0
                for xml in self._sheet(map(_stored, rows)):
                    content = xml.encode()
                    size += len(content)
                    if size > _MOST_BYTES:
                        message = "Le tableau est trop grand pour un classeur."
                        raise FileError(message, _WRITE_CSV)
                    part.write(content)
                    yield stream.taken()
            for at, form in enumerate(self._styles, 1):
                self._shell.cell(at, 1).number_format = form
            shell = BytesIO()
            self._book.save(shell)
            with ZipFile(shell) as others:
                for name in others.namelist():
                    if name != _SHEET:
                        archive.writestr(name, others.read(name))
        yield stream.taken()

    def _sheet(self, rows: Iterator[Sequence[Cell]]) -> Iterator[str]:
        """The XML of the sheet."""
        first = list(islice(rows, 1 + _MEASURED))
        self._header = first[0]
        yield (
            f'<worksheet xmlns="{_NAMESPACE}"><sheetViews><sheetView workbookViewId="0">'
            '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
            f"</sheetView></sheetViews><cols>{''.join(_columns(first))}</cols><sheetData>"
        )
        number = 0
        for number, row in enumerate(chain(first, rows), 1):
            if number > MOST_ROWS:
                message = (
                    f"Le tableau a plus de lignes qu'un classeur : {french_number(MOST_ROWS)}."
                )
                raise FileError(message, _WRITE_CSV)
            if row:
                yield f'<row r="{number}">{"".join(self._cells(number, row))}</row>'
        area = f"A1:{self._letter(len(self._header))}{number}"
        self._shell.auto_filter.ref = area  # its name in the workbook
        yield f'</sheetData><autoFilter ref="{area}"/></worksheet>'

    def _cells(self, number: int, row: Sequence[Cell]) -> Iterator[str]:
        if len(row) > MOST_COLUMNS:
            message = (
                f"La ligne {french_number(number)} a {french_number(len(row))} colonnes, plus qu'un"
                f" classeur : {french_number(MOST_COLUMNS)}."
            )
            raise FileError(message, _WRITE_CSV)
        for at, cell in enumerate(row):
            if not cell.content:
                continue
            if cell.kind == "s" and at in self._numbers and number > 1:
                cell = self._as_number(cell)  # noqa: PLW2901
            style = self._styles.setdefault(cell.form, len(self._styles))
            start = f'<c r="{self._letter(at + 1)}{number}" s="{style}"'
            if cell.kind == "s":
                text = self._text(cell.content, number, at)
                yield f'{start} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
            else:
                yield f'{start} t="{cell.kind}"><v>{escape(cell.content, quote=False)}</v></c>'

    def _as_number(self, cell: Cell) -> Cell:
        """The number that a text is, unless Excel would shorten it."""
        text = cell.content
        stripped = text.strip()
        if _NUMBER.fullmatch(stripped):
            number = stripped.translate(_PLAIN).lstrip("+")
            digits = re.split("[Ee]", number)[0].replace(".", "").strip("-0")
            if len(digits) <= _MOST_DIGITS:
                return Cell("n", number)
        self._texts += bool(stripped)
        return cell

    def _text(self, text: str, number: int, at: int) -> str:
        """A text as XML, its line breaks all of one kind."""
        length = len(text)
        if length > LONGEST_TEXT // 2:
            length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if length > LONGEST_TEXT:
            name = self._header[at].content if at < len(self._header) else ""
            message = (
                f"Le texte de la ligne {french_number(number)}, colonne"
                f" « {shortened(name) or self._letter(at + 1)} », a {french_number(length)}"
                f" caractères, plus qu'une cellule d'un classeur : {french_number(LONGEST_TEXT)}."
            )
            raise FileError(message, _WRITE_CSV)
        text, many = _NOT_IN_XML.subn("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
        self._replaced += many
        return _LIKE_A_CODE.sub("_x005F_", escape(text, quote=False))


class _Pieces(RawIOBase):
    """A stream from which what was written is taken away."""

    def __init__(self) -> None:
        self._content = bytearray()

    def write(self, piece: Any) -> int:
        self._content += piece
        return memoryview(piece).nbytes

    def taken(self) -> bytes:
        """What was written since, once."""
        content = bytes(self._content)
        self._content.clear()
        return content


def _stored(row: Sequence[Cell | str]) -> list[Cell]:
    return [one if isinstance(one, Cell) else Cell("s", one) for one in row]


def _columns(rows: list[Sequence[Cell]]) -> Iterator[str]:
    """The widths of the columns, by the longest line of their cells."""
    widths: list[int] = []
    for row in rows:
        widths += [_NARROWEST] * (len(row) - len(widths))
        for at, cell in enumerate(row):
            longest = max(map(len, cell.content.splitlines()), default=0)
            widths[at] = max(widths[at], min(longest, _WIDEST))
    for at, width in enumerate(widths[:MOST_COLUMNS], 1):
        yield f'<col min="{at}" max="{at}" width="{width + 2}" customWidth="1"/>'
