"""CSV and TSV for spreadsheets, without formulas."""

from __future__ import annotations

from achats_reseaux.output.json import result
from achats_reseaux.output.plain import tsv_line
from achats_reseaux.text import spreadsheet_safe, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from achats_reseaux.model import Answer, Match

RESULT_COLUMNS = (
    "id",
    "name",
    "kind",
    "themes",
    "audiences",
    "scope",
    "coverage",
    "covers",
    "carrier",
    "summary",
    "contact_website",
    "contact_page",
    "contact_email",
    "contact_phone",
    "ways_in_url",
    "sources_url",
    "sources_date",
    "checked_on",
    "valid_from",
    "valid_until",
    "expired",
    "origin",
    "use",
    "cost",
    "who",
    "contact_known",
)
"""The columns of CSV and TSV: the names of the JSON document, flattened; lists joined by ``;``."""


def render_csv(answer: Answer) -> str:
    """A header and one row per result, separated by commas."""
    return "".join(csv_line(row) for row in _rows(answer))


def render_tsv(answer: Answer) -> str:
    """A header and one row per result, separated by tabs."""
    return "".join(tsv_line(_safe_cell(cell) for cell in row) for row in _rows(answer))


def render_excel(answer: Answer) -> str:
    """A header and one row per result, for a French Excel."""
    return excel_table(_rows(answer))


def _rows(answer: Answer) -> list[list[str]]:
    return [list(RESULT_COLUMNS), *(flat_row(match) for match in answer.results)]


def flat_row(match: Match) -> list[str]:
    """One result as the cells of ``RESULT_COLUMNS``."""
    content = result(match)
    content |= {f"contact_{name}": one for name, one in content.pop("contact").items()}
    known = content["contact_known"]
    content["contact_known"] = [
        f"{name}:{one['known'] or ''}:{one['date']}" for name, one in known.items()
    ]
    content["covers"] = [f"{one['kind']}:{one['code']}" for one in content["covers"]]
    content["ways_in_url"] = [one["url"] for one in content.pop("ways_in")]
    sources = content.pop("sources")
    content["sources_url"] = [one["url"] for one in sources]
    content["sources_date"] = [one["date"] for one in sources]
    return [plain_cell(content[name]) for name in RESULT_COLUMNS]


def plain_cell(value: Any) -> str:
    """A value as a cell: lists joined by ``;``, ``true`` or ``false``, empty for ``None``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(value)
    return str(value)


def _safe_cell(cell: str) -> str:
    """A cell that neither a terminal nor a spreadsheet interprets."""
    return spreadsheet_safe(visible(cell))


TEXT_COLUMNS = ("code", "contact_phone")
"""The columns whose cells Excel would change to numbers: ``01`` would become ``1``."""


def excel_table(rows: list[list[str]]) -> str:
    """A header and rows as the CSV that a French Excel opens correctly on a double click.

    It has a byte order mark, semicolons, CRLF, and the cells of ``TEXT_COLUMNS`` as formulas whose
    value is their text.
    """
    head, *body = rows
    as_text = [name in TEXT_COLUMNS for name in head]
    lines = [head]
    for row in body:
        lines.append(
            [
                f'="{visible(cell)}"' if text and cell and '"' not in cell else _safe_cell(cell)
                for cell, text in zip(row, as_text, strict=True)
            ]
        )
    return "\ufeff" + "".join(";".join(map(_csv_cell, line)) + "\r\n" for line in lines)


def csv_line(row: Iterable[str]) -> str:
    """A line of CSV, safe for a spreadsheet."""
    return ",".join(_csv_cell(_safe_cell(cell)) for cell in row) + "\n"


def _csv_cell(cell: str) -> str:
    if '"' in cell or "," in cell or ";" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
