"""``find``: the content of ``answering.card`` as a card.

It fits a terminal of 80 columns and 24 lines, prompt included, for every place: less important
parts are folded, one level after the other, until it does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from achats_reseaux.answering.card import GUICHET, INSTEAD, NO_OTHER_COST, Section
from achats_reseaux.output.views.console import (
    LONGEST_LINE,
    Paragraph,
    drawn,
    joined,
    room_beside,
    side_by_side,
    text,
)
from achats_reseaux.output.views.entries import (
    LONGEST_ADDRESS,
    NO_ADDRESS,
    address,
    best_way,
    command,
    doubts,
    name,
    name_marks,
    terms,
    uncapitalised,
)
from achats_reseaux.text import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.text import Text

    from achats_reseaux.answering.card import Card, Entry, WayIn
    from achats_reseaux.output.terminal import Terminal
    from achats_reseaux.output.views.console import Parts

WIDTH, LINES = 80, 23
"""The size of a card without filters: 24 lines less the prompt; on a narrower terminal as much."""

MOST_SHARES = 4
"""More guichets verts than this are counted, not listed."""

MOST_NAMES = 4
"""More networks of one use than this are counted, not named, where they are only named."""

WITHOUT_ADDRESS = "Sans adresse"
"""The heading of the national networks that have no documented address."""

EVERYTHING = -1
"""The level of ``--tout``: nothing is folded; all summaries and ways in are shown."""

AUDIENCES, FEWER, GROUPS, LAST = 1, 2, 3, 99
"""The levels of folding; each includes those before it.

