"""Excel: read a workbook; write an annotated table as a workbook or as the CSV of a French Excel.

All rows are streamed, so that memory does not grow with the file. Workbooks need the extra
``xlsx``.
"""

from __future__ import annotations

import csv
import re
from contextlib import suppress

from achats_reseaux.annotation.cells import text_of
from achats_reseaux.annotation.rows import split_rows
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import fold, french_number, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterable, Iterator
    from io import BytesIO, RawIOBase
    from typing import Any

_LONGEST_NUMBER = 11
"""Digits. Excel shows longer numbers as ``2,17605E+13``."""
_QUOTED = frozenset(';"\r\n')
_LONGEST_TITLE = 31
_CHUNK = 2**16


def table_rows(pieces: Iterable[bytes], delimiter: bytes, newline: bytes) -> Iterator[list[str]]:
    """The rows of an annotated table, from pieces of whole rows."""
    for piece in pieces:
        for row in split_rows(piece, delimiter, newline):
            yield list(map(text_of, row))


def excel_pieces(rows: Iterable[list[str]]) -> Iterator[bytes]:
    """The CSV that a French Excel opens correctly: semicolons, CRLF, a BOM, codes as text."""
    yield "\ufeff".encode()
    for row in rows:
        yield (";".join(map(_excel_cell, row)) + "\r\n").encode()


