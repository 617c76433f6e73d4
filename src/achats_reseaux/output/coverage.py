"""Coverage as text: by region, by département where these differ; for people by a view."""

from __future__ import annotations

from achats_reseaux.answering.coverage import COUNTS, KNOWN_ONLY, coverage_by
from achats_reseaux.output.delimited import plain_cell, rows
from achats_reseaux.output.json import (
    SCHEMA_VERSION,
    candidate,
    edition,
    kind_code_name,
    one_line,
    to_json,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
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
    catalogue: Catalogue,
    form: str,
    terminal: Terminal | None = None,
    by: str | None = None,
) -> str:
    """Coverage in a format, ``plain`` lines, or ``quiet``, which has the codes of the gaps.

    ``table`` needs a terminal; with ``by``, of ``COVERAGE_LEVELS``, there is one row an area.
    """
    if form == "json":
        return to_json(_document(coverage, catalogue, by)) + "\n"
    if form == "quiet":
        return _gaps(coverage, by)
    areas = shown_areas(coverage, by)
    if form == "jsonl":
        return "".join(one_line(to_json(_area(one))) for one in areas)
    if form == "table" and terminal is not None:
        from achats_reseaux.output.views import coverage_table

        return coverage_table.render(coverage, areas, catalogue, terminal, indented=by is None)
    more = (catalogue.as_of, not coverage.known_only)
    cells = (list(map(plain_cell, (*_area(one).values(), *more))) for one in areas)
    return rows(AREA_COLUMNS, cells, form)


def _gaps(coverage: Coverage, by: str | None) -> str:
    """Codes, one a line, of what is not wholly covered, or has one of the statuses asked for."""
    areas = coverage_by(coverage, by or "departement")
    wanted = coverage.statuses or ("partial", "none")
    gaps = (one.area for one in areas if one.status in wanted)
    return "".join(f"{one.code}\n" for one in gaps if one.kind != "collectivite")


def render_refusal(answer: Answer, form: str) -> str:
    """A coverage that was refused: the document says why; a table is its header alone."""
    if form in ("csv", "tsv", "excel"):
        return rows(AREA_COLUMNS, (), form)
    if form != "json":
        return ""
    content: Plain = {
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


def _document(coverage: Coverage, catalogue: Catalogue, by: str | None) -> Plain:
    """The JSON document: regions with all their départements, then the overseas collectivities.

    With a level, its areas stand instead.
    """
    place = coverage.place
    content: Plain = {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(catalogue),
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
