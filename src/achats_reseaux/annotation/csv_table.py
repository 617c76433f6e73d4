"""A CSV or TSV as it is read: its dialect, its header, and its rows with the lines they stand in.

The bytes are read as Latin-1, in which every byte is a character, so that rows come out as they
came in, whatever their encoding.
"""

from __future__ import annotations

import csv
import re
from codecs import getincrementaldecoder
from itertools import chain, islice

from achats_reseaux.annotation.workbook_reader import Cell
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import french_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    Runs = Iterator[tuple[list[str], bool]]
    """Lines, many at once, and whether each is a row for certain."""
    Block = tuple[list[str], list[list[str]]]
    """The lines of rows, and their cells."""

DELIMITERS = (",", ";", "\t", "|")
CHUNK = 2**17
"""Bytes to read at once: few enough for the processor's cache."""
LONGEST_ROW = 2**20
"""Bytes. A longer row has a quote that nothing closes, or is not CSV."""
BLOCK = 10_000
"""The number of cells that are answered at once."""
_MOST_UNCLOSED = 64
"""More quotes that nothing closes are no slips; to read on after each would take hours."""

_BOM = "\xef\xbb\xbf"
_SEP_LINE = re.compile(rf"(?:{_BOM})?sep=(.)(?:\r\n?|\n)", re.IGNORECASE)
"""A first line that tells Excel the delimiter, which Excel does not show."""
_QUOTED = re.compile(r'(?<![^,;\t|\r\n])"[^"]*+(?:""[^"]*+)*+(?:"|\Z)')
"""A quoted cell, with any delimiter; at the end of a block it may be incomplete."""
_STRAY = str.maketrans({"\r": "\ue00d", "\n": "\ue00a"})
"""What ``csv`` is given for a line end that ends no row: it would refuse it."""
_NO_STRAY = str.maketrans({"\ue00d": "\r", "\ue00a": "\n"})

_FOREIGN = {
    b"\xff\xfe\0\0": "est en UTF-32, pas en UTF-8",
    b"\0\0\xfe\xff": "est en UTF-32, pas en UTF-8",
    b"\xff\xfe": "est en UTF-16, pas en UTF-8",
    b"\xfe\xff": "est en UTF-16, pas en UTF-8",
    b"PK\x03\x04": "est un classeur ou une archive, pas un CSV",
    b"\xd0\xcf\x11\xe0": "est un classeur, pas un CSV",
    b"\x1f\x8b": "est compressé",
}
_WIDE = {
    b"\1\0\1\0": "est en UTF-16, pas en UTF-8",
    b"\0\1\0\1": "est en UTF-16, pas en UTF-8",
    b"\1\0\0\0": "est en UTF-32, pas en UTF-8",
    b"\0\0\0\1": "est en UTF-32, pas en UTF-8",
}
"""Which of the first four bytes of a text in Latin letters are none, without a byte order mark."""


