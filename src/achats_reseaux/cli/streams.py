"""Write to standard output and standard error.

On the fast path: ``errors`` is imported only after an error.
"""

from __future__ import annotations

import os
import sys

from achats_reseaux import output
from achats_reseaux.model import Answer
from achats_reseaux.text import shortened, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import TextIO

    from achats_reseaux.errors import ReseauxError
    from achats_reseaux.model import Catalogue
    from achats_reseaux.output.terminal import Terminal


def write_answer(
    answer: Answer, form: str = "", color: str = "auto", *, everything: bool = False
) -> int:
    """Write an answer to stdout and its messages to stderr; return its exit status.

    ``form`` is a value of ``--format``, ``quiet``, or ``""`` for that of the stream;
    ``everything`` folds nothing.
    """
    is_unasked = form in ("", "table")
    form = form or form_of_stdout()
    if form not in ("json", "quiet"):
        # What was not understood stands before the answer, however long that is.
        write_stderr(*reading_lines(answer))
    if answer.in_sentences and (is_unasked or form == "quiet"):
        text = "" if form == "quiet" else fitted(answer.notes, stdout())
        write_stdout(text, machine=False)
    elif is_unasked and is_vague(answer):
        write_vague_answer(answer, form)
    elif is_drawn(answer, form):
        write_drawing(answer, form, color, everything=everything)
    else:
        text = "" if is_for_people(answer, form) else rendered(answer, form)
        if text:
            write_stdout(text, machine=True)
        write_stderr(*messages(answer, form))
    return exit_code(answer)


def is_for_people(answer: Answer, form: str) -> bool:
    """Whether an answer is text in a format; off a terminal, that of ``show`` alone is."""
    is_show = answer.query.command == "show" or bool(answer.notions)
    return form == "table" or (form == "plain" and is_show)


def is_drawn(answer: Answer, form: str) -> bool:
    """Whether a view draws an answer.

    A card is useful even without results: it shows who helps all the same.
    """
    has_card = answer.status == "none" and answer.place is not None
    has_something = answer.status == "found" or has_card
    return has_something and is_for_people(answer, form)


def is_vague(answer: Answer) -> bool:
    """Whether a question names neither a place nor a filter; the catalogue is no answer to it."""
    return answer.status == "found" and answer.place is None and bool(answer.message)


def write_vague_answer(answer: Answer, form: str) -> None:
    """Ask back; off a terminal the whole catalogue follows."""
    write_stderr(answer.message, *hint_lines(answer))
    if form == "table":
        write_stderr(*answer.notes)
        return
    write_stdout(rendered(answer, form), machine=True)
    write_stderr(*messages(answer, form))


def write_drawing(answer: Answer, form: str, color: str, *, everything: bool) -> None:
    """Write what a view draws, which has the messages of the answer in it."""
    from achats_reseaux.output import views

    _, terminal = on_stdout(form, color)
    text = views.render(answer, terminal, everything=everything)
    write_stdout(text, machine=form != "table")


def form_of_stdout() -> str:
    """What stdout gets if no format is asked for."""
    is_terminal = sys.stdout is not None and not sys.stdout.closed and sys.stdout.isatty()
    return "table" if is_terminal else "plain"


def on_stdout(form: str, color: str) -> tuple[str, Terminal]:
    """The format, which is ``table`` or ``plain`` if none is asked for, and what stdout is."""
    from achats_reseaux.output.terminal import describe

    terminal = describe(sys.stdout, os.environ, color)
    return form or ("table" if terminal.interactive else "plain"), terminal


def rendered(answer: Answer, form: str) -> str:
    """An answer for programs; ``coverage`` that was refused has a document of its own."""
    if answer.query.command != "coverage":
        return output.render(answer, form)
    from achats_reseaux.output.coverage import render_refusal

    return render_refusal(answer, form)


def reading_lines(answer: Answer) -> list[str]:
    """How a question was read: the command that it amounts to, what was not understood."""
    lines = list(answer.reading)
    if answer.command:
        lines.insert(0, f"Compris : {answer.command}")
    return lines


