"""``list``: a screen of counts and the guichets verts, or the tables of what was asked for."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.homonyms import typed_filters
from achats_reseaux.card.card import dates, matches_by_purpose
from achats_reseaux.card.contact_methods import first_method, host, newest_source
from achats_reseaux.card.first_contact_panel import audience_purposes
from achats_reseaux.card.panel_lines import to_verify
from achats_reseaux.card.reasons import LIST_ALONE, year_seen
from achats_reseaux.card.rows import (
    NATIONAL,
    TRACE_TAGS,
    TRACES,
    areas_served,
    shared_doubt,
    uncapitalised,
)
from achats_reseaux.model import FACILITATEURS, GUICHET_VERT, SOCIAL_CLAUSE
from achats_reseaux.output.views.directory_rows import (
    Shared,
    code_shown,
    directory_row,
    name_key,
    place_key,
    shared_of,
    whom_to_ask,
)
from achats_reseaux.output.views.help_rows import FORM, NOBODY, form_line
from achats_reseaux.output.views.styled_lines import (
    ADDRESS,
    SCREEN_LINES,
    Screen,
    joined,
    text,
    unbroken,
    warned,
)
from achats_reseaux.output.views.table import RowCells, Table
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.card.contact_methods import ContactMethod
    from achats_reseaux.model import Catalogue, Trace
    from achats_reseaux.output.terminal import Terminal

_MOST_WHOLE = 20
"""So many networks are all shown, whatever they help with."""

_PURPOSE_OF_THEME = {"social": SOCIAL_CLAUSE, "environnement": "conseil-environnemental"}
_LINES_OF_ASK = 8
"""What stands around the table of a question: how it was read, its counts and dates."""


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """The networks of ``list`` by purpose, those asked for as tables, the others counted.

    A list that a question gives is a screen. With ``everything`` all are tables, each row
    with its id, what it does and what is to be verified; then the traces.
    """
    return Directory(answer, terminal, everything=everything).drawn()


def purposes_lines(screen: Screen, catalogue: Catalogue, matches: Sequence[Match]) -> list[Text]:
    """The tables of some networks, by purpose: those of a notion."""
    lines: list[Text] = []
    for label, some in matches_by_purpose(catalogue, matches).items():
        if some:
            lines += [Text(), *purpose_table(screen, catalogue, label, some)]
    return lines


def purpose_table(
    screen: Screen,
    catalogue: Catalogue,
    label: str,
    matches: Sequence[Match],
    *,
    everything: bool = False,
    most: int = 0,
) -> list[Text]:
    """A purpose as a table: its count, what all rows share, the rows, at most so many lines."""
    coded = [code_shown(match.network) for match in matches]
    with_codes = sum(map(bool, coded)) * 2 > len(coded) and set(coded) != {NATIONAL}
    key = place_key if with_codes else name_key
    some = sorted(matches, key=lambda match: key(match.network))
    doubts = [shared_doubt(catalogue, match.network) for match in some]
    shared = shared_of(some, max(doubts, default=""), catalogue.as_of)
    rows = []
    for match in some:
        row = directory_row(
            match, shared, catalogue.as_of, with_codes=with_codes, everything=everything
        )
        rows.append(row)
    table = Table(screen, rows, ("Dép." if with_codes else "Où", "Qui", "Contact", "Vu en"))
    lines = screen.lines(_title(label, some, shared))
    said = []
    if shared.doubt:
        said.append(to_verify(shared.doubt))
    if shared.are_aged:
        year = catalogue.as_of[:4]
        said.append(f"Vu avant {year} ou sans date (?) : demandez s'il existe encore.")
    if said:
        lines += screen.lines(warned(" ".join(said)))
    lines += table.head()
    count = 0
    for row in rows:
        drawn = table.lines(row)
        if most and len(lines) + len(drawn) > most:
            break
        lines += drawn
        count += 1
    if count < len(rows):
        lines.append(text(f"Et {counted(len(rows) - count, 'autre')}."))
    return lines + _unknown_contacts(screen, some)


def _title(label: str, matches: Sequence[Match], shared: Shared) -> Text:
    """A purpose and its count, then what the words of its columns mean: whose number, of when."""
    title = text(f"{label} : {len(matches)}", "bold")
    if shared.are_boards:
        title = joined(title, " · numéros : standards")
    years = (year_seen(match.network) for match in matches)
    listed = [year for year in years if year.startswith(LIST_ALONE)]
    if listed:
        title = joined(title, unbroken(f" · {listed[0]} : rien lu depuis"))
    return title


def _unknown_contacts(screen: Screen, matches: Sequence[Match]) -> list[Text]:
    """What to use for who has no contact of their own: the common form, the page that leads on."""
    links: dict[str, ContactMethod] = {}
    for match in matches:
        way = first_method(match)
        if way is not None and not way.is_contact and whom_to_ask(match) is None:
            links.setdefault(FORM if match.network.kind == GUICHET_VERT else NOBODY, way)
    lines: list[Text] = []
    for words, way in links.items():
        line = form_line(way)
        if words == NOBODY:
            address = text(host(way.target), ADDRESS, way.target)
            line = joined(f"{NOBODY.capitalize()} : passez par ", address)
        lines += screen.lines(line)
    return lines


class Directory:
    """Draws the answer of ``list``."""

    def __init__(self, answer: Answer, terminal: Terminal, *, everything: bool) -> None:
        assert answer.catalogue is not None
        self.answer, self.catalogue, self.everything = answer, answer.catalogue, everything
        self.screen = Screen(terminal)
        self.by_purpose = {
            label: some
            for label, some in matches_by_purpose(self.catalogue, answer.results).items()
            if some
        }
        self.labels = self.catalogue.labels("purpose")
        self.command = answer.command or f"reseaux list{typed_filters(answer.query)}"
        scope = answer.query.scope
        self.scope = f" --scope {scope}" if scope else ""

    def drawn(self) -> str:
        """All of it, as text for the terminal."""
        answer, screen = self.answer, self.screen
        shown = self.purposes_shown()
        lines: list[Text] = []
        if not self.is_filtered and not self.everything:
            count = counted(len(answer.results), "réseau").replace("réseaus", "réseaux")
            lines += screen.lines(
                f"{count} · chez vous : {unbroken('reseaux find LIEU')}"
                f" · tout : {unbroken(f'{self.command} --tout')}"
            )
        else:
            lines += screen.paragraphs(answer.notes)
        most = 0
        if answer.query.command == "ask" and not self.everything:
            most = max(SCREEN_LINES, screen.terminal.height) - _LINES_OF_ASK
        for rank, (label, some) in enumerate(shown.items()):
            lines += [Text()] * min(rank, 1)
            lines += purpose_table(
                screen, self.catalogue, label, some, everything=self.everything, most=most
            )
        lines += self.counts(shown)
        if self.everything:
            lines += trace_table(screen, answer.traces)
        lines += screen.lines(text(dates(self.catalogue, answer), "dim"))
        return screen.drawn(lines)

    @property
    def is_filtered(self) -> bool:
        """Whether less than all was asked for."""
        query = self.answer.query
        return bool(query.themes or query.kinds or query.audiences)

    def purposes_shown(self) -> dict[str, list[Match]]:
        """The purposes that are tables: those asked for, of few networks all."""
        query = self.answer.query
        if self.everything or len(self.answer.results) <= _MOST_WHOLE or query.kinds:
            return self.by_purpose
        found: dict[str, list[Match]] = {}
        for audience, label in audience_purposes(self.catalogue).items():
            own = [m for m in self.answer.results if m.network.audiences == (audience,)]
            if own and audience in query.audiences:
                found[label] = own
        wanted = [_PURPOSE_OF_THEME[theme] for theme in query.themes if theme in _PURPOSE_OF_THEME]
        if not wanted and not found:
            wanted = [_PURPOSE_OF_THEME["environnement"]]
        for purpose in wanted:
            label = self.labels.get(purpose, "")
            if label in self.by_purpose:
                found[label] = self.by_purpose[label]
        return found or self.by_purpose

    def counts(self, shown: dict[str, list[Match]]) -> list[Text]:
        """The purposes that are no table: each with its count and its command, or a sentence."""
        told = {match.network.id for some in shown.values() for match in some}
        rest = {}
        for label, some in self.by_purpose.items():
            others = [match for match in some if match.network.id not in told]
            if others:
                rest[label] = others
        if not self.is_filtered:
            return self.counts_by_command(rest)
        named = [f"{uncapitalised(label)} ({len(some)})" for label, some in rest.items()]
        lines: list[Text] = []
        if named:
            count = sum(map(len, rest.values()))
            lines += self.screen.lines(f"Aussi {counted(count, 'autre')} : {', '.join(named)}.")
        if self.everything:
            return lines
        tout = unbroken(f"{self.command} --tout")
        traces = len(self.answer.traces)
        if traces:
            lines += self.screen.lines(f"Tout, et {traces} pistes, non confirmées : {tout}")
        elif named or len(self.answer.results) > 1:
            lines += self.screen.lines(f"Tout : {tout}")
        return lines

    def counts_by_command(self, rest: dict[str, list[Match]]) -> list[Text]:
        """The counts of the purposes, and what to type for them: a line for each command."""
        by_filters: dict[str, dict[str, list[Match]]] = {}
        for label, some in rest.items():
            kinds = dict.fromkeys(match.network.kind for match in some)
            is_clause = label == self.labels.get(SOCIAL_CLAUSE)
            filters = "--theme social" if is_clause else f"--type {','.join(kinds)}"
            by_filters.setdefault(filters, {})[label] = some
        lines: list[Text] = []
        for filters, purposes in by_filters.items():
            command = unbroken(f"reseaux list {filters}{self.scope}")
            lines += self.screen.lines(f"{self.counts_told(purposes)} : {command}")
        for notice, ids in self.catalogue.notices:
            if FACILITATEURS in ids:
                lines += self.screen.lines(notice)
        return lines

    def counts_told(self, purposes: dict[str, list[Match]]) -> str:
        """The counts of the purposes of one command: « Clauses, guides : 5 · Appui : 2 parmi 10 ».

        The last number is of all that the command lists, where these are more.
        """
        told = " · ".join([f"{label} : {len(some)}" for label, some in purposes.items()])
        if self.labels.get(SOCIAL_CLAUSE) in purposes:
            traces = len(self.answer.traces)
            return f"{told}, et {traces} pistes" if traces else told
        here = [*chain.from_iterable(purposes.values())]
        kinds = {match.network.kind for match in here}
        listed = sum(match.network.kind in kinds for match in self.answer.results)
        return f"{told} parmi {listed}" if listed > len(here) else told


def _where(trace: Trace) -> str:
    """Where a trace is, and for whom alone it was."""
    where = areas_served(trace)
    return where if trace.is_of_a_desk else f"{where} ; {TRACE_TAGS[trace.shows]}"


def trace_table(screen: Screen, traces: Sequence[Trace]) -> list[Text]:
    """The traces by number of département, with what was read, where and when."""
    if not traces:
        return []
    rows = []
    for trace in sorted(traces, key=place_key):
        read = f"Lu sur {host(newest_source(trace.sources).url)}."
        contact = text(NOBODY)
        if trace.url:
            contact = text(host(trace.url), ADDRESS, trace.url, in_cell=True)
        who = joined(text(trace.label, "bold", in_cell=True), text(f" ({_where(trace)})"))
        cells = ([text(code_shown(trace))], [who], [contact], [text(trace.year)])
        rows.append(RowCells(cells, (text(f"{trace.id} · {trace.summary} {read}", "dim"),)))
    table = Table(screen, rows, ("Dép.", "Qui", "Contact", "Vu en"))
    lines = [Text(), text(f"{TRACES} : {len(rows)}", "bold"), *table.head()]
    for row in rows:
        lines += table.lines(row)
    return lines
