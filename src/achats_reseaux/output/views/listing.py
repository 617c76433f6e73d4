"""``list`` and ``search``: tables of networks, by use or with the excerpts that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.padding import Padding
from rich.rule import Rule

from achats_reseaux.answering.card import NO_OTHER_COST, Section, by_use, entry, source_dates
from achats_reseaux.output.views.entries import (
    after_dots,
    best_way,
    command,
    name,
)
from achats_reseaux.output.views.rich_layout import (
    GAP,
    NARROW,
    WIDE,
    Aligned,
    Paragraph,
    drawn,
    joined,
    longest_word,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.answering.card import Entry
    from achats_reseaux.model import Answer
    from achats_reseaux.output.terminal import Terminal

_HEAD = ("Identifiant", "Nom", "Où, à quel coût", "Contact")
_LEAST_NAME, _LEAST_WHERE = 18, 23
"""The least widths of two columns; without room for them a network has two lines."""

_LONGEST_NAME = 30
"""The greatest width of names and ids in a table of two lines a network, unless an id is longer."""

_MORE = "Tout savoir d'un réseau : reseaux show, suivi de son identifiant."


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """Networks by use, with their summaries if ``everything`` is shown; or as a search found them.

    What was found is below each, the words of the query highlighted.
    """
    catalogue, today = answer.catalogue, answer.today
    assert catalogue is not None
    excerpts = {match.network.id: match.excerpts for match in answer.results if match.excerpts}
    entries = tuple(entry(catalogue, match, today) for match in answer.results)
    groups = by_use(catalogue, answer.results, today)
    if excerpts:
        groups = tuple(Section("", (one,)) for one in entries)
    table = _NetworkTable(entries, terminal.width)
    table.put(*map(Paragraph, answer.notes))
    table.head()
    for group in groups:
        table.put(*([""] if table.parts else []))
        gloss = f" ({group.gloss})" if group.gloss else ""
        table.put(*([Paragraph(f"{group.label}{gloss}", "dim")] if group.label else []))
        for one in group.entries:
            table.network(one)
            if everything and not excerpts:
                table.put(Paragraph(one.summary, indent=5))
            for excerpt in excerpts.get(one.id, ()):
                spans = (text(said, "bold underline" if hit else "") for said, hit in excerpt)
                table.put(Paragraph(joined(*spans), indent=5))
    is_priced = excerpts or all(one.cost for one in entries)
    table.put("", *([] if is_priced else [Paragraph(NO_OTHER_COST)]))
    table.put(*(Paragraph(one, "dim") for one in (_MORE, source_dates(catalogue))))
    return drawn(table.parts, terminal)


class _NetworkTable(Aligned):
    """The table of some networks.

    A network has one line, on a narrower terminal two lines: id and way in above name, territories
    and cost. Where even these do not fit, they are no columns.
    """

    def __init__(self, entries: Sequence[Entry], width: int) -> None:
        self.width = width
        ids = _widest([_HEAD[0], *(one.id for one in entries)])
        names = _widest([name(one, one.label).plain for one in entries])
        commands = _widest([command(one) for one in entries])
        room = width - ids - 3 * GAP - 2 - _LEAST_NAME - _LEAST_WHERE
        self.is_one_line = width >= WIDE and commands <= room
        left = max(ids, min(names + GAP, _LONGEST_NAME))
        right = width - left - GAP - 3
        self.is_aligned = self.is_one_line or (width >= NARROW and commands <= right)
        super().__init__((left, right), 3)
        if self.is_one_line:
            ways = max(longest_word(best_way(one, room)) for one in entries)
            rest = room + _LEAST_NAME + _LEAST_WHERE - ways
            names = min(names, rest - _LEAST_WHERE)
            super().__init__((ids, names, rest - names, ways), 2)

    def head(self) -> None:
        """The names of the columns, above a rule; none for two lines a network."""
        if self.is_one_line:
            self.add(*(text(title, "bold") for title in _HEAD))
            self.put(Rule(style="dim"))

    def network(self, entry: Entry) -> None:
        """Add one of the networks."""
        own, label, where = text(entry.id, "bold"), name(entry, entry.label, ""), _where(entry)
        way = best_way(entry, self.widths[-1] if self.is_aligned else self.width - 5)
        if not self.is_aligned:
            self.put(Paragraph(joined(own, "  ", way), indent=3, hang=2))
            self.put(Paragraph(joined(label, f" · {where}"), indent=5))
        elif self.is_one_line:
            self.add(own, label, text(where), way)
        else:
            self.add(own, way)
            self.add(Padding(label, (0, 0, 0, GAP)), text(where))


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def _where(entry: Entry) -> str:
    """The territories of a network, and its cost if it is known."""
    return "".join((entry.where or "France", *after_dots([entry.cost])))
