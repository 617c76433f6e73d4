"""The answer to a question: that of the equivalent command, with notes on how it was read."""

from __future__ import annotations

from achats_reseaux.answering import Request, matching
from achats_reseaux.answering import answer as answer_request
from achats_reseaux.answering.coverage import coverage_sentences, requested_coverage
from achats_reseaux.answering.details import CONTACT, show_request
from achats_reseaux.answering.matching import GUICHET_VERT
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Answer, Candidate, Places, Query
from achats_reseaux.questions.intents import WHERE, Intent, understand
from achats_reseaux.questions.place_by_preposition import perhaps_place
from achats_reseaux.text import shell_quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue

EXAMPLES = (
    "guichet vert en Normandie",
    "clause sociale à Mulhouse",
    "hôpital à Lyon",
)
"""Questions that show what can be asked."""

_MOST_PLACES, _FEW = 5, 3
_AREA = "perimetre"


def ask(catalogue: Catalogue, text: str, today: str) -> Answer:
    """Answer a question in French or English; no text makes this raise.

    Args:
        catalogue: the catalogue in use.
        text: the question as typed.
        today: ISO date, against which validity dates are held.

    Returns:
        The answer of the equivalent command, which is in ``command``. ``None`` if there is no such
        command: nothing is understood, several places have different answers, or the exclusion
        cannot be expressed.
    """
    intent = understand(catalogue, text)
    query = Query("ask", themes=intent.theme, kinds=intent.kind, audiences=intent.audience)
    unknown = Answer("unknown", query)
    if intent.foreign:
        answer = unknown.replace(
            message="Cette question ne semble pas porter sur un achat public.",
            hint="On peut demander, par exemple :",
            next_commands=tuple(f"reseaux ask {shell_quoted(one)}" for one in EXAMPLES),
        )
    elif intent.refused:
        words = f"« {shortened(intent.refused)} »"
        answer = unknown.replace(
            message=f"{words} : une exclusion n'est pas comprise ; dites ce que vous cherchez.",
            hint="Le reste de la question :",
            next_commands=(intent.command_line if intent.command else "reseaux list",),
            notes=intent.notes,
        )
    elif intent.misspelt:
        commands = _with_known_words(catalogue, intent, text)
        answer = unknown.replace(
            message=f"« {shortened(intent.misspelt)} » n'est pas un mot connu.",
            hint="Avec un mot connu :" if commands else "",
            next_commands=commands,
            suggestions=intent.suggestions,
        )
    elif intent.places:
        answer = _several(catalogue, intent, query, today)
    elif not intent.command:
        answer = unknown.replace(
            message=f"Rien n'est compris dans cette question. {WHERE}",
            hint="Par exemple, et tous les mots compris :",
            next_commands=("reseaux find 76000", "reseaux catalogue words"),
            suggestions=EXAMPLES,
            notes=(*intent.notes, *_perhaps_places(intent)),
        )
    else:
        answer = _command(catalogue, intent, today)
    return answer.replace(query=answer.query.replace(command="ask", input=text))


def _with_known_words(catalogue: Catalogue, intent: Intent, text: str) -> tuple[str, ...]:
    """The commands that a question amounts to with each of the words near the misspelt one."""
    meant = (text.replace(intent.misspelt, one, 1) for one in intent.suggestions)
    read = [one for one in (understand(catalogue, one) for one in meant) if not one.misspelt]
    return tuple(dict.fromkeys(one.command_line for one in read if one.command))


def _command(catalogue: Catalogue, intent: Intent, today: str) -> Answer:
    """The answer of the command, followed by the notes on the question."""
    answer = _run(catalogue, intent, today)
    commands = answer.next_commands
    if answer.status == "none":
        commands = (intent.unfiltered.command_line,)  # who helps there all the same
    if answer.status == "unknown" and {*intent.audience} - {"collectivite"}:
        # "GHT Bretagne Occidentale": who helps hospitals wherever they are
        commands = (*commands, intent.replace(command="list", place={}).command_line)
    asked = (
        *_about(catalogue, intent, answer),
        *_facts_there(intent, answer),
        *_for_public_buyers(catalogue, intent, answer, today),
        *_perhaps_places(intent),
    )
    notes = (*answer.notes, *intent.notes, *asked)
    if intent.vague:
        answer = answer.replace(message=WHERE, hint="Par exemple :")
        commands = ("reseaux find 76000", "reseaux list")
    return answer.replace(command=intent.command_line, notes=notes, next_commands=commands)


def _run(catalogue: Catalogue, intent: Intent, today: str) -> Answer:
    if intent.command == "show":
        return show_request(catalogue, intent.subjects, intent.fields, today)
    if intent.command == "coverage":
        return _covered(catalogue, intent, today)
    filters = (intent.theme, intent.kind, intent.audience)
    return answer_request(catalogue, Request(intent.command, intent.place, *filters), today)


