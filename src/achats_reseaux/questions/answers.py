"""The answer to a question: that of the equivalent command, with notes on how it was read."""

from __future__ import annotations

from achats_reseaux.answering import Request, matching
from achats_reseaux.answering import answer as answer_request
from achats_reseaux.answering.coverage import coverage_sentences, requested_coverage
from achats_reseaux.answering.details import CONTACT, show_request
from achats_reseaux.answering.matching import GUICHET_VERT
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Answer, Candidate, Places, Query
from achats_reseaux.questions.places import perhaps_place
from achats_reseaux.questions.reading import WHERE, Reading, read
from achats_reseaux.text import shortened

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


def ask(catalogue: Catalogue, text: str, today: str) -> Answer:
    """Answer a question in French or English; no text makes this raise.

    Args:
        catalogue: the catalogue in use.
        text: the question as typed.
        today: ISO date, against which validity dates are held.

    Returns:
        The answer of the equivalent command, which is in ``command``; what was not understood is in
        ``reading``. ``command`` is ``None`` if there is none: nothing is understood, several places
        have different answers, a word is misspelt, or something is excluded.
    """
    reading = read(catalogue, text)
    query = Query("ask", themes=reading.theme, kinds=reading.kind, audiences=reading.audience)
    unknown = Answer("unknown", query)
    if reading.refused:
        words = f"« {shortened(reading.refused)} »"
        answer = unknown.replace(
            message=f"{words} : une exclusion n'est pas comprise ; dites ce que vous cherchez.",
            hint="Le reste de la question :",
            next_commands=(reading.command_line if reading.command else "reseaux list",),
        )
    elif reading.misspelt:
        commands = _with_known_words(catalogue, reading, text)
        answer = unknown.replace(
            message=f"« {shortened(reading.misspelt)} » n'est pas un mot connu.",
            hint="Avec un mot connu :" if commands else "",
            next_commands=commands,
            suggestions=reading.suggestions,
        )
    elif reading.places:
        answer = _several(catalogue, reading, query, today)
    elif not reading.command:
        answer = unknown.replace(
            message=f"Rien n'est compris dans cette question. {WHERE}",
            hint="Par exemple, et tous les mots compris :",
            next_commands=("reseaux find 76000", "reseaux catalogue words"),
            suggestions=EXAMPLES,
        )
    else:
        answer = _command(catalogue, reading, today)
    about = (*reading.notes, *_perhaps_places(reading))
    query = answer.query.replace(command="ask", input=text)
    return answer.replace(query=query, reading=(*about, *answer.reading))


def _with_known_words(catalogue: Catalogue, reading: Reading, text: str) -> tuple[str, ...]:
    """The commands that a question amounts to with each of the words near the misspelt one."""
    meant = (text.replace(reading.misspelt, one, 1) for one in reading.suggestions)
    read_so = [one for one in (read(catalogue, one) for one in meant) if not one.misspelt]
    return tuple(dict.fromkeys(one.command_line for one in read_so if one.command))


def _command(catalogue: Catalogue, reading: Reading, today: str) -> Answer:
    """The answer of the command."""
    answer = _run(catalogue, reading, today)
    commands = answer.next_commands
    if answer.status == "none":
        commands = (reading.unfiltered.command_line,)  # who helps there all the same
    if answer.status == "unknown" and {*reading.audience} - {"collectivite"}:
        # "GHT Bretagne Occidentale": who helps hospitals wherever they are
        commands = (*commands, reading.replace(command="list", place={}).command_line)
    if reading.vague:
        answer = answer.replace(message=WHERE, hint="Par exemple :")
        commands = ("reseaux find 76000", "reseaux list")
    said = (*_about(catalogue, reading, answer), *_facts_there(reading, answer))
    return answer.replace(command=reading.command_line, reading=said, next_commands=commands)


def _run(catalogue: Catalogue, reading: Reading, today: str) -> Answer:
    if reading.command == "show":
        return show_request(catalogue, reading.subjects, reading.fields, today)
    if reading.command == "coverage":
        return _covered(catalogue, reading, today)
    filters = (reading.theme, reading.kind, reading.audience)
    return answer_request(catalogue, Request(reading.command, reading.place, *filters), today)


