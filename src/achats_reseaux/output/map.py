"""The map of France on a terminal: half blocks where it is wide, tiles where it is not."""

from __future__ import annotations

from achats_reseaux.output.atlas import TINTS, counts, legend, paints
from achats_reseaux.output.lines import (
    GUTTER,
    beside,
    close,
    line_width,
    to_ascii,
    wrap,
    write,
)
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.coverage import Coverage
    from achats_reseaux.output.atlas import Atlas
    from achats_reseaux.output.lines import Line, Span
    from achats_reseaux.output.terminal import Terminal

# 24 bits, 256 and 16 colours, and whether black is read on it (on 16 colours it always is).
_PAINTS = {
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
_COLUMN, _ROOMY = 25, 40  # the least width of a legend beside the map; from where on it may indent


def render(
    coverage: Coverage,
    terminal: Terminal,
    atlas: Atlas,
    *,
    title: str,
    source: str,
    tiles: bool = False,
    highlight: frozenset[str] = frozenset(),
) -> str:
    """Draw the map for a terminal, with its legend beside or under it.

    Of the drawings, the largest that fits is taken: the height counts if a person is looking. No
    line is wider than the terminal or ends in a space, and without colours there is no escape.

    Args:
        coverage: what to show.
        terminal: where.
        atlas: the drawings.
        title: the first line.
        source: the last line.
        tiles: draw the grid of tiles even where the raster fits.
        highlight: codes of the départements that stand out; all alike if empty.

    Returns:
        Lines, each ended by a newline.
    """
    sheet = _Sheet(coverage, terminal, atlas, highlight)
    drawings = (sheet.raster, sheet.wide_tiles, sheet.narrow_tiles)
    page: list[Line] = []
    for draw in drawings[1 if tiles else 0 :]:
        drawing = draw()
        if line_width(drawing[0]) <= terminal.width:
            page = sheet.page(drawing, title, source)
            if not terminal.interactive or len(page) < terminal.height:
                break
    page = page or sheet.page([], title, source)  # too narrow: the legend alone
    return "".join(write(line) for line in page)


class _Sheet:
    """One map in the making."""

    def __init__(
        self, coverage: Coverage, terminal: Terminal, atlas: Atlas, highlight: frozenset[str]
    ) -> None:
        self.coverage, self.terminal, self.atlas = coverage, terminal, atlas
        self.highlight = highlight
        self.names: dict[str, str] = {}
        self.key: list[str] = []

    # A drawing is its lines, padded to one width.

    def raster(self) -> list[Line]:
        """Two cells of the raster a line."""
        grid = self.atlas.raster
        self.names = paints(self.coverage, grid, self.highlight)
        self.key = self._letters_key()
        letters = self._letters()
        area: dict[str, int] = {}
        for row in grid:
            for code in row:
                area[code] = area.get(code, 0) + 1
        written = {}
        for label in self.atlas.labels:
            for at, char in enumerate(label.text):
                written[label.row // 2, label.column + at] = char
            if not self.terminal.colors:  # a label among letters needs air
                written.setdefault((label.row // 2, label.column - 1), " ")
                written.setdefault((label.row // 2, label.column + len(label.text)), " ")
        lines = []
        for at in range(0, len(grid), 2):
            upper = grid[at]
            lower = grid[at + 1] if at + 1 < len(grid) else ("",) * len(upper)
            line: Line = []
            for column, (top, bottom) in enumerate(zip(upper, lower, strict=True)):
                char = written.get((at // 2, column), "")
                # Where one colour must stand for both cells, it is that of the smaller département.
                one = min((c for c in (top, bottom) if c), key=area.__getitem__, default="")
                if char:
                    line.append((char, self._text_on(self.names.get(one, ""))))
                elif not self.terminal.colors:
                    line.append((letters.get(one, " "), ""))
                elif not self.terminal.unicode:
                    name = self.names.get(one, "")
                    veil = name.startswith("-")
                    line.append((".", self._sgr(name, "")) if veil else (" ", self._sgr("", name)))
                else:
                    line.append(self._half(self.names.get(top, ""), self.names.get(bottom, "")))
            lines.append(line)
        return lines

    def _half(self, top: str, bottom: str) -> Span:
        aside = [name for name in (top, bottom) if name.startswith("-")]
        if aside:  # a veil, pale on any ground, and none at the side of what stands out
            if len(aside) == 2 or not (top and bottom):
                return "░", self._sgr(aside[0], "")
            top, bottom = ("" if name in aside else name for name in (top, bottom))
        if top == bottom:
            if top == "partial" and self.terminal.colors == 16:  # as light as its neighbours
                return "▒", f"30;{self._sgr('', top)}"
            return " ", self._sgr("", top)
        if not top:
            return "▄", self._sgr(bottom, "")
        return "▀", self._sgr(top, bottom)

    def _letters(self) -> dict[str, str]:
        regions = {label.region: label.letter for label in self.atlas.labels}
        letters = {}
        for region in self.coverage.regions:
            letter = regions.get(region.area.code, "X")
            for dep in region.departements:
                name = self.names[dep.area.code]
                mark = {"none": letter.lower(), "partial": "~"}.get(name, letter)
                letters[dep.area.code] = "." if name.startswith("-") else mark
        return letters

    def _letters_key(self) -> list[str]:
        used = set(self.names.values())
        said = []
        if used.intersection(TINTS):
            said.append("LETTRES CAPITALES : couvert")
        if "partial" in used:
            said.append("~ : en partie")
        if "none" in used:
            said.append("minuscules : aucun")
        if self.highlight:
            said.append("points : hors de la sélection")
        return said

    def wide_tiles(self) -> list[Line]:
        """Four columns a tile."""
        return self._tiles(4, {"": " {} ", "none": "({})", "partial": "~{}~", "covered": "[{}]"})

    def narrow_tiles(self) -> list[Line]:
        """Three columns a tile."""
        return self._tiles(3, {"": "{} ", "none": "{}-", "partial": "{}~", "covered": "{}+"})

    def _tiles(self, step: int, marks: dict[str, str]) -> list[Line]:
        grid = self.atlas.tiles
        self.names = paints(self.coverage, grid, self.highlight)
        if not self.highlight:
            marks = {**marks, "none": marks[""]}
        lines = []
        marked: dict[str, str] = {}
        for row in grid:
            line: Line = []
            for code in row:
                name = self.names.get(code, "")
                if not code:
                    text = " " * step
                elif self.terminal.colors:
                    text = f"{code:>{step - 1}} "[:step].rjust(step) if step > 3 else f"{code:>3}"
                else:
                    state = "" if name.startswith("-") else "covered" if name in TINTS else name
                    text = marks[state].format(code)
                    marked.setdefault(state, text.strip())
                line.append((text, self._text_on(name)))
            lines.append(close(line, step))
        words = {"covered": "couvert", "partial": "en partie", "none": "aucun"}
        self.key = [f"{marked[state]} : {word}" for state, word in words.items() if state in marked]
        if "" in marked and self.highlight:
            self.key.append(f"{marked['']} : hors de la sélection")
        return lines

    def page(self, drawing: list[Line], title: str, source: str) -> list[Line]:
        """The drawing with its title, legend and facts, beside it where there is room."""
        width = self.terminal.width
        head: list[Line] = [[(part, self._bold())] for part in wrap(self._clean(title), width)]
        head.append([])
        taken = max(map(line_width, drawing), default=width)
        column = min(width - taken - GUTTER, 72)
        facts = self._facts(source, min(width, 120))
        if column < _COLUMN:
            return [*head, *drawing, *([[]] if drawing else []), *self._legend(width), [], *facts]
        room = len(drawing) + 3
        total = len(head) + len(drawing) + 1 + len(facts)
        if self.terminal.interactive:
            room = max(len(drawing), min(room, self.terminal.height - len(head) - 1))
        for listed in (True, False) if column >= _ROOMY else (False,):
            legend_lines = self._legend(column, listed)
            whole = [*legend_lines, [], *self._facts(source, column)]
            if column >= _ROOMY and len(whole) <= room:
                return [*head, *beside(drawing, whole, taken)]
            tall = self.terminal.interactive and total >= self.terminal.height
            if len(legend_lines) <= len(drawing) and not tall:
                break
        if column < _ROOMY:  # without indents, it is air that tells the entries apart
            airy = self._legend(column, spaced=True)
            legend_lines = airy if len(airy) <= len(drawing) else legend_lines
        return [*head, *beside(drawing, legend_lines, taken), [], *facts]

    def _legend(self, width: int, listed: bool = False, spaced: bool = False) -> list[Line]:
        lines: list[Line] = []
        colors = self.terminal.colors
        labels = {label.region: label.text for label in self.atlas.labels}
        if not colors and self.key:
            lines += ([(part, "")] for part in wrap(self._clean(" ; ".join(self.key)), width))
            lines.append([])
        for entry in legend(self.coverage, self.names, self.highlight):
            if spaced and lines and lines[-1]:
                lines.append([])
            swatch = self._swatch(entry.paints) if colors else []
            indent = 4 if colors and width >= _ROOMY else 0
            start = max(indent, 4 if swatch else 0)
            title, items = self._clean(entry.head), [self._clean(item) for item in entry.items]
            parts = [title] if listed and entry.details else [f"{title} {', '.join(items)}"]
            parts = wrap("\xa0" * start + parts[0], width, " " * indent)
            if listed:
                for item, (region, networks) in zip(items, entry.details, strict=False):
                    text = ", ".join(map(self._clean, networks))
                    text = f"{item} : {text}" if text else item
                    label = labels.get(region, "")[:3].ljust(3, "\xa0")
                    text = "\xa0" * indent + f"{label} {text}"
                    parts += wrap(text, width, " " * (indent + 4))
            room = " " * (start - line_width(swatch))
            end = start + len(title)
            first = parts[0]
            lines.append([*swatch, (room, ""), (first[start:end], self._bold()), (first[end:], "")])
            lines += ([(part, "")] for part in parts[1:])
        return lines

    def _facts(self, source: str, width: int) -> list[Line]:
        texts = (*counts(self.coverage), source)
        return [[(part, "")] for text in texts for part in wrap(self._clean(text), width, "  ")]

    def _swatch(self, names: tuple[str, ...]) -> Line:
        if not names:
            return []
        shown = sorted((names * 3)[:3])
        if self.terminal.unicode:
            return [("▄", self._sgr(name, "")) for name in shown]
        return [(" ", self._sgr("", name)) for name in shown]

    def _text_on(self, name: str) -> str:
        if not self.terminal.colors:
            return ""
        if name.startswith("-"):
            return self._sgr(name, "")
        if not name:
            return self._bold()
        black = self.terminal.colors == 16 or _PAINTS[name][3]
        ink = (
            {16777216: "38;2;0;0;0", 256: "38;5;16"}
            if black
            else {
                16777216: "38;2;255;255;255",
                256: "38;5;231",
            }
        )
        bold = "" if self.terminal.colors == 16 else "1;"  # bold black is grey on some
        return f"{bold}{ink.get(self.terminal.colors, '30')};{self._sgr('', name)}"

    def _bold(self) -> str:
        return "1" if self.terminal.colors else ""

    def _sgr(self, ink: str, ground: str) -> str:
        codes = []
        for name, base in ((ink, 30), (ground, 40)):
            if name:
                rgb, of_256, of_16, _ = _PAINTS[name]
                if self.terminal.colors == 256:
                    codes.append(f"{base + 8};5;{of_256}")
                elif self.terminal.colors == 16:
                    codes.append(str(base + of_16 if of_16 < 8 else base + 52 + of_16))
                else:
                    codes.append(f"{base + 8};2;{rgb[0]};{rgb[1]};{rgb[2]}")
        return ";".join(codes)

    def _clean(self, text: str) -> str:
        text = visible(text)
        return text if self.terminal.unicode else to_ascii(text)
