"""``coverage``: a table of regions and départements; on a narrow terminal without its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.coverage import STATUS_NAMES, AreaCoverage, Coverage
from achats_reseaux.answering.coverage_totals import totals
from achats_reseaux.card.reasons import EXISTS
from achats_reseaux.card.rows import short_name
from achats_reseaux.output.messages import source_lines
from achats_reseaux.output.views.styled_lines import GAP, Screen, columns, text
from achats_reseaux.text import counted, french_number, percentage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Catalogue
    from achats_reseaux.output.terminal import Terminal

_HEAD = ("Territoire", "État", "Réseaux", "Communes", "Habitants", "Part")
"""``Part`` is the share of the inhabitants covered."""

_NARROW = 80
"""On a narrower terminal a table has no figures."""

_STYLES = {"covered": "green", "split": "green", "partial": "yellow", "none": "red"}
_STYLES |= {"trace": "", "unknown": ""}
_MOST_NETWORKS = 3

_NETWORKS = 2
"""The column that takes what the others leave; behind it are figures."""


def render(
    coverage: Coverage,
    areas: Iterable[AreaCoverage],
    catalogue: Catalogue,
    terminal: Terminal,
) -> str:
    """Areas, their départements perhaps indented, then the totals and the source."""
    screen = Screen(terminal)
    has_figures = terminal.width >= _NARROW and not coverage.known_only
    # a région may have another status than those of its départements that are asked for
    below_regions = coverage.by is None and not coverage.statuses
    rows = []
    for area in areas:
        is_collectivite = area.kind == "collectivite"
        if is_collectivite and area.status in ("none", "unknown") and not coverage.place:
            continue
        names = names_shown(area, coverage, catalogue)
        rows.append(_cells(area, names, is_indented=below_regions, has_figures=has_figures))
    title = coverage.subject
    if coverage.place:
        title = f"{title} : {coverage.place.name}"
    lines = screen.lines(text(title, "bold")) + [Text()] + _table(screen, rows)
    source, *addresses = source_lines(catalogue, is_listed=bool(coverage.listed))
    for note in (*totals(coverage), source):
        lines.append(Text())
        lines += screen.lines(note)
    return screen.drawn(lines + list(map(text, addresses)))


def names_shown(area: AreaCoverage, coverage: Coverage, catalogue: Catalogue) -> list[str]:
    """The names of the networks of an area as ``list`` has them, or of its traces.

    One that may have ended, and has no contact, has the year in which it was seen.
    """
    if not area.networks or area.status == "trace":
        return coverage.names_of(area)
    names = []
    for network in map(catalogue.network, area.networks):
        is_lost = network.doubt_reason == EXISTS and not network.contact.has_any
        year = f" ({network.doubt_year})" if is_lost and network.doubt_year else ""
        names.append(short_name(network) + year)
    return names


def _cells(
    row: AreaCoverage, names: list[str], *, is_indented: bool, has_figures: bool
) -> list[Text]:
    """The cells of an area: its name, status and networks, perhaps its figures."""
    name, style = row.name, ""
    if row.kind == "departement":
        name = f"{name} ({row.code})"
        if is_indented:
            name, style = f"  {name}", "dim"
    more = len(names) - _MOST_NETWORKS
    if more > 0:
        names = [*names[:_MOST_NETWORKS], counted(more, "autre")]
    networks = " ; ".join(names) or "–"
    cells = [text(name, style, in_cell=True), text(STATUS_NAMES[row.status], _STYLES[row.status])]
    cells.append(text(networks, style, in_cell=True))
    if has_figures:
        share = percentage(row.population_covered, row.population)
        figures = (french_number(row.communes), french_number(row.population), share)
        cells += [text(figure, style) for figure in figures]
    return cells


def _table(screen: Screen, rows: list[list[Text]]) -> list[Text]:
    """Rows below a head and its rule, figures at the right of their columns.

    The names have at most half of the width; the networks what the others leave.
    """
    if not rows:
        return []
    head = list(map(text, _HEAD[: len(rows[0])]))
    widths = []
    for rank, column in enumerate(zip(head, *rows, strict=True)):
        widths.append(max(cell.cell_len for cell in column))
        if rank > _NETWORKS:
            for cell in column:
                cell.pad_left(widths[rank] - cell.cell_len)
    gaps = GAP * (len(widths) - 1)
    widths[0] = min(widths[0], screen.width // 2 - GAP)
    rest = screen.width - gaps - sum(widths) + widths[_NETWORKS]
    widths[_NETWORKS] = min(widths[_NETWORKS], rest)
    lines = []
    for row in [head] + rows:
        cells = [screen.lines(cell, width) for cell, width in zip(row, widths, strict=True)]
        lines += columns(cells, [width + GAP for width in widths[:-1]])
        if row is head:
            lines.append(text("─" * (sum(widths) + gaps), "dim"))
    return lines
