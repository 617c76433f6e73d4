"""The content of the map of France on any medium: grids, the tint of each département, legend.

The grids are data (:func:`load_atlas`), coloured from a ``Coverage``. ``terminal`` and ``svg`` draw
them.
"""

from __future__ import annotations

from achats_reseaux.answering.coverage import KNOWN_ONLY, WITHOUT_CONTACT
from achats_reseaux.answering.disambiguation import first_few
from achats_reseaux.model import Record
from achats_reseaux.text import french_number, percentage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from achats_reseaux.answering.coverage import AreaCoverage, Coverage, RegionCoverage

    Grid = tuple[tuple[str, ...], ...]


# --- the grids -----------------------------------------------------------------------------------


class Label(Record):
    """The label of a region and its first cell; without colours, ``letter`` fills the region."""

    region: str
    text: str
    letter: str
    row: int
    column: int


class Atlas(Record):
    """France as grids of département codes, ``""`` for an empty cell; and the labels of regions."""

    raster: Grid
    tiles: Grid
    labels: tuple[Label, ...]


class Picture(Record):
    """What to show, on any medium.

    Attributes:
        title: above the map, and its name.
        source: below it.
        highlight: codes of the départements to highlight; empty for none.
        with_legend: whether to add the legend; else only the drawing, its title and source.
    """

    coverage: Coverage
    atlas: Atlas
    title: str
    source: str
    highlight: frozenset[str] = frozenset()
    with_legend: bool = True


_OVERSEAS = {"GP": "971", "MQ": "972", "GF": "973", "RE": "974", "YT": "976", ".": "", "": ""}


def load_atlas(folder: str) -> Atlas:
    """Read the grids and the labels from ``data/map``."""
    raster, tiles, (_, *labels) = (
        _lines(f"{folder}/{name}") for name in ("france.txt", "tuiles.txt", "etiquettes.tsv")
    )
    return Atlas(
        raster=_grid(raster, 2),
        tiles=_grid(tiles, 3),
        labels=tuple(
            Label(region, text, letter, int(row), int(column))
            for region, text, letter, row, column in (line.split("\t") for line in labels)
        ),
    )


def _lines(path: str) -> list[str]:
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def _grid(lines: Sequence[str], step: int) -> Grid:
    width = max(map(len, lines))
    rows = ([line[at : at + step].strip() for at in range(0, width, step)] for line in lines)
    return tuple(tuple(_OVERSEAS.get(code, code) for code in row) for row in rows)


# --- tints and legend ----------------------------------------------------------------------------


class LegendEntry(Record):
    """One entry of the legend.

    Attributes:
        paints: names of the colours it explains.
        head: its title, with a count.
        items: regions or départements.
        details: for each item, if it is a region, its code and the names of its networks, unless
            they are in the item.
    """

    paints: tuple[str, ...]
    head: str
    items: tuple[str, ...]
    details: tuple[tuple[str, tuple[str, ...]], ...] = ()


TINTS = ("0", "1", "2", "3")
WHOLE = ("covered", "split")
"""The statuses of wholly covered areas, which have a tint."""

_HEADS = {
    "covered": "Couvert",
    "split": "Partagé",
    "partial": "Partiel",
    WITHOUT_CONTACT: "Sans adresse documentée",
    "none": "Aucun",
}
_REACH_HEADS = {"covered": "Joignable", "split": "Joignables à plusieurs"}
_MOST_PARTS = 6
"""The most départements to name for one region."""


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


def legend(
    coverage: Coverage, names: Mapping[str, str], highlight: frozenset[str]
) -> list[LegendEntry]:
    """The covered and uncovered regions, in words."""
    entries = []
    heads = _HEADS | (_REACH_HEADS if coverage.reach else {})
    if coverage.national:
        heads["none"] = "Aucun réseau local"
    if coverage.listed:
        heads["none"] += f", {coverage.listed}"
    if coverage.known_only:
        heads["none"] = "Aucun relais connu"
    for status, head in heads.items():
        regions = [region for region in coverage.regions if region.status == status]
        if regions:
            found = {
                names[one.area.code].replace("-covered", "0").lstrip("-")
                for region in regions
                for one in region.departements
                if one.area.code in names
            }
            used = tuple(name for name in (*TINTS, "partial", "none") if name in found)
            items = tuple(_describe(region, coverage) for region in regions)
            details = tuple(
                (region.area.code, () if status == "split" else _few_names(region, coverage))
                for region in regions
            )
            entries.append(LegendEntry(used, f"{head} ({len(regions)}) :", items, details))
    if highlight:
        items = _selection(coverage, highlight)
        entries.append(LegendEntry((), f"En évidence ({len(items)}) :", items))
    return entries


