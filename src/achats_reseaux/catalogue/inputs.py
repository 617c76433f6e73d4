"""Identify the files that the compiled catalogue of a checkout was made from."""

from __future__ import annotations

import os

_HERE = os.path.dirname(__file__)


def inputs(data: str) -> tuple[tuple[str, int, int], ...]:
    """Name, size and modification time of each file that a compiled catalogue depends on.

    Args:
        data: the checkout's data folder.
    """
    code = os.path.dirname(_HERE)
    files = [os.path.join(data, "networks.yaml")]
    rooms = (_HERE, *(os.path.join(code, name) for name in ("gazetteer", "output")), code)
    for folder in (*rooms, os.path.join(data, "territories")):
        ends = (".py", ".tsv", ".txt")
        files += sorted(one.path for one in os.scandir(folder) if one.name.endswith(ends))
    stats = ((os.path.basename(file), os.stat(file)) for file in files)
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
