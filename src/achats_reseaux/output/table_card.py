"""The card of one network: all that is known of it, each fact with its sources and date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from achats_reseaux.output.table_text import GLUE, inside, name_of, said, stacked, summary_of
from achats_reseaux.text import day

if TYPE_CHECKING:
    from rich.console import RenderableType

    from achats_reseaux.model import Fact, Imprint, Match, Source
    from achats_reseaux.output.terminal import Terminal

CONTACT_LABELS = {
    "website": "Site",
    "page": "Page du service",
    "email": "Courriel",
    "phone": "Téléphone",
}

STACKED = 50
"""Below this many columns a fact is under its label, not beside it."""


def card(match: Match, imprint: Imprint, terminal: Terminal) -> RenderableType:
    """Everything that is known of a network."""
    network, words = match.network, imprint.labels("audience")
    audiences = ", ".join(words.get(one, one) for one in network.audiences)
    parts: list[RenderableType] = [
        name_of(match, "  "),
        summary_of(match, imprint),
        said(f"Pour : {audiences}"),
        Text(""),
        said(network.summary),
    ]
    numbers: dict[Source, int] = {one: rank for rank, one in enumerate(network.sources, start=1)}
    names = CONTACT_LABELS | imprint.labels("field")
    order = list(names)
    facts = sorted(match.facts, key=lambda fact: order.index(fact.field))
    contacts = [fact for fact in facts if fact.field in CONTACT_LABELS]
    own = [fact for fact in facts if fact.of is None and fact not in contacts]
    of = [fact for fact in facts if fact.of is not None]
    rows = [(names[fact.field], _fact(fact, numbers)) for fact in contacts]
    if match.ways_in:
        shown = [line for link in match.ways_in for line in (link.label, link.url)]
        rows.append(("Passer par", stacked(shown)))
    parts += _section("Contact", rows, terminal)
    rows = [(names[fact.field], _fact(fact, numbers)) for fact in own]
    parts += _section("Ce que l'on en sait", rows, terminal)
    if network.carrier:
        rows = [(names[fact.field], _fact(fact, numbers)) for fact in of]
        parts += _section(f"Porté par {network.carrier}", rows, terminal)
    sources = [(str(number), _source(source)) for source, number in numbers.items()]
    parts += _section("Sources", sources, terminal, narrow=True)
    checked = f"Fiche vérifiée le {day(network.checked_on)}."
    if network.valid_until:
        checked += f" Valable jusqu'au {day(network.valid_until)}."
    return Group(*parts, Text(""), said(checked, "dim"))


def _section(
    title: str, rows: list[tuple[str, Text]], terminal: Terminal, *, narrow: bool = False
) -> list[RenderableType]:
    """A heading and what is under it, each with its label; a label said once is not repeated."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim" if narrow else "", overflow="fold", max_width=20)
    table.add_column(overflow="fold")
    under: list[RenderableType] = []
    previous = ""
    for label, text in rows:
        shown = "" if label == previous else label
        previous = label
        table.add_row(said(shown), text)
        under += [*([said(shown, "italic")] if shown else []), inside(text)]
    beside = narrow or terminal.width >= STACKED
    body: RenderableType = inside(table) if beside else Group(*under)
    return [Text(""), said(title, "bold"), *([body] if rows else [])]


def _fact(fact: Fact, numbers: dict[Source, int]) -> Text:
    for source in fact.sources:
        numbers.setdefault(source, len(numbers) + 1)
    marks = ", ".join(str(number) for number in sorted(numbers[one] for one in fact.sources))
    latest = max(source.date for source in fact.sources)
    text = said(fact.value)
    text.append(" ").append(f"[{marks} · {latest}]".replace(" ", GLUE), "dim")
    if fact.note:
        text.append("\n").append_text(said(fact.note, "italic"))
    return text


_DATED = {"publié": "publication", "lu": "lecture"}


def _source(source: Source) -> Text:
    text = said(f"{source.title} ({_DATED[source.dated]} : {day(source.date)})")
    return text.append("\n").append_text(said(source.url, "dim"))
