"""The map of France on a terminal: half blocks where it is wide, a grid of tiles where it is not.

The drawings are data (:func:`load`); what they show is the :class:`~achats_reseaux.model.Coverage`,
département by département. ``output/svg.py`` draws the same atlas, tints and legend.
"""

from __future__ import annotations

from achats_reseaux.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from achats_reseaux.model import Coverage, DepartementCoverage, RegionCoverage
    from achats_reseaux.output.terminal import Terminal

    Grid = tuple[tuple[str, ...], ...]
    Span = tuple[str, str]  # a text and the parameters of its SGR sequence
    Line = list[Span]


# --- the drawings --------------------------------------------------------------------------------


class Label(Record):
    """What is written on a region, and from which cell on; ``letter`` fills it without colour."""

    region: str
    text: str
    letter: str
    row: int
    column: int


class Atlas(Record):
    """The drawings, as grids of département codes, ``""`` where there is none."""

    raster: Grid
    tiles: Grid
    labels: tuple[Label, ...]


_OVERSEAS = {"GP": "971", "MQ": "972", "GF": "973", "RE": "974", "YT": "976", ".": "", "": ""}


def load(folder: str | Path) -> Atlas:
    """Read the drawings from ``data/map``."""
    raster, tiles, (_, *labels) = (
        _lines(f"{folder}/{name}") for name in ("france.txt", "tuiles.txt", "etiquettes.tsv")
    )
    return Atlas(
        raster=_grid(raster, 2),
        tiles=_grid(tiles, 3),
        labels=tuple(
            Label(region, text, letter, int(row), int(column))
            for region, text, letter, row, column in (line.split("\t") for line in labels)
        ),
    )


def _lines(path: str) -> list[str]:
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def _grid(lines: Sequence[str], step: int) -> Grid:
    width = max(map(len, lines))
    rows = ([line[at : at + step].strip() for at in range(0, width, step)] for line in lines)
    return tuple(tuple(_OVERSEAS.get(code, code) for code in row) for row in rows)


# --- what is shown, on any medium ----------------------------------------------------------------


class Entry(Record):
    """One entry of the legend.

    Attributes:
        paints: names of the colours it explains.
        head: its title, with a count.
        items: what it holds.
        details: for each item, if it is a region, its code and the names of its networks, where
            the item does not say them.
    """

    paints: tuple[str, ...]
    head: str
    items: tuple[str, ...]
    details: tuple[tuple[str, tuple[str, ...]], ...] = ()


TINTS = ("0", "1", "2", "3")
_HEADS = {"covered": "Couvert", "split": "Partagé", "partial": "Partiel", "none": "Aucun"}


def departements(coverage: Coverage) -> dict[str, DepartementCoverage]:
    """The départements of the regions, by code."""
    return {dep.area.code: dep for region in coverage.regions for dep in region.departements}


def tints(coverage: Coverage, grid: Grid) -> dict[tuple[str, ...], str]:
    """A tint for each set of networks, other than those of the sets that it touches on the grid.

    The set with most tints around it is served first, then that with most neighbours.
    """
    served = {
        code: dep.networks
        for code, dep in departements(coverage).items()
        if dep.status == "covered"
    }
    touching: dict[tuple[str, ...], set[tuple[str, ...]]] = {
        item: set() for item in served.values()
    }
    for above, below in zip(grid, (*grid[1:], ()), strict=True):
        pairs = (*zip(above, (*above[1:], ""), strict=True), *zip(above, below, strict=False))
        for one, other in pairs:
            if one in served and other in served and served[one] != served[other]:
                touching[served[one]].add(served[other])
                touching[served[other]].add(served[one])
    chosen: dict[tuple[str, ...], str] = {}
    left = list(touching)
    while left:
        item = max(
            left,
            key=lambda item: (
                len({chosen.get(near) for near in touching[item]}),
                len(touching[item]),
            ),
        )
        left.remove(item)
        around = [chosen.get(near) for near in touching[item]]
        chosen[item] = min(TINTS, key=around.count)
    return chosen


def paints(coverage: Coverage, grid: Grid, highlight: frozenset[str]) -> dict[str, str]:
    """The colour of each département: a tint, ``partial``, ``none``; ``-…`` out of a highlight."""
    chosen = tints(coverage, grid)
    names = {}
    for code, dep in departements(coverage).items():
        name = chosen[dep.networks] if dep.status == "covered" else dep.status
        name = "partial" if name == "split" else name
        if highlight and code not in highlight:
            name = "-" + ("covered" if name in TINTS else name)
        names[code] = name
    return names


