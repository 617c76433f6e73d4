"""The wording of a panel, line by line: of a network, a trace or a switchboard, on any medium.

``first_contact`` decides whom it is about.
"""

from __future__ import annotations

import re

from achats_reseaux.answering.guichet_verdict import enumeration
from achats_reseaux.card.contact_methods import (
    ONLINE,
    VIA,
    ContactMethod,
    best_methods,
    first_method,
    read_in,
    switchboard_methods,
)
from achats_reseaux.card.reasons import last_seen
from achats_reseaux.card.rows import (
    ASK_FOR,
    access,
    capitalised,
    marks,
    short_name,
    uncapitalised,
    unsure,
)
from achats_reseaux.gazetteer.switchboards import Switchboard, switchboard
from achats_reseaux.model import TO_VERIFY, Catalogue, Network, Record
from achats_reseaux.text import day, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.answering.answers import Match

_ASKED = re.compile(r"demandez ((?:à l'|à la |au |aux )[^;]+?) (?:s'il|si|qui) ")
"""Whom a doubt says to ask: « demandez à l'association des maires s'il continue »."""

ASK = f"{capitalised(ASK_FOR)}."
UNKNOWN = "Ni téléphone ni courriel connus."
ELSEWHERE = "Sans réponse, posez la question sur"
FALLBACK = "À défaut"
NO_PRICE = "prix non indiqué"
LONGEST_PRICE = 24  # signs; a longer price is a line of its own


class Line(Record):
    """A line of a panel: words, then ways in, then what to know of these."""

    words: str = ""
    ways: tuple[ContactMethod, ...] = ()
    note: str = ""
    is_doubt: bool = False  # whether it says what is to be verified


class Panel(Record):
    """Whom to call first."""

    purpose: str  # what they help with, in French
    who: str  # who they are, or that there is nobody
    lines: tuple[Line, ...]
    price: str = ""  # in a few French words, or ""
    matches: tuple[Match, ...] = ()  # the networks that it tells of
    id: str = ""  # of the one network or trace to know more of, or ""
    tells_guichet: bool = False  # whether it says which guichet vert serves the place, if any
    tells_switchboard: bool = False  # whether it has the switchboard; without a desk traces too


def network_panel(match: Match, purpose: str, switchboard: Switchboard | None = None) -> Panel:
    """The panel of one network: who it is, how to reach it, what it does, what to verify.

    A ``switchboard`` is that to call where the network has no number: it comes last.
    """
    network = match.network
    who = short_name(network)
    lines = []
    if network.scope == "local" and not _names_its_carrier(network):
        lines.append(Line(f"Tenu par : {network.carrier}."))
    lines += panel_contact(match, switchboard)
    if network.summary:
        lines.append(Line(network.summary))
    price = price_of(network)
    if len(price) > LONGEST_PRICE:
        lines.append(Line(f"Prix : {price}."))
        price = ""
    if network.doubt:
        lines.append(Line(to_verify(network.doubt), is_doubt=True))
    if network.sign:
        lines.append(Line(f"{capitalised(last_seen(network))}."))
    if switchboard:
        lines += switchboard_lines(switchboard, is_fallback=True)
    return Panel(purpose, who + marks(match), tuple(lines), price, (match,), network.id)


def _names_its_carrier(network: Network) -> bool:
    """Whether the name of a network and that of who carries it are alike; or nobody does."""
    carrier = fold(network.carrier or "")
    if carrier in fold(network.name):
        return True
    return fold(short_name(network)) in carrier


def price_of(network: Network) -> str:
    """The price of a network, within a sentence."""
    return uncapitalised(network.cost or NO_PRICE)


def panel_contact(match: Match, switchboard: Switchboard | None = None) -> list[Line]:
    """Numbers and e-mail on one line with whose they are, the address on another.

    Without either, the switchboard that is given, or the page that leads to the network.
    """
    ways = best_methods(match)
    numbers = tuple(way for way in ways if way.kind in ("phone", "email"))
    addresses = [way for way in ways if way.kind in ("page", "website")]
    is_switchboard = match.network.is_local_desk and any(way.of_body for way in numbers[:1])
    lines = []
    if numbers:
        note = _note_of(numbers[0], switchboard)
        if is_switchboard:
            note += _month(match.network, numbers[0])
        lines.append(Line("", numbers, note))
    for way in addresses[:1]:
        lines.append(Line("", (way,), _note_of(way, switchboard)))
    if match.network.kind in ONLINE:
        lines.reverse()
    if not lines and ways and not switchboard:
        lines += [Line(f"{UNKNOWN} {capitalised(ways[0].text)} :"), Line("", ways[:1])]
        if ways[0].note:
            lines.append(Line(f"{ways[0].note.rstrip('.')}."))
    if is_switchboard:
        lines.append(Line(ASK))
    return lines


