"""``search``: the ten best, a name and what was found of each; then what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.homonyms import typed_filters
from achats_reseaux.card.card import dates
from achats_reseaux.card.panel_wording import to_verify
from achats_reseaux.card.rows import capitalised, network_row, short_name, traces_sentence
from achats_reseaux.output.views.directory_rows import network_way, place_shown
from achats_reseaux.output.views.help_rows import name_text
from achats_reseaux.output.views.listing import trace_table
from achats_reseaux.output.views.styled_lines import GAP, Screen, joined, text, unbroken, warned
from achats_reseaux.output.views.table import RowCells, Table
from achats_reseaux.text import counted, shell_quoted, shortened

if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.model import Catalogue
    from achats_reseaux.output.terminal import Terminal

_MOST = 10
_MOST_TRACES = 3
_NO_TEXTS = ("Contact", "Source")
"""The labels of passages that tell a person nothing: an address, the title of a source."""

_Passage = tuple[tuple[str, bool], ...]


def render(answer: Answer, terminal: Terminal, *, everything: bool) -> str:
    """The networks in the order of a search, the best first, of each the best passage.

    With ``everything`` all networks with all passages, what is to be verified, and the
    traces.
    """
    catalogue = answer.catalogue
    assert catalogue is not None
    screen = Screen(terminal)
    words = answer.query.input or ""
    shown = answer.results
    title = f"« {shortened(words)} » : {counted(len(shown), 'réseau')}"
    if len(shown) > _MOST and not everything:
        shown = shown[:_MOST]
        command = f"reseaux search {shell_quoted(words)}{typed_filters(answer.query)} --tout"
        title += f" ; les {_MOST} premiers. Tout : {unbroken(command)}"
    rows = [_row(catalogue, match, screen.width, everything=everything) for match in shown]
    lines = screen.lines(title) + screen.paragraphs(answer.notes)
    lines += Table(screen, rows).drawn()
    if everything:
        lines += trace_table(screen, answer.traces)
    elif answer.traces:
        lines += screen.lines(traces_sentence(answer.traces, _MOST_TRACES))
    if shown:
        lines += screen.lines(f"Une fiche : {unbroken(f'reseaux show {shown[0].network.id}')}")
    lines += screen.lines(text(dates(catalogue, answer), "dim"))
    return screen.drawn(lines)


def _row(catalogue: Catalogue, match: Match, width: int, *, everything: bool) -> RowCells:
    """Who, where, how to reach them; below it what was found, and why it is to be verified."""
    network = match.network
    cells = (
        [name_text(short_name(network))],
        [text(place_shown(network), in_cell=True)],
        [network_way(match)],
    )
    if everything:
        below = [text(network.id, "dim")]
        below += map(_marked, match.excerpts)
        if network.doubt:
            below.append(warned(to_verify(network.doubt)))
        return RowCells(cells, tuple(below))
    below = [_one_line(_best(match), width - GAP)]
    remark = network_row(catalogue, match).remark
    if remark:
        below.append(text(capitalised(remark)))
    return RowCells(cells, tuple(below))


def _best(match: Match) -> _Passage:
    """The best passage that is no address and no title of a source, without its label.

    Where there is none, what the network does.
    """
    for passage in match.excerpts:
        first, is_match = passage[0]
        label, separator, words = first.partition(" : ")
        if separator and not is_match and label not in _NO_TEXTS:
            return tuple(part for part in ((words, False),) + passage[1:] if part[0])
    return ((match.network.summary, False),)


def _one_line(passage: _Passage, room: int) -> Text:
    """A passage on one line, begun and ended at a word so that its first match is seen."""
    whole = _marked(passage)
    words = whole.plain
    if len(words) <= room:
        return whole
    ahead = min([match.start for match in whole.spans], default=0)
    start, stop = 0, room - len(" …")
    if ahead > room * 2 // 3:
        start = words.find(" ", ahead - room // 2) + 1
        stop += start - len("… ")
    if stop < len(words):
        stop = words.rfind(" ", start, stop)
    line = whole[start:stop]
    line.rstrip()
    if start:
        line = joined("… ", line)
    if stop < len(words):
        line = joined(line, " …")
    return line


def _marked(passage: _Passage) -> Text:
    """A passage, what was searched for in it underlined."""
    marked = Text()
    for words, is_match in passage:
        marked.append_text(text(words, "bold underline" * is_match))
    return marked
