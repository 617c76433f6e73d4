"""``find``: the content of ``answering.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: its lines are
counted, and what has no room is left out in a fixed order (:func:`_plans`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.frame import to_verify
from achats_reseaux.answering.rows import TO_VERIFY
from achats_reseaux.model import Record
from achats_reseaux.output.views.frame_lines import frame_lines, line_text
from achats_reseaux.output.views.row_lines import (
    PlaceTable,
    name_width,
    row_lines,
    unbroken,
)
from achats_reseaux.output.views.screen import GAP, NARROW, Screen, joined, text
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from achats_reseaux.answering.card import Card, DeskTable, Need
    from achats_reseaux.answering.rows import Row
    from achats_reseaux.output.terminal import Terminal

WIDTH, LINES = 80, 23
"""The size of a card: 24 lines less the prompt; on a narrower terminal as much text."""

MOST_ROWS = 4
"""Where there is no room, the rows of one need; more are counted."""

ALL = 10_000


class Plan(Record):
    """What of a card is shown."""

    named: int  # of how many needs those that are counted are named too
    rows: tuple[int, ...]  # the most rows of each need
    blanks: bool = True  # whether blank lines stand between its parts
    notices: bool = True


class Block(Record):
    """A need, drawn but for what a plan decides."""

    label: str
    sentence: list[Text]
    rows: list[list[Text]]
    others: int
    names: list[Text]  # the others, counted and named
    narrow: bool
    indent: int

    def lines(self, most: int, *, is_named: bool) -> list[Text]:
        """The lines of so many rows, and the number of the others, perhaps with their names."""
        shown = self._shown(most)
        lines = [*self.sentence]
        for row in self.rows[:shown]:
            lines += row
        left_out = len(self.rows) - shown
        if left_out or (self.others and not is_named):
            lines.append(text(f"et {counted(left_out + self.others, 'autre')}", "dim"))
        else:
            lines += self.names
        label = text(self.label, "dim")
        if self.narrow:
            return [label, *(joined(" " * GAP, line) for line in lines)]
        first, *rest = lines
        space = " " * (self.indent - label.cell_len)
        return [joined(label, space, first), *(joined(" " * self.indent, one) for one in rest)]

    def size(self, most: int, *, is_named: bool) -> int:
        """How many lines that would be."""
        shown = self._shown(most)
        count = len(self.sentence) + sum(map(len, self.rows[:shown])) + self.narrow
        if shown < len(self.rows) or (self.others and not is_named):
            return count + 1
        return count + len(self.names)

    def _shown(self, most: int) -> int:
        """How many rows are shown: a last one of one line takes no more room than its count."""
        is_one_more = most == len(self.rows) - 1 and not self.others
        if is_one_more and len(self.rows[-1]) == 1:
            return len(self.rows)
        return min(most, len(self.rows))


class Layout(Record):
    """The parts of a card as lines."""

    head: list[Text]
    first: list[Text]  # the frame, or the table of desks
    blocks: list[Block]
    notices: list[Text]
    foot: list[Text]

    def size(self, plan: Plan) -> int:
        """How many lines a card of this plan has."""
        parts = [self.head, self.first, self.notices if plan.notices else [], self.foot]
        count = sum(map(len, parts))
        for rank, block in enumerate(self.blocks):
            count += block.size(plan.rows[rank], is_named=rank < plan.named)
        if plan.blanks:
            count += bool(self.first) + bool(self.blocks) + 1
        return count

    def lines(self, plan: Plan) -> list[Text]:
        """The lines of a card of this plan."""
        blank = [Text()] if plan.blanks else []
        lines = [*self.head]
        if self.first:
            lines += [*blank, *self.first]
        if self.blocks:
            lines += blank
        for rank, block in enumerate(self.blocks):
            lines += block.lines(plan.rows[rank], is_named=rank < plan.named)
        lines += blank
        if plan.notices:
            lines += self.notices
        return [*lines, *self.foot]


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` leaves nothing out."""
    screen = Screen(terminal)
    layout = _layout(screen, card, everything=everything)
    room = LINES
    if terminal.interactive:
        room = max(LINES, terminal.height - 1)
    room = room * WIDTH // min(terminal.width, WIDTH)
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
    rows = [ALL] * needs
    for named in range(needs, -1, -1):
        yield Plan(named, tuple(rows))
    yield Plan(0, tuple(rows), blanks=False)
    for most in range(MOST_ROWS, 0, -1):
        for rank in range(needs - 1, -1, -1):
            rows[rank] = most
            yield Plan(0, tuple(rows), blanks=False, notices=False)


