"""The drawings of France for a terminal: half blocks, letters or tiles, and their colours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.style import Style
from rich.text import Text

from achats_reseaux.answering.coverage import WITHOUT_CONTACT
from achats_reseaux.model import Record
from achats_reseaux.output.map.atlas import TINTS, departements_by_code, paints

if TYPE_CHECKING:
    from achats_reseaux.output.map.atlas import Picture
    from achats_reseaux.output.terminal import Terminal

# In 24 bits, of 256 and of 16 colours, and whether black is legible on it (with 16, always).
PAINTS = {
    "0": ("#00795c", 29, 2, False),
    "1": ("#2f9e7f", 72, 10, True),
    "2": ("#00614a", 22, 6, False),
    "3": ("#7cc4a8", 115, 14, True),
    "partial": ("#d98a00", 172, 3, True),
    "none": ("#c9ccd1", 252, 7, True),
    "-covered": ("#7a8683", 244, 8, False),
    "-partial": ("#857b6b", 244, 8, False),
    "-none": ("#95999e", 247, 8, True),
    "black": ("#000000", 16, 0, False),
    "white": ("#ffffff", 231, 0, True),
}


def style(ink: str, ground: str, colors: int, *, bold: bool = False) -> Style:
    """Names of ``PAINTS`` as foreground and background, ``""`` for none; null without colours."""
    if not colors:
        return Style.null()
    depth = {16777216: 0, 256: 1}.get(colors, 2)
    shades = (PAINTS[name][depth] if name else None for name in (ink, ground))
    named = [shade if shade is None or not depth else f"color({shade})" for shade in shades]
    return Style(color=named[0], bgcolor=named[1], bold=bold or None)  # type: ignore[arg-type]


def text_on(name: str, colors: int) -> Style:
    """Text on a colour of ``PAINTS``; ``""`` is the terminal's own."""
    if name.startswith("-"):
        return style(name, "", colors)
    if not name:
        return style("", "", colors, bold=True)
    ink = "black" if PAINTS[name][3] or colors == 16 else "white"
    return style(ink, name, colors, bold=colors != 16)  # bold black is grey on some terminals


class Drawing(Record):
    """A drawing and the key to its signs.

    Attributes:
        lines: all of the same width.
        names: the name of the colour of each département.
        key: the meanings of the signs that replace colours.
    """

    lines: list[Text]
    names: dict[str, str]
    key: list[str]


