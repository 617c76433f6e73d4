"""Rows of cells as text: plain lines, CSV and TSV for programs and spreadsheets.

No terminal or spreadsheet interprets a cell.
"""

from __future__ import annotations

from achats_reseaux.text import spreadsheet_safe, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any


def cells(record: Mapping[str, Any], columns: Iterable[str]) -> list[str]:
    """A record by names as a row: its values under some of them, empty for what it lacks."""
    return [plain_cell(record.get(name)) for name in columns]


def plain_cell(value: Any) -> str:
    """A value as a cell: lists joined by ``;``, ``true`` or ``false``, empty for ``None``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    return str(value)


# --- tables --------------------------------------------------------------------------------------

TEXT_COLUMNS = ("code", "Code", "phone", "Téléphone")
"""The columns whose cells Excel would change to numbers: ``01`` would become ``1``."""


def rows(head: Sequence[str], body: Iterable[Iterable[str]], output_format: str) -> str:
    """A table as text.

    Args:
        head: the names of the columns.
        body: the cells of each row.
        output_format: ``csv``; ``tsv``; ``plain``, which is TSV without a head; or
            ``csv-excel``, the CSV that a French Excel opens on a double click: byte order mark,
            semicolons, CRLF, and the cells of ``TEXT_COLUMNS`` as formulas whose value is their
            text.
    """
    return _TABLES[output_format](head, body)


def _plain_table(_head: Sequence[str], body: Iterable[Iterable[str]]) -> str:
    return "".join(map(tsv_line, body))


def _tsv_table(head: Sequence[str], body: Iterable[Iterable[str]]) -> str:
    return tsv_line(head) + "".join(tsv_line(map(_safe_cell, row)) for row in body)


def _csv_table(head: Sequence[str], body: Iterable[Iterable[str]]) -> str:
    safe = [map(_safe_cell, head)]
    safe += [map(_safe_cell, row) for row in body]
    return _separated(",", "\n", safe)


def _excel_table(head: Sequence[str], body: Iterable[Iterable[str]]) -> str:
    lines: list[Iterable[str]] = [head]
    lines += [map(_excel_cell, head, row) for row in body]
    return "\ufeff" + _separated(";", "\r\n", lines)


def _separated(mark: str, end: str, lines: Iterable[Iterable[str]]) -> str:
    return "".join(mark.join(map(_csv_cell, line)) + end for line in lines)


_TABLES = {
    "csv": _csv_table,
    "csv-excel": _excel_table,
    "excel": _excel_table,
    "tsv": _tsv_table,
    "plain": _plain_table,
}
"""The formats of a table."""


def tsv_line(texts: Iterable[str]) -> str:
    """A line of TSV; its cells are made visible, without tabs and line ends."""
    line = list(texts)
    if not "".join(line).isprintable():
        line = list(map(visible, line))
    return "\t".join(line) + "\n"


def _safe_cell(cell: str) -> str:
    return spreadsheet_safe(visible(cell))


def _excel_cell(name: str, cell: str) -> str:
    if name in TEXT_COLUMNS and cell and '"' not in cell:
        return f'="{visible(cell)}"'
    return _safe_cell(cell)


_QUOTED = frozenset('",;')
"""The signs that ask for quotation marks around a cell."""


def _csv_cell(cell: str) -> str:
    if not _QUOTED.isdisjoint(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell
