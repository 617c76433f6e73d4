"""``list`` and ``search``: the table of networks, by use or in the order of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding

from achats_reseaux.answering.card import Section, by_use, source_dates
from achats_reseaux.output.views.screen import GAP, drawn, joined, networks_table, table_notes, text

if TYPE_CHECKING:
    from achats_reseaux.model import Answer, Match
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """Networks by use, with ``everything`` each with its summary below the table.

    As a search found them, with what was found below the table, the words of the query highlighted.
    """
    catalogue, found = answer.catalogue, answer.results
    assert catalogue is not None
    is_search = any(match.excerpts for match in found)
    groups = (Section("", found),) if is_search else by_use(catalogue, found)
    parts: Parts = [*map(text, answer.notes), *([""] if answer.notes else [])]
    parts.append(networks_table(catalogue, groups, terminal.width))
    parts += [part for match in found for part in _below(match, everything=everything)]
    foot = (*table_notes(catalogue, found), f"{source_dates(catalogue)}.")
    return drawn([*parts, "", *(text(one, "dim") for one in foot)], terminal)


def _below(match: Match, *, everything: bool) -> Parts:
    """What is told of a network below the table: its excerpts, or its summary."""
    told = [
        joined(*(text(said, "bold underline" if hit else "") for said, hit in excerpt))
        for excerpt in match.excerpts
    ]
    if everything and not told:
        told = [text(match.network.summary)]
    lines = (Padding.indent(one, GAP) for one in told)
    return ["", text(match.network.id, "bold"), *lines] if told else []
