"""``show`` on a terminal: a network or a notion on one screen, the most useful first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.age import age_of_entry
from achats_reseaux.answering.frame_content import NO_PRICE, to_verify
from achats_reseaux.answering.rows import (
    ACCESS,
    RESEARCH,
    areas_served,
    best_ways,
    capitalised,
    doubts,
    ended,
    host,
    marks,
    trace_way,
)
from achats_reseaux.model import DOUBT, WAYS_IN
from achats_reseaux.output.views.row_lines import unbroken
from achats_reseaux.output.views.screen import ADDRESS, GAP, NARROW, joined, text
from achats_reseaux.text import day

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.answering.rows import WayIn
    from achats_reseaux.model import Catalogue, Fact, Network, Notion, Source, Trace
    from achats_reseaux.output.views.screen import Screen

_LINES = 23
"""The lines of a screen of 24 less the prompt."""

_FOOT, _NOTION_FOOT = 5, 4
"""The lines that follow a network: a blank one, its date, the commands, a blank one, where to tell
of errors. A notion has no date."""

_LABEL = len("Comment y accéder")
"""The columns of the labels: a longer label is broken."""

_WHO, _PRICE, _WHERE = "public-vise", "cout", "perimetre"
_SIGN = "signe"
_FIRST = (ACCESS, "delai", "fait", "ne-fait-pas", "deroulement", "outils", "autre-service")
"""The fields that a buyer needs first, in this order; then those that are in no list."""

_LEFT_OUT = (
    *("nom-complet", "ancien-nom", "forme-juridique", "siren", "historique", "base-juridique"),
    *("ecart", DOUBT, RESEARCH, _SIGN, _WHO, _PRICE, _WHERE, *WAYS_IN),
)
"""The fields that stand elsewhere, or that only ``--tout`` shows."""


class Rows:
    """Labelled paragraphs in two columns; on a narrow screen the label stands above."""

    def __init__(self, screen: Screen) -> None:
        self.screen = screen
        self.is_narrow = screen.width < NARROW
        self.indent = GAP
        if not self.is_narrow:
            self.indent = _LABEL + GAP
        self.width = screen.width - self.indent

    def row(self, label: str, contents: Sequence[Text | str]) -> list[Text]:
        """A label and its paragraphs."""
        lines: list[Text] = []
        for content in contents:
            lines += self.screen.lines(content, self.width)
        if self.is_narrow:
            return [text(label, "bold"), *(joined(" " * GAP, line) for line in lines)]
        labels = self.screen.lines(text(label, "bold"), self.indent - GAP)
        return self.screen.columns([labels, lines], [self.indent])


def network_screen(screen: Screen, answer: Answer, match: Match) -> list[Text]:
    """What a network does, what to verify, how to reach it, for whom and where; then its facts.

    Each fact has its sources. What all of its kind share comes last; what has no room is counted.
    """
    catalogue, network = answer.catalogue, match.network
    assert catalogue is not None
    labels = WAYS_IN | catalogue.labels("field")
    facts = _current(match.facts, answer.today)
    rows = Rows(screen)
    sources = {fact.field: fact.sources for fact in reversed(facts) if fact.of != network.carrier}
    lines = screen.lines(title_text(network.name, network.id, marks(match)))
    lines += screen.lines(network.summary)
    for doubt in doubts(catalogue, network):
        lines += screen.lines(to_verify(doubt))
    if network.sign:
        lines += screen.lines(f"{capitalised(network.sign)}.")
    lines.append(Text())
    lines += rows.row("Contact", _contact(match, sources, rows.width))
    for label, told, field in _essentials(catalogue, network):
        source = sources_text(sources.get(field, network.sources[:1])[:1], {})
        if field == _PRICE and not network.cost:
            source = Text()
        lines += rows.row(label, _with_source(told, source, rows.width))
    room = _room(screen) - len(lines) - _FOOT
    shown, count = _facts(rows, _ordered(facts, network), labels, room)
    lines += shown
    rest = len(match.facts) - count
    return lines + [Text()] + _foot(screen, network, rest, answer.today)


def _room(screen: Screen) -> int:
    """The lines of a screen less the prompt."""
    return max(_LINES, screen.terminal.height - 1)


def _current(facts: Iterable[Fact], today: str) -> list[Fact]:
    """The facts that are still true."""
    return [fact for fact in facts if not ended(fact, today)]


def _essentials(catalogue: Catalogue, network: Network) -> list[tuple[str, str, str]]:
    """Price, audience and territory: the label, what is told, the field that has its source."""
    audiences = catalogue.labels("audience")
    served = ", ".join(audiences.get(one, one) for one in network.audiences)
    price = (network.cost or NO_PRICE).rstrip(".")
    return [
        ("Prix", f"{price[0].upper()}{price[1:]}.", _PRICE),
        ("Pour qui", network.who or f"{served}.", _WHO),
        ("Où", f"{areas_served(network)}.", _WHERE),
    ]


def _contact(match: Match, sources: Mapping[str, Sequence[Source]], width: int) -> list[Text | str]:
    """Each way in with its note and its newest source."""
    told: list[Text | str] = []
    ways = best_ways(match)
    if not match.network.contact.first:
        told.append("Ni adresse, ni téléphone documentés. Passez par :")
        ways = ways[:1]
    for way in ways:
        source = sources_text(sources.get(way.kind, ())[:1], {})
        told += _with_source(noted_way(way), source, width)
    return told


def _with_source(content: Text | str, source: Text, width: int) -> list[Text | str]:
    """What is told with its source: behind it, or on a line of its own."""
    shown = joined(content)
    if not source:
        return [shown]
    together = joined(shown, text(" (", "dim"), source, text(")", "dim"))
    if together.cell_len <= width:
        return [together]
    return [shown, source]


def _ordered(facts: Sequence[Fact], network: Network) -> list[Fact]:
    """The facts to show: a network's own, then those that it shares with others."""
    order = {field: rank for rank, field in enumerate(_FIRST)}
    kept = []
    for fact in facts:
        if fact.field not in _LEFT_OUT and fact.of != network.carrier:
            kept.append(fact)
    return sorted(kept, key=lambda fact: (fact.of is not None, order.get(fact.field, len(order))))


