"""The map of France as a standalone SVG, drawn from the same raster as on a terminal."""

from __future__ import annotations

from achats_reseaux.output.html_escape import escape_markup
from achats_reseaux.output.map.legend import counts, legend, nobody
from achats_reseaux.output.map.outlines import outlines
from achats_reseaux.output.map.tints import (
    TINTS,
    WHOLE,
    departements_by_code,
    paints,
    shades_note,
)
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from achats_reseaux.answering.coverage import Coverage
    from achats_reseaux.output.map.atlas import Atlas, Picture
    from achats_reseaux.output.map.legend import LegendEntry

_CELL = 11  # in units of the picture; outlines are in half cells, so that coordinates are integers
_MARGIN, _HEAD, _COLUMN, _LEADING = 28, 84, 372, 18
_SIZE = 13
_FONTS = "system-ui,-apple-system,'Segoe UI','Liberation Sans','DejaVu Sans',Arial,sans-serif"

# Light and dark; the light ones are printed.
_COLORS = {
    "ground": ("#ffffff", "#15181c"),
    "ink": ("#1b1f24", "#e8eaed"),
    "soft": ("#57606a", "#a3abb5"),
    "0": ("#00795c", "#1f9474"),
    "1": ("#2f9e7f", "#55bd9d"),
    "2": ("#00614a", "#0f7159"),
    "3": ("#7cc4a8", "#93dcc0"),
    "partial": ("#d98a00", "#e39a1c"),
    "none": ("#d5d8dc", "#454c55"),
}
_LABEL_COLORS = {  # the colour of a label, light and dark
    "0": ("#ffffff", "#000000"),
    "1": ("#000000", "#000000"),
    "2": ("#ffffff", "#ffffff"),
    "3": ("#000000", "#000000"),
    "partial": ("#000000", "#000000"),
    "none": ("#000000", "#ffffff"),
}


def render(picture: Picture, *, slide: bool = False) -> str:
    """Draw the map as an SVG document; ``slide`` centres it in the format 16:9.

    It needs no font, script or other file. Its colours are light or dark as on the screen, and
    light on paper and in programs that ignore style sheets. Areas with and without a network differ
    in lightness; partly covered ones are hatched.
    """
    coverage, atlas, source = picture.coverage, picture.atlas, picture.source
    names = paints(coverage, atlas.raster, picture.highlight)
    entries = legend(coverage, names, picture.highlight)
    rows, columns = len(atlas.raster), len(atlas.raster[0])
    left = _MARGIN + columns * _CELL + 36
    text: list[str] = []
    width, bottom, room = left - 36 + _MARGIN, 0, _HEAD + rows * _CELL + 12
    if picture.with_legend:
        width = left + _COLUMN + _MARGIN
        facts = [*shades_note(names), *counts(coverage)]
        text, bottom = _legend(atlas, entries, facts, left)
        if bottom > room:  # so that the height does not depend on the networks
            short = [entry.replace(details=()) for entry in entries]
            text, bottom = _legend(atlas, short, facts, left)
    below = max(_HEAD + rows * _CELL + 20, bottom + 8)
    foot = _wrapped(source, width - 2 * _MARGIN, 12)
    height = below + len(foot) * 16 + _MARGIN - 10
    said = ". ".join(f"{entry.head} {', '.join(entry.items)}" for entry in entries)
    said = ". ".join((said, *counts(coverage), source))
    wide = -(-height * 16 // 9) if slide else width  # France is less wide than a slide
    x = (width - wide) // 2
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" lang="fr" xml:lang="fr" role="img"'
        f' viewBox="{x} 0 {wide} {height}" width="{wide}" height="{height}"'
        f' aria-labelledby="titre description">'
    )
    heading = escape_markup(picture.title)
    parts = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        svg,
        f'<title id="titre">{heading}</title>',
        f'<desc id="description">{escape_markup(said)}</desc>',
        f"<style>{_style()}</style>",
        f"<defs>{_hatching('hachures', 1)}{_hatching('hachures-carte', 2 / _CELL)}</defs>",
        f'<rect x="{x}" y="0" width="{wide}" height="{height}" class="ground" fill="#ffffff"/>',
        f'<g font-family="{_FONTS}" font-size="{_SIZE}" class="ink" fill="#1b1f24">',
        f'<text x="{_MARGIN}" y="46" font-size="22" font-weight="700">{heading}</text>',
        *_map(coverage, atlas, names),
        *_labels(atlas, names),
        *text,
        *(
            f'<text x="{_MARGIN}" y="{below + 12 + 16 * at}" font-size="12" {_paint("soft")}>'
            f"{escape_markup(line)}</text>"
            for at, line in enumerate(foot)
        ),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _hatching(name: str, scale: float) -> str:
    return (
        f'<pattern id="{name}" width="6" height="6" patternUnits="userSpaceOnUse"'
        f' patternTransform="scale({scale:.3g}) rotate(45)">'
        f'<rect width="6" height="6" {_paint("partial")}/>'
        '<rect width="1.6" height="6" fill="#000" fill-opacity=".45"/></pattern>'
    )


def _style() -> str:
    def variables(at: int) -> str:
        said = {f"--{name}": both[at] for name, both in _COLORS.items()}
        said |= {f"--on-{name}": both[at] for name, both in _LABEL_COLORS.items()}
        return ";".join(f"{name}:{value}" for name, value in said.items()).replace("--", "--c-")

    rules = "".join(f".{_class(name)}{{fill:var(--c-{name})}}" for name in _COLORS)
    rules += "".join(f".on-{_class(name)}{{fill:var(--c-on-{name})}}" for name in _LABEL_COLORS)
    return (
        f":root{{color-scheme:light dark;{variables(0)}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{variables(1)}}}}}"
        f"{rules}.line{{stroke:var(--c-ground)}}.edge{{stroke:var(--c-ink)}}"
        "@media print{*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}"
    )


