"""A sheet of a workbook as a table, and a workbook of one sheet, by openpyxl.

openpyxl opens a workbook and reads its cells. Its rows are gone through here, because it believes
the size that a sheet declares, passes over rows that are out of order, and keeps something of every
row in memory.
"""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from functools import cache
from math import isfinite
from typing import TYPE_CHECKING
from zipfile import ZipFile

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import counted, fold, french_number, shortened

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from typing import IO, Any

MOST_ROWS, MOST_COLUMNS, LONGEST_TEXT = 1_048_576, 16_384, 32_767
"""What a sheet of Excel can hold; texts in units of UTF-16."""
_MOST_BYTES = 2**28
"""A larger part that openpyxl reads whole would fill the memory."""
_STRAY = 100
"""Columns. A cell so far right of the heading makes its own row longer, not all the others."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DATA, _ROW, _CELL, _FORMULA, _MERGED = (
    _MAIN + name for name in ("sheetData", "row", "c", "f", "mergeCell")
)
_CONTROL = re.compile("_x00([01][0-9A-Fa-f])_")
"""How a workbook writes a control character, such as the carriage return of a line break."""


class Cell(str):
    """The text of a cell of a workbook, with how it is stored there.

    Attributes:
        value: its text, number, boolean or date.
        kind: ``s`` text, ``n`` number, also of a date, ``b`` boolean, ``d`` date, ``e`` error.
        form: the code of the number's format.
    """

    __slots__ = ("form", "kind", "value")
    value: Any
    kind: str
    form: str


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
    """A sheet of which the header is read; all of it was gone through once, to meet any damage.

    Attributes:
        title: its name.
        epoch: the day from which its dates are counted.
        header, rows, line, notes: as those of a ``CsvTable``. A row has every column, but for a
            blank one; its texts are ``Cell`` where it holds something.
    """

    def __init__(self, file: IO[bytes], sheet: str | None = None) -> None:
        """Open a workbook.

        Raises:
            FileError: the file is no workbook, or the sheet is damaged; then with its row.
            UsageError: the sheet is empty, there is none of that name, or the extra is missing.
        """
        library = openpyxl()
        self._file = file
        try:
            with ZipFile(file) as archive:
                parts = [one for one in archive.infolist() if "worksheets/" not in one.filename]
            if any(one.file_size > _MOST_BYTES for one in parts):
                raise ValueError(_MOST_BYTES)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # on what it does not support, charts and such
                self._book = library.load_workbook(file, read_only=True)
        except Exception as error:  # openpyxl raises anything on a damaged file
            message = "Le fichier n'est pas un classeur .xlsx lisible."
            raise FileError(message) from error
        self._sheet = _chosen(self._book.worksheets, sheet)
        self.title, self.epoch = str(self._sheet.title), self._book.epoch
        self._form = cache(self._form_of)
        self._width = self._formulas = self._uncomputed = self._merged = 0
        header = 0
        for _, cells in self._stored():
            last = max(cells, default=0)
            header = header or last
            if last <= header + _STRAY:
                self._width = max(self._width, last)
        self.notes = self._found()
        self.line = 0
        self.rows = self._whole_rows()
        self.header: list[str] = next(self.rows, [])
        if not self._width:
            message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
            raise UsageError(message)

    def _whole_rows(self) -> Iterator[list[str]]:
        for number, cells in self._stored():
            if not cells:
                continue
            while self.line < number - 1:
                self.line += 1
                yield []
            self.line = number
            width = max(self._width, *cells)
            yield [cells.get(column, "") for column in range(1, width + 1)]

    def _stored(self) -> Iterator[tuple[int, dict[int, Cell]]]:
        """Every row that is stored: its number, and its cells that hold something, by column.

        Raises:
            FileError: a row is damaged, or beyond what a sheet has.
        """
        from openpyxl.worksheet._reader import WorkSheetParser
        from openpyxl.xml.functions import iterparse

        number = 0
        data: Any = None
        try:
            with ZipFile(self._file) as archive, archive.open(self._sheet._worksheet_path) as part:
                parser = WorkSheetParser(part, self._sheet._shared_strings, data_only=True)
                for event, element in iterparse(part, ("start", "end")):
                    if event == "start":
                        data = element if element.tag == _DATA else data
                    elif element.tag == _ROW:
                        before, number = number, int(element.get("r", number + 1))
                        if not before < number <= MOST_ROWS:
                            raise ValueError(number)
                        parser.col_counter = 0
                        yield number, dict(self._cells(parser, element))
                        data.clear()
                    elif element.tag == _MERGED:
                        self._merged += 1
                if data is None:
                    raise ValueError(data)
        except Exception as error:  # whatever zipfile, expat or a number raises
            message = (
                f"Le classeur est endommagé après la ligne {french_number(number)} de la feuille"
                f" « {shortened(self.title)} »."
            )
            hint = "Ouvrez-le dans un tableur, qui peut le réparer, et enregistrez-le."
            raise FileError(message, hint) from error

    def _cells(self, parser: Any, row: Any) -> Iterator[tuple[int, Cell]]:
        met = set()
        for element in row.iterfind(_CELL):
            found = parser.parse_cell(element)
            at, value, kind = found["column"], found["value"], found["data_type"]
            formula = element.find(_FORMULA) is not None
            self._formulas += formula
            self._uncomputed += formula and value is None
            if value is None:
                continue
            if at in met or at > MOST_COLUMNS or (kind == "n" and not isfinite(value)):
                raise ValueError(value)
            met.add(at)
            if kind == "s":
                value = _CONTROL.sub(lambda code: chr(int(code[1], 16)), str(value))
            form = self._form(found["style_id"])
            cell = Cell(self._text(value, form) if kind == "n" else _shown(value))
            cell.value, cell.kind, cell.form = value, kind, form
            yield at, cell

    def _text(self, number: float, form: str) -> str:
        """The text of a number, as for CSV: without its format, a date in ISO form."""
        span, dated = _dates_of(form)
        if span or dated:
            from openpyxl.utils.datetime import from_excel

            with suppress(OverflowError, ValueError):  # no date: the number
                return _shown(from_excel(number, self.epoch, timedelta=span))
        return str(int(number)) if number == int(number) else str(number)

    def _form_of(self, style: int) -> str:
        from openpyxl.cell.read_only import ReadOnlyCell

        return str(ReadOnlyCell(self._sheet, 1, 1, None, style_id=style).number_format)

    def _found(self) -> list[str]:
        """French sentences on what of the workbook is not read, or read otherwise."""
        notes = []
        others = [str(one.title) for one in self._book.worksheets if one is not self._sheet]
        if others:
            names = ", ".join(f"« {shortened(one)} »" for one in others[:10])
            more = "…" if len(others) > 10 else ""
            read = f"Feuille lue : « {shortened(self.title)} »"
            notes.append(f"{read} ; non lues : {names}{more} (--sheet NOM).")
        if self._formulas:
            lost = f", {french_number(self._uncomputed)} sans valeur" if self._uncomputed else ""
            notes.append(f"{counted(self._formulas, 'formule')} : lue comme sa valeur{lost}.")
        if self._merged:
            many = counted(self._merged, "fusion")
            notes.append(f"{many} de cellules : seule la première cellule porte le texte.")
        return notes


def _shown(value: object) -> str:
    return str(value).removesuffix(" 00:00:00")


@cache
def _dates_of(form: str) -> tuple[bool, bool]:
    """Whether a format shows a number as a length of time, and as a date."""
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    return bool(is_timedelta_format(form)), bool(is_date_format(form))


def _chosen(sheets: list[Any], name: str | None) -> Any:
    """The sheet of a name, or the first visible one.

    Raises:
        UsageError: there is no sheet of that name.
    """
    shown = [one for one in sheets if one.sheet_state == "visible"]
    if name is None:
        return next(iter(shown), sheets[0])
    found = [one for one in sheets if fold(one.title) == fold(name)]
    if not found:
        names = ", ".join(f"« {shortened(one.title)} »" for one in shown)
        message = f"Le classeur n'a pas de feuille « {shortened(name)} »."
        raise UsageError(message, f"Ses feuilles : {names}.")
    return found[0]


# --- out -----------------------------------------------------------------------------------------

_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""What Excel would read as the code of a character."""
_NUMBER = re.compile(
    r"[+-]?(?:0|[1-9]\d{0,2}(?:[ \u00a0\u202f]\d{3})+|[1-9]\d*)"
    r"(?:[.,]\d+)?(?:[Ee][+-]?\d{1,2})?",
    re.ASCII,
)
"""A number as people and programs write it; a leading zero is that of a code."""
_PLAIN = str.maketrans({",": ".", " ": None, "\u00a0": None, "\u202f": None})
_MOST_DIGITS = 15
"""The digits that Excel keeps of a number."""
_WRITE_CSV = "Écrivez en CSV : donnez à --output un nom en .csv."
_NARROWEST, _LONGEST_TITLE = 10, 31


