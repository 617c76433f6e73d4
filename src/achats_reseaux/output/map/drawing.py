"""The drawings of France for a terminal: half blocks, letters or tiles, and their colours."""

from __future__ import annotations

from achats_reseaux.answering.coverage import WITHOUT_CONTACT
from achats_reseaux.model import Record
from achats_reseaux.output.map.atlas import TINTS, departements_by_code, paints
from achats_reseaux.output.styled_text import realign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.output.map.atlas import Picture
    from achats_reseaux.output.styled_text import Line, Span
    from achats_reseaux.output.terminal import Terminal

# In 24 bits, of 256 and of 16 colours, and whether black is legible on it (with 16, always).
PAINTS = {
    "0": ((0x00, 0x79, 0x5C), 29, 2, False),
    "1": ((0x2F, 0x9E, 0x7F), 72, 10, True),
    "2": ((0x00, 0x61, 0x4A), 22, 6, False),
    "3": ((0x7C, 0xC4, 0xA8), 115, 14, True),
    "partial": ((0xD9, 0x8A, 0x00), 172, 3, True),
    "none": ((0xC9, 0xCC, 0xD1), 252, 7, True),
    "-covered": ((0x7A, 0x86, 0x83), 244, 8, False),
    "-partial": ((0x85, 0x7B, 0x6B), 244, 8, False),
    "-none": ((0x95, 0x99, 0x9E), 247, 8, True),
}


def sgr(ink: str, ground: str, colors: int) -> str:
    """The parameters of an SGR sequence: foreground and background colour, ``""`` for none."""
    codes = []
    for name, base in ((ink, 30), (ground, 40)):
        if name:
            rgb, of_256, of_16, _ = PAINTS[name]
            if colors == 256:
                codes.append(f"{base + 8};5;{of_256}")
            elif colors == 16:
                codes.append(str(base + of_16 if of_16 < 8 else base + 52 + of_16))
            else:
                codes.append(f"{base + 8};2;{rgb[0]};{rgb[1]};{rgb[2]}")
    return ";".join(codes)


def bold(colors: int) -> str:
    """The SGR parameter for bold, ``""`` without colours."""
    return "1" if colors else ""


def text_on(name: str, colors: int) -> str:
    """The SGR parameters of text on a colour of ``PAINTS``; ``""`` is the terminal's own."""
    if not colors:
        return ""
    if name.startswith("-"):
        return sgr(name, "", colors)
    if not name:
        return bold(colors)
    black = PAINTS[name][3]
    if colors == 16:
        ink = "30"  # bold black is grey on some terminals
    elif colors == 256:
        ink = "1;38;5;16" if black else "1;38;5;231"
    else:
        ink = "1;38;2;0;0;0" if black else "1;38;2;255;255;255"
    return f"{ink};{sgr('', name, colors)}"


class Drawing(Record):
    """A drawing and the key to its signs.

    Attributes:
        lines: all of the same width.
        names: the name of the colour of each département.
        key: the meanings of the signs that replace colours.
    """

    lines: list[Line]
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
            line: Line = []
            for column, (top, bottom) in enumerate(zip(upper, lower, strict=True)):
                char = written.get((at // 2, column), "")
                # If both cells get one colour, it is that of the smaller département.
                one = min((c for c in (top, bottom) if c), key=area.__getitem__, default="")
                if char:
                    line.append((char, text_on(names.get(one, ""), colors)))
                elif not colors:
                    line.append((letters.get(one, " "), ""))
                elif not self.terminal.unicode:
                    name = names.get(one, "")
                    veil = name.startswith("-")
                    ink, ground = (name, "") if veil else ("", name)
                    line.append(("." if veil else " ", sgr(ink, ground, colors)))
                else:
                    line.append(self._half_block(names.get(top, ""), names.get(bottom, "")))
            lines.append(line)
        return Drawing(lines, names, self._letters_key(names))

    def _half_block(self, top: str, bottom: str) -> Span:
        colors = self.terminal.colors
        aside = [name for name in (top, bottom) if name.startswith("-")]
        if aside:  # not highlighted: a pale shade, omitted beside a highlighted cell
            if len(aside) == 2 or not (top and bottom):
                return "░", sgr(aside[0], "", colors)
            top, bottom = ("" if name in aside else name for name in (top, bottom))
        if top == bottom:
            if top == "partial" and colors == 16:  # which differs from its neighbours by hue only
                return "▒", f"30;{sgr('', top, colors)}"
            return " ", sgr("", top, colors)
        if not top:
            return "▄", sgr(bottom, "", colors)
        return "▀", sgr(top, bottom, colors)

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
            line: Line = []
            for code in row:
                name = names.get(code, "")
                if not code:
                    text = " " * step
                elif colors:
                    text = f"{code:>3}".ljust(step)
                else:
                    state = "" if name.startswith("-") else "covered" if name in TINTS else name
                    text = marks[state].format(code)
                    marked.setdefault(state, text.strip())
                line.append((text, text_on(name, colors)))
            lines.append(realign(line, step))
        words = {"covered": "couvert", "partial": self._partial_word(), "none": "aucun"}
        key = [f"{marked[state]} : {word}" for state, word in words.items() if state in marked]
        if "" in marked and self.highlight:
            key.append(f"{marked['']} : hors de la sélection")
        return Drawing(lines, names, key)
