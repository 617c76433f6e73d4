"""The outlines of areas on a grid, as SVG paths."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from achats_reseaux.output.map.atlas import Grid

    Point = tuple[int, int]


def outlines(grid: Grid, groups: Mapping[str, str]) -> dict[str, str]:
    """The path of each département, or of each group of them except ``""``, in half cells.

    Both sides of a border have the same points. A corner where only two areas meet is cut from the
    middle of one side to the middle of the next, so that stairs become slopes.
    """
    cells = {(x, y): code for y, row in enumerate(grid) for x, code in enumerate(row) if code}
    edges: dict[str, dict[Point, list[Point]]] = {}
    for (x, y), code in cells.items():
        area = groups.get(code, code)
        if not area:
            continue
        for beside, start, end in (
            ((x, y - 1), (x, y), (x + 1, y)),
            ((x + 1, y), (x + 1, y), (x + 1, y + 1)),
            ((x, y + 1), (x + 1, y + 1), (x, y + 1)),
            ((x - 1, y), (x, y + 1), (x, y)),
        ):
            other = cells.get(beside, "")
            if groups.get(other, other) != area:
                edges.setdefault(area, {}).setdefault(start, []).append(end)
    return {area: "".join(_loops(cells, steps)) for area, steps in edges.items()}


def _loops(cells: Mapping[Point, str], steps: dict[Point, list[Point]]) -> Iterable[str]:
    while steps:
        start = min(steps)
        loop, at, heading = [start], start, (1, 0)
        while True:
            # If two loops touch at a point, turning right keeps them separate.
            ends = steps[at]
            right = (at[0] - heading[1], at[1] + heading[0])
            to = right if right in ends else ends[0]
            ends.remove(to)
            if not ends:
                del steps[at]
            heading, at = (to[0] - at[0], to[1] - at[1]), to
            if at == start:
                break
            loop.append(at)
        yield _path(cells, loop)


def _path(cells: Mapping[Point, str], loop: list[Point]) -> str:
    points: list[Point] = []
    for before, (x, y), after in zip((loop[-1], *loop), loop, (*loop[1:], loop[0]), strict=False):
        straight = before[0] + after[0] == 2 * x and before[1] + after[1] == 2 * y
        around = [
            cells.get((x - 1 + i, y - 1 + j), "") for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))
        ]
        if len(set(around)) > 2 or (around[0] == around[2] and around[1] == around[3]):
            points.append((2 * x, 2 * y))  # a point of three areas, or of two that touch in a cross
        elif not straight:
            points += ((x + before[0], y + before[1]), (x + after[0], y + after[1]))
    points = [point for at, point in enumerate(points) if point != points[at - 1]]
    kept: list[Point] = []
    for before, point, after in zip(
        (points[-1], *points), points, (*points[1:], points[0]), strict=False
    ):
        one = (point[0] - before[0], point[1] - before[1])
        two = (after[0] - point[0], after[1] - point[1])
        if one[0] * two[1] != one[1] * two[0]:
            kept.append(point)
    x, y = kept[0]
    said = f"M{x} {y}"
    for right, down in kept[1:]:
        across, along = right - x, down - y
        if not along:
            said += f"h{across}"
        elif not across:
            said += f"v{along}"
        else:
            said += f"l{across}{'' if along < 0 else ' '}{along}"
        x, y = right, down
    return said + "z"
