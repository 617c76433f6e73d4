"""The wording of the first contact at a place, as the panel of a card: its heading, its lines."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.guichet_verdict import (
    Share,
    enumeration,
    guichet_title,
    no_guichet_title,
    shares,
)
from achats_reseaux.answering.local_law import local_law_note
from achats_reseaux.card.contact_methods import ONLINE, VIA, first_method
from achats_reseaux.card.first_contact import (
    MOST_GUICHETS,
    FirstContact,
    first_contact,
    instead_of_facilitator,
    lacks_guichet,
    stands_in,
)
from achats_reseaux.card.panel_wording import (
    ELSEWHERE,
    Line,
    Panel,
    access_lines,
    doubt_lines,
    line_words,
    network_panel,
    price_of,
    switchboard_lines,
)
from achats_reseaux.card.rows import (
    MOST_TRACES,
    capitalised,
    marks,
    purpose_of,
    traces_sentence,
    with_traces,
)
from achats_reseaux.model import INTERCOMMUNALITES
from achats_reseaux.text import counted, dated_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.answering.answers import Answer, GuichetVert, Match
    from achats_reseaux.model import Catalogue, Place

_ENVIRONMENT, _SOCIAL = "Environnement", "Clause sociale"
ALL_GUICHETS = "Tous : reseaux list --type guichet-vert"
NO_DESK = "aucun facilitateur local connu"
_MOST_PARTS = 4  # départements of one guichet vert; more are counted
_OF_DEPARTEMENTS = ("departement", *INTERCOMMUNALITES)
"""The kinds of a place that is given the switchboard of the Département."""


def of_place(answer: Answer) -> tuple[Catalogue, Place, GuichetVert]:
    """The catalogue, the place and its guichets verts, which an answer about one place has."""
    assert answer.catalogue is not None
    assert answer.place is not None
    assert answer.guichet_vert is not None
    return answer.catalogue, answer.place, answer.guichet_vert


def first_panel(answer: Answer, *, every_trace: bool = False) -> Panel | None:
    """Whom to call first; ``None`` where no single one is.

    The smallest desk of the whole place if the social clause was asked for; the network
    of a known asker; the first of the types asked for; the guichet vert, or that there is
    none. ``every_trace`` leaves no trace out.
    """
    catalogue, place, _ = of_place(answer)
    is_bound_by_local_law = bool(local_law_note(place, answer.query))
    if is_bound_by_local_law or is_area_of_desks(answer):
        return None
    if answer.query.asks_for_desks:
        return _desk_panel(answer, every_trace=every_trace)
    first = first_contact(answer)
    if first is not None and first.match is not None:
        if first.reason == "audience":
            panel = network_panel(first.match, audience_purposes(catalogue)[answer.query.askers[0]])
            how = access_lines(catalogue, first.match.network, answer.today)
            panel = panel.replace(lines=panel.lines + tuple(how))
            can_be_called = first.match.network.contact.can_be_called
            if lacks_guichet(answer) and not can_be_called:
                return _with_where_else(answer, panel)
            return panel
        if first.reason == "type":
            return network_panel(first.match, purpose_of(catalogue, first.match.network))
    return _guichet_panel(answer, first)


def is_area_of_desks(answer: Answer) -> bool:
    """Whether desks were asked for in whole départements, which no desk of a town stands for."""
    _, place, _ = of_place(answer)
    return answer.query.asks_for_desks and not place.communes


def audience_purposes(catalogue: Catalogue) -> dict[str, str]:
    """By audience the heading of the networks that serve it alone: ``Pour l'hôpital``."""
    return {word.id: word.short or word.label for word in catalogue.words["audience"]}


# --- the guichet vert ----------------------------------------------------------------------------


def _guichet_panel(answer: Answer, first: FirstContact | None) -> Panel | None:
    """The guichet vert of a place, or who may help where there is none."""
    _, _, guichet = of_place(answer)
    guichets = [match for match in answer.matches if match.network.id in guichet.networks]
    if guichet.status == "covered" and guichets:
        panel = network_panel(guichets[0], _ENVIRONMENT)
        who = guichet_title(guichet) + marks(guichets[0])
        panel = panel.replace(who=who, tells_guichet=True)
        if guichets[0].network.contact.has_any:
            return panel
        return _with_where_else(answer, panel)
    if guichets:
        return _shared_guichets(answer, guichets)
    if lacks_guichet(answer):
        return _no_guichet_panel(answer, first)
    return None


def _with_where_else(answer: Answer, panel: Panel) -> Panel:
    """The panel of a network that may not answer, with where to ask if so."""
    for match in filter(stands_in, answer.matches):
        way = first_method(match)
        if match.network.kind in ONLINE and way is not None:
            line = Line(f"{ELSEWHERE} {match.network.label} :", (way,))
            return panel.replace(lines=panel.lines + (line,), matches=panel.matches + (match,))
    return panel


