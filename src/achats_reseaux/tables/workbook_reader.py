"""A sheet of a workbook as a table, read by openpyxl (extra ``xlsx``).

Its parser of a row is used rather than its rows: those believe the size that a sheet
declares, pass over what is out of order, and fail on filters and formats that it does
not know. What is read has limits (``bounded_xml``): 300 MiB of memory, whatever a
workbook declares or holds. To count the bytes of a part before openpyxl's own reader
parses it is no limit: a file of 17 kB with ``</row>`` in comments took 905 MiB.
"""

from __future__ import annotations

import sys
import warnings
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.tables.blocks import (
    MOST_CELLS,
    MOST_ROWS,
    header_notes,
    no_header,
    numbered_columns,
    ragged,
    without_openpyxl,
)
from achats_reseaux.tables.bounded_xml import (
    BoundedArchive,
    TooMuchError,
    elements,
    limit,
)
from achats_reseaux.text import fold, french_number, shortened

try:
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.cell.text import Text
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser
    from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
except ImportError as error:
    raise without_openpyxl() from error

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, Any

    from achats_reseaux.tables.blocks import TableRows

SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384
LONGEST_TEXT = 32_767
"""What a sheet of Excel can hold; texts in characters."""
_LARGEST_ROW = 2**22
"""Characters of a row, which may name one long text in each of its cells."""
_MOST_SHARED = 160 * 2**20
"""Bytes that the texts which cells share may take in memory."""
_NO_NUMBERS = (float("inf"), float("-inf"))
_STRING_TAG = f"{{{SHEET_MAIN_NS}}}si"
_TEXT_TAG = f"{{{SHEET_MAIN_NS}}}t"


class Cell(str):
    """The text of a cell of a workbook: a number without its format, a date in ISO form."""

    __slots__ = ("form", "kind", "value")
    value: Any  # as openpyxl reads it, as its type, and its number format
    kind: str
    form: str


class OpenedSheet(NamedTuple):
    """A sheet of a workbook, of which no row is read."""

    parent: Any  # the workbook, which has the styles
    title: str
    state: str
    path: str  # of its part


class _Book(ExcelReader):  # type: ignore[misc]
    """A workbook: its styles, its sheets, and the texts that they share."""

    def __init__(self, file: IO[bytes]) -> None:
        self.archive = BoundedArchive(file)
        self.valid_files = self.archive.namelist()
        self.read_only, self.data_only = True, True
        self.keep_vba, self.keep_links = False, False
        self.read_manifest()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        self.sheets = [
            OpenedSheet(self.wb, sheet.name, sheet.state, relation.target)
            for sheet, relation in self.parser.find_sheets()
            if relation.target in self.valid_files and "chartsheet" not in relation.Type
        ]

    def texts(self) -> list[str]:
        """The texts that cells share, as ``openpyxl`` reads them."""
        texts: list[str] = []
        part = self.package.find(SHARED_STRINGS)
        if part is None:
            return texts
        size = 0
        with self.archive.open(part.PartName[1:]) as opened:
            for element in elements(opened, _STRING_TAG):
                if len(element) == 1 and element[0].tag == _TEXT_TAG:
                    text = element[0].text or ""
                else:
                    text = Text.from_tree(element).content
                text = text.replace("x005F_", "")
                size += sys.getsizeof(text) + 8  # and its place in the list
                limit(size, _MOST_SHARED, "octets de textes partagés")
                texts.append(text)
        return texts