def _covered(catalogue: Catalogue, intent: Intent, today: str) -> Answer:
    """The coverage of France or of an area in sentences, with the networks counted."""
    network = intent.subjects[0] if intent.subjects else None
    read = resolve(intent.place["lieu"]) if intent.place else None
    place = read.candidates[0] if isinstance(read, Places) else None
    filters = (intent.theme, intent.kind, intent.audience)
    found = requested_coverage(catalogue, *filters, network, place=place, statuses=intent.statuses)
    query = found.query.replace(command="coverage")
    results = tuple(
        match
        for match in matching.list_networks(catalogue, query, today).results
        if match.network.id in found.networks
    )
    return Answer("found", query, results=results, notes=coverage_sentences(found))


def _about(catalogue: Catalogue, intent: Intent, answer: Answer) -> tuple[str, ...]:
    """Whether the network that a question names covers the place that it names."""
    if intent.about is None or answer.place is None:
        return ()
    network = catalogue.network(intent.about)
    if intent.theme and not set(intent.theme) & set(network.themes):
        # Its body may carry another service on this theme: only of the entry is this true.
        themes = ", ".join(catalogue.labels("theme")[one].lower() for one in network.themes)
        return (f"La fiche {network.id} porte sur un autre thème : {themes}.",)
    said = {
        "full": "couvre ce lieu",
        "partial": "couvre une partie de ce lieu",
        None: "ne couvre pas ce lieu",
    }
    covers = matching.coverage_of(network, answer.place)
    notes: tuple[str, ...] = (f"{network.name} {said[covers]}.",)
    documented = any(one.field == _AREA for one in catalogue.facts_of(network.id))
    if documented and covers != "full":
        area = Intent("show", {}, subjects=(network.id,), fields=(_AREA,))
        notes += (f"Son périmètre : {area.command_line}",)
    return notes


def _for_public_buyers(
    catalogue: Catalogue, intent: Intent, answer: Answer, today: str
) -> tuple[str, ...]:
    """Where no local network serves a firm, the command for those that serve public buyers.

    A firm may also be the subject of a buyer's question: "l'entreprise titulaire du marché".
    """
    if intent.command != "find" or intent.audience != ("entreprise",):
        return ()
    every = intent.replace(audience=())
    there = [match.network for match in _run(catalogue, every, today).results]
    found = {match.network.id for match in answer.results}
    if {one.id for one in there if one.scope == "local"} <= found:
        return ()
    return (f"Les réseaux d'ici s'adressent aux acheteurs publics : {every.command_line}",)


def _facts_there(intent: Intent, answer: Answer) -> tuple[str, ...]:
    """The command that shows the facts asked of the networks of a kind or theme at a place."""
    guichet = answer.guichet_vert
    fields = tuple(one for one in intent.fields if one != CONTACT)
    if guichet is None or not fields or intent.about or not (intent.kind or intent.theme):
        return ()
    there = [match.network for match in answer.results]
    local = [one.id for one in there if one.scope == "local"]
    asked = tuple(local or [one.id for one in there if intent.kind])[:_FEW]
    if intent.kind == (GUICHET_VERT,):
        asked = guichet.networks
    if not asked:
        none = "Ce qui est demandé n'est documenté d'aucun réseau local ici."
        return () if intent.kind else (none,)
    return (
        f"Ce qui est demandé : {Intent('show', {}, subjects=asked, fields=fields).command_line}",
    )


def _perhaps_places(intent: Intent) -> tuple[str, ...]:
    """Where no place is understood, the words left that are towns too: "facilitateur a ceret"."""
    if intent.command and not (intent.command == "list" and intent.filters):
        return ()
    named = (
        (word, perhaps_place(word))
        for word in intent.left
        if not (intent.command and word.isdigit())  # "guichet vert, 10 questions"
    )
    return tuple(
        f"Si « {word} » est un lieu : {find.command_line}"
        for word, name in named
        if name and (find := intent.replace(command="find", place={"lieu": name}))
    )


def _several(catalogue: Catalogue, intent: Intent, query: Query, today: str) -> Answer:
    """Answer a question about several places: once if all have the same answer, else ambiguous."""
    intents = [intent.replace(command="find", place=place, places=()) for place in intent.places]
    answers = [_run(catalogue, one, today) for one in intents[:_MOST_PLACES]]
    shared = len(intents) <= _MOST_PLACES and _essence(answers[0])
    if shared and all(_essence(other) == shared for other in answers):
        names = [one.place.name for one in answers if one.place]
        note = f"{', '.join(names[:-1])} et {names[-1]} ont la même réponse."
        only = _command(catalogue, intents[0], today)
        return only.replace(notes=(*only.notes, note))
    candidates: list[Candidate] = []
    commands: list[str] = []  # one for each candidate
    for one, answer in zip(intents, answers, strict=False):
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
        message=f"La question nomme {len(intents)} lieux : demandez un lieu à la fois.",
        next_commands=tuple(commands),
        notes=intent.notes,
    )


def _essence(answer: Answer) -> tuple[object, ...]:
    """What makes two places the same answer: networks, their coverage, and the guichet vert."""
    guichet = answer.guichet_vert
    if guichet is None:
        return ()
    networks = tuple((match.network.id, match.coverage) for match in answer.results)
    return answer.status, guichet.status, guichet.networks, networks
