"""A row of a directory: which département, who, how to reach them, when they were seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from achats_reseaux import gazetteer
from achats_reseaux.card.contact_methods import first_method, host, switchboard_methods
from achats_reseaux.card.panel_lines import to_verify
from achats_reseaux.card.reasons import AREA, EXISTS, PRICE, row_doubt, year_seen
from achats_reseaux.card.rows import (
    NATIONAL,
    area_code,
    areas_served,
    capitalised,
    departement_code,
    marks,
    short_name,
    uncapitalised,
    unsure,
)
from achats_reseaux.gazetteer.switchboards import switchboard
from achats_reseaux.model import GUICHET_VERT, Record
from achats_reseaux.output.views.help_rows import FORM, NOBODY, name_text, whole_way
from achats_reseaux.output.views.styled_lines import ADDRESS, joined, text, warned
from achats_reseaux.output.views.table import RowCells
from achats_reseaux.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.answering.answers import Match
    from achats_reseaux.card.contact_methods import ContactMethod
    from achats_reseaux.model import Network, Trace

_ASKED = re.compile(r"demandez ((?:à l'|à la |au |aux )[^;]+?) (?:s'il|si|qui) ")
"""Whom a doubt says to ask: « demandez à l'association des maires s'il continue »."""

_LEAST_SHARED = 3
_LONGEST_BESIDE = 20
"""The signs of a reason that stands behind a name."""

_TYPE_WORDS = ("CA ", "CC ", "CU ", "Eurométropole ", "du ", "de ", "d'", "la ", "l'")


class Shared(Record):
    """What is said once above a table, and no more in its rows."""

    are_aged: bool  # that who was seen before the list may be no more
    are_boards: bool  # that the numbers are switchboards
    doubt: str = ""  # what is to be verified of all


def shared_of(matches: Sequence[Match], doubt: str, as_of: str) -> Shared:
    """What enough rows share: a doubt of their kind, their age, numbers of bodies."""
    aged = [match for match in matches if is_aged(match.network, as_of)]
    ways = [first_method(match) for match in matches]
    boards = [way for way in ways if way and way.kind == "phone" and way.of_body]
    return Shared(len(aged) >= _LEAST_SHARED, len(boards) >= _LEAST_SHARED, doubt)


def is_aged(network: Network, as_of: str) -> bool:
    """Whether a network was seen before the list, or on a page without a date, and never since."""
    is_asked_after = bool(network.doubt) and network.doubt_reason == EXISTS
    return is_asked_after and (network.doubt_year or "") < as_of[:4]


def directory_row(
    match: Match, shared: Shared, as_of: str, *, with_codes: bool, everything: bool = False
) -> RowCells:
    """The row of a network; where all is shown, what it does and what is to be verified below."""
    network = match.network
    where = [text(code_shown(network) if with_codes else place_shown(network), in_cell=True)]
    who = [name_text(short_name(network) + marks(match))]
    place = _place_beside(network) if with_codes else ""
    if place:
        who = [joined(*who, text(f" ({place})", in_cell=True))]
    contact = [way_shown(match, shared)]
    below = [] if everything else _condition(match, shared, as_of)
    if below and len(below[0]) <= _LONGEST_BESIDE:
        who = [joined(*who, text(f" · {below.pop()}"))]
    if everything:
        below = _everything(network)
    cells = (where, who, contact, [text(year_seen(network))])
    lines = [warned(words) for words in below]
    instead = whom_to_ask(match)
    if instead is not None:
        lines.append(instead)
    return RowCells(cells, tuple(lines))


def _condition(match: Match, shared: Shared, as_of: str) -> list[str]:
    """What is to be verified of a network alone: a condition whole, else the reason."""
    network = match.network
    if not network.doubt:
        return list(filter(None, [unsure(first_method(match))]))
    if network.doubt == shared.doubt:
        return []
    if shared.are_aged and is_aged(network, as_of):
        return []
    if network.doubt_reason in (AREA, PRICE):
        return [uncapitalised(network.doubt)]
    return [row_doubt(network, as_of)]


def _everything(network: Network) -> list[str]:
    """The id, what a network does, what is to be verified of it, when it was last heard of."""
    told = [f"{network.id} · {network.summary}"]
    if network.doubt:
        told.append(to_verify(network.doubt))
    if network.sign:
        told.append(f"{capitalised(network.sign)}.")
    return told


# --- cells ---------------------------------------------------------------------------------------


def place_key(entry: Network | Trace) -> tuple[bool, bool, str, str]:
    """What sorts entries: France, then régions, then by code of département and name."""
    code = code_shown(entry)
    name = fold(areas_served(entry))
    return code != NATIONAL, bool(code), code, name


def name_key(entry: Network | Trace) -> tuple[bool, bool, str]:
    """What sorts entries of régions: by name, parts of these behind, then France."""
    return not entry.covers, bool(area_code(entry)), fold(areas_served(entry))


def code_shown(entry: Network | Trace) -> str:
    """The code of its département: ``976`` of a région that is one; ``""`` of others."""
    if not entry.covers:
        return NATIONAL
    is_one = len(entry.departements) == 1 and not entry.communes
    return area_code(entry) or (departement_code(entry) if is_one else "")


def place_shown(network: Network) -> str:
    """The territory behind the number of its département, if it is a part of France."""
    return f"{area_code(network)} {areas_served(network)}".lstrip()


def _place_beside(network: Network) -> str:
    """The territory of a network, where neither its name nor its number says it."""
    if not network.covers:
        return ""
    served = areas_served(network).replace(" territoires", "")
    name = fold(short_name(network))
    for word in _TYPE_WORDS:
        served = served.replace(f", {word}", ", ").removeprefix(word)
    served = served.partition(" (")[0]
    has_number = network.covers[0].kind == "departement" and len(network.covers) == 1
    words = [word for word in fold(served).split() if len(word) > MOST_SMALL]
    is_named = any(word[: MOST_SMALL + 1] in name for word in words)
    departement = gazetteer.departement(departement_code(network))
    is_departement = departement is not None and departement.name == served
    return "" if has_number or is_named or is_departement else served


MOST_SMALL = 4
"""Letters of a word that is no name of a place."""


def way_shown(match: Match, shared: Shared) -> Text:
    """The best contact of a network; whose a number is, unless the table says it above."""
    way = first_method(match)
    if way is None or not way.is_contact:
        return text(FORM if match.network.kind == GUICHET_VERT else NOBODY)
    if way.kind == "phone":
        return joined(whole_way(way), _whose(way, shared))
    if way.kind == "email":
        return whole_way(way)
    return text(host(way.target), ADDRESS, way.target, in_cell=True)


def whom_to_ask(match: Match) -> Text | None:
    """Whom to ask for a desk that has no contact: its intercommunalité, as the card of a town does.

    Of a wider desk whom its doubt names, else its Département; ``None`` of others.
    """
    network = match.network
    way = first_method(match)
    if not network.is_local_desk or len(network.covers) != 1 or (way and way.is_contact):
        return None
    (area,) = network.covers
    asked = _ASKED.search(network.doubt or "")
    if asked and area.kind != "epci":
        return text(f"demandez {asked[1]}")
    board = switchboard(area.kind, area.code)
    methods = switchboard_methods(board) if board else ()
    if board is None or not methods:
        return None
    return joined(f"passez par {board.name} : ", whole_way(methods[0]))


def _whose(way: ContactMethod, shared: Shared) -> str:
    """That a number is a switchboard; under a heading that says it of all, that it is direct."""
    if shared.are_boards:
        return "" if way.of_body else " (direct)"
    return " (standard)" if way.of_body else ""
