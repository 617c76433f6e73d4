"""The rules of an answer: networks × place × filters → answer. Pure functions."""

from __future__ import annotations

from achats_reseaux.answering.answers import (
    FIRM,
    Answer,
    GuichetVert,
    Match,
    Part,
    Query,
    extent,
)
from achats_reseaux.answering.coverage_of_place import (
    by_departement,
    communes_served,
    coverage_status,
    coverages,
    traces_near,
)
from achats_reseaux.answering.local_law import local_law_note
from achats_reseaux.model import (
    FACILITATEURS,
    GUICHET_VERT,
    TO_VERIFY,
    Catalogue,
    Malformed,
    Network,
    Place,
    Places,
    Trace,
    Unknown,
)
from achats_reseaux.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence


# The audiences that buy under the code de la commande publique.
PUBLIC_BUYERS = frozenset(("collectivite", "etat", "sante"))
# The purpose of the networks where buyers look for suppliers.
SUPPLIERS = "fournisseurs"


def find(
    catalogue: Catalogue, query: Query, outcome: Places | Unknown | Malformed, today: str
) -> Answer:
    """The networks that help at a place: guichet vert, other local ones, then national ones.

    ``outcome`` is what the geocoder found for the place of the query, ``today`` the ISO
    date with which the validity of networks is compared.
    """
    if isinstance(outcome, Malformed):
        return Answer("invalid", query, message=outcome.message, reason="place")
    if isinstance(outcome, Unknown):
        from achats_reseaux.answering.homonyms import commands_to_find

        return Answer(
            "unknown",
            query,
            message=outcome.message,
            reason="place",
            suggestions=outcome.suggestions,
            next_commands=commands_to_find(outcome.suggestions, query),
        )
    if len(outcome.candidates) > 1:
        from achats_reseaux.answering.homonyms import exact_first

        outcome = exact_first(outcome, query.input or "")
    answers = [find_at(catalogue, query, place, today) for place in outcome.candidates]
    first = answers[0]
    if len(answers) == 1 and not outcome.aside:
        return first
    from achats_reseaux.answering import homonyms

    if len(answers) > 1:
        town = homonyms.known_town(query, outcome)
        if town is not None:
            answers += [find_at(catalogue, query, place, today) for place in outcome.aside]
            return homonyms.town_answer(query, town, answers)
    calls_differ = any(_whom_to_call(other) != _whom_to_call(first) for other in answers)
    are_different = any(_comparable(other) != _comparable(first) for other in answers)
    if are_different or (calls_differ and query.asks_for_desks):
        return homonyms.ambiguous_answer(query, outcome, answers)
    notes = first.notes + homonyms.homonym_notes(outcome, calls_differ=calls_differ)
    if calls_differ:
        first = first.replace(traces=(), switchboard=None)
    return first.replace(notes=notes)


def _comparable(answer: Answer) -> tuple[object, ...]:
    """A value that is equal for answers that are the same to the person who asked.

    What has ended tells no place from another.
    """
    guichet = answer.guichet_vert
    valid = [match for match in answer.matches if not match.expired]
    return (
        answer.status,
        guichet and (guichet.status, guichet.networks),
        tuple((match.network.id, match.coverage) for match in valid),
    )


def _whom_to_call(answer: Answer) -> tuple[object, ...]:
    return tuple(answer.traces), answer.switchboard


def find_at(
    catalogue: Catalogue,
    query: Query,
    place: Place,
    today: str,
    guichet_vert: GuichetVert | None = None,
) -> Answer:
    """The answer for one place; its guichets verts, if given, are the same for all queries."""
    guichet_vert = guichet_vert or guichet_vert_at(catalogue, place, today)
    matches = _matches(catalogue, query, place, today)
    message = ""
    if guichet_vert.status == "none" and query.audiences != (FIRM,):
        from achats_reseaux.answering.guichet_verdict import no_guichet_vert

        message = f"{no_guichet_vert(catalogue, place)}."
    notes = list(place.notes)
    notes += filter(None, (local_law_note(place, query),))
    notes += validity_notes(matches, today)
    notes += scope_notes(query, matches)
    answer = Answer(
        "found",
        query,
        place,
        guichet_vert,
        matches,
        notes=tuple(notes),
        notices=notices(catalogue, query),
        message=message,
        catalogue=catalogue,
        today=today,
    )
    answer = _with_whom_to_call(catalogue, answer, place)
    if matches or answer.traces or answer.switchboard is not None:
        return answer
    from achats_reseaux.answering.homonyms import find_command, place_label

    if not message or query.kinds != (GUICHET_VERT,):
        message = f"{place_label(place)} : aucun réseau ne répond à ces critères."
    return answer.replace(
        status="none",
        message=message,
        hint="Qui aide quand même :",
        next_commands=(find_command(place),),
    )


