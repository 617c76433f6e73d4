"""Rows of cells as text: plain lines, CSV and TSV for spreadsheets, tables in Markdown.

No terminal, spreadsheet or reader of Markdown interprets a cell.
"""

from __future__ import annotations

from achats_reseaux.model import (
    CONTACT_FIELDS,
    NETWORK_FIELDS,
    OTHER_CONTACT_FIELDS,
    Catalogue,
    Notion,
)
from achats_reseaux.text import spreadsheet_safe, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from typing import Any

    from achats_reseaux.answering.answers import Answer, Match

PLAIN_COLUMNS = tuple(
    "id name kind themes scope coverage address date source origin doubt contact_note".split()
)
"""Of plain lines. ``address`` is its own first documented page, site, e-mail or
telephone, or empty; ``contact_note`` what to know of it."""

RESULT_COLUMNS = tuple(
    "id name kind themes audiences scope coverage covers carrier summary"
    " contact_website contact_page contact_email contact_phone"
    " ways_in_url sources_url sources_date checked_on valid_from valid_until expired origin"
    " use cost who contact_known doubt sources_page_date sources_read_on"
    " contact_notes_website contact_notes_page contact_notes_email contact_notes_phone"
    " contact_of_body sign".split()
)
"""Of CSV and TSV: the names of the JSON document, flattened; lists joined by ``;``.
``contact_of_body`` has the fields of a contact that are those of the body behind the
network."""

for _name in OTHER_CONTACT_FIELDS:
    RESULT_COLUMNS += (f"contact_{_name}", f"contact_notes_{_name}")


def render(answer: Answer, output_format: str) -> str:
    """One row per result, in a format of :func:`rows`; ``quiet`` has the ids alone.

    Plain lines and ids begin with the notions that were searched for; a table has networks alone.
    """
    notions: tuple[Notion, ...] = ()
    if answer.query.command == "search":
        notions = answer.notions
    if output_format == "quiet":
        ids = [notion.id for notion in notions]
        ids += [match.network.id for match in answer.results]
        return "".join(f"{own_id}\n" for own_id in ids)
    catalogue = answer.catalogue
    assert catalogue is not None
    if output_format == "plain":
        body = [_notion_row(notion) for notion in notions]
        body += [plain_row(match, catalogue) for match in answer.results]
        return rows(PLAIN_COLUMNS, body, output_format)
    columns = answer.query.columns or RESULT_COLUMNS
    body = [cells(flat_result(match), columns) for match in answer.results]
    return rows(columns, body, output_format)


def plain_row(match: Match, catalogue: Catalogue) -> list[str]:
    """One result as the cells of ``PLAIN_COLUMNS``."""
    network = match.network
    source, *_ = (*network.sources, catalogue.reference)
    record = {
        "coverage": match.coverage,
        "address": network.contact.own_first,
        "date": source.date,
        "source": source.url,
        "contact_note": network.contact.first_note,
    }
    for name in PLAIN_COLUMNS:
        if name not in record:
            record[name] = getattr(network, name)
    return cells(record, PLAIN_COLUMNS)


def _notion_row(notion: Notion) -> list[str]:
    """A notion as the cells of ``PLAIN_COLUMNS``: ``reen``, « Loi REEN », ``notion`` and so on."""
    record = {"id": notion.id, "name": notion.name, "kind": "notion", "origin": "bundled"}
    if notion.sources:
        record |= {"date": notion.sources[0].date, "source": notion.sources[0].url}
    return cells(record | {"doubt": notion.doubt}, PLAIN_COLUMNS)


def flat_result(match: Match) -> dict[str, Any]:
    """One result by the names of ``RESULT_COLUMNS``."""
    network, contact = match.network, match.network.contact
    record = {name: getattr(network, name) for name in NETWORK_FIELDS}
    record |= {
        "use": network.purpose,
        "coverage": match.coverage,
        "covers": [area.ask for area in network.covers],
        "ways_in_url": [link.url for link in match.ways_in],
        "expired": match.expired,
        "contact_known": [":".join(known) for known in contact.known],
        "contact_of_body": contact.body_fields,
    }
    for name in ("url", "date", "page_date", "read_on"):
        record[f"sources_{name}"] = [getattr(source, name) or "" for source in network.sources]
    for field in CONTACT_FIELDS:
        record[f"contact_{field}"] = getattr(contact, field)
        record[f"contact_notes_{field}"] = contact.notes.get(field)
    return record


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
        return ";".join(value)
    return str(value)


# --- tables --------------------------------------------------------------------------------------

TEXT_COLUMNS = ("code", "Code", "contact_phone", "Téléphone")
"""The columns whose cells Excel would change to numbers: ``01`` would become ``1``."""


def rows(head: Sequence[str], body: Iterable[Iterable[str]], output_format: str) -> str:
    """A table as text.

    Args:
        head: the names of the columns.
        body: the cells of each row.
        output_format: ``csv``; ``tsv``; ``md``; ``plain``, which is TSV without a head; or
            ``excel``, the CSV that a French Excel opens right on a double click: byte order mark,
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


def _markdown_table(head: Sequence[str], body: Iterable[Iterable[str]]) -> str:
    lines: list[Iterable[str]] = [head, ["---"] * len(head)]
    lines += [map(markdown, row) for row in body]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


_TABLES = {
    "csv": _csv_table,
    "excel": _excel_table,
    "tsv": _tsv_table,
    "md": _markdown_table,
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


def markdown(cell: str) -> str:
    """A cell escaped for Markdown; an address on the web is a link."""
    cell = visible(cell)
    if cell.startswith(("http://", "https://")):
        for mark in "<>|":
            cell = cell.replace(mark, f"%{ord(mark):02X}")
        return f"<{cell}>"
    for mark in "\\`*_[]<|":
        cell = cell.replace(mark, "\\" + mark)
    return cell
