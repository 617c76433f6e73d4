"""Why a text is no place, in a French sentence, with texts to type instead; never an answer."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places, spaceless
from achats_reseaux.gazetteer.kinds import NOUNS
from achats_reseaux.gazetteer.words import LINKS
from achats_reseaux.geocoder.codes import is_full_code
from achats_reseaux.geocoder.cut_text import codes_of, is_street, parts_of
from achats_reseaux.geocoder.names import (
    LOOSELY,
    PREFIX_LEAST,
    PREFIX_MOST,
    nature_of,
    without_nature,
)
from achats_reseaux.geocoder.query import ADMITTED_KINDS, NameQuery, Refusal, first_places
from achats_reseaux.geocoder.readings import ANY_NAME, read
from achats_reseaux.geocoder.type_words import TypedName, find_type, first_words
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import cached, counted, fold, shortened, without_article, without_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.gazetteer.tsv_table import TsvTable

MOST = 5
_NAMED_KINDS = ("commune", *WIDE_KINDS)


def explained(refusal: Refusal, *, suggest: bool) -> Unknown:
    """The places that have the name, but not the kind or area required; else near names.

    Args:
        refusal: the text, and what is known of why it is no place.
        suggest: look for near names; slower than the rest.
    """
    query, typed = refusal.query, shortened(refusal.query.typed)
    if refusal.contradiction:
        named, coded = refusal.contradiction
        there = f"{coded.code} est {places.where(coded)}"
        texts = texts_for([named]) + (coded.code,)
        message = f"« {typed} » se contredit : {there}, {_told(named)}."
        return Unknown(message, texts if suggest else ())
    several = refusal.several or _places_of_parts(query)
    if several:
        message = f"« {typed} » nomme plusieurs lieux : {', '.join(map(_told, several))}."
        return Unknown(message, texts_for(several))
    none = _none_so_called(query)
    others = refusal.elsewhere or _outside(query)
    if others:
        none += f" ; {_told(others[0])}"
        more = len(others) - 1
        if more:
            none += f", et {counted(more, 'autre')} ailleurs"
        return Unknown(f"{none}.", _instead(query, others))
    if _is_of_epci(query):
        none += " ; s'il a fusionné ou changé de nom, donnez une de ses communes"
    return Unknown(f"{none}.", suggestions(query) if suggest else ())


def _is_of_epci(query: NameQuery) -> bool:
    if query.kind not in (None, "epci"):
        return False
    return nature_of(query.key) is not None


def _none_so_called(query: NameQuery) -> str:
    """``Aucune région ne s'appelle « X »``, ``Aucun lieu « X » dans le Calvados (14)``."""
    kind = query.kind
    if _is_of_epci(query):
        kind = "epci"
    noun = NOUNS.get(str(kind), "un lieu")
    name = f"« {shortened(query.typed)} »"
    if query.within:
        return f"Auc{noun} {name} {query.within.label}"
    return f"Auc{noun} ne s'appelle {name}"


def _told(place: Place) -> str:
    """``Rouen est en Seine-Maritime (76)``, ``Vienne (86) est un département``."""
    if place.communes:
        return f"{place.name} est {places.where(place)}"
    if place.kind == "code-postal":  # one that is not in the data has no name of its own
        return f"{place.code} est {places.where(place)}"
    name = place.name
    if place.kind in ("departement", "collectivite"):
        name = f"{place.name} ({place.code})"
    return f"{name} est {NOUNS[place.kind]}"


def _outside(query: NameQuery) -> tuple[Place, ...]:
    """The places of a name outside the area required, or else of another kind."""
    found = first_places(ANY_NAME, query.replace(kind=None, within=None))
    if found is None or found.candidates[0].approximate:
        return ()
    anywhere = query.replace(within=None)
    of_kind = tuple(place for place in found.candidates if anywhere.admits(place))
    return of_kind or found.candidates


def _instead(query: NameQuery, others: tuple[Place, ...]) -> tuple[str, ...]:
    """What to type: the areas of the kind required that hold a place of another, or the places."""
    first, kind = others[0], str(query.kind)
    if kind not in ADMITTED_KINDS or query.replace(within=None).admits(first):
        return texts_for(others[:3])
    homes = {"region": first.regions, "departement": first.departements}
    codes = homes.get(kind, ())
    if kind == "epci":
        codes = tuple(gazetteer.epci_of_commune(insee) or "" for insee in first.communes)
    areas = places.of_all((kind, code) for code in codes)
    return tuple(dict.fromkeys(area.name for area in areas))


def _places_of_parts(query: NameQuery) -> tuple[Place, ...]:
    """The places of the parts of a text, if they are several."""
    if query.kind or query.within:
        return ()
    readings = (  # "Vienne (38), Lyon", "76600 Le Havre 2A004 Ajaccio", "Pau et Lyon"
        parts_of(query.typed, ()),
        parts_of(query.typed),
        codes_of(query.typed),
        parts_of(query.typed, (" et ", " ou ")),
    )
    parts = next((parts for parts in readings if len(parts) > 1), [])
    if len(parts) > MOST:
        return ()
    named: list[Place] = []
    for part in parts:
        named += _places_of_part(part)
    are_several = len({place.code for place in named}) > 1
    return tuple(named) if are_several else ()


