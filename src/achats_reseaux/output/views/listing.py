"""``list`` and ``search``: tables of networks, by use or with the excerpts that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Group
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Column, Table

from achats_reseaux.answering.card import NO_OTHER_COST
from achats_reseaux.output.views.console import (
    NARROW,
    WIDE,
    Paragraph,
    drawn,
    joined,
    longest_word,
    text,
)
from achats_reseaux.output.views.entries import best_way, command, name, uncapitalised

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from rich.text import Text

    from achats_reseaux.answering.card import Entry, Section
    from achats_reseaux.model import Match
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.console import Parts

_HEAD = ("Identifiant", "Nom", "Où, à quel coût", "Contact")
_LEAST_NAME, _LEAST_WHERE, _LEAST_WAY = 20, 23, 36
"""The least widths of three columns; on a terminal without room for them a network has two lines,
and a way in that is longer than its column is below its row."""

_LONGEST_NAME = 30
"""The greatest width of names and ids in a table of two lines a network, unless an id is longer."""

_MORE = "Tout savoir d'un réseau : reseaux show, suivi de son identifiant."


def render_list(
    groups: tuple[Section, ...],
    notes: Iterable[str],
    source: str,
    terminal: Terminal,
    *,
    everything: bool = False,
) -> str:
    """Networks by use; ``everything`` adds their summaries."""
    entries = [entry for group in groups for entry in group.entries]
    table = _NetworkTable(entries, terminal.width)
    parts: Parts = [*map(Paragraph, notes), *table.head()]
    for group in groups:
        gloss = f" ({group.gloss})" if group.gloss else ""
        parts += [*([""] if parts else []), Paragraph(f"{group.label}{gloss}", "dim")]
        if not everything:
            parts += table.of(group.entries)
            continue
        for entry in group.entries:
            parts += [*table.of([entry]), Paragraph(entry.summary, indent=5)]
    costs = [] if all(entry.cost for entry in entries) else [Paragraph(NO_OTHER_COST)]
    return drawn([*parts, "", *costs, *_foot(source)], terminal)


def render_found(
    found: Sequence[tuple[Entry, Match]], notes: Iterable[str], source: str, terminal: Terminal
) -> str:
    """Networks with the excerpts that a search found, the words of the query highlighted."""
    table = _NetworkTable([entry for entry, _ in found], terminal.width)
    parts: Parts = [*map(Paragraph, notes), *table.head()]
    for entry, match in found:
        parts += [*([""] if parts else []), *table.of([entry])]
        for excerpt in match.excerpts:
            spans = (text(content, "bold underline" if hit else "") for content, hit in excerpt)
            parts.append(Paragraph(joined(*spans), indent=5))
    return drawn([*parts, "", *_foot(source)], terminal)


def _foot(source: str) -> Parts:
    return [Paragraph(_MORE, "dim"), Paragraph(source, "dim")]


class _NetworkTable:
    """The table of some networks, drawn in pieces whose columns are aligned.

    A network has one line, on a narrower terminal two lines: id and way in above name, territories
    and cost. Where even these do not fit, they are no columns.
    """

    def __init__(self, entries: Sequence[Entry], width: int) -> None:
        self.width = width

        def widest(some: Iterable[int]) -> int:
            return max(some, default=0)

        ids = widest(cell_len(one) for one in (_HEAD[0], *(entry.id for entry in entries)))
        names = widest(cell_len(name(one, one.label).plain) for one in entries)
        commands = widest(cell_len(command(one)) for one in entries)
        places = widest(cell_len(_where(one)) for one in entries)
        longest = max(_LEAST_WAY, width - ids - names - places - 8)
        fitting = (longest_word(best_way(one, longest)) for one in entries)
        ways = widest(one for one in fitting if one <= longest)
        room = width - ids - ways - 8
        where = max(_LEAST_WHERE, room - names)
        left = max(ids, min(names + 2, _LONGEST_NAME))
        right = width - left - 5
        self.is_one_line = width >= WIDE and room >= min(names, _LEAST_NAME) + _LEAST_WHERE
        self.is_aligned = self.is_one_line or (width >= NARROW and commands <= right)
        self.widths = (ids, room - where, where, ways) if self.is_one_line else (left, right)

    def head(self) -> Parts:
        """The names of the columns, above a rule; none for two lines a network."""
        if not self.is_one_line:
            return []
        return [self._table([[text(title, "bold") for title in _HEAD]]), Rule(style="dim")]

    def of(self, entries: Iterable[Entry]) -> Parts:
        """The rows of some of the networks."""
        if not self.is_aligned:
            return [part for one in entries for part in self._unaligned(one)]
        parts: Parts = []
        rows: list[Sequence[RenderableType]] = []
        for one in entries:
            way = best_way(one, self.widths[-1])
            is_too_long = longest_word(way) > self.widths[-1]
            rows.append(self._cells(one, text("") if is_too_long else way))
            if is_too_long:
                below = Paragraph(best_way(one, self.width), indent=self.widths[0] + 4)
                parts += [self._table(rows), below]
                rows = []
        return [*parts, self._table(rows)] if rows else parts

    def _table(self, cells: Iterable[Sequence[RenderableType]]) -> Table:
        columns = (Column(width=one, overflow="fold") for one in self.widths)
        indent = Column(width=0 if self.is_one_line else 1)
        table = Table.grid(indent, *columns, padding=(0, 2, 0, 0))
        for row in cells:
            table.add_row("", *row)
        return table

    def _cells(self, entry: Entry, way: Text) -> Sequence[RenderableType]:
        own, label, where = (
            text(entry.id, "bold"),
            name(entry, entry.label, ""),
            text(_where(entry)),
        )
        if self.is_one_line:
            return own, label, where, way
        return Group(own, Padding(label, (0, 0, 0, 2))), Group(way, where)

    def _unaligned(self, entry: Entry) -> Iterable[RenderableType]:
        way = best_way(entry, self.width - 5)
        yield Paragraph(joined(text(entry.id, "bold"), "  ", way), indent=3, hang=2)
        about = joined(name(entry, entry.label, ""), f" · {_where(entry)}")
        yield Paragraph(about, indent=5)


def _where(entry: Entry) -> str:
    """The territories of a network, and its cost if it is known."""
    return " · ".join(filter(None, (entry.where or "France", uncapitalised(entry.cost))))
