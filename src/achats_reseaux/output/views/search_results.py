"""``search``: the ten best, a name and what was found of each; then what else there is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from achats_reseaux.answering.homonyms import typed_filters
from achats_reseaux.card.card import dates
from achats_reseaux.card.contact_methods import first_method
from achats_reseaux.card.reasons import row_doubt
from achats_reseaux.card.rows import capitalised, short_name, traces_sentence, uncapitalised, unsure
from achats_reseaux.model import TO_VERIFY
from achats_reseaux.output.views.directory_rows import Shared, place_shown, way_shown
from achats_reseaux.output.views.help_rows import name_text
from achats_reseaux.output.views.listing import trace_table
from achats_reseaux.output.views.styled_lines import GAP, Screen, joined, text, unbroken
from achats_reseaux.output.views.table import RowCells, Table
from achats_reseaux.text import shell_quoted, shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.output.terminal import Terminal

_MOST = 10
_MOST_TRACES = 3
_NO_TEXTS = ("Contact", "Source")
"""The labels of passages that tell a person nothing: an address, the title of a source."""

_PLAIN = Shared(are_aged=False, are_boards=False)

_Passage = tuple[tuple[str, bool], ...]


def render(answer: Answer, terminal: Terminal, *, everything: bool = False) -> str:
    """The networks in the order of a search, the best first, of each the best passage.

    With ``everything`` all networks with all passages, what is to be verified, and the
    traces.
    """
    assert answer.catalogue is not None
    screen = Screen(terminal)
    words = answer.query.input or ""
    shown = answer.results if everything else answer.results[:_MOST]
    lines: list[Text] = []
    filters = typed_filters(answer.query)
    tout = unbroken(f"reseaux search {shell_quoted(words)}{filters} --tout")
    is_cut = len(shown) < len(answer.results)
    count = "1 réseau" if len(answer.results) == 1 else f"{len(answer.results)} réseaux"
    title = f"« {shortened(words)} » : {count}"
    if is_cut:
        title += f" ; les {_MOST} premiers. Tout : {tout}"
    lines += screen.lines(title) + screen.paragraphs(answer.notes)
    lines += _table(screen, answer, shown, everything=everything)
    if answer.traces and everything:
        lines += trace_table(screen, answer.traces)
    elif answer.traces:
        lines += screen.lines(traces_sentence(answer.traces, _MOST_TRACES))
    if shown:
        lines += screen.lines(f"Une fiche : {unbroken(f'reseaux show {shown[0].network.id}')}")
    lines += screen.lines(text(dates(answer.catalogue, answer), "dim"))
    return screen.drawn(lines)


def _table(
    screen: Screen, answer: Answer, shown: Sequence[Match], *, everything: bool
) -> list[Text]:
    """Who, where, how to reach them; below it what was found, and why it is to be verified."""
    if not shown:
        return []
    assert answer.catalogue is not None
    rows = []
    for match in shown:
        network = match.network
        if everything:
            below = [text(network.id, "dim"), *map(_marked, match.excerpts)]
            why = f"{TO_VERIFY} : {uncapitalised(network.doubt)}" if network.doubt else ""
        else:
            below = [_one_line(_best(match), screen.width - GAP)]
            why = row_doubt(network, answer.catalogue.as_of) or unsure(first_method(match))
        if why:
            below.append(text(capitalised(why)))
        who, where = [name_text(short_name(network))], [text(place_shown(network), in_cell=True)]
        rows.append(RowCells((who, where, [way_shown(match, _PLAIN)]), tuple(below)))
    table = Table(screen, rows, indent=GAP)
    lines: list[Text] = []
    for row in rows:
        lines += table.lines(row)
    return lines


def _best(match: Match) -> _Passage:
    """The best passage that is no address and no title of a source, without its label.

    Where there is none, what the network does.
    """
    for passage in match.excerpts:
        (first, is_match), *rest = passage
        label, separator, words = first.partition(" : ")
        if not is_match and separator and label not in _NO_TEXTS:
            return tuple(part for part in ((words, False), *rest) if part[0])
    return ((match.network.summary, False),)


def _one_line(passage: _Passage, room: int) -> Text:
    """A passage on one line, begun and ended at a word so that its first match is seen."""
    whole = _marked(passage)
    words = whole.plain
    if len(words) <= room:
        return whole
    first = [is_match for _, is_match in passage].index(True) if len(passage) > 1 else 0
    ahead = "".join(part for part, _ in passage[:first])
    start, stop = 0, room - len(" …")
    if len(ahead) > room * 2 // 3:
        start = words.find(" ", len(ahead) - room // 2) + 1
        stop += start - len("… ")
    if stop < len(words):
        stop = words.rfind(" ", start, stop)
    line = whole[start:stop]
    line.rstrip()
    return joined("… " * bool(start), line, " …" * (stop < len(words)))


def _marked(passage: _Passage) -> Text:
    """A passage, what was searched for in it underlined."""
    marked = Text()
    for words, is_match in passage:
        marked.append_text(text(words, "bold underline" * is_match))
    return marked
