"""Plain lines, the default format off a terminal: tab-separated records, or only ids."""

from __future__ import annotations

from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Answer, Imprint, Match

PLAIN_COLUMNS = (
    "id",
    "name",
    "kind",
    "themes",
    "scope",
    "coverage",
    "address",
    "date",
    "source",
    "origin",
    "doubt",
    "contact_note",
)
"""``address`` is the first documented one of page, site, e-mail and telephone, or empty;
``contact_note`` what to know of it."""


def render(answer: Answer, form: str) -> str:
    """One line per result; with ``quiet`` its id alone."""
    if form == "quiet":
        return "".join(match.network.id + "\n" for match in answer.results)
    return "".join(tsv_line(row(match, answer.catalogue)) for match in answer.results)


def row(match: Match, imprint: Imprint | None) -> list[str]:
    """One result as the cells of ``PLAIN_COLUMNS``."""
    network = match.network
    assert imprint is not None
    source = network.sources[0] if network.sources else imprint.reference
    return [
        network.id,
        network.name,
        network.kind,
        ";".join(network.themes),
        network.scope,
        match.coverage or "",
        network.contact.first or "",
        source.date,
        source.url,
        network.origin,
        network.doubt or "",
        network.contact.first_note,
    ]


def tsv_line(texts: Iterable[str]) -> str:
    """A line of TSV; its cells are made visible, without tabs and line ends."""
    cells = list(texts)
    if not "".join(cells).isprintable():
        cells = [visible(cell) for cell in cells]
    return "\t".join(cells) + "\n"