def _excel_cell(cell: str) -> str:
    if cell.isascii() and cell.isdigit() and (cell[0] == "0" or len(cell) > _LONGEST_NUMBER):
        return f'="{cell}"'
    if not _QUOTED.isdisjoint(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell


# --- workbooks ------------------------------------------------------------------------------------


def _openpyxl() -> Any:
    try:
        import openpyxl
    except ImportError as error:
        message = "Les classeurs .xlsx demandent l'extra xlsx."
        raise UsageError(message, "pip install 'achats-reseaux[xlsx]'") from error
    return openpyxl


_UNCOMPUTED = re.compile(
    rb'<(?:\w+:)?c\b(?![^>]*\bt="str")[^>]*><(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)'
    rb"(?:<(?:\w+:)?v\s*/>|<((?:\w+:)?v)></\1>)?</(?:\w+:)?c>"
)
"""A formula without a stored value, as written by programs that do not compute it.

A formula whose value is the empty text has the type ``str``.
"""


def _count_uncomputed(file: RawIOBase | BytesIO, path: str) -> int:
    """The number of formulas without a value in the sheet stored at a path of the archive.

    openpyxl reads them as empty cells.
    """
    from zipfile import ZipFile

    count = 0
    with ZipFile(file) as archive, archive.open(path) as sheet:
        rest = b""
        while piece := sheet.read(_CHUNK):
            cells, end, rest = (rest + piece).rpartition(b"c>")
            count += len(_UNCOMPUTED.findall(cells + end))
            rest = rest[-_CHUNK:]  # no cell is longer
    return count


class WorkbookReader:
    """Reads one sheet of a workbook as CSV.

    Attributes:
        title: the name of the sheet.
        values: the values of the rows read but not yet written.
        notes: French sentences on the other visible sheets that are not empty, and on its formulas
            without a value.
    """

    def __init__(self, file: RawIOBase | BytesIO, sheet: str | None = None) -> None:
        """Open a workbook.

        Args:
            file: its bytes.
            sheet: the name of the sheet; by default the first visible one.

        Raises:
            FileError: the file is not a workbook.
            UsageError: the extra is not installed, or there is no such sheet.
        """
        from collections import deque
        from io import StringIO

        openpyxl = _openpyxl()
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            chosen = _sheet(book.worksheets, sheet)
            others = [
                one.title for one in book.worksheets if one is not chosen and _holds_something(one)
            ]
            uncomputed = _count_uncomputed(file, chosen._worksheet_path)
        except UsageError:
            raise
        except Exception as error:  # openpyxl raises anything on a damaged file
            message = "Le fichier n'est pas un classeur .xlsx lisible."
            raise FileError(message) from error
        self.title = str(chosen.title)
        self.notes: list[str] = []
        if others:
            names = ", ".join(f"« {shortened(one)} »" for one in others[:10])
            more = "…" if len(others) > 10 else ""
            read = f"Feuille lue : « {shortened(self.title)} »"
            self.notes.append(f"{read} ; non lues : {names}{more} (--sheet NOM).")
        if uncomputed:
            s = "s" if uncomputed > 1 else ""
            self.notes.append(
                f"La feuille a {french_number(uncomputed)} formule{s} sans valeur enregistrée,"
                f" lue{s} comme vide{s} : ouvrez-le dans un tableur et enregistrez-le."
            )
        self.values: deque[tuple[object, ...]] = deque()
        if (chosen.max_row, chosen.max_column) == (1, 1):
            chosen.reset_dimensions()  # programs that write row by row declare a single cell
        # Where formulas lack their value, a row that looks empty may hold some: it gets an answer.
        self._blank = not uncomputed
        self._rows = chosen.iter_rows(values_only=True)
        self._text = StringIO(newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")

    def read(self, size: int) -> bytes:
        """At least so many bytes of CSV, or the remaining ones; ``b""`` at the end."""
        while self._text.tell() < size and (row := next(self._rows, None)) is not None:
            self.values.append(row)
            if self._blank and not any(value is not None for value in row):
                self._text.write("\n")  # stays blank, as in CSV
            else:
                self._writer.writerow(map(_text_of_value, row))
        content = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return content.encode()


_LOOKED_AT = 20
"""The number of rows of a sheet to examine for values."""


def _is_shown(sheet: Any) -> bool:
    return bool(sheet.sheet_state == "visible")


def _sheet(sheets: list[Any], name: str | None) -> Any:
    if name is None:
        return next(filter(_is_shown, sheets), sheets[0])
    found = [one for one in sheets if fold(one.title) == fold(name)]
    if not found:
        names = ", ".join(f"« {shortened(one.title)} »" for one in sheets if _is_shown(one))
        message = f"Le classeur n'a pas de feuille « {shortened(name)} »."
        raise UsageError(message, f"Ses feuilles : {names}.")
    return found[0]


def _holds_something(sheet: Any) -> bool:
    if not _is_shown(sheet):
        return False
    rows = sheet.iter_rows(max_row=_LOOKED_AT, values_only=True)
    return any(value is not None for row in rows for value in row)


def _text_of_value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def workbook_pieces(
    rows: Iterable[list[str]],
    values: deque[tuple[object, ...]] | None,
    added: int,
    title: str | None = None,
) -> Iterator[bytes]:
    """A workbook of one sheet, from the rows of an annotated table.

    Args:
        rows: the header and the rows, as texts.
        values: the original values of the rows, if they come from a workbook.
        added: the number of appended cells at the end of each row.
        title: the name of the sheet.

    Raises:
        UsageError: the extra is not installed.
    """
    from tempfile import TemporaryFile

    book = _openpyxl().Workbook(write_only=True)
    sheet = book.create_sheet()
    if title:
        with suppress(ValueError):  # a name that Excel does not accept
            sheet.title = title[:_LONGEST_TITLE]
    cell = _cell_maker(sheet)
    for row in rows:
        own = values.popleft() if values else row[: len(row) - added]
        sheet.append([cell(value) for value in (*own, *row[len(row) - added :])])
    with TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(_CHUNK):
            yield piece


def _cell_maker(sheet: Any) -> Callable[[object], object]:
    """A function that makes cells; a text that begins with ``=`` becomes a text, not a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils.exceptions import IllegalCharacterError

    def cell(value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            made = WriteOnlyCell(sheet, value=value)
        except IllegalCharacterError:
            made = WriteOnlyCell(sheet, value="".join(c for c in value if c.isprintable()))
        made.data_type = "s"
        return made

    return cell
