"""The map of France as a standalone SVG."""

from __future__ import annotations

from html import escape

from achats_reseaux.answering.coverage import totals
from achats_reseaux.output.map.outlines import SIZE, outlines
from achats_reseaux.output.map.picture import COLORS, nobody
from achats_reseaux.text import visible, wrapped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.output.map.picture import LegendEntry, Picture

_FONTS = "system-ui,-apple-system,'Segoe UI','Liberation Sans','DejaVu Sans',Arial,sans-serif"
_MARGIN, _HEAD, _SIZE, _LEADING = 28, 84, 13, 18
_LEFT, _COLUMN, _LETTERS = SIZE + 2 * _MARGIN, 372, 48
"""Where the legend begins, how wide it is, and how many letters fit there in any font."""


def render(picture: Picture) -> str:
    """Draw the map as an SVG document.

    It needs no font, script or other file. Its colours are light or dark as on the screen, and
    light on paper and in programs that ignore style sheets.
    """
    entries, facts = picture.legend(), totals(picture.coverage)
    legend, bottom = _legend(entries, facts)
    width = _LEFT + _COLUMN + _MARGIN
    below = max(_HEAD + SIZE, bottom) + _LEADING
    foot = wrapped(picture.source, _LETTERS * 3, 0)
    height = below + len(foot) * _LEADING + _MARGIN - _LEADING
    said = " ".join(f"{one.head} : {one.text}." for one in entries)
    heading = _escaped(picture.title)
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" lang="fr" xml:lang="fr" role="img"'
        f' viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
        ' aria-labelledby="titre description">'
    )
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        svg,
        f'<title id="titre">{heading}</title>',
        f'<desc id="description">{_escaped(" ".join((said, *facts, picture.source)))}</desc>',
        f"<style>{_style()}</style>",
        f'<rect width="{width}" height="{height}" {_paint("ground")}/>',
        f'<g font-family="{_FONTS}" font-size="{_SIZE}" {_paint("ink")}>',
        f'<text x="{_MARGIN}" y="46" font-size="22" font-weight="700">{heading}</text>',
        *_map(picture),
        *legend,
        *_lines(foot, _MARGIN, below),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _escaped(said: str) -> str:
    return escape(visible(said))


def _style() -> str:
    def rules(rank: int) -> str:
        fills = "".join(f".{name}{{fill:{both[rank]}}}" for name, both in COLORS.items())
        return f"{fills}.line{{stroke:{COLORS['ground'][rank]}}}"

    return (
        f":root{{color-scheme:light dark}}{rules(0)}"
        f"@media screen and (prefers-color-scheme:dark){{{rules(1)}}}"
        "@media print{*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}"
    )


def _paint(name: str) -> str:
    """A class, and a colour for programs that ignore style sheets."""
    return f'class="{name}" fill="{COLORS[name][0]}"'


def _map(picture: Picture) -> Iterable[str]:
    coverage, drawn, paints = picture.coverage, outlines(), picture.paints()
    yield (
        f'<g transform="translate({_MARGIN} {_HEAD})" class="line" stroke="#ffffff"'
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


def _legend(entries: list[LegendEntry], facts: Iterable[str]) -> tuple[list[str], int]:
    """The legend and the totals beside the map, and the height down to which they reach."""
    drawn: list[str] = []
    y = _HEAD + 10
    for entry in entries:
        for rank, name in enumerate(entry.paints):
            step = 36 / len(entry.paints)
            drawn.append(
                f'<rect x="{_LEFT + rank * step:g}" y="{y - 11}" width="{step:g}" height="13"'
                f" {_paint(name)}/>"
            )
        head = _escaped(entry.head)
        drawn.append(f'<text x="{_LEFT + 46}" y="{y}" font-weight="700">{head}</text>')
        lines = wrapped(entry.text, _LETTERS, 0)
        drawn += _lines(lines, _LEFT + 46, y + _LEADING)
        y += (len(lines) + 1) * _LEADING + 8
    for fact in facts:
        lines = wrapped(fact, _LETTERS, 0)
        drawn += _lines(lines, _LEFT, y)
        y += len(lines) * _LEADING
    return drawn, y


def _lines(lines: Iterable[str], x: int, y: int) -> list[str]:
    return [
        f'<text x="{x}" y="{y + rank * _LEADING}">{_escaped(line)}</text>'
        for rank, line in enumerate(lines)
    ]
