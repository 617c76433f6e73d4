"""A text of several parts of which one is a place: ``Ville de Marseille - Direction des achats``.

The readers take the query and the ladder, which reads each part.
"""

from __future__ import annotations

from achats_reseaux.gazetteer import name_searches, places
from achats_reseaux.gazetteer.name_searches import TOWN
from achats_reseaux.gazetteer.words import BODIES
from achats_reseaux.geocoder import type_words
from achats_reseaux.geocoder.addresses import (
    codes_of,
    holds_address,
    is_numbered_street,
    is_street,
    label_and_code,
)
from achats_reseaux.geocoder.codes import is_digits
from achats_reseaux.geocoder.name_query import exact, parts_of
from achats_reseaux.geocoder.required_area import area_of_hint
from achats_reseaux.model import Places
from achats_reseaux.text import ARTICLES, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.name_query import NameQuery, Outcome, Read
    from achats_reseaux.model import Place


def ignoring_bracket(query: NameQuery, read: Read) -> Outcome | None:
    """``COMMUNE DE ROUEN (SIEGE)``: a bracket that is no area is ignored.

    Only where words such as "commune de" precede the name: in "Lyon (Canada)" it may matter.
    """
    outside, _, inside = query.typed.rstrip(" )").rpartition("(")
    if ")" in inside or type_words.find_type(fold(outside)) is None:
        return None
    if area_of_hint(query, inside, read) is not None:
        return None
    return read(query.with_text(outside, "moved"))


def one_part(query: NameQuery, read: Read) -> Outcome | None:
    """``Ville de Marseille - Direction des achats``, ``8 rue des Tanneurs, Mulhouse``."""

    def tells(part: str) -> bool:
        key = fold(part)
        if type_words.has_type(key) or label_and_code(key) or holds_address(key):
            return True
        # "Marsac, Pont-Aven": two places, although "pont" may begin the name of a street
        return is_street(key) and _of_street(query.with_text(part, "part")) is None

    parts = parts_of(query.typed)
    told = len(parts) > 1 and (query.cedex or any(map(tells, parts)))
    return _place_among(query, parts, read) if told else None


def _of_street(part: NameQuery) -> Places | None:
    """The place whose name begins as a street does, or is its word: "Le Port", no "Le Bourg"."""
    found = exact(part)
    if not found or " " in without_article(part.key):
        return found
    return found if min(map(places.inhabitants, found.candidates)) >= TOWN else None


def part_of_body(query: NameQuery, read: Read) -> Outcome | None:
    """``Haute-Saône - Vesoul``, ``Pau et des Pays de l'Adour`` after the words of a public body."""
    parts = parts_of(query.typed) if query.has_signs() else joined_by_et(query.key)
    return _place_among(query, parts, read) if len(parts) > 1 else _two_towns(query)


def _two_towns(query: NameQuery) -> Places | None:
    """``Avranches Granville``, ``Cavaillon-Lauris``: two towns of a département, the first of them.

    Neither is a village, whose name may be a word.
    """
    words = query.key.split()
    for at in range(1, len(words)):
        first, second = (_towns(query, part) for part in (words[:at], words[at:]))
        homes = {code for town in second for code in town.departements}
        if kept := tuple(town for town in first if not homes.isdisjoint(town.departements)):
            return Places(kept)
    return None


def _towns(query: NameQuery, words: list[str]) -> list[Place]:
    found = exact(query.with_text(" ".join(words), "name").replace(kind="commune"))
    known = [one for one in found.candidates if not one.approximate] if found else []
    return [one for one in known if places.inhabitants(one) >= TOWN]


def joined_by_et(key: str) -> list[str]:
    """The parts of a key before and after ``et``; none where that is in a name ("eure et loir")."""
    first, _, second = key.partition(" et ")
    start = f"{without_article(first)} et "
    if not second or any(area.startswith(start) for area in name_searches.area_keys()):
        return []
    return [first, second]


def _place_among(query: NameQuery, parts: list[str], read: Read) -> Places | None:
    """The first part of a text that is a place, if no other part is a place elsewhere.

    Nor may another end with the name of a place elsewhere ("Limoges - site Guéret"), and a
    département named beside anything is a river ("Erdre et Loire"). Beside a hospital stands no
    village ("CH des monts du Lyonnais - Chamousset").
    """
    found: Places | None = None
    unread = []
    least = 0
    for text in parts:
        part = query.with_text(text, "part")
        if type_words.is_only_type(part.key) or is_digits(part.key):  # "20, rue du Lac, Lyon"
            continue
        centre = type_words.begins_with_body_type(part.key)  # hospitalier
        body = type_words.find_type(part.key, inside=False) if centre else None
        least = max(least, body.least if body else 0)
        numbered = is_numbered_street(part.key)  # "01717 route d'Avignon", not "73026 Chambéry"
        coded = codes_of(text.partition(" ")[2] if numbered else text)
        street = is_street(part.key) and not centre and not coded
        place = _of_street(part) if street else read(part)
        if place is None or not places.is_exact(place):
            unread += [] if street else [part]
        elif found is None:
            found = place
        elif not _share_departement(found, place):
            return None
    if found is None:
        return None
    if unread and not query.has_signs() and found.candidates[0].kind == "departement":
        return None
    for named in (*map(_town_at_end, unread), *map(_area_at_end, unread)):
        if named and not _share_departement(found, named):
            return None
    return found if places.is_big_enough(found, least) else None


def _area_at_end(part: NameQuery) -> Places | None:
    """The place that a text is, whatever kind is asked for, or the area that it ends with.

    No département of one word, which may be a river.
    """
    if found := exact(part.replace(kind=None)):
        return found
    if twins := name_searches.names_with_article(part.key):  # "Abymes" for Les Abymes
        return Places(tuple(map(places.of_commune, twins)))
    _, named = name_searches.area_at_end(part.key.split())
    return Places(tuple(filter(None, (places.of(*one) for one in named)))) if named else None


_BEFORE_OTHERS = (*ARTICLES, "du", "des", "au", "aux")
_TOWN = 5_000


def _town_at_end(part: NameQuery) -> Places | None:
    """The town that a text ends with ("site Guéret"), without an article before it.

    Right after the type of a body, it may be as small as one that has such a body: "SIVOM Perrou".
    """
    words = part.key.split()
    for at in range(1, len(words)):
        name = part.with_text(" ".join(words[at:]), "name").replace(kind="commune", linked=True)
        if words[at - 1] not in _BEFORE_OTHERS and (found := exact(name)):
            before = " ".join(words[:at])
            body = BODIES.get(before)
            least = body.least if body else 0 if type_words.is_only_type(before) else _TOWN
            return found if max(map(places.inhabitants, found.candidates)) >= least else None
    return None


def _share_departement(one: Places, other: Places) -> bool:
    """Whether both have places in a common département."""
    homes = {code for place in one.candidates for code in place.departements}
    return any(not homes.isdisjoint(place.departements) for place in other.candidates)
