"""From an answer to text: for programs ``json`` and ``delimited``, for people ``views``.

The module of a format is imported when the format is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer


def render(answer: Answer, output_format: str) -> str:
    """An answer in a format for programs; ``plain`` is lines, ``quiet`` only ids."""
    if output_format in ("json", "jsonl"):
        from achats_reseaux.output import json

        return json.render(answer, output_format)
    if output_format == "md":
        from achats_reseaux.output import markdown

        return markdown.render(answer)
    from achats_reseaux.output import delimited

    return delimited.render(answer, output_format)
