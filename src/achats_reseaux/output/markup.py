"""Text in HTML and SVG: nothing but text."""

from __future__ import annotations

from achats_reseaux.text import visible

_ENTITIES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"},
)


def escape_markup(text: str) -> str:
    """A text as HTML or XML has it, within an element or a quoted attribute."""
    return visible(text).translate(_ENTITIES)
