"""French text as HTML."""

from __future__ import annotations

import re
from html import escape

from achats_reseaux.text import visible

_MARK = re.compile("(?<=«) | (?=[:;?!»])")


def escaped(said: str) -> str:
    """A text as HTML: nothing in it is markup, a mark stays on the line of its word."""
    return escape(_MARK.sub("\N{NO-BREAK SPACE}", visible(said)), quote=False)


def value(said: str) -> str:
    """A text as the value of an attribute."""
    return escape(visible(said))


def link(target: str, said: str) -> str:
    """A link; a file of one's own, which no reader of the page has, is told by its name."""
    if target.startswith("file:"):
        return escaped(said)
    return f'<a href="{value(target)}">{escaped(said)}</a>'


def doubt(said: str) -> str:
    """What is to be verified, as a paragraph."""
    return f'<p class="doubt">{escaped(f"À vérifier : {said}")}</p>'
