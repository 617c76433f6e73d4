"""A card on a terminal: the content of ``answering.card`` as lines of styled text.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: less important
parts are folded, one level after the other, until it does.
"""

from __future__ import annotations

from achats_reseaux.answering.card import GUICHET, INSTEAD, NO_OTHER_COST
from achats_reseaux.output.layout import (
    LONGEST_ADDRESS,
    LONGEST_LINE,
    LONGEST_NAME,
    NO_ADDRESS,
    WIDE,
    Layout,
    terms,
    uncapitalised,
)
from achats_reseaux.output.styled_text import columns, line_width, wrap_spans
from achats_reseaux.text import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.card import Card, Entry, Section, Share, WayIn
    from achats_reseaux.output.styled_text import Line, Span
    from achats_reseaux.output.terminal import Terminal

LINES = 23
"""The greatest height of a card without filters: 24 lines less the prompt."""

MOST_SHARES = 4
"""More guichets verts than this are counted, not listed."""

EVERYTHING = -1
"""The level of ``--tout``: nothing is folded; all summaries and ways in are shown."""

GUIDES, WHERE_TO_ASK, AUDIENCES, UNREACHABLE, SUMMARIES, COUNTED, USES, FIRSTS, HOW = range(1, 10)
"""The levels of folding; each includes those before it.

``GUIDES``: three or more networks of one use are reduced to names; départements lose their codes.
``WHERE_TO_ASK``: networks without an address are reduced to names.
``AUDIENCES``: networks for a single audience are one paragraph, with the first of each audience.
``UNREACHABLE``: networks without an address are omitted.
``SUMMARIES``: networks in place of a guichet vert lose their summaries; fewer local desks.
``COUNTED``: départements are counted; one link only for a guichet vert without an address.
``USES``: all uses but the first are one row of names.
``FIRSTS``: that row has two names; networks for a single audience are omitted.
``HOW``: local networks lose the facts on how to access them; several lose their summary.
"""


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` folds nothing."""
    renderer = CardRenderer(terminal)
    if everything:
        return renderer.text(renderer.card(card, EVERYTHING))
    room = max(LINES, terminal.height - 1) if terminal.interactive else LINES
    lines: list[Line] = []
    for level in range(HOW + 1):
        lines = renderer.card(card, level)
        if len(lines) <= room:
            break
    return renderer.text(lines)


class CardRenderer(Layout):
    """Draws a card at a level of folding.

    Attributes:
        aligned: the width of the column of names; 0 if there is none.
    """

    aligned = 0

    # --- the card --------------------------------------------------------------------------------

    def card(self, card: Card, level: int) -> list[Line]:
        """The lines of a card."""
        lines = self.head(card)
        lines += self.verdict(card, level)
        body = self.rows(card, level)
        more = "" if level == EVERYTHING else " · tout voir : --tout"
        foot = self.flow(" ", [(card.source + more, self.dim)])
        return [*lines, *([[]] if body else []), *body, [], *foot]

    def head(self, card: Card) -> list[Line]:
        """The place, its location, and notes on how it was read."""
        where = f" ({card.location})" if card.location else ""
        lines = self.flow("", [(card.title, self.bold), (where, "")])
        for note in card.notes:
            lines += self.sentence(note)
        return [*lines, []]

    def verdict(self, card: Card, level: int) -> list[Line]:
        """The main answer, the shares of guichets verts, and the networks to contact first."""
        lines: list[Line] = []
        headings = {f"{group.label} : {group.entries[0].name}" for group in card.leads}
        if card.verdict and card.verdict not in headings:
            lines += self.sentence(card.verdict, style=self.bold)
        if card.remark:
            lines += self.sentence(card.remark)
        lines += self.shares(card.shares, level)
        for rank, group in enumerate(card.leads):
            if rank or card.shares or (card.remark and group.label != INSTEAD):
                lines.append([])
            lines += self.lead(group, level)
        for notice in card.notices:
            lines += [*([[]] if lines else []), *self.sentence(notice)]
        if card.environment:
            lines += [*([[]] if lines else []), *self.sentence(card.environment)]
        return lines

    def shares(self, shares: tuple[Share, ...], level: int) -> list[Line]:
        """Which guichets verts serve which parts; folded, without codes, then counted."""
        if level >= GUIDES and len(shares) > MOST_SHARES:
            counted = ", ".join(
                f"{', '.join(share.names) or 'aucun'} ({len(share.parts)})" for share in shares
            )
            return self.sentence(f"Par nombre de départements : {counted}.")
        lines: list[Line] = []
        for share in shares:
            names = ", ".join(share.names) or "aucun"
            parts = share.parts
            if level >= GUIDES and len(parts) > 3:
                parts = tuple(part.rpartition(" (")[0] for part in parts)
            if level >= COUNTED and len(parts) > 3:
                parts = (f"{len(parts)} départements",)
            spans = [(names, self.bold), (f" : {', '.join(parts)}", "")]
            lines += self.flow("   ", spans, hang=2)
        return lines

    def lead(self, group: Section, level: int) -> list[Line]:
        """The networks to contact first: a single one in full, several more briefly."""
        if group.label == INSTEAD:
            return self.instead(group, level)
        first, *others = group.entries
        if not others:
            where = f" ({first.where})" if first.partial else ""
            heading = [(f"{group.label} : ", ""), *self.name(first), (where, "")]
            said = [*self.flow(" ", heading), *self.gloss(group, " "), *self.about(first, " ")]
            return [*said, *self.ways(first, level)]
        lines: list[Line] = []
        if group.label != GUICHET:  # the verdict replaces the heading of several guichets verts
            lines += [*self.sentence(f"{group.label} :"), *self.gloss(group, " ")]
        if level < HOW and all(entry.summary == first.summary for entry in others):
            lines += self.sentence(first.summary)
        if all(terms(entry) == terms(first) for entry in others):
            lines += self.sentence(terms(first))
        most = len(group.entries) if level == EVERYTHING else MOST_SHARES
        shown = group.entries[: most if level < COUNTED else 2]
        names = ["".join(span[0] for span in self.name(one, one.label)) for one in shown]
        label_width = max(map(columns, names)) + 3
        for name, entry in zip(names, shown, strict=True):
            lines += self.row(name, label_width, self.best(entry, label_width), self.bold)
        more = len(group.entries) - len(shown)
        ids = " ".join(entry.id for entry in shown) if not more else first.id
        others_said = f" · {_count_folded(more)}" if more else ""
        command = f"→ reseaux show {ids}{others_said}"
        return [*lines, *self.sentence(command, "   ", self.dim)]

    def best(self, entry: Entry, label_width: int) -> list[Line]:
        """The best way to reach a network, with its caveat."""
        if not entry.is_documented:
            return wrap_spans(self.best_way(entry), self.room(label_width))
        way = entry.ways_in[0]
        caveat = uncapitalised(way.caveat) or way.mark
        beside = (f" · {caveat}" if caveat else "", "")
        return wrap_spans([*self.shown(way, entry), beside], self.room(label_width))

    def gloss(self, group: Section, indent: str) -> list[Line]:
        """The explanation of a heading."""
        return self.sentence(f"({group.gloss})", indent) if group.gloss else []

    def instead(self, group: Section, level: int) -> list[Line]:
        """The networks in place of a guichet vert, numbered."""
        lines = self.sentence(f"{group.label} :")
        for rank, entry in enumerate(group.entries, start=1):
            start = f"   {rank}. "
            first, *rest = self.reached(entry, self.width - len(start), 0)
            lines += [[(start, ""), *first], *([(" " * len(start), ""), *line] for line in rest)]
            if level < SUMMARIES:
                lines += self.flow("      ", [(entry.summary, "")])
        return lines

    def ways(self, entry: Entry, level: int) -> list[Line]:
        """The ways to reach a network, each with its caveat; and the command for more."""
        lines: list[Line] = []
        indent = "   "
        ways = entry.ways_in
        if not entry.is_documented:
            asked = " ; passez par :" if ways else "."
            lines += self.sentence(f"Aucune adresse documentée{asked}", indent)
            indent += "  "
            ways = ways[:1] if level >= COUNTED else ways
        for way in ways:
            lines += self.way(way, entry, indent)
        if not entry.where or level < (COUNTED if entry.is_documented else HOW):
            for how, caveat in entry.access:
                lines += self.with_caveat(indent, [(how.rstrip("."), "")], caveat)
        return [*lines, *self.sentence(f"→ reseaux show {entry.id}", "   ", self.dim)]

    def way(self, way: WayIn, entry: Entry, indent: str) -> list[Line]:
        """One way in, with its caveat."""
        shown = self.shown(way, entry)
        if way.kind == "link" and columns(way.target) <= LONGEST_ADDRESS - len(indent):
            shown = [(way.text + " ", ""), self.link(way.target, way.target, self.address)]
        elif way.kind == "link":
            shown = [*shown, (f" (reseaux open {entry.id})", "")]
        return self.with_caveat(indent, shown, way.caveat or way.mark)

    def with_caveat(self, indent: str, shown: list[Span], caveat: str) -> list[Line]:
        """Spans, with a caveat beside them if there is room, else below them."""
        beside = f" · {uncapitalised(caveat)}" if caveat else ""
        if len(indent) + line_width(shown) + columns(beside) <= self.prose:
            return self.flow(indent, [*shown, (beside, "")])
        lines = self.flow(indent, shown, hang=2)
        return [*lines, *(self.sentence(caveat, indent + "  ") if caveat else [])]

    # --- the others ------------------------------------------------------------------------------

    def rows(self, card: Card, level: int) -> list[Line]:
        """The other networks: by use, by audience, and those without an address."""
        labels = [group.label for group in card.groups]
        labels += [group.label for group in card.audiences if level < AUDIENCES]
        labels += ["Sans adresse"] if card.unreachable else []
        label_width = min(max(map(columns, labels), default=0), 20) + 3
        named = [line_width(self.priced(one)) for group in card.groups for one in group.entries]
        self.aligned = min(max(named, default=0), LONGEST_NAME) if self.width >= WIDE else 0
        lines: list[Line] = []
        for group in card.groups[: 1 if level >= USES else None]:
            beside = self.entries(group, label_width, level)
            if group.gloss:
                beside = [*wrap_spans([(f"({group.gloss})", "")], self.room(label_width)), *beside]
            lines += self.row(group.label, label_width, beside)
        if level >= USES:
            others = [entry for group in card.groups[1:] for entry in group.entries]
            lines += (
                self.row("Aussi", label_width, self.also(others, label_width, level))
                if others
                else []
            )
        if not card.all_priced:
            lines += self.sentence(NO_OTHER_COST)
        lines += self.audiences(card.audiences, label_width, level)
        if card.unreachable and level < UNREACHABLE:
            names = self.unreachable(card.unreachable, label_width, level)
            lines += self.row("Sans adresse", label_width, names)
        return lines

    def also(self, entries: list[Entry], label_width: int, level: int) -> list[Line]:
        """Names, those without an address last; folded, the first two."""
        entries = sorted(entries, key=lambda entry: not entry.is_documented)
        more = len(entries) - 2 if level >= FIRSTS else 0
        if more <= 0:
            return self.names(entries, label_width)
        return self.names(entries[:-more], label_width, (f" et {counted(more, 'autre')}", ""))

    def audiences(self, groups: tuple[Section, ...], label_width: int, level: int) -> list[Line]:
        """The networks for a single audience, a row per audience; folded, the first of each."""
        if level < AUDIENCES:
            lines: list[Line] = []
            for group in groups:
                whole = level == EVERYTHING
                beside = (
                    self.entries(group, label_width, level)
                    if whole
                    else self.names(group.entries, label_width)
                )
                lines += self.row(group.label, label_width, beside)
            return lines
        spans: list[Span] = []
        for group in groups:
            first, *others = group.entries
            said = f"{first.label} ({NO_ADDRESS})" if not first.is_documented else first.label
            said += f" et {counted(len(others), 'autre')}" if others else ""
            label = group.label.removeprefix("Pour ") if spans else group.label
            spans += [("· " if spans else "", ""), (f"{label} : ", self.dim), (f"{said} ", "")]
        if level >= FIRSTS:
            labels = [group.label.removeprefix("Pour ") for group in groups]
            spans = [(f"Pour {', '.join(labels)} : --tout", "")] if labels else []
        return [[(" ", ""), *line] for line in wrap_spans(spans, self.width - 1) if line]

    def entries(self, group: Section, label_width: int, level: int) -> list[Line]:
        """Networks, one or two lines each; folded, the first of them, or their names."""
        shown = group.entries
        if level >= GUIDES and len(shown) > 2:
            if not any(entry.where for entry in shown):
                return self.names(shown, label_width)
            shown = shown[: max(4 - level, 1)]
        lines: list[Line] = []
        room = self.room(label_width)
        for entry in shown:
            lines += self.reached(entry, room, self.aligned)
            if level == EVERYTHING:
                spans = wrap_spans([(entry.summary, "")], min(room, LONGEST_LINE) - 2)
                lines += ([("  ", ""), *line] for line in spans)
                for way in entry.ways_in[1:]:
                    lines.append([("  ", ""), *self.shown(way, entry)])
        if len(shown) < len(group.entries):
            lines.append([(_count_folded(len(group.entries) - len(shown)), "")])
        return lines

    def unreachable(self, entries: tuple[Entry, ...], label_width: int, level: int) -> list[Line]:
        """The networks without a documented address, and where to ask for them."""
        way = next((entry.ways_in[0] for entry in entries if entry.ways_in), None)
        where = [(" : passez par ", ""), self.link(way.text, way.target, "")] if way else []
        names = (", ".join(entry.label for entry in entries), "")
        shown = [names, *(where if level < WHERE_TO_ASK else [])]
        return wrap_spans(shown, self.room(label_width))


def _count_folded(count: int) -> str:
    """The number of networks that only ``--tout`` shows."""
    return f"et {counted(count, 'autre')} : --tout"
