"""A CSV or TSV as it is read: its dialect, its header, and its rows with the lines they stand in.

The bytes are read as Latin-1, in which every byte is a character, so that rows come out as they
came in, whatever their encoding. Rows end at line feeds: where carriage returns end them, as on an
old Macintosh, both change places on the way in and on the way out.
"""

from __future__ import annotations

import csv
import re
from codecs import getincrementaldecoder
from io import BytesIO
from itertools import chain

from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import french_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    KeptRow = tuple[str, list[str]]
    """The lines that a row stands in, and its cells."""

DELIMITERS = (",", ";", "\t", "|")
CHUNK = 2**16
"""Bytes to read at once: few enough for the processor's cache."""
LONGEST_ROW = 2**20
"""Bytes. A longer row has a quote that nothing closes, or is not CSV."""
_MOST_UNCLOSED = 64
"""More quotes that nothing closes are no slips; to read on after each would take hours."""

_BOM = "\xef\xbb\xbf"
SEP_LINE = re.compile(rf"\A(?:{_BOM})?sep=(.)(?:\r\n?|\n)", re.IGNORECASE)
"""A first line that tells Excel the delimiter, which Excel does not show."""
_QUOTED = re.compile(r'(?<![^,;\t|\r\n])"[^"]*+(?:""[^"]*+)*+(?:"|\Z)')
"""A quoted cell, with any delimiter; at the end of a block it may be incomplete."""
_SWAPPED = bytes.maketrans(b"\r\n", b"\n\r")
_STRAY = "\ue00d"
"""What ``csv`` is given for a carriage return that ends no row: it would refuse it."""

_FOREIGN = {
    b"\xff\xfe\0\0": "est en UTF-32, pas en UTF-8",
    b"\0\0\xfe\xff": "est en UTF-32, pas en UTF-8",
    b"\xff\xfe": "est en UTF-16, pas en UTF-8",
    b"\xfe\xff": "est en UTF-16, pas en UTF-8",
    b"PK\x03\x04": "est un classeur ou une archive, pas un CSV",
    b"\xd0\xcf\x11\xe0": "est un classeur, pas un CSV",
    b"\x1f\x8b": "est compressé",
}
_WIDE = {2: "est en UTF-16, pas en UTF-8", 3: "est en UTF-32, pas en UTF-8"}
"""By how many of its first four bytes are 0: a text in Latin letters without a byte order mark."""


