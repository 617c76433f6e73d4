"""The grids of the map of France, which are data, and a picture to draw on any medium."""

from __future__ import annotations

from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.answering.coverage import Coverage

    Grid = tuple[tuple[str, ...], ...]


class Label(Record):
    """The label of a region and its first cell."""

    region: str
    text: str
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


def load_atlas() -> Atlas:
    """Read the grids and the labels from ``data/map``."""
    files = ("france.txt", "tuiles.txt", "etiquettes.tsv")
    raster, tiles, (_, *labels) = (_lines(f"{tsv_table.folder()}/map/{name}") for name in files)
    return Atlas(
        raster=_grid(raster, 2),
        tiles=_grid(tiles, 3),
        labels=tuple(
            Label(region, text, int(row), int(column))
            for region, text, row, column in (line.split("\t") for line in labels)
        ),
    )


def _lines(path: str) -> list[str]:
    with open(path, encoding="utf-8") as file:
        return file.read().splitlines()


def _grid(lines: Sequence[str], step: int) -> Grid:
    width = max(map(len, lines))
    rows = ([line[at : at + step].strip() for at in range(0, width, step)] for line in lines)
    return tuple(tuple(_OVERSEAS.get(code, code) for code in row) for row in rows)
