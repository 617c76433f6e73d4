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
from achats_reseaux.gazetteer import bulk
from achats_reseaux.output.page import shapes
from achats_reseaux.output.page.answers import WHOLE_LETTER, answers
from achats_reseaux.output.page.decisions import decisions
from achats_reseaux.output.page.old_card import SOCIAL_CLAUSE
from achats_reseaux.output.page.tables import tables
from achats_reseaux.text import dated_list, day, fold, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Any

    from achats_reseaux.model import Catalogue

    Plain = dict[str, Any]

LEDE = (
    "Tapez une commune, un code postal ou un SIRET : voici qui peut vous aider à acheter durable,"
    " et comment le joindre."
)
_SCRIPTS = ("lookup.js", "state.js", "page.js")
ICON = (
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E"
    "%3Crect width='32' height='32' rx='7' fill='%230b5d49'/%3E%3Cpath d='M16 26V15m0 4c0-6 4-9"
    " 9-9 0 6-4 9-9 9zm0-2c0-5-3-8-8-8 0 5 3 8 8 8z' fill='none' stroke='%23fff'"
    " stroke-width='2.4' stroke-linejoin='round'/%3E%3C/svg%3E"
)
"""A shoot with two leaves."""

_FOLDER = os.path.dirname(__file__)
NOTIONS = (GUICHET_VERT, SOCIAL_CLAUSE)
"""What an answer leads with, defined on the page as it opens, if the catalogue does."""
_MARGIN = 6
"""Around the map, in its units."""


def render(
    catalogue: Catalogue,
    *,
    title: str,
    within: Collection[str],
    today: str,
    version: str,
    where: str = "",
    address: str = "",
    picture: str = "",
    feedback: str = "",
) -> str:
    """The page.

    Args:
        catalogue: the catalogue in use.
        title: of the page, as text.
        within: codes of the départements that it covers.
        today: ISO date, to which validity dates are compared.
        version: of the program.
        where: where the places of a page of one area lie (``en Normandie``), or ``""``.
        address: where the page will be published, or ``""``.
        picture: the address of a picture of it for shared links, or ``""``.
        feedback: where to tell of a wrong contact (``https:`` or ``mailto:``), or ``""``.
    """
    found = answers(catalogue, within, today)
    title = visible(title)
    about = LEDE + (f" Cette page répond pour les lieux situés {where}." if where else "")
    data = {
        "title": title,
        "where": where,
        "url": address,
        "feedback": feedback,
        "as_of": catalogue.as_of,
        "list": dated_list(catalogue.as_of),
        "checked_on": catalogue.checked_on,
        "example": _example(within),
        "stale": (
            "Les fiches de cette page ont été comparées aux sources le"
            f" {day(catalogue.checked_on)}, il y a plus d’un an : vérifiez chaque adresse, et"
            " demandez une page plus récente."
        ),
        "askers": catalogue.lexicon.get("audience", {}),
        "decided": decisions(catalogue, within, today),
        **tables(within),
        **found,
    }
    style, script = _packed("page.css"), _packed(*_SCRIPTS)
    return Template(_read("page_template.html")).substitute(
        title=escape(title),
        version=escape(version),
        lede=escape(about),
        description=escape(about),
        icon=ICON,
        shared=_shared(title, about, address, picture),
        style=style,
        style_hash=_hash(style),
        script=script,
        script_hash=_hash(script),
        notions=_notions(catalogue),
        map=_map(found, within),
        legend=_legend(catalogue, found, within),
        areas=_areas(catalogue, found, within),
        source=_source(catalogue),
        vintage=escape(gazetteer.VINTAGE),
        data=inert(data),
    )


def _notions(catalogue: Catalogue) -> str:
    known = (catalogue.notion(one) for one in NOTIONS if one in catalogue.notion_ids)
    return "".join(
        f"<h3>{escape(visible(one.name))}</h3>\n<p>{escape(visible(one.definition))}</p>\n"
        + (f'<p class="doubt">À vérifier : {escape(visible(one.doubt))}</p>\n' if one.doubt else "")
        for one in known
    )


