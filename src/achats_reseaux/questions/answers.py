"""The answer to a question: that of the equivalent command, with notes on how it was read."""

from __future__ import annotations

from achats_reseaux.answering import Request, matching, refusal
from achats_reseaux.answering import answer as answer_request
from achats_reseaux.answering.coverage import coverage_sentences, requested_coverage
from achats_reseaux.answering.details import show_request
from achats_reseaux.answering.shares import coverage_of
from achats_reseaux.errors import UsageError
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Answer, Candidate, Places, Query
from achats_reseaux.questions.reading import Reading, read_question
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue

WHERE = "De quel lieu s'agit-il ? Ajoutez une commune, un département ou un code postal."
"""The question that is asked back."""

EXAMPLES = ("guichet vert en Normandie", "clause sociale à Mulhouse", "hôpital à Lyon")
"""Questions that show what can be asked."""


def ask(catalogue: Catalogue, text: str, today: str) -> Answer:
    """Answer a question in French or English; no text makes this raise.

    Args:
        catalogue: the catalogue in use.
        text: the question as typed.
        today: ISO date, against which validity dates are held.

    Returns:
        The answer of the equivalent command, which is in ``command``; how the question was read,
        what was not understood above all, is in ``reading``. ``command`` is ``None`` if nothing is
        understood, several places are named, or something is excluded.
    """
    reading = read_question(catalogue, text)
    query = Query("ask", themes=reading.theme, kinds=reading.kind, audiences=reading.audience)
    if reading.refused or not reading.command:
        answer = _refused(reading, query)
    elif reading.others:
        answer = _several(catalogue, reading, query, today)
    else:
        answer = _command(catalogue, reading, today)
    query = answer.query.replace(command="ask", input=text)
    return answer.replace(query=query, reading=(*reading.notes, *answer.reading))


def _refused(reading: Reading, query: Query) -> Answer:
    """What to type instead of an exclusion, or of what says nothing."""
    unknown = Answer("unknown", query)
    if reading.refused:
        words = f"« {shortened(reading.refused)} »"
        return unknown.replace(
            message=f"{words} : une exclusion n'est pas comprise ; dites ce que vous cherchez.",
            hint="Le reste de la question :",
            next_commands=(reading.command_line if reading.command else "reseaux list",),
        )
    return unknown.replace(
        message=f"Rien n'est compris dans cette question. {WHERE}",
        hint="Par exemple, et tous les mots compris :",
        next_commands=("reseaux find 76000", "reseaux catalogue words"),
        suggestions=EXAMPLES,
    )


def _command(catalogue: Catalogue, reading: Reading, today: str) -> Answer:
    """The answer of the command."""
    answer = _run(catalogue, reading, today)
    commands = answer.next_commands
    if answer.status == "none":
        helping = reading.replace(theme=(), kind=(), audience=())  # who helps there all the same
        commands = (helping.command_line,)
    if reading.vague:
        answer = answer.replace(message=WHERE, hint="Par exemple :")
        commands = ("reseaux find 76000", "reseaux list")
    told = _about(catalogue, reading, answer)
    return answer.replace(command=reading.command_line, reading=told, next_commands=commands)


def _run(catalogue: Catalogue, reading: Reading, today: str) -> Answer:
    filters = (reading.theme, reading.kind, reading.audience)
    if reading.command == "show":
        return show_request(catalogue, reading.subjects, reading.fields, today)
    if reading.command != "coverage":
        return answer_request(catalogue, Request(reading.command, reading.place, *filters), today)
    network = reading.subjects[0] if reading.subjects else None
    ground = resolve(reading.place["lieu"]) if reading.place else None
    place = ground.candidates[0] if isinstance(ground, Places) else None
    try:
        found = requested_coverage(
            catalogue, *filters, network, place=place, statuses=reading.statuses
        )
    except UsageError as error:  # only national networks
        return refusal(Query("coverage"), error)
    query = found.query.replace(command="coverage")
    listed = matching.list_networks(catalogue, query, today).results
    results = tuple(match for match in listed if match.network.id in found.networks)
    sentences = coverage_sentences(found)
    return Answer("found", query, results=results, notes=sentences, in_sentences=True)


def _about(catalogue: Catalogue, reading: Reading, answer: Answer) -> tuple[str, ...]:
    """Whether the network that a question names covers the place that it names."""
    if reading.about is None or answer.place is None:
        return ()
    network = catalogue.network(reading.about)
    covers = coverage_of(network, answer.place) or ""
    said = {"full": "couvre ce lieu", "partial": "couvre une partie de ce lieu"}
    return (f"{network.name} {said.get(covers, 'ne couvre pas ce lieu')}.",)


def _several(catalogue: Catalogue, reading: Reading, query: Query, today: str) -> Answer:
    """The guichets and the command of each of several places."""
    readings = [reading.replace(place=one) for one in (reading.place, *reading.others)]
    candidates: list[Candidate] = []
    commands: list[str] = []  # one for each candidate
    for one in readings[:5]:
        answer = _run(catalogue, one, today)
        if answer.place and (guichet := answer.guichet_vert):
            candidates.append(Candidate(answer.place, guichet.networks, guichet.names))
            commands.append(one.command_line)
        elif answer.candidates:
            candidates += answer.candidates
            commands += answer.next_commands
    return Answer(
        "ambiguous",
        query,
        candidates=tuple(candidates),
        message=f"La question nomme {len(readings)} lieux : demandez un lieu à la fois.",
        next_commands=tuple(commands),
    )
