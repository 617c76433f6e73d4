"""``coverage``: a table of regions and départements; on a narrow terminal a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from achats_reseaux.output.views.rich_layout import GAP, NARROW, Paragraph, drawn, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.rich_layout import Parts

_STYLES = {"couvert": "green", "partagé": "green", "partiel": "yellow"}
"""The style of a French status; of the others, red."""

_NAME, _STATUS, _NETWORKS, _COMMUNES, _PEOPLE = range(5)
"""The columns; one more, of shares, may follow."""

_ROOMY = 80
"""Columns of a terminal that has room for the numbers of communes and inhabitants."""


def render(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    terminal: Terminal,
) -> str:
    """Rows of cells under a title, above notes; a name that begins with a space is a detail."""
    parts: Parts = [Paragraph(title, "bold", indent=0)]
    if terminal.width < NARROW:
        for row in rows:
            parts += _lines(row)
    else:
        parts += ["", _table(head, rows, is_roomy=terminal.width >= _ROOMY)]
    below = [part for note in notes for part in ("", Paragraph(note, indent=0))]
    return drawn([*parts, *below], terminal)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], *, is_roomy: bool) -> Table:
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold"
    )
    shown = [rank for rank in range(len(head)) if is_roomy or rank not in (_COMMUNES, _PEOPLE)]
    for rank in shown:
        is_figure = rank > _NETWORKS
        table.add_column(
            text(head[rank]), justify="right" if is_figure else "left", no_wrap=rank != _NETWORKS
        )
    for row in rows:
        styles = {_STATUS: _STYLES.get(row[_STATUS], "red")}
        other = "dim" if row[_NAME].startswith(" ") else ""
        table.add_row(*(text(row[rank], styles.get(rank, other)) for rank in shown))
    return table


def _lines(row: Sequence[str]) -> Parts:
    depth = GAP if row[_NAME].startswith(" ") else 0
    said = f"{row[_NAME].strip()} : {row[_STATUS]}"
    named = f", {row[_NETWORKS]}" if len(row[_NETWORKS]) > 1 else ""
    return [Paragraph(said + named, indent=depth, hang=GAP)]
