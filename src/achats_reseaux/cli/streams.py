"""Write to standard output and standard error.

On the fast path: ``errors`` is imported only after an error.
"""

from __future__ import annotations

import os
import sys

from achats_reseaux.text import shortened, visible, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO


def stdout() -> TextIO:
    """Standard output; ``FileError`` if it is closed."""
    if sys.stdout is None or sys.stdout.closed:
        from achats_reseaux.errors import FileError

        message = "Impossible d'écrire : la sortie standard est fermée."
        raise FileError(message)
    return sys.stdout


def stdin() -> TextIO:
    """Standard input; ``FileError`` if it is closed."""
    if sys.stdin is None:
        from achats_reseaux.errors import FileError

        message = "Impossible de lire : l'entrée standard est fermée."
        raise FileError(message)
    return sys.stdin


def write_stdout(text: str, *, machine: bool) -> None:
    """Write a text to stdout, and flush; ``FileError`` or ``OSError`` if that cannot be done.

    Text for programs is UTF-8 whatever the locale; text for people is in the terminal's
    encoding, with ``?`` for a character that it lacks.
    """
    stream = stdout()
    stream.flush()
    encoding = "utf-8" if machine else stream.encoding
    stream.buffer.write(text.encode(encoding, "replace"))
    stream.buffer.flush()


def is_closed_pipe(error: Exception) -> bool:
    """Whether an error of a write means that the reader is gone; on Windows, EINVAL means it."""
    if isinstance(error, BrokenPipeError):
        return True
    is_invalid = isinstance(error, OSError) and error.errno == 22 and error.filename is None
    return is_invalid and os.name == "nt"


def fitted(lines: Iterable[str], stream: TextIO) -> str:
    """Lines that may quote anything typed or read, even a megabyte, as one text.

    On a terminal, sentences are wrapped at spaces, but not commands, which may be copied.
    """
    shown = [shortened(line, 4000) for line in lines]
    if stream.isatty():
        shown = _wrapped_sentences(shown)
    return "".join(f"{line}\n" for line in shown)


def path_line(path: str) -> str:
    """A path for a program to read; on a terminal its control characters do not act."""
    if stdout().isatty():
        path = visible(path)
    return f"{path}\n"


def _wrapped_sentences(lines: list[str]) -> list[str]:
    """Lines that fit the terminal; a command stays whole, on a line of its own if need be."""
    from shutil import get_terminal_size

    width = get_terminal_size().columns
    shown = []
    for line in lines:
        words, program, command = line.partition("reseaux ")
        whole = f"{program}{command}".replace(" ", "\u00a0")
        shown += wrapped(f"{words}{whole}", width)
    return shown


def write_messages(messages: Iterable[str]) -> None:
    """Write messages, of one or more lines each, to stderr; errors of the stream are ignored."""
    lines = []
    for message in messages:
        lines += message.split("\n")
    try:
        text = fitted(lines, sys.stderr)
        sys.stderr.flush()
        sys.stderr.buffer.write(text.encode(sys.stderr.encoding or "utf-8", "replace"))
        sys.stderr.buffer.flush()
    except (OSError, ValueError, AttributeError):
        return
