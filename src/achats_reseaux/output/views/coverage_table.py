"""``coverage``: a table of regions and départements; on a narrow terminal without its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from achats_reseaux.answering.coverage import STATUS_NAMES, totals
from achats_reseaux.output.messages import source_line
from achats_reseaux.output.views.screen import NARROW, drawn, table, text
from achats_reseaux.text import counted, french_number, percentage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text

    from achats_reseaux.answering.coverage import AreaCoverage, Coverage
    from achats_reseaux.model import Catalogue
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts

_HEAD = ("Territoire", "État", "Réseaux", "Communes", "Habitants", "Part")
"""``Part`` is the share of the inhabitants covered."""

_FIGURES = 3
"""From this column on; no figure follows from a directory that is known to be partial."""

_STYLES = {"covered": "green", "split": "green", "partial": "yellow", "none": "red"}
_STYLES |= {"trace": "yellow", "unknown": "red"}
_MOST_NETWORKS = 3


def render(
    coverage: Coverage,
    areas: Iterable[AreaCoverage],
    catalogue: Catalogue,
    terminal: Terminal,
    *,
    indented: bool,
) -> str:
    """Areas, their départements perhaps indented, then the totals and the source."""
    is_short = coverage.known_only or terminal.width < NARROW
    head = _HEAD[:_FIGURES] if is_short else _HEAD
    rows = [
        _cells(one, coverage, indented=indented)[: len(head)]
        for one in areas
        if one.area.kind != "collectivite"
        or one.status not in ("none", "unknown")
        or coverage.place
    ]
    drawing = table(head, rows, terminal.width, numbers=range(_FIGURES, len(head)))
    lines: Parts = [drawing] if drawing else [text(" · ").join(row) for row in rows]
    place = f" : {coverage.place.name}" if coverage.place else ""
    notes = (*totals(coverage), source_line(catalogue, is_listed=bool(coverage.listed)))
    below = [part for note in notes for part in ("", text(note))]
    return drawn([text(f"{coverage.subject}{place}", "bold"), "", *lines, *below], terminal)


def _cells(row: AreaCoverage, coverage: Coverage, *, indented: bool) -> list[Text]:
    name, networks = row.area.name, coverage.names_of(row)
    is_part = row.area.kind == "departement"
    if is_part:
        name = f"{'  ' * indented}{name} ({row.area.code})"
    more = len(networks) - _MOST_NETWORKS
    if more > 0:
        networks = [*networks[:_MOST_NETWORKS], counted(more, "autre")]
    others = (
        ", ".join(networks) or "–",
        french_number(row.communes),
        french_number(row.population),
        percentage(row.population_covered, row.population),
    )
    style = "dim" if is_part and indented else ""
    return [
        text(_unbroken(name), style),
        text(_unbroken(STATUS_NAMES[row.status]), _STYLES[row.status]),
        *(text(one, style, in_cell=True) for one in others),
    ]


def _unbroken(words: str) -> str:
    """A name or a status, which is not broken over two lines."""
    return words.replace(" ", "\u00a0")
