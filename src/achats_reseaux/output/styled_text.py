"""Lines of styled text for a terminal: width, wrapping, escape sequences.

All texts are made visible before output, so that none acts on the terminal.
"""

from __future__ import annotations

from achats_reseaux.text import no_break, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    # A text, the parameters of its SGR sequence, and the URI that it links to, if any.
    Span = tuple[str, str] | tuple[str, str, str]
    Line = list[Span]

GUTTER = 3


def columns(text: str) -> int:
    """The width of a text in columns."""
    if text.isascii() or max(text) < "\u0300":  # most words; ten times as fast as by character
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def wrap(text: str, width: int, indent: str = "", *, cut: bool = True) -> list[str]:
    """A text as lines of at most ``width`` columns: :func:`wrap_spans` for plain text."""
    lines = wrap_spans([(text, "")], width, indent, cut=cut)
    return ["".join(span[0] for span in line).rstrip() for line in lines]


def wrap_spans(
    spans: Iterable[Span], width: int, indent: str = "", *, cut: bool = True
) -> list[Line]:
    """Spans as lines of at most ``width`` columns, those after the first indented.

    Lines break at spaces, not at no-break spaces. A word longer than a line is cut with ``cut``,
    unless it is a URL; nothing is lost but spaces.
    """
    lines: list[Line] = [[]]
    used = 0
    apart = False  # whether the line has more than spaces
    for word in _words(spans):
        taken = line_width(word)
        if apart and used + 1 + taken > width:
            lines.append([(indent, "")] if indent else [])
            used, apart = columns(indent), False
        if apart:
            lines[-1].append(_space(lines[-1][-1], word[0]) if word else (" ", ""))
            used += 1
        if used + taken <= width or not cut or any("://" in span[0] for span in word):
            lines[-1] += word
            used += taken
            apart = apart or any(span[0].strip() for span in word)
            continue
        for text, *rest in word:
            for char in text:
                taken = columns(char)
                if used + taken > width and used > columns(indent):
                    lines.append([(indent, "")] if indent else [])
                    used, apart = columns(indent), False
                lines[-1].append((char, *rest))  # type: ignore[arg-type]
                used += taken
                apart = apart or not char.isspace()
    return [[(span[0].replace("\xa0", " "), *span[1:]) for span in line] for line in lines]


def _words(spans: Iterable[Span]) -> list[Line]:
    """The words of spans, each as the pieces of spans that it consists of."""
    words: list[Line] = [[]]
    for text, *rest in spans:
        for rank, piece in enumerate(no_break(visible(text)).split(" ")):
            if rank:
                words.append([])
            if piece:
                words[-1].append((piece, *rest))  # type: ignore[arg-type]
    return words


def _space(before: Span, after: Span) -> Span:
    """The space between two words: in their style and link if these are the same, else plain."""
    return (" ", *before[1:]) if before[1:] == after[1:] else (" ", "")


def line_width(line: Iterable[Span]) -> int:
    """The width of a line in columns."""
    return sum(columns(span[0]) for span in line)


def beside(left: list[Line], right: list[Line], taken: int) -> list[Line]:
    """Two columns side by side; the right one is centred vertically if it is shorter."""
    right = [[]] * (max(0, len(left) - len(right)) // 2) + right
    lines = []
    for at in range(max(len(left), len(right))):
        line = left[at] if at < len(left) else []
        other = right[at] if at < len(right) else []
        gap = taken + GUTTER - line_width(line)
        lines.append([*line, (" " * gap, ""), *other] if other else line)
    return lines


def realign(line: Line, step: int) -> Line:
    """Shorten the empty tiles after one wider than ``step``, so that columns stay aligned."""
    closed: Line = []
    over = 0
    for text, style, *_ in line:
        cut = text[over:] if over and not text.strip() else text
        closed.append((cut, style))
        over = max(0, len(text) - step)
    return closed


def to_text(line: Line) -> str:
    """A line with SGR and OSC 8 sequences, without invisible spaces at its end."""
    merged: list[list[str]] = []
    for text, style, *link in line:
        target = link[0] if link else ""
        if merged and merged[-1][1:] == [style, target]:
            merged[-1][0] += text
        elif text:
            merged.append([text, style, target])
    while merged and not _shows_on_spaces(merged[-1][1]) and not merged[-1][0].rstrip():
        merged.pop()
    if merged and not _shows_on_spaces(merged[-1][1]):
        merged[-1][0] = merged[-1][0].rstrip()
    return "".join(_escaped(*span) for span in merged) + "\n"


def _escaped(text: str, style: str, target: str) -> str:
    text, target = visible(text), visible(target)
    text = f"\x1b[{style}m{text}\x1b[0m" if style else text
    return f"\x1b]8;;{target}\x1b\\{text}\x1b]8;;\x1b\\" if target else text


def _shows_on_spaces(style: str) -> bool:
    """Whether a space in this style is visible."""
    return style not in ("", "1")
