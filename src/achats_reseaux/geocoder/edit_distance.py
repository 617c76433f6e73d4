"""Names within an edit distance of one or two from a text, for suggestions only."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, places, spaceless
from achats_reseaux.geocoder.lookup import without_nature
from achats_reseaux.text import cached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.gazetteer.tsv_table import TsvTable
    from achats_reseaux.geocoder.names import NameQuery
    from achats_reseaux.model import Place


def places_near(query: NameQuery, most: int) -> list[Place]:
    """The places of the kind required within ``most`` edits of the name, ignoring spaces."""
    table, name = gazetteer.NAMES, query.key
    kinds: tuple[str, ...] = (*WIDE_KINDS, "commune", "part")
    if query.kind == "epci":
        table, name, kinds = gazetteer.SHORT_NAMES, without_nature(query.key), ("epci",)
    key = spaceless(name.encode()).decode()
    found, letters = [], set(key)
    for line in _sharing_half((table, key)):
        named, kind, codes = line.split("\t")
        close = kind in kinds and len(letters.symmetric_difference(named)) <= 2 * most
        if close and distance(key, named, most) <= most:
            found += [places.of(kind, code) for code in codes.split(",")]
    return [place for place in found if place is not None]


@cached
def _spaceless_text(table: TsvTable) -> str:
    """The text of a table of names without its spaces; every row is between line ends."""
    return spaceless(table.content()).decode()


@cached
def _sharing_half(asked: tuple[TsvTable, str]) -> list[str]:
    """The rows of a table that share the first or the last half of a key, and nearly its length.

    After one edit one of the halves is intact; they leave out a letter in the middle, since a swap
    changes two. Only these rows are compared letter by letter.
    """
    table, key = asked
    text = _spaceless_text(table)
    share = (len(key) - 1) // 2
    lines: dict[str, None] = {}
    for start in (f"\n{key[:share]}", f"{key[-share:]}\t"):
        at = text.find(start)
        while at >= 0:
            begun = text.rfind("\n", 0, at + 1) + 1
            if abs(text.find("\t", begun) - begun - len(key)) <= 2:
                lines[text[begun : text.find("\n", begun)]] = None
            at = text.find(start, at + 1)
    return list(lines)


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
