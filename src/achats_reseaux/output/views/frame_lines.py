"""The one frame of a card: whom to call first. Where a terminal is dumb, a heading instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.rows import capitalised, host
from achats_reseaux.output.views.row_lines import unbroken
from achats_reseaux.output.views.screen import ADDRESS, GAP, joined, text

if TYPE_CHECKING:
    from achats_reseaux.answering.frame_content import Frame, Line
    from achats_reseaux.answering.rows import WayIn
    from achats_reseaux.output.views.screen import Screen

WIDEST = 100
"""The greatest width of a frame, for legibility."""

_SHORT_NOTE = 20
"""A note of so many signs is not broken: ``source de 2021``."""

_EDGES = 4
"""The columns that the sides of a frame take."""
_BOX, _ASCII_BOX = "╭─╮│╰╯", "+-+|++"


def frame_lines(screen: Screen, frame: Frame, *, has_sign: bool) -> list[Text]:
    """A frame with its title at the left and the price at the right.

    ``has_sign``: whether it says when who is in it was last heard of.
    """
    title = text(f"{frame.need} · {frame.who}", "bold")
    price = text(frame.price)
    width = min(screen.width, WIDEST)
    inside = width - _EDGES
    content: list[Text] = []
    if title.cell_len + price.cell_len > inside - 4:
        content = screen.lines(text(f"{capitalised(frame.who)}.", "bold"), inside)
        title = text(frame.need, "bold")
    for line in frame.lines:
        content += screen.lines(line_text(line, frame.id, inside), inside)
    if has_sign and frame.sign:
        content += screen.lines(f"{capitalised(frame.sign)}.", inside)
    if screen.is_dumb:
        return [joined(title, _behind(" · ", price)), *(joined(" " * GAP, one) for one in content)]
    return _boxed(screen, title, price, content, width)


def _boxed(screen: Screen, title: Text, price: Text, content: list[Text], width: int) -> list[Text]:
    box = _BOX if screen.has_boxes else _ASCII_BOX
    left, rule, right, side, low_left, low_right = tuple(box)
    end = Text(rule)
    if price:
        end = joined(" ", price, text(f" {rule}"))
    between = width - title.cell_len - end.cell_len - 5
    lines = [
        joined(
            text(f"{left}{rule} ", "dim"),
            title,
            text(f" {rule * max(between, 0)}", "dim"),
            end,
            text(right, "dim"),
        )
    ]
    for one in content:
        space = " " * (width - _EDGES - one.cell_len)
        lines.append(joined(text(f"{side} ", "dim"), one, space, text(f" {side}", "dim")))
    lines.append(text(f"{low_left}{rule * (width - 2)}{low_right}", "dim"))
    return lines


def line_text(line: Line, own_id: str, width: int) -> Text:
    """Words, ways in and what to know of these, as one text."""
    parts = []
    if line.words:
        parts.append(text(line.words))
    for rank, way in enumerate(line.ways):
        if parts:
            is_led = rank == 0 and line.words.endswith((":", "par"))
            parts.append(text(" " if is_led else " · "))
        parts.append(way_in_full(way, own_id, width))
    if line.note:
        is_short = len(line.note) <= _SHORT_NOTE
        parts.append(text(f" · {unbroken(line.note) if is_short else line.note}"))
    return joined(*parts)


def way_in_full(way: WayIn, own_id: str, width: int) -> Text:
    """A number, an e-mail, or an address whole; one that does not fit is its site and a command."""
    if way.kind in ("phone", "email"):
        return text(unbroken(way.text), ADDRESS, way.target)
    if len(way.target) <= width and way.kind != "link":
        return text(way.target, ADDRESS, way.target)
    shown = text(host(way.target), ADDRESS, way.target)
    if not own_id:
        return shown
    return joined(shown, " · ", unbroken(f"reseaux open {own_id}"))


def _behind(sign: str, content: Text) -> Text:
    """A text behind a sign, or nothing."""
    if not content:
        return content
    return joined(sign, content)
