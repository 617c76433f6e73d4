"""``find``: the content of ``card.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: what has
no room is left out by ``card_shortening``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.card.card import NATIONWIDE
from achats_reseaux.card.rows import TRACES, traces_sentence
from achats_reseaux.output.views import card_shortening
from achats_reseaux.output.views.card_shortening import CardPart, card_within
from achats_reseaux.output.views.column_widths import NARROW
from achats_reseaux.output.views.help_rows import (
    contact_cell,
    form_line,
    has_form,
    name_text,
    row_below,
)
from achats_reseaux.output.views.panel_box import WIDEST, line_text, panel_lines
from achats_reseaux.output.views.styled_lines import (
    GAP,
    SCREEN_LINES,
    Screen,
    columns,
    indented,
    joined,
    text,
    unbroken,
)
from achats_reseaux.output.views.table import RowCells, Table

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from achats_reseaux.card.card import Card, DeskTable
    from achats_reseaux.card.rows import HelpRow
    from achats_reseaux.output.terminal import Terminal

_WIDTH = 80
"""The columns of a card of a screen's lines; on a narrower terminal it has as much text."""

_EVERY_LINE = 1_000_000
_NATIONAL_ROWS, _LOCAL_ROWS, _LEAST_NATIONAL, _LEAST_DESKS = 3, 4, 2, 2
"""The rows that stay while others can leave."""


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` leaves nothing out."""
    screen = Screen(terminal)
    room = SCREEN_LINES
    if terminal.interactive:
        room = max(SCREEN_LINES, terminal.height - 1)
    room = room * _WIDTH // min(terminal.width, _WIDTH)
    if everything:
        room = _EVERY_LINE
    drawing = _CardDrawing(screen, card, everything=everything)
    return screen.drawn(card_within(drawing.parts(), room, drawing.hidden, drawing.foot))


class _CardDrawing:
    """Draws the parts of a card."""

    def __init__(self, screen: Screen, card: Card, *, everything: bool) -> None:
        self.screen, self.card, self.everything = screen, card, everything
        purposes = card.purposes + card.apart if everything else card.purposes
        self.here: list[tuple[str, HelpRow]] = []
        self.nationwide: list[tuple[str, HelpRow]] = []
        self.traces: list[HelpRow] = []
        self.hidden = 0
        for purpose in purposes:
            self.hidden += len(purpose.others)
            for row in purpose.rows:
                if row.trace and not everything:
                    self.traces.append(row)
                elif row.match and row.match.network.scope == "national":
                    self.nationwide.append((purpose.label, row))
                else:
                    self.here.append((purpose.label, row))
        if not everything:
            self.hidden += sum(len(purpose.rows) for purpose in card.apart)
        self.sentences = {
            purpose.label: purpose.sentence for purpose in purposes if purpose.sentence
        }
        self.with_labels = screen.width >= NARROW
        labels = [label for label, _ in self.here + self.nationwide]
        self.label_width = max(map(len, [*labels, *self.sentences]), default=0)
        self.indent = self.label_width + GAP if self.with_labels else GAP
        self.table = self._table()

    def parts(self) -> list[CardPart]:
        """The parts of the card, all but its foot."""
        card, screen = self.card, self.screen
        blank = CardPart([Text()], card_shortening.BLANK)
        parts = [CardPart(self.head())]
        if card.panel:
            parts += [blank, CardPart(panel_lines(screen, card.panel))]
        elif card.desks:
            parts += self.desk_parts(card.desks)
        for heading, rows in ((card.here, self.local_parts()), (NATIONWIDE, self.national_parts())):
            if rows:
                first = rows[0]
                lines = [*screen.lines(text(heading, "bold")), *(first.alone or first.lines)]
                parts += [
                    blank,
                    CardPart(lines, first.leaves, first.hides, first.purpose),
                    *rows[1:],
                ]
        if card.notices:
            parts.append(CardPart(screen.paragraphs(card.notices), card_shortening.NOTICE))
        return parts

    def head(self) -> list[Text]:
        """The place, at the right where it lies; then how it was read."""
        title, location = text(self.card.title, "bold"), text(self.card.location)
        space = min(self.screen.width, WIDEST) - title.cell_len - location.cell_len
        if space >= GAP:
            lines = [joined(title, " " * space, location)]
        else:
            lines = self.screen.lines(title) + self.screen.lines(location)
        return lines + self.screen.paragraphs(self.card.notes)

    def foot(self, hidden: int) -> list[Text]:
        """How many are left out, with the command for all; the dates, the other commands."""
        lines: list[Text] = []
        everyone = self._whole(self.card.all_of_it)
        if hidden:
            count = "Et 1 autre" if hidden == 1 else f"Et {hidden} autres"
            if len(everyone) + self.indent <= self.screen.width and self.with_labels:
                lines += self.labelled(count, [text(everyone)])
            else:
                lines += self.screen.paragraphs([f"{count} :", everyone])
        commands = list(map(self._whole, self.card.commands))
        if not hidden and not self.everything:
            commands.append(self._whole(self.card.all_of_it))
        return lines + self.screen.paragraphs([text(self.card.dates, "dim"), " · ".join(commands)])

    def _whole(self, command: str) -> str:
        """A command, unbroken where it is no longer than a line."""
        return unbroken(command) if len(command) < self.screen.width else command

    # --- rows ------------------------------------------------------------------------------------

    def _cells(self, label: str, row: HelpRow) -> RowCells:
        """A row: of a local one the name is bold."""
        style = "" if row.match and row.match.network.scope == "national" else "bold"
        cells = [[name_text(row.name, style)], contact_cell(row, self.screen.width)]
        if self.with_labels:
            cells.insert(0, [text(label, "dim")])
        below = row_below(row) if self.everything else ()
        return RowCells(tuple(cells), tuple(below))

    def _table(self) -> Table | None:
        """The columns of all rows of the purposes."""
        rows = [self._cells("", row) for _, row in self.here + self.nationwide]
        if not rows:
            return None
        if self.with_labels:
            label = [text(" " * self.label_width)]
            rows.append(RowCells((label, [Text()], [Text()])))
        if self.with_labels:
            return Table(self.screen, rows)
        return Table(self.screen, rows, indent=GAP, width=self.screen.width - GAP)

    def rows_of(
        self, rows: Sequence[tuple[str, HelpRow]], labelled: Container[str] = ()
    ) -> list[list[Text]]:
        """Rows; the label of a purpose stands before, on a narrow screen above, its first one.

        Those purposes that are ``labelled`` have theirs already.
        """
        drawn = []
        last = ""
        for label, row in rows:
            shown = label if label != last and label not in labelled else ""
            last = label
            assert self.table is not None
            lines = self.table.lines(self._cells(shown, row))
            if not self.with_labels:
                above = [text(label, "dim")] if shown else []
                lines = above + indented(lines, GAP)
            drawn.append(lines)
        return drawn

    def labelled(self, label: str, lines: list[Text]) -> list[Text]:
        """Lines behind a label, which stands above them on a narrow screen."""
        if not self.with_labels:
            return [text(label, "dim"), *indented(lines, GAP)]
        indent = max(self.label_width, len(label)) + GAP
        return columns([[text(label, "dim")], lines], [indent])

    def local_parts(self) -> list[CardPart]:
        """Those who help there, by purpose; where nobody does, that, and whom to call."""
        parts: list[CardPart] = []
        waiting = dict(self.sentences)
        labels = list(dict.fromkeys([*(purpose.label for purpose in self.card.purposes), *waiting]))
        local = self.rows_of(self.here, self.sentences)
        room = self.screen.width - self.indent
        count = 0
        for label in labels:
            if label in waiting:
                sentence = self.screen.lines(waiting[label], room)
                parts.append(CardPart(self.labelled(label, sentence), purpose=label))
            heading = indented(self.screen.lines(f"{TRACES} :", room), self.indent)
            for (own, row), lines in zip(self.here, local, strict=True):
                if own == label and row.trace and heading:
                    parts.append(CardPart(heading))
                    heading = []
                if own == label:
                    count += 1
                    drawn = [*lines, *self.form_lines(row)]
                    leaves = card_shortening.REST if count > 1 else card_shortening.LAST
                    is_apart = self.card.desks is not None  # the desks were asked for
                    if is_apart or count > _LOCAL_ROWS:
                        leaves = card_shortening.FIFTH
                    parts.append(CardPart(drawn, leaves, 1, label))
            if self.traces and label == self.traces_label():
                told = self.trace_lines(), self.labelled_traces(label)
                parts.append(CardPart(told[0], card_shortening.LAST, 0, label, told[1]))
        return parts

    def form_lines(self, row: HelpRow) -> list[Text]:
        """The address of the common form, below the first row that names it, which leaves last."""
        rows = [other for _, other in self.here if has_form(other)]
        if row.way is None or not rows or row is not rows[0]:
            return []
        panel = self.card.panel
        lines = panel.lines if panel else ()
        told = [way.target for line in lines for way in line.ways]
        if row.way.target in told:
            return []
        return self.screen.lines(form_line(row.way))

    def traces_label(self) -> str:
        """The purpose that the traces are of."""
        for purpose in self.card.purposes:
            if any(row.trace for row in purpose.rows):
                return purpose.label
        return ""

    def labelled_traces(self, label: str) -> list[Text]:
        """The traces of a purpose in which nobody has a row: the panel has who can be called."""
        room = self.screen.width - self.indent
        return self.labelled(label, self.screen.lines(self.traces_told(), room))

    def trace_lines(self) -> list[Text]:
        """The traces in a sentence, behind those who can be called."""
        room = self.screen.width - self.indent
        return indented(self.screen.lines(self.traces_told(), room), self.indent)

    def traces_told(self) -> str:
        """The traces in a sentence, the others counted."""
        traces = [row.trace for row in self.traces if row.trace]
        return traces_sentence(traces, len(traces), self.card.more_traces)

    def national_parts(self) -> list[CardPart]:
        """The first national network for each purpose."""
        parts = []
        for rank, lines in enumerate(self.rows_of(self.nationwide)):
            leaves = card_shortening.FOURTH
            if rank < _NATIONAL_ROWS:
                leaves = card_shortening.THIRD
            if rank < _LEAST_NATIONAL:
                leaves = card_shortening.LAST
            parts.append(CardPart(lines, leaves, 1))
        return parts

    # --- a région or a département, with the social theme ----------------------------------------

    def desk_parts(self, desks: DeskTable) -> list[CardPart]:
        """The desks of an area by département, whom to call, the traces in a sentence."""
        screen = self.screen
        rows = []
        for row in desks.desks:
            where = [text(row.where, in_cell=True)]
            who = [name_text(row.name, "bold")]
            cells = ([text(row.code)], where, who, contact_cell(row, screen.width))
            rows.append(RowCells(cells, tuple(row_below(row)) if self.everything else ()))
        parts = [CardPart(screen.lines(text(desks.title, "bold")))]
        if rows:
            table = Table(screen, rows)
            for rank, row_cells in enumerate(rows):
                leaves = card_shortening.REST if rank >= _LEAST_DESKS else card_shortening.STAYS
                parts.append(CardPart(table.lines(row_cells), leaves, 1))
        lines = [line_text(line, "", screen.width) for line in desks.lines]
        parts.append(CardPart(screen.paragraphs(lines)))
        traces = [row.trace for row in desks.traces if row.trace]
        if self.everything:
            for row in desks.traces:
                read = joined(text(row.name, "bold"), " · ", *contact_cell(row, 0)[:1])
                parts.append(CardPart(screen.lines(read)))
        elif traces:
            sentence = traces_sentence(traces, len(traces), desks.more_traces)
            parts.append(CardPart(screen.lines(sentence), card_shortening.REST))
        return parts
