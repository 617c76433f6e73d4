"""Rich for one terminal: texts, addresses and tables, drawn as a string.

Texts of a catalogue are made visible and passed to Rich as ``Text``, never as markup. Names are
bold, doubts dim, addresses the only colour; nothing is said by a style alone.
"""

from __future__ import annotations

import io
import re
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console, Group
from rich.text import Text

from achats_reseaux.answering.card import (
    NO_ADDRESS,
    areas_served,
    host,
    own_doubt,
    ways_in,
)
from achats_reseaux.text import no_break, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.console import RenderableType

    from achats_reseaux.answering.card import Section
    from achats_reseaux.model import Catalogue, Match
    from achats_reseaux.output.terminal import Terminal

    Parts = list[RenderableType]
    Cells = Sequence[Sequence[Text]]

NARROW, WIDE, ROOMY = 80, 100, 120
"""Columns of a terminal: below the first, networks are a list; from the second on, with
names, from the third on with costs."""

GAP = 2
"""The spaces between two columns."""

LONGEST_ID = 30
"""A first column up to this width is not broken."""

ADDRESS = "color(31)"  # legible on light and dark grounds; the cyan of a terminal of 16 colours
_WITHOUT = "sans\u00a0adresse"
STAR = "\u00a0*"
STARRED = "* À vérifier : reseaux show, suivi de l'identifiant, dit quoi."

# Rich breaks lines at no-break spaces too. This character of the private use area, which no visible
# text contains, replaces them until the lines are broken.
_UNBROKEN = "\ue000"
_LETTERS = str.maketrans("─·█▒", "--#+")
"""What stands for our signs where an encoding has none of them."""
_PIECE = re.compile(r"(?:[^\s.-]|\.(?=\w+(?:[\s\ue000]|$)))*(?:[.-]+\s*|\s+|$)")
"""What stays on one line of a cell: up to a space, a hyphen or a dot, but ``gouv.fr``."""


def text(content: str, style: str = "", link: str = "") -> Text:
    """A text in a style, with a link to a URI where the terminal supports links."""
    unbroken = no_break(visible(content)).replace("\u00a0", _UNBROKEN)
    styled = Text(unbroken)
    styled.stylize(style)  # as a base style it would cover the padding of a cell as well
    if link:
        styled.stylize(f"link {visible(link).replace(' ', '%20')}")
    return styled


def joined(*parts: Text | str) -> Text:
    """Texts, one after the other."""
    return Text.assemble(*(text(one) if isinstance(one, str) else one for one in parts))


def stacked(*lines: Text) -> Text:
    """Texts, one below the other."""
    return Text("\n").join(lines)


def console_of(terminal: Terminal, width: int = 0) -> Console:
    """Rich's console for a terminal, which finds its colours, its links and its boxes.

    With ``NO_COLOR`` it has no styles at all, as with ``--color never``.
    """
    by_choice = {"always": "", "never": "1"}
    colorless = by_choice.get(terminal.color, terminal.environ.get("NO_COLOR", ""))
    return Console(
        file=io.TextIOWrapper(io.BytesIO(), terminal.encoding),
        width=width or terminal.width,
        height=terminal.height,
        force_terminal=terminal.interactive or terminal.color == "always" or None,
        color_system=None if colorless else "auto",
        no_color=False,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ=terminal.environ,
    )


def drawn(
    parts: Iterable[RenderableType],
    terminal: Terminal,
    width: int = 0,
    *,
    unbroken: bool = False,
) -> str:
    """Renderables as text for a terminal, or of another width; ``unbroken`` breaks no line."""
    console = console_of(terminal, width)
    with console.capture() as capture:
        if unbroken:
            console.print(Group(*parts), crop=False, no_wrap=True, overflow="ignore")
        else:
            console.print(Group(*parts), crop=False)
    shown = capture.get().replace(_UNBROKEN, " ")
    if console.options.ascii_only:
        shown = shown.translate(_LETTERS)
    return "\n".join(line.rstrip(" ") for line in shown.split("\n"))


# --- tables --------------------------------------------------------------------------------------


def table(
    head: Sequence[str],
    sections: Sequence[tuple[str, Cells]],
    width: int,
    *,
    numbers: Collection[int] = (),
) -> list[Text]:
    """A header with its rule, then one text a row; ``[]`` if the columns do not fit the width.

    The rows stand under the label of their section, or under ``""``; the columns at the positions
    ``numbers`` are aligned at the right. The first column is not broken up to ``LONGEST_ID``, the
    others are as wide as their cells if they fit; else a cell is broken after a space, a hyphen or
    a dot, never within a word.
    """
    titles = [text(one, "bold") for one in head]
    columns = [*zip(titles, *(row for _, rows in sections for row in rows), strict=True)]
    narrowest = [max(map(_longest_word, column)) for column in columns]
    natural = max(cell.cell_len for cell in columns[0])
    narrowest[0] = max(narrowest[0], min(LONGEST_ID, natural))
    room = width - GAP * (len(head) - 1)
    if sum(narrowest) > room:
        return []
    widths = _widths(columns, narrowest, room)
    rule = text("─" * (sum(widths) + GAP * (len(head) - 1)), "dim")
    return [
        stacked(_row(titles, widths, numbers), rule),
        *labelled(
            (label, [_row(one, widths, numbers) for one in rows]) for label, rows in sections
        ),
    ]


