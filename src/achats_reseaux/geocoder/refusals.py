"""Why a text is no place, in a French sentence, with texts to type instead; never an answer."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places
from achats_reseaux.geocoder.codes import is_full_code
from achats_reseaux.geocoder.edit_distance import places_near
from achats_reseaux.geocoder.lookup import (
    PREFIX_LEAST,
    PREFIX_MOST,
    look_up,
    of_communes_named,
    without_nature,
)
from achats_reseaux.geocoder.names import ADMITTED_KINDS, NameQuery, NoPlace, Within, exact
from achats_reseaux.geocoder.reader import read, read_name
from achats_reseaux.geocoder.type_words import begins_with_body_type, find_type, first_words
from achats_reseaux.geocoder.words import codes_of, is_street, joined_by_et, parts_of
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import fold, shortened, without_article, without_spaces

MOST = 5
NOUNS = {
    "region": "une région",
    "departement": "un département",
    "collectivite": "une collectivité d'outre-mer",
    "ancienne-region": "une ancienne région",
    "groupe": "un groupe de territoires",
    "epci": "un EPCI",
    "ept": "un établissement public territorial",
    "commune": "une commune",
    **places.PART_NOUNS,
}
"""The French noun of each kind of place, with its article."""


def explained(found: NoPlace, *, suggest: bool) -> Unknown:
    """Another kind or area that has the name, several places in the text, else near names.

    Args:
        found: the text, and what is known of why it is no place.
        suggest: look for near names; slower than the rest.
    """
    query = found.query
    if found.contradiction:
        return _contradiction(query.typed, *found.contradiction, suggest=suggest)
    elsewhere = list(found.elsewhere)
    if not elsewhere and (query.kind is not None or query.within is not None):
        named_so = read_name(query.replace(kind=None, within=None))
        if named_so is not None and not named_so.candidates[0].approximate:
            anywhere = query.replace(within=None)
            elsewhere = [place for place in named_so.candidates if anywhere.admits(place)]
            if not elsewhere and query.kind is not None:
                return _another_kind(query.kind, named_so.candidates[0])
    if elsewhere and query.within is not None:
        return _elsewhere(query.typed, elsewhere, query.within)
    if several := _parts_elsewhere(query):
        named = ", ".join(
            f"{place.name}, {places.where(place)}" if place.communes else place.name
            for place in several
        )
        message = f"« {shortened(query.typed)} » nomme plusieurs lieux : {named}."
        return Unknown(message, texts_for(several))
    return _unknown(query, suggestions(query) if suggest else ())


def _none(kind: str | None) -> str:
    """``Aucune commune``: that there is none of a kind of place."""
    article, _, noun = (NOUNS[kind] if kind in ADMITTED_KINDS and kind else "un lieu").partition(
        " "
    )
    return f"{'Aucune' if article == 'une' else 'Aucun'} {noun}"


def _contradiction(typed: str, named: Place, coded: Place, *, suggest: bool) -> Unknown:
    """The name and the code of an address belong to different places."""
    message = (
        f"« {shortened(typed)} » se contredit : {coded.code} est {places.where(coded)}, "
        f"{named.name} est {places.where(named)}."
    )
    return Unknown(message, (*texts_for([named]), coded.code) if suggest else ())


def _another_kind(kind: str, place: Place) -> Unknown:
    """The name is that of a place of another kind than the one required."""
    kinds = ("departement", "epci", "commune")
    asked = next((one for one in kinds if place.kind in ADMITTED_KINDS[one]), "region")
    message = f"{place.name} est {NOUNS[place.kind]}, pas {NOUNS[kind]} : à demander par --{asked}."
    codes = {"region": place.regions, "departement": place.departements}.get(kind, ())
    instead = (gazetteer.territory(kind, code) for code in codes)
    return Unknown(message, tuple(one.name for one in instead if one))


def _elsewhere(typed: str, found: list[Place], within: Within) -> Unknown:
    """The name exists, but only outside the area required."""
    first, more = found[0], len(found) - 1
    what = _none(None)
    if first.communes or first.kind not in NOUNS:
        # A code is not the name of a commune.
        what = what if typed[:1].isdigit() else _none(first.kind)
        name = first.name if first.communes else first.code  # a postal code that is not in the data
        there = f"{name} est {places.where(first)}"
    else:  # Vienne is a département, not in one
        has_number = first.kind in ("departement", "collectivite")
        name = f"{first.name} ({first.code})" if has_number else first.name
        there = f"{name} est {NOUNS[first.kind]}"
    others = f", et {more} autre{'s' * (more > 1)} ailleurs" if more else ""
    message = f"{what} « {shortened(typed)} » {within.label} ; {there}{others}."
    return Unknown(message, texts_for(found[:3]))


def _unknown(query: NameQuery, instead: tuple[str, ...]) -> Unknown:
    """No place of the kind required has this name."""
    typed, within = shortened(query.typed), query.within
    where = f"« {typed} » {within.label}" if within is not None else f"ne s'appelle « {typed} »"
    first = find_type(query.key) if query.kind in (None, "epci") else None
    if first is None or first.kinds != ("epci",):
        return Unknown(f"{_none(query.kind)} {where}.", instead)
    message = f"{_none('epci')} de {gazetteer.VINTAGE} {where}"
    gone = "s'il a fusionné ou changé de nom, donnez une de ses communes."
    return Unknown(f"{message} ; {gone}", instead)


def _parts_elsewhere(query: NameQuery) -> list[Place]:
    """The places of the parts of a text, if they lie in different départements."""
    parts = parts_of(query.typed)
    if len(parts) < 2:  # "76600 Le Havre 2A004 Ajaccio", "Pau et Lyon"
        codes = codes_of(query.typed)
        parts = codes if len(codes) > 1 else joined_by_et(query.key)
    if not 1 < len(parts) < MOST or query.kind or query.within:
        return []
    named: list[Place] = []
    for part in map(fold, parts):
        # Of "SIVOM Perrou", which is at no place that is known, the place behind the words of type.
        behind = part[len(first_words(part)) :]
        texts = (part, behind) if not is_street(part) or is_full_code(part[:5]) else ()
        outcomes = (read(text) for text in texts)
        found = next((one for one in outcomes if isinstance(one, Places)), None)
        named += [one for one in found.candidates[:1] if not one.approximate] if found else []
    return named if len({place.departements for place in named}) > 1 else []


def suggestions(query: NameQuery) -> tuple[str, ...]:
    """Texts to type instead, each of which resolves to one place.

    Only those at the least edit distance; those in the area required, else those elsewhere; by
    population. Beside a body that nothing is near, the area in which it was looked for.
    """
    typed, first = query, find_type(query.key)
    if first is not None and first.kinds:  # "ville de Ruoen" is near Rouen
        query = query.replace(key=first.name, kind=query.kind or first.kinds[0])
    found = _near(query)
    if not found and first is not None and first.kinds:
        # "métropole de Rouenn": no EPCI is near, but the town is.
        town = without_article(first.name)
        if first.kinds != ("epci",) or len(town) > 4:  # not Payns for "cc du pays"
            found = _near(typed.replace(key=town))
    if not found and query.within and begins_with_body_type(typed.key):
        areas = (places.of("departement", code) for code in query.within.departements)
        found = [place for place in areas if place]
    return texts_for(found[:MOST])


def _near(query: NameQuery) -> list[Place]:
    """The places near a name, best first."""
    if len(without_spaces(query.key)) < 3:
        return []
    found: list[Place] = []
    anywhere = query.replace(within=None)
    compared = without_nature(query.key) if query.kind == "epci" else query.key
    for most in (1, 2) if len(without_spaces(compared)) > 4 else (1,):
        if not found and most == 2:  # "Val de Loire", which is in the names of several
            containing = name_searches.containing(query.key, *WIDE_KINDS, "commune", "epci")
            found = query.admitted(places.of(*one) for one in containing)
        if not found:
            near = [place for place in places_near(query, most) if anywhere.admits(place)]
            found = [place for place in near if query.admits(place)] or near
    if len(query.key) >= PREFIX_LEAST:  # "Stras" for Strasbourg, "Caudebec"(-en-Caux)
        begun = name_searches.beginning(query.key, *WIDE_KINDS, "commune", "part")
        few = begun if len(begun) < 5 * PREFIX_MOST else []
        found += query.admitted(places.of(*one) for one in few)
    return list(places.ranked(found)) or _last_named(query)


_LAST = {" de ": "", " d ": "", " du ": "le ", " des ": "les ", " a ": "", " au ": "le "}


def _last_named(query: NameQuery) -> list[Place]:
    """The places named after the last link word: Rouen for ``CHU de Rouen``.

    For an EPCI also that of the commune after which a former one was named ("CC de la Hague").
    """
    at, link = max((query.key.rfind(link), link) for link in _LAST)
    end = "" if at < 0 else _LAST[link] + query.key[at + len(link) :]
    begun = query.key.rpartition(" ")[0]  # "paris xiv"
    for name in filter(None, (end, begun)):
        if found := exact(query.of(name)):
            return list(found.candidates)
    epci = of_communes_named(query.key) or of_communes_named(end) if query.kind == "epci" else []
    return list(places.ranked(query.admitted(epci)))


def texts_for(found: list[Place]) -> tuple[str, ...]:
    """For each place the shortest text that resolves to it alone."""
    return tuple(dict.fromkeys(_text_for(place) for place in found))


def _text_for(place: Place) -> str:
    if place.kind == "code-postal":
        return place.code
    home = f"{place.name} ({place.departements[0]})"
    named = look_up(NameQuery(place.name, fold(place.name)), strict=True)
    if named and [one.code for one in named.candidates] == [place.code]:
        return place.name
    found = read(home)
    if isinstance(found, Places) and [one.code for one in found.candidates] == [place.code]:
        return home
    # "Mayenne (53)" is the département and the commune.
    return f"{'commune' if place.communes else 'département'} {home}"
