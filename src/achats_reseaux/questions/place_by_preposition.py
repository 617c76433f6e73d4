"""Which place a name means after its preposition and article: "in the Vienne", "to Vienne".

The geocoder resolves the name; these words choose the homonym, and so the option of ``find``.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.edit_distance import distance
from achats_reseaux.geocoder.names import ADMITTED_KINDS
from achats_reseaux.geocoder.types import find_type
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import fold, without_spaces

REGIONAL = ("region", "ancienne-region", "groupe")
DEPARTMENTAL = ("departement", "collectivite")
COMMUNAL = ADMITTED_KINDS["commune"]
BIG, SMALL = 20_000, 2_000
"""Least population of a big and of a small town."""
_LONG = 9
"""Least length of a name in which two letters may be wrong."""

Named = tuple[dict[str, str], Places]
"""The options that name a place, as ``find`` takes them, and what they resolve to."""


def place_named(name: str, preposition: str, article: str, kind: str | None) -> Named | None:
    """The place that some words name, or ``None``.

    Args:
        name: as typed, without the article before it.
        preposition: the value of its preposition: ``commune``, ``territoire`` or another.
        article: the article before the name, which may be part of it.
        kind: the kind required, or ``None``.
    """
    said = find_type(fold(name))
    if said is not None and said.body and not gazetteer.communes_named(fold(name)):
        return None  # "CHU de Lille": "CHU" is the audience; "Lille" alone is the place
    with_article = article + name if article[-1:] in ("'", "’", " ") else f"{article} {name}"
    areas = _areas(name) if article or kind == "commune" else ()
    if article and areas and _is_commune_alone(fold(with_article)):
        areas = ()  # "Gua" is another word for Guadeloupe, "Le Gua" is not
    if kind == "commune" and (areas == REGIONAL or (areas and (article or _is_former(name)))):
        kind = None  # "une commune de la Creuse", "une ville de Bretagne", "commune de Meuse"
    elif article and not areas:
        # The article is part of the name in "Le Havre", not in "le Calvados".
        found = resolve(with_article, kind, suggest=False)
        if isinstance(found, Places):
            return _with_option(with_article, found, kind, _option(found, preposition, area=False))
        if name_searches.communes_beginning(f"{fold(with_article)} "):
            return None  # "aux Sables" is not a village "Sables"
    found = resolve(name, kind, suggest=False)
    if not isinstance(found, Places):
        return None
    (place, *_) = found.candidates
    if _is_france(place) or (place.approximate and place.kind in DEPARTMENTAL):
        return None  # "in France" is no restriction; "incendie du Haut-Rhin" only ends as a name
    area = preposition == "territoire" or bool(article)
    return _with_option(name, found, kind, _option(found, preposition, area=area))


def _is_france(place: Place) -> bool:
    return len(place.regions) == len(gazetteer.every("region"))


def _is_former(name: str) -> bool:
    """Whether no commune has this name today."""
    return not gazetteer.communes_named(fold(name))


def _is_commune_alone(key: str) -> bool:
    return not gazetteer.areas_named(key) and bool(gazetteer.communes_named(key))


def _areas(name: str) -> tuple[str, ...]:
    """The kinds of area among the places of a name: regional ones, else départements, else none."""
    found = resolve(name, suggest=False)
    kinds = {place.kind for place in found.candidates} if isinstance(found, Places) else set()
    return next((areas for areas in (REGIONAL, DEPARTMENTAL) if kinds & set(areas)), ())


def _option(found: Places, preposition: str, *, area: bool) -> str | None:
    """The option of ``find`` that chooses between the places of a name, or ``None``.

    Args:
        found: the places that the name resolves to.
        preposition: the value of its preposition: ``commune``, ``territoire`` or another.
        area: whether the words before it fit an area ("la Vienne", "dans la Vienne").
    """
    kinds = [place.kind for place in found.candidates]
    if all(kind in REGIONAL for kind in kinds):
        return "region"
    if preposition == "commune" and any(kind in COMMUNAL for kind in kinds):
        return "commune"
    return "departement" if area or all(kind in DEPARTMENTAL for kind in kinds) else None


def _with_option(text: str, found: Places, kind: str | None, option: str | None) -> Named:
    """The places of a text under an option; without the option if it resolves to none."""
    if option:
        again = resolve(text, option, suggest=False)
        option, found = (option, again) if isinstance(again, Places) else (None, found)
    option = kind or option
    official = found.candidates[0].name
    if text != official and resolve(official, option, suggest=False) == found:
        text = official
    return {(option or "lieu").replace("-", "_"): text}, found


def area_text(found: Places | None) -> str | None:
    """What names a région or a département without an option; ``None`` if it is none."""
    if found is None or found.candidates[0].kind not in (*REGIONAL, *DEPARTMENTAL):
        return None
    (place, *_) = found.candidates
    again = resolve(place.name, suggest=False)
    alone = isinstance(again, Places) and again.candidates == (place,)
    return place.name if alone else place.code


def names_of(found: Places) -> set[str]:
    """The folded names of the places found."""
    return {fold(place.name) for place in found.candidates}


def near_place(text: str) -> Place | None:
    """The biggest place whose name is an edit or two from a text, or longer by whole words."""
    key = fold(text)
    found = resolve(text)
    if isinstance(found, Places):  # "Villefranche", of which there are several; not "vannes"
        longer = [one for one in found.candidates if fold(one.name).startswith(f"{key} ")]
        return max(longer, key=inhabitants, default=None)
    suggested = found.suggestions if isinstance(found, Unknown) else ()
    read = (resolve(one, suggest=False) for one in suggested)
    places = [one.candidates[0] for one in read if isinstance(one, Places)]
    alike = [one for one in places if _is_alike(key, fold(one.name))]
    return max(alike, key=inhabitants, default=None)


def perhaps_place(word: str) -> str | None:
    """The département's number or the name of 2,000 inhabitants or more that a word may be."""
    found = resolve(word, suggest=False)
    if isinstance(found, Places):
        place: Place | None = found.candidates[0]
        if word.isdigit():
            return word if place and place.kind == "departement" and len(word) > 1 else None
    else:
        place = near_place(word) if len(word) >= _LONG else None
    return place.name if place and inhabitants(place) >= SMALL else None


def _is_alike(key: str, name: str) -> bool:
    """Whether a misspelt name is near another one, or several whole words of it."""
    inner = " " in key and f" {key} " in f" {name} "
    typed, other = without_spaces(key), without_spaces(name)
    most = 1 if len(typed) < _LONG else 2
    # Typos seldom affect the first letter: UGAP is not Gap.
    return inner or (typed[0] == other[0] and distance(typed, other, most) <= most)
