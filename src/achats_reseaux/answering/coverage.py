"""Coverage of France or of a place by local networks: the rules of ``matching``, area by area."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering import comma_separated, value_key, with_filters, word
from achats_reseaux.answering.matching import GUICHET_VERT, communes_served, coverage_of, selected
from achats_reseaux.errors import UnknownWordError, UsageError
from achats_reseaux.model import Area, Place, Query, Record
from achats_reseaux.text import (
    dated_list,
    fold,
    french_number,
    nearest,
    not_a_value,
    percentage,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from achats_reseaux.answering import Texts
    from achats_reseaux.model import Catalogue, Network

COVERAGE_STATUSES = {
    "covered": "couvert",
    "split": "partagé",
    "partial": "partiel",
    "none": "aucun",
}
"""The statuses of an area, and their French names."""

COVERAGE_LEVELS = ("region", "departement")
"""The levels of :func:`coverage_by`; the open data have the finer ones."""

COUNTS = ("communes", "communes_covered", "population", "population_covered")
"""The fields of :class:`AreaCoverage` that add up."""

KNOWN_ONLY = "Relais connus de ce catalogue ; l'annuaire est partiel, aucun total n'en est tiré."
"""What is said in place of a total where :attr:`Coverage.known_only`."""


class AreaCoverage(Record):
    """The networks that cover an area, and how many of its communes and inhabitants.

    ``status`` is ``covered``, ``split``, ``partial`` or ``none``, as for :class:`GuichetVert`. If
    the ``whole`` area is not in the place asked for, all is that of the part that is, and the name
    says so.
    """

    area: Area
    status: str
    networks: tuple[str, ...]
    communes: int
    communes_covered: int
    population: int
    population_covered: int
    whole: bool = True


class RegionCoverage(AreaCoverage):
    """The coverage of a region, with its départements in the order of their codes."""

    departements: tuple[AreaCoverage, ...] = ()


class Coverage(Record):
    """Coverage of the 18 regions (in the order of their names) by the local networks asked for.

    Attributes:
        subject: French title of the networks counted ("Guichets verts", "RAN COPER", …).
        networks: the ids of the networks counted, in the order of the catalogue.
        names: their names, the short ones if they have one, in the same order.
        overseas: the overseas collectivities that have inhabitants, which are in no region.
        place: the place that the regions, départements and counts are limited to, or ``None``.
        statuses: the statuses of the areas to show; empty for all.
        national: the number of national networks that the filters select too.
        known_only: whether the directory of the networks counted is known to be partial, so that
            no figure follows from it (``Imprint.partial_kinds``; contract, section 13).
        listed: ``liste de novembre 2024``, the list of all networks counted: the guichets verts;
            else ``""``.
    """

    query: Query
    subject: str
    networks: tuple[str, ...]
    names: tuple[str, ...]
    regions: tuple[RegionCoverage, ...]
    overseas: tuple[AreaCoverage, ...]
    place: Place | None = None
    statuses: tuple[str, ...] = ()
    national: int = 0
    known_only: bool = False
    listed: str = ""

    def totals(self) -> dict[str, int]:
        """Communes and inhabitants of the regions, without the overseas collectivities."""
        return _totals(self.regions)

    def departements(self) -> list[AreaCoverage]:
        """Those of all regions, in the order of their codes."""
        found = (one for region in self.regions for one in region.departements)
        return sorted(found, key=lambda one: one.area.code)

    def names_of(self, network_ids: Iterable[str]) -> list[str]:
        """The names of some of the networks counted."""
        names = dict(zip(self.networks, self.names, strict=True))
        return [names[one] for one in network_ids]

    def is_shown(self, area: AreaCoverage) -> bool:
        """Whether the status of an area is one of those asked for.

        Of a part of a region only the départements are shown: the code of the region would stand
        beside the figures of the part.
        """
        is_part = area.area.kind == "region" and not area.whole
        return not is_part and (not self.statuses or area.status in self.statuses)


def _totals(areas: Collection[AreaCoverage]) -> dict[str, int]:
    return {name: sum(getattr(one, name) for one in areas) for name in COUNTS}


def requested_coverage(
    catalogue: Catalogue,
    theme: Texts,
    kind: Texts,
    audience: Texts,
    network: str | None,
    *,
    place: Place | None = None,
    statuses: Texts = None,
) -> Coverage:
    """The coverage by the local networks that filters select; by default the guichets verts.

    All is as typed: the words of filters, the id, name or alias of the only network to count, the
    statuses of the areas to show, or their French names.

    Raises:
        UnknownWordError: a word, network or status is unknown.
        UsageError: the filters select national networks only.
    """
    query = with_filters(catalogue, Query("coverage"), theme, kind, audience)
    only = None if network is None else word(catalogue, "network", network)
    if only is None and not (query.themes or query.kinds or query.audiences):
        query = query.replace(kinds=(GUICHET_VERT,))
    asked = [one for one in selected(catalogue, query) if only in (None, one.id)]
    networks = tuple(one for one in asked if only or one.scope == "local")
    subject = _subject(catalogue, query, only)
    if asked and not networks:
        message = f"{subject} : aucun réseau local. {_national(len(asked))}."
        raise UsageError(message)
    if only and not asked:
        message = f"{subject} n'est pas de ceux que ces filtres retiennent."
        raise UsageError(message)
    is_listed = all(one.kind == GUICHET_VERT for one in networks)
    regions, overseas = _areas_of_france(networks, place)
    return Coverage(
        query=query,
        subject=subject,
        networks=tuple(one.id for one in networks),
        names=tuple(one.label for one in networks),
        regions=regions,
        overseas=overseas,
        place=place,
        statuses=tuple(map(_status, comma_separated(statuses or ()))),
        national=len(asked) - len(networks),
        known_only=only is None and any(one.kind in catalogue.partial_kinds for one in networks),
        listed=dated_list(catalogue.as_of) if is_listed else "",
    )


def _status(text: str) -> str:
    """The id of a status as typed.

    Raises:
        UnknownWordError: there is no such status.
    """
    for status, label in COVERAGE_STATUSES.items():
        if value_key(text) in (status, fold(label)):
            return status
    near = tuple(nearest(text, list(COVERAGE_STATUSES)))
    raise UnknownWordError(not_a_value(text, "--status", COVERAGE_STATUSES), suggestions=near)


def _subject(catalogue: Catalogue, query: Query, network: str | None) -> str:
    """The French title of the networks counted."""
    if network is not None:
        return catalogue.network(network).name
    if query.kinds == (GUICHET_VERT,) and not (query.themes or query.audiences):
        return "Guichets verts"
    labels = catalogue.labels
    asked = (("kind", query.kinds), ("theme", query.themes), ("audience", query.audiences))
    return ", ".join(labels(namespace)[word_id] for namespace, ids in asked for word_id in ids)


def _national(number: int) -> str:
    noun = "réseaux nationaux servent" if number > 1 else "réseau national sert"
    return f"{number} {noun} toute la France"


# --- régions and départements: the communes are looked at where a network serves only some -------


def _areas_of_france(
    networks: tuple[Network, ...], place: Place | None
) -> tuple[tuple[RegionCoverage, ...], tuple[AreaCoverage, ...]]:
    """The régions that have a part in the place, or all; then the overseas collectivities."""
    inside = None if place is None else set(place.departements)
    departements = {
        area.code: _departement(area, networks, place)
        for area in gazetteer.departements()
        if (area.people if inside is None else area.code in inside)
    }
    regions = []
    for one in sorted(gazetteer.every("region"), key=lambda region: fold(region.name)):
        below = tuple(departements[code] for code in one.members if code in departements)
        if below:
            whole = len(below) == len(one.members) and all(part.whole for part in below)
            area = _area("region", one.code, one.name, whole=whole)
            regions.append(_region(area, below, networks, place, whole=whole))
    overseas = (one for one in departements.values() if one.area.kind == "collectivite")
    return tuple(regions), tuple(overseas)


def _area(kind: str, code: str, name: str, *, whole: bool) -> Area:
    return Area(kind, code, name if whole else f"{name} (en partie)")


def _departement(
    area: gazetteer.Territory, networks: tuple[Network, ...], within: Place | None
) -> AreaCoverage:
    """The coverage of a département, or of the communes of a place that lie in it."""
    code = area.code
    communes: tuple[str, ...] = ()
    if within is not None and within.communes:
        communes = tuple(one for one in within.communes if gazetteer.departement_of(one) == code)
    place = Place(area.kind, code, area.name, (code,), (area.home,) if area.home else (), communes)
    shares = {one.id: coverage_of(one, place) for one in networks}
    served = communes_served(networks, code)
    asked = (area.communes, area.people)
    whole = len(communes) in (0, area.communes)
    if communes:
        asked = (len(communes), sum(map(gazetteer.population, communes)))
        inside = communes if served is None else tuple(served.intersection(communes))
        served = None if len(inside) == len(communes) else set(inside)
    if served is None:
        counts = asked
        status = "covered" if "full" in shares.values() else "split"
    else:
        counts = (len(served), sum(map(gazetteer.population, served)))
        status = "partial" if served else "none"
    return AreaCoverage(
        area=_area(area.kind, code, area.name, whole=whole),
        status=status,
        networks=tuple(one for one, share in shares.items() if share),
        communes=asked[0],
        communes_covered=counts[0],
        population=asked[1],
        population_covered=counts[1],
        whole=whole,
    )


def _region(
    area: Area,
    departements: tuple[AreaCoverage, ...],
    networks: tuple[Network, ...],
    within: Place | None,
    *,
    whole: bool,
) -> RegionCoverage:
    codes = tuple(one.area.code for one in departements)
    communes = tuple(
        one for one in (within.communes if within else ()) if gazetteer.departement_of(one) in codes
    )
    place = Place("region", area.code, area.name, codes, (area.code,), communes)
    statuses = {one.status for one in departements}
    if statuses == {"none"}:
        status = "none"
    elif not statuses <= {"covered", "split"}:
        status = "partial"
    else:
        by_one = any(coverage_of(one, place) == "full" for one in networks)
        status = "covered" if by_one else "split"
    serving = tuple(dict.fromkeys(one for part in departements for one in part.networks))
    return RegionCoverage(
        area, status, serving, whole=whole, departements=departements, **_totals(departements)
    )


def coverage_by(found: Coverage, level: str) -> list[AreaCoverage]:
    """The areas of a level to show, in the order of the codes of départements or names of régions.

    Raises:
        UnknownWordError: it is none of them.
    """
    if level not in COVERAGE_LEVELS:
        near = tuple(nearest(level, list(COVERAGE_LEVELS)))
        raise UnknownWordError(not_a_value(level, "--by", COVERAGE_LEVELS), suggestions=near)
    areas = found.regions if level == "region" else found.departements()
    return list(filter(found.is_shown, (*areas, *found.overseas)))


# --- in sentences -------------------------------------------------------------------------------

_FEW = 20
"""The most areas that a sentence names."""


def totals(found: Coverage) -> tuple[str, ...]:
    """The totals of a coverage in French sentences; of a partial directory, that it is one."""
    communes, covered, people, served = found.totals().values()
    said = []
    if found.known_only:
        said.append(KNOWN_ONLY)
    elif communes:
        said.append(
            f"Couverts : {french_number(covered)} communes sur {french_number(communes)},"
            f" {french_number(served)} habitants sur {french_number(people)}"
            f" ({percentage(served, people)})."
        )
    if not found.known_only:
        islands = filter(found.is_shown, found.overseas)
        bare = [one.area.name for one in islands if one.status == "none"]
        if bare:
            said.append(f"Hors de ce compte, sans réseau : {', '.join(bare)}.")
    if found.national:
        said.append(f"Hors de ce compte : {_national(found.national)}.")
    return tuple(said)


def coverage_sentences(found: Coverage) -> tuple[str, ...]:
    """The totals of a coverage, and which départements and régions are covered, if they are few."""
    subject = f"{found.subject}, {found.place.name}" if found.place else found.subject
    subject += f" ({found.listed})" if found.listed else ""
    first, *others = totals(found) or ("Aucune commune n'entre dans ce compte.",)
    regions = [one for one in found.regions if one.whole]
    return (
        f"{subject}, {first[0].lower()}{first[1:]}",
        *_sentences_by_status("Départements", found.departements(), found),
        *_sentences_by_status("Régions", regions, found),
        *others,
    )


def _sentences_by_status(
    noun: str, areas: Collection[AreaCoverage], found: Coverage
) -> Iterator[str]:
    """How many of several areas are covered, in part or not, and which if they are few."""
    if len(areas) < 2:
        return
    labels = {"covered": "couverts", "partial": "couverts en partie", "none": "non couverts"}
    if found.known_only:
        labels |= {"partial": "où un relais est connu", "none": "où aucun relais n'est connu"}
    if noun == "Régions":
        labels = {status: said.replace("couverts", "couvertes") for status, said in labels.items()}
    asked = [one.replace("split", "covered") for one in found.statuses] or labels
    for status, label in labels.items():
        having = [one.area for one in areas if one.status.replace("split", "covered") == status]
        if having and status in asked:
            named = f" : {', '.join(map(_with_code, having))}" if len(having) <= _FEW else ""
            yield f"{noun} {label} : {len(having)} sur {len(areas)}{named}."


def _with_code(area: Area) -> str:
    return f"{area.name} ({area.code})" if area.kind == "departement" else area.name