# --- the parts of a card -------------------------------------------------------------------------


def _layout(screen: Screen, card: Card, *, everything: bool) -> Layout:
    first: list[Text] = []
    if card.frame:
        first = frame_lines(screen, card.frame)
    elif card.desks:
        first = _desk_lines(screen, card.desks)
    notices: list[Text] = []
    for notice in card.notices:
        notices += screen.lines(notice, screen.width)
    return Layout(
        head=_head(screen, card),
        first=first,
        blocks=_blocks(screen, card, everything=everything),
        notices=notices,
        foot=_foot(screen, card),
    )


def _head(screen: Screen, card: Card) -> list[Text]:
    """The place, at the right where it lies; then how it was read."""
    title, location = text(card.title, "bold"), text(card.location)
    space = min(screen.width, WIDTH) - title.cell_len - location.cell_len
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


def _blocks(screen: Screen, card: Card, *, everything: bool) -> list[Block]:
    """The needs; those of other audiences whole with ``everything``, else as one line."""
    needs = [*card.needs, *card.apart] if everything else [*card.needs]
    narrow = screen.width < NARROW
    apart_label = "Autres publics"
    labels = [need.label for need in needs]
    if card.apart and not everything:
        labels.append(apart_label)
    indent = GAP
    if not narrow:
        indent = max(map(len, labels), default=0) + GAP
    width = screen.width - indent
    shown = [row for need in needs for row in need.rows]
    name = name_width(shown, width)
    blocks = []
    for need in needs:
        rows = [_row(screen, row, name, width, everything=everything) for row in need.rows]
        blocks.append(
            Block(
                label=need.label,
                sentence=screen.lines(need.sentence, width) if need.sentence else [],
                rows=rows,
                others=len(need.others),
                names=_names(screen, need.others, width),
                narrow=narrow,
                indent=indent,
            )
        )
    if card.apart and not everything:
        sentence = screen.lines(_count_by_audience(card.apart), width)
        blocks.append(Block(apart_label, sentence, [], 0, [], narrow, indent))
    return blocks


def _row(screen: Screen, row: Row, name: int, width: int, *, everything: bool) -> list[Text]:
    """A row; with everything, what to verify stands whole below it."""
    lines = row_lines(screen, row, name, width)
    for doubt in (row.doubt, row.shared_doubt):
        if everything and doubt:
            lines += screen.lines(text(to_verify(doubt), "dim"), width, GAP)
    return lines


def _names(screen: Screen, others: Sequence[Row], width: int) -> list[Text]:
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
    """``pour l'État 2, pour l'hôpital 1 : --tout``."""
    told = [f"{need.label[0].lower()}{need.label[1:]} {len(need.rows)}" for need in apart]
    return f"{', '.join(told)} : --tout"


def _desk_lines(screen: Screen, table: DeskTable) -> list[Text]:
    """The desks of an area, what is known of others, and whom to call."""
    lines = [text(table.title, "bold")]
    for rows in (table.desks, table.traces):
        if rows:
            drawing = PlaceTable(screen, rows)
            lines += drawing.head()
            for row in rows:
                lines += drawing.row(row)
    more = []
    if table.more_desks:
        more.append(f"{table.more_desks} autres relais")
    if table.more_traces:
        more.append(counted(table.more_traces, "autre piste").replace("autre p", "autres p"))
    if more:
        lines += screen.lines(f"et {', '.join(more)} : --tout", screen.width)
    for line in table.lines:
        lines += screen.lines(line_text(line, "", screen.width), screen.width)
    return lines
