"""Why a text is no place, in a French sentence, with texts to type instead; never an answer."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places, spaceless
from achats_reseaux.gazetteer.kinds import NOUNS
from achats_reseaux.gazetteer.words import LINKS
from achats_reseaux.geocoder.address_parser import codes_of, is_street, parts_of
from achats_reseaux.geocoder.codes import is_full_code
from achats_reseaux.geocoder.names import LOOSELY, PREFIX_LEAST, nature_of, without_nature
from achats_reseaux.geocoder.place_types import find_type, first_words
from achats_reseaux.geocoder.query import NameQuery, Refusal, first_places
from achats_reseaux.geocoder.readings import read
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import cached, fold, shortened, without_article, without_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.gazetteer.tsv_table import TsvTable

MOST = 5
_NAMED_KINDS: tuple[str, ...] = ("commune", "part", *WIDE_KINDS)


def explained(refusal: Refusal, *, suggest: bool) -> Unknown:
    """The places that have the name, but not the kind or area required; else near names.

    Args:
        refusal: the text, and what is known of why it is no place.
        suggest: look for near names; slower than the rest.
    """
    query = refusal.query
    several = refusal.several or _places_of_parts(query)
    if several:
        facts = ", ".join(map(_fact, several))
        message = f"« {shortened(query.typed)} » nomme plusieurs lieux : {facts}."
        return Unknown(message, texts_for(several))
    none = _none_so_called(query)
    others, texts = _elsewhere(query)
    if others:
        return Unknown(f"{none} ; {_fact(others[0])}.", texts)
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


def _fact(place: Place) -> str:
    """``Rouen est en Seine-Maritime (76)``, ``Vienne (86) est un département``."""
    if place.kind == "code-postal":
        return f"{place.code} est {places.where(place)}"
    if place.communes:
        return f"{place.name} est {places.where(place)}"
    name = place.name
    if place.kind in ("departement", "collectivite"):
        name = f"{place.name} ({place.code})"
    return f"{name} est {NOUNS[place.kind]}"


def _elsewhere(query: NameQuery) -> tuple[tuple[Place, ...], tuple[str, ...]]:
    """The places of a text outside the area required, or else of another kind; what to type."""
    others: tuple[Place, ...] = ()
    if query.within is not None:
        others = _surely_named(query.typed, query.kind)
    if others or query.kind is None:
        return others, texts_for(others[:3])
    others = _surely_named(query.typed, None)
    if not others:
        return (), ()
    return others, _areas_around(others[0], query.kind)


def _surely_named(text: str, kind: str | None) -> tuple[Place, ...]:
    """The places of a text, if the first of them is not approximate."""
    outcome = read(text, kind)
    if not isinstance(outcome, Places) or outcome.candidates[0].approximate:
        return ()
    return outcome.candidates


def _areas_around(place: Place, kind: str) -> tuple[str, ...]:
    """The names of the areas of a kind that hold a place: of Rouen, « Normandie »."""
    codes: tuple[str, ...] = ()
    if kind == "region":
        codes = place.regions
    elif kind == "departement":
        codes = place.departements
    elif kind == "epci":
        codes = tuple(gazetteer.epci_of_commune(insee) or "" for insee in place.communes)
    areas = places.of_all((kind, code) for code in codes)
    return tuple(dict.fromkeys(area.name for area in areas))


def _places_of_parts(query: NameQuery) -> tuple[Place, ...]:
    """The places of the parts of a text, if they are several."""
    if query.kind or query.within:
        return ()
    for parts in (  # "Vienne (38), Lyon", "76600 Le Havre 2A004 Ajaccio", "Pau et Lyon"
        parts_of(query.typed, ()),
        parts_of(query.typed),
        codes_of(query.typed),
        parts_of(query.typed, (" et ", " ou ")),
    ):
        named: dict[str, Place] = {}
        for part in parts[:MOST]:
            place = _place_of_part(part)
            if place is not None:
                named.setdefault(place.code, place)
        if len(named) > 1:
            return tuple(named.values())
    return ()


def _place_of_part(part: str) -> Place | None:
    """The first place of a part that is no street; of "SIVOM Perrou", that behind the type."""
    key = fold(part)
    if is_street(key) and not is_full_code(key[:5]):
        return None
    behind = key[len(first_words(key)) :]
    candidates = _surely_named(part, None) or _surely_named(behind, None)
    return candidates[0] if candidates else None


# --- near names -------------------------------------------------------------------------


def suggestions(query: NameQuery) -> tuple[str, ...]:
    """Texts to type instead, each of which resolves to one place.

    Those near the name, or near the name behind type words ("ville de Ruoen"), or the
    town of an EPCI that there is none of ("métropole de Rouenn"); if nothing is near,
    the area in which it was looked for.
    """
    names = [query]
    with_type = find_type(query.key)
    if with_type is not None and with_type.kinds:
        town = without_article(with_type.name)
        names = [query.replace(key=with_type.name, kind=query.kind or with_type.kinds[0])]
        if with_type.kinds != ("epci",) or len(town) > 4:  # not Payns for "CC du Pays"
            names.append(query.replace(key=town))
    for name in names:
        candidates = _near(name)
        if candidates:
            return texts_for(candidates[:MOST])
    if query.within is None:
        return ()
    homes = query.within.departements
    return texts_for(places.of_all(("departement", code) for code in homes))


def _near(query: NameQuery) -> list[Place]:
    """The places near a name, by population: at the least distance, or with it in their name."""
    compared, kinds = without_spaces(query.key), _NAMED_KINDS
    if len(compared) < 3:
        return []
    if query.kind == "epci":
        compared, kinds = without_spaces(without_nature(query.key)), ("epci",)
    candidates = _within_edits(query, 1)
    if len(query.key) >= PREFIX_LEAST:  # "Stras" for Strasbourg, "Val de Loire"
        candidates += query.admitted(places.of_all(name_searches.holding(query.key, *kinds)))
    if len(compared) > 4 and not candidates:
        candidates = _within_edits(query, 2)
    if not candidates:
        return _last_named(query)
    return list(places.ranked(candidates))


def _last_named(query: NameQuery) -> list[Place]:
    """The places named after the last link word, or by all words but the last: ``Paris XIV``."""
    words = query.key.split()
    links = [position for position, word in enumerate(words, 1) if LINKS.get(word) in ("de", "a")]
    behind = words[links[-1] :] if links else []
    for name in (behind, words[:-1]):
        outcome = first_places(LOOSELY, query.of(" ".join(name))) if name else None
        if outcome is not None:
            return list(outcome.candidates)
    return []


def texts_for(candidates: Iterable[Place]) -> tuple[str, ...]:
    """For each place the shortest text that resolves to it alone."""
    return tuple(dict.fromkeys(_text_for(place) for place in candidates))


def _text_for(place: Place) -> str:
    if place.kind == "code-postal":
        return place.code
    home = f"{place.name} ({place.departements[0]})"
    for text in (place.name, home):
        outcome = read(text)
        if isinstance(outcome, Places) and [candidate.code for candidate in outcome.candidates] == [
            place.code
        ]:
            return text
    # "Mayenne (53)" is the département and the commune.
    noun = "commune" if place.communes else "département"
    return f"{noun} {home}"


# --- edit distance ----------------------------------------------------------------------


def _within_edits(query: NameQuery, most: int) -> list[Place]:
    """The places of a name within ``most`` edits of the one typed, ignoring spaces."""
    table, name, kinds = gazetteer.NAMES, query.key, _NAMED_KINDS
    if query.kind == "epci":
        table, name, kinds = gazetteer.SHORT_NAMES, without_nature(query.key), ("epci",)
    key = spaceless(name.encode()).decode()
    candidates: list[Place] = []
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
            candidates += places.of_all((kind, code) for code in codes.split(","))
    return query.admitted(candidates)


@cached
def _spaceless_lines(table: TsvTable) -> list[str]:
    """The rows of a table of names without their spaces."""
    return spaceless(b"".join(table.lines())).decode().splitlines()


def distance(word: str, other: str, most: int) -> int:
    """The Damerau-Levenshtein distance (adjacent swaps count one), or ``most + 1`` if greater."""
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(word, 1):
        row = [i]
        for j, mark in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != mark))
            if i > 1 and j > 1 and letter == other[j - 2] and mark == word[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)
