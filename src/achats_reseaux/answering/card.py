"""The content of a card: the place, whom to call first, and who else helps, by need.

A :class:`Card` has no layout: ``output/views/place_card.py`` draws it on a terminal, the page shows
the same values.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.age import age_of_all
from achats_reseaux.answering.disambiguation import command_for
from achats_reseaux.answering.frame_content import Frame, Line, switchboard_lines
from achats_reseaux.answering.guichet_verdict import enumeration, no_guichet_vert
from achats_reseaux.answering.matching import FIRM, SOCIAL_CLAUSE, find_at, matches_of, notices
from achats_reseaux.answering.rows import (
    DESKS,
    MOST_AREAS,
    HelpRow,
    departement_code,
    network_row,
    newest,
    switchboard_row,
    trace_row,
)
from achats_reseaux.answering.whom_to_call_first import (
    first_to_call,
    is_area_of_desks,
    is_local_desk,
    of_place,
)
from achats_reseaux.model import GUICHET_VERT, Record
from achats_reseaux.text import counted, day

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.answering.answers import Answer, Match, Query
    from achats_reseaux.model import Catalogue, Place

ENVIRONMENT = "conseil-environnemental"  # the use of the guichets verts
MOST_DESKS, MOST_TRACES = 8, 4  # of a table of desks; more are counted
MOST_PISTES = 2  # traces of a card elsewhere


class Need(Record):
    """Who helps with one need."""

    label: str  # in French
    rows: tuple[HelpRow, ...]  # the local ones, the switchboard, the first national one
    others: tuple[HelpRow, ...] = ()  # more, to be counted and named
    sentence: str = ""  # what stands above the rows, in French; or ""
    audience: str = ""  # that they serve alone, which did not ask; or ""


class DeskTable(Record):
    """The desks for the social clause of a region or a département, which no frame can hold."""

    title: str
    desks: tuple[HelpRow, ...]
    traces: tuple[HelpRow, ...]
    more_desks: int = 0  # how many are left out
    more_traces: int = 0
    lines: tuple[Line, ...] = ()  # whom to call where no desk has a number


class Card(Record):
    """The content of an answer about a place."""

    catalogue: Catalogue  # that it is from
    today: str  # the ISO date of the answer
    title: str  # the place
    location: str  # its département and region, or ""
    status: str  # as in :class:`~achats_reseaux.answering.answers.GuichetVert`
    frame: Frame | None  # whom to call first, or None
    desks: DeskTable | None  # what stands in its place for a region or a département
    needs: tuple[Need, ...]
    apart: tuple[Need, ...]  # the networks of audiences that did not ask, by audience
    notices: tuple[str, ...]  # the notices of the catalogue for the filters of the query
    notes: tuple[str, ...]  # French sentences on how the place was read, or on expired entries
    dates: str  # a sentence: the date of the list, and that of the comparison with the sources
    commands: tuple[str, ...]  # to type next


def card(answer: Answer, *, everything: bool = False) -> Card:
    """The card of an answer about one place (status ``found`` or ``none``).

    ``everything`` counts nothing that could be a row.
    """
    catalogue, place, guichet = of_place(answer)
    shown = _with_results(answer)
    general = notices(catalogue, answer.query)
    frame = first_to_call(shown, everything=everything)
    desks = None
    led: tuple[Match, ...] = ()
    if frame:
        led = frame.matches
    if is_area_of_desks(shown):
        desks = _desk_table(shown, everything=everything)
        led = tuple(filter(is_local_desk, shown.results))
    rest = [match for match in shown.results if match not in led]
    plain, apart = _by_audience(catalogue, shown.query, rest)
    return Card(
        catalogue=catalogue,
        today=answer.today,
        title=f"{place.code} {place.name}" if place.kind == "code-postal" else place.name,
        location=location(place),
        status=guichet.status,
        frame=frame,
        desks=desks,
        needs=_needs(shown, plain, frame, everything=everything),
        apart=apart,
        notices=general,
        notes=tuple(note for note in shown.notes if note not in general),
        dates=dates(catalogue, shown),
        commands=_commands(answer, frame),
    )


def _with_results(answer: Answer) -> Answer:
    """An answer whose filters nothing passes, without them; any other one as it is."""
    catalogue, place, guichet = of_place(answer)
    query = answer.query
    if answer.results:
        return answer
    notes = answer.notes
    if query.kinds != (GUICHET_VERT,) or guichet.networks:
        said = "Aucun réseau ne répond à ces critères ; voici qui aide quand même."
        notes = (*notes, said)
    query = query.replace(themes=(), kinds=(), audiences=())
    found = find_at(catalogue, query, place, answer.today)
    return found.replace(catalogue=catalogue, today=answer.today, notes=notes)


def source_dates(catalogue: Catalogue) -> str:
    """The dates of the list and of the comparison of the entries with their sources."""
    return f"Liste du {day(catalogue.as_of)}, sources relues le {day(catalogue.checked_on)}."


def dates(catalogue: Catalogue, answer: Answer) -> str:
    """The dates, and how old the entries are where that is more than a year."""
    age = age_of_all([match.network for match in answer.results], answer.today)
    return f"{source_dates(catalogue)} {age}".rstrip()


def location(place: Place) -> str:
    """The départements and regions that a place lies in: ``Seine-Maritime, Normandie``."""
    departements = [gazetteer.departement(code) for code in place.departements]
    regions = [gazetteer.territory("region", code) for code in place.regions]
    departement_names = [area.name for area in departements if area]
    region_names = [area.name for area in regions if area]
    if len(departement_names) > MOST_AREAS:
        departement_names = [f"{len(departement_names)} départements"]
        if len(region_names) > MOST_AREAS:
            region_names = [f"{len(region_names)} régions"]
    told = dict.fromkeys([enumeration(departement_names), enumeration(region_names)])
    return ", ".join(name for name in told if name not in ("", place.name))


def _commands(answer: Answer, frame: Frame | None) -> tuple[str, ...]:
    """What may be typed next: all of whom to call first, a message to them, all of the answer."""
    commands = []
    if frame and frame.id:
        commands.append(f"reseaux show {frame.id}")
    commands.append(command_for(answer, "message"))
    commands.append(f"{command_for(answer, 'find')} --tout")
    return tuple(commands)


# --- a region or a département, with the social theme --------------------------------------------


def _desk_table(answer: Answer, *, everything: bool) -> DeskTable:
    """The desks of an area by number of département, and what is known of others."""
    catalogue, _, _ = of_place(answer)
    local = sorted(filter(is_local_desk, answer.results), key=_freshness)
    traces = sorted(answer.traces, key=lambda trace: trace.year, reverse=True)
    kept, kept_traces = local, traces
    if not everything:
        kept, kept_traces = local[:MOST_DESKS], traces[:MOST_TRACES]
    rows = [network_row(catalogue, match.replace(coverage=None)) for match in kept]
    order = {match.network.id: departement_code(match.network) for match in kept}
    rows.sort(key=lambda row: order[row.id])
    kept_traces = sorted(kept_traces, key=departement_code)
    board = answer.switchboard
    return DeskTable(
        title=_count_of_desks(len(local), len(traces)),
        desks=tuple(rows),
        traces=tuple(map(trace_row, kept_traces)),
        more_desks=len(local) - len(kept),
        more_traces=len(traces) - len(kept_traces),
        lines=tuple(switchboard_lines(board)) if board else (),
    )


def _count_of_desks(desks: int, traces: int) -> str:
    """``Clause sociale : 3 relais, 1 piste``."""
    known = "aucun relais local connu"
    if desks:
        known = f"{desks} relais"
    if not traces:
        return f"Clause sociale : {known}"
    return f"Clause sociale : {known}, {counted(traces, 'piste')}"


def _freshness(match: Match) -> tuple[bool, bool, int]:
    """What sorts desks: valid and without a doubt first, then by the year of the newest source."""
    year = newest(match.network.sources)[:4]
    return match.expired, bool(match.network.doubt), -int(year or 0)


# --- who else helps, by need ---------------------------------------------------------------------


def _by_audience(
    catalogue: Catalogue, query: Query, matches: list[Match]
) -> tuple[list[Match], tuple[Need, ...]]:
    """Those for who asks; and apart the national ones that serve one audience that did not."""
    apart: dict[str, list[HelpRow]] = {word.id: [] for word in catalogue.words["audience"]}
    plain: list[Match] = []
    for match in matches:
        first, *more = match.network.audiences
        is_local = match.network.scope == "local"
        if more or is_local or first in query.askers:
            plain.append(match)
        else:
            apart[first].append(network_row(catalogue, match))
    needs = []
    for word in catalogue.words["audience"]:
        if apart[word.id]:
            label = word.short or word.label
            needs.append(Need(label, tuple(apart[word.id]), audience=word.id))
    return plain, tuple(needs)


def _needs(
    answer: Answer, matches: list[Match], frame: Frame | None, *, everything: bool
) -> tuple[Need, ...]:
    """Who helps with each need, in the order of the vocabulary."""
    catalogue, _, _ = of_place(answer)
    uses = catalogue.labels("use")
    kind = catalogue.labels("kind").get(GUICHET_VERT, GUICHET_VERT)
    environment, social = uses.get(ENVIRONMENT, kind), uses.get(SOCIAL_CLAUSE, "")
    empty: dict[str, list[Match]] = {environment: []}
    grouped = empty | matches_by_use(catalogue, matches)
    grouped[environment] = _guichets_left_out(answer, matches, frame) + grouped[environment]
    extra = {social: _near_desks(answer, frame)}
    sentences = {
        environment: _without_guichet(answer, frame),
        social: _without_desk(answer, frame),
    }
    needs = []
    for label, some in grouped.items():
        rows, others = _first_rows(answer, some, extra.get(label, []), everything=everything)
        sentence = sentences.get(label, "")
        if rows or sentence:
            needs.append(Need(label, rows, others, sentence))
    if is_area_of_desks(answer):  # whom to ask where the table has no desk
        needs.sort(key=lambda need: need.label != social)
    return tuple(needs)


def _guichets_left_out(answer: Answer, matches: list[Match], frame: Frame | None) -> list[Match]:
    """The guichets verts of the place that the filters leave out; a firm is told of none."""
    catalogue, _, guichet = of_place(answer)
    if answer.query.audiences == (FIRM,):
        return []
    shown = [match.network.id for match in matches]
    if frame:
        shown += [match.network.id for match in frame.matches]
    missing = [catalogue.network(one) for one in guichet.networks if one not in shown]
    return list(matches_of(catalogue, missing, answer.today))


def matches_by_use(catalogue: Catalogue, matches: Iterable[Match]) -> dict[str, list[Match]]:
    """Matches by the label of their use, in the order of the vocabulary; else of their kind."""
    uses, kinds = catalogue.labels("use"), catalogue.labels("kind")
    found: dict[str, list[Match]] = {label: [] for label in uses.values()}
    for match in matches:
        kind = match.network.kind
        label = uses.get(match.network.use) or kinds.get(kind, kind)
        found.setdefault(label, []).append(match)
    return found


def _first_rows(
    answer: Answer, matches: list[Match], extra: list[HelpRow], *, everything: bool
) -> tuple[tuple[HelpRow, ...], tuple[HelpRow, ...]]:
    """The rows of a need, and those that are counted: all but the first of the national ones."""
    catalogue, place, _ = of_place(answer)
    local = [one for one in matches if one.network.scope == "local" and not one.expired]
    national = [one for one in matches if one.network.scope != "local" and not one.expired]
    expired = [one for one in matches if one.expired]
    if len(place.regions) > MOST_AREAS and not everything:
        # In all of France, a network of one region is no answer.
        national, local = [*national, *local], []
    first = [network_row(catalogue, one, place) for one in (*local, *expired)]
    rest = [network_row(catalogue, one, place) for one in national]
    shown = len(rest) if everything else 1
    return (*first, *extra, *rest[:shown]), tuple(rest[shown:])


def _near_desks(answer: Answer, frame: Frame | None) -> list[HelpRow]:
    """The traces of desks near the place and the switchboard, unless the frame tells them."""
    catalogue, _, _ = of_place(answer)
    if _is_told_elsewhere(answer, frame):
        return []
    rows = [trace_row(one) for one in answer.traces[:MOST_PISTES]]
    if answer.switchboard:
        rows.append(switchboard_row(catalogue, answer.switchboard))
    return rows


def _is_told_elsewhere(answer: Answer, frame: Frame | None) -> bool:
    """Whether the frame or the table of desks has the traces and the switchboard."""
    is_in_frame = frame is not None and frame.tells_switchboard
    return is_in_frame or is_area_of_desks(answer)


def _without_desk(answer: Answer, frame: Frame | None) -> str:
    """That no desk of the whole place is known, where neither a row nor the frame says so."""
    if _is_told_elsewhere(answer, frame):
        return ""
    kinds = answer.query.kinds
    is_firm = FIRM in answer.query.askers
    is_other_theme = "environnement" in answer.query.themes
    is_other_kind = bool(kinds) and DESKS not in kinds
    has_desk = any(map(is_local_desk, answer.results))
    if any((has_desk, is_firm, is_other_theme, is_other_kind)):
        return ""
    return "Aucun relais local connu (liste incomplète)."


def _without_guichet(answer: Answer, frame: Frame | None) -> str:
    """That no guichet vert serves the place, unless the frame says so; to a firm that none does."""
    catalogue, place, guichet = of_place(answer)
    is_told = frame is not None and frame.tells_guichet
    if is_told or guichet.networks:
        return ""
    if answer.query.audiences == (FIRM,):
        return "Les guichets verts conseillent les acheteurs publics, pas les entreprises."
    return f"{no_guichet_vert(catalogue, place)}."
