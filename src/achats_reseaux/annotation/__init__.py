"""Annotation of tables: append to each row the guichets verts of its place.

The user's rows come out as they came in. ``appended`` has the columns that are
appended. The room ``tables`` reads and writes rows in blocks. A row is answered by its
cells (``row_answers``), a cell mostly as ``find`` answers it (``text_answers``).
"""

from __future__ import annotations

from collections import Counter
from itertools import islice
from operator import itemgetter

from achats_reseaux.annotation.columns import column_numbers, refuse_codes
from achats_reseaux.annotation.headings import heading_note, kind_of_heading
from achats_reseaux.annotation.row_answers import RowAnswers
from achats_reseaux.annotation.summary import MOST_NAMED_ROWS
from achats_reseaux.annotation.text_answers import TextAnswers
from achats_reseaux.errors import UsageError
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.annotation.appended import Appended, AppendedColumns
    from achats_reseaux.model import Catalogue
    from achats_reseaux.tables.blocks import TableRows
    from achats_reseaux.tables.csv_reader import CsvTable
    from achats_reseaux.tables.workbook_reader import SheetTable

    Cells = str | tuple[str, ...]

_KEPT_CHARACTERS = 2_000_000
"""Those of the rows whose answers are kept: of their cells, and of what is appended to them."""


class Annotation:
    """The annotation of one table: its rows, once, then what there is to tell of them.

    Attributes:
        counts: how many rows, without the header and blank lines, have each status, and
            how many answers are ``doubtful`` or ``blank``.
        doubtful_rows: the numbers of the first rows with a doubtful answer, as they come
            out; the header, if there is one, is the first.
    """

    def __init__(
        self,
        table: CsvTable | SheetTable,
        catalogue: Catalogue,
        columns: tuple[tuple[str | None, str], ...],
        appended: AppendedColumns,
        *,
        departement_column: str | None = None,
        today: str = "",
    ) -> None:
        """Find the columns; ``UsageError`` if one is missing, or the table annotated already.

        Args:
            table: the table, of which the header is read.
            catalogue: the catalogue in use.
            columns: those of places, by kind (``None`` for any) and name or number; each
                row tries them in order until one resolves.
            appended: the columns to append.
            departement_column: a column of départements (names or codes), for homonyms.
            today: ISO date, to which the validity of networks is compared.
        """
        self._table, self._appended = table, appended
        wanted = [name for _, name in columns]
        if departement_column is not None:
            wanted.append(departement_column)
        positions, headings = _columns(table, wanted, appended.names)
        self._pick = itemgetter(*positions)
        self._headings: list[tuple[str, str | None]] = []
        for (kind, _), heading in zip(columns, headings, strict=False):
            named = kind_of_heading(heading) if kind is None else None
            self._headings.append((heading, named))
        answers = TextAnswers(
            catalogue,
            noted=appended.has_note,
            local=appended.has_local,
            desks=appended.desks,
            today=today,
        )
        self._rows = RowAnswers(
            answers,
            [kind for kind, _ in columns],
            headings=[kind for _, kind in self._headings],
            has_departement=departement_column is not None,
            noted=appended.has_note,
        )
        self._known: dict[Cells, Appended] = {}
        self._characters = 0
        self.counts: Counter[str] = Counter()
        self.doubtful_rows: list[int] = []
        self._row = int(table.has_header)

    def blocks(self) -> Iterator[TableRows]:
        """Blocks of rows, the header first, with what is appended; a blank row stays blank.

        Raises:
            FileError: a row cannot be read.
        """
        known = self._known
        above = [self._table.header + self._appended.names] if self._table.has_header else []
        for rows in self._table.blocks():
            filled = [row for row in rows if row]
            keys = list(map(self._pick, filled))
            self._forget()
            new = {*keys}.difference(known)
            if new:
                self._look_up(new)
            all_appended = [known[key] for key in keys]
            for row, appended in zip(filled, all_appended, strict=True):
                row.extend(appended.cells)
            self._count(Counter(all_appended))
            self._number(rows, all_appended)
            yield above + rows  # the header with the first of them: if one is refused, nothing
            above = []
        if above:
            yield above

    @property
    def notes(self) -> list[str]:
        """How columns were read by their headings, in French, once the rows are read."""
        unfit = self.counts["unfit"]
        return [heading_note(name, kind, unfit) for name, kind in self._headings if kind]

    def _look_up(self, new: set[Cells]) -> None:
        """Know the answers to the cells of some more rows."""
        for cells in new:
            texts = cells
            if isinstance(texts, str):
                texts = (texts,)
            appended = self._appended.of(self._rows.of(texts))
            self._known[cells] = appended
            self._characters += sum(map(len, texts)) + appended.characters

    def _forget(self) -> None:
        """Forget the older half of too many answers."""
        if self._characters > _KEPT_CHARACTERS:
            for oldest in list(islice(self._known, len(self._known) // 2 + 1)):
                del self._known[oldest]
            self._characters //= 2

    def _number(self, rows: TableRows, all_appended: list[Appended]) -> None:
        """Number some more rows, and keep the numbers of the first doubtful ones."""
        is_looked_at = len(self.doubtful_rows) < MOST_NAMED_ROWS and "doubtful" in self.counts
        if is_looked_at:
            answers = iter(all_appended)
            for number, row in enumerate(rows, self._row + 1):
                if row and "doubtful" in next(answers).counted:
                    self.doubtful_rows.append(number)
            del self.doubtful_rows[MOST_NAMED_ROWS:]
        self._row += len(rows)

    def _count(self, counts: Counter[Appended]) -> None:
        for appended, count in counts.items():
            for name in appended.counted:
                self.counts[name] += count


def _columns(
    table: CsvTable | SheetTable, wanted: list[str], added: list[str]
) -> tuple[list[int], list[str]]:
    """The positions and the headings of wanted columns; ``UsageError`` if they cannot be.

    Nor may the table have one of the columns to be added.
    """
    names = list(map(str.strip, table.header))
    _refuse_annotated(names, added)
    positions = column_numbers(names, wanted)
    headings = [names[position] for position in positions]
    if table.has_header:
        refuse_codes(headings)
    return positions, headings


def _refuse_annotated(names: list[str], added: list[str]) -> None:
    """Refuse (``UsageError``) a table that has one of the columns to be added."""
    folded = {fold(name) for name in names}
    for name in added:
        if fold(name) in folded:
            message = f"Le fichier a déjà une colonne {name} : il est déjà annoté."
            raise UsageError(message, "Partez du fichier d'origine, ou renommez cette colonne.")
