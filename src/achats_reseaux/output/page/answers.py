"""What the page says of its places, as HTML made of the card's values.

An answer is a list of pieces that places share; a piece names its networks by empty articles, which
``page.js`` fills with copies of those of the directory.
"""

from __future__ import annotations

from achats_reseaux.answering import card as cards
from achats_reseaux.answering import matching
from achats_reseaux.answering.verdict import GUICHET, enumeration
from achats_reseaux.model import Query
from achats_reseaux.output.page.markup import escaped, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from achats_reseaux.answering.card import Card, Section
    from achats_reseaux.model import Answer, Catalogue, GuichetVert, Match, Place


class SharedAnswers:
    """The answers of a page, each computed once for all places that have it.

    Attributes:
        audiences: their ids; ``""`` for any public buyer.
        pieces: HTML, with its number.
        networks: the ids of the networks of all answers, with their number.
        orders: numbers of networks in the order of ``find``, with their own number.
        found: for each answer ``[départements, location, status, guichets, each audience]``; of an
            audience, the number of its order, then those of its pieces.
    """

    def __init__(self, catalogue: Catalogue, today: str) -> None:
        self.audiences = ("", *(word.id for word in catalogue.words["audience"]))
        self.pieces: dict[str, int] = {}
        self.networks: dict[str, int] = {}
        self.orders: dict[tuple[int, ...], int] = {}
        self.found: list[list[Any]] = []
        self._catalogue = catalogue
        self._today = today
        self._numbers: dict[object, int] = {}

    def number(self, place: Place) -> int:
        """The number of the answer about a place."""
        # Places that have these in common have the same answer.
        shares = matching.local_coverage(self._catalogue, place)
        guichet = matching.guichet_vert_at(self._catalogue, place, self._today)
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
        heading = f"<h3>{escaped(lead.label)}</h3>"
        yield f'<section class="lead">{heading}{_copies(lead.matches)}</section>'
    if content.aside:
        yield f"<p>{escaped(content.aside)}</p>"
    if content.others:
        said = escaped("Coût non documenté, sauf mention : demandez-le.")
        yield f'<h2>Aussi pour vous, selon le besoin</h2><p class="gloss">{said}</p>'
    yield from map(_section, content.others)


def _verdict(content: Card) -> str:
    """The verdict, unless the heading and the name of the only guichet vert say it."""
    is_named = content.status == "covered" and GUICHET in {one.label for one in content.leads}
    said = "" if is_named or not content.verdict else f"{content.verdict.rstrip('.')}."
    lines = [f"<p>{escaped(said)}</p>"] if said else []
    for one in content.shares:
        who = escaped(enumeration(one.names) or "Aucun guichet vert")
        parts = escaped(f" : {', '.join(one.parts)}")
        lines.append(f"<p><strong>{who}</strong>{parts}</p>")
    return f'<div class="verdict {content.status}">{"".join(lines)}</div>' if lines else ""


def _section(other: Section) -> str:
    heading, copies = f"<h3>{escaped(other.label)}</h3>", _copies(other.matches)
    if not other.audience:
        return f'<section class="use">{heading}{copies}</section>'
    names = ", ".join(one.network.label for one in other.matches)
    summary = f"<summary>{heading}{escaped(f' : {names}')}</summary>"
    return f'<details class="use">{summary}{copies}</details>'


def _copies(matches: Iterable[Match]) -> str:
    """Places for networks, that ``page.js`` fills."""
    part = '<span class="tag part">une partie du lieu</span>'
    return "".join(
        f'<article data-network="{value(one.network.id)}">'
        f"{part if one.coverage == 'partial' else ''}</article>"
        for one in matches
    )
