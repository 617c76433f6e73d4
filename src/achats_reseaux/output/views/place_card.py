"""``find``: the content of ``answering.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: what the table of
the other networks has no room for is named in one paragraph, under its use.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from rich.console import Group
from rich.panel import Panel
from rich.table import Table

from achats_reseaux.answering.card import (
    INSTEAD,
    NO_ADDRESS,
    NO_COST,
    Section,
    access,
    areas_served,
    best_ways,
    doubts,
    source_dates,
    ways_in,
)
from achats_reseaux.answering.verdict import GUICHET, enumeration
from achats_reseaux.output.views.screen import (
    ADDRESS,
    drawn,
    joined,
    name_marks,
    networks_table,
    table_notes,
    text,
    uncapitalised,
)
from achats_reseaux.text import counted, dated_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.answering.card import Card, Lead, WayIn
    from achats_reseaux.model import Catalogue, Match, Network
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts

WIDTH, LINES = 80, 23
"""The size of a card: 24 lines less the prompt; on a narrower terminal as much text."""

WIDEST = 100
"""The greatest width of a frame, for legibility."""

MOST_NAMED = 4
"""Of more guichets verts, parts of a place or networks of one use, some are counted."""


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` folds nothing."""
    others = _Others(card, terminal, everything=everything)
    if everything:
        head = drawn(_head(card, terminal.width, everything=True), terminal)
        return head + others.first(len(others.rows))
    room = max(LINES, terminal.height - 1) if terminal.interactive else LINES
    room = room * WIDTH // min(terminal.width, WIDTH)
    head = ""
    for brief in (False, True):
        head = drawn(_head(card, terminal.width, brief=brief), terminal)
        if rest := others.fitting(room - head.count("\n")):
            return head + rest
    return head + others.first(0, most=1)


# --- the place and whom to contact first ---------------------------------------------------------


def _head(card: Card, width: int, *, brief: bool = False, everything: bool = False) -> Parts:
    """The place, the verdict, and a frame for each lead; a ``brief`` one leaves to ``show``."""
    where_it_is = f" ({card.location})" if card.location else ""
    parts: Parts = [joined(text(card.title, "bold"), where_it_is), *map(text, card.notes)]
    leads = [_Lead(card, one, brief=brief, everything=everything) for one in card.leads]
    if card.verdict and GUICHET not in {one.label for one in card.leads}:
        parts.append(text(f"{card.verdict.rstrip('.')}.", "bold"))
    parts += [text(card.remark)] if card.remark else []
    for lead in leads:
        parts += lead.frame(min(width, WIDEST))
    return [*parts, *map(text, filter(None, (*card.notices, card.aside)))]


class _Lead:
    """The frame of the networks to contact first under one heading."""

    def __init__(self, card: Card, lead: Lead, *, brief: bool, everything: bool) -> None:
        self.card, self.lead = card, lead
        self.brief, self.everything = brief, everything
        self.shown = lead.matches if everything else lead.matches[: 2 if brief else MOST_NAMED]

    def frame(self, width: int) -> Parts:
        """A panel with the heading as its title, or above it if it is too long."""
        heading = text(self.heading(), "bold not dim")
        above = [heading] if heading.cell_len > width - 6 else []
        panel = Panel(
            Group(*self.lines()),
            title=None if above else heading,
            title_align="left",
            width=width,
            border_style="dim",
        )
        return [*above, panel]

    def heading(self) -> str:
        lead, (first, *others) = self.lead, self.lead.matches
        if lead.label == GUICHET:
            return self.card.verdict or GUICHET
        return lead.label if others or lead.label == INSTEAD else f"{lead.label} : {_name(first)}"

    def lines(self) -> Parts:
        """What the frame holds: the doubt stands after the contacts."""
        lead, shown = self.lead, self.shown
        parts: Parts = (
            [text(f"{lead.gloss[0].upper()}{lead.gloss[1:]}.")]
            if lead.gloss and not self.brief
            else []
        )
        if lead.label == INSTEAD:
            parts += [line for rank, one in enumerate(shown, 1) for line in self.instead(rank, one)]
        else:
            parts += [*(self.shares() if lead.label == GUICHET else []), *self.common()]
            alone = len(shown) == 1
            parts += [line for one in shown for line in self.ways(one, alone=alone)]
        parts += [text(said, "dim") for said in _doubts(self.card.catalogue, shown)]
        ids = " ".join(one.network.id for one in shown)
        more = len(lead.matches) - len(shown)
        following = f" · et {counted(more, 'autre')} : --tout" if more else ""
        return [*parts, text(f"Tout savoir : reseaux show {ids}{following}", "dim")]

    def shares(self) -> Parts:
        """Which guichets verts serve which parts; of many, how many parts."""
        shares, listed = self.card.shares, f" ({dated_list(self.card.catalogue.as_of)})"
        if self.brief and len(shares) > MOST_NAMED:
            numbers = [f"{enumeration(one.names) or 'aucun'} ({len(one.parts)})" for one in shares]
            return [text(f"Par nombre de départements{listed} : {', '.join(numbers)}.")]
        parts: Parts = []
        for one in shares:
            names = text(enumeration(one.names) or f"aucun{listed}", "bold")
            many = len(one.parts) > MOST_NAMED and not self.everything
            served = counted(len(one.parts), "département") if many else ", ".join(one.parts)
            parts.append(joined(names, f" : {served}"))
        return parts

    def common(self) -> Parts:
        """What all of the networks do, cost, and for whom, said once."""
        first, *others = self.lead.matches
        parts: Parts = []
        if all(one.network.summary == first.network.summary for one in others):
            parts += [] if others and self.brief else [text(first.network.summary)]
        if all(terms(one.network) == terms(first.network) for one in others):
            parts.append(text(terms(first.network)))
        return parts

    def ways(self, match: Match, *, alone: bool) -> Parts:
        """The ways in of a network: all of one alone, the best of several behind their names."""
        is_documented = bool(match.network.contact.first)
        is_noted = is_documented and not self.brief
        ways = best_ways(match)[: None if self.everything or (alone and is_noted) else 1]
        lines = [way(one if is_noted else one.replace(note="")) for one in ways]
        if not is_documented:
            through = f" ; passez par {ways[0].text} :" if ways else "."
            lines.insert(0, text(f"Sans adresse{through}"))
        if not alone:
            part = "" if self.lead.label == GUICHET else _where(match)  # the shares say where
            return [joined(text(f"{_name(match)}{part} · ", "bold"), lines[0]), *lines[1:]]
        told = () if self.brief else access(self.card.catalogue, match.network, self.card.today)
        how = (" · ".join(filter(None, (one.value.rstrip("."), one.note))) for one in told)
        return [*lines, *map(text, how)]

    def instead(self, rank: int, match: Match) -> Parts:
        """One of the networks in place of a guichet vert, with its number."""
        named = text(f"{_name(match)}{_where(match)} · ", "bold")
        told = [joined(named, way(ways_in(match)[0]))]
        told += [] if self.brief else [text(match.network.summary)]
        row = Table.grid(padding=(0, 1, 0, 0))
        row.add_row(f"{rank}.", Group(*told))
        return [row]


