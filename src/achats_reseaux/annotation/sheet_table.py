"""A sheet of a workbook as a table: its rows as lines of CSV, as texts, or as they are stored."""

from __future__ import annotations

import csv
from io import StringIO

from achats_reseaux.errors import UsageError
from achats_reseaux.text import spreadsheet_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from achats_reseaux.annotation.workbook_reader import Cell, SheetReader


class SheetTable:
    """A sheet of which the header is read; its attributes are those of a ``CsvTable``."""

    tail = "\n"

    def __init__(self, sheet: SheetReader) -> None:
        """Read the header.

        Raises:
            UsageError: the sheet is empty.
        """
        self._rows = ((row, list(map(sheet.text, row))) for row in sheet.rows())
        first = next(self._rows, None)
        if first and "".join(first[1])[:4].lower() == "sep=":
            first = next(self._rows, None)
        if first is None:
            message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
            raise UsageError(message)
        row, texts = first
        self.heading: list[Any] = row
        self.names = tuple(text.strip() for text in texts)
        self.header = line_of(_harmless(row, texts))

    def text(self, cell: str) -> str:
        """The text of a cell."""
        return cell

    def appended(self, texts: list[str]) -> str:
        """Cells for the end of a row."""
        return f",{line_of(texts)}" if texts else ""

    def encoded(self, text: str) -> bytes:
        """The bytes of lines."""
        return text.encode()

    def rows(self, form: str = "csv") -> Iterator[tuple[Any, list[str]]]:
        """Every row below the header, and its texts; of a blank line, none.

        A row is a line of CSV, for ``csv``; its cells, for ``xlsx``; for any other form, its texts.
        Outside a workbook, a spreadsheet would take some texts of one for formulas: not these.
        """
        for row, texts in self._rows:
            if form == "xlsx":
                yield row, texts
            else:
                written = _harmless(row, texts)
                yield line_of(written) if form == "csv" else written, texts


def _harmless(row: list[Cell], texts: list[str]) -> list[str]:
    """The texts of a row, of which no spreadsheet takes one for a formula; numbers as they are."""
    return [
        spreadsheet_safe(text) if cell.kind == "s" else text
        for cell, text in zip(row, texts, strict=True)
    ]


def line_of(texts: list[str]) -> str:
    """A line of CSV, without its end."""
    line = StringIO(newline="")
    csv.writer(line, lineterminator="\n").writerow(texts)
    return line.getvalue()[:-1]
