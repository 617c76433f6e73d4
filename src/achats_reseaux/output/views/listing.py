"""``list`` and ``search``: tables of those who help, by need or in the order of a search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.card.card import dates, matches_by_use
from achats_reseaux.card.panel import to_verify
from achats_reseaux.card.rows import (
    TO_VERIFY,
    capitalised,
    departement_code,
    network_row,
    region_name,
    trace_row,
    uncapitalised,
)
from achats_reseaux.output.messages import TRACES
from achats_reseaux.output.views.help_rows import HelpTable
from achats_reseaux.output.views.styled_lines import Screen, text
from achats_reseaux.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.card.rows import HelpRow
    from achats_reseaux.model import Catalogue, Network, Trace
    from achats_reseaux.output.terminal import Terminal

MOST_WITHOUT_REGIONS = 8
"""Where more départements, or parts of them, have rows, those of a region stand below its name."""


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """Networks by need, then by region and département; traces apart, at the end.

    As a search found them, with what was found below each, the words of the query
    highlighted. With ``everything`` each with its summary.
    """
    catalogue = answer.catalogue
    assert catalogue is not None
    screen = Screen(terminal)
    lines = screen.paragraphs(answer.notes)
    if answer.query.command == "search":
        lines += _found(screen, catalogue, answer.results)
    else:
        lines += needs_lines(screen, catalogue, answer.results, everything=everything)
    lines += _trace_lines(screen, answer.traces)
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
            some.sort(key=lambda match: _place_key(match.network))
            rows = [network_row(catalogue, match) for match in some]
            lines += [Text(), text(label, "bold")]
            for doubt in dict.fromkeys(row.shared_doubt for row in rows if row.shared_doubt):
                lines += screen.lines(f"Pour tous, à vérifier : {uncapitalised(doubt)}.")
            networks = [match.network for match in some]
            lines += _by_region(screen, rows, networks, everything=everything)
    return lines


def _trace_lines(screen: Screen, traces: Sequence[Trace]) -> list[Text]:
    """The traces, by region and département, with where they were read of."""
    if not traces:
        return []
    by_place = sorted(traces, key=_place_key)
    rows = list(map(trace_row, by_place))
    lines = [Text(), text(TRACES, "bold")]
    return lines + _by_region(screen, rows, by_place, everything=False)


def _place_key(entry: Network | Trace) -> tuple[bool, str, str]:
    """What sorts networks: national ones last, then by name of region and code of département."""
    return not entry.covers, fold(region_name(entry)), departement_code(entry)


def _by_region(
    screen: Screen,
    rows: Sequence[HelpRow],
    entries: Sequence[Network | Trace],
    *,
    everything: bool,
) -> list[Text]:
    """The rows of entries, those of départements and their parts below the name of the region."""
    table = HelpTable(screen, rows, with_ids=True)
    lines = table.head()
    has_regions = sum(bool(row.code) for row in rows) > MOST_WITHOUT_REGIONS
    last_region = ""
    for row, entry in zip(rows, entries, strict=True):
        region = region_name(entry)
        if has_regions and row.code and region != last_region:
            lines.append(text(region, "dim"))
            last_region = region
        lines += _with_doubt(table, row)
        if everything:
            lines += table.below(text(entry.summary))
    return lines


def _found(screen: Screen, catalogue: Catalogue, matches: Sequence[Match]) -> list[Text]:
    """Networks in the order of a search, with the passages that were found."""
    if not matches:
        return []
    rows = [network_row(catalogue, match) for match in matches]
    table = HelpTable(screen, rows, with_ids=True)
    lines = table.head()
    for row, match in zip(rows, matches, strict=True):
        lines += _with_doubt(table, row)
        for excerpt in match.excerpts:
            marked = Text()
            for words, is_match in excerpt:
                style = "bold underline" if is_match else ""
                marked.append_text(text(words, style, in_cell=True))
            lines += table.below(marked)
        if row.shared_doubt:
            lines += table.below(text(to_verify(row.shared_doubt), "dim"))
    return lines


def _with_doubt(table: HelpTable, row: HelpRow) -> list[Text]:
    """A row; below it what to verify, and when it was last heard of."""
    below = []
    if row.doubt:
        below.append(to_verify(row.doubt))
    if row.sign:
        below.append(f"{capitalised(row.sign)}.")
    lines = table.row(_without_what_is_below(row))
    for sentence in below:
        lines += table.below(text(sentence, "dim"))
    return lines


def _without_what_is_below(row: HelpRow) -> HelpRow:
    """A row without the remarks that a doubt below it, or below its heading, tells too."""
    if not row.doubt and not row.shared_doubt:
        return row
    kept = []
    for remark in row.remarks:
        year = remark[-4:]
        if remark != TO_VERIFY and year not in row.doubt:
            kept.append(remark)
    return row.replace(remarks=tuple(kept))
