"""The answer to a question: that of the equivalent command, with notes on how it was read."""

from __future__ import annotations

from achats_reseaux.answering import RawQuery, refusal
from achats_reseaux.answering import answer as answer_request
from achats_reseaux.answering.answers import Answer, Candidate, Query
from achats_reseaux.answering.coverage import requested_coverage, shown_areas
from achats_reseaux.answering.coverage_of_place import coverage_of
from achats_reseaux.answering.coverage_totals import coverage_sentences
from achats_reseaux.answering.details import show_request
from achats_reseaux.answering.homonyms import candidates_of
from achats_reseaux.errors import UsageError
from achats_reseaux.questions.lexicon import NO_CENTRAL_BODY
from achats_reseaux.questions.place_lookup import place_options_of, resolved
from achats_reseaux.questions.question_reader import read_question
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue
    from achats_reseaux.questions.parsed_question import ParsedQuestion

WHERE = "De quel lieu s'agit-il ? Ajoutez une commune, un département ou un code postal."
"""The question that is asked back."""

EXAMPLES: tuple[str, ...] = ('reseaux ask "clause sociale à Mulhouse"', "reseaux find 76000")
"""Commands that show what can be asked."""

_MOST_PLACES = 5
_MOST_PROPOSED = 3
_COVERS = {
    "full": "couvre ce lieu",
    "partial": "couvre une partie de ce lieu",
    None: "ne couvre pas ce lieu",
}


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
    parsed = read_question(catalogue, text)
    is_central = bool(parsed.central) and parsed.command == "list"
    if parsed.refused or is_central or not parsed.command:
        answer = _unread(parsed)
    elif parsed.others:
        answer = _several(catalogue, parsed, today)
    else:
        answer = _with_what_is_next(catalogue, parsed, today)
        about = _about(catalogue, parsed, answer)
        answer = answer.replace(command=parsed.command_line, reading=about)
    query = answer.query.replace(command="ask", input=text)
    return answer.replace(query=query, reading=parsed.notes + answer.reading)


def _unread(parsed: ParsedQuestion) -> Answer:
    """What to type instead of what is excluded, is not in the catalogue, or says nothing.

    Example: "sauf les plateformes", "UGAP", "bonjour"
    """
    message = f"Rien n'est compris dans cette question. {WHERE}"
    hint, commands = "Par exemple :", EXAMPLES
    if parsed.refused:
        words = f"« {shortened(parsed.refused)} »"
        message = f"{words} : une exclusion n'est pas comprise ; dites ce que vous cherchez."
        hint = "Le reste de la question :"
        commands = (parsed.command_line if parsed.command else "reseaux list",)
    elif parsed.central:
        message = f"{parsed.central} : {NO_CENTRAL_BODY}"
        hint, commands = "Qui aide les acheteurs :", ("reseaux list",)
    return Answer(
        "unknown",
        parsed.query,
        reason="question",
        message=message,
        hint=hint,
        next_commands=commands,
    )


# --- the answer of the command ---


def _with_what_is_next(catalogue: Catalogue, parsed: ParsedQuestion, today: str) -> Answer:
    """The answer with what to type next, where the question says more than its command."""
    answer = _run(catalogue, parsed, today)
    if parsed.vague:
        asked_back = answer.replace(message=WHERE, hint="Par exemple :", is_vague=True)
        return asked_back.replace(next_commands=("reseaux find 76000", "reseaux list"))
    if answer.status == "unknown":
        asked_back = answer.replace(message=f"{answer.message} {WHERE}")
        return _proposal(catalogue, answer, parsed, today) or asked_back
    if answer.status == "none":
        helping = parsed.replace(themes=(), kinds=(), audiences=())  # who helps there all the same
        return answer.replace(next_commands=(helping.command_line,))
    has_local = any(match.network.scope == "local" for match in answer.results)
    if parsed.command == "list" and has_local:
        there = parsed.replace(command="find", place={"lieu": "76000"})
        lead = "Pour un lieu, par exemple :"
        return answer.replace(hint=lead, next_commands=(there.command_line,))
    return answer


