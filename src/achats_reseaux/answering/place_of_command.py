"""The place that a command asks for that is no lookup: ``coverage``, ``map`` and ``page``."""

from __future__ import annotations

from achats_reseaux.answering import RawQuery, answer
from achats_reseaux.answering.answers import Answer, Query
from achats_reseaux.geocoder.near_names import texts_for
from achats_reseaux.text import shell_quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from achats_reseaux.model import Catalogue


def place_answer(
    catalogue: Catalogue,
    today: str,
    command: str,
    asked: Mapping[str, str | None],
    others: str = "",
) -> Answer:
    """The answer of ``find`` to the place of another command; ``found``, without one, to none.

    Where it has a ``reason``, the place is refused. An empty text is no place, and refused.

    Args:
        catalogue: the one in use.
        today: its ISO date.
        command: the command, which is offered again with each place that may be meant.
        asked: the place by field, as a request has it; ``None`` for what is not given.
        others: the other options as typed, each after a space, to be typed again.
    """
    given = {name: text for name, text in asked.items() if text is not None}
    query = Query(command, input=next(iter(given.values()), None))
    if not given:
        return Answer("found", query)
    resolved = answer(catalogue, RawQuery("find", given), today)
    if resolved.place is not None:
        return resolved
    texts = resolved.suggestions
    if resolved.status == "ambiguous":
        texts = tuple(texts_for([candidate.place])[0] for candidate in resolved.candidates)
    start = f"reseaux {command}"
    if command not in ("coverage", "map"):  # whose argument it is
        start += f" --{list(given)[-1]}"
    commands = tuple(f"{start} {shell_quoted(text)}{others}" for text in texts)
    return resolved.replace(query=query, next_commands=commands)
