"""The map of France on a terminal: half blocks in colours, or one sign for two cells."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rich.console import Group
from rich.style import Style
from rich.table import Column, Table
from rich.text import Text

from achats_reseaux.answering.coverage import totals
from achats_reseaux.output.map.picture import ASIDE, COLORS, lines_of
from achats_reseaux.output.views.screen import console_of, drawn, joined, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from achats_reseaux.output.map.picture import LegendEntry, Picture
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts

_COLORS = {name: light for name, (light, _) in COLORS.items()} | {ASIDE: "#808080"}
_SIGNS = {"covered": "█", "partial": "▒", "none": "·"}
"""Without colours, the sign of each paint."""

_OVERSEAS = {"GP": "971", "MQ": "972", "GF": "973", "RE": "974", "YT": "976"}
_GUTTER, _LEGEND = 3, 25
"""What stands between the map and a legend beside it, and the least width of this."""


def render(picture: Picture, terminal: Terminal) -> str:
    """Draw the map with its legend beside or below it; of a narrow terminal the legend alone."""
    console = console_of(terminal)
    is_painted = bool(console.color_system) and not console.options.ascii_only
    lines = _half_blocks(picture) if is_painted else _signs(picture)
    width = max(map(len, lines))
    facts: Parts = [text(one) for one in totals(picture.coverage)]
    legend: Parts = [
        *(_entry(one, is_painted=is_painted) for one in picture.legend()),
        "",
        *facts,
    ]
    parts: Parts = [text(picture.title, "bold"), ""]
    if terminal.width >= width + _GUTTER + _LEGEND:
        beside = Table.grid(
            Column(width=width, no_wrap=True),
            Column(vertical="middle", overflow="fold"),
            padding=(0, _GUTTER, 0, 0),
        )
        beside.add_row(Group(*lines), Group(*legend))
        parts.append(beside)
    elif terminal.width >= width:
        parts += [*lines, "", *legend]
    else:
        parts += legend
    return drawn([*parts, text(picture.source)], terminal)


def _grid() -> list[list[str]]:
    """Codes of départements, ``""`` for the sea: an even number of rows of one width."""
    lines = lines_of("france.txt")
    width = max(map(len, lines))
    rows = ([line[at : at + 2].strip() for at in range(0, width, 2)] for line in lines)
    return [[_OVERSEAS.get(code, code) for code in row] for row in rows]


def _half_blocks(picture: Picture) -> list[Text]:
    """Each line of text has two rows of cells, one in the colour of the letter."""
    paints, grid, lines = picture.paints(), _grid(), []
    for upper, lower in zip(grid[::2], grid[1::2], strict=True):
        line = Text()
        colors = [
            (_color(paints, one), _color(paints, two))
            for one, two in zip(upper, lower, strict=True)
        ]
        for (top, bottom), run in groupby(colors):
            if top == bottom:
                block, style = " ", Style(bgcolor=bottom)
            elif top:
                block, style = "▀", Style(color=top, bgcolor=bottom)
            else:
                block, style = "▄", Style(color=bottom)
            line.append(block * len(list(run)), style)
        lines.append(line)
    return lines


def _color(paints: Mapping[str, str], code: str) -> str | None:
    return _COLORS.get(paints.get(code, ""))


def _signs(picture: Picture) -> list[Text]:
    """Each line of text shows every second row, or the one below where that is sea."""
    paints, grid = picture.paints(), _grid()
    lines = []
    for upper, lower in zip(grid[::2], grid[1::2], strict=True):
        codes = (one or other for one, other in zip(upper, lower, strict=True))
        lines.append(Text("".join(_sign(paints.get(code, "")) for code in codes)))
    return lines


def _sign(paint: str) -> str:
    return _SIGNS.get(paint.rstrip("0123"), " ")


def _entry(entry: LegendEntry, *, is_painted: bool) -> Text:
    swatch = Text()
    for name in (entry.paints * 3)[:3]:
        if is_painted:
            swatch.append("▄", Style(color=_COLORS[name]))
        else:
            swatch.append(_sign(name))
    if swatch:
        swatch.append(" ")
    return joined(swatch, text(entry.head, "bold"), f" : {entry.text}")
