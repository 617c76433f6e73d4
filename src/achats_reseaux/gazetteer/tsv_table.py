"""Sorted TSV files, searched by bisection where they lie; the path of the data folder.

A look-up reads some twelve blocks of a file. To read it whole costs more than all else
in a lookup: each of its pages is a fault of memory, which no count of instructions
shows.
"""

from __future__ import annotations

import os

from achats_reseaux.text import cached

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import BinaryIO

    from achats_reseaux.errors import FileError

_PACKAGE = os.path.dirname(os.path.dirname(__file__))
_PACKAGED = os.path.join(_PACKAGE, "data")
_INSTALLED = os.path.isdir(_PACKAGED)
_CHECKOUT = os.path.join(os.path.dirname(os.path.dirname(_PACKAGE)), "data")


def folder() -> str:
    """The data folder: inside the package in a wheel, beside ``src`` in a checkout."""
    if _INSTALLED:
        return _PACKAGED
    return _CHECKOUT


def is_checkout() -> bool:
    """Whether the data are a checkout's, and may be newer than what was compiled."""
    return not _INSTALLED


_FOLDER = f"{folder()}/territories/"


_BLOCK = 256
"""How many bytes are read at once: some lines; the last block is read by lines."""


def _opened(name: str) -> BinaryIO:
    """A file of ``data/territories``, open at its start.

    Raises:
        FileError: the file is missing, cut short or longer than it was: it would miss
            places in silence.
    """
    try:
        file = open(_FOLDER + name, "rb", _BLOCK)  # noqa: SIM115 - the caller closes it
    except FileNotFoundError:
        raise _damaged(name, "il manque") from None
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 1, 0))
    if file.read() != b"\n":
        file.close()
        raise _damaged(name, "la fin de ce fichier manque")
    expected = _sizes(_FOLDER).get(name, size)
    if size != expected:
        file.close()
        raise _damaged(name, f"il a {size} octets au lieu de {expected}")
    file.seek(0)
    return file


def _damaged(name: str, cause: str) -> FileError:
    from achats_reseaux.errors import FileError

    return FileError(f"{_FOLDER}{name} est abîmé : {cause}.", "Réinstallez reseaux.")


@cached
def _sizes(folder: str) -> dict[str, int]:
    """The size that each generated file of a folder had when it was made."""
    try:
        with open(f"{folder}tailles.tsv", "rb") as file:
            lines = file.read().decode(errors="replace").splitlines()[1:]
    except OSError:
        return {}
    sizes = {}
    for line in lines:
        name, _, size = line.partition("\t")
        sizes[name] = int(size) if size.isdecimal() else 0
    return sizes


def read_file(name: str) -> bytes:
    """The content of a file of ``data/territories``; ``FileError`` if it is cut short."""
    with _opened(name) as file:
        return file.read()


class TsvTable:
    """A TSV file of ``data/territories``: a header, rows sorted by the first cell, the key.

    Attributes:
        name: the name of the file.
        sort_key: from the bytes of a key to the value that rows are sorted by; the key
            by default.
        rows: from a key to all its rows, in the order of the file; the last ones are
            kept, since what a name may be is asked for one after another.
    """

    rows: Callable[[str], list[list[str]]]

    def __init__(self, name: str, sort_key: Callable[[bytes], bytes] = bytes) -> None:
        self.name = name
        self.sort_key = sort_key
        self.rows = cached(self._rows)
        self._columns: list[str] = []
        self._index: dict[bytes, bytes] = {}
        self._keys: list[bytes] = []

    def lines(self) -> list[bytes]:
        """All lines but the header, with their ends."""
        return read_file(self.name).splitlines(keepends=True)[1:]

    def columns(self) -> list[str]:
        """The names of the columns, of the header."""
        if not self._columns:
            with _opened(self.name) as file:
                self._columns = _cells(file.readline())
        return self._columns

    def index(self) -> None:
        """Keep all lines in memory by their sort keys, for many look-ups: only faster."""
        if self._keys:
            return
        for line in self.lines():
            key = self._key_of(line)
            self._index[key] = self._index.get(key, b"") + line
        self._keys = [*self._index]  # at last: another thread may be looking

    def _key_of(self, line: bytes) -> bytes:
        return self.sort_key(line.partition(b"\t")[0])

    def row(self, key: str) -> list[str] | None:
        """The first row of a key."""
        return next(iter(self.rows(key)), None)

    def value(self, key: str) -> str:
        """The second cell of the first row of a key; ``""`` if there is none."""
        rows = self.rows(key)
        return rows[0][1] if rows else ""

    def _rows(self, key: str) -> list[list[str]]:
        return [row for row in self.rows_alike(key) if row[0] == key]

    def rows_alike(self, key: str) -> list[list[str]]:
        """All rows with the sort key of a key."""
        wanted = self.sort_key(key.encode("utf-8", "replace"))
        if self._keys:
            lines = self._index.get(wanted, b"").decode().splitlines()
            return [line.split("\t") for line in lines]
        rows = []
        for line in self._lines_from(wanted):
            if self._key_of(line) != wanted:
                break
            rows.append(_cells(line))
        return rows

    def begins(self, key: str) -> bool:
        """Whether the sort key of a row begins with that of a key."""
        return next(self.rows_beginning(key), None) is not None

    def rows_beginning(self, key: str) -> Iterator[list[str]]:
        """The rows whose sort key begins with that of a key, in the order of the file."""
        start = self.sort_key(key.encode("utf-8", "replace"))
        for line in self._lines_from(start):
            if not self._key_of(line).startswith(start):
                return
            yield _cells(line)

    def _lines_from(self, wanted: bytes) -> Iterator[bytes]:
        """The lines from the first whose sort key is not smaller than the one wanted."""
        if self._keys:
            import bisect

            for rank in range(bisect.bisect_left(self._keys, wanted), len(self._keys)):
                yield from self._index[self._keys[rank]].splitlines(keepends=True)
            return
        with _opened(self.name) as file:
            # Halve a stretch of the file: the line at ``low`` has a smaller key, and
            # the first line that begins behind ``high`` has none.
            low, high = 0, file.seek(0, os.SEEK_END)
            while high - low > _BLOCK:
                middle = (low + high) // 2
                file.seek(middle)
                file.readline()  # the rest of a line
                begin = file.tell()
                line = file.readline()
                if line and self._key_of(line) < wanted:
                    low = begin
                else:
                    high = middle
            file.seek(low)
            if low == 0:
                file.readline()  # the header
            for line in file:
                if self._key_of(line) >= wanted:
                    yield line

    def all(self) -> Iterator[list[str]]:
        """Every row."""
        return map(_cells, self.lines())

    def column(self, number: int) -> dict[str, str]:
        """The cells of a column, by the keys of their rows."""
        return {row[0]: row[number] for row in self.all()}


def _cells(line: bytes) -> list[str]:
    return line[:-1].decode().split("\t")
