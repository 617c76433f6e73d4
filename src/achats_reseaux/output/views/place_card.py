"""``find``: the content of ``card.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: what has
no room is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.card.card import NATIONWIDE, Card, DeskTable, Purpose, card
from achats_reseaux.card.rows import MOST_TRACES, TRACES, HelpRow, traces_sentence
from achats_reseaux.model import Record
from achats_reseaux.output.views.directory_rows import PurposeTable
from achats_reseaux.output.views.help_rows import (
    form_line,
    has_form,
    help_cells,
    trace_cells,
    trace_way,
)
from achats_reseaux.output.views.panel_box import WIDEST, line_text, panel_lines
from achats_reseaux.output.views.styled_lines import (
    GAP,
    NARROW,
    Screen,
    beside_label,
    indented,
    joined,
    text,
    unbroken,
)
from achats_reseaux.output.views.table import RowCells, Table
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.answering.answers import Answer
    from achats_reseaux.output.terminal import Terminal

_WIDTH = 80
"""The columns of a card of a screen's lines; on a narrower terminal it has as much text."""

STAYS = 0
BLANK, NOTICE, FOURTH, FIFTH, THIRD, REST, LAST = range(1, 8)
"""When a part leaves: blank lines, then notices, national rows but three, local rows but four, the
third national one, the traces behind a desk and other local rows, at the very last the first two
national ones, then the traces of who has no desk: who asks for the clause is told no fewer than who
asks for all."""

_EVERY_LINE = 1_000_000
_LOCAL_ROWS, _LEAST_DESKS = 4, 2
"""The rows that stay while others can leave."""

_NATIONAL = (LAST, LAST, THIRD, FOURTH)
"""When the first national rows leave; those behind them leave as the last of these."""

_MOST_DESK_TRACES = 4


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


_BLANK = CardPart([Text()], BLANK)
"""The blank lines, which leave together."""


def render(answer: Answer, terminal: Terminal, *, everything: bool) -> str:
    """The card of an answer as text for a terminal; ``everything`` leaves nothing out."""
    screen = Screen(terminal)
    room = screen.room * _WIDTH // min(screen.width, _WIDTH)
    if everything:
        room = _EVERY_LINE
    content = card(answer, every_trace=everything)
    drawing = _CardDrawing(screen, content, everything=everything)
    return screen.drawn(drawing.within(room))


