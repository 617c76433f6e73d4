"""From an answer to text: one module per format, and the registry of formats.

The module of a format is imported when the format is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Answer

RENDERERS = {
    "json": ("json", "render"),
    "jsonl": ("json", "render_lines"),
    "csv": ("delimited", "render_csv"),
    "excel": ("delimited", "render_excel"),
    "tsv": ("delimited", "render_tsv"),
    "md": ("markdown", "render"),
    "plain": ("plain_lines", "render"),
    "quiet": ("plain_lines", "render_ids"),
}
"""For each format for programs, its module in this package and the function that renders."""

FORMATS = ("table", "json", "jsonl", "csv", "excel", "tsv", "md")
"""The values of ``--format``. ``table`` is for people: ``output.table`` takes the terminal."""


def render(answer: Answer, form: str) -> str:
    """An answer in a format of ``RENDERERS``: ``plain`` is lines, ``quiet`` only ids."""
    name, function = RENDERERS[form]
    module = __import__(f"{__name__}.{name}", fromlist=(function,))
    text: str = getattr(module, function)(answer)
    return text
