"""Reading the tables of ``data/territories`` where they lie.

They are plain TSV, sorted by their first column, so a row is found by bisection over the blocks of
the file: a few reads, no index, no import. Small tables and slow questions read a file whole.
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


def plain(utf8: bytes) -> str:
    """A name or a whole table folded letter by letter, each gap as wide as it was.

    For the names of the tables this is ``text.fold`` but for the width of gaps (the build checks
    each), fifty times faster on a whole file.
    """
    text = utf8.replace(b"\xc5\x93", b"oe").replace(b"\xc5\x92", b"oe").decode()
    return text.encode("latin-1", "replace").translate(_PLAIN).decode("ascii")


def key_of(name: str) -> str:
    """``text.fold`` for a name of the tables."""
    return " ".join(plain(name.encode()).split())


class Table:
    """One sorted TSV file, opened at its first use.

    Lines are shorter than a block (the build checks it), so that each block holds the start of one.

    Attributes:
        name: of the file.
        named: the column that holds a name, if there is one.
    """

    def __init__(self, name: str, named: int = 1) -> None:
        self.name = name
        self.named = named
        self._file: BinaryIO | None = None
        self._count = 0
        self._blocks: dict[int, bytes] = {}
        self._last = 0
        self._folded: str | None = None

    def _block(self, number: int) -> bytes:
        """A block, read once."""
        block = self._blocks.get(number)
        if block is None:
            if self._file is None:
                # Unbuffered: each read is one system call for exactly what is asked.
                self._file = open(path(self.name), "rb", buffering=0)  # noqa: SIM115 - kept open
                self._count = -(-self._file.seek(0, 2) // _BLOCK)
            self._file.seek(number * _BLOCK)
            block = self._blocks[number] = self._file.read(_BLOCK)
        return block

    def _first(self, number: int) -> bytes:
        """The key of the first line that starts in a block."""
        block = self._block(number)
        start = block.find(b"\n") + 1
        end = block.find(b"\t", start)
        if start and end >= 0:
            return block[start:end]
        return (block + self._block(number + 1))[start:].partition(b"\t")[0] or b"\xff"

    def rows(self, key: str) -> list[list[str]]:
        """All rows whose first column is ``key``, in the order of the file."""
        wanted = key.encode("utf-8", "replace")
        needle = b"\n%b\t" % wanted
        # Codes that are asked for together lie together. A match on the first line of a block
        # proves nothing: the block before may end on the same key.
        number = self._last
        block = self._block(number)
        if block.find(needle, block.find(b"\n") + 1) < 0:
            low, high = 0, self._count - 1
            while low < high:  # the last block whose first key is before the one wanted
                middle = (low + high + 1) // 2
                if self._first(middle) < wanted:
                    low = middle
                else:
                    high = middle - 1
            number = self._last = low
        found = []
        text = self._block(number) + self._block(number + 1)
        at = text.find(needle)
        while at >= 0:
            end = text.find(b"\n", at + 1)
            found.append(text[at + 1 : end].decode().split("\t"))
            at = end if text.startswith(needle, end) else -1
        return found

    def row(self, key: str) -> list[str] | None:
        """The first row whose first column is ``key``."""
        rows = self.rows(key)
        return rows[0] if rows else None

    def _whole(self) -> bytes:
        with open(path(self.name), "rb", buffering=0) as file:
            return file.read()

    def all(self) -> list[list[str]]:
        """Every row."""
        return [line.split("\t") for line in self._whole().decode().splitlines()[1:]]

    def folded(self) -> str:
        """The whole table through :func:`plain`, each line after a line end.

        A name that ends on brackets counts as two, what is outside and what is inside.
        """
        if self._folded is None:
            self._folded = plain(self._whole().replace(b" (", b"\t").replace(b")", b""))
        return self._folded
