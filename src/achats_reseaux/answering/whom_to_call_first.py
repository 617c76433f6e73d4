"""Whom to call first about a place: the one frame of a card."""

from __future__ import annotations

from achats_reseaux.answering.frame_content import (
    THROUGH,
    Frame,
    Line,
    contact_lines_of,
    doubt_lines,
    network_frame,
    price_of,
    read_on,
    switchboard_lines,
    switchboard_words,
    trace_lines,
)
from achats_reseaux.answering.guichet_verdict import (
    enumeration,
    guichet_title,
    no_guichet_title,
    shares,
)
from achats_reseaux.answering.matching import (
    FIRM,
    PUBLIC_BUYERS,
    SOCIAL_CLAUSE,
    SUPPLIERS,
    asks_for_social_clause,
    extent,
    leads_first,
)
from achats_reseaux.answering.rows import DESKS, capitalised, first_way, short_name
from achats_reseaux.model import GUICHET_VERT
from achats_reseaux.text import counted, dated_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer, GuichetVert, Match
    from achats_reseaux.answering.guichet_verdict import Share
    from achats_reseaux.model import Catalogue, Place

_ENVIRONMENT, _SOCIAL = "Environnement", "Clause sociale"
MOST_GUICHETS = 4  # of one place; of more only some are named
NAMED_OF_MANY = 2
_MOST_PARTS = 4  # départements of one guichet vert; more are counted
_MOST_TRACES = 2


def of_place(answer: Answer) -> tuple[Catalogue, Place, GuichetVert]:
    """The catalogue, the place and its guichets verts, which an answer about one place has."""
    assert answer.catalogue is not None
    assert answer.place is not None
    assert answer.guichet_vert is not None
    return answer.catalogue, answer.place, answer.guichet_vert


def first_to_call(answer: Answer, *, everything: bool = False) -> Frame | None:
    """Whom to call first; ``None`` where no single one is.

    The network of a firm that asks; the smallest desk of the whole place if the social clause was
    asked for; the network of another known asker; the guichet vert, or that there is none.
    """
    query = answer.query
    own = _network_of_asker(answer)
    if own is not None and FIRM in query.askers:
        return _asker_frame(answer, own)
    if asks_for_desks(answer):
        if is_area_of_desks(answer):
            return None
        return _desk_frame(answer)
    if own is not None:
        return _asker_frame(answer, own)
    if query.kinds and GUICHET_VERT not in query.kinds and answer.results:
        return _first_asked_for(answer)
    return _guichet_frame(answer, everything=everything)


def _first_asked_for(answer: Answer) -> Frame:
    """The first network of the types asked for; one that is of the theme asked for alone leads."""
    catalogue, _, _ = of_place(answer)
    themes = answer.query.themes
    match = min(answer.results, key=lambda one: one.network.themes != themes)
    network = match.network
    kind = catalogue.labels("kind").get(network.kind, network.kind)
    need = catalogue.labels("use").get(network.use, kind)
    return network_frame(catalogue, match, need, short_name(network))


def asks_for_desks(answer: Answer) -> bool:
    """Whether the desks for the social clause are what was asked for."""
    kinds = answer.query.kinds
    if kinds:
        return kinds == (DESKS,)
    return asks_for_social_clause(answer.query)


def is_area_of_desks(answer: Answer) -> bool:
    """Whether desks were asked for in whole départements, which no desk of a town stands for."""
    place = answer.place
    if place is None or place.communes:
        return False
    return asks_for_desks(answer) and FIRM not in answer.query.askers


def _network_of_asker(answer: Answer) -> Match | None:
    """The first network that serves who asks alone, or ``None``."""
    if len(answer.query.askers) != 1:
        return None
    own = [match for match in answer.results if leads_first(match.network, answer.query)]
    return own[0] if own else None


def _asker_frame(answer: Answer, match: Match) -> Frame:
    catalogue, _, _ = of_place(answer)
    labels = {word.id: word.short or word.label for word in catalogue.words["audience"]}
    return network_frame(
        catalogue, match, labels[answer.query.askers[0]], short_name(match.network)
    )


# --- the guichet vert ----------------------------------------------------------------------------


def _guichet_frame(answer: Answer, *, everything: bool) -> Frame | None:
    """The guichet vert of a place, or who may help where there is none."""
    catalogue, _, guichet = of_place(answer)
    found = [match for match in answer.results if match.network.kind == GUICHET_VERT]
    found.sort(key=lambda match: guichet.networks.index(match.network.id))
    if len(found) == 1 and guichet.status == "covered":
        (match,) = found
        who = guichet_title(guichet)
        frame = network_frame(catalogue, match, _ENVIRONMENT, who)
        return frame.replace(tells_guichet=True)
    if found:
        return _shared_guichets(answer, found, everything=everything)
    if guichet.status == "none" and _wants_advice(answer):
        return _no_guichet_frame(answer)
    return None


def _shared_guichets(answer: Answer, found: list[Match], *, everything: bool) -> Frame:
    """The guichets verts that share a place, each with its part and its first way in."""
    catalogue, _, guichet = of_place(answer)
    shown = found
    has_many = len(found) > MOST_GUICHETS and not everything
    if has_many:
        shown = found[:NAMED_OF_MANY]
    by_name = {match.network.name: match for match in shown}
    lines = []
    for share in shares(guichet):
        matches = [by_name[name] for name in share.names if name in by_name]
        if matches or not share.names:
            lines.append(_share_line(catalogue, share, matches, everything=everything))
    if len(found) > len(shown):
        lines.insert(-1, Line(f"Et {counted(len(found) - len(shown), 'autre')} : --tout"))
    summaries = {match.network.summary for match in found}
    if len(summaries) == 1 and not has_many:
        lines.append(Line(summaries.pop()))
    lines += doubt_lines(catalogue, tuple(shown))
    prices = {price_of(match.network)[0] for match in found}
    price = prices.pop() if len(prices) == 1 else ""
    return Frame(
        _ENVIRONMENT,
        guichet_title(guichet),
        tuple(lines),
        price,
        tuple(found),
        tells_guichet=True,
    )


