"""A sheet of a workbook as a table: its rows as lines of CSV, or as they are stored."""

from __future__ import annotations

import csv
from io import StringIO
from itertools import chain, islice

from achats_reseaux.annotation.csv_table import BLOCK
from achats_reseaux.errors import UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.annotation.workbook_reader import Cell, SheetReader


class SheetTable:
    """A sheet of which the header is read; its attributes are those of a ``CsvTable``."""

    codec, before, delimiter, newline, tail = "utf-8", "", ",", "\n", "\n"

    def __init__(self, sheet: SheetReader) -> None:
        """Read the header.

        Raises:
            UsageError: the sheet is empty.
        """
        self._sheet = sheet
        self._left = sheet.rows()
        heading = next(self._left, None)
        if heading and "".join(self._texts(heading))[:4].lower() == "sep=":
            heading = next(self._left, None)
        if heading is None:
            message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
            raise UsageError(message)
        self.heading = heading
        texts = self._texts(heading)
        self.names = tuple(text.strip() for text in texts)
        self.header = line_of(texts)

    def text(self, cell: str) -> str:
        """The text of a cell."""
        return cell

    def written(self, text: str) -> str:
        """A cell of CSV for a text."""
        return line_of([text, ""])[:-1]

    def first(self, many: int) -> list[list[str]]:
        """The texts of the first rows."""
        rows = list(islice(self._left, many))
        self._left = chain(rows, self._left)
        return [self._texts(row) for row in rows]

    def blocks(self) -> Iterator[tuple[list[str], list[list[str]]]]:
        """Many rows at once: the line of CSV of each, and its texts."""
        for _, rows in self.stored():
            yield list(map(line_of, rows)), rows

    def stored(self) -> Iterator[tuple[list[list[Cell]], list[list[str]]]]:
        """Many rows at once: each as it is stored, and its texts."""
        while rows := list(islice(self._left, 1 + BLOCK // (len(self.names) + 1))):
            yield rows, list(map(self._texts, rows))

    def _texts(self, row: list[Cell]) -> list[str]:
        return list(map(self._sheet.text, row))


def line_of(texts: list[str]) -> str:
    """A line of CSV, without its end."""
    line = StringIO(newline="")
    csv.writer(line, lineterminator="\n").writerow(texts)
    return line.getvalue()[:-1]
