"""Sorted TSV files, searched by bisection where they lie; the path of the data folder.

A look-up reads some twelve blocks of a file. To read it whole costs more than all else in a lookup:
each of its pages is a fault of memory, which no count of instructions shows.
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


_BLOCK = 256
"""How many bytes are read at once: some lines, since the last block is read line by line."""

_FEW_SEARCHES = 50 if hasattr(os, "pread") else 0
"""After so many searches of a table, to read it whole has become cheaper than its blocks.

Windows cannot read a block by its place: there every table is read whole.
"""


def _opened(name: str) -> int:
    return os.open(_FOLDER + name, os.O_RDONLY | getattr(os, "O_BINARY", 0))


def read_file(name: str) -> bytes:
    """The content of a file of ``data/territories``.

    Raises:
        FileError: the file is cut short.
    """
    file = _opened(name)
    try:
        content = os.read(file, os.fstat(file).st_size)  # faster than open()
    finally:
        os.close(file)
    _check_end(name, content)
    return content


def _check_end(name: str, content: bytes) -> None:
    """Raise if a file that ends with these bytes is cut short: it would miss places in silence."""
    if not content.endswith(b"\n"):
        from achats_reseaux.errors import FileError

        message = f"{_FOLDER}{name} est abîmé : la fin de ce fichier manque."
        raise FileError(message, "Réinstallez reseaux.")


class TsvTable:
    """A TSV file of ``data/territories`` with a header line, sorted by its first column (the key).

    Attributes:
        name: the name of the file.
        sort_key: from the bytes of a key to the value that rows are sorted by; the key by default.
    """

    def __init__(self, name: str, sort_key: Callable[[bytes], bytes] = bytes) -> None:
        self.name = name
        self.sort_key = sort_key
        self._content = b""
        self._file = -1  # its descriptor, kept open for the next search
        self._searches = 0
        self._columns: list[str] = []
        self._index: dict[bytes, bytes] = {}
        self._keys: list[bytes] = []
        self._recent: tuple[str | None, list[list[str]]] = None, []

    def content(self) -> bytes:
        """The whole file, read at the first call; it ends with a line end."""
        if not self._content:
            self._content = read_file(self.name)
        return self._content

    def columns(self) -> list[str]:
        """The names of the columns, of the header."""
        if not self._columns:
            self._open()
            self._columns = next(self._lines(0)).decode().split("\t")
        return self._columns

    def _open(self) -> None:
        """Open the file for a search, or read it whole if it is searched often."""
        self._searches += 1
        if self._searches > _FEW_SEARCHES:
            self.content()
        elif self._file < 0:
            self._file = _opened(self.name)
            size = os.fstat(self._file).st_size
            _check_end(self.name, os.pread(self._file, 1, max(size - 1, 0)))

    def _block(self, start: int, size: int = _BLOCK) -> bytes:
        """So many bytes of the opened file from an offset on; fewer at its end."""
        if self._content:
            return self._content[start : start + size]
        return os.pread(self._file, size, start)

    def _lines(self, start: int) -> Iterator[bytes]:
        """The lines from the start of one on, without their ends."""
        begun = b""
        while True:
            block = self._block(start)
            if not block:
                break
            start += len(block)
            lines = (begun + block).split(b"\n")
            begun = lines.pop()
            yield from lines
        if begun:
            yield begun

    def index(self) -> None:
        """Index all rows in memory by sort key, for many look-ups (four times as fast)."""
        if self._index:
            return
        index: dict[bytes, bytes] = {}
        for line in self.content().splitlines()[1:]:
            key = self.sort_key(line.partition(b"\t")[0])
            index[key] = index[key] + b"\n" + line if key in index else line
        self._index = index  # at once, and before its keys: another thread may be looking
        self._keys = [*index]

    def row(self, key: str) -> list[str] | None:
        """The first row of a key."""
        return next(iter(self.rows(key)), None)

    def value(self, key: str) -> str:
        """The second cell of the first row of a key; ``""`` if there is none."""
        rows = self.rows(key)
        return rows[0][1] if rows else ""

    def rows(self, key: str) -> list[list[str]]:
        """All rows of a key, in the order of the file."""
        recent = self._recent  # what a name may be is asked for one after another
        if recent[0] != key:
            found = [row for row in self.rows_alike(key) if row[0] == key]
            recent = self._recent = key, found
        return recent[1]

    def rows_alike(self, key: str) -> list[list[str]]:
        """All rows with the sort key of a key."""
        wanted = self.sort_key(key.encode("utf-8", "replace"))
        if self._index:
            lines = self._index.get(wanted)
            return [line.split("\t") for line in lines.decode().split("\n")] if lines else []
        found = []
        for row in self.rows_beginning(key):
            if self.sort_key(row[0].encode()) != wanted:
                break  # only longer ones follow, and "l" begins thousands
            found.append(row)
        return found

    def begins(self, key: str) -> bool:
        """Whether the sort key of a row begins with that of a key."""
        return next(self.rows_beginning(key), None) is not None

    def rows_beginning(self, key: str) -> Iterator[list[str]]:
        """The rows whose sort key begins with that of a key, in the order of the file."""
        start = self.sort_key(key.encode("utf-8", "replace"))
        if self._keys:
            import bisect

            for rank in range(bisect.bisect_left(self._keys, start), len(self._keys)):
                if not self._keys[rank].startswith(start):
                    return
                yield from self.rows_alike(self._keys[rank].decode())
            return
        for line in self._lines_before(start):
            sort_key = self.sort_key(line.partition(b"\t")[0])
            if sort_key.startswith(start):
                yield line.decode().split("\t")
            elif sort_key > start:
                return

    def _lines_before(self, wanted: bytes) -> Iterator[bytes]:
        """The lines from a block or so before the first whose sort key is not smaller.

        The search halves a stretch of the file: all lines before it have a smaller key, and the
        first line that begins behind it has none.
        """
        self._open()
        low, high = 0, len(self._content) or os.fstat(self._file).st_size
        while high - low > _BLOCK:
            middle = (low + high) // 2
            begin, key = self._line_behind(middle)
            if key is not None and self.sort_key(key) < wanted:
                low = begin
            else:
                high = middle
        lines = self._lines(low)
        if low == 0:
            next(lines)  # the header
        return lines

    def _line_behind(self, offset: int) -> tuple[int, bytes | None]:
        """Where the first line that begins behind an offset begins, and its key if there is one."""
        size = _BLOCK
        while True:
            block = self._block(offset, size)
            begin = block.find(b"\n") + 1
            end = block.find(b"\t", begin)
            if begin > 0 and end >= 0:
                return offset + begin, block[begin:end]
            if len(block) < size:
                return offset + len(block), None
            size *= 2  # no whole key in it

    def rows_containing(self, text: str) -> Iterator[list[str]]:
        """The rows that contain a text, in the order of the file."""
        wanted = text.encode("utf-8", "replace")
        content = self.content()
        found = content.find(wanted, content.find(b"\n") + 1)
        while 0 <= found < len(content):
            begin = content.rfind(b"\n", 0, found) + 1
            end = content.find(b"\n", found)
            yield content[begin:end].decode().split("\t")
            found = content.find(wanted, end + 1)

    def all(self) -> Iterator[list[str]]:
        """Every row."""
        return (line.split("\t") for line in self.content().decode().splitlines()[1:])
