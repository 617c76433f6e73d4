"""The French sentences that go with an answer, on a terminal and on stderr beside a pipe."""

from __future__ import annotations

from achats_reseaux.answering.disambiguation import KINDS, place_label
from achats_reseaux.text import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Answer, GuichetVert, Imprint, Link, Match, Part

_NONE = "aucun guichet vert"
MOST_NAMED = 10
"""Beyond this, départements are counted, not named."""


def guichet_vert_sentence(answer: Answer) -> str:
    """The main answer: which guichet vert, or plainly none; ``""`` without a place."""
    if answer.place is None or answer.guichet_vert is None:
        return ""
    guichet = answer.guichet_vert
    sentence = f"{place_label(answer.place)} : {_served_by(guichet)}"
    if guichet.networks and {one.network.id for one in answer.results}.isdisjoint(guichet.networks):
        # Asked about the social clause, nobody should call the guichet vert.
        return f"{sentence[:-1]}, hors de ces critères."
    return sentence


def _served_by(guichet: GuichetVert) -> str:
    names = dict(zip(guichet.networks, guichet.names, strict=True))
    if guichet.status == "covered":
        return f"guichet vert {guichet.names[0]}."
    if guichet.status == "none":
        return f"{_NONE}."
    shares = " ; ".join(
        f"{name} pour {_part_names([p for p in guichet.parts if one in p.networks])}"
        for one, name in names.items()
    )
    if guichet.status == "split":
        return f"plusieurs guichets verts : {shares}."
    gaps = [part for part in guichet.parts if not part.networks]
    rest = f" ; aucun pour {_part_names(gaps)}" if gaps else " ; aucun pour le reste"
    return f"un guichet vert sur une partie seulement : {shares}{rest}."


def _part_names(parts: list[Part]) -> str:
    if len(parts) > MOST_NAMED:
        return f"{len(parts)} départements"
    return ", ".join(f"{part.name} ({part.code})" for part in parts)


def source_line(imprint: Imprint, *, address: bool = True) -> str:
    """The source and the date of the list, with or without the source's address."""
    where = f" ({imprint.reference.url})" if address else ""
    return (
        f"Source : {imprint.reference.title}, liste du {day(imprint.as_of)}{where}"
        f" ; fiches vérifiées le {day(imprint.checked_on)}."
    )


def marks(match: Match) -> list[str]:
    """``local`` for an entry of the user's own, ``périmé`` for one that has expired."""
    local = ["local"] if match.network.origin == "local" else []
    return [*local, *(["périmé"] if match.expired else [])]


def undocumented(answer: Answer) -> tuple[str, tuple[Link, ...]]:
    """A sentence on the results that have no documented address, and the ways in to them."""
    lost = [one for one in answer.results if one.ways_in and not one.network.contact.first]
    if not lost:
        return "", ()
    names = ", ".join(one.network.name for one in lost)
    links = dict.fromkeys(link for one in lost for link in one.ways_in)
    return f"Adresse non documentée : {names}. Passer par :", tuple(links)


def sentences(answer: Answer) -> list[str]:
    """The sentence on the guichet vert and the notes of an answer."""
    return [one for one in (guichet_vert_sentence(answer), *answer.notes) if one]


def candidate_lines(answer: Answer) -> list[str]:
    """A line for each place that an ambiguous text may mean, with its guichets verts."""
    return [
        f"{place_label(one.place)}, {KINDS[one.place.kind]} : {', '.join(one.names) or _NONE}"
        + "".join(f" — {note}" for note in one.place.notes[:1])
        for one in answer.candidates
    ]
