"""Homonyms: labels and commands that identify one place, and the answer to an ambiguous name."""

from __future__ import annotations

from achats_reseaux.answering.answers import CHOICES, FILTERS, Answer, Candidate, Query
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.gazetteer.places import KNOWN_TIMES, KNOWN_TOWN, inhabitants_around
from achats_reseaux.model import Place, Places
from achats_reseaux.text import fold, shell_joined, shell_quoted, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


LONGEST_COMMAND = 60  # signs; a longer one names the place as it was found
MOST_DEPARTEMENTS = 3  # a label names no more


def place_label(place: Place) -> str:
    """The name of a place with its code, to tell homonyms apart: ``Rouen (76)``, ``Normandie``."""
    if place.kind == "code-postal":
        return f"{place.code} {place.name}"
    if place.kind in ("departement", "collectivite"):
        return f"{place.name} ({place.code})"
    if place.communes and len(place.departements) <= MOST_DEPARTEMENTS:
        return f"{place.name} ({', '.join(place.departements)})"
    return place.name


def exact_first(outcome: Places, typed: str) -> Places:
    """Places with the communes of today that have the name typed before the others.

    First those that are spelt as typed: "Auberive" is not "Aubérive". A commune that bore the name
    has its successor's.
    """
    key = fold(typed)

    def distance(place: Place) -> int:
        if place.kind != "commune" or fold(place.name) != key:
            return 2
        return int(place.name.casefold() != typed.casefold())

    return outcome.replace(candidates=tuple(sorted(outcome.candidates, key=distance)))


def ambiguous_answer(query: Query, outcome: Places, answers: list[Answer]) -> Answer:
    """The answer to a name whose places have different answers: the candidates with their commands.

    A candidate spelt exactly as typed comes first, then the others by population.
    """
    typed = query.input or ""
    candidates = list(candidates_of(answers))
    candidates.sort(key=lambda candidate: inhabitants_around(candidate.place), reverse=True)
    candidates.sort(key=lambda candidate: candidate.place.name.casefold() != typed.casefold())
    number = len(candidates)
    return Answer(
        "ambiguous",
        query,
        reason="place",
        candidates=tuple(candidates),
        notes=_also_notes(outcome.aside),
        message=f"« {shortened(typed)} » désigne {number} lieux qui n'ont pas la même réponse.",
        next_commands=_find_commands(candidates, query),
    )


def known_town(query: Query, outcome: Places) -> Place | None:
    """The town that everybody means by a name of communes: La Rochelle (17), not La Rochelle (70).

    Only by its name alone: the sous-préfecture of Montreuil is in Montreuil-sur-Mer.
    Whatever bears or bore the name counts, a part of a commune as the whole commune. Not
    where the town lies overseas and another bearer does not: Saint-Paul.
    """
    bearers = outcome.candidates + outcome.aside
    town, *others = sorted(bearers, key=inhabitants_around, reverse=True)
    is_named = (town.kind, fold(town.name)) == ("commune", fold(query.input or ""))
    if not is_named or town not in outcome.candidates:
        return None
    if any(place.approximate or not place.communes for place in outcome.candidates):
        return None
    if _is_overseas(town) and not all(map(_is_overseas, others)):
        return None
    least = max(KNOWN_TOWN, KNOWN_TIMES * max(map(inhabitants_around, others)))
    if inhabitants_around(town) < least:
        return None
    return town


def _is_overseas(place: Place) -> bool:
    return all(len(code) > 2 for code in place.departements)


def town_answer(query: Query, town: Place, answers: list[Answer]) -> Answer:
    """The answer for a :func:`known_town`, which names the other places and how to ask for them."""
    by_place = {answer.place: answer for answer in answers}
    answer = by_place.pop(town)
    others = candidates_of(by_place.values())
    return answer.replace(
        place=town.replace(approximate=True),
        candidates=others,
        notes=_also_notes([candidate.place for candidate in others]) + answer.notes,
        next_commands=_find_commands(others, query),
    )


def candidates_of(answers: Iterable[Answer]) -> tuple[Candidate, ...]:
    """The places of some answers, each with whom to call there."""
    candidates = []
    for answer in answers:
        place, guichet = answer.place, answer.guichet_vert
        if place is not None and guichet is not None:
            desk = ""
            if answer.query.asks_for_desks:
                desk = _desk_or_switchboard(answer)
            candidates.append(Candidate(place, guichet.networks, guichet.names, desk))
    return tuple(candidates)


