"""The French sentences that accompany an answer, on a terminal and on stderr."""

from __future__ import annotations

from achats_reseaux.answering.guichet_verdict import verdict_sentence
from achats_reseaux.answering.homonyms import place_label
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.model import GUICHET_VERT
from achats_reseaux.text import counted, dated_list, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer
    from achats_reseaux.model import Catalogue

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


def source_line(catalogue: Catalogue, *, is_listed: bool) -> str:
    """Where what is shown comes from: the list with its date, if it says it, else each entry."""
    page = catalogue.reference
    listed = "Sources : celles de chaque fiche (reseaux show)"
    if is_listed:
        listed = f"Source : {page.title}, liste du {day(catalogue.as_of)} ({page.url})"
    return f"{listed} ; fiches comparées aux sources le {day(catalogue.checked_on)}."


def report_line() -> str:
    """Where to tell of an error."""
    return f"Une erreur ? {ISSUES}"


def sentences(answer: Answer) -> list[str]:
    """The sentence on the guichet vert and the notes of an answer."""
    verdict = guichet_vert_sentence(answer)
    notes = list(filter(None, answer.notes))
    return [verdict] + notes if verdict else notes


MOST_CANDIDATES = 8
"""More candidates than this are counted, not named."""


def candidate_lines(answer: Answer) -> list[str]:
    """Each candidate of an ambiguous text with whom to call there, and its command below it."""
    lines: list[str] = []
    nobody = "aucun guichet vert"
    if answer.catalogue:
        nobody = f"{nobody} ({dated_list(answer.catalogue.as_of)})"
    for rank, candidate in enumerate(answer.candidates[:MOST_CANDIDATES]):
        place = candidate.place
        names = candidate.desk or ", ".join(candidate.names) or nobody
        line = f"  {place_label(place)}, {LABELS[place.kind]} : {names}"
        if place.notes and not place.approximate:  # that a name was begun is seen
            line = f"{line} — {place.notes[0]}"
        lines.append(line)
        if rank < len(answer.next_commands):
            lines.append(f"    {answer.next_commands[rank]}")
    more = len(answer.candidates) - MOST_CANDIDATES
    if more > 0:
        others = counted(more, "autre")
        lines.append(f"  et {others} : précisez par --departement ou --code-postal.")
    return lines