def _proposal(
    catalogue: Catalogue, answer: Answer, parsed: ParsedQuestion, today: str
) -> Answer | None:
    """The commands for what a name is that is not of the kind said with it; ``None`` if nothing.

    Each of them answers.

    Example: "je suis maire d'un village de Lozère, environnement"
    """
    if len(parsed.place) != 1 or "lieu" in parsed.place:
        return None
    options = [place_options_of(name) for name in answer.suggestions]
    options.append(place_options_of(next(iter(parsed.place.values()))))
    commands: list[str] = []
    for place in filter(None, options):
        there = parsed.replace(place=place, audiences=())  # who asks is no place's
        is_new = there.command_line not in commands
        if is_new and _run(catalogue, there, today).status == "found":
            commands.append(there.command_line)
    if not commands:
        return None
    return answer.replace(
        reason="question",
        hint="À taper :",
        next_commands=tuple(commands)[:_MOST_PROPOSED],
    )


def _run(catalogue: Catalogue, parsed: ParsedQuestion, today: str) -> Answer:
    if parsed.command == "show":
        return show_request(catalogue, parsed.subjects, parsed.fields, today)
    if parsed.command == "coverage":
        return _coverage(catalogue, parsed, today)
    raw_query = RawQuery(parsed.command, parsed.place, parsed.query.filters)
    return answer_request(catalogue, raw_query, today)


def _coverage(catalogue: Catalogue, parsed: ParsedQuestion, today: str) -> Answer:
    """The totals and the areas as sentences; networks would say the opposite of an absence."""
    network = next(iter(parsed.subjects), None)
    place = None
    if parsed.place:
        place = resolved(parsed.place["lieu"])[0]
    try:
        coverage = requested_coverage(
            catalogue,
            parsed.query.filters,
            today=today,
            network=network,
            place=place,
            statuses=parsed.statuses,
            by=parsed.level or None,
        )
    except UsageError as error:  # only national networks
        return refusal(Query("coverage"), error)
    query = coverage.query.replace(command="coverage")
    answer = Answer("found", query, notes=coverage_sentences(coverage), in_sentences=True)
    areas = shown_areas(coverage) if parsed.statuses else []
    if coverage.by:
        areas = [area for area in areas if area.kind == coverage.by]
    return answer.replace(areas=tuple(areas))


def _about(catalogue: Catalogue, parsed: ParsedQuestion, answer: Answer) -> tuple[str, ...]:
    """Whether the network that a question names covers its place; that no telephone is known."""
    if answer.place is None:
        return ()
    told: list[str] = []
    if parsed.about:
        network = catalogue.network(parsed.about)
        told.append(f"{network.name} {_COVERS[coverage_of(network, answer.place)]}.")
    desks = [match.network for match in answer.results if match.network.scope == "local"]
    is_known = any(network.contact.phone for network in desks)
    if parsed.asks_telephone and desks and not is_known:
        names = ", ".join(network.name for network in desks)
        told.append(f"Aucun numéro de téléphone n'est connu : {names}.")
    return tuple(told)


# --- several places ---


def _several(catalogue: Catalogue, parsed: ParsedQuestion, today: str) -> Answer:
    """Whom to call in each of several places, and the command."""
    candidates: list[Candidate] = []
    commands: list[str] = []  # one for each candidate
    for place in (parsed.place, *parsed.others)[:_MOST_PLACES]:
        there = parsed.replace(place=place)
        answer = _run(catalogue, there, today)
        named = fold(next(iter(place.values())))
        for near in answer.suggestions[:1]:
            if named in fold(near):  # "métropole de Lille"; not the EPCI of a commune so called
                there = parsed.replace(place={"lieu": near})
                answer = _run(catalogue, there, today)
        of_place = candidates_of([answer])
        if of_place:
            candidates += of_place
            commands.append(there.command_line)
        elif answer.candidates:
            candidates += answer.candidates
            commands += answer.next_commands
    return Answer(
        "ambiguous",
        parsed.query,
        reason="place",
        candidates=tuple(candidates),
        message="La question nomme plusieurs lieux : demandez un lieu à la fois.",
        next_commands=tuple(commands),
    )
