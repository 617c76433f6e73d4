"""A contact in a document: one shape for a network, a switchboard and a fallback; and a doubt."""

from __future__ import annotations

from achats_reseaux.card.contact_methods import first_method
from achats_reseaux.model import ADDRESSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.answering.answers import Fallback, Match
    from achats_reseaux.gazetteer.switchboards import Switchboard
    from achats_reseaux.model import Network

    Plain = dict[str, Any]

_REASONS = {
    "existe": "exists",
    "perimetre": "area",
    "prix": "price",
    "contenu": "content",
    "adresse": "address",
}
"""The codes of a doubt's reason, by those of the catalogue."""

_CERTAINTIES = {"propre": "own", "ailleurs": "elsewhere", "cite": "quoted"}
"""The codes of how a contact is known, likewise."""

OF_NETWORK, OF_ORGANISATION = "network", "organisation"
"""Whose an address is: the network's own, or that of the organisation that runs it."""


def contact(match: Match) -> Plain:
    """The contact of a network; ``form`` is the form that it shares with others, if any."""
    documented = match.network.contact
    method = first_method(match)
    best, form = None, None
    if method is not None and method.is_contact:
        best = method.kind
    for link in match.ways_in:
        if method is not None and method.is_form and link.url == method.target:
            best, form = "form", link
    known: Plain = dict.fromkeys(ADDRESSES)
    notes, doubtful = documented.notes, documented.doubtful
    for field, how, date in documented.known:
        whose = OF_ORGANISATION if field in documented.body_fields else OF_NETWORK
        certainty = _CERTAINTIES.get(how, how) or None
        is_doubtful = field in doubtful
        known[field] = _known(notes.get(field), certainty, date, whose, doubtful=is_doubtful)
    content: Plain = {"best": best}
    for field in ADDRESSES[:-1]:
        content[field] = getattr(documented, field)
    content["form"] = None
    if form is not None:
        content["form"] = form.url
        known["form"] = _known(form.note, None, None, OF_ORGANISATION)
    content["of"] = best and known[best] and known[best]["of"]
    content["known"] = known
    return content


def _known(
    note: str | None,
    certainty: str | None,
    as_of: str | None,
    whose: str,
    *,
    doubtful: bool = False,
) -> Plain:
    """What is known of one address."""
    return {
        "note": note,
        "certainty": certainty,
        "as_of": as_of,
        "of": whose,
        "doubtful": doubtful,
    }


def _other_contact(whose: str, note: str | None, as_of: str | None, **addresses: Any) -> Plain:
    """The contact of a switchboard or of a fallback: all its addresses have one note and date."""
    content = dict.fromkeys(ADDRESSES) | addresses
    known = {}
    for name, address in content.items():
        known[name] = address and _known(note, None, as_of, whose)
    best = next((name for name in addresses if addresses[name]), None)
    return {"best": best} | content | {"of": best and whose, "known": known}


def switchboard_contact(board: Switchboard) -> Plain:
    """The contact of a switchboard, which is an organisation's."""
    return _other_contact(
        OF_ORGANISATION,
        None,
        board.date,
        phone=board.phone,
        email=board.email,
        website=board.website,
    )


def fallback(instead: Fallback) -> Plain:
    """Who to turn to where the first contact has no e-mail: a name and a contact."""
    note = instead.note or None
    addresses = {"email": instead.email, "phone": instead.phone, "page": instead.page}
    return {"name": instead.name, "contact": _other_contact(instead.of, note, None, **addresses)}


def doubt_of(network: Network) -> Plain | None:
    """The doubt about a network, which changes what a buyer does."""
    if network.doubt is None:
        return None
    reason = network.doubt_reason
    return {
        "text": network.doubt,
        "reason": reason and _REASONS.get(reason, reason),
        "year": network.doubt_year,
        "question": network.doubt_question,
    }
