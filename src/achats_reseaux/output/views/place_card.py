"""``find``: the content of ``answering.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: what the table of
the other networks has no room for is named in one paragraph, under its use.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING

from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel

from achats_reseaux.answering.card import (
    INSTEAD,
    NO_COST,
    access,
    areas_served,
    best_ways,
    doubts,
    source_dates,
)
from achats_reseaux.answering.verdict import GUICHET, enumeration
from achats_reseaux.output.views.screen import (
    ADDRESS,
    GAP,
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

    from achats_reseaux.answering.card import Card, Section, WayIn
    from achats_reseaux.model import Catalogue, Match, Network
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts

WIDTH, LINES = 80, 23
"""The size of a card: 24 lines less the prompt; on a narrower terminal as much text."""

WIDEST = 100
"""The greatest width of a frame, for legibility."""

MOST_NAMED = 4
"""Of more guichets verts, départements of one of them or networks of one use, some are counted."""

_STEPS = (
    (MOST_NAMED, True, MOST_NAMED),
    (MOST_NAMED, False, MOST_NAMED),
    (MOST_NAMED, False, 2),
    (2, False, MOST_NAMED),
    (1, False, MOST_NAMED),
)
"""What is tried until all fits: how many networks a frame has, whether it says how to reach one
beside its ways in, how many names stand for a use below."""


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` folds nothing."""
    others = _Others(card, terminal, everything=everything)
    if everything:
        head = drawn(_head(card, terminal.width, None, reached=True), terminal)
        return head + others.first(len(others.rows))
    room = max(LINES, terminal.height - 1) if terminal.interactive else LINES
    room = room * WIDTH // min(terminal.width, WIDTH)
    head = ""
    for most, reached, named in _STEPS:
        head = drawn(_head(card, terminal.width, most, reached=reached), terminal)
        if rest := others.fitting(room - head.count("\n"), named):
            return head + rest
    return head + others.first(0, most=1)


# --- the place and whom to contact first ---------------------------------------------------------


def _head(card: Card, width: int, most: int | None, *, reached: bool) -> Parts:
    """The place, the verdict, and a frame for each lead with so many networks, or all.

    ``reached``: whether a frame says how to reach a network beside its ways in.
    """
    where_it_is = f" ({card.location})" if card.location else ""
    parts: Parts = [joined(text(card.title, "bold"), where_it_is), *map(text, card.notes)]
    if card.verdict and GUICHET not in {one.label for one in card.leads}:
        parts.append(text(f"{card.verdict.rstrip('.')}.", "bold"))
    for lead in card.leads:
        heading = text(_heading(card, lead), "bold not dim")
        above = [heading] if heading.cell_len > min(width, WIDEST) - 6 else []
        panel = Panel(
            Group(*_framed(card, lead, most, reached=reached)),
            title=None if above else heading,
            title_align="left",
            width=min(width, WIDEST),
            border_style="dim",
        )
        parts += [*above, panel]
    return [*parts, *map(text, filter(None, (*card.notices, card.aside)))]


def _heading(card: Card, lead: Section) -> str:
    first, *others = lead.matches
    if lead.label == GUICHET:
        return card.verdict or GUICHET
    return lead.label if others or lead.label == INSTEAD else f"{lead.label} : {_name(first)}"


def _framed(card: Card, lead: Section, most: int | None, *, reached: bool) -> Parts:
    """What a frame holds of the networks of a lead: the doubt stands after the contacts.

    Of fewer than ``MOST_NAMED`` none is described; of one alone the first way in is enough.
    """
    everything, brief = most is None, most in (1, 2)
    shown = lead.matches[:most]
    gloss = f"{lead.gloss[:1].upper()}{lead.gloss[1:]}." if lead.gloss else ""
    parts: Parts = [text(gloss)] if gloss and not brief else []
    if lead.label == GUICHET:
        parts += _shares(card, everything=everything)
    if lead.label != INSTEAD:
        parts += _common(lead.matches, brief=brief)
    if len(lead.matches) > 1 or lead.label == INSTEAD:
        for one in shown:
            part = "" if lead.label == GUICHET else _where(one)  # the shares say where
            first, *others = _ways(one, most=None if everything else 1)
            parts += [joined(text(f"{_name(one)}{part} · ", "bold"), first), *others]
            if lead.label == INSTEAD and not brief:
                parts.append(Padding.indent(text(one.network.summary), GAP))
    else:
        (one,) = shown
        told = access(card.catalogue, one.network, card.today) if reached else ()
        how = (" · ".join(filter(None, (fact.value.rstrip("."), fact.note))) for fact in told)
        parts += [*_ways(one, most=1 if most == 1 else None), *map(text, how)]
    parts += [text(said, "dim") for said in _doubts(card.catalogue, shown)]
    more = len(lead.matches) - len(shown)
    following = f" · et {counted(more, 'autre')} : --tout" if more else ""
    ids = " ".join(one.network.id for one in shown)
    return [*parts, text(f"Tout savoir : reseaux show {ids}{following}", "dim")]


