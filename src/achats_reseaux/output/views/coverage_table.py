"""``coverage``: a table of regions and départements, its figures whole or not there at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from achats_reseaux.output.views.rich_layout import (
    GAP,
    NARROW,
    Paragraph,
    drawn,
    longest_word,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.rich_layout import Parts

STYLES = {"couvert": "green", "partagé": "green", "partiel": "yellow"}
"""The style of a French status; of the others, red."""

_NAME, _STATUS, _NETWORKS, _COMMUNES, _PEOPLE = range(5)
"""The columns; one more, of shares, may follow."""


def render(
    title: str,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    notes: Sequence[str],
    terminal: Terminal,
) -> str:
    """Rows of cells under a title, above notes; a name that begins with a space is a detail.

    Without room for all columns, first the number of communes is left out, then that of the people;
    then there are no columns.
    """
    parts: Parts = [Paragraph(title, "bold", indent=0)]
    for left_out in ((), (_COMMUNES,), (_COMMUNES, _PEOPLE)):
        table = _table(head, rows, left_out)
        least = sum(column.min_width or 0 for column in table.columns)
        if NARROW <= terminal.width >= least + GAP * (len(table.columns) - 1):
            parts += ["", table]
            break
    else:
        for row in rows:
            parts += _lines(row, has_share=len(head) > _PEOPLE + 1)
    below = [part for note in notes for part in ("", Paragraph(note, indent=0))]
    return drawn([*parts, *below], terminal)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]], left_out: Collection[int]) -> Table:
    """The table of some columns: that of the networks may be as narrow as its longest word."""
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        padding=(0, 1, 0, 0),
        header_style="bold",
    )
    shown = [rank for rank in range(len(head)) if rank not in left_out]
    for rank in shown:
        cells = [text(row[rank]) for row in (head, *rows)]
        table.add_column(
            cells[0],
            justify="right" if rank > _NETWORKS else "left",
            overflow="fold",
            no_wrap=rank != _NETWORKS,
            min_width=max(
                longest_word(one) if rank == _NETWORKS else one.cell_len for one in cells
            ),
        )
    for row in rows:
        styles = ["dim" if row[_NAME].startswith(" ") else ""] * len(row)
        styles[_STATUS] = STYLES.get(row[_STATUS], "red")
        table.add_row(*(text(row[rank], styles[rank]) for rank in shown))
    return table


def _lines(row: Sequence[str], *, has_share: bool) -> Parts:
    depth = GAP if row[_NAME].startswith(" ") else 0
    said = f"{row[_NAME].strip()} : {row[_STATUS]}" + (f", {row[-1]}" if has_share else "")
    named = [Paragraph(row[_NETWORKS], indent=depth + GAP)] if len(row[_NETWORKS]) > 1 else []
    return [Paragraph(said, indent=depth, hang=GAP), *named]