class WorkbookWriter:
    """Writes one sheet, its header frozen and filtered.

    What a sheet cannot hold is refused; characters that XML forbids become ``�`` and are counted.
    """

    def __init__(self, table: object, numbers: Collection[int] = ()) -> None:
        """Write as the sheet of a workbook was read; ``numbers``: columns of a CSV, from 0.

        Raises:
            UsageError: the extra is not installed.
        """
        self._library = openpyxl()
        self._book = self._library.Workbook(write_only=True)
        title = ""
        if isinstance(table, SheetTable):
            self._book.epoch = table.epoch
            title = re.sub(r"[\\*?:/\[\]]", " ", table.title)[:_LONGEST_TITLE]
        self._sheet = self._book.create_sheet(title or None)
        self._numbers = frozenset(numbers)
        self._replaced = self._left = 0
        self._header: list[str] = []

    def write(self, rows: Iterable[list[str]], stream: IO[bytes]) -> None:
        """Write rows, the header first.

        Raises:
            FileError: a sheet cannot hold them.
        """
        letter = self._library.utils.get_column_letter
        number = 0
        for number, row in enumerate(rows, 1):
            if number == 1:
                self._header = row
                self._sheet.freeze_panes = "A2"
                for at, name in enumerate(row[:MOST_COLUMNS], 1):
                    self._sheet.column_dimensions[letter(at)].width = max(len(name), _NARROWEST)
            if number > MOST_ROWS or len(row) > MOST_COLUMNS:
                message = (
                    f"La ligne {french_number(number)} dépasse ce que tient un classeur :"
                    f" {french_number(MOST_ROWS)} lignes, {french_number(MOST_COLUMNS)} colonnes."
                )
                raise FileError(message, _WRITE_CSV)
            self._sheet.append([self._cell(one, number, at) for at, one in enumerate(row)])
        self._sheet.auto_filter.ref = f"A1:{letter(len(self._header))}{number}"
        self._book.save(stream)

    def notes(self) -> list[str]:
        """French sentences on what was not written as it was read."""
        signs = "Caractères qu'un classeur ne peut pas contenir, remplacés par « � »"
        texts = "Cellules des colonnes de --numbers qui ne sont pas des nombres, laissées en texte"
        counts = ((signs, self._replaced), (texts, self._left))
        return [f"{what} : {french_number(many)}." for what, many in counts if many]

    def _cell(self, text: str, number: int, at: int) -> Any:
        """What openpyxl is given for a cell: a text, or a cell of a kind and a format."""
        if not text:
            return None
        kind, value, form = "s", text, "General"
        if isinstance(text, Cell):
            kind, value, form = text.kind, text.value, text.form
        elif at in self._numbers and number > 1:
            if found := _number(text):
                kind, value = "n", found
            self._left += not found and bool(text.strip())
        if kind == "s":
            value = self._text(value, number, at)
            if value[0] not in "=#" and form == "General":
                return value
        cell = self._library.cell.WriteOnlyCell(self._sheet, value)
        if kind == "n":
            cell.value = str(value)  # openpyxl would round a number
        cell.data_type = kind  # and take a text for a formula
        if kind != "d" or form != "General":
            cell.number_format = form
        return cell

    def _text(self, text: str, number: int, at: int) -> str:
        """A text as a sheet can hold it, its line breaks all of one kind."""
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if length > LONGEST_TEXT:
            name = self._header[at] if at < len(self._header) else ""
            message = (
                f"Le texte de la ligne {french_number(number)}, colonne « {shortened(name)} », a"
                f" {french_number(length)} caractères, plus qu'une cellule d'un classeur :"
                f" {french_number(LONGEST_TEXT)}."
            )
            raise FileError(message, _WRITE_CSV)
        text, many = _NOT_IN_XML.subn("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
        self._replaced += many
        return _LIKE_A_CODE.sub("_x005F_", text)


def _number(text: str) -> str:
    """The number that a text is, or ``""`` if it is none or Excel would shorten it."""
    if not _NUMBER.fullmatch(text.strip()):
        return ""
    number = text.strip().translate(_PLAIN).lstrip("+")
    digits = re.split("[Ee]", number)[0].replace(".", "").strip("-0")
    return number if len(digits) <= _MOST_DIGITS else ""
