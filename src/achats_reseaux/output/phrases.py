"""The French sentences that go with an answer, the same on a terminal and beside a pipe."""

from __future__ import annotations

from achats_reseaux.answering.disambiguation import KINDS, named
from achats_reseaux.text import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Answer, GuichetVert, Imprint, Link, Match, Part

_NONE = "aucun guichet vert"
MOST_NAMED = 10
"""Beyond this, départements are counted instead of named."""


def lead(answer: Answer) -> str:
    """The main answer: which guichet vert, or plainly none; ``""`` without a place."""
    if answer.place is None or answer.guichet_vert is None:
        return ""
    guichet = answer.guichet_vert
    sentence = f"{named(answer.place)} : {_guichet(guichet)}"
    if guichet.networks and {one.network.id for one in answer.results}.isdisjoint(guichet.networks):
        # Asked about the social clause, nobody should call the guichet vert.
        return f"{sentence[:-1]}, hors de ces critères."
    return sentence


def _guichet(guichet: GuichetVert) -> str:
    names = dict(zip(guichet.networks, guichet.names, strict=True))
    if guichet.status == "covered":
        return f"guichet vert {guichet.names[0]}."
    if guichet.status == "none":
        return f"{_NONE}."
    shares = " ; ".join(
        f"{name} pour {_named_parts([p for p in guichet.parts if one in p.networks])}"
        for one, name in names.items()
    )
    if guichet.status == "split":
        return f"plusieurs guichets verts : {shares}."
    gaps = [part for part in guichet.parts if not part.networks]
    rest = f" ; aucun pour {_named_parts(gaps)}" if gaps else " ; aucun pour le reste"
    return f"un guichet vert sur une partie seulement : {shares}{rest}."


def _named_parts(parts: list[Part]) -> str:
    if len(parts) > MOST_NAMED:
        return f"{len(parts)} départements"
    return ", ".join(f"{part.name} ({part.code})" for part in parts)


def footer(imprint: Imprint, *, address: bool = True) -> str:
    """The source and the date of the list, with or without the source's address."""
    where = f" ({imprint.reference.url})" if address else ""
    return (
        f"Source : {imprint.reference.title}, liste du {day(imprint.as_of)}{where}"
        f" ; fiches vérifiées le {day(imprint.checked_on)}."
    )


def marks(match: Match) -> list[str]:
    """What sets an entry apart: it is the user's own, or past its date."""
    local = ["local"] if match.network.origin == "local" else []
    return [*local, *(["périmé"] if match.expired else [])]


def undocumented(answer: Answer) -> tuple[str, tuple[Link, ...]]:
    """Where to go for the networks shown of which no address at all is documented."""
    lost = [one for one in answer.results if one.ways_in and not one.network.contact.first]
    if not lost:
        return "", ()
    names = ", ".join(one.network.name for one in lost)
    links = dict.fromkeys(link for one in lost for link in one.ways_in)
    return f"Adresse non documentée : {names}. Passer par :", tuple(links)


def remarks(answer: Answer) -> list[str]:
    """What is to be read with the results, one sentence each."""
    return [one for one in (lead(answer), *answer.notes) if one]


def candidates(answer: Answer) -> list[str]:
    """The places that an ambiguous text may mean, with their guichets verts and why they are so."""
    return [
        f"{named(one.place)}, {KINDS[one.place.kind]} : {', '.join(one.names) or _NONE}"
        + "".join(f" — {note}" for note in one.place.notes[:1])
        for one in answer.candidates
    ]
