"""Rich for one terminal: texts, addresses and lines, drawn as a string.

Texts of a catalogue are made visible and passed to Rich as ``Text``, never as markup. Names are
bold, doubts dim, addresses the only colour; nothing is said by a style alone.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, Group
from rich.segment import Segment, Segments
from rich.text import Text

from achats_reseaux.text import no_break, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from achats_reseaux.output.terminal import Terminal

    Parts = list[RenderableType]

NARROW, WIDE = 72, 100
"""Columns of a terminal: below the first, a need stands above its rows; from the second on, ids."""

GAP = 2
"""The spaces between two columns, and of an indentation."""

ADDRESS = "color(31)"  # legible on light and dark grounds; the cyan of a terminal of 16 colours

# Rich breaks lines at all that is white, no-break spaces and this character without a width too.
# The other one, of the private use area, replaces those until the lines are broken.
_BREAK, _UNBROKEN = "\x1f", "\ue000"
_BREAKABLE = re.compile(r"-|\.(?=\S*\.)")
"""After what a cell is broken within a word: a hyphen or a dot, but ``gouv.fr`` is whole."""
_LETTERS = str.maketrans("·█▓▒░", "-#%=:")
"""What stands for our signs where an encoding has none of them."""


def text(content: str, style: str = "", link: str = "", *, in_cell: bool = False) -> Text:
    """A text in a style, with a link to a URI where the terminal supports links."""
    shown = no_break(visible(content)).replace("\u00a0", _UNBROKEN)
    styled = Text(_BREAKABLE.sub(rf"\g<0>{_BREAK}", shown) if in_cell else shown)
    styled.stylize(style)  # as a base style it would cover the padding of a cell as well
    if link and not link.startswith("file:"):
        styled.stylize(f"link {visible(link).replace(' ', '%20')}")
    return styled


def joined(*parts: Text | str) -> Text:
    """Texts, one after the other."""
    whole = Text()
    for part in parts:
        whole.append_text(text(part) if isinstance(part, str) else part)
    return whole


def console_of(terminal: Terminal) -> Console:
    """Rich's console for a terminal, which finds its colours, its links and its boxes.

    With ``NO_COLOR`` it has no styles at all, as with ``--color never``.
    """
    by_choice = {"always": "", "never": "1"}
    colorless = by_choice.get(terminal.color, terminal.environ.get("NO_COLOR", ""))
    return Console(
        file=io.TextIOWrapper(io.BytesIO(), terminal.encoding),
        width=terminal.width,
        height=terminal.height,
        force_terminal=terminal.interactive or terminal.color == "always" or None,
        color_system=None if colorless else "auto",
        no_color=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ=terminal.environ,
    )


def drawn(parts: Iterable[RenderableType], terminal: Terminal) -> str:
    """Renderables as text for a terminal."""
    return captured(console_of(terminal), Group(*parts))


def captured(console: Console, content: RenderableType, *, soft_wrap: bool = False) -> str:
    """What a console prints, with its no-break signs as they are read, and no space at an end."""
    with console.capture() as capture:
        console.print(content, crop=False, soft_wrap=soft_wrap)
    shown = capture.get().replace(_BREAK, "").replace(_UNBROKEN, " ")
    if console.options.ascii_only:
        shown = shown.translate(_LETTERS)
    return "\n".join(line.rstrip(" ") for line in shown.split("\n"))


# --- lines ---------------------------------------------------------------------------------------


class Screen:
    """A terminal on which lines are counted before they are drawn."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.width = terminal.width
        self.console = console_of(terminal)
        self.is_dumb = terminal.environ.get("TERM") == "dumb"
        self.has_boxes = not self.console.options.ascii_only

    def lines(self, content: Text | str, width: int = 0, indent: int = 0) -> list[Text]:
        """A text as lines of at most so many columns, else of all, behind an indentation."""
        whole = content if isinstance(content, Text) else text(content)
        room = max((width or self.width) - indent, 1)
        if whole.cell_len <= room:
            return [joined(" " * indent, whole)] if indent else [whole]
        wrapped = list(whole.wrap(self.console, room))
        for line in wrapped:
            line.rstrip()
            line.pad_left(indent)
        return wrapped

    def columns(self, cells: Sequence[Sequence[Text]], widths: Sequence[int]) -> list[Text]:
        """Cells, each of some lines, side by side; the widths are those of all but the last."""
        starts = _starts(widths)
        lines = []
        for rank in range(max(map(len, cells))):
            line = Text()
            end = 0
            for cell, start in zip(cells, starts, strict=True):
                if rank < len(cell):
                    line.append(" " * (start - end)).append_text(cell[rank])
                    end = max(start, end) + cell[rank].cell_len
            lines.append(line)
        return lines

    def drawn(self, lines: Iterable[Text]) -> str:
        """Lines as text for the terminal; they are not wrapped again."""
        segments: list[Segment] = []
        for line in lines:
            segments += line.render(self.console, end="\n")
        return captured(self.console, Segments(segments), soft_wrap=True)


def _starts(widths: Sequence[int]) -> list[int]:
    """The columns at which cells of these widths begin, and the one behind them."""
    starts = [0]
    for width in widths:
        starts.append(starts[-1] + width)
    return starts


def longest_word(cell: Text) -> int:
    """The columns of the longest part of a text that is not broken."""
    return max(map(cell_len, cell.plain.split()), default=0)
