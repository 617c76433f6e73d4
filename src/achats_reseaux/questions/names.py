"""What a name in a question may mean, by the geocoder; homonyms told apart by an area named too.

Of the geocoder are used ``resolve``, ``find_type`` and ``distance``; of the gazetteer the look-ups
by name and the inhabitants: here, in ``places`` and in ``words``.
"""

from __future__ import annotations

from itertools import permutations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.places import inhabitants
from achats_reseaux.gazetteer.town_sizes import TOWN
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.type_words import find_type
from achats_reseaux.model import Place, Places, Record, Unknown
from achats_reseaux.text import fold, without_spaces

REGIONAL = {"region", "ancienne-region", "groupe"}
DEPARTMENTAL = {"departement", "collectivite"}
AREAS = REGIONAL | DEPARTMENTAL
COMMUNAL = {"commune", "commune-deleguee", "commune-associee", "arrondissement"}
_OPTIONS = dict.fromkeys(REGIONAL, "region") | dict.fromkeys(DEPARTMENTAL, "departement")
_OPTIONS["code-postal"] = "code_postal"
_LONG = 9
"""Least length of a name in which two letters may be wrong."""


class Mention(Record):
    """A place that a question names."""

    start: int
    end: int  # of its tokens, excluded
    options: dict[str, str]  # the place options of find ("lieu" is the bare argument)
    found: tuple[Place, ...] = ()  # what they resolve to; none if misspelt, or a wrong code


def distinct(found: list[Mention]) -> list[Mention]:
    """Each place once, in the order of the text.

    An area that contains another place named tells it from its homonyms: "Vienne en Isère".
    """
    kept: list[Mention] = []
    for one in found:
        if not any((one.found or one.options) == (other.found or other.options) for other in kept):
            kept.append(one)
    for ground, one in permutations(tuple(kept), 2):
        narrowed = _within(one, ground) if ground in kept and one in kept else None
        if narrowed:
            kept = [narrowed if other is one else other for other in kept if other is not ground]
    return kept


def _within(mention: Mention, ground: Mention) -> Mention | None:
    """A place narrowed to an area of the same question; ``None`` if it does not lie there."""
    area = ground.found[0] if ground.found else None
    if area is None or area.kind not in _OPTIONS or not mention.found:
        return None
    settled = {_OPTIONS[area.kind]: next(iter(ground.options.values()))}
    kind, name = next(iter(mention.options.items()))
    lying = resolved(name, None if kind == "lieu" else kind.replace("_", "-"), **settled)
    if not lying or any({*one.departements} - {*area.departements} for one in lying):
        return None
    if lying == mention.found:
        return mention
    return mention.replace(options={**mention.options, **settled}, found=lying)


def resolved(text: str, kind: str | None = None, **settled: str) -> tuple[Place, ...]:
    """The places that a text may mean; none if it means none."""
    found = resolve(text, kind, suggest=False, **settled)  # type: ignore[arg-type]
    return found.candidates if isinstance(found, Places) else ()


def _ids(places: tuple[Place, ...]) -> list[tuple[str, str]]:
    return [(one.kind, one.code) for one in places]


def place_named(name: str, before: str, article: str, kind: str | None) -> Mention | None:
    """The place that a name alone means after its preposition and article, without its range."""
    said = find_type(fold(name))
    if said is not None and said.body and not gazetteer.communes_named(fold(name)):
        return None  # "CHU de Lille": "CHU" is the audience; "Lille" alone is the place
    if kind == "commune" and {one.kind for one in resolved(name)} & (
        AREAS if article else REGIONAL
    ):
        kind = None  # "une commune de la Creuse", "une ville de Bretagne"
    # The article is part of the name in "Le Havre" and "Le Gua".
    whole = article + name if article[-1:] in ("'", "’", " ") else f"{article} {name}"
    # "agglo de Rouen", where no EPCI has that name, is suggested for.
    read = (
        (text, resolved(text, kind) or resolved(text))
        for text in ((whole, name) if article else (name,))
    )
    text, found = next((one for one in read if one[1]), (name, ()))
    if article and text == name and name_searches.communes_beginning(f"{fold(whole)} "):
        return None  # "aux Sables" is not a village "Sables"
    france = found and len(found[0].regions) == len(gazetteer.every("region"))
    if not found or france or (found[0].approximate and found[0].kind in DEPARTMENTAL):
        return None  # "in France" restricts nothing; "incendie du Haut-Rhin" only ends as a name
    wanted = AREAS if before == "territoire" or article else COMMUNAL if before == "commune" else ()
    kinds = {one.kind for one in found if one.kind in wanted} or {one.kind for one in found}
    options = (("region", REGIONAL), ("departement", DEPARTMENTAL), ("commune", COMMUNAL))
    fit = (option for option, of in options if kinds <= of and (of != COMMUNAL or before == option))
    option = kind or next(fit, None)
    if not (kept := resolved(text, option)):
        option, kept = kind, found
    if _ids(resolved(kept[0].name, option)) == _ids(kept):
        text, kept = kept[0].name, resolved(kept[0].name, option)
    return Mention(0, 0, {(option or "lieu").replace("-", "_"): text}, kept)


def town_near(text: str) -> tuple[Place, ...]:
    """The biggest town whose name is an edit or two from a text, or longer by whole words."""
    from achats_reseaux.geocoder.refusals import distance

    key, found = fold(text), resolve(text)
    typed, most = without_spaces(key), 1 if len(without_spaces(key)) < _LONG else 2

    def is_near(place: Place) -> bool:
        name, other = fold(place.name), without_spaces(fold(place.name))
        # Typos seldom affect the first letter: UGAP is not Gap.
        near = typed[0] == other[0] and distance(typed, other, most) <= most
        return near or (" " in key and f" {key} " in f" {name} ")

    if isinstance(found, Places):  # "Villefranche", of which there are several; not "vannes"
        near = [one for one in found.candidates if fold(one.name).startswith(f"{key} ")]
    else:
        suggested = found.suggestions if isinstance(found, Unknown) else ()
        near = [one for text in suggested for one in resolved(text)[:1] if is_near(one)]
    return tuple(sorted((one for one in near if inhabitants(one) >= TOWN), key=inhabitants)[-1:])
