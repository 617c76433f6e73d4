"""Rows in, rows out, as bytes: a row is never rewritten, its answer is put at its end.

Blocks without a quote are cut by ``bytes.split`` alone, which is why a million rows take less than
a second. The others are cut by one regular expression, which reads quotes as the ``csv`` module
does and cannot backtrack: every repeat in it is possessive.
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
"""How much is read at once: small enough for the processor's cache, large enough for Python."""

LONGEST_ROW = 2**20
"""A row that is longer is an open quote or no CSV at all."""


class Form(Record):
    """How a file is written, and where its places are.

    Attributes:
        delimiter, newline: the bytes between cells, and after most rows.
        width: how many cells the header has.
        columns: which of them are read, from 0, in the order in which an answer takes them.
        noted: whether an answer may have a note of its own, which does not count.
    """

    delimiter: bytes
    newline: bytes
    width: int
    columns: tuple[int, ...]
    noted: bool = False


def cell_pattern(delimiter: bytes, newline: bytes) -> tuple[bytes, bytes]:
    """Regular expressions for one cell, and for the end of a row.

    A quote counts only where a cell begins; a carriage return only before a line feed.
    """
    mark = re.escape(delimiter)
    if newline == b"\r":
        rest, end = rb"[^%b\r]*+" % mark, rb"\r"
    else:
        rest = rb"[^%b\r\n]*+(?:\r(?!\n)[^%b\r\n]*+)*+" % (mark, mark)
        end = rb"\r?\n"
    return rb'(?:"[^"]*+(?:""[^"]*+)*+"|(?!"))' + rest, end


class Rows:
    """Puts answers at the end of rows.

    A row shorter than the header is filled up with empty cells, so that each answer stands under
    its own name; a longer one keeps all its cells, and its answer stands after them. A blank line
    stays blank. An open quote that the next MiB does not close was no quote: its line is a row.

    Attributes:
        counts: rows by answer.
        total: how many rows there were.
        long: how many of them have more cells than the header.
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
        """Every row with its answer, from what was read of the file already and from the rest.

        Raises:
            FileError: a line is too long for any table.
        """
        ahead, rest, added, ended, last = start, b"", b"", False, b""
        while True:
            done = b""
            if not ahead and not ended:
                ahead = read(CHUNK)
                if not ahead:
                    ended = True
                    ahead = added = self._missing_end(rest)
            if ahead:
                done, rest = self.block(rest + ahead[:CHUNK])
                ahead = ahead[CHUNK:]
            elif not rest:
                break
            if len(rest) > LONGEST_ROW or (ended and not ahead and rest):
                line, after = self._unclosed(rest)
                done, ahead, rest = done + line, after + ahead, b""
            if done:  # the last piece is held back, for the end that it was lent
                yield last
                last = done
        yield last[: len(last) - len(added)]

    def _missing_end(self, rest: bytes) -> bytes:
        """What the last row lacks to end as the others do."""
        newline = self._form.newline
        if not rest or rest.endswith(newline[-1:]):
            return b""
        return b"\n" if newline == b"\r\n" and rest.endswith(b"\r") else newline

    def block(self, block: bytes) -> tuple[bytes, bytes]:
        """The rows of a block that begins with one, and what is left: the start of a row."""
        if b'"' not in block:
            end = block.rfind(self._form.newline[-1:]) + 1
            done = self._plain(block[:end])
            if done is not None:
                return done, block[end:]
        return self._careful(block)

    def _plain(self, block: bytes) -> bytes | None:
        """Rows without quotes, all as wide as the header and ended alike; else ``None``.

        Line ends are made cells of their own. If each stands where rows as wide as the header have
        it, all rows are; slices then give whole columns, without a step of Python per row.
        """
        form = self._form
        newline, delimiter, step = form.newline, form.delimiter, form.width + 1
        lines = block.split(newline)
        lines.pop()
        if block.count(b"\r") + block.count(b"\n") != len(lines) * len(newline):
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

    def _careful(self, block: bytes) -> tuple[bytes, bytes]:
        """The same for any block: quotes, rows of any width, line ends of both kinds."""
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
                self._odd(one[-3], one[-2]) if one[-2] else one[0] + self._one(key) + one[-4]
                for one, key in zip(found, keys, strict=True)
            ]
            return b"".join(pieces), rest
        answers = list(map(self._answer, keys))
        self._count(answers)
        return b"".join(chain.from_iterable(zip(rows, answers, ends, strict=True))), rest

    def _odd(self, row: bytes, end: bytes) -> bytes:
        """A row that is not as wide as the header."""
        if not row:
            return end
        return self._fitted(row, self._cells.findall(row + self._form.delimiter), end)

    def _unclosed(self, block: bytes) -> tuple[bytes, bytes]:
        """The first line of a block, its quotes taken for plain letters, and the rest."""
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
        return self._fitted(line, line.split(self._form.delimiter), end), rest

    def _fitted(self, row: bytes, cells: list[bytes], end: bytes) -> bytes:
        form = self._form
        self.long += len(cells) > form.width
        gap = form.width - len(cells)
        cells += [b""] * gap
        values = tuple(cells[column] for column in form.columns)
        key = values[0] if len(values) == 1 else values
        return row + form.delimiter * gap + self._one(key) + end

    def _one(self, key: bytes | tuple[bytes, ...]) -> bytes:
        answer = self._answer(key)
        self._count([answer])
        return answer

    def _count(self, answers: list[bytes]) -> None:
        if self._form.noted:
            answers = [getattr(answer, "base", answer) for answer in answers]
        self.counts.update(answers)
        self.total += len(answers)


def _row_pattern(form: Form) -> bytes:
    """One row as wide as the header, else one of any width, else all that is left.

    Groups: the row, its cells that are wanted, its end; the odd row, its end; the rest.
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
