"""Tables of cases in ``tests/views``: a head, then a case a row."""

from __future__ import annotations

from pathlib import Path

_FOLDER = Path(__file__).parent / "views"


def cases(name: str) -> list[tuple[str, ...]]:
    """The rows of a table, each as its cells."""
    _, *rows = (_FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [tuple(row.split("\t")) for row in rows]
