"""Those who help, one row each, on a terminal: name, contact, what to verify.

Names and sites are wrapped, never cut; a number, an e-mail, an id is never broken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from achats_reseaux.answering.rows import host
from achats_reseaux.output.views.screen import (
    ADDRESS,
    GAP,
    NARROW,
    WIDE,
    joined,
    longest_word,
    text,
)
from achats_reseaux.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.answering.rows import HelpRow
    from achats_reseaux.output.views.screen import Screen

NOT_DOCUMENTED = "numéro non documenté"
_ID = "Identifiant"
_WIDEST_NAME, _WIDEST_PLACE, _WIDEST_TABLE = 40, 32, 140


def way_text(row: HelpRow) -> Text:
    """The way in of a row: a number, an e-mail, else the site of an address, as a link."""
    way = row.way
    if way is None:
        return text(NOT_DOCUMENTED)
    if way.kind in ("phone", "email"):
        shown = text(unbroken(way.text), ADDRESS, way.target)
        if way.of_body and way.kind == "phone":
            return joined(shown, " (standard)")
        return shown
    site = text(host(way.target), ADDRESS, way.target, in_cell=True)
    if way.kind == "link":
        return joined("par ", site)
    if way.kind == "read" and row.trace:
        return joined("lu sur ", site, text(f" ({row.trace.year})"))
    if row.trace:
        return joined(site, text(f" (son site, {row.trace.year})"))
    return site


def unbroken(content: str) -> str:
    """A text that stays on one line."""
    return content.replace(" ", "\u00a0")


def contact_lines(screen: Screen, way: Text, remarks: Sequence[str], width: int) -> list[Text]:
    """A way in, and in words what to verify: behind it, else on a line of its own."""
    if not remarks:
        return screen.lines(way, width)
    words = text(", ".join(remarks))
    together = joined(way, unbroken(" · "), words)
    if together.cell_len <= width:
        return [together]
    return screen.lines(way, width) + screen.lines(words, width)


def row_lines(screen: Screen, row: HelpRow, name_width: int, width: int) -> list[Text]:
    """A name and its contact side by side, in so many columns; a contact too long stands below."""
    way = way_text(row)
    room = width - name_width
    if longest_word(way) > room:
        contact = contact_lines(screen, way, row.remarks, width - GAP)
        below = [joined(" " * GAP, line) for line in contact]
        return screen.lines(name_text(row.name), width) + below
    name = screen.lines(name_text(row.name), name_width - GAP)
    return screen.columns([name, contact_lines(screen, way, row.remarks, room)], [name_width])


def name_text(name: str) -> Text:
    """A name, which may be broken after a hyphen or a dot."""
    return text(name, "bold", in_cell=True)


def name_widths(rows: Sequence[HelpRow], width: int) -> list[int]:
    """What may be the columns for the names of rows with their gap: two fifths of all, or more."""
    longest = max((cell_len(visible(row.name)) for row in rows), default=0)
    widest = min(longest, _WIDEST_NAME)
    return [min(widest, width * 2 // 5) + GAP, min(widest, width * 9 // 20) + GAP]


# --- tables --------------------------------------------------------------------------------------


class PlaceTable:
    """Rows as where, who and contact, in the columns that fit all of them.

    From ``WIDE`` columns on with ids, if so wished; below ``NARROW`` the contact stands below. With
    ``has_marks`` a trace is said to be one, where no heading says so.
    """

    def __init__(
        self,
        screen: Screen,
        rows: Sequence[HelpRow],
        *,
        with_ids: bool = False,
        has_marks: bool = False,
    ) -> None:
        self.screen = screen
        self.with_ids = with_ids and screen.width >= WIDE
        self.has_marks = has_marks
        self.is_narrow = screen.width < NARROW
        self.are_traces = all(row.trace for row in rows)
        width = min(screen.width, _WIDEST_TABLE)
        if self.with_ids:
            width -= max(len(_ID), *(len(row.id) for row in rows)) + GAP
        self.codes = max((len(row.code) for row in rows), default=0)
        places = [f"{self.code(row)}{row.where}" for row in rows]
        place = _column(places, min(width * 2 // 7, _WIDEST_PLACE))
        name = _column([self.name(row) for row in rows], min(width // 3, _WIDEST_NAME))
        self.widths = [place, name, width - place - name]

    def head(self) -> list[Text]:
        """The names of the columns, and a rule; nothing on a narrow screen."""
        if self.is_narrow:
            return []
        names = ["Où", "Qui", "Source" if self.are_traces else "Contact"]
        if self.with_ids:
            names.append(_ID)
        cells = [[text(name, "dim")] for name in names]
        return self.screen.columns(cells, self.widths[: len(names) - 1])

    def row(self, row: HelpRow) -> list[Text]:
        """The lines of a row."""
        place, name, contact = self.widths
        way = way_text(row)
        if self.with_ids:
            contact -= GAP
        if self.is_narrow or longest_word(way) > contact:
            return self._below(row, way)
        cells = [
            self.place(row, place - GAP),
            self.screen.lines(name_text(self.name(row)), name - GAP),
            contact_lines(self.screen, way, row.remarks, contact),
        ]
        if not self.with_ids:
            return self.screen.columns(cells, [place, name])
        cells.append([text(row.id, "dim")])
        return self.screen.columns(cells, self.widths)

    def name(self, row: HelpRow) -> str:
        """The name of a row."""
        if row.trace and not self.has_marks:
            return row.trace.label
        return row.name

    def code(self, row: HelpRow) -> str:
        """The number of a département and a space; of a region none."""
        if not row.code:
            return ""
        return f"{row.code:<{self.codes}} "

    def place(self, row: HelpRow, width: int) -> list[Text]:
        """A territory behind the number of its département."""
        code = self.code(row)
        whole = text(code + row.where, in_cell=True)
        if whole.cell_len <= width:
            return [whole]
        lines = self.screen.lines(text(row.where, in_cell=True), width, len(code))
        lines[0] = joined(code, lines[0][len(code) :])
        return lines

    def _below(self, row: HelpRow, way: Text) -> list[Text]:
        """A row whose contact stands below."""
        width = self.screen.width
        head = joined(text(self.code(row) + row.where), "  ", name_text(self.name(row)))
        contact = contact_lines(self.screen, way, row.remarks, width - GAP)
        if self.with_ids:
            head = joined(head, "  ", text(row.id, "dim"))
        lines = self.screen.lines(head, width - GAP)
        for line in lines[1:]:
            line.pad_left(GAP)
        return lines + [joined(" " * GAP, line) for line in contact]

    def below(self, content: Text) -> list[Text]:
        """What stands below a row, behind its first column."""
        indent = GAP if self.is_narrow else self.widths[0]
        return self.screen.lines(content, indent=indent)


def _column(contents: list[str], most: int) -> int:
    longest = max((cell_len(visible(content)) for content in contents), default=0)
    return min(longest, most) + GAP
