"""« NA » in a table: what R and pandas write for a missing value, not Nouvelle-Aquitaine."""

from __future__ import annotations

from achats_reseaux.text import fold

MISSING = "« NA » marque une valeur absente ; la région s'écrit Nouvelle-Aquitaine"
_LONGEST = 10
"""Characters. Folding a longer cell would tell nothing more."""


def is_missing(cell: str) -> bool:
    """Whether a cell is that mark, also several; no other one (``NaN``, ``NULL``) is a place."""
    return len(cell) <= _LONGEST and {*fold(cell).split()} == {"na"}
