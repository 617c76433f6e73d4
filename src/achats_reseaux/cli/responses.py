"""From a command line that is parsed to its reply: load the catalogue, answer, write.

The same for the short parser and for Typer. A word that is refused makes an answer too;
with ``--json`` every refusal is a document on stdout. On the fast path: ``errors`` is
imported only after an error.
"""

from __future__ import annotations

import os
import sys

from achats_reseaux.answering.answers import Answer
from achats_reseaux.cli import environment, streams
from achats_reseaux.cli.short_parser import LOOKUPS, CommandLine
from achats_reseaux.model import TO_VERIFY, Catalogue
from achats_reseaux.output import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from achats_reseaux.answering.coverage import Coverage
    from achats_reseaux.errors import ReseauxError, UsageError
    from achats_reseaux.output.terminal import Terminal

    AnswerOf = Callable[[Catalogue, str], Answer | int]
    """From the catalogue and today's date to an answer, or the status of what is written."""


def reply(line: CommandLine, answer_of: AnswerOf) -> int:
    """Answer a command line, write its answer, and return its exit status.

    An error that is no refusal is raised.
    """
    catalogue = None
    today = ""
    try:
        catalogue = environment.load_catalogue(line.catalogue_file, line.no_local)
        today = environment.today()
        outcome = answer_of(catalogue, today)
    except Exception as error:
        outcome = _refused(line, error)
        if catalogue is None:  # it is broken: error_handler tells people why
            if formats.described(line.output_format).is_document:
                _write_broken_catalogue(outcome, line)
            raise
    if isinstance(outcome, int):
        return outcome
    return write_answer(outcome.replace(catalogue=catalogue, today=today), line)


def reply_to(line: CommandLine) -> int:
    """Answer a command line of the short parser; return its exit status."""
    lookup = LOOKUPS[line.command]

    def answer_of(catalogue: Catalogue, today: str) -> Answer:
        return lookup.answer(line.values, catalogue, today)

    return reply(line, answer_of)


def _refused(line: CommandLine, error: Exception) -> Answer:
    """The answer of a refusal; any other error is raised again."""
    from achats_reseaux.answering import refusal
    from achats_reseaux.answering.answers import Query

    return refusal(Query(line.command, columns=line.columns), error)


def _write_broken_catalogue(refused: Answer, line: CommandLine) -> None:
    """Write the document of a catalogue that is refused: not where its files lie."""
    message = without_folders(refused.message, line.catalogue_file or "")
    text = _for_programs(refused.replace(message=message), line.output_format)
    streams.write_stdout(text, machine=True)


def without_folders(message: str, *files: str) -> str:
    """A message without the folders in which catalogues lie: those of files, and the known ones."""
    from achats_reseaux.catalogue import loader

    folders = [environment.config_folder(), loader.path()]
    folders += map(os.path.dirname, files + (environment.replacement() or "",))
    for folder in filter(None, folders):
        message = message.replace(os.path.join(folder, ""), "")
    return message


# --- an answer is written ---------------------------------------------------------------


def write_answer(answer: Answer, line: CommandLine) -> int:
    """Write an answer to stdout and its messages to stderr; return its exit status."""
    is_for_whoever_reads = line.output_format in ("", "table")
    output_format = line.output_format or format_of_stdout()
    if line.columns and output_format == "table":
        output_format = "plain"
    is_document = formats.described(output_format).is_document
    if answer.in_sentences and not (is_for_whoever_reads or is_document):
        raise _no_table_of_sentences(answer, output_format)
    if not (is_document or output_format == "quiet"):
        # What was not understood stands before the answer, however long that is.
        streams.write_messages(_reading_lines(answer))
    if answer.in_sentences and is_for_whoever_reads:
        streams.write_stdout(streams.fitted(answer.notes, streams.stdout()), machine=False)
    elif (
        answer.email_draft is not None and output_format in ("table", "plain") and not line.columns
    ):
        _write_draft(answer, output_format)
    elif is_for_whoever_reads and answer.is_vague:
        _write_vague_answer(answer, output_format, line)
    elif _is_text(answer, output_format):
        _write_text(answer, output_format, line)
    else:
        _write_for_programs(answer, output_format, line)
    return _exit_code(answer)