def _with_whom_to_call(catalogue: Catalogue, answer: Answer, place: Place) -> Answer:
    """An answer with the traces near its place; with the switchboard if no desk can be called."""
    kinds = kinds_matching(catalogue, answer.query)
    answer = answer.replace(traces=traces_near(catalogue, place, kinds))
    if not wants_switchboard(catalogue, answer):
        return answer
    from achats_reseaux.answering.switchboard_of_place import switchboard_for

    return answer.replace(switchboard=switchboard_for(place))


def wants_switchboard(catalogue: Catalogue, answer: Answer) -> bool:
    """Whether desks pass the filters of an answer, and none of all of the place can be called."""
    if FACILITATEURS not in kinds_matching(catalogue, answer.query):
        return False
    for match in answer.matches:
        if match.is_whole_desk and match.network.contact.can_be_called:
            return False
    return True


def list_networks(catalogue: Catalogue, query: Query, today: str) -> Answer:
    """The networks that pass the filters, in the order of the catalogue."""
    matches = matches_of(catalogue, selected(catalogue, query), today)
    if matches:
        return Answer(
            "found",
            query,
            matches=matches,
            notes=validity_notes(matches, today) + scope_notes(query, matches),
            notices=notices(catalogue, query),
            traces=traces_matching(catalogue, query),
        )
    message = "Aucun réseau ne répond à ces critères."
    hint = "Toute la liste :"
    return Answer("none", query, message=message, hint=hint, next_commands=("reseaux list",))


def selected(catalogue: Catalogue, query: Query) -> tuple[Network, ...]:
    """The networks that pass the filters of a query, in the order of the catalogue."""
    return catalogue.networks_at(sorted(_positions_matching(catalogue, query)))


def kinds_matching(catalogue: Catalogue, query: Query) -> set[str]:
    """The kinds whose traces pass the filters: those of the networks that pass them."""
    kept = _positions_matching(catalogue, query)
    kinds = catalogue.facets["kind"]
    return {kind for kind, positions in kinds.items() if not kept.isdisjoint(positions)}


def traces_matching(catalogue: Catalogue, query: Query) -> Sequence[Trace]:
    """The traces that pass the filters of a query, in the order of the catalogue.

    Where all do, they are those of the catalogue itself, which are read only if they are
    told.
    """
    kinds = kinds_matching(catalogue, query)
    of_kind = catalogue.facets.get("trace_kind", {})
    if kinds.issuperset(of_kind):
        return catalogue.traces
    return tuple(trace for trace in catalogue.traces if trace.kind in kinds)


def guichet_vert_at(catalogue: Catalogue, place: Place, today: str) -> GuichetVert:
    """The guichets verts of a place and of each of its départements; those valid today."""
    near = catalogue.positions("departement", place.departements)
    near &= catalogue.positions("kind", (GUICHET_VERT,))
    networks = catalogue.networks_at(sorted(near))
    guichets = [network for network in networks if network.is_valid(today)]
    covering = coverages(guichets, place)
    parts = tuple(_part(guichets, part) for part in by_departement(place))
    all_served = all(part.networks and not part.partial for part in parts)
    return GuichetVert(
        coverage_status(covering.values(), all_served=all_served),
        tuple(covering),
        tuple(catalogue.network(own_id).name for own_id in covering),
        parts,
        catalogue.as_of,
    )


def _part(guichets: Sequence[Network], place: Place) -> Part:
    """Who serves the part of a place in one département."""
    from achats_reseaux import gazetteer  # not for a list, which has no place

    covering = coverages(guichets, place)
    is_partial = bool(covering) and communes_served(guichets, place) is not None
    area = gazetteer.departement(place.departements[0])
    assert area is not None
    return Part(area.kind, area.code, area.name, tuple(covering), is_partial)


def local_networks_at(catalogue: Catalogue, place: Place, today: str) -> tuple[Network, ...]:
    """The local networks that cover all of a place, except guichets verts; ranked.

    Those that are not valid yet come last, :func:`validity_note` tells them; those that
    have ended cover nothing.
    """
    networks = []
    for match in _matches(catalogue, Query("find"), place, today):
        network = match.network
        is_other = network.scope == "local" and network.kind != GUICHET_VERT
        if is_other and match.coverage == "full" and not match.expired:
            networks.append(network)
    return tuple(networks)


def local_coverage(catalogue: Catalogue, place: Place) -> dict[str, str]:
    """How much of a place each local network covers that covers any of it, by id.

    Where it is the same, so are all results without filters.
    """
    near = catalogue.positions("departement", place.departements)
    return coverages(catalogue.networks_at(sorted(near)), place)


def _positions_matching(catalogue: Catalogue, query: Query) -> set[int]:
    """Positions of the networks that pass every filter: that have one of its values."""
    kept = set(range(len(catalogue.networks)))
    for facet, words in query.filters.items():
        kept &= catalogue.positions(facet, words)
    return kept


