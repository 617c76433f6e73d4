"""A sheet of a workbook as a table, and a workbook of one sheet, by openpyxl.

openpyxl opens a workbook and reads its cells. Its rows are gone through here, because it believes
the size that a sheet declares, passes over rows that are out of order, and keeps something of every
row in memory.
"""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from math import inf
from typing import TYPE_CHECKING
from zipfile import ZipFile

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import fold, french_number, shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import IO, Any

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 1_048_576, 16_384, 32_767
"""What a sheet of Excel can hold; texts in units of UTF-16."""


class Cell(str):
    """The text of a cell of a workbook: a number without its format, a date in ISO form.

    Attributes:
        stored: the cell, as openpyxl reads it.
    """

    __slots__ = ("stored",)
    stored: Any


def openpyxl() -> Any:
    """The library of the extra ``xlsx``.

    Raises:
        UsageError: it is not installed.
    """
    try:
        import openpyxl as library
    except ImportError as error:
        message = "Les classeurs .xlsx demandent l'extra xlsx."
        raise UsageError(message, "pip install 'achats-reseaux[xlsx]'") from error
    return library


class SheetTable:
    """A sheet of which the header is read; as a ``CsvTable``, but that its texts are ``Cell``."""

    def __init__(self, file: IO[bytes], sheet: str | None = None) -> None:
        """Open a workbook.

        Raises:
            FileError: the file is no workbook, or its first row is damaged.
            UsageError: there is no header, no sheet of that name, or the extra is missing.
        """
        library = openpyxl()
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # on what it does not support, charts and such
                self.book = library.load_workbook(file, read_only=True)
        except Exception as error:  # openpyxl raises anything on a damaged file
            message = "Le fichier n'est pas un classeur .xlsx lisible."
            raise FileError(message) from error
        self._file, self.sheet = file, _chosen(self.book.worksheets, sheet)
        self._formulas = self.line = 0
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
            message = (
                f"Le classeur est endommagé après la ligne {french_number(self.line)} de la feuille"
                f" « {shortened(self.sheet.title)} »."
            )
            hint = "Ouvrez-le dans un tableur, qui peut le réparer, et enregistrez-le."
            raise FileError(message, hint) from error

    def _stored(self) -> Iterator[list[str]]:
        """Every row that is stored, under as many empty ones as its number tells."""
        from openpyxl.worksheet import _reader as reader

        book, last = self.book, 0
        with ZipFile(self._file) as archive, archive.open(self.sheet._worksheet_path) as part:
            parser = reader.WorkSheetParser(
                part,
                self.sheet._shared_strings,
                data_only=True,
                epoch=book.epoch,
                date_formats=book._date_formats,
                timedelta_formats=book._timedelta_formats,
            )
            for _, element in reader.iterparse(part):
                if element.tag != reader.ROW_TAG:
                    continue
                with warnings.catch_warnings(action="error"):  # a date after all dates
                    number, found = parser.parse_row(element)
                if not last < number <= MOST_ROWS:
                    raise ValueError(number)
                last = number
                self._formulas += sum(1 for _ in element.iter(reader.FORMULA_TAG))
                element.clear()
                parser.row_dimensions.clear()
                if row := self._texts(found):
                    yield from ([] for _ in range(self.line + 1, number))
                    self.line = number
                    yield row

    def _texts(self, found: list[dict[str, Any]]) -> list[str]:
        from openpyxl.cell.read_only import ReadOnlyCell
        from openpyxl.utils.escape import unescape

        texts: list[str] = []
        for one in found:
            at, value = one["column"], one["value"]
            if value == inf or not len(texts) < at <= MOST_COLUMNS:
                raise ValueError(value)
            self.book._cell_styles[one["style_id"]]  # else openpyxl fails when it writes
            if value is None:
                continue
            if isinstance(value, float) and value.is_integer():
                value = int(value)
            if one["data_type"] == "s":
                value = unescape(str(value))
            cell = Cell(str(value).removesuffix(" 00:00:00"))
            cell.stored = ReadOnlyCell(self.sheet, **{**one, "value": value})
            texts += [""] * (at - 1 - len(texts))
            texts.append(cell)
        return texts

    @property
    def notes(self) -> list[str]:
        """French sentences on what of the workbook is not read, once all rows are."""
        told = []
        if others := [str(one.title) for one in self.book.worksheets if one is not self.sheet]:
            named = ", ".join(f"« {shortened(one)} »" for one in others)
            read = f"Feuille lue : « {shortened(self.sheet.title)} »"
            told.append(f"{read} ; non lues : {named} (--sheet NOM).")
        if self._formulas:
            what = "Formules lues comme leur valeur enregistrée, ou vides"
            told.append(f"{what} : {french_number(self._formulas)}.")
        return told


def _chosen(sheets: list[Any], name: str | None) -> Any:
    """The sheet of a name, or the first visible one."""
    shown = [one for one in sheets if one.sheet_state == "visible"] or sheets
    if name is None:
        return shown[0]
    found = [one for one in sheets if fold(one.title) == fold(name)]
    if not found:
        names = ", ".join(f"« {shortened(one.title)} »" for one in shown)
        message = f"Le classeur n'a pas de feuille « {shortened(name)} »."
        raise UsageError(message, f"Ses feuilles : {names}.")
    return found[0]


