"""What tables and cards are made of: harmless text, and what is said of a network.

Catalogue text reaches Rich as ``Text``, never as markup, and is made visible first.
"""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Literal

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from achats_reseaux.answering.search import GUICHET_VERT
from achats_reseaux.output import messages
from achats_reseaux.text import visible

if TYPE_CHECKING:
    from rich.console import RenderableType

    from achats_reseaux.model import Imprint, Match
    from achats_reseaux.output.terminal import Terminal

_SYSTEMS: dict[int, Literal["standard", "256", "truecolor"]] = {
    16: "standard",
    256: "256",
    16777216: "truecolor",
}
GREEN = "bold green"

# Rich parts lines at no-break spaces too. This stands in for them until the lines are made: it is
# of the private use area, which no visible text holds.
GLUE = "\ue000"


def text_of(parts: list[RenderableType], terminal: Terminal) -> str:
    """Renderables as text for a terminal: no escape at all where it has no colours."""
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
    lines = capture.get().replace(GLUE, " ").split("\n")
    return "\n".join(line.rstrip() for line in lines)


def said(text: str, style: str = "") -> Text:
    """A sentence, in a style."""
    sentence = Text(glued(visible(text)), overflow="fold")
    sentence.stylize(style)  # as a base style it would cover the padding of a cell as well
    return sentence


def glued(text: str) -> str:
    """Punctuation never begins a line, nor does a code or what follows an opening guillemet."""
    text = re.sub(r" (?=\(\w{2,3}\))", GLUE, text)
    for mark in ":;?!»":
        text = text.replace(f" {mark}", GLUE + mark)
    text = text.replace("« ", "«" + GLUE)
    return text.replace("\u00a0", GLUE).replace("\u202f", GLUE)


def inside(part: RenderableType) -> RenderableType:
    """A part, set off from the margin."""
    return Padding(part, (0, 0, 0, 2))


# --- what is said of one network -----------------------------------------------------------------


def name_of(match: Match, between: str = "\n") -> Text:
    """A network's name, its id and what sets it apart."""
    network = match.network
    style = GREEN if network.kind == GUICHET_VERT else "bold"
    text = Text.assemble((said(network.name).plain, style), between, (visible(network.id), "dim"))
    for mark in messages.marks(match):
        text.append(f" [{mark}]", "yellow" if mark == "local" else "red")
    return text


def kind_of(match: Match, imprint: Imprint) -> str:
    """The label of its kind."""
    return imprint.labels("kind").get(match.network.kind, match.network.kind)


def themes_of(match: Match, imprint: Imprint) -> list[str]:
    """The labels of its themes."""
    labels = imprint.labels("theme")
    return [labels.get(one, one).lower() for one in match.network.themes]


def perimeter_of(match: Match) -> str:
    """The territories that it covers."""
    names = ", ".join(area.name for area in match.network.covers) or "France entière"
    return f"{names} (une partie du lieu)" if match.coverage == "partial" else names


def summary_of(match: Match, imprint: Imprint, *, perimeter: bool = True) -> Text:
    """Its kind, themes and perimeter on one line."""
    parts = [kind_of(match, imprint), ", ".join(themes_of(match, imprint))]
    return said(" · ".join([*parts, perimeter_of(match)] if perimeter else parts))


def contact_of(match: Match) -> Text:
    """The ways to reach it, one a line, or that none is documented."""
    contact = match.network.contact
    ways = [one for one in (contact.url, contact.email, contact.phone) if one]
    return stacked(ways) if ways else said("adresse non documentée", "dim")


def stacked(lines: list[str]) -> Text:
    """Sentences one under the other."""
    return Text("\n", overflow="fold").join(said(line) for line in lines)
