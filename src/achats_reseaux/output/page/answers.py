"""What the page says of its places, as HTML made of the card's values.

An answer is a list of pieces that places share; a piece names its networks by empty articles, which
``page.js`` fills with copies of those of the directory.
"""

from __future__ import annotations

from achats_reseaux.answering import card as cards
from achats_reseaux.answering import matching
from achats_reseaux.model import Query
from achats_reseaux.output.page.markup import escaped, value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from achats_reseaux.answering.card import Card, Need
    from achats_reseaux.answering.frame import Frame
    from achats_reseaux.answering.rows import HelpRow
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
    frame, desks = content.frame, content.desks
    if frame:
        yield _frame(content.status, frame)
    if desks:
        heading = f"<h3>{escaped(desks.title)}</h3>"
        yield f'<section class="lead">{heading}{_copies(desks.desks)}</section>'
    if content.needs:
        said = escaped("Coût non documenté, sauf mention : demandez-le.")
        yield f'<h2>Aussi pour vous, selon le besoin</h2><p class="gloss">{said}</p>'
    yield from map(_section, content.needs)
    yield from map(_section, content.apart)


def _frame(status: str, frame: Frame) -> str:
    """Whom to call first, by their article; what their article does not say above it."""
    heading = f"<h3>{escaped(f'{frame.need} : {frame.who}')}</h3>"
    lines = [] if status == "covered" or not frame.tells_guichet else frame.lines
    said = "".join(f"<p>{escaped(line.words)}</p>" for line in lines if line.ways or line.words)
    copies = "".join(map(_copy, frame.matches))
    verdict = f'<div class="verdict {status}">{heading}{said}</div>'
    return f'<section class="lead">{verdict}{copies}</section>'


def _section(need: Need) -> str:
    rows = (*need.rows, *need.others)
    said = f"<p>{escaped(need.sentence)}</p>" if need.sentence else ""
    heading, copies = f"<h3>{escaped(need.label)}</h3>{said}", _copies(rows)
    if not need.audience:
        return f'<section class="use">{heading}{copies}</section>'
    names = ", ".join(row.name for row in rows)
    summary = f"<summary>{heading}{escaped(f' : {names}')}</summary>"
    return f'<details class="use">{summary}{copies}</details>'


def _copies(rows: Iterable[HelpRow]) -> str:
    """Places for networks, that ``page.js`` fills."""
    return "".join(_copy(row.match) for row in rows if row.match)


def _copy(match: Match) -> str:
    part = '<span class="tag part">une partie du lieu</span>'
    shown = part if match.coverage == "partial" else ""
    return f'<article data-network="{value(match.network.id)}">{shown}</article>'
