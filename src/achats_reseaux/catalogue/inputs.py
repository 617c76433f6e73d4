"""The files that a catalogue is made of, and those that its compiled form depends on."""

from __future__ import annotations

import os

CATALOGUE_FILES = (
    "vocabulary.yaml",
    "sources.yaml",
    "notions.yaml",
    "organisations.yaml",
    "networks.yaml",
)
"""The files of a catalogue in several; all but the last may be missing."""


def files_of(path: str) -> tuple[str, ...]:
    """The files of a catalogue: the file itself, or those of the folder."""
    if not os.path.isdir(path):
        return (path,)
    files = [os.path.join(path, name) for name in CATALOGUE_FILES]
    return tuple(file for file in files if file == files[-1] or os.path.lexists(file))


def inputs() -> tuple[tuple[str, int, int], ...] | None:
    """Name, size and modification time of each file that the bundled catalogue depends on.

    ``None`` if one is missing, which the loader reports.
    """
    from achats_reseaux.gazetteer import tsv_table

    data = tsv_table.folder()
    try:
        territories = os.scandir(os.path.join(data, "territories"))
        tables = (one.path for one in territories if one.name.endswith((".tsv", ".txt")))
        files = (*files_of(data), *sorted(tables))
        stats = ((os.path.basename(file), os.stat(file)) for file in files)
        return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
    except OSError:
        return None
