"""``find``: the content of ``answering.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: its lines are
counted, and what has no room is left out in a fixed order (:func:`_plans`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.card import MOST_DESKS
from achats_reseaux.answering.frame import to_verify
from achats_reseaux.answering.rows import TO_VERIFY
from achats_reseaux.model import Record
from achats_reseaux.output.views.frame_lines import frame_lines, line_text
from achats_reseaux.output.views.row_lines import (
    PlaceTable,
    name_widths,
    row_lines,
    unbroken,
)
from achats_reseaux.output.views.screen import GAP, NARROW, Screen, joined, text
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from achats_reseaux.answering.card import Card, DeskTable, Need
    from achats_reseaux.answering.rows import HelpRow
    from achats_reseaux.output.terminal import Terminal

_WIDTH, _LINES = 80, 23
"""The size of a card: 24 lines less the prompt; on a narrower terminal as much text."""

_MOST_ROWS = 4
"""Where there is no room, the rows of one need; more are counted."""

LEAST_DESKS = 2
"""Where there is no room, the desks of a table."""

_ALL = 10_000


class Plan(Record):
    """What of a card is shown."""

    named: int  # of how many needs those that are counted are named too
    rows: tuple[int, ...]  # the most rows of each need
    blanks: bool = True  # whether blank lines stand between its parts
    notices: bool = True
    desks: int = _ALL  # the most of a table of desks


class NeedLines(Record):
    """A need, drawn but for what a plan decides."""

    label: str
    sentence: list[Text]
    rows: list[list[Text]]
    others: int
    names: list[Text]  # the others, counted and named
    indent: int  # of the rows behind the label; 0 where the label stands above

    def lines(self, most: int, *, is_named: bool) -> list[Text]:
        """The lines of so many rows, and the number of the others, perhaps with their names."""
        shown, more = self._shown(most), self._more(most, is_named=is_named)
        lines = [*self.sentence]
        for row in self.rows[:shown]:
            lines += row
        if not more:
            lines += self.names
        label = text(self.label, "dim")
        if not self.indent:
            if more:
                label = joined(label, text(f" : {shown + more}, dont", "dim"))
            return [label, *(joined(" " * GAP, line) for line in lines)]
        if more:
            lines.append(text(f"et {counted(more, 'autre')}", "dim"))
        first, *rest = lines
        space = " " * (self.indent - label.cell_len)
        return [joined(label, space, first), *(joined(" " * self.indent, one) for one in rest)]

    def size(self, most: int, *, is_named: bool) -> int:
        """How many lines that would be."""
        shown, more = self._shown(most), self._more(most, is_named=is_named)
        count = len(self.sentence) + sum(map(len, self.rows[:shown]))
        if not more:
            count += len(self.names)
        has_line_of_its_own = bool(more) if self.indent else True
        return count + has_line_of_its_own

    def _shown(self, most: int) -> int:
        """How many rows are shown: a last one of one line takes no more room than its count."""
        is_one_more = most == len(self.rows) - 1 and not self.others
        if is_one_more and len(self.rows[-1]) == 1:
            return len(self.rows)
        return min(most, len(self.rows))

    def _more(self, most: int, *, is_named: bool) -> int:
        """How many are counted and not named."""
        left_out = len(self.rows) - self._shown(most)
        if left_out or not is_named:
            return left_out + self.others
        return 0


class DeskLines(Record):
    """The table of the desks of an area, drawn but for how many of them are shown."""

    head: list[Text]
    desks: list[list[Text]]
    traces_head: list[Text]
    traces: list[list[Text]]
    foot: list[Text]
    more_desks: int
    more_traces: int

    def lines(self, most: int) -> list[Text]:
        """The lines of so many desks, and half as many traces."""
        lines = [*self.head]
        for desk in self.desks[:most]:
            lines += desk
        lines += self.traces_head
        for trace in self.traces[: most // 2]:
            lines += trace
        left_out = self.more_desks + max(len(self.desks) - most, 0)
        traces_left_out = self.more_traces + max(len(self.traces) - most // 2, 0)
        more = []
        if left_out:
            more.append(f"{left_out} autre{'s' if left_out > 1 else ''} relais")
        if traces_left_out:
            plural = "s" if traces_left_out > 1 else ""
            more.append(f"{traces_left_out} autre{plural} piste{plural}")
        if more:
            lines.append(text(f"et {', '.join(more)} : --tout", "dim"))
        return [*lines, *self.foot]


class Layout(Record):
    """The parts of a card as lines."""

    head: list[Text]
    frame: list[Text]
    table: DeskLines | None  # in place of the frame
    blocks: list[NeedLines]
    notices: list[Text]
    foot: list[Text]

    def size(self, plan: Plan) -> int:
        """How many lines a card of this plan has."""
        parts = [self.head, self.first(plan), self.notices if plan.notices else [], self.foot]
        count = sum(map(len, parts))
        for rank, block in enumerate(self.blocks):
            count += block.size(plan.rows[rank], is_named=rank < plan.named)
        if plan.blanks:
            count += bool(self.first(plan)) + bool(self.blocks) + 1
        return count

    def lines(self, plan: Plan) -> list[Text]:
        """The lines of a card of this plan."""
        blank = [Text()] if plan.blanks else []
        lines = [*self.head]
        first = self.first(plan)
        if first:
            lines += [*blank, *first]
        if self.blocks:
            lines += blank
        for rank, block in enumerate(self.blocks):
            lines += block.lines(plan.rows[rank], is_named=rank < plan.named)
        lines += blank
        if plan.notices:
            lines += self.notices
        return [*lines, *self.foot]

    def first(self, plan: Plan) -> list[Text]:
        """The frame, or the table of desks."""
        return self.table.lines(plan.desks) if self.table else self.frame


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` leaves nothing out."""
    screen = Screen(terminal)
    layout = _layout(screen, card, everything=everything)
    room = _LINES
    if terminal.interactive:
        room = max(_LINES, terminal.height - 1)
    room = room * _WIDTH // min(terminal.width, _WIDTH)
    plans = _plans(len(layout.blocks))
    chosen = next(plans)
    while layout.size(chosen) > room and not everything:
        smaller = next(plans, None)
        if smaller is None:
            break
        chosen = smaller
    return screen.drawn(layout.lines(chosen))


