"""From a command line that is parsed to its reply: load the catalogue, answer, write.

The same for the short parser and for Typer. A word that is refused makes an answer too; with
``--json`` every refusal is a document on stdout.
"""

from __future__ import annotations

from achats_reseaux.cli import streams, surroundings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.cli.lookups import CommandLine
    from achats_reseaux.model import Answer, Catalogue

    Answering = Callable[[Catalogue, str], Answer | int]
    """From the catalogue and today's date to an answer, or the status of what is written."""


def reply(
    command: str,
    answering: Answering,
    form: str = "",
    color: str = "auto",
    *,
    everything: bool = False,
    catalogue_file: str | None = None,
    no_local: bool = False,
) -> int:
    """Answer a command, write its answer, and return its exit status.

    ``form`` is a value of ``--format``, ``quiet``, or ``""`` for that of the stream. An error that
    is no refusal is raised.
    """
    catalogue = None
    today = ""
    try:
        catalogue = surroundings.load_catalogue(catalogue_file, no_local)
        today = surroundings.today()
        found = answering(catalogue, today)
    except Exception as error:
        found = _refused(command, error)
        if catalogue is None:  # it is broken: boundary tells why
            if form == "json":
                streams.write_stdout(streams.rendered(found, form), machine=True)
            raise
    if isinstance(found, int):
        return found
    found = found.replace(catalogue=catalogue, today=today)
    return streams.write_answer(found, form, color, everything=everything)


def reply_to(line: CommandLine) -> int:
    """Answer a command line of the short parser; return its exit status."""
    from achats_reseaux.cli.lookups import LOOKUPS

    lookup = LOOKUPS[line.command]

    def answering(catalogue: Catalogue, today: str) -> Answer:
        return lookup.answer(line.values, catalogue, today)

    return reply(line.command, answering, line.form, everything=line.everything)


def _refused(command: str, error: Exception) -> Answer:
    """The answer of a refusal; any other error is raised again."""
    from achats_reseaux.answering import refusal
    from achats_reseaux.model import Query

    return refusal(Query(command), error)
