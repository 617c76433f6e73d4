"""``list`` and ``search``: tables of those who help, by need or in the order of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.card import dates, matches_by_use
from achats_reseaux.answering.frame_content import to_verify
from achats_reseaux.answering.rows import (
    TO_VERIFY,
    capitalised,
    departement_code,
    network_row,
    region_name,
    trace_row,
    uncapitalised,
)
from achats_reseaux.output.views.row_lines import PlaceTable
from achats_reseaux.output.views.screen import Screen, joined, text
from achats_reseaux.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.answering.rows import HelpRow
    from achats_reseaux.model import Catalogue, Network, Trace
    from achats_reseaux.output.terminal import Terminal

_TRACES = "Pistes : ce qui a été lu, à vérifier"
"""The heading of the traces."""

MOST_WITHOUT_REGIONS = 8
"""Where more local networks serve a need, those of each region stand under its name."""


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """Networks by need, then by region and département; traces apart, at the end.

    As a search found them, with what was found below each, the words of the query highlighted.
    With ``everything`` each with its summary.
    """
    catalogue = answer.catalogue
    assert catalogue is not None
    screen = Screen(terminal)
    lines: list[Text] = []
    for note in answer.notes:
        lines += screen.lines(note)
    is_search = answer.query.command == "search"
    if is_search:
        lines += _found(screen, catalogue, answer.results)
    else:
        lines += needs_lines(screen, catalogue, answer.results, everything=everything)
    lines += traces_lines(screen, answer.traces)
    lines.append(Text())
    lines += screen.lines(text(dates(catalogue, answer), "dim"))
    return screen.drawn(lines)


def needs_lines(
    screen: Screen, catalogue: Catalogue, matches: Iterable[Match], *, everything: bool = False
) -> list[Text]:
    """Networks by need: the local ones by region and département, then the national ones."""
    lines: list[Text] = []
    for label, some in matches_by_use(catalogue, matches).items():
        if some:
            some.sort(key=lambda match: place_key(match.network))
            lines.append(Text())
            lines += screen.lines(text(label, "bold"))
            lines += _need_lines(screen, catalogue, some, everything=everything)
    return lines


def place_key(one: Network | Trace) -> tuple[bool, str, str]:
    """What sorts networks: national ones last, then by name of region and code of département."""
    return not one.covers, fold(region_name(one)), departement_code(one)


def _need_lines(
    screen: Screen, catalogue: Catalogue, matches: Sequence[Match], *, everything: bool
) -> list[Text]:
    rows = [network_row(catalogue, match) for match in matches]
    table = PlaceTable(screen, rows, with_ids=True)
    lines = []
    for doubt in dict.fromkeys(row.shared_doubt for row in rows if row.shared_doubt):
        told = f"Pour tous, à vérifier : {uncapitalised(doubt)}."
        lines += screen.lines(told)
    lines += table.head()
    below_regions = [row for row in rows if row.code]
    has_regions = len(below_regions) > MOST_WITHOUT_REGIONS
    region = ""
    for row, match in zip(rows, matches, strict=True):
        name = region_name(match.network)
        if has_regions and name and name != region:
            region = name
            lines.append(text(name, "dim"))
        shown = _without_remark(row)
        if has_regions and row.where == name:
            shown = shown.replace(where="toute la région")
        lines += table.row(shown)
        lines += _told(table, row)
        if everything:
            lines += table.below(text(match.network.summary))
    return lines


def _without_remark(row: HelpRow) -> HelpRow:
    """A row without the remarks that what stands below it tells: the doubt, its year."""
    if not row.doubt and not row.shared_doubt:
        return row
    kept = []
    for remark in row.remarks:
        year = remark[-4:]
        if remark != TO_VERIFY and year not in row.doubt:
            kept.append(remark)
    return row.replace(remarks=tuple(kept))


def _told(table: PlaceTable, row: HelpRow) -> list[Text]:
    """What stands below a network: what to verify, and when it was last heard of."""
    lines = []
    if row.doubt:
        lines += table.below(text(to_verify(row.doubt), "dim"))
    if row.sign:
        lines += table.below(text(f"{capitalised(row.sign)}.", "dim"))
    return lines


def _found(screen: Screen, catalogue: Catalogue, matches: Sequence[Match]) -> list[Text]:
    """Networks in the order of a search, with the passages that were found."""
    rows = [network_row(catalogue, match) for match in matches]
    table = PlaceTable(screen, rows, with_ids=True)
    lines = table.head() if rows else []
    for row, match in zip(rows, matches, strict=True):
        lines += table.row(_without_remark(row))
        for excerpt in match.excerpts:
            marked = [
                text(told, "bold underline" if hit else "", in_cell=True) for told, hit in excerpt
            ]
            lines += table.below(joined(*marked))
        lines += _told(table, row)
    return lines


def traces_lines(screen: Screen, traces: Sequence[Trace]) -> list[Text]:
    """The traces, by region and département, with where they were read of."""
    if not traces:
        return []
    rows = [trace_row(trace) for trace in sorted(traces, key=place_key)]
    table = PlaceTable(screen, rows, with_ids=True)
    title = screen.lines(text(_TRACES, "bold"))
    lines = [Text()] + title + table.head()
    for row in rows:
        lines += table.row(row)
    return lines
