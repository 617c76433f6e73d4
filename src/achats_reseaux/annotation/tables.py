"""Tables as rows of texts: a CSV, read and written by ``csv``; a workbook by ``workbooks``.

Values come out as they went in, codes as texts; the quoting of a CSV does not.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import getincrementaldecoder
from functools import partial

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import french_number, spreadsheet_safe

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import IO

    from achats_reseaux.annotation.workbooks import SheetTable

    Rank = Callable[[Sequence[str]], int]
    """How likely a header is, by its names."""

DELIMITERS = (",", ";", "\t", "|")
_SAMPLE = 2**16
"""Bytes that the delimiter and the line end are looked for in."""
_LONGEST = 2**20
"""Characters. A longer line or cell has a quote that nothing closes, or is none of a table."""
_FOREIGN = {
    b"\xff\xfe": "est en UTF-16, pas en UTF-8",
    b"\xfe\xff": "est en UTF-16, pas en UTF-8",
    b"\xd0\xcf\x11\xe0": "est un classeur .xls, pas un CSV",
    b"\x1f\x8b": "est compressé",
}
_QUOTED = re.compile('"[^"]*"')
_OTHER_END = {"\n": "\r", "\r": "\n"}
_LONGEST_NUMBER = 11
"""Digits. Excel shows longer numbers as ``2,17605E+13``."""
_COMPUTES_NOTHING = re.compile(r'[+-]?[\d\s.,]*|="[^"]*"')
"""A number, and a text that a spreadsheet was told to keep: the only cells that may begin so."""


def read_table(
    source: IO[bytes], sheet: str | None = None, rank: Rank = len
) -> CsvTable | SheetTable:
    """The table that a file holds: of either kind, with a header, rows, their line and notes.

    Args:
        source: an open file. It is read twice; what cannot be rewound is kept in a temporary file.
        sheet: the name of the sheet of a workbook; by default the first visible one.
        rank: tells headers with different delimiters apart; then most cells do.

    Raises:
        UsageError: the table is empty, there is no such sheet, or the extra ``xlsx`` is missing.
        FileError: it is no table; the message has the line.
    """
    if not source.seekable():
        from shutil import copyfileobj
        from tempfile import TemporaryFile

        piped, source = source, TemporaryFile()  # noqa: SIM115 - closed with the last reference
        copyfileobj(piped, source)
        source.seek(0)
    start = source.tell()
    sample = source.read(_SAMPLE)
    source.seek(start)
    if sample.startswith(b"PK\x03\x04"):
        from achats_reseaux.annotation.workbooks import SheetTable

        return SheetTable(source, sheet)
    if sheet is not None:
        message = "--sheet ne va qu'avec un classeur .xlsx."
        raise UsageError(message)
    signed = (what for signature, what in _FOREIGN.items() if sample.startswith(signature))
    if what := next(signed, "est en UTF-16 ou UTF-32, pas en UTF-8" * (b"\0" in sample[:4])):
        message = f"Le fichier {what}."
        raise FileError(message, "Enregistrez-le en CSV UTF-8.")
    encoding = _encoding(iter(partial(source.read, _SAMPLE), b""))
    source.seek(start)
    return CsvTable(source, sample, encoding, rank)


def _encoding(blocks: Iterable[bytes]) -> str:
    """The encoding of a table: UTF-8, with a byte order mark or not; else that of Windows."""
    decoder = getincrementaldecoder("utf-8")()
    signed = ""
    try:
        for at, block in enumerate(blocks):
            decoder.decode(block)
            signed = "-sig" if at == 0 and block.startswith(b"\xef\xbb\xbf") else signed
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return f"utf-8{signed}"


class CsvTable:
    """A CSV of which the header is read.

    Attributes:
        delimiter, encoding, end: what parts its cells, its encoding, and what ends its rows.
        header: the texts of its header.
        rows: those of every row below, of a blank line none; a ``FileError`` has the line.
        line: the line where the row that was read last begins, from 1.
        notes: French sentences on how it is read.
    """

    def __init__(self, source: IO[bytes], sample: bytes, encoding: str, rank: Rank) -> None:
        """Read the header of a source, of which the sample is the beginning.

        Raises:
            UsageError: the table is empty.
            FileError: the header cannot be read.
        """
        text = sample.decode(encoding, "replace")
        if not text.strip():
            message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
            raise UsageError(message)
        end = re.search("\r\n|\n|\r", _QUOTED.sub("", text))
        self.delimiter, self.encoding, self.end = _delimiter(text, rank), encoding, "\n"
        if end is not None:
            self.end = end[0]
        self.notes: list[str] = []
        if encoding == "cp1252":
            self.notes.append("Le fichier n'est pas en UTF-8 : il est lu comme Windows-1252.")
        self._stream = io.TextIOWrapper(
            io.BufferedReader(source),  # type: ignore[type-var]
            encoding,
            # The five bytes that Windows does not use come through too.
            "surrogateescape",
            newline="\r" if self.end == "\r" else "\n",
        )
        self._ended = False
        csv.field_size_limit(_LONGEST)
        self._reader = csv.reader(self._lines(), delimiter=self.delimiter)
        self.line = 1
        self.rows = self._checked()
        self.header = next(self.rows) or [""]

    def _lines(self) -> Iterator[str]:
        """The lines; the reader asks for one after the last if a quote is open."""
        for line in iter(partial(self._stream.readline, _LONGEST), ""):
            if len(line) == _LONGEST:
                raise csv.Error
            yield line
        self._ended = True

    def _checked(self) -> Iterator[list[str]]:
        try:
            for row in self._reader:
                if self._ended:
                    raise csv.Error
                yield row
                self.line = self._reader.line_num + 1
        except csv.Error as error:
            what = "ne finit pas : un guillemet y est resté ouvert, ou ce n'est pas un CSV"
            if "new-line" in str(error):
                what = "a une fin de ligne (CR ou LF) d'une autre sorte que l'en-tête"
            message = f"La ligne {french_number(self.line)} {what}."
            raise FileError(message, "Enregistrez-le en CSV UTF-8.") from error


def _delimiter(text: str, rank: Rank) -> str:
    """The delimiter with which the header of a text is likeliest."""
    names = {}
    for mark in DELIMITERS:
        row = next(csv.reader(io.StringIO(text, newline=""), delimiter=mark), [""])
        names[mark] = [one.strip() for one in row]
    found = max(names, key=lambda mark: (rank(names[mark]), len(names[mark])))
    if len(names[found]) > 1:
        return found
    return next((mark for mark in DELIMITERS if mark not in text), found)


class CsvWriter:
    """Writes rows of texts as a CSV.

    Attributes:
        start: the bytes before the rows.
    """

    def __init__(self, table: CsvTable | SheetTable, *, excel: bool = False) -> None:
        """Write as a CSV was read, a workbook with commas; or as a French Excel opens it right."""
        self._safe = excel_cell if excel else str
        self._delimiter, self._end, self._encoding = ",", "\n", "utf-8"
        if excel:
            self._delimiter, self._end, self._encoding = ";", "\r\n", "utf-8-sig"
        elif isinstance(table, CsvTable):
            self._delimiter, self._end = table.delimiter, table.end
            self._encoding = table.encoding
        else:
            self._safe = spreadsheet_safe
        self.start = b"\xef\xbb\xbf" if self._encoding == "utf-8-sig" else b""
        self._encoding = self._encoding.removesuffix("-sig")

    def encoded(self, rows: list[list[str]]) -> bytes:
        """The bytes of some rows."""
        if self._safe is not str:
            rows = [list(map(self._safe, row)) for row in rows]
        text = self._text(rows)
        if _OTHER_END.get(self._end, "\0") in text:  # csv would not read it back without quotes
            text = self._text(rows, quoted=True)
        return text.encode(self._encoding, "surrogateescape")

    def _text(self, rows: list[list[str]], *, quoted: bool = False) -> str:
        text = io.StringIO(newline="")
        writer = csv.writer(
            text,
            delimiter=self._delimiter,
            lineterminator=self._end,
            quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL,
        )
        writer.writerows(rows)
        return text.getvalue()


def excel_cell(cell: str) -> str:
    """A cell of a CSV that Excel shows as it is: codes as texts, and no formula of the data's."""
    if cell.isascii() and cell.isdigit() and (cell[0] == "0" or len(cell) > _LONGEST_NUMBER):
        return f'="{cell}"'
    return cell if _COMPUTES_NOTHING.fullmatch(cell) else spreadsheet_safe(cell)
