"""What a map of France shows, on any medium: a colour for each département, and a legend."""

from __future__ import annotations

import os

from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Record
from achats_reseaux.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.coverage import AreaCoverage, Coverage

ASIDE = "aside"
"""The paint of what does not stand out on a map where something does."""

COLORS = {
    "covered0": "#00795c",
    "covered1": "#2f9e7f",
    "covered2": "#00614a",
    "covered3": "#7cc4a8",
    "partial": "#d98a00",
    "trace": "#f0d9a8",
    "none": "#d5d8dc",
    "unknown": "#d5d8dc",
    ASIDE: "#eceef0",
}
"""The colour of each paint."""

_HEADS = {
    "covered": "Couvert",
    "split": "Partagé",
    "partial": "Partiel",
    "trace": "Une piste seulement",
}
_MOST_NAMES = 2
"""More départements of one region are counted."""


class LegendEntry(Record):
    """What some paints mean: a title with a count, and the regions."""

    paints: tuple[str, ...]
    head: str
    text: str


class Picture(Record):
    """What to show."""

    coverage: Coverage  # of all of France
    title: str  # above the map, and its name
    source: str  # below it
    highlight: frozenset[str] = frozenset()  # codes of the départements that stand out, if any do

    def paints(self) -> dict[str, str]:
        """The paint of each département: ``covered0`` to ``covered3``, or its status.

        The four shades of what is covered only keep neighbouring regions apart.
        """
        shades = dict(line.split("\t") for line in lines_of("nuances.tsv"))
        found = {}
        for region in self.coverage.regions:
            for one in region.departements:
                is_whole = one.status in ("covered", "split")
                paint = f"covered{shades[region.area.code]}" if is_whole else one.status
                stands_out = not self.highlight or one.area.code in self.highlight
                found[one.area.code] = paint if stands_out else ASIDE
        return found

    def legend(self) -> list[LegendEntry]:
        """The regions that are covered, in part and not."""
        paints, found = self.paints(), []
        nothing = nobody(self.coverage)
        heads = {**_HEADS, "none": nothing, "unknown": nothing}
        for status, head in heads.items():
            regions = [one for one in self.coverage.regions if one.status == status]
            if regions:
                below = (one.area.code for region in regions for one in region.departements)
                used = {paints[code] for code in below} - {ASIDE}
                text = ", ".join(map(_described, regions))
                found.append(LegendEntry(tuple(sorted(used)), f"{head} ({len(regions)})", text))
        return found


def lines_of(name: str) -> list[str]:
    """The lines of a file of ``data/map``; of a table, those below its header."""
    with open(os.path.join(tsv_table.folder(), "map", name), encoding="utf-8") as file:
        lines = file.read().splitlines()
    return lines[1:] if name.endswith(".tsv") else lines


def nobody(coverage: Coverage) -> str:
    """What is said of areas without a network, and by which list."""
    if coverage.known_only:
        return "Aucun relais connu"
    return f"Aucun, {coverage.listed}" if coverage.listed else "Aucun réseau local"


def _described(region: AreaCoverage) -> str:
    """A region; if it is partly covered, where."""
    if region.status != "partial" or len(region.departements) == 1:
        return region.area.name
    names = [one.area.name for one in region.departements if one.networks]
    where = ", ".join(names) if len(names) <= _MOST_NAMES else counted(len(names), "département")
    return f"{region.area.name} ({where} seulement)"
