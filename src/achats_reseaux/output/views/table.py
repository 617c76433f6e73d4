"""The one builder of tables of those who help: of ``find``, ``list``, ``search`` and ``show``.

Cells are wrapped, never cut; a number, an e-mail, an id is never broken. Widths are
computed from the cells: Rich's own table cuts long words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.model import Record
from achats_reseaux.output.views.column_widths import longest_word
from achats_reseaux.output.views.styled_lines import GAP, columns, indented, joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.output.views.styled_lines import Screen

_LEAST_TABLE = 50
"""The columns of a terminal below which the cells of a row stand below each other."""


class RowCells(Record):
    """The cells of a row, each of paragraphs; and what stands below it, behind the first cell."""

    cells: tuple[Sequence[Text], ...]
    below: tuple[Text, ...] = ()


def _lengths(cell: Sequence[Text]) -> list[int]:
    return [part.cell_len for part in cell]


def _height(lengths: Sequence[int], width: int) -> int:
    """About how many lines paragraphs take in so many columns."""
    return sum([-(-length // width) for length in lengths])


def _narrowed(
    rows: Sequence[RowCells], widths: list[int], least: list[int], excess: int
) -> list[int]:
    """Widths less so many columns, taken from the two widest where rows wrap least.

    None where a word of each column does not fit.
    """
    first, second = sorted(range(len(widths)), key=lambda rank: -widths[rank])[:2]
    best: list[int] = []
    fewest = 0
    lengths = [(_lengths(row.cells[first]), _lengths(row.cells[second])) for row in rows]
    for taken in range(excess + 1):
        tried = list(widths)
        tried[first] -= taken
        tried[second] -= excess - taken
        if tried[first] < max(least[first], 1) or tried[second] < max(least[second], 1):
            continue
        lines = 0
        for one, other in lengths:
            lines += max(_height(one, tried[first]), _height(other, tried[second]))
        if not best or lines < fewest:
            best, fewest = tried, lines
    return best


class Table:
    """Rows in columns as wide as their cells, narrowed until they fit."""

    def __init__(
        self,
        screen: Screen,
        rows: Sequence[RowCells],
        heads: Sequence[str] = (),
        *,
        indent: int | None = None,
        width: int = 0,
    ) -> None:
        """A table; what stands below its rows is behind the first column, or so far in."""
        self.screen, self.heads, self.indent = screen, heads, indent
        self.width = width or screen.width
        self.most = self.width * 9 // 20
        self.widths = self._fitting(rows)
        self.is_stacked = self.width < _LEAST_TABLE or not self.widths

    def _fitting(self, rows: Sequence[RowCells]) -> list[int]:
        """The columns of each cell; where they do not fit, those narrowed that wrap fewest rows.

        None where a word of each does not fit.
        """
        widths = [len(head) for head in self.heads] or [0] * len(rows[0].cells)
        least = list(widths)
        for row in rows:
            for rank, cell in enumerate(row.cells):
                if not self._is_below(rank, cell):
                    widths[rank] = max([widths[rank], *(part.cell_len for part in cell)])
                    least[rank] = max([least[rank], *map(longest_word, cell)])
        excess = sum(widths) - self.width + GAP * (len(widths) - 1)
        if excess <= 0:
            return widths
        return _narrowed(rows, widths, least, excess)

    def _is_below(self, rank: int, cell: Sequence[Text]) -> bool:
        """Whether a cell has a word that would take the room of the others, as a long e-mail."""
        return rank > 0 and any(longest_word(part) > self.most for part in cell)

    def head(self) -> list[Text]:
        """The names of the columns; nothing where cells stand below each other."""
        if self.is_stacked or not self.heads:
            return []
        return self._beside([[text(head, "dim")] for head in self.heads])

    def lines(self, row: RowCells) -> list[Text]:
        """The lines of a row."""
        if self.is_stacked:
            return self._stacked(row)
        cells: list[Sequence[Text]] = []
        below: list[Text] = []
        for rank, cell in enumerate(row.cells):
            is_below = self._is_below(rank, cell)
            cells.append([] if is_below else self.screen.paragraphs(cell, self.widths[rank]))
            below += cell if is_below else ()
        indent = self.widths[0] + GAP if self.indent is None else self.indent
        room = self.width - indent
        under = self.screen.paragraphs([*below, *row.below], room)
        return self._beside(cells) + indented(under, indent)

    def _beside(self, cells: Sequence[Sequence[Text]]) -> list[Text]:
        return columns(cells, [width + GAP for width in self.widths[:-1]])

    def _stacked(self, row: RowCells) -> list[Text]:
        """The first two cells on a line, of two the first; the others below."""
        first, *others = row.cells
        head = joined(*first)
        if len(others) > 1:
            second = others.pop(0)
            head = joined(head, " " * GAP if head else "", *second)
        rest: list[Text] = [part for cell in others for part in cell if part]
        room = self.width - GAP
        lead, *more = self.screen.lines(head, room)
        under = self.screen.paragraphs([*rest, *row.below], room)
        return [lead] + indented(more + under, GAP)