def _plans(needs: int) -> Iterator[Plan]:
    """What is left out, one after the other: names of others, blank lines, notices, rows."""
    rows = [_ALL] * needs
    for named in range(needs, -1, -1):
        yield Plan(named, tuple(rows))
    yield Plan(0, tuple(rows), blanks=False)
    for most in range(_MOST_ROWS, 0, -1):
        for rank in range(needs - 1, -1, -1):
            rows[rank] = most
            yield Plan(0, tuple(rows), blanks=False, notices=False)
    for desks in range(MOST_DESKS - 1, LEAST_DESKS - 1, -1):
        yield Plan(0, tuple(rows), blanks=False, notices=False, desks=desks)


# --- the parts of a card -------------------------------------------------------------------------


def _layout(screen: Screen, card: Card, *, everything: bool) -> Layout:
    notices: list[Text] = []
    for notice in card.notices:
        notices += screen.lines(notice, screen.width)
    return Layout(
        head=_head(screen, card),
        frame=frame_lines(screen, card.frame) if card.frame else [],
        table=_table(screen, card.desks) if card.desks else None,
        blocks=_blocks(screen, card, everything=everything),
        notices=notices,
        foot=_foot(screen, card),
    )


def _head(screen: Screen, card: Card) -> list[Text]:
    """The place, at the right where it lies; then how it was read."""
    title, location = text(card.title, "bold"), text(card.location)
    space = min(screen.width, _WIDTH) - title.cell_len - location.cell_len
    if space >= GAP:
        lines = [joined(title, " " * space, location)] if card.location else [title]
    else:
        lines = [*screen.lines(title, screen.width), *screen.lines(location, screen.width)]
    for note in card.notes:
        lines += screen.lines(note, screen.width)
    return lines


