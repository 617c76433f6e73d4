"""The colour of each département on a map: a tint of green, partial or none."""

from __future__ import annotations

from achats_reseaux.answering.coverage import WITHOUT_CONTACT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from achats_reseaux.answering.coverage import AreaCoverage, Coverage
    from achats_reseaux.output.map.atlas import Grid

TINTS = ("0", "1", "2", "3")
WHOLE = ("covered", "split")
"""The statuses of wholly covered areas, which have a tint."""


def departements_by_code(coverage: Coverage) -> dict[str, AreaCoverage]:
    """The départements of the regions, by code."""
    return {one.area.code: one for region in coverage.regions for one in region.departements}


def tints(coverage: Coverage, grid: Grid) -> dict[tuple[str, ...], str]:
    """A tint for each set of networks, different from those of adjacent sets on the grid.

    Greedy colouring: first the set with most tints around it, then that with most neighbours.
    """
    served = {
        code: one.networks
        for code, one in departements_by_code(coverage).items()
        if one.status in WHOLE
    }
    touching: dict[tuple[str, ...], set[tuple[str, ...]]] = {
        item: set() for item in served.values()
    }
    for above, below in zip(grid, (*grid[1:], ()), strict=True):
        pairs = (*zip(above, (*above[1:], ""), strict=True), *zip(above, below, strict=False))
        for one, other in pairs:
            if one in served and other in served and served[one] != served[other]:
                touching[served[one]].add(served[other])
                touching[served[other]].add(served[one])
    chosen: dict[tuple[str, ...], str] = {}
    left = list(touching)
    while left:
        item = max(
            left,
            key=lambda item: (
                len({chosen.get(near) for near in touching[item]}),
                len(touching[item]),
            ),
        )
        left.remove(item)
        around = [chosen.get(near) for near in touching[item]]
        chosen[item] = min(TINTS, key=around.count)
    return chosen


def paints(coverage: Coverage, grid: Grid, highlight: frozenset[str]) -> dict[str, str]:
    """The colour of each département: a tint, ``partial`` or ``none``; ``-…`` if not highlighted.

    ``partial`` is also the colour of départements whose networks have no address.
    """
    chosen = tints(coverage, grid)
    names = {}
    for code, one in departements_by_code(coverage).items():
        name = chosen[one.networks] if one.status in WHOLE else one.status
        name = "partial" if name == WITHOUT_CONTACT else name
        if highlight and code not in highlight:
            name = "-" + ("covered" if name in TINTS else name)
        names[code] = name
    return names


def shades_note(names: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence on the meaning of several tints; none if there is one tint."""
    tinted = {name for name in names.values() if name in TINTS}
    return ("Les nuances de vert ne font que séparer les voisins.",) if len(tinted) > 1 else ()
