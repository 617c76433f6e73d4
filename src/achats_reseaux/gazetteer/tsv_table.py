"""Sorted TSV files, read whole and searched by bisection; the path of the data folder."""

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


def read_file(name: str) -> bytes:
    """The content of a file of ``data/territories``."""
    file = os.open(_FOLDER + name, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        return os.read(file, os.fstat(file).st_size)  # faster than open()
    finally:
        os.close(file)


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
        content = self.content()
        return content[: content.find(b"\n")].decode().split("\t")

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

            for at in range(bisect.bisect_left(self._keys, start), len(self._keys)):
                if not self._keys[at].startswith(start):
                    return
                yield from self.rows_alike(self._keys[at].decode())
            return
        content = self.content()
        low, high = content.find(b"\n") + 1, len(content)
        while low < high:  # both at the start of a line
            middle = content.rfind(b"\n", 0, (low + high) // 2) + 1
            if self.sort_key(content[middle : content.find(b"\t", middle)]) < start:
                low = content.find(b"\n", middle) + 1
            else:
                high = middle
        while low < len(content):
            end = content.find(b"\n", low)
            line = content[low:end]
            if not self.sort_key(line.partition(b"\t")[0]).startswith(start):
                break
            yield line.decode().split("\t")
            low = end + 1

    def rows_containing(self, text: str) -> Iterator[list[str]]:
        """The rows that contain a text, in the order of the file."""
        wanted, content = text.encode("utf-8", "replace"), self.content()
        at = content.find(wanted, content.find(b"\n") + 1)
        while 0 <= at < len(content):
            end = content.find(b"\n", at)
            yield content[content.rfind(b"\n", 0, at) + 1 : end].decode().split("\t")
            at = content.find(wanted, end + 1)

    def all(self) -> Iterator[list[str]]:
        """Every row."""
        return (line.split("\t") for line in self.content().decode().splitlines()[1:])
