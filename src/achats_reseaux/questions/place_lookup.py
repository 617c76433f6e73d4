"""What a name in a question may mean, by the geocoder; homonyms told apart by an area named too.

Of the geocoder are used ``resolve``, ``find_type`` and ``distance``; of the gazetteer the
look-ups by name and the inhabitants: here, in ``place_reader`` and in ``lexicon``.
"""

from __future__ import annotations

from itertools import permutations

from achats_reseaux.gazetteer import communes_named, every, name_searches
from achats_reseaux.gazetteer.places import TOWN, inhabitants
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.place_types import find_type
from achats_reseaux.model import COMMUNAL, Place, Places, Record, Unknown
from achats_reseaux.text import cached, fold, without_spaces

REGIONAL = frozenset({"region", "ancienne-region", "groupe"})
DEPARTMENTAL = frozenset({"departement", "collectivite"})
AREAS = REGIONAL | DEPARTMENTAL

_OPTIONS = dict.fromkeys(REGIONAL, "region") | dict.fromkeys(DEPARTMENTAL, "departement")
_OPTIONS["code-postal"] = "code_postal"
_LONG = 9
"""Least length of a name in which two letters may be wrong."""


class Mention(Record):
    """A place that a question names."""

    start: int
    end: int  # of its tokens, excluded
    options: dict[str, str]  # the place options of find ("lieu" is the bare argument)
    candidates: tuple[Place, ...] = ()  # what they resolve to; none if misspelt, or a wrong code


# --- what a text means ---


def resolved(text: str, kind: str | None = None, **settled: str) -> tuple[Place, ...]:
    """The places that a text may mean; none if it means none."""
    return _resolved((text, kind, tuple(settled.items())))


@cached
def _resolved(asked: tuple[str, str | None, tuple[tuple[str, str], ...]]) -> tuple[Place, ...]:
    text, kind, settled = asked
    outcome = resolve(text, kind, explain=False, **dict(settled))  # type: ignore[arg-type]
    return outcome.candidates if isinstance(outcome, Places) else ()


def place_options(kind: str | None, text: str) -> dict[str, str]:
    """The option of ``find`` that asks for a text as the name or code of a kind, or of any."""
    if kind is None:
        return {"lieu": text}
    return {kind.replace("-", "_"): text}


def place_options_of(name: str) -> dict[str, str] | None:
    """The options of ``find`` for a name of whatever kind; ``None`` if it is no place's.

    Example: "Lozère" → the département; "CA de Béziers-Méditerranée" → the bare argument
    """
    places = resolved(name)
    if not places:
        return None
    return place_options(_option(places, "", ""), name)


def place_named(
    name: str, preposition: str, article: str, kind: str | None
) -> tuple[dict[str, str], tuple[Place, ...]] | None:
    """The options of ``find`` for a name, and the places that they mean; ``None`` if none is meant.

    Args:
        name: as typed, without its article.
        preposition: the value of the preposition before it in ``mots.tsv``, or ``""``.
        article: the article before it, with what joins them ("la ", "l'"), or ``""``.
        kind: that type words before it ask for.
    """
    typed = find_type(fold(name))
    if typed and typed.body and not communes_named(fold(name)):
        return None  # "CHU de Lille", of which Lille is the place
    if kind == "commune" and _names_an_area(name, article):
        kind = None  # "une commune de la Creuse", "une ville de Bretagne"
    text, places = _read(name, article, kind)
    if not places or len(places[0].regions) == len(every("region")):  # "en France"
        return None
    option = kind
    if option is None:
        option = _option(places, preposition, article)
    of_option = resolved(text, option)
    if of_option:
        places = of_option
    else:
        option = kind
    official = resolved(places[0].name, option)
    if _codes(official) == _codes(places):
        text, places = places[0].name, official
    return place_options(option, text), places


def _names_an_area(name: str, article: str) -> bool:
    """Whether a name is that of a region, or with its article that of a département."""
    areas = AREAS if article else REGIONAL
    return any(place.kind in areas for place in resolved(name))


