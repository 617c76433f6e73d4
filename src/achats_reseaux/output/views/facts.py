"""``show``: networks and notions with their facts, the same on a terminal and in a pipe.

A network begins as on a card, followed by its facts, each with the numbers of its sources.
``everything`` adds the notes of research.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.output.page.old_card import age, ended, entry
from achats_reseaux.output.views.entries import continued, name, terms, ways_in
from achats_reseaux.output.views.rich_layout import (
    LONGEST_LINE,
    Paragraph,
    Rows,
    drawn,
    joined,
    text,
)
from achats_reseaux.text import day, of_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from achats_reseaux.model import Answer, Fact, Match, Network, Notion, Source, Word
    from achats_reseaux.output.page.old_card import Entry
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.rich_layout import Parts

CONTACT_LABELS = {
    "website": "Site",
    "page": "Page du service",
    "email": "Courriel",
    "phone": "Téléphone",
}
_DOUBT = "a-verifier"
"""The field of what is to be verified; the first such fact is said above the others."""

_WHOLE = 999
"""No address is longer: here all are shown whole."""


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """The notions and the networks of an answer, one after the other.

    If facts are asked for (``--field``), a network is its name and these facts. The networks of a
    notion that were not named themselves are one line. On a terminal of fewer lines than this, the
    contacts are repeated below.
    """
    catalogue, width = answer.catalogue, min(terminal.width, LONGEST_LINE)
    assert catalogue is not None
    fields, today = answer.query.fields, answer.today
    found = [(entry(catalogue, match, today), match) for match in answer.results]
    named = [(one, match) for one, match in found if match.facts or not answer.notions]
    others = [one for one, match in found if not match.facts and answer.notions and not fields]
    blocks = [_Sheet(answer, width, everything=everything).notion(one) for one in answer.notions]
    blocks += [_Sheet(answer, width, everything=everything).network(*one) for one in named]
    blocks += [_names(others, width)] if others else []
    parts: Parts = [*map(Paragraph, answer.notes)]
    for block in blocks:
        parts += [*([""] if parts else []), *block]
    whole = drawn(parts, terminal)
    if named and not fields and terminal.interactive and whole.count("\n") >= terminal.height:
        ways = (part for one, _ in named for part in (Paragraph(name(one)), *ways_in(one, _WHOLE)))
        whole += "\n" + drawn(ways, terminal)
    return whole


def _names(entries: Sequence[Entry], width: int) -> Parts:
    """The networks of the notions, and the command for more."""
    rows = Rows([text(one.id, "bold") for one in entries], width)
    ids = " ".join(entry.id for entry in entries[:3])
    rows.put(Paragraph("Réseaux", "bold"))
    for one in entries:
        rows.row(text(one.id, "bold"), text(one.label))
    rows.put(Paragraph(f"→ reseaux show {ids}", "dim", indent=3))
    return rows.parts


def _title(shown: Text, own_id: str) -> Paragraph:
    """A name beside the id that ``show`` takes."""
    return Paragraph(joined(shown, "  ", text(own_id, "dim")), indent=0)


class _Sheet:
    """Lays out one network or notion with its facts, and numbers their sources."""

    def __init__(self, answer: Answer, width: int, *, everything: bool) -> None:
        assert answer.catalogue is not None
        self.catalogue, self.today = answer.catalogue, answer.today
        self.fields = answer.query.fields
        self.width, self.everything = width, everything
        self.labels = {**CONTACT_LABELS, **self.catalogue.labels("field")}
        self.known: dict[str, str] = {}
        self.numbers: dict[Source, int] = {}

    def network(self, entry: Entry, match: Match) -> Parts:
        """A network with its contact, its facts in the order of the vocabulary, and its sources."""
        network = match.network
        self.known = {field: how for field, how, _ in network.contact.known}
        kind = self.catalogue.labels("kind").get(network.kind, network.kind)
        order = list(self.labels)
        facts = self.told(match.facts, entry.doubt)
        facts.sort(key=lambda fact: order.index(fact.field) if fact.field in order else len(order))
        own = [fact for fact in facts if fact.of is None]
        contacts = [fact for fact in own if fact.field in CONTACT_LABELS]
        carried = [fact for fact in facts if fact.of and fact.of == network.carrier]
        shared = [fact for fact in facts if fact.of and fact.of != network.carrier]
        parts: Parts = [_title(name(entry), entry.id)]
        parts += [] if self.fields else self.about(entry, network, kind)
        parts += [*self.doubt(entry.doubt), *self.section("Contact", contacts)]
        if not entry.is_documented and (not self.fields or "contact" in self.fields):
            parts += ["", Paragraph("Contact", "bold"), *ways_in(entry, _WHOLE)]
        parts += self.section("Ce que l'on en sait", [one for one in own if one not in contacts])
        parts += self.section(f"{kind} : commun à tous", shared)
        parts += self.section(f"Porté par {network.carrier}", carried)
        if self.fields:
            return [*parts, *self.sources()]
        if self.everything:
            for source in network.sources:
                self.number(source)
        checked = f"Fiche comparée aux sources le {day(network.checked_on)}."
        if network.valid_until:
            checked += f" Valable jusqu'au {day(network.valid_until)}."
        if not self.everything and any(one.note for one in facts if one not in contacts):
            checked += " Notes de recherche : --tout."
        return [*parts, *self.sources(), "", Paragraph(checked, "dim")]

    def notion(self, notion: Notion) -> Parts:
        """The definition of a notion, its facts and its sources."""
        return [
            _title(text(notion.name, "bold"), notion.id),
            Paragraph(joined(notion.definition, "\u00a0", self.marks(notion.sources))),
            *self.doubt(notion.doubt),
            *self.section("", self.told(notion.facts, notion.doubt)),
            *self.sources(),
        ]

    def about(self, entry: Entry, network: Network, kind: str) -> Parts:
        """Kind, territories and audiences; summary, cost and who may call."""
        themes, audiences = map(self.catalogue.labels, ("theme", "audience"))
        about = ", ".join(themes.get(one, one).lower() for one in network.themes)
        served = ", ".join(audiences.get(one, one) for one in network.audiences)
        said = (f"{kind} · {about} · {entry.where or 'France entière'}", f"Pour : {served}")
        return [*map(Paragraph, said), "", *map(Paragraph, (entry.summary, terms(entry)))]

    def doubt(self, said: str | None) -> Parts:
        """What is to be verified, unless that is the fact asked for."""
        if not said or _DOUBT in self.fields:
            return []
        return [Paragraph(f"À vérifier : {continued(said)}")]

    def told(self, facts: Iterable[Fact], doubt: str | None) -> list[Fact]:
        """The facts to show: without the doubt said above them, unless it is asked for."""
        every = self.everything or self.fields
        return [one for one in facts if every or (one.field, one.value) != (_DOUBT, doubt)]

    def section(self, title: str, facts: Sequence[Fact]) -> Parts:
        """A heading and a row for each fact; a label is not repeated on the next row."""
        if not facts:
            return []
        labels = [self.labels.get(fact.field, fact.field) for fact in facts]
        rows = Rows(map(text, labels), self.width)
        rows.put("", *([Paragraph(title, "bold")] if title else []))
        for fact, label, before in zip(facts, labels, ["", *labels], strict=False):
            rows.row(text(label if label != before else ""), self.fact(fact))
        return rows.parts

    def fact(self, fact: Fact) -> Text:
        """A fact with the numbers of its sources; a way in with its note and how it was found.

        The notes of other facts are shown with everything.
        """
        best = max(fact.sources, key=lambda source: source.date)
        is_way_in = fact.field in CONTACT_LABELS
        is_url = "://" in fact.value
        apart = " " if is_url or is_way_in else "\u00a0"  # an address may fill its line
        note = f" {fact.note}" if fact.note and (is_way_in or self.everything) else ""
        dated = (ended(fact, self.today), "" if is_way_in else age(fact, self.catalogue))
        note += "".join(f" ({one})" for one in dated if one)
        target = fact.value if is_way_in and is_url else ""
        value = text(fact.value, "address" if is_way_in else "", target)
        seen = text(self.seen(fact, best) if is_way_in and fact.of is None else "", "dim")
        return joined(value, apart, self.marks(fact.sources), note, seen)

    def marks(self, sources: Iterable[Source]) -> Text:
        """The numbers of sources, in brackets."""
        numbers = ", ".join(map(str, sorted(map(self.number, sources))))
        return text(f"[{numbers}]" if numbers else "", "dim")

    def seen(self, fact: Fact, newest: Source) -> str:
        """How and when a way in was found, in brackets."""
        hows = {word.id: word for word in self.catalogue.words.get("known", ())}
        how = hows.get(self.known.get(fact.field, ""))
        if how is None:
            return ""
        said = f"{how.label}, {day(newest.date)}"
        if newest.page_date is None:  # a copy was read, not the page on that day
            said = f"{how.label.removeprefix('lu ')}, copie {of_date(newest.date)}"
        return f" ({self.noted(said, how)})"

    def noted(self, note: str, what: Word) -> str:
        """A note of research: its badge, if the word has one, unless everything is shown."""
        return what.short if what.short and not self.everything else note

    def number(self, source: Source) -> int:
        """The number of a source, in the order in which they are cited."""
        return self.numbers.setdefault(source, len(self.numbers) + 1)

    def sources(self) -> Parts:
        """The numbered sources: what each is, when it was published or read, and its address."""
        parts: Parts = ["", Paragraph("Sources", "bold")] if self.numbers else []
        natures = {word.id: word for word in self.catalogue.words.get("nature", ())}
        for source, number in self.numbers.items():
            at = "le" if source.date.count("-") > 1 else "en"
            shown = f"publiée {at} {day(source.date)}"
            if source.page_date is None:
                shown = f"lue sur une copie {of_date(source.date)}"
            if nature := natures.get(source.nature):
                shown = self.noted(f"{nature.label}, {shown}", nature)
            start = "\u00a0" * (2 - len(str(number)))
            said = f"{start}[{number}]\u00a0{source.title} ({shown})"
            parts.append(Paragraph(said, indent=2, hang=5))
            parts.append(Paragraph(text(source.url, "address", source.url), indent=7))
        return parts
