"""Names with the words of a type beside them: ``ville de``, ``CHU de``, ``Syndicat … de la``.

The readers take the query and the ladder, which reads the name without these words.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places
from achats_reseaux.geocoder import type_words
from achats_reseaux.geocoder.codes import is_digits
from achats_reseaux.geocoder.name_query import NoPlace, exact
from achats_reseaux.model import Places
from achats_reseaux.text import fold, shortened, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.name_query import NameQuery, Outcome, Read
    from achats_reseaux.model import Place


def name_after_type(query: NameQuery, read: Read) -> Outcome | None:
    """``Ville de Rouen``, ``département du Nord``: the words before the name narrow the kind."""
    first = type_words.find_type(query.key, inside=not query.has_signs())
    first = first or type_words.with_article(query.typed)
    if first is None:
        return None
    name = type_words.as_typed(query.typed, first.name)
    for kind in first.kinds:
        if query.kind is not None and kind not in (None, query.kind):
            continue
        there = query.with_text(name, "body" if first.body else "typed", first.name, kind)
        there = there.replace(linked=first.linked, of_body=first.body)
        if not first.body:
            return read(there)
        found = _numbered(there) or read(there)
        if not isinstance(found, Places):
            continue
        if not places.is_big_enough(found, first.least):
            return NoPlace(query)
        if first.after:
            found = _with_homonyms_elsewhere(there.replace(kind=query.kind, of_body=False), found)
        note = f"« {shortened(query.typed)} » est lu d'après le lieu que ce nom contient."
        return places.with_note(found, note)
    return None


def _numbered(name: NameQuery) -> Outcome | None:
    """``Rennes 2``, ``Lyon 3`` after the words of a body: a number of its own, no arrondissement.

    Paris 8 is not in Paris: where a town is all of its département, the number tells nothing.
    """
    town, _, number = name.typed.rpartition(" ")
    if not town or not is_digits(number) or name.kind == "commune":
        return None
    found = exact(name.with_text(town, "name"))
    if found is None or found.candidates[0].kind != "commune":
        return None
    home = gazetteer.departement(found.candidates[0].departements[0])
    return NoPlace(name) if home is None or home.communes == 1 else found


def _with_homonyms_elsewhere(name: NameQuery, found: Places) -> Places:
    """``Vienne Habitat``: the body of the département, or of the commune of that name (38).

    In ``Mayenne Habitat`` the town of Mayenne, which lies in Mayenne, adds nothing.
    """
    homes = {code for place in found.candidates for code in place.departements}
    every = exact(name)
    elsewhere = every and any(homes.isdisjoint(place.departements) for place in every.candidates)
    return every if every and elsewhere else found


_LINKS = ("de", "d", "du", "la", "l")
_LINKED = (*_LINKS, "le", "les", "des")


def area_of_body(query: NameQuery, _read: Read) -> Outcome | None:
    """The region, département or EPCI at the end of the name of a public body (approximate).

    ``Syndicat des énergies de la Haute-Savoie``, ``SDE 07 Ardèche``. A département of one word is
    often a river ("Syndicat des eaux de la Sarthe"): it counts only after its own code, or after a
    type of body that belongs to a département.
    """
    words = query.key.split()
    body = type_words.find_type(query.key, inside=False)
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