def write_refusal(refused: Answer, catalogue: Catalogue) -> int:
    """Write why the place of a command that prints no document is refused; return its status."""
    line = CommandLine(refused.query.command)
    return write_answer(refused.replace(catalogue=catalogue), line)


def format_of_stdout() -> str:
    """What stdout gets if no format is asked for."""
    stream = sys.stdout
    is_open = stream is not None and not stream.closed
    return "table" if is_open and stream.isatty() else "plain"


def _no_table_of_sentences(answer: Answer, output_format: str) -> UsageError:
    """The refusal of ids or a table of an answer in sentences, which its command has."""
    from achats_reseaux import errors

    option = f"--format {output_format}"
    if output_format == "quiet":
        option = "-q"
    return errors.UsageError(
        "La réponse à cette question est en phrases.",
        hint="Les lieux, un par ligne :",
        next_commands=(f"{answer.command} {option}",),
    )


def _write_draft(answer: Answer, output_format: str) -> None:
    """Write a message that is ready to send, as text."""
    from achats_reseaux.output import draft
    from achats_reseaux.output.documents import age

    width = 0
    if output_format == "table":
        width = min(terminal_of_stdout("auto").width, draft.LONGEST_LINE)
    assert answer.email_draft is not None
    streams.write_stdout(draft.render(answer.email_draft, width), machine=False)
    streams.write_messages(filter(None, [*answer.notes, age(answer)]))


def _write_vague_answer(answer: Answer, output_format: str, line: CommandLine) -> None:
    """Ask back; off a terminal the whole catalogue follows."""
    streams.write_messages([answer.message] + hint_lines(answer, line))
    if output_format == "table":
        streams.write_messages(answer.notes)
    else:
        _write_for_programs(answer, output_format, line)


def _is_text(answer: Answer, output_format: str) -> bool:
    """Whether people read an answer in a format; off a terminal, that of ``show`` alone."""
    return output_format == "table" or (output_format == "plain" and answer.tells_facts)


def _write_text(answer: Answer, output_format: str, line: CommandLine) -> None:
    """Write what a view draws, which has the messages of the answer in it; else the messages.

    A card is useful even without results: it shows who helps all the same.
    """
    has_card = answer.status == "none" and answer.place is not None
    if answer.status != "found" and not has_card:
        streams.write_messages(_messages(answer, output_format, line))
        return
    from achats_reseaux.output import views

    terminal = terminal_of_stdout(line.color)
    text = views.render(answer, terminal, everything=line.everything)
    streams.write_stdout(text, machine=output_format != "table")
    if answer.status == "found":  # a card without results says what to do itself
        streams.write_messages(hint_lines(answer, line))


def without_header(table: str) -> str:
    """A table without its first line."""
    return table.partition("\n")[2]


def _write_for_programs(answer: Answer, output_format: str, line: CommandLine) -> None:
    """Write an answer in a format for programs, and its messages beside it."""
    text = _for_programs(answer, output_format)
    if line.no_headers:
        text = without_header(text)
    if text:
        streams.write_stdout(text, machine=True)
    messages = _messages(answer, output_format, line)
    if line.columns:
        from achats_reseaux.output.row_table import hides_a_doubt

        if hides_a_doubt(answer):
            messages.append("Certains de ces contacts sont à vérifier : ajoutez doubt à --columns.")
    streams.write_messages(messages)


def _for_programs(answer: Answer, output_format: str) -> str:
    """An answer for programs; ``coverage`` that was refused has a document of its own."""
    indented = is_indented()
    if answer.query.command != "coverage":
        return formats.render(answer, output_format, indented=indented)
    if not formats.described(output_format).is_document:
        return ""
    from achats_reseaux.output.coverage_formats import refused_document

    return formats.document_text(refused_document(answer), output_format, indented=indented)


def is_indented() -> bool:
    """Whether a document is indented: on a terminal, for who reads it there."""
    return format_of_stdout() == "table"


def terminal_of_stdout(color: str) -> Terminal:
    """What views are to know of stdout."""
    from achats_reseaux.output.terminal import describe

    return describe(sys.stdout, os.environ, color)


