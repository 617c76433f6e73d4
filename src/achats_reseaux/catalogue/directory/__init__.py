"""A directory: a spreadsheet of local desks, of which entries of a user's catalogue are made.

``spreadsheet`` finds its header, ``services`` reads each row, ``places`` and ``contacts`` its
cells, ``entries`` makes the catalogue of all rows.
"""

from __future__ import annotations

from functools import cache

from achats_reseaux.gazetteer import tsv_table


class CellError(Exception):
    """A cell has an invalid value; ``str()`` of the error says in French what was expected."""


@cache
def import_table(name: str) -> list[list[str]]:
    """The rows of a table of ``data/import``, without its header: folded words and meanings."""
    with open(f"{tsv_table.folder()}/import/{name}.tsv", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file][1:]
