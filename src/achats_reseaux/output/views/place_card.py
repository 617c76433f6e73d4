"""``find``: the content of ``card.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: what has
no room is left out by ``card_shortening``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.card.panel import to_verify
from achats_reseaux.card.rows import others_sentence
from achats_reseaux.output.views.card_shortening import CardLines, NeedLines, card_within
from achats_reseaux.output.views.column_widths import NARROW, name_width
from achats_reseaux.output.views.drawn_panel import WIDEST, frame_lines, line_text
from achats_reseaux.output.views.help_rows import HelpTable, row_lines
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
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from rich.text import Text

    from achats_reseaux.card.card import Card, DeskTable, Need
    from achats_reseaux.card.rows import HelpRow
    from achats_reseaux.output.terminal import Terminal

_WIDTH = 80
"""The columns of a card of a screen's lines; on a narrower terminal it has as much text."""

_EVERY_LINE = 1_000_000
_APART = "Aussi pour"


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` leaves nothing out."""
    screen = Screen(terminal)
    room = SCREEN_LINES
    if terminal.interactive:
        room = max(SCREEN_LINES, terminal.height - 1)
    room = room * _WIDTH // min(terminal.width, _WIDTH)
    if everything:
        room = _EVERY_LINE
    return screen.drawn(
        card_within(_CardDrawing(screen, card, everything=everything).parts(), room)
    )


class _CardDrawing:
    """Draws the parts of a card."""

    def __init__(self, screen: Screen, card: Card, *, everything: bool) -> None:
        self.screen, self.card, self.everything = screen, card, everything
        self.needs, self.apart = card.needs, card.apart
        if everything:
            self.needs, self.apart = card.needs + card.apart, ()
        self.indent = GAP
        if screen.width >= NARROW:
            labels = [need.label for need in self.needs]
            self.indent = max(map(len, (_APART, *labels))) + GAP
        self.width = screen.width - self.indent
        every_row = [row for need in self.needs for row in need.rows]
        self.name_width = name_width(every_row, self.width)

    def parts(self) -> CardLines:
        """The parts of the card."""
        card, screen = self.card, self.screen
        panel: list[Text] = []
        rows: list[list[Text]] = []
        more_desks = 0
        below: list[Text] = []
        if card.panel:
            panel = frame_lines(screen, card.panel)
        elif card.desks:
            panel = screen.lines(text(card.desks.title, "bold"))
            rows = self.desk_rows(card.desks)
            more_desks = card.desks.more_traces
            below = screen.paragraphs(
                line_text(line, "", screen.width) for line in card.desks.lines
            )
        return CardLines(
            head=self.head(),
            panel=panel,
            desks=rows,
            more_desks=more_desks,
            below_desks=below,
            needs=[self.need_lines(need) for need in self.needs],
            apart=self.apart_lines(),
            apart_count=sum(len(need.rows) for need in self.apart),
            notices=screen.paragraphs(card.notices),
            foot=self.foot(),
        )

    def head(self) -> list[Text]:
        """The place, at the right where it lies; then how it was read."""
        title, location = text(self.card.title, "bold"), text(self.card.location)
        space = min(self.screen.width, WIDEST) - title.cell_len - location.cell_len
        if space >= GAP:
            lines = [joined(title, " " * space, location)]
        else:
            lines = self.screen.lines(title) + self.screen.lines(location)
        return lines + self.screen.paragraphs(self.card.notes)

    def foot(self) -> list[Text]:
        """The dates, then the commands, each unbroken where it is no longer than a line."""
        commands = []
        for command in self.card.commands:
            is_short = len(command) < self.screen.width
            commands.append(unbroken(command) if is_short else command)
        return self.screen.paragraphs([text(self.card.dates, "dim"), " · ".join(commands)])

    def need_lines(self, need: Need) -> NeedLines:
        """A need with its rows; what stands above these belongs to the first."""
        above: list[Text] = []
        if need.sentence:
            above = self.screen.lines(need.sentence, self.width)
        rows = [self.row(row) for row in need.rows] or [[]]
        first = self.labelled(need.label, above + rows[0])
        rows = [first] + [indented(row, self.indent) for row in rows[1:]]
        names: list[Text] = []
        if need.others:
            names = self.screen.lines(others_sentence(need.others), self.width)
        count = f"{' ' * self.indent}et {counted(len(need.others), 'autre')}"
        return NeedLines(rows, len(need.others), indented(names, self.indent), text(count, "dim"))

    def labelled(self, label: str, lines: list[Text]) -> list[Text]:
        """Lines behind a label, which stands above them on a narrow screen."""
        if self.screen.width < NARROW:
            return [text(label, "dim")] + indented(lines, GAP)
        return columns([[text(label, "dim")], lines], [self.indent])

    def row(self, row: HelpRow) -> list[Text]:
        """A row; with everything, what to verify stands whole below it."""
        lines = row_lines(self.screen, row, self.name_width, self.width)
        for doubt in (row.doubt, row.shared_doubt):
            if self.everything and doubt:
                below = self.screen.lines(text(to_verify(doubt), "dim"), self.width - GAP)
                lines += indented(below, GAP)
        return lines

    def apart_lines(self) -> list[Text]:
        """``Aussi pour   l'État (2), l'hôpital (1) : --tout``."""
        if not self.apart:
            return []
        served = [f"{need.label.removeprefix('Pour ')} ({len(need.rows)})" for need in self.apart]
        sentence = self.screen.lines(f"{', '.join(served)} : --tout", self.width)
        return self.labelled(_APART, sentence)

    def desk_rows(self, desks: DeskTable) -> list[list[Text]]:
        """The desks of an area; then, behind a heading, what is known of others."""
        table = HelpTable(self.screen, desks.desks + desks.traces, with_ids=False)
        rows = [table.row(row) for row in desks.desks]
        heading = [text("Pistes, à vérifier", "dim")]
        for trace in desks.traces:
            rows.append(heading + table.row(trace))
            heading = []
        return rows
