"""The box of a panel, drawn on a terminal: its borders; where there are none, a heading alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.card.rows import capitalised
from achats_reseaux.output.views.help_rows import site_link, whole_way
from achats_reseaux.output.views.styled_lines import (
    GAP,
    Screen,
    indented,
    joined,
    text,
    unbroken,
    warned,
)

if TYPE_CHECKING:
    from achats_reseaux.card.contact_methods import ContactMethod
    from achats_reseaux.card.panel_wording import Line, Panel

WIDEST = 100
"""The greatest width of a panel, for legibility."""

_EDGES = 4
"""The columns that the sides of a panel take."""


def panel_lines(screen: Screen, panel: Panel) -> list[Text]:
    """A panel with its title at the left and the price at the right."""
    title = text(f"{panel.purpose} · {panel.who}", "bold")
    price = text(panel.price)
    width = min(screen.width, WIDEST)
    inside = width - _EDGES
    content = []
    if title.cell_len + price.cell_len > inside - 4:
        content = screen.lines(text(f"{capitalised(panel.who)}.", "bold"), inside)
        title = text(panel.purpose, "bold")
    for line in panel.lines:
        content += screen.lines(line_text(line, panel.id, inside), inside)
    if screen.has_boxes:
        return _boxed(title, price, content, width)
    if panel.price:
        title = joined(title, " · ", price)
    return [title] + indented(content, GAP)


def _boxed(title: Text, price: Text, content: list[Text], width: int) -> list[Text]:
    end = Text("─╮", "dim")
    if price:
        end = joined(" ", price, " ", end)
    between = width - title.cell_len - end.cell_len - 4
    lines = [joined(text("╭─ ", "dim"), title, text(f" {'─' * between}", "dim"), end)]
    for line in content:
        space = " " * (width - _EDGES - line.cell_len)
        lines.append(joined(text("│ ", "dim"), line, space, text(" │", "dim")))
    lines.append(text(f"╰{'─' * (width - 2)}╯", "dim"))
    return lines


def line_text(line: Line, own_id: str, width: int) -> Text:
    """Words, ways in and what to know of these, as one text."""
    whole = warned(line.words)
    separator = " · "
    if line.words.endswith((":", "par")):
        separator = " "
    for way in line.ways:
        if whole:
            whole.append_text(text(separator))
        whole.append_text(way_in_full(way, own_id, width))
        separator = " · "
    if line.note:
        whole.append_text(text(f" · {line.note}"))
    return whole


def way_in_full(way: ContactMethod, own_id: str, width: int) -> Text:
    """A number, an e-mail, or an address whole; one that does not fit is its site and a command."""
    whole = whole_way(way)
    if whole.cell_len <= width:
        return whole
    if not own_id:
        return site_link(way.target)
    return joined(site_link(way.target), " · ", unbroken(f"reseaux open {own_id}"))
