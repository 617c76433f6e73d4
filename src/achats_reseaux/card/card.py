"""The content of a card: the place, whom to call first, and who else helps, by purpose.

A :class:`Card` has no layout: ``output/views/place_card.py`` draws it on a terminal, the
page shows the same values.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.age import age_and_newer_copy
from achats_reseaux.answering.answers import FIRM, Answer, Match, Query
from achats_reseaux.answering.guichet_verdict import GUICHET, enumeration, no_guichet_vert
from achats_reseaux.answering.homonyms import command_for
from achats_reseaux.answering.matching import kinds_matching, matches_of
from achats_reseaux.card.first_contact import without_vain_filters
from achats_reseaux.card.first_contact_panel import (
    NO_DESK,
    audience_purposes,
    first_panel,
    is_area_of_desks,
    local_desks,
    of_place,
)
from achats_reseaux.card.panel_wording import Line, Panel, switchboard_lines
from achats_reseaux.card.rows import (
    MOST_AREAS,
    HelpRow,
    capitalised,
    desks_first,
    network_row,
    purpose_of,
    switchboard_row,
    with_traces,
)
from achats_reseaux.model import (
    FACILITATEURS,
    GUICHET_VERT,
    INTERCOMMUNALITES,
    SOCIAL_CLAUSE,
    Catalogue,
    Place,
    Record,
    Trace,
)
from achats_reseaux.text import counted, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


ENVIRONMENT = "conseil-environnemental"  # the purpose of the guichets verts


class Purpose(Record):
    """Who helps with one purpose."""

    label: str  # in French
    rows: tuple[HelpRow, ...]  # the local ones, the switchboard, the first national one
    others: tuple[HelpRow, ...] = ()  # more, to be counted and named
    sentence: str = ""  # what stands above the rows, in French; or ""
    traces: tuple[Trace, ...] = ()  # of bodies near the place, those that serve others first


class DeskTable(Record):
    """The desks for the social clause of a region or a département, which no panel can hold."""

    title: str
    catalogue: Catalogue
    matches: tuple[Match, ...]
    traces: tuple[Trace, ...]
    lines: tuple[Line, ...] = ()  # whom to call where no desk has a number


class Card(Record):
    """The content of an answer about a place."""

    title: str  # the place
    location: str  # its département and region, or ""
    status: str  # as in :class:`~achats_reseaux.answering.answers.GuichetVert`
    panel: Panel | None  # whom to call first, or None
    desks: DeskTable | None  # what stands in its place for a region or a département
    purposes: tuple[Purpose, ...]
    apart: tuple[Purpose, ...]  # the networks of audiences that did not ask, by audience
    notices: tuple[str, ...]  # the notices of the catalogue for the filters of the query
    notes: tuple[str, ...]  # French sentences on how the place was read, or on expired entries
    here: str  # the heading of those who help there: « Aussi à Rouen »
    dates: str  # a sentence: the date of the list, and that of the comparison with the sources
    commands: tuple[str, ...]  # to type next
    all_of_it: str  # the command that leaves nothing out


def card(answer: Answer, *, every_trace: bool = False) -> Card:
    """The card of an answer about one place (status ``found`` or ``none``).

    ``every_trace``: the panel names all traces; else it names some and counts the others.
    """
    catalogue, place, guichet = of_place(answer)
    shown = _with_results(answer)
    panel = first_panel(shown, every_trace=every_trace)
    desks = None
    first: tuple[Match, ...] = ()
    if panel is not None:
        first = panel.matches
    if is_area_of_desks(shown):
        desks = _desk_table(shown)
        first = local_desks(shown)
    others = [match for match in shown.results if match not in first]
    others += _guichets_left_out(shown)
    matches, apart = _by_audience(catalogue, shown.query, others)
    title = place.name
    if place.kind == "code-postal":
        title = f"{place.code} {place.name}"
    return Card(
        title=title,
        location=location(place),
        status=guichet.status,
        panel=panel,
        desks=desks,
        purposes=_purposes(shown, matches, panel),
        apart=apart,
        notices=shown.notices,
        notes=shown.notes,
        here=f"{ALSO} {at_place(place)}",
        dates=dates(catalogue, shown),
        commands=_commands(answer, panel),
        all_of_it=f"{command_for(answer, 'find')} --tout",
    )


def _with_results(answer: Answer) -> Answer:
    """An answer, without its filters where nothing passes them, which a note says."""
    _, _, guichet = of_place(answer)
    shown = without_vain_filters(answer)
    lacks_the_guichet_asked = answer.query.kinds == (GUICHET_VERT,) and not guichet.networks
    if shown is answer or lacks_the_guichet_asked:
        return shown
    sentences = ["Aucun réseau ne répond à ces critères ; voici qui aide quand même."]
    if not shown.results:
        where_else = f"{answer.hint} {answer.next_commands[0]}"
        sentences = ["Aucun réseau ne répond à ces critères.", where_else]
    return shown.replace(notes=(*answer.notes, *sentences))


ALSO, NATIONWIDE = "Aussi", "Partout en France"
"""The headings of who helps at the place, and of the national networks."""


def at_place(place: Place) -> str:
    """A place behind « Aussi »: ``à Rouen``, ``au Havre``, ``en Bretagne``, ``au 35120``."""
    if place.kind == "code-postal":
        return f"au {place.code}"
    if place.kind in ("region", "departement"):
        area = gazetteer.territory(place.kind, place.code)
        if area is not None and area.where:
            return area.where
    if not place.communes:
        return "ici"
    if place.kind in INTERCOMMUNALITES:
        return "sur ce territoire"
    for article, preposition in (("Le ", "au "), ("Les ", "aux ")):
        if place.name.startswith(article):
            return f"{preposition}{place.name.removeprefix(article)}"
    return f"à {place.name}"


def source_dates(catalogue: Catalogue) -> str:
    """The dates of the list and of the comparison of the entries with their sources."""
    listed, checked = day(catalogue.as_of), day(catalogue.checked_on)
    return f"Liste du ministère du {listed}, sources relues le {checked}."


def dates(catalogue: Catalogue, answer: Answer) -> str:
    """The dates, and how old the entries are where that is more than a year."""
    age = age_and_newer_copy([match.network for match in answer.results], answer.today)
    return f"{source_dates(catalogue)} {age}".rstrip()


def location(place: Place) -> str:
    """The départements and regions that a place lies in, if few: ``Seine-Maritime, Normandie``."""
    departements = [gazetteer.departement(code) for code in place.departements]
    regions = [gazetteer.territory("region", code) for code in place.regions]
    names = [place.name]
    for areas in (departements, regions):
        named = enumeration([area.name for area in areas if area])
        if len(areas) <= MOST_AREAS and named not in names:
            names.append(named)
    return ", ".join(filter(None, names[1:]))


def _commands(answer: Answer, panel: Panel | None) -> tuple[str, ...]:
    """What may be typed next: all of whom to call first, a message to them."""
    commands = []
    if panel and panel.id:
        commands.append(f"reseaux show {panel.id}")
    commands.append(command_for(answer, "message"))
    return tuple(commands)


# --- a region or a département, with the social theme --------------------------------------------


def _desk_table(answer: Answer) -> DeskTable:
    """The desks of an area, and what is known of others."""
    catalogue, place, _ = of_place(answer)
    desks = [_here_first(match, place) for match in local_desks(answer)]
    lines = []
    if answer.switchboard is not None:
        lines = switchboard_lines(answer.switchboard)
    return DeskTable(
        title=_count_of_desks(len(desks), answer),
        catalogue=catalogue,
        matches=tuple(desks),
        traces=desks_first(answer.traces),
        lines=tuple(lines),
    )


def _here_first(match: Match, place: Place) -> Match:
    """A desk with the départements of the place first among the areas that it serves.

    "Nord et 5 autres territoires" for who asks for the Nord, not "Aisne et 5 autres".
    """
    desk = match.network
    covers = sorted(desk.covers, key=lambda area: area.code not in place.departements)
    return match.replace(network=desk.replace(covers=tuple(covers)))


def _count_of_desks(desks: int, answer: Answer) -> str:
    """``Clause sociale : 3 facilitateurs connus, 1 piste``."""
    words = NO_DESK
    if desks:
        words = counted(desks, "facilitateur connu")
    return f"Clause sociale : {with_traces(words, answer.traces)}"


# --- who else helps, by purpose ------------------------------------------------------------------


def _by_audience(
    catalogue: Catalogue, query: Query, matches: list[Match]
) -> tuple[list[Match], tuple[Purpose, ...]]:
    """Those for who asks; and apart the national ones that serve one audience that did not."""
    apart = []
    for audience, label in audience_purposes(catalogue).items():
        own = [match for match in matches if _serves_only(match, audience)]
        if own and audience not in query.askers:
            apart.append(Purpose(label, tuple(network_row(catalogue, match) for match in own)))
            matches = [match for match in matches if match not in own]
    return matches, tuple(apart)


def _serves_only(match: Match, audience: str) -> bool:
    network = match.network
    return network.audiences == (audience,) and network.scope != "local"


def _purposes(answer: Answer, matches: list[Match], panel: Panel | None) -> tuple[Purpose, ...]:
    """Who helps with each purpose, in the vocabulary's order; if asked, first the social clause."""
    catalogue, _, _ = of_place(answer)
    labels = catalogue.labels("purpose")
    environment, social = labels.get(ENVIRONMENT, GUICHET), labels.get(SOCIAL_CLAUSE)
    empty: dict[str, list[Match]] = {environment: []}
    purposes = []
    for label, of_purpose in (empty | matches_by_purpose(catalogue, matches)).items():
        purpose = _purpose(answer, label, of_purpose)
        if label == environment:
            purpose = purpose.replace(sentence=_without_guichet(answer, panel))
        if label == social:
            purpose = _with_near_desks(answer, panel, purpose)
        if purpose.rows or purpose.traces or purpose.sentence:
            purposes.append(purpose)
    if is_area_of_desks(answer) or answer.query.themes == ("social",):  # what was asked first
        purposes.sort(key=lambda purpose: purpose.label != social)
    return tuple(purposes)


