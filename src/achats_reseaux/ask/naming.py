"""What a name means as a place, and the options of ``find`` that say so.

Always through the one ladder, :func:`geocoder.resolve`. What stands before a name says
which of its readings is meant.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import is_digits
from achats_reseaux.geocoder.name_query import ADMITTED_KINDS
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import fold, nearest, without_article

REGIONAL = ("region", "ancienne-region", "groupe")
DEPARTMENTAL = ("departement", "collectivite")
_COMMUNAL = ADMITTED_KINDS["commune"]
_LIKE = 0.85

Named = tuple[dict[str, str], Places]
"""The options that name a place, as ``find`` takes them, and what they resolve to."""


def named(name: str, preposition: str, article: str, kind: str | None) -> Named | None:
    """The place that some words name, if they do.

    Args:
        name: as typed, without the article before it.
        preposition: ``commune``, ``territoire`` or another.
        article: what stands before the name, and may be a part of it.
        kind: what the place must be, or ``None``.
    """
    borne = article + name if article[-1:] in ("'", "’", " ") else f"{article} {name}"
    areas = _areas(name) if article or kind == "commune" else ()
    if article and areas and _is_commune_alone(fold(borne)):
        areas = ()  # "Gua" is another word for Guadeloupe, "Le Gua" is not
    if kind == "commune" and (areas == REGIONAL or (areas and article)):
        kind = None  # "une commune de la Creuse", "une ville de Bretagne"
    elif article and not (areas and (preposition != "commune" or areas == REGIONAL)):
        # "Le Havre" bears its article, "le Calvados" does not.
        found = resolve(borne, kind, suggest=False)
        if isinstance(found, Places) and fold(borne) in _names(found):
            return _optioned(borne, found, kind or _option(found, preposition, bearing=True), kind)
    found = resolve(name, kind, suggest=False)
    if not isinstance(found, Places):
        return None
    return _optioned(name, found, kind or _option(found, preposition, article=article), kind)


def _optioned(text: str, found: Places, option: str | None, kind: str | None) -> Named:
    """What a text means under an option, if it means anything there."""
    if option and not kind:
        again = resolve(text, option, suggest=False)
        if isinstance(again, Places):
            found = again
        else:
            option = None
    return {(option or "lieu").replace("-", "_"): _as_officially(text, option, found)}, found


def _is_commune_alone(key: str) -> bool:
    return not gazetteer.areas_named(key) and bool(gazetteer.communes_named(key))


def _areas(name: str) -> tuple[str, ...]:
    """What kinds of area a name has: a region comes before all else, a département may not."""
    found = resolve(name, suggest=False)
    kinds = {place.kind for place in found.candidates} if isinstance(found, Places) else set()
    for areas in (REGIONAL, DEPARTMENTAL):
        if kinds & set(areas):
            return areas
    return ()


def meant(text: str) -> Place | None:
    """The place of which a text is all but the name."""
    found = resolve(text)
    for suggestion in found.suggestions if isinstance(found, Unknown) else ():
        place = resolve(suggestion, suggest=False)
        if nearest(text, [suggestion.partition(" (")[0]], cutoff=_LIKE):
            return place.candidates[0] if isinstance(place, Places) else None
    return None


def near(text: str) -> tuple[str, ...]:
    """The names that a text may be all but."""
    found = resolve(text)
    if not isinstance(found, Unknown):
        return ()
    return tuple(nearest(text, list(found.suggestions), cutoff=_LIKE))


def approximate(found: Places) -> bool:
    """Only the beginning of a name was read."""
    return found.candidates[0].approximate


def _names(found: Places) -> set[str]:
    return {fold(place.name) for place in found.candidates}


def loose(found: Places, name: str, article: str) -> bool:
    """A lone word that is not the whole of a name, its article included: too little to go by."""
    first = found.candidates[0]
    if " " in fold(name):
        return False
    if first.kind in _COMMUNAL:
        whole = {fold(name), fold(f"{article} {name}")} & _names(found)
        return not whole and without_article(fold(first.name)) == fold(name)
    return first.kind in ("epci", "ept")


def _option(
    found: Places, preposition: str, *, bearing: bool = False, article: str = ""
) -> str | None:
    """The option that says which of its readings a name has, from what stands before it.

    Args:
        found: what the name alone resolves to.
        preposition: ``commune``, ``territoire`` or another.
        bearing: the name bears the article.
        article: one stands before the name and is no part of it ("la Vienne").
    """
    kinds = [place.kind for place in found.candidates]
    if all(kind in REGIONAL for kind in kinds):
        return "region"
    if preposition == "commune" and any(kind in _COMMUNAL for kind in kinds):
        return "commune"
    area = not bearing and (preposition == "territoire" or article)
    departmental = [kind in DEPARTMENTAL for kind in kinds]
    return "departement" if all(departmental) or (area and any(departmental)) else None


def _as_officially(text: str, option: str | None, found: Places) -> str:
    """The official name in place of the one typed, where it means the very same."""
    name = found.candidates[0].name
    if is_digits(text) or text == name or found.candidates[0].kind == "code-postal":
        return text
    return name if resolve(name, option, suggest=False) == found else text
