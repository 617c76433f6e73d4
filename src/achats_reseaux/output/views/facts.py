"""``show``: networks and notions with their facts; in a pipe one line a fact, unbroken.

A network begins as on a card, followed by its facts, each with the numbers of its sources, which
are links. On a terminal a source is one line; ``everything``, and a pipe, have all of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding
from rich.table import Column, Table

from achats_reseaux.answering.card import (
    age,
    areas_served,
    best_ways,
    by_use,
    doubts,
    ended,
    host,
)
from achats_reseaux.model import DOUBT
from achats_reseaux.output.views.place_card import terms, to_verify, way
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
from achats_reseaux.text import day, of_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from achats_reseaux.answering.card import WayIn
    from achats_reseaux.model import Answer, Fact, Match, Network, Notion, Source
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts

CONTACT_LABELS = {
    "website": "Site",
    "page": "Page",
    "email": "Courriel",
    "phone": "Téléphone",
}

_LONGEST_LINE = 100
_NARROW = 60
"""On a terminal of fewer columns, a fact stands below its label."""


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """The notions and the networks of an answer, one after the other.

    If facts are asked for (``--field``), a network is its name and these facts. The networks of a
    notion that were not named themselves are a table.
    """
    catalogue, fields = answer.catalogue, answer.query.fields
    assert catalogue is not None
    named = [one for one in answer.results if one.facts or not answer.notions]
    others = [one for one in answer.results if one not in named]
    if fields and any(notion.facts for notion in answer.notions):
        others = []
    blocks = [_Sheet(answer, terminal, everything=everything) for _ in (*answer.notions, *named)]
    parts: Parts = [*map(text, answer.notes)]
    for sheet, one in zip(blocks, answer.notions, strict=False):
        parts += [*([""] if parts else []), *sheet.notion(one)]
    for sheet, match in zip(blocks[len(answer.notions) :], named, strict=True):
        parts += [*([""] if parts else []), *sheet.network(match)]
    width = min(terminal.width, _LONGEST_LINE)
    shown = drawn(parts, terminal, width, unbroken=not terminal.interactive)
    if not others:
        return shown
    if not terminal.interactive:
        lines = (f"{one.network.id}  {one.network.name}" for one in others)
        return shown + drawn(["", *map(text, lines)], terminal, unbroken=True)
    table = networks_table(catalogue, by_use(catalogue, others), terminal.width)
    foot = (text(one, "dim") for one in table_notes(catalogue, others))
    return shown + drawn(["", *table, *foot], terminal)


class _Sheet:
    """Lays out one network or notion with its facts, and numbers their sources."""

    def __init__(self, answer: Answer, terminal: Terminal, *, everything: bool) -> None:
        assert answer.catalogue is not None
        self.catalogue, self.today = answer.catalogue, answer.today
        self.fields = answer.query.fields
        self.is_aligned = terminal.interactive and terminal.width >= _NARROW
        self.is_whole = everything or not terminal.interactive
        self.labels = {**CONTACT_LABELS, **self.catalogue.labels("field")}
        self.numbers: dict[Source, int] = {}

    def network(self, match: Match) -> Parts:
        """A network with its contact, its facts in the order of the vocabulary, and its sources."""
        network, said = match.network, doubts(self.catalogue, match.network)
        kind = self.catalogue.labels("kind").get(network.kind, network.kind)
        order = list(self.labels)
        facts = self.told(match.facts, said)
        facts.sort(key=lambda fact: order.index(fact.field) if fact.field in order else len(order))
        own = [fact for fact in facts if fact.of is None]
        contacts = [fact for fact in own if fact.field in CONTACT_LABELS]
        carried = [fact for fact in facts if fact.of and fact.of == network.carrier]
        shared = [fact for fact in facts if fact.of and fact.of != network.carrier]
        rows = [(one, self.contact(one, network)) for one in contacts]
        parts: Parts = [self.title(network.name, network.id, name_marks(match))]
        parts += [] if self.fields else self.about(network, kind)
        parts += self.section("Contact", rows)
        if not network.contact.first and (not self.fields or "contact" in self.fields):
            parts += self.through(best_ways(match))
        parts += self.doubts(said)
        own = [one for one in own if one not in contacts]
        for title, some in (
            ("Ce que l'on en sait", own),
            (f"{kind} : commun à tous", shared),
            (f"Porté par {network.carrier}", carried),
        ):
            parts += self.section(title, [(one, self.fact(one)) for one in some])
        if self.fields:
            return [*parts, *self.sources()]
        if self.is_whole:
            self.cited(network.sources)
        checked = f"Fiche comparée aux sources le {day(network.checked_on)}."
        if network.valid_until:
            checked += f" Valable jusqu'au {day(network.valid_until)}."
        more = "" if self.is_whole else " Titres et adresses des sources, notes : --tout"
        return [*parts, *self.sources(), text(checked + more, "dim")]

    def through(self, ways: Sequence[WayIn]) -> Parts:
        """The pages that lead to a network without an address."""
        following = " ; passez par :" if ways else "."
        links = [joined(f"{one.text} : ", way(one)) for one in ways]
        lines = [text(f"Sans adresse{following}"), *links]
        return ["", text("Contact", "bold"), *(Padding.indent(one, GAP) for one in lines)]

    def notion(self, notion: Notion) -> Parts:
        """The definition of a notion, its facts and its sources."""
        said = (notion.doubt,) if notion.doubt else ()
        rows = [(one, self.fact(one)) for one in self.told(notion.facts, said)]
        return [
            self.title(notion.name, notion.id),
            joined(notion.definition, "\u00a0", self.cited(notion.sources)),
            *self.doubts(said),
            *self.section("", rows),
            *self.sources(),
        ]

    def title(self, name: str, own_id: str, more: str = "") -> Text:
        """A name beside the id that ``show`` takes."""
        return joined(text(name, "bold"), more, "  ", text(own_id, "dim"))

    def about(self, network: Network, kind: str) -> Parts:
        """Kind, territories and audiences; summary, cost and who may call."""
        themes, audiences = map(self.catalogue.labels, ("theme", "audience"))
        about = ", ".join(themes.get(one, one).lower() for one in network.themes)
        served = ", ".join(audiences.get(one, one) for one in network.audiences)
        said = (f"{kind} · {about} · {areas_served(network)}", f"Pour : {served}")
        return [*map(text, said), "", text(network.summary), text(terms(network))]

    def doubts(self, said: Sequence[str]) -> Parts:
        """What is to be verified, unless that is the fact asked for."""
        if not said or DOUBT in self.fields:
            return []
        return ["", *(text(to_verify(one), "dim") for one in said)]

    def told(self, facts: Iterable[Fact], said: Sequence[str]) -> list[Fact]:
        """The facts to show: without the doubts said above them, unless they are asked for."""
        hidden = () if DOUBT in self.fields else said
        return [one for one in facts if one.field != DOUBT or one.value not in hidden]

    def section(self, title: str, facts: Sequence[tuple[Fact, Text]]) -> Parts:
        """A heading and a row for each fact; a label is not repeated on the next row."""
        if not facts:
            return []
        rows = [(self.labels.get(one.field, one.field), content) for one, content in facts]
        parts: Parts = ["", *([text(title, "bold")] if title else [])]
        if not self.is_aligned:
            return parts + [joined(f"  {label} : ", content) for label, content in rows]
        longest = max(len(label) for label, _ in rows)
        grid = Table.grid(Column(width=longest), Column(overflow="fold"), padding=(0, GAP, 0, 0))
        before = ""
        for label, content in rows:
            grid.add_row(text("" if label == before else label), content)
            before = label
        return [*parts, Padding.indent(grid, GAP)]

    def fact(self, fact: Fact) -> Text:
        """A fact with the numbers of its sources, and its note where all is shown."""
        note = f" {fact.note}" if fact.note and self.is_whole else ""
        dated = (ended(fact, self.today), age(fact, self.catalogue))
        note += "".join(f" ({one})" for one in dated if one)
        apart = " " if "://" in fact.value else "\u00a0"  # an address may fill its line
        return joined(fact.value, apart, self.cited(fact.sources), note)

    def contact(self, fact: Fact, network: Network) -> Text:
        """A way in with the numbers of its sources, and its note."""
        note = network.contact.notes.get(fact.field, "")
        shown = text(fact.value, ADDRESS, fact.value if "://" in fact.value else "")
        said = f" · {uncapitalised(note)}" if note else ""
        return joined(shown, " ", self.cited(fact.sources), said)

    def cited(self, sources: Iterable[Source]) -> Text:
        """The numbers of sources, in brackets, in the order in which they are cited, as links."""
        numbers = {one: self.numbers.setdefault(one, len(self.numbers) + 1) for one in sources}
        ranked = sorted(numbers, key=lambda one: numbers[one])
        links = [text(str(numbers[one]), "dim", one.url) for one in ranked]
        parts = [part for link in links for part in (text(", ", "dim"), link)]
        return joined(text("[", "dim"), *parts[1:], text("]", "dim")) if parts else text("")

    def sources(self) -> Parts:
        """One line a source: its site, when it was published or read; or all that is known."""
        natures = self.catalogue.labels("nature")
        parts: Parts = ["", text("Sources", "bold")] if self.numbers else []
        for source, number in self.numbers.items():
            said = ", ".join(filter(None, (natures.get(source.nature), _dated(source))))
            if not self.is_whole:
                site = text(host(source.url), "", source.url)
                parts.append(joined(f"{number:3}  ", site, f", {said}"))
                continue
            parts.append(text(f"{number:3}  {source.title} ({said})"))
            parts.append(joined("     ", text(source.url, ADDRESS, source.url)))
        return parts


def _dated(source: Source) -> str:
    """``publiée le 5 juin 2018``; or what was read, which is not the page of that day."""
    if source.page_date is None:
        return f"lue sur une copie {of_date(source.date)}"
    return f"publiée {'le' if source.date.count('-') > 1 else 'en'} {day(source.date)}"
