"""The networks of an answer as a short table in French, for a spreadsheet that a person reads.

A column is a row of ``_COLUMNS``; ``csv`` and ``tsv`` have all fields, for programs.
"""

from __future__ import annotations

from achats_reseaux.card.panel_wording import line_words, whom_to_ask
from achats_reseaux.card.rows import ASK_FOR, areas_served, capitalised
from achats_reseaux.model import CONTACT_LABELS, OTHER_CONTACT_FIELDS, TO_VERIFY, Catalogue
from achats_reseaux.output import delimited

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.gazetteer.switchboards import Switchboard

_COLUMNS = {
    "Réseau": "name",
    "Type": "kind",
    "Où": "where",
    "Téléphone": "contact_phone",
    "Courriel": "contact_email",
    "Page": "url",
    "À savoir": "notes",
    capitalised(TO_VERIFY): "doubt",
    "Prix": "cost",
    "Pour qui": "who",
    "Fiche relue le": "read_on",
    "Identifiant": "id",
}
"""The name of each column by its title."""

for _name in OTHER_CONTACT_FIELDS:
    _COLUMNS[CONTACT_LABELS[_name]] = f"contact_{_name}"


def render(answer: Answer, output_format: str) -> str:
    """A row a network, then the switchboard to call where no desk has a number.

    Where columns were asked for, these, as in ``csv``.
    """
    if answer.query.columns:
        return delimited.render(answer, output_format)
    catalogue = answer.catalogue
    assert catalogue is not None
    records = [_network(match, catalogue) for match in answer.results]
    if answer.switchboard is not None:
        records.append(_switchboard(answer.switchboard))
    body = [delimited.cells(record, _COLUMNS.values()) for record in records]
    return delimited.rows(tuple(_COLUMNS), body, output_format)


def _network(match: Match, catalogue: Catalogue) -> dict[str, Any]:
    network = match.network
    others = {f"contact_{name}": content for name, content in network.contact.others.items()}
    return (
        delimited.flat_result(match)
        | others
        | {
            "kind": catalogue.labels("kind").get(network.kind, network.kind),
            "where": areas_served(network),
            "url": network.contact.url,
            "notes": " ; ".join(filter(None, (network.contact.all_notes, _instead(match)))),
            "read_on": "/".join(reversed(network.checked_on.split("-"))),  # 30/11/2026
        }
    )


def _instead(match: Match) -> str:
    """The number to call for a desk without a contact: « passez par Toulouse Métropole : … »."""
    line = whom_to_ask(match)
    if line is None or not line.ways:  # the doubt says whom to ask
        return ""
    return line_words(line)


def _switchboard(board: Switchboard) -> dict[str, Any]:
    """A switchboard, whom one asks who follows the clauses."""
    notes = [ASK_FOR, board.note]
    return {
        "name": board.name,
        "kind": "Standard",
        "contact_phone": board.phone,
        "contact_email": board.email,
        "url": board.page or board.website,
        "notes": " ; ".join(filter(None, notes)),
    }
