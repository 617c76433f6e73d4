"""What a name means as a place, and the options of ``find`` that say so.

Always through the geocoder. The preposition and the article before a name say which of its
readings is meant.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.name_query import ADMITTED_KINDS
from achats_reseaux.geocoder.type_words import announced
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import fold, nearest

REGIONAL = ("region", "ancienne-region", "groupe")
DEPARTMENTAL = ("departement", "collectivite")
COMMUNAL = ADMITTED_KINDS["commune"]
_ALIKE = 0.85

Named = tuple[dict[str, str], Places]
"""The options that name a place, as ``find`` takes them, and what they resolve to."""


def place_named(name: str, preposition: str, article: str, kind: str | None) -> Named | None:
    """The place that some words name, if they do.

    Args:
        name: as typed, without the article before it.
        preposition: ``commune``, ``territoire`` or another.
        article: what stands before the name, and may be a part of it.
        kind: what the place must be, or ``None``.
    """
    if (said := announced(fold(name))) is not None and said.body:
        return None  # "CHU de Lille": "CHU" says who asks, and Lille is named alone
    with_article = article + name if article[-1:] in ("'", "’", " ") else f"{article} {name}"
    areas = _areas(name) if article or kind == "commune" else ()
    if article and areas and _is_commune_alone(fold(with_article)):
        areas = ()  # "Gua" is another word for Guadeloupe, "Le Gua" is not
    if kind == "commune" and (areas == REGIONAL or (areas and article)):
        kind = None  # "une commune de la Creuse", "une ville de Bretagne"
    elif article and not areas:
        # "Le Havre" bears its article, "le Calvados" does not.
        found = resolve(with_article, kind, suggest=False)
        if isinstance(found, Places):
            return _with_option(with_article, found, kind, _option(found, preposition, area=False))
        if gazetteer.communes_named(f"{fold(with_article)} ", prefix=True):
            return None  # "aux Sables": no other village of that name is meant
    found = resolve(name, kind, suggest=False)
    if not isinstance(found, Places):
        return None
    if len(found.candidates[0].regions) == len(gazetteer.regions()):
        return None  # "in France" says nothing of where
    area = preposition == "territoire" or bool(article)
    return _with_option(name, found, kind, _option(found, preposition, area=area))


def _is_commune_alone(key: str) -> bool:
    return not gazetteer.areas_named(key) and bool(gazetteer.communes_named(key))


def _areas(name: str) -> tuple[str, ...]:
    """What kinds of area a name has: a region comes before all else, a département may not."""
    found = resolve(name, suggest=False)
    kinds = {place.kind for place in found.candidates} if isinstance(found, Places) else set()
    return next((areas for areas in (REGIONAL, DEPARTMENTAL) if kinds & set(areas)), ())


def _option(found: Places, preposition: str, *, area: bool) -> str | None:
    """The option that says which of its readings a name has.

    Args:
        found: what the name alone resolves to.
        preposition: ``commune``, ``territoire`` or another.
        area: what stands before the name goes with an area ("la Vienne", "dans la Vienne").
    """
    kinds = [place.kind for place in found.candidates]
    if all(kind in REGIONAL for kind in kinds):
        return "region"
    if preposition == "commune" and any(kind in COMMUNAL for kind in kinds):
        return "commune"
    departmental = [kind in DEPARTMENTAL for kind in kinds]
    return "departement" if all(departmental) or (area and any(departmental)) else None


def _with_option(text: str, found: Places, kind: str | None, option: str | None) -> Named:
    """What a text means under an option, if it means anything there."""
    if option and not kind:
        again = resolve(text, option, suggest=False)
        option, found = (option, again) if isinstance(again, Places) else (None, found)
    option = kind or option
    official = found.candidates[0].name
    if text != official and resolve(official, option, suggest=False) == found:
        text = official
    return {(option or "lieu").replace("-", "_"): text}, found


def names_of(found: Places) -> set[str]:
    """The folded names of the places found."""
    return {fold(place.name) for place in found.candidates}


def meant(text: str) -> Place | None:
    """The place whose name a text all but is."""
    found = resolve(text)
    if not isinstance(found, Unknown):
        return None
    names = [name.partition(" (")[0] for name in found.suggestions]
    for name in nearest(text, names, most=1, cutoff=_ALIKE):
        place = resolve(name, suggest=False)
        return place.candidates[0] if isinstance(place, Places) else None
    return None
