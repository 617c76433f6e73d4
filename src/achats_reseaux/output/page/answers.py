"""What the page says, as HTML made of the card's values.

Each network is one ``<article>`` of the directory. An answer is a list of pieces that places share;
a piece names its networks by empty articles, which ``page.js`` fills with copies.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering import card as cards
from achats_reseaux.answering import matching
from achats_reseaux.model import Query
from achats_reseaux.output.page.markup import doubt, escaped, link, value
from achats_reseaux.text import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from typing import Any

    from achats_reseaux.answering.card import Card, WayIn
    from achats_reseaux.model import Answer, Catalogue, Match, Network, Place

_WAYS = {"page": "Page", "website": "Site", "email": "Courriel", "phone": "Téléphone"}


class SharedAnswers:
    """The answers of a page, each computed once for all places that have it.

    Attributes:
        audiences: their ids; ``""`` for any public buyer.
        pieces: HTML, with its number.
        networks: the ids of the networks of all answers, with their number.
        orders: numbers of networks in the order of ``find``, with their own number.
        found: for each answer ``[départements, location, status, guichets, each audience]``; of an
            audience, the number of its order, then those of its pieces.
        compared: for each answer, what ``find`` compares for namesakes.
    """

    def __init__(self, catalogue: Catalogue, today: str) -> None:
        self.audiences = ("", *(word.id for word in catalogue.words["audience"]))
        self.pieces: dict[str, int] = {}
        self.networks: dict[str, int] = {}
        self.orders: dict[tuple[int, ...], int] = {}
        self.found: list[list[Any]] = []
        self.compared: list[object] = []
        self._catalogue = catalogue
        self._today = today
        self._numbers: dict[object, int] = {}
        below = catalogue.networks_at(catalogue.facets["scope"].get("below", ()))
        self._finer = {gazetteer.departement_of(insee) for one in below for insee in one.communes}

    def number(self, place: Place) -> int:
        """The number of the answer about a place."""
        # Places that have these in common have the same answer.
        common: object = place.departements
        if not self._finer.isdisjoint(place.departements):
            shares = matching.local_coverage(self._catalogue, place)
            guichet = matching.guichet_vert_at(self._catalogue, place)
            common = (place.departements, tuple(shares.items()), guichet)
        if common not in self._numbers:
            self._numbers[common] = len(self.found)
            self._add(place.replace(notes=()))
        return self._numbers[common]

    def _add(self, place: Place) -> None:
        guichet = matching.guichet_vert_at(self._catalogue, place)
        answers = []
        for audience in self.audiences:
            query = Query("find", audiences=(audience,) if audience else ())
            answer = matching.find_at(self._catalogue, query, place, self._today, guichet)
            answers.append(answer.replace(catalogue=self._catalogue, today=self._today))
        shares = tuple((one.network.id, one.coverage) for one in answers[0].results)
        self.compared.append((guichet.status, guichet.networks, shares))
        said = [" ".join(place.departements), cards.location(place.replace(name=""))]
        said += [guichet.status, " ".join(guichet.networks)]
        self.found.append([*said, *map(self._drawn, answers)])

    def _drawn(self, answer: Answer) -> list[int]:
        ids = (match.network.id for match in answer.results)
        ranked = tuple(self.networks.setdefault(one, len(self.networks)) for one in ids)
        order = self.orders.setdefault(ranked, len(self.orders))
        pieces = filter(None, _pieces(cards.card(answer)))
        return [order, *(self.pieces.setdefault(one, len(self.pieces)) for one in pieces)]


def _pieces(content: Card) -> Iterator[str]:
    yield _verdict(content)
    for lead in content.leads:
        copies = _copies(lead.matches)
        gloss = f'<p class="gloss">{escaped(lead.gloss)}</p>' if lead.gloss else ""
        yield f'<section class="lead"><h3>{escaped(lead.label)}</h3>{gloss}{copies}</section>'
    if content.aside:
        yield f"<p>{escaped(content.aside)}</p>"
    for other in content.others:
        copies = _copies(other.matches)
        heading = f"<h3>{escaped(other.label)}</h3>"
        if other.audience:
            networks = (match.network for match in other.matches)
            names = ", ".join(one.label for one in networks)
            summary = f"<summary>{heading}{escaped(f' : {names}')}</summary>"
            yield f'<details class="use">{summary}{copies}</details>'
        else:
            yield f'<section class="use">{heading}{copies}</section>'


def _verdict(content: Card) -> str:
    """The verdict, unless a heading and the name below it say it already."""
    said = content.verdict.rstrip(".")
    if any(said == f"{one.label} : {one.matches[0].network.name}" for one in content.leads):
        said = ""
    lines = [f'<p class="verdict {content.status}">{escaped(said)}.</p>'] if said else []
    if content.remark:
        lines.append(f"<p>{escaped(content.remark)}</p>")
    for one in content.shares:
        who = escaped(" et ".join(one.names) or "Aucun guichet vert")
        lines.append(f"<p><strong>{who}</strong>{escaped(' : ' + ', '.join(one.parts))}</p>")
    return "".join(lines)


def _copies(matches: Iterable[Match]) -> str:
    """Places for networks that ``page.js`` fills."""
    note = '<p class="mark">Ne couvre qu\'une partie de ce lieu.</p>'
    return "".join(
        f'<article data-network="{value(one.network.id)}">'
        f"{note * (one.coverage == 'partial')}</article>"
        for one in matches
    )


# --- the directory -------------------------------------------------------------------------------


def directory(catalogue: Catalogue, shown: Container[str], today: str) -> str:
    """The networks of a page by use, one article each."""
    matches = matching.list_networks(catalogue, Query("list"), today).results
    sections = cards.by_use(catalogue, [one for one in matches if one.network.id in shown])
    return "\n".join(
        f"<h3>{escaped(one.label)}</h3>\n"
        + "\n".join(_article(catalogue, match, today) for match in one.matches)
        for one in sections
    )


def _article(catalogue: Catalogue, match: Match, today: str) -> str:
    network, ways = match.network, cards.best_ways(match)
    parts = [
        f"<h4>{escaped(network.name)}</h4>",
        f"<p>{escaped(network.summary)}</p>",
        f'<p class="terms">{_terms(network)}</p>',
        f"<dl>{''.join(map(_way, ways))}</dl>" if ways else "",
        *map(doubt, cards.doubts(catalogue, network)),
        _details(catalogue, network, today),
    ]
    if network.valid_until:  # page.js shows it when the day has come
        told = escaped(f"Fiche valable jusqu'au {day(network.valid_until)}, à vérifier.")
        hidden = "" if match.expired else " hidden"
        parts.append(f'<p class="mark" data-after="{network.valid_until}"{hidden}>{told}</p>')
    return f'<article id="reseau:{value(network.id)}">{"".join(parts)}</article>'


def _terms(network: Network) -> str:
    """The cost, who may call, the territory of a local network."""
    area = cards.areas_served(network) if network.covers else ""
    own = "fiche locale" if network.origin == "local" else ""
    told = " · ".join(one.rstrip(".") for one in (network.cost, network.who, area, own) if one)
    lacking = f"{cards.NO_COST}{' · ' * bool(told)}"
    unknown = "" if network.cost else f'<span class="unknown">{escaped(lacking)}</span>'
    return unknown + escaped(told)


def _way(way: WayIn) -> str:
    """A way to reach a network; on paper, ``page.css`` writes its whole address."""
    is_address = way.kind != "link" and "://" in way.target
    words = cards.host(way.target) if is_address else way.text
    note = f"<dd>{escaped(way.note.rstrip('.'))}</dd>" if way.note else ""
    heading = _WAYS.get(way.kind, "Passer par")
    return f"<div><dt>{heading}</dt><dd>{link(way.target, words)}</dd>{note}</div>"


def _details(catalogue: Catalogue, network: Network, today: str) -> str:
    """How to get access, what our research notes, and where all this was read."""
    research = (one for one in catalogue.facts_of(network.id) if one.field == cards.RESEARCH)
    notes = [*cards.access(catalogue, network, today), *research]
    lines = [escaped(f"{one.value} {one.note or ''}".rstrip()) for one in notes]
    for source in (one for one in network.sources if one != catalogue.reference):
        read = f", {source.dated} le {day(source.date)}" if source.date else ""
        lines.append(f"{escaped('Source : ')}{link(source.url, source.title)}{escaped(read)}")
    lines.append(escaped(f"Fiche comparée aux sources le {day(network.checked_on)}"))
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>Précisions</summary><ul>{items}</ul></details>"
