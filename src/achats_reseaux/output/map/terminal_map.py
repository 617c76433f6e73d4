"""The map of France on a terminal: a sign in a colour for each cell, its shade that of the region.

Where there are colours a sign is painted on its own colour, so that it fills its cell.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from achats_reseaux.answering.coverage_totals import totals
from achats_reseaux.output.map.picture import (
    MARK,
    ON_TERMINAL,
    Picture,
    by_paint,
    lines_of,
)
from achats_reseaux.output.views.styled_lines import Screen, joined, text

if TYPE_CHECKING:
    from achats_reseaux.output.terminal import Terminal

_CELL = 3  # characters of the file


def render(picture: Picture, terminal: Terminal) -> str:
    """Draw the map above its legend; of a narrow terminal the legend alone."""
    paints = picture.paints()
    cells = []
    for row in lines_of("france.txt"):
        codes = [row[start : start + _CELL].strip() for start in range(0, len(row), _CELL)]
        cells.append(_painted([paints.get(code, "") for code in codes]))
    screen = Screen(terminal)
    lines = [*screen.lines(text(picture.title, "bold")), Text()]
    if terminal.width >= max(map(len, cells)):
        lines += [*cells, Text()]
    for entry in picture.legend():
        squares = _painted((entry.paints * 3)[:3])
        lines += screen.lines(joined(squares, text(f" {entry.head}", "bold"), f" : {entry.text}"))
    lines.append(Text())
    source, *addresses = picture.sources
    lines += screen.paragraphs([*totals(picture.coverage), source])
    return screen.drawn(lines + list(map(text, addresses)))


def _painted(paints: list[str] | tuple[str, ...]) -> Text:
    """Cells side by side; ``""`` is the sea."""
    line = Text()
    for paint, run in groupby(paints):
        color = by_paint(ON_TERMINAL).get(paint)
        sign = by_paint(MARK).get(paint) or " "
        line.append(sign * len(list(run)), Style(color=color, bgcolor=color))
    return line
