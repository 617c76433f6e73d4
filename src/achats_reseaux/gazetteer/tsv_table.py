"""Lookup by bisection in sorted TSV files; the path of the data folder.

Bisection over the blocks of a file takes a few reads, and needs no index. Small tables, and
searches over all rows, read the whole file.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_PACKAGED = os.path.join(_PACKAGE, "data")
_INSTALLED = os.path.isdir(_PACKAGED)
_CHECKOUT = os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "data")


def folder() -> str:
    """The data folder: inside the package in a wheel, beside ``src`` in a checkout."""
    return _PACKAGED if _INSTALLED else _CHECKOUT


def is_checkout() -> bool:
    """Whether the data are those of a checkout, which may have changed since they were compiled."""
    return not _INSTALLED


_FOLDER = f"{folder()}/territories/"
BLOCK = 2048
"""Bytes of one read; a row is shorter than half of it, which the build checks."""
# os.open and os.read take a third of the time of open() for a first block.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_LAST = b"\xff"
"""Sorts after every key."""


def read_file(name: str) -> bytes:
    """The content of a file of ``data/territories``."""
    file = os.open(_FOLDER + name, _READ)
    try:
        return os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)


def _split(lines: bytes) -> list[list[str]]:
    """The rows of some lines."""
    return [line.split("\t") for line in lines.decode().split("\n")] if lines else []


class TsvTable:
    """A TSV file of ``data/territories`` with a header line, sorted by its first column (the key).

    The file is opened at the first lookup. Threads and forked processes may share a table: no
    read depends on a file position; without ``os.pread`` (Windows) each read opens the file.

    Attributes:
        name: the name of the file.
        small: whether the file is read whole at the first lookup.
        sort_key: from the bytes of a key to the value that rows are sorted by; the key by default.
    """

    def __init__(
        self, name: str, *, small: bool = False, sort_key: Callable[[bytes], bytes] = bytes
    ) -> None:
        self.name = name
        self.small = small
        self.sort_key = sort_key
        self._file = -1
        self._count = 0
        self._blocks: dict[int, bytes] = {}
        self._firsts: dict[int, bytes] = {}
        self._last = -1
        self._content: bytes | None = None
        self._index: dict[bytes, bytes] = {}
        self._sort_keys: list[bytes] = []
        self._recent: tuple[str, list[list[str]]] = "", []

    def index(self) -> None:
        """Index all rows in memory by sort key, for many lookups.

        The index takes three times the size of the file. Rows split beforehand would take three
        times as much again, and be no faster to find.
        """
        if not self._index:
            index: dict[bytes, bytes] = {}
            for line in self._whole().splitlines()[1:]:
                key = self.sort_key(line.partition(b"\t")[0])
                index[key] = index[key] + b"\n" + line if key in index else line
            self._sort_keys = list(index)
            self._index = index  # last: another thread may be looking

    def row(self, key: str) -> list[str] | None:
        """The first row of a key."""
        rows = self.rows(key)
        return rows[0] if rows else None

    def rows(self, key: str) -> list[list[str]]:
        """All rows of a key, in the order of the file."""
        asked, rows = self._recent  # the rungs of the ladder ask for a key one after another
        if asked != key:
            rows = self._rows(key)
            self._recent = key, rows
        return rows

    def _rows(self, key: str) -> list[list[str]]:
        wanted = key.encode("utf-8", "replace")
        if self._index:
            lines = self._index.get(self.sort_key(wanted))
            return [row for row in _split(lines) if row[0] == key] if lines else []
        needle = b"\n%b\t" % wanted
        text, found = self._around(self.sort_key(wanted)), []
        at = text.find(needle)
        while at >= 0:
            end = text.find(b"\n", at + 1)
            found.append(text[at + 1 : end].decode().split("\t"))
            at = text.find(needle, end)
        return found

    def rows_alike(self, key: str) -> list[list[str]]:
        """All rows with the sort key of a key."""
        wanted = self.sort_key(key.encode("utf-8", "replace"))
        if self._index:
            return _split(self._index.get(wanted, b""))
        if b"\n%b\t" % wanted not in self.sort_key(self._around(wanted)):  # many rows at once
            return []
        found = []
        for row in self.rows_from(key):
            if self.sort_key(row[0].encode()) != wanted:
                break
            found.append(row)
        return found

    def rows_beginning(self, key: str) -> Iterator[list[str]]:
        """The rows whose sort key begins with that of a key, in the order of the file."""
        start = self.sort_key(key.encode("utf-8", "replace"))
        if self._index:
            import bisect

            at = bisect.bisect_left(self._sort_keys, start)
            while at < len(self._sort_keys) and self._sort_keys[at].startswith(start):
                yield from _split(self._index[self._sort_keys[at]])
                at += 1
            return
        for row in self.rows_from(key):
            if not self.sort_key(row[0].encode()).startswith(start):
                break
            yield row

    def begins(self, key: str) -> bool:
        """Whether the sort key of a row begins with that of a key."""
        return bool(self.rows(key)) or next(self.rows_beginning(key), None) is not None

    def rows_from(self, key: str) -> Iterator[list[str]]:
        """The rows from a key to the end of the table; the key need not be in it."""
        wanted = self.sort_key(key.encode("utf-8", "replace"))
        number = self._block_before(wanted)
        block = self._block(number)
        rest = block[block.find(b"\n") + 1 :]
        before = True
        while block:
            number += 1
            block = self._block(number)
            *lines, rest = (rest + block).split(b"\n")
            for line in lines:
                before = before and self.sort_key(line.partition(b"\t")[0]) < wanted
                if not before:
                    yield line.decode().split("\t")

    def rows_containing(self, text: str) -> Iterator[list[str]]:
        """The rows that contain a text, in the order of the file."""
        wanted, content = text.encode("utf-8", "replace"), self._whole()
        at = content.find(wanted)
        while at >= 0:
            end = content.find(b"\n", at)
            yield content[content.rfind(b"\n", 0, at) + 1 : end].decode().split("\t")
            at = content.find(wanted, end)

    def all(self) -> Iterator[list[str]]:
        """Every row."""
        return (line.split("\t") for line in self.text().splitlines()[1:])

    def text(self) -> str:
        """The whole file."""
        return self._whole().decode()

    def _around(self, wanted: bytes) -> bytes:
        """The bytes that hold all the rows of a sort key: two blocks, or the whole file."""
        if self.small:
            return self._whole()
        number = self._block_before(wanted)
        return self._block(number) + self._block(number + 1)

    def _block_before(self, wanted: bytes) -> int:
        """The last block whose first sort key is before the one wanted."""
        number = self._last  # consecutive lookups are often of neighbouring codes
        if number < 0 or not self._first(number) < wanted <= self._first(number + 1):
            if not self._count:
                self._count = -(-os.stat(_FOLDER + self.name).st_size // BLOCK)
            firsts = self._firsts
            low, high = 0, self._count - 1
            while low < high:
                middle = (low + high + 1) // 2
                if (firsts.get(middle) or self._first(middle)) < wanted:
                    low = middle
                else:
                    high = middle - 1
            number = self._last = low
        return number

    def _first(self, number: int) -> bytes:
        """The sort key of the first row that starts in a block."""
        first = self._firsts.get(number)
        if first is None:
            block = self._block(number)  # the row ends in it: it is shorter than half of it
            key = block[block.find(b"\n") + 1 :].partition(b"\t")[0]
            first = self._firsts[number] = self.sort_key(key) or _LAST  # past the last row
        return first

    def _block(self, number: int) -> bytes:
        """A block, read once; empty past the end of the file."""
        block = self._blocks.get(number)
        if block is None:
            if self._content is not None:
                return self._content[number * BLOCK : (number + 1) * BLOCK]
            block = self._blocks[number] = self._read(number * BLOCK)
        return block

    def _read(self, start: int) -> bytes:
        if hasattr(os, "pread"):
            if self._file < 0:
                self._file = os.open(_FOLDER + self.name, _READ)
            return os.pread(self._file, BLOCK, start)
        file = os.open(_FOLDER + self.name, _READ)
        try:
            os.lseek(file, start, os.SEEK_SET)
            return os.read(file, BLOCK)
        finally:
            os.close(file)

    def _whole(self) -> bytes:
        if self._content is None:
            content = read_file(self.name)
            self._count = -(-len(content) // BLOCK)
            self._content = content  # last: another thread may be waiting for it
        return self._content
