"""Rows of texts as a CSV: as the table was read, for a French Excel, or in another encoding."""

from __future__ import annotations

import codecs
import csv
import io
import re
from contextlib import suppress

from achats_reseaux.errors import UsageError
from achats_reseaux.tables.csv_reader import CsvTable
from achats_reseaux.text import counted, not_a_value, spreadsheet_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import IO, Literal

    from achats_reseaux.tables.blocks import TableRows
    from achats_reseaux.tables.workbook_reader import SheetTable

_LONGEST_NUMBER = 11
"""Digits. Excel shows longer numbers as ``2,17605E+13``."""
_COMPUTES_NOTHING = re.compile(r'[+-]?[\d\s.,]*|="[^"]*"')
"""A number, and a text that a spreadsheet was told to keep: the only cells that may begin so."""
_ENCODINGS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 avec BOM",
    "cp1252": "Windows-1252",
    "iso8859-1": "ISO-8859-1",
    "iso8859-15": "ISO-8859-15",
}
"""What a table may be written in, by the names that Python gives them, and what they are called."""
_DELIMITERS = {",": "virgules", ";": "points-virgules", "\t": "tabulations", "|": "barres"}


def known_encoding(name: str) -> str:
    """The name that Python gives to an encoding.

    Raises:
        UsageError: it is none that a table is written in.
    """
    encoding = ""
    with suppress(LookupError, ValueError):
        encoding = codecs.lookup(name).name
    if encoding not in _ENCODINGS:
        raise UsageError(not_a_value(name, "--encoding", tuple(_ENCODINGS)))
    return encoding


class CsvWriter:
    """Writes rows of texts as a CSV.

    What has a byte order mark writes it before the first bytes.
    """

    def __init__(
        self,
        table: CsvTable | SheetTable,
        *,
        excel: bool = False,
        tabs: bool = False,
        encoding: str | None = None,
    ) -> None:
        """Write as a CSV was read, a workbook with commas; or as a French Excel opens it right.

        Args:
            table: what was read.
            excel: for a French Excel.
            tabs: between cells, whatever the table has.
            encoding: one of ``known_encoding``, instead of that of the table.
        """
        self._safe: Callable[[str], str] = _harmless
        self._delimiter, self._end, self.start = ",", "\n", ""
        own_encoding = "utf-8"
        if excel:
            self._safe = _excel_cell
            self._delimiter, self._end, own_encoding = ";", "\r\n", "utf-8-sig"
        elif isinstance(table, CsvTable):
            self._safe = str
            self._delimiter, self._end = table.delimiter, table.end
            self.start = table.separator_line
            own_encoding = table.encoding
        if tabs:
            self._delimiter, self.start = "\t", ""
        self._encoding = encoding or own_encoding
        self._encoder = codecs.getincrementalencoder(self._encoding)("replace")
        self._lost = 0

    def write(self, blocks: Iterable[TableRows], stream: IO[bytes]) -> None:
        """Write blocks of rows."""
        stream.write(self.encoded(self.start))
        for rows in blocks:
            stream.write(self.encoded(self.text(rows)))

    def text(self, rows: TableRows) -> str:
        """Some rows as a text."""
        if self._safe is not str:
            rows = [list(map(self._safe, row)) for row in rows]
        text = self._quoted(rows, csv.QUOTE_MINIMAL)
        if self._end == "\n" and "\r" in text:  # csv would not read it back without quotes
            text = self._quoted(rows, csv.QUOTE_ALL)
        return text

    def _quoted(self, rows: TableRows, quoting: Literal[0, 1]) -> str:
        text, end = io.StringIO(newline=""), self._end
        writer = csv.writer(text, delimiter=self._delimiter, lineterminator=end, quoting=quoting)
        writer.writerows(rows)
        return text.getvalue()

    def encoded(self, text: str) -> bytes:
        """The bytes of a text, with ``?`` for a letter that the encoding lacks."""
        content = self._encoder.encode(text)
        self._lost += content.count(b"?") - text.count("?")
        return content

    @property
    def notes(self) -> list[str]:
        """French sentences on what is written, and what was lost."""
        name = _ENCODINGS[self._encoding]
        marks = _DELIMITERS.get(self._delimiter, f"« {self._delimiter} »")
        notes = [f"Écrit en {name}, colonnes séparées par des {marks}."]
        if self._lost:
            letters = counted(self._lost, "lettre")
            notes.append(f"{letters} que {name} n'a pas : « ? » à la place ; --encoding utf-8.")
        return notes


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if _COMPUTES_NOTHING.fullmatch(cell):
        return cell
    return spreadsheet_safe(cell)


def _excel_cell(cell: str) -> str:
    """A cell that Excel shows as it is: codes as texts, and no formula."""
    is_number = cell.isascii() and cell.isdigit()
    if is_number and (cell[0] == "0" or len(cell) > _LONGEST_NUMBER):
        return f'="{cell}"'
    return _harmless(cell)
