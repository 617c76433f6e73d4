"""The output formats, in one table: the module that writes an answer in each.

The module of a format is imported when the format is asked for. A new format is a module with a
function ``render(answer, output_format)``, and a row of ``FORMATS``.
"""

from __future__ import annotations

from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer


class OutputFormat(Record):
    """A format: the module of this package that writes an answer in it, and what is written."""

    module: str  # "" of what ``views`` draws on a terminal
    subjects: tuple[str, ...] = ("answer",)  # those of ``SUBJECTS`` that it is for
    is_spreadsheet: bool = False  # whether it has a row a network: columns, no facts
    ending: str = ".txt"  # how the name of a file of it ends


SUBJECTS = ("answer", "coverage", "draft")
"""An answer of find, list, show, ask and search; ``coverage_formats``; ``draft_formats``."""

_TABLES = ("answer", "coverage")

FORMATS = {
    "table": OutputFormat("", SUBJECTS),
    "json": OutputFormat("json", SUBJECTS, ending=".json"),
    "jsonl": OutputFormat("json", SUBJECTS, ending=".jsonl"),
    "csv": OutputFormat("delimited", _TABLES, is_spreadsheet=True, ending=".csv"),
    "excel": OutputFormat("short_table", _TABLES, is_spreadsheet=True, ending=".csv"),
    "tsv": OutputFormat("delimited", _TABLES, is_spreadsheet=True, ending=".tsv"),
    "md": OutputFormat("markdown", _TABLES, ending=".md"),
}
"""The values of ``--format``. Without one a terminal gets ``table``, all else plain lines."""

SPREADSHEETS = tuple([name for name, known in FORMATS.items() if known.is_spreadsheet])


def formats_of(subject: str) -> tuple[str, ...]:
    """The values of ``--format`` for a subject: ``formats_of("draft")`` has no ``csv``."""
    return tuple([name for name, known in FORMATS.items() if subject in known.subjects])


def format_of_file(name: str) -> str:
    """The format that the name of a file promises, or ``""``: ``csv`` of ``liste.csv``."""
    for known, described in FORMATS.items():
        if described.ending != ".txt" and name.lower().endswith(described.ending):
            return known
    return ""


def render(answer: Answer, output_format: str) -> str:
    """An answer in a format for programs; ``plain`` is lines, ``quiet`` only ids."""
    module = "delimited"
    if output_format not in ("plain", "quiet"):  # of a pipe and of ``-q``, no values of --format
        module = FORMATS[output_format].module
    # importlib, which does the same, is not loaded when Python starts.
    writer = __import__(f"achats_reseaux.output.{module}", fromlist=["render"])
    text: str = writer.render(answer, output_format)
    return text
