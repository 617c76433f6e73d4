"""Annotation of tables: append to each row the guichets verts of its place.

The user's rows come out as they came in. Four columns are appended: the status (of the guichet
vert, or why there is no answer), the codes of the départements and of the regions, and the ids of
the guichets verts, several joined by ``;``; then the columns of ``MORE_COLUMNS`` asked for. If
homonyms have the same answer, the départements of all of them are given. ``csv_table`` and
``sheet_table`` read rows, ``answers`` answers their texts, ``workbook_writer`` writes workbooks.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import islice, starmap
from operator import add, itemgetter

from achats_reseaux import gazetteer
from achats_reseaux.annotation.answers import STATUSES, UNSETTLED, Answers
from achats_reseaux.annotation.columns import number_columns, place_columns, refuse_annotated
from achats_reseaux.annotation.csv_table import with_end
from achats_reseaux.errors import FileError
from achats_reseaux.gazetteer import places
from achats_reseaux.geocoder.codes import is_missing
from achats_reseaux.model import Place
from achats_reseaux.text import shortened, spreadsheet_safe, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, TypeVar

    from achats_reseaux.annotation.answers import TextAnswer
    from achats_reseaux.annotation.csv_table import CsvTable
    from achats_reseaux.annotation.sheet_table import SheetTable
    from achats_reseaux.model import Catalogue

    PlaceCells = str | tuple[str, ...] | None
    """The cell of the column of places, or the cells of several; of a blank row, none."""
    RowForm = TypeVar("RowForm")

ADDED_COLUMNS = ("reseaux_status", "reseaux_departement", "reseaux_region", "reseaux_guichet_vert")
_AREA_COLUMNS = ("departement_name", "region_name")
_CONTACT_COLUMNS = ("name", "website", "page", "email", "phone")
_LOCAL = "local"
MORE_COLUMNS = (
    *_AREA_COLUMNS,
    *_CONTACT_COLUMNS,
    "note",
    _LOCAL,
    *(f"{_LOCAL}_{name}" for name in _CONTACT_COLUMNS),
)
"""Optional columns: names of the départements and regions; names and addresses of the guichets
verts; ``note``, how a cell was read or why it was not, and what to know of the addresses that are
appended; ``local…``, ids, names and addresses of the other local networks of the whole place."""

PlaceColumn = tuple[str | None, str]
"""The kind of a column, as for ``geocoder.resolve`` (``None`` for any), and its name."""

_BLOCK = 10_000
"""The number of cells that are answered at once."""
_ROOM, _OVERHEAD = 12 * 2**20, 110
"""The most bytes that the cells kept may take, and those that each takes besides its text."""
_EXAMPLES = 3
_LONGEST_NUMBER = 11
"""Digits. Excel shows longer numbers as ``2,17605E+13``."""
_QUOTED = frozenset(';"\r\n')
_COMPUTES_NOTHING = re.compile(r'[+-]?[\d\s.,]*|="[^"]*"')
"""A number, and a text that a spreadsheet was told to keep: the only cells that may begin so."""


class Annotation:
    """The annotation of one table: its rows in one of three forms, once, then their statistics.

    Attributes:
        rows: the number of rows so far, without the header and blank lines.
        long_rows: those with more cells than the header, whose answer comes after them.
        guessed_rows: those whose answer is approximate.
        empty_rows: those whose cells of places are empty, or marked as missing.
        missing_rows: those of them whose first such cell has that mark.
        statuses: the number of rows by status.
        examples: a few texts with the kind of their column, by each status without an answer.
        contradicted_rows: those of which another cell names a place elsewhere; a cell of any kind
            is compared for notes alone.
        outdated: notes on the networks of their answers that are not valid today.
        numbers: the positions of the columns of numbers.
    """

    def __init__(
        self,
        table: CsvTable | SheetTable,
        catalogue: Catalogue,
        columns: tuple[PlaceColumn, ...],
        *,
        departement_column: str | None = None,
        more: tuple[str, ...] = (),
        numbers: tuple[str, ...] = (),
        today: str = "",
    ) -> None:
        """Find the columns.

        Args:
            table: the table, of which the header is read.
            catalogue: the catalogue in use.
            columns: the columns of places, by folded name or by number from 1; each row tries them
                in this order until one resolves.
            departement_column: a column of départements (names or codes), for homonyms.
            more: columns of ``MORE_COLUMNS`` to append.
            numbers: columns whose texts are numbers, for a workbook.
            today: ISO date, to which the validity of local networks is compared.

        Raises:
            UsageError: there is no such column, or the table is annotated already.
        """
        self._table = table
        self._catalogue = catalogue
        self._more = more
        self._names = [*ADDED_COLUMNS, *(f"reseaux_{name}" for name in more)]
        refuse_annotated(table.names, self._names)
        self._kinds = [kind for kind, _ in columns]
        self._settled = departement_column is not None
        wanted = [name for _, name in columns]
        at = place_columns(table.names, [*wanted, *filter(None, [departement_column])])
        self._pick: Callable[[list[str]], PlaceCells] = itemgetter(*at)
        self.numbers = number_columns(table.names, numbers, at)
        self._noted = "note" in more
        local = any(name.startswith(_LOCAL) for name in more)
        self._answers = Answers(catalogue, noted=self._noted, local=local, today=today)
        self.rows = self.long_rows = self.guessed_rows = self.empty_rows = self.missing_rows = 0
        self.contradicted_rows = 0
        self.statuses = dict.fromkeys(STATUSES, 0)
        self.examples: dict[str, list[tuple[str, str | None]]] = {one: [] for one in UNSETTLED}
        self.outdated: dict[str, None] = {}

    # --- forms ------------------------------------------------------------------------------------

    def csv(self) -> Iterator[bytes]:
        """The table as it was read, with the columns appended.

        Raises:
            FileError: a row cannot be read; those before it come first.
        """
        table = self._table
        yield table.encoded(with_end(table.header, table.appended(self._names)))
        try:
            for lines in self._answered("csv", table.appended, with_end):
                yield table.encoded("\n" + "\n".join(lines))
        except FileError:
            yield table.encoded("\n")
            raise
        yield table.encoded(table.tail)

    def excel(self) -> Iterator[bytes]:
        """The CSV that a French Excel opens right: semicolons, CRLF, a BOM, codes as text.

        Raises:
            FileError: a row cannot be read; those before it come first.
        """
        yield f"\ufeff{_excel_row([*self._table.names, *self._names])}".encode()
        for rows in self._answered("excel", list, add):
            yield "".join(map(_excel_row, rows)).encode()

    def workbook(self) -> Iterator[list[Any]]:
        """The header and the rows for a workbook: texts, and the cells of one as they were.

        Raises:
            FileError: a row cannot be read.
        """
        yield [*self._table.heading, *self._names]
        for rows in self._answered("xlsx", list, add):
            yield from rows

    def _answered(
        self,
        form: str,
        made: Callable[[list[str]], RowForm],
        joined: Callable[[RowForm, RowForm], RowForm],
    ) -> Iterator[list[RowForm]]:
        """The rows in a form, many at once, each joined with the cells of its answer in it."""
        known = _Known(self._added_in(made))
        width, pick = len(self._table.names), self._pick

        def completed(row: RowForm, cells: list[str]) -> tuple[RowForm, list[str]]:
            gap = [""] * (width - len(cells)) if cells else []
            return joined(row, made(gap)), cells + gap

        for block in _blocks(self._table.rows(form), 1 + _BLOCK // (width + 1)):
            rows, cells = zip(*block, strict=True)
            lengths = Counter(map(len, cells))
            self.long_rows += sum(many for length, many in lengths.items() if length > width)
            if any(0 < length < width for length in lengths):
                rows, cells = zip(*map(completed, rows, cells), strict=True)
            keys = [pick(one) if one else None for one in cells] if lengths[0] else map(pick, cells)
            found = list(map(known.__getitem__, keys))
            self._count([answer for _, answer in found if answer is not None])
            yield [joined(row, added) for row, (added, _) in zip(rows, found, strict=True)]

    def _added_in(
        self, made: Callable[[list[str]], RowForm]
    ) -> Callable[[PlaceCells], tuple[RowForm, TextAnswer | None]]:
        """A function from the cells of places to the cells to append, in a form, and the answer."""
        shared: dict[int, tuple[RowForm, TextAnswer]] = {}

        def look_up(key: PlaceCells) -> tuple[RowForm, TextAnswer | None]:
            if not isinstance(key, (str, tuple)):
                return made([]), None
            cells = (key,) if isinstance(key, str) else key
            answer = self._answer(list(map(self._table.text, cells)))
            if answer.note:
                return made(self._added_cells(answer)), answer
            if id(answer) not in shared:
                shared[id(answer)] = made(self._added_cells(answer)), answer
            return shared[id(answer)]

        return look_up

    # --- answers ----------------------------------------------------------------------------------

    def _answer(self, texts: list[str]) -> TextAnswer:
        """The answer to the cells of a row: the first that resolves, else the most telling one."""
        home = texts.pop() if self._settled else ""
        departement = home if home.strip() and not is_missing(home) else None
        passed: list[TextAnswer] = []
        for at, text in enumerate(texts):
            answer = self._answers.of(text, self._kinds[at], departement)
            if answer.status not in UNSETTLED:
                return self._compared(answer, texts, at, passed)
            passed.append(answer)
        ranks = [(one.blank, UNSETTLED.index(one.status)) for one in passed]
        at = ranks.index(min(ranks))
        met = self.examples[passed[at].status]
        example = texts[at], self._kinds[at]
        if not passed[at].blank and len(met) < _EXAMPLES and example not in met:
            met.append(example)
        return passed[at]

    def _compared(
        self, answer: TextAnswer, texts: list[str], at: int, passed: list[TextAnswer]
    ) -> TextAnswer:
        """An answer with notes on the cells before its own, and on cells that contradict it."""
        elsewhere = []
        for text, kind in zip(texts[at + 1 :], self._kinds[at + 1 :], strict=True):
            if kind is None and not self._noted:
                continue  # a free text takes ten times as long as a code: a note alone is worth it
            other = self._answers.of(text, kind)
            homes = other.departements or other.meant
            if homes and set(homes).isdisjoint(answer.departements):
                elsewhere.append((text, homes))
        if not (self._noted or elsewhere):
            return answer
        told = (one.note for one in passed if not one.blank)
        notes = [answer.note, *(f"Cellule passée : {note}" for note in told if note)]
        if elsewhere:
            located = starmap(_located, [(texts[at], answer.departements), *elsewhere])
            notes.append(f"La ligne se contredit : {', '.join(located)}.")
        answer = answer.replace(note="", contradicted=bool(elsewhere))
        return self._answers.one(answer, " ".join(filter(None, notes)))

    def _added_cells(self, answer: TextAnswer) -> list[str]:
        """The texts of the cells to append for an answer."""
        cells = [
            answer.status,
            *map(";".join, (answer.departements, answer.regions, answer.guichets_verts)),
        ]
        for name in self._more:
            if name == "note":
                cells.append(" ".join(filter(None, (answer.note, *self._contact_notes(answer)))))
            elif name in _AREA_COLUMNS:
                kind = name.removesuffix("_name")
                codes = answer.regions if kind == "region" else answer.departements
                areas = (gazetteer.territory(kind, code) for code in codes)
                cells.append(";".join(one.name for one in areas if one is not None))
            elif name.startswith(_LOCAL):
                field = name.removeprefix(_LOCAL).removeprefix("_") or "id"
                cells.append(self._joined(field, answer.local))
            else:
                cells.append(self._joined(name, answer.guichets_verts))
        return [spreadsheet_safe(visible(cell)) for cell in cells]

    def _contact_notes(self, answer: TextAnswer) -> Iterator[str]:
        """What to know of the addresses that are appended, a sentence for each network."""
        for prefix, ids in (("", answer.guichets_verts), (f"{_LOCAL}_", answer.local)):
            fields = [one.removeprefix(prefix) for one in self._more if one.startswith(prefix)]
            for network in map(self._catalogue.network, ids):
                yield network.contact_note(fields)

    def _joined(self, field: str, ids: tuple[str, ...]) -> str:
        """A field of some networks, joined by ``;``; empty ones too, so that cells correspond."""
        networks = map(self._catalogue.network, ids)
        sources = (one if field in ("id", "name") else one.contact for one in networks)
        texts = [getattr(one, field) or "" for one in sources]
        return ";".join(texts) if any(texts) else ""

    def _count(self, answers: list[TextAnswer]) -> None:
        """Count the answers to some rows."""
        self.rows += len(answers)
        met = {id(one): one for one in answers}
        for key, many in Counter(map(id, answers)).items():
            answer = met[key]
            self.statuses[answer.status] += many
            self.guessed_rows += many * answer.approximate
            self.empty_rows += many * answer.blank
            self.missing_rows += many * (answer is self._answers.missing)
            self.contradicted_rows += many * answer.contradicted
            self.outdated.update(dict.fromkeys(answer.outdated))


class _Known(dict["PlaceCells", "Any"]):
    """What was looked up; emptied when it takes too much memory."""

    def __init__(self, look_up: Callable[[PlaceCells], Any]) -> None:
        super().__init__()
        self._look_up = look_up
        self._room = _ROOM

    def __missing__(self, key: PlaceCells) -> Any:
        value = self._look_up(key)
        self._room -= _OVERHEAD + (len(key) if isinstance(key, str) else sum(map(len, key or ())))
        if self._room < 0:
            self.clear()
            self._room = _ROOM
        self[key] = value
        return value


def _blocks(rows: Iterator[RowForm], many: int) -> Iterator[list[RowForm]]:
    """So many rows at once; what fails comes after the rows before it."""
    while True:
        block: list[RowForm] = []
        failure = None
        try:
            block.extend(islice(rows, many))  # those before a failure stay in it
        except FileError as error:
            failure = error
        if block:
            yield block
        if failure is not None:
            raise failure
        if len(block) < many:
            return


def _located(text: str, departements: tuple[str, ...]) -> str:
    place = Place("", "", "", departements, ())
    return f"« {shortened(text.strip())} » est {places.where(place)}"


def _excel_row(cells: list[str]) -> str:
    return ";".join(map(_excel_cell, cells)) + "\r\n"


def _excel_cell(cell: str) -> str:
    if cell.isascii() and cell.isdigit() and (cell[0] == "0" or len(cell) > _LONGEST_NUMBER):
        return f'="{cell}"'
    safe = spreadsheet_safe(cell)
    if safe != cell and not _COMPUTES_NOTHING.fullmatch(cell):
        cell = safe
    if not _QUOTED.isdisjoint(cell):
        return '"' + cell.replace('"', '""') + '"'
    return cell