class MapRenderer:
    """Draws one coverage for one terminal, as a raster or as tiles."""

    def __init__(self, picture: Picture, terminal: Terminal) -> None:
        self.coverage, self.atlas = picture.coverage, picture.atlas
        self.highlight, self.terminal = picture.highlight, terminal

    def raster(self) -> Drawing:
        """The raster: each line of text has two rows of cells, as half blocks."""
        grid = self.atlas.raster
        colors = self.terminal.colors
        names = paints(self.coverage, grid, self.highlight)
        letters = self._letters(names)
        area: dict[str, int] = {}
        for row in grid:
            for code in row:
                area[code] = area.get(code, 0) + 1
        written = {}
        for label in self.atlas.labels:
            for at, char in enumerate(label.text):
                written[label.row // 2, label.column + at] = char
            if not colors:  # a label among letters needs spaces around it
                written.setdefault((label.row // 2, label.column - 1), " ")
                written.setdefault((label.row // 2, label.column + len(label.text)), " ")
        lines = []
        for at in range(0, len(grid), 2):
            upper = grid[at]
            lower = grid[at + 1] if at + 1 < len(grid) else ("",) * len(upper)
            line = Text()
            for column, (top, bottom) in enumerate(zip(upper, lower, strict=True)):
                char = written.get((at // 2, column), "")
                # If both cells get one colour, it is that of the smaller département.
                one = min((c for c in (top, bottom) if c), key=area.__getitem__, default="")
                if char:
                    line.append(char, text_on(names.get(one, ""), colors))
                elif not colors:
                    line.append(letters.get(one, " "))
                elif not self.terminal.unicode:
                    name = names.get(one, "")
                    veil = name.startswith("-")
                    ink, ground = (name, "") if veil else ("", name)
                    line.append("." if veil else " ", style(ink, ground, colors))
                else:
                    line.append(*self._half_block(names.get(top, ""), names.get(bottom, "")))
            lines.append(line)
        return Drawing(lines, names, self._letters_key(names))

    def _half_block(self, top: str, bottom: str) -> tuple[str, Style]:
        colors = self.terminal.colors
        aside = [name for name in (top, bottom) if name.startswith("-")]
        if aside:  # not highlighted: a pale shade, omitted beside a highlighted cell
            if len(aside) == 2 or not (top and bottom):
                return "░", style(aside[0], "", colors)
            top, bottom = ("" if name in aside else name for name in (top, bottom))
        if top == bottom:
            if top == "partial" and colors == 16:  # which differs from its neighbours by hue only
                return "▒", style("black", top, colors)
            return " ", style("", top, colors)
        if not top:
            return "▄", style(bottom, "", colors)
        return "▀", style(top, bottom, colors)

    def _letters(self, names: dict[str, str]) -> dict[str, str]:
        regions = {label.region: label.letter for label in self.atlas.labels}
        letters = {}
        for region in self.coverage.regions:
            letter = regions.get(region.area.code, "X")
            for one in region.departements:
                name = names[one.area.code]
                mark = {"none": letter.lower(), "partial": "~"}.get(name, letter)
                letters[one.area.code] = "." if name.startswith("-") else mark
        return letters

    def _letters_key(self, names: dict[str, str]) -> list[str]:
        used = set(names.values())
        said = []
        if used.intersection(TINTS):
            said.append("LETTRES CAPITALES : couvert")
        if "partial" in used:
            said.append(f"~ : {self._partial_word()}")
        if "none" in used:
            said.append("minuscules : aucun")
        if self.highlight:
            said.append("points : hors de la sélection")
        return said

    def _partial_word(self) -> str:
        """The meaning of ``partial``: partly covered, or by networks without an address."""
        statuses = {one.status for one in departements_by_code(self.coverage).values()}
        words = {"partial": "en partie", WITHOUT_CONTACT: "sans adresse"}
        return " ou ".join(word for status, word in words.items() if status in statuses)

    def wide_tiles(self) -> Drawing:
        """One tile a département, four columns wide."""
        return self._tiles(4, {"": " {} ", "none": "({})", "partial": "~{}~", "covered": "[{}]"})

    def narrow_tiles(self) -> Drawing:
        """One tile a département, three columns wide."""
        return self._tiles(3, {"": "{} ", "none": "{}-", "partial": "{}~", "covered": "{}+"})

    def _tiles(self, step: int, marks: dict[str, str]) -> Drawing:
        grid = self.atlas.tiles
        colors = self.terminal.colors
        names = paints(self.coverage, grid, self.highlight)
        if not self.highlight:
            marks = {**marks, "none": marks[""]}
        lines = []
        marked: dict[str, str] = {}
        for row in grid:
            line = Text()
            for at, code in enumerate(row):
                name = names.get(code, "")
                if not code:
                    text = " " * step
                elif colors:
                    text = f"{code:>3}".ljust(step)
                else:
                    state = "" if name.startswith("-") else "covered" if name in TINTS else name
                    text = marks[state].format(code)
                    marked.setdefault(state, text.strip())
                # After a tile that is wider than the others, the empty ones are narrower.
                shown = text[max(0, len(line) - at * step) :] if not text.strip() else text
                line.append(shown, text_on(name, colors) if code else "")
            lines.append(line)
        words = {"covered": "couvert", "partial": self._partial_word(), "none": "aucun"}
        key = [f"{marked[state]} : {word}" for state, word in words.items() if state in marked]
        if "" in marked and self.highlight:
            key.append(f"{marked['']} : hors de la sélection")
        return Drawing(lines, names, key)
