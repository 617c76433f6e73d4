"""``coverage``: a table of regions and départements, its figures whole or not there at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.table import Column, Table

from achats_reseaux.output.views.console import (
    NARROW,
    Paragraph,
    drawn,
    longest_word,
    text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.console import Parts

STYLES = {"couvert": "green", "partagé": "green", "partiel": "yellow"}
"""The style of a French status; of the others, red."""

_NAME, _STATUS, _NETWORKS, _COMMUNES, _PEOPLE = range(5)
"""The columns; one more, of shares, may follow."""

_GAP = 2


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
        shown = [rank for rank in range(len(head)) if rank not in left_out]
        if widths := _widths([[row[rank] for rank in shown] for row in (head, *rows)], terminal):
            parts += _table([head[rank] for rank in shown], rows, shown, widths)
            break
    else:
        for row in rows:
            parts += _lines(row, has_share=len(head) > _PEOPLE + 1)
    return drawn(
        [*parts, *(part for note in notes for part in ("", Paragraph(note, indent=0)))], terminal
    )


def _widths(rows: Sequence[Sequence[str]], terminal: Terminal) -> list[int]:
    """The width of each column, as wide as names and networks may be; none if it is too much."""
    columns = list(zip(*rows, strict=True))
    widths = [max(map(cell_len, column)) for column in columns]
    least = [max(map(_least, column)) for column in columns]
    room = (
        terminal.width - _GAP * (len(widths) - 1) - sum(widths) + widths[_NAME] + widths[_NETWORKS]
    )
    if terminal.width < NARROW or room < least[_NAME] + least[_NETWORKS]:
        return []
    names = min(widths[_NAME], max(least[_NAME], room - widths[_NETWORKS]))
    names = min(names, room - least[_NETWORKS])
    widths[_NAME], widths[_NETWORKS] = names, min(widths[_NETWORKS], room - names)
    return widths


def _least(cell: str) -> int:
    """The width that a cell needs for no word of it to be broken."""
    return len(cell) - len(cell.lstrip()) + longest_word(text(cell))


def _table(
    head: Sequence[str], rows: Sequence[Sequence[str]], shown: Sequence[int], widths: Sequence[int]
) -> Parts:
    titles, table = (
        Table.grid(*(Column(width=one, overflow="fold") for one in widths), padding=(0, _GAP, 0, 0))
        for _ in range(2)
    )
    for rank, heading, body in zip(shown, titles.columns, table.columns, strict=True):
        heading.justify = body.justify = "right" if rank > _NETWORKS else "left"
    titles.add_row(*(text(title, "bold") for title in head))
    for row in rows:
        style = "dim" if row[_NAME].startswith(" ") else ""
        cells = [text(row[rank], style) for rank in shown]
        cells[_STATUS] = text(row[_STATUS], STYLES.get(row[_STATUS], "red"))
        table.add_row(*cells)
    rule = "─" * (sum(widths) + _GAP * (len(widths) - 1))
    return ["", titles, text(rule, "dim"), table]


def _lines(row: Sequence[str], *, has_share: bool) -> Parts:
    depth = 2 if row[_NAME].startswith(" ") else 0
    said = f"{row[_NAME].strip()} : {row[_STATUS]}" + (f", {row[-1]}" if has_share else "")
    named = [Paragraph(row[_NETWORKS], indent=depth + 2)] if len(row[_NETWORKS]) > 1 else []
    return [Paragraph(said, indent=depth, hang=2), *named]
