"""The output formats, in one table: the module that writes each, and what it is.

The module of a format is imported when the format is asked for.

- A document format has ``render(document, indented=…)``: a whole document as text.
- A format of rows has ``render(columns, rows)``: columns by name, each row a mapping.

A new format is a module with that function, and a row of ``FORMATS``.
"""

from __future__ import annotations

from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.answering.answers import Answer


class OutputFormat(Record):
    """A format of output."""

    module: str = ""  # of this package, which writes it; "" of what ``views`` draws
    is_document: bool = False  # whether it is a whole document
    is_rows: bool = False  # whether it has a row for each network, notion or switchboard
    has_cells: bool = False  # whether a row has columns only, not the facts of an entry
    has_header: bool = False  # whether its first line names the columns, and may be left out
    ending: str = ".txt"  # how the name of a file of it ends


FORMATS = {
    "table": OutputFormat(),
    "json": OutputFormat("json", is_document=True, ending=".json"),
    "jsonl": OutputFormat("jsonl", is_rows=True, ending=".jsonl"),
    "csv": OutputFormat("delimited", is_rows=True, has_cells=True, has_header=True, ending=".csv"),
    "tsv": OutputFormat("delimited", is_rows=True, has_cells=True, has_header=True, ending=".tsv"),
    "csv-excel": OutputFormat("delimited", is_rows=True, has_cells=True, ending=".csv"),
}
"""The values of ``--format``. Without one a terminal gets ``table``, all else plain lines."""

_ALIASES = {"excel": "csv-excel"}
"""Other names of a format."""

_OF_THE_STREAM = {
    "plain": OutputFormat("delimited", is_rows=True, has_cells=True),
    "quiet": OutputFormat(),
}
"""What no ``--format`` names: the lines of a pipe, and the ids of ``-q``."""


FORMAT_NAMES = (*FORMATS, *_ALIASES)
"""All that ``--format`` takes."""


def described(output_format: str) -> OutputFormat:
    """A value of ``--format``, an alias, ``plain`` or ``quiet``; of ``""`` what is neither."""
    name = _ALIASES.get(output_format, output_format)
    return FORMATS.get(name) or _OF_THE_STREAM.get(name) or OutputFormat()


def format_of_file(name: str) -> str:
    """The format that the name of a file promises, or ``""``: ``csv`` of ``liste.csv``."""
    for known, described in FORMATS.items():
        if described.ending != ".txt" and name.lower().endswith(described.ending):
            return known
    return ""


def document_text(document: dict[str, Any], output_format: str, *, indented: bool = False) -> str:
    """A document in a document format."""
    text: str = _module(output_format).render(document, indented=indented)
    return text


def render(answer: Answer, output_format: str, *, indented: bool = False) -> str:
    """An answer in a format for programs; ``quiet`` has the ids alone."""
    if described(output_format).is_document:
        from achats_reseaux.output.documents import answer_document

        return document_text(answer_document(answer), output_format, indented=indented)
    from achats_reseaux.output import row_table

    return row_table.render(answer, output_format)


def _module(output_format: str) -> Any:
    # importlib, which does the same, is not loaded when Python starts.
    module = described(output_format).module
    return __import__(f"achats_reseaux.output.{module}", fromlist=["render"])
