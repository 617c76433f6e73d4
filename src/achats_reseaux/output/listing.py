"""``list`` and ``search`` on a terminal: networks by use, and networks with excerpts."""

from __future__ import annotations

from achats_reseaux.answering.card import NO_OTHER_COST
from achats_reseaux.output.layout import LONGEST_NAME, WIDE, Layout
from achats_reseaux.output.styled_text import line_width, wrap_spans
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.answering.card import Entry, Section
    from achats_reseaux.model import Match
    from achats_reseaux.output.styled_text import Line
    from achats_reseaux.output.terminal import Terminal

    Found = tuple[Entry, Match]

_MORE = "Tout savoir d'un réseau : reseaux show suivi de son nom."


def render(
    groups: tuple[Section, ...],
    notes: Iterable[str],
    source: str,
    terminal: Terminal,
    *,
    everything: bool = False,
) -> str:
    """Networks by use; ``everything`` adds their summaries."""
    layout = Layout(terminal)
    lines = [line for note in notes for line in layout.sentence(note)]
    entries = [entry for group in groups for entry in group.entries]
    longest = max((line_width(layout.priced(entry)) for entry in entries), default=0)
    aligned = min(longest, LONGEST_NAME) if layout.width >= WIDE else 0
    for group in groups:
        heading = f"{group.label} ({group.gloss})" if group.gloss else group.label
        lines += [*([[]] if lines else []), *layout.sentence(heading, style=layout.dim)]
        for entry in group.entries:
            lines += ([("   ", ""), *line] for line in _listed(layout, entry, aligned))
            if everything:
                lines += layout.sentence(entry.summary, "     ")
    costs = [] if all(entry.cost for entry in entries) else layout.sentence(NO_OTHER_COST)
    return layout.text([*lines, [], *costs, *_foot(layout, source)])


def _listed(layout: Layout, entry: Entry, aligned: int) -> list[Line]:
    lines = layout.reached(entry, layout.width - 3, aligned)
    if not entry.where:
        return lines
    first, *rest = lines
    where = wrap_spans([(entry.where, "")], layout.prose - 5)
    return [first, *([("  ", ""), *line] for line in where), *rest]


def render_found(
    results: Iterable[Found], notes: Iterable[str], source: str, terminal: Terminal
) -> str:
    """Networks with the excerpts that a search found, the words of the query highlighted."""
    layout = Layout(terminal)
    hit = "1;4" if terminal.colors else ""
    lines = [line for note in notes for line in layout.sentence(note)]
    for entry, match in results:
        lines += [*([[]] if lines else []), *([(" ", ""), *one] for one in layout.heading(entry))]
        for excerpt in match.excerpts:
            spans = [(visible(text), hit if is_hit else "") for text, is_hit in excerpt]
            lines += layout.flow("   ", spans)
    return layout.text([*lines, [], *_foot(layout, source)])


def _foot(layout: Layout, source: str) -> list[Line]:
    return [*layout.sentence(_MORE, style=layout.dim), *layout.sentence(source, style=layout.dim)]
