"""The one place that writes to stdout and stderr, and knows what to do when they cannot take it."""

from __future__ import annotations

import sys

from achats_reseaux.errors import FileError, ReseauxError, UnknownWordError
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

_LONGEST = 4000  # a message may quote an argument of a megabyte


def write(text: str, *, machine: bool) -> None:
    """Write to stdout, whole, and flush.

    Text for machines is UTF-8 whatever the locale; text for people is in the terminal's encoding,
    a character that it lacks shown as ``?``. A reader that closed the pipe has had enough.

    Raises:
        FileError: stdout is closed or full.
    """
    stream = sys.stdout
    try:
        if stream is None:
            raise ValueError
        encoding = "utf-8" if machine else stream.encoding or "utf-8"
        stream.flush()
        stream.buffer.write(text.encode(encoding, "replace"))
        stream.buffer.flush()
    except BrokenPipeError:
        _silence(stream)
    except ValueError as error:
        message = "Impossible d'écrire : la sortie standard est fermée."
        raise FileError(message) from error
    except OSError as error:
        _silence(stream)
        from achats_reseaux.catalogue.yamlfile import reason

        message = f"Impossible d'écrire sur la sortie standard : {reason(error)}."
        raise FileError(message) from error


def _silence(stream: TextIO) -> None:
    """Keep the interpreter from flushing a broken stream once more when it ends."""
    import os

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def told(error: ReseauxError) -> int:
    """Say an error of the house on stderr, and give its exit status."""
    lines = [f"Erreur : {error.message}"]
    if isinstance(error, UnknownWordError) and error.suggestions:
        lines.append(f"Vouliez-vous dire : {', '.join(error.suggestions)} ?")
    tell(*lines, *([error.hint] if error.hint else []))
    return error.exit_code


def tell(*lines: str) -> None:
    """Write messages to stderr; a stderr that cannot take them changes nothing.

    A message may quote anything: what was typed, a file's name, a catalogue. None of it acts on the
    terminal. It may be of several lines.
    """
    if not lines or sys.stderr is None:
        return
    encoding = sys.stderr.encoding or "utf-8"
    text = "".join(shortened(one, _LONGEST) + "\n" for line in lines for one in line.split("\n"))
    try:
        sys.stderr.flush()
        sys.stderr.buffer.write(text.encode(encoding, "replace"))
        sys.stderr.buffer.flush()
    except (OSError, ValueError, AttributeError):
        return
