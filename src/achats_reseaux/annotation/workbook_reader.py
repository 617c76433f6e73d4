"""Read one sheet of a workbook, row by row, as it is stored.

openpyxl opens the workbook: its sheets, shared texts and formats. The rows are read here, because
it believes the size that a sheet declares, fills all that it leaves out, passes over rows that are
out of order, and does not tell a formula from a value.
"""

from __future__ import annotations

import re
import warnings
from contextlib import suppress
from functools import cache
from itertools import islice
from math import isfinite
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import fold, french_number, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BytesIO, RawIOBase
    from typing import Any

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""What a sheet of Excel can hold."""

_MOST_BYTES = 2**28
"""More between two rows, or in a part that is read whole, is no table: it would fill the memory."""
_STRAY = 100
"""Columns. A cell so far right of the heading makes its own row longer, not all the others."""
_LOOKED_AT = 20
"""The number of rows of a sheet to examine for values."""


class Cell(NamedTuple):
    """A cell as it is stored.

    Attributes:
        kind: ``s`` text, ``n`` number or date, ``b`` boolean, ``d`` ISO date, ``e`` error.
        content: the text, or the characters of the value; ``""`` if there is none.
        form: the code of the number's format.
    """

    kind: str
    content: str
    form: str = "General"


EMPTY = Cell("s", "")


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


_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DATA, _ROW, _CELL, _VALUE, _FORMULA, _MERGED = (
    _MAIN + name for name in ("sheetData", "row", "c", "v", "f", "mergeCell")
)
_TEXTS = (f"{_MAIN}is/{_MAIN}t", f"{_MAIN}is/{_MAIN}r/{_MAIN}t")
"""The texts of an inline string, plain or in runs, without the reading aids of others."""
_CONTROL = re.compile("_x00([01][0-9A-Fa-f])_")
"""How a workbook writes a control character, such as the carriage return of a line break."""


class SheetReader:
    """Reads one sheet of a workbook.

    The sheet is read twice: first to find its width, its formulas and any damage.

    Attributes:
        title: the name of the sheet.
        mac_dates: whether dates are counted from 1904.
        formulas: the number of formulas that have a value.
        notes: French sentences on the other sheets that are not empty, on its formulas without a
            value, and on its merged cells.
    """

    def __init__(self, file: RawIOBase | BytesIO, sheet: str | None = None) -> None:
        """Open a workbook.

        Args:
            file: its bytes.
            sheet: the name of the sheet; by default the first visible one.

        Raises:
            FileError: the file is not a workbook, or the sheet is damaged; then its row is told.
            UsageError: the extra is not installed, or there is no such sheet.
        """
        library = openpyxl()
        self._file = file
        try:
            self._refuse_endless()
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # on what it does not support, charts and such
                self._book = library.load_workbook(file, read_only=True)
            chosen = _sheet(self._book.worksheets, sheet)
            self.mac_dates = self._book.epoch == library.utils.datetime.CALENDAR_MAC_1904
        except (FileError, UsageError):
            raise
        except Exception as error:  # openpyxl raises anything on a damaged file
            message = "Le fichier n'est pas un classeur .xlsx lisible."
            raise FileError(message) from error
        self._sheet = chosen
        self._form = cache(self._form_of)
        self.title = str(chosen.title)
        self.formulas = uncomputed = self._width = header = 0
        merged: list[str] = []
        for _, cells, formulas, without_value in self._stored(chosen, merged):
            self.formulas += formulas - without_value
            uncomputed += without_value
            last = max(cells, default=0)
            header = header or last
            if last <= header + _STRAY:
                self._width = max(self._width, last)
        self.notes = [
            *self._others_note(),
            *_uncomputed_note(uncomputed),
            *_merged_note(merged),
        ]

    def rows(self) -> Iterator[list[Cell]]:
        """Every row from the first to the last that holds something, a blank one as ``[]``."""
        at = 1
        for number, cells, *_ in self._stored(self._sheet):
            if cells:
                yield from ([] for _ in range(at, number))
                at = number + 1
                width = max(self._width, *cells)
                yield [cells.get(column, EMPTY) for column in range(1, width + 1)]

    def text(self, cell: Cell) -> str:
        """The text of a cell, as for CSV: numbers without their format, dates in ISO form."""
        if cell.kind == "b":
            return str(bool(int(cell.content)))
        if cell.kind != "n" or (cell.form == "General" and cell.content.isdigit()):
            return cell.content
        number = float(cell.content)
        span, dated = _dates_of(cell.form)
        if span or dated:
            from openpyxl.utils.datetime import from_excel

            with suppress(OverflowError, ValueError):  # no date: the number
                date = from_excel(number, self._book.epoch, timedelta=span)
                return str(date).removesuffix(" 00:00:00")
        return str(int(number)) if number.is_integer() else str(number)

    def _refuse_endless(self) -> None:
        """Refuse a part that openpyxl reads whole, if it is too large for that."""
        with ZipFile(self._file) as archive:
            parts = [one for one in archive.infolist() if one.filename.endswith(".xml")]
        whole = (one for one in parts if "worksheets/" not in one.filename)
        if any(one.file_size > _MOST_BYTES for one in whole):
            message = f"Le classeur dépasse {_MOST_BYTES // 2**20} Mio hors de ses lignes."
            raise FileError(message)

    def _stored(
        self, sheet: Any, merged: list[str] | None = None
    ) -> Iterator[tuple[int, dict[int, Cell], int, int]]:
        """Every row that is stored: its number, its cells that hold something by column from 1.

        Then the number of its formulas, and of those without a value: their cells are empty texts.

        Args:
            sheet: the sheet, as openpyxl has it.
            merged: receives the areas of merged cells, as ``B3:B4``, after the last row.

        Raises:
            FileError: a row is damaged, or beyond what a sheet has.
        """
        from openpyxl.xml.functions import iterparse

        number, at = 0, 1
        data: Any = None
        try:
            with ZipFile(self._file) as archive, archive.open(sheet._worksheet_path) as part:
                source = _Bounded(part)
                for event, element in iterparse(source, ("start", "end")):
                    if event == "start":
                        data = element if element.tag == _DATA else data
                    elif element.tag == _ROW:
                        at = number = _next_row(number, element)
                        yield (number, *self._cells(sheet, element))
                        at, source.taken = number + 1, 0
                        data.clear()
                    elif element.tag == _MERGED and merged is not None:
                        merged.append(element.get("ref", ""))
                if data is None:
                    raise ValueError(data)
        except FileError:
            raise
        except Exception as error:  # whatever zipfile, expat or a number raises
            message = (
                f"Le classeur est endommagé à la ligne {french_number(at)} de la feuille"
                f" « {shortened(str(sheet.title))} »."
            )
            hint = "Ouvrez-le dans un tableur, qui peut le réparer, et enregistrez-le."
            raise FileError(message, hint) from error

    def _cells(self, sheet: Any, row: Any) -> tuple[dict[int, Cell], int, int]:
        from openpyxl.utils.cell import coordinate_to_tuple

        cells: dict[int, Cell] = {}
        at = formulas = without_value = 0
        for element in row.iterfind(_CELL):
            reference = element.get("r")
            at = coordinate_to_tuple(reference)[1] if reference else at + 1
            kind, content = _content(sheet, element)
            if element.find(_FORMULA) is not None:
                formulas += 1
                if not content and kind != "str":
                    without_value += 1
                    cells[at] = EMPTY
            if content:
                if at in cells or at > MOST_COLUMNS:
                    raise ValueError(reference)
                if kind in ("n", "b") and not isfinite(float(content)):
                    raise ValueError(content)
                text = "s" if kind in ("str", "inlineStr") else kind
                cells[at] = Cell(text, content, self._form(sheet, element.get("s", "0")))
        return cells, formulas, without_value

    def _form_of(self, sheet: Any, style: str) -> str:
        from openpyxl.cell.read_only import ReadOnlyCell

        return str(ReadOnlyCell(sheet, 1, 1, None, style_id=int(style)).number_format)

    def _others_note(self) -> list[str]:
        others = [
            f"« {shortened(str(one.title))} »{'' if _is_shown(one) else ' (masquée)'}"
            for one in self._book.worksheets
            if one is not self._sheet and self._holds_something(one)
        ]
        if not others:
            return []
        names = ", ".join(others[:10])
        more = "…" if len(others) > 10 else ""
        read = f"Feuille lue : « {shortened(self.title)} »"
        return [f"{read} ; non lues : {names}{more} (--sheet NOM)."]

    def _holds_something(self, sheet: Any) -> bool:
        try:
            first = islice(self._stored(sheet), _LOOKED_AT)
            return any(cell.content for _, cells, *_ in first for cell in cells.values())
        except FileError:
            return True


class _Bounded:
    """A part of a workbook, of which little is read between two rows.

    Attributes:
        taken: the bytes read since the last row.
    """

    def __init__(self, part: Any) -> None:
        self._part = part
        self.taken = 0

    def read(self, size: int) -> bytes:
        content: bytes = self._part.read(size)
        self.taken += len(content)
        if self.taken > _MOST_BYTES:
            raise ValueError(self.taken)
        return content


def _next_row(before: int, row: Any) -> int:
    number = int(row.get("r", before + 1))
    if number > MOST_ROWS:
        message = (
            f"Le classeur a une ligne {french_number(number)} : une feuille en a au plus"
            f" {french_number(MOST_ROWS)}."
        )
        raise FileError(message, "Ouvrez-le dans un tableur, et enregistrez-le.")
    if number <= before:
        raise ValueError(number)
    return number


def _content(sheet: Any, element: Any) -> tuple[str, str]:
    """The kind of a cell as it is stored, and its content."""
    kind, content = element.get("t", "n"), element.findtext(_VALUE) or ""
    if kind == "inlineStr":
        parts = (part for path in _TEXTS for part in element.iterfind(path))
        content = "".join(part.text or "" for part in parts)
    elif kind == "s" and content:
        content = str(sheet._shared_strings[int(content)])
    elif kind != "str":
        return kind, content.strip()
    return kind, _CONTROL.sub(lambda code: chr(int(code[1], 16)), content)


@cache
def _dates_of(form: str) -> tuple[bool, bool]:
    """Whether a format shows a number as a length of time, and as a date."""
    from openpyxl.styles.numbers import is_date_format, is_timedelta_format

    return bool(is_timedelta_format(form)), bool(is_date_format(form))


def _is_shown(sheet: Any) -> bool:
    return bool(sheet.sheet_state == "visible")


def _sheet(sheets: list[Any], name: str | None) -> Any:
    if name is None:
        return next(filter(_is_shown, sheets), sheets[0])
    found = [one for one in sheets if fold(one.title) == fold(name)]
    if not found:
        names = ", ".join(f"« {shortened(one.title)} »" for one in sheets if _is_shown(one))
        message = f"Le classeur n'a pas de feuille « {shortened(name)} »."
        raise UsageError(message, f"Ses feuilles : {names}.")
    return found[0]


def _merged_note(areas: list[str]) -> list[str]:
    """A note on merged cells below the first row: their text is stored in the first of them."""
    found = map(re.compile(r"[A-Z]+([0-9]{1,7}):[A-Z]+([0-9]+)").fullmatch, areas)
    below = sorted((int(one[1]), one[0]) for one in found if one and one[2] != "1")
    if not below:
        return []
    more = f" et {french_number(len(below) - 1)} de plus" if len(below) > 1 else ""
    note = "seule la première porte le texte, les autres sont lues comme vides."
    return [f"Cellules fusionnées ({below[0][1]}{more}) : {note}"]


def _uncomputed_note(many: int) -> list[str]:
    """A note on formulas without a value, as written by programs that do not compute them."""
    s = "s" if many > 1 else ""
    note = (
        f"La feuille a {french_number(many)} formule{s} sans valeur enregistrée,"
        f" lue{s} comme vide{s} : ouvrez-le dans un tableur et enregistrez-le."
    )
    return [note] if many else []
