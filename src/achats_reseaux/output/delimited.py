"""CSV and TSV for spreadsheets, without formulas."""

from __future__ import annotations

from achats_reseaux.model import WAYS_IN
from achats_reseaux.output.json import result
from achats_reseaux.output.plain_lines import tsv_line
from achats_reseaux.text import spreadsheet_safe, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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
    "doubt",
    "sources_page_date",
    "sources_read_on",
    "contact_notes_website",
    "contact_notes_page",
    "contact_notes_email",
    "contact_notes_phone",
)
"""The columns of CSV and TSV: the names of the JSON document, flattened; lists joined by ``;``."""


def render(answer: Answer, form: str) -> str:
    """A header and one row per result: ``csv``, ``tsv`` or ``excel``."""
    return rows(RESULT_COLUMNS, map(flat_row, answer.results), form)


def flat_row(match: Match) -> list[str]:
    """One result as the cells of ``RESULT_COLUMNS``."""
    content = result(match)
    contact = content.pop("contact")
    notes = contact.pop("notes")
    content |= {f"contact_{name}": one for name, one in contact.items()}
    content |= {f"contact_notes_{name}": notes.get(name) for name in WAYS_IN}
    known = content["contact_known"]
    content["contact_known"] = [
        f"{name}:{one['known'] or ''}:{one['date']}" for name, one in known.items()
    ]
    content["covers"] = [f"{one['kind']}:{one['code']}" for one in content["covers"]]
    content["ways_in_url"] = [one["url"] for one in content.pop("ways_in")]
    sources = content.pop("sources")
    content["sources_url"] = [one["url"] for one in sources]
    for name in ("date", "page_date", "read_on"):
        content[f"sources_{name}"] = [one[name] or "" for one in sources]
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


TEXT_COLUMNS = ("code", "contact_phone")
"""The columns whose cells Excel would change to numbers: ``01`` would become ``1``."""


def rows(head: Sequence[str], body: Iterable[Sequence[str]], form: str) -> str:
    """A table as text, in which neither a terminal nor a spreadsheet interprets a cell.

    Args:
        head: the names of the columns.
        body: the cells of each row.
        form: ``csv``; ``tsv``; ``plain``, which is TSV without a head; or ``excel``, the CSV that a
            French Excel opens right on a double click: byte order mark, semicolons, CRLF, and the
            cells of ``TEXT_COLUMNS`` as formulas whose value is their text.
    """
    if form == "plain":
        return "".join(map(tsv_line, body))
    if form == "tsv":
        return tsv_line(head) + "".join(tsv_line(map(_safe_cell, row)) for row in body)
    if form == "csv":
        lines = (",".join(_csv_cell(_safe_cell(cell)) for cell in row) for row in (head, *body))
        return "".join(f"{line}\n" for line in lines)
    cells = (map(_excel_cell, head, row) for row in body)
    return "\ufeff" + "".join(";".join(map(_csv_cell, row)) + "\r\n" for row in (head, *cells))


def _safe_cell(cell: str) -> str:
    return spreadsheet_safe(visible(cell))


def _excel_cell(name: str, cell: str) -> str:
    if name in TEXT_COLUMNS and cell and '"' not in cell:
        return f'="{visible(cell)}"'
    return _safe_cell(cell)


def _csv_cell(cell: str) -> str:
    if '"' in cell or "," in cell or ";" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
