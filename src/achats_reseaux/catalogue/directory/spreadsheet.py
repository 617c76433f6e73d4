"""Find the header of a spreadsheet of local desks, and what its columns mean."""

from __future__ import annotations

import re
from functools import cache
from itertools import zip_longest

from achats_reseaux.catalogue.directory import import_table
from achats_reseaux.errors import FileError
from achats_reseaux.model import Record
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Row = tuple[int, list[str]]
    """The number of the line where a row begins, from 1, and its cells."""

LATEST_HEADER = 10
"""The header is among so many first rows: titles and notes may precede it."""

_MAY_BE_SEVERAL = ("telephone", "mail", "site", "page")
"""The columns that a table may have twice: the second is read if the cell of the first is empty."""

_JOINED = re.compile(r"[/\n(),]|\bou\b|\bet\b", re.IGNORECASE)
"""Separates several names of one column in a heading: ``Structure porteuse / employeur``."""


class DirectoryHeader(Record):
    """The header of a directory.

    Attributes:
        line: its line number.
        at: the positions of each column that is read, by its id in ``data/import/colonnes.tsv``:
            one, or more for ids of ``_MAY_BE_SEVERAL``.
        names: all the headings, as written.
        twice: pairs of headings with the same id, as written.
        unread: the headings of the columns that are not imported.
    """

    line: int
    at: Mapping[str, list[int]]
    names: tuple[str, ...]
    twice: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]


def known_headings(rows: list[Row]) -> int:
    """The number of known headings in the row that has most of them, which is the header."""
    return max(_counts(rows), default=0)


def _counts(rows: list[Row]) -> list[int]:
    """The number of known headings in each of the rows that may be the header."""
    first = rows[:LATEST_HEADER]
    return [sum(bool(_meaning(cell)[0]) for cell in cells) for _, cells in first]


def _meaning(heading: str) -> tuple[str, bool]:
    """The column that a heading means, ``""`` for none, and whether it belongs to an address.

    That of the whole heading, or that of its parts if they have the same.
    """
    known, nothing = _headings(), ("", False)
    parts = {known.get(part, nothing) for part in map(fold, _JOINED.split(heading)) if part}
    return known.get(fold(heading)) or (parts.pop() if len(parts) == 1 else nothing)


@cache
def _headings() -> dict[str, tuple[str, bool]]:
    rows = import_table("colonnes")
    return {word: (column, of_address == "oui") for word, column, of_address in rows}


def _tidy(cell: str) -> str:
    """A cell with its white space normalised; its lines, which may be a list, are kept."""
    return "\n".join(" ".join(line.split()) for line in cell.splitlines()).strip()


def split_header(rows: list[Row]) -> tuple[DirectoryHeader, list[Row]]:
    """The header, the row with most known headings among the first, and the tidy rows below.

    A postal code and a town are the area served, unless there is an address column too. ``Nom``
    beside ``Prénom`` is the name of a person. The text of an empty heading may be in the row
    above, in a cell merged over two rows.

    Raises:
        FileError: no row is a header, or it has no column for a name.
    """
    rows = [(line, list(map(_tidy, cells))) for line, cells in rows]
    counts = _counts(rows)
    if not any(counts):
        message = "Aucune ligne d'en-tête reconnue dans les dix premières lignes."
        raise FileError(message, "Colonnes attendues : nom, département, téléphone, mail, site…")
    rank = counts.index(max(counts))
    line, names = rows[rank]
    above = rows[rank - 1][1] if rank else []
    names = [
        name or (over if _meaning(over)[0] else "")
        for name, over in zip_longest(names, above, fillvalue="")
    ]
    means = [_meaning(name) for name in names]
    found = {column for column, _ in means}
    at: dict[str, list[int]] = {}
    twice, unread = [], []
    for position, (column, of_address) in enumerate(means):
        is_aside = (
            column in ("", "adresse", "prenom", "personne")
            or (of_address and "adresse" in found)
            or (column == "nom" and "prenom" in found)
        )
        if is_aside:
            unread += [names[position]] if names[position] else []
        elif column in at and column not in _MAY_BE_SEVERAL:
            twice.append((names[at[column][0]], names[position]))
        else:
            at.setdefault(column, []).append(position)
    if "nom" not in at and "structure" not in at:
        message = f"Ligne {line} : aucune colonne « nom » ni « structure »."
        raise FileError(message, f"Lu : {', '.join(shortened(name) for name in names[:20])}.")
    header = DirectoryHeader(line, at, tuple(names), tuple(twice), tuple(unread))
    return header, rows[rank + 1 :]
