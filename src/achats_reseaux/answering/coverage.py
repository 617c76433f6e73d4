"""Coverage of France or of a place: the rules of ``matching``, applied to each area in it."""

from __future__ import annotations

from itertools import islice

from achats_reseaux import gazetteer
from achats_reseaux.answering import comma_separated, value_key, with_filters, word
from achats_reseaux.answering.matching import GUICHET_VERT, communes_served, coverage_of, selected
from achats_reseaux.errors import UnknownWordError
from achats_reseaux.gazetteer import bulk
from achats_reseaux.model import Area, Place, Query, Record
from achats_reseaux.text import (
    counted,
    dated_list,
    fold,
    french_number,
    nearest,
    not_a_value,
    percentage,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from achats_reseaux.answering import Texts
    from achats_reseaux.model import Catalogue, Network, Source

COVERAGE_STATUSES = {
    "covered": "couvert",
    "split": "partagé",
    "partial": "partiel",
    "none": "aucun",
}
"""The statuses of an area, and their French names."""

FINE_LEVELS = ("commune", "code-postal", "epci")
"""The levels of :func:`coverage_by` that the table by region does not show."""
COVERAGE_LEVELS = ("region", "departement", *FINE_LEVELS)
"""The levels of :func:`coverage_by`."""

COUNTS = ("communes", "communes_covered", "population", "population_covered")
"""The fields of :class:`AreaCoverage` that add up."""

KNOWN_ONLY = "relais connus de ce catalogue ; l'annuaire est partiel, aucun total n'en est tiré"
"""What is said in place of a total where :attr:`Coverage.known_only`."""

WITHOUT_CONTACT = "sans-adresse"
"""In :func:`reachable_coverage`, the status of areas whose networks have no documented address."""


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
    """Coverage of the 18 regions (in the order of their names) by the networks asked for.

    Attributes:
        networks: the ids of the networks counted, in the order of the catalogue.
        names: their names, the short ones if they have one, in the same order.
        overseas: the overseas collectivities that have inhabitants, which are in no region.
        subject: French title of the networks counted ("Guichets verts", "RAN COPER", …).
        place: the place that the regions, départements and counts are limited to, or ``None``.
        statuses: the statuses of the areas to show; empty for all.
        national: the number of national networks excluded (:func:`requested_coverage`).
        reach: whether only networks with an address count (:func:`reachable_coverage`).
        known_only: whether the directory of the networks counted is known to be partial, so that
            no figure follows from it (``Imprint.partial_kinds``; contract, section 13).
        sources: the sources of the networks counted, unless the list that the catalogue starts
            from has them all, as it has the guichets verts.
        listed: ``liste de novembre 2024``, the list that says so, if these alone are counted.
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
    reach: bool = False
    known_only: bool = False
    sources: tuple[Source, ...] = ()
    listed: str = ""

    def totals(self) -> dict[str, int]:
        """Communes and inhabitants of the regions, without the overseas collectivities."""
        return _totals(self.regions)

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

    @property
    def shows_any(self) -> bool:
        """Whether there is an area to show."""
        inside = (one for region in self.regions for one in region.departements)
        areas = (*self.regions, *inside, *self.overseas)
        return any(map(self.is_shown, areas))


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
    local: bool = False,
) -> Coverage:
    """The coverage by the networks that the filters as typed select; by default the guichets verts.

    Args:
        catalogue: the catalogue in use.
        theme: words of the filter, as typed.
        kind: likewise.
        audience: likewise.
        network: id, name or alias of the only network to count, or ``None``.
        place: the place to limit it to, or ``None`` for all of France.
        statuses: statuses of the areas to show, or their French names.
        local: exclude national networks.

    Raises:
        UnknownWordError: a word, network or status is unknown.
    """
    query = with_filters(catalogue, Query("coverage"), theme, kind, audience)
    only = None if network is None else word(catalogue, "network", network)
    if only is None and not (query.themes or query.kinds or query.audiences):
        query = query.replace(kinds=(GUICHET_VERT,))
    asked = [one for one in selected(catalogue, query) if only in (None, one.id)]
    without_national = local and only is None
    networks = tuple(one for one in asked if not (without_national and one.scope == "national"))
    inside = None if place is None else set(place.departements)
    departements = {
        area.code: _departement(area.code, networks, place)
        for area in gazetteer.departements()
        if (inside is None and area.people) or (inside is not None and area.code in inside)
    }
    regions = []
    for one in sorted(gazetteer.every("region"), key=lambda region: fold(region.name)):
        below = tuple(departements[code] for code in one.members if code in departements)
        if below:
            whole = len(below) == len(one.members) and all(part.whole for part in below)
            area = _area("region", one.code, one.name, whole=whole)
            regions.append(_region(area, below, whole=whole))
    return Coverage(
        query=query,
        subject=_subject(catalogue, query, only),
        networks=tuple(one.id for one in networks),
        names=tuple(one.short_name or one.name for one in networks),
        regions=tuple(regions),
        overseas=tuple(one for one in departements.values() if one.area.kind == "collectivite"),
        place=place,
        statuses=tuple(map(_status, comma_separated(statuses or ()))),
        national=len(asked) - len(networks),
        known_only=only is None and any(one.kind in catalogue.partial_kinds for one in networks),
        sources=_sources(networks),
        listed=dated_list(catalogue.as_of) if query.kinds == (GUICHET_VERT,) else "",
    )


def _sources(networks: Iterable[Network]) -> tuple[Source, ...]:
    others = (one for one in networks if one.kind != GUICHET_VERT)
    return tuple(dict.fromkeys(source for one in others for source in one.sources))


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


def _area(kind: str, code: str, name: str, *, whole: bool) -> Area:
    return Area(kind, code, name if whole else f"{name} (en partie)")


def _departement(code: str, networks: tuple[Network, ...], within: Place | None) -> AreaCoverage:
    """The coverage of a département, or of the communes of a place that lie in it."""
    area = gazetteer.departement(code)
    assert area is not None
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
        _area(area.kind, code, area.name, whole=whole),
        status,
        tuple(one for one, share in shares.items() if share),
        asked[0],
        counts[0],
        asked[1],
        counts[1],
        whole,
    )


def _region(
    area: Area, departements: tuple[AreaCoverage, ...], *, whole: bool = True
) -> RegionCoverage:
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
        area, status, networks, whole=whole, departements=departements, **_totals(departements)
    )


# --- in sentences -------------------------------------------------------------------------------


_FEW = 20
"""The most areas that a sentence names."""


def coverage_sentences(found: Coverage) -> tuple[str, ...]:
    """A coverage in French sentences: of France or a place, by département and by région."""
    communes, covered, inhabitants, served = found.totals().values()
    departements = [one for region in found.regions for one in region.departements]
    departements.sort(key=lambda one: one.area.code)
    subject = f"{found.subject}, {found.place.name}" if found.place else found.subject
    subject += f" ({found.listed})" if found.listed else ""
    if found.known_only:
        known = [one.area for one in departements if one.status != "none"]
        without = [one.area for one in departements if one.status == "none"]
        said = [("un relais est", known), ("aucun relais n'est", without)]
        if found.statuses == ("none",):
            said.reverse()
        # What is asked for, or the rest of it where that is too long to say.
        where = (
            f"Départements où {relay} connu : {', '.join(map(_with_code, few))}."
            for relay, few in said
            if few and len(few) <= _FEW
        )
        return (f"{subject} : {KNOWN_ONLY}.", *islice(where, 1))
    plural = "s" if covered > 1 else ""
    return (
        (
            f"{subject} : {counted(covered, 'commune')} couverte{plural} sur"
            f" {french_number(communes)}, {french_number(communes - covered)} non couvertes ;"
            f" {french_number(served)} habitants couverts sur {french_number(inhabitants)}"
            f" ({percentage(served, inhabitants)})."
        ),
        *_sentences_by_status("Départements", "couverts", departements),
        *_sentences_by_status("Régions", "couvertes", [one for one in found.regions if one.whole]),
    )


def _with_code(area: Area) -> str:
    return f"{area.name} ({area.code})" if area.kind == "departement" else area.name


def _sentences_by_status(noun: str, covered: str, areas: Collection[AreaCoverage]) -> Iterator[str]:
    """How many of several areas are covered, in part or not, and which if they are few."""
    if len(areas) < 2:
        return
    labels = {"": covered, "partial": f"{covered} en partie", "none": f"qui ne sont pas {covered}"}
    for status, label in labels.items():
        having = [
            one.area for one in areas if (one.status if one.status in labels else "") == status
        ]
        if not having:
            continue
        names = ", ".join(map(_with_code, having))
        named = f" : {names}" if len(having) <= _FEW else ""
        yield f"{noun} {label} : {len(having)} sur {len(areas)}{named}."


# --- by commune, postal code or EPCI --------------------------------------------------------------


def coverage_by(catalogue: Catalogue, found: Coverage, level: str) -> Iterator[AreaCoverage]:
    """The coverage of every area of a level in a place or in France.

    A postal code or an EPCI that the border of the place crosses is counted whole.

    Args:
        catalogue: the catalogue that the coverage was made of.
        found: the coverage, for its networks, its place and its statuses to show.
        level: one of ``COVERAGE_LEVELS``.

    Raises:
        UnknownWordError: it is none of them.
    """
    if level not in COVERAGE_LEVELS:
        near = tuple(nearest(level, list(COVERAGE_LEVELS)))
        raise UnknownWordError(not_a_value(level, "--by", COVERAGE_LEVELS), suggestions=near)
    if level in ("region", "departement"):
        regions = found.regions
        inside = [one for region in regions for one in region.departements]
        above = regions if level == "region" else sorted(inside, key=lambda one: one.area.code)
        yield from filter(found.is_shown, (*above, *found.overseas))
        return
    counted = set(found.networks)
    networks = tuple(one for one in catalogue.networks if one.id in counted)
    serving = _networks_of_commune(networks)
    populations = bulk.populations()
    for area, communes in _areas(level):
        if found.place is not None and not _touches(found.place, communes):
            continue
        each = [serving(insee) for insee in communes]
        covered = [insee for insee, ids in zip(communes, each, strict=True) if ids]
        here = {one for ids in each for one in ids}
        if not covered:
            status = "none"
        elif len(covered) < len(communes):
            status = "partial"
        else:
            status = "covered" if set(each[0]).intersection(*each) else "split"
        one = AreaCoverage(
            area,
            status,
            tuple(one.id for one in networks if one.id in here),
            len(communes),
            len(covered),
            sum(populations.get(insee, 0) for insee in communes),
            sum(populations.get(insee, 0) for insee in covered),
        )
        if found.is_shown(one):
            yield one


def _touches(place: Place, communes: tuple[str, ...]) -> bool:
    if place.communes:
        return not set(place.communes).isdisjoint(communes)
    return any(gazetteer.departement_of(insee) in place.departements for insee in communes)


def _networks_of_commune(networks: Iterable[Network]) -> Callable[[str], tuple[str, ...]]:
    """A function that gives the ids of the networks that cover a commune."""
    by_departement: dict[str, tuple[str, ...]] = {}
    by_commune: dict[str, tuple[str, ...]] = {}
    everywhere = tuple(one.id for one in networks if one.scope == "national")
    for one in networks:
        for code in one.departements:
            by_departement[code] = (*by_departement.get(code, ()), one.id)
        for insee in one.communes:
            by_commune[insee] = (*by_commune.get(insee, ()), one.id)

    def serving(insee: str) -> tuple[str, ...]:
        wide = by_departement.get(gazetteer.departement_of(insee), ())
        return (*everywhere, *wide, *by_commune.get(insee, ()))

    return serving


def _areas(level: str) -> Iterator[tuple[Area, tuple[str, ...]]]:
    """Every area of a level, in the order of the codes, with the INSEE codes of its communes."""
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


# --- who can be reached ---------------------------------------------------------------------------


def reachable_coverage(catalogue: Catalogue, found: Coverage) -> Coverage:
    """The same coverage, counting only the networks that have a documented address.

    An area that only other networks cover has the status ``WITHOUT_CONTACT``.
    """
    counted = set(found.networks)
    reached = [
        one for one in catalogue.networks if one.id in counted and one.contact.first is not None
    ]
    regions = []
    for region in found.regions:
        below = tuple(_reachable(one, tuple(reached), found.place) for one in region.departements)
        made = _region(region.area, below, whole=region.whole)
        statuses = {one.status for one in below}
        if WITHOUT_CONTACT in statuses and statuses <= {WITHOUT_CONTACT, "none"}:
            made = made.replace(status=WITHOUT_CONTACT)
        regions.append(made)
    overseas = (_reachable(one, tuple(reached), found.place) for one in found.overseas)
    return found.replace(regions=tuple(regions), overseas=tuple(overseas), reach=True)


def _reachable(
    found: AreaCoverage, networks: tuple[Network, ...], place: Place | None
) -> AreaCoverage:
    made = _departement(found.area.code, networks, place)
    if made.status == "none" and found.status != "none":
        return made.replace(status=WITHOUT_CONTACT, networks=found.networks)
    return made
