"""The map of France on a terminal: half blocks if it is wide enough, else tiles."""

from __future__ import annotations

from achats_reseaux.output.map.atlas import counts, legend, shades_note
from achats_reseaux.output.map.drawing import Drawing, MapRenderer, bold, sgr
from achats_reseaux.output.styled_text import GUTTER, beside, line_width, to_text, wrap
from achats_reseaux.output.views.console import to_ascii
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.output.map.atlas import Picture
    from achats_reseaux.output.styled_text import Line
    from achats_reseaux.output.terminal import Terminal

_COLUMN, _ROOMY = 25, 40  # the least width of a legend beside the map; from where on it may indent


def render(picture: Picture, terminal: Terminal, *, tiles: bool = False) -> str:
    """Draw the map for a terminal, with its legend beside or below it.

    The largest drawing that fits is chosen; its height matters only on an interactive terminal. No
    line is wider than the terminal or ends in a space. Without colours there are no escape
    sequences.

    Args:
        picture: what to show.
        terminal: the terminal to draw for.
        tiles: draw tiles even if the raster fits.

    Returns:
        Lines, each with a newline at its end.
    """
    renderer = MapRenderer(picture, terminal)
    drawings = (renderer.raster, renderer.wide_tiles, renderer.narrow_tiles)
    lines: list[Line] = []
    for draw in drawings[1 if tiles else 0 :]:
        drawing = draw()
        if line_width(drawing.lines[0]) <= terminal.width:
            layout = _Layout(picture, terminal, drawing)
            lines = layout.lines() if picture.with_legend else layout.bare()
            if not terminal.interactive or len(lines) < terminal.height:
                break
    if not lines:  # too narrow for any drawing
        lines = _Layout(picture, terminal, Drawing([], {}, [])).lines()
    return "".join(to_text(line) for line in lines)


class _Layout:
    """A drawing with its legend beside or below it."""

    def __init__(self, picture: Picture, terminal: Terminal, drawing: Drawing) -> None:
        self.picture, self.terminal, self.drawing = picture, terminal, drawing

    def bare(self) -> list[Line]:
        """The drawing with its title and source, and the key to its signs if it has no colours."""
        key = [] if self.terminal.colors else [" ; ".join(self.drawing.key)]
        lines = [*self._head(), *self.drawing.lines, []]
        for text in (*key, self.picture.source):
            lines += self._wrapped(text) if text else []
        return lines

    def _head(self) -> list[Line]:
        return [*self._wrapped(self.picture.title, bold(self.terminal.colors)), []]

    def _wrapped(self, text: str, style: str = "") -> list[Line]:
        return [[(part, style)] for part in wrap(self._printable(text), self.terminal.width)]

    def lines(self) -> list[Line]:
        """The drawing with its title, legend and facts; these are beside it if there is room."""
        width = self.terminal.width
        drawing = self.drawing.lines
        head = self._head()
        taken = max(map(line_width, drawing), default=width)
        column = min(width - taken - GUTTER, 72)
        facts = self._facts(min(width, 120))
        if column < _COLUMN:
            return [*head, *drawing, *([[]] if drawing else []), *self._legend(width), [], *facts]
        room = len(drawing) + 3
        total = len(head) + len(drawing) + 1 + len(facts)
        if self.terminal.interactive:
            room = max(len(drawing), min(room, self.terminal.height - len(head) - 1))
        for listed in (True, False) if column >= _ROOMY else (False,):
            legend_lines = self._legend(column, listed)
            whole = [*legend_lines, [], *self._facts(column)]
            if column >= _ROOMY and len(whole) <= room:
                return [*head, *beside(drawing, whole, taken)]
            tall = self.terminal.interactive and total >= self.terminal.height
            if len(legend_lines) <= len(drawing) and not tall:
                break
        if column < _ROOMY:  # without indents, blank lines separate the entries
            airy = self._legend(column, spaced=True)
            legend_lines = airy if len(airy) <= len(drawing) else legend_lines
        return [*head, *beside(drawing, legend_lines, taken), [], *facts]

    def _legend(self, width: int, listed: bool = False, spaced: bool = False) -> list[Line]:
        lines: list[Line] = []
        colors = self.terminal.colors
        labels = {label.region: label.text for label in self.picture.atlas.labels}
        if not colors and self.drawing.key:
            lines += (
                [(part, "")] for part in wrap(self._printable(" ; ".join(self.drawing.key)), width)
            )
            lines.append([])
        shown = self.picture
        for entry in legend(shown.coverage, self.drawing.names, shown.highlight):
            if spaced and lines and lines[-1]:
                lines.append([])
            swatch = self._swatch(entry.paints) if colors else []
            indent = 4 if colors and width >= _ROOMY else 0
            start = max(indent, 4 if swatch else 0)
            title = self._printable(entry.head)
            items = [self._printable(item) for item in entry.items]
            parts = [title] if listed and entry.details else [f"{title} {', '.join(items)}"]
            parts = wrap("\xa0" * start + parts[0], width, " " * indent)
            if listed:
                for item, (region, networks) in zip(items, entry.details, strict=False):
                    text = ", ".join(map(self._printable, networks))
                    text = f"{item} : {text}" if text else item
                    label = labels.get(region, "").ljust(3, "\xa0")
                    text = "\xa0" * indent + f"{label} {text}"
                    parts += wrap(text, width, " " * (indent + 4))
            room = " " * (start - line_width(swatch))
            end = start + len(title)
            first = parts[0]
            heading = (first[start:end], bold(colors))
            lines.append([*swatch, (room, ""), heading, (first[end:], "")])
            lines += ([(part, "")] for part in parts[1:])
        return lines

    def _facts(self, width: int) -> list[Line]:
        shades = shades_note(self.drawing.names) if self.terminal.colors else ()
        texts = (*shades, *counts(self.picture.coverage), self.picture.source)
        return [[(part, "")] for text in texts for part in wrap(self._printable(text), width, "  ")]

    def _swatch(self, names: tuple[str, ...]) -> Line:
        if not names:
            return []
        shown = sorted((names * 3)[:3])
        if self.terminal.unicode:
            return [("▄", sgr(name, "", self.terminal.colors)) for name in shown]
        return [(" ", sgr("", name, self.terminal.colors)) for name in shown]

    def _printable(self, text: str) -> str:
        text = visible(text)
        return text if self.terminal.unicode else to_ascii(text)
