"""The networks of an answer as a short table in French, for a spreadsheet that a person reads.

A column is a row of ``_COLUMNS``; ``csv`` and ``tsv`` have all fields, for programs.
"""

from __future__ import annotations

from achats_reseaux.card.rows import areas_served, capitalised
from achats_reseaux.model import TO_VERIFY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.answering.answers import Answer
    from achats_reseaux.gazetteer.switchboards import Switchboard
    from achats_reseaux.model import Catalogue, Network

    _Cell = Callable[[Network, Catalogue], str]


def _notes(network: Network) -> str:
    """What is to be known of its contacts."""
    return " ; ".join(dict.fromkeys(network.contact.notes.values()))


def _day(date: str) -> str:
    """An ISO date as a French spreadsheet reads one: ``30/11/2026``."""
    return "/".join(reversed(date.split("-")))


_COLUMNS: dict[str, _Cell] = {
    "Réseau": lambda network, _: network.name,
    "Type": lambda network, known: known.labels("kind").get(network.kind, network.kind),
    "Où": lambda network, _: areas_served(network),
    "Téléphone": lambda network, _: network.contact.phone or "",
    "Courriel": lambda network, _: network.contact.email or "",
    "Page": lambda network, _: network.contact.url or "",
    "À savoir": lambda network, _: _notes(network),
    capitalised(TO_VERIFY): lambda network, _: network.doubt or "",
    "Prix": lambda network, _: network.cost or "",
    "Pour qui": lambda network, _: network.who or "",
    "Fiche relue le": lambda network, _: _day(network.checked_on),
    "Identifiant": lambda network, _: network.id,
}
"""The columns by their titles."""

TITLES = tuple(_COLUMNS)


def body(answer: Answer, catalogue: Catalogue) -> list[list[str]]:
    """A row a network, then the switchboard to call where no desk has a number."""
    table = []
    for match in answer.results:
        table.append([cell(match.network, catalogue) for cell in _COLUMNS.values()])
    if answer.switchboard is not None:
        table.append(_switchboard_row(answer.switchboard))
    return table


def _switchboard_row(switchboard: Switchboard) -> list[str]:
    """A switchboard, whom one asks who follows the clauses."""
    asked = "demandez qui suit les clauses d'insertion"
    cells = {
        "Réseau": switchboard.name,
        "Type": "Standard",
        "Téléphone": switchboard.phone or "",
        "Courriel": switchboard.email or "",
        "Page": switchboard.page or switchboard.website or "",
        "À savoir": f"{asked} ; {switchboard.note}" if switchboard.note else asked,
    }
    return [cells.get(title, "") for title in TITLES]
