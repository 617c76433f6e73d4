"""Why a text is no place, in a French sentence, with texts to type instead; never an answer."""

from __future__ import annotations

from achats_reseaux.gazetteer import name_searches, places
from achats_reseaux.geocoder import messages
from achats_reseaux.geocoder.addresses import is_street
from achats_reseaux.geocoder.edit_distance import places_near
from achats_reseaux.geocoder.epci_names import of_communes_named, without_nature
from achats_reseaux.geocoder.ladder import geocode, read_places
from achats_reseaux.geocoder.name_beginnings import PREFIX_LEAST, PREFIX_MOST
from achats_reseaux.geocoder.name_query import NameQuery, NoPlace, exact, parts_of
from achats_reseaux.geocoder.name_ranks import look_up
from achats_reseaux.geocoder.text_parts import joined_by_et
from achats_reseaux.geocoder.type_words import find_type, is_only_type
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import fold, without_article, without_spaces

MOST = 5


def explained(found: NoPlace, *, suggest: bool) -> Unknown:
    """Another kind or area that has the name, several places in the text, else near names.

    Args:
        found: the text, and what is known of why it is no place.
        suggest: look for near names; slower than the rest.
    """
    query = found.query
    if found.contradiction:
        named, coded = found.contradiction
        texts = (*texts_for([named]), coded.code) if suggest else ()
        return messages.contradiction(query.typed, named, coded, texts)
    elsewhere = list(found.elsewhere)
    if not elsewhere and (query.kind is not None or query.within is not None):
        named_so = read_places(query.replace(kind=None, within=None, text="bare"))
        if named_so is not None and not named_so.candidates[0].approximate:
            anywhere = query.replace(within=None)
            elsewhere = [place for place in named_so.candidates if anywhere.admits(place)]
            if not elsewhere and query.kind is not None:
                return messages.another_kind(query.kind, named_so.candidates[0])
    if elsewhere and query.within is not None:
        texts = texts_for(elsewhere[:3])
        return messages.elsewhere(query.typed, elsewhere, query.within, texts)
    if several := _parts_elsewhere(query):
        return messages.several(query.typed, several, texts_for(several))
    return messages.unknown(query, suggestions(query) if suggest else ())


def _parts_elsewhere(query: NameQuery) -> list[Place]:
    """The places of the parts of a text, if they lie in different départements."""
    parts = parts_of(query.typed)
    if len(parts) < 2:  # "Pau et Lyon"
        parts = joined_by_et(query.key)
    if not 1 < len(parts) < MOST or query.kind or query.within:
        return []
    keys = [fold(part) for part in parts]
    outcomes = [_read_part(part) for part in keys if not is_street(part)]
    found = [one.candidates[0] for one in outcomes if isinstance(one, Places)]
    named = [place for place in found if not place.approximate]
    return named if len({place.departements for place in named}) > 1 else []


def _read_part(part: str) -> object:
    """The places of a part; of "SIVOM Perrou", those of the name behind the words of the body."""
    found, words = geocode(part), part.split()
    behind = (
        " ".join(words[at:]) for at in range(1, len(words)) if is_only_type(" ".join(words[:at]))
    )
    names_read = (geocode(name) for name in behind)
    return found if isinstance(found, Places) else next(names_read, found)


def suggestions(query: NameQuery) -> tuple[str, ...]:
    """Texts to type instead, each of which resolves to one place.

    Only those at the least edit distance; those in the area required, else those elsewhere; by
    population.
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
    return texts_for(found[:MOST])


def _near(query: NameQuery) -> list[Place]:
    """The places near a name, best first."""
    if len(without_spaces(query.key)) < 3:
        return []
    found: list[Place] = []
    compared = without_nature(query.key) if query.kind == "epci" else query.key
    for most in (1, 2) if len(without_spaces(compared)) > 4 else (1,):
        found = found or (_containing(query) if most == 2 else [])
        found = found or [place for place in places_near(query, most) if query.admits(place)]
        found = found or _elsewhere(query, most)
    found += [place for place in _places_beginning(query) if place not in found]
    return list(places.ranked(found)) or _last_named(query) or _epci_of_town(query)


def _places_beginning(query: NameQuery) -> list[Place]:
    """The places whose name begins with the text, if they are few: "Stras" for Strasbourg."""
    if len(query.key) < PREFIX_LEAST:
        return []
    found = name_searches.areas(lambda name: name.startswith(query.key))
    for name, kind, codes in name_searches.names_beginning(query.key):  # "Caudebec"(-en-Caux)
        if kind in ("commune", "part") and name.startswith(query.key):
            found += [places.of(kind, code) for code in codes]
    return query.admitted(found) if len(found) < 5 * PREFIX_MOST else []


def _containing(query: NameQuery) -> list[Place]:
    """The places whose name contains the words of the text: "Val de Loire", several of them."""
    words = f" {query.key} "
    found = name_searches.areas(lambda name: words in f" {name} ")
    for name, kind, codes in name_searches.names_containing(query.key):
        if kind in ("commune", "epci") and words in f" {name} ":
            found += [places.of(kind, code) for code in codes]
    return query.admitted(one for one in found if one)


_LAST = {" de ": "", " d ": "", " du ": "le ", " des ": "les ", " a ": "", " au ": "le "}


def _last_named(query: NameQuery) -> list[Place]:
    """The places named after the last link word: Rouen for ``CHU de Rouen``."""
    end = _ending(query.key)
    found = exact(query.with_text(end, "name")) if end else None
    return list(found.candidates) if found else []


def _ending(key: str) -> str:
    """The end of a key after its last link word, with its article; ``""`` without a link word."""
    at, link = max((key.rfind(link), link) for link in _LAST)
    return "" if at < 0 else _LAST[link] + key[at + len(link) :]


def _epci_of_town(query: NameQuery) -> list[Place]:
    """The present EPCI of the commune after which a former one was named ("CC de la Hague")."""
    if query.kind != "epci":
        return []
    found = of_communes_named(query.key) or of_communes_named(_ending(query.key))
    return list(places.ranked(query.admitted(found)))


def _elsewhere(query: NameQuery, most: int) -> list[Place]:
    """The places as near in name, but outside the area required."""
    if query.within is None:
        return []
    anywhere = query.replace(within=None)
    return [place for place in places_near(anywhere, most) if anywhere.admits(place)]


def texts_for(found: list[Place]) -> tuple[str, ...]:
    """For each place the shortest text that resolves to it alone."""
    return tuple(dict.fromkeys(_text_for(place) for place in found))


def _text_for(place: Place) -> str:
    if place.kind == "code-postal":
        return place.code
    query = NameQuery(place.name, fold(place.name), text="name")
    if _resolves_only_to(look_up(query), place):
        return place.name
    home = f"{place.name} ({place.departements[0]})"
    if _resolves_only_to(geocode(home), place):
        return home
    # "Mayenne (53)" is the département and the commune.
    return f"{'commune' if place.communes else 'département'} {home}"


def _resolves_only_to(found: object, place: Place) -> bool:
    return isinstance(found, Places) and [one.code for one in found.candidates] == [place.code]
