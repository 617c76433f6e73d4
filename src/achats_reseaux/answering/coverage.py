"""Coverage of all of France: the rules of one place, applied to each département."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering import with_filters, word
from achats_reseaux.answering.search import (
    GUICHET_VERT,
    communes_served,
    coverage_of,
    selected,
)
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.model import Area, Place, Query, Record
from achats_reseaux.text import fold, grouped, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    from achats_reseaux.answering import Texts
    from achats_reseaux.model import Catalogue, Network


COVERAGE_STATUSES = ("covered", "split", "partial", "none")


class AreaCoverage(Record):
    """Who covers an area, and how many communes and inhabitants that makes.

    ``status`` is ``covered``, ``split``, ``partial`` or ``none``, as for :class:`GuichetVert`.
    """

    area: Area
    status: str
    networks: tuple[str, ...]
    communes: int
    communes_covered: int
    population: int
    population_covered: int


class DepartementCoverage(AreaCoverage):
    """That of one département or overseas collectivity."""


class RegionCoverage(AreaCoverage):
    """That of a region, with its départements in the order of their codes."""

    departements: tuple[DepartementCoverage, ...]


class Coverage(Record):
    """Coverage of the 18 regions (in the order of their names) by the networks asked for.

    Attributes:
        networks: the ids of the networks considered, in the order of the catalogue.
        names: their names, in the same order.
        overseas: the overseas collectivities, which are in no region.
        subject: what is counted, in French, as a title ("Guichets verts", "RAN COPER", …).
    """

    query: Query
    subject: str
    networks: tuple[str, ...]
    names: tuple[str, ...]
    regions: tuple[RegionCoverage, ...]
    overseas: tuple[DepartementCoverage, ...]


def requested_coverage(
    catalogue: Catalogue, theme: Texts, kind: Texts, audience: Texts, network: str | None
) -> Coverage:
    """The coverage by the networks that words as typed ask for; by default the guichets verts.

    Raises:
        UnknownWordError: a word or a network that the catalogue does not have.
    """
    query = with_filters(catalogue, Query("coverage"), theme, kind, audience)
    only = None if network is None else word(catalogue, "network", network)
    if only is None and not (query.themes or query.kinds or query.audiences):
        query = query.replace(kinds=(GUICHET_VERT,))
    return coverage(catalogue, query, _subject(catalogue, query, only), only)


def _subject(catalogue: Catalogue, query: Query, network: str | None) -> str:
    """What is counted, in French."""
    if network is not None:
        return catalogue.network(network).name
    if query.kinds == (GUICHET_VERT,) and not (query.themes or query.audiences):
        return "Guichets verts"
    labels = catalogue.imprint(gazetteer.VINTAGE).labels
    asked = (("kind", query.kinds), ("theme", query.themes), ("audience", query.audiences))
    return ", ".join(labels(namespace)[word_id] for namespace, ids in asked for word_id in ids)


def coverage(catalogue: Catalogue, query: Query, subject: str, network: str | None) -> Coverage:
    """Who covers what of France.

    Args:
        catalogue: the catalogue in use.
        query: its filters say which networks count.
        subject: what is counted, in French.
        network: the id of the one network that counts, or ``None`` for all that fit the filters.
    """
    networks = selected(catalogue, query)
    if network is not None:
        networks = tuple(one for one in networks if one.id == network)
    departements = {
        area.code: _departement(area.code, networks) for area in gazetteer.departements()
    }
    regions = sorted(gazetteer.regions(), key=lambda region: fold(region.name))
    return Coverage(
        query=query,
        subject=subject,
        networks=tuple(one.id for one in networks),
        names=tuple(one.name for one in networks),
        regions=tuple(
            _region(
                Area("region", one.code, one.name),
                tuple(departements[code] for code in gazetteer.departements_of_region(one.code)),
            )
            for one in regions
        ),
        overseas=tuple(one for one in departements.values() if one.area.kind == "collectivite"),
    )


def coverage_sentences(found: Coverage) -> tuple[str, ...]:
    """A coverage in French sentences: how much of the 18 regions, and which départements.

    Départements that are not covered are named, or those that are, if they are fewer.
    """
    communes = sum(one.communes for one in found.regions)
    covered = sum(one.communes_covered for one in found.regions)
    inhabitants = sum(one.population for one in found.regions)
    served = sum(one.population_covered for one in found.regions)
    departements = [one for region in found.regions for one in region.departements]
    bare = [one for one in departements if one.status == "none"]
    partly = [one for one in departements if one.status == "partial"]
    sentences = [
        (
            f"{found.subject} : {grouped(covered)} communes couvertes sur {grouped(communes)},"
            f" {grouped(communes - covered)} non couvertes ; {_percentage(served, inhabitants)} %"
            " des habitants couverts."
        ),
    ]
    if len(bare) > len(departements) / 2:
        kept = [one for one in departements if one.status != "none"]
        sentences.append(f"Départements couverts : {_named(kept, departements)}.")
        return tuple(sentences)
    sentences.append(f"Départements qui ne sont pas couverts : {_named(bare, departements)}.")
    if partly:
        sentences.append(f"Départements couverts en partie : {_named(partly, departements)}.")
    nothing = [one.area.name for one in found.regions if one.status == "none"]
    some = [one.area.name for one in found.regions if one.status == "partial"]
    if nothing:
        sentences.append(f"Régions où rien n'est couvert : {', '.join(nothing)}.")
    if some:
        sentences.append(f"Régions couvertes en partie : {', '.join(some)}.")
    return tuple(sentences)


def with_status(found: Coverage, statuses: Collection[str]) -> Coverage:
    """Only the départements of some statuses, and the regions as far as they are made of them.

    Raises:
        UnknownWordError: a status that is none.
    """
    if not statuses:
        return found
    wrong = next((one for one in statuses if one not in COVERAGE_STATUSES), None)
    if wrong is not None:
        known = ", ".join(COVERAGE_STATUSES)
        message = f"« {shortened(wrong)} » n'est pas une valeur de --status ({known})."
        near = tuple(nearest(wrong, list(COVERAGE_STATUSES)))
        raise UnknownWordError(message, suggestions=near)
    regions = []
    for region in found.regions:
        kept = tuple(one for one in region.departements if one.status in statuses)
        if kept:
            regions.append(_region(region.area, kept))
    overseas = tuple(one for one in found.overseas if one.status in statuses)
    return found.replace(regions=tuple(regions), overseas=overseas)


def _percentage(part: int, whole: int) -> str:
    """With one decimal, cut and not rounded: 99,97 % is not all."""
    tenths = part * 1000 // whole
    return f"{tenths // 10},{tenths % 10}"


def _named(shown: Collection[AreaCoverage], every: Collection[AreaCoverage]) -> str:
    names = ", ".join(f"{one.area.name} ({one.area.code})" for one in shown)
    return f"{len(shown)} sur {len(every)}" + (f" : {names}" if names else "")


def _departement(code: str, networks: tuple[Network, ...]) -> DepartementCoverage:
    area = gazetteer.departement(code)
    assert area is not None
    place = Place(area.kind, code, area.name, (code,), (area.region,) if area.region else ())
    shares = {one.id: coverage_of(one, place) for one in networks}
    here = tuple(one for one, share in shares.items() if share)
    served = communes_served(networks, code)
    if served is None:
        counts = (area.communes, area.population)
        status = "covered" if "full" in shares.values() else "split"
    else:
        counts = (len(served), sum(map(gazetteer.population, served)))
        status = "partial" if served else "none"
    return DepartementCoverage(
        Area(area.kind, code, area.name),
        status,
        here,
        area.communes,
        counts[0],
        area.population,
        counts[1],
    )


def _region(area: Area, departements: tuple[DepartementCoverage, ...]) -> RegionCoverage:
    statuses = {one.status for one in departements}
    networks = tuple(dict.fromkeys(one for part in departements for one in part.networks))
    if statuses == {"none"}:
        status = "none"
    elif not statuses <= {"covered", "split"}:
        status = "partial"
    else:
        common = set(networks).intersection(*(part.networks for part in departements))
        status = "covered" if common and "split" not in statuses else "split"
    return RegionCoverage(
        area,
        status,
        networks,
        sum(one.communes for one in departements),
        sum(one.communes_covered for one in departements),
        sum(one.population for one in departements),
        sum(one.population_covered for one in departements),
        departements,
    )
