"""Tables as blocks of rows of texts: a CSV by ``csv``; a workbook by ``workbook_reader``.

Values come out as they went in, codes as texts.
"""

from __future__ import annotations

import csv
import io
import re
from codecs import BOM_UTF8, iterdecode
from functools import partial
from itertools import chain, islice

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.tables.blocks import (
    MOST_CELLS,
    MOST_ROWS,
    header_notes,
    no_header,
    numbered_columns,
    ragged,
)
from achats_reseaux.text import french_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import IO

    from achats_reseaux.tables.blocks import TableRows
    from achats_reseaux.tables.workbook_reader import SheetTable

_SAMPLE = 2**16
"""Bytes that the delimiter and the line end are looked for in."""
_LONGEST = 2**20
"""Characters. A longer cell has a quote that nothing closes, or is none of a table."""
_LONGEST_LINE = 2**21
"""Characters. A line takes forty times its length: one of 300 MB took 12 GB."""
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
"""A zip, and an empty one: a workbook, which may be damaged."""
_COMPRESSED = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\x00", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf")
"""How files of gzip, bzip2, xz, zstd and 7-Zip begin."""
_XLS = b"\xd0\xcf\x11\xe0"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_QUOTED = re.compile('"[^"]*"')
_SEPARATOR = re.compile('"?sep=([^"\r\n])"?\r?\n')
"""The line before the header by which Excel is told the delimiter."""
_SAVE = "Enregistrez-le en CSV UTF-8."
_NUL = "\0"
_LAST = '\0"\0'
"""Stands after the last row: no file holds a NUL. Where a quote is open, it reads otherwise."""


def read_table(
    source: IO[bytes], sheet: str | None = None, header_row: int = 1
) -> CsvTable | SheetTable:
    """The table that a file holds; of either kind it has a header, blocks of rows and notes.

    Args:
        source: an open file, which is read twice.
        sheet: the name of the sheet of a workbook; by default the first visible one.
        header_row: the line or row of the header; what stands above is passed over. 0: there
            is none, and the columns are called by their numbers.

    Raises:
        UsageError: the table is empty, there is no such sheet, or the extra ``xlsx`` is
            missing.
        FileError: it is no table; the message has the line.
    """
    start = source.tell()
    sample = source.read(_SAMPLE)
    source.seek(start)
    if sample.startswith(_ZIP):
        from achats_reseaux.tables.workbook_reader import SheetTable

        return SheetTable(source, sheet, header_row)
    if sample.startswith(_COMPRESSED):
        message = "Le fichier est compressé."
        raise FileError(message, "Décompressez-le d'abord (gunzip…).")
    if sheet is not None:
        message = "--sheet ne va qu'avec un classeur .xlsx."
        raise UsageError(message)
    encoding = _encoding_of(source)
    source.seek(start)
    return CsvTable(source, encoding, header_row)


def _encoding_of(source: IO[bytes]) -> str:
    """The encoding of all the rest of a file, which is read for it."""
    start = source.tell()
    has_bom = source.read(len(BOM_UTF8)) == BOM_UTF8
    for encoding in ("utf-8", "cp1252"):
        source.seek(start)
        if _is_text(source, encoding):
            if has_bom and encoding == "utf-8":
                return "utf-8-sig"
            return encoding
    source.seek(start)
    raise FileError(_why_no_csv(source.read(4)), _SAVE)


def _why_no_csv(start: bytes) -> str:
    """What a file is that is no text, by its first bytes."""
    if start == _XLS:
        return "Le fichier est un classeur .xls."
    if start.startswith(_UTF_16) or start[:2].count(0) == 1:
        return "Le fichier est en UTF-16."
    return "Le fichier n'est ni un CSV, ni un classeur .xlsx : il a des octets d'aucun texte."


def _is_text(source: IO[bytes], encoding: str) -> bool:
    """Whether all the rest of a file is in an encoding, without a NUL.

    Raises:
        FileError: a line is longer than any of a table.
    """
    pieces = iter(partial(source.read, _SAMPLE), b"")
    line, length = 1, 0
    try:
        for text in iterdecode(pieces, encoding):
            if "\0" in text:
                return False
            line += text.count("\n")
            end = text.rfind("\n")
            length = len(text) - end - 1 if end >= 0 else length + len(text)
            if length > _LONGEST_LINE:
                message = f"La ligne {french_number(line)} dépasse 2 Mo : ce n'est pas un tableau."
                raise FileError(message, _SAVE)
    except UnicodeDecodeError:
        return False
    return True


