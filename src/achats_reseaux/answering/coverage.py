"""Coverage of France or of a place by local networks: the rules of ``matching``, area by area."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering import comma_separated, value_key, with_filters, word
from achats_reseaux.answering.age import age_and_newer_copy
from achats_reseaux.answering.answers import Query
from achats_reseaux.answering.coverage_of_place import (
    by_departement,
    communes_served,
    coverage_of,
    coverage_status,
    coverages,
)
from achats_reseaux.answering.matching import selected, traces_matching
from achats_reseaux.errors import UnknownWordError, UsageError
from achats_reseaux.model import GUICHET_VERT, Area, Catalogue, Network, Place, Record, Trace
from achats_reseaux.text import dated_list, fold, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from achats_reseaux.answering import Filters, Texts
    from achats_reseaux.answering.answers import CoverageStatus
    from achats_reseaux.gazetteer import Territory

COVERAGE_STATUSES = {
    "covered": "couvert",
    "split": "partagé",
    "partial": "partiel",
    "none": "aucun",
}
"""The statuses of an area, and their French names."""

STATUS_NAMES = {**COVERAGE_STATUSES, "trace": "une piste", "unknown": "aucun connu"}
"""Likewise, with the two of a partial directory, which says of no area that it has none."""

COVERAGE_LEVELS = {"region": "région", "departement": "département"}
"""The levels of :func:`coverage_by`; the open data have the finer ones too."""

COUNTS = ("communes", "communes_covered", "population", "population_covered")
"""The fields of :class:`AreaCoverage` that add up."""

KNOWN_ONLY = (
    "Facilitateurs connus de ce catalogue ; l'annuaire est partiel, aucun total n'en est tiré."
)
"""What is said in place of a total where :attr:`Coverage.known_only`."""


class Counted(Record):
    """What is counted: local networks, and where the directory is partial the traces of others."""

    networks: tuple[Network, ...]
    traces: Sequence[Trace] = ()
    known_only: bool = False


class AreaCoverage(Area):
    """The networks that cover an area, and how many of its communes and inhabitants."""

    # as of a GuichetVert; where not all are known, trace or unknown in place of none
    status: CoverageStatus
    networks: tuple[str, ...]  # ids
    communes: int
    communes_covered: int
    population: int
    population_covered: int
    # else all is that of the part in the place asked for, and the name says so
    whole: bool = True
    # of a region, in the order of their codes
    departements: tuple[AreaCoverage, ...] = ()
    traces: tuple[str, ...] = ()  # ids of those whose territory meets the area


class Coverage(Record):
    """Coverage of the 18 regions (in the order of their names) by the local networks asked for."""

    query: Query
    subject: str  # French title of the networks: "Guichets verts", "RAN COPER", …
    networks: tuple[str, ...]  # their ids and short names, in the order of the catalogue
    names: tuple[str, ...]
    regions: tuple[AreaCoverage, ...]
    # the inhabited collectivities, which are in no region
    overseas: tuple[AreaCoverage, ...]
    place: Place | None = None  # that all this is limited to
    statuses: tuple[str, ...] = ()  # of the areas to show; all if empty
    national: int = 0  # how many national networks the filters select too
    # Whether the directory is known to be partial, so that no figure follows.
    known_only: bool = False
    # « liste de novembre 2024 », which has all guichets verts; of others ""
    listed: str = ""
    # ids of those asked for that are no longer valid: not counted
    ended: tuple[str, ...] = ()
    traces: Sequence[Trace] = ()  # those that are counted
    by: str | None = None  # the level of the areas to show, of ``COVERAGE_LEVELS``
    input: str | None = None  # the place as typed
    age: str = ""  # a sentence on entries that were checked more than a year ago

    def __repr__(self) -> str:
        return f"<Coverage {self.subject}: {len(self.networks)} networks>"

    def totals(self) -> dict[str, int]:
        """Communes and inhabitants of the regions, without the overseas collectivities."""
        totals = dict.fromkeys(COUNTS, 0)
        for region in self.regions:
            for name in COUNTS:
                totals[name] += getattr(region, name)
        return totals

    def departements(self) -> list[AreaCoverage]:
        """Those of all regions, in the order of their codes."""
        areas: list[AreaCoverage] = []
        for region in self.regions:
            areas += region.departements
        return sorted(areas, key=lambda departement: departement.code)

    def names_of(self, area: AreaCoverage) -> list[str]:
        """The names of the networks of an area, or of the traces where only these are known."""
        if area.status == "trace":
            labels = {trace.id: trace.label for trace in self.traces}
            return [labels[trace_id] for trace_id in area.traces]
        names = dict(zip(self.networks, self.names, strict=True))
        return [names[network_id] for network_id in area.networks]

    def wants(self, status: str) -> bool:
        """Whether a status is one of those asked for; ``none`` stands for what is not known too."""
        if not self.statuses or status in self.statuses:
            return True
        return status in ("trace", "unknown") and "none" in self.statuses

    def is_shown(self, area: AreaCoverage) -> bool:
        """Whether the status of an area is one of those asked for.

        Of a part of a region only the départements are shown: the code of the region
        would stand beside the figures of the part.
        """
        is_part = area.kind == "region" and not area.whole
        return not is_part and self.wants(area.status)


def requested_coverage(
    catalogue: Catalogue,
    filters: Filters,
    *,
    today: str,
    network: str | None = None,
    place: Place | None = None,
    statuses: Texts = None,
    by: str | None = None,
) -> Coverage:
    """The coverage by the local networks that filters select; by default the guichets verts.

    All is as typed: the words of filters, the id, name or alias of the only network to
    count, the statuses of the areas to show, their level. What has ended before ``today``, an ISO
    date, covers nothing.

    Raises:
        UnknownWordError: a word, network, status or level is unknown.
        UsageError: the filters select national networks only.
    """
    query = with_filters(catalogue, Query("coverage"), filters)
    only = None
    if network is not None:
        only = word(catalogue, "network", network)
    elif not query.filters:
        query = query.replace(kinds=(GUICHET_VERT,))
    subject = _subject(catalogue, query, only)
    asked = [entry for entry in selected(catalogue, query) if only in (None, entry.id)]
    local = _local(subject, asked, only)
    counted = _counted(catalogue, query, local, today, is_directory=only is None)
    regions, overseas = _areas_of_france(counted, place)
    age = age_and_newer_copy(counted.networks, today)
    shown = [_known("un statut", text, STATUS_NAMES) for text in comma_separated(statuses or ())]
    return Coverage(
        query=query,
        subject=subject,
        networks=tuple(entry.id for entry in counted.networks),
        names=tuple(entry.label for entry in counted.networks),
        regions=regions,
        overseas=overseas,
        place=place,
        statuses=tuple(shown),
        national=len(asked) - len(local),
        known_only=counted.known_only,
        listed=_list_of(catalogue, local),
        ended=tuple(entry.id for entry in local if entry.has_ended(today)),
        traces=counted.traces,
        by=None if by is None else _known("un niveau", by, COVERAGE_LEVELS),
        age=age,
    )


def _list_of(catalogue: Catalogue, local: list[Network]) -> str:
    """The list that has all of some networks: that of the guichets verts, or ``""``."""
    if any(entry.kind != GUICHET_VERT for entry in local):
        return ""
    return dated_list(catalogue.as_of)


def _local(subject: str, asked: list[Network], only: str | None) -> list[Network]:
    """The local networks of those asked for; a network that is asked for alone may be national.

    Raises:
        UsageError: there are national ones alone, or the filters leave out the only one.
    """
    if only is not None:
        if not asked:
            message = f"{subject} n'est pas de ceux que ces filtres retiennent."
            raise UsageError(message)
        return asked
    local = [network for network in asked if network.scope == "local"]
    if asked and not local:
        message = f"{subject} : aucun réseau local. {national_sentence(len(asked))}."
        raise UsageError(message)
    return local


def _counted(
    catalogue: Catalogue, query: Query, local: list[Network], today: str, *, is_directory: bool
) -> Counted:
    """What is counted of local networks: those valid today; traces where one kind is asked for.

    Of one network alone all is known, whatever its directory lacks.
    """
    networks = tuple(network for network in local if network.is_valid(today))
    is_partial = any(network.kind in catalogue.partial_kinds for network in local)
    known_only = is_directory and is_partial
    traces = []
    if known_only and len(query.kinds) == 1:
        for trace in traces_matching(catalogue, query):
            if trace.is_of_a_desk:
                traces.append(trace)
    return Counted(networks, tuple(traces), known_only)


def _known(noun: str, text: str, values: Mapping[str, str]) -> str:
    """The value that a text names by its id or French name; ``UnknownWordError`` if none.

    The message has its ``noun`` but no option: it may be a parameter of Python.
    """
    for value, name in values.items():
        if value_key(text) in (value, fold(name), fold(name.removeprefix("une "))):
            return value
    near = tuple(nearest(text, list(values)))
    message = f"« {shortened(text)} » n'est pas {noun} ({', '.join(values)})."
    raise UnknownWordError(message, suggestions=near)


def _subject(catalogue: Catalogue, query: Query, network: str | None) -> str:
    """The French title of the networks counted."""
    if network is not None:
        return catalogue.network(network).name
    if query.kinds == (GUICHET_VERT,) and not query.themes + query.audiences:
        return "Guichets verts"
    names: list[str] = []
    for namespace in ("kind", "theme", "audience"):
        labels = catalogue.labels(namespace)
        names += map(labels.__getitem__, query.filters.get(namespace, ()))
    return ", ".join(names)


def national_sentence(number: int) -> str:
    """That so many networks serve all of France."""
    noun = "réseaux nationaux servent" if number > 1 else "réseau national sert"
    return f"{number} {noun} toute la France"


# --- areas -------------------------------------------------------------------------------


def area_coverage(place: Place, counted: Counted, *, whole: bool = True) -> AreaCoverage:
    """The coverage of an area of any level; of one that is not ``whole``, of this part of it."""
    covering = coverages(counted.networks, place)
    traces = tuple(trace.id for trace in counted.traces if coverage_of(trace, place))
    nothing: CoverageStatus = "none"
    if counted.known_only:
        nothing = "trace" if traces else "unknown"
    counts: dict[str, Any] = dict.fromkeys(COUNTS, 0)
    for part in by_departement(place):
        for name, count in zip(COUNTS, _counts(part, counted.networks), strict=True):
            counts[name] += count
    all_served = counts["communes_covered"] == counts["communes"]
    return AreaCoverage(
        place.kind,
        place.code,
        place.name if whole else f"{place.name} (en partie)",
        coverage_status(covering.values(), all_served=all_served, nothing=nothing),
        tuple(covering),
        whole=whole,
        traces=traces,
        **counts,
    )


def _counts(part: Place, networks: tuple[Network, ...]) -> tuple[int, int, int, int]:
    """The ``COUNTS`` of a part of a place; communes are looked at only where they matter."""
    served = communes_served(networks, part)
    if part.communes:
        communes = len(part.communes)
        people = sum(map(gazetteer.population, part.communes))
    else:
        area = gazetteer.departement(part.departements[0])
        assert area is not None
        communes, people = area.communes, area.people
    if served is None:
        return communes, communes, people, people
    return communes, len(served), people, sum(map(gazetteer.population, served))


def _areas_of_france(
    counted: Counted, within: Place | None
) -> tuple[tuple[AreaCoverage, ...], tuple[AreaCoverage, ...]]:
    """The régions that have a part in the place, or all; then the overseas collectivities."""
    inside = _communes_inside(within)
    departements = {}
    for area in gazetteer.departements():
        if area.code in inside:
            communes = inside[area.code]
            place = Place(area.kind, area.code, area.name, (area.code,), (), communes)
            whole = len(communes) in (0, area.communes)
            departements[area.code] = area_coverage(place, counted, whole=whole)
    regions = []
    for region in sorted(gazetteer.every("region"), key=lambda territory: fold(territory.name)):
        below = [departements[code] for code in region.members if code in departements]
        if below:
            regions.append(_region_coverage(region, below, inside, counted))
    overseas = (area for area in departements.values() if area.kind == "collectivite")
    return tuple(regions), tuple(overseas)


def _communes_inside(within: Place | None) -> dict[str, tuple[str, ...]]:
    """The communes of a place in each of its départements, ``()`` for all; or all of France."""
    if within is None:
        return {area.code: () for area in gazetteer.departements() if area.people}
    return {part.departements[0]: part.communes for part in by_departement(within)}


def _region_coverage(
    region: Territory,
    below: list[AreaCoverage],
    inside: Mapping[str, tuple[str, ...]],
    counted: Counted,
) -> AreaCoverage:
    """The coverage of a région, or of its part that is inside, with its départements."""
    codes = tuple(part.code for part in below)
    communes: list[str] = []
    for code in codes:
        communes += inside[code]
    place = Place("region", region.code, region.name, codes, (), tuple(communes))
    are_whole = all(part.whole for part in below)
    whole = are_whole and codes == region.members
    return area_coverage(place, counted, whole=whole).replace(departements=tuple(below))


def shown_areas(coverage: Coverage) -> list[AreaCoverage]:
    """The areas of the level of a coverage that have one of the statuses asked for.

    Without a level: regions, each with its départements if these differ, or if a place
    was asked for; then the overseas collectivities.
    """
    if coverage.by is not None:
        return coverage_by(coverage, coverage.by)
    areas = []
    for region in coverage.regions:
        areas.append(region)
        if coverage.place is not None or region.status == "partial":
            areas += region.departements
    areas += coverage.overseas
    return list(filter(coverage.is_shown, areas))


def coverage_by(coverage: Coverage, level: str) -> list[AreaCoverage]:
    """The areas of a level to show: départements by code, régions by name."""
    areas = coverage.departements()
    if level == "region":
        areas = list(coverage.regions)
    areas += coverage.overseas
    return list(filter(coverage.is_shown, areas))
