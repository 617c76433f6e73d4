"""The card as the page shows it until it is made from ``answering.card``.

A :class:`Card` has no layout: ``output/views/place_card.py`` draws it on a terminal, the page shows
the same values. It is specified in section 7 of the contract.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.disambiguation import part_label
from achats_reseaux.answering.matching import (
    FIRM,
    GUICHET_VERT,
    PUBLIC_BUYERS,
    find_at,
    leads_first,
    no_guichet_vert,
    notices,
)
from achats_reseaux.model import WAYS_IN, Record
from achats_reseaux.text import aged, dated_list, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import (
        Answer,
        Catalogue,
        Fact,
        GuichetVert,
        Imprint,
        Match,
        Network,
        Part,
        Place,
        Query,
    )

SOCIAL_CLAUSE = "clause-sociale"
"""The use of the networks that come first if the social theme is asked for."""
SOCIAL_LABEL = "Clause sociale"
"""The heading of these networks."""
MOST_INSTEAD = 3
"""The most national networks to name in place of a guichet vert."""
INSTEAD = "À contacter à la place"
"""The heading of these networks."""
GUICHET = "Guichet vert"
"""The heading of guichets verts to contact first."""
ALSO_OPEN = "Ouverts aussi"
"""The heading of networks for public buyers that also serve firms."""
NO_COST = "Coût non documenté : demandez-le"
"""For one network whose cost no source states."""
NO_OTHER_COST = "Coût non documenté, sauf mention : demandez-le."
"""For several networks, some of which are shown with their cost."""
ACCESS = "acces"
"""The field of a fact on how to get to a network."""


class WayIn(Record):
    """One way to reach a network.

    Attributes:
        kind: ``page``, ``website``, ``email`` or ``phone``; ``link`` is a page that leads to
            networks without an address of their own.
        text: the text to show: the address or the number, or the label of a link.
        target: the URI (``https:``, ``mailto:``, ``tel:``).
        caveat: French sentence on its limits, or ``""``.
        mark: one or two words on how it is known, to be shown with it everywhere (``à vérifier``);
            or ``""``.
        age: the year of its newest source if this is older than the list (``source de 2019``).
    """

    kind: str
    text: str
    target: str
    caveat: str
    mark: str = ""
    age: str = ""


class Entry(Record):
    """A network on a card.

    Attributes:
        label: its short name.
        summary: one sentence on what it does for a buyer.
        cost: what it costs, or ``""`` if no source states it.
        who: who may call, likewise.
        doubt: what is to be verified, or ``""``.
        access: facts on how to access it, each with its caveat or ``""``.
        where: the territories of a local network; ``""`` if national.
        partial: whether it covers only a part of the place.
        ways_in: the documented ways to reach it, the best first; links if there are none.
        is_documented: whether it has an address of its own.
        is_local: whether it comes from the user's own catalogue.
        expired: whether its validity has ended.
    """

    id: str
    name: str
    label: str
    summary: str
    cost: str
    who: str
    doubt: str
    access: tuple[tuple[str, str], ...]
    where: str
    partial: bool
    ways_in: tuple[WayIn, ...]
    is_documented: bool
    is_local: bool
    expired: bool


class Section(Record):
    """Entries under a French heading; ``gloss`` explains the heading, or is ``""``."""

    label: str
    entries: tuple[Entry, ...]
    gloss: str = ""


class Share(Record):
    """Parts of a place, and the names of the guichets verts that serve them, if any."""

    names: tuple[str, ...]
    parts: tuple[str, ...]


class Card(Record):
    """The content of an answer about a place.

    Attributes:
        title, location: the place, and its département and region (or ``""``).
        status: as in :class:`~achats_reseaux.model.GuichetVert`.
        verdict: the main answer, in a few French words.
        remark: a sentence to go with the verdict, or ``""``.
        environment: who advises on the environment if another theme was asked for, or ``""``.
        shares: which guichets verts serve which parts of a split or partial place.
        leads: the networks to contact first.
        notices: the notices of the catalogue for the filters of the query.
        groups: the other networks, by use.
        all_priced: whether the cost of these is known, and of those in place of a guichet vert.
        audiences: the networks that serve a single audience which did not ask.
        unreachable: the other national networks without a documented address.
        notes: French sentences on how the place was read, or on expired entries.
        listed: the month of the list: ``liste de novembre 2024``.
        source: the dates of the list and of its comparison with its sources.
    """

    title: str
    location: str
    status: str
    verdict: str
    remark: str
    environment: str
    shares: tuple[Share, ...]
    leads: tuple[Section, ...]
    notices: tuple[str, ...]
    groups: tuple[Section, ...]
    all_priced: bool
    audiences: tuple[Section, ...]
    unreachable: tuple[Entry, ...]
    notes: tuple[str, ...]
    listed: str
    source: str


def card(answer: Answer) -> Card:
    """The card of an answer about one place (status ``found`` or ``none``)."""
    place, guichet, query = answer.place, answer.guichet_vert, answer.query
    catalogue, today = answer.catalogue, answer.today
    assert place is not None
    assert guichet is not None
    assert catalogue is not None
    results = answer.results
    remark = ""
    if not results:  # nothing fits the filters: answer without them
        if query.kinds != (GUICHET_VERT,) or guichet.networks:
            remark = "Aucun réseau ne répond à ces critères ; voici qui aide quand même."
        query = query.replace(themes=(), kinds=(), audiences=())
        results = find_at(catalogue, query, place, today).results
    leads = _leads(catalogue, query, guichet, results)
    if INSTEAD in dict(leads) and (gloss := _gloss(catalogue, GUICHET_VERT)):
        remark = f"{remark} {GUICHET} : {gloss}.".strip()
    said = {match.network.id for _, matches in leads for match in matches}
    rest = [match for match in results if match.network.id not in said]
    folded = [match for match in rest if _is_for_another_audience(match, query)]
    unfolded = [match for match in rest if not _is_for_another_audience(match, query)]
    unreachable = [match for match in unfolded if _has_no_address(match.network)]
    others = [match for match in unfolded if not _has_no_address(match.network)]
    groups = _for_firms(catalogue, others, today) if query.audiences == (FIRM,) else ()
    groups = groups or by_use(catalogue, others, today)
    headings = {label for label, _ in leads}
    groups = tuple(one.replace(gloss="") if one.label in headings else one for one in groups)
    shown = {match.network.id for match in results}
    verdict, environment = _verdict(catalogue, place, guichet, query, shown)
    general = notices(catalogue, answer.query)
    return Card(
        title=f"{place.code} {place.name}" if place.kind == "code-postal" else place.name,
        location=location(place),
        status=guichet.status,
        verdict=verdict,
        remark=remark,
        environment=environment,
        shares=shares(guichet) if guichet.status in ("split", "partial") else (),
        leads=tuple(_section(catalogue, label, matches, today) for label, matches in leads),
        notices=general,
        groups=groups,
        all_priced=all(match.network.cost for match in (*others, *dict(leads).get(INSTEAD, ()))),
        audiences=_by_audience(catalogue, folded, today),
        unreachable=tuple(entry(catalogue, match, today) for match in unreachable),
        notes=tuple(note for note in answer.notes if note not in general),
        listed=dated_list(catalogue.as_of),
        source=source_dates(catalogue),
    )


def source_dates(imprint: Imprint) -> str:
    """The dates of the list and of the comparison of the entries with their sources."""
    return f"Liste du {day(imprint.as_of)}, fiches comparées le {day(imprint.checked_on)}"


def ended(fact: Fact, today: str) -> str:
    """When a fact that is no longer true ended: ``terminé en mai 2025``; else ``""``."""
    past = fact.valid_until and fact.valid_until < today
    return f"terminé en {day(fact.valid_until[:7])}" if past and fact.valid_until else ""


def age(fact: Fact, imprint: Imprint) -> str:
    """The year of the newest source of a fact if it is older than the list, else ``""``."""
    return aged(max(source.date for source in fact.sources), imprint.as_of)


# --- the place -----------------------------------------------------------------------------------

MOST_AREAS = 3
"""More départements than this are counted, not named."""


def location(place: Place) -> str:
    """The départements and regions that a place lies in: ``Seine-Maritime, Normandie``."""
    names = [_area_name("departement", code) for code in place.departements]
    regions = [_area_name("region", code) for code in place.regions]
    if len(names) > MOST_AREAS:
        names = [f"{len(names)} départements"]
        regions = regions if len(regions) <= MOST_AREAS else [f"{len(regions)} régions"]
    said = [_enumeration(some) for some in (names, regions) if some]
    return ", ".join(dict.fromkeys(one for one in said if one and one != place.name))


def _area_name(kind: str, code: str) -> str:
    area = gazetteer.territory(kind, code)
    return area.name if area else code


# --- the verdict ---------------------------------------------------------------------------------


def _verdict(
    catalogue: Catalogue, place: Place, guichet: GuichetVert, query: Query, shown: set[str]
) -> tuple[str, str]:
    """The verdict, and the sentence for ``environment``: one of them is ``""``."""
    if query.audiences == (FIRM,):
        return "Les guichets verts conseillent les acheteurs publics, pas les entreprises.", ""
    if guichet.status == "none":
        nobody = f"{no_guichet_vert(catalogue, place)}."
        if query.themes == ("social",):
            return "", f"Pour l'environnement : {nobody[0].lower()}{nobody[1:]}"
        return nobody, ""
    names = _enumeration(guichet.names)
    if shown.isdisjoint(guichet.networks):  # another theme was asked for
        plural = "s" if len(guichet.names) > 1 else ""
        return "", f"Pour l'environnement : guichet{plural} vert{plural} {names}."
    if guichet.status == "covered":
        return f"{GUICHET} : {names}", ""
    number = len(guichet.names)
    count = {2: "Deux", 3: "Trois", 4: "Quatre"}.get(number, str(number))
    if guichet.status == "split":
        return f"{count} guichets verts se partagent ce lieu.", ""
    if len(guichet.names) == 1:
        return "Un guichet vert ne couvre qu'une partie de ce lieu.", ""
    return f"{count} guichets verts ne couvrent qu'une partie de ce lieu.", ""


def _enumeration(names: Iterable[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} et {last}" if first else last


def shares(guichet: GuichetVert) -> tuple[Share, ...]:
    """Which guichets verts serve which parts, in their order; then the parts without one."""
    names = dict(zip(guichet.networks, guichet.names, strict=True))
    served: dict[tuple[str, ...], list[Part]] = {}
    for part in guichet.parts:
        served.setdefault(part.networks, []).append(part)
    order = list(names)
    ranked = sorted(served, key=lambda ids: [order.index(one) for one in ids] or [len(order)])
    return tuple(
        Share(
            tuple(names[one] for one in ids),
            tuple(part_label(part, whole=not part.partial) for part in served[ids]),
        )
        for ids in ranked
    )


# --- whom to contact first -----------------------------------------------------------------------

_Leads = list[tuple[str, list["Match"]]]


def _leads(
    catalogue: Catalogue, query: Query, guichet: GuichetVert, results: tuple[Match, ...]
) -> _Leads:
    """The networks to contact first, by heading.

    That of the audience asked for, the desks for the social clause if it was asked for, then the
    guichet vert; in its absence, some national networks on the environment.
    """
    leads: _Leads = []
    labels = {word.id: word.short or word.label for word in catalogue.words["audience"]}
    own = [match for match in results if leads_first(match.network, query)]
    if own and len(query.askers) == 1:
        leads.append((labels[query.askers[0]], own[:1]))
    if query.themes == ("social",):
        desks = [match for match in results if match.network.use == SOCIAL_CLAUSE]
        local = [match for match in desks if match.network.scope == "local"]
        if desks:
            leads.append((SOCIAL_LABEL, local or desks[:1]))
    guichets = [match for match in results if match.network.kind == GUICHET_VERT]
    if guichets:
        order = guichet.networks.index
        leads.append((GUICHET, sorted(guichets, key=lambda match: order(match.network.id))))
    elif guichet.status == "none" and _wants_advice(query):
        substitutes = [match for match in results if _stands_in(match)][:MOST_INSTEAD]
        if substitutes:
            leads.append((INSTEAD, substitutes))
    return leads


def _wants_advice(query: Query) -> bool:
    """Whether a query may be about the environment and comes from a public buyer."""
    themes = not query.themes or "environnement" in query.themes
    return themes and not query.kinds and query.audiences != (FIRM,)


def _stands_in(match: Match) -> bool:
    network = match.network
    open_to_all = set(network.audiences) >= PUBLIC_BUYERS
    return open_to_all and "environnement" in network.themes and bool(network.contact.first)


# --- the others ----------------------------------------------------------------------------------


def _has_no_address(network: Network) -> bool:
    """Whether it is national and has no documented address."""
    return network.scope == "national" and not network.contact.first


def _is_for_another_audience(match: Match, query: Query) -> bool:
    """Whether it is national and serves a single audience, which was not asked for."""
    audiences = match.network.audiences
    alone = len(audiences) == 1 and audiences[0] not in query.askers
    return alone and match.network.scope == "national"


def by_use(catalogue: Catalogue, matches: Iterable[Match], today: str) -> tuple[Section, ...]:
    """Matches by use, in the order of the vocabulary; those without a use by kind."""
    uses = catalogue.labels("use")
    kinds = catalogue.labels("kind")
    found: dict[str, list[Match]] = {label: [] for label in uses.values()}
    for match in matches:
        kind = match.network.kind
        found.setdefault(uses.get(match.network.use) or kinds.get(kind, kind), []).append(match)
    return tuple(_section(catalogue, label, some, today) for label, some in found.items() if some)


def _by_audience(catalogue: Catalogue, matches: list[Match], today: str) -> tuple[Section, ...]:
    return tuple(
        _section(catalogue, word.short or word.label, found, today)
        for word in catalogue.words["audience"]
        if (found := [match for match in matches if match.network.audiences == (word.id,)])
    )


def _for_firms(catalogue: Catalogue, matches: list[Match], today: str) -> tuple[Section, ...]:
    """The networks for firms only, by use; then those for public buyers too."""
    own = [match for match in matches if match.network.audiences == (FIRM,)]
    shared = [match for match in matches if match.network.audiences != (FIRM,)]
    return (
        *by_use(catalogue, own, today),
        *([_section(catalogue, ALSO_OPEN, shared, today)] if shared else ()),
    )


def _section(catalogue: Catalogue, label: str, matches: Iterable[Match], today: str) -> Section:
    gloss = _gloss(catalogue, SOCIAL_CLAUSE) if label == SOCIAL_LABEL else ""
    return Section(label, tuple(entry(catalogue, match, today) for match in matches), gloss)


def _gloss(catalogue: Catalogue, notion_id: str) -> str:
    return catalogue.notion(notion_id).gloss if notion_id in catalogue.notion_ids else ""


# --- one network ---------------------------------------------------------------------------------


def entry(catalogue: Catalogue, match: Match, today: str) -> Entry:
    """The entry of a network."""
    network = match.network
    facts = catalogue.facts_of(network.id)
    found = [(kind, getattr(network.contact, kind)) for kind in WAYS_IN]
    remarks = {kind: remark for kind, *remark in network.contact.remarks}
    ways = [
        WayIn(kind, text, _SCHEMES.get(kind, "") + text.replace(" ", ""), *remarks.get(kind, [""]))
        for kind, text in found
        if text
    ]
    links = [WayIn("link", link.label, link.url, link.note or "") for link in match.ways_in]
    own = [fact for fact in facts if fact.field == ACCESS and fact.of is None]
    own = [fact for fact in own if not ended(fact, today)]
    return Entry(
        id=network.id,
        name=network.name,
        label=network.short_name or network.name,
        summary=network.summary,
        cost=network.cost or "",
        who=network.who or "",
        doubt=network.doubt or "",
        access=tuple((fact.value, fact.note or age(fact, catalogue)) for fact in own),
        where=_shortened_areas([area.name for area in network.covers]),
        partial=match.coverage == "partial",
        ways_in=tuple(ways or links),
        is_documented=bool(ways),
        is_local=network.origin == "local",
        expired=match.expired,
    )


def _shortened_areas(names: list[str]) -> str:
    """The names of the territories of a network, shortened if there are many."""
    if len(names) <= MOST_AREAS:
        return ", ".join(names)
    return f"{', '.join(names[:2])} et {len(names) - 2} autres territoires"


_SCHEMES = {"email": "mailto:", "phone": "tel:"}
