"""The content of a card: place, verdict, the networks to contact first, the others by use.

A :class:`Card` has no layout: ``output/views/place_card.py`` draws it on a terminal, the page shows
the same values.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.matching import (
    FIRM,
    PUBLIC_BUYERS,
    SOCIAL_CLAUSE,
    asks_for_social_clause,
    extent,
    find_at,
    leads_first,
    notices,
)
from achats_reseaux.answering.verdict import GUICHET, after_colon, enumeration, shares, verdict
from achats_reseaux.model import DOUBT, GUICHET_VERT, WAYS_IN, Record
from achats_reseaux.text import aged, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.answering.verdict import Share
    from achats_reseaux.model import (
        Answer,
        Catalogue,
        Fact,
        GuichetVert,
        Match,
        Network,
        Place,
        Query,
    )

SOCIAL_LABEL = "Clause sociale"
INSTEAD = "À contacter à la place"  # heading of some national networks where no guichet vert is
MOST_INSTEAD = 3  # the most of these
NO_COST = "Coût non documenté : demandez-le"
ACCESS, RESEARCH = "acces", "recherche"  # facts: how to get to a network; notes of research
MOST_AREAS = 3  # more départements or territories are counted, not named


class WayIn(Record):
    """One way to reach a network."""

    kind: str  # of WAYS_IN, or link: a page that leads to networks without an address
    text: str  # the address or the number; of a link, the words for it
    target: str  # the URI (https:, mailto:, tel:)
    note: str  # French words on its limits (whose it is, how old), or ""
    doubtful: bool = False  # whether it is only cited, or its newest source is older than the list


class Section(Record):
    """Networks under a French heading."""

    label: str
    matches: tuple[Match, ...]
    gloss: str = ""  # what explains the heading, or ""
    audience: str = ""  # that they serve alone, which did not ask; or ""


class Card(Record):
    """The content of an answer about a place."""

    catalogue: Catalogue  # that it is from
    today: str  # the ISO date of the answer
    title: str  # the place
    location: str  # its département and region, or ""
    status: str  # as in :class:`~achats_reseaux.model.GuichetVert`
    verdict: str  # the main answer in French words; "" if another theme was asked for
    aside: str  # who advises on the environment if another theme was asked for, or ""
    shares: tuple[Share, ...]  # which guichets verts serve which parts of a split or partial place
    leads: tuple[Section, ...]  # the networks to contact first
    notices: tuple[str, ...]  # the notices of the catalogue for the filters of the query
    others: tuple[Section, ...]  # by use, then by the audience that did not ask
    notes: tuple[str, ...]  # French sentences on how the place was read, or on expired entries


def card(answer: Answer) -> Card:
    """The card of an answer about one place (status ``found`` or ``none``)."""
    place, guichet, query = answer.place, answer.guichet_vert, answer.query
    catalogue, today = answer.catalogue, answer.today
    assert place is not None
    assert guichet is not None
    assert catalogue is not None
    results, notes = answer.results, answer.notes
    if not results:  # nothing fits the filters: answer without them
        if query.kinds != (GUICHET_VERT,) or guichet.networks:
            said = "Aucun réseau ne répond à ces critères ; voici qui aide quand même."
            notes = (*notes, said)
        query = query.replace(themes=(), kinds=(), audiences=())
        results = find_at(catalogue, query, place, today).results
    leads = _leads(catalogue, query, guichet, results)
    led = [match for lead in leads for match in lead.matches]
    rest = [match for match in results if match not in led]
    first, last = _verdict(catalogue, place, guichet, query, results)
    general = notices(catalogue, answer.query)
    return Card(
        catalogue=catalogue,
        today=today,
        title=f"{place.code} {place.name}" if place.kind == "code-postal" else place.name,
        location=location(place),
        status=guichet.status,
        verdict=first,
        aside=last,
        shares=shares(guichet),
        leads=tuple(leads),
        notices=general,
        others=tuple(_others(catalogue, query, rest)),
        notes=tuple(note for note in notes if note not in general),
    )


def source_dates(catalogue: Catalogue) -> str:
    """The dates of the list and of the comparison of the entries with their sources."""
    return f"Liste du {day(catalogue.as_of)}, fiches comparées le {day(catalogue.checked_on)}"


def location(place: Place) -> str:
    """The départements and regions that a place lies in: ``Seine-Maritime, Normandie``."""
    names = [area.name for one in place.departements if (area := gazetteer.departement(one))]
    regions = [area.name for one in place.regions if (area := gazetteer.territory("region", one))]
    if len(names) > MOST_AREAS:
        names = [f"{len(names)} départements"]
        regions = regions if len(regions) <= MOST_AREAS else [f"{len(regions)} régions"]
    said = [enumeration(some) for some in (names, regions)]
    return ", ".join(dict.fromkeys(one for one in said if one and one != place.name))


def _verdict(
    catalogue: Catalogue,
    place: Place,
    guichet: GuichetVert,
    query: Query,
    results: tuple[Match, ...],
) -> tuple[str, str]:
    """What to say before those to contact first, and after them: one of the two is ``""``."""
    if query.audiences == (FIRM,):
        return "Les guichets verts conseillent les acheteurs publics, pas les entreprises.", ""
    said = verdict(catalogue, place, guichet)
    shown = {match.network.id for match in results}
    is_asked = guichet.status == "none" and not asks_for_social_clause(query)
    if is_asked or not shown.isdisjoint(guichet.networks):
        return said, ""
    return "", f"Pour l'environnement : {after_colon(said)}."


# --- whom to contact first -----------------------------------------------------------------------


def _leads(
    catalogue: Catalogue, query: Query, guichet: GuichetVert, results: tuple[Match, ...]
) -> list[Section]:
    """The networks to contact first, by heading.

    That of the audience asked for, the desk for the social clause nearest to the place if it was
    asked for (those of its parts if none serves all of it), then the guichet vert; in its absence,
    some national networks on the environment.
    """
    leads: list[Section] = []
    labels = {word.id: word.short or word.label for word in catalogue.words["audience"]}
    own = [match for match in results if leads_first(match.network, query)]
    if own and len(query.askers) == 1:
        leads.append(Section(labels[query.askers[0]], tuple(own[:1])))
    if asks_for_social_clause(query):
        desks = [match for match in results if match.network.use == SOCIAL_CLAUSE]
        local = [match for match in desks if match.network.scope == "local"]
        if desks:
            known = SOCIAL_CLAUSE in catalogue.notion_ids
            gloss = catalogue.notion(SOCIAL_CLAUSE).gloss if known else ""
            leads.append(Section(SOCIAL_LABEL, tuple(_nearest(local) or desks[:1]), gloss))
    guichets = [match for match in results if match.network.kind == GUICHET_VERT]
    if guichets:
        order = guichet.networks.index
        ranked = sorted(guichets, key=lambda match: order(match.network.id))
        leads.append(Section(GUICHET, tuple(ranked)))
    elif guichet.status == "none" and _wants_advice(query):
        substitutes = [match for match in results if stands_in(match)][:MOST_INSTEAD]
        if substitutes:
            leads.append(Section(INSTEAD, tuple(substitutes)))
    return leads


def _nearest(local: list[Match]) -> list[Match]:
    """The desks of the smallest territory that holds the whole place, else those of its parts."""
    whole = [match for match in local if match.coverage == "full"]
    smallest = min((extent(match.network) for match in whole), default=None)
    return [match for match in whole if extent(match.network) == smallest] or local


def _wants_advice(query: Query) -> bool:
    """Whether a query may be about the environment and comes from a public buyer."""
    themes = not query.themes or "environnement" in query.themes
    return themes and not query.kinds and query.audiences != (FIRM,)


def stands_in(match: Match) -> bool:
    """Whether a network helps every public buyer with the environment, and has an address."""
    network = match.network
    open_to_all = set(network.audiences) >= PUBLIC_BUYERS
    return open_to_all and "environnement" in network.themes and bool(network.contact.first)


# --- the others ----------------------------------------------------------------------------------


def _others(catalogue: Catalogue, query: Query, matches: list[Match]) -> Iterator[Section]:
    """By use; then the national ones that serve a single audience which did not ask."""
    apart: dict[str, list[Match]] = {word.id: [] for word in catalogue.words["audience"]}
    plain: list[Match] = []
    for match in matches:
        first, *more = match.network.audiences
        is_apart = match.network.scope == "national" and not more and first not in query.askers
        (apart[first] if is_apart else plain).append(match)
    yield from by_use(catalogue, plain)
    for word in catalogue.words["audience"]:
        if apart[word.id]:
            yield Section(word.short or word.label, tuple(apart[word.id]), audience=word.id)


def by_use(catalogue: Catalogue, matches: Iterable[Match]) -> tuple[Section, ...]:
    """Matches by use, in the order of the vocabulary; those without a use by kind."""
    uses, kinds = catalogue.labels("use"), catalogue.labels("kind")
    found: dict[str, list[Match]] = {label: [] for label in uses.values()}
    for match in matches:
        kind = match.network.kind
        found.setdefault(uses.get(match.network.use) or kinds.get(kind, kind), []).append(match)
    return tuple(Section(label, tuple(some)) for label, some in found.items() if some)


# --- one network ---------------------------------------------------------------------------------

_SCHEMES = {"email": "mailto:", "phone": "tel:"}


def ways_in(match: Match) -> tuple[WayIn, ...]:
    """The ways to reach a network, the best first; the pages that lead to it if none is known."""
    contact = match.network.contact
    doubtful = {field for field, _, is_doubtful in contact.remarks if is_doubtful}
    ways = tuple(
        WayIn(
            kind,
            text,
            _SCHEMES.get(kind, "") + (text.replace(" ", "") if kind in _SCHEMES else text),
            contact.notes.get(kind, ""),
            kind in doubtful,
        )
        for kind in WAYS_IN
        if (text := getattr(contact, kind))
    )
    return ways or tuple(WayIn("link", one.label, one.url, one.note or "") for one in match.ways_in)


def best_ways(match: Match) -> tuple[WayIn, ...]:
    """The ways to reach a network, of those to one site the first."""
    by_host: dict[str, WayIn] = {}
    for way in ways_in(match):
        by_host.setdefault(host(way.target), way)
    return tuple(by_host.values())


def host(address: str) -> str:
    """The site of an address without its ``www.``; an e-mail or a number is its own."""
    if "://" not in address:
        return address
    return address.split("/")[2].removeprefix("www.")


def access(catalogue: Catalogue, network: Network, today: str) -> tuple[Fact, ...]:
    """The facts on how to get to a network that are true today."""
    own = (one for one in catalogue.facts_of(network.id) if one.field == ACCESS and not one.of)
    return tuple(one for one in own if not ended(one, today))


def doubts(catalogue: Catalogue, network: Network) -> tuple[str, ...]:
    """What is to be verified of a network itself, then of all networks of its kind."""
    shared = _kind_doubt(catalogue, network)
    facts = catalogue.facts_of(network.id) if shared else ()  # one's own does not share it
    told = [one.value for one in facts if one.value == shared and one.field == DOUBT]
    return tuple(filter(None, (own_doubt(catalogue, network), *told[:1])))


def own_doubt(catalogue: Catalogue, network: Network) -> str:
    """What is to be verified of this network alone, or ``""``."""
    own = network.doubt or ""
    return "" if own == _kind_doubt(catalogue, network) else own


def _kind_doubt(catalogue: Catalogue, network: Network) -> str:
    known = network.kind in catalogue.notion_ids
    return (catalogue.notion(network.kind).doubt or "") if known else ""


def areas_served(network: Network) -> str:
    """The territories of a network, of many the first; ``France`` if national."""
    names = [area.name for area in network.covers]
    if len(names) > MOST_AREAS:
        return f"{names[0]} et {len(names) - 1} autres territoires"
    return ", ".join(names) or "France"


def ended(fact: Fact, today: str) -> str:
    """When a fact that is no longer true ended: ``terminé en mai 2025``; else ``""``."""
    past = fact.valid_until and fact.valid_until < today
    return f"terminé en {day(fact.valid_until[:7])}" if past and fact.valid_until else ""


def age(fact: Fact, catalogue: Catalogue) -> str:
    """The year of the newest source of a fact if it is older than the list, else ``""``."""
    return aged(max(source.date for source in fact.sources), catalogue.as_of)
