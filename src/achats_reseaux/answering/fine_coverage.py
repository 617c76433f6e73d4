"""Coverage of communes, postal codes and EPCI, for the open data: every commune is looked at."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.coverage import AreaCoverage
from achats_reseaux.gazetteer import bulk
from achats_reseaux.model import Area

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from achats_reseaux.model import Network

FINE_LEVELS = ("commune", "code-postal", "epci")
"""The levels of :func:`fine_areas`."""


def coverage_by_communes(
    networks: tuple[Network, ...], areas: Iterable[tuple[Area, tuple[str, ...]]]
) -> Iterator[AreaCoverage]:
    """The coverage of areas that are told by the INSEE codes of all their communes."""
    serving = _networks_of_commune(networks)
    populations = bulk.populations()
    for area, communes in areas:
        each = [set(serving(insee)) for insee in communes]
        covered = [insee for insee, ids in zip(communes, each, strict=True) if ids]
        here = set[str]().union(*each)
        if not covered:
            status = "none"
        elif len(covered) < len(communes):
            status = "partial"
        else:
            status = "covered" if here.intersection(*each) else "split"
        yield AreaCoverage(
            area=area,
            status=status,
            networks=tuple(one.id for one in networks if one.id in here),
            communes=len(communes),
            communes_covered=len(covered),
            population=sum(populations.get(insee, 0) for insee in communes),
            population_covered=sum(populations.get(insee, 0) for insee in covered),
        )


def _networks_of_commune(networks: Iterable[Network]) -> Callable[[str], tuple[str, ...]]:
    """A function that gives the ids of the networks that cover a commune."""
    by_departement: dict[str, tuple[str, ...]] = {}
    by_commune: dict[str, tuple[str, ...]] = {}
    for one in networks:
        for code in one.departements:
            by_departement[code] = (*by_departement.get(code, ()), one.id)
        for insee in one.communes:
            by_commune[insee] = (*by_commune.get(insee, ()), one.id)

    def serving(insee: str) -> tuple[str, ...]:
        wide = by_departement.get(gazetteer.departement_of(insee), ())
        return (*wide, *by_commune.get(insee, ()))

    return serving


def fine_areas(level: str) -> Iterator[tuple[Area, tuple[str, ...]]]:
    """Every ``commune``, ``code-postal`` or ``epci`` by code, with the codes of its communes."""
    if level == "commune":
        for insee, name in bulk.communes():
            yield Area("commune", insee, name), (insee,)
    elif level == "code-postal":
        names = dict(bulk.communes())
        for code, communes in bulk.postal_codes():
            name = names[max(communes, key=gazetteer.population)] if len(communes) > 1 else ""
            name = f"{name} et autres" if name else names[communes[0]]
            yield Area("code-postal", code, name), communes
    else:
        for one in gazetteer.every("epci"):
            yield Area(one.kind, one.code, one.name), one.members
