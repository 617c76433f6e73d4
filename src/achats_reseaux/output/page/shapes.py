"""The outlines of the départements, placed on the drawing of a page.

They come from ``data/map/departements.geojson``, in whole units: the mainland as wide or as high as
``SIZE``, each overseas département in a box of its own, in the bay of Biscay where there is a
mainland beside. Both sides of a border have the same points.
"""

from __future__ import annotations

import json
import math
import os
from itertools import pairwise

from achats_reseaux.gazetteer import tsv_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    Corner = tuple[int, int]
    Loop = list[Corner]
    Shapes = dict[str, list[Loop]]
    Box = tuple[float, float, float, float]
    """Left, top, right, bottom."""

SIZE = 300
_INSET = (42, 22)
"""The width and height of an overseas département beside the mainland."""
_FIRST, _STEP = (12, 116), 35
"""Where the first of them stands, and how far below it the next."""
_LEAST = 8
"""Twice the area of a corner that is drawn, in square units."""


def shapes(within: Collection[str]) -> Shapes:
    """The loops of each département that is drawn, by its code.

    The mainland is whole, at the scale of what lies within; overseas is what does. Where nothing
    within is on the drawing, all of France is.
    """
    rings = _rings()
    drawn = set(within) & set(rings) or set(rings)
    mainland = [code for code in rings if not is_overseas(code)]
    overseas = [code for code in rings if is_overseas(code) and code in drawn]
    shown = drawn.intersection(mainland)
    found: Shapes = {}
    if shown:
        found.update(_placed({code: rings[code] for code in mainland}, shown, (0, 0, SIZE, SIZE)))
    for rank, code in enumerate(overseas):
        left, top = _FIRST[0], _FIRST[1] + rank * _STEP
        box = (left, top, left + _INSET[0], top + _INSET[1]) if shown else (0, 0, SIZE, SIZE)
        found.update(_placed({code: rings[code]}, {code}, box))
    return found


def is_overseas(code: str) -> bool:
    """Whether a département is drawn in a box of its own."""
    return code > "97"


def bounds(loops: Iterable[Iterable[tuple[float, float]]]) -> Box:
    """The box that holds some loops."""
    columns, rows = zip(*(point for loop in loops for point in loop), strict=True)
    return min(columns), min(rows), max(columns), max(rows)


def overlaps(loops: Iterable[Loop], frame: Box) -> bool:
    """Whether a part of some loops may lie in a frame: left, top, width and height."""
    left, top, right, bottom = bounds(loops)
    return (
        left < frame[0] + frame[2]
        and right > frame[0]
        and top < frame[1] + frame[3]
        and bottom > frame[1]
    )


def centre(loops: Iterable[Loop]) -> tuple[float, float]:
    """The centre of gravity of some areas."""
    total = x = y = 0.0
    for loop in loops:
        for (x1, y1), (x2, y2) in pairwise([*loop, loop[0]]):
            share = x1 * y2 - x2 * y1
            total, x, y = total + share, x + (x1 + x2) * share, y + (y1 + y2) * share
    return x / total / 3, y / total / 3


def borders(found: Shapes, groups: Mapping[str, str]) -> Iterator[Loop]:
    """The lines between départements of different groups, each drawn once."""
    owners = {
        side: groups[code]
        for code, loops in found.items()
        for loop in loops
        for side in pairwise([*loop, loop[0]])
    }
    for code, loops in found.items():
        for loop in loops:
            line: Loop = []
            for start, end in pairwise([*loop, loop[0]]):
                if owners.get((end, start), "") > groups[code]:
                    line = line or [start]
                    line.append(end)
                elif line:
                    yield line
                    line = []
            if line:
                yield line


def path(points: Loop, end: str = "z") -> str:
    """Points as an SVG path of relative lines."""
    steps = (f"{x2 - x1} {y2 - y1}".replace(" -", "-") for (x1, y1), (x2, y2) in pairwise(points))
    return f"M{points[0][0]} {points[0][1]}l{' '.join(steps).replace(' -', '-')}{end}"


def _rings() -> dict[str, list[list[tuple[float, float]]]]:
    """The rings of each département, as longitudes and latitudes."""
    file = os.path.join(tsv_table.folder(), "map", "departements.geojson")
    with open(file, encoding="utf-8") as stream:
        features = json.load(stream)["features"]
    found = {}
    for one in features:
        given = one["geometry"]["coordinates"]
        polygons = given if one["geometry"]["type"] == "MultiPolygon" else [given]
        found[one["id"]] = [[(x, -y) for x, y in ring[:-1]] for each in polygons for ring in each]
    return found


def _placed(
    rings: Mapping[str, list[list[tuple[float, float]]]], shown: Collection[str], box: Box
) -> Shapes:
    """Areas at the scale at which those shown fill a box."""
    left, top, right, bottom = bounds(ring for code in shown for ring in rings[code])
    narrow = math.cos(math.radians((top + bottom) / 2))
    scale = min((box[2] - box[0]) / (right - left) / narrow, (box[3] - box[1]) / (bottom - top))
    from_left = (box[0] + box[2] - (right + left) * narrow * scale) / 2
    from_top = (box[1] + box[3] - (bottom + top) * scale) / 2
    found: Shapes = {}
    for code, each in rings.items():
        for ring in each:
            loop: Loop = []
            for x, y in ring:
                point = round(from_left + x * narrow * scale), round(from_top + y * scale)
                if point not in loop[-1:]:
                    loop.append(point)
            found.setdefault(code, []).append(loop)
    return _simplified(found)


def _simplified(found: Shapes) -> Shapes:
    """Areas without their smallest corners, the smallest first; where three meet, none is cut."""
    while True:
        beside: dict[Corner, set[frozenset[Corner]]] = {}
        for loops in found.values():
            for loop in loops:
                corners = zip((loop[-1], *loop), loop, (*loop[1:], loop[0]), strict=False)
                for before, point, after in corners:
                    beside.setdefault(point, set()).add(frozenset((before, after)))
        small = {
            point: size
            for point, (sides, *others) in beside.items()
            if not others and (size := _size(point, *sides)) < _LEAST
        }
        cut = {
            point
            for point, size in small.items()
            for sides in beside[point]
            if all((size, point) < (small.get(one, _LEAST), one) for one in sides)
        }
        if not cut:
            return found
        kept = {
            code: [[point for point in loop if point not in cut] for loop in loops]
            for code, loops in found.items()
        }
        found = {code: [loop for loop in loops if len(loop) > 2] for code, loops in kept.items()}


def _size(point: Corner, first: Corner, last: Corner | None = None) -> int:
    """Twice the area of a corner."""
    if last is None:  # a line there and back
        return 0
    (x, y), (x1, y1), (x2, y2) = point, first, last
    return abs((x1 - x) * (y2 - y) - (x2 - x) * (y1 - y))
