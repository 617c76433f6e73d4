"""Draw tables on a terminal; the only module that imports Rich.

Texts of a catalogue are made visible and passed to Rich as ``Text``, never as markup.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Literal

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from achats_reseaux.text import no_break, visible

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rich.console import RenderableType

    from achats_reseaux.output.terminal import Terminal

_SYSTEMS: dict[int, Literal["standard", "256", "truecolor"]] = {
    16: "standard",
    256: "256",
    16777216: "truecolor",
}
# Rich breaks lines at no-break spaces too. This character of the private use area, which no visible
# text contains, replaces them until the lines are broken.
PLACEHOLDER = "\ue000"


def drawn_text(parts: list[RenderableType], terminal: Terminal) -> str:
    """Renderables as text for a terminal, without escape sequences if it has no colours."""
    system = _SYSTEMS.get(terminal.colors)
    console = Console(
        file=io.StringIO(),
        width=terminal.width,
        color_system=system,
        force_terminal=system is not None,
        no_color=system is None,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    with console.capture() as capture:
        for part in parts:
            console.print(part)
    lines = capture.get().replace(PLACEHOLDER, " ").split("\n")
    return "\n".join(line.rstrip() for line in lines)


def styled(text: str, style: str = "") -> Text:
    """A sentence, in a style."""
    unbroken = no_break(visible(text)).replace("\u00a0", PLACEHOLDER)
    sentence = Text(unbroken, overflow="fold")
    sentence.stylize(style)  # as a base style it would cover the padding of a cell as well
    return sentence


def grid(
    title: str,
    head: list[str],
    rows: list[list[str]],
    notes: tuple[str, ...],
    terminal: Terminal,
    *,
    styles: Mapping[str, str] | None = None,
) -> str:
    """Rows of plain cells as a table; a row whose first cell begins with a space is a detail.

    ``styles`` is the style of cells by their text.
    """
    table = Table(
        box=box.SIMPLE_HEAD if terminal.unicode else box.ASCII2,
        pad_edge=False,
        padding=(0, 1, 0, 0),
    )
    columns = [[name, *(row[rank] for row in rows)] for rank, name in enumerate(head)]
    longest = [max(len(word) for cell in one for word in cell.split(" ")) for one in columns]
    # Rich leaves out, without a sign, what lies beyond the width that it is told to keep.
    whole = terminal.width >= sum(longest) + 2 * len(head)
    for (name, *cells), width in zip(columns, longest, strict=True):
        numeric = all(cell[:1].isdigit() for cell in cells)
        table.add_column(
            name,
            overflow="fold",
            justify="right" if numeric else "left",
            min_width=width if whole else None,
        )
    for row in rows:
        style = "dim" if row[0].startswith(" ") else ""
        table.add_row(*(styled(cell, (styles or {}).get(cell, style)) for cell in row))
    parts: list[RenderableType] = [styled(title, "bold"), table]
    return drawn_text([*parts, *(styled(note, "dim") for note in notes)], terminal)
