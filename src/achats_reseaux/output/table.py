"""Tables and cards for a person at a terminal: with ``output/map`` the only room that knows Rich.

Catalogue text reaches Rich as ``Text``, never as markup, and is made visible first.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from achats_reseaux.output import phrases
from achats_reseaux.text import day, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from achats_reseaux.model import Answer, Fact, Imprint, Match, Source
    from achats_reseaux.output.terminal import Terminal

NARROWEST = 72
"""Below this many columns a table is harder to read than one block a network."""

_SYSTEMS: dict[int, Literal["standard", "256", "truecolor"]] = {
    16: "standard",
    256: "256",
    16777216: "truecolor",
}
_SCOPES = {"national": "France entière", "local": "local"}


def render(answer: Answer, imprint: Imprint, terminal: Terminal) -> str:
    """An answer as text for a terminal of this width and these colours, source and date last."""
    if any(match.facts for match in answer.results):
        cards = [_card(match, imprint) for match in answer.results]
        return text_of([*map(_note, answer.notes), *cards], terminal)
    parts: list[RenderableType] = []
    lead = phrases.lead(answer)
    if lead:
        parts.append(_lead(lead))
    parts += [_note(note) for note in answer.notes]
    wide = terminal.width >= NARROWEST
    if any(match.excerpts for match in answer.results):
        parts.append(_found(answer, imprint))
    else:
        parts.append(_table(answer, imprint, terminal) if wide else _blocks(answer, imprint))
    undocumented = phrases.undocumented(answer)
    if undocumented:
        parts.append(_note(undocumented))
    parts.append(_said(phrases.footer(imprint), "dim"))
    return text_of(parts, terminal)


def text_of(parts: list[RenderableType], terminal: Terminal) -> str:
    """Renderables as text for a terminal: no escape at all where it has no colours."""
    system = _SYSTEMS.get(terminal.colors)
    console = Console(
        file=io.StringIO(),
        width=terminal.width,
        color_system=system,
        force_terminal=system is not None,
        no_color=system is None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    lines = capture.get().split("\n")
    return "\n".join(line.rstrip() for line in lines)


def _said(text: str, style: str = "") -> Text:
    return Text(visible(text), style)


def _lead(sentence: str) -> Text:
    place, _, rest = sentence.partition(" : ")
    return Text.assemble((visible(place), "bold"), " : ", visible(rest))


def _note(sentence: str) -> RenderableType:
    return _said(sentence, "italic")


def _table(answer: Answer, imprint: Imprint, terminal: Terminal) -> Table:
    table = Table(box=box.SIMPLE_HEAD if terminal.unicode else box.ASCII2, pad_edge=False)
    table.add_column("Réseau", overflow="fold", ratio=3)
    table.add_column("Type", overflow="fold", ratio=2)
    table.add_column("Thèmes", overflow="fold", ratio=2)
    table.add_column("Périmètre", overflow="fold", ratio=3)
    table.add_column("Contact", overflow="fold", ratio=5)
    table.expand = True
    for match in answer.results:
        network = match.network
        table.add_row(
            _name(match),
            _said(imprint.labels["kind"].get(network.kind, network.kind)),
            _said(_words(network.themes, imprint.labels["theme"])),
            _said(_perimeter(match)),
            _contact(match),
        )
    return table


def _name(match: Match, apart: str = "\n") -> Text:
    network = match.network
    text = Text.assemble((visible(network.name), "bold"), apart, (network.id, "dim"))
    if network.origin == "local":
        text.append(" [local]", "yellow")
    if match.expired:
        text.append(" [périmé]", "red")
    return text


def _words(ids: tuple[str, ...], labels: dict[str, str]) -> str:
    return ", ".join(labels.get(one, one).lower() for one in ids)


def _perimeter(match: Match) -> str:
    network = match.network
    names = ", ".join(area.name for area in network.covers) or _SCOPES[network.scope]
    return f"{names} (une partie du lieu)" if match.coverage == "partial" else names


def _contact(match: Match) -> Text:
    contact = match.network.contact
    ways = [one for one in (contact.page or contact.website, contact.email, contact.phone) if one]
    if ways:
        return _said_lines(ways)
    return _said("non documenté", "dim")


def _said_lines(lines: list[str]) -> Text:
    return Text("\n".join(visible(line) for line in lines))


def _blocks(answer: Answer, imprint: Imprint) -> RenderableType:
    blocks: list[RenderableType] = []
    for match in answer.results:
        network = match.network
        facts = ", ".join(
            (
                imprint.labels["kind"].get(network.kind, network.kind),
                _words(network.themes, imprint.labels["theme"]),
                _perimeter(match),
            )
        )
        rest = Group(_said(facts), _contact(match))
        name = _name(match, "  ")
        blocks += [Text(""), name, Padding(rest, (0, 0, 0, 2))]
    blocks.append(Text(""))
    return Group(*blocks)


def _found(answer: Answer, imprint: Imprint) -> RenderableType:
    """What a full-text search found: each network with the passages, their words set off."""
    blocks: list[RenderableType] = []
    for match in answer.results:
        name = _name(match, "  ")
        kind = match.network.kind
        facts = f"{imprint.labels['kind'].get(kind, kind)}, {_perimeter(match)}"
        lines: list[RenderableType] = [_said(facts)]
        for excerpt in match.excerpts:
            styled = ((visible(text), "bold underline" if hit else "") for text, hit in excerpt)
            lines.append(Text.assemble(*styled))
        blocks += [Text(""), name, Padding(Group(*lines), (0, 0, 0, 2))]
    blocks.append(Text(""))
    return Group(*blocks)


# --- one network, whole --------------------------------------------------------------------------


def _card(match: Match, imprint: Imprint) -> RenderableType:
    network = match.network
    labels = imprint.labels
    head = _name(match, "  ")
    audiences = _words(network.audiences, labels["audience"])
    identity = (
        labels["kind"].get(network.kind, network.kind),
        f"thèmes : {_words(network.themes, labels['theme'])}",
        f"pour : {audiences}",
        f"périmètre : {_perimeter(match)}",
    )
    parts: list[RenderableType] = [head, _said(" · ".join(identity)), Text("")]
    parts += [_said(network.summary), Text("")]
    grid = Table.grid(padding=(0, 2))
    grid.add_column(style="bold", overflow="fold", max_width=24)
    grid.add_column(overflow="fold")
    if network.carrier:
        grid.add_row("Porté par", _said(network.carrier))
    known = list(labels["field"])
    numbers: dict[Source, int] = {one: rank for rank, one in enumerate(network.sources, start=1)}
    facts = sorted(match.facts, key=lambda fact: _rank(fact, known))
    previous = ""
    for fact in facts:
        label = _label(fact, labels["field"])
        grid.add_row("" if label == previous else _said(label), _fact(fact, numbers))
        previous = label
    if match.ways_in:
        links = [f"{link.label} : {link.url}" for link in match.ways_in]
        grid.add_row("Adresse", _said_lines(["non documentée ; passer par", *links]))
    parts += [grid, Text(""), Text("Sources", "bold"), _sources(numbers)]
    checked = f"Fiche vérifiée le {day(network.checked_on)}."
    if network.valid_until:
        checked += f" Valable jusqu'au {day(network.valid_until)}."
    parts += [Text(""), _said(checked, "dim"), _said(phrases.footer(imprint), "dim")]
    return Group(*parts)


def _rank(fact: Fact, known: list[str]) -> tuple[bool, int]:
    contacts = ("website", "page", "email", "phone")
    order = [*contacts, *known]
    return fact.of is not None, order.index(fact.field) if fact.field in order else len(order)


CONTACT_LABELS = {
    "website": "Site",
    "page": "Page du service",
    "email": "Courriel",
    "phone": "Téléphone",
}


def _label(fact: Fact, labels: dict[str, str]) -> str:
    label = CONTACT_LABELS.get(fact.field) or labels.get(fact.field, fact.field)
    return f"{label} ({fact.of})" if fact.of else label


def _fact(fact: Fact, numbers: dict[Source, int]) -> Text:
    for source in fact.sources:
        numbers.setdefault(source, len(numbers) + 1)
    marks = ", ".join(str(numbers[source]) for source in fact.sources)
    dates = sorted({source.date for source in fact.sources})
    text = _said(fact.value)
    text.append(f"  [{marks} · {dates[-1]}]", "dim")
    if fact.note:
        text.append("\n" + visible(fact.note), "italic")
    return text


def _sources(numbers: dict[Source, int]) -> Table:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(justify="right", style="dim")
    grid.add_column(overflow="fold")
    for source, number in numbers.items():
        text = Text.assemble(
            visible(source.title),
            f", {source.dated} {day(source.date)}\n",
            (visible(source.url), "dim"),
        )
        grid.add_row(f"{number}", text)
    return grid


def grid(
    title: str,
    head: list[str],
    rows: list[list[str]],
    notes: tuple[str, ...],
    terminal: Terminal,
) -> str:
    """Rows of plain cells as a table; a row whose first cell begins with a space is a detail."""
    table = Table(
        box=box.SIMPLE_HEAD if terminal.unicode else box.ASCII2,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    for rank, name in enumerate(head):
        cells = [row[rank] for row in rows]
        numeric = all(cell[:1].isdigit() for cell in cells)
        longest = max(len(word) for cell in (name, *cells) for word in cell.split(" "))
        table.add_column(
            name,
            overflow="fold",
            justify="right" if numeric else "left",
            min_width=longest if terminal.width >= NARROWEST else None,
        )
    for row in rows:
        style = "dim" if row[0].startswith(" ") else ""
        table.add_row(*(_said(cell, style) for cell in row))
    parts: list[RenderableType] = [_said(title, "bold"), table]
    return text_of([*parts, *(_said(note, "dim") for note in notes)], terminal)