def legend(coverage: Coverage, names: Mapping[str, str], highlight: frozenset[str]) -> list[Entry]:
    """Who is covered and who is not, by region, in words."""
    known = dict(zip(coverage.networks, coverage.names, strict=False))
    entries = []
    for status, head in _HEADS.items():
        regions = [region for region in coverage.regions if region.status == status]
        if regions:
            found = {
                names[dep.area.code].replace("-covered", "0").lstrip("-")
                for region in regions
                for dep in region.departements
                if dep.area.code in names
            }
            used = tuple(name for name in (*TINTS, "partial", "none") if name in found)
            items = tuple(_describe(region, coverage) for region in regions)
            details = tuple(
                (
                    region.area.code,
                    () if status == "split" else tuple(known.get(n, n) for n in region.networks),
                )
                for region in regions
            )
            entries.append(Entry(used, f"{head} ({len(regions)}) :", items, details))
    if highlight:
        items = _selection(coverage, highlight)
        entries.append(Entry((), f"En évidence ({len(items)}) :", items))
    return entries


def _describe(region: RegionCoverage, coverage: Coverage) -> str:
    if region.status == "split":
        known = dict(zip(coverage.networks, coverage.names, strict=False))
        return f"{region.area.name} ({' et '.join(known.get(n, n) for n in region.networks)})"
    if region.status != "partial" or not region.departements:
        return region.area.name
    parts = [
        f"{dep.area.name}\xa0{dep.area.code}" + (" en partie" if dep.status == "partial" else "")
        for dep in region.departements
        if dep.status != "none"
    ]
    without = [f"{d.area.name}\xa0{d.area.code}" for d in region.departements if d.status == "none"]
    if len(parts) <= len(without):
        return f"{region.area.name} ({', '.join(parts)} seulement)"
    lacking = [part for part in parts if part.endswith("en partie")]
    said = (["sauf " + ", ".join(without)] if without else []) + lacking
    return f"{region.area.name} ({', '.join(said)})" if said else region.area.name


def _selection(coverage: Coverage, highlight: frozenset[str]) -> tuple[str, ...]:
    items = []
    for region in coverage.regions:
        inside = [dep for dep in region.departements if dep.area.code in highlight]
        if inside and len(inside) == len(region.departements):
            items.append(region.area.name)
        else:
            items += [f"{dep.area.name}\xa0{dep.area.code}" for dep in inside]
    items += [dep.area.name for dep in coverage.overseas if dep.area.code in highlight]
    return tuple(items)


def counts(coverage: Coverage) -> list[str]:
    """Communes and inhabitants of the regions with and without; the overseas collectivities."""
    communes = sum(region.communes for region in coverage.regions)
    people = sum(region.population for region in coverage.regions)
    with_communes = sum(region.communes_covered for region in coverage.regions)
    with_people = sum(region.population_covered for region in coverage.regions)
    share = with_people * 1000 // people if people else 0  # floored: 100 % is all of them
    lines = [
        f"Avec {coverage.subject} : {_count(with_communes, with_people, share)}",
        f"Sans : {_count(communes - with_communes, people - with_people, 1000 - share)}",
    ]
    served = [dep.area.name for dep in coverage.overseas if dep.status != "none"]
    others = len(coverage.overseas) - len(served)
    if served:
        lines.append(f"Hors carte, avec : {', '.join(served)}")
    if others:
        noun = "collectivités" if others > 1 else "collectivité"
        lines.append(f"Hors carte, sans : {others} {noun} d'outre-mer")
    return lines


def _count(communes: int, people: int, share: int) -> str:
    values = (f"{communes:,} communes, {people:,} habitants").replace(",", "\xa0")
    values = values.replace("communes\xa0", "communes,")
    return f"{values} ({share // 10},{share % 10}\xa0%)"


# --- the terminal --------------------------------------------------------------------------------

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
_GUTTER = 3
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
        if _line_width(drawing[0]) <= terminal.width:
            page = sheet.page(drawing, title, source)
            if not terminal.interactive or len(page) < terminal.height:
                break
    page = page or sheet.page([], title, source)  # too narrow: the legend alone
    return "".join(_write(line) for line in page)


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
            lines.append(_close(line, step))
        words = {"covered": "couvert", "partial": "en partie", "none": "aucun"}
        self.key = [f"{marked[state]} : {word}" for state, word in words.items() if state in marked]
        if "" in marked and self.highlight:
            self.key.append(f"{marked['']} : hors de la sélection")
        return lines

    def page(self, drawing: list[Line], title: str, source: str) -> list[Line]:
        """The drawing with its title, legend and facts, beside it where there is room."""
        width = self.terminal.width
        head: list[Line] = [[(part, self._bold())] for part in _wrap(self._clean(title), width)]
        head.append([])
        taken = max(map(_line_width, drawing), default=width)
        column = min(width - taken - _GUTTER, 72)
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
                return [*head, *_beside(drawing, whole, taken)]
            tall = self.terminal.interactive and total >= self.terminal.height
            if len(legend_lines) <= len(drawing) and not tall:
                break
        if column < _ROOMY:  # without indents, it is air that tells the entries apart
            airy = self._legend(column, spaced=True)
            legend_lines = airy if len(airy) <= len(drawing) else legend_lines
        return [*head, *_beside(drawing, legend_lines, taken), [], *facts]

    def _legend(self, width: int, listed: bool = False, spaced: bool = False) -> list[Line]:
        lines: list[Line] = []
        colors = self.terminal.colors
        labels = {label.region: label.text for label in self.atlas.labels}
        if not colors and self.key:
            lines += ([(part, "")] for part in _wrap(self._clean(" ; ".join(self.key)), width))
            lines.append([])
        for entry in legend(self.coverage, self.names, self.highlight):
            if spaced and lines and lines[-1]:
                lines.append([])
            swatch = self._swatch(entry.paints) if colors else []
            indent = 4 if colors and width >= _ROOMY else 0
            start = max(indent, 4 if swatch else 0)
            title, items = self._clean(entry.head), [self._clean(item) for item in entry.items]
            parts = [title] if listed and entry.details else [f"{title} {', '.join(items)}"]
            parts = _wrap("\xa0" * start + parts[0], width, " " * indent)
            if listed:
                for item, (region, networks) in zip(items, entry.details, strict=False):
                    text = ", ".join(map(self._clean, networks))
                    text = f"{item} : {text}" if text else item
                    label = labels.get(region, "")[:3].ljust(3, "\xa0")
                    text = "\xa0" * indent + f"{label} {text}"
                    parts += _wrap(text, width, " " * (indent + 4))
            room = " " * (start - _line_width(swatch))
            end = start + len(title)
            first = parts[0]
            lines.append([*swatch, (room, ""), (first[start:end], self._bold()), (first[end:], "")])
            lines += ([(part, "")] for part in parts[1:])
        return lines

    def _facts(self, source: str, width: int) -> list[Line]:
        texts = (*counts(self.coverage), source)
        return [[(part, "")] for text in texts for part in _wrap(self._clean(text), width, "  ")]

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
        text = clean(text)
        return text if self.terminal.unicode else _ascii(text)


