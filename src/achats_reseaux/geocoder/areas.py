"""The area of an option or a hint, that a place must lie in; the area beside or behind a name."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches, places
from achats_reseaux.gazetteer.places import LARGE_TOWN
from achats_reseaux.gazetteer.words import CONTRACTED, LINKS, OF_WORDS
from achats_reseaux.geocoder.codes import read_code
from achats_reseaux.geocoder.exact_names import exact
from achats_reseaux.geocoder.names import LOOSELY
from achats_reseaux.geocoder.place_types import NameWithType, find_type, is_only_type
from achats_reseaux.geocoder.query import (
    AreaFilter,
    NameQuery,
    Outcome,
    Refusal,
    first_places,
)
from achats_reseaux.model import Places
from achats_reseaux.text import ARTICLES, cached, fold, shortened, without_article

# --- the area that a place must lie in --------------------------------------------------


def area_of(kind: str, outcome: Places) -> AreaFilter:
    """The area of the places of an option or a hint."""
    first = outcome.candidates[0]
    departements = tuple(sorted(places.departements_in(outcome.candidates)))
    communes = tuple(sorted(places.communes_in(outcome.candidates)))
    label = places.where(first)
    if kind == "code-postal":
        label = f"au code postal {first.code}"
    elif first.kind == "region":
        label = gazetteer.territories("region", first.code)[0].where
    return AreaFilter(departements, communes, label)


def area_of_hint(hint: str, within: AreaFilter | None) -> AreaFilter | None:
    """The area of a hint (a département, a region or a postal code), within the one required."""
    area = _area_named(hint)
    if area is None:
        return None
    return area.cut(within)


@cached
def _area_named(hint: str) -> AreaFilter | None:
    key = fold(hint)
    for kind in ("departement", "region", "code-postal"):
        outcome: Outcome | None = read_code(hint, kind)
        if outcome is None:
            outcome = first_places(LOOSELY, NameQuery(hint, key, kind))
        if isinstance(outcome, Places):
            return area_of(kind, outcome)
    return None


def in_area(query: NameQuery, outcome: Outcome) -> Outcome:
    """The places of a code that lie in the area required, if any is."""
    if query.within is None or not isinstance(outcome, Places):
        return outcome
    for places_read in (outcome.candidates, outcome.aside):  # aside: the code as an INSEE code
        kept = tuple(place for place in places_read if query.within.holds(place))
        if kept:
            return Places(kept)
    return Refusal(query)


# --- an area at the end of a name -------------------------------------------------------


def area_at_end(query: NameQuery) -> Places | None:
    """``Énergies de la Haute-Savoie``: the area at the end of a name (approximate)."""
    if " / " in query.typed:
        return None  # "SDIS Bas-Rhin / Haut-Rhin"
    words, areas = query.key.split(), name_searches.area_keys()
    body = find_type(query.key, inside=False)
    for count in range(1, len(words)):
        before, key = words[:count], " ".join(words[count:])
        # "Aude et Pyrénées-Orientales": it is not all; "Eu en Seine-Maritime": nor is
        # it meant
        if key not in areas or _ends_with_link(before):
            continue
        named = _areas_meant(query, body, before, key)
        if not named:
            continue
        note = f"« {shortened(query.typed)} » est lu d'après la fin de ce nom."
        candidates = query.admitted(places.of_all(named[:1]))
        return places.by_size([places.noted(place, note, approximate=True) for place in candidates])
    return None


def _areas_meant(
    query: NameQuery, body: NameWithType | None, before: list[str], key: str
) -> gazetteer.Codes:
    """Kind and code of the areas of a name that are meant by it at the end of a text.

    A département of one word is often a river ("Syndicat des eaux de la Sarthe"): it
    counts only after a body that belongs to a département, and not where a commune has
    its name.
    """
    named = [area for area in name_searches.area_keys()[key] if area[1] != "france"]
    if gazetteer.communes_named(key):
        named = [area for area in named if area[0] != "departement"]
    has_words = " " in without_article(key)
    if body is None or not body.body:
        return _after_other_words(query, before, key, named)
    if has_words:
        return named
    if body.least or (before[-1] not in OF_WORDS and before[-1] not in ARTICLES):
        return []
    if body.kinds == ("departement",):
        return named
    return [area for area in named if area[0] != "departement"]


def _after_other_words(
    query: NameQuery, before: list[str], key: str, named: gazetteer.Codes
) -> gazetteer.Codes:
    """Those after words that are of no body: départements of several words, or overseas."""
    if query.kind is not None or len(before) < 2:
        return []
    if _begins_with_place(before):
        return []
    departements = [area for area in named if area[0] == "departement"]
    if " " in without_article(key):
        return departements
    if key == "la reunion":  # may be a meeting
        return []
    return [area for area in departements if len(area[1]) > 2]


def _ends_with_link(words: list[str]) -> bool:
    """Whether words end with one like "et" or "en", before links like "de la"."""
    for word in reversed(words):
        if word not in OF_WORDS and word not in ARTICLES:
            return word in LINKS
    return False


def _begins_with_place(words: list[str]) -> bool:
    """Whether some words begin with a commune, or one of them is an area ("Réunion-Mayotte")."""
    areas = name_searches.area_keys()
    for word in words:
        if word in areas or f"la {word}" in areas:
            return True
    for count in range(1, len(words) + 1):
        begun = " ".join(words[:count])
        if begun in areas or gazetteer.communes_named(begun):
            return True
    return False


def place_at_end(part: NameQuery) -> Places | None:
    """The place that a text is, whatever kind is asked for, or the town or area it ends with.

    Of a longer text no village and no département of one word, which are called as
    words are.
    """
    outcome = exact(part.replace(kind=None))
    if outcome is not None:
        return outcome
    twins = name_searches.names_with_article(part.key)  # "Abymes" for Les Abymes
    if twins:
        return Places(tuple(places.of_communes(twins)))
    words = part.key.split()
    for count in range(1, len(words)):
        key = " ".join(words[count:])
        named = name_searches.area_keys().get(key, [])
        area = places.of_all(pair for pair in named if " " in key or pair[0] != "departement")
        if area:
            return Places(tuple(area))
        if words[count - 1] in CONTRACTED or words[count - 1] in ARTICLES:
            continue  # which may be of the name
        town = exact(part.of(key, key, kind="commune"))
        if town is not None:
            has_type = is_only_type(" ".join(words[:count]))  # "SIVOM Perrou"
            least = 0 if has_type else LARGE_TOWN
            return town if places.is_big_enough(town, least) else None
    return None