def _example(within: Collection[str]) -> list[str]:
    """The name and a postal code of the biggest town, to try."""
    people = bulk.populations()
    towns = [one for one, _ in bulk.communes() if gazetteer.departement_of(one) in within]
    town = max(towns, key=lambda insee: people.get(insee, 0))
    codes = (code for code, members in bulk.postal_codes() if town in members)
    return [gazetteer.commune_name(town) or town, next(codes, town)]


def _shared(title: str, about: str, address: str, picture: str) -> str:
    """The canonical address, and the tags of which shared links make a card."""
    if not address:
        return ""
    said = {"type": "website", "locale": "fr_FR", "title": title, "description": about}
    said |= {"url": address} | ({"image": picture} if picture else {})
    card = "summary_large_image" if picture else "summary"
    return "".join(
        (
            f'<link rel="canonical" href="{escape(address)}">\n',
            *(
                f'<meta property="og:{name}" content="{escape(text)}">\n'
                for name, text in said.items()
            ),
            f'<meta name="twitter:card" content="{card}">\n',
        )
    )


def inert(value: object) -> str:
    """JSON for a ``<script>`` element: without ``<`` and line separators."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _read(name: str) -> str:
    with open(os.path.join(_FOLDER, name), encoding="utf-8") as file:
        return file.read()


def _packed(*names: str) -> str:
    """Files without indentation, blank lines and comments, a third of their bytes."""
    lines = (line.strip() for line in "".join(map(_read, names)).splitlines())
    return "\n".join(
        line for line in lines if line and not line.startswith(("//", "/*", "* ", "*/"))
    )


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

_STATUSES = {
    "covered": "un guichet vert ({list})",
    "partial": "plusieurs, ou une partie seulement",
    "none": "aucun guichet vert ({list})",
}


def _map(found: Plain, within: Collection[str]) -> str:
    """The map as SVG; for the keyboard there is the list of :func:`_areas`."""
    drawn = shapes.shapes(within)
    shown = {code: drawn[code] for code in drawn if code in within} or drawn
    left, top, right, bottom = shapes.bounds(loop for loops in shown.values() for loop in loops)
    frame = (left - _MARGIN, top - _MARGIN, right - left + 2 * _MARGIN, bottom - top + 2 * _MARGIN)
    parts = []
    for code, loops in sorted(drawn.items()):
        path = "".join(map(shapes.path, loops))
        if code in within:
            status = _guichet(found, code)[0]
            parts.append(f'<path class="{status}" data-code="{code}" d="{path}"/>')
        elif shapes.overlaps(loops, frame):
            parts.append(f'<path class="out" d="{path}"/>')
    size = _LETTER * max(frame[2], frame[3])
    regions = {one.code: one.home for one in gazetteer.departements()}
    borders = "".join(shapes.path(one, "") for one in shapes.borders(shown, regions))
    return (
        f'<svg id="carte" viewBox="{" ".join(map(str, frame))}" role="img"'
        ' aria-label="Carte des départements qui ont un guichet vert ; la liste qui suit dit la'
        f' même chose.">{"".join(parts)}<path id="borders" d="{borders}"/>'
        f'<g font-size="{size:.1f}">{"".join(_labels(shown, regions, size))}</g>'
        '<path id="chosen"/></svg>'
    )


def _labels(shown: shapes.Shapes, regions: dict[str, str], size: float) -> Iterator[str]:
    """The names of the regions of the page, or of its départements if they are of one region.

    The code stands for a département that is narrower than its name in letters of this size.
    """
    is_one = len({regions[code] for code in shown}) == 1
    groups: dict[str, list[shapes.Loop]] = {}
    for code, loops in shown.items():
        groups.setdefault(code if is_one else regions[code], []).extend(loops)
    for code, loops in groups.items():
        area = gazetteer.departement(code) if is_one else gazetteer.territory("region", code)
        assert area is not None
        x, y = shapes.centre(loops)
        left, _, right, bottom = shapes.bounds(loops)
        lines = _halves(area.name)
        if is_one and max(map(len, lines)) * size > 2 * (right - left):
            lines = [code]
        if not is_one and code < _METROPOLITAN:  # an island, too small for its name
            lines, x, y = [area.name], (left + right) / 2, bottom + 0.8 * size
        top = y + size * (0.35 - (len(lines) - 1) / 2)
        yield (
            "<text>"
            + "".join(
                f'<tspan x="{x:.0f}" y="{top + at * size:.1f}">{escape(line)}</tspan>'
                for at, line in enumerate(lines)
            )
            + "</text>"
        )


_LETTER = 0.029
"""The size of letters on the map, as a share of the longer side of its frame."""
_METROPOLITAN = "11"
"""The codes of overseas regions come before that of Île-de-France."""
_LONG = 9


def _halves(name: str) -> list[str]:
    """A name in two lines where it is long, cut at the space or hyphen nearest its middle."""
    cuts = [at for at, mark in enumerate(name) if mark in " -"]
    if len(name) <= _LONG or not cuts:
        return [name]
    cut = min(cuts, key=lambda at: abs(2 * at + 1 - len(name))) + 1
    return [name[:cut].rstrip(), name[cut:]]


def _legend(catalogue: Catalogue, found: Plain, within: Collection[str]) -> str:
    """What the map shows, and nothing else."""
    drawn = set(shapes.shapes(within))
    held = {_guichet(found, code)[0].replace("split", "partial") for code in drawn & set(within)}
    texts = {name: text for name, text in _STATUSES.items() if name in held}
    if drawn - set(within):
        texts["out"] = "hors de cette page"
    texts["here"] = "le lieu choisi"
    dated = dated_list(catalogue.as_of)
    return "\n".join(
        f'<li><span class="swatch {name}"></span> {escape(text.format(list=dated))}</li>'
        for name, text in texts.items()
    )


def _areas(catalogue: Catalogue, found: Plain, within: Collection[str]) -> str:
    """The list of départements by region and guichet vert, each a link to its answer.

    Its first sentence dates the list of guichets verts for all that follows.
    """
    regions = {one.code: one.name for one in gazetteer.every("region")}
    held: dict[str, list[str]] = {}
    for area in gazetteer.departements():
        if area.code in within:
            name = regions.get(area.home, "Collectivités d’outre-mer")
            held.setdefault(name, []).append(area.code)
    names = {one.id: one.name for one in catalogue.networks}
    dated = dated_list(catalogue.as_of)
    items = []
    for region in sorted(held, key=fold):
        shares: dict[tuple[str, ...], list[str]] = {}
        for code in held[region]:
            shares.setdefault(tuple(_guichet(found, code)[1]), []).append(code)
        said = "&nbsp;; ".join(
            _share(", ".join(names[one] for one in ids) or "aucun", codes)
            for ids, codes in shares.items()
        )
        items.append(f"<li><strong>{escape(region)}</strong><br>{said}</li>")
    said = f"Le guichet vert de chaque département, ou « aucun » ({dated})."
    return f'<p class="note">{escape(said)}</p>\n<ul>{"".join(items)}</ul>'


def _share(who: str, codes: list[str]) -> str:
    areas = (gazetteer.departement(code) for code in codes)
    links = ", ".join(
        f'<a href="#{area.code}">{escape(area.name)} ({area.code})</a>' for area in areas if area
    )
    return f"{escape(visible(who))}&nbsp;: {links}"


def _guichet(found: Plain, departement: str) -> list[Any]:
    """The status and ids of the guichets verts of a whole département."""
    name = WHOLE_LETTER + departement
    signatures = (key for key, names in found["finer"].items() if name in names.split("|"))
    guichet: list[Any] = found["pool"][found["answers"][next(signatures, departement)][0]]
    return guichet
