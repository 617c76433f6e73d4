"""What the page says, as HTML made of the card's values.

Each network is one ``<article>`` of the directory. An answer is a list of pieces that places share;
a piece names its networks by empty articles, which ``page.js`` fills with copies.
"""

from __future__ import annotations

import re

from achats_reseaux.answering import card as cards
from achats_reseaux.answering import matching
from achats_reseaux.answering.verdict import GUICHET
from achats_reseaux.model import Query
from achats_reseaux.output.page.markup import doubt, escaped, link, value
from achats_reseaux.text import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator
    from typing import Any

    from achats_reseaux.answering.card import Card, Section, WayIn
    from achats_reseaux.answering.verdict import Share
    from achats_reseaux.model import Answer, Catalogue, GuichetVert, Match, Network, Place

_WAYS = {"page": "Page", "website": "Site", "email": "Courriel", "phone": "Téléphone"}
_WHAT = re.compile(r"((?:Article|Actualité|Page|Portail|Site)\b.*?)(?:(?:,(?! qui)| ;) (.*))?")
"""A note that says first what an address is: an article of the press, the page of another body."""
_DEPARTEMENT = re.compile(r"([^,]+) \((\w+)\)")
"""A part of a place that is a whole département."""


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

    def __init__(self, catalogue: Catalogue, within: Container[str], today: str) -> None:
        self.audiences = ("", *(word.id for word in catalogue.words["audience"]))
        self.pieces: dict[str, int] = {}
        self.networks: dict[str, int] = {}
        self.orders: dict[tuple[int, ...], int] = {}
        self.found: list[list[Any]] = []
        self.compared: list[object] = []
        self._catalogue = catalogue
        self._within = within
        self._today = today
        self._numbers: dict[object, int] = {}

    def number(self, place: Place) -> int:
        """The number of the answer about a place."""
        # Places that have these in common have the same answer.
        shares = matching.local_coverage(self._catalogue, place)
        guichet = matching.guichet_vert_at(self._catalogue, place)
        common = (place.departements, tuple(shares.items()), guichet)
        if common not in self._numbers:
            self._numbers[common] = len(self.found)
            self._add(place.replace(notes=()), guichet)
        return self._numbers[common]

    def _add(self, place: Place, guichet: GuichetVert) -> None:
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
        pieces = filter(None, _pieces(cards.card(answer), self._within))
        return [order, *(self.pieces.setdefault(one, len(self.pieces)) for one in pieces)]


def _pieces(content: Card, within: Container[str]) -> Iterator[str]:
    yield _verdict(content, within)
    elsewhere = _elsewhere(content)
    for lead in content.leads:
        copies = _copies(lead.matches, content.shares)
        gloss = f'<p class="gloss">{escaped(lead.gloss)}</p>' if lead.gloss else ""
        yield f'<section class="lead"><h3>{escaped(lead.label)}</h3>{gloss}{copies}</section>'
    if elsewhere:
        yield f'<section class="lead"><h3>Ailleurs dans ce lieu</h3>{_copies(elsewhere)}</section>'
    if content.aside:
        yield f"<p>{escaped(content.aside)}</p>"
    if content.others:
        said = escaped("Coût non documenté, sauf mention : demandez-le.")
        yield f'<h2>Aussi pour vous, selon le besoin</h2><p class="gloss">{said}</p>'
    for other in content.others:
        if matches := [one for one in other.matches if one not in elsewhere]:
            yield _section(other, matches)


def _elsewhere(content: Card) -> list[Match]:
    """Who helps in the parts of a place that its guichet vert does not serve."""
    if content.status != "partial" or GUICHET not in (one.label for one in content.leads):
        return []
    local = (one for other in content.others for one in other.matches if one.network.covers)
    return [one for one in local if one.coverage == "full" and cards.stands_in(one)]


def _section(other: Section, matches: list[Match]) -> str:
    heading, copies = f"<h3>{escaped(other.label)}</h3>", _copies(matches)
    if other.audience:
        names = ", ".join(one.network.label for one in matches)
        summary = f"<summary>{heading}{escaped(f' : {names}')}</summary>"
        return f'<details class="use">{summary}{copies}</details>'
    # The one page that leads to all those without an address is named once.
    if other.label == cards.NO_ADDRESS and len(set(map(cards.ways_in, matches))) == 1:
        copies = f'<div class="one-way">{copies}</div>'
    return f'<section class="use">{heading}{copies}</section>'


def _verdict(content: Card, within: Container[str]) -> str:
    """The verdict, unless a heading and the name below it say it already."""
    named = ("", *(f"{one.label} : {one.matches[0].network.name}" for one in content.leads))
    said = content.verdict.rstrip(".")
    sentences = ("" if said in named else f"{said}.", content.remark)
    lines = [f"<p>{escaped(one)}</p>" for one in sentences if one]
    for one in content.shares:
        who = escaped(" et ".join(one.names) or "Aucun guichet vert")
        parts = ", ".join(_linked(part, within) for part in one.parts)
        lines.append(f"<p><strong>{who}</strong>{escaped(' : ')}{parts}</p>")
    return f'<div class="verdict {content.status}">{"".join(lines)}</div>' if lines else ""


