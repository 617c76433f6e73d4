"""``show``: networks and notions with their facts, the same on a terminal and in a pipe.

A network begins as on a card, followed by its facts. Each fact has the number of its newest source;
``everything`` adds the other sources and the notes of research.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from achats_reseaux.answering.card import age, ended
from achats_reseaux.output.views.console import (
    LONGEST_LINE,
    Paragraph,
    drawn,
    joined,
    side_by_side,
    text,
)
from achats_reseaux.output.views.entries import continued, doubts, name, terms
from achats_reseaux.text import day, of_date

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from rich.text import Text

    from achats_reseaux.answering.card import Entry
    from achats_reseaux.model import Answer, Catalogue, Fact, Match, Network, Notion, Source, Word
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.console import Parts

    Labelled = tuple[str, Text]

CONTACT_LABELS = {
    "website": "Site",
    "page": "Page du service",
    "email": "Courriel",
    "phone": "Téléphone",
}
RESEARCH = ("ecart", "a-verifier")
"""The fields on the research for the catalogue: shown last, and only with ``everything``."""

_LONGEST_LABEL = 22


def render(
    results: Iterable[tuple[Entry, Match]],
    answer: Answer,
    catalogue: Catalogue,
    terminal: Terminal,
    *,
    everything: bool = False,
) -> str:
    """The notions and the networks of an answer, one after the other.

    If facts are asked for (``--field``), a network is its name and these facts. The networks of a
    notion that were not named themselves are one line. On a terminal of fewer lines than this, the
    contacts are repeated below.
    """
    view = _Facts(catalogue, answer.today, terminal.width, everything=everything)
    blocks = [view.notion(notion) for notion in answer.notions]
    of_notions: list[Entry] = []
    shown: list[Entry] = []
    for entry, match in results:
        if answer.notions and not match.facts:
            of_notions.append(entry)
        elif answer.query.fields:
            blocks.append(view.chosen(entry, match, answer.query.fields))
        else:
            blocks.append(view.network(entry, match))
            shown.append(entry)
    if of_notions and not answer.query.fields:
        blocks.append(view.of_notions(of_notions))
    parts: Parts = [*map(Paragraph, answer.notes)]
    for block in blocks:
        parts += [*([""] if parts else []), *block]
    whole = drawn(parts, terminal)
    if shown and terminal.interactive and whole.count("\n") >= terminal.height:
        whole += "\n" + drawn(view.contacts(shown), terminal)
    return whole


def doubtful(notion: Notion) -> Parts:
    """What is to be verified of a notion, else what differs between its sources."""
    for field in reversed(RESEARCH):
        for fact in notion.facts:
            if fact.field == field:
                return [Paragraph(f"À vérifier : {continued(fact.value)}")]
    return []


class _Facts:
    """Lays out networks and notions with their facts."""

    def __init__(self, catalogue: Catalogue, today: str, width: int, *, everything: bool) -> None:
        self.catalogue, self.today = catalogue, today
        self.width, self.everything = width, everything

    def network(self, entry: Entry, match: Match) -> Parts:
        """Name and summary, contact, facts in the order of the vocabulary, sources."""
        network = match.network
        labels = self.catalogue.labels("field")
        order = [*CONTACT_LABELS, *labels]
        facts = [fact for fact in match.facts if self.everything or fact.field not in RESEARCH]
        facts.sort(key=lambda fact: order.index(fact.field) if fact.field in order else len(order))
        contacts = [fact for fact in facts if fact.field in CONTACT_LABELS and fact.of is None]
        others = [fact for fact in facts if fact not in contacts]
        numbers: dict[Source, int] = {}
        parts = self.head(entry, match)
        parts += self.section("Contact", self.ways(contacts, network, numbers))
        if not entry.is_documented:
            parts += self.ways_in(entry)
        parts += self.by_subject("Ce que l'on en sait", others, network, labels, numbers)
        if self.everything:
            for source in network.sources:
                numbers.setdefault(source, len(numbers) + 1)
        parts += self.sources(numbers)
        checked = f"Fiche comparée aux sources le {day(network.checked_on)}."
        if network.valid_until:
            checked += f" Valable jusqu'au {day(network.valid_until)}."
        if len(facts) < len(match.facts):
            checked += " Notes de recherche : --tout."
        return [*parts, "", Paragraph(checked, "dim")]

    def chosen(self, entry: Entry, match: Match, fields: tuple[str, ...]) -> Parts:
        """A network's name and the facts asked for, with their sources."""
        labels = {**self.catalogue.labels("field"), **CONTACT_LABELS}
        numbers: dict[Source, int] = {}
        parts = [*self.title(name(entry), entry.id), *doubts([entry])]
        parts += self.by_subject("", match.facts, match.network, labels, numbers)
        if "contact" in fields and not entry.is_documented:
            parts += self.ways_in(entry)
        return [*parts, *self.sources(numbers)]

    def notion(self, notion: Notion) -> Parts:
        """The definition of a notion, its facts and its sources."""
        numbers: dict[Source, int] = dict.fromkeys(notion.sources[:1], 1)
        mark = text("\u00a0[1]", "dim") if numbers else ""
        facts = [fact for fact in notion.facts if self.everything or fact.field not in RESEARCH]
        return [
            *self.title(text(notion.name, "bold"), notion.id),
            Paragraph(joined(notion.definition, mark)),
            *doubtful(notion),
            *self.section("", self.rows(facts, self.catalogue.labels("field"), numbers)),
            *self.sources(numbers),
        ]

    def of_notions(self, entries: Sequence[Entry]) -> Parts:
        """The networks of the notions, and the command for more."""
        listed = [(text(one.id, "bold"), text(one.label)) for one in entries]
        ids = " ".join(entry.id for entry in entries[:3])
        return [
            Paragraph("Réseaux", "bold"),
            *side_by_side(listed, self.width, max(cell_len(one.id) for one in entries)),
            Paragraph(f"→ reseaux show {ids}", "dim", indent=3),
        ]

    def contacts(self, entries: Iterable[Entry]) -> Parts:
        """Name and ways in of each network, a line each."""
        parts: Parts = []
        for entry in entries:
            unknown = "" if entry.is_documented else " : aucune adresse documentée ; passez par :"
            parts.append(Paragraph(joined(name(entry), unknown)))
            for way in entry.ways_in:
                shown = way.target if way.kind == "link" else way.text
                parts.append(Paragraph(text(shown, "address", way.target), indent=3))
        return parts

    def title(self, shown: Text, own_id: str) -> Parts:
        """A name beside the id that ``show`` takes."""
        return [Paragraph(joined(shown, "  ", text(own_id, "dim")), indent=0)]

    def head(self, entry: Entry, match: Match) -> Parts:
        """Name, kind, territories and audiences; summary, cost and who may call."""
        network = match.network
        kinds, themes, audiences = map(self.catalogue.labels, ("kind", "theme", "audience"))
        about = (
            kinds.get(network.kind, network.kind),
            ", ".join(themes.get(one, one).lower() for one in network.themes),
            entry.where or "France entière",
        )
        served = ", ".join(audiences.get(one, one) for one in network.audiences)
        said = (" · ".join(about), f"Pour : {served}")
        return [
            *self.title(name(entry), entry.id),
            *map(Paragraph, said),
            "",
            *map(Paragraph, (entry.summary, terms(entry))),
            *doubts([entry]),
        ]

    def ways(
        self, contacts: Iterable[Fact], network: Network, numbers: dict[Source, int]
    ) -> list[Labelled]:
        """The contacts of a network, each with how and when it was found."""
        hows = {word.id: word for word in self.catalogue.words.get("known", ())}
        known = {field: how for field, how, _ in network.contact.known}
        found = []
        for fact in contacts:
            seen = ""
            if how := hows.get(known.get(fact.field, "")):
                newest = max(fact.sources, key=lambda source: source.date)
                date = day(newest.date)
                if newest.page_date is None:  # a copy was read, not the page on that day
                    date = f"copie {of_date(newest.date)}"
                what = how.label if newest.page_date else how.label.removeprefix("lu ")
                seen = f" ({self.noted(f'{what}, {date}', how)})"
            value = joined(self.fact(fact, numbers), text(seen, "dim"))
            found.append((CONTACT_LABELS[fact.field], value))
        return found

    def noted(self, note: str, what: Word) -> str:
        """A note of research: its badge, if the word has one, unless everything is shown."""
        return what.short if what.short and not self.everything else note

    def ways_in(self, entry: Entry) -> Parts:
        """The links to use for a network without an address."""
        parts: Parts = ["", Paragraph("Contact", "bold")]
        parts.append(Paragraph("Aucune adresse documentée ; passez par :", indent=3))
        for way in entry.ways_in:
            parts.append(Paragraph(way.text, indent=5))
            parts.append(Paragraph(text(way.target, "address", way.target), indent=7))
        return parts

    def by_subject(
        self,
        title: str,
        facts: Sequence[Fact],
        network: Network,
        labels: Mapping[str, str],
        numbers: dict[Source, int],
    ) -> Parts:
        """The facts of a network under a title, then those of its kind and of its carrier."""
        kind = self.catalogue.labels("kind").get(network.kind, network.kind)
        own = [fact for fact in facts if fact.of is None]
        carried = [fact for fact in facts if fact.of and fact.of == network.carrier]
        shared = [fact for fact in facts if fact.of and fact.of != network.carrier]
        return [
            *self.section(title, self.rows(own, labels, numbers)),
            *self.section(f"{kind} : commun à tous", self.rows(shared, labels, numbers)),
            *self.section(f"Porté par {network.carrier}", self.rows(carried, labels, numbers)),
        ]

    def rows(
        self, facts: Iterable[Fact], labels: Mapping[str, str], numbers: dict[Source, int]
    ) -> list[Labelled]:
        """Label and text of each fact."""
        return [(labels.get(one.field, one.field), self.fact(one, numbers)) for one in facts]

    def section(self, title: str, found: Sequence[Labelled]) -> Parts:
        """A heading and its rows; a label is not repeated on the next row."""
        if not found:
            return []
        longest = min(max(cell_len(label) for label, _ in found), _LONGEST_LABEL)
        previous = ["", *(label for label, _ in found)]
        shown = (
            (text(label if label != before else ""), content)
            for (label, content), before in zip(found, previous, strict=False)
        )
        head: Parts = ["", *([Paragraph(title, "bold")] if title else [])]
        return [*head, *side_by_side(shown, min(self.width, LONGEST_LINE), longest)]

    def fact(self, fact: Fact, numbers: dict[Source, int]) -> Text:
        """A fact with the number of its source; the note of a way in."""
        best = max(fact.sources, key=lambda source: source.date)
        cited = sorted(fact.sources, key=lambda one: one.date) if self.everything else [best]
        for source in cited:
            numbers.setdefault(source, len(numbers) + 1)
        marks = ", ".join(str(number) for number in sorted(numbers[one] for one in cited))
        is_way_in = fact.field in CONTACT_LABELS
        target = fact.value if is_way_in and "://" in fact.value else ""
        apart = " " if "://" in fact.value else "\u00a0"  # a URL may fill its line
        note = f" {fact.note}" if fact.note and (is_way_in or self.everything) else ""
        dated = (ended(fact, self.today), "" if is_way_in else age(fact, self.catalogue))
        note += "".join(f" ({one})" for one in dated if one)
        value = text(fact.value, "address" if is_way_in else "", target)
        return joined(value, text(f"{apart}[{marks}]", "dim"), note)

    def sources(self, numbers: Mapping[Source, int]) -> Parts:
        """The numbered sources: what each is, when it was published or read, and its address."""
        if not numbers:
            return []
        parts: Parts = ["", Paragraph("Sources", "bold")]
        natures = {word.id: word for word in self.catalogue.words.get("nature", ())}
        for source, number in numbers.items():
            at = "le" if source.date.count("-") > 1 else "en"
            shown = f"publiée {at} {day(source.date)}"
            if source.page_date is None:
                shown = f"lue sur une copie {of_date(source.date)}"
            if nature := natures.get(source.nature):
                shown = self.noted(f"{nature.label}, {shown}", nature)
            margin = f"[{number}]".rjust(4)
            parts.append(Paragraph(f"{source.title} ({shown})", indent=7, margin=margin))
            parts.append(Paragraph(text(source.url, "address", source.url), indent=7))
        return parts
