"""One network in any view: its name, its cost, the ways to reach it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from achats_reseaux.output.page.old_card import NO_COST
from achats_reseaux.output.views.rich_layout import Paragraph, joined, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.text import Text

    from achats_reseaux.output.page.old_card import Entry, WayIn
    from achats_reseaux.output.views.rich_layout import Parts

LONGEST_ADDRESS = 78
"""In place of a longer address, the command that opens it is shown."""

NO_ADDRESS = "sans adresse"

BADGE = "à vérifier"


def name(entry: Entry, label: str = "", style: str = "bold") -> Text:
    """A network's name, with its marks."""
    target = entry.ways_in[0].target if entry.is_documented else ""
    return joined(text(label or entry.name, style, target), name_marks(entry))


def name_marks(entry: Entry) -> str:
    """That a network is local or expired, in brackets."""
    return " [local]" * entry.is_local + " [périmé]" * entry.expired


def terms(entry: Entry) -> str:
    """The cost of a network and who may call, on one line."""
    return "".join((entry.cost.rstrip(".") or NO_COST, *after_dots([entry.who])))


def doubts(entries: Sequence[Entry]) -> Parts:
    """What is to be verified of networks: once if it is the same of all, else with their names."""
    said = {entry.doubt: entry.label for entry in entries if entry.doubt}
    is_shared = len({entry.doubt for entry in entries}) == 1
    return [
        Paragraph(f"{'À' if is_shared else f'{label}, à'} vérifier : {continued(one)}")
        for one, label in said.items()
    ]


def command(entry: Entry) -> str:
    """The command that opens the address of a network, or tells where to ask for it."""
    return f"reseaux open {entry.id}"


def address(way: WayIn, entry: Entry, room: int = LONGEST_ADDRESS) -> Text:
    """An address, or where it does not fit the command that opens it, if this does."""
    own = way.target if way.kind == "link" else way.text
    longest = LONGEST_ADDRESS if cell_len(command(entry)) > room else room
    return text(own if cell_len(own) <= longest else command(entry), "address", way.target)


def best_way(entry: Entry, room: int, *more: str) -> Text:
    """The best way to reach a network, or the command for where to ask if it has none.

    ``more`` is to be told beside it.
    """
    if not entry.ways_in:
        return joined(NO_ADDRESS, *after_dots(more))
    way = entry.ways_in[0]
    if not entry.is_documented:
        shown = text(command(entry), "address", way.target)
        return joined(f"{NO_ADDRESS} : ", shown, *after_dots(more))
    badge = way.mark or (BADGE if entry.doubt else "")
    said = ", ".join(filter(None, (badge, way.age))).replace(" ", "\u00a0")
    shown = address(way, entry, min(room, LONGEST_ADDRESS))
    return joined(shown, f" ({said})" if said else "", *after_dots(more))


def ways_in(entry: Entry, longest: int = LONGEST_ADDRESS, *, notes: bool = False) -> Parts:
    """All ways to reach a network, each with its caveat; or the pages that lead to it.

    Args:
        entry: the network.
        longest: the longest address that is shown.
        notes: whether a note of research is shown, not its mark alone.
    """
    parts: Parts = []
    if not entry.is_documented:
        following = " ; passez par :" if entry.ways_in else "."
        parts.append(Paragraph(f"Aucune adresse documentée{following}", indent=3))
    for way in entry.ways_in:
        caveat = "" if way.mark and not notes else way.caveat
        label = f"{way.text} : " if way.kind == "link" else ""
        beside = after_dots((caveat, way.mark, way.age))
        shown = joined(label, address(way, entry, longest), *beside)
        parts.append(Paragraph(shown, indent=3 if entry.is_documented else 5, hang=2))
    return parts


def after_dots(sentences: Iterable[str]) -> Iterator[str]:
    """Sentences as the parts of one, a dot before each; before it, an address may fill its line."""
    for one in filter(None, sentences):
        yield " "
        yield f"· {uncapitalised(one)}"


def uncapitalised(sentence: str) -> str:
    """A sentence without its capital and its full stop, to stand within another one."""
    return continued(sentence).rstrip(".")


def continued(sentence: str) -> str:
    """A sentence without its capital, to continue another one."""
    is_word = sentence[1:2].islower() or sentence[1:2] in ("'", "’")
    return (sentence[:1].lower() if is_word else sentence[:1]) + sentence[1:]
