"""The lines of a card, and what of them is left out where a terminal has no room.

The parts are drawn once; what a plan leaves out is found by counting their lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.model import Record
from achats_reseaux.output.views.screen import GAP, joined, text
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator

EVERY_ROW = 10_000
_MOST_DESKS = 8
"""Of a table of desks that are not all shown."""

_LEAST_DESKS, _LEAST_NEEDS = 2, 1

_MOST_ROWS = 4
"""Where there is no room, the rows of one need; more are counted."""


class Plan(Record):
    """What of a card is shown."""

    named: int  # of how many needs those that are counted are named too
    rows: tuple[int, ...]  # the most rows of each need; further needs are counted alone
    blanks: bool = True  # whether blank lines stand between its parts
    notices: bool = True
    sign: bool = False  # whether the frame says when who is in it was last heard of
    desks: int = EVERY_ROW  # the most of a table of desks
    total: bool = False  # whether the others are counted in one line at the end


def plans(needs: int) -> Iterator[Plan]:
    """What is shown of a card with so many needs, always less.

    First go the names of others, the last sign of life, blank lines, notices, rows; then the counts
    of the needs become one, in which the last needs go; at last desks.
    """
    rows = [EVERY_ROW] * needs
    for named in range(needs, -1, -1):
        yield Plan(named, tuple(rows), sign=True)
    yield Plan(0, tuple(rows))
    yield Plan(0, tuple(rows), blanks=False)
    for most in range(_MOST_ROWS, 0, -1):
        for rank in range(needs - 1, -1, -1):
            rows[rank] = most
            yield Plan(0, tuple(rows), blanks=False, notices=False)
    for kept in range(needs, _LEAST_NEEDS - 1, -1):
        yield Plan(0, tuple(rows[:kept]), blanks=False, notices=False, total=True)
    rows = rows[:_LEAST_NEEDS]
    for desks in range(_MOST_DESKS, _LEAST_DESKS - 1, -1):
        yield Plan(0, tuple(rows), blanks=False, notices=False, total=True, desks=desks)


class NeedLines(Record):
    """A need, drawn but for how many of its rows are shown."""

    label: str
    sentence: list[Text]
    rows: list[list[Text]]
    others: int  # how many more there are
    names: list[Text]  # the others, counted and named
    indent: int  # of the rows behind the label; 0 where the label stands above them

    def lines(self, most: int, *, is_named: bool, is_counted: bool) -> list[Text]:
        """The lines of so many rows; the others named, or counted, or neither."""
        shown = self.shown(most)
        more = self.more(most, is_named=is_named)
        lines = list(self.sentence)
        for row in self.rows[:shown]:
            lines += row
        if not more:
            lines += self.names
        label = text(self.label, "dim")
        if not self.indent:
            if more and is_counted:
                label = joined(label, text(f" : {shown + more}, dont", "dim"))
            return [label] + [joined(" " * GAP, line) for line in lines]
        if more and is_counted:
            lines.append(text(f"et {counted(more, 'autre')}", "dim"))
        space = " " * (self.indent - label.cell_len)
        shifted = [joined(" " * self.indent, line) for line in lines]
        shifted[0] = joined(label, space, lines[0])
        return shifted

    def size(self, most: int, *, is_named: bool, is_counted: bool) -> int:
        """How many lines that would be."""
        more = self.more(most, is_named=is_named)
        count = len(self.sentence) + sum(map(len, self.rows[: self.shown(most)]))
        if not more:
            count += len(self.names)
        has_label_line = not self.indent
        has_count_line = bool(more) and is_counted and not has_label_line
        return count + has_label_line + has_count_line

    def shown(self, most: int) -> int:
        """How many rows are shown: a last one of one line takes no more room than its count."""
        is_one_more = most == len(self.rows) - 1 and not self.others
        if is_one_more and len(self.rows[-1]) == 1:
            return len(self.rows)
        return min(most, len(self.rows))

    def more(self, most: int, *, is_named: bool) -> int:
        """How many are counted and not named."""
        left_out = len(self.rows) - self.shown(most)
        if left_out or not is_named:
            return left_out + self.others
        return 0


class DeskLines(Record):
    """The table of the desks of an area, drawn but for how many of them are shown."""

    title: Text
    desks: list[list[Text]]
    traces: list[list[Text]]
    foot: list[Text]
    more_desks: int
    more_traces: int

    def lines(self, most: int) -> list[Text]:
        """The lines of so many desks, and half as many traces."""
        lines = [self.title]
        for row in self.desks[:most] + self.traces[: most // 2]:
            lines += row
        desks = self.more_desks + max(len(self.desks) - most, 0)
        traces = self.more_traces + max(len(self.traces) - most // 2, 0)
        more = []
        if desks:
            more.append(f"{counted(desks, 'autre')} relais")
        if traces:
            more.append(f"{counted(traces, 'autre')} {counted(traces, 'piste').split()[-1]}")
        if more:
            lines.append(text(f"et {', '.join(more)} : --tout", "dim"))
        return lines + self.foot


class Layout(Record):
    """The parts of a card as lines."""

    head: list[Text]
    frame: list[Text]
    signed_frame: list[Text]  # which says too when who is in it was last heard of
    table: DeskLines | None  # in place of the frame
    needs: list[NeedLines]
    apart: list[Text]  # how many serve those who did not ask
    apart_count: int
    notices: list[Text]
    foot: list[Text]

    def size(self, plan: Plan) -> int:
        """How many lines a card of this plan has."""
        count = len(self.head) + len(self.first(plan)) + len(self.foot)
        shown = zip(self.needs, plan.rows, strict=False)
        for rank, (need, most) in enumerate(shown):
            count += need.size(most, is_named=rank < plan.named, is_counted=not plan.total)
        count += len(self.last(plan))
        if plan.notices:
            count += len(self.notices)
        if plan.blanks:
            count += bool(self.first(plan)) + bool(self.needs) + 1
        return count

    def lines(self, plan: Plan) -> list[Text]:
        """The lines of a card of this plan."""
        blank = [Text()] * plan.blanks
        lines = list(self.head)
        first = self.first(plan)
        if first:
            lines += blank + first
        if self.needs:
            lines += blank
        shown = zip(self.needs, plan.rows, strict=False)
        for rank, (need, most) in enumerate(shown):
            lines += need.lines(most, is_named=rank < plan.named, is_counted=not plan.total)
        lines += self.last(plan) + blank
        if plan.notices:
            lines += self.notices
        return lines + self.foot

    def first(self, plan: Plan) -> list[Text]:
        """The frame, or the table of desks."""
        if self.table:
            return self.table.lines(plan.desks)
        return self.signed_frame if plan.sign else self.frame

    def last(self, plan: Plan) -> list[Text]:
        """How many serve those who did not ask, or how many others there are in all."""
        if not plan.total:
            return self.apart
        number = self.apart_count
        for rank, need in enumerate(self.needs):
            shown = plan.rows[rank : rank + 1] or (0,)
            number += need.more(shown[0], is_named=False)
        if not number:
            return []
        return [text(f"et {counted(number, 'autre')} : --tout", "dim")]
