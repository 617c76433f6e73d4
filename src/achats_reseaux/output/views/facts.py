"""``show`` in a pipe, with ``--field`` or ``--tout``: networks and notions with their facts.

Each fact has the sites and dates of its sources. In a pipe, and with ``everything``, an address
stands in place of its site, and no line is broken in a pipe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.frame_content import NO_PRICE, to_verify
from achats_reseaux.answering.rows import (
    age,
    areas_served,
    best_ways,
    doubts,
    ended,
    marks,
    uncapitalised,
    ways_in,
)
from achats_reseaux.model import DOUBT, WAYS_IN
from achats_reseaux.output.messages import report_line
from achats_reseaux.output.views.listing import needs_lines
from achats_reseaux.output.views.one_screen import (
    checked,
    network_screen,
    noted_way,
    notion_screen,
    sources_text,
    title_text,
    trace_screen,
    without_doubts,
)
from achats_reseaux.output.views.row_lines import unbroken
from achats_reseaux.output.views.screen import GAP, Screen, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.model import Fact, Network, Notion, Source
    from achats_reseaux.output.terminal import Terminal

_KNOWN = "Ce que l'on en sait"
_LONGEST_LINE = 100
_MOST_NETWORKS = 8
"""Of more networks of a notion, their number stands on the screen."""

_UNBROKEN_LINE = 100_000


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """The notions and the networks of an answer, one after the other; then its traces.

    On a terminal each fills one screen, unless facts are asked for (``--field``) or ``everything``
    is. The networks of a notion that were not named themselves are a table.
    """
    catalogue, fields = answer.catalogue, answer.query.fields
    assert catalogue is not None
    width = min(terminal.width, _LONGEST_LINE) if terminal.interactive else _UNBROKEN_LINE
    screen = Screen(terminal.replace(width=width))
    named = [one for one in answer.results if one.facts or not answer.notions]
    others = [one for one in answer.results if one not in named]
    is_short = terminal.interactive and not everything and not fields
    blocks = [[line for note in answer.notes for line in screen.lines(note)]]
    if is_short:
        blocks += [notion_screen(screen, answer, notion) for notion in answer.notions]
        blocks += [network_screen(screen, answer, match) for match in named]
    else:
        sheet = _Sheet(screen, answer, is_whole=everything or not terminal.interactive)
        blocks += [sheet.notion(notion) for notion in answer.notions]
        blocks += [sheet.network(match) for match in named]
    has_facts = fields and any(notion.facts for notion in answer.notions)
    if len(others) > _MOST_NETWORKS and is_short:
        command = unbroken(f"reseaux show {answer.notions[0].id} --tout")
        blocks.append(screen.lines(f"{len(others)} réseaux y répondent : {command}"))
    elif others and not has_facts:
        blocks.append(needs_lines(screen, catalogue, others)[1:])
    blocks += [trace_screen(screen, trace) for trace in answer.traces]
    if not fields:
        blocks.append(screen.lines(text(report_line(), "dim")))
    lines = []
    for block in blocks:
        if block:
            lines.append(Text())
            lines += block
    return screen.drawn(lines[1:])


class _Sheet:
    """Lays out networks and notions with all facts that are asked for."""

    def __init__(self, screen: Screen, answer: Answer, *, is_whole: bool) -> None:
        assert answer.catalogue is not None
        self.screen = screen
        self.catalogue, self.today, self.is_whole = answer.catalogue, answer.today, is_whole
        self.fields = answer.query.fields
        self.labels = WAYS_IN | self.catalogue.labels("field")

    def notion(self, notion: Notion) -> list[Text]:
        """The definition of a notion and its facts."""
        told: tuple[str, ...] = ()
        if notion.doubt and DOUBT not in self.fields:
            told = (notion.doubt,)
        lines = self.screen.lines(title_text(notion.name, notion.id))
        lines += self.screen.lines(notion.definition)
        lines += self.screen.lines(self.sources(notion.sources))
        lines += self.to_verify(told)
        return lines + self.section(_KNOWN, without_doubts(notion.facts, told))

    def network(self, match: Match) -> list[Text]:
        """A network with its contact, and its facts in the order of the vocabulary."""
        network = match.network
        told: tuple[str, ...] = ()
        if DOUBT not in self.fields:
            told = doubts(self.catalogue, network)
        kind = self.catalogue.labels("kind").get(network.kind, network.kind)
        ranks = {field: rank for rank, field in enumerate(self.labels)}
        facts = without_doubts(match.facts, told)
        facts.sort(key=lambda fact: ranks.get(fact.field, len(ranks)))
        own = [fact for fact in facts if fact.of is None]
        carried = [fact for fact in facts if fact.of and fact.of == network.carrier]
        shared = [fact for fact in facts if fact.of and fact.of != network.carrier]
        lines = self.screen.lines(title_text(network.name, network.id, marks(match)))
        if not self.fields:
            lines += self.about(network, kind)
        lines += self.contact(match, {fact.field: fact.sources for fact in own})
        lines += self.to_verify(told)
        lines += self.section(_KNOWN, [fact for fact in own if fact.field not in WAYS_IN])
        lines += self.section(f"{kind} : commun à tous", shared)
        lines += self.section(f"Porté par {network.carrier}", carried)
        if not self.fields:
            lines.append(Text())
            lines += self.screen.lines(text(checked(network, self.today), "dim"))
        return lines

    def about(self, network: Network, kind: str) -> list[Text]:
        """Kind, territories and audiences; summary, price and who may call."""
        themes, audiences = map(self.catalogue.labels, ("theme", "audience"))
        about = ", ".join(themes.get(one, one).lower() for one in network.themes)
        served = ", ".join(audiences.get(one, one) for one in network.audiences)
        lines = self.screen.lines(f"{kind} · {about} · {areas_served(network)}")
        lines += self.screen.lines(f"Pour : {served}")
        lines.append(Text())
        lines += self.screen.lines(network.summary)
        lines += self.screen.lines(terms(network))
        if self.is_whole:
            lines += self.screen.lines(self.sources(network.sources))
        return lines

    def contact(self, match: Match, sources: Mapping[str, Sequence[Source]]) -> list[Text]:
        """The ways in that are among the facts to show, or the pages that lead to a network."""
        lines: list[Text] = []
        for way in ways_in(match):
            if way.kind in sources:
                label = text(WAYS_IN[way.kind], "bold")
                lines += self.screen.lines(joined(label, " : ", noted_way(way)), indent=GAP)
                lines += self.screen.lines(self.sources(sources[way.kind]), indent=2 * GAP)
        is_asked = not self.fields or "contact" in self.fields
        if not match.network.contact.first and is_asked:
            lines += self.screen.lines(
                "Ni adresse, ni téléphone documentés. Passez par :", indent=GAP
            )
            for way in best_ways(match):
                lines += self.screen.lines(joined(f"{way.text} : ", noted_way(way)), indent=GAP)
        if not lines:
            return []
        return [Text(), text("Contact", "bold")] + lines

    def section(self, title: str, facts: Sequence[Fact]) -> list[Text]:
        """A heading, and each fact with its sources below it."""
        if not facts:
            return []
        lines = [Text()] + self.screen.lines(text(title, "bold"))
        for fact in facts:
            lines += self.screen.lines(self.fact(fact), indent=GAP)
            lines += self.screen.lines(self.sources(fact.sources), indent=2 * GAP)
        return lines

    def fact(self, fact: Fact) -> Text:
        """A fact behind its label; with its note if all is shown."""
        label = text(self.labels.get(fact.field, fact.field), "bold")
        note = ""
        if fact.note and self.is_whole:
            note = f" {fact.note}"
        dated = (ended(fact, self.today), age(fact, self.catalogue))
        told = "".join(f" ({one})" for one in dated if one)
        return joined(label, f" : {fact.value}{note}{told}")

    def sources(self, sources: Iterable[Source]) -> Text:
        """The site, or the address, of each source, and when it was published or read."""
        natures = self.catalogue.labels("nature")
        return sources_text(sources, natures, is_whole=self.is_whole)

    def to_verify(self, told: Sequence[str]) -> list[Text]:
        """What is to be verified, a line each."""
        lines = [Text()] * bool(told)
        for doubt in told:
            lines += self.screen.lines(text(to_verify(doubt), "dim"))
        return lines


def terms(network: Network) -> str:
    """The price of a network and who may call, on one line."""
    price = (network.cost or f"{NO_PRICE[0].upper()}{NO_PRICE[1:]}").rstrip(".")
    if not network.who:
        return price
    return f"{price} · {uncapitalised(network.who)}"
