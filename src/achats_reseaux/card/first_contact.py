"""Whom to contact first about a place: decided here, once, for all that tell it.

The panel, the message, the page, the documents and the assistants ask
:func:`first_contact`. It is a function of the answer and never stored in it: an answer
with other results has another one.
"""

from __future__ import annotations

from achats_reseaux.answering.answers import FIRM, Answer, Match, Query
from achats_reseaux.answering.local_law import local_law_note
from achats_reseaux.answering.matching import PUBLIC_BUYERS, SUPPLIERS, find_at, leads_first
from achats_reseaux.card.contact_methods import ContactMethod, first_method, switchboard_methods
from achats_reseaux.model import GUICHET_VERT, Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Literal

    from achats_reseaux.gazetteer.switchboards import Switchboard

    Why = Literal["guichet", "facilitator", "audience", "type", "instead", "switchboard", "named"]

MOST_GUICHETS = 4
"""The most guichets verts that share a place of which one may lead; more are a list."""


class FirstContact(Record):
    """Whom to contact first: a network, or the switchboard of a body; never a trace."""

    kind: str  # network or switchboard
    id: str | None  # of the network; of a switchboard the SIREN, if it is documented
    name: str
    # why it is the first: the guichet vert of the place, its facilitator, the network of who
    # asks, of the type asked for, who helps instead of the one that lacks, a switchboard; of a
    # message to a network that was named, that it was
    reason: Why
    contact: ContactMethod | None  # the best one way to reach it; None if none is documented
    match: Match | None = None  # of a network


def first_contact(answer: Answer) -> FirstContact | None:
    """Whom to contact first; ``None`` without a place, and where nobody leads.

    A need asked for goes before who asks: a hospital that asks about the environment is
    led to the guichet vert. Of several guichets verts that share a place, the first that
    has an e-mail, unless they are many: all of France has no first. Where nothing passes
    the filters, who would be first without them.
    """
    if answer.place is None or answer.guichet_vert is None or answer.catalogue is None:
        return None
    if local_law_note(answer.place, answer.query):
        return None  # the code does not bind who asks: nobody leads by it
    answer = without_vain_filters(answer)
    query = answer.query
    if query.asks_for_desks:
        return _for_the_social_clause(answer)
    valid = [match for match in answer.matches if match.is_valid]
    guichet = _guichet(answer)
    asks_for_guichet = "environnement" in query.themes and FIRM not in query.askers
    if guichet is not None and asks_for_guichet:
        return _network(guichet, "guichet")
    own = [match for match in valid if _is_of_asker(match, query)]
    if own and len(query.askers) == 1:
        return _network(own[0], "audience")
    if guichet is not None:
        return _network(guichet, "guichet")
    are_guichets = any(match.network.kind == GUICHET_VERT for match in valid)
    if query.kinds and valid and not are_guichets:
        return _network(_of_theme(valid, query), "type")
    stand_in = next(filter(stands_in, answer.matches), None)
    if stand_in is not None and lacks_guichet(answer):
        return _network(stand_in, "instead")
    return None


def without_vain_filters(answer: Answer) -> Answer:
    """An answer whose filters nothing passes, without them; any other one as it is."""
    if answer.matches or answer.place is None or answer.catalogue is None:
        return answer
    query = answer.query.replace(themes=(), kinds=(), audiences=())
    result = find_at(answer.catalogue, query, answer.place, answer.today)
    return result.replace(notes=answer.notes, notices=answer.notices)


def lacks_guichet(answer: Answer) -> bool:
    """Whether no guichet vert serves the place of a public buyer who may want its advice."""
    query = answer.query
    if answer.guichet_vert is None or answer.guichet_vert.status != "none":
        return False
    if query.kinds or query.audiences == (FIRM,):
        return False
    return query.themes != ("social",)


def _is_of_asker(match: Match, query: Query) -> bool:
    """Whether a network serves only the requester's audience, all of the place, and the need."""
    if not match.serves_all or not leads_first(match.network, query):
        return False
    return match.network.scope == "national" or not match.network.helps_with_clause


def _guichet(answer: Answer) -> Match | None:
    """The guichet vert of a place; of several the first that has an e-mail; of many none."""
    assert answer.guichet_vert is not None
    ids = answer.guichet_vert.networks
    sharing = [match for match in answer.matches if match.network.id in ids]
    if not sharing or len(sharing) > MOST_GUICHETS:
        return None
    if answer.guichet_vert.status == "covered":
        return sharing[0]
    return next((match for match in sharing if match.network.contact.email), sharing[0])


def _of_theme(matches: Iterable[Match], query: Query) -> Match:
    """The first network that is of the theme asked for alone, else the first."""
    return min(matches, key=lambda match: match.network.themes != query.themes)


def stands_in(match: Match) -> bool:
    """Whether a network helps every public buyer with the environment, and has an address.

    A directory of suppliers is no help with a contract.
    """
    network = match.network
    if network.purpose == SUPPLIERS or not network.contact.has_any:
        return False
    if "environnement" not in network.themes:
        return False
    return PUBLIC_BUYERS.issubset(network.audiences)


# --- a facilitator of the social clause ----------------------------------------------------------


def _for_the_social_clause(answer: Answer) -> FirstContact | None:
    """The smallest facilitator of the whole place, else a switchboard, else a national network.

    The switchboard of a région stands below its facilitators: it leads if it has an e-mail.
    """
    if answer.desk is not None:  # the switchboard, of another body, is no way to reach it
        return _network(answer.desk, "facilitator")
    assert answer.place is not None
    if answer.switchboard is not None:
        is_above_facilitators = answer.place.kind != "region"
        if answer.switchboard.email or is_above_facilitators:
            return _switchboard(answer.switchboard)
    instead = instead_of_facilitator(answer)
    if instead is None:
        return None
    return _network(instead, "instead")


def instead_of_facilitator(answer: Answer) -> Match | None:
    """The network that leads to facilitators of all France, where no other is known."""
    serving = [match for match in answer.matches if match.serves_all]
    return min(serving, key=lambda match: not match.network.helps_with_clause, default=None)


# --- how to reach them ---------------------------------------------------------------------------


def _network(match: Match, reason: Why) -> FirstContact:
    method = first_method(match)
    if method is not None and method.is_form:  # common to several: another body has it
        method = method.replace(kind="form", text=method.target, of_body=True)
    elif method is not None and not method.is_contact:
        method = None
    network = match.network
    return FirstContact("network", network.id, network.name, reason, method, match)


def _switchboard(body: Switchboard) -> FirstContact:
    contact = next(iter(switchboard_methods(body)), None)
    return FirstContact("switchboard", body.siren or None, body.name, "switchboard", contact)
