"""Tables and cards for a person at a terminal: with ``output/map`` the only room that knows Rich.

Catalogue text reaches Rich as ``Text``, never as markup, and is made visible first.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from achats_reseaux.output import phrases
from achats_reseaux.search import GUICHET_VERT
from achats_reseaux.text import day, visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from achats_reseaux.model import Answer, Fact, Imprint, Match, Source
    from achats_reseaux.output.terminal import Terminal

NARROWEST = 60
"""Below this many columns a table is harder to read than one block a network."""

WIDE = 130
"""From this many columns on, each thing that is said of a network has a column of its own."""

LONGEST_LINE = 100
"""A line of prose that is longer is hard to follow."""

_SYSTEMS: dict[int, Literal["standard", "256", "truecolor"]] = {
    16: "standard",
    256: "256",
    16777216: "truecolor",
}
_GREEN = "bold green"

# Rich parts lines at no-break spaces too. This stands in for them until the lines are made: it is
# of the private use area, which no visible text holds.
_GLUE = "\ue000"


def render(answer: Answer, imprint: Imprint, terminal: Terminal) -> str:
    """An answer as text for a terminal of this width and these colours, source and date last."""
    parts: list[RenderableType] = []
    if any(match.facts for match in answer.results):
        terminal = terminal.replace(width=min(terminal.width, LONGEST_LINE))
        parts += map(_note, answer.notes)
        parts += [_card(match, imprint, terminal) for match in answer.results]
    else:
        lead = phrases.lead(answer)
        parts += [_lead(lead, answer)] if lead else []
        parts += map(_note, answer.notes)
        parts += [_results(answer, imprint, terminal), *_undocumented(answer)]
    source = _said(phrases.footer(imprint, address=False), "dim")
    return text_of([*parts, source, _said(imprint.reference.url, "dim")], terminal)


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
    lines = capture.get().replace(_GLUE, " ").split("\n")
    return "\n".join(line.rstrip() for line in lines)


def _said(text: str, style: str = "") -> Text:
    said = Text(_glued(visible(text)), overflow="fold")
    said.stylize(style)  # as a base style it would cover the padding of a cell as well
    return said


def _glued(text: str) -> str:
    """Punctuation never begins a line, nor does a code or what follows an opening guillemet."""
    text = re.sub(r" (?=\(\w{2,3}\))", _GLUE, text)
    for mark in ":;?!»":
        text = text.replace(f" {mark}", _GLUE + mark)
    text = text.replace("« ", "«" + _GLUE)
    return text.replace("\u00a0", _GLUE).replace("\u202f", _GLUE)


def _lead(sentence: str, answer: Answer) -> Text:
    place, _, rest = sentence.partition(" : ")
    text = _said(sentence)
    text.stylize("bold", 0, len(place))
    found = answer.guichet_vert.names if answer.guichet_vert else ()
    for name in found:
        start = text.plain.find(_glued(visible(name)), len(place))
        text.stylize(_GREEN, start, start + len(name))
    if not found:
        text.stylize("bold yellow", len(text) - len(rest))
    return text


def _note(sentence: str) -> RenderableType:
    return _said(sentence, "italic")


def _undocumented(answer: Answer) -> list[RenderableType]:
    sentence, links = phrases.undocumented(answer)
    lines: list[RenderableType] = [_said(sentence)] if links else []
    for link in links:
        lines += [_inside(_said(link.label)), _inside(_said(link.url))]
    return [*lines, Text("")] if lines else []


def _inside(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 2))


# --- what is said of one network -----------------------------------------------------------------


def _name(match: Match, between: str = "\n") -> Text:
    network = match.network
    style = _GREEN if network.kind == GUICHET_VERT else "bold"
    text = Text.assemble((_said(network.name).plain, style), between, (visible(network.id), "dim"))
    for mark in phrases.marks(match):
        text.append(f" [{mark}]", "yellow" if mark == "local" else "red")
    return text


def _kind(match: Match, imprint: Imprint) -> str:
    return imprint.labels("kind").get(match.network.kind, match.network.kind)


def _themes(match: Match, imprint: Imprint) -> list[str]:
    labels = imprint.labels("theme")
    return [labels.get(one, one).lower() for one in match.network.themes]


def _perimeter(match: Match) -> str:
    names = ", ".join(area.name for area in match.network.covers) or "France entière"
    return f"{names} (une partie du lieu)" if match.coverage == "partial" else names


def _summary(match: Match, imprint: Imprint, *, perimeter: bool = True) -> Text:
    said = [_kind(match, imprint), ", ".join(_themes(match, imprint))]
    return _said(" · ".join([*said, _perimeter(match)] if perimeter else said))


def _contact(match: Match) -> Text:
    contact = match.network.contact
    ways = [one for one in (contact.page or contact.website, contact.email, contact.phone) if one]
    return _lines(ways) if ways else _said("adresse non documentée", "dim")


def _lines(lines: list[str]) -> Text:
    return Text("\n", overflow="fold").join(_said(line) for line in lines)


# --- several networks ----------------------------------------------------------------------------


def _results(answer: Answer, imprint: Imprint, terminal: Terminal) -> RenderableType:
    if any(match.excerpts for match in answer.results):
        return _found(answer, imprint)
    if terminal.width < NARROWEST:
        return _blocks(answer, imprint)
    return _table(answer, imprint, terminal)


NATIONAL = "Partout en France"


def _groups(answer: Answer) -> list[tuple[str, list[Match]]]:
    """The results of a place by how near they are, under a heading each; else all, under none."""
    if answer.place is None:
        return [("", list(answer.results))]
    groups: dict[str, list[Match]] = {}
    for match in answer.results:
        near = "Aussi sur place" if match.network.scope == "local" else NATIONAL
        heading = "Guichet vert" if match.network.kind == GUICHET_VERT else near
        groups.setdefault(heading, []).append(match)
    return list(groups.items())


def _heading(text: str) -> Text:
    return _said(text, "underline" if text != "Guichet vert" else "green underline")


def _table(answer: Answer, imprint: Imprint, terminal: Terminal) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD if terminal.unicode else box.ASCII2,
        pad_edge=False,
        padding=(0, 2, 0, 0),
    )
    if terminal.width >= WIDE:
        table.add_column("Réseau", overflow="fold", width=30)
        rows = [_cells(match, imprint) for match in answer.results]
        for name, *texts in zip(("Type", "Thèmes", "Périmètre"), *rows, strict=True):
            longest = max(len(word) for text in (name, *texts) for word in text.split())
            table.add_column(name, overflow="fold", width=longest)
        table.add_column("Contact", overflow="fold")
    else:
        table.add_column("Réseau", overflow="fold", width=min(2 * terminal.width // 5 - 4, 34))
        table.add_column("Ce que c'est, contact", overflow="fold")
    for heading, matches in _groups(answer):
        if heading:
            if table.row_count:
                table.add_row()
            table.add_row(_heading(heading))
        for match in matches:
            if terminal.width >= WIDE:
                cells = [_said(text) for text in _cells(match, imprint)]
                table.add_row(_name(match), *cells, _contact(match))
            else:
                table.add_row(_name(match), _about(match, imprint, heading))
    return table


def _cells(match: Match, imprint: Imprint) -> tuple[str, str, str]:
    return _kind(match, imprint), ", ".join(_themes(match, imprint)), _perimeter(match)


def _blocks(answer: Answer, imprint: Imprint) -> RenderableType:
    blocks: list[RenderableType] = []
    for heading, matches in _groups(answer):
        if heading:
            blocks += [Text(""), _heading(heading)]
        for match in matches:
            blocks += [Text(""), _name(match, "  "), _inside(_about(match, imprint, heading))]
    return Group(*blocks, Text(""))


def _about(match: Match, imprint: Imprint, heading: str) -> RenderableType:
    """What a network is and how to reach it; its heading may have said where already."""
    return Group(_summary(match, imprint, perimeter=heading != NATIONAL), _contact(match))


def _found(answer: Answer, imprint: Imprint) -> RenderableType:
    """What a full-text search found: each network with the passages, their words set off."""
    blocks: list[RenderableType] = []
    for match in answer.results:
        lines: list[RenderableType] = [_said(f"{_kind(match, imprint)}, {_perimeter(match)}")]
        for excerpt in match.excerpts:
            styled = ((visible(text), "bold underline" if hit else "") for text, hit in excerpt)
            lines.append(Text.assemble(*styled))
        blocks += [Text(""), _name(match, "  "), _inside(Group(*lines))]
    return Group(*blocks, Text(""))


# --- one network, whole --------------------------------------------------------------------------

CONTACT_LABELS = {
    "website": "Site",
    "page": "Page du service",
    "email": "Courriel",
    "phone": "Téléphone",
}

STACKED = 50
"""Below this many columns a fact is under its label, not beside it."""


def _card(match: Match, imprint: Imprint, terminal: Terminal) -> RenderableType:
    network, words = match.network, imprint.labels("audience")
    audiences = ", ".join(words.get(one, one) for one in network.audiences)
    parts: list[RenderableType] = [
        _name(match, "  "),
        _summary(match, imprint),
        _said(f"Pour : {audiences}"),
        Text(""),
        _said(network.summary),
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
        rows.append(("Passer par", _lines(shown)))
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
    return Group(*parts, Text(""), _said(checked, "dim"))


def _section(
    title: str, rows: list[tuple[str, Text]], terminal: Terminal, *, narrow: bool = False
) -> list[RenderableType]:
    """A heading and what is under it, each with its label; a label said once is not repeated."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(style="dim" if narrow else "", overflow="fold", max_width=20)
    table.add_column(overflow="fold")
    stacked: list[RenderableType] = []
    previous = ""
    for label, text in rows:
        shown = "" if label == previous else label
        previous = label
        table.add_row(_said(shown), text)
        stacked += [*([_said(shown, "italic")] if shown else []), _inside(text)]
    beside = narrow or terminal.width >= STACKED
    body: RenderableType = _inside(table) if beside else Group(*stacked)
    return [Text(""), _said(title, "bold"), *([body] if rows else [])]


def _fact(fact: Fact, numbers: dict[Source, int]) -> Text:
    for source in fact.sources:
        numbers.setdefault(source, len(numbers) + 1)
    marks = ", ".join(str(number) for number in sorted(numbers[one] for one in fact.sources))
    latest = max(source.date for source in fact.sources)
    text = _said(fact.value)
    text.append(f" [{marks} · {latest}]".replace(" ", _GLUE), "dim")
    if fact.note:
        text.append("\n").append_text(_said(fact.note, "italic"))
    return text


def _source(source: Source) -> Text:
    when = f"le {day(source.date)}" if len(source.date) == 10 else f"en {day(source.date)}"
    text = _said(f"{source.title}, {source.dated} {when}")
    return text.append("\n").append_text(_said(source.url, "dim"))


# --- any rows ------------------------------------------------------------------------------------


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
