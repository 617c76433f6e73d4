"""What is left out of a card that is too long for its terminal, and in which order.

The parts of a card are drawn once, as lines; a plan says how many of them are shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.model import Record
from achats_reseaux.output.views.styled_lines import text
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEAST_DESKS = 2


class NeedLines(Record):
    """A need, drawn; its label stands above or before the first row."""

    rows: list[list[Text]]
    others: int  # how many there are beside the rows
    names: list[Text]  # these, named
    count: Text  # these, counted


class CardLines(Record):
    """The parts of a card, drawn."""

    head: list[Text]
    panel: list[Text]  # or the title of a table of desks
    desks: list[list[Text]]  # the rows of that table: desks, then traces
    more_desks: int  # how many others there are
    below_desks: list[Text]  # whom to call
    needs: list[NeedLines]
    apart: list[Text]  # how many serve those who did not ask
    apart_count: int
    notices: list[Text]
    foot: list[Text]


class Plan(Record):
    """What of a card is shown."""

    rows: tuple[int, ...]  # of each need
    desks: int  # of the table
    details: bool = False  # the names of those without a row, else their count; air at the head
    blanks: bool = False  # before and behind the needs
    notices: bool = False
    total: bool = False  # whether they are counted in one line at the end, not by need


def card_within(card: CardLines, room: int) -> list[Text]:
    """The lines of the longest card that has at most so many, else of the shortest."""
    lines: list[Text] = []
    for plan in _plans(card):
        lines = _lines(card, plan)
        if len(lines) <= room:
            break
    return lines


def _plans(card: CardLines) -> Iterator[Plan]:
    """What is shown of a card, always less.

    First go details (the names of those without a row) and blank lines; then the counts
    of the needs become one, and notices go. In it go rows of the needs that have most (of
    two, of the later), all rows of the needs but the first, desks.
    """
    rows = [len(need.rows) for need in card.needs]
    desks = len(card.desks)
    yield Plan(tuple(rows), desks, details=True, blanks=True, notices=True)
    yield Plan(tuple(rows), desks, blanks=True, notices=True)
    yield Plan(tuple(rows), desks, notices=True)
    yield Plan(tuple(rows), desks, notices=True, total=True)
    yield Plan(tuple(rows), desks, total=True)
    while max(rows, default=0) > 1:
        last = max(range(len(rows)), key=lambda rank: (rows[rank], rank))
        rows[last] -= 1
        yield Plan(tuple(rows), desks, total=True)
    for rank in range(len(rows) - 1, 0, -1):
        rows[rank] = 0
        yield Plan(tuple(rows), desks, total=True)
    for fewer in range(desks - 1, _LEAST_DESKS - 1, -1):
        yield Plan(tuple(rows), fewer, total=True)


def _lines(card: CardLines, plan: Plan) -> list[Text]:
    """The lines of a card of a plan."""
    blank = [Text()] * plan.blanks
    lines = list(card.head)
    if card.panel:
        if plan.details:
            lines.append(Text())
        lines += card.panel + _desk_lines(card, plan.desks)
    if card.needs:
        lines += blank
    hidden = card.apart_count
    for need, shown in zip(card.needs, plan.rows, strict=True):
        for row in need.rows[:shown]:
            lines += row
        hidden += need.others + len(need.rows) - shown
        if plan.details:
            lines += need.names
        elif need.others and not plan.total:
            lines.append(need.count)
    if not plan.total:
        lines += card.apart
    elif hidden:
        lines.append(text(f"et {counted(hidden, 'autre')} : --tout", "dim"))
    lines += blank
    if plan.notices:
        lines += card.notices
    return lines + card.foot


def _desk_lines(card: CardLines, shown: int) -> list[Text]:
    """So many rows of the table of desks; the others counted."""
    lines: list[Text] = []
    for row in card.desks[:shown]:
        lines += row
    hidden = card.more_desks + len(card.desks) - shown
    if hidden:
        lines.append(text(f"et {counted(hidden, 'autre')} : --tout", "dim"))
    return lines + card.below_desks