def _share_line(
    catalogue: Catalogue, share: Share, matches: list[Match], *, everything: bool
) -> Line:
    """``RAN COPER : Calvados (14), Orne (61) · https://ran-coper.fr``."""
    served = ", ".join(share.parts)
    if len(share.parts) > _MOST_PARTS and not everything:
        served = counted(len(share.parts), "département")
    if not matches:
        return Line(f"Aucun ({dated_list(catalogue.as_of)}) : {served}")
    ways = []
    for match in matches:
        way = first_way(match)
        if way is not None:
            ways.append(way)
    return Line(f"{enumeration(share.names)} : {served}", tuple(ways))


def _no_guichet_frame(answer: Answer) -> Frame:
    """That no guichet vert serves a place, and who helps with the environment all the same."""
    catalogue, place, _ = of_place(answer)
    who = no_guichet_title(catalogue, place)
    listed = dated_list(catalogue.as_of).capitalize()
    match = next(filter(_stands_in, answer.results), None)
    if match is None:
        return Frame(_ENVIRONMENT, who, (Line(f"{listed}."),), tells_guichet=True)
    name = short_name(match.network)
    lines = [
        Line(f"{listed}. À contacter à la place : {name}"),
        *contact_lines_of(match),
        Line(match.network.summary),
        *doubt_lines(catalogue, (match,)),
    ]
    return Frame(
        _ENVIRONMENT, who, tuple(lines), "", (match,), match.network.id, tells_guichet=True
    )


def _stands_in(match: Match) -> bool:
    """Whether a network helps every public buyer with the environment, and has an address.

    A directory of suppliers is no help with a contract.
    """
    network = match.network
    if network.use == SUPPLIERS or not network.contact.first:
        return False
    return "environnement" in network.themes and PUBLIC_BUYERS.issubset(network.audiences)


def _wants_advice(answer: Answer) -> bool:
    """Whether a query may be about the environment and comes from a public buyer."""
    query = answer.query
    if query.kinds or query.audiences == (FIRM,):
        return False
    return not query.themes or "environnement" in query.themes


# --- a desk for the social clause ----------------------------------------------------------------


def _desk_frame(answer: Answer) -> Frame:
    """The smallest desk of the whole place, with the switchboard if it has no number."""
    catalogue, _, _ = of_place(answer)
    desk = whole_desk(answer)
    board = answer.switchboard
    if desk is None:
        return _no_desk_frame(answer)
    frame = network_frame(catalogue, desk, _SOCIAL, short_name(desk.network))
    if board is None:
        return frame
    lines = []
    for line in frame.lines:
        if line.words == desk.network.summary:
            lines += switchboard_lines(board)
        if line.words != THROUGH:
            lines.append(line)
    return frame.replace(lines=tuple(lines), tells_switchboard=True)


def whole_desk(answer: Answer) -> Match | None:
    """The smallest desk of all of the place, which is called first; ``None`` if none is known."""
    desks = [match for match in answer.results if _is_whole_desk(match)]
    return min(desks, key=lambda match: extent(match.network), default=None)


def is_local_desk(match: Match) -> bool:
    """Whether a network is a desk for the social clause."""
    return match.network.scope == "local" and match.network.use == SOCIAL_CLAUSE


def _is_whole_desk(match: Match) -> bool:
    """Whether a network is a desk of a whole place, valid today."""
    return is_local_desk(match) and match.coverage == "full" and not match.expired


def _no_desk_frame(answer: Answer) -> Frame:
    """That no desk of the whole place is known, what is known of others, and whom to call."""
    _, place, _ = of_place(answer)
    traces, board = answer.traces[:_MOST_TRACES], answer.switchboard
    who = _no_desk(answer)
    if answer.traces:
        number = len(answer.traces)
        who += ", une piste" if number == 1 else f", {number} pistes"
    lines = []
    for trace in traces[:1]:
        lines += trace_lines(trace)
    for trace in traces[1:]:
        lines.append(Line(f"Autre piste : {trace.label}, {read_on(trace)}."))
    if board is None:
        body = "de l'intercommunalité"
        if place.kind in ("epci", "ept"):  # which asks for itself
            body = "du Département"
        lines.append(Line(f"Standard {body} : numéro non documenté."))
    else:
        lines += switchboard_lines(board)
    return Frame(_SOCIAL, who, tuple(lines), tells_switchboard=True)


def _no_desk(answer: Answer) -> str:
    """That no desk of the whole place is known."""
    partial = [one for one in answer.results if one.coverage == "partial"]
    if any(one.network.use == SOCIAL_CLAUSE for one in partial):
        return "aucun relais connu pour tout ce lieu"
    return "aucun relais local connu"


def no_desk_sentence(answer: Answer) -> str:
    """What a frame says where desks were asked for and none is known, for who sees no frame."""
    if not asks_for_desks(answer) or FIRM in answer.query.askers:
        return ""
    is_desk = is_local_desk if is_area_of_desks(answer) else _is_whole_desk
    if any(map(is_desk, answer.results)):
        return ""
    told = [capitalised(_no_desk(answer))]
    for trace in answer.traces[:_MOST_TRACES]:
        told.append(f"une piste : {trace.label}, {read_on(trace)}")
    if answer.switchboard is not None:
        told.append(switchboard_words(answer.switchboard))
    return f"{' ; '.join(told)}."
