"""Append answers to rows, as bytes; a row itself is never rewritten.

Blocks without quotes are split by ``bytes.split``: a million rows take less than a second. Other
blocks are split by a regular expression that treats quotes as the ``csv`` module does and cannot
backtrack, since all its quantifiers are possessive.
"""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain
from operator import add

from achats_reseaux.errors import FileError
from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from achats_reseaux.annotation.cells import Answers, SeveralColumns

CHUNK = 2**17
"""Bytes to read at once: few enough for the processor's cache."""

LONGEST_ROW = 2**20
"""Bytes. A longer row has an unclosed quote or is not CSV."""


class Form(Record):
    """The format of a file and its columns of places.

    Attributes:
        delimiter, newline: the bytes between cells, and after most rows.
        width: the number of cells of the header.
        columns: the positions of the cells to read, from 0, in the order in which they are tried.
        noted: whether answers may have notes, which statistics ignore.
    """

    delimiter: bytes
    newline: bytes
    width: int
    columns: tuple[int, ...]
    noted: bool = False


def cell_pattern(delimiter: bytes, newline: bytes) -> tuple[bytes, bytes]:
    """Regular expressions for one cell, and for the end of a row.

    A quote has a meaning only at the start of a cell, a carriage return only before a line feed.
    """
    mark = re.escape(delimiter)
    if newline == b"\r":
        rest, end = rb"[^%b\r]*+" % mark, rb"\r"
    else:
        rest = rb"[^%b\r\n]*+(?:\r(?!\n)[^%b\r\n]*+)*+" % (mark, mark)
        end = rb"\r?\n"
    return rb'(?:"[^"]*+(?:""[^"]*+)*+"|(?!"))' + rest, end


def split_rows(block: bytes, delimiter: bytes, newline: bytes) -> Iterator[list[bytes]]:
    """The cells of each row of a block of whole rows; of a blank line, none.

    In a line with a quote that the block does not close, quotes have no meaning.
    """
    if b'"' not in block:  # five times as fast
        *lines, last = block.split(newline[-1:])
        if newline != b"\r":
            lines = [line.removesuffix(b"\r") for line in lines]
        for line in (*lines, last) if last else lines:
            yield line.split(delimiter) if line else []
        return
    cell, end = cell_pattern(delimiter, newline)
    mark = re.escape(delimiter)
    row = rb"(?!\Z)(?:((?:%b%b)*+%b)|((?s:.*?)))(?:%b|\Z)" % (cell, mark, cell, end)
    one = re.compile(b"(%b)%b" % (cell, mark))
    for regular, unclosed in re.findall(row, block):
        if unclosed:
            yield unclosed.split(delimiter)
        else:
            yield one.findall(regular + delimiter) if regular else []