def messages(answer: Answer, form: str) -> Iterable[str]:
    """The lines for stderr that accompany an answer in a format; with ``quiet``, only errors."""
    if form == "quiet" and answer.status in ("found", "none"):
        return ()
    if answer.status == "found":
        if form == "json":  # the document has them
            return ()
        if answer.guichet_vert is None or answer.guichet_vert.status == "covered":
            # A table of networks has no room for what is to be verified of the notions.
            doubted = (one for one in answer.notions if one.doubt)
            return (*answer.notes, *(f"{one.name}, à vérifier : {one.doubt}" for one in doubted))
    from achats_reseaux.output.messages import candidate_lines, sentences

    if answer.status == "found":
        return sentences(answer)
    if answer.status == "none":
        lines = [*sentences(answer), answer.message]
    else:
        lines = [f"Erreur : {answer.message}", *candidate_lines(answer), *answer.notes]
    return (*lines, *hint_lines(answer))


def exit_code(answer: Answer) -> int:
    """The exit status of an answer."""
    if answer.status == "found":
        return 0
    from achats_reseaux.errors import OF_STATUS

    return OF_STATUS[answer.status]


def hint_lines(told: Answer | ReseauxError) -> list[str]:
    """What to type next, as one hint: nearest places, nearest words, a command, or a sentence."""
    answer = told if isinstance(told, Answer) else None
    if answer and answer.candidates:  # each has its command
        return []
    lead = told.hint
    if told.suggestions:
        if lead or not told.next_commands:
            return [f"Vouliez-vous dire : {', '.join(told.suggestions)} ?"]
        lead = "Vouliez-vous dire :"
        if len(told.next_commands) > 1:
            return [lead, *(f"  {one}" for one in told.next_commands)]
    if told.next_commands:
        return [f"{lead or 'À taper :'} {told.next_commands[0]}"]
    if not lead and answer and answer.status == "unknown":
        lead = f"Ce qui est compris : reseaux {answer.query.command} --help"
    return [lead] if lead else []


def stdout() -> TextIO:
    """Standard output; ``FileError`` if it is closed."""
    if sys.stdout is None or sys.stdout.closed:
        from achats_reseaux.errors import FileError

        message = "Impossible d'écrire : la sortie standard est fermée."
        raise FileError(message)
    return sys.stdout


def write_stdout(text: str, *, machine: bool) -> None:
    """Write a text to stdout, and flush; ``FileError`` or ``OSError`` if that cannot be done.

    Text for programs is UTF-8 whatever the locale; text for people is in the terminal's encoding,
    with ``?`` for a character that it lacks.
    """
    stream = stdout()
    stream.flush()
    stream.buffer.write(text.encode("utf-8" if machine else stream.encoding, "replace"))
    stream.buffer.flush()


def write_notes(known: Catalogue, today: str, ids: Iterable[str], notes: Iterable[str]) -> None:
    """Write notes to stderr, and one on each of these networks that is not valid today."""
    from achats_reseaux.answering.matching import validity_note

    outdated = (validity_note(known.network(one), today) for one in ids)
    write_stderr(*dict.fromkeys(filter(None, (*notes, *outdated))))


def is_closed_pipe(error: Exception) -> bool:
    """Whether an error of a write means that the reader is gone; on Windows, EINVAL means it."""
    return isinstance(error, BrokenPipeError) or (
        isinstance(error, OSError) and error.errno == 22 and error.filename is None
    )


def fitted(lines: Iterable[str], stream: TextIO) -> str:
    """Lines that may quote anything typed or read, even a megabyte, as one text.

    On a terminal, sentences are wrapped at spaces, but not commands, which may be copied.
    """
    shown = [shortened(line, 4000) for line in lines]
    if stream.isatty():
        import shutil

        width = shutil.get_terminal_size().columns
        parts = ([one] if "reseaux " in one else wrapped(one, width) for one in shown)
        shown = [part for each in parts for part in each]
    return "".join(f"{line}\n" for line in shown)


def write_stderr(*messages: str) -> None:
    """Write messages, of one or more lines each, to stderr; errors of the stream are ignored."""
    try:
        text = fitted("\n".join(messages).split("\n"), sys.stderr) if messages else ""
        sys.stderr.flush()
        sys.stderr.buffer.write(text.encode(sys.stderr.encoding or "utf-8", "replace"))
        sys.stderr.buffer.flush()
    except (OSError, ValueError, AttributeError):
        return
