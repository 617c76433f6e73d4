"""Render the page as one HTML document: template, style, scripts, tables and answers.

It makes no request: a Content-Security-Policy allows only its own scripts and style, by their
hashes. Texts of the catalogue and the tables are escaped in the markup, and are in a data block
without ``<``.
"""

from __future__ import annotations

import json
import os
from base64 import b64encode
from hashlib import sha256
from html import escape
from string import Template

from achats_reseaux import gazetteer
from achats_reseaux.answering.matching import GUICHET_VERT
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Notion
from achats_reseaux.output.map.atlas import load_atlas
from achats_reseaux.output.map.outlines import outlines
from achats_reseaux.output.page.answers import WHOLE_LETTER, answers
from achats_reseaux.output.page.tables import tables
from achats_reseaux.text import day, fold, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from achats_reseaux.model import Catalogue
    from achats_reseaux.output.map.atlas import Grid

    Plain = dict[str, Any]

_FOLDER = os.path.dirname(__file__)
NO_NOTION = Notion(GUICHET_VERT, "Le guichet vert", (), "", (), (), ())
"""For a catalogue without this notion."""
_HALF_CELLS = 2
"""The units of outlines per cell."""
_MARGIN = 2


def render(
    catalogue: Catalogue, *, title: str, within: Collection[str], today: str, version: str
) -> str:
    """The page.

    Args:
        catalogue: the catalogue in use.
        title: of the page, as text.
        within: codes of the départements that it covers.
        today: ISO date, to which validity dates are compared.
        version: of the program.
    """
    found = answers(catalogue, within, today)
    is_defined = GUICHET_VERT in catalogue.notion_ids
    notion = catalogue.notion(GUICHET_VERT) if is_defined else NO_NOTION
    title = visible(title)
    data = {
        "title": title,
        "checked_on": catalogue.checked_on,
        "stale": (
            "Les fiches de cette page ont été comparées aux sources le"
            f" {day(catalogue.checked_on)}, il y a plus d’un an : vérifiez chaque adresse, et"
            " demandez une page plus récente."
        ),
        **tables(within),
        **found,
    }
    style, lookup, script = map(_read, ("page.css", "lookup.js", "page.js"))
    return Template(_read("page_template.html")).substitute(
        title=escape(title),
        version=escape(version),
        style=style,
        style_hash=_hash(style),
        lookup=lookup,
        lookup_hash=_hash(lookup),
        script=script,
        script_hash=_hash(script),
        notion=escape(visible(notion.name)),
        definition=escape(visible(notion.definition)),
        map=_map(found, within),
        areas=_areas(catalogue, found, within),
        source=_source(catalogue),
        vintage=escape(gazetteer.VINTAGE),
        data=inert(data),
    )


def inert(value: object) -> str:
    """JSON for a ``<script>`` element: without ``<`` and line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _read(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _source(catalogue: Catalogue) -> str:
    reference = catalogue.reference
    return (
        f"Source&nbsp;: {escape(visible(reference.title))}, liste du {day(catalogue.as_of)}"
        f' (<a href="{escape(visible(reference.url))}" target="_blank"'
        ' rel="noopener noreferrer">page du ministère<span class="unseen"> (nouvel onglet)</span>'
        f"</a>)&nbsp;; fiches comparées aux sources le {day(catalogue.checked_on)}."
    )


# --- the map -------------------------------------------------------------------------------------


def _map(found: Plain, within: Collection[str]) -> str:
    """The map as SVG; for the keyboard there is the list of :func:`_areas`."""
    raster = load_atlas(f"{tsv_table.folder()}/map").raster
    areas = {one.code: one for one in gazetteer.departements()}
    shapes = []
    for code, outline in sorted(outlines(raster, {}).items()):
        if code in within:
            status = f'class="{_guichet(found, code)[0]}" data-code="{code}"'
            title = f"<title>{escape(areas[code].name)} ({code})</title>"
        else:
            status, title = 'class="none out"', ""
        shapes.append(f'<path {status} d="{outline}">{title}</path>')
    regions = {code: area.home for code, area in areas.items()}
    borders = "".join(outlines(raster, regions).values())
    return (
        f'<svg id="carte" viewBox="{_frame(raster, within)}" role="img"'
        ' aria-label="Carte des départements qui ont un guichet vert ; la liste qui suit dit la'
        f' même chose.">{"".join(shapes)}<path class="borders" d="{borders}"/></svg>'
    )


def _frame(raster: Grid, within: Collection[str]) -> str:
    cells = [(x, y) for y, row in enumerate(raster) for x, code in enumerate(row) if code in within]
    if not cells:  # an overseas collectivity is not on the map
        cells = [(0, 0), (len(raster[0]) - 1, len(raster) - 1)]
    columns, rows = [x for x, _ in cells], [y for _, y in cells]
    left, top = min(columns) * _HALF_CELLS - _MARGIN, min(rows) * _HALF_CELLS - _MARGIN
    width = (max(columns) + 1) * _HALF_CELLS + _MARGIN - left
    height = (max(rows) + 1) * _HALF_CELLS + _MARGIN - top
    return f"{left} {top} {width} {height}"


def _areas(catalogue: Catalogue, found: Plain, within: Collection[str]) -> str:
    """The list of départements by region and guichet vert, each a link to its answer."""
    regions = {one.code: one.name for one in gazetteer.regions()}
    held: dict[str, list[str]] = {}
    for area in gazetteer.departements():
        if area.code in within:
            name = regions.get(area.home, "Collectivités d’outre-mer")
            held.setdefault(name, []).append(area.code)
    names = {one.id: one.name for one in catalogue.networks}
    items = []
    for region in sorted(held, key=fold):
        shares: dict[tuple[str, ...], list[str]] = {}
        for code in held[region]:
            shares.setdefault(tuple(_guichet(found, code)[1]), []).append(code)
        said = " ; ".join(_share(ids, codes, names) for ids, codes in shares.items())
        items.append(f"<li><strong>{escape(region)}</strong><br>{said}</li>")
    return f"<ul>{''.join(items)}</ul>"


def _share(ids: tuple[str, ...], codes: list[str], names: dict[str, str]) -> str:
    who = escape(visible(", ".join(names[one] for one in ids))) or "aucun guichet vert"
    areas = (gazetteer.departement(code) for code in codes)
    links = ", ".join(
        f'<a href="#{area.code}">{escape(area.name)} ({area.code})</a>' for area in areas if area
    )
    return f"{who}&nbsp;: {links}"


def _guichet(found: Plain, departement: str) -> list[Any]:
    """The status and ids of the guichets verts of a whole département."""
    name = WHOLE_LETTER + departement
    signatures = (key for key, names in found["finer"].items() if name in names.split("|"))
    guichet: list[Any] = found["pool"][found["answers"][next(signatures, departement)][0]]
    return guichet