def _facts(
    rows: Rows, facts: Sequence[Fact], labels: Mapping[str, str], room: int
) -> tuple[list[Text], int]:
    """As many facts as fit so many lines, and how many those are.

    The date of its source says how old a fact is.
    """
    lines: list[Text] = []
    count = 0
    before = ""
    has_heading = False
    for fact in facts:
        label = labels.get(fact.field, fact.field)
        told = _with_source(fact.value, sources_text(fact.sources[:1], {}), rows.width)
        row = rows.row("" if label == before else label, told)
        if fact.of and not has_heading:
            row = [Text(), text(f"Commun à tous ({fact.of})", "dim"), *row]
        if len(lines) + len(row) > room:
            continue
        has_heading = bool(fact.of)
        lines += row
        before = label
        count += 1
    return lines, count


def _foot(screen: Screen, network: Network, rest: int, today: str) -> list[Text]:
    """When the entry was compared with its sources, and what may be typed next."""
    commands = unbroken(f"reseaux message {network.id}")
    if rest:
        commands = f"{_more(rest, network.id)} · {commands}"
    lines = screen.lines(text(checked(network, today), "dim"))
    return lines + screen.lines(commands)


def _more(count: int, own_id: str) -> str:
    """How many facts are left out, and the command that has them."""
    noun = "1 autre fait" if count == 1 else f"{count} autres faits"
    return f"{noun} : {unbroken(f'reseaux show {own_id} --tout')}"


def notion_screen(screen: Screen, answer: Answer, notion: Notion) -> list[Text]:
    """The definition of a notion, what to verify, and as many of its facts as fit a screen."""
    catalogue = answer.catalogue
    assert catalogue is not None
    lines = screen.lines(title_text(notion.name, notion.id))
    lines += screen.lines(notion.definition)
    lines += screen.lines(sources_text(notion.sources, catalogue.labels("nature")))
    if notion.doubt:
        lines += screen.lines(to_verify(notion.doubt))
    lines.append(Text())
    facts = _current(notion.facts, answer.today)
    facts = [fact for fact in facts if fact.field not in (DOUBT, RESEARCH)]
    room = _room(screen) - len(lines) - _NOTION_FOOT
    shown, count = _facts(Rows(screen), facts, catalogue.labels("field"), room)
    lines += shown
    rest = len(notion.facts) - count
    if rest:
        lines.append(Text())
        lines += screen.lines(_more(rest, notion.id))
    return lines


def trace_screen(screen: Screen, trace: Trace) -> list[Text]:
    """What was read of a trace, where, and its own address if one is known."""
    rows = Rows(screen)
    way = trace_way(trace)
    address: Text | str = "Aucune adresse connue."
    if way.is_contact:
        address = noted_way(way)
    lines = screen.lines(title_text(trace.label, trace.id, " (piste)"))
    lines += screen.lines(trace.summary)
    lines += screen.lines("À vérifier : on en sait trop peu pour une fiche.")
    lines.append(Text())
    lines += rows.row("Site", [address])
    lines += rows.row("Où", [f"{areas_served(trace)}."])
    return lines + rows.row("Lu sur", [sources_text(trace.sources, {}, is_whole=True)])


# --- what both forms of show have ----------------------------------------------------------------


def title_text(name: str, own_id: str, more: str = "") -> Text:
    """A name beside the id that ``show`` takes."""
    return joined(text(name, "bold"), more, "  ", text(own_id, "dim"))


def noted_way(way: WayIn) -> Text:
    """A way in, whole, with what to know of it."""
    address = way.target
    if way.kind in ("phone", "email"):
        address = unbroken(way.text)
    shown = text(address, ADDRESS, way.target)
    if not way.note:
        return shown
    return joined(shown, f" · {way.note.rstrip('.')}")


def checked(network: Network, today: str) -> str:
    """When an entry was compared with its sources, if long ago how long, until when it is valid."""
    told = f"Fiche comparée aux sources le {day(network.checked_on)}."
    age = age_of_entry(network, today)
    if age:
        told = f"{told[:-1]} ({age})."
    if network.valid_until:
        told += f" Valable jusqu'au {day(network.valid_until)}."
    return told


def sources_text(
    sources: Iterable[Source], natures: Mapping[str, str], *, is_whole: bool = False
) -> Text:
    """The site, or the address, of each source with its date, or when it was read."""
    told: list[Text] = []
    for source in dict.fromkeys(sources):
        site = source.url
        if not is_whole:
            site = host(source.url) or source.url
        dated = day(source.date)
        if is_whole or not source.page_date:
            preposition = "le" if source.date.count("-") > 1 else "en"
            dated = f"{source.dated} {preposition} {dated}"
        parts = [dated]
        if source.nature in natures:
            parts.insert(0, natures[source.nature])
        told += [text(" · ", "dim"), text(site, "dim", source.url)]
        told.append(text(f", {', '.join(parts)}", "dim"))
    return joined(*told[1:])


def without_doubts(facts: Iterable[Fact], told: Sequence[str]) -> list[Fact]:
    """The facts but for the doubts that are told above them."""
    return [one for one in facts if one.field != DOUBT or one.value not in told]
