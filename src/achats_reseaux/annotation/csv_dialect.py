"""The dialect of a CSV file: its delimiter, ends of line and encoding, from its beginning."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from achats_reseaux.annotation.rows import CHUNK, cell_pattern
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.text import french_number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BOM = b"\xef\xbb\xbf"
DELIMITERS = (b",", b";", b"\t", b"|")

SEP_LINE = re.compile(rb"(?:%b)?sep=(.)(?:\r\n?|\n)" % BOM, re.IGNORECASE)
"""A first line that tells Excel the delimiter, which Excel does not show."""

_QUOTED = rb'(?<![^,;\t|\r\n])"[^"]*+(?:""[^"]*+)*+(?:"|\Z)'
"""A quoted cell, with any delimiter; at the end of a block it may be incomplete."""

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


def first_rows(start: bytes, delimiter: bytes | None) -> dict[bytes, re.Match[bytes]]:
    """The match of the first row (its bytes, its end) by delimiter, if the row is complete."""
    bare = unquoted(start)
    newline = b"\r" if b"\r" in bare and b"\n" not in bare else b"\n"
    found = {}
    for mark in (delimiter,) if delimiter else DELIMITERS:
        cell, end = cell_pattern(mark, newline)
        row = b"((?:%b)?+(?:%b%b)*+%b)(%b)" % (BOM, cell, re.escape(mark), cell, end)
        match = re.match(row, start)
        if match:
            found[mark] = match
    return found


def likeliest_delimiter(
    names: dict[bytes, list[str]], columns_found: Callable[[list[str]], int]
) -> bytes:
    """The delimiter with which most columns asked for are found, then the one with most cells."""
    return max(names, key=lambda mark: (columns_found(names[mark]), len(names[mark])))


def unquoted(start: bytes) -> bytes:
    """The text without its quoted cells, so that the line ends left are those of rows."""
    return re.sub(_QUOTED, b"", start.removeprefix(BOM))


_UTF8 = getincrementaldecoder("utf-8")


def encoding_of(start: bytes, *, ended: bool) -> str:
    """The encoding: UTF-8, else that of Windows."""
    return _encoding(iter((start,)), ended=ended)


def encoding_of_all(read: Callable[[int], bytes]) -> str:
    """The encoding of all that is left to read."""
    return _encoding(iter(lambda: read(CHUNK), b""), ended=True)


def _encoding(blocks: Iterator[bytes], *, ended: bool) -> str:
    decoder = _UTF8()
    try:
        for block in blocks:
            decoder.decode(block)
        decoder.decode(b"", ended)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


class Following:
    """Reads on in a table; if it is to be UTF-8, up to the first line that is not.

    Attributes:
        error: what to raise once the rows before that line are answered; ``None`` so far.
    """

    def __init__(
        self, read: Callable[[int], bytes], start: bytes, newline: bytes, *, utf8: bool
    ) -> None:
        self.error: FileError | None = None
        self._read = read
        self._newline = newline[-1:]
        self._decoder = _UTF8() if utf8 else getincrementaldecoder("latin-1")()
        self._decoder.decode(start)
        self._lines = 1 + start.count(self._newline)

    def __call__(self, most: int) -> bytes:
        """At most so many bytes; ``b""`` at the end."""
        if self.error is not None:
            return b""
        block = self._read(most)
        try:
            self._decoder.decode(block, not block)
        except UnicodeDecodeError as error:
            at = max(0, error.start - len(error.object) + len(block))
            block = block[: block.rfind(self._newline, 0, at) + 1]
            line = french_number(self._lines + block.count(self._newline))
            message = f"La ligne {line} n'est pas en UTF-8, comme le début du tableau."
            hint = (
                "Enregistrez-le en CSV UTF-8, ou donnez le nom du fichier, qui est alors lu deux"
                " fois."
            )
            self.error = FileError(message, hint)
        self._lines += block.count(self._newline)
        return block


def refuse_other_formats(start: bytes) -> None:
    """Refuse files that are not CSV, so that they are not said to lack a column.

    Raises:
        FileError: the file is of another format.
        UsageError: it is empty.
    """
    signed = (what for signature, what in _FOREIGN.items() if start.startswith(signature))
    if what := next(signed, _WIDE.get(bytes(map(bool, start[:4])))):
        message = f"Le fichier {what}."
        raise FileError(message, "Enregistrez-le en CSV UTF-8.")
    if not start.removeprefix(BOM).strip():
        message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
        raise UsageError(message)


def refuse_mixed(start: bytes) -> None:
    """Refuse a first line that has carriage returns inside: its end is ambiguous.

    Raises:
        FileError: it has some.
    """
    line, found, _ = unquoted(start).partition(b"\n")
    if found and b"\r" in line.removesuffix(b"\r"):
        message = "Les fins de ligne sont de deux sortes (CR et LF) dès la première ligne."
        raise FileError(message, "Enregistrez-le en CSV UTF-8.")