class Rows:
    """Appends answers to rows.

    A row shorter than the header is padded with empty cells, so that the answer is aligned; a
    longer one keeps all its cells, with the answer after them. A blank line stays blank. If a quote
    is not closed within ``LONGEST_ROW``, its line is a row in which quotes have no meaning.

    Attributes:
        counts: number of rows by answer.
        total: number of rows.
        long: number of rows with more cells than the header.
    """

    def __init__(self, form: Form, answers: Answers | SeveralColumns) -> None:
        self.counts: Counter[bytes] = Counter()
        self.total = 0
        self.long = 0
        self._form = form
        self._answer: Callable[..., bytes] = answers.__getitem__
        self._rows = re.compile(_row_pattern(form))
        cell, _ = cell_pattern(form.delimiter, form.newline)
        self._cells = re.compile(b"(%b)%b" % (cell, re.escape(form.delimiter)))

    def all(self, read: Callable[[int], bytes], start: bytes) -> Iterator[bytes]:
        """Every row with its answer: those of ``start``, already read, then the rest of the file.

        Raises:
            FileError: a line is too long for any table.
        """
        newline = self._form.newline
        ahead, rest, added, ended, last = start, b"", b"", False, b""
        while True:
            done = b""
            if not ahead and not ended:
                ahead = read(CHUNK)
                if not ahead:
                    ended = True
                    half = rest.endswith(b"\r") and newline == b"\r\n"
                    ahead = added = b"\n" if half else newline
            if ahead:
                done, rest = self.block(rest + ahead[:CHUNK])
                ahead = ahead[CHUNK:]
            elif not rest:
                break
            if len(rest) > LONGEST_ROW or (ended and not ahead and rest):
                line, after = self._unclosed(rest)
                done, ahead, rest = done + line, after + ahead, b""
            if done:  # the last piece is delayed, to remove the line end added to it
                yield last
                last = done
        yield last[: len(last) - len(added)]

    def block(self, block: bytes) -> tuple[bytes, bytes]:
        """The answered rows of a block, and its rest: the start of an incomplete row."""
        if b'"' not in block:
            end = block.rfind(self._form.newline[-1:]) + 1
            done = self._regular_block(block[:end])
            if done is not None:
                return done, block[end:]
        return self._any_block(block)

    def _regular_block(self, block: bytes) -> bytes | None:
        """Answer rows without quotes, all as wide as the header and with the same line end.

        Line ends become cells of their own. If they are all at the positions expected for rows as
        wide as the header, slices give whole columns, without a loop in Python. ``None`` if not.
        """
        form = self._form
        newline, delimiter, step = form.newline, form.delimiter, form.width + 1
        lines = block.split(newline)
        lines.pop()
        stray = sum(block.count(end) for end in (b"\r", b"\n") if end != newline)
        if stray != (2 * len(lines) if newline == b"\r\n" else 0):  # then each of both
            return None
        cells = block.replace(newline, delimiter + newline + delimiter).split(delimiter)
        cells.pop()
        ends = cells[form.width :: step]
        if len(cells) != len(lines) * step or ends.count(newline) != len(lines):
            return None
        values, *others = (cells[column::step] for column in form.columns)
        if form.width == 1 and b"" in values:  # a blank line
            return None
        if others:
            answers = list(map(self._answer, zip(values, *others, strict=True)))
        else:
            answers = list(map(self._answer, values))
        self._count(answers)
        lines.append(b"")
        answers.append(b"")
        return newline.join(map(add, lines, answers))

    def _any_block(self, block: bytes) -> tuple[bytes, bytes]:
        """Answer the rows of any block: with quotes, of any width, with line ends of both kinds."""
        found = self._rows.findall(block)
        rest = found.pop()[-1] if found and found[-1][-1] else b""
        if not found:
            return b"", rest
        rows, *columns, ends, _, odd_ends, _ = zip(*found, strict=True)
        keys = columns[0]
        if len(columns) > 1:
            found_in = dict(zip(sorted(self._form.columns), columns, strict=True))
            keys = tuple(zip(*(found_in[one] for one in self._form.columns), strict=True))
        if any(odd_ends):
            pieces = [
                self._irregular_row(one[-3], one[-2])
                if one[-2]
                else one[0] + self._answer_one(key) + one[-4]
                for one, key in zip(found, keys, strict=True)
            ]
            return b"".join(pieces), rest
        answers = list(map(self._answer, keys))
        self._count(answers)
        return b"".join(chain.from_iterable(zip(rows, answers, ends, strict=True))), rest

    def _irregular_row(self, row: bytes, end: bytes) -> bytes:
        """Answer a row that is not as wide as the header."""
        if not row:
            return end
        return self._padded_row(row, self._cells.findall(row + self._form.delimiter), end)

    def _unclosed(self, block: bytes) -> tuple[bytes, bytes]:
        """Answer the first line of a block, ignoring its quotes; return it and the rest."""
        end = self._form.newline[-1:]
        line, found, rest = block.partition(end)
        if not found:
            message = (
                f"Plus de {LONGEST_ROW // 2**20} Mio sans fin de ligne, après {self.total} lignes :"
                " ce n'est pas un tableau CSV ou TSV."
            )
            raise FileError(message)
        if end == b"\n" and line.endswith(b"\r"):
            line, end = line[:-1], b"\r\n"
        return self._padded_row(line, line.split(self._form.delimiter), end), rest

    def _padded_row(self, row: bytes, cells: list[bytes], end: bytes) -> bytes:
        form = self._form
        self.long += len(cells) > form.width
        gap = form.width - len(cells)
        cells += [b""] * gap
        values = tuple(cells[column] for column in form.columns)
        key = values[0] if len(values) == 1 else values
        return row + form.delimiter * gap + self._answer_one(key) + end

    def _answer_one(self, key: bytes | tuple[bytes, ...]) -> bytes:
        answer = self._answer(key)
        self._count([answer])
        return answer

    def _count(self, answers: list[bytes]) -> None:
        if self._form.noted:
            answers = [getattr(answer, "base", answer) for answer in answers]
        self.counts.update(answers)
        self.total += len(answers)


def _row_pattern(form: Form) -> bytes:
    """A pattern for a row as wide as the header, else a row of any width, else the rest.

    Groups: the row, its cells to read, its end; the row of another width, its end; the rest.
    """
    cell, end = cell_pattern(form.delimiter, form.newline)
    mark = re.escape(form.delimiter)
    row, at = b"", 0
    for column in sorted(form.columns):
        row += b"(?:%b%b){%d}+" % (cell, mark, column - at)
        row += b"(%b)%b" % (cell, mark if column < form.width - 1 else b"")
        at = column + 1
    if at < form.width:
        row += b"(?:%b%b){%d}+%b" % (cell, mark, form.width - 1 - at, cell)
    odd = b"((?:%b%b)*+%b)" % (cell, mark, cell)
    return b"(?!%b)(%b)(%b)|%b(%b)|([\\s\\S]+)" % (end, row, end, odd, end)
