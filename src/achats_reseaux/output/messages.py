"""The French sentences that accompany an answer, on a terminal and on stderr."""

from __future__ import annotations

from achats_reseaux.answering.guichet_verdict import NO_GUICHET, verdict_sentence
from achats_reseaux.answering.homonyms import place_label, shortest_command
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.model import GUICHET_VERT, Catalogue
from achats_reseaux.text import counted, dated_list, day, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer

ISSUES = "https://github.com/achats-reseaux/achats-reseaux/issues"
"""Where an error of the catalogue is told of, unless a publisher names another place."""


def guichet_vert_sentence(answer: Answer) -> str:
    """The main answer: which guichet vert serves the place, if any; ``""`` without a place."""
    guichet, catalogue = answer.guichet_vert, answer.catalogue
    if answer.place is None or guichet is None or catalogue is None:
        return ""
    has_none = answer.status == "none" and guichet.status == "none"
    if has_none and answer.query.kinds == (GUICHET_VERT,):
        return ""  # its message says so
    verdict = verdict_sentence(catalogue, answer.place, guichet)
    shown = {match.network.id for match in answer.results}
    if guichet.networks and shown.isdisjoint(guichet.networks):
        # If the social clause was asked for, the guichet vert is not the one to call.
        return f"{verdict[:-1]}, hors de ces critères."
    return verdict


def source_lines(catalogue: Catalogue, *, is_listed: bool) -> list[str]:
    """Where what is shown comes from: the list with its date, if it says it, else each entry.

    The address of the list is a line of its own, to be copied whole.
    """
    page = catalogue.reference
    checked = f"fiches comparées aux sources le {day(catalogue.checked_on)}."
    if not is_listed:
        return [f"Sources : celles de chaque fiche (reseaux show) ; {checked}"]
    return [f"Source : {page.title}, liste du {day(catalogue.as_of)} ; {checked}", page.url]


def report_line() -> str:
    """Where to tell of an error."""
    return f"Une erreur ? {ISSUES}"


def sentences(answer: Answer) -> list[str]:
    """The sentence on the guichet vert and the notes of an answer."""
    verdict = guichet_vert_sentence(answer)
    notes = list(filter(None, answer.all_notes))
    return [verdict] + notes if verdict else notes


MOST_CANDIDATES = 8
"""More candidates than this are counted, not named."""

_WIDEST = 28
"""The signs of the longest part of a candidate that others are filled up to; what is longer only
moves the part behind it."""


def question_of_homonyms(answer: Answer) -> str:
    """What is asked back of a text that several places fit: ``Quel « Saint-Denis » ?``."""
    typed = shortened(answer.query.input or "")
    return f"Quel « {typed} » ? La réponse n'est pas la même :"


def candidate_lines(answer: Answer, again: str = "") -> list[str]:
    """Each candidate of an ambiguous text on a line: where, whom to call, what to type.

    ``again``: the other options that were typed, each after a space.
    """
    nobody = NO_GUICHET
    if answer.catalogue:
        nobody = f"{nobody} ({dated_list(answer.catalogue.as_of)})"
    shown = answer.candidates[:MOST_CANDIDATES]
    are_alike = len({candidate.place.kind for candidate in shown}) == 1
    rows = []
    for rank, candidate in enumerate(shown):
        place = candidate.place
        where = place_label(place) if are_alike else f"{place_label(place)}, {LABELS[place.kind]}"
        names = candidate.desk or ", ".join(candidate.names) or nobody
        notes = place.notes[:1]
        if place.approximate or not place.regions:  # a begun name is seen, overseas too
            notes = ()
        for note in notes:
            names = f"{names} — {note}"
        command = ""
        if rank < len(answer.next_commands):
            command = shortest_command(place, answer.next_commands[rank], answer.query) + again
        rows.append((where, names, command))
    widths = []
    for column in zip(*rows, strict=True):
        lengths = [len(cell) for cell in column if len(cell) <= _WIDEST]
        widths.append(max(lengths, default=0))
    lines = []
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=True)]
        lines.append(f"  {'  '.join(cells)}".rstrip())
    more = len(answer.candidates) - MOST_CANDIDATES
    if more > 0:
        others = counted(more, "autre")
        lines.append(f"  et {others} : précisez par --departement ou --code-postal.")
    return lines
