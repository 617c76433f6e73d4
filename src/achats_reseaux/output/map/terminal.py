"""The map of France on a terminal: half blocks if it is wide enough, else tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Column, Table
from rich.text import Text

from achats_reseaux.output.map.atlas import counts, legend, shades_note
from achats_reseaux.output.map.drawing import Drawing, MapRenderer, style
from achats_reseaux.output.views.console import Paragraph, drawn, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.output.map.atlas import LegendEntry, Picture
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.console import Parts

_GUTTER = 3
_COLUMN, _ROOMY, _WIDEST = 25, 40, 72
"""The least width of a legend beside the map, from where on the facts stand there too, the most."""

_BELOW = 3
"""How many lines legend and facts beside the map may go beyond it."""


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
    renderer = MapRenderer(picture, terminal)
    drawings = (renderer.raster, renderer.wide_tiles, renderer.narrow_tiles)
    shown = ""
    for draw in drawings[1 if tiles else 0 :]:
        drawing = draw()
        if len(drawing.lines[0]) > terminal.width:
            continue
        for parts, most in _layouts(picture, terminal, drawing):
            shown = drawn(parts, terminal)
            height = shown.count("\n")
            if height <= most and (not terminal.interactive or height < terminal.height):
                return shown
    if shown:
        return shown
    none = Drawing([], {}, [])  # the terminal is too narrow for any
    told = [*_legend(picture, terminal, none), "", *_facts(picture, terminal, {})]
    title = Paragraph(picture.title, "bold", indent=0)
    return drawn([title, "", *told, *_source(picture)], terminal)


def _layouts(
    picture: Picture, terminal: Terminal, drawing: Drawing
) -> Iterator[tuple[Parts, float]]:
    """The ways to lay out a drawing, the roomiest first, and how many lines each may have."""
    head: Parts = [Paragraph(picture.title, "bold", indent=0), ""]
    foot = _source(picture)
    key: Parts = [] if terminal.colors else [Paragraph(" ; ".join(drawing.key), indent=0)]
    if not picture.with_legend:
        yield [*head, *drawing.lines, "", *key, *foot], float("inf")
        return
    taken = len(drawing.lines[0])
    column = min(terminal.width - taken - _GUTTER, _WIDEST)
    facts = _facts(picture, terminal, drawing.names)
    compact = _legend(picture, terminal, drawing)

    def beside(right: Parts) -> Table:
        table = Table.grid(
            Column(width=taken, no_wrap=True),
            Column(width=column, vertical="middle", overflow="fold"),
            padding=(0, _GUTTER, 0, 0),
        )
        table.add_row(Group(*drawing.lines), Group(*right))
        return table

    most = len(drawing.lines) + _BELOW + len(head) + len(foot)
    if column >= _ROOMY:
        listed = _legend(picture, terminal, drawing, listed=True)
        for right in (listed, compact):
            yield [*head, beside([*right, "", *facts]), *foot], most + 2
    if column >= _COLUMN:
        yield [*head, beside(compact), "", *facts, *foot], float("inf")
    else:
        yield [*head, *drawing.lines, "", *compact, "", *facts, *foot], float("inf")


def _source(picture: Picture) -> Parts:
    return [Paragraph(picture.source, indent=0)] if picture.source else []


def _facts(picture: Picture, terminal: Terminal, names: dict[str, str]) -> Parts:
    shades = shades_note(names) if terminal.colors else ()
    texts = (*shades, *counts(picture.coverage))
    return [Paragraph(one, indent=0, hang=2) for one in texts]


def _legend(
    picture: Picture, terminal: Terminal, drawing: Drawing, *, listed: bool = False
) -> Parts:
    """What is covered and what is not; ``listed``, a line for each region with its networks."""
    parts: Parts = []
    if drawing.key and not terminal.colors:
        parts += [Paragraph(" ; ".join(drawing.key), indent=0), ""]
    labels = {label.region: label.text for label in picture.atlas.labels}
    for entry in legend(picture.coverage, drawing.names, picture.highlight):
        items = ", ".join(entry.items)
        said = "" if listed and entry.details else f" {items}"
        content = joined(_swatch(entry, terminal), text(entry.head, "bold"), said)
        parts.append(Paragraph(content, indent=0, hang=1))
        for item, (region, networks) in zip(entry.items, entry.details, strict=False):
            if listed:
                label = labels.get(region, "").ljust(3, "\u00a0")
                served = f" : {', '.join(networks)}" if networks else ""
                line = text(f"{label} {item}{served}")
                parts.append(Paragraph(line, indent=4, hang=4))
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
