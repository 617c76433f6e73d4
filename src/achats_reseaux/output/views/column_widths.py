"""Where the widths of columns are decided: when a purpose stands above, those of ``coverage``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from achats_reseaux.output.views.styled_lines import GAP

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

NARROW = 72
"""The columns of a terminal below which a purpose stands above its rows."""

NETWORKS = 2
"""The column of a table of coverage that takes what the others leave; behind it are figures."""


def longest_word(cell: Text) -> int:
    """The columns of the longest part of a text that is not broken."""
    return max(map(cell_len, cell.plain.split()), default=0)


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
