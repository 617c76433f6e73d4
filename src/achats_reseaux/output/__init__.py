"""From an answer to text: for programs ``json`` and ``delimited``, for people ``views``.

The module of a format is imported when the format is asked for.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Answer


def render(answer: Answer, form: str) -> str:
    """An answer in a format for programs; ``plain`` is lines, ``quiet`` only ids."""
    if form in ("json", "jsonl"):
        from achats_reseaux.output import json

        return json.render(answer, form)
    if form == "md":
        from achats_reseaux.output import markdown

        return markdown.render(answer)
    from achats_reseaux.output import delimited

    return delimited.render(answer, form)
