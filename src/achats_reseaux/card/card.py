"""The content of a card: the place, whom to call first, and who else helps, by purpose.

A :class:`Card` has no layout: ``output/views/place_card.py`` draws it on a terminal, the
page shows the same values.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.age import age_and_newer_copy
from achats_reseaux.answering.answers import FIRM
from achats_reseaux.answering.guichet_verdict import GUICHET, enumeration, no_guichet_vert
from achats_reseaux.answering.homonyms import command_for
from achats_reseaux.answering.matching import (
    kinds_matching,
    matches_of,
    notices,
)
from achats_reseaux.card.first_contact import without_vain_filters
from achats_reseaux.card.first_contact_panel import (
    audience_purposes,
    first_panel,
    is_area_of_desks,
    local_desks,
    of_place,
)
from achats_reseaux.card.panel_lines import Line, Panel, switchboard_lines
from achats_reseaux.card.rows import (
    MOST_AREAS,
    HelpRow,
    areas_served,
    count_of_traces,
    desks_first,
    network_row,
    purpose_of,
    switchboard_row,
    trace_row,
)
from achats_reseaux.model import FACILITATEURS, GUICHET_VERT, SOCIAL_CLAUSE, Record
from achats_reseaux.text import counted, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.answering.answers import Answer, Match, Query
    from achats_reseaux.model import Catalogue, Network, Place, Trace

ENVIRONMENT = "conseil-environnemental"  # the purpose of the guichets verts
MOST_TRACES = 4  # of a table of desks; more are counted
MOST_PISTES = 2  # traces of a card elsewhere


class Purpose(Record):
    """Who helps with one purpose."""

    label: str  # in French
    rows: tuple[HelpRow, ...]  # the local ones, the switchboard, the first national one
    others: tuple[HelpRow, ...] = ()  # more, to be counted and named
    sentence: str = ""  # what stands above the rows, in French; or ""


class DeskTable(Record):
    """The desks for the social clause of a region or a département, which no panel can hold."""

    title: str
    desks: tuple[HelpRow, ...]
    traces: tuple[HelpRow, ...]
    more_traces: int = 0  # how many are left out
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
    more_traces: int  # of those near, how many no row has
    here: str  # the heading of those who help there: « Aussi à Rouen »
    dates: str  # a sentence: the date of the list, and that of the comparison with the sources
    commands: tuple[str, ...]  # to type next
    all_of_it: str  # the command that leaves nothing out


def card(answer: Answer, *, everything: bool = False, every_trace: bool = False) -> Card:
    """The card of an answer about one place (status ``found`` or ``none``).

    ``everything`` counts nothing that could be a row; ``every_trace`` no trace.
    """
    every_trace = every_trace or everything
    catalogue, place, guichet = of_place(answer)
    shown = _with_results(answer)
    general = notices(catalogue, answer.query)
    panel = first_panel(shown, every_trace=every_trace)
    desks = None
    led: tuple[Match, ...] = ()
    if panel:
        led = panel.matches
    if is_area_of_desks(shown):
        desks = _desk_table(shown, every_trace=every_trace)
        led = local_desks(shown)
    also = panel.also if panel else ()
    rest = [m for m in shown.results if m not in led and m.network.id not in also]
    rest += _guichets_left_out(shown)
    plain, apart = _by_audience(catalogue, shown.query, rest)
    return Card(
        title=f"{place.code} {place.name}" if place.kind == "code-postal" else place.name,
        location=location(place),
        status=guichet.status,
        panel=panel,
        desks=desks,
        purposes=_purposes(shown, plain, panel, everything=everything, every_trace=every_trace),
        apart=apart,
        notices=general,
        notes=tuple(note for note in shown.notes if note not in general),
        more_traces=0 if every_trace else max(len(shown.traces) - MOST_PISTES, 0),
        here=f"Aussi {at_place(place)}",
        dates=dates(catalogue, shown),
        commands=_commands(answer, panel),
        all_of_it=f"{command_for(answer, 'find')} --tout",
    )


def _with_results(answer: Answer) -> Answer:
    """An answer, without its filters where nothing passes them, which a note says."""
    shown = without_vain_filters(answer)
    guichet = answer.guichet_vert
    no_guichet_asked = answer.query.kinds == (GUICHET_VERT,) and not (guichet and guichet.networks)
    if shown is answer or no_guichet_asked:
        return shown
    sentence = "Aucun réseau ne répond à ces critères ; voici qui aide quand même."
    return shown.replace(notes=(*answer.notes, sentence))


NATIONWIDE = "Partout en France"
"""The heading of the national networks."""


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
    if place.kind in ("epci", "ept"):
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
    parts: list[str] = []
    for areas in (departements, regions):
        names = enumeration([area.name for area in areas if area])
        if len(areas) <= MOST_AREAS and names not in ("", place.name, *parts):
            parts.append(names)
    return ", ".join(parts)


def _commands(answer: Answer, panel: Panel | None) -> tuple[str, ...]:
    """What may be typed next: all of whom to call first, a message to them."""
    commands = []
    if panel and panel.id:
        commands.append(f"reseaux show {panel.id}")
    commands.append(command_for(answer, "message"))
    return tuple(commands)


# --- a region or a département, with the social theme --------------------------------------------


def _desk_table(answer: Answer, *, every_trace: bool) -> DeskTable:
    """The desks of an area by number of département, and what is known of others."""
    catalogue, place, _ = of_place(answer)
    desks = [_from(place, network_row(catalogue, m), m.network) for m in local_desks(answer)]
    desks.sort(key=lambda row: (row.code, row.name))
    traces = desks_first(answer.traces)
    kept = traces if every_trace else traces[:MOST_TRACES]
    board = answer.switchboard
    return DeskTable(
        title=f"Clause sociale : {_count_of_desks(len(desks), traces)}",
        desks=tuple(desks),
        traces=tuple(_from(place, trace_row(trace), trace) for trace in kept),
        more_traces=len(traces) - len(kept),
        lines=tuple(switchboard_lines(board)) if board else (),
    )


def _from(place: Place, row: HelpRow, desk: Network | Trace) -> HelpRow:
    """The row of a desk, with the département of the place first among those that it serves.

    "59 Nord et 5 autres territoires" for who asks for the Nord, not "02 Aisne et 5
    autres".
    """
    here = [area for area in desk.covers if area.code in place.departements]
    if not here or row.code in place.departements:
        return row
    others = [area for area in desk.covers if area not in here]
    areas = (*here, *others)
    return row.replace(code=here[0].code, where=areas_served(desk.replace(covers=areas)))


def _count_of_desks(desks: int, traces: Sequence[Trace]) -> str:
    """``3 facilitateurs connus, 1 piste``."""
    words = "aucun facilitateur local connu"
    if desks:
        known = "connu" if desks == 1 else "connus"
        words = f"{counted(desks, 'facilitateur')} {known}"
    if traces:
        words += f", {count_of_traces(traces)}"
    return words


# --- who else helps, by purpose ------------------------------------------------------------------


def _by_audience(
    catalogue: Catalogue, query: Query, matches: list[Match]
) -> tuple[list[Match], tuple[Purpose, ...]]:
    """Those for who asks; and apart the national ones that serve one audience that did not."""
    apart: dict[str, list[HelpRow]] = {}
    plain: list[Match] = []
    for match in matches:
        served = match.network.audiences
        serves_another = len(served) == 1 and served[0] not in query.askers
        if serves_another and match.network.scope == "national":
            apart.setdefault(served[0], []).append(network_row(catalogue, match))
        else:
            plain.append(match)
    purposes = []
    for audience, label in audience_purposes(catalogue).items():
        if audience in apart:
            purposes.append(Purpose(label, tuple(apart[audience])))
    return plain, tuple(purposes)


def _purposes(
    answer: Answer,
    matches: list[Match],
    panel: Panel | None,
    *,
    everything: bool,
    every_trace: bool,
) -> tuple[Purpose, ...]:
    """Who helps with each purpose, in the vocabulary's order; if asked, first the social clause."""
    catalogue, _, _ = of_place(answer)
    labels = catalogue.labels("purpose")
    environment, social = labels.get(ENVIRONMENT, GUICHET), labels.get(SOCIAL_CLAUSE)
    empty: dict[str, list[Match]] = {environment: []}
    purposes = []
    for label, some in (empty | matches_by_purpose(catalogue, matches)).items():
        near: list[HelpRow] = []
        sentence = ""
        if label == environment:
            sentence = _without_guichet(answer, panel)
        if label == social:
            near = _near_desks(answer, panel, every_trace=every_trace)
            if not _is_told_elsewhere(answer, panel):
                sentence = _without_desk(answer)
        rows, others = _first_rows(answer, some, near, everything=everything)
        if rows or sentence:
            purposes.append(Purpose(label, rows, others, sentence))
    if is_area_of_desks(answer) or answer.query.themes == ("social",):  # what was asked first
        purposes.sort(key=lambda purpose: purpose.label != social)
    return tuple(purposes)


