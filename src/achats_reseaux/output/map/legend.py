"""The legend of a map and its figures, in words."""

from __future__ import annotations

from achats_reseaux.answering.coverage import KNOWN_ONLY, WITHOUT_CONTACT
from achats_reseaux.answering.disambiguation import first_few
from achats_reseaux.model import Record
from achats_reseaux.output.map.tints import TINTS
from achats_reseaux.text import french_number, percentage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from achats_reseaux.answering.coverage import AreaCoverage, Coverage, RegionCoverage


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


_HEADS = {
    "covered": "Couvert",
    "split": "Partagé",
    "partial": "Partiel",
    WITHOUT_CONTACT: "Sans adresse documentée",
}
_REACH_HEADS = {"covered": "Joignable", "split": "Joignables à plusieurs"}
_MOST_PARTS = 6
"""The most départements to name for one region."""


def legend(
    coverage: Coverage, names: Mapping[str, str], highlight: frozenset[str]
) -> list[LegendEntry]:
    """The covered and uncovered regions, in words."""
    entries = []
    heads = _HEADS | (_REACH_HEADS if coverage.reach else {}) | {"none": nobody(coverage)}
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


def nobody(coverage: Coverage) -> str:
    """What is said of areas without a network, and by which list."""
    if coverage.known_only:
        return "Aucun relais connu"
    word = "Aucun réseau local" if coverage.national else "Aucun"
    return f"{word}, {coverage.listed}" if coverage.listed else word


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


def _counted(communes: int, people: int, share: str) -> str:
    return f"{french_number(communes)} communes, {french_number(people)} habitants ({share})"