def _guichets_left_out(answer: Answer) -> list[Match]:
    """The guichets verts of the place that the filters leave out.

    A firm is shown none.
    """
    catalogue, _, guichet = of_place(answer)
    if answer.query.audiences == (FIRM,):
        return []
    shown = [match.network.id for match in answer.matches]
    missing = [
        catalogue.network(network_id) for network_id in guichet.networks if network_id not in shown
    ]
    return list(matches_of(catalogue, missing, answer.today))


def matches_by_purpose(catalogue: Catalogue, matches: Iterable[Match]) -> dict[str, list[Match]]:
    """Matches by the label of their purpose, in the order of the vocabulary; else of their kind."""
    matches_by_label: dict[str, list[Match]] = {
        label: [] for label in catalogue.labels("purpose").values()
    }
    for match in matches:
        matches_by_label.setdefault(purpose_of(catalogue, match.network), []).append(match)
    return matches_by_label


def _purpose(answer: Answer, label: str, matches: list[Match]) -> Purpose:
    """The rows of a purpose; but one, the national ones are counted."""
    catalogue, place, _ = of_place(answer)
    local = [match for match in matches if match.network.scope == "local"]
    national = [match for match in matches if match.network.scope != "local"]
    if len(place.regions) > MOST_AREAS:  # in all of France, a network of one is no answer
        national, local = national + local, []
    shown = local + national[:1]
    rows = [network_row(catalogue, match, place) for match in shown]
    others = [network_row(catalogue, match, place) for match in national[1:]]
    return Purpose(label, tuple(rows), tuple(others))