def _guichets_left_out(answer: Answer) -> list[Match]:
    """The guichets verts of the place that the filters leave out; a firm is told of none."""
    catalogue, _, guichet = of_place(answer)
    if answer.query.audiences == (FIRM,):
        return []
    shown = [match.network.id for match in answer.results]
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


def _first_rows(
    answer: Answer, matches: list[Match], extra: list[HelpRow], *, everything: bool
) -> tuple[tuple[HelpRow, ...], tuple[HelpRow, ...]]:
    """The rows of a purpose, and those that are counted: all but the first of the national ones."""
    catalogue, place, _ = of_place(answer)
    local = [match for match in matches if match.network.scope == "local"]
    national = [match for match in matches if match.network.scope != "local"]
    if len(place.regions) > MOST_AREAS and not everything:
        # In all of France, a network of one region is no answer.
        national, local = [*national, *local], []
    first = [network_row(catalogue, match, place) for match in local]
    rest = [network_row(catalogue, match, place) for match in national]
    shown = len(rest) if everything else 1
    return (*first, *extra, *rest[:shown]), tuple(rest[shown:])


def _near_desks(answer: Answer, panel: Panel | None, *, every_trace: bool) -> list[HelpRow]:
    """The switchboard, then the first traces of desks near the place, or all of them.

    None that is told elsewhere; the panel of a desk has the switchboard alone.
    """
    catalogue, _, _ = of_place(answer)
    is_told = _is_told_elsewhere(answer, panel)
    if is_told and (answer.desk is None or is_area_of_desks(answer)):
        return []
    most = len(answer.traces) if every_trace else MOST_PISTES
    rows = []
    if answer.switchboard and not is_told:
        rows.append(switchboard_row(catalogue, answer.switchboard))
    return [*rows, *map(trace_row, desks_first(answer.traces)[:most])]


def _is_told_elsewhere(answer: Answer, panel: Panel | None) -> bool:
    """Whether the panel or the table of desks has the switchboard."""
    is_in_panel = panel is not None and panel.tells_switchboard
    return is_in_panel or is_area_of_desks(answer)


def _without_desk(answer: Answer) -> str:
    """That no desk is known, where one would pass the filters."""
    catalogue, _, _ = of_place(answer)
    if local_desks(answer) or FACILITATEURS not in kinds_matching(catalogue, answer.query):
        return ""
    return "Aucun facilitateur local connu (liste incomplète)."


def _without_guichet(answer: Answer, panel: Panel | None) -> str:
    """That no guichet vert serves the place, unless the panel says so; to a firm that none does."""
    catalogue, place, guichet = of_place(answer)
    is_told = panel is not None and panel.tells_guichet
    if is_told or guichet.networks:
        return ""
    if answer.query.audiences == (FIRM,):
        return "Les guichets verts conseillent les acheteurs publics, pas les entreprises."
    return f"{no_guichet_vert(catalogue, place)}."
