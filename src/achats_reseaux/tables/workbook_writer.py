"""A workbook of one sheet, written by openpyxl (extra ``xlsx``) as its rows come."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from achats_reseaux.errors import FileError
from achats_reseaux.tables.blocks import without_openpyxl
from achats_reseaux.tables.workbook_reader import (
    LONGEST_TEXT,
    SHEET_COLUMNS,
    SHEET_ROWS,
    Cell,
    SheetTable,
)
from achats_reseaux.text import french_number

try:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet._writer import ALL_TEMP_FILES
except ImportError as error:
    raise without_openpyxl() from error

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import IO, Any

    from achats_reseaux.tables.blocks import TableRows
    from achats_reseaux.tables.csv_reader import CsvTable

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d{1,2})?", re.ASCII)
"""A number; a leading zero is that of a code."""
_PLAIN = str.maketrans({",": ".", " ": None, "\u00a0": None, "\u202f": None})
"""What people write otherwise in numbers than programs do."""
_MOST_DIGITS = 15
"""The digits that Excel keeps of a number."""


class WorkbookWriter:
    """Writes one sheet, its header, if it has one, frozen and filtered.

    What a sheet cannot hold is refused; characters that XML forbids become ``�`` and
    are counted.
    """

    def __init__(self, table: CsvTable | SheetTable | None, numbers: Collection[int] = ()) -> None:
        """Write as a sheet was read, or a CSV with the columns of numbers, from 0."""
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet()
        if isinstance(table, SheetTable):
            self._book.epoch = table.epoch
            with suppress(ValueError):  # a title that no workbook may have
                self._sheet.title = table.sheet.title
        self._numbers = numbers
        self._has_header = table is None or table.has_header
        self._replaced = self._left = self._row = 0

    def write(self, blocks: Iterable[TableRows], stream: IO[bytes]) -> None:
        """Write blocks of rows, the header first.

        Raises:
            FileError: a sheet cannot hold them.
        """
        try:
            self._append(blocks)
            self._book.save(stream)
        finally:
            self._clean_up()

    def _clean_up(self) -> None:
        """Remove the temporary file in which openpyxl collects the rows, if it is still there."""
        with suppress(Exception):  # what was not saved would complain when it is collected
            self._sheet.close()
        for path in ALL_TEMP_FILES:  # the sheet does not know its own yet when it is being made
            with suppress(OSError):
                os.unlink(path)

    def _append(self, blocks: Iterable[TableRows]) -> None:
        if self._has_header:
            self._sheet.freeze_panes = "A2"
        last_column = ""
        for rows in blocks:
            for row in rows:
                self._row += 1
                self._refuse_too_much(row)
                if row and not last_column:
                    last_column = get_column_letter(len(row))
                cells = [self._cell(text, position) for position, text in enumerate(row)]
                self._sheet.append(cells)
        if self._has_header:
            self._sheet.auto_filter.ref = f"A1:{last_column}{self._row}"

    def _refuse_too_much(self, row: list[str]) -> None:
        """Refuse a row that a sheet cannot hold."""
        longest = max(map(len, row), default=0)
        if self._row > SHEET_ROWS or len(row) > SHEET_COLUMNS or longest > LONGEST_TEXT:
            message = (
                f"La ligne {french_number(self._row)} ne tient pas dans un classeur, qui a au plus"
                f" {french_number(SHEET_ROWS)} lignes, {french_number(SHEET_COLUMNS)} colonnes et"
                f" {french_number(LONGEST_TEXT)} caractères par cellule."
            )
            raise FileError(message, "Écrivez en CSV : donnez à --output un nom en .csv.")

    @property
    def notes(self) -> list[str]:
        """French sentences on what was not written as it was read."""
        counts = {
            "Caractères qu'un classeur ne peut pas contenir, remplacés par « � »": self._replaced,
            "Cellules de --numbers qui ne sont pas des nombres, laissées en texte": self._left,
        }
        return [f"{what} : {french_number(many)}." for what, many in counts.items() if many]

    def _cell(self, text: str, position: int) -> Any:
        """A cell for openpyxl, of the type and format that it was read with; of a CSV, a text."""
        if not text:
            return None
        kind, value, form = "s", text, "General"
        if isinstance(text, Cell):
            kind, value, form = text.kind, text.value, text.form
        elif position in self._numbers and self._row > self._has_header:
            number = _number(text.strip())
            if number:
                kind, value = "n", number
            else:
                self._left += 1
        if kind in "sn":  # of a number the digits, which openpyxl would round
            value, many = _NOT_IN_XML.subn("\ufffd", str(value))
            self._replaced += many
        cell = WriteOnlyCell(self._sheet, value)
        cell.data_type = kind  # it takes a text for a formula
        if form != "General":
            cell.number_format = form
        return cell


def _number(text: str) -> str:
    """The number that a text is, or ``""`` if it is none or Excel would shorten it."""
    number = text.translate(_PLAIN)
    digits = re.split("[Ee]", number)[0].replace(".", "").strip("+-0")
    if _NUMBER.fullmatch(number) and len(digits) <= _MOST_DIGITS:
        return number
    return ""
