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
from rich.segment import Segment
from rich.style import Style
from rich.table import Column, Table
from rich.text import Text
from rich.theme import Theme

from achats_reseaux.text import no_break, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rich.console import ConsoleOptions, OverflowMethod, RenderableType

    from achats_reseaux.output.terminal import Terminal

    Parts = list[RenderableType]

NARROW, WIDE = 60, 100
"""Columns of a terminal: below the first there are no tables, from the second on those of networks
have one line a network."""

LONGEST_LINE = 100
"""The greatest width of prose, for legibility."""

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
_WORD = re.compile(r"\S+")
_LINK_ID = re.compile(r"(?<=\x1b\]8;)id=[^;\x1b]*(?=;)")  # a random number


def text(content: str, style: str = "", target: str = "") -> Text:
    """A text in a style, with a link to a URI where the terminal supports links."""
    unbroken = no_break(visible(content)).replace("\u00a0", _PLACEHOLDER)
    styled = Text(unbroken)
    styled.stylize(style)  # as a base style it would cover the padding of a cell as well
    if target:
        styled.stylize(Style(link=visible(target)))
    return styled


NEW_LINE = Text("\n")


def joined(*parts: Text | str) -> Text:
    """Texts, one after the other."""
    whole = Text()
    for part in parts:
        whole.append_text(text(part) if isinstance(part, str) else part)
    return whole


class Paragraph:
    """A text wrapped at spaces and indented, its lines after the first by ``hang`` more.

    ``margin`` stands left of the first line, within the indent. A word longer than a line, such as
    an address, is on a line of its own: it is not cut, unless ``overflow`` is ``fold``, as it must
    be in a cell.
    """

    def __init__(
        self,
        content: Text | str,
        style: str = "",
        *,
        indent: int = 1,
        hang: int = 0,
        margin: str = "",
        overflow: OverflowMethod = "ignore",
    ) -> None:
        self.content = text(content, style) if isinstance(content, str) else content
        self.content.overflow = overflow
        self.start = f"{margin} ".rjust(indent) if margin else " " * indent
        self.hang = hang

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> Iterator[Text]:
        """Its lines, as Rich asks for them."""
        indent = len(self.start)
        width = max(min(options.max_width, LONGEST_LINE) - indent, 10)
        content = _broken(self.content, width - self.hang)
        lines = content.wrap(console, width)
        if len(lines) > 1 and self.hang:
            lines = content.wrap(console, max(width - self.hang, 10))
        start = self.start
        for line in lines:
            yield Text(start, no_wrap=True, overflow="ignore").append_text(line)
            start = " " * (indent + self.hang)


def _broken(content: Text, width: int) -> Text:
    """A text that may be broken within its commands, where these are longer than a line."""

    def broken(word: re.Match[str]) -> str:
        if cell_len(word[0]) <= width:
            return word[0]
        after = "·" if "://" in word[0] else ""  # a sentence's own punctuation stays with it
        return word[0].replace(_PLACEHOLDER + after, " " + after)

    content.plain = _WORD.sub(broken, content.plain)
    return content


def room_beside(label_width: int, width: int, indent: int = 3) -> int:
    """The width that :func:`side_by_side` has for a text that it does not break."""
    return width - indent - 2 - (label_width if width >= NARROW else 0)


def side_by_side(
    pairs: Iterable[tuple[Text, Text]], width: int, label_width: int, *, indent: int = 3
) -> Parts:
    """Labels and texts side by side in a table, or below each other on a narrow terminal.

    So are those whose text has a word, such as an address, that is too long for its column.
    """
    parts: Parts = []
    room = room_beside(label_width, width, indent)
    table: Table | None = None
    for label, content in pairs:
        if width < NARROW or longest_word(content) > room:
            if label.plain:
                parts.append(Paragraph(label, indent=indent))
            parts.append(Paragraph(content, indent=indent + 2))
            table = None
            continue
        if table is None:
            table = Table.grid(
                Column(width=indent - 2),
                Column(width=label_width, overflow="fold"),
                Column(width=room, overflow="fold"),
                padding=(0, 2, 0, 0),
            )
            parts.append(table)
        table.add_row("", label, content)
    return parts


def longest_word(content: Text) -> int:
    """The width of the longest part of a text that is not broken."""
    return max(map(cell_len, content.plain.split()), default=0)


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
