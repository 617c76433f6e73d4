"""``show``: networks and notions with their facts, each with the sites and dates of its sources.

One form for all: in a pipe, and with ``everything``, an address stands in place of its site, and no
line is broken in a pipe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding

from achats_reseaux.answering.card import (
    age,
    areas_served,
    best_ways,
    by_use,
    doubts,
    ended,
    host,
    ways_in,
)
from achats_reseaux.model import DOUBT, WAYS_IN
from achats_reseaux.output.views.place_card import terms, through, to_verify, way
from achats_reseaux.output.views.screen import (
    GAP,
    drawn,
    joined,
    name_marks,
    networks_table,
    table_notes,
    text,
)
from achats_reseaux.text import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.text import Text

    from achats_reseaux.model import Answer, Fact, Match, Network, Notion, Source
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts

KNOWN = "Ce que l'on en sait"
_LONGEST_LINE, _UNBROKEN_LINE = 100, 100_000


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """The notions and the networks of an answer, one after the other.

    If facts are asked for (``--field``), a network is its name and these facts. The networks of a
    notion that were not named themselves are a table.
    """
    catalogue, fields = answer.catalogue, answer.query.fields
    assert catalogue is not None
    width = min(terminal.width, _LONGEST_LINE) if terminal.interactive else _UNBROKEN_LINE
    sheet = _Sheet(answer, is_whole=everything or not terminal.interactive)
    named = [one for one in answer.results if one.facts or not answer.notions]
    others = [one for one in answer.results if one not in named]
    blocks: list[Parts] = [
        [*map(text, answer.notes)],
        *map(sheet.notion, answer.notions),
        *map(sheet.network, named),
    ]
    if others and not (fields and any(notion.facts for notion in answer.notions)):
        foot = (text(one, "dim") for one in table_notes(catalogue, others))
        blocks.append([networks_table(catalogue, by_use(catalogue, others), width), *foot])
    parts = [part for block in blocks if block for part in ("", *block)]
    return drawn(parts[1:], terminal.replace(width=width))


class _Sheet:
    """Lays out networks and notions with their facts."""

    def __init__(self, answer: Answer, *, is_whole: bool) -> None:
        assert answer.catalogue is not None
        self.catalogue, self.today, self.is_whole = answer.catalogue, answer.today, is_whole
        self.fields = answer.query.fields
        self.labels = {**WAYS_IN, **self.catalogue.labels("field")}

    def notion(self, notion: Notion) -> Parts:
        """The definition of a notion and its facts."""
        said = [notion.doubt] if notion.doubt and DOUBT not in self.fields else []
        return [
            _title(notion.name, notion.id),
            text(notion.definition),
            self.sources(notion.sources),
            *_to_verify(said),
            *self.section(KNOWN, _others(notion.facts, said)),
        ]

    def network(self, match: Match) -> Parts:
        """A network with its contact, and its facts in the order of the vocabulary."""
        network = match.network
        said = () if DOUBT in self.fields else doubts(self.catalogue, network)
        kind = self.catalogue.labels("kind").get(network.kind, network.kind)
        order = list(self.labels)
        facts = _others(match.facts, said)
        facts.sort(key=lambda fact: order.index(fact.field) if fact.field in order else len(order))
        own = [fact for fact in facts if fact.of is None]
        carried = [fact for fact in facts if fact.of and fact.of == network.carrier]
        shared = [fact for fact in facts if fact.of and fact.of != network.carrier]
        parts: Parts = [_title(network.name, network.id, name_marks(match))]
        parts += [] if self.fields else self.about(network, kind)
        parts += self.contact(match, {fact.field: fact.sources for fact in own})
        parts += _to_verify(said)
        parts += self.section(KNOWN, [fact for fact in own if fact.field not in WAYS_IN])
        parts += self.section(f"{kind} : commun à tous", shared)
        parts += self.section(f"Porté par {network.carrier}", carried)
        if self.fields:
            return parts
        checked = f"Fiche comparée aux sources le {day(network.checked_on)}."
        if network.valid_until:
            checked += f" Valable jusqu'au {day(network.valid_until)}."
        more = "" if self.is_whole else " Adresses des sources, notes : --tout"
        return [*parts, "", text(checked + more, "dim")]

    def about(self, network: Network, kind: str) -> Parts:
        """Kind, territories and audiences; summary, cost and who may call."""
        themes, audiences = map(self.catalogue.labels, ("theme", "audience"))
        about = ", ".join(themes.get(one, one).lower() for one in network.themes)
        served = ", ".join(audiences.get(one, one) for one in network.audiences)
        said = (f"{kind} · {about} · {areas_served(network)}", f"Pour : {served}")
        own = [self.sources(network.sources)] if self.is_whole else []
        return [*map(text, said), "", text(network.summary), text(terms(network)), *own]

    def contact(self, match: Match, sources: Mapping[str, Sequence[Source]]) -> Parts:
        """The ways in that are among the facts to show, or the pages that lead to a network."""
        parts: Parts = []
        for one in ways_in(match):
            if one.kind in sources:
                parts.append(joined(text(WAYS_IN[one.kind], "bold"), " : ", way(one)))
                parts.append(Padding.indent(self.sources(sources[one.kind]), GAP))
        if not match.network.contact.first and (not self.fields or "contact" in self.fields):
            parts += through(best_ways(match))
        shown = [Padding.indent(one, GAP) for one in parts]
        return ["", text("Contact", "bold"), *shown] if shown else []

    def section(self, title: str, facts: Sequence[Fact]) -> Parts:
        """A heading, and each fact with its sources below it."""
        if not facts:
            return []
        parts: Parts = ["", text(title, "bold")]
        for fact in facts:
            parts.append(Padding.indent(self.fact(fact), GAP))
            parts.append(Padding.indent(self.sources(fact.sources), 2 * GAP))
        return parts

    def fact(self, fact: Fact) -> Text:
        """A fact behind its label; with its note if all is shown."""
        label = text(self.labels.get(fact.field, fact.field), "bold")
        note = f" {fact.note}" if fact.note and self.is_whole else ""
        dated = (ended(fact, self.today), age(fact, self.catalogue))
        told = "".join(f" ({one})" for one in dated if one)
        return joined(label, f" : {fact.value}{note}{told}")

    def sources(self, sources: Iterable[Source]) -> Text:
        """The site, or the address, of each source, and when it was published or read."""
        natures = self.catalogue.labels("nature")
        said: list[Text] = []
        for one in dict.fromkeys(sources):
            site = one.url if self.is_whole else host(one.url) or one.url
            dated = f"{one.dated} {'le' if one.date.count('-') > 1 else 'en'} {day(one.date)}"
            known = ", ".join(filter(None, (natures.get(one.nature), dated)))
            said += [text(" · ", "dim"), text(site, "dim", one.url), text(f", {known}", "dim")]
        return joined(*said[1:])


def _title(name: str, own_id: str, more: str = "") -> Text:
    """A name beside the id that ``show`` takes."""
    return joined(text(name, "bold"), more, "  ", text(own_id, "dim"))


def _to_verify(said: Sequence[str]) -> Parts:
    return ["", *(text(to_verify(one), "dim") for one in said)] if said else []


def _others(facts: Iterable[Fact], said: Sequence[str]) -> list[Fact]:
    """The facts but for the doubts that are said above them."""
    return [one for one in facts if one.field != DOUBT or one.value not in said]
