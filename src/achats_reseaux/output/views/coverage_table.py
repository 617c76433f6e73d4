"""``coverage``: a table of regions and départements; on a narrow terminal a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.padding import Padding

from achats_reseaux.output.views.screen import GAP, NARROW, drawn, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts

_STYLES = {"couvert": "green", "partagé": "green", "partiel": "yellow"}
"""The style of a French status; of the others, red."""

_NAME, _STATUS, _NETWORKS, _COMMUNES = range(4)
"""Columns; from the last of them on they hold figures, of a partial directory there are none."""


def render(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    terminal: Terminal,
) -> str:
    """Rows of cells under a title, above notes; a name that begins with a space is a detail."""
    cells = [[_cell(row, rank) for rank in range(len(head))] for row in rows]
    figures = range(_COMMUNES, len(head))
    drawing: Parts = [*table(head, [("", cells)], terminal.width, numbers=figures)]
    if terminal.width < NARROW or not drawing:
        drawing = [part for row in rows for part in _lines(row)]
    below = [part for note in notes for part in ("", text(note))]
    return drawn([text(title, "bold"), "", *drawing, *below], terminal)


def _cell(row: Sequence[str], rank: int) -> Text:
    if rank == _STATUS:
        return text(row[rank], _STYLES.get(row[rank], "red"))
    return text(row[rank], "dim" if row[_NAME].startswith(" ") else "")


def _lines(row: Sequence[str]) -> Parts:
    depth = GAP if row[_NAME].startswith(" ") else 0
    networks = [row[_NETWORKS]] if len(row[_NETWORKS]) > 1 else []
    said = [f"{row[_NAME].strip()} : {row[_STATUS]}", *networks]
    return [Padding.indent(text(one), depth + GAP * rank) for rank, one in enumerate(said)]