def _desk_or_switchboard(answer: Answer) -> str:
    """The name of whom to call for the social clause: a desk, a switchboard or a trace."""
    if answer.desk is not None:
        return answer.desk.network.name
    if answer.switchboard is not None:
        return answer.switchboard.name
    if answer.traces:
        return answer.traces[0].label
    return "aucun relais connu"


def _find_commands(candidates: Iterable[Candidate], query: Query) -> tuple[str, ...]:
    """The command for each candidate, with the filters of a query."""
    filters = typed_filters(query)
    return tuple(find_command(candidate.place) + filters for candidate in candidates)


def commands_to_find(names: Iterable[str], query: Query) -> tuple[str, ...]:
    """The command for each name of a place, with the filters of a query."""
    filters = typed_filters(query)
    return tuple(f"reseaux find {shell_quoted(name)}{filters}" for name in names)


def typed_filters(query: Query) -> str:
    """The filters of a query as command-line options, each after a space."""
    typed = ""
    for name, words in query.filters.items():
        for word in words:
            typed += f" --{FILTERS[name]} {word}"
    for name in CHOICES:
        if getattr(query, name):
            typed += f" --{name} {getattr(query, name)}"
    return typed


_OPTIONS_OF_CODES = {
    "code-postal": "--code-postal",
    "departement": "--departement",
    "epci": "--siren",
    "ept": "--siren",
}


def find_command(place: Place) -> str:
    """The ``find`` command that resolves to this place only."""
    if place.kind in _OPTIONS_OF_CODES:
        return f"reseaux find {_OPTIONS_OF_CODES[place.kind]} {place.code}"
    name = shell_quoted(place.name)
    if place.kind == "groupe":
        return f"reseaux find {name}"
    if place.kind in ("region", "collectivite", "ancienne-region"):
        return f"reseaux find --region {name}"
    return f"reseaux find --commune {name} --departement {place.departements[0]}"


def shortest_command(place: Place, command: str, query: Query) -> str:
    """The shortest command that is read back as a place alone, else the one that is given.

    ``reseaux find Saint-Denis 974`` for ``reseaux find --commune Saint-Denis --departement
    974``. Each is tried before it is told.
    """
    if len(place.departements) != 1 or not place.communes:
        return command
    from achats_reseaux.geocoder import resolve

    short = f"{place.name} {place.departements[0]}"
    outcome = resolve(short, suggest=False, explain=False)
    if not isinstance(outcome, Places) or len(outcome.candidates) != 1:
        return command
    (read,) = outcome.candidates
    if (read.kind, read.code) != (place.kind, place.code):
        return command
    verb = " ".join(command.split()[:2])
    filters = typed_filters(query)
    if query.command in ("coverage", "map"):  # whose own options stand behind the place
        _, mark, options = command.partition(" --")
        filters = mark + options
    return f"{verb} {shell_joined(short.split())}{filters}"


def command_for(answer: Answer, command: str) -> str:
    """A command about the place of an answer, with its filters: as it was typed, if that is short.

    ``reseaux message Caen --theme social``.
    """
    assert answer.place is not None
    words = f"reseaux {command} {shell_joined(answer.query.arguments)}"
    if not answer.query.arguments or len(words) > LONGEST_COMMAND:
        words = find_command(answer.place).replace("reseaux find", f"reseaux {command}", 1)
    query = answer.query
    if command != "find":  # no other about a place takes them
        query = query.replace(**dict.fromkeys(CHOICES, ""))
    return words + typed_filters(query)


def homonym_notes(outcome: Places, *, calls_differ: bool = False) -> tuple[str, ...]:
    """Notes on the places of a name that have the same networks, and on those in ``aside``.

    ``calls_differ``: whether another trace or switchboard is called for each of them.
    """
    candidates, notes = outcome.candidates, _also_notes(outcome.aside)
    if len(candidates) == 1:
        return notes
    same = "avec la même réponse"
    if calls_differ:
        same = "avec les mêmes réseaux, mais pas le même standard pour la clause sociale"
    note = f"Ce nom désigne {len(candidates)} lieux, {same} : {_with_kinds(candidates)}."
    return (note, *notes)


def _also_notes(places: Sequence[Place]) -> tuple[str, ...]:
    if not places:
        return ()
    return (f"Il existe aussi : {_with_kinds(places)}.",)


def _with_kinds(places: Sequence[Place]) -> str:
    """The places with their kinds; of more than four, the first three."""
    named = [f"{place_label(place)}, {LABELS[place.kind]}" for place in places]
    if len(named) > 4:
        named[3:] = [f"{len(named) - 3} autres"]
    return " ; ".join(named)
