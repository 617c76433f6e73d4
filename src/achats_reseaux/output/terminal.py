"""The properties of stdout and stderr that renderers use."""

from __future__ import annotations

from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

COLORS = ("auto", "always", "never")
"""The values of ``--color``."""


class Terminal(Record):
    """The properties of a stream that renderers use.

    Attributes:
        interactive: whether the stream is a terminal.
        width, height: in characters; at least 20 by 5.
        colors: 0, 16, 256 or 16777216.
        unicode: whether its encoding has block and box characters.
        hyperlinks: whether it may receive hyperlinks (OSC 8).
    """

    interactive: bool
    width: int
    height: int
    colors: int
    unicode: bool
    hyperlinks: bool = False


def describe(stream: TextIO | None, environ: Mapping[str, str], color: str = "auto") -> Terminal:
    """Determine the properties of a stream, given the environment.

    ``color`` is one of ``COLORS``. It takes precedence over ``NO_COLOR`` and ``FORCE_COLOR``, these
    over ``TERM``; and ``COLUMNS`` and ``LINES`` over the size of the terminal.
    """
    interactive = is_interactive(stream)
    width, height = _size(stream, interactive, environ)
    colors = _colors(interactive, environ, color)
    return Terminal(
        interactive=interactive,
        width=max(width, 20),
        height=max(height, 5),
        colors=colors,
        unicode=_carries_blocks(stream),
        hyperlinks=interactive and colors > 0 and environ.get("TERM") != "linux",
    )


def is_interactive(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _size(stream: TextIO | None, interactive: bool, environ: Mapping[str, str]) -> tuple[int, int]:
    columns, lines = (_number(environ.get(name, "")) for name in ("COLUMNS", "LINES"))
    if interactive and stream is not None:
        from os import get_terminal_size

        try:
            size = get_terminal_size(stream.fileno())
        except OSError:
            pass
        else:
            columns, lines = columns or size.columns, lines or size.lines
    return columns or 80, lines or 24


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0


def _colors(interactive: bool, environ: Mapping[str, str], color: str) -> int:
    wanted = color == "always" or (color == "auto" and bool(environ.get("FORCE_COLOR")))
    if color == "never" or (color == "auto" and environ.get("NO_COLOR")):
        return 0
    term = environ.get("TERM", "")
    if not wanted and (not interactive or term in ("", "dumb")):
        return 0
    if environ.get("COLORTERM", "") in ("truecolor", "24bit"):
        return 16777216
    return 256 if "256" in term else 16


def _carries_blocks(stream: TextIO | None) -> bool:
    try:
        "▀─é…".encode(getattr(stream, "encoding", None) or "ascii")
    except UnicodeEncodeError:
        return False
    return True
