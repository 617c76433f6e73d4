"""Near names: which place a misspelt one may be, as texts to type instead; never an answer."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places, spaceless
from achats_reseaux.gazetteer.words import LINKS
from achats_reseaux.geocoder.names import LOOSELY, PREFIX_LEAST, without_nature
from achats_reseaux.geocoder.place_types import find_type
from achats_reseaux.geocoder.query import NameQuery, first_places
from achats_reseaux.geocoder.readings import read
from achats_reseaux.model import Place, Places
from achats_reseaux.text import cached, without_article, without_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.gazetteer.tsv_table import TsvTable

MOST = 5
_NAMED_KINDS: tuple[str, ...] = ("commune", "part", *WIDE_KINDS)


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
    if len(without_spaces(query.key)) < 3:
        return []
    table, name, kinds = gazetteer.NAMES, query.key, _NAMED_KINDS
    if query.kind == "epci":
        table, name, kinds = gazetteer.SHORT_NAMES, without_nature(query.key), ("epci",)
    key = spaceless(name.encode()).decode()
    named = _within_edits(table, key, 1)
    if len(query.key) >= PREFIX_LEAST:  # "Stras" for Strasbourg, "Val de Loire"
        named += name_searches.holding(query.key, kinds)
    candidates = _admitted(query, named, kinds)
    if len(key) > 4 and not candidates:
        candidates = _admitted(query, _within_edits(table, key, 2), kinds)
    if not candidates:
        return _last_named(query)
    return list(places.ranked(candidates))


def _admitted(query: NameQuery, named: gazetteer.Codes, kinds: tuple[str, ...]) -> list[Place]:
    """The places of some kinds that satisfy the conditions of a query."""
    return query.admitted(places.of_all(pair for pair in named if pair[0] in kinds))


def _last_named(query: NameQuery) -> list[Place]:
    """The places named after the last link word, or by all words but the last: ``Paris XIV``."""
    words = query.key.split()
    links = [position for position, word in enumerate(words, 1) if LINKS.get(word) in ("de", "a")]
    behind = words[links[-1] :] if links else []
    for name in (behind, words[:-1]):
        outcome = first_places(LOOSELY, query.of(" ".join(name)))
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
        if isinstance(outcome, Places):
            codes = [candidate.code for candidate in outcome.candidates]
            if codes == [place.code]:
                return text
    # "Mayenne (53)" is the département and the commune.
    noun = "commune" if place.communes else "département"
    return f"{noun} {home}"


# --- edit distance ----------------------------------------------------------------------


def _within_edits(table: TsvTable, key: str, most: int) -> gazetteer.Codes:
    """The places in a table of names within ``most`` edits of a key without spaces."""
    rows: list[list[str]] = []
    # After one edit one of the halves is intact, but for a letter in the middle.
    share = (len(key) - 1) // 2
    start, end = key[:share], f"{key[-share:]}\t"
    for line in _spaceless_lines(table):
        if not line.startswith(start) and end not in line:
            continue
        row = line.split("\t")
        has_like_length = abs(len(row[0]) - len(key)) <= most
        if has_like_length and distance(key, row[0], most) <= most:
            rows.append(row)
    return gazetteer.coded(rows)


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
