"""Rows for a spreadsheet or a page: CSV, TSV and Markdown, none of which acts on who opens it."""

from __future__ import annotations

from achats_reseaux.output import PLAIN_COLUMNS, plain_row, result, tsv_line
from achats_reseaux.output.phrases import marks
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from achats_reseaux.model import Answer, Imprint, Match

COLUMNS = (
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
)
"""The columns of CSV and TSV: the names of the JSON document, flattened; lists joined by ``;``."""


def render(answer: Answer, imprint: Imprint, form: str) -> str:
    """An answer as ``csv``, ``tsv`` or ``md``."""
    if form == "md":
        return _markdown(answer, imprint)
    rows = [list(COLUMNS), *(flat(match) for match in answer.results)]
    if form == "csv":
        return "".join(csv_line(row) for row in rows)
    return "".join(tsv_line(_guarded(cell) for cell in row) for row in rows)


def flat(match: Match) -> list[str]:
    """One result as the cells of ``COLUMNS``."""
    content = result(match)
    content |= {f"contact_{name}": one for name, one in content.pop("contact").items()}
    content["covers"] = [f"{one['kind']}:{one['code']}" for one in content["covers"]]
    content["ways_in_url"] = [one["url"] for one in content.pop("ways_in")]
    sources = content.pop("sources")
    content["sources_url"] = [one["url"] for one in sources]
    content["sources_date"] = [one["date"] for one in sources]
    return [_cell(content[name]) for name in COLUMNS]


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(value)
    return str(value)


def _guarded(cell: str) -> str:
    """A cell that cannot act on a terminal, and that no spreadsheet takes for a formula."""
    cell = visible(cell)
    return "'" + cell if cell.startswith(("=", "+", "-", "@")) else cell


def csv_line(row: Iterable[str]) -> str:
    """A line of CSV, safe for a spreadsheet."""
    return ",".join(_csv_cell(_guarded(cell)) for cell in row) + "\n"


def _csv_cell(cell: str) -> str:
    if '"' in cell or "," in cell or ";" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _markdown(answer: Answer, imprint: Imprint) -> str:
    kinds, themes = imprint.labels("kind"), imprint.labels("theme")
    lines = ["| Réseau | Type | Thèmes | Périmètre | Adresse |", "| --- | --- | --- | --- | --- |"]
    for match in answer.results:
        network = match.network
        said = (f"`{network.id}`", *marks(match))
        address = plain_row(match, imprint)[PLAIN_COLUMNS.index("address")]
        cells = (
            f"{markdown_text(network.name)} ({', '.join(said)})",
            markdown_text(kinds.get(network.kind, network.kind)),
            markdown_text(", ".join(themes.get(theme, theme) for theme in network.themes)),
            markdown_text(", ".join(area.name for area in network.covers) or "France"),
            _markdown_link(address),
        )
        lines.append("| " + " | ".join(cells) + " |")
    source = imprint.reference
    link = f"[{markdown_text(source.title)}]({_markdown_link(source.url)})"
    lines += ["", f"Source : {link}, {imprint.as_of}."]
    return "\n".join(lines) + "\n"


def markdown_text(text: str) -> str:
    """A text that is nothing but text in Markdown, in a cell too."""
    text = visible(text)
    for mark in "\\`*_[]<|":
        text = text.replace(mark, "\\" + mark)
    return text


def _markdown_link(address: str) -> str:
    if "://" not in address:  # an e-mail or a telephone number, or nothing
        return markdown_text(address)
    for mark in "<>|":
        address = address.replace(mark, f"%{ord(mark):02X}")
    return f"<{visible(address)}>"
