"""The data files: where they lie, and how the tables of ``data/territories`` are read.

These are plain TSV, sorted by their first column, so a row is found by bisection over the blocks of
the file: a few reads, no index, no import. Small tables and slow questions read a file whole.
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
    """The data folder: a wheel carries it inside the package, a checkout has it beside ``src``."""
    return _PACKAGED if _INSTALLED else _CHECKOUT


def is_checkout() -> bool:
    """The data are those of a checkout, which a person may have changed since it was compiled."""
    return not _INSTALLED


_FOLDER = f"{folder()}/territories/"
BLOCK = 2048
"""How much is read at once; lines are shorter than half of it."""
# os.open and os.read rather than open(): a third of the time for a first block.
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)

# What fold() does to the letters that names have, byte by byte over UTF-8, at the speed of C. The
# accented letters of French are two bytes each, the first of which (0xC3) is dropped: the second is
# that of À to ß (0x80 to 0x9F) or of à to ÿ. Œ and œ are 0xC5 and a byte that else ends Ò and Ó,
# which no name has. The build checks this against fold() for the names of communes, of their parts
# and of former communes; those of EPCI it does not check.
_ALPHABET = b"abcdefghijklmnopqrstuvwxyz"
_PLAIN = b"".join(
    (
        b" " * 9 + b"\t\n" + b" " * 37 + b"0123456789",
        b" " * 7 + _ALPHABET + b" " * 6 + _ALPHABET + b" " * 5,
        b"aaaaa  ceeeeiiii neeooo  uuuu   ",
        b"aaaaa  ceeeeiiii nooooo  uuuu  y",
        b"     o".ljust(64),
    )
)
_DROPPED = b"\xc3"


def whole(name: str) -> bytes:
    """All of a file of the folder."""
    file = os.open(_FOLDER + name, _READ)
    try:
        return os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)


def plain(utf8: bytes) -> str:
    """A name or a whole table folded letter by letter, each gap as wide as it was.

    For the names of the tables this is ``text.fold`` but for the width of gaps, a hundred times
    faster on a whole file.
    """
    return utf8.translate(_PLAIN, _DROPPED).decode("ascii")


def key_of(name: str) -> str:
    """``text.fold`` for a name of the tables."""
    return " ".join(plain(name.encode()).split())


class _File:
    """A file of the folder, read at any place by several threads, and after a fork.

    None of them may move a position that the others read from: where ``pread`` lacks (Windows),
    each reading opens the file anew.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._file = -1

    def _blocks_in_all(self) -> int:
        return -(-os.stat(_FOLDER + self.name).st_size // BLOCK)

    def _read(self, number: int) -> bytes:
        """A block."""
        start = number * BLOCK
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


class Table(_File):
    """One sorted TSV file, opened at its first use.

    Lines are shorter than half a block (the build checks it): each block holds the start of one,
    and the first to start in a block ends in it.

    Attributes:
        name: of the file.
        named: the column that holds a name, if there is one.
        ends: what follows the name, a tab or a line end; both if brackets part it in two.
        small: read whole at once.
    """

    def __init__(self, name: str, named: int = 1, ends: str = "\n", *, small: bool = False) -> None:
        super().__init__(name)
        self.small = small
        self.named = named
        self.ends = ends
        self._count = 0
        self._blocks: dict[int, bytes] = {}
        self._firsts: dict[int, bytes] = {}
        self._last = -1
        self._content: bytes | None = None
        self._folded: str | None = None

    def _block(self, number: int) -> bytes:
        """A block, read once."""
        block = self._blocks.get(number)
        if block is None:
            if self._content is not None:
                return self._content[number * BLOCK : (number + 1) * BLOCK]
            block = self._blocks[number] = self._read(number)
        return block

    def _first(self, number: int) -> bytes:
        """The key of the first line that starts in a block."""
        first = self._firsts.get(number)
        if first is None:
            block = self._block(number)
            start = block.find(b"\n") + 1
            end = block.find(b"\t", start)
            if end < 0:  # the line goes on in the next block
                block += self._block(number + 1)
            first = block[start:].partition(b"\t")[0] if end < 0 else block[start:end]
            first = first or b"\xff"  # past the last line
            self._firsts[number] = first
        return first

    def _around(self, wanted: bytes) -> bytes:
        """A piece of the file that holds all the rows of a key: two blocks, or a small table."""
        if self.small:
            return self._whole()
        number = self._last  # codes that are asked for together lie together
        if number < 0 or not self._first(number) < wanted <= self._first(number + 1):
            if not self._count:
                self._count = self._blocks_in_all()
            firsts = self._firsts
            low, high = 0, self._count - 1
            while low < high:  # the last block whose first key is before the one wanted
                middle = (low + high + 1) // 2
                if (firsts.get(middle) or self._first(middle)) < wanted:
                    low = middle
                else:
                    high = middle - 1
            number = self._last = low
        return self._block(number) + self._block(number + 1)

    def rows(self, key: str) -> list[list[str]]:
        """All rows whose first column is ``key``, in the order of the file."""
        wanted = key.encode("utf-8", "replace")
        needle = b"\n%b\t" % wanted
        text, found = self._around(wanted), []
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
        if self._content is None:
            content = whole(self.name)
            self._count = -(-len(content) // BLOCK)
            self._content = content  # last: another thread may be waiting for it
        return self._content

    def all(self) -> list[list[str]]:
        """Every row."""
        return [line.split("\t") for line in self._whole().decode().splitlines()[1:]]

    def with_name(self, key: str) -> list[list[str]]:
        """The rows of a small table whose name, never its last column, folds to ``key``."""
        folded, found = self.folded(), []
        at = folded.find(f"\t{key}\t")
        while at >= 0:
            row = self._whole().decode().splitlines()[folded.count("\n", 0, at)].split("\t")
            if key_of(row[self.named]) == key:
                found.append(row)
            at = folded.find(f"\t{key}\t", at + 1)
        return found

    def folded(self) -> str:
        """The whole table through :func:`plain`, its header an empty line.

        Where a name may end on a tab or a line end, what it has in brackets is a name apart.
        """
        if self._folded is None:
            whole = self._whole()
            rows = whole[whole.find(b"\n") :]  # "nom" is no name
            self._folded = plain(rows.replace(b" (", b"\t") if len(self.ends) > 1 else rows)
        return self._folded


class Order(_File):
    """INSEE codes in the order of the folded names, some of which the lines say.

    Names are in another table; to say one in fifteen here is enough to find where a name lies. Each
    block says one (the build checks it).
    """

    def since(self, key: str, name_of: Callable[[str], str]) -> Iterator[str]:
        """The codes of all names from a folded one on, in the order of the names.

        Args:
            key: the folded name, which need not be there.
            name_of: the folded name of a code; asked as seldom as can be.
        """
        wanted = key.encode("utf-8", "replace")
        low, high = 0, self._blocks_in_all()
        while high - low > 1:  # the last block whose first name said is before the one wanted
            middle = (low + high) // 2
            if _name_said(self._read(middle), 0) < wanted:
                low = middle
            else:
                high = middle
        number, text = low + 2, self._read(low) + self._read(low + 1)
        start = text.find(b"\n") + 1  # after the header, or the end of a line
        said = text.find(b"\t", start)
        while said >= 0 and _name_said(text, said) < wanted:
            start = said - _CODE
            said = text.find(b"\t", said + 1)
        end = said - _CODE if said >= 0 else text.rfind(b"\n") + 1
        codes = _codes(text[start:end])  # the first is among these, or just after
        low, high = 0, len(codes)
        while low < high:
            middle = (low + high) // 2
            if name_of(codes[middle]) < key:
                low = middle + 1
            else:
                high = middle
        yield from codes[low:]
        text = text[end:]
        while text:
            end = text.rfind(b"\n") + 1
            yield from _codes(text[:end])
            text = text[end:] + self._read(number)
            number += 1


_CODE = len("01001")


def _codes(lines: bytes) -> list[str]:
    return [line[:_CODE].decode() for line in lines.splitlines()]


def _name_said(text: bytes, start: int) -> bytes:
    """The first name from a place on; past all names if there is none, at the end of the file."""
    at = text.find(b"\t", start) + 1
    return text[at : text.find(b"\n", at)] if at else b"\xff"