class CsvTable:
    """A CSV of which the header is read.

    Attributes:
        delimiter, encoding, end: what parts its cells, its encoding (``utf-8-sig`` if
            it begins with a byte order mark), and what ends its rows.
        separator_line: Excel's line that names the delimiter, with its end; ``""`` if
            none.
        has_header: whether it has one; else its columns are called by their numbers.
        header: the texts of its header.
        notes: French sentences on how it is read.
    """

    def __init__(self, source: IO[bytes], encoding: str, header_row: int = 1) -> None:
        """Read the header.

        Raises:
            UsageError: the table is empty.
            FileError: the header cannot be read.
        """
        self.encoding = encoding
        self.has_header = header_row > 0
        self._skipped = max(header_row - 1, 0)
        for _ in range(self._skipped):
            if not source.readline():
                raise no_header(header_row)
        start = source.tell()
        text = source.read(_SAMPLE).decode(encoding, "replace")
        source.seek(start)
        separator = _SEPARATOR.match(text)
        self.separator_line = ""
        if separator:
            self.separator_line = separator[0]
            source.readline()
            self._skipped += 1
            text = text[separator.end() :]
        if not text.strip():
            raise no_header(header_row)
        header, _, _ = _QUOTED.sub("", text).partition("\n")
        self.end = "\r\n" if header.endswith("\r") else "\n"
        self.delimiter = _delimiter(header, text)
        if separator:
            self.delimiter = separator[1]
        self.notes = header_notes(header_row or 1)
        if encoding == "cp1252":
            self.notes.insert(0, "Le fichier n'est pas en UTF-8 : il est lu comme Windows-1252.")
        lines = io.TextIOWrapper(source, encoding, newline="\n")
        self._lines = lines  # which would close the source with it
        csv.field_size_limit(_LONGEST)
        self._reader = csv.reader(chain(lines, [_LAST]), delimiter=self.delimiter)
        header_rows = self._read(1)
        self.header = header_rows[0] or [""]  # of a blank line
        self._first_rows: TableRows = []
        if not self.has_header:
            self._first_rows = header_rows
            self.header = numbered_columns(len(self.header))
        self._at_once = max(1, min(MOST_ROWS, MOST_CELLS // len(self.header)))

    def blocks(self) -> Iterator[TableRows]:
        """The rows below the header, as wide as it is; a blank line is an empty row.

        Raises:
            FileError: one cannot be read, or has more or fewer cells than the header.
        """
        width = len(self.header)
        for line, rows in self._stored_blocks():
            if {*map(len, rows)} != {width}:
                _fit(_numbered(line, rows), width)
            yield rows

    def numbered_rows(self) -> Iterator[tuple[int, list[str]]]:
        """The rows below the header as they are, each with the line where it begins."""
        for line, rows in self._stored_blocks():
            yield from _numbered(line, rows)

    def _stored_blocks(self) -> Iterator[tuple[int, TableRows]]:
        """Blocks of rows, each with the line where its first one begins."""
        if self._first_rows:
            yield self._skipped + 1, self._first_rows
        while True:
            line = self._next_line()
            rows = self._read(self._at_once)
            if not rows:
                return
            yield line, rows

    def _next_line(self) -> int:
        return self._skipped + self._reader.line_num + 1

    def _read(self, count: int) -> TableRows:
        """The next rows, at most so many; none after the last."""
        line, rows = self._next_line(), list[list[str]]()
        try:
            rows.extend(islice(self._reader, count))  # keeps those before an error
        except csv.Error as error:
            raise _unreadable(line, rows) from error
        if rows and rows[-1] and _NUL in rows[-1][-1]:
            last = rows.pop()
            if last != [_LAST]:
                raise _unreadable(line, rows)
        return rows


def _delimiter(header: str, text: str) -> str:
    """What parts the cells of a header without its quoted cells, of which a text is the rest."""
    # A comma is part of a heading more often than the others; a single column has none.
    for mark in "\t;|,":
        if mark in header:
            return mark
    for mark in ",;\t|":
        if mark not in text:
            return mark
    return ","


def _numbered(line: int, rows: TableRows) -> Iterator[tuple[int, list[str]]]:
    """Rows with the lines where they begin, of which the first is given."""
    for row in rows:
        yield line, row
        line += 1 + sum(cell.count("\n") for cell in row)


def _fit(numbered: Iterable[tuple[int, list[str]]], width: int) -> None:
    """Take one empty cell at the end of rows away; refuse those that are not of a width."""
    for line, row in numbered:
        if len(row) == width + 1 and not row[-1]:
            row.pop()
        elif row and len(row) != width:
            hint = "Une cellule qui contient le séparateur va entre guillemets."
            if len(row) < width:
                hint = "Une ligne trop courte : une note sous le tableau ? Retirez-la."
            raise ragged(line, len(row), width, hint)


def _unreadable(line: int, before: TableRows) -> FileError:
    """The error for the row after some, of which the first begins at a line."""
    line += sum(1 + sum(cell.count("\n") for cell in row) for row in before)
    message = (
        f"La ligne {french_number(line)} ne se lit pas : un guillemet y est resté ouvert, une"
        " cellule y dépasse 1 Mo, ou un retour chariot (CR) y finit une ligne."
    )
    return FileError(message, _SAVE)
