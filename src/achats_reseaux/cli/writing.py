"""From an answer to stdout, stderr and the exit status: the one place that writes to either.

``errors`` is imported where something went wrong: the short way does without.
"""

from __future__ import annotations

import sys

from achats_reseaux import output
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO

    from achats_reseaux.errors import ReseauxError
    from achats_reseaux.model import Answer, Imprint
    from achats_reseaux.output.terminal import Terminal

_LONGEST = 4000  # a message may quote an argument of a megabyte


def present(
    answer: Answer, imprint: Imprint, form: str, terminal: Terminal | None
) -> tuple[str, tuple[str, ...]]:
    """The text for stdout, and the lines for stderr.

    Args:
        answer: what was found, or why nothing was.
        imprint: what may be said of the catalogue.
        form: a format of ``output.FORMATS``, ``plain`` or ``quiet``.
        terminal: what stdout is; needed for ``table`` alone.
    """
    if form == "table" and answer.status == "found":
        from achats_reseaux.output import table

        assert terminal is not None
        return table.render(answer, imprint, terminal), ()
    # A table of nothing says nothing; every other format keeps its form when it is empty.
    text = "" if form == "table" else output.render(answer, imprint, form)
    return text, messages(answer, form)


def messages(answer: Answer, form: str) -> tuple[str, ...]:
    """The lines for stderr that go with an answer in some form."""
    if answer.status == "found":
        if form == "json":  # the document holds them
            return ()
        if answer.guichet_vert is None or answer.guichet_vert.status == "covered":
            return answer.notes
    from achats_reseaux.output import messages as said

    if answer.status == "found":
        return tuple(said.sentences(answer))
    if answer.status == "none":
        lines = [*said.sentences(answer), answer.message]
    else:
        lines = [f"Erreur : {answer.message}"]
        lines += [f"  {one}" for one in said.candidate_lines(answer)]
        lines += answer.notes
        if answer.suggestions:
            lines.append(f"Vouliez-vous dire : {', '.join(answer.suggestions)} ?")
    if answer.hint:
        lines.append(advice(answer.hint))
    return tuple(lines)


def advice(hint: str) -> str:
    """A hint as it is told: one that is a command is said to be."""
    return f"À taper : {hint}" if hint.startswith("reseaux ") else hint


def exit_code(answer: Answer) -> int:
    """The exit status of an answer."""
    if answer.status == "found":
        return 0
    from achats_reseaux.errors import OF_STATUS

    return OF_STATUS[answer.status]


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
        silence(stream)
    except ValueError as error:
        from achats_reseaux.errors import FileError

        message = "Impossible d'écrire : la sortie standard est fermée."
        raise FileError(message) from error
    except OSError as error:
        silence(stream)
        from achats_reseaux.errors import FileError, reason

        message = f"Impossible d'écrire sur la sortie standard : {reason(error)}."
        raise FileError(message) from error


def silence(stream: TextIO) -> None:
    """Keep the interpreter from flushing a broken stream once more when it ends."""
    import os

    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def told(error: ReseauxError) -> int:
    """Say an error of the house on stderr, and give its exit status."""
    from achats_reseaux.errors import UnknownWordError

    lines = [f"Erreur : {error.message}"]
    if isinstance(error, UnknownWordError) and error.suggestions:
        lines.append(f"Vouliez-vous dire : {', '.join(error.suggestions)} ?")
    tell(*lines, *([advice(error.hint)] if error.hint else []))
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
