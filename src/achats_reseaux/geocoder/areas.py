"""The area that a place must lie in, of an option or of a hint; the area at the end of a name."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places
from achats_reseaux.gazetteer.words import BODIES
from achats_reseaux.geocoder import type_words
from achats_reseaux.geocoder.codes import read_code
from achats_reseaux.geocoder.lookup import look_up
from achats_reseaux.geocoder.names import NameQuery, NoPlace, Within, exact
from achats_reseaux.geocoder.words import as_typed
from achats_reseaux.model import Places
from achats_reseaux.text import ARTICLES, cached, fold, shortened, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.names import Outcome


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
_OTHERS = ("et", "en", "dans", "a")


def area_of_body(query: NameQuery) -> Places | None:
    """The area at the end of a name: ``Syndicat des énergies de la Haute-Savoie`` (approximate).

    A département of one word is often a river ("Syndicat des eaux de la Sarthe"): it counts only
    after its own code ("SDE 07 Ardèche"), or a type of body that belongs to a département.
    """
    words = query.key.split()
    body = type_words.find_type(query.key, inside=False)
    for at in range(1, len(words)):
        key, before = " ".join(words[at:]), words[:at]
        home = gazetteer.departement(before[-1].upper()) if before[-1][0].isdigit() else None
        if home is not None and fold(home.name) == key:
            named = [("departement", home.code)]
        elif body is not None:
            named = _of_body(key, before[-1], body) if body.body else []
        else:
            named = _of_any(key, before) if query.kind is None and at > 1 else []
        if named:
            # "Aude et Pyrénées-Orientales": it is not all; "Eu en Seine-Maritime": nor is it meant
            linked = [word for word in before if word not in _LINKS]
            if linked and linked[-1] in _OTHERS:
                return None
            note = f"« {shortened(query.typed)} » est lu d'après la fin de ce nom."
            found = query.admitted(places.of(*one) for one in named)
            return places.by_size([places.guessed(place, note) for place in found])
    return None


def _of_any(key: str, before: list[str]) -> list[tuple[str, str]]:
    """The département of several words, or overseas, that any name ends with; no other place.

    Not La Réunion, which may be a meeting.
    """
    areas = name_searches.area_keys()
    named = [one for one in areas.get(key, ()) if one[0] == "departement"]
    if not named or gazetteer.communes_named(key) or "reunion" in key:
        return []
    begun = [" ".join(before[:at]) for at in range(1, len(before) + 1)]
    others = (*before, *(f"la {word}" for word in before))  # "Réunion-Mayotte"
    if any(map(gazetteer.communes_named, begun)) or not areas.keys().isdisjoint(others):
        return []
    return [one for one in named if " " in key or len(one[1]) > 2]


def _of_body(key: str, before: str, body: type_words.TypedName) -> list[tuple[str, str]]:
    """The areas of the widest kind whose name is the key, at the end of the name of a body."""
    named = name_searches.area_keys().get(key, [])
    named = [one for one in named if one[1] != "france"]  # "CCI Nord de France" is not all of it
    if " " not in without_article(key):
        linked = before in ("de", "d", "du", "la", "l") and not body.least  # "Hôpital de Lorraine"
        of_one = body.kinds == ("departement",)
        named = [one for one in named if linked and (one[0] != "departement" or of_one)]
    elif gazetteer.communes_named(key):  # the département Saint-Martin, or any commune
        named = [one for one in named if one[0] != "departement"]
    elif not named:
        return [("epci", one.code) for one in name_searches.named(key, "epci")]
    kinds = {kind for kind, _ in named}
    return [one for one in named if one[0] == next(kind for kind in WIDE_KINDS if kind in kinds)]


def beside_area(query: NameQuery) -> Places | None:
    """``Caen Normandie``: a commune followed, without punctuation, by the area it lies in."""
    keys = query.key.split()
    at, _ = name_searches.area_at_end(keys)
    where = area_of_hint(" ".join(keys[at:]), query.within) if at < len(keys) else None
    if where is None or query.kind not in (None, "commune"):
        return None
    name = query.of(as_typed(query.typed, " ".join(keys[:at])), kind="commune")
    return exact(name.replace(within=where))


def place_at_end(part: NameQuery) -> Places | None:
    """The place that a text is, whatever kind is asked for, or the area that it ends with."""
    if found := exact(part.replace(kind=None)):
        return found
    if twins := name_searches.names_with_article(part.key):  # "Abymes" for Les Abymes
        return Places(tuple(map(places.of_commune, twins)))
    _, named = name_searches.area_at_end(part.key.split())
    return Places(tuple(filter(None, (places.of(*one) for one in named)))) if named else None


_BEFORE_OTHERS = (*ARTICLES, "du", "des", "au", "aux")
_TOWN_AT_END = 5_000
"""Inhabitants of a town that a text may end with: smaller ones are called as many words are."""


def town_at_end(part: NameQuery) -> Places | None:
    """The town that a text ends with ("site Guéret"), without an article before it.

    Right after the type of a body, it may be small: "SIVOM Perrou".
    """
    keys = part.key.split()
    for at in range(1, len(keys)):
        name = part.of(" ".join(keys[at:]), kind="commune").replace(linked=True)
        if keys[at - 1] not in _BEFORE_OTHERS and (found := exact(name)):
            body = BODIES.get(" ".join(keys[:at]))
            typed = type_words.is_only_type(" ".join(keys[:at]))
            least = body.least if body else 0 if typed else _TOWN_AT_END
            return found if places.is_big_enough(found, least) else None
    return None