class _CardDrawing:
    """Draws the parts of a card."""

    def __init__(self, screen: Screen, content: Card, *, everything: bool) -> None:
        self.screen, self.content, self.everything = screen, content, everything
        self.purposes = content.purposes
        self.hidden = 0
        if everything:
            whole = [
                purpose.replace(rows=purpose.rows + purpose.others) for purpose in content.purposes
            ]
            self.purposes = tuple(whole) + content.apart
        else:
            self.hidden = sum([len(purpose.others) for purpose in content.purposes])
            self.hidden += sum([len(purpose.rows) for purpose in content.apart])
        self.indent = GAP
        if screen.width >= NARROW:
            labels = [purpose.label for purpose in self.purposes]
            self.indent += max(map(len, labels), default=0)
        self.width = screen.width - self.indent
        self.table = self._table()

    def _table(self) -> Table:
        """The columns of all rows of the purposes."""
        cells: list[RowCells] = []
        for purpose in self.purposes:
            cells += map(self.cells, purpose.rows)
            if self.everything:
                cells += map(trace_cells, purpose.traces)
        return Table(self.screen, cells, indent=0, width=self.width)

    def cells(self, row: HelpRow) -> RowCells:
        return help_cells(row, self.screen.width, everything=self.everything)

    def within(self, room: int) -> list[Text]:
        """The parts that fit so many lines: of those that leave first the last goes first."""
        kept, hidden = self.parts(), self.hidden
        lines = _lines_of(kept) + self.foot(hidden)
        while len(lines) > room:
            soonest = min([part.leaves for part in kept if part.leaves], default=STAYS)
            leaving = [part for part in kept if part.leaves == soonest]
            if soonest == STAYS:
                break
            kept = [part for part in kept if part is not leaving[-1]]
            hidden += leaving[-1].hides
            lines = _lines_of(kept) + self.foot(hidden)
        return lines

    def parts(self) -> list[CardPart]:
        """The parts of the card, all but its foot."""
        content, screen = self.content, self.screen
        parts = [CardPart(self.head())]
        if content.panel:
            parts += [_BLANK, CardPart(panel_lines(screen, content.panel))]
        elif content.desks:
            parts += self.desk_parts(content.desks)
        parts += self.section(content.here, self.local_parts())
        parts += self.section(NATIONWIDE, self.national_parts())
        if content.notices:
            parts.append(CardPart(screen.paragraphs(content.notices), NOTICE))
        return parts

    def section(self, heading: str, parts: list[CardPart]) -> list[CardPart]:
        """Parts below a heading, which stays as long as the first of them."""
        if not parts:
            return []
        lines = self.screen.lines(text(heading, "bold")) + parts[0].labelled
        first = parts[0].replace(lines=lines, labelled=lines)
        return [_BLANK, first] + parts[1:]

    def head(self) -> list[Text]:
        """The place, at the right where it lies; then how it was read."""
        title, location = text(self.content.title, "bold"), text(self.content.location)
        lines = self.screen.at_both_ends(title, location, min(self.screen.width, WIDEST))
        return lines + self.screen.paragraphs(self.content.notes)

    def foot(self, hidden: int) -> list[Text]:
        """How many are left out, with the command for all; the dates, the other commands."""
        lines = []
        everyone = self._whole(self.content.all_of_it)
        commands = list(map(self._whole, self.content.commands))
        if hidden:
            count = f"Et {counted(hidden, 'autre')}"
            if len(everyone) <= self.width and self.indent > GAP:
                lines += self.beside(count, [text(everyone)])
            else:
                lines += self.screen.paragraphs([f"{count} :", everyone])
        elif not self.everything:
            commands.append(everyone)
        return lines + self.screen.paragraphs(
            [text(self.content.dates, "dim"), " · ".join(commands)]
        )

    def _whole(self, command: str) -> str:
        """A command, unbroken where it is no longer than a line."""
        if len(command) < self.screen.width:
            return unbroken(command)
        return command

    # --- rows ------------------------------------------------------------------------------------

    def beside(self, label: str, lines: list[Text]) -> list[Text]:
        """Lines behind a label, which stands above them on a narrow screen."""
        indent = self.indent
        if indent > GAP:
            indent = max(indent, len(label) + GAP)
        return beside_label([text(label, "dim")], lines, indent)

    def part(self, label: str, lines: list[Text], leaves: int, hides: int = 0) -> CardPart:
        """A part of a purpose, with its label before it where it is the first."""
        labelled = self.beside(label, lines)
        return CardPart(indented(lines, self.indent), leaves, hides, label, labelled)

    def local_parts(self) -> list[CardPart]:
        """Those who help there, by purpose; where nobody does, that, and whom to call."""
        parts = []
        count = 0
        for purpose in self.purposes:
            label = purpose.label
            if purpose.sentence:
                sentence = self.screen.lines(purpose.sentence, self.width)
                parts.append(self.part(label, sentence, STAYS))
            for row in purpose.rows:
                if row.is_national:
                    continue
                count += 1
                lines = self.table.lines(self.cells(row))
                part = self.part(label, lines, self.local_leaves(count), hides=1)
                if row.way is not None and has_form(row):
                    part = part.with_lines(self.screen.lines(form_line(row.way)))
                parts.append(part)
            parts += self.trace_parts(purpose)
        return parts

    def local_leaves(self, count: int) -> int:
        """When a local row leaves; where the desks of an area were asked for, all rows alike."""
        if self.content.desks is not None or count > _LOCAL_ROWS:
            return FIFTH
        if count > 1:
            return REST
        return LAST

    def trace_parts(self, purpose: Purpose) -> list[CardPart]:
        """The traces in a sentence, behind those who can be called; where all is shown, as rows."""
        label, traces = purpose.label, purpose.traces
        if not traces:
            return []
        if not self.everything:
            leaves = LAST
            if any(row.match and not row.is_national for row in purpose.rows):
                leaves = REST  # before the desk that can be called; a switchboard is none
            sentence = self.screen.lines(traces_sentence(traces, MOST_TRACES), self.width)
            return [self.part(label, sentence, leaves)]
        lines = [text(f"{TRACES} :")]
        for trace in traces:
            lines += self.table.lines(trace_cells(trace))
        return [self.part(label, lines, STAYS)]

    def national_parts(self) -> list[CardPart]:
        """The first national network for each purpose."""
        parts: list[CardPart] = []
        for purpose in self.purposes:
            for row in purpose.rows:
                if not row.is_national:
                    continue
                leaves = _NATIONAL[min(len(parts), len(_NATIONAL) - 1)]
                lines = self.table.lines(self.cells(row))
                parts.append(self.part(purpose.label, lines, leaves, hides=1))
        return parts

    # --- a région or a département, with the social theme ----------------------------------------

    def desk_parts(self, desks: DeskTable) -> list[CardPart]:
        """The desks of an area by département, whom to call, the traces in a sentence."""
        screen = self.screen
        table = PurposeTable(screen, desks.catalogue, desks.matches, everything=self.everything)
        parts = [CardPart(table.head(desks.title))]
        for rank, lines in enumerate(table.rows()):
            leaves = STAYS
            if rank >= _LEAST_DESKS:
                leaves = REST
            parts.append(CardPart(lines, leaves, 1))
        parts.append(CardPart(table.unknown_contacts()))
        for line in desks.lines:
            parts.append(CardPart(screen.lines(line_text(line, "", screen.width))))
        if self.everything:
            for trace in desks.traces:
                label = trace_cells(trace).cells[0][0]
                parts.append(CardPart(screen.lines(joined(label, " · ", trace_way(trace)))))
        elif desks.traces:
            sentence = traces_sentence(desks.traces, _MOST_DESK_TRACES)
            parts.append(CardPart(screen.lines(sentence), REST))
        return parts


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
