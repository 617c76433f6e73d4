"""``reseaux ask``: a question in French or English."""

from typing import Annotated

import typer

from achats_reseaux.cli.options import Output, with_output, write_answer
from achats_reseaux.cli.streams import exit_code, write_stderr, write_stdout
from achats_reseaux.cli.today import today
from achats_reseaux.model import Catalogue
from achats_reseaux.output.messages import advice
from achats_reseaux.text import wrapped

EXAMPLES = (
    "reseaux ask Quel guichet vert couvre la Normandie",
    'reseaux ask "clause sociale à Mulhouse"',
)


@with_output
def ask(
    catalogue: Catalogue,
    out: Output,
    question: Annotated[
        list[str],
        typer.Argument(
            metavar="QUESTION", help="En français ou en anglais, entre guillemets ou non."
        ),
    ],
) -> int:
    """Répond à une question en français ou en anglais.

    Les lieux, les thèmes, les types, les publics et les réseaux connus sont lus dans la phrase ; la
    commande comprise est montrée, et donne la même réponse. Rien n'est deviné : ce qui n'est pas
    compris est dit, avec une commande si le mot est aussi un lieu.

    Majuscules, accents et prépositions ne sont pas nécessaires, sauf pour une commune dont le nom
    est un mot courant.

    """
    from achats_reseaux.questions import answers

    found = answers.ask(catalogue, " ".join(question), today())
    if found.command and out.form not in ("json", "quiet"):
        write_stderr(f"Compris : {found.command}")
    sentences = ("table", "plain", "quiet")
    if (found.command or "").startswith("reseaux coverage") and out.form in sentences:
        # The question is how much is covered, not by which networks: the sentences are the answer,
        # and no network's id is.
        lines = [] if out.form == "quiet" else list(found.notes)
        if out.form == "table":
            lines = [line for note in lines for line in wrapped(note, out.terminal.width, 0)]
        write_stdout("".join(f"{line}\n" for line in lines), machine=False)
        return exit_code(found)
    asks_where = found.status == "found" and found.place is None and found.message
    if asks_where and out.form in ("table", "plain"):
        # Neither a place nor a filter is understood: on a terminal, the catalogue is no answer.
        write_stderr(found.message, *advice(found))
        if out.form == "table":
            write_stderr(*found.notes)
            return exit_code(found)
    return write_answer(found, catalogue, out)
