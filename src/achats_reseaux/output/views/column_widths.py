"""Where the widths of columns are decided: of the rows of a card, of tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from achats_reseaux.output.views.styled_lines import GAP
from achats_reseaux.text import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.text import Text

    from achats_reseaux.card.rows import HelpRow

NARROW, WIDE = 72, 100
"""Columns of a terminal: below the first, a need stands above its rows; from the second on, ids."""

ID = "Identifiant"
NETWORKS = 2
"""The column of a table of coverage that takes what the others leave; behind it are figures."""

_USUAL_NAME = 25  # a site of 36 signs stands beside it on a terminal of 80 columns
_WIDEST_NAME, _WIDEST_PLACE, _WIDEST_TABLE = 40, 32, 140


def widest(contents: Iterable[str]) -> int:
    """The columns of the longest of some texts."""
    return max((cell_len(visible(content)) for content in contents), default=0)


def longest_word(cell: Text) -> int:
    """The columns of the longest part of a text that is not broken."""
    return max(map(cell_len, cell.plain.split()), default=0)


def name_width(rows: Iterable[HelpRow], width: int) -> int:
    """The column of the names of a card with its gap, of so many columns in all."""
    longest = widest(row.name for row in rows)
    return min(longest, max(_USUAL_NAME, width * 2 // 5)) + GAP


def table_place(row: HelpRow) -> str:
    """The territory of a row in a table, behind the number of its département."""
    return f"{row.code} {row.where}".lstrip()


def table_name(row: HelpRow) -> str:
    """The name of a row in a table, whose heading says whether it is of traces."""
    return row.trace.label if row.trace else row.name


def table_widths(rows: Sequence[HelpRow], width: int, *, has_ids: bool) -> list[int]:
    """The columns of a table with their gaps: place, name, contact, perhaps id."""
    own_id = 0
    if has_ids:
        own_id = max(len(ID), widest(row.id for row in rows)) + GAP
    left = min(width, _WIDEST_TABLE) - own_id
    place = min(widest(map(table_place, rows)), left * 2 // 7, _WIDEST_PLACE) + GAP
    name = min(widest(map(table_name, rows)), left // 3, _WIDEST_NAME) + GAP
    return [place, name, left + GAP - place - name, own_id]


def coverage_widths(rows: Sequence[Sequence[Text]], width: int) -> list[int]:
    """The columns of a table of coverage with their gaps.

    Each is as wide as its cells, the names at most half of all; the networks have the
    rest.
    """
    widths = []
    for column in zip(*rows, strict=True):
        widths.append(max(cell.cell_len for cell in column) + GAP)
    widths[0] = min(widths[0], width // 2)
    rest = width + GAP - sum(widths) + widths[NETWORKS]
    widths[NETWORKS] = min(widths[NETWORKS], rest)
    return widths
