"""Bulk: a table in, the same table out, with who helps at the place of each row.

The user's cells pass through as the bytes they came as, whatever their encoding; only the cells of
the place are ever read as text. Four columns are put after the last: the status (that of the
guichet vert, or why there is no answer), the codes of the départements and of the regions, and the
ids of the guichets verts, several joined by ``;``; then those of ``MORE_COLUMNS`` that are asked
for. Where homonyms have one answer, all their départements are named. ``cells`` reads cells,
``header`` the first row, ``rows`` the others.
"""

from __future__ import annotations

from achats_reseaux.annotation.cells import (
    ADDED_COLUMNS,
    MORE_COLUMNS,
    STATUSES,
    Answers,
    SeveralColumns,
    count_statuses,
)
from achats_reseaux.annotation.header import DELIMITERS, read_header
from achats_reseaux.annotation.rows import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from achats_reseaux.annotation.cells import Example
    from achats_reseaux.model import Catalogue

__all__ = ["ADDED_COLUMNS", "DELIMITERS", "MORE_COLUMNS", "STATUSES", "Annotation", "PlaceColumn"]

PlaceColumn = tuple[str | None, str]
"""What a column holds, as for ``geocoder.resolve`` (``None`` where it is open), and its name."""


class Annotation:
    """One pass over a table: iterate over it for the bytes to write, then ask what they held."""

    def __init__(
        self,
        read: Callable[[int], bytes],
        catalogue: Catalogue,
        columns: tuple[PlaceColumn, ...],
        *,
        departement_column: str | None = None,
        delimiter: bytes | None = None,
        more: tuple[str, ...] = (),
        today: str = "",
    ) -> None:
        """Read the header.

        Args:
            read: gives at most so many bytes of the table, and none at its end.
            catalogue: the catalogue in use.
            columns: the columns of places, tried row by row in this order until one is settled;
                by name, accents and case aside, or by number from 1.
            departement_column: of a column that settles homonyms, by a département's name or code.
            delimiter: one of ``DELIMITERS``; found out by default.
            more: of ``MORE_COLUMNS``.
            today: ISO date, against which the validity of local networks is held.

        Raises:
            UsageError: there is no such column, or one of ours is there already.
            FileError: it is not a table.
        """
        self._read = read
        settling = () if departement_column is None else (departement_column,)
        names = (*(name for _, name in columns), *settling)
        self._header = read_header(read, names, delimiter, more)
        added = self._header.added.replace(today=today)
        self._columns = [Answers(catalogue, added, kind) for kind, _ in columns]
        self._answers: Answers | SeveralColumns = self._columns[0]
        if len(names) > 1:
            self._answers = SeveralColumns(self._columns, added.delimiter, settled=bool(settling))
        self._rows = Rows(self._header.form, self._answers)

    def __iter__(self) -> Iterator[bytes]:
        """The annotated table in pieces, once.

        Raises:
            FileError: a line is too long for any table.
        """
        if self._header.before:
            yield self._header.before
        yield from self.table()

    def table(self) -> Iterator[bytes]:
        """The same from its header on: without the line ``sep=;`` that may stand before it."""
        yield self._header.written
        yield from self._rows.all(self._read, self._header.rest)

    @property
    def told_delimiter(self) -> bool:
        """Whether a line ``sep=;`` stands before its header."""
        return bool(self._header.before)

    @property
    def delimiter(self) -> bytes:
        """What parts the cells."""
        return self._header.added.delimiter

    @property
    def encoding(self) -> str:
        """How the table is written."""
        return self._header.added.encoding

    @property
    def rows(self) -> int:
        """How many rows were annotated so far, the header and blank lines aside."""
        return self._rows.total

    @property
    def long_rows(self) -> int:
        """How many of them have more cells than the header: their answer is not under its name."""
        return self._rows.long

    @property
    def guessed_rows(self) -> int:
        """How many were read from the beginning of a code or of a name alone, or from a series."""
        guesses = set().union(*(column.guesses for column in self._columns))
        return sum(many for cells, many in self._rows.counts.items() if cells in guesses)

    @property
    def empty_rows(self) -> int:
        """How many have nothing in the columns of places."""
        return sum(self._rows.counts[column.empty] for column in self._columns)

    def statuses(self) -> dict[str, int]:
        """How many rows have each of ``STATUSES``."""
        return count_statuses(self._rows.counts.items(), self.delimiter)

    def examples(self) -> dict[str, list[Example]]:
        """For each unsettled status, a few texts that had it and the kind of their column."""
        return self._answers.examples
