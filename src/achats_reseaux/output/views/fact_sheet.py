"""``show``: networks, notions and traces with their facts, each on one screen, or with all of them.

A screen has the facts that a buyer needs first, each with the site of its newest source.
With ``--field`` all facts that are asked for have all their sources; with ``--tout`` and
in a pipe all facts, with the addresses of these.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.age import age_of_entry, newer_copy
from achats_reseaux.answering.details import CONTACT
from achats_reseaux.card.card import matches_by_purpose
from achats_reseaux.card.contact_methods import (
    best_methods,
    contact_methods,
    host,
    told_together,
    trace_method,
)
from achats_reseaux.card.panel_wording import price_of, to_verify
from achats_reseaux.card.reasons import last_seen
from achats_reseaux.card.rows import (
    ACCESS,
    RESEARCH,
    TRACE_TAGS,
    areas_served,
    capitalised,
    ended,
    marks,
)
from achats_reseaux.model import (
    CONTACT_LABELS,
    DOUBT,
    WAYS_IN,
    Fact,
    Network,
    Notion,
    Source,
    Trace,
)
from achats_reseaux.output.messages import report_line
from achats_reseaux.output.views.help_rows import noted_way
from achats_reseaux.output.views.listing import purposes_lines
from achats_reseaux.output.views.styled_lines import (
    GAP,
    NARROW,
    Screen,
    beside_label,
    joined,
    text,
    unbroken,
    warned,
)
from achats_reseaux.text import counted, day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.output.terminal import Terminal

_LONGEST_LINE, _UNBROKEN_LINE = 100, 100_000
_NETWORK_FOOT, _NOTION_FOOT = 5, 4
"""The lines that follow the facts: a blank one, those of the foot, where to tell of errors."""

_ENDED = "Un fait est terminé : ce qui est en vigueur depuis n'est pas connu de cette copie."

_LABEL = len("Comment y accéder")
"""The columns of the labels on a terminal: a longer label is broken."""

_ESSENTIALS = 2
"""Price and audience, of each network: without a fact they are told by the sources of the entry."""

_MOST_BEHIND = 2
"""A source that more facts have is numbered, and told once at the end."""

_MOST_NETWORKS = 8
"""Of more networks of a notion, their number stands on the screen."""

_ON_SCREEN = (
    f"{ACCESS} delai fait ne-fait-pas deroulement outils autre-service portage pilotage animation"
    " financement lancement relais chiffres membres activite annuaire adresse telephone partenaires"
).split()
"""The fields of a network on a screen, those that a buyer needs first before the others."""


def render(answer: Answer, terminal: Terminal, *, everything: bool) -> str:
    """The notions and the networks of an answer, one after the other; then its traces.

    The networks of a notion that were not named themselves are a table.
    """
    fields = answer.query.fields
    width = _UNBROKEN_LINE
    if terminal.interactive:
        width = min(terminal.width, _LONGEST_LINE)
    screen = Screen(terminal.replace(width=width))
    sheet = _Sheet(screen, answer, is_whole=everything or not terminal.interactive)
    named = [match for match in answer.results if match.facts or not answer.notions]
    others = [match for match in answer.results if match not in named]
    blocks = [screen.paragraphs(answer.notes)]
    blocks += map(sheet.notion, answer.notions)
    blocks += map(sheet.network, named)
    has_facts = fields and any(notion.facts for notion in answer.notions)
    if len(others) > _MOST_NETWORKS and sheet.is_short:
        command = unbroken(f"reseaux show {answer.notions[0].id} --tout")
        blocks.append(screen.lines(f"{len(others)} réseaux y répondent : {command}"))
    elif others and not has_facts:
        tables = matches_by_purpose(sheet.catalogue, others)
        blocks.append(purposes_lines(screen, sheet.catalogue, tables))
    whole_sheet = _Sheet(screen, answer, is_whole=True)
    blocks += map(whole_sheet.trace, answer.traces)
    if not fields:
        blocks.append(screen.lines(text(report_line(), "dim")))
    lines = []
    for block in filter(None, blocks):
        lines += [Text(), *block]
    return screen.drawn(lines[1:])


class _Sheet:
    """Lays out networks, notions and traces as labelled paragraphs in two columns."""

    def __init__(self, screen: Screen, answer: Answer, *, is_whole: bool) -> None:
        assert answer.catalogue is not None
        self.screen, self.catalogue, self.today = screen, answer.catalogue, answer.today
        self.fields, self.is_whole = answer.query.fields, is_whole
        self.is_short = not is_whole and not self.fields
        self.labels = CONTACT_LABELS | self.catalogue.labels("field")
        self.often: set[Source] = set()  # the sources with a number, and their uses, in order
        self.uses: Counter[Source] = Counter()
        self.label_width = _LABEL
        if screen.width > _LONGEST_LINE:
            self.label_width = max(map(len, self.labels.values()))
        self.indent = self.label_width + GAP
        if screen.width < NARROW:
            self.label_width, self.indent = screen.width, GAP
        self.width = screen.width - self.indent

    def notion(self, notion: Notion) -> list[Text]:
        """The definition of a notion, what to verify, its facts."""
        lines = self.title(notion.name, notion.id)
        lines += self.screen.lines(notion.definition)
        lines += self.screen.lines(self.sources(notion.sources))
        lines += self.doubt(notion.doubt)
        lines.append(Text())
        facts = list(notion.facts)
        if self.is_short:
            facts = [fact for fact in facts if fact.field not in (DOUBT, RESEARCH)]
        shown, count = self.facts(facts, "", len(lines) + _NOTION_FOOT)
        lines += shown
        if any(fact.has_ended(self.today) for fact in facts):
            lines.append(Text())
            lines += self.screen.lines(f"{_ENDED} {newer_copy()}")
        if count < len(notion.facts) and self.is_short:
            lines.append(Text())
            lines += self.screen.lines(_more(len(notion.facts) - count, notion.id))
        return lines

    def network(self, match: Match) -> list[Text]:
        """All of a network that is shown; what a source tells more than twice has its number."""
        self.often = set()
        if self.is_short:
            self.often = self.often_told(match)
        lines = self.network_lines(match)
        used = {source for source in self.often if self.uses[source] > _MOST_BEHIND}
        if used != self.often:  # some of its facts had no room
            self.often = used
            lines = self.network_lines(match)
        return lines

    def network_lines(self, match: Match) -> list[Text]:
        """What a network does, what to verify, how to reach it, for whom and where; its facts."""
        self.uses = Counter()
        network, carrier = match.network, match.network.carrier or ""
        lines = self.title_of_network(match)
        if network.summary and not self.fields:
            lines += self.screen.lines(network.summary)
        lines += self.doubt(network.doubt)
        if network.sign and not self.fields:
            seen = network.sign
            if self.screen.terminal.interactive:
                seen = last_seen(network)
            lines += self.screen.lines(f"{capitalised(seen)}.")
        lines.append(Text())
        own = [fact for fact in reversed(match.facts) if fact.of != carrier]
        sources = {fact.field: fact.sources for fact in own}
        lines += self.contact(match, sources)
        if not self.fields:
            lines += self.essentials(network, sources)
        fields = list(self.labels)
        facts = [fact for fact in match.facts if fact.field not in CONTACT_LABELS or fact.of]
        if self.is_short:
            fields = _ON_SCREEN
            facts = [fact for fact in facts if fact.of != carrier and fact.field in fields]
            facts = [fact for fact in facts if not fact.has_ended(self.today)]
        elif not self.fields:
            facts = [fact for fact in facts if not self.is_essential(fact, network)]
        facts.sort(key=lambda fact: (fact.of or "", fields.index(fact.field)))
        footnotes = len(self.often) + bool(self.often)
        shown, count = self.facts(facts, carrier, len(lines) + _NETWORK_FOOT + footnotes)
        lines += shown
        if self.often:
            lines.append(Text())
        for number, source in enumerate(self.uses, 1):
            lines += self.screen.lines(joined(f"[{number}] ", self.sources([source])))
        if not self.fields:
            lines += self.foot(network, len(match.facts) - count)
        return lines

    def trace(self, trace: Trace) -> list[Text]:
        """What was read of a trace, where, and its own address if one is known."""
        way = trace_method(trace)
        lines = self.title(trace.label, trace.id, f" ({TRACE_TAGS[trace.shows]})")
        lines += self.screen.lines(trace.summary)
        lines += self.screen.lines(to_verify("on en sait trop peu pour une fiche"))
        lines.append(Text())
        if way.is_contact:
            lines += self.row("Site", [noted_way(way)])
        lines += self.row("Où", [f"{areas_served(trace)}."])
        return lines + self.row("Lu sur", [self.sources(trace.sources)])

    # --- parts ----------------------------------------------------------------------------------

    def title(self, name: str, own_id: str, more: str = "") -> list[Text]:
        """A name beside the id that ``show`` takes."""
        return self.screen.lines(joined(text(name, "bold"), more, "  ", text(own_id, "dim")))

    def title_of_network(self, match: Match) -> list[Text]:
        """A name; on a screen what it is and where at the right, its id is in the foot."""
        network = match.network
        if not self.is_short:
            return self.title(network.name, network.id, marks(match))
        name = joined(text(network.name, "bold"), marks(match))
        kind = text(f"{self.catalogue.labels('kind')[network.kind]} · {areas_served(network)}")
        return self.screen.at_both_ends(name, kind, self.screen.width)

    def often_told(self, match: Match) -> set[Source]:
        """The sources that more than two facts of a network have first."""
        first = [fact.sources[0] for fact in match.facts if fact.sources]
        first += [match.network.sources[0]] * _ESSENTIALS
        return {source for source, count in Counter(first).items() if count > _MOST_BEHIND}

    def doubt(self, doubt: str | None) -> list[Text]:
        """What is to be verified, if anything; not where it was asked for, as a fact."""
        if not doubt or DOUBT in self.fields:
            return []
        return self.screen.lines(warned(to_verify(doubt)))

    def row(self, label: str, contents: Iterable[Text | str]) -> list[Text]:
        """Paragraphs beside their label; on a narrow screen it stands above."""
        lines = self.screen.paragraphs(contents, self.width)
        name = self.screen.lines(text(label, "bold"), self.label_width)
        return beside_label(name, lines, self.indent)

    def contact(self, match: Match, sources: Mapping[str, Sequence[Source]]) -> list[Text]:
        """Each way in with its note and its sources; else the pages that lead to a network."""
        is_asked = CONTACT in self.fields or not sources.keys().isdisjoint(WAYS_IN)
        if self.fields and not is_asked:
            return []
        paragraphs: list[Text | str] = []
        ways = best_methods(match) if self.is_short else contact_methods(match)
        if not match.network.contact.has_any:
            paragraphs.append("Ni adresse, ni téléphone documentés. Passez par :")
            ways = best_methods(match)[:1]

        for alike in told_together(ways, sources):
            paragraphs += self.with_sources(noted_way(*alike), sources.get(alike[0].kind, ()))
        for name, content in match.network.contact.others.items():
            sentence = f"{CONTACT_LABELS[name]} : {content}"
            paragraphs += self.with_sources(sentence, sources.get(name, ()))
        return self.row("Contact", paragraphs)

    def essentials(self, network: Network, sources: Mapping[str, Sequence[Source]]) -> list[Text]:
        """Price, audience and territory, with what is the source of each.

        A network without an audience has a source that says neither whom it serves nor where.
        """
        audiences = self.catalogue.labels("audience")
        served = ", ".join(audiences[name] for name in network.audiences)
        known_of = network.sources
        if network.origin == "local" and not network.who:
            known_of = ()  # her source does not say who may call
        price = capitalised(price_of(network))
        lines = self.row("Prix", self.with_sources(f"{price}.", sources.get("cout", ())))
        if not network.audiences:
            return lines
        who = network.who or f"{served}."
        lines += self.row("Pour qui", self.with_sources(who, sources.get("public-vise", known_of)))
        if not self.is_short:  # else its title says where
            where = f"{areas_served(network)}."
            origins = sources.get("perimetre", network.sources)
            lines += self.row("Où", self.with_sources(where, origins))
        return lines

    def is_essential(self, fact: Fact, network: Network) -> bool:
        """Whether the price or the audience has told a fact whole."""
        if fact.note or fact.has_ended(self.today):
            return False
        return fact.value in (network.cost, network.who)

    def facts(self, facts: Iterable[Fact], carrier: str, used: int) -> tuple[list[Text], int]:
        """The facts, on a screen those that fit beside so many other lines; and how many those are.

        Those that a network shares with its kind, or its carrier, have a heading.
        """
        room = self.screen.room - used
        lines: list[Text] = []
        count = 0
        last_label = last_body = ""
        for fact in facts:
            label, body = self.labels[fact.field], fact.of or ""
            name = label
            if label == last_label:
                name = ""
            uses = self.uses.copy()
            row = self.row(name, self.with_sources(self.fact_text(fact), fact.sources))
            if body != last_body:
                heading = f"Commun à tous ({body})"
                if body == carrier:
                    heading = f"Porté par {body}"
                row = [Text()] + self.screen.lines(text(heading, "dim")) + row
            if self.is_short and len(lines) + len(row) > room:
                self.uses = uses
                continue
            lines += row
            last_label, last_body = label, body
            count += 1
        return lines, count

    def fact_text(self, fact: Fact) -> str:
        """A fact; where all is shown with its note, and when it ended."""
        parts = [fact.value]
        if not self.is_short and fact.note:
            parts.append(fact.note)
        until = ended(fact, self.today)
        if until:
            parts.append(f"({until})")
        return " ".join(parts)

    def with_sources(self, content: Text | str, sources: Sequence[Source]) -> list[Text | str]:
        """What is told with its sources: behind it, or on a line of their own."""
        if not sources:
            return [content]
        if self.is_short:
            sources = sources[:1]
        if self.is_short and sources[0] in self.often:
            self.uses[sources[0]] += 1
            number = list(self.uses).index(sources[0]) + 1
            return [joined(content, text(f"\u00a0[{number}]", "dim"))]
        origin = self.sources(sources)
        together = joined(content, text(" (", "dim"), origin, text(")", "dim"))
        if together.cell_len <= self.width:
            return [together]
        return [content, origin]

    def sources(self, sources: Iterable[Source]) -> Text:
        """The site of each source with its date; where all is shown, its address."""
        natures = self.catalogue.labels("nature")
        parts = []
        for source in sources:
            address, dated = source.url, day(source.date)
            if not self.is_whole:
                address = host(source.url)
            if source.url.startswith("file:"):  # one's own: its name, or the words for it
                address = source.title
            if self.is_whole or not source.page_date:
                preposition = "en"
                if source.date.count("-") > 1:
                    preposition = "le"
                dated = f"{source.dated} {preposition} {dated}"
            if self.is_whole and source.nature in natures:
                dated = f"{natures[source.nature]}, {dated}"
            parts += [text(" · ", "dim"), text(address, "dim", source.url)]
            parts.append(text(f", {dated}", "dim"))
        return joined(*parts[1:])

    def foot(self, network: Network, rest: int) -> list[Text]:
        """When an entry was compared with its sources, and what may be typed next."""
        checked = f"Fiche comparée aux sources le {day(network.checked_on)}"
        age = age_of_entry(network, self.today)
        if age:
            checked = f"{checked} ({age})"
        if network.valid_until:
            checked = f"{checked}. Valable jusqu'au {day(network.valid_until)}"
        commands = unbroken(f"reseaux message {network.id}")
        if rest and self.is_short:
            commands = f"{_more(rest, network.id)} · {commands}"
        lines = [Text()] + self.screen.lines(text(f"{checked}.", "dim"))
        return lines + self.screen.lines(commands)


def _more(count: int, own_id: str) -> str:
    """How many facts are left out, and the command that has them."""
    return f"{counted(count, 'autre fait')} : {unbroken(f'reseaux show {own_id} --tout')}"
