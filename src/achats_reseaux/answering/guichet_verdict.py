"""Which guichet vert serves a place, in words: the same for card, messages, page and ``ask``."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.homonyms import place_label
from achats_reseaux.model import GUICHET_VERT, Catalogue, Place, Record
from achats_reseaux.text import dated_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.answering.answers import GuichetVert, Part

GUICHET = "Guichet vert"
NO_GUICHET = "aucun guichet vert"
MOST_PARTS = 10  # more départements are counted, not named


class Share(Record):
    """Parts of a place, and the names of the guichets verts that serve them, if any."""

    names: tuple[str, ...]
    parts: tuple[str, ...]


def guichet_title(guichet: GuichetVert) -> str:
    """Which guichet vert serves a place, as a title: ``guichet vert RAN COPER``."""
    if guichet.status == "covered":
        return f"guichet vert {guichet.names[0]}"
    number = len(guichet.names)
    count = {1: "un", 2: "deux", 3: "trois", 4: "quatre"}.get(number, str(number))
    if guichet.status == "split":
        return f"{count} guichets verts se partagent ce lieu"
    if number == 1:
        return "un guichet vert ne couvre qu'une partie de ce lieu"
    return f"{count} guichets verts ne couvrent qu'une partie de ce lieu"


def no_guichet_title(catalogue: Catalogue, place: Place) -> str:
    """That no guichet vert serves a place, as a title: ``aucun guichet vert en Moselle``."""
    return f"{NO_GUICHET} {_uncovered_area(catalogue, place)}"


def no_guichet_vert(catalogue: Catalogue, place: Place) -> str:
    """``Aucun guichet vert en Moselle (liste de novembre 2024)``: a list is no proof of absence."""
    area = _uncovered_area(catalogue, place)
    return f"{NO_GUICHET.capitalize()} {area} ({dated_list(catalogue.as_of)})"


def _uncovered_area(catalogue: Catalogue, place: Place) -> str:
    """The widest area without a guichet vert around a place: ``dans le Haut-Rhin``, or ``ici``."""
    if len(place.regions) == 1:
        region = gazetteer.territory("region", place.regions[0])
        assert region is not None
        if region.members == place.departements:
            return region.where
    if len(place.departements) == 1:
        departement = gazetteer.departement(place.departements[0])
        assert departement is not None
        near = catalogue.positions("departement", place.departements)
        if near.isdisjoint(catalogue.positions("kind", (GUICHET_VERT,))):
            return departement.where
    return "ici"


def verdict_sentence(catalogue: Catalogue, place: Place, guichet: GuichetVert) -> str:
    """The verdict behind the name of its place, with who serves which part of it."""
    sentence = guichet_title(guichet)
    if guichet.status == "none":
        sentence = f"{no_guichet_title(catalogue, place)} ({dated_list(catalogue.as_of)})"
    served = " ; ".join(map(_share, shares(guichet)))
    if served:
        sentence += f" : {served}"
    return f"{place_label(place)} : {sentence}."


def _share(share: Share) -> str:
    parts = ", ".join(share.parts)
    if len(share.parts) > MOST_PARTS:
        parts = f"{len(share.parts)} départements"
    return f"{enumeration(share.names) or 'aucun'} pour {parts}"


def shares(guichet: GuichetVert) -> tuple[Share, ...]:
    """Of a split or partial place, who serves which parts; last those without."""
    if guichet.status not in ("split", "partial"):
        return ()
    names = dict(zip(guichet.networks, guichet.names, strict=True))
    served: dict[tuple[str, ...], list[str]] = {}
    for part in guichet.parts:
        served.setdefault(part.networks, []).append(part_label(part))
    all_shares = []
    for ids, parts in served.items():
        all_shares.append(Share(tuple(map(names.__getitem__, ids)), tuple(parts)))
    return tuple(sorted(all_shares, key=lambda share: not share.names))


def part_label(part: Part) -> str:
    """``Haut-Rhin (68)``, or ``une partie, dans le Haut-Rhin (68)`` where a part of it has none."""
    if not part.partial:
        return f"{part.name} ({part.code})"
    departement = gazetteer.departement(part.code)
    assert departement is not None
    return f"une partie, {departement.where} ({part.code})"


def enumeration(names: Sequence[str]) -> str:
    """``A, B et C``."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"
