"""Render coverage, for programs and for people: by region, by département where these differ."""

from __future__ import annotations

from achats_reseaux.answering.coverage import (
    COUNTS,
    COVERAGE_STATUSES,
    FINE_LEVELS,
    KNOWN_ONLY,
)
from achats_reseaux.answering.disambiguation import KINDS
from achats_reseaux.output.delimited import plain_cell, rows
from achats_reseaux.output.json import (
    SCHEMA_VERSION,
    candidate,
    edition,
    kind_code_name,
    to_json,
)
from achats_reseaux.output.markdown import escape, table
from achats_reseaux.output.messages import source_line
from achats_reseaux.text import counted, french_number, percentage

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from achats_reseaux.answering.coverage import AreaCoverage, Coverage
    from achats_reseaux.model import Answer, Area, Imprint
    from achats_reseaux.output.terminal import Terminal

    Plain = dict[str, Any]

AREA_COLUMNS = (
    *("kind", "code", "name", "status", "networks"),
    *COUNTS,
    *("whole", "as_of", "complete"),
)
"""``whole`` is false of a part of the area, ``complete`` where the directory is partial; ``as_of``
is the date of the list."""


def render(coverage: Coverage, imprint: Imprint, form: str, terminal: Terminal | None) -> str:
    """Coverage in a format of ``output.FORMATS``, ``plain``, or ``quiet`` (codes of the gaps)."""
    if form == "json":
        return to_json(coverage_document(coverage, imprint)) + "\n"
    if form == "quiet":
        every = (part for one in coverage.regions for part in one.departements)
        return _codes(every, coverage.statuses)
    if form in ("table", "md"):
        screen = terminal if form == "table" else None
        return _for_people(coverage, _table_rows(coverage), imprint, screen)
    return _rows_as_text(shown_rows(coverage), coverage, imprint, form)


def render_areas(
    coverage: Coverage,
    areas: Iterable[AreaCoverage],
    level: str,
    imprint: Imprint,
    form: str,
    terminal: Terminal | None = None,
) -> str:
    """One row per area of a level, to join with another table.

    Args:
        coverage: the coverage that the areas are part of.
        areas: from ``answering.coverage.coverage_by``.
        level: one of ``COVERAGE_LEVELS``.
        imprint: version, dates and vocabulary of the catalogue.
        form: as for :func:`render`; of the thousands of a fine level ``table`` is ``plain``.
        terminal: likewise.
    """
    if form == "quiet":
        return _codes(areas, coverage.statuses)
    if form == "json":
        return to_json(areas_document(coverage, areas, level, imprint)) + "\n"
    if form == "table" and level in FINE_LEVELS:
        form = "plain"
    if form in ("table", "md"):
        screen = terminal if form == "table" else None
        return _for_people(coverage, _table_rows(coverage, areas), imprint, screen)
    return _rows_as_text(areas, coverage, imprint, form)


def _codes(areas: Iterable[AreaCoverage], statuses: tuple[str, ...]) -> str:
    """The codes of the areas not wholly covered, or of those with the statuses asked for."""
    wanted = statuses or ("partial", "none")
    return "".join(f"{one.area.code}\n" for one in areas if one.status in wanted)


def _rows_as_text(
    areas: Iterable[AreaCoverage], coverage: Coverage, imprint: Imprint, form: str
) -> str:
    if form == "jsonl":
        return "".join(to_json(_area(one), None) + "\n" for one in areas)
    more = (imprint.as_of, not coverage.known_only)
    cells = (map(plain_cell, (*_area(one).values(), *more)) for one in areas)
    return rows(AREA_COLUMNS, map(list, cells), form)


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


def coverage_document(coverage: Coverage, imprint: Imprint) -> Plain:
    """The JSON document: regions with all their départements, then the overseas collectivities."""
    place = coverage.place
    regions = []
    for one in coverage.regions:
        is_shown = coverage.is_shown(one)
        below = [part for part in one.departements if is_shown or coverage.is_shown(part)]
        if below:
            regions.append({**_area(one), "departements": [_area(part) for part in below]})
    return {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(imprint),
        "query": {
            "themes": coverage.query.themes,
            "kinds": coverage.query.kinds,
            "audiences": coverage.query.audiences,
            "networks": coverage.networks,
            "place": place and kind_code_name(place),
            "statuses": coverage.statuses,
            "by": None,
        },
        "totals": _totals(coverage),
        "regions": regions,
        "overseas": [_area(one) for one in coverage.overseas if coverage.is_shown(one)],
        "notes": [_KNOWN_ONLY] if coverage.known_only else [],
    }