``AUDIENCES``: the networks for a single audience, and those without an address, are only named.
``FEWER``: more than two networks of a use are not listed; départements lose their codes.
``GROUPS``: the networks of the last use are only named; at each further level, those of one more.
When all are, they become one paragraph. ``LAST`` leaves out what ``show`` tells.
"""


def render(card: Card, terminal: Terminal, *, everything: bool = False) -> str:
    """A card as text for a terminal; ``everything`` folds nothing."""
    if everything:
        return drawn(_card(card, terminal.width, EVERYTHING), terminal)
    room = max(LINES, terminal.height - 1) if terminal.interactive else LINES
    room = room * WIDTH // min(terminal.width, WIDTH)
    shown = ""
    for level in (*range(GROUPS + len(card.groups) + 1), LAST):
        shown = drawn(_card(card, terminal.width, level), terminal)
        if shown.count("\n") <= room:
            break
    return shown


def _card(card: Card, width: int, level: int) -> Parts:
    where = f" ({card.location})" if card.location else ""
    head = joined(text(card.title, "bold"), where)
    more = "" if level == EVERYTHING else " · tout : --tout"
    others = _others(card, width, level)
    return [
        Paragraph(head, indent=0),
        *map(Paragraph, card.notes),
        "",
        *_verdict(card, width, level),
        *([""] if others else []),
        *others,
        "",
        Paragraph(card.source + more, "dim"),
    ]


def _verdict(card: Card, width: int, level: int) -> Parts:
    """The main answer, the shares of guichets verts, and the networks to contact first."""
    parts: Parts = []
    headings = {f"{group.label} : {group.entries[0].name}" for group in card.leads}
    if card.verdict and card.verdict not in headings:
        parts.append(Paragraph(card.verdict, "bold"))
    if card.remark:
        parts.append(Paragraph(card.remark))
    parts += _shares(card, level)
    for rank, group in enumerate(card.leads):
        if rank or (card.shares and level < LAST) or (card.remark and group.label != INSTEAD):
            parts.append("")
        parts += _lead(group, width, level)
    for sentence in filter(None, (*card.notices, card.environment)):
        parts += [*([""] if parts else []), Paragraph(sentence)]
    return parts


def _shares(card: Card, level: int) -> Parts:
    """Which guichets verts serve which parts; folded, without codes; of many, how many."""
    shares, nobody = card.shares, f"aucun ({card.listed})"
    if level >= AUDIENCES and len(shares) > MOST_SHARES:
        numbers = [f"{', '.join(one.names)} ({len(one.parts)})" for one in shares if one.names]
        numbers += [f"aucun ({len(one.parts)}, {card.listed})" for one in shares if not one.names]
        return [Paragraph(f"Par nombre de départements : {', '.join(numbers)}.")]
    parts: Parts = []
    for share in shares:
        said = share.parts
        if level >= FEWER and len(said) > 2:
            said = tuple(one.rpartition(" (")[0] for one in said)
        if level >= GROUPS and len(said) > 3:
            said = (f"{len(said)} départements",)
        served = joined(text(", ".join(share.names) or nobody, "bold"), f" : {', '.join(said)}")
        parts.append(Paragraph(served, indent=3, hang=2))
    return parts


def _lead(group: Section, width: int, level: int) -> Parts:
    """The networks to contact first: a single one in full, several more briefly."""
    if group.label == INSTEAD:
        return _instead(group, width, level)
    first, *others = group.entries
    gloss: Parts = [Paragraph(f"({group.gloss})")] if group.gloss else []
    if not others:
        where = f" ({first.where})" if first.partial else ""
        heading = Paragraph(joined(f"{group.label} : ", name(first), where))
        about = map(Paragraph, (first.summary, terms(first)))
        ways = _ways(first, width, level)
        return [heading, *gloss, *about, *doubts([first]), *ways]
    parts: Parts = []
    if group.label != GUICHET:  # the verdict replaces the heading of several guichets verts
        parts += [Paragraph(f"{group.label} :"), *gloss]
    if level < LAST and all(entry.summary == first.summary for entry in others):
        parts.append(Paragraph(first.summary))
    if all(terms(entry) == terms(first) for entry in others):
        parts.append(Paragraph(terms(first)))
    most = {EVERYTHING: len(group.entries)}.get(level, MOST_SHARES if level < GROUPS else 2)
    shown, more = group.entries[:most], len(group.entries[most:])
    label_width = _label_width(shown, width)
    room = room_beside(label_width, width, indent=1)
    way = best_way if level == LAST else _way_with_caveat
    pairs = ((name(one, one.label), way(one, room)) for one in shown)
    ids = " ".join(entry.id for entry in (shown if not more else (first,)))
    following = f" · {_count_folded(more)}" if more else ""
    return [
        *parts,
        *side_by_side(pairs, width, label_width, indent=1),
        *doubts(shown),
        Paragraph(f"→ reseaux show {ids}{following}", "dim", indent=3),
    ]


def _way_with_caveat(entry: Entry, room: int) -> Text:
    """The best way to reach a network, with its caveat."""
    way = entry.ways_in[0] if entry.is_documented else None
    if way is None:
        return best_way(entry, room)
    said = _caveat(way)
    return joined(address(way, entry, room), f" · {said}" if said else "")


def _caveat(way: WayIn, level: int = 0) -> str:
    """The caveat of a way in; a note of research is its mark alone, unless everything is shown."""
    caveat = "" if way.mark and level != EVERYTHING else uncapitalised(way.caveat)
    return " · ".join(filter(None, (caveat, way.mark, way.age)))


def _instead(group: Section, width: int, level: int) -> Parts:
    """The networks in place of a guichet vert, numbered."""
    parts: Parts = [Paragraph(f"{group.label} :")]
    label_width = _label_width(group.entries, width) + 3
    for rank, entry in enumerate(group.entries, start=1):
        label = joined(f"{rank}. ", name(entry, entry.label))
        parts += side_by_side(
            [(label, _priced_way(entry, room_beside(label_width, width)))], width, label_width
        )
        if level < LAST:
            parts.append(Paragraph(entry.summary, indent=6))
    return parts


def _ways(entry: Entry, width: int, level: int) -> Parts:
    """The ways to reach a network, each with its caveat; and the command for more."""
    parts: Parts = []
    indent, ways = 3, entry.ways_in
    if not entry.is_documented:
        asked = " ; passez par :" if ways else "."
        parts.append(Paragraph(f"Aucune adresse documentée{asked}", indent=indent))
        indent, ways = 5, ways[:1] if level >= GROUPS else ways
    for way in ways:
        shown = address(way, entry, LONGEST_ADDRESS)
        if way.kind == "link" and cell_len(way.target) <= LONGEST_ADDRESS - indent:
            shown = joined(f"{way.text} ", text(way.target, "address", way.target))
        elif way.kind == "link":
            shown = joined(shown, f" ({command(entry)})")
        parts += _with_caveat(shown, _caveat(way, level), indent, width)
    if not entry.where or level < LAST:
        for how, caveat in entry.access:
            parts += _with_caveat(text(how.rstrip(".")), caveat, indent, width)
    return [*parts, Paragraph(f"→ reseaux show {entry.id}", "dim", indent=3)]


def _with_caveat(shown: Text, caveat: str, indent: int, width: int) -> Parts:
    """A text, with a caveat beside it if there is room, else below it."""
    beside = joined(shown, f" · {uncapitalised(caveat)}" if caveat else "")
    if indent + cell_len(beside.plain) <= min(width, LONGEST_LINE):
        return [Paragraph(beside, indent=indent)]
    below = [Paragraph(caveat, indent=indent + 2)] if caveat else []
    return [Paragraph(shown, indent=indent, hang=2), *below]


# --- the others ----------------------------------------------------------------------------------


def _others(card: Card, width: int, level: int) -> Parts:
    """The other networks: by use, by audience, and those without an address."""
    listed = len(card.groups) - min(max(level - GROUPS + 1, 0), len(card.groups))
    groups, named = card.groups[:listed], card.groups[listed:]
    apart = [*card.audiences[:1]]
    apart += (one.replace(label=one.label.removeprefix("Pour ")) for one in card.audiences[1:])
    apart += [Section(WITHOUT_ADDRESS, card.unreachable)] if card.unreachable else []
    if level < AUDIENCES:
        groups, apart = (*groups, *card.audiences, *apart[len(card.audiences) :]), []
    if level >= GROUPS + len(card.groups):
        named, apart = (), [*named, *apart]
    label_width = _label_width((one for group in groups for one in group.entries), width)
    most = 1 if level == LAST else MOST_NAMES if level >= FEWER else None
    parts = [part for group in groups for part in _group(group, width, label_width, level)]
    parts += [Paragraph(_named(group, most)) for group in named]
    if apart:
        said = [part for group in apart for part in (" · ", _named(group, most))]
        parts.append(Paragraph(joined(*said[1:])))
    if not card.all_priced and level <= GROUPS:
        parts.append(Paragraph(NO_OTHER_COST))
    return parts


def _named(group: Section, most: int | None) -> Text:
    """A heading, and the names of the networks below it, side by side; of many, the first."""
    without = "" if group.label == WITHOUT_ADDRESS else f" ({NO_ADDRESS})"
    names = [
        one.label + name_marks(one) + ("" if one.is_documented else without)
        for one in group.entries
    ]
    if most and len(names) > most:
        names[most:] = [counted(len(names) - most, "autre")]
    return joined(text(f"{group.label} : ", "dim"), ", ".join(names))


def _group(group: Section, width: int, label_width: int, level: int) -> Parts:
    """A heading, and the networks below it; folded, the first two."""
    gloss = f" ({group.gloss})" if group.gloss else ""
    parts: Parts = [Paragraph(f"{group.label}{gloss}", "dim")]
    most = 2 if level >= FEWER and len(group.entries) > 3 else len(group.entries)
    room = room_beside(label_width, width)
    for entry in group.entries[:most]:
        way = _priced_way(entry, room)
        if group.label == WITHOUT_ADDRESS:  # which need not be repeated
            way = text(command(entry), "address", entry.ways_in[0].target if entry.ways_in else "")
        parts += side_by_side([(name(entry, entry.label), way)], width, label_width)
        if level == EVERYTHING:
            ways = (address(way, entry, LONGEST_ADDRESS) for way in entry.ways_in[1:])
            parts += [Paragraph(one, indent=5) for one in (text(entry.summary), *ways)]
    if more := len(group.entries) - most:
        parts.append(Paragraph(_count_folded(more), indent=3))
    return parts


def _priced_way(entry: Entry, room: int) -> Text:
    """The best way to reach a network, its cost if it is known, and where it is if that matters."""
    more = (uncapitalised(entry.cost), entry.where if entry.partial else "")
    return joined(best_way(entry, room), *(f" · {one}" for one in more if one))


def _label_width(entries: Iterable[Entry], width: int) -> int:
    longest = max((cell_len(name(one, one.label).plain) for one in entries), default=0)
    return min(longest, max(width * 3 // 8, 20))


def _count_folded(count: int) -> str:
    """The number of networks that only ``--tout`` shows."""
    return f"et {counted(count, 'autre')} : --tout"
