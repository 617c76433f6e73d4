"""``coverage``: a table of regions and départements; on a narrow terminal without its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from achats_reseaux.answering.coverage import STATUS_NAMES
from achats_reseaux.answering.coverage_sentences import totals
from achats_reseaux.output.messages import source_line
from achats_reseaux.output.views.screen import GAP, drawn, longest_word, text
from achats_reseaux.text import counted, french_number, percentage

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.text import Text

    from achats_reseaux.answering.coverage import AreaCoverage, Coverage
    from achats_reseaux.model import Catalogue
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.screen import Parts

_HEAD = ("Territoire", "État", "Réseaux", "Communes", "Habitants", "Part")
"""``Part`` is the share of the inhabitants covered."""

_FIGURES = 3
"""From this column on; no figure follows from a directory that is known to be partial."""

_NARROW = 80
"""On a narrower terminal a table has no figures."""

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
    is_short = coverage.known_only or terminal.width < _NARROW
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


# --- a table over Rich ----------------------------------------------------------------------------


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Text]],
    width: int,
    *,
    numbers: Collection[int] = (),
) -> Table | None:
    """A table with a header and its rule; ``None`` if its longest words do not fit the width.

    The columns at the positions ``numbers`` are aligned at the right.
    """
    columns = [*zip(map(text, head), *rows, strict=True)]
    least = [max(map(longest_word, column)) for column in columns]
    room = width - GAP * (len(head) - 1)
    if sum(least) > room:
        return None
    made = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    made.padding = (0, GAP - 1, 0, 0)  # the box adds one space
    for rank, size in enumerate(_widths(columns, least, room)):
        made.add_column(head[rank], width=size, justify="right" if rank in numbers else "left")
    for row in rows:
        made.add_row(*row)
    return made


def _widths(columns: Sequence[Sequence[Text]], least: Sequence[int], room: int) -> list[int]:
    """The widths of columns: where most cells must be broken, a column is widened first."""
    sizes = [[cell.cell_len for cell in column] for column in columns]
    widths = list(least)
    while sum(widths) < room:
        broken = [
            sum(size > width for size in some) for some, width in zip(sizes, widths, strict=True)
        ]
        if not any(broken):
            break
        widths[broken.index(max(broken))] += 1
    return widths
