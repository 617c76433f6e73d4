"""``coverage``: a table of regions and départements; on a narrow terminal without its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.output.views.screen import NARROW, drawn, table, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts

_STYLES = {"couvert": "green", "partagé": "green", "partiel": "yellow"}
"""The style of a French status; of the others, red."""

_STATUS, _COMMUNES = 1, 3
"""Columns; from the last of them on they hold figures, of a partial directory there are none."""


def render(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    terminal: Terminal,
) -> str:
    """Rows of cells under a title, above notes; a name that begins with a space is a detail."""
    shown = len(head) if terminal.width >= NARROW else _COMMUNES
    cells = [[_cell(row, rank) for rank in range(len(head))][:shown] for row in rows]
    drawing = table(head[:shown], cells, terminal.width, numbers=range(_COMMUNES, shown))
    lines: Parts = [drawing] if drawing else [text(" · ".join(row[:shown])) for row in rows]
    below = [part for note in notes for part in ("", text(note))]
    return drawn([text(title, "bold"), "", *lines, *below], terminal)


def _cell(row: Sequence[str], rank: int) -> Text:
    detail = "dim" if row[0].startswith(" ") else ""
    style = _STYLES.get(row[rank], "red") if rank == _STATUS else detail
    if rank == 0:  # a name is not broken
        return text(row[0].replace(" ", "\u00a0"), style)
    return text(row[rank], style, in_cell=True)
