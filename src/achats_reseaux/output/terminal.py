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
    columns, lines = 80, 24
    if interactive and stream is not None:
        try:  # noqa: SIM105 - contextlib would cost 2 ms
            columns, lines = os.get_terminal_size(stream.fileno())
        except OSError:
            pass
    width = _number(environ, "COLUMNS") or columns or 80
    height = _number(environ, "LINES") or lines or 24
    encoding = getattr(stream, "encoding", None) or "ascii"
    return Terminal(interactive, max(width, 20), max(height, 5), color, encoding, environ)


def is_interactive(stream: TextIO | None) -> bool:
    """Whether a stream is a terminal."""
    try:
        return stream is not None and stream.isatty()
    except ValueError:  # closed
        return False


def _number(environ: Mapping[str, str], name: str) -> int:
    text = environ.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
