"""Coverage as text: by region, by département where these differ; for people by a view."""

from __future__ import annotations

from achats_reseaux.answering.coverage import (
    COUNTS,
    KNOWN_ONLY,
    STATUS_NAMES,
    AreaCoverage,
    Coverage,
    coverage_by,
    shown_areas,
)
from achats_reseaux.answering.coverage_totals import nothing_shown
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.output import jsonl
from achats_reseaux.output.delimited import cells, rows
from achats_reseaux.output.documents import area, candidate, fields, head, query
from achats_reseaux.output.formats import described, document_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from achats_reseaux.answering.answers import Answer, Query
    from achats_reseaux.model import Catalogue, Place
    from achats_reseaux.output.terminal import Terminal

    Plain = dict[str, Any]

AREA_COLUMNS = tuple(
    "level kind code name status networks communes communes_covered population population_covered"
    " whole as_of complete".split()
)
"""``whole`` is false of a part of the area, ``complete`` if the directory is partial;
``as_of`` is the date of the list of guichets verts, where these are counted alone."""

_SHORT_COLUMNS = {
    "Genre": "kind",
    "Code": "code",
    "Nom": "name",
    "Situation": "status",
    "Réseaux": "networks",
    "Communes": "communes",
    "Communes couvertes": "communes_covered",
    "Habitants": "population",
    "Habitants couverts": "population_covered",
}
"""By its title each column of a spreadsheet that a person reads; ``csv`` has all fields."""

GAPS = ("partial", "none", "trace", "unknown")
"""The statuses of what is not wholly covered."""


def render(
    coverage: Coverage,
    catalogue: Catalogue,
    output_format: str,
    terminal: Terminal | None = None,
    *,
    indented: bool = False,
) -> str:
    """Coverage in a format, ``plain`` lines, or ``quiet``, which has the codes of the gaps.

    ``table`` needs a terminal.
    """
    known = described(output_format)
    if known.is_document:
        document = coverage_document(coverage, catalogue)
        return document_text(document, output_format, indented=indented)
    if output_format == "quiet":
        return _gaps(coverage)
    areas = shown_areas(coverage)
    if known.module == "jsonl":
        return jsonl.render(map(area, areas))
    if output_format == "table" and terminal is not None:
        from achats_reseaux.output.views import coverage_table

        return coverage_table.render(coverage, areas, catalogue, terminal)
    if output_format in ("csv-excel", "excel"):
        body = [cells(_in_french(part, catalogue), _SHORT_COLUMNS.values()) for part in areas]
        return rows(tuple(_SHORT_COLUMNS), body, output_format)
    more = {"complete": not coverage.known_only, "as_of": _as_of(coverage, catalogue)}
    body = [cells(area(part) | more, AREA_COLUMNS) for part in areas]
    return rows(AREA_COLUMNS, body, output_format)


def _as_of(coverage: Coverage, catalogue: Catalogue) -> str | None:
    """The date of the list of guichets verts, where these are counted alone."""
    return catalogue.as_of if coverage.listed else None


def _in_french(part: AreaCoverage, catalogue: Catalogue) -> Plain:
    """An area with what is told of it in French, for ``_SHORT_COLUMNS``."""
    names = [catalogue.network(own_id).label for own_id in part.networks]
    return area(part) | {
        "kind": LABELS.get(part.kind, ""),
        "status": STATUS_NAMES[part.status],
        "networks": " ; ".join(names),
    }


def _gaps(coverage: Coverage) -> str:
    """Codes, one a line, of what is not wholly covered, or has one of the statuses asked for."""
    areas = coverage_by(coverage, coverage.by or "departement")
    gaps = [part for part in areas if coverage.statuses or part.status in GAPS]
    return "".join(f"{gap.code}\n" for gap in gaps if gap.kind != "collectivite")


def refused_document(answer: Answer) -> Plain:
    """The document of a coverage that was refused: it has the keys of every one, and says why."""
    return _document(answer.query, None, answer.catalogue) | {
        "status": answer.status,
        "reason": answer.reason or None,
        "message": answer.message or None,
        "candidates": list(map(candidate, answer.candidates)),
        "suggestions": answer.suggestions,
        "hints": answer.next_commands,
    }


def _document(asked: Query, place: Place | None, catalogue: Catalogue | None) -> Plain:
    """The keys of every document of a coverage, in their order."""
    of_coverage: Plain = {"statuses": (), "by": None, "networks": ()}
    return head("coverage", catalogue, query(asked, place) | of_coverage) | {
        "status": "found",
        "reason": None,
        "message": None,
        "as_of": None,
        "complete": True,
        "totals": dict.fromkeys(COUNTS),
        "areas": [],
        "candidates": [],
        "suggestions": [],
        "hints": [],
        "notes": [],
    }


def coverage_document(coverage: Coverage, catalogue: Catalogue) -> Plain:
    """The document of a coverage: regions, each before its départements, then overseas.

    With a level asked for, its areas only.
    """
    asked = coverage.query.replace(command="coverage", input=coverage.input)
    content = _document(asked, coverage.place, catalogue)
    content["query"] |= fields(coverage, ("statuses", "by", "networks"))
    content["as_of"] = _as_of(coverage, catalogue)
    content["complete"] = not coverage.known_only
    content["totals"] = coverage.totals()
    if coverage.known_only:  # of a directory that is known to be partial
        content["totals"] |= {"communes_covered": None, "population_covered": None}
        content["notes"].append(KNOWN_ONLY)
    content["notes"] += filter(None, [coverage.age])
    if coverage.by is not None:
        areas = shown_areas(coverage)
    else:
        areas = list(_all_areas(coverage))
    content["areas"] = list(map(area, areas))
    if not areas:
        content |= {"status": "none", "message": nothing_shown(coverage)}
    return content


def _all_areas(coverage: Coverage) -> Iterator[AreaCoverage]:
    """The areas of every level that have one of the statuses asked for."""
    for region in coverage.regions:
        for part in (region, *region.departements):
            if coverage.is_shown(part):
                yield part
    yield from filter(coverage.is_shown, coverage.overseas)
