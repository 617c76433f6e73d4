"""A stream that people may read; its colours, links and boxes are found by Rich (``views``)."""

from __future__ import annotations

import os

from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO


class Terminal(Record):
    """What renderers are to know of a stream."""

    interactive: bool  # whether it is a terminal
    width: int  # in characters; at least 20 by 5
    height: int = 24
    color: str = "auto"  # auto, always or never
    encoding: str = "utf-8"  # that of its text
    # the environment, in which Rich looks for TERM, NO_COLOR and the like
    environ: Mapping[str, str] = {}


def describe(stream: TextIO | None, environ: Mapping[str, str], color: str = "auto") -> Terminal:
    """A stream as it is in an environment; ``COLUMNS`` and ``LINES`` go before its own size."""
    interactive = is_interactive(stream)
    columns, lines = _own_size(stream)
    columns = _length(environ.get("COLUMNS", "")) or columns
    lines = _length(environ.get("LINES", "")) or lines
    encoding = getattr(stream, "encoding", None) or "ascii"
    return Terminal(interactive, max(columns, 20), max(lines, 5), color, encoding, environ)


def _own_size(stream: TextIO | None) -> tuple[int, int]:
    """The columns and lines of a stream; those of an old terminal if it has none."""
    try:
        columns, lines = os.get_terminal_size(stream.fileno()) if stream else (0, 0)
    except (OSError, ValueError):  # no terminal; without a descriptor; closed
        columns, lines = 0, 0
    return columns or 80, lines or 24


def _length(written: str) -> int:
    """A number of columns or lines; 0 if it is none."""
    if len(written) > 5 or not written.isdecimal():
        return 0
    return int(written)


def is_interactive(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
