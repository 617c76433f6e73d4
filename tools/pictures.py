"""Pictures of what ``reseaux`` draws on a terminal, for the READMEs; ``docs.py`` writes them."""

import io

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import achats_reseaux
from achats_reseaux.output import views
from achats_reseaux.output.terminal import Terminal

WIDTH, HEIGHT = 80, 24
YELLOW = 3
"""The one colour of a theme that cards use: what is to be verified."""


def theme_of(
    ground: tuple[int, int, int], letters: tuple[int, int, int], yellow: tuple[int, int, int]
) -> TerminalTheme:
    """A theme of these colours, the yellow legible on its ground."""
    colors = [(0, 0, 0)] * 8
    colors[YELLOW] = yellow
    return TerminalTheme(ground, letters, colors, colors)


LIGHT = theme_of((255, 255, 255), (31, 35, 40), (125, 78, 0))
DARK = theme_of((22, 27, 34), (230, 237, 243), (210, 153, 34))
THEMES = {
    "": (LIGHT, {"#0087af": "#006f91", "#787b7e": "#656a70"}),
    "-dark": (DARK, {"#0087af": "#58a6d6"}),
}
"""By what the name of a picture ends with: its theme, and what stands for colours pale on it."""

# Rich's own format fetches a font from another site; a picture here asks nobody for anything.
FORMAT = """\
<svg viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace;
font-size: {char_height}px; line-height: {line_height}px; }}
.{unique_id}-title {{ font: bold 18px sans-serif; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal"><rect x="0" y="0" width="{terminal_width}"
height="{terminal_height}"/></clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def card(place: str, theme: TerminalTheme, legible: dict[str, str]) -> str:
    """The card of a place as an SVG picture, under the command that draws it."""
    answer = achats_reseaux.find(place, today="2026-11-24")
    terminal = Terminal(True, WIDTH, HEIGHT, environ={"TERM": "xterm", "COLORTERM": "truecolor"})
    text = views.render(answer, terminal)
    console = Console(record=True, width=WIDTH, file=io.StringIO(), legacy_windows=False)
    # Before version 15, Rich drops the last end of a line.
    console.print(Text.from_ansi(text.removesuffix("\n")))
    picture = console.export_svg(
        title=f"reseaux find {place}", theme=theme, code_format=FORMAT, unique_id="card"
    )
    for color, better in legible.items():
        picture = picture.replace(color, better)
    picture = picture.replace("rgba(255,255,255,0.35)", "#8b949e")  # a frame on any ground
    return "\n".join(line.rstrip() for line in picture.splitlines()) + "\n"
