"""``show``: networks and notions with their facts, the same on a terminal and in a pipe.

A network begins as on a card, followed by its facts. Each fact has the number of its newest source;
``everything`` adds the other sources and the notes of research.
"""

from __future__ import annotations

from achats_reseaux.output.layout import LONGEST_LINE, Layout
from achats_reseaux.output.styled_text import columns, wrap_spans
from achats_reseaux.text import day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from achats_reseaux.answering.card import Entry
    from achats_reseaux.model import Answer, Catalogue, Fact, Match, Network, Notion, Source
    from achats_reseaux.output.styled_text import Line, Span
    from achats_reseaux.output.terminal import Terminal

    Found = tuple[Entry, Match]

CONTACT_LABELS = {
    "website": "Site",
    "page": "Page du service",
    "email": "Courriel",
    "phone": "Téléphone",
}
RESEARCH = ("ecart", "a-verifier")
"""The fields on the research for the catalogue: shown last, and only with ``everything``."""

_PARTICIPLES = {"publié": "publiée", "lu": "lue"}
_LONGEST_LABEL = 22


def render(
    results: Iterable[Found],
    answer: Answer,
    catalogue: Catalogue,
    terminal: Terminal,
    *,
    everything: bool = False,
) -> str:
    """The notions and the networks of an answer, one after the other.

    If facts are asked for (``--field``), a network is its name and these facts. The networks of a
    notion that were not named themselves are one line.
    """
    layout = _FactLayout(terminal, catalogue, everything=everything)
    blocks = [layout.notion(notion) for notion in answer.notions]
    of_notions: list[Entry] = []
    for entry, match in results:
        if answer.notions and not match.facts:
            of_notions.append(entry)
        elif answer.query.fields:
            blocks.append(layout.chosen(entry, match, answer.query.fields))
        else:
            blocks.append(layout.network(entry, match))
    if of_notions and not answer.query.fields:
        blocks.append(layout.of_notions(of_notions))
    lines = [line for note in answer.notes for line in layout.sentence(note)]
    for block in blocks:
        lines += [*([[]] if lines else []), *block]
    return layout.text(lines)