class SheetTable:
    """A sheet of which the header is read; as a ``CsvTable``, but that its texts are ``Cell``."""

    def __init__(self, file: IO[bytes], sheet: str | None = None, header_row: int = 1) -> None:
        """Open a workbook.

        Raises:
            FileError: the file is no workbook, holds too much, or its first row is
                damaged.
            UsageError: there is no header, or no sheet of that name.
        """
        warnings.filterwarnings("ignore", module="openpyxl")  # charts and such, not supported
        warnings.filterwarnings("error", "Cell .* is marked as a date")  # after all dates
        try:
            self._book = _Book(file)
            self.sheet = _chosen(self._book.sheets, sheet)
            self._shared = self._book.texts()
        except TooMuchError as error:
            raise _too_much(error) from error
        except UsageError:
            raise
        except Exception as error:  # openpyxl raises anything on a damaged file
            message = "Le fichier n'est pas un classeur .xlsx lisible."
            raise FileError(message) from error
        read = f"Feuille lue : « {shortened(self.sheet.title)} » (une autre : --sheet NOM)"
        formulas = "formules comme leur valeur enregistrée (ou vides sans elle)"
        self.notes = [f"{read}, {formulas}, sans mise en forme."]
        self.notes += header_notes(header_row or 1)
        self.has_header = header_row > 0
        self.epoch = self._book.wb.epoch
        self._line = 0
        self._rows = self._checked()
        self.header = self._header(header_row)
        if not self.header and header_row > 1:
            raise no_header(header_row)
        if not self.header:
            message = "La feuille est vide : l'en-tête doit être sa première ligne."
            raise UsageError(message, "S'il est plus bas : --header-row N.")

    def _header(self, header_row: int) -> list[str]:
        """The texts of a row, empty if it has none; of no row, a number for each column."""
        for row in self._rows:
            if not self.has_header:
                self._rows = chain([row], self._rows)
                return numbered_columns(len(row))
            if self._line == header_row:
                return row
            if self._line > header_row:
                break
        return []

    def blocks(self) -> Iterator[TableRows]:
        """The rows below the header, as wide as it is; an empty one has no cell.

        Raises:
            FileError: one cannot be read, or has a cell beyond those of the header.
        """
        width = len(self.header)
        block: TableRows = []
        cells = 0
        for line, row in self.numbered_rows():
            while len(row) > width and not row[-1]:
                row.pop()
            if len(row) > width:
                hint = "Donnez un titre à la colonne de trop, ou videz-la."
                if not self.has_header:
                    hint = "Sans en-tête, la première ligne dit combien il y a de colonnes."
                raise ragged(line, len(row), width, hint)
            block.append(row)
            cells += sum(map(len, row)) // 100 + len(row)
            if len(block) >= MOST_ROWS or cells >= MOST_CELLS:
                yield block
                block, cells = [], 0
        if block:
            yield block

    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the header with their numbers; those without a value are empty.

        A workbook stores no cell behind the last one with a value: rows are filled up.
        """
        before = self._line if self.has_header else 0
        for row in self._rows:
            for line in range(before + 1, self._line):
                yield line, []
            before = self._line
            yield before, row + [""] * (len(self.header) - len(row))

    def _checked(self) -> Iterator[list[str]]:
        """The rows that hold a value, or the row after which one cannot be read."""
        try:
            yield from self._stored()
        except TooMuchError as error:
            raise _too_much(error) from error
        except Exception as error:  # whatever zipfile, expat or a number raises
            message = f"Le classeur est endommagé après la ligne {french_number(self._line)}."
            hint = "Ouvrez-le dans un tableur, qui peut le réparer, et enregistrez-le."
            raise FileError(message, hint) from error

    def _stored(self) -> Iterator[list[str]]:
        """Every row that holds a value; ``_line`` is its number."""
        book = self._book.wb
        with self._book.archive.open(self.sheet.path) as part:
            parser = WorkSheetParser(
                part,
                self._shared,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for count, element in enumerate(elements(part, ROW_TAG), 1):
                number, cells = parser.parse_row(element)
                parser.row_dimensions.clear()
                limit(max(count, number), SHEET_ROWS, "lignes")
                row = self._texts(cells)
                if row:
                    if number <= self._line:
                        raise ValueError(number)
                    self._line = number
                    yield row

    def _texts(self, cells: list[dict[str, Any]]) -> list[str]:
        """The texts of the cells of a row, as openpyxl reads them."""
        texts: list[str] = []
        size = 0
        for stored in cells:
            column, value = stored["column"], stored["value"]
            if value is None:
                continue
            if not len(texts) < column <= SHEET_COLUMNS:
                raise ValueError(column)
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            if value in _NO_NUMBERS:  # which no workbook may hold
                raise ValueError(value)
            cell = Cell(str(value).removesuffix(" 00:00:00"))
            cell.value, cell.kind = value, stored["data_type"]
            cell.form = ReadOnlyCell(self.sheet, **stored).number_format
            size += len(cell)
            limit(size, _LARGEST_ROW, "caractères dans une ligne")
            texts += [""] * (column - 1 - len(texts))
            texts.append(cell)
        return texts


def _too_much(error: TooMuchError) -> FileError:
    message = f"Le classeur n'est pas lu : il contient {error}."
    return FileError(message, "Enregistrez la feuille en CSV.")


def _chosen(sheets: list[OpenedSheet], name: str | None) -> OpenedSheet:
    """The sheet of a name, or the first visible one."""
    if not sheets:
        message = "Le classeur n'a aucune feuille à lire."
        raise UsageError(message)
    shown = [sheet for sheet in sheets if sheet.state == "visible"]
    choice = shown or sheets
    if name is not None:
        choice = [sheet for sheet in sheets if fold(sheet.title) == fold(name)]
    if not choice:
        names = ", ".join([f"« {shortened(sheet.title)} »" for sheet in shown])
        message = f"Le classeur n'a pas de feuille « {shortened(name or '')} »."
        raise UsageError(message, f"Ses feuilles : {names}.")
    return choice[0]
