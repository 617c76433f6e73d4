"""Lines of styled text for a terminal: how wide they are, where they break, how they look."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Span = tuple[str, str]  # a text and the parameters of its SGR sequence
    Line = list[Span]

GUTTER = 3


def to_ascii(text: str) -> str:
    """A text in ASCII alone, for a stream that carries nothing else."""
    from unicodedata import normalize

    for char, plain in {"’": "'", "‘": "'", "œ": "oe", "Œ": "OE", "«": '"', "»": '"'}.items():
        text = text.replace(char, plain)
    text = text.replace("–", "-").replace("—", "-").replace("…", "...")
    folded = "".join(char for char in normalize("NFKD", text) if not 0x300 <= ord(char) < 0x370)
    return folded.encode("ascii", "replace").decode("ascii")


def columns(text: str) -> int:
    """How many columns a text takes."""
    if all(" " <= char < "\u0300" for char in text):
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text
    )


def wrap(text: str, width: int, indent: str = "", *, cut: bool = True) -> list[str]:
    """Lines of at most ``width`` columns, those after the first indented.

    Nothing is lost but spaces: a word that is too long is cut and goes on, or is left whole. A
    no-break space holds.
    """
    for mark in ":;?!»":  # French sets a space before them, and never breaks there
        text = text.replace(f" {mark}", f"\xa0{mark}")
    lines = [""]
    for word in text.split(" "):
        rest = word
        joined = f"{lines[-1]} {rest}" if lines[-1].strip() else lines[-1] + rest
        if columns(joined) <= width:
            lines[-1] = joined
            continue
        if lines[-1].strip():
            lines.append(indent)
        for char in rest:
            if cut and columns(lines[-1] + char) > width:
                lines.append(indent)
            lines[-1] += char
    return [line.replace("\xa0", " ").rstrip() for line in lines]


def line_width(line: Iterable[Span]) -> int:
    """How many columns a line takes."""
    return sum(columns(text) for text, _ in line)


def beside(left: list[Line], right: list[Line], taken: int) -> list[Line]:
    """Two columns; the right one is in the middle if it is the shorter."""
    right = [[]] * (max(0, len(left) - len(right)) // 2) + right
    lines = []
    for at in range(max(len(left), len(right))):
        line = left[at] if at < len(left) else []
        other = right[at] if at < len(right) else []
        gap = taken + GUTTER - line_width(line)
        lines.append([*line, (" " * gap, ""), *other] if other else line)
    return lines


def realign(line: Line, step: int) -> Line:
    """Shorten the empty tiles after one that is wider than ``step``: columns stay aligned."""
    closed: Line = []
    over = 0
    for text, style in line:
        cut = text[over:] if over and not text.strip() else text
        closed.append((cut, style))
        over = max(0, len(text) - step)
    return closed


def to_text(line: Line) -> str:
    """A line as text, its styles as SGR sequences; nothing unseen at its end."""
    merged: list[list[str]] = []
    for text, style in line:
        if merged and merged[-1][1] == style:
            merged[-1][0] += text
        elif text:
            merged.append([text, style])
    while merged and not _shows_on_spaces(merged[-1][1]) and not merged[-1][0].rstrip():
        merged.pop()
    if merged and not _shows_on_spaces(merged[-1][1]):
        merged[-1][0] = merged[-1][0].rstrip()
    parts = (f"\x1b[{style}m{text}\x1b[0m" if style else text for text, style in merged)
    return "".join(parts) + "\n"


def _shows_on_spaces(style: str) -> bool:
    """Whether a space in this style can be seen."""
    return style not in ("", "1")
