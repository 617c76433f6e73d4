"""What a name in a question may mean, by the geocoder and the words beside it.

Of the geocoder are used ``resolve``, ``find_type`` and ``distance``; of the gazetteer the look-ups
by name, the type words and the inhabitants: here, in ``places`` and in ``words``.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.name_searches import TOWN
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.type_words import find_type
from achats_reseaux.model import Place, Places, Record, Unknown
from achats_reseaux.text import fold, without_spaces

REGIONAL = {"region", "ancienne-region", "groupe"}
DEPARTMENTAL = {"departement", "collectivite"}
AREAS = REGIONAL | DEPARTMENTAL
COMMUNAL = {"commune", "commune-deleguee", "commune-associee", "arrondissement"}

BIG = 20_000
"""Inhabitants from which a town is meant by its name alone, without a word or capital that says so.
"""
_LONG = 9
"""Least length of a name in which two letters may be wrong."""


class Mention(Record):
    """A place that a question names.

    Attributes:
        start, end: range of its tokens, the end excluded.
        options: the place options of ``find`` (``lieu`` is the bare argument).
        found: the places that they resolve to; none if the name is misspelt or a code wrong.
    """

    start: int
    end: int
    options: dict[str, str]
    found: tuple[Place, ...] = ()

    @property
    def area(self) -> str | None:
        """What names it without an option if it is a région or a département, else ``None``."""
        if not self.found or self.found[0].kind not in AREAS:
            return None
        place = self.found[0]
        return place.name if resolved(place.name) == (place,) else place.code


def distinct(found: list[Mention]) -> list[Mention]:
    """Each place once, in the order of the text.

    An area that contains another place named tells it from its homonyms: "Vienne en Isère".
    """
    kept: list[Mention] = []
    # The longest first: its notes tell of all its words.
    for one in sorted(found, key=lambda one: one.start - one.end):
        if not any((one.found or one.options) == (other.found or other.options) for other in kept):
            kept.append(one)
    kept.sort(key=lambda one: one.start)
    for ground in tuple(kept):
        for rank, one in enumerate(kept):
            if ground in kept and one is not ground and (narrowed := _within(one, ground)):
                kept[rank] = narrowed
                kept.remove(ground)
                break
    return kept


def _within(mention: Mention, ground: Mention) -> Mention | None:
    """A place narrowed to an area of the same question; ``None`` if it does not lie there."""
    area = ground.found[0] if ground.found else None
    if area is None or area.kind not in {*AREAS, "code-postal"}:
        return None
    lying = tuple(
        one
        for one in mention.found
        if (one.communes and {*one.communes} <= {*area.communes})
        or (not area.communes and {*one.departements} <= {*area.departements})
    )
    if not lying or len(mention.found) == 1:
        return mention if lying else None
    where, text = next(iter(ground.options.items()))
    if where == "lieu":
        where = "region" if area.kind in REGIONAL else "departement"
        where = "code_postal" if area.kind == "code-postal" else where
    return mention.replace(options={**mention.options, where: text}, found=lying)


def resolved(text: str, kind: str | None = None) -> tuple[Place, ...]:
    """The places that a text may mean; none if it means none."""
    found = resolve(text, kind, suggest=False)
    return found.candidates if isinstance(found, Places) else ()


def place_named(name: str, before: str, article: str, kind: str | None) -> Mention | None:
    """The place that a name alone means after its preposition and article, without its range."""
    said = find_type(fold(name))
    if said is not None and said.body and not gazetteer.communes_named(fold(name)):
        return None  # "CHU de Lille": "CHU" is the audience; "Lille" alone is the place
    whole = article + name if article[-1:] in ("'", "’", " ") else f"{article} {name}"
    kinds = {one.kind for one in resolved(name)} if kind == "commune" else set()
    if kinds & REGIONAL or (
        kinds & AREAS and (article or not gazetteer.communes_named(fold(name)))
    ):
        kind = None  # "une commune de la Creuse", "une ville de Bretagne", "commune de Meuse"
    # The article is part of the name in "Le Havre" and "Le Gua".
    texts = (whole, name) if article else (name,)
    read = ((text, resolved(text, kind)) for text in texts)
    text, found = next((one for one in read if one[1]), (name, ()))
    if article and text == name and name_searches.communes_beginning(f"{fold(whole)} "):
        return None  # "aux Sables" is not a village "Sables"
    france = found and len(found[0].regions) == len(gazetteer.every("region"))
    if not found or france or (found[0].approximate and found[0].kind in DEPARTMENTAL):
        return None  # "in France" restricts nothing; "incendie du Haut-Rhin" only ends as a name
    wanted = AREAS if before == "territoire" or article else COMMUNAL if before == "commune" else ()
    kept = tuple(one for one in found if one.kind in wanted) or found
    kinds = {one.kind for one in kept}
    option = "region" if kinds <= REGIONAL else "departement" if kinds <= DEPARTMENTAL else None
    if kinds <= COMMUNAL and before == "commune":
        option = "commune"
    option = kind or option
    if not (kept := resolved(text, option)):
        option, kept = kind, found
    if resolved(kept[0].name, option) == kept:
        text = kept[0].name
    return Mention(0, 0, {(option or "lieu").replace("-", "_"): text}, kept)


def near_place(text: str) -> Place | None:
    """The biggest place whose name is an edit or two from a text, or longer by whole words."""
    key = fold(text)
    found = resolve(text)
    if isinstance(found, Places):  # "Villefranche", of which there are several; not "vannes"
        longer = [one for one in found.candidates if fold(one.name).startswith(f"{key} ")]
        return max(longer, key=inhabitants, default=None)
    suggested = found.suggestions if isinstance(found, Unknown) else ()
    places = [one for text in suggested for one in resolved(text)[:1]]
    return max((one for one in places if _is_alike(key, one)), key=inhabitants, default=None)


def _is_alike(key: str, place: Place) -> bool:
    """Whether a misspelt name is near that of a place, or several whole words of it."""
    from achats_reseaux.geocoder.edit_distance import distance

    name = fold(place.name)
    typed, other = without_spaces(key), without_spaces(name)
    most = 1 if len(typed) < _LONG else 2
    # Typos seldom affect the first letter: UGAP is not Gap.
    near = typed[0] == other[0] and distance(typed, other, most) <= most
    return near or (" " in key and f" {key} " in f" {name} ")


def perhaps_place(word: str) -> str | None:
    """The département's number or the name of 2,000 inhabitants or more that a word may be."""
    place = next(iter(resolved(word)), None)
    if word.isdigit():
        return word if place and place.kind == "departement" and len(word) > 1 else None
    return place.name if place and inhabitants(place) >= TOWN else None
