"""How much of a place networks cover: its parts, its communes, in one word; traces near it."""

from __future__ import annotations

from achats_reseaux.model import Catalogue, Network, Place, Trace, departement_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Container, Iterable

    from achats_reseaux.answering.answers import CoverageStatus

    Served = set[str] | None
    """The communes of a part of a place that are served; ``None`` if all are."""


def by_departement(place: Place) -> tuple[Place, ...]:
    """The parts of a place that lie in each of its départements."""
    if len(place.departements) == 1:
        return (place,)
    communes: dict[str, list[str]] = {code: [] for code in place.departements}
    for insee in place.communes:
        communes[departement_of(insee)].append(insee)
    return tuple(
        place.replace(departements=(code,), communes=tuple(some)) for code, some in communes.items()
    )


def communes_served(networks: Collection[Network | Trace], part: Place) -> Served:
    """The communes that networks cover of a place in one département; ``None`` if all."""
    (departement,) = part.departements
    for entry in networks:
        if departement in entry.departements or not entry.covers:  # national
            return None
    served: set[str] = set()
    for entry in networks:
        # The same as ``departement_of``, five times faster.
        served.update(insee for insee in entry.communes if insee.startswith(departement))
    if part.communes:
        served.intersection_update(part.communes)
        return None if len(served) == len(part.communes) else served
    if served:
        from achats_reseaux import gazetteer

        area = gazetteer.departement(departement)
        if area is not None and len(served) == area.communes:
            return None
    return served


def coverage_of(entry: Network | Trace, place: Place) -> str | None:
    """How much of a place a network covers: ``full``, ``partial``, or ``None`` for nothing."""
    return coverages((entry,), place).get(entry.id)


def coverages(networks: Iterable[Network | Trace], place: Place) -> dict[str, str]:
    """How much of a place each network covers that covers any of it, by id."""
    parts = by_departement(place)
    coverages = {}
    for network in networks:
        covered = _coverage_of_parts(network, parts)
        if covered:
            coverages[network.id] = covered
    return coverages


def _coverage_of_parts(entry: Network | Trace, parts: Iterable[Place]) -> str | None:
    if not entry.covers:  # national
        return "full"
    served = [communes_served((entry,), part) for part in parts]
    whole = served.count(None)
    if whole == len(served):
        return "full"
    return "partial" if whole or any(served) else None


def traces_near(catalogue: Catalogue, place: Place, kinds: Container[str]) -> tuple[Trace, ...]:
    """The traces of networks of some kinds whose territory meets a place.

    The newest comes first; of a year, those that cover all of the place, then the order
    is that of the catalogue.
    """
    traces = []
    for position in sorted(catalogue.positions("trace_departement", place.departements)):
        if catalogue.traces[position].kind in kinds:
            traces.append(catalogue.traces[position])
    covering = coverages(traces, place)
    near = [trace for trace in traces if trace.id in covering]
    near.sort(key=lambda trace: covering[trace.id] != "full")
    near.sort(key=lambda trace: trace.year, reverse=True)
    return tuple(near)


def coverage_status(
    shares: Collection[str], *, all_served: bool, nothing: CoverageStatus = "none"
) -> CoverageStatus:
    """The coverage of a place in one word, for a guichet vert as for all of France.

    Args:
        shares: the :func:`coverage_of` of each network that covers some of the place.
        all_served: whether each part of the place is covered by one of them.
        nothing: the word where none covers any of it.

    Returns:
        ``covered``: one network covers all of it; ``split``: several do between them; ``partial``:
        some of it has none; else ``nothing``.
    """
    if not shares:
        return nothing
    if not all_served:
        return "partial"
    return "covered" if "full" in shares else "split"
