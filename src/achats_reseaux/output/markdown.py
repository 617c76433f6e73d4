"""Markdown: a table, with all texts escaped."""

from __future__ import annotations

from achats_reseaux.output.messages import marks
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Answer


def render(answer: Answer, _form: str) -> str:
    """A table of the results, with the source below it."""
    imprint = answer.catalogue
    assert imprint is not None
    kinds, themes = imprint.labels("kind"), imprint.labels("theme")
    lines = ["| Réseau | Type | Thèmes | Périmètre | Adresse |", "| --- | --- | --- | --- | --- |"]
    for match in answer.results:
        network = match.network
        said = (f"`{network.id}`", *marks(match))
        cells = (
            f"{escape(network.name)} ({', '.join(said)})",
            escape(kinds.get(network.kind, network.kind)),
            escape(", ".join(themes.get(theme, theme) for theme in network.themes)),
            escape(", ".join(area.name for area in network.covers) or "France"),
            _link(network.contact.first or ""),
        )
        lines.append("| " + " | ".join(cells) + " |")
    source = imprint.reference
    link = f"[{escape(source.title)}]({_link(source.url)})"
    lines += ["", f"Source : {link}, {imprint.as_of}."]
    return "\n".join(lines) + "\n"


def escape(text: str) -> str:
    """A text escaped for Markdown, including cells of tables."""
    text = visible(text)
    for mark in "\\`*_[]<|":
        text = text.replace(mark, "\\" + mark)
    return text


def _link(address: str) -> str:
    if "://" not in address:  # an e-mail or a telephone number, or nothing
        return escape(address)
    for mark in "<>|":
        address = address.replace(mark, f"%{ord(mark):02X}")
    return f"<{visible(address)}>"
