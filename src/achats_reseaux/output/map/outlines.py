"""The outlines of the départements as SVG paths: one drawing, for ``map --svg`` and the page.

The mainland and Corsica fill a square; each overseas département has a box of its own, in
the bay of Biscay.
"""

from __future__ import annotations

from achats_reseaux.model import Record
from achats_reseaux.output.map.colors_and_legend import lines_of

SIZE = 600
"""The side of the square, in the units of every path; paths have whole numbers."""


class Outline(Record):
    """A département on the drawing: the data of its SVG path, and the box that holds it."""

    path: str
    box: list[int]  # left, top, right and bottom


def outlines() -> dict[str, Outline]:
    """The outline of each of the 101 départements, by its code."""
    drawn = {}
    for line in lines_of("contours.tsv"):
        code, box, path = line.split("\t")
        drawn[code] = Outline(path, list(map(int, box.split())))
    return drawn
