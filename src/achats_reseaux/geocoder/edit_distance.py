"""Names within an edit distance of one or two from a text, for suggestions only.

A name at distance one shares with the text the letters before the edit or those after it, so only
names with a common beginning or end are compared letter by letter.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, places, spaceless
from achats_reseaux.geocoder.lookup import without_nature
from achats_reseaux.text import cached, without_spaces

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.gazetteer.tsv_table import TsvTable
    from achats_reseaux.geocoder.names import NameQuery
    from achats_reseaux.model import Place


def places_near(query: NameQuery, most: int) -> list[Place]:
    """The places of the kind required within ``most`` edits of the name, ignoring spaces."""
    if query.kind == "epci":
        key = spaceless(without_nature(query.key).encode()).decode()
        named = _codes_near(gazetteer.SHORT_NAMES, key, most)
        kinds: tuple[str, ...] = ("epci",)
    else:
        named = _codes_near(gazetteer.NAMES, without_spaces(query.key), most)
        kinds = (*WIDE_KINDS, "commune", "part")
    found = (places.of(*one) for one in named if one[0] in kinds)
    return [place for place in found if place is not None]


@cached
def _spaceless_text(table: TsvTable) -> str:
    """The text of a table of names without its spaces; every row is between line ends."""
    return spaceless(table.content()).decode()


def _codes_near(table: TsvTable, key: str, most: int) -> list[tuple[str, str]]:
    """Kind and code of each name of a table within ``most`` edits of a key, both without spaces."""
    found, letters = [], set(key)
    for line in _sharing_half((table, key)):
        name, kind, codes = line.split("\t")
        close = len(letters.symmetric_difference(name)) <= 2 * most
        if close and distance(key, name, most) <= most:
            found += [(kind, code) for code in codes.split(",")]
    return found


@cached
def _sharing_half(asked: tuple[TsvTable, str]) -> list[str]:
    """The rows of a table whose name may be within two edits of a key, cached: one, then two.

    After one edit, the first or the last half of the key is intact; the halves leave out a letter
    in the middle, since a swap changes two.
    """
    table, key = asked
    text = _spaceless_text(table)
    share = (len(key) - 1) // 2
    shortest, longest = len(key) - 2, len(key) + 2
    lines: dict[str, None] = {}
    for start in (f"\n{key[:share]}", f"{key[-share:]}\t"):
        at = text.find(start)
        while at >= 0:
            begun = text.rfind("\n", 0, at + 1) + 1
            if shortest <= text.find("\t", begun) - begun <= longest:
                lines[text[begun : text.find("\n", begun)]] = None
            at = text.find(start, at + 1)
    return list(lines)


def distance(one: str, other: str, most: int) -> int:
    """The Damerau-Levenshtein distance (adjacent swaps count one), or ``most + 1`` if greater."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
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
