"""``reseaux ask``: a question in French or English."""
# No `from __future__ import annotations` here: Typer would evaluate each annotation (10 ms).

from typing import Annotated

import typer

from achats_reseaux.answering import today
from achats_reseaux.cli import french
from achats_reseaux.cli.options import (
    EPILOGUE,
    CatalogueFile,
    Color,
    Format,
    Json,
    NoLocal,
    Quiet,
    load_catalogue,
    output,
    write_answer,
)
from achats_reseaux.cli.streams import write_stderr
from achats_reseaux.model import Answer, Catalogue, Query
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.ask.question import Asked

_MOST_PLACES = 5


def ask(
    question: Annotated[
        list[str],
        typer.Argument(
            metavar="QUESTION", help="En français ou en anglais, entre guillemets ou non."
        ),
    ],
    form: Format = None,
    json: Json = False,
    quiet: Quiet = False,
    color: Color = "auto",
    catalogue: CatalogueFile = None,
    no_local: NoLocal = False,
) -> int:
    """Répond à une question en français ou en anglais.

    Les lieux, les thèmes, les types, les publics et les réseaux connus sont lus dans la phrase ; la
    commande comprise est montrée, et donne la même réponse. Rien n'est deviné : ce qui n'est pas
    compris est dit.

    Exemple : reseaux ask "Quel guichet vert couvre la Normandie ?"
    """
    out = output(form, json, quiet, color)
    known = load_catalogue(catalogue, no_local)
    found = answered(known, " ".join(question), today())
    if found.command and out.form not in ("json", "quiet"):
        write_stderr(f"Compris : {found.command}")
    return write_answer(found, known, out)


def answered(catalogue: Catalogue, text: str, date: str) -> Answer:
    """The answer to a question: that of the command it amounts to, and how it was read."""
    from achats_reseaux.ask import question

    asked = question.read(catalogue, text)
    query = Query("ask", text, None, None, None, None, asked.theme, asked.kind, asked.audience)
    if asked.excluded:
        words = f"« {shortened(asked.excluded)} »"
        message = f"{words} : une exclusion n'est pas comprise ; dites ce que vous cherchez."
        hint = asked.typed if asked.command else "reseaux list"
        return Answer("unknown", query, message=message, hint=hint, notes=asked.notes)
    if len(asked.places) > 1:
        return _several(catalogue, query, asked, date)
    if not asked.command:
        message = "Rien n'est compris dans cette question."
        hint = "Tous les mots compris : reseaux catalogue words ; un lieu : reseaux find LIEU"
        suggestions = (*asked.suggestions, *question.EXAMPLES)
        return Answer(
            "unknown", query, message=message, hint=hint, suggestions=suggestions, notes=asked.notes
        )
    found = _run(catalogue, asked, date)
    wider = asked.replace(theme=(), kind=(), audience=())
    commands = found.next_commands
    if found.status == "none" and asked.command == "find" and wider != asked:
        commands = (wider.typed,)  # who helps there all the same
    return found.replace(
        query=found.query.replace(command="ask", input=text),
        command=asked.typed,
        notes=(*found.notes, *asked.notes, *_about(catalogue, asked, found)),
        next_commands=commands,
    )


def _about(catalogue: Catalogue, asked: "Asked", found: Answer) -> tuple[str, ...]:
    """Whether the network that a question names covers the place that it names."""
    from achats_reseaux.answering.search import coverage_of

    if asked.about is None or found.place is None:
        return ()
    network = catalogue.network(asked.about)
    covers = {"full": "couvre ce lieu", "partial": "couvre une partie de ce lieu"}
    said = covers.get(coverage_of(network, found.place) or "", "ne couvre pas ce lieu")
    return (f"{network.name} {said}.",)


def _run(catalogue: Catalogue, asked: "Asked", date: str) -> Answer:
    """The answer of the command itself."""
    from achats_reseaux.answering import Request, answer, search

    if asked.network:
        return search.show(catalogue, Query("show", input=asked.network), asked.network, date)
    request = Request(asked.command, asked.place, asked.theme, asked.kind, asked.audience)
    return answer(catalogue, request, date)


def _several(catalogue: Catalogue, query: Query, asked: "Asked", date: str) -> Answer:
    """A question about several places: who covers each, and the command for each."""
    from achats_reseaux.model import Candidate

    candidates: list[Candidate] = []
    commands = []
    for place in asked.places[:_MOST_PLACES]:
        one = asked.replace(command="find", place=place)
        commands.append(one.typed)
        found = _run(catalogue, one, date)
        if found.place and found.guichet_vert:
            guichet = found.guichet_vert
            candidates.append(Candidate(found.place, guichet.networks, guichet.names))
        candidates += found.candidates
    message = f"La question nomme {len(asked.places)} lieux : demandez un lieu à la fois."
    return Answer(
        "ambiguous",
        query,
        candidates=tuple(candidates),
        message=message,
        hint="Un lieu à la fois : " + " ; ".join(commands),
        notes=asked.notes,
    )


def register(app: typer.Typer) -> None:
    """Add this command to the app."""
    app.command(cls=french.Command, epilog=EPILOGUE)(ask)