def _covered(catalogue: Catalogue, reading: Reading, today: str) -> Answer:
    """The coverage of France or of an area in sentences, with the networks counted."""
    network = reading.subjects[0] if reading.subjects else None
    read_so = resolve(reading.place["lieu"]) if reading.place else None
    place = read_so.candidates[0] if isinstance(read_so, Places) else None
    filters = (reading.theme, reading.kind, reading.audience)
    found = requested_coverage(
        catalogue, *filters, network, place=place, statuses=reading.statuses
    )
    query = found.query.replace(command="coverage")
    listed = matching.list_networks(catalogue, query, today).results
    results = tuple(match for match in listed if match.network.id in found.networks)
    return Answer("found", query, results=results, notes=coverage_sentences(found))


def _about(catalogue: Catalogue, reading: Reading, answer: Answer) -> tuple[str, ...]:
    """Whether the network that a question names covers the place that it names."""
    if reading.about is None or answer.place is None:
        return ()
    network = catalogue.network(reading.about)
    if reading.theme and not set(reading.theme) & set(network.themes):
        # Its body may carry another service on this theme: only of the entry is this true.
        themes = ", ".join(catalogue.labels("theme")[one].lower() for one in network.themes)
        return (f"La fiche {network.id} porte sur un autre thème : {themes}.",)
    said = {"full": "couvre ce lieu", "partial": "couvre une partie de ce lieu"}
    covers = matching.coverage_of(network, answer.place)
    return (f"{network.name} {said.get(covers or '', 'ne couvre pas ce lieu')}.",)


def _facts_there(reading: Reading, answer: Answer) -> tuple[str, ...]:
    """The command that shows the facts asked of the networks of a kind or theme at a place."""
    guichet = answer.guichet_vert
    fields = tuple(one for one in reading.fields if one != CONTACT)
    if guichet is None or not fields or reading.about or not (reading.kind or reading.theme):
        return ()
    there = [match.network for match in answer.results]
    local = [one.id for one in there if one.scope == "local"]
    asked = tuple(local or [one.id for one in there if reading.kind])[:_FEW]
    if reading.kind == (GUICHET_VERT,):
        asked = guichet.networks
    if not asked:
        none = "Ce qui est demandé n'est documenté d'aucun réseau local ici."
        return () if reading.kind else (none,)
    show = Reading("show", {}, subjects=asked, fields=fields)
    return (f"Ce qui est demandé : {show.command_line}",)


def _perhaps_places(reading: Reading) -> tuple[str, ...]:
    """Where no place is understood, the words left that are towns too: "facilitateur a ceret"."""
    if reading.command not in ("", "list") or reading.places or reading.vague:
        return ()
    words = [one for one in reading.left if not (reading.command and one.isdigit())]
    named = [(word, perhaps_place(word)) for word in words]
    return tuple(
        f"Si « {word} » est un lieu : {find.command_line}"
        for word, name in named
        if name and (find := reading.replace(command="find", place={"lieu": name}))
    )


def _several(catalogue: Catalogue, reading: Reading, query: Query, today: str) -> Answer:
    """Answer a question about several places: once if all have the same answer, else ambiguous."""
    readings = [reading.replace(command="find", place=one, places=()) for one in reading.places]
    answers = [_run(catalogue, one, today) for one in readings[:_MOST_PLACES]]
    shared = len(readings) <= _MOST_PLACES and _essence(answers[0])
    if shared and all(_essence(other) == shared for other in answers):
        names = [one.place.name for one in answers if one.place]
        note = f"{', '.join(names[:-1])} et {names[-1]} ont la même réponse."
        only = _command(catalogue, readings[0], today)
        return only.replace(reading=(note, *only.reading))
    candidates: list[Candidate] = []
    commands: list[str] = []  # one for each candidate
    for one, answer in zip(readings, answers, strict=False):
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


def _essence(answer: Answer) -> tuple[object, ...]:
    """What makes two places the same answer: networks, their coverage, and the guichet vert."""
    guichet = answer.guichet_vert
    if guichet is None:
        return ()
    networks = tuple((match.network.id, match.coverage) for match in answer.results)
    return answer.status, guichet.status, guichet.networks, networks