def _describe(region: RegionCoverage, coverage: Coverage) -> str:
    if region.status == "split":
        return f"{region.area.name} ({' et '.join(_few_names(region, coverage))})"
    if region.status not in ("partial", WITHOUT_CONTACT) or not region.departements:
        return region.area.name
    parts = [
        _name_and_code(one) + (" en partie" if one.status == "partial" else "")
        for one in region.departements
        if one.status != "none"
    ]
    without = [_name_and_code(one) for one in region.departements if one.status == "none"]
    if min(len(parts), len(without)) > _MOST_PARTS:
        return region.area.name
    if len(parts) <= len(without):
        return f"{region.area.name} ({', '.join(parts)} seulement)"
    lacking = [part for part in parts if part.endswith("en partie")]
    if len(lacking) > _MOST_PARTS:
        return region.area.name
    said = (["sauf " + ", ".join(without)] if without else []) + lacking
    return f"{region.area.name} ({', '.join(said)})" if said else region.area.name


def _name_and_code(departement: AreaCoverage) -> str:
    return f"{departement.area.name}\xa0{departement.area.code}"


def _few_names(region: RegionCoverage, coverage: Coverage) -> tuple[str, ...]:
    """The names of a region's networks; of many, the first ones and the number of the others."""
    return tuple(first_few(coverage.names_of(region.networks)))


def _selection(coverage: Coverage, highlight: frozenset[str]) -> tuple[str, ...]:
    items = []
    for region in coverage.regions:
        inside = [one for one in region.departements if one.area.code in highlight]
        if inside and len(inside) == len(region.departements):
            items.append(region.area.name)
        else:
            items += map(_name_and_code, inside)
    items += [one.area.name for one in coverage.overseas if one.area.code in highlight]
    return tuple(items)


def counts(coverage: Coverage) -> list[str]:
    """Sentences on the communes and inhabitants covered or not, and on overseas collectivities."""
    communes, with_communes, people, with_people = coverage.totals().values()
    covered = "Joignables" if coverage.reach else "Couvertes"
    # Both shares are truncated, not rounded: 100 % means all.
    tenths = with_people * 1000 // people if people else 0
    with_share, share = percentage(tenths, 1000), percentage(1000 - tenths, 1000)
    lines = [
        f"{covered} : {_counted(with_communes, with_people, with_share)}",
        f"Sans : {_counted(communes - with_communes, people - with_people, share)}",
    ]
    if coverage.known_only:
        lines = [f"{KNOWN_ONLY[0].upper()}{KNOWN_ONLY[1:]}"]
    if coverage.national:
        many = coverage.national > 1
        noun = "réseaux nationaux servent" if many else "réseau national sert"
        lines.append(f"Hors carte : {coverage.national} {noun} toute la France")
    served = [one.area.name for one in coverage.overseas if one.status != "none"]
    others = len(coverage.overseas) - len(served)
    if served:
        lines.append(f"Hors carte, avec : {', '.join(served)}")
    if others and not coverage.known_only:
        noun = "collectivités" if others > 1 else "collectivité"
        lines.append(f"Hors carte, sans : {others} {noun} d'outre-mer")
    return lines


def shades_note(names: Mapping[str, str]) -> tuple[str, ...]:
    """A sentence on the meaning of several tints; none if there is one tint."""
    tinted = {name for name in names.values() if name in TINTS}
    return ("Les nuances de vert ne font que séparer les voisins.",) if len(tinted) > 1 else ()


def _counted(communes: int, people: int, share: str) -> str:
    return f"{french_number(communes)} communes, {french_number(people)} habitants ({share})"
