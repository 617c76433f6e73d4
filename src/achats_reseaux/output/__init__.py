"""From an answer to text: one module a format, and here the registry of them.

A format's module is imported when it is asked for: a lookup loads one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Answer, Imprint

RENDERERS = {
    "json": ("json", "render"),
    "jsonl": ("json", "render_lines"),
    "csv": ("delimited", "render_csv"),
    "excel": ("delimited", "render_excel"),
    "tsv": ("delimited", "render_tsv"),
    "md": ("markdown", "render"),
    "plain": ("plain", "render"),
    "quiet": ("plain", "render_ids"),
}
"""For each format that programs read, its module here and the function that renders an answer."""

FORMATS = ("table", "json", "jsonl", "csv", "excel", "tsv", "md")
"""What ``--format`` takes. ``table`` is for people: ``output.table`` needs to know the terminal."""


def render(answer: Answer, imprint: Imprint, form: str) -> str:
    """An answer in a format of ``RENDERERS``: ``plain`` is lines, ``quiet`` ids alone."""
    name, function = RENDERERS[form]
    module = __import__(f"{__name__}.{name}", fromlist=(function,))
    text: str = getattr(module, function)(answer, imprint)
    return text
