"""Tables of cases, one a row with the reason for it; lines that begin with ``#`` explain."""

from __future__ import annotations

import re
from pathlib import Path


def cases(name: str) -> list[list[str]]:
    """The rows of a table below ``tests``, without its header; ``\\n`` and ``\\u202e`` are read."""
    lines = (Path(__file__).parent / name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [[_read(cell) for cell in row] for row in rows[1:]]


def _read(cell: str) -> str:
    escaped = re.compile(r"\\(?:([nt])|u([0-9a-f]{4}))")
    return escaped.sub(lambda one: {"n": "\n", "t": "\t"}.get(one[1]) or chr(int(one[2], 16)), cell)
