"""A user's CSV as rows of cells, under whatever delimiter and encoding a spreadsheet wrote it."""

from __future__ import annotations

import csv
import io
import re
from itertools import zip_longest

from achats_reseaux.catalogue.cell_values import words_of_imports
from achats_reseaux.errors import FileError
from achats_reseaux.model import Record
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    Headings = dict[str, tuple[str, bool]]
    """The column that each heading means, and whether it is that of an address, where one is."""

    Row = tuple[int, list[str]]
    """The line where a row begins, from 1, and its cells."""

_DELIMITERS = (",", ";", "\t", "|")

_LATEST_HEADER = 10
"""Titles and notes may stand above the header, in the first rows."""

_MAY_BE_SEVERAL = ("telephone", "mail", "site", "page")
"""The columns that may stand in a table twice: the later one is read where the first is empty."""

_JOINED = re.compile(r"[/\n(),]|\bou\b|\bet\b", re.IGNORECASE)
"""What joins several names of one column in a heading: ``Structure porteuse / employeur``."""

_SEPARATOR = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""A first line by which Excel is told the delimiter."""


class Columns(Record):
    """The header of a directory.

    Attributes:
        line: where it stands.
        at: the position of each column that is read, by its id in ``data/import/colonnes.tsv``.
        also: the positions of its likes, of ``_MAY_BE_SEVERAL``.
        names: all the headings, as written.
        twice: two headings that mean one column, as written.
        unread: the headings whose cells are not taken over.
    """

    line: int
    at: Mapping[str, int]
    also: Mapping[str, tuple[int, ...]]
    names: tuple[str, ...]
    twice: tuple[tuple[str, str], ...]
    unread: tuple[str, ...]

    def positions(self, column: str) -> tuple[int, ...]:
        """Where a column stands, the first to be read first."""
        return (self.at[column], *self.also.get(column, ()))


def directory_rows(content: bytes) -> list[Row]:
    """The rows of a CSV. Nothing that the bytes may hold raises anything else than this.

    Of the possible delimiters, the one under which most headings are known.

    Raises:
        FileError: it is not text, or not a table.
    """
    text = _text(content)
    told = _SEPARATOR.match(text)
    if told:
        rows = _rows(text[told.end() :], told[1])
        return [(line + 1, cells) for line, cells in rows]
    tried = [_rows(text, delimiter) for delimiter in _DELIMITERS]
    return max(tried, key=lambda rows: _most_known(rows[:_LATEST_HEADER]))


def _text(content: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16")):
        if content.startswith(mark):
            return content.decode(encoding, "replace")
    if b"\0" in content:
        message = "Le fichier n'est pas un tableau : il contient des octets nuls."
        raise FileError(message, "Enregistrez-le en CSV UTF-8, ou en .xlsx.")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:  # what a French Excel calls CSV
        return content.decode("cp1252", "replace")


def _rows(text: str, delimiter: str) -> list[Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[Row] = []
    line = 1
    try:
        for cells in reader:
            rows.append((line, [_tidy(cell) for cell in cells]))
            line = reader.line_num + 1
    except csv.Error as error:
        message = f"Ligne {line} : ce n'est pas une ligne de tableau (cellule trop longue ?)."
        raise FileError(message) from error
    return rows


def _tidy(cell: str) -> str:
    """A cell without the spaces that nobody sees; its lines, which may be a list, stay apart."""
    lines = (" ".join(line.split()) for line in cell.splitlines())
    return "\n".join(line for line in lines if line)


def _most_known(rows: list[Row]) -> int:
    known = _known_headings()
    return max((_count_known(cells, known) for _, cells in rows), default=0)


def _count_known(cells: list[str], known: Headings) -> int:
    return sum(bool(_meaning(cell, known)[0]) for cell in cells)


def _meaning(heading: str, known: Headings) -> tuple[str, bool]:
    """What a heading means: as a whole, or by its parts if each of them means that."""
    parts = filter(None, map(fold, _JOINED.split(heading)))
    means = {known.get(part, ("", False)) for part in parts}
    return known.get(fold(heading)) or (means.pop() if len(means) == 1 else ("", False))


def _known_headings() -> Headings:
    """The column that each heading means, and whether it is that of an address, where one is."""
    rows = words_of_imports("colonnes.tsv")
    return {word: (column, of_address == "oui") for word, column, of_address in rows}


def split_header(rows: list[Row]) -> tuple[Columns, list[Row]]:
    """The header, which is the first of the first rows that has most known headings, and the rest.

    A postal code and a town are the ground that is served, unless they stand beside an address.
    ``Nom`` beside ``Prénom`` is that of a person. The name of an empty heading may stand
    above it, in a cell merged over two rows.

    Raises:
        FileError: no row names what is served.
    """
    known = _known_headings()
    first = rows[:_LATEST_HEADER]
    counts = [_count_known(cells, known) for _, cells in first]
    if not any(counts):
        message = "Aucune ligne d'en-tête reconnue dans les dix premières lignes."
        raise FileError(message, "Colonnes attendues : nom, département, téléphone, mail, site…")
    rank = counts.index(max(counts))
    line, names = first[rank]
    above = first[rank - 1][1] if rank else []
    names = [
        name or (over if _meaning(over, known)[0] else "")
        for name, over in zip_longest(names, above[: len(names)], fillvalue="")
    ]
    means = [_meaning(name, known) for name in names]
    found = {column for column, _ in means}
    at: dict[str, int] = {}
    also: dict[str, tuple[int, ...]] = {}
    twice, unread = [], []
    for position, (column, of_address) in enumerate(means):
        is_aside = (
            column in ("", "adresse", "prenom", "personne")
            or (of_address and "adresse" in found)
            or (column == "nom" and "prenom" in found)
        )
        if is_aside:
            unread += [names[position]] if names[position] else []
        elif column in at and column in _MAY_BE_SEVERAL:
            also[column] = (*also.get(column, ()), position)
        elif column in at:
            twice.append((names[at[column]], names[position]))
        else:
            at[column] = position
    if "nom" not in at and "structure" not in at:
        message = f"Ligne {line} : aucune colonne « nom » ni « structure »."
        raise FileError(message, f"Lu : {', '.join(shortened(name) for name in names[:20])}.")
    header = Columns(line, at, also, tuple(names), tuple(twice), tuple(unread))
    return header, rows[rows.index(first[rank]) + 1 :]