def _name(match: Match) -> str:
    return match.network.label + name_marks(match)


def _where(match: Match) -> str:
    return f" ({areas_served(match.network)})" if match.coverage == "partial" else ""


def terms(network: Network) -> str:
    """The cost of a network and who may call, on one line."""
    who = f" · {uncapitalised(network.who)}" if network.who else ""
    return (network.cost or NO_COST).rstrip(".") + who


def way(one: WayIn) -> Text:
    """An address, whole, with what to know of it."""
    shown = text(one.target if one.kind == "link" else one.text, ADDRESS, one.target)
    return joined(shown, f" · {uncapitalised(one.note)}" if one.note else "")


def _doubts(catalogue: Catalogue, matches: Sequence[Match]) -> list[str]:
    """What is to be verified of networks, with their names; last, once, what all share."""
    said: dict[str, list[str]] = {}
    for one in matches:
        for doubt in doubts(catalogue, one.network):
            said.setdefault(doubt, []).append(one.network.label)
    ranked = sorted(said.items(), key=lambda each: len(each[1]))
    return [to_verify(one, () if len(of) == len(matches) else of) for one, of in ranked]


def to_verify(doubt: str, names: Sequence[str] = ()) -> str:
    """A sentence on what is to be verified, with the names of the networks that it is of."""
    return f"{f'{enumeration(names)}, à' if names else 'À'} vérifier : {uncapitalised(doubt)}."


# --- the others ----------------------------------------------------------------------------------


class _Others:
    """The other networks: a table of the first, the rest by name under their use, the sources."""

    def __init__(self, card: Card, terminal: Terminal, *, everything: bool) -> None:
        self.card, self.terminal, self.everything = card, terminal, everything
        parts = networks_table(card.catalogue, card.others, terminal.width, sectioned=False)
        above = len(parts) - sum(len(one.matches) for one in card.others)
        self.head, self.rows = parts[:above], parts[above:]

    def fitting(self, room: int) -> str:
        """As much of the table as fits so many lines; ``""`` if not even the names do."""
        heights = [1 + one.plain.count("\n") for one in (*self.head, *self.rows)]

        def overflows(shown: int) -> bool:
            lines = shown and sum(heights[: len(self.head) + shown])
            return lines + self.named(shown).count("\n") > room

        shown = bisect_left(range(len(self.rows) + 1), True, key=overflows) - 1
        return "" if shown < 0 else self.first(shown)

    def first(self, shown: int, most: int = MOST_NAMED) -> str:
        """The table with so many rows, as wide as with all of them; the names of the rest."""
        table = [*self.head, *self.rows[:shown]] if shown else []
        return drawn(table, self.terminal) + self.named(shown, most)

    def named(self, shown: int, most: int = MOST_NAMED) -> str:
        """What stands below so many networks in the table: the names of the rest, the sources."""
        listed, named = _split(self.card.others, shown)
        said = [part for one in named for part in (" · ", _named(one, most))]
        foot = [*table_notes(self.card.catalogue, listed)]
        foot.append(f"{source_dates(self.card.catalogue)}.")
        foot += [] if self.everything else ["Tout :\u00a0--tout"]
        parts = [*([joined(*said[1:])] if said else []), text(" ".join(foot), "dim")]
        return drawn(parts, self.terminal)


def _split(sections: Sequence[Section], shown: int) -> tuple[list[Match], list[Section]]:
    """So many networks, and the sections with the rest of them."""
    first: list[Match] = []
    rest = []
    for one in sections:
        room = shown - len(first)
        first += one.matches[:room]
        if after := one.matches[room:]:
            rest.append(one.replace(matches=after))
    return first, rest


def _named(section: Section, most: int) -> Text:
    """A heading, and the names of the networks below it, side by side; of many, the first."""
    without = "" if section.label == NO_ADDRESS else " (sans adresse)"
    names = [
        f"{_name(one)}{'' if one.network.contact.first else without}" for one in section.matches
    ]
    if len(names) > most:
        names[most:] = [counted(len(names) - most, "autre")]
    return joined(text(f"{section.label} : ", "dim"), ", ".join(names))
