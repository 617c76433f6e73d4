"""Coverage as text: by region, by département where these differ; for people by a view."""

from __future__ import annotations

from achats_reseaux.answering.answers import FILTER_FIELDS, Answer
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
from achats_reseaux.output.delimited import cells, rows
from achats_reseaux.output.formats import SPREADSHEETS
from achats_reseaux.output.json import (
    area,
    candidate,
    fields,
    head,
    kind_code_name,
    one_line,
    to_json,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.model import Catalogue
    from achats_reseaux.output.terminal import Terminal

    Plain = dict[str, Any]

AREA_COLUMNS = tuple(
    "kind code name status networks communes communes_covered population population_covered"
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
) -> str:
    """Coverage in a format, ``plain`` lines, or ``quiet``, which has the codes of the gaps.

    ``table`` needs a terminal.
    """
    if output_format == "json":
        return to_json(_document(coverage, catalogue)) + "\n"
    if output_format == "quiet":
        return _gaps(coverage)
    areas = shown_areas(coverage)
    if output_format == "jsonl":
        return "".join(one_line(to_json(area(part))) for part in areas)
    if output_format == "table" and terminal is not None:
        from achats_reseaux.output.views import coverage_table

        return coverage_table.render(coverage, areas, catalogue, terminal)
    if output_format == "excel":
        body = [cells(_in_french(part, catalogue), _SHORT_COLUMNS.values()) for part in areas]
        return rows(tuple(_SHORT_COLUMNS), body, output_format)
    known: Plain = {"complete": not coverage.known_only}
    if coverage.listed:
        known["as_of"] = catalogue.as_of
    body = [cells(area(part) | known, AREA_COLUMNS) for part in areas]
    return rows(AREA_COLUMNS, body, output_format)


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


def render_refusal(answer: Answer, output_format: str) -> str:
    """A coverage that was refused: the document says why; a table is its header alone."""
    if output_format in SPREADSHEETS:
        return rows(AREA_COLUMNS, (), output_format)
    if output_format != "json":
        return ""
    content = _empty_document(answer.catalogue, answer.status, answer.reason) | {
        "message": answer.message or None,
        "candidates": list(map(candidate, answer.candidates)),
        "suggestions": answer.suggestions,
        "hints": answer.next_commands,
    }
    return to_json(content) + "\n"


def _empty_document(catalogue: Catalogue | None, status: str, reason: str = "") -> Plain:
    """The keys of every document, in their order."""
    query: Plain = dict.fromkeys((*FILTER_FIELDS, "networks"), ())
    query |= {"place": None, "statuses": (), "by": None}
    content = head(catalogue, query, status, reason) | {"message": None}
    for name in ("candidates", "suggestions", "hints", "totals", "regions", "overseas", "areas"):
        content[name] = []
    return content | {"totals": dict.fromkeys(COUNTS), "notes": []}


def _document(coverage: Coverage, catalogue: Catalogue) -> Plain:
    """The JSON document: regions with all their départements, then the overseas collectivities.

    With a level, its areas stand instead.
    """
    content = _empty_document(catalogue, "found")
    content["query"] |= fields(coverage.query, FILTER_FIELDS)
    content["query"] |= fields(coverage, ("networks", "statuses", "by"))
    if coverage.place:
        content["query"]["place"] = kind_code_name(coverage.place)
    content["totals"] = coverage.totals()
    if coverage.known_only:  # of a directory that is known to be partial
        content["totals"] |= {"communes_covered": None, "population_covered": None}
        content["notes"] = [KNOWN_ONLY]
    areas = shown_areas(coverage)
    if not areas:
        content |= {"status": "none", "message": nothing_shown(coverage)}
    if coverage.by is not None:
        return content | {"areas": list(map(area, areas))}
    for region in coverage.regions:
        below = region.departements
        if not coverage.is_shown(region):
            below = tuple(filter(coverage.is_shown, below))
        if below:
            departements = {"departements": list(map(area, below))}
            content["regions"].append(area(region) | departements)
    content["overseas"] = list(map(area, filter(coverage.is_shown, coverage.overseas)))
    return content
