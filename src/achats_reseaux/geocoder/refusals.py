"""Why a text is no place, in a French sentence, with texts to type instead; never an answer."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places
from achats_reseaux.geocoder.codes import is_full_code
from achats_reseaux.geocoder.edit_distance import places_near
from achats_reseaux.geocoder.epci_names import nature_of, without_nature
from achats_reseaux.geocoder.exact_names import ADMITTED_KINDS, NameQuery, NoPlace
from achats_reseaux.geocoder.loose_names import PREFIX_LEAST, PREFIX_MOST, look_up
from achats_reseaux.geocoder.reader import read, read_name
from achats_reseaux.geocoder.text_parts import codes_of, is_street, parts_of
from achats_reseaux.geocoder.type_words import find_type, first_words
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
    """The places that have the name, but not the kind or area required; else near names.

    Args:
        found: the text, and what is known of why it is no place.
        suggest: look for near names; slower than the rest.
    """
    query, typed = found.query, shortened(found.query.typed)
    if found.contradiction:
        named, coded = found.contradiction
        coded_there = f"{coded.code} est {places.where(coded)}"
        message = f"« {typed} » se contredit : {coded_there}, {_told(named)}."
        return Unknown(message, (*texts_for([named]), coded.code) if suggest else ())
    if several := list(found.several) or _places_of_parts(query):
        message = f"« {typed} » nomme plusieurs lieux : {', '.join(map(_told, several))}."
        return Unknown(message, texts_for(several))
    where = f"« {typed} » {query.within.label}" if query.within else f"ne s'appelle « {typed} »"
    of_epci = query.kind in (None, "epci") and nature_of(query.key) is not None
    noun = NOUNS.get("epci" if of_epci else query.kind or "", "un lieu")
    none = f"{'Aucune' if noun.startswith('une ') else 'Aucun'} {noun.partition(' ')[2]} {where}"
    if others := list(found.elsewhere) or _outside(query):
        more = len(others) - 1
        ailleurs = f", et {more} autre{'s' * (more > 1)} ailleurs" if more else ""
        return Unknown(f"{none} ; {_told(others[0])}{ailleurs}.", _instead(query, others))
    if of_epci:
        none += " ; s'il a fusionné ou changé de nom, donnez une de ses communes"
    return Unknown(f"{none}.", suggestions(query) if suggest else ())


def _told(place: Place) -> str:
    """``Rouen est en Seine-Maritime (76)``, ``Vienne (86) est un département``."""
    if place.communes or place.kind not in NOUNS:
        # A postal code that is not in the data has no name of its own.
        return f"{place.name if place.communes else place.code} est {places.where(place)}"
    has_number = place.kind in ("departement", "collectivite")
    name = f"{place.name} ({place.code})" if has_number else place.name
    return f"{name} est {NOUNS[place.kind]}"


def _outside(query: NameQuery) -> list[Place]:
    """The places of a name outside the area required, or else of another kind."""
    found = read_name(query.replace(kind=None, within=None))
    if found is None or found.candidates[0].approximate:
        return []
    anywhere = query.replace(within=None)
    return [one for one in found.candidates if anywhere.admits(one)] or list(found.candidates)


def _instead(query: NameQuery, others: list[Place]) -> tuple[str, ...]:
    """What to type: the areas of the kind required that hold a place of another, or the places."""
    first, kind = others[0], query.kind or ""
    if kind not in ADMITTED_KINDS or query.replace(within=None).admits(first):
        return texts_for(others[:3])
    epci = {gazetteer.epci_of_commune(insee) or "" for insee in first.communes}
    homes = {"region": first.regions, "departement": first.departements, "epci": epci}
    areas = (gazetteer.territory(kind, code) for code in homes.get(kind, ()))
    return tuple(one.name for one in areas if one)


def _places_of_parts(query: NameQuery) -> list[Place]:
    """The places of the parts of a text, if they are several."""
    readings = (  # "Vienne (38), Lyon", "76600 Le Havre 2A004 Ajaccio", "Pau et Lyon"
        parts_of(query.typed, ()),
        parts_of(query.typed),
        codes_of(query.typed),
        parts_of(query.typed, (" et ", " ou ")),
    )
    parts = next((one for one in readings if len(one) > 1), [])
    if len(parts) > MOST or query.kind or query.within:
        return []
    named: list[Place] = []
    for part in parts:
        key = fold(part)
        # Of "SIVOM Perrou", which is at no place that is known, the place behind the words of type.
        behind = key[len(first_words(key)) :]
        texts = (part, behind) if not is_street(key) or is_full_code(key[:5]) else ()
        found = next((one for one in map(read, texts) if isinstance(one, Places)), None)
        named += [one for one in found.candidates[:1] if not one.approximate] if found else []
    return named if len({place.code for place in named}) > 1 else []


def suggestions(query: NameQuery) -> tuple[str, ...]:
    """Texts to type instead, each of which resolves to one place.

    Only those at the least edit distance; those in the area required, else those elsewhere; by
    population. If nothing is near, the area in which it was looked for.
    """
    typed = find_type(query.key)
    if typed is None or not typed.kinds:
        found = _near(query)
    else:  # "ville de Ruoen" is near Rouen
        found = _near(query.replace(key=typed.name, kind=query.kind or typed.kinds[0]))
        town = without_article(typed.name)
        if not found and (typed.kinds != ("epci",) or len(town) > 4):  # not Payns for "cc du pays"
            found = _near(query.replace(key=town))  # "métropole de Rouenn": no EPCI, but the town
    homes = query.within.departements if query.within and typed else ()
    return texts_for(found[:MOST] or [*filter(None, map(places.of_departement, homes))])


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


_LINKS = ("de", "d", "du", "des", "a", "au", "aux")


def _last_named(query: NameQuery) -> list[Place]:
    """The places named after the last link word, or by all words but the last: ``Paris XIV``."""
    words = query.key.split()
    links = [at for at, word in enumerate(words) if word in _LINKS]
    behind = words[links[-1] + 1 :] if links else []
    names = (" ".join(one) for one in (behind, words[:-1]) if one)
    found = next(filter(None, (look_up(query.of(name)) for name in names)), None)
    return list(found.candidates) if found else []


def texts_for(found: list[Place]) -> tuple[str, ...]:
    """For each place the shortest text that resolves to it alone."""
    return tuple(dict.fromkeys(_text_for(place) for place in found))


def _text_for(place: Place) -> str:
    if place.kind == "code-postal":
        return place.code
    home = f"{place.name} ({place.departements[0]})"
    for text in (place.name, home):
        found = read(text)
        if isinstance(found, Places) and [one.code for one in found.candidates] == [place.code]:
            return text
    # "Mayenne (53)" is the département and the commune.
    return f"{'commune' if place.communes else 'département'} {home}"
