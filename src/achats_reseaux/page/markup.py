"""French text as HTML."""

from __future__ import annotations

import re
from html import escape

from achats_reseaux.text import visible

_MARK = re.compile("(?<=«) | (?=[:;?!»])")


def escaped(text: str) -> str:
    """A text as HTML: nothing in it is markup, a mark stays on the line of its word."""
    return escape(_MARK.sub("\N{NO-BREAK SPACE}", visible(text)), quote=False)


def value(text: str) -> str:
    """A text as the value of an attribute."""
    return escape(visible(text))


def link(target: str, text: str) -> str:
    """A link; a file of one's own, which no reader of the page has, is told by its name."""
    if target.startswith("file:"):
        return escaped(text)
    return f'<a href="{value(target)}">{escaped(text)}</a>'


def report_link(target: str, name: str = "") -> str:
    """A link to tell of an error, of the page or of an entry that has this name."""
    words = "Signaler une erreur"
    named = f' aria-label="{value(f"{words} : {name}")}"' if name else ""
    return f'<a class="report" href="{value(target)}"{named}>{words}</a>'


def element(name: str, content: str, kind: str = "") -> str:
    """An element of a class with its content, which is HTML; nothing without content."""
    if not content:
        return ""
    marked = f' class="{kind}"' if kind else ""
    return f"<{name}{marked}>{content}</{name}>"


def paragraph(text: str, kind: str = "") -> str:
    """A text as a paragraph of a class: ``doubt`` is to be verified, ``gloss`` explains."""
    return element("p", escaped(text), kind)


def tag(words: str) -> str:
    """A few words that stand out behind a name, if there are any."""
    if not words:
        return ""
    return f' <span class="tag">{escaped(words)}</span>'
