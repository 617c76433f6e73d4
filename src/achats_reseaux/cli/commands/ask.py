"""``reseaux ask``: a question in French or English."""

import sys
from typing import Annotated

import typer

from achats_reseaux.cli import options as opt
from achats_reseaux.cli.streams import (
    exit_code,
    fitted,
    hint_lines,
    write_stderr,
    write_stdout,
)
from achats_reseaux.cli.surroundings import load_catalogue, today
from achats_reseaux.model import Answer
from achats_reseaux.output.terminal import is_interactive

EXAMPLES = (
    "reseaux ask Quel guichet vert couvre la Normandie",
    'reseaux ask "clause sociale à Mulhouse"',
)


def ask(
    question: Annotated[
        list[str],
        typer.Argument(metavar="QUESTION…", help="Avec ou sans guillemets."),
    ],
    form: opt.Format = None,
    json: opt.Json = False,
    quiet: opt.Quiet = False,
    everything: opt.Everything = False,
    color: opt.Color = "auto",
    catalogue: opt.CatalogueFile = None,
    no_local: opt.NoLocal = False,
) -> Answer | int:
    """Répond à une question en français ou en anglais.

    La commande comprise est montrée, et donne la même réponse. Ce qui n'est pas compris est dit.
    """
    from achats_reseaux.questions import answers

    known, date = load_catalogue(catalogue, no_local), today()
    found = answers.ask(known, " ".join(question), date).replace(catalogue=known, today=date)
    asked = opt.chosen_form({"form": form, "json": json, "quiet": quiet})
    if asked not in ("json", "quiet"):
        # What was not understood stands before the answer, however long that is.
        write_stderr(*[f"Compris : {found.command}"] * bool(found.command), *found.reading)
    if (found.command or "").startswith("reseaux coverage") and asked in ("", "table", "quiet"):
        # The question is how much is covered, not by which networks: the sentences are the answer,
        # and no network's id is.
        write_stdout(fitted(found.notes if asked != "quiet" else (), sys.stdout), machine=False)
        return exit_code(found)
    if found.status == "found" and found.place is None and found.message and asked in ("", "table"):
        # Neither a place nor a filter is understood: on a terminal, the catalogue is no answer.
        write_stderr(found.message, *hint_lines(found))
        if asked == "table" or is_interactive(sys.stdout):
            write_stderr(*found.notes)
            return exit_code(found)
    return found
