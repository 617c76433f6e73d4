"""The output formats, in one table: the module that writes an answer in each.

The module of a format is imported when the format is asked for. A new format is a module with a
function ``render(subject, output_format)``, and a row of ``FORMATS``.
"""

from __future__ import annotations

from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.answering.answers import Answer
    from achats_reseaux.errors import UsageError


class OutputFormat(Record):
    """A format: the module of this package that writes each subject in it, or ``""`` for none."""

    answer: str  # of find, list, show, ask, search
    coverage: str = ""
    draft: str = ""  # of message
    is_spreadsheet: bool = False  # whether it has a row a network: columns, no facts
    ending: str = ".txt"  # how the name of a file of it ends


FORMATS = {
    "table": OutputFormat("views", "coverage_formats", "draft_formats"),
    "json": OutputFormat("json", "coverage_formats", "draft_formats", ending=".json"),
    "jsonl": OutputFormat("json", "coverage_formats", "draft_formats", ending=".jsonl"),
    "csv": OutputFormat("delimited", "coverage_formats", is_spreadsheet=True, ending=".csv"),
    "excel": OutputFormat("short_table", "coverage_formats", is_spreadsheet=True, ending=".csv"),
    "tsv": OutputFormat("delimited", "coverage_formats", is_spreadsheet=True, ending=".tsv"),
    "md": OutputFormat("markdown", "coverage_formats", ending=".md"),
}
"""The values of ``--format``. Without one a terminal gets ``table``, all else plain lines."""

BY_OTHER_OPTIONS = {
    "plain": OutputFormat("delimited", "coverage_formats", "draft_formats"),
    "quiet": OutputFormat("delimited", "coverage_formats", "draft_formats"),
}
"""The formats that are no value of ``--format``: that of a pipe, and that of ``-q``."""

SPREADSHEETS = tuple([name for name, known in FORMATS.items() if known.is_spreadsheet])


def formats_of(subject: str) -> tuple[str, ...]:
    """The values of ``--format`` for a subject: ``formats_of("draft")`` has no ``csv``."""
    return tuple([name for name, known in FORMATS.items() if getattr(known, subject)])


def format_of_file(name: str) -> str:
    """The format that the name of a file promises, or ``""``: ``csv`` of ``liste.csv``."""
    for known, described in FORMATS.items():
        if described.ending != ".txt" and name.lower().endswith(described.ending):
            return known
    return ""


def writer(subject: str, output_format: str) -> Any:
    """The module that writes a subject (a field of ``OutputFormat``) in a format.

    Raises:
        UsageError: there is no such format, or it is not one of the subject.
    """
    known = FORMATS.get(output_format) or BY_OTHER_OPTIONS.get(output_format)
    module = getattr(known, subject) if known is not None else ""
    if not module:
        raise unknown_format(output_format, formats_of(subject))
    # importlib, which does the same, is not loaded when Python starts.
    return __import__(f"achats_reseaux.output.{module}", fromlist=["render"])


def unknown_format(output_format: str, known: tuple[str, ...]) -> UsageError:
    """The refusal of a format, with those that there are."""
    from achats_reseaux.errors import UsageError
    from achats_reseaux.text import not_a_value

    return UsageError(not_a_value(output_format, "--format", known))


def render(answer: Answer, output_format: str) -> str:
    """An answer in a format for programs; ``plain`` is lines, ``quiet`` only ids."""
    text: str = writer("answer", output_format).render(answer, output_format)
    return text
