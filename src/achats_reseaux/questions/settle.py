"""The places of a question together: without doubles; an area that holds another says where."""

from __future__ import annotations

from achats_reseaux.model import Place, Places
from achats_reseaux.questions.names import DEPARTMENTAL, REGIONAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.questions.places import Site


def settled(sites: list[Site]) -> list[Site]:
    """The places that a question is about: "Vienne en Isère" names one."""
    kept: list[Site] = []
    for site in sites:
        if not any(_same(site, other) for other in kept):
            kept.append(site)
    for ground in tuple(kept):
        if ground not in kept:  # narrowed by another: "la Vienne, Vienne"
            continue
        for rank, site in enumerate(kept):
            if site is not ground and (narrowed := within(site, ground)):
                kept[rank] = narrowed
                kept.remove(ground)
                break
    return kept


def _same(one: Site, other: Site) -> bool:
    if one.found is None or other.found is None:
        return one.options == other.options
    return _codes(one.found) == _codes(other.found)


def _codes(found: Places) -> list[tuple[str, str]]:
    return [(place.kind, place.code) for place in found.candidates]


def within(site: Site, ground: Site) -> Site | None:
    """A place, settled by an area of the same question; ``None`` if it does not lie there."""
    if site.found is None or ground.found is None:
        return None
    area = ground.found.candidates[0]
    if area.kind not in (*REGIONAL, *DEPARTMENTAL, "code-postal"):
        return None
    lying = [place for place in site.found.candidates if _lies_in(place, area)]
    if not lying:
        return None
    if len(site.found.candidates) == 1:
        return site
    where, text = next(iter(ground.options.items()))
    if where == "lieu":
        where = "code_postal" if area.kind == "code-postal" else "departement"
        where = "region" if area.kind in REGIONAL else where
    return site.replace(options={**site.options, where: text}, found=Places(tuple(lying)))


def _lies_in(place: Place, area: Place) -> bool:
    if area.communes:
        return bool(place.communes) and set(place.communes) <= set(area.communes)
    return set(place.departements) <= set(area.departements)