def labelled(sections: Iterable[tuple[str, Sequence[Text]]]) -> list[Text]:
    """The rows of sections, the first of each below its label."""
    made: list[Text] = []
    for label, rows in sections:
        for rank, row in enumerate(rows):
            gap = [Text()] if made else []
            above = [*gap, text(label, "dim")] if label and not rank else []
            made.append(stacked(*above, row))
    return made


def _row(cells: Sequence[Text], widths: Sequence[int], numbers: Collection[int]) -> Text:
    lines = []
    for line in zip_longest(*map(folded, cells, widths)):
        parts = [one or Text() for one in line]
        for rank, (part, width) in enumerate(zip(parts, widths, strict=True)):
            pad = part.pad_left if rank in numbers else part.pad_right
            pad(width - part.cell_len)
        lines.append(Text(" " * GAP).join(parts))
    return stacked(*lines)


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


def folded(cell: Text, width: int) -> list[Text]:
    """The lines of at most this width of a text, broken after spaces, hyphens and dots."""
    breaks, used = [], 0
    for piece in _PIECE.finditer(cell.plain):
        if used and used + cell_len(piece.group().rstrip()) > width:
            breaks.append(piece.start())
            used = 0
        used += cell_len(piece.group())
    lines = [*cell.divide(breaks)]
    for line in lines:
        line.rstrip()
    return lines


def _longest_word(cell: Text) -> int:
    return max(cell_len(piece.group().rstrip()) for piece in _PIECE.finditer(cell.plain))


# --- networks ------------------------------------------------------------------------------------

_HEAD = {
    "id": "Identifiant",
    "name": "Nom",
    "use": "Pour quoi",
    "where": "Où",
    "cost": "Coût",
    "contact": "Contact",
}


def networks_table(
    catalogue: Catalogue, groups: Sequence[Section], width: int, *, sectioned: bool = True
) -> list[Text]:
    """The one table of networks: a section a group, or one of all with a column for its label.

    From ``WIDE`` on with names, from ``ROOMY`` on with costs; below ``NARROW`` a list.
    """
    about = "where" if sectioned else "use"
    names = ["id", *["name"] * (width >= WIDE), about, *["cost"] * (width >= ROOMY), "contact"]
    rows = [
        [[_cell(catalogue, one, group, name) for name in names] for one in group.matches]
        for group in groups
    ]
    labels = [group.label if sectioned else "" for group in groups]
    shown = []
    if width >= NARROW:
        shown = table([_HEAD[one] for one in names], [*zip(labels, rows, strict=True)], width)
    return shown or labelled(
        (group.label, [_listed(catalogue, one, group, width) for one in group.matches])
        for group in groups
    )


def _cell(catalogue: Catalogue, match: Match, group: Section, name: str) -> Text:
    network = match.network
    if name == "contact":
        return contact(catalogue, match)
    if name == "id":
        return joined(text(network.id, "bold"), name_marks(match))
    use = group.label
    if use == NO_ADDRESS:  # its contact says so
        use = catalogue.labels("use").get(network.use, use)
    if match.coverage == "partial":
        use += f" · {areas_served(network)}"
    return text(
        {
            "name": network.label,
            "cost": (network.cost or "").rstrip("."),
            "use": use,
            "where": areas_served(network),
        }[name]
    )


def _listed(catalogue: Catalogue, match: Match, group: Section, width: int) -> Text:
    """A network without columns, for a narrow terminal."""
    about = joined(areas_served(match.network), " · ", contact(catalogue, match))
    lines = (joined(" " * GAP, one) for one in folded(about, width - GAP))
    return stacked(_cell(catalogue, match, group, "id"), *lines)


def contact(catalogue: Catalogue, match: Match) -> Text:
    """The first way in as a link named by its site; with a star if something is to be verified."""
    first, *_ = (*ways_in(match), None)
    if first is None or first.kind == "link":
        shown = text(_WITHOUT)
    else:
        shown = text(host(first.text), ADDRESS, first.target)
    return joined(shown, STAR) if is_starred(catalogue, match) else shown


def is_starred(catalogue: Catalogue, match: Match) -> bool:
    """Whether there is something to verify of a network alone, or of its first way in."""
    first = [way.doubtful for way in ways_in(match)[:1]]
    return bool(own_doubt(catalogue, match.network)) or any(first)


def table_notes(catalogue: Catalogue, matches: Sequence[Match]) -> list[str]:
    """What stands below a table: what the star means, and the doubts that a whole kind shares."""
    labels = catalogue.labels("kind")
    networks = [one.network for one in matches]
    shared = {one.doubt: one.kind for one in networks if not own_doubt(catalogue, one)}
    starred = [STARRED] if any(is_starred(catalogue, one) for one in matches) else []
    return starred + [
        f"{labels[kind]} : {continued(said)}" for said, kind in shared.items() if said
    ]


def name_marks(one: Match) -> str:
    """That a network is one's own, or that its validity has ended."""
    return " [local]" * (one.network.origin == "local") + " [périmé]" * one.expired


def uncapitalised(sentence: str) -> str:
    """A sentence without its capital and its full stop, to stand within another one."""
    return continued(sentence).rstrip(".")


def continued(sentence: str) -> str:
    """A sentence without its capital, to continue another one."""
    is_word = sentence[1:2].islower() or sentence[1:2] in ("'", "’")
    return (sentence[:1].lower() if is_word else sentence[:1]) + sentence[1:]
