"""The cells that ``csv-excel`` words in French, for a spreadsheet that a person reads."""

from __future__ import annotations

from achats_reseaux.card.panel_wording import line_words, whom_to_ask
from achats_reseaux.card.rows import ASK_FOR, areas_served

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.answering.answers import Match
    from achats_reseaux.model import Catalogue

_KINDS = {"switchboard": "Standard", "notion": "Notion"}


def french_cells(
    row: dict[str, Any], match: Match | None, catalogue: Catalogue
) -> dict[str, str | None]:
    """By column what a row says in French, in place of a code or beside it."""
    if match is None:
        notes = [row.get("definition"), row.get("note")]
        if row["record"] == "switchboard":
            notes.insert(0, ASK_FOR)
        return {
            "kind_label": _KINDS[row["record"]],
            "where": None,
            "to_know": " ; ".join(filter(None, notes)),
            "read_on": None,
        }
    network = match.network
    return {
        "kind_label": catalogue.labels("kind").get(network.kind, network.kind),
        "where": areas_served(network),
        "to_know": " ; ".join(filter(None, (network.contact.all_notes, _instead(match)))),
        "read_on": "/".join(reversed(network.checked_on.split("-"))),  # 30/11/2026
    }


def _instead(match: Match) -> str:
    """The number to call for a facilitator without a contact: « passez par Toulouse … »."""
    line = whom_to_ask(match)
    if line is None or not line.ways:  # the doubt says whom to ask
        return ""
    return line_words(line)