class CsvTable:
    """A CSV of which the header is read.

    Attributes:
        names: the names of its columns.
        heading: the texts of its header.
        delimiter: what parts its cells.
        header: its first lines, as ``rows`` gives those of a row.
        tail: the line feed after the last row that was read, or ``""``.
    """

    def __init__(
        self,
        read: Callable[[int], bytes],
        delimiter: str | None = None,
        *,
        rank: Callable[[list[str]], int] = len,
        encoding: str | None = None,
    ) -> None:
        """Read the header.

        The delimiter is that of a ``sep=;`` line, else that with which the header ranks highest,
        then that with most cells. For one column it is the first that is not in a row.

        Args:
            read: returns at most so many bytes of the table, ``b""`` at its end.
            delimiter: one of ``DELIMITERS``; detected by default.
            rank: how likely a header is, by its names.
            encoding: of the whole table, if that is known; else that of its beginning.

        Raises:
            UsageError: the table is empty.
            FileError: it is not a table.
        """
        content = b""
        for size in (CHUNK, LONGEST_ROW + 1):  # a longer header is looked at in its whole length
            while len(content) < size and (chunk := read(CHUNK)):
                content += chunk
            whole = len(content) < size
            before, told, self._ends = _beginning(content)
            start = content.translate(self._ends).decode("latin-1")
            lines = start[before:].split("\n")[: None if whole else -1]
            tried = [one for one in (delimiter, told) if one is not None][:1] or DELIMITERS
            rows = {mark: _first_row(lines, mark) for mark in tried}
            found = {mark: row for mark, row in rows.items() if row}
            if whole or len(found) == len(tried):
                break
        self._encoding = encoding or encoding_of((content,), ended=whole)
        self._checked = encoding is None and self._encoding == "utf-8"
        if not found:
            message = "La première ligne ne finit pas : guillemet resté ouvert, ou pas un CSV."
            raise FileError(message)
        names = {mark: [self.text(one).strip() for one in row[1]] for mark, row in found.items()}
        mark = max(names, key=lambda one: (rank(names[one]), len(names[one])))
        self.names = tuple(names[mark])
        self.heading: list[Any] = list(map(self.text, found[mark][1]))
        self.header = start[:before] + found[mark][0]
        _, self.tail, rest = start[len(self.header) :].partition("\n")
        self._rest, self._read = BytesIO(rest.encode("latin-1")), read
        if len(names[mark]) == 1:
            bare = _QUOTED.sub("", rest)
            mark = next((one for one in names if one not in bare), mark)
        self.delimiter = mark

    def text(self, cell: str) -> str:
        """The text of a cell, decoded as UTF-8, else as Windows-1252 or Latin-1."""
        if cell.isascii() and self._ends is None:
            return cell
        content = cell.replace(_STRAY, "\r").encode("latin-1").translate(self._ends)
        for encoding in ("utf-8", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        return content.decode("latin-1")

    def appended(self, texts: list[str]) -> str:
        """Cells for the end of a row, in the encoding of the table, quoted where they must be."""

        def written(text: str) -> str:
            cell = text.encode(self._encoding, "replace").decode("latin-1")
            if self.delimiter in cell or '"' in cell:
                cell = cell.replace('"', '""')
                return f'"{cell}"'
            return cell

        return "".join([self.delimiter + written(text) for text in texts])

    def encoded(self, text: str) -> bytes:
        """The bytes that lines were read from."""
        return text.encode("latin-1").translate(self._ends)

    def rows(self, form: str = "csv") -> Iterator[tuple[Any, list[str]]]:
        """Every row below the header, and its cells; of a blank line, no cells.

        A row is the lines that it stands in, for ``csv``; for any other form, its texts. If a quote
        is not closed within ``LONGEST_ROW``, its line is a row in which quotes have no meaning.

        Raises:
            FileError: a line is too long for any table, or not in the encoding of the others.
        """
        if form == "csv":
            yield from self._closed_rows()
        else:
            for _, cells in self._closed_rows():
                yield list(map(self.text, cells)), cells

    def _closed_rows(self) -> Iterator[KeptRow]:
        lines: Iterator[str] = chain.from_iterable(self._lines())
        for _ in range(_MOST_UNCLOSED):
            kept: list[str] = []
            try:
                yield from _rows(lines, self.delimiter, kept)
            except _Unclosed:
                line, *others = kept
                texts = line.removesuffix("\r").split(self.delimiter)
                yield line, [text.removeprefix('"') for text in texts]
                lines = chain(others, lines)
            else:
                return
        message = f"{_MOST_UNCLOSED} guillemets restent ouverts : ce n'est pas un tableau CSV."
        raise FileError(message)

    def _lines(self) -> Iterator[list[str]]:
        """The lines below the header, many at once."""
        rest, number = "", 1 + self.header.count("\n") + len(self.tail)
        while block := self._rest.read(CHUNK) or self._read(CHUNK).translate(self._ends):
            *lines, rest = (rest + block.decode("latin-1")).split("\n")
            yield from self._in_one_encoding(lines, number)
            number += len(lines)
            if len(rest) > LONGEST_ROW:
                message = (
                    f"Plus de {LONGEST_ROW // 2**20} Mio sans fin de ligne, à la ligne"
                    f" {french_number(number)} : ce n'est pas un tableau CSV ou TSV."
                )
                raise FileError(message)
        if rest:
            self.tail = ""
            yield from self._in_one_encoding([rest], number)

    def _in_one_encoding(self, lines: list[str], number: int) -> Iterator[list[str]]:
        """Lines, as far as they are in the encoding of the beginning; the first has a number."""
        if self._checked and not all(map(str.isascii, lines)):
            for at, line in enumerate(lines):
                try:
                    line.encode("latin-1").decode("utf-8")
                except UnicodeDecodeError as error:
                    yield lines[:at]
                    message = (
                        f"La ligne {french_number(number + at)} n'est pas en UTF-8, comme le début"
                        " du tableau."
                    )
                    hint = (
                        "Enregistrez-le en CSV UTF-8, ou donnez le nom du fichier, qui est alors lu"
                        " deux fois."
                    )
                    raise FileError(message, hint) from error
        yield lines


def with_end(lines: str, added: str) -> str:
    """The lines of a row with more at their end: before the carriage return of a Windows line."""
    return f"{lines[:-1]}{added}\r" if lines.endswith("\r") else lines + added


def encoding_of(blocks: Iterable[bytes], *, ended: bool = True) -> str:
    """The encoding of the blocks of a table: UTF-8, else that of Windows."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        for block in blocks:
            decoder.decode(block)
        decoder.decode(b"", ended)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _beginning(content: bytes) -> tuple[int, str | None, bytes | None]:
    """What precedes the header of a table, and what ends its rows.

    That is: the size of a byte order mark and of a line that tells the delimiter, that delimiter if
    it is one of ``DELIMITERS``, and the bytes that change places if carriage returns end rows.

    Raises:
        UsageError: the table is empty.
        FileError: it is of another format, or the end of its first line is ambiguous.
    """
    signed = (what for signature, what in _FOREIGN.items() if content.startswith(signature))
    if what := next(signed, _WIDE.get(content[:4].count(0))):
        message = f"Le fichier {what}."
        raise FileError(message, "Enregistrez-le en CSV UTF-8.")
    text = content.decode("latin-1")
    told = SEP_LINE.match(text)
    before = told.end() if told else len(_BOM) if text.startswith(_BOM) else 0
    if not text[before:].strip():
        message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
        raise UsageError(message)
    line, found, _ = _QUOTED.sub("", text[before:]).partition("\n")
    if found and "\r" in line.removesuffix("\r"):
        message = "Les fins de ligne sont de deux sortes (CR et LF) dès la première ligne."
        raise FileError(message, "Enregistrez-le en CSV UTF-8.")
    delimiter = told[1] if told and told[1] in DELIMITERS else None
    return before, delimiter, _SWAPPED if "\r" in line and not found else None


# --- rows ----------------------------------------------------------------------------------------


class _Unclosed(Exception):  # noqa: N818 - no error: a quote that nothing closes
    """A quote that nothing closes."""


def _first_row(lines: list[str], delimiter: str) -> KeptRow | None:
    """The first row of some lines, if it is whole."""
    try:
        row = next(_rows(iter(lines), delimiter, []), None)
    except _Unclosed:
        return None
    return row and (row[0], row[1] or [""])


def _rows(lines: Iterator[str], delimiter: str, kept: list[str]) -> Iterator[KeptRow]:
    """The rows that lines are, as ``csv`` reads them.

    Raises:
        _Unclosed: a quote is not closed; its line and those after it are in ``kept``.
    """

    def kept_lines() -> Iterator[str]:
        size = 0
        for line in lines:
            kept.append(line)
            if "\r" in line:
                row = line.removesuffix("\r")
                line = row.replace("\r", _STRAY) + line[len(row) :]  # noqa: PLW2901
            if len(kept) == 1:
                size = 0
                yield line
                continue
            size += len(line) + 1
            if size > LONGEST_ROW:
                raise _Unclosed
            yield f"\n{line}"
        if kept:
            raise _Unclosed

    csv.field_size_limit(2 * LONGEST_ROW)
    for cells in csv.reader(kept_lines(), delimiter=delimiter):
        yield kept[0] if len(kept) == 1 else "\n".join(kept), cells
        kept.clear()
