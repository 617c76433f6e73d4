"""The drawings of France for a terminal: half blocks in colours, or tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from achats_reseaux.answering.coverage import WITHOUT_CONTACT
from achats_reseaux.model import Record
from achats_reseaux.output.map.tints import TINTS, departements_by_code, paints

if TYPE_CHECKING:
    from collections.abc import Mapping

    from achats_reseaux.answering.coverage import Coverage
    from achats_reseaux.output.map.atlas import Picture
    from achats_reseaux.output.terminal import Terminal

PAINTS = {
    "0": ("#00795c", 2),
    "1": ("#2f9e7f", 10),
    "2": ("#00614a", 6),
    "3": ("#7cc4a8", 14),
    "partial": ("#d98a00", 3),
    "none": ("#c9ccd1", 7),
    "-covered": ("#7a8683", 8),
    "-partial": ("#857b6b", 8),
    "-none": ("#95999e", 8),
    "black": ("#000000", 0),
    "white": ("#ffffff", 15),
}
"""Each colour, which Rich renders in 24 bits or 256 colours; and its number among 16."""

_BRIGHT = ("1", "3", "partial", "none")
"""The colours on which black is legible; all are among 16."""


def style(ink: str, ground: str, colors: int, *, bold: bool = False) -> Style:
    """Names of ``PAINTS`` as foreground and background, ``""`` for none; null without colours."""
    if not colors:
        return Style.null()

    def shade(name: str) -> str | None:
        own, among_16 = PAINTS.get(name, (None, 0))
        return f"color({among_16})" if own and colors == 16 else own

    return Style(color=shade(ink), bgcolor=shade(ground), bold=bold or None)


def text_on(name: str, colors: int) -> Style:
    """Text on a colour of ``PAINTS``; ``""`` is the terminal's own."""
    if not name or name.startswith("-"):
        return style(name, "", colors, bold=not name)
    ink = "black" if name in _BRIGHT or colors == 16 else "white"
    return style(ink, name, colors, bold=colors != 16)  # bold black is grey on some terminals


class Drawing(Record):
    """A drawing and the key to its signs.

    Attributes:
        lines: all of the same width.
        names: the name of the colour of each département.
        key: the meanings of the signs that replace colours.
    """

    lines: list[Text]
    names: Mapping[str, str]
    key: list[str]


def raster(picture: Picture, terminal: Terminal) -> Drawing:
    """Half blocks, for a terminal with colours: each line of text has two rows of cells."""
    grid, colors = picture.atlas.raster, terminal.colors
    names = paints(picture.coverage, grid, picture.highlight)
    area: dict[str, int] = {}
    for code in (code for row in grid for code in row):
        area[code] = area.get(code, 0) + 1
    written = {
        (label.row // 2, label.column + at): char
        for label in picture.atlas.labels
        for at, char in enumerate(label.text)
    }
    lines = []
    for at, (upper, lower) in enumerate(zip(grid[::2], grid[1::2], strict=True)):
        line = Text()
        for column, (top, bottom) in enumerate(zip(upper, lower, strict=True)):
            # If both cells get one colour, it is that of the smaller département.
            one = min((code for code in (top, bottom) if code), key=area.__getitem__, default="")
            name = names.get(one, "")
            if char := written.get((at, column), ""):
                line.append(char, text_on(name, colors))
            elif terminal.unicode:
                line.append(*_half_block(names.get(top, ""), names.get(bottom, ""), colors))
            elif name.startswith("-"):
                line.append(".", style(name, "", colors))
            else:
                line.append(" ", style("", name, colors))
        lines.append(line)
    return Drawing(lines, names, [])


def _half_block(top: str, bottom: str, colors: int) -> tuple[str, Style]:
    aside = [name for name in (top, bottom) if name.startswith("-")]
    if aside:  # not highlighted: a pale shade, omitted beside a highlighted cell
        if len(aside) == 2 or not (top and bottom):
            return "░", style(aside[0], "", colors)
        top, bottom = ("" if name in aside else name for name in (top, bottom))
    if top == bottom:
        if top == "partial" and colors == 16:  # which differs from its neighbours by hue only
            return "▒", style("black", top, colors)
        return " ", style("", top, colors)
    return ("▀", style(top, bottom, colors)) if top else ("▄", style(bottom, "", colors))


def wide_tiles(picture: Picture, terminal: Terminal) -> Drawing:
    """One tile a département, four columns wide."""
    marks = {"": " {} ", "none": "({})", "partial": "~{}~", "covered": "[{}]"}
    return _tiles(picture, terminal.colors, 4, marks)


def narrow_tiles(picture: Picture, terminal: Terminal) -> Drawing:
    """One tile a département, three columns wide."""
    marks = {"": "{} ", "none": "{}-", "partial": "{}~", "covered": "{}+"}
    return _tiles(picture, terminal.colors, 3, marks)


def _tiles(picture: Picture, colors: int, step: int, marks: dict[str, str]) -> Drawing:
    """Tiles, which bear marks where there are no colours."""
    grid = picture.atlas.tiles
    names = paints(picture.coverage, grid, picture.highlight)
    if not picture.highlight:
        marks = {**marks, "none": marks[""]}
    lines = []
    marked: dict[str, str] = {}
    for row in grid:
        line = Text()
        for at, code in enumerate(row):
            name = names.get(code, "")
            if not code:
                # After a tile that is wider than the others, the empty ones are narrower.
                line.append(" " * (step - max(0, len(line) - at * step)))
            elif colors:
                line.append(f"{code:>3}".ljust(step), text_on(name, colors))
            else:
                state = "" if name.startswith("-") else "covered" if name in TINTS else name
                marked.setdefault(state, marks[state].format(code).strip())
                line.append(marks[state].format(code))
        lines.append(line)
    nobody = "aucun connu" if picture.coverage.known_only else "aucun"
    words = {"covered": "couvert", "partial": _partial_word(picture.coverage), "none": nobody}
    key = [f"{marked[state]} : {word}" for state, word in words.items() if state in marked]
    if "" in marked and picture.highlight:
        key.append(f"{marked['']} : hors de la sélection")
    return Drawing(lines, names, key)


def _partial_word(coverage: Coverage) -> str:
    """The meaning of ``partial``: partly covered, or by networks without an address."""
    statuses = {one.status for one in departements_by_code(coverage).values()}
    words = {"partial": "en partie", WITHOUT_CONTACT: "sans adresse"}
    return " ou ".join(word for status, word in words.items() if status in statuses)
