"""Those who help, one row each, on a terminal: where, name, contact, what to verify.

Names and sites are wrapped, never cut; a number, an e-mail, an id is never broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.card.rows import host
from achats_reseaux.output.views.column_widths import (
    ID,
    NARROW,
    WIDE,
    longest_word,
    table_name,
    table_place,
    table_widths,
)
from achats_reseaux.output.views.styled_lines import (
    ADDRESS,
    GAP,
    columns,
    indented,
    joined,
    text,
    unbroken,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.card.rows import ContactMethod, HelpRow
    from achats_reseaux.output.views.styled_lines import Screen

NOT_DOCUMENTED = "numéro non documenté"
_BEFORE = {"link": "par ", "read": "lu sur "}
"""By kind of a way in what stands before a site that is not one's own."""


def whole_way(way: ContactMethod) -> Text:
    """A number, an e-mail, or an address whole, as a link."""
    address = way.target
    if way.kind in ("phone", "email"):
        address = unbroken(way.text)
    return text(address, ADDRESS, way.target)


def way_text(row: HelpRow) -> Text:
    """The way in of a row: a number, an e-mail, else the site of an address, as a link."""
    way = row.way
    if way is None:
        return text(NOT_DOCUMENTED)
    if way.kind == "phone" and way.of_body:
        return joined(whole_way(way), " (standard)")
    if way.kind in ("phone", "email"):
        return whole_way(way)
    site = text(host(way.target), ADDRESS, way.target, in_cell=True)
    site = joined(_BEFORE.get(way.kind, ""), site)
    if row.trace:
        site.append_text(text(f" ({row.trace.year})"))
    return site


def contact_lines(screen: Screen, way: Text, remarks: Sequence[str], width: int) -> list[Text]:
    """A way in, and in words what to verify: behind it, else on a line of its own."""
    if not remarks:
        return screen.lines(way, width)
    words = text(", ".join(remarks))
    together = joined(way, unbroken(" · "), words)
    if together.cell_len <= width:
        return [together]
    return screen.lines(way, width) + screen.lines(words, width)


def name_text(name: str) -> Text:
    """A name, which may be broken after a hyphen or a dot."""
    return text(name, "bold", in_cell=True)


def row_lines(screen: Screen, row: HelpRow, name_width: int, width: int) -> list[Text]:
    """A name and its contact side by side, in so many columns; a contact too long stands below."""
    room = width - name_width
    name, way = name_text(row.name), way_text(row)
    if longest_word(way) > room:
        below = contact_lines(screen, way, row.remarks, width - GAP)
        return screen.lines(name, width) + indented(below, GAP)
    contact = contact_lines(screen, way, row.remarks, room)
    return columns([screen.lines(name, name_width - GAP), contact], [name_width])


class HelpTable:
    """Rows in the columns that fit all of them: where, who, contact, perhaps ids if it is wide.

    On a narrow screen the contact stands below.
    """

    def __init__(self, screen: Screen, rows: Sequence[HelpRow], *, with_ids: bool) -> None:
        self.screen = screen
        self.has_ids = with_ids and screen.width >= WIDE
        self.is_narrow = screen.width < NARROW
        self.are_traces = all(row.trace for row in rows)
        self.widths = table_widths(rows, screen.width, has_ids=self.has_ids)

    def head(self) -> list[Text]:
        """The names of the columns; nothing on a narrow screen."""
        if self.is_narrow:
            return []
        names = ["Où", "Qui", "Source" if self.are_traces else "Contact"]
        if self.has_ids:
            names.append(ID)
        cells = [[text(name, "dim")] for name in names]
        return columns(cells, self.widths[: len(cells) - 1])

    def row(self, row: HelpRow) -> list[Text]:
        """The lines of a row."""
        place, name, contact, _ = self.widths
        way = way_text(row)
        if self.is_narrow or longest_word(way) > contact - GAP:
            return self._row_above_contact(row, way)
        cells = [
            self.place(row, place - GAP),
            self.screen.lines(name_text(table_name(row)), name - GAP),
            contact_lines(self.screen, way, row.remarks, contact - GAP),
        ]
        if self.has_ids:
            cells.append([text(row.id, "dim")])
        return columns(cells, self.widths[: len(cells) - 1])

    def place(self, row: HelpRow, width: int) -> list[Text]:
        """A territory beside the number of its département."""
        where = text(row.where, in_cell=True)
        if not row.code:
            return self.screen.lines(where, width)
        number = len(row.code) + 1
        return columns([[text(row.code)], self.screen.lines(where, width - number)], [number])

    def _row_above_contact(self, row: HelpRow, way: Text) -> list[Text]:
        head = joined(text(table_place(row)), "  ", name_text(table_name(row)))
        if self.has_ids:
            head = joined(head, "  ", text(row.id, "dim"))
        first, *rest = self.screen.lines(head, self.screen.width - GAP)
        contact = contact_lines(self.screen, way, row.remarks, self.screen.width - GAP)
        return [first] + indented(rest + contact, GAP)

    def below(self, content: Text) -> list[Text]:
        """What stands below a row, behind its first column."""
        indent = GAP if self.is_narrow else self.widths[0]
        return indented(self.screen.lines(content, self.screen.width - indent), indent)
