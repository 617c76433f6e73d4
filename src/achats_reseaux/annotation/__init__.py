"""Annotation of tables: append to each row the guichets verts of its place.

The user's cells are copied as bytes, whatever their encoding; only the cells with places are
decoded. Four columns are appended: the status (of the guichet vert, or why there is no answer), the
codes of the départements and of the regions, and the ids of the guichets verts, several joined by
``;``; then the columns of ``MORE_COLUMNS`` asked for. If homonyms have the same answer, the
départements of all of them are given. ``header`` detects the format and reads the first row,
``cells`` answers cells, ``rows`` writes the other rows, ``excel`` reads and writes workbooks.
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
from achats_reseaux.annotation.csv_dialect import DELIMITERS
from achats_reseaux.annotation.header import read_header
from achats_reseaux.annotation.rows import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from achats_reseaux.annotation.cells import Example
    from achats_reseaux.model import Catalogue

__all__ = ["ADDED_COLUMNS", "DELIMITERS", "MORE_COLUMNS", "STATUSES", "Annotation", "PlaceColumn"]

PlaceColumn = tuple[str | None, str]
"""The kind of a column, as for ``geocoder.resolve`` (``None`` for any), and its name."""


class Annotation:
    """The annotation of one table: an iterator over the bytes to write, then their statistics."""

    def __init__(
        self,
        read: Callable[[int], bytes],
        catalogue: Catalogue,
        columns: tuple[PlaceColumn, ...],
        *,
        departement_column: str | None = None,
        delimiter: bytes | None = None,
        more: tuple[str, ...] = (),
        numbers: tuple[str, ...] = (),
        encoding: str | None = None,
        today: str = "",
    ) -> None:
        """Read the header.

        Args:
            read: returns at most so many bytes of the table, ``b""`` at its end.
            catalogue: the catalogue in use.
            columns: the columns of places, by folded name or by number from 1; each row tries them
                in this order until one resolves.
            departement_column: a column of départements (names or codes), for homonyms.
            delimiter: one of ``DELIMITERS``; detected by default.
            more: columns of ``MORE_COLUMNS`` to append.
            numbers: columns whose texts are numbers, for a workbook.
            encoding: of the whole table, if it is known.
            today: ISO date, to which the validity of local networks is compared.

        Raises:
            UsageError: there is no such column, or the table is annotated already.
            FileError: it is not a table.
        """
        settling = () if departement_column is None else (departement_column,)
        names = (*(name for _, name in columns), *settling)
        self._header = read_header(read, names, delimiter, more, encoding=encoding, numbers=numbers)
        added = self._header.added.replace(today=today)
        self._columns = [Answers(catalogue, added, kind) for kind, _ in columns]
        self._answers: Answers | SeveralColumns = self._columns[0]
        if len(names) > 1:
            self._answers = SeveralColumns(self._columns, added.delimiter, settled=bool(settling))
        self._rows = Rows(self._header.form, self._answers)

    def __iter__(self) -> Iterator[bytes]:
        """The annotated table in pieces, once.

        Raises:
            FileError: a line is too long for any table, or not in the encoding of the others.
        """
        yield self._header.before
        yield from self.table()

    def table(self) -> Iterator[bytes]:
        """The annotated table without a ``sep=;`` line before its header."""
        yield self._header.written
        following = self._header.following
        yield from self._rows.all(following, self._header.rest)
        if following.error is not None:
            raise following.error

    @property
    def has_separator_line(self) -> bool:
        """Whether a ``sep=;`` line precedes its header."""
        return bool(self._header.before)

    @property
    def numbers(self) -> tuple[int, ...]:
        """The positions of the columns of numbers."""
        return self._header.numbers

    @property
    def delimiter(self) -> bytes:
        """The delimiter between cells."""
        return self._header.added.delimiter

    @property
    def newline(self) -> bytes:
        """The bytes after most rows."""
        return self._header.form.newline

    @property
    def rows(self) -> int:
        """The number of rows annotated so far, without the header and blank lines."""
        return self._rows.total

    @property
    def long_rows(self) -> int:
        """The number of rows with more cells than the header, whose answer is misaligned."""
        return self._rows.long

    @property
    def guessed_rows(self) -> int:
        """The number of rows whose answer is approximate."""
        guesses = set().union(*(column.guesses for column in self._columns))
        return sum(many for cells, many in self._rows.counts.items() if cells in guesses)

    @property
    def empty_rows(self) -> int:
        """The number of rows whose cells of places are empty."""
        return sum(self._rows.counts[column.empty] for column in self._columns)

    @property
    def outdated(self) -> list[str]:
        """A note on each network that is not valid today, of the answers to the rows."""
        outdated = (one.outdated.items() for one in self._columns)
        met = (notes for each in outdated for answer, notes in each if self._rows.counts[answer])
        return list(dict.fromkeys(note for notes in met for note in notes))

    def statuses(self) -> dict[str, int]:
        """The number of rows by status."""
        return count_statuses(self._rows.counts.items(), self.delimiter)

    def examples(self) -> dict[str, list[Example]]:
        """A few texts with the kind of their column, by each of the statuses without an answer."""
        return self._answers.examples