def _matches(catalogue: Catalogue, query: Query, place: Place, today: str) -> tuple[Match, ...]:
    """The networks that cover a part of a place and pass the filters, in the order of ``_rank``."""
    positions = catalogue.positions("departement", place.departements)
    positions |= catalogue.positions("scope", ("national",))
    positions &= _positions_matching(catalogue, query)
    networks = catalogue.networks_at(sorted(positions))
    covering = coverages(networks, place)
    matches = []
    for network in networks:
        if network.id in covering:
            matches.append(_match(catalogue, network, covering[network.id], today))
    matches.sort(key=lambda match: (match.expired, *_rank(match, query)))
    return tuple(matches)


def _rank(match: Match, query: Query) -> tuple[int, int, bool, int, int, str]:
    """The sort key of a network in an answer; ties keep the catalogue's order.

    That is its group, its penalty, whether it serves a part, its territory and its name.

    Groups: guichets verts, desks for the social clause if it was asked for, other local
    networks, the national ones to which who asks is led first, those dedicated to who
    asks (for a firm, also where buyers look for suppliers), those open to every public
    buyer, the rest. Within a group: what is valid today first, then what has a documented
    contact; of local ones full before partial coverage, the smaller territory first, by
    name.
    """
    network = match.network
    penalty = int(not network.contact.has_any)
    if not match.is_valid:
        penalty += 2
    if network.scope != "local":
        return _rank_of_national(network, query), penalty, False, 0, 0, ""
    if network.kind == GUICHET_VERT:
        return 0, penalty, False, 0, 0, ""
    group = 2
    if query.themes == ("social",) and network.is_local_desk:
        group = 1
    if match.coverage != "full":
        return group, penalty, True, 0, 0, ""
    departements, communes = extent(network)
    return group, penalty, False, departements, communes, network.name


def _rank_of_national(network: Network, query: Query) -> int:
    """The group of a national network; see :func:`_rank`."""
    has_suppliers = FIRM in query.askers and network.purpose == SUPPLIERS
    if leads_first(network, query):
        return 3
    if has_suppliers or is_dedicated(network, query.askers):
        return 4
    if PUBLIC_BUYERS.issubset(network.audiences):
        return 5
    return 6


def leads_first(network: Network, query: Query) -> bool:
    """Whether who asks is led to a network first.

    To those that serve nobody else; a firm that asks about the social clause sells, and
    buyers look for it where they look for suppliers.
    """
    if query.askers == (FIRM,) and "social" in query.themes:
        return network.purpose == SUPPLIERS
    return is_dedicated(network, query.askers)


def is_dedicated(network: Network, audiences: tuple[str, ...]) -> bool:
    """Whether a network serves only audiences that were asked for."""
    served = set(network.audiences)
    return bool(served) and served <= set(audiences)


def matches_of(catalogue: Catalogue, networks: Iterable[Network], today: str) -> tuple[Match, ...]:
    """Networks in an answer without a place."""
    return tuple(_match(catalogue, network, None, today) for network in networks)


def _match(catalogue: Catalogue, network: Network, coverage: str | None, today: str) -> Match:
    ways_in = []
    if not network.contact.own_first:
        for link in catalogue.ways_in:
            if not link.kinds or network.kind in link.kinds:
                ways_in.append(link)
    return Match(
        network,
        coverage,
        tuple(ways_in),
        expired=network.has_ended(today),
        is_valid=network.is_valid(today),
    )


def notices(catalogue: Catalogue, query: Query) -> tuple[str, ...]:
    """The notices of the catalogue on the kinds of a query, or on its themes."""
    asked = set(query.kinds or query.themes)
    return tuple(text for text, ids in catalogue.notices if not asked.isdisjoint(ids))


def validity_notes(matches: Iterable[Match], today: str) -> tuple[str, ...]:
    """A note on each network that is no longer valid, or not yet."""
    return tuple(validity_note(match.network, today) for match in matches if not match.is_valid)


def scope_notes(query: Query, matches: Collection[Match]) -> tuple[str, ...]:
    """A note that the scope asked for leaves no network of those that pass the filters."""
    if not query.scope or not matches:
        return ()
    if any(match.network.scope == query.scope for match in matches):
        return ()
    count = counted(len(matches), "réseau")
    return (f"Aucun réseau {query.scope} ne répond à ces critères ; sans cette portée, {count}.",)


def validity_note(network: Network, today: str) -> str:
    """A note on an entry whose validity has ended, or has not begun; else nothing."""
    if network.is_valid(today):
        return ""
    from achats_reseaux.text import day

    if network.has_ended(today):
        until = day(network.valid_until or "")
        return f"{network.name} : fiche valable jusqu'au {until}, {TO_VERIFY}."
    begins = day(network.valid_from or "")
    return f"{network.name} : fiche valable à partir du {begins} seulement."
