"""Reading the tables of ``data/territories`` where they lie.

They are plain TSV, sorted by their first column, so a row is found by bisection over the bytes of
the file: a dozen reads of one block, no index, no import. Small or slow questions read a file whole.
"""

from __future__ import annotations

from achats_reseaux.data import folder

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import BinaryIO

_BLOCK = 4096

# One byte to one byte: what fold() does to the letters that names have, at the speed of C.
# œ is the only one outside Latin-1; tabs, line ends and digits stay.
_PLAIN = bytearray(b" " * 256)
for _kept in b"\t\n0123456789abcdefghijklmnopqrstuvwxyz":
    _PLAIN[_kept] = _kept
for _upper in b"ABCDEFGHIJKLMNOPQRSTUVWXYZ":
    _PLAIN[_upper] = _upper + 32
for _accented, _letter in zip(
    "àâäáãçéèêëíîïìñóôöòõúùûüÿÀÂÄÁÃÇÉÈÊËÍÎÏÌÑÓÔÖÒÕÚÙÛÜ".encode("latin-1"),
    b"aaaaaceeeeiiiinooooouuuuyaaaaaceeeeiiiinooooouuuu",
    strict=True,
):
    _PLAIN[_accented] = _letter


def path(name: str) -> str:
    """The path of a table."""
    return f"{folder()}/territories/{name}"


def plain(text: str) -> bytes:
    """A name or a whole table folded letter by letter, each gap as wide as it was.

    For the names of the tables this is ``text.fold`` but for the width of gaps
    (``tests/test_territory_tables.py`` holds it to that), fifty times faster on a whole file.
    """
    latin = text.replace("œ", "oe").replace("Œ", "oe").encode("latin-1", "replace")
    return latin.translate(_PLAIN)


def key_of(name: str) -> str:
    """``text.fold`` for a name of the tables."""
    return " ".join(plain(name).decode("ascii").split())


class Table:
    """One sorted TSV file, opened at its first use."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._file: BinaryIO | None = None
        self._size = 0
        self._blocks: dict[int, bytes] = {}

    def _block(self, number: int) -> bytes:
        block = self._blocks.get(number)
        if block is None:
            if self._file is None:
                # Unbuffered: each read is one system call for exactly what is asked.
                self._file = open(path(self.name), "rb", buffering=0)  # noqa: SIM115 - kept open
                self._size = self._file.seek(0, 2)
            self._file.seek(number * _BLOCK)
            block = self._blocks[number] = self._file.read(_BLOCK)
        return block

    def _line(self, offset: int) -> tuple[int, bytes]:
        """The start of the first line that begins after an offset, and that line."""
        start = offset
        number, within = divmod(offset, _BLOCK)
        block = self._block(number)
        while (end := block.find(b"\n", within)) < 0:
            number += 1
            block, within = self._block(number), 0
            if not block:
                return self._size, b""
        start = number * _BLOCK + end + 1
        return start, self._line_at(start)

    def _line_at(self, start: int) -> bytes:
        number, within = divmod(start, _BLOCK)
        block = self._block(number)
        end = block.find(b"\n", within)
        if end >= 0:
            return block[within:end]
        parts = [block[within:]]
        while block:
            number += 1
            block = self._block(number)
            end = block.find(b"\n")
            if end >= 0:
                parts.append(block[:end])
                break
            parts.append(block)
        return b"".join(parts)

    def rows(self, key: str) -> list[list[str]]:
        """All rows whose first column is ``key``, in the order of the file."""
        wanted = key.encode("utf-8", "replace")
        self._block(0)
        # Invariant: the line that begins after `low` is the last one known to be before the key.
        low, high = 0, self._size
        while low < high:
            middle = (low + high) // 2
            _, line = self._line(middle)
            if line and line.partition(b"\t")[0] < wanted:
                low = middle + 1
            else:
                high = middle
        start, line = self._line(low)
        found = []
        while line and line.partition(b"\t")[0] == wanted:
            found.append(line.decode().split("\t"))
            start, line = self._line(start + len(line))
        return found

    def row(self, key: str) -> list[str] | None:
        """The first row whose first column is ``key``."""
        rows = self.rows(key)
        return rows[0] if rows else None

    def text(self) -> str:
        """The whole table, without its header line."""
        with open(path(self.name), encoding="utf-8", newline="\n") as file:
            return file.read().partition("\n")[2]

    def all(self) -> list[list[str]]:
        """Every row."""
        return [line.split("\t") for line in self.text().splitlines()]