def areas_document(
    coverage: Coverage, areas: Iterable[AreaCoverage], level: str, imprint: Imprint
) -> Plain:
    """The JSON document of areas by commune, postal code or EPCI; its regions are not repeated."""
    content = coverage_document(coverage, imprint) | {"regions": [], "overseas": []}
    content["query"]["by"] = level
    return content | {"areas": [_area(one) for one in areas]}


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


def shown_rows(coverage: Coverage) -> list[AreaCoverage]:
    """Regions, each with its départements if these differ; then overseas collectivities.

    For a place, all its départements. If statuses are asked for, only the areas that have one.
    """
    rows: list[AreaCoverage] = []
    for region in coverage.regions:
        if coverage.is_shown(region):
            rows.append(region)
        if coverage.place is not None or region.status == "partial":
            rows += [one for one in region.departements if coverage.is_shown(one)]
    return [*rows, *(one for one in coverage.overseas if coverage.is_shown(one))]


# --- for people -----------------------------------------------------------------------------------

HEAD = ["Territoire", "État", "Réseaux", "Communes", "Habitants", "Part"]
"""The column headings; ``Part`` is the share of the inhabitants covered."""

NONE_KNOWN = "aucun connu"
"""The status of an area without a network where the directory is known to be partial."""

_KNOWN_ONLY = f"{KNOWN_ONLY[0].upper()}{KNOWN_ONLY[1:]}."

MOST_NETWORKS = 3


def _for_people(
    coverage: Coverage, rows: list[list[str]], imprint: Imprint, terminal: Terminal | None
) -> str:
    """Rows as a table for a terminal, or without one in Markdown."""
    if terminal is None:
        body = ([escape(cell.strip()) for cell in row] for row in rows)
        source = escape(source_line(imprint, coverage.sources))
        return f"{table(_head(coverage), body)}\n{' '.join(_notes(coverage))} {source}\n"
    from achats_reseaux.output.views import coverage_table

    notes = (*_notes(coverage), source_line(imprint, coverage.sources))
    title = coverage.subject
    if coverage.place is not None:
        title += f" : {coverage.place.name}"
    return coverage_table.render(title, _head(coverage), rows, notes, terminal)


def _notes(coverage: Coverage) -> list[str]:
    """Sentences on the totals, and on the overseas collectivities that have no row."""
    if coverage.known_only:
        return [_KNOWN_ONLY]
    count = {name: french_number(number) for name, number in coverage.totals().items()}
    share = percentage(coverage.totals()["population_covered"], coverage.totals()["population"])
    notes = []
    if coverage.regions:
        notes.append(
            f"Couverts : {count['communes_covered']} communes sur {count['communes']},"
            f" {count['population_covered']} habitants sur {count['population']} ({share})."
        )
    bare = [one.area.name for one in coverage.overseas if one.status == "none"]
    if bare and coverage.is_shown(coverage.overseas[0]):
        notes.append(f"Hors de ce compte, sans réseau : {', '.join(bare)}.")
    return notes


NO_NETWORK = "–"


def _table_rows(coverage: Coverage, areas: Iterable[AreaCoverage] | None = None) -> list[list[str]]:
    """The rows of :func:`shown_rows`, or of areas of one level, each with its kind and code."""
    return [
        _table_row(one, _label(one.area, alone=areas is not None), coverage)
        for one in (shown_rows(coverage) if areas is None else areas)
        if one.area.kind != "collectivite" or one.status != "none"
    ]


def _label(area: Area, *, alone: bool) -> str:
    if alone:
        return f"{area.name} ({KINDS[area.kind]} {area.code})"
    return f"  {area.name} ({area.code})" if area.kind == "departement" else area.name


def _head(coverage: Coverage) -> list[str]:
    """The column headings; no share where the directory is known to be partial."""
    return HEAD[:-1] if coverage.known_only else HEAD


def _table_row(row: AreaCoverage, label: str, coverage: Coverage) -> list[str]:
    networks, known_only = coverage.names_of(row.networks), coverage.known_only
    more = len(networks) - MOST_NETWORKS
    if more > 0:
        networks = [*networks[:MOST_NETWORKS], counted(more, "autre")]
    return [
        label,
        NONE_KNOWN if known_only and row.status == "none" else COVERAGE_STATUSES[row.status],
        ", ".join(networks) or NO_NETWORK,
        french_number(row.communes),
        french_number(row.population),
        *([] if known_only else [_share(row.population_covered, row.population)]),
    ]


def _share(part: int, whole: int) -> str:
    """A share in whole percent; 0 % and 100 % are exact."""
    percent = round(100 * part / whole) if whole else 0
    return f"{percent if part in (0, whole) else min(max(percent, 1), 99)}\u00a0%"