def _class(name: str) -> str:
    return f"t{name}" if name in TINTS else name


def _paint(name: str) -> str:
    """A class, and a colour for programs that ignore style sheets."""
    return f'class="{_class(name)}" fill="{_COLORS[name][0]}"'


# --- the map -------------------------------------------------------------------------------------


def _map(coverage: Coverage, atlas: Atlas, names: Mapping[str, str]) -> Iterable[str]:
    regions = {
        one.area.code: region.area.code
        for region in coverage.regions
        for one in region.departements
    }
    paths = outlines(atlas.raster, {})
    scale = f'transform="translate({_MARGIN} {_HEAD}) scale({_CELL / 2:g})"'
    yield f'<g {scale} class="line" stroke="#ffffff" stroke-width=".16" stroke-linejoin="round">'
    for code, one in sorted(departements_by_code(coverage).items()):
        name = names[code]
        aside = ' opacity=".28"' if name.startswith("-") else ""
        name = name.lstrip("-")
        name = "0" if name == "covered" else name
        served = ", ".join(coverage.names_of(one.networks)) or nobody(coverage).lower()
        if one.status == "partial":
            served += " (en partie)"
        elif one.status not in (*WHOLE, "none"):
            served += " (sans adresse documentée)"
        said = f"{one.area.name} ({code}) : {served}"
        paint = 'fill="url(#hachures-carte)"' if name == "partial" else _paint(name)
        yield (
            f'<path data-code="{escape_markup(code)}" {paint}{aside} d="{paths.get(code, "")}">'
            f"<title>{escape_markup(said)}</title></path>"
        )
    yield "</g>"
    borders = "".join(outlines(atlas.raster, regions).values())
    yield (
        f'<path {scale} class="line" fill="none" stroke="#ffffff" stroke-width=".5"'
        f' stroke-linejoin="round" d="{borders}"/>'
    )
    chosen = {code: "x" for code, name in names.items() if not name.startswith("-")}
    if len(chosen) < len(names):
        around = outlines(atlas.raster, {code: chosen.get(code, "") for code in names}).get("x", "")
        yield (
            f'<path {scale} class="edge" fill="none" stroke="#1b1f24" stroke-width=".4"'
            f' stroke-linejoin="round" d="{around}"/>'
        )


def _labels(atlas: Atlas, names: Mapping[str, str]) -> Iterable[str]:
    yield '<g text-anchor="middle" font-weight="700" font-size="12" pointer-events="none">'
    for label in atlas.labels:
        x = _MARGIN + (label.column + len(label.text) / 2) * _CELL
        y = _HEAD + (label.row + 1) * _CELL + 4
        under = atlas.raster[label.row][label.column + len(label.text) // 2]
        name = names.get(under, "-")
        ink = (
            ""
            if name.startswith("-")
            else f' class="on-{_class(name)}" fill="{_LABEL_COLORS[name][0]}"'
        )
        yield f'<text x="{x:g}" y="{y:g}"{ink}>{escape_markup(label.text)}</text>'
    yield "</g>"


# --- text ----------------------------------------------------------------------------------------


def _legend(
    atlas: Atlas, entries: list[LegendEntry], facts: list[str], left: int
) -> tuple[list[str], int]:
    labels = {label.region: label.text for label in atlas.labels}
    said: list[str] = []
    y = _HEAD + 10
    for entry in entries:
        for at, name in enumerate(entry.paints):
            step = 36 / len(entry.paints)
            paint = 'fill="url(#hachures)"' if name == "partial" else _paint(name)
            said.append(
                f'<rect x="{left + at * step:g}" y="{y - 11}" width="{step:g}" height="13"'
                f" {paint}/>"
            )
        said.append(
            f'<text x="{left + 46}" y="{y}" font-weight="700">{escape_markup(entry.head)}</text>'
        )
        # Items without details are one paragraph.
        items = entry.items if entry.details else (", ".join(entry.items),)
        for item, (region, networks) in zip(items, entry.details or (("", ()),), strict=True):
            text = f"{item} : {', '.join(networks)}" if networks else item
            for at, line in enumerate(_wrapped(text, _COLUMN - 46, _SIZE)):
                y += _LEADING
                if not at and region in labels:
                    said.append(
                        f'<text x="{left}" y="{y}" font-size="11" {_paint("soft")}>'
                        f"{escape_markup(labels[region])}</text>"
                    )
                said.append(f'<text x="{left + 46}" y="{y}">{escape_markup(line)}</text>')
        y += _LEADING + 8
    for text in facts:
        for line in _wrapped(text, _COLUMN, _SIZE):
            said.append(f'<text x="{left}" y="{y}">{escape_markup(line)}</text>')
            y += _LEADING
    return said, y


def _wrapped(text: str, width: int, size: int) -> list[str]:
    """Lines that fit, by a generous estimate of the widths of an unknown font."""
    lines = [""]
    for mark in ":;?!»":
        text = text.replace(f" {mark}", f"\xa0{mark}")
    for word in visible(text).split(" "):
        joined = f"{lines[-1]} {word}" if lines[-1] else word
        if _measure(joined) * size <= width:
            lines[-1] = joined
            continue
        if lines[-1]:
            lines.append("")
        for char in word:
            if _measure(lines[-1] + char) * size > width:
                lines.append("")
            lines[-1] += char
    return lines


def _measure(text: str) -> float:
    return sum(
        0.32
        if char in " \xa0.,;:'’!|()iIjlft-"
        else 1.02
        if char in "mwMW" or char > "\u1100"
        else 0.74
        if char.isupper()
        else 0.6
        for char in text
    )
