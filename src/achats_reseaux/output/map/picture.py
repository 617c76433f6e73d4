"""What a map of France shows, on any medium: outlines, a colour for each, and a legend.

On the drawing the mainland and Corsica fill a square; each overseas département has a box of
its own, in the bay of Biscay.
"""

from __future__ import annotations

import os
from functools import cache

from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Record
from achats_reseaux.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.coverage import Coverage

ASIDE = "aside"
"""The paint of what does not stand out on a map where something does."""

LIGHT, DARK, ON_TERMINAL, MARK = range(1, 5)
"""The columns of ``couleurs.tsv``: a picture's colours, then a terminal's, and its sign."""

SIZE = 600
"""The side of the square, in the units of every path; paths have whole numbers."""

_HEADS = {
    "covered": "Couvert",
    "partial": "En partie",
    "trace": "Une piste seulement, non confirmée",
}


class Outline(Record):
    """A département on the drawing: the data of its SVG path, and the box that holds it."""

    path: str
    box: list[int]  # left, top, right and bottom


class LegendEntry(Record):
    """What some paints mean: a state, and how many départements are in it."""

    paints: tuple[str, ...]
    head: str
    text: str


class Picture(Record):
    """What to show."""

    coverage: Coverage  # of all of France
    title: str  # above the map, and its name
    sources: tuple[str, ...]  # below it, an address on a line of its own
    highlight: frozenset[str] = frozenset()  # codes of the départements that stand out, if any do

    def paints(self) -> dict[str, str]:
        """The paint of each département: ``covered0`` to ``covered3``, or its status.

        The four shades of what is covered only keep neighbouring regions apart.
        """
        shades = dict(line.split("\t") for line in lines_of("nuances.tsv"))
        paints = {}
        for region in self.coverage.regions:
            for part in region.departements:
                code = part.code
                if self.highlight and code not in self.highlight:
                    paints[code] = ASIDE
                elif part.status in ("covered", "split"):
                    paints[code] = f"covered{shades[region.code]}"
                else:
                    paints[code] = part.status
        return paints

    def legend(self) -> list[LegendEntry]:
        """The states that are drawn, each with its paints and its count of départements."""
        drawn = list(self.paints().values())
        nothing = nobody(self.coverage)
        heads = _HEADS | {"none": nothing, "unknown": nothing, ASIDE: "Hors de ce lieu"}
        entries = []
        for status, head in heads.items():
            paints = [paint for paint in drawn if paint.rstrip("0123") == status]
            if paints:
                count = counted(len(paints), "département")
                entries.append(LegendEntry(tuple(sorted(set(paints))), head, count))
        return entries


@cache
def by_paint(column: int) -> dict[str, str]:
    """A column of ``couleurs.tsv``, by paint."""
    rows = [line.split("\t") for line in lines_of("couleurs.tsv")]
    return {row[0]: row[column] for row in rows}


def outlines() -> dict[str, Outline]:
    """The outline of each of the 101 départements, by its code."""
    drawn = {}
    for line in lines_of("contours.tsv"):
        code, box, path = line.split("\t")
        drawn[code] = Outline(path, list(map(int, box.split())))
    return drawn


def lines_of(name: str) -> list[str]:
    """The lines of a file of ``data/map``; of a table, those below its header."""
    with open(os.path.join(tsv_table.folder(), "map", name), encoding="utf-8") as file:
        lines = file.read().splitlines()
    return lines[1:] if name.endswith(".tsv") else lines


def nobody(coverage: Coverage) -> str:
    """What is said of areas without a network, and by which list."""
    if coverage.known_only:
        return "Aucun facilitateur connu"
    return f"Aucun, {coverage.listed}" if coverage.listed else "Aucun réseau local"
