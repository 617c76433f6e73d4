"""The map of France as a standalone SVG."""

from __future__ import annotations

from html import escape

from achats_reseaux.answering.coverage_totals import totals
from achats_reseaux.output.map.picture import DARK, LIGHT, SIZE, Picture, by_paint, nobody, outlines
from achats_reseaux.text import visible, wrapped

_FONTS = "system-ui,-apple-system,'Segoe UI','Liberation Sans','DejaVu Sans',Arial,sans-serif"
_MARGIN, _SIZE, _LEADING, _TITLE_SIZE = 28, 13, 18, 22
_WIDTH, _LETTERS, _TITLE_LETTERS = SIZE + 4 * _MARGIN, 84, 46
"""How wide the picture is; how many letters fit a line of it, or of its title, in any font."""

_GROUND, _INK = ("#ffffff", "#131816"), ("#1b1f24", "#e7ece9")
"""The colours of the ground and of the text, on light and on dark."""

_LIMITS = {"partial": " (en partie)", "trace": " (piste, non confirmée)"}
"""By status what the title of a département says behind the names."""


def render(picture: Picture) -> str:
    """Draw the map as an SVG document.

    It needs no font, script or other file. Its ground is white, on paper and for a viewer
    without style sheets; on a screen whose theme is dark it is dark.
    """
    title = list(map(_escaped, wrapped(picture.title, _TITLE_LETTERS, 0)))
    lines = _lines_below(picture)
    head = _MARGIN + len(title) * 2 * _LEADING + _LEADING
    below = head + SIZE + 2 * _LEADING
    height = below + len(lines) * _LEADING
    described = [f"{entry.head} : {entry.text}." for entry in picture.legend()]
    described += [*totals(picture.coverage), *picture.sources]
    size = f'viewBox="0 0 {_WIDTH} {height}" width="{_WIDTH}" height="{height}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="fr" xml:lang="fr" {size} role="img"',
        ' aria-labelledby="titre description">',
        f'<title id="titre">{_escaped(picture.title)}</title>',
        f'<desc id="description">{_escaped(" ".join(described))}</desc>',
        f"<style>{_dark_rules(picture)}</style>",
        f'<rect class="ground" width="{_WIDTH}" height="{height}" fill="{_GROUND[0]}"/>',
        f'<g class="ink" font-family="{_FONTS}" font-size="{_SIZE}" fill="{_INK[0]}">',
        f'<g font-size="{_TITLE_SIZE}" font-weight="700">',
    ]
    parts += _placed(title, _MARGIN + _LEADING, 2 * _LEADING)
    parts.append(f'</g><g class="edges" transform="translate({_MARGIN} {head})"')
    parts.append(f' stroke="{_GROUND[0]}" stroke-width=".8" stroke-linejoin="round">')
    parts += _departements(picture)
    parts.append("</g>")
    parts += _placed(lines, below, _LEADING)
    return "\n".join([*parts, "</g>", "</svg>", ""])


def _escaped(text: str) -> str:
    return escape(visible(text))


def _paint(name: str) -> str:
    return f'class="{name}" fill="{by_paint(LIGHT)[name]}"'


def _dark_rules(picture: Picture) -> str:
    """The style sheet of a dark screen: the ground, the text and each paint that is drawn."""
    rules = [f".ground{{fill:{_GROUND[1]}}}.ink{{fill:{_INK[1]}}}.edges{{stroke:{_GROUND[1]}}}"]
    for name in sorted({name for entry in picture.legend() for name in entry.paints}):
        rules.append(f".{name}{{fill:{by_paint(DARK)[name]}}}")
    return f"@media screen and (prefers-color-scheme:dark){{{''.join(rules)}}}"


def _placed(lines: list[str], top: int, leading: int) -> list[str]:
    """Lines of text, one below the other."""
    placed = []
    for line in lines:
        placed.append(f'<text x="{_MARGIN}" y="{top}">{line}</text>')
        top += leading
    return placed


def _departements(picture: Picture) -> list[str]:
    coverage = picture.coverage
    drawn = outlines()
    paints = picture.paints()
    paths = []
    for part in coverage.departements():
        code = part.code
        served = ", ".join(coverage.names_of(part)) or nobody(coverage).lower()
        limit = _LIMITS.get(part.status, "")
        title = _escaped(f"{part.name} ({code}) : {served}{limit}")
        path = f'<path data-code="{code}" {_paint(paints[code])} d="{drawn[code].path}">'
        paths.append(f"{path}<title>{title}</title></path>")
    return paths


def _lines_below(picture: Picture) -> list[str]:
    """The lines below the map: the legend, the totals and the source."""
    lines = []
    for entry in picture.legend():
        squares = "".join(f"<tspan {_paint(name)}>■</tspan> " for name in entry.paints)
        lines.append(f'{squares}<tspan font-weight="700">{_escaped(entry.head)}</tspan>')
        lines += map(_escaped, wrapped(entry.text, _LETTERS, 0))
        lines.append("")
    for fact in (*totals(picture.coverage), *picture.sources):
        lines += map(_escaped, wrapped(fact, _LETTERS, 0))
    return lines
