"""Rich for one terminal: texts, addresses and tables, drawn as a string.

Texts of a catalogue are made visible and passed to Rich as ``Text``, never as markup. Names are
bold, doubts dim, addresses the only colour; nothing is said by a style alone.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console, Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from achats_reseaux.answering.card import areas_served, host, own_doubt, ways_in
from achats_reseaux.text import no_break, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from rich.console import RenderableType

    from achats_reseaux.answering.card import Section
    from achats_reseaux.model import Catalogue, Match
    from achats_reseaux.output.terminal import Terminal

    Parts = list[RenderableType]

NARROW, WIDE = 80, 100
"""Columns of a terminal: below the first, networks are a list; from the second on, with names."""

GAP = 2
"""The spaces between two columns, and of an indentation."""

LONGEST_ID = 30
"""A longer id is broken in a table."""

ADDRESS = "color(31)"  # legible on light and dark grounds; the cyan of a terminal of 16 colours
STAR = "\u00a0*"
STARRED = "* À vérifier : reseaux show, suivi de l'identifiant, dit quoi."

# Rich breaks lines at all that is white, no-break spaces and this character without a width too.
# The other one, of the private use area, replaces those until the lines are broken.
_BREAK, _UNBROKEN = "\x1f", "\ue000"
_BREAKABLE = re.compile(r"-|\.(?=\S*\.)")
"""After what a cell is broken within a word: a hyphen or a dot, but ``gouv.fr`` is whole."""
_LETTERS = str.maketrans("·█▓▒░", "-#%=:")
"""What stands for our signs where an encoding has none of them."""


def text(content: str, style: str = "", link: str = "", *, in_cell: bool = False) -> Text:
    """A text in a style, with a link to a URI where the terminal supports links."""
    shown = no_break(visible(content)).replace("\u00a0", _UNBROKEN)
    styled = Text(_BREAKABLE.sub(rf"\g<0>{_BREAK}", shown) if in_cell else shown)
    styled.stylize(style)  # as a base style it would cover the padding of a cell as well
    if link:
        styled.stylize(f"link {visible(link).replace(' ', '%20')}")
    return styled


def joined(*parts: Text | str) -> Text:
    """Texts, one after the other."""
    return Text.assemble(*(text(one) if isinstance(one, str) else one for one in parts))


def console_of(terminal: Terminal) -> Console:
    """Rich's console for a terminal, which finds its colours, its links and its boxes.

    With ``NO_COLOR`` it has no styles at all, as with ``--color never``.
    """
    by_choice = {"always": "", "never": "1"}
    colorless = by_choice.get(terminal.color, terminal.environ.get("NO_COLOR", ""))
    return Console(
        file=io.TextIOWrapper(io.BytesIO(), terminal.encoding),
        width=terminal.width,
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


def drawn(parts: Iterable[RenderableType], terminal: Terminal) -> str:
    """Renderables as text for a terminal."""
    console = console_of(terminal)
    with console.capture() as capture:
        console.print(Group(*parts), crop=False)
    shown = capture.get().replace(_BREAK, "").replace(_UNBROKEN, " ")
    if console.options.ascii_only:
        shown = shown.translate(_LETTERS)
    return "\n".join(line.rstrip(" ") for line in shown.split("\n"))


# --- tables --------------------------------------------------------------------------------------


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
    least = [max(map(_longest_word, column)) for column in columns]
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


def _longest_word(cell: Text) -> int:
    return max(map(cell_len, cell.plain.split()), default=0)


# --- networks ------------------------------------------------------------------------------------


def networks_table(
    catalogue: Catalogue, groups: Sequence[Section], width: int, *, sectioned: bool = True
) -> RenderableType:
    """The one table of networks: a section a group, or one of all with a column for its label.

    From ``WIDE`` on with names; below ``NARROW`` a list. Each network begins a line; the other
    lines of it begin with a space.
    """
    head = ["Identifiant", "Nom", "Où" if sectioned else "Pour quoi", "Contact"]
    shown = [0, 1, 2, 3] if width >= WIDE else [0, 2, 3]
    rows: list[list[Text]] = []
    listed: Parts = []
    for group in groups:
        if sectioned and group.label:
            label = text(group.label.replace(" ", "\u00a0"), "dim")
            rows += [*[[Text()] * 4] * bool(rows), [label, *[Text()] * 3]]
            listed += [*[""] * bool(listed), label]
        for one in group.matches:
            about = areas_served(one.network) if sectioned else _use(group.label, one)
            rows.append(_row(catalogue, one, about))
            listed += [rows[-1][0], Padding.indent(joined(rows[-1][2], " · ", rows[-1][3]), GAP)]
    cells = [[row[rank] for rank in shown] for row in rows]
    drawing = table([head[rank] for rank in shown], cells, width) if width >= NARROW else None
    return drawing or Group(*listed)


def _use(label: str, match: Match) -> str:
    return label + (f" · {areas_served(match.network)}" if match.coverage == "partial" else "")


def _row(catalogue: Catalogue, match: Match, about: str) -> list[Text]:
    """The id, the name, what it is about, and the contact of a network."""
    network = match.network
    named = text(network.id, "bold", in_cell=len(network.id) > LONGEST_ID)
    told = (text(one, in_cell=True) for one in (network.label, about))
    return [joined(named, name_marks(match)), *told, _contact(catalogue, match)]


def _contact(catalogue: Catalogue, match: Match) -> Text:
    """The first way in as a link named by its site; with a star if something is to be verified."""
    first, *_ = (*ways_in(match), None)
    if first is None or first.kind == "link":
        shown = text("sans\u00a0adresse")
    else:
        shown = text(host(first.text), ADDRESS, first.target, in_cell=True)
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
    told = (f"{labels[kind]} : {uncapitalised(said)}." for said, kind in shared.items() if said)
    return [*starred, *told]


def name_marks(one: Match) -> str:
    """That a network is one's own, or that its validity has ended."""
    return " [local]" * (one.network.origin == "local") + " [périmé]" * one.expired


def uncapitalised(sentence: str) -> str:
    """A sentence without its capital and its full stop, to stand within another one."""
    is_word = sentence[1:2].islower() or sentence[1:2] in ("'", "’")
    first = sentence[:1].lower() if is_word else sentence[:1]
    return f"{first}{sentence[1:]}".rstrip(".")
