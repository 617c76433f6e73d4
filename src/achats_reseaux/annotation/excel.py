"""Excel: a sheet read as CSV; an annotated table as the CSV of a French Excel or as cells."""

from __future__ import annotations

import csv
from collections import deque
from io import StringIO

from achats_reseaux.annotation.cells import text_of
from achats_reseaux.annotation.rows import split_rows
from achats_reseaux.annotation.workbook_reader import Cell, SheetReader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BytesIO, RawIOBase

_LONGEST_NUMBER = 11
"""Digits. Excel shows longer numbers as ``2,17605E+13``."""
_QUOTED = frozenset(';"\r\n')


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


class WorkbookReader(SheetReader):
    """Reads one sheet of a workbook as CSV.

    Attributes:
        values: the rows read but not yet written, if they are kept.
    """

    def __init__(
        self, file: RawIOBase | BytesIO, sheet: str | None = None, *, keep: bool = False
    ) -> None:
        super().__init__(file, sheet)
        self.values: deque[list[Cell]] | None = deque() if keep else None
        self._left = self.rows()
        self._text = StringIO(newline="")
        self._writer = csv.writer(self._text, lineterminator="\n")

    def read(self, size: int) -> bytes:
        """At least so many bytes of CSV, or the remaining ones; ``b""`` at the end."""
        while self._text.tell() < size and (row := next(self._left, None)) is not None:
            if self.values is not None:
                self.values.append(row)
            if row:
                self._writer.writerow(map(self.text, row))
            else:
                self._text.write("\n")  # stays blank, as in CSV
        content = self._text.getvalue()
        self._text.seek(0)
        self._text.truncate()
        return content.encode("utf-8", "surrogatepass")


def workbook_rows(
    rows: Iterable[list[str]], values: deque[list[Cell]] | None, added: int
) -> Iterator[list[Cell]]:
    """The rows of an annotated table as cells; those of a workbook as they were stored.

    Args:
        rows: the header and the rows, as texts.
        values: the stored rows, if they come from a workbook.
        added: the number of appended cells at the end of each row.
    """
    for row in rows:
        cells = [Cell("s", text) for text in row]
        own = values.popleft() if values else cells[: len(row) - added]
        yield [*own, *cells[len(row) - added :]] if row else []
