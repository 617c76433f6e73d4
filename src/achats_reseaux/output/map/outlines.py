"""The outlines of the départements as SVG paths: one drawing, for ``map --svg`` and the page.

They come from ``data/map/departements.geojson``. The mainland and Corsica fill a square;
each overseas département has a box of its own, in the bay of Biscay.
"""

from __future__ import annotations

import json
import math
import os
from itertools import chain, pairwise

from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Box = tuple[float, float, float, float]
    """Left, top, width and height."""
    Point = tuple[float, float]
    Rings = list[list[Point]]

SIZE = 600
"""The side of the square, in the units of every path; paths have whole numbers."""

_INSET = (84, 50)
"""The width and height of the box of an overseas département."""
_FIRST, _STEP = (20, 236), 74
"""Where the first box stands, and how far below it the next."""


class Outline(Record):
    """A département on the drawing: the data of its SVG path, and the box that holds it."""

    path: str
    box: Box


def outlines() -> dict[str, Outline]:
    """The outline of each of the 101 départements, by its code."""
    rings = _rings()
    mainland = {code: loops for code, loops in rings.items() if not is_overseas(code)}
    drawn = _placed(mainland, (0, 0, SIZE, SIZE))
    left, top = _FIRST
    for code in filter(is_overseas, rings):
        drawn |= _placed({code: rings[code]}, (left, top, *_INSET))
        top += _STEP
    return drawn


def is_overseas(code: str) -> bool:
    """Whether a département is drawn in a box of its own."""
    return code > "97"


def enclosing(boxes: Iterable[Box]) -> Box:
    """The box that holds all of some boxes, of which there is at least one."""
    corners: list[Point] = []
    for left, top, wide, high in boxes:
        corners += [(left, top), (left + wide, top + high)]
    return _around(corners)


def _around(points: Iterable[Point]) -> Box:
    """The box that holds some points."""
    across, down = zip(*points, strict=True)
    return min(across), min(down), max(across) - min(across), max(down) - min(down)


def _rings() -> dict[str, Rings]:
    """The rings of each département, as longitudes and latitudes that grow to the south."""
    file = os.path.join(tsv_table.folder(), "map", "departements.geojson")
    with open(file, encoding="utf-8") as stream:
        features = json.load(stream)["features"]
    rings_of: dict[str, Rings] = {}
    for feature in features:
        polygons = feature["geometry"]["coordinates"]
        if feature["geometry"]["type"] == "Polygon":
            polygons = [polygons]
        rings = rings_of[feature["id"]] = []
        for ring in chain.from_iterable(polygons):
            rings.append([(x, -y) for x, y in ring])
    return rings_of


def _placed(areas: Mapping[str, Rings], box: Box) -> dict[str, Outline]:
    """Areas at the scale at which they fill a box; both sides of a border have the same points."""
    every_ring = chain.from_iterable(areas.values())
    left, top, wide, high = _around(chain.from_iterable(every_ring))
    narrow = math.cos(math.radians(top + high / 2))
    scale = min(box[2] / (wide * narrow), box[3] / high)
    right = box[0] + (box[2] - wide * narrow * scale) / 2
    down = box[1] + (box[3] - high * scale) / 2

    def place(point: Point) -> tuple[int, int]:
        x = right + (point[0] - left) * narrow * scale
        y = down + (point[1] - top) * scale
        return round(x), round(y)

    placed = {}
    for code, rings in areas.items():
        path = ""
        seen: list[Point] = []
        for ring in rings:
            loop = list(dict.fromkeys(map(place, ring)))
            if len(loop) > 2:  # of an islet nothing is left
                path += _path(loop)
                seen += loop
        placed[code] = Outline(path, _around(seen))
    return placed


def _path(loop: list[tuple[int, int]]) -> str:
    """A loop as a path of relative lines."""
    steps = [f"{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise(loop)]
    x, y = loop[0]
    return f"M{x} {y}l{' '.join(steps)}z".replace(" -", "-")
