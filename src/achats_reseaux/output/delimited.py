"""Rows of cells as text: plain lines, CSV and TSV for spreadsheets, tables in Markdown.

No terminal, spreadsheet or reader of Markdown interprets a cell.
"""

from __future__ import annotations

from achats_reseaux.model import CONTACT_FIELDS, OTHER_CONTACT_FIELDS
from achats_reseaux.output.formats import unknown_format
from achats_reseaux.text import spreadsheet_safe, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from achats_reseaux.answering.answers import Answer, Match
    from achats_reseaux.model import Catalogue, Link, Notion, Source

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

_OF_NETWORK = tuple(
    "id name kind themes audiences scope carrier summary checked_on valid_from valid_until origin"
    " cost who doubt sign".split()
)
"""The columns that are the fields of a network."""


def render(answer: Answer, output_format: str) -> str:
    """One row per result, in a format of :func:`rows`; ``quiet`` has the ids alone.

    Plain lines and ids begin with the notions that were searched for; a table has networks alone.
    """
    notions = answer.notions if answer.query.command == "search" else ()
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
    if output_format == "excel" and not answer.query.columns:
        from achats_reseaux.output import short_table

        return rows(short_table.TITLES, short_table.body(answer, catalogue), output_format)
    columns = answer.query.columns or RESULT_COLUMNS
    body = []
    for match in answer.results:
        cells = flat_result(match)
        body.append([cells[name] for name in columns])
    return rows(columns, body, output_format)


def plain_row(match: Match, catalogue: Catalogue) -> list[str]:
    """One result as the cells of ``PLAIN_COLUMNS``."""
    network = match.network
    source = network.sources[0] if network.sources else catalogue.reference
    return [
        network.id,
        network.name,
        network.kind,
        ";".join(network.themes),
        network.scope,
        match.coverage or "",
        network.contact.own_first or "",
        source.date,
        source.url,
        network.origin,
        network.doubt or "",
        network.contact.first_note,
    ]


def _notion_row(notion: Notion) -> list[str]:
    """A notion as the cells of ``PLAIN_COLUMNS``: ``reen``, « Loi REEN », ``notion`` and so on."""
    cells = dict.fromkeys(PLAIN_COLUMNS, "")
    cells |= {"id": notion.id, "name": notion.name, "kind": "notion", "origin": "bundled"}
    if notion.sources:
        cells |= {"date": notion.sources[0].date, "source": notion.sources[0].url}
    cells["doubt"] = notion.doubt or ""
    return list(cells.values())


def flat_result(match: Match) -> dict[str, str]:
    """One result as the cells of ``RESULT_COLUMNS``, by name."""
    network, contact = match.network, match.network.contact
    cells = {name: getattr(network, name) for name in _OF_NETWORK} | {"use": network.purpose}
    cells |= {
        "coverage": match.coverage,
        "covers": [f"{area.kind}:{area.code}" for area in network.covers],
        "ways_in_url": _each(match.ways_in, "url"),
        "expired": match.expired,
        "contact_known": [":".join(known) for known in contact.known],
        "contact_of_body": contact.body_fields,
    }
    for name in ("url", "date", "page_date", "read_on"):
        cells[f"sources_{name}"] = _each(network.sources, name)
    for field in CONTACT_FIELDS:
        cells[f"contact_{field}"] = getattr(contact, field)
        cells[f"contact_notes_{field}"] = contact.notes.get(field)
    return {name: plain_cell(cell) for name, cell in cells.items()}


def _each(records: Iterable[Link | Source], name: str) -> list[str]:
    """A field of each record, empty where it has no value."""
    return [getattr(record, name) or "" for record in records]


def plain_cell(value: Any) -> str:
    """A value as a cell: lists joined by ``;``, ``true`` or ``false``, empty for ``None``."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return ";".join(value) if isinstance(value, (list, tuple)) else str(value)


# --- tables --------------------------------------------------------------------------------------

TEXT_COLUMNS = ("code", "Code", "contact_phone", "Téléphone")
"""The columns whose cells Excel would change to numbers: ``01`` would become ``1``."""


def rows(head: Sequence[str], body: Iterable[Sequence[str]], output_format: str) -> str:
    """A table as text.

    Args:
        head: the names of the columns.
        body: the cells of each row.
        output_format: ``csv``; ``tsv``; ``md``; ``plain``, which is TSV without a head; or
            ``excel``, the CSV that a French Excel opens right on a double click: byte order mark,
            semicolons, CRLF, and the cells of ``TEXT_COLUMNS`` as formulas whose value is their
            text.
    """
    if output_format not in _TABLES:
        raise unknown_format(output_format, tuple(_TABLES))
    return _TABLES[output_format](head, body)


def _plain_table(_head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    return "".join(map(tsv_line, body))


def _tsv_table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    return tsv_line(head) + "".join(tsv_line(map(_safe_cell, row)) for row in body)


def _csv_table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    safe = (map(_safe_cell, row) for row in (head, *body))
    return "".join(",".join(map(_csv_cell, row)) + "\n" for row in safe)


def _excel_table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    cells = (map(_excel_cell, head, row) for row in body)
    return "\ufeff" + "".join(";".join(map(_csv_cell, row)) + "\r\n" for row in (head, *cells))


def _markdown_table(head: Sequence[str], body: Iterable[Sequence[str]]) -> str:
    lines = (map(markdown, row) for row in body)
    every = (head, ["---"] * len(head), *lines)
    return "".join(f"| {' | '.join(line)} |\n" for line in every)


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
    cells = list(texts)
    if not "".join(cells).isprintable():
        cells = [visible(cell) for cell in cells]
    return "\t".join(cells) + "\n"


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
