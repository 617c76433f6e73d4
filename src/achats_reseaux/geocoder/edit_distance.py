"""Names within an edit distance of one or two from a text, for suggestions only."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, places, spaceless
from achats_reseaux.geocoder.epci_names import without_nature
from achats_reseaux.text import cached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.gazetteer.tsv_table import TsvTable
    from achats_reseaux.geocoder.exact_names import NameQuery
    from achats_reseaux.model import Place


def places_near(query: NameQuery, most: int) -> list[Place]:
    """The places of the kind required within ``most`` edits of the name, ignoring spaces."""
    table, name = gazetteer.NAMES, query.key
    kinds: tuple[str, ...] = (*WIDE_KINDS, "commune", "part")
    if query.kind == "epci":
        table, name, kinds = gazetteer.SHORT_NAMES, without_nature(query.key), ("epci",)
    key = spaceless(name.encode()).decode()
    found, letters = [], set(key)
    # After one edit one of the halves is intact, but for a letter in the middle.
    share = (len(key) - 1) // 2
    start, end = key[:share], f"{key[-share:]}\t"
    for line in _spaceless_lines(table):
        if not line.startswith(start) and end not in line:
            continue
        named, kind, codes = line.split("\t")
        alike = abs(len(named) - len(key)) <= most
        alike = alike and len(letters.symmetric_difference(named)) <= 2 * most
        if kind in kinds and alike and distance(key, named, most) <= most:
            found += [places.of(kind, code) for code in codes.split(",")]
    return [place for place in found if place is not None]


@cached
def _spaceless_lines(table: TsvTable) -> list[str]:
    """The rows of a table of names without their spaces."""
    return spaceless(table.content()).decode().splitlines()[1:]


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
