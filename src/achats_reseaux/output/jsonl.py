"""JSON Lines: an object a row."""

from __future__ import annotations

from achats_reseaux.output.json import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any


def render(rows: Iterable[dict[str, Any]]) -> str:
    """Objects, each on a line."""
    return "".join(f"{to_json(row)}\n" for row in rows)
