"""Render coverage, for programs and for people: by region, by département where these differ."""

from __future__ import annotations

from achats_reseaux.answering.coverage import (
    COUNTS,
    KNOWN_ONLY,
    coverage_by,
    totals,
)
from achats_reseaux.output.delimited import markdown, plain_cell, rows
from achats_reseaux.output.json import (
    SCHEMA_VERSION,
    candidate,
    edition,
    kind_code_name,
    one_line,
    to_json,
)
from achats_reseaux.output.messages import source_line
from achats_reseaux.text import counted, french_number, percentage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from achats_reseaux.answering.coverage import AreaCoverage, Coverage
    from achats_reseaux.model import Answer, Catalogue
    from achats_reseaux.output.terminal import Terminal

    Plain = dict[str, Any]

AREA_COLUMNS = (
    *("kind", "code", "name", "status", "networks"),
    *COUNTS,
    *("whole", "as_of", "complete"),
)
"""``whole`` is false of a part of the area, ``complete`` if the directory is partial; ``as_of`` is
the date of the list."""


def shown_areas(coverage: Coverage, by: str | None) -> list[AreaCoverage]:
    """The areas of a level that have one of the statuses asked for.

    Without a level: regions, each with its départements if these differ, or if a place was asked
    for; then the overseas collectivities.
    """
    if by is not None:
        return coverage_by(coverage, by)
    shown: list[AreaCoverage] = []
    for region in coverage.regions:
        shown.append(region)
        if coverage.place is not None or region.status == "partial":
            shown += region.departements
    return list(filter(coverage.is_shown, (*shown, *coverage.overseas)))


def render(
    coverage: Coverage,
    imprint: Catalogue,
    form: str,
    terminal: Terminal | None = None,
    by: str | None = None,
) -> str:
    """Coverage in a format of ``output.FORMATS``, ``plain``, or ``quiet`` (codes of the gaps).

    ``table`` needs a terminal; with ``by``, of ``COVERAGE_LEVELS``, there is one row an area.
    """
    if form == "json":
        return to_json(coverage_document(coverage, imprint, by)) + "\n"
    if form == "quiet":
        return _gaps(coverage, by)
    areas = shown_areas(coverage, by)
    if form == "jsonl":
        return "".join(one_line(to_json(_area(one))) for one in areas)
    if form in ("table", "md"):
        return _for_people(coverage, areas, imprint, terminal if form == "table" else None, by)
    more = (imprint.as_of, not coverage.known_only)
    cells = (list(map(plain_cell, (*_area(one).values(), *more))) for one in areas)
    return rows(AREA_COLUMNS, cells, form)


def _gaps(coverage: Coverage, by: str | None) -> str:
    """Codes, one a line, of what is not wholly covered, or has one of the statuses asked for."""
    below = (one for region in coverage.regions for one in region.departements)
    areas = below if by is None else coverage_by(coverage, by)
    wanted = coverage.statuses or ("partial", "none")
    return "".join(
        f"{one.area.code}\n"
        for one in areas
        if one.status in wanted and one.area.kind != "collectivite"
    )


def render_refusal(answer: Answer, form: str) -> str:
    """A coverage that was refused: the document says why; a table is its header alone."""
    if form in ("csv", "tsv", "excel"):
        return rows(AREA_COLUMNS, (), form)
    if form != "json":
        return ""
    assert answer.catalogue is not None
    content = {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(answer.catalogue),
        "query": {"themes": [], "kinds": [], "audiences": [], "networks": []},
        "status": answer.status,
        "message": answer.message or None,
        "candidates": [candidate(one) for one in answer.candidates],
        "suggestions": answer.suggestions,
        "hints": answer.next_commands,
        "totals": dict.fromkeys(COUNTS),
        "regions": [],
        "overseas": [],
    }
    return to_json(content) + "\n"


def coverage_document(coverage: Coverage, imprint: Catalogue, by: str | None = None) -> Plain:
    """The JSON document: regions with all their départements, then the overseas collectivities.

    With a level, its areas stand instead.
    """
    place = coverage.place
    content: Plain = {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(imprint),
        "query": {
            "themes": coverage.query.themes,
            "kinds": coverage.query.kinds,
            "audiences": coverage.query.audiences,
            "networks": coverage.networks,
            "place": place and kind_code_name(place),
            "statuses": coverage.statuses,
            "by": by,
        },
        "totals": _totals(coverage),
        "regions": [],
        "overseas": [],
        "notes": [KNOWN_ONLY] if coverage.known_only else [],
    }
    if by is not None:
        return content | {"areas": [_area(one) for one in coverage_by(coverage, by)]}
    for one in coverage.regions:
        is_shown = coverage.is_shown(one)
        below = [part for part in one.departements if is_shown or coverage.is_shown(part)]
        if below:
            departements = [_area(part) for part in below]
            content["regions"].append({**_area(one), "departements": departements})
    content["overseas"] = [_area(one) for one in coverage.overseas if coverage.is_shown(one)]
    return content


def _totals(coverage: Coverage) -> dict[str, int | None]:
    """The totals; what is covered is null where the directory is known to be partial."""
    return {
        name: None if coverage.known_only and name.endswith("_covered") else number
        for name, number in coverage.totals().items()
    }


def _area(row: AreaCoverage) -> Plain:
    return {
        **kind_code_name(row.area),
        "status": row.status,
        "networks": row.networks,
        **{name: getattr(row, name) for name in COUNTS},
        "whole": row.whole,
    }


# --- for people -----------------------------------------------------------------------------------

HEAD = ["Territoire", "État", "Réseaux", "Communes", "Habitants", "Part"]
"""The column headings; ``Part`` is the share of the inhabitants covered. No figure follows from a
partial directory, so its tables end before the first of them."""

_MOST_NETWORKS = 3


def _for_people(
    coverage: Coverage,
    areas: Iterable[AreaCoverage],
    imprint: Catalogue,
    terminal: Terminal | None,
    by: str | None,
) -> str:
    """A table for a terminal, or without one in Markdown."""
    head = HEAD[:3] if coverage.known_only else HEAD
    cells = [
        _cells(one, coverage, indented=by is None)[: len(head)]
        for one in areas
        if one.area.kind != "collectivite" or one.status != "none" or coverage.place
    ]
    notes = (*totals(coverage), source_line(imprint, is_listed=bool(coverage.listed)))
    if terminal is None:
        body = ([cell.strip() for cell in row] for row in cells)
        return f"{rows(head, body, 'md')}\n{markdown(' '.join(notes))}\n"
    from achats_reseaux.output.views import coverage_table

    place = f" : {coverage.place.name}" if coverage.place else ""
    return coverage_table.render(f"{coverage.subject}{place}", head, cells, notes, terminal)


def _cells(row: AreaCoverage, coverage: Coverage, *, indented: bool) -> list[str]:
    name, networks = row.area.name, coverage.names_of(row.networks)
    if row.area.kind == "departement":
        name = f"{'  ' * indented}{name} ({row.area.code})"
    more = len(networks) - _MOST_NETWORKS
    if more > 0:
        networks = [*networks[:_MOST_NETWORKS], counted(more, "autre")]
    return [
        name,
        coverage.status_name(row.status),
        ", ".join(networks) or "–",
        french_number(row.communes),
        french_number(row.population),
        percentage(row.population_covered, row.population),
    ]
