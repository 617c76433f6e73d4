"""One network in any view: its name, its cost, the way in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from achats_reseaux.answering.card import NO_COST
from achats_reseaux.output.views.console import Paragraph, joined, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.text import Text

    from achats_reseaux.answering.card import Entry, WayIn
    from achats_reseaux.output.views.console import Parts

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
    said = ((" [local]", entry.is_local), (" [périmé]", entry.expired))
    return "".join(mark for mark, is_so in said if is_so)


def terms(entry: Entry) -> str:
    """The cost of a network and who may call, on one line."""
    cost = entry.cost.rstrip(".") or NO_COST
    return " · ".join([cost, *([uncapitalised(entry.who)] if entry.who else [])])


def doubts(entries: Sequence[Entry]) -> Parts:
    """What is to be verified of networks: once if it is the same of all, else with their names."""
    said = {entry.doubt: entry.label for entry in entries if entry.doubt}
    if len({entry.doubt for entry in entries}) == 1:
        return [Paragraph(f"À vérifier : {continued(one)}") for one in said]
    return [Paragraph(f"{label}, à vérifier : {continued(one)}") for one, label in said.items()]


def command(entry: Entry) -> str:
    """The command that opens the address of a network, or tells where to ask for it."""
    return f"reseaux open {entry.id}"


def address(way: WayIn, entry: Entry, room: int) -> Text:
    """An address, or where it does not fit the command that opens it, if this does."""
    if way.kind == "link":
        return text(way.text, "", way.target)
    longest = LONGEST_ADDRESS if cell_len(command(entry)) > room else min(room, LONGEST_ADDRESS)
    shown = way.text if cell_len(way.text) <= longest else command(entry)
    return text(shown, "address", way.target)


def best_way(entry: Entry, room: int) -> Text:
    """The best way to reach a network, or the command for where to ask if it has none."""
    if not entry.ways_in:
        return text(NO_ADDRESS)
    way = entry.ways_in[0]
    if not entry.is_documented:
        return joined(f"{NO_ADDRESS} : ", text(command(entry), "address", way.target))
    badge = way.mark or (BADGE if entry.doubt else "")
    said = ", ".join(filter(None, (badge, way.age))).replace(" ", "\u00a0")
    return joined(address(way, entry, room), f" ({said})" if said else "")


def uncapitalised(sentence: str) -> str:
    """A sentence without its capital and its full stop, to stand within another one."""
    return continued(sentence).rstrip(".")


def continued(sentence: str) -> str:
    """A sentence without its capital, to continue another one."""
    head = sentence[:1].lower() if sentence[1:2].islower() else sentence[:1]
    return head + sentence[1:]
