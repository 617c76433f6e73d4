"""The area that a place must lie in, of an option or of a hint; the area at the end of a name."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places
from achats_reseaux.geocoder import types
from achats_reseaux.geocoder.codes import read_code
from achats_reseaux.geocoder.lookup import look_up
from achats_reseaux.geocoder.names import NameQuery, NoPlace, Within
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import cached, fold, shortened, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.names import Outcome

# --- an area required -----------------------------------------------------------------------------


def area_of(kind: str, found: Places, within: Within | None = None) -> Within | None:
    """The area of the places of an option, cut to another; ``None`` if the two do not meet."""
    held = [place for place in found.candidates if within is None or within.holds(place)]
    if not held:
        return None
    departements = {code for place in held for code in place.departements}
    communes = {code for place in held for code in place.communes}
    area = Within(tuple(sorted(departements)), tuple(sorted(communes)), _label(kind, held[0]))
    return area if within is None else area.cut(within.departements)


def _label(kind: str, place: Place) -> str:
    if kind == "code-postal":
        return f"au code postal {place.code}"
    region = gazetteer.territory("region", place.code) if place.kind == "region" else None
    return region.where if region else places.where(place)


def area_of_hint(hint: str, within: Within | None) -> Within | None:
    """The area of a hint (a département, a region or a postal code), within the one required."""
    found = _area_named(hint)
    return found.cut(within.departements) if found and within else found


@cached
def _area_named(hint: str) -> Within | None:
    for kind in ("departement", "region", "code-postal"):
        found = read_code(hint, kind) or look_up(NameQuery(hint, fold(hint), kind))
        typed = None if found else types.find_type(fold(hint), inside=False)
        if typed is not None and typed.kinds == (kind,) and not typed.body:  # "région Bretagne"
            found = look_up(NameQuery(typed.name, typed.name, kind))
        if isinstance(found, Places):
            return area_of(kind, found)
    return None


def in_area(query: NameQuery, found: Outcome) -> Outcome:
    """The places of a code that lie in the area required, if any is."""
    if query.within is None or not isinstance(found, Places):
        return found
    for places_read in (found.candidates, found.aside):  # aside: the code as an INSEE code
        if kept := tuple(place for place in places_read if query.within.holds(place)):
            return Places(kept)
    return NoPlace(query, elsewhere=found.candidates)


def contradicting(first: Place, within: Within) -> Unknown:
    """Two options that choose between homonyms have no place in common."""
    return Unknown(f"{first.name} n'est pas {within.label} : ces lieux se contredisent.")


# --- the end of a name ----------------------------------------------------------------------------

_LINKS = ("de", "d", "du", "la", "l")
_LINKED = (*_LINKS, "le", "les", "des")


def area_of_body(query: NameQuery) -> Places | None:
    """The region, département or EPCI at the end of the name of a public body (approximate).

    ``Syndicat des énergies de la Haute-Savoie``, ``SDE 07 Ardèche``. A département of one word is
    often a river ("Syndicat des eaux de la Sarthe"): it counts only after its own code, or after a
    type of body that belongs to a département.
    """
    words = query.key.split()
    body = types.find_type(query.key, inside=False)
    found: list[Place | None] = []
    for at in range(1, len(words)):
        key, before = " ".join(words[at:]), words[at - 1]
        home = gazetteer.departement(before.upper()) if before[0].isdigit() else None
        if home is not None and fold(home.name) == key:
            found = [places.of_territory(home)]
        elif body is not None and body.body:
            of_one = body.kinds == ("departement",)
            of_area = before in _LINKS and not body.least  # "Hôpital Marguerite de Lorraine"
            found = _ending(key, linked=of_area, of_departement=of_one)
        elif body is None and query.kind is None and at > 1:
            found = _ending_departement(key, words[:at])
        linked = [word for word in words[:at] if word not in _LINKED] or [""]
        # "Aude et Pyrénées-Orientales": it is not all; "Eu en Seine-Maritime": nor is it meant
        if found and linked[-1] in ("et", "en", "dans", "a"):
            return None
        if found:
            break
    note = f"« {shortened(query.typed)} » est lu d'après la fin de ce nom."
    return places.by_size([places.guessed(place, note) for place in query.admitted(found)])


def _ending_departement(key: str, before: list[str]) -> list[Place | None]:
    """The département of several words, or overseas, that any name ends with.

    Not La Réunion, which may be a meeting; nor after another place.
    """
    areas = name_searches.area_keys()
    named = [code for kind, code in areas.get(key, ()) if kind == "departement"]
    if not named or gazetteer.communes_named(key) or "reunion" in key:
        return []
    begun = [" ".join(before[:at]) for at in range(1, len(before) + 1)]
    others = (*before, *(f"la {word}" for word in before))  # "Réunion-Mayotte"
    if any(map(gazetteer.communes_named, begun)) or not areas.keys().isdisjoint(others):
        return []
    return [places.of("departement", code) for code in named if " " in key or len(code) > 2]


def _ending(key: str, *, linked: bool, of_departement: bool) -> list[Place | None]:
    """The areas of the widest kind whose name is the key."""
    named = name_searches.area_keys().get(key, [])
    named = [one for one in named if one[1] != "france"]  # "CCI Nord de France" is not all of it
    if " " not in without_article(key):
        named = [one for one in named if linked and (one[0] != "departement" or of_departement)]
    elif gazetteer.communes_named(key):  # the département Saint-Martin, or any commune
        named = [one for one in named if one[0] != "departement"]
    elif not named:
        named = [("epci", one.code) for one in name_searches.named(key, "epci")]
    kinds = {kind for kind, _ in named}
    widest = next((kind for kind in (*WIDE_KINDS, "epci") if kind in kinds), None)
    return [places.of(kind, code) for kind, code in named if kind == widest]
