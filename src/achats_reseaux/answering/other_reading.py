"""The other reading of a bare code: a postal code that is also another place's INSEE code.

``76540`` is the postal code of Valmont and the INSEE code of Rouen; ``94`` Val-de-Marne
and, among regions, Corsica. The usual reading is answered; where the answer of the other
one differs, it is told with the text that asks for it.
"""

from __future__ import annotations

from achats_reseaux.answering.homonyms import homonym_notes, place_label
from achats_reseaux.answering.matching import find_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer
    from achats_reseaux.model import Catalogue, Places


def with_other_reading(catalogue: Catalogue, answer: Answer, outcome: Places, today: str) -> Answer:
    """An answer with the place that its code also is, if the answer there differs.

    A note tells it, but of a code of two digits, which everybody takes for a département.
    """
    other = outcome.other
    place = answer.place
    if other is None or place is None:
        return answer
    there = find_at(catalogue, answer.query, other, today)
    if _local_help(there) == _local_help(answer):
        return answer
    answer = answer.replace(other_reading=other)
    if place.kind != "code-postal":
        return answer
    mentioned = homonym_notes(outcome)
    notes = [note for note in answer.notes if note not in mentioned]
    label = place_label(other)
    note = f"Lu comme code postal ; comme code INSEE : {label}, {other.ask}."
    return answer.replace(notes=(note, *notes))


def _local_help(answer: Answer) -> tuple[object, ...]:
    """The local networks of an answer; with whom to call where desks are asked for."""
    local = [
        match.network.id
        for match in answer.matches
        if match.network.scope == "local" and not match.expired
    ]
    if not answer.query.asks_for_desks:
        return (frozenset(local),)
    return frozenset(local), tuple(answer.traces), answer.switchboard
