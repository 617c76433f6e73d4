"""The map of France on a terminal: half blocks if it has room and colours for them, else tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Column, Table
from rich.text import Text

from achats_reseaux.output.map.drawing import (
    Drawing,
    narrow_tiles,
    raster,
    style,
    wide_tiles,
)
from achats_reseaux.output.map.legend import counts, legend
from achats_reseaux.output.map.tints import shades_note
from achats_reseaux.output.views.rich_layout import Paragraph, drawn, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.output.map.atlas import Picture
    from achats_reseaux.output.map.legend import LegendEntry
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.rich_layout import Parts

_GUTTER = 3
_COLUMN, _ROOMY, _WIDEST = 25, 40, 72
"""The least width of a legend beside the map, from where on the facts stand there too, the most."""


def render(picture: Picture, terminal: Terminal, *, tiles: bool = False) -> str:
    """Draw the map for a terminal, with its legend beside or below it.

    The largest drawing that fits is chosen; its height matters only on an interactive terminal.

    Args:
        picture: what to show.
        terminal: the terminal to draw for.
        tiles: draw tiles even if the raster fits.

    Returns:
        Lines, each with a newline at its end.
    """
    drawings = [] if tiles or not terminal.colors else [raster(picture, terminal)]
    drawings += [draw(picture, terminal) for draw in (wide_tiles, narrow_tiles)]
    shown = ""
    head: Parts = [Paragraph(picture.title, "bold", indent=0), ""]
    foot: Parts = [Paragraph(picture.source, indent=0)] if picture.source else []
    for drawing in drawings:
        if len(drawing.lines[0]) > terminal.width:
            continue
        for parts in _layouts(picture, terminal, drawing):
            shown = drawn([*head, *parts, *foot], terminal)
            if not terminal.interactive or shown.count("\n") < terminal.height:
                return shown
    if shown:
        return shown
    none = Drawing([], {}, [])  # the terminal is too narrow for any
    parts = [*_legend(picture, terminal, none), "", *_facts(picture, terminal, none)]
    return drawn([*head, *parts, *foot], terminal)


def _layouts(picture: Picture, terminal: Terminal, drawing: Drawing) -> Iterator[Parts]:
    """The ways to lay out a drawing, its legend and its facts, the roomiest first."""
    if not picture.with_legend:
        key: Parts = [Paragraph(" ; ".join(drawing.key), indent=0)] if drawing.key else []
        yield [*drawing.lines, "", *key]
        return
    taken = len(drawing.lines[0])
    column = min(terminal.width - taken - _GUTTER, _WIDEST)
    facts = _facts(picture, terminal, drawing)
    compact = _legend(picture, terminal, drawing)

    def beside(right: Parts) -> Table:
        table = Table.grid(
            Column(width=taken, no_wrap=True),
            Column(width=column, vertical="middle", overflow="fold"),
            padding=(0, _GUTTER, 0, 0),
        )
        table.add_row(Group(*drawing.lines), Group(*right))
        return table

    if column >= _ROOMY:
        for right in (_legend(picture, terminal, drawing, listed=True), compact):
            yield [beside([*right, "", *facts])]
    if column >= _COLUMN:
        yield [beside(compact), "", *facts]
    else:
        yield [*drawing.lines, "", *compact, "", *facts]


def _facts(picture: Picture, terminal: Terminal, drawing: Drawing) -> Parts:
    shades = shades_note(drawing.names) if terminal.colors else ()
    texts = (*shades, *counts(picture.coverage))
    return [Paragraph(one, indent=0, hang=2) for one in texts]


def _legend(
    picture: Picture, terminal: Terminal, drawing: Drawing, *, listed: bool = False
) -> Parts:
    """What is covered and what is not; ``listed``, a line for each region with its networks."""
    parts: Parts = [Paragraph(" ; ".join(drawing.key), indent=0), ""] if drawing.key else []
    labels = {label.region: label.text for label in picture.atlas.labels}
    for entry in legend(picture.coverage, drawing.names, picture.highlight):
        said = "" if listed and entry.details else f" {', '.join(entry.items)}"
        content = joined(_swatch(entry, terminal), text(entry.head, "bold"), said)
        parts.append(Paragraph(content, indent=0, hang=1))
        details = entry.details if listed else ()
        for item, (region, networks) in zip(entry.items, details, strict=False):
            label = labels.get(region, "").ljust(3, "\u00a0")
            served = f" : {', '.join(networks)}" if networks else ""
            parts.append(Paragraph(f"{label} {item}{served}", indent=4, hang=4))
    return parts


def _swatch(entry: LegendEntry, terminal: Terminal) -> Text:
    """The colours that an entry explains; as wide without any."""
    if not terminal.colors:
        return Text()
    mark, swatch = "▄" if terminal.unicode else " ", Text()
    for name in sorted((entry.paints * 3)[:3]):
        ink, ground = (name, "") if terminal.unicode else ("", name)
        swatch.append(mark, style(ink, ground, terminal.colors))
    return swatch.append(" " * (4 - len(swatch)))