def _places_of_part(part: str) -> list[Place]:
    """The first place of a part; of "SIVOM Perrou", which is none, that behind the type words."""
    key = fold(part)
    if is_street(key) and not is_full_code(key[:5]):
        return []
    for text in (part, key[len(first_words(key)) :]):
        found = read(text)
        if isinstance(found, Places):
            return [one for one in found.candidates[:1] if not one.approximate]
    return []


# --- near names -------------------------------------------------------------------------


def suggestions(query: NameQuery) -> tuple[str, ...]:
    """Texts to type instead, each of which resolves to one place.

    Only those at the least edit distance; those in the area required, else those
    elsewhere; by population. If nothing is near, the area in which it was looked for.
    """
    typed = find_type(query.key)
    if typed is None:
        return texts_for(_near(query)[:MOST])
    found = _near_typed(query, typed) if typed.kinds else _near(query)
    if found or query.within is None:
        return texts_for(found[:MOST])
    homes = query.within.departements
    return texts_for(places.of_all(("departement", code) for code in homes))


def _near_typed(query: NameQuery, typed: TypedName) -> list[Place]:
    """The places near a name behind type words: "ville de Ruoen" is near Rouen."""
    found = _near(query.replace(key=typed.name, kind=query.kind or typed.kinds[0]))
    town = without_article(typed.name)
    if found or (typed.kinds == ("epci",) and len(town) <= 4):  # not Payns for "cc du pays"
        return found
    return _near(query.replace(key=town))  # "métropole de Rouenn": no EPCI, but the town


def _near(query: NameQuery) -> list[Place]:
    """The places near a name, best first."""
    if len(without_spaces(query.key)) < 3:
        return []
    found = _within_edits(query, 1)
    compared = query.key
    if query.kind == "epci":
        compared = without_nature(query.key)
    is_long = len(without_spaces(compared)) > 4
    if is_long and not found:  # "Val de Loire", which is in the names of several
        named = name_searches.containing(query.key, "epci", *_NAMED_KINDS)
        found = query.admitted(places.of_all(named))
    if is_long and not found:
        found = _within_edits(query, 2)
    begun = name_searches.beginning(query.key, "part", *_NAMED_KINDS)
    if len(query.key) >= PREFIX_LEAST and len(begun) < 5 * PREFIX_MOST:
        found += query.admitted(places.of_all(begun))  # "Stras" for Strasbourg
    if not found:
        return _last_named(query)
    return list(places.ranked(found))


def _last_named(query: NameQuery) -> list[Place]:
    """The places named after the last link word, or by all words but the last: ``Paris XIV``."""
    words = query.key.split()
    links = [at for at, word in enumerate(words, 1) if LINKS.get(word) in ("de", "a")]
    behind = words[links[-1] :] if links else []
    for name in (behind, words[:-1]):
        found = first_places(LOOSELY, query.of(" ".join(name))) if name else None
        if found is not None:
            return list(found.candidates)
    return []


def texts_for(found: Iterable[Place]) -> tuple[str, ...]:
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
    noun = "commune" if place.communes else "département"
    return f"{noun} {home}"


# --- edit distance ----------------------------------------------------------------------


def _within_edits(query: NameQuery, most: int) -> list[Place]:
    """The places whose name is so many edits from a name: in the area required, else elsewhere."""
    anywhere = query.replace(within=None)
    near = [place for place in _places_near(query, most) if anywhere.admits(place)]
    inside = [place for place in near if query.admits(place)]
    if not inside:
        return near
    return inside


def _places_near(query: NameQuery, most: int) -> list[Place]:
    """The places of the kind required within ``most`` edits of the name, ignoring spaces."""
    table, name = gazetteer.NAMES, query.key
    kinds: tuple[str, ...] = ("part", *_NAMED_KINDS)
    if query.kind == "epci":
        table, name, kinds = gazetteer.SHORT_NAMES, without_nature(query.key), ("epci",)
    key = spaceless(name.encode()).decode()
    found: list[Place] = []
    letters = set(key)
    # After one edit one of the halves is intact, but for a letter in the middle.
    share = (len(key) - 1) // 2
    start, end = key[:share], f"{key[-share:]}\t"
    for line in _spaceless_lines(table):
        if not line.startswith(start) and end not in line:
            continue
        named, kind, codes = line.split("\t")
        has_other_length = abs(len(named) - len(key)) > most
        if kind not in kinds or has_other_length:
            continue
        has_like_letters = len(letters.symmetric_difference(named)) <= 2 * most
        if has_like_letters and distance(key, named, most) <= most:
            found += places.of_all((kind, code) for code in codes.split(","))
    return found


@cached
def _spaceless_lines(table: TsvTable) -> list[str]:
    """The rows of a table of names without their spaces."""
    return spaceless(b"".join(table.lines())).decode().splitlines()


def distance(one: str, other: str, most: int) -> int:
    """The Damerau-Levenshtein distance (adjacent swaps count one), or ``most + 1`` if greater."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, mark in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != mark))
            if i > 1 and j > 1 and letter == other[j - 2] and mark == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
