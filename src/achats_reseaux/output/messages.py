"""The French sentences that accompany an answer, on a terminal and on stderr."""

from __future__ import annotations

from achats_reseaux.answering.disambiguation import place_label
from achats_reseaux.answering.guichet_verdict import verdict_sentence
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.model import GUICHET_VERT
from achats_reseaux.text import counted, dated_list, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer
    from achats_reseaux.model import Catalogue

ISSUES = "https://github.com/achats-reseaux/achats-reseaux/issues"
"""Where an error of the catalogue is told of, unless a publisher names another place."""

_NONE = "aucun guichet vert"


def guichet_vert_sentence(answer: Answer) -> str:
    """The main answer: which guichet vert serves the place, if any; ``""`` without a place."""
    guichet, catalogue = answer.guichet_vert, answer.catalogue
    if answer.place is None or guichet is None or catalogue is None:
        return ""
    if (
        answer.status == "none"
        and guichet.status == "none"
        and answer.query.kinds == (GUICHET_VERT,)
    ):
        return ""  # its message says so
    said = verdict_sentence(catalogue, answer.place, guichet)
    if guichet.networks and {one.network.id for one in answer.results}.isdisjoint(guichet.networks):
        # If the social clause was asked for, the guichet vert is not the one to call.
        return f"{said[:-1]}, hors de ces critères."
    return said


def source_line(catalogue: Catalogue, *, is_listed: bool) -> str:
    """Where what is shown comes from: the list with its date, if it says it, else each entry."""
    page = catalogue.reference
    listed = f"{page.title}, liste du {day(catalogue.as_of)} ({page.url})"
    said = listed if is_listed else "celles de chaque fiche (reseaux show)"
    compared = f"fiches comparées aux sources le {day(catalogue.checked_on)}"
    return f"Source{'' if is_listed else 's'} : {said} ; {compared}."


def report_line() -> str:
    """Where to tell of an error."""
    return f"Une erreur ? {ISSUES}"


def sentences(answer: Answer) -> list[str]:
    """The sentence on the guichet vert and the notes of an answer."""
    return [one for one in (guichet_vert_sentence(answer), *answer.notes) if one]


MOST_CANDIDATES = 8
"""More candidates than this are counted, not named."""


def candidate_lines(answer: Answer) -> list[str]:
    """Each candidate of an ambiguous text with its guichets verts, and its command below it."""
    lines: list[str] = []
    commands = answer.next_commands
    nobody = f"{_NONE} ({dated_list(answer.catalogue.as_of)})" if answer.catalogue else _NONE
    for rank, one in enumerate(answer.candidates[:MOST_CANDIDATES]):
        names = ", ".join(one.names) or nobody
        # That a name was begun is seen: the whole name is on the line.
        note = "" if one.place.approximate else "".join(f" — {n}" for n in one.place.notes[:1])
        lines.append(f"  {place_label(one.place)}, {LABELS[one.place.kind]} : {names}{note}")
        lines += [f"    {command}" for command in commands[rank : rank + 1]]
    more = len(answer.candidates) - MOST_CANDIDATES
    if more > 0:
        others = counted(more, "autre")
        lines.append(f"  et {others} : précisez par --departement ou --code-postal.")
    return lines