# --- out -----------------------------------------------------------------------------------------

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?(?:[Ee][+-]?\d{1,2})?", re.ASCII)
"""A number; a leading zero is that of a code."""
_PLAIN = str.maketrans({",": ".", " ": None, "\u00a0": None, "\u202f": None})
"""What people write otherwise in numbers than programs do."""
_MOST_DIGITS = 15
"""The digits that Excel keeps of a number."""
_NARROWEST = 10


class WorkbookWriter:
    """Writes one sheet, its header frozen and filtered.

    What a sheet cannot hold is refused; characters that XML forbids become ``�`` and are counted.
    """

    def __init__(self, table: object, numbers: Collection[int] = ()) -> None:
        """Write as a sheet was read, or a CSV with the columns of numbers, from 0.

        Raises:
            UsageError: the extra is not installed.
        """
        self._library = openpyxl()
        self._book = self._library.Workbook(write_only=True)
        self._sheet = self._book.create_sheet()
        self._from_sheet = isinstance(table, SheetTable)
        if isinstance(table, SheetTable):
            self._book.epoch, self._sheet.title = table.book.epoch, table.sheet.title
        self._numbers = frozenset(numbers)
        self._replaced = self._left = self._row = 0

    def write(self, rows: Iterable[list[str]], stream: IO[bytes]) -> None:
        """Write rows, the header first.

        Raises:
            FileError: a sheet cannot hold them.
        """
        try:
            self._append(rows)
            self._book.save(stream)
        except BaseException:  # openpyxl would leave the rows in the temporary folder
            with suppress(Exception):
                self._sheet.close()
            with suppress(Exception):
                self._sheet._writer.cleanup()
            raise

    def _append(self, rows: Iterable[list[str]]) -> None:
        letter = self._library.utils.get_column_letter
        self._sheet.freeze_panes = "A2"
        last = "A"
        for row in rows:
            self._row += 1
            if self._row > MOST_ROWS or len(row) > MOST_COLUMNS:
                message = (
                    f"un classeur a au plus {french_number(MOST_ROWS)} lignes et"
                    f" {french_number(MOST_COLUMNS)} colonnes"
                )
                raise self._refusal(message)
            if self._row == 1:
                last = letter(len(row))
                for at, name in enumerate(row, 1):
                    self._sheet.column_dimensions[letter(at)].width = max(len(name), _NARROWEST)
            self._sheet.append([self._cell(text, at) for at, text in enumerate(row)])
        self._sheet.auto_filter.ref = f"A1:{last}{self._row}"

    @property
    def notes(self) -> list[str]:
        """French sentences on what was not written as it was read."""
        counts = {
            "Caractères qu'un classeur ne peut pas contenir, remplacés par « � »": self._replaced,
            "Cellules de --numbers qui ne sont pas des nombres, laissées en texte": self._left,
        }
        lost = "Du classeur lu, la mise en forme et les autres feuilles ne sont pas reprises."
        told = [f"{what} : {french_number(many)}." for what, many in counts.items() if many]
        return [lost, *told] if self._from_sheet else told

    def _cell(self, text: str, at: int) -> Any:
        """What openpyxl is given for a cell: a text, or a cell of a kind and a format."""
        if not text:
            return None
        kind, value, form = "s", text, "General"
        if isinstance(text, Cell):
            kind, value, form = text.stored.data_type, text.stored.value, text.stored.number_format
        elif at in self._numbers and self._row > 1:
            number = _number(text.strip())
            kind, value = ("n", number) if number else ("s", text)
            self._left += not number
        if kind == "s":
            value = self._text(value)
            if value[0] not in "=#" and form == "General":
                return value
        cell = self._library.cell.WriteOnlyCell(self._sheet, value)
        if kind == "n":
            cell.value = str(value)  # openpyxl would round it
        cell.data_type = kind  # and take a text for a formula
        if kind != "d" or form != "General":
            cell.number_format = form
        return cell

    def _text(self, text: str) -> str:
        """A text as a sheet can hold it, its line breaks all of one kind."""
        if len(text.encode("utf-16-le", "surrogatepass")) > 2 * LONGEST_TEXT:
            message = f"un texte y dépasse {french_number(LONGEST_TEXT)} caractères"
            raise self._refusal(message)
        text, many = _NOT_IN_XML.subn("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
        self._replaced += many
        return text

    def _refusal(self, what: str) -> FileError:
        message = f"La ligne {french_number(self._row)} ne tient pas dans un classeur : {what}."
        return FileError(message, "Écrivez en CSV : donnez à --output un nom en .csv.")


def _number(text: str) -> str:
    """The number that a text is, or ``""`` if it is none or Excel would shorten it."""
    number = text.translate(_PLAIN)
    digits = re.split("[Ee]", number)[0].replace(".", "").strip("+-0")
    return number if _NUMBER.fullmatch(number) and len(digits) <= _MOST_DIGITS else ""