# --- text ----------------------------------------------------------------------------------------


def clean(text: str) -> str:
    """Text with every control and direction mark made visible."""
    return "".join("�" if _controls(ord(char)) else char for char in text)


def _controls(code: int) -> bool:
    return (
        code < 0x20
        or 0x7F <= code < 0xA0
        or code in (0x61C, 0x200E, 0x200F, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF)
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
        or 0xD800 <= code <= 0xDFFF
    )


def _ascii(text: str) -> str:
    from unicodedata import normalize

    for char, plain in {"’": "'", "‘": "'", "œ": "oe", "Œ": "OE", "«": '"', "»": '"'}.items():
        text = text.replace(char, plain)
    text = text.replace("–", "-").replace("—", "-").replace("…", "...")
    folded = "".join(char for char in normalize("NFKD", text) if not 0x300 <= ord(char) < 0x370)
    return folded.encode("ascii", "replace").decode("ascii")


def _width(text: str) -> int:
    if all(" " <= char < "\u0300" for char in text):
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def _wrap(text: str, width: int, indent: str = "") -> list[str]:
    """Lines of at most ``width`` columns, those after the first indented.

    Nothing is lost but spaces: a word that is too long is cut and goes on. A no-break space holds.
    """
    for mark in ":;?!»":  # French sets a space before them, and never breaks there
        text = text.replace(f" {mark}", f"\xa0{mark}")
    lines = [""]
    for word in text.split(" "):
        rest = word
        joined = f"{lines[-1]} {rest}" if lines[-1].strip() else lines[-1] + rest
        if _width(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1].strip():
            lines.append(indent)
        for char in rest:
            if _width(lines[-1] + char) > width:
                lines.append(indent)
            lines[-1] += char
    return [line.replace("\xa0", " ").rstrip() for line in lines]


def _line_width(line: Iterable[Span]) -> int:
    return sum(_width(text) for text, _ in line)


def _beside(left: list[Line], right: list[Line], taken: int) -> list[Line]:
    """Two columns; the right one is in the middle if it is the shorter."""
    right = [[]] * (max(0, len(left) - len(right)) // 2) + right
    lines = []
    for at in range(max(len(left), len(right))):
        line = left[at] if at < len(left) else []
        other = right[at] if at < len(right) else []
        gap = taken + _GUTTER - _line_width(line)
        lines.append([*line, (" " * gap, ""), *other] if other else line)
    return lines


def _close(line: Line, step: int) -> Line:
    """Let a tile that is too wide take its place from the empty one after it."""
    closed: Line = []
    over = 0
    for text, style in line:
        cut = text[over:] if over and not text.strip() else text
        closed.append((cut, style))
        over = max(0, len(text) - step)
    return closed


def _write(line: Line) -> str:
    merged: list[list[str]] = []
    for text, style in line:
        if merged and merged[-1][1] == style:
            merged[-1][0] += text
        elif text:
            merged.append([text, style])
    while merged and not _grounded(merged[-1][1]) and not merged[-1][0].rstrip():
        merged.pop()
    if merged and not _grounded(merged[-1][1]):
        merged[-1][0] = merged[-1][0].rstrip()
    parts = (f"\x1b[{style}m{text}\x1b[0m" if style else text for text, style in merged)
    return "".join(parts) + "\n"


def _grounded(style: str) -> bool:
    """Whether a space in this style is seen."""
    return style not in ("", "1")