def _with_near_desks(answer: Answer, panel: Panel | None, purpose: Purpose) -> Purpose:
    """The social clause with the switchboard, and the traces of desks near the place.

    What the table of desks or the panel tells already is not told again. The panel of a
    desk tells no traces.
    """
    catalogue, _, _ = of_place(answer)
    traces = desks_first(answer.traces)
    if is_area_of_desks(answer):
        return purpose
    if panel is not None and panel.tells_switchboard:
        if answer.desk is None:
            return purpose
        return purpose.replace(traces=traces)
    rows = purpose.rows
    if answer.switchboard:
        rows += (switchboard_row(catalogue, answer.switchboard),)
    sentence = ""
    wants_desks = FACILITATEURS in kinds_matching(catalogue, answer.query)
    if wants_desks and not local_desks(answer):
        sentence = f"{capitalised(NO_DESK)} (liste incomplète)."
    return purpose.replace(rows=rows, sentence=sentence, traces=traces)


def _without_guichet(answer: Answer, panel: Panel | None) -> str:
    """That no guichet vert serves the place, unless the panel says so; to a firm that none does."""
    catalogue, place, guichet = of_place(answer)
    is_told = panel is not None and panel.tells_guichet
    if is_told or guichet.networks:
        return ""
    if answer.query.audiences == (FIRM,):
        return "Les guichets verts conseillent les acheteurs publics, pas les entreprises."
    return f"{no_guichet_vert(catalogue, place)}."
