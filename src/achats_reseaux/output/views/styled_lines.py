"""Rich for one terminal: texts in styles, as lines that are counted before they are drawn.

Texts of a catalogue are made visible and passed to Rich as ``Text``, never as markup.
Names are bold, doubts dim; addresses are coloured, and the statuses of coverage. Nothing
is said by a style alone.
"""

from __future__ import annotations

import io
import re
from itertools import accumulate, zip_longest
from typing import TYPE_CHECKING

from rich.console import Console
from rich.segment import Segments
from rich.text import Text

from achats_reseaux.card.rows import capitalised
from achats_reseaux.model import TO_VERIFY
from achats_reseaux.text import no_break, visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.output.terminal import Terminal

GAP = 2
"""The spaces between two columns, and of an indentation."""

NARROW = 72
"""The columns of a terminal below which a label stands above its lines."""

SCREEN_LINES = 23
"""The lines of a screen of 24 less the prompt."""

ADDRESS = "color(31)"  # legible on light and dark grounds; the cyan of a terminal of 16 colours

# Rich breaks lines at all that is white, no-break spaces and this character without a
# width too. The other one, of the private use area, replaces those until the lines are
# broken.
_BREAK, _UNBROKEN = "\x1f", "\ue000"
_BREAKABLE = re.compile(r"-|\.(?=\S*\.)")
"""After what a cell is broken within a word: a hyphen or a dot, but ``gouv.fr`` is whole."""
_LETTERS = str.maketrans("·─█▓▒░", "--#%=:")
"""What stands for our signs where an encoding has none of them."""
_NOTHING = Text()


def text(content: str, style: str = "", link: str = "", *, in_cell: bool = False) -> Text:
    """A text in a style, with a link to a URI where the terminal supports links."""
    shown = visible(content)
    if " " in shown or not shown.isascii():
        shown = no_break(shown).replace("\u00a0", _UNBROKEN)
    if in_cell:
        shown = _BREAKABLE.sub(rf"\g<0>{_BREAK}", shown)
    styled = Text(shown)
    styled.stylize(style)  # as a base style it would cover the padding of a cell as well
    if link and not link.startswith("file:"):
        styled.stylize(f"link {visible(link).replace(' ', '%20')}")
    return styled


def unbroken(content: str) -> str:
    """A text that stays on one line."""
    return content.replace(" ", "\u00a0")


def warned(sentence: str) -> Text:
    """A sentence on what is to be verified: its label in the one colour of a warning."""
    warning = text(sentence)
    if warning.plain.startswith(capitalised(TO_VERIFY)):
        warning.stylize("yellow", 0, len(TO_VERIFY))
    return warning


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


class Screen:
    """A terminal on which lines are counted before they are drawn."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.width = terminal.width
        self.room = SCREEN_LINES
        if terminal.interactive:  # a pipe has no height
            self.room = max(SCREEN_LINES, terminal.height - 1)
        self.console = console_of(terminal)
        is_dumb = terminal.environ.get("TERM") == "dumb"
        self.has_boxes = not is_dumb and not self.console.options.ascii_only

    def lines(self, content: Text | str, width: int = 0) -> list[Text]:
        """A text as lines of at most so many columns, else of all of the screen."""
        whole = joined(content)
        room = max(width or self.width, 1)
        if whole.cell_len <= room:
            return [whole]
        lines = list(whole.wrap(self.console, room))
        for line in lines:
            line.rstrip()
        return lines

    def paragraphs(self, contents: Iterable[Text | str], width: int = 0) -> list[Text]:
        """Texts as lines, each text beginning one."""
        lines = []
        for content in contents:
            lines += self.lines(content, width)
        return lines

    def at_both_ends(self, start: Text, end: Text, width: int) -> list[Text]:
        """A text at the left and one at the right of so many columns, else below each other."""
        space = width - start.cell_len - end.cell_len
        if space >= GAP:
            return [joined(start, " " * space, end)]
        return self.lines(start) + self.lines(end)

    def drawn(self, lines: Iterable[Text]) -> str:
        """Lines as text for the terminal, not wrapped again, with no space at an end."""
        segments = Text("\n").join(lines).render(self.console, end="\n")
        with self.console.capture() as capture:
            self.console.print(Segments(segments), crop=False, soft_wrap=True)
        shown = capture.get().replace(_BREAK, "").replace(_UNBROKEN, " ")
        if self.console.options.ascii_only:
            shown = shown.translate(_LETTERS)
        return "\n".join(line.rstrip(" ") for line in shown.split("\n"))


def indented(lines: Iterable[Text], indent: int) -> list[Text]:
    """Lines moved behind an indentation."""
    return [joined(" " * indent, line) for line in lines]


def beside_label(label: Sequence[Text], lines: Sequence[Text], indent: int) -> list[Text]:
    """Lines so far in, behind their label; where that is no more than a gap, below it."""
    if indent == GAP:
        return list(label) + indented(lines, GAP)
    return columns([label, lines], [indent])


def columns(cells: Sequence[Sequence[Text]], widths: Sequence[int]) -> list[Text]:
    """Cells, each of some lines, side by side; the widths are those of all but the last."""
    starts = [0, *accumulate(widths)]
    lines = []
    for parts in zip_longest(*cells, fillvalue=_NOTHING):
        line = Text()
        for start, part in zip(starts, parts, strict=True):
            line.append(" " * (start - line.cell_len))
            line.append_text(part)
        lines.append(line)
    return lines
