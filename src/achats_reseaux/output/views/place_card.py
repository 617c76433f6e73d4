"""``find``: the content of ``answering.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: its lines are
counted, and what has no room is left out in a fixed order (``card_layout.plans``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.answering.frame_content import to_verify
from achats_reseaux.answering.rows import others_sentence
from achats_reseaux.output.views.card_layout import DeskLines, Layout, NeedLines, plans
from achats_reseaux.output.views.frame_lines import WIDEST, frame_lines, line_text
from achats_reseaux.output.views.row_lines import (
    PlaceTable,
    name_widths,
    row_lines,
    unbroken,
)
from achats_reseaux.output.views.screen import GAP, NARROW, Screen, joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.answering.card import Card, DeskTable, Need
    from achats_reseaux.answering.rows import HelpRow
    from achats_reseaux.output.terminal import Terminal

_WIDTH, _LINES = 80, 23
"""The size of a card: 24 lines less the prompt; on a narrower terminal as much text."""

_APART = "Autres publics"


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` leaves nothing out."""
    screen = Screen(terminal)
    layout = _layout(screen, card, everything=everything)
    room = _LINES
    if terminal.interactive:
        room = max(_LINES, terminal.height - 1)
    room = room * _WIDTH // min(terminal.width, _WIDTH)
    smaller = plans(len(layout.needs))
    plan = next(smaller)
    while layout.size(plan) > room and not everything:
        following = next(smaller, None)
        if following is None:
            break
        plan = following
    return screen.drawn(layout.lines(plan))


# --- the parts of a card -------------------------------------------------------------------------


def _layout(screen: Screen, card: Card, *, everything: bool) -> Layout:
    notices: list[Text] = []
    for notice in card.notices:
        notices += screen.lines(notice)
    needs = card.needs
    if everything:
        needs += card.apart
    labels = [need.label for need in needs]
    has_apart = bool(card.apart) and not everything
    if has_apart:
        labels.append(_APART)
    indent = 0
    if screen.width >= NARROW:
        indent = max(map(len, labels), default=0) + GAP
    frame: list[Text] = []
    signed_frame: list[Text] = []
    if card.frame:
        frame = frame_lines(screen, card.frame, has_sign=False)
        signed_frame = frame_lines(screen, card.frame, has_sign=True)
    return Layout(
        head=_head(screen, card),
        frame=frame,
        signed_frame=signed_frame,
        table=_desk_lines(screen, card.desks) if card.desks else None,
        needs=_need_lines(screen, needs, indent, everything=everything),
        apart=_apart(screen, card.apart, indent) if has_apart else [],
        apart_count=sum(len(need.rows) for need in card.apart),
        notices=notices,
        foot=_foot(screen, card),
    )


def _head(screen: Screen, card: Card) -> list[Text]:
    """The place, at the right where it lies; then how it was read."""
    title, location = text(card.title, "bold"), text(card.location)
    space = min(screen.width, WIDEST) - title.cell_len - location.cell_len
    if space >= GAP:
        lines = [joined(title, " " * space * bool(card.location), location)]
    else:
        lines = screen.lines(title) + screen.lines(location)
    for note in card.notes:
        lines += screen.lines(note)
    return lines


def _foot(screen: Screen, card: Card) -> list[Text]:
    """The dates, then the commands, each unbroken."""
    commands: list[Text | str] = []
    for command in card.commands:
        is_short = len(command) < screen.width
        commands += [" · ", unbroken(command) if is_short else command]
    lines = screen.lines(text(card.dates, "dim"))
    return lines + screen.lines(joined(*commands[1:]))


def _need_lines(
    screen: Screen, needs: Sequence[Need], indent: int, *, everything: bool
) -> list[NeedLines]:
    """The needs, each with its label above the rows, or before them at an indentation."""
    width = screen.width - (indent or GAP)
    drawn = _narrowest(screen, needs, width, everything=everything)
    lines = []
    for need, rows in zip(needs, drawn, strict=True):
        lines.append(
            NeedLines(
                label=need.label,
                sentence=screen.lines(need.sentence, width) if need.sentence else [],
                rows=rows,
                others=len(need.others),
                names=_names(screen, need.others, width),
                indent=indent,
            )
        )
    return lines


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
    return screen.lines(others_sentence(others), width) if others else []


def _apart(screen: Screen, apart: Sequence[Need], indent: int) -> list[Text]:
    """``Autres publics   l'État 2, l'hôpital 1 : --tout``."""
    told = [f"{need.label.removeprefix('Pour ')} {len(need.rows)}" for need in apart]
    sentence = screen.lines(f"{', '.join(told)} : --tout", screen.width - (indent or GAP))
    return NeedLines(_APART, sentence, [], 0, [], indent).lines(0, is_named=True, is_counted=True)


def _desk_lines(screen: Screen, desks: DeskTable) -> DeskLines:
    """The desks of an area, what is known of others, and whom to call."""
    drawing = PlaceTable(screen, desks.desks + desks.traces, has_marks=True)
    foot: list[Text] = []
    for line in desks.lines:
        foot += screen.lines(line_text(line, "", screen.width))
    return DeskLines(
        title=text(desks.title, "bold"),
        desks=[drawing.row(row) for row in desks.desks],
        traces=[drawing.row(row) for row in desks.traces],
        foot=foot,
        more_desks=desks.more_desks,
        more_traces=desks.more_traces,
    )
