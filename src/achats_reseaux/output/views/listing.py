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
    Paragraph,
    aligned,
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
    from achats_reseaux.output.views.rich_layout import Parts

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
    parts: Parts = [*map(Paragraph, answer.notes), *table.head()]
    for group in groups:
        parts += [""] if parts else []
        gloss = f" ({group.gloss})" if group.gloss else ""
        parts += [Paragraph(f"{group.label}{gloss}", "dim")] if group.label else []
        for one in group.entries:
            parts += table.of(one)
            if everything and not excerpts:
                parts.append(Paragraph(one.summary, indent=5))
            for excerpt in excerpts.get(one.id, ()):
                spans = (text(said, "bold underline" if hit else "") for said, hit in excerpt)
                parts.append(Paragraph(joined(*spans), indent=5))
    is_priced = excerpts or all(one.cost for one in entries)
    parts += ["", *([] if is_priced else [Paragraph(NO_OTHER_COST)])]
    foot = (Paragraph(one, "dim") for one in (_MORE, source_dates(catalogue)))
    return drawn([*parts, *foot], terminal)


class _NetworkTable:
    """The table of some networks, drawn row by row.

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
        self.widths: tuple[int, ...] = (left, right)
        if self.is_one_line:
            ways = max(longest_word(best_way(one, room)) for one in entries)
            rest = room + _LEAST_NAME + _LEAST_WHERE - ways
            names = min(names, rest - _LEAST_WHERE)
            self.widths = (ids, names, rest - names, ways)

    def head(self) -> Parts:
        """The names of the columns, above a rule; none for two lines a network."""
        if not self.is_one_line:
            return []
        head = (text(title, "bold") for title in _HEAD)
        return [aligned(head, self.widths, 2), Rule(style="dim")]

    def of(self, entry: Entry) -> Parts:
        """One of the networks."""
        own, label, where = text(entry.id, "bold"), name(entry, entry.label, ""), _where(entry)
        if not self.is_aligned:
            way = best_way(entry, self.width - 5)
            head = Paragraph(joined(own, "  ", way), indent=3, hang=2)
            return [head, Paragraph(joined(label, f" · {where}"), indent=5)]
        way = best_way(entry, self.widths[-1])
        if self.is_one_line:
            return [aligned((own, label, text(where), way), self.widths, 2)]
        below = Padding(label, (0, 0, 0, GAP))
        return [aligned(cells, self.widths, 3) for cells in ((own, way), (below, text(where)))]


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_len, texts), default=0)


def _where(entry: Entry) -> str:
    """The territories of a network, and its cost if it is known."""
    return "".join((entry.where or "France", *after_dots([entry.cost])))