class _FactLayout(Layout):
    """Lays out networks with their facts."""

    def __init__(self, terminal: Terminal, catalogue: Catalogue, *, everything: bool) -> None:
        super().__init__(terminal)
        self.catalogue, self.everything = catalogue, everything

    def network(self, entry: Entry, match: Match) -> list[Line]:
        """Name and summary, contact, facts in the order of the vocabulary, sources."""
        network = match.network
        labels = self.catalogue.labels("field")
        order = [*CONTACT_LABELS, *labels]
        facts = [fact for fact in match.facts if self.everything or fact.field not in RESEARCH]
        facts.sort(key=lambda fact: order.index(fact.field) if fact.field in order else len(order))
        known = {name: (how, date) for name, how, date in network.contact.known}
        contacts = [fact for fact in facts if fact.field in CONTACT_LABELS and fact.of is None]
        others = [fact for fact in facts if fact not in contacts]
        numbers: dict[Source, int] = {}
        lines = self.head(entry, match)
        ways = self.rows(contacts, CONTACT_LABELS, numbers)
        hows = self.catalogue.labels("known")
        for fact, (_, spans) in zip(contacts, ways, strict=True):
            how, date = known.get(fact.field, ("", ""))
            if how in hows:
                spans.append((f" ({hows[how]}, {day(date)})", self.dim))
        lines += self.section("Contact", ways)
        if not entry.is_documented:
            lines += self.ways_in(entry)
        lines += self.by_subject("Ce que l'on en sait", others, network, labels, numbers)
        if self.everything:
            for source in network.sources:
                numbers.setdefault(source, len(numbers) + 1)
        lines += self.sources(numbers)
        checked = f"Fiche comparée aux sources le {day(network.checked_on)}."
        if network.valid_until:
            checked += f" Valable jusqu'au {day(network.valid_until)}."
        if len(facts) < len(match.facts):
            checked += " Notes de recherche : --tout."
        return [*lines, [], *self.sentence(checked, style=self.dim)]

    def chosen(self, entry: Entry, match: Match, fields: tuple[str, ...]) -> list[Line]:
        """A network's name and the facts asked for, with their sources."""
        labels = {**self.catalogue.labels("field"), **CONTACT_LABELS}
        numbers: dict[Source, int] = {}
        lines = self.flow("", [*self.name(entry), ("  ", ""), (entry.id, self.dim)])
        lines += self.by_subject("", match.facts, match.network, labels, numbers)
        if "contact" in fields and not entry.is_documented:
            lines += self.ways_in(entry)
        return [*lines, *self.sources(numbers)]

    def notion(self, notion: Notion) -> list[Line]:
        """The definition of a notion, its facts and its sources."""
        labels = self.catalogue.labels("field")
        numbers: dict[Source, int] = dict.fromkeys(notion.sources[:1], 1)
        mark = ("\u00a0[1]", self.dim) if numbers else ("", "")
        facts = [fact for fact in notion.facts if self.everything or fact.field not in RESEARCH]
        return [
            *self.flow("", [(notion.name, self.bold), ("  ", ""), (notion.id, self.dim)]),
            *self.flow(" ", [(notion.definition, ""), mark]),
            *self.section("", self.rows(facts, labels, numbers)),
            *self.sources(numbers),
        ]

    def of_notions(self, entries: list[Entry]) -> list[Line]:
        """The networks of the notions, and the command for more."""
        label_width = 3
        lines = self.sentence("Réseaux", style=self.bold)
        lines += ([(" " * label_width, ""), *line] for line in self.names(entries, label_width))
        ids = " ".join(entry.id for entry in entries[:3])
        return [*lines, *self.sentence(f"→ reseaux show {ids}", "   ", self.dim)]

    def sources(self, numbers: Mapping[Source, int]) -> list[Line]:
        """The numbered sources."""
        rows = [(f"[{number}]", self.source(source)) for source, number in numbers.items()]
        return self.section("Sources", rows)

    def head(self, entry: Entry, match: Match) -> list[Line]:
        """Name, kind, territories and audiences; summary, cost and who may call."""
        network = match.network
        kinds, themes, audiences = map(self.catalogue.labels, ("kind", "theme", "audience"))
        about = [
            kinds.get(network.kind, network.kind),
            ", ".join(themes.get(one, one).lower() for one in network.themes),
            entry.where or "France entière",
        ]
        served = ", ".join(audiences.get(one, one) for one in network.audiences)
        return [
            *self.flow("", [*self.name(entry), ("  ", ""), (entry.id, self.dim)]),
            *self.sentence(" · ".join(about)),
            *self.sentence(f"Pour : {served}"),
            [],
            *self.about(entry, " "),
        ]

    def ways_in(self, entry: Entry) -> list[Line]:
        """The links to use for a network without an address."""
        lines: list[Line] = [[], *self.sentence("Contact", style=self.bold)]
        lines += self.sentence("Aucune adresse documentée ; passez par :", "   ")
        for way in entry.ways_in:
            lines += self.sentence(way.text, "     ")
            lines += self.flow("       ", [self.link(way.target, way.target, self.address)])
        return lines

    def by_subject(
        self,
        title: str,
        facts: Sequence[Fact],
        network: Network,
        labels: Mapping[str, str],
        numbers: dict[Source, int],
    ) -> list[Line]:
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
    ) -> list[tuple[str, list[Span]]]:
        """Label and spans of each fact."""
        return [(labels.get(one.field, one.field), self.fact(one, numbers)) for one in facts]

    def section(self, title: str, rows: list[tuple[str, list[Span]]]) -> list[Line]:
        """A heading and its rows; a label is not repeated on the next row."""
        if not rows:
            return []
        label_width = min(max(columns(label) for label, _ in rows), _LONGEST_LABEL) + 5
        width = min(self.room(label_width), LONGEST_LINE - label_width)
        lines: list[Line] = [[], *(self.sentence(title, style=self.bold) if title else [])]
        previous = ""
        for label, spans in rows:
            shown = "" if label == previous else f"  {label}"
            previous = label
            lines += self.row(shown, label_width, wrap_spans(spans, width), "")
        return lines

    def fact(self, fact: Fact, numbers: dict[Source, int]) -> list[Span]:
        """A fact with the number of its source; the note of a way in."""
        best = max(fact.sources, key=lambda source: source.date)
        cited = sorted(fact.sources, key=lambda one: one.date) if self.everything else [best]
        for source in cited:
            numbers.setdefault(source, len(numbers) + 1)
        marks = ", ".join(str(number) for number in sorted(numbers[one] for one in cited))
        is_way_in = fact.field in CONTACT_LABELS
        target = fact.value if is_way_in and "://" in fact.value else ""
        spans = [self.link(fact.value, target, self.address if is_way_in else "")]
        apart = " " if "://" in fact.value else "\u00a0"  # a URL may fill its line
        spans.append((f"{apart}[{marks}]", self.dim))
        if fact.note and (is_way_in or self.everything):
            spans.append((f" {fact.note}", ""))
        return spans

    def source(self, source: Source) -> list[Span]:
        """The title of a source, when it was published or read, and its address."""
        at = "le" if source.date.count("-") > 1 else "en"
        seen = self.catalogue.labels("nature").get(source.nature, "")
        how = f"{seen}, " if seen else ""
        when = f" ({how}{_PARTICIPLES[source.dated]} {at} {day(source.date)}) "
        return [(source.title, ""), (when, ""), self.link(source.url, source.url, self.address)]
