"""The map of France as a standalone SVG."""

from __future__ import annotations

from html import escape

from achats_reseaux.answering.coverage import totals
from achats_reseaux.output.map.outlines import SIZE, outlines
from achats_reseaux.output.map.picture import COLORS, nobody
from achats_reseaux.text import visible, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.output.map.picture import Picture

_FONTS = "system-ui,-apple-system,'Segoe UI','Liberation Sans','DejaVu Sans',Arial,sans-serif"
_MARGIN, _HEAD, _SIZE, _LEADING = 28, 84, 13, 18
_LEFT, _COLUMN, _LETTERS = SIZE + 2 * _MARGIN, 372, 48
"""Where the legend begins, how wide it is, and how many letters fit there in any font."""


def render(picture: Picture) -> str:
    """Draw the map as an SVG document.

    It needs no font, style sheet, script or other file; its ground is white.
    """
    legend = list(_legend(picture))
    foot = list(map(_escaped, wrapped(picture.source, _LETTERS * 3, 0)))
    below = _HEAD + max(SIZE, len(legend) * _LEADING) + _LEADING
    width, height = _LEFT + _COLUMN + _MARGIN, below + len(foot) * _LEADING + _MARGIN - _LEADING
    said = [f"{one.head} : {one.text}." for one in picture.legend()]
    description = " ".join((*said, *totals(picture.coverage), picture.source))
    heading = _escaped(picture.title)
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="fr" xml:lang="fr" {size} role="img"',
        ' aria-labelledby="titre description">',
        f'<title id="titre">{heading}</title>',
        f'<desc id="description">{_escaped(description)}</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        f'<g font-family="{_FONTS}" font-size="{_SIZE}" fill="#1b1f24">',
        f'<text x="{_MARGIN}" y="46" font-size="22" font-weight="700">{heading}</text>',
        *_map(picture),
        *_lines(legend, _LEFT, _HEAD + 10),
        *_lines(foot, _MARGIN, below),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _escaped(said: str) -> str:
    return escape(visible(said))


def _paint(name: str) -> str:
    return f'class="{name}" fill="{COLORS[name]}"'


def _map(picture: Picture) -> Iterable[str]:
    coverage, drawn, paints = picture.coverage, outlines(), picture.paints()
    yield (
        f'<g transform="translate({_MARGIN} {_HEAD})" stroke="#ffffff"'
        ' stroke-width=".8" stroke-linejoin="round">'
    )
    for one in coverage.departements():
        code = one.area.code
        served = ", ".join(coverage.names_of(one.networks)) or nobody(coverage).lower()
        part = " (en partie)" if one.status == "partial" else ""
        said = _escaped(f"{one.area.name} ({code}) : {served}{part}")
        yield (
            f'<path data-code="{code}" {_paint(paints[code])} d="{drawn[code].path}">'
            f"<title>{said}</title></path>"
        )
    yield "</g>"


def _legend(picture: Picture) -> Iterator[str]:
    """The lines of the legend and of the totals beside the map."""
    for entry in picture.legend():
        squares = "".join(f"<tspan {_paint(name)}>■</tspan> " for name in entry.paints)
        yield f'{squares}<tspan font-weight="700">{_escaped(entry.head)}</tspan>'
        yield from (*map(_escaped, wrapped(entry.text, _LETTERS, 0)), "")
    for fact in totals(picture.coverage):
        yield from map(_escaped, wrapped(fact, _LETTERS, 0))


def _lines(lines: Iterable[str], x: int, y: int) -> list[str]:
    return [
        f'<text x="{x}" y="{y + rank * _LEADING}">{one}</text>' for rank, one in enumerate(lines)
    ]