def _linked(part: str, within: Container[str]) -> str:
    """A part of a place, a link to its own answer if that is on the page."""
    whole = _DEPARTEMENT.fullmatch(part)
    return link(f"#{whole[2]}", part) if whole and whole[2] in within else escaped(part)


def _copies(matches: Iterable[Match], shares: Iterable[Share] = ()) -> str:
    """Places for networks, each with the part that it serves, that ``page.js`` fills."""
    return "".join(
        f'<article data-network="{value(one.network.id)}">{_part(one, shares)}</article>'
        for one in matches
    )


def _part(match: Match, shares: Iterable[Share]) -> str:
    """What a network serves of a place, if not all of it."""
    if match.coverage != "partial":
        return ""
    parts = [part for one in shares if match.network.name in one.names for part in one.parts]
    whole = _DEPARTEMENT.fullmatch(parts[0]) if len(parts) == 1 else None
    said = f"{whole[1]} seulement" if whole else "une partie du lieu"
    return f'<span class="tag part">{escaped(said)}</span>'


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
    shown = ways if network.contact.first else ways[:1]
    cost = (network.cost or "").rstrip(".")
    free = f' <span class="tag">{escaped(cost)}</span>' if cost.startswith("Gratuit") else ""
    area = cards.areas_served(network) if network.covers else ""
    own = "fiche locale" if network.origin == "local" else ""
    said = ("" if free else cost, network.who, area, own)
    summary, terms = escaped(network.summary), " · ".join(one.rstrip(".") for one in said if one)
    unknown = "" if network.cost else f'<span class="unknown"> {escaped(cards.NO_COST)}</span>'
    more = f"{unknown}{escaped(terms)}{_details(catalogue, network, today, ways[len(shown) :])}"
    doubts = cards.doubts(catalogue, network)
    contacts = "".join(_way(one, marked=one.doubtful and not doubts) for one in shown)
    parts = [
        f"<h4>{escaped(network.name)}{free}</h4>",
        f"<p>{summary}</p>" if terms else f"<div>{summary}{more}</div>",
        f"<dl>{contacts}</dl>" if shown else "",
        *map(doubt, doubts),
        f'<div class="terms">{more}</div>' if terms else "",
    ]
    if network.valid_until:  # page.js shows it when the day has come
        told = escaped(f"Fiche valable jusqu'au {day(network.valid_until)}, à vérifier.")
        hidden = "" if match.expired else " hidden"
        parts.append(f'<p class="mark" data-after="{network.valid_until}"{hidden}>{told}</p>')
    return f'<article id="reseau:{value(network.id)}">{"".join(parts)}</article>'


def _way(way: WayIn, *, marked: bool) -> str:
    """A way to reach a network; on paper, ``page.css`` writes its whole address."""
    # Where it may go on in the next line: behind the @, or where three labels are left.
    words = re.sub(r"(?<=@)|(?=(\.[^.]+){3}$)", "<wbr>", escaped(cards.host(way.text)))
    label, note = _WAYS.get(way.kind, "Passer par"), way.note.rstrip(".")
    if (what := _WHAT.fullmatch(note)) and (what[2] or not marked):
        label, note = what[1], what[2] or ""
    mark = ' class="doubt"' * marked
    below = f"<dd{mark}>{escaped(note[:1].upper() + note[1:])}</dd>" if note else ""
    to = f'<a href="{value(way.target)}">{words}</a>'
    return f"<div><dt>{escaped(label)}</dt><dd>{to}</dd>{below}</div>"


def _details(catalogue: Catalogue, network: Network, today: str, ways: tuple[WayIn, ...]) -> str:
    """How to get access, what our research notes, other ways in, and where all this was read."""
    research = (one for one in catalogue.facts_of(network.id) if one.field == cards.RESEARCH)
    notes = [*cards.access(catalogue, network, today), *research]
    lines = [escaped(f"{one.value} {one.note or ''}".rstrip()) for one in notes]
    lines += (f"Ou par {link(one.target, one.text)}" for one in ways)
    for source in (one for one in network.sources if one != catalogue.reference):
        read = f", {source.dated} le {day(source.date)}" if source.date else ""
        lines.append(f"{escaped('Source : ')}{link(source.url, source.title)}{escaped(read)}")
    lines.append(escaped(f"Fiche comparée aux sources le {day(network.checked_on)}"))
    items = "".join(f"<li>{line}</li>" for line in lines)
    return f"<details><summary>Précisions</summary><ul>{items}</ul></details>"
