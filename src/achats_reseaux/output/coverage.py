"""Coverage by region, for programs and for people: the exceptions by département."""

from __future__ import annotations

from achats_reseaux.output.delimited import csv_line, excel_table
from achats_reseaux.output.json import SCHEMA_VERSION, edition, to_json
from achats_reseaux.output.markdown import escape
from achats_reseaux.output.messages import source_line
from achats_reseaux.output.plain import tsv_line
from achats_reseaux.text import grouped

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.answering.coverage import Coverage, DepartementCoverage, RegionCoverage
    from achats_reseaux.model import Imprint
    from achats_reseaux.output.terminal import Terminal

    Plain = dict[str, Any]
    Row = RegionCoverage | DepartementCoverage

STATUS_LABELS = {
    "covered": "couvert",
    "split": "partagé",
    "partial": "partiel",
    "none": "aucun",
}
"""What each status is called in French."""

COLUMNS = (
    "kind",
    "code",
    "name",
    "status",
    "networks",
    "communes",
    "communes_covered",
    "population",
    "population_covered",
)


def render(coverage: Coverage, imprint: Imprint, form: str, terminal: Terminal | None) -> str:
    """Coverage in a format of ``output.FORMATS``, ``plain``, or ``quiet`` (codes of the gaps)."""
    if form == "json":
        return to_json(document(coverage, imprint)) + "\n"
    if form == "jsonl":
        return "".join(to_json(_area(one), None) + "\n" for one in _rows(coverage))
    if form == "quiet":
        gaps = (part for one in coverage.regions for part in one.departements)
        return "".join(f"{one.area.code}\n" for one in gaps if one.status in ("partial", "none"))
    if form == "table":
        assert terminal is not None
        return _table(coverage, imprint, terminal)
    cells = [_cells(one) for one in _rows(coverage)]
    if form == "csv":
        return "".join(csv_line(row) for row in (list(COLUMNS), *cells))
    if form == "excel":
        return excel_table([list(COLUMNS), *cells])
    if form == "md":
        lines = [HEAD, ["---"] * len(HEAD), *_table_rows(coverage)]
        texts = ([escape(cell.strip()) for cell in line] for line in lines)
        rows = "".join(f"| {' | '.join(line)} |\n" for line in texts)
        return f"{rows}\n{summary(coverage)} {escape(source_line(imprint))}\n"
    return "".join(tsv_line(row) for row in ([COLUMNS, *cells] if form == "tsv" else cells))


def document(coverage: Coverage, imprint: Imprint) -> Plain:
    """The JSON document: regions with all their départements, then the overseas collectivities."""
    return {
        "schema_version": SCHEMA_VERSION,
        "catalogue": edition(imprint),
        "query": {
            "themes": coverage.query.themes,
            "kinds": coverage.query.kinds,
            "audiences": coverage.query.audiences,
            "networks": coverage.networks,
        },
        "totals": totals(coverage),
        "regions": [
            {**_area(one), "departements": [_area(part) for part in one.departements]}
            for one in coverage.regions
        ],
        "overseas": [_area(one) for one in coverage.overseas],
    }


def totals(coverage: Coverage) -> dict[str, int]:
    """Communes and inhabitants of all of France, overseas collectivities included."""
    every = (*coverage.regions, *coverage.overseas)
    return {
        name: sum(getattr(one, name) for one in every)
        for name in ("communes", "communes_covered", "population", "population_covered")
    }


def _area(row: Row) -> Plain:
    return {
        "kind": row.area.kind,
        "code": row.area.code,
        "name": row.area.name,
        "status": row.status,
        "networks": row.networks,
        "communes": row.communes,
        "communes_covered": row.communes_covered,
        "population": row.population,
        "population_covered": row.population_covered,
    }


def _rows(coverage: Coverage) -> list[Row]:
    """Regions, each with its départements where they differ; then overseas collectivities."""
    rows: list[Row] = []
    for region in coverage.regions:
        rows.append(region)
        if region.status == "partial":
            rows += region.departements
    return [*rows, *coverage.overseas]


def _cells(row: Row) -> list[str]:
    return [
        ";".join(value) if isinstance(value, tuple) else str(value) for value in _area(row).values()
    ]


HEAD = ["Territoire", "État", "Réseaux", "Communes", "Habitants"]


def _table(coverage: Coverage, imprint: Imprint, terminal: Terminal) -> str:
    from achats_reseaux.output.table import NARROWEST, grid

    notes = (summary(coverage), source_line(imprint))
    if terminal.width < NARROWEST:
        rows = [[f"{row[0]} : {row[1]}", row[2]] for row in _table_rows(coverage)]
        return grid(coverage.subject, [HEAD[0], HEAD[2]], rows, notes, terminal)
    return grid(coverage.subject, HEAD, _table_rows(coverage), notes, terminal)


def summary(coverage: Coverage) -> str:
    """How many communes and inhabitants are covered, in one French sentence."""
    count = {name: grouped(number) for name, number in totals(coverage).items()}
    return (
        f"Couverts : {count['communes_covered']} communes sur {count['communes']},"
        f" {count['population_covered']} habitants sur {count['population']}."
    )


MOST_NAMED = 3


def _table_rows(coverage: Coverage) -> list[list[str]]:
    names = dict(zip(coverage.networks, coverage.names, strict=True))
    return [_table_row(one, names) for one in _rows(coverage)]


def _table_row(row: Row, names: dict[str, str]) -> list[str]:
    detail = row.area.kind == "departement"
    shown = [names[one] for one in row.networks]
    if len(shown) > MOST_NAMED:
        shown[MOST_NAMED:] = [f"{len(shown) - MOST_NAMED} autres"]
    return [
        f"  {row.area.name} ({row.area.code})" if detail else row.area.name,
        STATUS_LABELS[row.status],
        ", ".join(shown) or "–",
        _share(row.communes_covered, row.communes),
        _share(row.population_covered, row.population),
    ]


def _share(part: int, whole: int) -> str:
    """How much is covered, of how much; what is covered whole, or not at all, says so elsewhere."""
    if part in (0, whole):
        return grouped(whole)
    percent = round(100 * part / whole)
    return f"{min(max(percent, 1), 99)}\u00a0%"  # a part is neither nothing nor all
