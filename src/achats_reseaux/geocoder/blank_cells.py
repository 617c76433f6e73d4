"""Cells of tables that hold nothing, or the mark of a missing value."""

from __future__ import annotations

from achats_reseaux.text import fold

_MARKS = ("", "n a", "n c", "n d", "nc", "nd", "nan", "nat", "null", "none")
"""What people and programs write into a cell that has no value, folded: « - », « n/a »,
« N.C. », « ND »; of pandas « nan », « None », of SQL « NULL »."""
_AS_WRITTEN = (r"\N",)
"""Of PostgreSQL, as it is: folded it would be a letter."""
_LONGEST_MARK = 10
"""Characters: folding a longer cell would tell nothing more."""


def why_blank(text: str) -> str:
    """Why a cell states nothing, in French; ``""`` for one that states something.

    >>> why_blank("n/a")
    'Cette cellule marque une valeur absente.'
    """
    if not text or text.isspace():
        return "cellule vide"
    if len(text) > _LONGEST_MARK:
        return ""
    key = fold(text)
    if {*key.split()} == {"na"}:  # also several: what R and pandas write
        return "« NA » marque une valeur absente ; la région s'écrit Nouvelle-Aquitaine."
    if key in _MARKS or text.strip() in _AS_WRITTEN:
        return "Cette cellule marque une valeur absente."
    return ""
