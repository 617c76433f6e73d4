"""Bulk: a table in, the same table out, with who helps at the place of each row.

The user's cells pass through as the bytes they came as, whatever their encoding; only the cell of
the place is ever read as text. Four columns are put after the last: the status (that of the guichet
vert, or why there is no answer), the codes of the départements and of the regions, and the ids of
the guichets verts, several joined by ``;``. Where homonyms have one answer, all their départements
are named. ``answers`` reads cells, ``header`` the first row, ``rows`` the others.
"""

from __future__ import annotations

from achats_reseaux.annotate.answers import COLUMNS, STATUSES, Answers, Guess, Settled
from achats_reseaux.annotate.header import DELIMITERS, read_header
from achats_reseaux.annotate.rows import Rows

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from achats_reseaux.model import Catalogue

__all__ = ["COLUMNS", "DELIMITERS", "STATUSES", "Annotation"]


class Annotation:
    """One pass over a table: iterate over it for the bytes to write, then ask what they held."""

    def __init__(
        self,
        read: Callable[[int], bytes],
        catalogue: Catalogue,
        column: str,
        *,
        departement_column: str | None = None,
        delimiter: bytes | None = None,
    ) -> None:
        """Read the header.

        Args:
            read: gives at most so many bytes of the table, and none at its end.
            catalogue: the catalogue in use.
            column: the name of the column of places, accents and case aside, or its number from 1.
            departement_column: of a column that settles homonyms, by a département's name or code.
            delimiter: one of ``DELIMITERS``; found out by default.

        Raises:
            UsageError: there is no such column, or one of ours is there already.
            FileError: it is not a table.
        """
        self._read = read
        self._header = read_header(read, column, departement_column, delimiter)
        form = self._header.form
        self._answers = Answers(catalogue, form.delimiter)
        settled = form.departement is not None
        self._rows = Rows(form, Settled(self._answers) if settled else self._answers)

    def __iter__(self) -> Iterator[bytes]:
        """The annotated table in pieces, once.

        Raises:
            FileError: a line is too long for any table.
        """
        yield self._header.written
        yield from self._rows.all(self._read, self._header.rest)

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
        """How many were read from the beginning of a code or of a name alone."""
        return sum(many for cells, many in self._rows.counts.items() if isinstance(cells, Guess))

    def statuses(self) -> dict[str, int]:
        """How many rows have each of ``STATUSES``."""
        return self._answers.statuses(self._rows.counts.items())
