"""What a frame says of one network, a trace or a switchboard: its lines.

``whom_to_call_first`` decides whom a card puts in its one frame.
"""

from __future__ import annotations

from achats_reseaux.answering.guichet_verdict import enumeration
from achats_reseaux.answering.rows import (
    DESKS,
    WayIn,
    best_ways,
    capitalised,
    doubts,
    host,
    marks,
    read_in,
    short_name,
    switchboard_ways,
    trace_way,
    uncapitalised,
)
from achats_reseaux.model import Record
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Match
    from achats_reseaux.model import Catalogue, Network, Switchboard, Trace

ASK_FOR = "Demandez qui suit les clauses d'insertion"
THROUGH = "Passez par"
NO_PRICE = "prix non indiqué"
LONGEST_PRICE = 24  # signs; a longer price is a line of its own


class Line(Record):
    """A line of a frame: words, then ways in, then what to know of these."""

    words: str = ""
    ways: tuple[WayIn, ...] = ()
    note: str = ""


class Frame(Record):
    """Whom to call first."""

    need: str  # what they help with, in French
    who: str  # who they are, or that there is nobody
    lines: tuple[Line, ...]
    price: str = ""  # in a few French words, or ""
    matches: tuple[Match, ...] = ()  # the networks that it tells of
    id: str = ""  # of the one network or trace to know more of, or ""
    sign: str = ""  # when it was last heard of, in French; or ""
    tells_guichet: bool = False  # whether it says which guichet vert serves the place, if any
    tells_switchboard: bool = False  # whether it has the traces and the switchboard


def network_frame(catalogue: Catalogue, match: Match, need: str, who: str) -> Frame:
    """The frame of one network: who it is, how to reach it, what it does, what to verify."""
    network = match.network
    price, price_line = price_of(network)
    lines = [
        *_carrier(network, who),
        *contact_lines_of(match),
        Line(network.summary),
        *price_line,
        *doubt_lines(catalogue, (match,)),
    ]
    return Frame(
        need, who + marks(match), tuple(lines), price, (match,), network.id, sign=network.sign
    )


def price_of(network: Network) -> tuple[str, list[Line]]:
    """The price of a network in the title, or in a line if it takes a sentence."""
    if not network.cost:
        return NO_PRICE, []
    price = network.cost.rstrip(".")
    if len(price) > LONGEST_PRICE:
        return "", [Line(f"Prix : {uncapitalised(price)}.")]
    return uncapitalised(price), []


def _carrier(network: Network, who: str) -> list[Line]:
    """Who carries a network, where its name does not say so."""
    carrier = network.carrier or ""
    words = {*fold(f"{who} {network.name}").split()}
    named = [word for word in fold(carrier).split() if len(word) > 3]
    if not named or not words.isdisjoint(named) or fold(carrier) in fold(who):
        return []
    return [Line(f"Porteur : {carrier}.")]


def contact_lines_of(match: Match) -> list[Line]:
    """Numbers and e-mail on one line with whose they are; each address on a line of its own."""
    ways = best_ways(match)
    numbers = tuple(way for way in ways if way.kind in ("phone", "email"))
    addresses = [way for way in ways if way.kind in ("page", "website")]
    lines = []
    if numbers:
        lines.append(Line("", numbers, uncapitalised(numbers[0].note)))
        addresses = addresses[:1]
    for way in addresses:
        lines.append(Line("", (way,), uncapitalised(way.note)))
    if numbers and ways[0].kind not in ("phone", "email"):  # of what is a site
        lines.reverse()
    if not lines and ways:
        lines.append(Line(THROUGH, ways[:1]))
    if numbers and numbers[0].of_body and match.network.kind == DESKS:
        lines.append(Line(f"{ASK_FOR}."))
    return lines


def doubt_lines(catalogue: Catalogue, matches: tuple[Match, ...]) -> list[Line]:
    """What is to be verified of networks, with their names; last, once, what all share."""
    names: dict[str, list[str]] = {}
    for match in matches:
        for doubt in doubts(catalogue, match.network):
            names.setdefault(doubt, []).append(short_name(match.network))
    lines = []
    for doubt, of in sorted(names.items(), key=lambda each: len(each[1])):
        shared_by_all = len(of) == len(matches)
        lines.append(Line(to_verify(doubt, () if shared_by_all else tuple(of))))
    return lines


def to_verify(doubt: str, names: tuple[str, ...] = ()) -> str:
    """A sentence on what is to be verified, with the names of the networks that it is of."""
    lead = "À vérifier"
    if names:
        lead = f"{enumeration(names)}, à vérifier"
    return f"{lead} : {uncapitalised(doubt)}."


# --- a trace, a switchboard -----------------------------------------------------------------------


def trace_lines(trace: Trace) -> list[Line]:
    """What is known of a trace, and its own address or where it was read of."""
    way = trace_way(trace)
    told = f"Une piste : {trace.label}. {trace.summary}"
    if way.is_contact:
        return [Line(told), Line("", (way,), f"source de {trace.year}")]
    return [Line(f"{told} {capitalised(read_on(trace))}.")]


def read_on(trace: Trace) -> str:
    """``lu sur ville.fr (2018)``."""
    way = trace_way(trace)
    site = host(way.target)
    return f"{site} ({trace.year})" if way.is_contact else f"lu sur {site} ({trace.year})"


def switchboard_lines(board: Switchboard) -> list[Line]:
    """Whom to call where no desk has a number, and whom to ask for."""
    name, label, ways = _switchboard(board)
    if not ways:
        return [Line(f"{name} : numéro non documenté.")]
    return [
        Line(f"{name}, {label} :", ways),
        Line(f"{ASK_FOR} ({read_in(board)})."),
    ]


def switchboard_words(board: Switchboard) -> str:
    """The same within a sentence: ``CA X, standard : 05 55 00 00 00 (annuaire officiel, 2026)``."""
    name, label, ways = _switchboard(board)
    if not ways:
        return f"{name}, numéro non documenté"
    numbers = " · ".join(way.text for way in ways)
    return f"{name}, {label} : {numbers} ({read_in(board)})"


def _switchboard(board: Switchboard) -> tuple[str, str, tuple[WayIn, ...]]:
    """Whose switchboard it is, what it is called, and how to reach it."""
    _, _, which = board.note.partition(", ")  # "celle de la CC X, la plus peuplée"
    told = which or board.note
    note = f" ({told})" if told else ""
    label = "standard" if board.phone else "adresse générale"
    return f"{board.name}{note}", label, switchboard_ways(board)
