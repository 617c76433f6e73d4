"""A stream that people may read; its colours, links and boxes are found by Rich (``views``)."""

from __future__ import annotations

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
    columns, lines = 80, 24
    if interactive or "COLUMNS" in environ:
        from shutil import get_terminal_size

        columns, lines = get_terminal_size()
    encoding = getattr(stream, "encoding", None) or "ascii"
    return Terminal(interactive, max(columns, 20), max(lines, 5), color, encoding, environ)


def is_interactive(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False