def _exit_code(answer: Answer) -> int:
    """The exit status of an answer."""
    if answer.status == "found":
        return 0
    from achats_reseaux.errors import OF_STATUS

    return OF_STATUS[answer.status]


# --- its messages -----------------------------------------------------------------------


def _reading_lines(answer: Answer) -> list[str]:
    """How a question was read: the command that it amounts to, what was not understood."""
    lines = list(answer.reading)
    if answer.command:
        lines.insert(0, f"Compris : {answer.command}")
    return lines


def _messages(answer: Answer, output_format: str, line: CommandLine) -> list[str]:
    """The lines for stderr that accompany an answer in a format; with ``quiet``, only errors."""
    if answer.status == "found":
        return _messages_of_found(answer, output_format)
    if answer.status == "none" and output_format == "quiet":
        return []
    from achats_reseaux.output.messages import (
        candidate_lines,
        question_of_homonyms,
        sentences,
    )

    if answer.status == "none":
        lines = sentences(answer)
        lines.append(answer.message)
    else:
        lines = [f"Erreur : {answer.message}"]
        if answer.candidates and answer.query.command != "ask":
            lines = [question_of_homonyms(answer)]
        lines += candidate_lines(answer, line.again)
        lines += answer.notes
    return lines + hint_lines(answer, line)


def _messages_of_found(answer: Answer, output_format: str) -> list[str]:
    if formats.described(output_format).is_document or output_format == "quiet":
        return []  # the document has them
    guichet = answer.guichet_vert
    lines = list(answer.all_notes)
    if guichet is not None and guichet.status != "covered":
        from achats_reseaux.output.messages import sentences

        lines = sentences(answer)
    is_of_desks = answer.place is not None and answer.query.asks_for_desks
    if is_of_desks:
        from achats_reseaux.card.first_contact_panel import no_desk_lines

        lines += no_desk_lines(answer)
    for notion in answer.notions:
        if notion.doubt:  # a table of networks has no room for it
            lines.append(f"{notion.name}, {TO_VERIFY} : {notion.doubt}")
    return lines


def hint_lines(refusal: Answer | ReseauxError, line: CommandLine | None = None) -> list[str]:
    """What to type next, as one hint: the first of these that there is.

    The command of a line that is refused is offered with all the options that were typed.

    - places that may be meant: nothing more, each is shown with its command;
    - near words: the commands with them, if the commands have no words before them, or the words;
    - a command, behind its words; or a sentence alone.
    """
    answer = refusal if isinstance(refusal, Answer) else None
    if answer is not None and answer.candidates:  # each has its command
        return []
    lead, words, commands = refusal.hint, refusal.suggestions, refusal.next_commands
    if line is not None:
        commands = _with_options(commands, line)
    if words and (lead or not commands):
        return [f"Vouliez-vous dire : {', '.join(words)} ?"]
    if words and len(commands) > 1:
        return ["Vouliez-vous dire :"] + [f"  {command}" for command in commands]
    if words:
        return [f"Vouliez-vous dire : {commands[0]}"]
    if commands:
        return [f"{lead or 'À taper :'} {commands[0]}"]
    if lead:
        return [lead]
    if answer is not None and answer.status == "unknown":
        return [f"Ce qui est compris : reseaux {answer.query.command} --help"]
    return []


def _with_options(commands: tuple[str, ...], line: CommandLine) -> tuple[str, ...]:
    """Commands, those that ask again what a line asks with its options of output and catalogue."""
    asked_again = ("reseaux find ", f"reseaux {line.command} ")
    completed = []
    for command in commands:
        options = line.again if command.startswith(asked_again) else ""
        completed.append(command + options)
    return tuple(completed)


def write_notes(known: Catalogue, today: str, coverage: Coverage, notes: Iterable[str]) -> None:
    """Write notes to stderr, and one on each network of a coverage that is not valid today."""
    from achats_reseaux.answering.age import age_and_newer_copy
    from achats_reseaux.answering.matching import validity_note

    lines = list(notes)
    for network_id in coverage.networks + coverage.ended:
        lines.append(validity_note(known.network(network_id), today))
    counted = [known.network(network_id) for network_id in coverage.networks]
    lines.append(age_and_newer_copy(counted, today))
    streams.write_messages(filter(None, dict.fromkeys(lines)))
