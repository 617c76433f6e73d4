"""``reseaux ask``: a question in French or English."""

import sys
from typing import Annotated

from achats_reseaux.cli import options as opt
from achats_reseaux.cli import streams
from achats_reseaux.model import Answer
from achats_reseaux.questions import answers

EXAMPLES = (
    "reseaux ask Quel guichet vert couvre la Normandie",
    'reseaux ask "clause sociale à Mulhouse"',
)


@opt.answering
def ask(
    asked: opt.Asked,
    question: Annotated[list[str], opt.argument("QUESTION…", "Avec ou sans guillemets.")],
) -> Answer | int:
    """Répond à une question en français ou en anglais.

    La commande comprise est montrée, et donne la même réponse. Ce qui n'est pas compris est dit.
    """
    found = answers.ask(asked.catalogue, " ".join(question), asked.today)
    command, form = found.command or "", asked.form
    if form not in ("json", "quiet"):
        # What was not understood stands before the answer, however long that is.
        streams.write_stderr(*[f"Compris : {command}"] * bool(command), *found.reading)
    if command.startswith("reseaux coverage") and form in ("", "table", "quiet"):
        # The sentences are the answer, and no network's id is.
        notes = found.notes if form != "quiet" else ()
        streams.write_stdout(streams.fitted(notes, sys.stdout), machine=False)
        return streams.exit_code(found)
    if found.status == "found" and found.place is None and found.message and form in ("", "table"):
        # Neither a place nor a filter is understood: on a terminal, the catalogue is no answer.
        streams.write_stderr(found.message, *streams.hint_lines(found))
        if streams.on_stdout(form, asked.color)[0] == "table":
            streams.write_stderr(*found.notes)
            return streams.exit_code(found)
    return found
