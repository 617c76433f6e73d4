"""What is left out of a card that is too long for its terminal, and in which order.

A card is a list of parts, drawn once; each says when it leaves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.model import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from rich.text import Text

STAYS = 0
BLANK, NOTICE, FOURTH, FIFTH, THIRD, REST, LAST = range(1, 8)
"""When a part leaves: blank lines, then notices, national rows but three, local rows but four, the
third national one, the traces behind a desk and other local rows, at the very last the first two
national ones, then the traces of who has no desk: who asks for the clause is told no fewer than who
asks for all."""


class CardPart(Record):
    """Lines of a card that stay or go together."""

    lines: list[Text]
    leaves: int = STAYS
    hides: int = 0  # how many who help are counted in its place
    purpose: str = ""  # the label of the purpose that it is of; or ""
    labelled: list[Text] = []  # its lines where it is the first part of its purpose

    def with_lines(self, more: list[Text]) -> CardPart:
        """The same part with more lines."""
        return self.replace(lines=self.lines + more, labelled=self.labelled + more)


def card_within(
    parts: Sequence[CardPart], room: int, hidden: int, count: Callable[[int], list[Text]]
) -> list[Text]:
    """The parts that fit so many lines: of those that leave first the last goes first.

    Args:
        parts: those of the card, but its foot, which ``count`` begins.
        room: the lines for them.
        hidden: how many who help no part has.
        count: the line that counts so many, and the foot.
    """
    kept = list(parts)
    lines = _lines_of(kept) + count(hidden)
    while len(lines) > room:
        soonest = min([part.leaves for part in kept if part.leaves], default=STAYS)
        leaving = [part for part in kept if part.leaves == soonest]
        if soonest == STAYS:
            break
        kept = [part for part in kept if part is not leaving[-1]]
        hidden += leaving[-1].hides
        lines = _lines_of(kept) + count(hidden)
    return lines


def _lines_of(parts: Sequence[CardPart]) -> list[Text]:
    """The lines of parts, the first ones of each purpose with its label."""
    lines = []
    purpose = ""
    for part in parts:
        if part.labelled and part.purpose != purpose:
            lines += part.labelled
        else:
            lines += part.lines
        purpose = part.purpose
    return lines
