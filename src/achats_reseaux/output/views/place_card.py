"""``find``: the content of ``answering.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: less important
parts are folded, one after the other, until it does.
"""

from __future__ import annotations

from bisect import bisect_left
from functools import cache
from typing import TYPE_CHECKING

from achats_reseaux.answering.card import GUICHET, INSTEAD, NO_OTHER_COST, Section
from achats_reseaux.output.views.entries import (
    NO_ADDRESS,
    address,
    after_dots,
    best_way,
    doubts,
    name,
    name_marks,
    terms,
    ways_in,
)
from achats_reseaux.output.views.rich_layout import Paragraph, Rows, drawn, joined, text
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from rich.text import Text

    from achats_reseaux.answering.card import Card, Entry
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.rich_layout import Parts

WIDTH, LINES = 80, 23
"""The size of a card without filters: 24 lines less the prompt; on a narrower terminal as much."""

MOST_NAMED = 4
"""Of more guichets verts, parts of a place or networks of one use, some are counted."""

WITHOUT_ADDRESS = "Sans adresse"
"""The heading of the national networks that have no documented address."""


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` folds nothing."""
    if everything:
        return drawn(_View(card, terminal.width, 0, everything=True).parts(), terminal)
    room = max(LINES, terminal.height - 1) if terminal.interactive else LINES
    room = room * WIDTH // min(terminal.width, WIDTH)
    levels = range(len(card.groups) + 5)

    @cache
    def shown(folded: int) -> str:
        return drawn(_View(card, terminal.width, folded).parts(), terminal)

    fitting = bisect_left(levels, True, key=lambda folded: shown(folded).count("\n") <= room)
    return shown(fitting if fitting < len(levels) else levels[-2])


class _View:
    """A card with so much of it folded.

    First the networks for a single audience, and those without an address, are only named. Then
    those of the last use, and so on; when all are, they become one paragraph. Then it is ``brief``:
    it leaves out what ``show`` tells. At last one network of each use is named, where the card fits
    by that alone.
    """

    def __init__(self, card: Card, width: int, folded: int, *, everything: bool = False) -> None:
        self.card, self.width, self.folded, self.everything = card, width, folded, everything
        self.brief = folded > len(card.groups) + 2
        self.most = 999 if everything else MOST_NAMED

    def parts(self) -> Parts:
        """All of the card."""
        card = self.card
        where = f" ({card.location})" if card.location else ""
        others = self.others()
        return [
            Paragraph(joined(text(card.title, "bold"), where), indent=0),
            *map(Paragraph, card.notes),
            "",
            *self.verdict(),
            *([""] if others else []),
            *others,
            "",
            Paragraph(card.source + ("" if self.everything else " · tout : --tout"), "dim"),
        ]

    def verdict(self) -> Parts:
        """The main answer, the shares of guichets verts, and the networks to contact first."""
        card = self.card
        parts: Parts = []
        headings = {f"{group.label} : {group.entries[0].name}" for group in card.leads}
        if card.verdict and card.verdict not in headings:
            parts.append(Paragraph(card.verdict, "bold"))
        if card.remark:
            parts.append(Paragraph(card.remark))
        parts += self.shares()
        for rank, group in enumerate(card.leads):
            if rank or (card.shares and not self.brief) or (card.remark and group.label != INSTEAD):
                parts.append("")
            parts += self.instead(group) if group.label == INSTEAD else self.lead(group)
        for sentence in filter(None, (*card.notices, card.environment)):
            parts += [*([""] if parts else []), Paragraph(sentence)]
        return parts

    def shares(self) -> Parts:
        """Which guichets verts serve which parts; of many, how many parts."""
        shares, listed = self.card.shares, f" ({self.card.listed})"
        if self.folded and len(shares) > MOST_NAMED:
            numbers = ((", ".join(one.names) or "aucun", len(one.parts)) for one in shares)
            said = ", ".join(f"{names} ({number})" for names, number in numbers)
            return [Paragraph(f"Par nombre de départements{listed} : {said}.")]
        parts: Parts = []
        for one in shares:
            names = text(", ".join(one.names) or f"aucun{listed}", "bold")
            where = ", ".join(one.parts)
            if len(one.parts) > self.most:
                where = counted(len(one.parts), "département")
            parts.append(Paragraph(joined(names, f" : {where}"), indent=3, hang=2))
        return parts

    def lead(self, group: Section) -> Parts:
        """The networks to contact first: a single one in full, several more briefly."""
        first, *others = group.entries
        gloss: Parts = [Paragraph(f"({group.gloss})")] if group.gloss else []
        if not others:
            where = f" ({first.where})" if first.partial else ""
            heading = Paragraph(joined(f"{group.label} : ", name(first), where))
            about = map(Paragraph, (first.summary, terms(first)))
            return [heading, *gloss, *about, *doubts([first]), *self.ways(first)]
        parts: Parts = []
        if group.label != GUICHET:  # the verdict replaces the heading of several guichets verts
            parts += [Paragraph(f"{group.label} :"), *gloss]
        if not self.brief and all(entry.summary == first.summary for entry in others):
            parts.append(Paragraph(first.summary))
        if all(terms(entry) == terms(first) for entry in others):
            parts.append(Paragraph(terms(first)))
        shown = group.entries[: 2 if self.brief else self.most]
        more = len(group.entries) - len(shown)
        rows = Rows(map(_own, shown), self.width, indent=1)
        rows.put(*parts)
        for one in shown:
            caveat = one.ways_in[0].caveat if one.is_documented and not self.brief else ""
            rows.row(_own(one), best_way(one, rows.room, caveat))
        ids = " ".join(entry.id for entry in ((first,) if more else shown))
        following = f" · {_count_folded(more)}" if more else ""
        rows.put(*doubts(shown), _next(f"→ reseaux show {ids}{following}"))
        return rows.parts

    def ways(self, entry: Entry) -> Parts:
        """The ways to reach a network, how to get to it, and the command for more."""
        if self.folded > 1 and not entry.is_documented:
            entry = entry.replace(ways_in=entry.ways_in[:1])
        parts = ways_in(entry, notes=self.everything)
        for how, caveat in () if entry.where and self.brief else entry.access:
            said = joined(how.rstrip("."), *after_dots([caveat]))
            parts.append(Paragraph(said, indent=3 if entry.is_documented else 5, hang=2))
        return [*parts, _next(f"→ reseaux show {entry.id}")]

    def instead(self, group: Section) -> Parts:
        """The networks in place of a guichet vert, numbered."""
        labels = [joined(f"{rank}. ", _own(one)) for rank, one in enumerate(group.entries, 1)]
        rows = Rows(labels, self.width)
        rows.put(Paragraph(f"{group.label} :"))
        for label, entry in zip(labels, group.entries, strict=True):
            self.list(label, entry, rows, told=not self.brief)
        return rows.parts

    def list(self, label: Text, entry: Entry, rows: Rows, *, told: bool) -> None:
        """Add a network: its best way in, its cost if it is known, and where it is if that matters.

        If ``told``, with its summary.
        """
        where = (" ", f"· {entry.where}") if entry.partial else ()
        rows.row(label, joined(best_way(entry, rows.room, entry.cost), *where))
        if told:
            ways = (address(way, entry) for way in entry.ways_in[1:] if self.everything)
            rows.put(*(Paragraph(one, indent=6) for one in (text(entry.summary), *ways)))

    # --- the others ------------------------------------------------------------------------------

    def others(self) -> Parts:
        """The other networks: by use, by audience, and those without an address."""
        card, folded = self.card, self.folded
        unreachable = [Section(WITHOUT_ADDRESS, card.unreachable)] if card.unreachable else []
        last = [*card.audiences, *unreachable]
        groups = [*card.groups, *last]
        listed = len(card.groups) - folded + 1 if folded else len(groups)
        paragraphs = [[one] for one in card.groups[max(listed, 0) :]]
        if folded > len(card.groups) + 1:
            paragraphs, last = [], [*card.groups, *last]
        paragraphs += [last] if folded else []
        groups = groups[: max(listed, 0)]
        rows = Rows((_own(one) for each in groups for one in each.entries), self.width)
        for group in groups:
            self.group(group, rows)
        for some in filter(None, paragraphs):
            said = [part for each in some for part in (" · ", self.named(each))]
            rows.put(Paragraph(joined(*said[1:])))
        if folded <= 2 and not card.all_priced:
            rows.put(Paragraph(NO_OTHER_COST))
        return rows.parts

    def named(self, group: Section) -> Text:
        """A heading, and the names of the networks below it, side by side; of many, the first."""
        without = "" if group.label == WITHOUT_ADDRESS else f" ({NO_ADDRESS})"
        names = [
            one.label + name_marks(one) + ("" if one.is_documented else without)
            for one in group.entries
        ]
        most = 1 if self.folded > len(self.card.groups) + 3 else MOST_NAMED
        if len(names) > most:
            names[most:] = [counted(len(names) - most, "autre")]
        return joined(text(f"{group.label} : ", "dim"), ", ".join(names))

    def group(self, group: Section, rows: Rows) -> None:
        """Add a heading, and the networks below it; of many, the first."""
        gloss = f" ({group.gloss})" if group.gloss else ""
        rows.put(Paragraph(f"{group.label}{gloss}", "dim"))
        for entry in group.entries[: self.most]:
            self.list(_own(entry), entry, rows, told=self.everything)
        if (more := len(group.entries) - self.most) > 0:
            rows.put(Paragraph(_count_folded(more), indent=3))


def _own(entry: Entry) -> Text:
    """The short name of a network."""
    return name(entry, entry.label)


def _next(command_line: str) -> Paragraph:
    return Paragraph(command_line, "dim", indent=3)


def _count_folded(count: int) -> str:
    """The number of networks that only ``--tout`` shows."""
    return f"et {counted(count, 'autre')} : --tout"
