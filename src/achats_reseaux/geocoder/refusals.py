"""Why a text is no place, in a French sentence; ``near_names`` has what to type instead."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.kinds import NOUNS
from achats_reseaux.gazetteer.places import LARGE_TOWN
from achats_reseaux.geocoder.address_parser import codes_of, parts_of
from achats_reseaux.geocoder.exact_names import exact
from achats_reseaux.geocoder.names import nature_of
from achats_reseaux.geocoder.near_names import MOST, suggestions, texts_for
from achats_reseaux.geocoder.place_types import first_words
from achats_reseaux.geocoder.readings import read
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.query import NameQuery, Refusal

NAMED = "ne s'appelle"


def explained(refusal: Refusal, *, suggest: bool) -> Unknown:
    """The places that have the name, but not the kind or area required; else near names.

    Args:
        refusal: the text, and what is known of why it is no place.
        suggest: look for near names; slower than the rest.
    """
    query = refusal.query
    several = refusal.several or _places_of_parts(query)
    if several:
        facts = ", ".join(map(_fact, several))
        message = f"« {shortened(query.typed)} » nomme plusieurs lieux : {facts}."
        return Unknown(message, texts_for(several))
    none = _none_so_called(query)
    others, texts = _elsewhere(query)
    if others:
        return Unknown(f"{none} ; {_fact(others[0])}.", texts)
    if _is_of_epci(query):
        none += " ; s'il a fusionné ou changé de nom, donnez une de ses communes"
    return Unknown(f"{none}.", suggestions(query) if suggest else ())


def _is_of_epci(query: NameQuery) -> bool:
    if query.kind not in (None, "epci"):
        return False
    return nature_of(query.key) is not None


def _none_so_called(query: NameQuery) -> str:
    """``Aucune région ne s'appelle « X »``, ``Aucun lieu « X » dans le Calvados (14)``."""
    kind = query.kind
    if _is_of_epci(query):
        kind = "epci"
    noun = NOUNS.get(str(kind), "un lieu")
    name = f"« {shortened(query.typed)} »"
    if query.within:
        return f"Auc{noun} {name} {query.within.label}"
    return f"Auc{noun} {NAMED} {name}"


def _fact(place: Place) -> str:
    """``Rouen est en Seine-Maritime (76)``, ``Vienne (86) est un département``."""
    if place.kind == "code-postal":
        return f"{place.code} est {places.where(place)}"
    if place.communes:
        return f"{place.name} est {places.where(place)}"
    name = place.name
    if place.kind in ("departement", "collectivite"):
        name = f"{place.name} ({place.code})"
    return f"{name} est {NOUNS[place.kind]}"


def _elsewhere(query: NameQuery) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """The places of a text outside the area required, or else of another kind; what to type."""
    others: tuple[Place, ...] = ()
    if query.within is not None:
        others = _surely_named(query.typed, query.kind)
    if others or query.kind is None:
        return others, texts_for(others[:3])
    others = _surely_named(query.typed, None)
    if not others:
        return (), ()
    return others, _areas_around(others[0], query.kind)


def _surely_named(text: str, kind: str | None) -> tuple[Place, ...]:
    """The places of a text, if the first of them is not approximate."""
    outcome = read(text, kind)
    if not isinstance(outcome, Places) or outcome.candidates[0].approximate:
        return ()
    return outcome.candidates


def _areas_around(place: Place, kind: str) -> tuple[str, ...]:
    """The names of the areas of a kind that hold a place: of Rouen, « Normandie »."""
    codes: tuple[str, ...] = ()
    if kind == "region":
        codes = place.regions
    elif kind == "departement":
        codes = place.departements
    elif kind == "epci":
        codes = tuple(gazetteer.epci_of_commune(insee) or "" for insee in place.communes)
    areas = places.of_all((kind, code) for code in codes)
    return tuple(dict.fromkeys(area.name for area in areas))


def _places_of_parts(query: NameQuery) -> tuple[Place, ...]:
    """The places of the parts of a text, if they are several."""
    if query.kind or query.within:
        return ()
    for parts in (  # "Vienne (38), Lyon", "76600 Le Havre 2A004 Ajaccio", "Pau et Lyon"
        parts_of(query.typed, ()),
        parts_of(query.typed),
        codes_of(query.typed),
        parts_of(query.typed, (" et ", " ou ", " & ")),
    ):
        named: dict[str, Place] = {}
        for part in parts[:MOST]:
            place = _place_of_part(part)
            if place is not None:
                named.setdefault(place.code, place)
        if len(named) > 1:
            return tuple(named.values())
    return _towns_side_by_side(query)


def _towns_side_by_side(query: NameQuery) -> tuple[Place, ...]:
    """``Rouen Lyon``: two towns that nothing parts."""
    words = query.typed.split()
    for count in range(1, len(words)):
        halves = (" ".join(words[:count]), " ".join(words[count:]))
        named = [exact(query.of(half, kind="commune")) for half in halves]
        towns = tuple(half.candidates[0] for half in named if half)
        if len(towns) > 1 and min(map(places.inhabitants, towns)) >= LARGE_TOWN:
            return towns
    return ()


def _place_of_part(part: str) -> Place | None:
    """The first place of a part; of "SIVOM Perrou", that behind the type."""
    key = fold(part)
    if len(key) < 3:  # the 14 of "Loges (Les) 14"
        return None
    behind = key[len(first_words(key)) :]
    candidates = _surely_named(part, None) or _surely_named(behind, None)
    return candidates[0] if candidates else None
