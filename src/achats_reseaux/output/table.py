"""Tables for a person at a terminal: what was found, by how near it is; and any rows.

With ``table_text`` and ``table_card`` the only module that knows Rich.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group
from rich.table import Table
from rich.text import Text

from achats_reseaux.answering.search import GUICHET_VERT
from achats_reseaux.output import messages
from achats_reseaux.output.table_card import card
from achats_reseaux.output.table_text import (
    GREEN,
    contact_of,
    glued,
    inside,
    kind_of,
    name_of,
    perimeter_of,
    said,
    summary_of,
    text_of,
    themes_of,
)
from achats_reseaux.text import visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from achats_reseaux.model import Answer, Imprint, Match
    from achats_reseaux.output.terminal import Terminal

NARROWEST = 60
"""Below this many columns a table is harder to read than one block a network."""

WIDE = 130
"""From this many columns on, each thing that is said of a network has a column of its own."""

LONGEST_LINE = 100
"""A line of prose that is longer is hard to follow."""


def render(answer: Answer, imprint: Imprint, terminal: Terminal) -> str:
    """An answer as text for a terminal of this width and these colours, source and date last."""
    parts: list[RenderableType] = []
    if any(match.facts for match in answer.results):
        terminal = terminal.replace(width=min(terminal.width, LONGEST_LINE))
        parts += map(_note, answer.notes)
        parts += [card(match, imprint, terminal) for match in answer.results]
    else:
        lead = messages.guichet_vert_sentence(answer)
        parts += [_lead(lead, answer)] if lead else []
        parts += map(_note, answer.notes)
        parts += [_results(answer, imprint, terminal), *_undocumented(answer)]
    source = said(messages.source_line(imprint, address=False), "dim")
    return text_of([*parts, source, said(imprint.reference.url, "dim")], terminal)


def _lead(sentence: str, answer: Answer) -> Text:
    place, _, rest = sentence.partition(" : ")
    text = said(sentence)
    text.stylize("bold", 0, len(place))
    found = answer.guichet_vert.names if answer.guichet_vert else ()
    for name in found:
        start = text.plain.find(glued(visible(name)), len(place))
        text.stylize(GREEN, start, start + len(name))
    if not found:
        text.stylize("bold yellow", len(text) - len(rest))
    return text


def _note(sentence: str) -> RenderableType:
    return said(sentence, "italic")


def _undocumented(answer: Answer) -> list[RenderableType]:
    sentence, links = messages.undocumented(answer)
    lines: list[RenderableType] = [said(sentence)] if links else []
    for link in links:
        lines += [inside(said(link.label)), inside(said(link.url))]
    return [*lines, Text("")] if lines else []


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
    return said(text, "underline" if text != "Guichet vert" else "green underline")


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
                cells = [said(text) for text in _cells(match, imprint)]
                table.add_row(name_of(match), *cells, contact_of(match))
            else:
                table.add_row(name_of(match), _about(match, imprint, heading))
    return table


def _cells(match: Match, imprint: Imprint) -> tuple[str, str, str]:
    return kind_of(match, imprint), ", ".join(themes_of(match, imprint)), perimeter_of(match)


def _blocks(answer: Answer, imprint: Imprint) -> RenderableType:
    blocks: list[RenderableType] = []
    for heading, matches in _groups(answer):
        if heading:
            blocks += [Text(""), _heading(heading)]
        for match in matches:
            blocks += [Text(""), name_of(match, "  "), inside(_about(match, imprint, heading))]
    return Group(*blocks, Text(""))


def _about(match: Match, imprint: Imprint, heading: str) -> RenderableType:
    """What a network is and how to reach it; its heading may have said where already."""
    return Group(summary_of(match, imprint, perimeter=heading != NATIONAL), contact_of(match))


def _found(answer: Answer, imprint: Imprint) -> RenderableType:
    """What a full-text search found: each network with the passages, their words set off."""
    blocks: list[RenderableType] = []
    for match in answer.results:
        lines: list[RenderableType] = [said(f"{kind_of(match, imprint)}, {perimeter_of(match)}")]
        for excerpt in match.excerpts:
            styled = ((visible(text), "bold underline" if hit else "") for text, hit in excerpt)
            lines.append(Text.assemble(*styled))
        blocks += [Text(""), name_of(match, "  "), inside(Group(*lines))]
    return Group(*blocks, Text(""))


# --- any rows ------------------------------------------------------------------------------------


def grid(
    title: str,
    head: list[str],
    rows: list[list[str]],
    notes: tuple[str, ...],
    terminal: Terminal,
    *,
    styles: Mapping[str, str] | None = None,
) -> str:
    """Rows of plain cells as a table; a row whose first cell begins with a space is a detail.

    ``styles`` gives the style of the cells that hold some text.
    """
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
        table.add_row(*(said(cell, (styles or {}).get(cell, style)) for cell in row))
    parts: list[RenderableType] = [said(title, "bold"), table]
    return text_of([*parts, *(said(note, "dim") for note in notes)], terminal)
