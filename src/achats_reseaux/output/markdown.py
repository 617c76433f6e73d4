"""Markdown: a table, with all texts escaped."""

from __future__ import annotations

from achats_reseaux.output.messages import marks
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.model import Answer, Contact


def render(answer: Answer, _form: str) -> str:
    """A table of the results, with the source below it."""
    imprint = answer.catalogue
    assert imprint is not None
    kinds, themes = imprint.labels("kind"), imprint.labels("theme")
    rows = (
        (
            f"{escape(network.name)} ({', '.join((f'`{network.id}`', *marks(match)))})",
            escape(kinds.get(network.kind, network.kind)),
            escape(", ".join(themes.get(theme, theme) for theme in network.themes)),
            escape(", ".join(area.name for area in network.covers) or "France"),
            _address(network.contact),
            escape(network.doubt or ""),
        )
        for match in answer.results
        for network in [match.network]
    )
    source = imprint.reference
    link = f"[{escape(source.title)}]({_link(source.url)})"
    return f"{table(_HEAD, rows)}\nSource : {link}, {imprint.as_of}.\n"


_HEAD = ("Réseau", "Type", "Thèmes", "Périmètre", "Adresse", "À vérifier")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of cells that are escaped."""
    lines = (head, ["---"] * len(head), *rows)
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def escape(text: str) -> str:
    """A text escaped for Markdown, including cells of tables."""
    text = visible(text)
    for mark in "\\`*_[]<|":
        text = text.replace(mark, "\\" + mark)
    return text


def _address(contact: Contact) -> str:
    """The first documented address, with its note."""
    note = f" · {escape(contact.first_note)}" if contact.first_note else ""
    return _link(contact.first or "") + note


def _link(address: str) -> str:
    if "://" not in address:  # an e-mail or a telephone number, or nothing
        return escape(address)
    for mark in "<>|":
        address = address.replace(mark, f"%{ord(mark):02X}")
    return f"<{visible(address)}>"
