"""What holds of every part of a document, at any depth."""

from collections.abc import Iterator
from typing import Any


def objects_in(document: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document, itself first."""
    if isinstance(document, dict):
        yield document
    parts = document.values() if isinstance(document, dict) else document
    for part in parts:
        if isinstance(part, dict | list):
            yield from objects_in(part)