def _shares(card: Card, *, everything: bool) -> Parts:
    """Which guichets verts serve which parts; many parts are counted."""
    said: list[str | Text] = []
    for one in card.shares:
        names = enumeration(one.names) or f"aucun ({dated_list(card.catalogue.as_of)})"
        is_counted = len(one.parts) > MOST_NAMED and not everything
        served = counted(len(one.parts), "département") if is_counted else ", ".join(one.parts)
        said += [" · ", text(names, "bold"), f" : {served}"]
    return [joined(*said[1:])] if said else []


def _common(matches: Sequence[Match], *, brief: bool) -> Parts:
    """What all of some networks do, cost, and for whom, said once."""
    summaries = () if brief else {one.network.summary for one in matches}
    costs = {terms(one.network) for one in matches}
    return [text(*said) for said in (summaries, costs) if len(said) == 1]


def _ways(match: Match, most: int | None = None) -> list[Text]:
    """The best ways in of a network; of one without an address the page to pass through."""
    ways = best_ways(match)
    if not match.network.contact.first:
        return through([one.replace(note="") for one in ways[:1]])
    return [way(one) for one in ways[:most]]


def through(ways: Sequence[WayIn]) -> list[Text]:
    """The pages that lead to a network without an address."""
    following = " ; passez par :" if ways else "."
    return [text(f"Sans adresse{following}"), *(joined(f"{one.text} : ", way(one)) for one in ways)]


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
        self.each = [one.replace(matches=(match,)) for one in card.others for match in one.matches]
        listed = self.each[: None if everything else max(LINES, terminal.height)]
        table = networks_table(card.catalogue, listed, terminal.width, sectioned=False)
        lines = re.split(r"\n(?! |$)", drawn([table], terminal).rstrip("\n"))
        above = len(lines) - len(listed)
        self.head, self.rows = lines[:above], lines[above:]

    def fitting(self, room: int, most: int) -> str:
        """As much of the table as fits so many lines; ``""`` if not even the names do."""
        numbers = range(len(self.rows) + 1)
        shown = (
            bisect_left(numbers, True, key=lambda one: self.first(one, most).count("\n") > room) - 1
        )
        return "" if shown < 0 else self.first(shown, most)

    def first(self, shown: int, most: int = MOST_NAMED) -> str:
        """The table with so many rows; below it the names of the rest, and the sources."""
        table = [*self.head, *self.rows[:shown]] if shown else []
        names: dict[str, list[str]] = {}
        for one in self.each[shown:]:
            (match,) = one.matches
            name = _name(match) + ("" if match.network.contact.first else " (sans adresse)")
            names.setdefault(one.label, []).append(name)
        said: list[str | Text] = []
        for label, some in names.items():
            more = [counted(len(some) - most, "autre")] if len(some) > most else []
            said += [" · ", text(f"{label} : ", "dim"), ", ".join([*some[:most], *more])]
        listed = [match for one in self.each[:shown] for match in one.matches]
        foot = [*table_notes(self.card.catalogue, listed), f"{source_dates(self.card.catalogue)}."]
        foot += [] if self.everything else ["Tout :\u00a0--tout"]
        parts = [*([joined(*said[1:])] if said else []), text(" ".join(foot), "dim")]
        return "".join(f"{line}\n" for line in table) + drawn(parts, self.terminal)
