"""The one builder of tables of those who help: of ``find``, ``list``, ``search`` and ``show``.

Cells are wrapped, never cut; a number, an e-mail, an id is never broken. Widths are
computed from the cells: Rich's own table cuts long words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from achats_reseaux.model import Record
from achats_reseaux.output.views.styled_lines import GAP, Screen, columns, indented, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text


_LEAST_TABLE = 50
"""The columns of a terminal below which the cells of a row stand below each other."""


class RowCells(Record):
    """The cells of a row, each of paragraphs; and what stands below it, behind the first cell."""

    cells: tuple[Sequence[Text], ...]
    below: tuple[Text, ...] = ()


class Table:
    """Rows in columns as wide as their cells, narrowed until they fit."""

    def __init__(
        self,
        screen: Screen,
        rows: Sequence[RowCells],
        heads: Sequence[str] = (),
        *,
        indent: int = GAP,
        width: int = 0,
    ) -> None:
        """A table; what stands below a row is behind the first of named columns, or so far in."""
        self.screen, self.rows, self.heads = screen, rows, heads
        self.width = width or screen.width
        self.longest_word = screen.width * 9 // 20
        self.widths = self._fitting_widths()
        self.is_stacked = screen.width < _LEAST_TABLE or not self.widths
        self.indent = indent
        if heads and not self.is_stacked:
            self.indent = self.widths[0] + GAP

    def head(self) -> list[Text]:
        """The names of the columns; nothing where cells stand below each other."""
        if self.is_stacked:
            return []
        return self._beside([[text(head, "dim")] for head in self.heads])

    def drawn(self) -> list[Text]:
        """The head, then all rows."""
        lines = self.head()
        for row in self.rows:
            lines += self.lines(row)
        return lines

    def lines(self, row: RowCells) -> list[Text]:
        """The lines of a row."""
        if self.is_stacked:
            return self._stacked(row)
        cells: list[Sequence[Text]] = []
        below: list[Text] = []
        for rank, cell in enumerate(row.cells):
            if self._is_below(rank, cell):
                below += cell
                cells.append(())
            else:
                cells.append(self.screen.paragraphs(cell, self.widths[rank]))
        below += row.below
        under = self.screen.paragraphs(below, self.width - self.indent)
        return self._beside(cells) + indented(under, self.indent)

    def _beside(self, cells: Sequence[Sequence[Text]]) -> list[Text]:
        return columns(cells, [width + GAP for width in self.widths[:-1]])

    def _stacked(self, row: RowCells) -> list[Text]:
        """The first two cells on a line, of two the first; the others below."""
        beside = min(2, len(row.cells) - 1)
        head = [part for cell in row.cells[:beside] for part in cell if part]
        below = [part for cell in row.cells[beside:] for part in cell if part]
        below += row.below
        room = self.width - GAP
        lines = self.screen.lines(text(" " * GAP).join(head), room)
        lines += self.screen.paragraphs(below, room)
        return lines[:1] + indented(lines[1:], GAP)

    # --- widths ----------------------------------------------------------------------------------

    def _fitting_widths(self) -> list[int]:
        """The columns of each cell; where they do not fit, those narrowed that wrap fewest rows.

        None where a word of each does not fit.
        """
        if not self.rows:
            return []
        widths = list(map(len, self.heads)) or [0] * len(self.rows[0].cells)
        least = list(widths)
        for row in self.rows:
            for rank, cell in enumerate(row.cells):
                if self._is_below(rank, cell):
                    continue
                for part in cell:
                    widths[rank] = max(widths[rank], part.cell_len)
                    least[rank] = max(least[rank], _longest_word(part))
        excess = sum(widths) - self.width + GAP * (len(widths) - 1)
        if excess <= 0:
            return widths
        return self._narrowed(widths, least, excess)

    def _is_below(self, rank: int, cell: Sequence[Text]) -> bool:
        """Whether a cell has a word that would take the room of the others, as a long e-mail."""
        longest = max(map(_longest_word, cell), default=0)
        return rank > 0 and longest > self.longest_word

    def _narrowed(self, widths: list[int], least: list[int], excess: int) -> list[int]:
        """Widths less so many columns, taken from the two widest where rows wrap least.

        None where a word of each column does not fit.
        """
        first, second = sorted(range(len(widths)), key=lambda rank: -widths[rank])[:2]
        best: list[int] = []
        fewest = 0
        for taken in range(excess + 1):
            tried = list(widths)
            tried[first] -= taken
            tried[second] -= excess - taken
            if tried[first] < max(least[first], 1) or tried[second] < max(least[second], 1):
                continue
            lines = 0
            for row in self.rows:
                heights = [_height(row.cells[rank], tried[rank]) for rank in (first, second)]
                lines += max(heights)
            if not best or lines < fewest:
                best, fewest = tried, lines
        return best


def _longest_word(part: Text) -> int:
    """The columns of the longest part of a text that is not broken."""
    return max(map(cell_len, part.plain.split()), default=0)


def _height(cell: Sequence[Text], width: int) -> int:
    """About how many lines paragraphs take in so many columns."""
    return sum([-(-part.cell_len // width) for part in cell])
