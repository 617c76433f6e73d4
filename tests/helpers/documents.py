"""What holds of every part of a document, at any depth."""

from collections.abc import Iterator
from typing import Any


def parts_of(document: Any) -> Iterator[Any]:
    """Every object and every list of a document, itself first."""
    if isinstance(document, dict | list):
        yield document
        for part in document.values() if isinstance(document, dict) else document:
            yield from parts_of(part)


def objects_in(document: Any) -> Iterator[dict[str, Any]]:
    """Every object of a document."""
    return (part for part in parts_of(document) if isinstance(part, dict))
