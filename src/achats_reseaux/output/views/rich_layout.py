"""Rich for one terminal: texts, paragraphs and rows, drawn as a string.

Texts of a catalogue are made visible and passed to Rich as ``Text``, never as markup. In colour,
names are bold and headings dim; only addresses have a colour, legible on light and dark grounds. No
information is conveyed by colour alone.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.color import ColorSystem
from rich.console import Console, Group
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.table import Column, Table
from rich.text import Text
from rich.theme import Theme

from achats_reseaux.text import no_break, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import ConsoleOptions, RenderableType

    from achats_reseaux.output.terminal import Terminal

    Parts = list[RenderableType]

NARROW, WIDE = 60, 100
"""Columns of a terminal: below the first there are no tables, from the second on those of networks
have one line a network."""

LONGEST_LINE = 100
"""The greatest width of prose, for legibility."""

GAP = 2
"""The spaces between two columns."""

_SYSTEMS = {
    16: ColorSystem.STANDARD,
    256: ColorSystem.EIGHT_BIT,
    16777216: ColorSystem.TRUECOLOR,
}

# Rich breaks lines at no-break spaces too. This character of the private use area, which no visible
# text contains, replaces them until the lines are broken.
_PLACEHOLDER = "\ue000"
_PLAIN = str.maketrans(
    dict(zip("’‘«»–—─·", "''\"\"----", strict=True)) | {"œ": "oe", "Œ": "OE", "…": "...", "→": "->"}
)
_LINK_ID = re.compile(r"(?<=\x1b\]8;)id=[^;\x1b]*(?=;)")  # a random number


def text(content: str, style: str = "", target: str = "") -> Text:
    """A text in a style, with a link to a URI where the terminal supports links."""
    unbroken = no_break(visible(content)).replace("\u00a0", _PLACEHOLDER)
    styled = Text(unbroken)
    styled.stylize(style)  # as a base style it would cover the padding of a cell as well
    if target:
        styled.stylize(Style(link=visible(target)))
    return styled


def joined(*parts: Text | str) -> Text:
    """Texts, one after the other."""
    return Text.assemble(*(text(part) if isinstance(part, str) else part for part in parts))


def longest_word(content: Text) -> int:
    """The width of the longest part of a text that is not broken."""
    return max(map(cell_len, content.plain.split()), default=0)


class Paragraph:
    """A text wrapped at spaces and indented, its lines after the first by ``hang`` more.

    A word longer than a line, such as an address, is on a line of its own: it is not cut, as it
    would be in Rich's own padding. In a cell, it is folded.
    """

    def __init__(
        self, content: Text | str, style: str = "", *, indent: int = 1, hang: int = 0
    ) -> None:
        self.content = text(content, style) if isinstance(content, str) else content
        self.indent, self.hang = indent, hang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Its lines, as Rich asks for them."""
        self.content.overflow = options.overflow or "ignore"
        width = min(options.max_width, LONGEST_LINE) - self.indent - self.hang
        start = Text(" " * self.indent).append_text(self.content[: self.hang])
        for line in self.content[self.hang :].wrap(console, max(width, 10)):
            start.no_wrap, start.overflow = True, "ignore"
            yield start.append_text(line)
            start = Text(" " * (self.indent + self.hang))


class Aligned:
    """The lines of a table whose columns have these widths, and what stands between them.

    Attributes:
        parts: all that was put into it, in order.
    """

    def __init__(self, widths: tuple[int, ...], indent: int) -> None:
        self.widths, self.indent = widths, indent
        self.parts: Parts = []
        self._table: Table | None = None

    def add(self, *cells: RenderableType) -> None:
        """Add a line of the table."""
        if self._table is None:
            columns = (Column(width=width, overflow="fold") for width in self.widths)
            self._table = Table.grid(*columns, padding=(0, GAP, 0, 0))
            self.parts.append(Padding.indent(self._table, self.indent))
        self._table.add_row(*cells)

    def put(self, *parts: RenderableType) -> None:
        """Put something between the lines."""
        self.parts += parts
        self._table = None


class Rows(Aligned):
    """Labels beside texts; below the labels on a narrow terminal.

    So is a text with a word, such as a command, that is too long for its column.

    Attributes:
        room: the longest word for which a text stays beside its label.
    """

    def __init__(self, labels: Iterable[Text], width: int, *, indent: int = 3) -> None:
        longest = max((cell_len(label.plain) for label in labels), default=0)
        label_width = min(longest, max(width * 3 // 8, 20))
        self.is_narrow = width < NARROW
        self.room = width - indent - (GAP if self.is_narrow else label_width + GAP)
        super().__init__((label_width, self.room), indent)

    def row(self, label: Text, content: Text) -> None:
        """Add one label with its text."""
        if not self.is_narrow and longest_word(content) <= self.room:
            self.add(label, content)
            return
        if label.plain:
            self.put(Paragraph(label, indent=self.indent))
        self.put(Paragraph(content, indent=self.indent + GAP))


def drawn(parts: Iterable[RenderableType], terminal: Terminal) -> str:
    """Renderables as text for a terminal, without escape sequences if it has no colours.

    In ASCII if the terminal has no Unicode. No line ends with a space that is not seen.
    """
    address = "cyan" if terminal.colors == 16 else "color(31)"
    console = Console(
        file=io.StringIO(),
        width=terminal.width,
        color_system=None,  # the segments are written below
        theme=Theme({"address": address}, inherit=False),
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    lines = Segment.split_lines(console.render(Group(*parts)))
    shown = "".join(_line(segments, terminal) for segments in lines)
    return _LINK_ID.sub("", shown).replace(_PLACEHOLDER, " ")


def _line(segments: list[Segment], terminal: Terminal) -> str:
    """A line of Rich's, without the spaces at its end that are not seen."""
    spans = [(one.text, one.style or Style.null()) for one in Segment.simplify(segments)]
    while spans and not spans[-1][1].bgcolor:
        content, style = spans.pop()
        if content.strip():
            spans.append((content.rstrip(), style))
            break
    system = _SYSTEMS.get(terminal.colors)
    pieces = []
    for content, style in spans:
        drawable = content if terminal.unicode else to_ascii(content)
        linked = style if terminal.hyperlinks else style.update_link(None)
        pieces.append(linked.render(drawable, color_system=system))
    return "".join(pieces) + "\n"


def to_ascii(content: str) -> str:
    """A text transliterated to ASCII."""
    from unicodedata import normalize

    content = content.translate(_PLAIN)
    folded = "".join(char for char in normalize("NFKD", content) if not 0x300 <= ord(char) < 0x370)
    return folded.replace(_PLACEHOLDER, " ").encode("ascii", "replace").decode("ascii")
