"""Tables as rows of texts: a CSV, read and written by ``csv``; a workbook by ``workbooks``.

Values come out as they went in, codes as texts; the quoting of a CSV does not.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import iterdecode
from contextlib import suppress
from functools import partial
from itertools import chain

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import french_number, spreadsheet_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Literal

    from achats_reseaux.annotation.workbooks import SheetTable

_SAMPLE = 2**16
"""Bytes that the delimiter and the line end are looked for in."""
_LONGEST = 2**20
"""Characters. A longer cell has a quote that nothing closes, or is none of a table."""
_BOM = b"\xef\xbb\xbf"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""A zip, and an empty one: a workbook, which may be damaged."""
_QUOTED = re.compile('"[^"]*"')
_SAVE = "Enregistrez-le en CSV UTF-8."
_LONGEST_NUMBER = 11
"""Digits. Excel shows longer numbers as ``2,17605E+13``."""
_COMPUTES_NOTHING = re.compile(r'[+-]?[\d\s.,]*|="[^"]*"')
"""A number, and a text that a spreadsheet was told to keep: the only cells that may begin so."""


def read_table(source: IO[bytes], sheet: str | None = None) -> CsvTable | SheetTable:
    """The table that a file holds; of either kind it has a header, rows, their line and notes.

    Args:
        source: an open file, which is read twice.
        sheet: the name of the sheet of a workbook; by default the first visible one.

    Raises:
        UsageError: the table is empty, there is no such sheet, or the extra ``xlsx`` is missing.
        FileError: it is no table; the message has the line.
    """
    start = source.tell()
    sample = source.read(_SAMPLE)
    source.seek(start)
    read = partial(source.read, _SAMPLE)
    if sample.startswith(_ZIP):
        from achats_reseaux.annotation.workbooks import SheetTable

        return SheetTable(source, sheet)
    if sheet is not None:
        message = "--sheet ne va qu'avec un classeur .xlsx."
        raise UsageError(message)
    for encoding in ("utf-8", "cp1252"):
        source.seek(start)
        with suppress(UnicodeDecodeError):
            if any("\0" in part for part in iterdecode(iter(read, b""), encoding)):
                break
            source.seek(start)
            return CsvTable(source, sample, encoding)
    message = (
        "Le fichier n'est pas un CSV en UTF-8 : il est en UTF-16, un .xls, ou a des octets d'aucun"
        " texte."
    )
    raise FileError(message, _SAVE)


class CsvTable:
    """A CSV of which the header is read.

    Attributes:
        delimiter, encoding, end: what parts its cells, its encoding, and what ends its rows.
        start: its byte order mark, if it has one.
        header: the texts of its header.
        rows: those of every row below, of a blank line none; a ``FileError`` has the line.
        line: the line where the row that was read last begins, from 1.
        notes: French sentences on how it is read.
    """

    def __init__(self, source: IO[bytes], sample: bytes, encoding: str) -> None:
        """Read the header of a source, of which the sample is the beginning.

        Raises:
            UsageError: the table is empty.
            FileError: the header cannot be read.
        """
        self.encoding, self.start = encoding, _BOM if sample.startswith(_BOM) else b""
        source.seek(len(self.start), io.SEEK_CUR)
        text = sample.removeprefix(_BOM).decode(encoding, "replace")
        if not text.strip():
            message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
            raise UsageError(message)
        header, _, _ = _QUOTED.sub("", text).partition("\n")
        self.end = "\r\n" if header.endswith("\r") else "\n"
        # A comma is part of a heading more often than the others; a single column has none.
        marks = [mark for mark in "\t;|," if mark in header]
        self.delimiter = [*marks, *(mark for mark in ",;\t|" if mark not in text), ","][0]
        told = "Le fichier n'est pas en UTF-8 : il est lu comme Windows-1252."
        self.notes = [] if encoding == "utf-8" else [told]
        self._stream = io.TextIOWrapper(source, encoding, newline="\n")
        self._ended = False
        csv.field_size_limit(_LONGEST)
        self._reader = csv.reader(chain(self._stream, self._after_last()), delimiter=self.delimiter)
        self.line = 1
        self.rows = self._checked()
        self.header = next(self.rows) or [""]

    def _after_last(self) -> Iterator[str]:
        """No line; that the reader asks for one within a row tells that a quote is open."""
        self._ended = True
        yield from ()

    def _checked(self) -> Iterator[list[str]]:
        reader = self._reader
        try:
            for row in reader:
                if self._ended:
                    raise csv.Error
                yield row
                self.line = reader.line_num + 1
        except csv.Error as error:
            message = (
                f"La ligne {french_number(self.line)} ne se lit pas : un guillemet y est resté"
                " ouvert, ou un retour chariot (CR) y finit une ligne."
            )
            raise FileError(message, _SAVE) from error


class CsvWriter:
    """Writes rows of texts as a CSV.

    Attributes:
        start: the bytes before the rows.
    """

    def __init__(self, table: CsvTable | SheetTable, *, excel: bool = False) -> None:
        """Write as a CSV was read, a workbook with commas; or as a French Excel opens it right."""
        self._safe: Callable[[str], str] = _harmless
        self._delimiter, self._end, self._encoding, self.start = ",", "\n", "utf-8", b""
        if excel:
            self._safe = _excel_cell
            self._delimiter, self._end, self.start = ";", "\r\n", _BOM
        elif isinstance(table, CsvTable):
            self._safe = str
            self._delimiter, self._end, self.start = table.delimiter, table.end, table.start
            self._encoding = table.encoding

    def encoded(self, rows: list[list[str]]) -> bytes:
        """The bytes of some rows."""
        if self._safe is not str:
            rows = [list(map(self._safe, row)) for row in rows]
        text = self._text(rows, csv.QUOTE_MINIMAL)
        if self._end == "\n" and "\r" in text:  # csv would not read it back without quotes
            text = self._text(rows, csv.QUOTE_ALL)
        return text.encode(self._encoding, "replace")  # a note may have other letters

    def _text(self, rows: list[list[str]], quoting: Literal[0, 1]) -> str:
        text, end = io.StringIO(newline=""), self._end
        writer = csv.writer(text, delimiter=self._delimiter, lineterminator=end, quoting=quoting)
        writer.writerows(rows)
        return text.getvalue()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return cell if _COMPUTES_NOTHING.fullmatch(cell) else spreadsheet_safe(cell)


def _excel_cell(cell: str) -> str:
    """A cell that Excel shows as it is: codes as texts, and no formula."""
    if cell.isascii() and cell.isdigit() and (cell[0] == "0" or len(cell) > _LONGEST_NUMBER):
        return f'="{cell}"'
    return _harmless(cell)