def _shared_guichets(answer: Answer, guichets: list[Match]) -> Panel:
    """The guichets verts that share a place, each with its part and its first way in."""
    catalogue, _, guichet = of_place(answer)
    lines = []
    if len(guichets) > MOST_GUICHETS:
        lines.append(Line(ALL_GUICHETS))
    else:
        by_name = {match.network.name: match for match in guichets}
        for share in shares(guichet):
            lines.append(_share_line(catalogue, share, by_name))
        lines.append(Line(_common(match.network.summary for match in guichets)))
    lines += doubt_lines(guichets)
    price = _common(price_of(match.network) for match in guichets)
    return Panel(
        _ENVIRONMENT,
        guichet_title(guichet),
        tuple(lines),
        price,
        tuple(guichets),
        tells_guichet=True,
    )


def _common(texts: Iterable[str]) -> str:
    """The text that all are, or ``""``."""
    distinct = set(texts)
    if len(distinct) > 1:
        return ""
    return distinct.pop()


def _share_line(catalogue: Catalogue, share: Share, by_name: dict[str, Match]) -> Line:
    """``RAN COPER : Calvados (14), Orne (61) · https://ran-coper.fr``."""
    served = ", ".join(share.parts)
    if len(share.parts) > _MOST_PARTS:
        served = counted(len(share.parts), "département")
    if not share.names:
        return Line(f"Aucun ({dated_list(catalogue.as_of)}) : {served}")
    serving = [by_name[name] for name in share.names if name in by_name]
    ways = filter(None, map(first_method, serving))
    return Line(f"{enumeration(share.names)} : {served}", tuple(ways))


def _no_guichet_panel(answer: Answer, first: FirstContact | None) -> Panel:
    """That no guichet vert serves a place, and who helps with the environment all the same."""
    catalogue, place, _ = of_place(answer)
    who = no_guichet_title(catalogue, place)
    listed = dated_list(catalogue.as_of).capitalize()
    if first is None or first.match is None:
        return Panel(_ENVIRONMENT, who, (Line(f"{listed}."),), tells_guichet=True)
    network = first.match.network
    panel = network_panel(first.match, _ENVIRONMENT)
    instead = "À contacter à la place :"
    if network.kind in ONLINE:
        instead = "Posez votre question sur"
    lines = [Line(f"{listed}. {instead} {panel.who}")]
    lines += panel.lines
    lines += access_lines(catalogue, network, answer.today)
    return panel.replace(who=who, lines=tuple(lines), price="", tells_guichet=True)


# --- a desk for the social clause ----------------------------------------------------------------


def _desk_panel(answer: Answer, *, every_trace: bool) -> Panel:
    """The smallest desk of the whole place, with the switchboard if it has no number."""
    desk = answer.desk
    if desk is None:
        lines = tuple(_instead_of_a_desk(answer, every_trace=every_trace))
        return Panel(_SOCIAL, no_desk(answer), lines, tells_switchboard=True)
    switchboard = answer.switchboard
    return network_panel(desk, _SOCIAL, switchboard).replace(
        tells_switchboard=switchboard is not None
    )


def local_desks(answer: Answer) -> tuple[Match, ...]:
    """The desks for the social clause among the results of an answer."""
    return tuple(match for match in answer.matches if match.network.is_local_desk)


def no_desk(answer: Answer) -> str:
    """That no desk of the whole place is known, and how many of a part of it and traces are."""
    words = NO_DESK
    desks = len(local_desks(answer))
    if desks:
        words = f"{counted(desks, 'facilitateur connu')} pour une partie de ce lieu"
    return with_traces(words, answer.traces)


def _instead_of_a_desk(answer: Answer, *, every_trace: bool = False) -> list[Line]:
    """What is known of other desks, and whom to call, where none of the whole place is known."""
    _, place, _ = of_place(answer)
    lines = []
    if answer.switchboard is not None:
        lines += switchboard_lines(answer.switchboard)
    elif place.kind in _OF_DEPARTEMENTS:
        lines.append(_no_number("Standard du Département : numéro non documenté", answer))
    elif any(map(gazetteer.epci_of_commune, place.communes)):
        lines.append(_no_number("Standard de l'intercommunalité : numéro non documenté", answer))
    elif place.communes:
        lines.append(_no_number("Sans intercommunalité à appeler", answer))
    most = MOST_TRACES
    if every_trace:
        most = len(answer.traces)
    if answer.traces:
        lines.append(Line(traces_sentence(answer.traces, most)))
    return lines


def _no_number(words: str, answer: Answer) -> Line:
    """That there is no switchboard or no number of it, and the page that leads to desks."""
    way = None
    match = instead_of_facilitator(answer)
    if match is not None:
        way = first_method(match)
    if way is None:
        return Line(f"{words}.")
    if match is not None and way.kind in ("phone", "email"):  # which does not say whose it is
        return Line(f"{words} ; {VIA} {match.network.label} :", (way,))
    return Line(f"{words} ; {VIA}", (way,))


def no_desk_lines(answer: Answer) -> list[str]:
    """What a panel says where desks are asked for and none is known, for who sees no panel."""
    desks = local_desks(answer)
    if not is_area_of_desks(answer):
        desks = tuple(match for match in desks if match.is_whole_desk)
    if desks:
        return []
    lines = map(line_words, _instead_of_a_desk(answer))
    return [f"{capitalised(no_desk(answer))}."] + list(lines)
