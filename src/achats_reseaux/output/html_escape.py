"""Escaping of text in HTML and SVG."""

from __future__ import annotations

from achats_reseaux.text import visible

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})


def escape_markup(text: str) -> str:
    """A text escaped for HTML or XML, in an element or a quoted attribute."""
    return visible(text).translate(_ENTITIES)
