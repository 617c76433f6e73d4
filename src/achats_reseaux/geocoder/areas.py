"""The area that a place must lie in, of an option or of a hint; the area at the end of a name."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches, places
from achats_reseaux.gazetteer.town_sizes import LARGE_TOWN
from achats_reseaux.geocoder import type_words
from achats_reseaux.geocoder.codes import read_code
from achats_reseaux.geocoder.exact_names import (
    ADMITTED_KINDS,
    NameQuery,
    NoPlace,
    Outcome,
    Within,
    exact,
)
from achats_reseaux.geocoder.loose_names import look_up
from achats_reseaux.geocoder.text_parts import as_typed, is_street
from achats_reseaux.model import Places
from achats_reseaux.text import ARTICLES, cached, fold, shortened, without_article


def area_of(kind: str, found: Places, within: Within | None = None) -> Within:
    """The area of the places of an option or a hint, cut to another area."""
    first = found.candidates[0]
    departements = {code for place in found.candidates for code in place.departements}
    communes = {code for place in found.candidates for code in place.communes}
    region = gazetteer.territory("region", first.code) if first.kind == "region" else None
    label = region.where if region else places.where(first)
    if kind == "code-postal":
        label = f"au code postal {first.code}"
    area = Within(tuple(sorted(departements)), tuple(sorted(communes)), label)
    return area.cut(within.departements) if within else area


def area_of_hint(hint: str, within: Within | None) -> Within | None:
    """The area of a hint (a département, a region or a postal code), within the one required."""
    found = _area_named(hint)
    return found.cut(within.departements) if found and within else found


@cached
def _area_named(hint: str) -> Within | None:
    for kind in ("departement", "region", "code-postal"):
        found = read_code(hint, kind) or look_up(NameQuery(hint, fold(hint), kind))
        typed = None if found else type_words.find_type(fold(hint), inside=False)
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


_LINKS = ("de", "d", "du", "la", "l", "le", "les", "des")
_OTHERS = ("et", "ou", "en", "dans", "a")


def commune_before_area(query: NameQuery) -> Outcome | None:
    """The commune of ``Caen Normandie``; of ``Bas-Rhin ou Haut-Rhin`` and the like both places."""
    words = query.key.split()
    for at in range(1, len(words)):
        before, behind = words[:at], " ".join(words[at:])
        while before and before[-1] in ("et", "ou", "de", "du", "d"):
            del before[-1]
        key = " ".join(before)
        if is_street(key) or type_words.is_only_type(key):  # "Le Bourg", "Ville"
            continue
        if not key or not exact(query.of(key, key)):  # most
            continue
        typed = as_typed(query.typed, key)
        if query.typed[len(typed) :].startswith("-"):
            continue  # "Eure-et-Loire" is near one name
        first = exact(query.of(typed, key))
        epci = map(places.of_territory, name_searches.named(behind, "epci") if first else ())
        second = first and (exact(query.of(behind).replace(kind=None)) or places.by_size([*epci]))
        if not first or not second:
            continue
        area, only_words = second.candidates[0], query.holds_only_a_name()
        if only_words and area.kind in ADMITTED_KINDS["commune"]:
            continue  # "Valence d'Agen"
        alike = Places(tuple(one for one in second.candidates if one.kind == area.kind))
        within = tuple(filter(area_of(area.kind, alike).holds, first.candidates))
        if not within:
            return NoPlace(query, several=(first.candidates[0], area))
        # "Champigny Marne" may be Champigny-sur-Marne, which is elsewhere.
        longer = map(gazetteer.commune_name, name_searches.communes_beginning(f"{key} "))
        meant = not any(fold(name or "").endswith(f" {behind}") for name in longer)
        adjoining = len(before) == at and only_words and not area.communes
        if meant and adjoining and all(place.communes for place in within):
            return Places(within)
    return None


def area_at_end(query: NameQuery) -> Places | None:
    """The area at the end of a name: ``Syndicat d'énergies de la Haute-Savoie`` (approximate).

    Of a name that begins with the words of a body, or as any name may end. A département of one
    word is often a river ("Syndicat des eaux de la Sarthe"): it counts only after a body that
    belongs to a département, and not where a commune has its name.
    """
    words, areas = query.key.split(), name_searches.area_keys()
    body = type_words.find_type(query.key, inside=False)
    if body and isinstance(commune_before_area(query.of(body.name)), NoPlace):
        return None  # "SDIS Bas-Rhin / Haut-Rhin"
    for at in range(1, len(words)):
        before, key = words[:at], " ".join(words[at:])
        named = [one for one in areas.get(key, ()) if one[1] != "france"]  # "Nord de France"
        several = " " in without_article(key)
        if body is None or not body.body:  # "Réunion" may be a meeting
            overseas = [
                one for one in named if several or (len(one[1]) > 2 and key != "la reunion")
            ]
            of_any = query.kind is None and at > 1 and not _begins_with_place(before)
            named = [one for one in overseas if of_any and one[0] == "departement"]
        elif not several:
            linked = before[-1] in ("de", "d", "du", "la", "l") and not body.least
            of_one = body.kinds == ("departement",)
            named = [one for one in named if linked and (of_one or one[0] != "departement")]
        if gazetteer.communes_named(key):
            named = [one for one in named if one[0] != "departement"]
        # "Aude et Pyrénées-Orientales": it is not all; "Eu en Seine-Maritime": nor is it meant
        others = [word for word in before if word not in _LINKS]
        if named and not (others and others[-1] in _OTHERS):
            note = f"« {shortened(query.typed)} » est lu d'après la fin de ce nom."
            found = query.admitted([places.of(*named[0])])
            return places.by_size([places.guessed(place, note) for place in found])
    return None


def _begins_with_place(words: list[str]) -> bool:
    """Whether some words begin with a commune, or one of them is an area ("Réunion-Mayotte")."""
    begun = [" ".join(words[:at]) for at in range(1, len(words) + 1)]
    others = (*words, *(f"la {word}" for word in words), *begun)
    known = not name_searches.area_keys().keys().isdisjoint(others)
    return known or any(map(gazetteer.communes_named, begun))


_BEFORE_OTHERS = (*ARTICLES, "du", "des", "au", "aux")


def place_at_end(part: NameQuery) -> Places | None:
    """The place that a text is, whatever kind is asked for, or the town or area it ends with.

    Of a longer text no village and no département of one word, which are called as words are.
    """
    if found := exact(part.replace(kind=None)):
        return found
    if twins := name_searches.names_with_article(part.key):  # "Abymes" for Les Abymes
        return Places(tuple(map(places.of_commune, twins)))
    words, areas = part.key.split(), name_searches.area_keys()
    for at in range(1, len(words)):
        key = " ".join(words[at:])
        named = [one for one in areas.get(key, ()) if " " in key or one[0] != "departement"]
        if named:
            return Places(tuple(filter(None, (places.of(*one) for one in named))))
        if words[at - 1] not in _BEFORE_OTHERS and (town := exact(part.of(key, kind="commune"))):
            typed = type_words.is_only_type(" ".join(words[:at]))  # "SIVOM Perrou"
            return town if places.is_big_enough(town, 0 if typed else LARGE_TOWN) else None
    return None
