"""Coverage as text: by region, by département where these differ; for people by a view."""

from __future__ import annotations

from achats_reseaux.answering.coverage import (
    COUNTS,
    KNOWN_ONLY,
    NOTHING_KNOWN,
    STATUS_NAMES,
    coverage_by,
    shown_areas,
)
from achats_reseaux.answering.coverage_totals import nothing_shown
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.output.delimited import plain_cell, rows
from achats_reseaux.output.formats import SPREADSHEETS
from achats_reseaux.output.json import (
    SCHEMA_VERSION,
    area,
    candidate,
    edition,
    kind_code_name,
    one_line,
    to_json,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.answering.answers import Answer
    from achats_reseaux.answering.coverage import AreaCoverage, Coverage
    from achats_reseaux.model import Catalogue
    from achats_reseaux.output.terminal import Terminal

    Plain = dict[str, Any]

AREA_COLUMNS = (
    *("kind", "code", "name", "status", "networks"),
    *COUNTS,
    *("whole", "as_of", "complete"),
)
"""``whole`` is false of a part of the area, ``complete`` if the directory is partial;
``as_of`` is the date of the list of guichets verts, where these are counted alone."""

GAPS = ("partial", "none", *NOTHING_KNOWN)
"""The statuses of what is not wholly covered."""


def render(
    coverage: Coverage,
    catalogue: Catalogue,
    output_format: str,
    terminal: Terminal | None = None,
    by: str | None = None,
) -> str:
    """Coverage in a format, ``plain`` lines, or ``quiet``, which has the codes of the gaps.

    ``table`` needs a terminal; with ``by``, of ``COVERAGE_LEVELS``, there is one row an
    area.
    """
    if output_format == "json":
        return to_json(_document(coverage, catalogue, by)) + "\n"
    if output_format == "quiet":
        return _gaps(coverage, by)
    areas = shown_areas(coverage, by)
    if output_format == "jsonl":
        return "".join(one_line(to_json(area(part))) for part in areas)
    if output_format == "table" and terminal is not None:
        from achats_reseaux.output.views import coverage_table

        return coverage_table.render(coverage, areas, catalogue, terminal, is_indented=by is None)
    if output_format == "excel":
        body = [_short_row(part, catalogue) for part in areas]
        return rows(_SHORT_TITLES, body, output_format)
    as_of = catalogue.as_of if coverage.listed else ""
    more = {"as_of": as_of, "complete": not coverage.known_only}
    records = [area(part) | more for part in areas]
    cells = ([plain_cell(record[name]) for name in AREA_COLUMNS] for record in records)
    return rows(AREA_COLUMNS, cells, output_format)


_SHORT_TITLES = (
    *("Genre", "Code", "Nom", "Situation", "Réseaux"),
    *("Communes", "Communes couvertes", "Habitants", "Habitants couverts"),
)
"""For a spreadsheet that a person reads; ``csv`` and ``tsv`` have all fields."""


def _short_row(area: AreaCoverage, catalogue: Catalogue) -> list[str]:
    """An area with its names in French, as the cells of ``_SHORT_TITLES``."""
    names = [catalogue.network(own_id).label for own_id in area.networks]
    status = STATUS_NAMES.get(area.status, area.status)
    counts = [plain_cell(getattr(area, name)) for name in COUNTS]
    return [
        LABELS.get(area.kind, ""),
        area.code,
        area.name,
        status,
        " ; ".join(names),
        *counts,
    ]


def _gaps(coverage: Coverage, by: str | None) -> str:
    """Codes, one a line, of what is not wholly covered, or has one of the statuses asked for."""
    areas = coverage_by(coverage, by or "departement")
    gaps = [part for part in areas if coverage.statuses or part.status in GAPS]
    return "".join(f"{part.code}\n" for part in gaps if part.kind != "collectivite")


def render_refusal(answer: Answer, output_format: str) -> str:
    """A coverage that was refused: the document says why; a table is its header alone."""
    if output_format in SPREADSHEETS:
        return rows(AREA_COLUMNS, (), output_format)
    if output_format != "json":
        return ""
    content = _empty_document(answer.catalogue) | {
        "status": answer.status,
        "reason": answer.reason or None,
        "message": answer.message or None,
        "candidates": list(map(candidate, answer.candidates)),
        "suggestions": answer.suggestions,
        "hints": answer.next_commands,
    }
    return to_json(content) + "\n"


def _empty_document(catalogue: Catalogue | None) -> Plain:
    """The keys of every document, in their order."""
    query = dict.fromkeys(("themes", "kinds", "audiences", "networks"), ())
    return {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(catalogue),
        "query": query | {"place": None, "statuses": (), "by": None},
        "status": "found",
        "reason": None,
        "message": None,
        "candidates": [],
        "suggestions": [],
        "hints": [],
        "totals": dict.fromkeys(COUNTS),
        "regions": [],
        "overseas": [],
        "areas": [],
        "notes": [],
    }


def _document(coverage: Coverage, catalogue: Catalogue, by: str | None) -> Plain:
    """The JSON document: regions with all their départements, then the overseas collectivities.

    With a level, its areas stand instead.
    """
    content = _empty_document(catalogue)
    asked = coverage.query
    filters = {"themes": asked.themes, "kinds": asked.kinds, "audiences": asked.audiences}
    shown = {"networks": coverage.networks, "statuses": coverage.statuses, "by": by}
    content["query"] |= filters | shown
    if coverage.place:
        content["query"]["place"] = kind_code_name(coverage.place)
    content["totals"] = coverage.totals()
    if coverage.known_only:  # of a directory that is known to be partial
        content["totals"] |= {"communes_covered": None, "population_covered": None}
        content["notes"] = [KNOWN_ONLY]
    if not shown_areas(coverage, by):
        content |= {"status": "none", "message": nothing_shown(coverage, by)}
    if by is not None:
        return content | {"areas": [area(region) for region in coverage_by(coverage, by)]}
    for region in coverage.regions:
        is_shown = coverage.is_shown(region)
        below = [part for part in region.departements if is_shown or coverage.is_shown(part)]
        if below:
            departements = [area(part) for part in below]
            content["regions"].append({**area(region), "departements": departements})
    content["overseas"] = [
        area(region) for region in coverage.overseas if coverage.is_shown(region)
    ]
    return content