def _read(name: str, article: str, kind: str | None) -> tuple[str, tuple[Place, ...]]:
    """A name, with its article if it has one then, and the places that it means."""
    whole = article + name
    places = _of_kind_or_any(whole, kind)
    if places or not article:
        return whole, places
    if name_searches.communes_beginning(f"{fold(whole)} "):
        return whole, ()  # "aux Sables" is not a village "Sables"
    return name, _of_kind_or_any(name, kind)


def _of_kind_or_any(text: str, kind: str | None) -> tuple[Place, ...]:
    """The places of a kind; else of any: "agglo de Rouen", which is no EPCI's, is suggested for."""
    return resolved(text, kind) or resolved(text)


def _option(places: tuple[Place, ...], preposition: str, article: str) -> str | None:
    """The option of ``find`` that settles the kind: "dans la Vienne" is the département."""
    kinds = {place.kind for place in places}
    wanted = set()
    if preposition == "territoire" or article:
        wanted = kinds.intersection(AREAS)
    elif preposition == "commune":
        wanted = kinds.intersection(COMMUNAL)
    kinds = wanted or kinds
    if kinds <= REGIONAL:
        return "region"
    if kinds <= DEPARTMENTAL:
        return "departement"
    if kinds.issubset(COMMUNAL) and preposition == "commune":
        return "commune"
    return None


def _codes(places: tuple[Place, ...]) -> list[tuple[str, str]]:
    return [(place.kind, place.code) for place in places]


# --- several places ---


def distinct(mentions: list[Mention]) -> list[Mention]:
    """Each place once, in the order of the text.

    An area that contains another place named tells it from its homonyms: "Vienne en
    Isère".
    """
    named: dict[object, Mention] = {}
    for mention in mentions:  # those without candidates by what is asked for
        named.setdefault(mention.candidates or str(mention.options), mention)
    kept = list(named.values())
    for territory, mention in permutations(tuple(kept), 2):
        if territory in kept and mention in kept:
            narrowed = _within(mention, territory)
            if narrowed:
                kept[kept.index(mention)] = narrowed
                kept.remove(territory)
    return kept


def _within(mention: Mention, territory: Mention) -> Mention | None:
    """A place narrowed to an area of the same question; ``None`` if it does not lie there."""
    if not territory.candidates or not mention.candidates:
        return None
    area = territory.candidates[0]
    if area.kind not in _OPTIONS:
        return None
    settled = {_OPTIONS[area.kind]: next(iter(territory.options.values()))}
    kind, name = next(iter(mention.options.items()))
    asked = None
    if kind != "lieu":
        asked = kind.replace("_", "-")
    lying = resolved(name, asked, **settled)
    is_inside = all(set(place.departements).issubset(area.departements) for place in lying)
    if not lying or not is_inside:
        return None
    if lying == mention.candidates:
        return mention
    return mention.replace(options=mention.options | settled, candidates=lying)


# --- misspelt names ---


@cached
def town_near(text: str) -> Place | None:
    """The biggest town whose name is an edit or two from a text, or longer by whole words."""
    key, outcome = fold(text), resolve(text)
    near: list[Place] = []
    if isinstance(outcome, Places):  # "Villefranche", of which there are several; not "vannes"
        near = [place for place in outcome.candidates if fold(place.name).startswith(f"{key} ")]
    elif isinstance(outcome, Unknown):
        for name in outcome.suggestions:
            near += resolved(name)[:1]
        near = [place for place in near if _is_near(place, key)]
    towns = [place for place in near if inhabitants(place) >= TOWN]
    return max(towns, key=inhabitants, default=None)


def _is_near(place: Place, key: str) -> bool:
    """Whether a key is nearly the name of a place, or several whole words of it."""
    from achats_reseaux.geocoder.near_names import distance

    name = fold(place.name)
    typed, other = without_spaces(key), without_spaces(name)
    most = 1 if len(typed) < _LONG else 2
    # Typos seldom affect the first letter: UGAP is not Gap.
    if typed[0] == other[0] and distance(typed, other, most) <= most:
        return True
    return " " in key and f" {key} " in f" {name} "
