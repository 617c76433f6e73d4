"""A sheet of a workbook as a table, and a workbook of one sheet, by openpyxl (extra ``xlsx``).

Its parser of a row is used rather than its rows: those believe the size that a sheet declares, pass
over what is out of order, and fail on filters and formats that it does not know.
"""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from typing import TYPE_CHECKING

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import fold, french_number, shortened

try:
    from openpyxl import Workbook, load_workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet._reader import ROW_TAG, WorkSheetParser, iterparse
except ImportError as error:
    message = "Les classeurs .xlsx demandent l'extra xlsx."
    raise UsageError(message, "pip install 'achats-reseaux[xlsx]'") from error

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import IO, Any

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 1_048_576, 16_384, 32_767
"""What a sheet of Excel can hold; texts in characters."""


class Cell(str):
    """The text of a cell of a workbook: a number without its format, a date in ISO form."""

    __slots__ = ("form", "kind", "value")
    value: Any  # as openpyxl reads it, as its type, and its number format
    kind: str
    form: str


class SheetTable:
    """A sheet of which the header is read; as a ``CsvTable``, but that its texts are ``Cell``."""

    def __init__(self, file: IO[bytes], sheet: str | None = None) -> None:
        """Open a workbook.

        Raises:
            FileError: the file is no workbook, or its first row is damaged.
            UsageError: there is no header, or no sheet of that name.
        """
        warnings.filterwarnings("ignore", module="openpyxl")  # charts and such, not supported
        warnings.filterwarnings("error", "Cell .* is marked as a date")  # after all dates
        try:
            self.book = load_workbook(file, read_only=True)
        except Exception as error:  # openpyxl raises anything on a damaged file
            message = "Le fichier n'est pas un classeur .xlsx lisible."
            raise FileError(message) from error
        self.sheet = _chosen(self.book.worksheets, sheet)
        read = f"Feuille lue : « {shortened(self.sheet.title)} » (une autre : --sheet NOM)"
        formulas = "formules comme leur valeur enregistrée (ou vides sans elle)"
        self.notes = [f"{read}, {formulas}, sans mise en forme."]
        self.line = 0
        self.rows = self._checked()
        self.header: list[str] = next(self.rows, [])
        if not self.header:
            message = "La feuille est vide : l'en-tête doit être sa première ligne."
            raise UsageError(message)

    def _checked(self) -> Iterator[list[str]]:
        """The rows, or the row after which one cannot be read."""
        try:
            yield from self._stored()
        except Exception as error:  # whatever zipfile, expat or a number raises
            message = f"Le classeur est endommagé après la ligne {french_number(self.line)}."
            hint = "Ouvrez-le dans un tableur, qui peut le réparer, et enregistrez-le."
            raise FileError(message, hint) from error

    def _stored(self) -> Iterator[list[str]]:
        """Every row that holds a value, under as many empty ones as its number tells."""
        book, sheet = self.book, self.sheet
        with sheet._get_source() as part:
            parser = WorkSheetParser(
                part,
                sheet._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for _, element in iterparse(part):
                if element.tag != ROW_TAG:
                    continue
                number, found = parser.parse_row(element)
                element.clear()
                parser.row_dimensions.clear()
                if row := self._texts(found):
                    if not self.line < number <= MOST_ROWS:
                        raise ValueError(number)
                    yield from ([] for _ in range(self.line + 1, number))
                    self.line = number
                    yield row

    def _texts(self, found: list[dict[str, Any]]) -> list[str]:
        texts: list[str] = []
        for one in found:
            at, value = one["column"], one["value"]
            if value is None:
                continue
            if at <= len(texts):
                raise ValueError(at)
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            cell = Cell(str(value).removesuffix(" 00:00:00"))
            cell.value, cell.kind = value, one["data_type"]
            cell.form = ReadOnlyCell(self.sheet, **one).number_format
            texts += [""] * (at - 1 - len(texts))
            texts.append(cell)
        return texts


def _chosen(sheets: list[Any], name: str | None) -> Any:
    """The sheet of a name, or the first visible one."""
    shown = [one for one in sheets if one.sheet_state == "visible"] or sheets
    found = shown if name is None else [one for one in sheets if fold(one.title) == fold(name)]
    if not found:
        names = ", ".join(f"« {shortened(one.title)} »" for one in shown)
        message = f"Le classeur n'a pas de feuille « {shortened(name or '')} »."
        raise UsageError(message, f"Ses feuilles : {names}.")
    return found[0]


# --- out -----------------------------------------------------------------------------------------

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d{1,2})?", re.ASCII)
"""A number; a leading zero is that of a code."""
_PLAIN = str.maketrans({",": ".", " ": None, "\u00a0": None, "\u202f": None})
"""What people write otherwise in numbers than programs do."""
_MOST_DIGITS = 15
"""The digits that Excel keeps of a number."""


class WorkbookWriter:
    """Writes one sheet, its header frozen and filtered.

    What a sheet cannot hold is refused; characters that XML forbids become ``�`` and are counted.
    """

    def __init__(self, table: object, numbers: Collection[int] = ()) -> None:
        """Write as a sheet was read, or a CSV with the columns of numbers, from 0."""
        self._book = Workbook(write_only=True)
        self._sheet = self._book.create_sheet()
        if isinstance(table, SheetTable):
            self._book.epoch, self._sheet.title = table.book.epoch, table.sheet.title
        self._numbers = numbers
        self._replaced = self._left = self._row = 0

    def write(self, rows: Iterable[list[str]], stream: IO[bytes]) -> None:
        """Write rows, the header first.

        Raises:
            FileError: a sheet cannot hold them.
        """
        try:
            self._append(rows)
            self._book.save(stream)
        finally:
            with suppress(Exception):  # what was not saved would complain when it is collected
                self._sheet.close()

    def _append(self, rows: Iterable[list[str]]) -> None:
        self._sheet.freeze_panes = "A2"
        for row in rows:
            self._row += 1
            longest = max(map(len, row), default=0)
            if self._row > MOST_ROWS or len(row) > MOST_COLUMNS or longest > LONGEST_TEXT:
                at, *most = map(french_number, (self._row, MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT))
                message = (
                    f"La ligne {at} ne tient pas dans un classeur, qui a au plus {most[0]} lignes,"
                    f" {most[1]} colonnes et {most[2]} caractères par cellule."
                )
                raise FileError(message, "Écrivez en CSV : donnez à --output un nom en .csv.")
            if self._row == 1:
                last = get_column_letter(len(row))
            self._sheet.append([self._cell(text, at) for at, text in enumerate(row)])
        self._sheet.auto_filter.ref = f"A1:{last}{self._row}"

    @property
    def notes(self) -> list[str]:
        """French sentences on what was not written as it was read."""
        counts = {
            "Caractères qu'un classeur ne peut pas contenir, remplacés par « � »": self._replaced,
            "Cellules de --numbers qui ne sont pas des nombres, laissées en texte": self._left,
        }
        return [f"{what} : {french_number(many)}." for what, many in counts.items() if many]

    def _cell(self, text: str, at: int) -> Any:
        """A cell for openpyxl, of the type and format that it was read with; of a CSV, a text."""
        if not text:
            return None
        kind, value, form = "s", text, "General"
        if isinstance(text, Cell):
            kind, value, form = text.kind, text.value, text.form
        elif at in self._numbers and self._row > 1:
            number = _number(text.strip())
            kind, value = ("n", number) if number else ("s", text)
            self._left += not number
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
    return number if _NUMBER.fullmatch(number) and len(digits) <= _MOST_DIGITS else ""