def _foot(screen: Screen, card: Card) -> list[Text]:
    """The dates, then the commands, each unbroken."""
    commands: list[Text | str] = []
    for command in card.commands:
        commands += [" · ", unbroken(command) if len(command) < screen.width else command]
    return [
        *screen.lines(text(card.dates, "dim"), screen.width),
        *screen.lines(joined(*commands[1:]), screen.width),
    ]


def _blocks(screen: Screen, card: Card, *, everything: bool) -> list[NeedLines]:
    """The needs; those of other audiences whole with ``everything``, else as one line."""
    needs = [*card.needs, *card.apart] if everything else [*card.needs]
    is_narrow = screen.width < NARROW
    apart_label = "Autres publics"
    labels = [need.label for need in needs]
    if card.apart and not everything:
        labels.append(apart_label)
    indent = GAP
    if not is_narrow:
        indent = max(map(len, labels), default=0) + GAP
    width = screen.width - indent
    rows = _narrowest(screen, needs, width, everything=everything)
    blocks = []
    for need, some in zip(needs, rows, strict=True):
        blocks.append(
            NeedLines(
                label=need.label,
                sentence=screen.lines(need.sentence, width) if need.sentence else [],
                rows=some,
                others=len(need.others),
                names=_names(screen, need.others, width),
                indent=0 if is_narrow else indent,
            )
        )
    if card.apart and not everything:
        sentence = screen.lines(_count_by_audience(card.apart), width)
        blocks.append(NeedLines(apart_label, sentence, [], 0, [], 0 if is_narrow else indent))
    return blocks


def _narrowest(
    screen: Screen, needs: Sequence[Need], width: int, *, everything: bool
) -> list[list[list[Text]]]:
    """The rows of each need, with the column of names that makes the fewest lines."""
    drawings = []
    for name in name_widths([row for need in needs for row in need.rows], width):
        drawing = []
        for need in needs:
            drawing.append(
                [_row(screen, row, name, width, everything=everything) for row in need.rows]
            )
        drawings.append(drawing)
    return min(drawings, key=lambda drawing: sum(len(row) for some in drawing for row in some))


def _row(screen: Screen, row: HelpRow, name: int, width: int, *, everything: bool) -> list[Text]:
    """A row; with everything, what to verify stands whole below it."""
    lines = row_lines(screen, row, name, width)
    for doubt in (row.doubt, row.shared_doubt):
        if everything and doubt:
            lines += screen.lines(text(to_verify(doubt), "dim"), width, GAP)
    return lines


def _names(screen: Screen, others: Sequence[HelpRow], width: int) -> list[Text]:
    """``et 3 autres : Osmose (à vérifier), Réseaux régionaux, Inter-réseaux``."""
    if not others:
        return []
    named = []
    for row in others:
        is_doubtful = TO_VERIFY in row.remarks
        named.append(f"{row.name} ({TO_VERIFY})" if is_doubtful else row.name)
    told = f"et {counted(len(others), 'autre')} : {', '.join(named)}"
    return screen.lines(told, width)


def _count_by_audience(apart: Sequence[Need]) -> str:
    """``l'État 2, l'hôpital 1 : --tout``."""
    told = [f"{need.label.removeprefix('Pour ')} {len(need.rows)}" for need in apart]
    return f"{', '.join(told)} : --tout"


def _table(screen: Screen, desks: DeskTable) -> DeskLines:
    """The desks of an area, what is known of others, and whom to call."""
    head = [text(desks.title, "bold")]
    rows: list[list[Text]] = []
    traces_head: list[Text] = []
    traces: list[list[Text]] = []
    foot: list[Text] = []
    if desks.desks:
        drawing = PlaceTable(screen, desks.desks)
        head += drawing.head()
        rows = [drawing.row(row) for row in desks.desks]
    if desks.traces:
        drawing = PlaceTable(screen, desks.traces)
        traces_head = drawing.head()
        traces = [drawing.row(row) for row in desks.traces]
    for line in desks.lines:
        foot += screen.lines(line_text(line, "", screen.width), screen.width)
    return DeskLines(head, rows, traces_head, traces, foot, desks.more_desks, desks.more_traces)