class CsvTable:
    """A CSV of which the header is read.

    Attributes:
        names: the names of its columns.
        delimiter, newline: between cells and between rows; a CR before LF is of the row.
        before: what precedes its header: a byte order mark, a line that tells the delimiter.
        header, heading: the lines of its header, and its cells.
        codec: which makes bytes of its lines again.
        tail: the newline after the last row that was read, or ``""``.
    """

    codec = "latin-1"

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
        self._read = read
        start, ended = _read_start(read, delimiter)
        _refuse_no_table(start)
        self._encoding = encoding or _encoding((start,), ended=ended)
        checked = encoding is None and self._encoding == "utf-8"
        self._decoder = getincrementaldecoder("utf-8" if checked else "latin-1")()
        self._decoder.decode(start)
        self.before, self.newline, found = _header_rows(
            start.decode("latin-1"), delimiter, ended=ended
        )
        if not found:
            message = "La première ligne ne finit pas : guillemet resté ouvert, ou pas un CSV."
            raise FileError(message)
        names = {mark: [self.text(one).strip() for one in row[1]] for mark, row in found.items()}
        mark = max(names, key=lambda one: (rank(names[one]), len(names[one])))
        self.names, self.header = tuple(names[mark]), found[mark][0]
        self.heading = [Cell("s", self.text(one)) for one in found[mark][1]]
        self.tail = ""
        self._rest = start[len(self.before + self.header) :].decode("latin-1")
        self._line = 1 + (self.before + self.header).count(self.newline)
        if len(self.names) == 1:
            bare = _QUOTED.sub("", self._rest)
            mark = next((one for one in names if one not in bare), mark)
        self.delimiter = mark

    def text(self, cell: str) -> str:
        """The text of a cell, decoded as UTF-8, else as Windows-1252 or Latin-1."""
        if cell.isascii():
            return cell
        content = cell.translate(_NO_STRAY).encode("latin-1")
        for encoding in ("utf-8", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
        return content.decode("latin-1")

    def written(self, text: str) -> str:
        """A cell for a text, in the encoding of the table and quoted where it must be."""
        cell = text.encode(self._encoding, "replace").decode("latin-1")
        if self.delimiter in cell or '"' in cell:
            cell = cell.replace('"', '""')
            return f'"{cell}"'
        return cell

    def first(self, many: int) -> list[list[str]]:
        """The texts of the first rows, as far as they were read with the header."""
        lines = self._rest.split(self.newline)[1:]
        _, rows = next(_blocks(iter([(lines, False)]), self.delimiter, self.newline))
        return [list(map(self.text, cells)) for cells in rows[:many]]

    def blocks(self) -> Iterator[Block]:
        """Many rows at once: the lines of each, and its cells; of a blank line, no cells.

        If a quote is not closed within ``LONGEST_ROW``, its line is a row in which quotes have no
        meaning.

        Raises:
            FileError: a line is too long for any table, or not in the encoding of the others.
        """
        return _blocks(self._lines(), self.delimiter, self.newline)

    def stored(self) -> Iterator[tuple[list[list[Cell]], list[list[str]]]]:
        """As :meth:`blocks`, with the cells of a workbook for the lines."""
        for _, rows in self.blocks():
            yield [[Cell("s", self.text(cell)) for cell in cells] for cells in rows], rows

    def _lines(self) -> Runs:
        """The lines below the header."""
        _, self.tail, rest = self._rest.partition(self.newline)
        block = b"-" if self.tail else b""
        while block:
            simple = _has_simple_rows(rest, self.newline)
            *lines, rest = rest.split(self.newline)
            yield lines, simple
            self._line += len(lines)
            if len(rest) > LONGEST_ROW:
                message = (
                    f"Plus de {LONGEST_ROW // 2**20} Mio sans fin de ligne, à la ligne"
                    f" {french_number(self._line + 1)} : ce n'est pas un tableau CSV ou TSV."
                )
                raise FileError(message)
            block = self._read(CHUNK)
            try:
                self._decoder.decode(block, not block)
            except UnicodeDecodeError as error:
                at = max(0, error.start - len(error.object) + len(block))
                *lines, _ = (rest + block[:at].decode("latin-1")).split(self.newline)
                yield lines, False
                line = french_number(self._line + len(lines) + 1)
                message = f"La ligne {line} n'est pas en UTF-8, comme le début du tableau."
                hint = (
                    "Enregistrez-le en CSV UTF-8, ou donnez le nom du fichier, qui est alors lu"
                    " deux fois."
                )
                raise FileError(message, hint) from error
            rest += block.decode("latin-1")
        if rest:
            self.tail = ""
            yield [rest], False


def encoding_of(read: Callable[[int], bytes]) -> str:
    """The encoding of all that is left to read."""
    return _encoding(iter(lambda: read(CHUNK), b""), ended=True)


def _encoding(blocks: Iterable[bytes], *, ended: bool) -> str:
    """UTF-8, else that of Windows."""
    decoder = getincrementaldecoder("utf-8")()
    try:
        for block in blocks:
            decoder.decode(block)
        decoder.decode(b"", ended)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


# --- the header ----------------------------------------------------------------------------------


def _read_start(read: Callable[[int], bytes], delimiter: str | None) -> tuple[bytes, bool]:
    """The first blocks of a table, with all of its header; whether that is the whole table."""
    start = b""
    # At least a whole block: a pipe returns less, and the delimiter may depend on the rows.
    while chunk := read(CHUNK):
        start += chunk
        if len(start) > LONGEST_ROW or (
            len(start) >= CHUNK and _header_rows(start.decode("latin-1"), delimiter)[2]
        ):
            return start, False
    return start, True


def _header_rows(
    start: str, delimiter: str | None, *, ended: bool = False
) -> tuple[str, str, dict[str, tuple[str, list[str]]]]:
    """What precedes the header, what parts rows, and the first row by delimiter, if it is whole."""
    told = _SEP_LINE.match(start)
    before = told[0] if told else _BOM if start.startswith(_BOM) else ""
    if delimiter is None and told and told[1] in DELIMITERS:
        delimiter = told[1]
    start = start.removeprefix(before)
    bare = _QUOTED.sub("", start)
    newline = "\r" if "\r" in bare and "\n" not in bare else "\n"
    rows = {}
    for mark in (delimiter,) if delimiter else DELIMITERS:
        lines = start.split(newline)
        first = next(_blocks(iter([(lines, False)]), mark, newline, whole=True))
        for header, cells in islice(zip(*first, strict=True), 1):
            if header.count(newline) + 1 < len(lines) or ended:
                rows[mark] = (header, cells or [""])
    return before, newline, rows


def _refuse_no_table(start: bytes) -> None:
    """Refuse what is no CSV, so that it is not said to lack a column.

    Raises:
        UsageError: it is empty.
        FileError: it is of another format, or the end of its first line is ambiguous.
    """
    signed = (what for signature, what in _FOREIGN.items() if start.startswith(signature))
    if what := next(signed, _WIDE.get(bytes(map(bool, start[:4])))):
        message = f"Le fichier {what}."
        raise FileError(message, "Enregistrez-le en CSV UTF-8.")
    text = start.decode("latin-1")
    told = _SEP_LINE.match(text)
    text = text[told.end() :] if told else text.removeprefix(_BOM)
    if not text.strip():
        message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
        raise UsageError(message)
    line, found, _ = _QUOTED.sub("", text).partition("\n")
    if found and "\r" in line.removesuffix("\r"):
        message = "Les fins de ligne sont de deux sortes (CR et LF) dès la première ligne."
        raise FileError(message, "Enregistrez-le en CSV UTF-8.")


# --- rows ----------------------------------------------------------------------------------------


class _Unclosed(Exception):  # noqa: N818 - no error: a quote that nothing closes
    """A quote that nothing closes."""


def _has_simple_rows(text: str, newline: str) -> bool:
    """Whether a text has neither quotes nor line ends that end no row, so that a line is a row."""
    stray = text.count("\r") - text.count("\r\n") if newline == "\n" else text.count("\n")
    return not stray and '"' not in text


def _blocks(runs: Runs, delimiter: str, newline: str, *, whole: bool = False) -> Iterator[Block]:
    """The lines and the cells of rows, many at once; what fails comes after the rows before it.

    With ``whole``, a quote that nothing closes ends them.
    """
    csv.field_size_limit(2 * LONGEST_ROW)
    unclosed: list[str] = []
    for run, simple in runs:
        if simple:  # as most tables are: ``csv`` reads many rows at once
            step = max(1, BLOCK // (run[0].count(delimiter) + 2)) if run else 1
            for at in range(0, len(run), step):
                some = run[at : at + step]
                yield some, list(csv.reader(some, delimiter=delimiter))
            continue
        yield from _quoted_blocks(run, runs, delimiter, newline, None if whole else unclosed)
        if whole:
            return


def _quoted_blocks(
    run: list[str], following: Runs, delimiter: str, newline: str, unclosed: list[str] | None
) -> Iterator[Block]:
    """The rows of a run whose cells may hold line ends, and the end of the last in ``following``.

    A line that opens a quote which nothing closes is a row, and is added to ``unclosed``; without
    that it ends them.
    """
    kept: list[str] = []

    def with_the_last_whole() -> Iterator[str]:
        yield from run
        while kept and (more := next(following, None)):
            yield from more[0]

    lines = with_the_last_whole()
    block: Block = [], []
    failure: FileError | None = None
    while failure is None:
        try:
            for cells in csv.reader(_kept_lines(lines, newline, kept), delimiter=delimiter):
                if kept[-1] is _ENDED:  # the table ended before the row
                    raise _Unclosed
                block[0].append(kept[0] if len(kept) == 1 else newline.join(kept))
                block[1].append(cells)
                kept.clear()
                if len(block[1]) > BLOCK // (len(cells) + 1):
                    yield block
                    block = [], []
            break
        except FileError as error:
            failure = error
        except _Unclosed:
            if unclosed is None:
                break
            line = kept[0]
            unclosed.append(line)
            lines = chain([one for one in kept[1:] if one is not _ENDED], lines)
            kept.clear()
            cells = line.removesuffix("\r").split(delimiter)
            block[0].append(line)
            block[1].append([cell.removeprefix('"') for cell in cells])
            if len(unclosed) == _MOST_UNCLOSED:
                many = f"{_MOST_UNCLOSED} guillemets restent ouverts"
                failure = FileError(f"{many} : ce n'est pas un tableau CSV.")
    yield block
    if failure is not None:
        raise failure


_ENDED = "\0ended"
"""What follows the last line."""


def _kept_lines(lines: Iterator[str], newline: str, kept: list[str]) -> Iterator[str]:
    """The lines for ``csv``, each kept until its row is whole, and what follows the last."""
    stray = "\r" if newline == "\n" else "\n"
    size = 0
    for line in lines:
        continued = bool(kept)
        kept.append(line)
        if stray in line:
            row = line.removesuffix("\r")
            if stray in row:
                line = row.translate(_STRAY) + line[len(row) :]  # noqa: PLW2901
        if not continued:
            size = 0
            yield line
            continue
        size += len(line) + 1
        if size > LONGEST_ROW:
            raise _Unclosed
        yield newline + line
    kept.append(_ENDED)