def _month(network: Network, way: ContactMethod) -> str:
    """When the number of a body was read, `` (février 2026)``; its note may have the year."""
    dates = {kind: newest for kind, _, newest in network.contact.known}
    date = dates.get(way.kind, "")
    return "" if date[:4] in way.note else f" ({day(date[:7])})"


def _note_of(way: ContactMethod, switchboard: Switchboard | None) -> str:
    """What to know of a way in; without the number of the switchboard, which has its own line."""
    notes = uncapitalised(way.note).split(" ; ")
    if switchboard and switchboard.phone:
        notes = [note for note in notes if switchboard.phone not in note]
    notes.append(unsure(way))
    return " ; ".join(filter(None, dict.fromkeys(notes)))


def access_lines(catalogue: Catalogue, network: Network, today: str) -> list[Line]:
    """How to get to a network that has neither telephone nor e-mail: its first fact on it.

    None with an address, which a panel would break; ``show`` has all.
    """
    facts = access(catalogue, network, today)[:1]
    if network.contact.can_be_called:
        return []
    return [Line(fact.value) for fact in facts if "://" not in fact.value]


def doubt_lines(matches: Sequence[Match]) -> list[Line]:
    """What is to be verified of networks, with their names where not all share it."""
    names: dict[str, list[str]] = {}
    for match in matches:
        if match.network.doubt:
            names.setdefault(match.network.doubt, []).append(short_name(match.network))
    lines = []
    for doubt, doubtful in names.items():
        words = to_verify(doubt, doubtful)
        if len(doubtful) == len(matches):
            words = to_verify(doubt)
        lines.append(Line(words, is_doubt=True))
    return lines


def to_verify(doubt: str, names: Sequence[str] = ()) -> str:
    """A sentence on what is to be verified, with the names of the networks that it is of."""
    lead = capitalised(TO_VERIFY)
    if names:
        lead = f"{enumeration(names)}, {TO_VERIFY}"
    return f"{lead} : {uncapitalised(doubt)}."


def switchboard_lines(switchboard: Switchboard, *, is_fallback: bool = False) -> list[Line]:
    """Whom to call where no desk has a number, and whom to ask for; after a desk, as a fallback."""
    name = switchboard.name
    if switchboard.reason:
        name = f"{name} ({switchboard.reason})"
    if is_fallback:
        name = f"{FALLBACK} : {name}"
    label = "standard" if switchboard.phone else "courriel"
    lines = [
        Line(f"{name}, {label} :", switchboard_methods(switchboard)),
        Line(f"{capitalised(ASK_FOR)} ({read_in(switchboard)})."),
    ]
    if switchboard.other is not None:
        lines.append(Line(other_number(switchboard, switchboard.other)))
    return lines


def other_number(switchboard: Switchboard, other: Switchboard) -> str:
    """The number of the other body that may be called, with whose it is and its own date."""
    contact = other.phone or other.email
    return f"{capitalised(switchboard.whose)} : {contact} ({read_in(other)})."


def whom_to_ask(match: Match) -> Line | None:
    """Whom to ask for a desk that has no contact: its intercommunalité, as the card of a town does.

    Of a wider desk whom its doubt names, else its Département; ``None`` of others.
    """
    network, way = match.network, first_method(match)
    has_contact = way is not None and way.is_contact
    if has_contact or not network.is_local_desk or len(network.covers) != 1:
        return None
    (area,) = network.covers
    asked = _ASKED.search(network.doubt or "")
    if asked and area.kind != "epci":
        return Line(f"demandez {asked[1]}")
    body = switchboard(area.kind, area.code)
    if body is None:
        return None
    return Line(f"{VIA} {body.name} :", switchboard_methods(body)[:1])


def line_words(line: Line) -> str:
    """A line as text."""
    ways = [way.text for way in line.ways]
    if line.note:
        ways.append(line.note)
    return f"{line.words} {' · '.join(ways)}".strip()
