"""``list``: a screen of counts and the guichets verts, or the tables of what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.homonyms import typed_filters
from achats_reseaux.card.card import ENVIRONMENT, dates, matches_by_purpose
from achats_reseaux.card.contact_methods import host, newest_source
from achats_reseaux.card.first_contact_panel import audience_purposes
from achats_reseaux.card.rows import TRACE_TAGS, TRACES, areas_served, uncapitalised
from achats_reseaux.model import FACILITATEURS, SOCIAL_CLAUSE, Catalogue, Trace
from achats_reseaux.output.views.directory_rows import (
    BY_CODE,
    PurposeTable,
    code_shown,
    place_key,
)
from achats_reseaux.output.views.help_rows import NOBODY, name_text, site_link
from achats_reseaux.output.views.styled_lines import Screen, joined, text, unbroken
from achats_reseaux.output.views.table import RowCells, Table
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.output.terminal import Terminal

_MOST_WHOLE = 20
"""So many networks are all shown, whatever they help with."""

_PURPOSE_OF_THEME = {"social": SOCIAL_CLAUSE, "environnement": ENVIRONMENT}
_LINES_OF_ASK = 7
"""What stands around the table of a question: how it was read, its counts and dates."""


def render(answer: Answer, terminal: Terminal, *, everything: bool) -> str:
    """The networks of ``list`` by purpose, those asked for as tables, the others counted.

    A list that a question gives is a screen. With ``everything`` all are tables, each row
    with its id, what it does and what is to be verified; then the traces.
    """
    return _Directory(answer, terminal, everything=everything).drawn()


def purposes_lines(
    screen: Screen,
    catalogue: Catalogue,
    tables: Mapping[str, Sequence[Match]],
    most: int = 0,
    *,
    everything: bool = False,
) -> list[Text]:
    """The tables of some networks, by the label of their purpose; each of at most so many lines."""
    lines = []
    for label, matches in tables.items():
        if matches:
            table = PurposeTable(screen, catalogue, matches, everything=everything)
            lines += [Text()] + table.lines(label, most)
    return lines[1:]


class _Directory:
    """Draws the answer of ``list``."""

    def __init__(self, answer: Answer, terminal: Terminal, *, everything: bool) -> None:
        assert answer.catalogue is not None
        self.answer, self.catalogue, self.everything = answer, answer.catalogue, everything
        self.query = answer.query
        self.is_filtered = bool(self.query.filters)
        self.screen = Screen(terminal)
        self.by_purpose = matches_by_purpose(self.catalogue, answer.results)
        self.labels = self.catalogue.labels("purpose")
        command = answer.command or f"reseaux list{typed_filters(self.query)}"
        self.everyone = unbroken(f"{command} --tout")

    def drawn(self) -> str:
        """All of it, as text for the terminal."""
        answer, screen = self.answer, self.screen
        tables = self.tables()
        lines = screen.paragraphs(answer.all_notes)
        if not self.is_filtered and not self.everything:
            count = counted(len(answer.results), "réseau")
            here = unbroken("reseaux find LIEU")
            lines = screen.lines(f"{count} · chez vous : {here} · tout : {self.everyone}")
        most = 0
        if self.query.command == "ask" and not self.everything:
            most = screen.room - _LINES_OF_ASK
        lines += purposes_lines(screen, self.catalogue, tables, most, everything=self.everything)
        lines += self.others(tables)
        if self.everything:
            lines += trace_table(screen, answer.traces)
        lines += screen.lines(text(dates(self.catalogue, answer), "dim"))
        return screen.drawn(lines)

    def tables(self) -> dict[str, list[Match]]:
        """The purposes that are tables: those asked for, of few networks all."""
        results = self.answer.results
        if self.everything or len(results) <= _MOST_WHOLE or self.query.kinds:
            return self.by_purpose
        tables: dict[str, list[Match]] = {}
        for audience, label in audience_purposes(self.catalogue).items():
            own = [match for match in results if match.network.audiences == (audience,)]
            if own and audience in self.query.audiences:
                tables[label] = own
        themes = self.query.themes
        if not themes and not tables:
            themes = ("environnement",)
        for theme in themes:
            label = self.labels.get(_PURPOSE_OF_THEME.get(theme, ""), "")
            if self.by_purpose.get(label):
                tables[label] = self.by_purpose[label]
        return tables or self.by_purpose

    # --- what is no table ------------------------------------------------------------------------

    def others(self, tables: dict[str, list[Match]]) -> list[Text]:
        """The purposes that are no table: each with its count and its command, or a sentence."""
        ids = {match.network.id for matches in tables.values() for match in matches}
        others = [match for match in self.answer.results if match.network.id not in ids]
        by_purpose = matches_by_purpose(self.catalogue, others)
        counts = {label: matches for label, matches in by_purpose.items() if matches}
        if not self.is_filtered:
            return self.counts_by_command(counts)
        lines = []
        if others:
            named = [
                f"{uncapitalised(label)} ({len(matches)})" for label, matches in counts.items()
            ]
            count = counted(len(others), "autre")
            lines += self.screen.lines(f"Aussi {count} : {', '.join(named)}.")
        traces = len(self.answer.traces)
        if self.everything or len(self.answer.results) + traces < 2:
            return lines
        whole = "Tout"
        if traces:
            whole = f"Tout, et {traces} pistes, non confirmées"
        return lines + self.screen.lines(f"{whole} : {self.everyone}")

    def counts_by_command(self, counts: dict[str, list[Match]]) -> list[Text]:
        """The counts of the purposes, and what to type for them: a line for each command."""
        by_filters: dict[str, dict[str, list[Match]]] = {}
        for label, matches in counts.items():
            kinds = dict.fromkeys(match.network.kind for match in matches)
            filters = f"--type {','.join(kinds)}"
            if label == self.labels.get(SOCIAL_CLAUSE):
                filters = "--theme social"
            by_filters.setdefault(filters, {})[label] = matches
        scope = typed_filters(self.query)  # it has no other
        lines = []
        for filters, purposes in by_filters.items():
            command = unbroken(f"reseaux list {filters}{scope}")
            lines += self.screen.lines(f"{self.counts_of(purposes)} : {command}")
        for notice, ids in self.catalogue.notices:
            if FACILITATEURS in ids:
                lines += self.screen.lines(notice)
        return lines

    def counts_of(self, purposes: dict[str, list[Match]]) -> str:
        """The counts of the purposes of one command: « Clauses, guides : 5 · Appui : 2 parmi 10 ».

        The last number is of all that the command lists, where these are more.
        """
        numbers = " · ".join([f"{label} : {len(some)}" for label, some in purposes.items()])
        traces = len(self.answer.traces)
        if self.labels.get(SOCIAL_CLAUSE) in purposes:
            if traces:
                numbers += f", et {traces} pistes"
            return numbers
        kinds = [match.network.kind for matches in purposes.values() for match in matches]
        listed = sum([match.network.kind in kinds for match in self.answer.results])
        if listed > len(kinds):
            numbers += f" parmi {listed}"
        return numbers


def trace_table(screen: Screen, traces: Sequence[Trace]) -> list[Text]:
    """The traces by number of département, with what was read, where and when."""
    if not traces:
        return []
    rows = []
    for trace in sorted(traces, key=place_key):
        where = areas_served(trace)
        if not trace.is_of_a_desk:
            where = f"{where} ; {TRACE_TAGS[trace.shows]}"
        contact = text(NOBODY)
        if trace.url:
            contact = site_link(trace.url)
        who = joined(name_text(trace.label), text(f" ({where})"))
        cells = ([text(code_shown(trace))], [who], [contact], [text(trace.year)])
        read = f"Lu sur {host(newest_source(trace.sources).url)}."
        rows.append(RowCells(cells, (text(f"{trace.id} · {trace.summary} {read}", "dim"),)))
    title = text(f"{TRACES} : {len(rows)}", "bold")
    return [Text(), title] + Table(screen, rows, BY_CODE).drawn()
