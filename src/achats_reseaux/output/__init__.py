"""From an answer to text: one module per format, and the registry of formats.

The module of a format is imported when the format is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Answer

RENDERERS = {
    "json": "json",
    "jsonl": "json",
    "csv": "delimited",
    "excel": "delimited",
    "tsv": "delimited",
    "md": "delimited",
    "plain": "delimited",
    "quiet": "delimited",
}
"""For each format for programs, the module of this package whose ``render`` takes it."""

FORMATS = ("table", "json", "jsonl", "csv", "excel", "tsv", "md")
"""The values of ``--format``. ``table`` is for people: ``output.views`` draw it for a terminal."""


def render(answer: Answer, form: str) -> str:
    """An answer in a format of ``RENDERERS``: ``plain`` is lines, ``quiet`` only ids."""
    module = __import__(f"{__name__}.{RENDERERS[form]}", fromlist=("render",))
    text: str = module.render(answer, form)
    return text
