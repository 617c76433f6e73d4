"""Read the first row: detect delimiter and encoding, and locate the columns of places."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder

from achats_reseaux.annotation.cells import Added, text_of
from achats_reseaux.annotation.rows import CHUNK, LONGEST_ROW, Form, cell_pattern, split_rows
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.model import Record
from achats_reseaux.text import fold, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BOM = b"\xef\xbb\xbf"
DELIMITERS = (b",", b";", b"\t", b"|")

_SEPARATOR = re.compile(rb"(?:%b)?sep=(.)(?:\r\n?|\n)" % BOM, re.IGNORECASE)
"""A first line that tells Excel the delimiter, which Excel does not show."""

_QUOTED = rb'(?<![^,;\t|\r\n])"[^"]*+(?:""[^"]*+)*+(?:"|\Z)'
"""A quoted cell, with any delimiter; at the end of a block it may be incomplete."""

_FOREIGN = {
    b"\xff\xfe": "est en UTF-16, pas en UTF-8",
    b"\xfe\xff": "est en UTF-16, pas en UTF-8",
    b"PK\x03\x04": "est un classeur ou une archive, pas un CSV",
    b"\xd0\xcf\x11\xe0": "est un classeur, pas un CSV",
    b"\x1f\x8b": "est compressé",
}


class Header(Record):
    """The header of a table.

    Attributes:
        form: the format of the file.
        added: the columns to append.
        names: the names of its columns.
        before: the line before it that tells Excel the delimiter, or ``b""``.
        written: the header with the names of the appended columns.
        rest: the bytes read beyond it.
    """

    form: Form
    added: Added
    names: tuple[str, ...]
    before: bytes
    written: bytes
    rest: bytes


def read_header(
    read: Callable[[int], bytes],
    columns: tuple[str, ...],
    delimiter: bytes | None = None,
    more: tuple[str, ...] = (),
) -> Header:
    """Read the header and locate the columns asked for.

    The delimiter is that of a ``sep=;`` line, else the likeliest one. For a file of one column it
    is the first that does not occur outside quotes.

    Args:
        read: returns at most so many bytes of the table, ``b""`` at its end.
        columns: names, or numbers from 1, of the columns to read, in order; may be empty.
        delimiter: one of ``DELIMITERS``; detected by default.
        more: columns of ``cells.MORE_COLUMNS`` to append.

    Raises:
        UsageError: there is no such column, or the table is annotated already.
        FileError: it is not a table.
    """
    start, ended = _read_start(read, delimiter)
    before, given, line_end = b"", delimiter, b""
    if separator := _SEPARATOR.match(start):
        before, start = separator[0], start[separator.end() :]
        given = given or (separator[1] if separator[1] in DELIMITERS else None)
    _refuse_other_formats(start)
    _refuse_mixed(start)
    found = _first_rows(start, given)
    if not found and ended:
        line_end = b"\n"
        found = _first_rows(start + line_end, given)
    if not found:
        message = "La première ligne ne finit pas : guillemet resté ouvert, ou pas un CSV."
        raise FileError(message)
    names = {mark: _names(row[1], mark) for mark, row in found.items()}
    mark = _likeliest_delimiter(names, columns)
    row, end = found[mark][1], found[mark][2]
    rest = start[len(row) + len(end) :]
    if len(names[mark]) == 1:
        bare = _unquoted(rest)
        mark = next((one for one in names if one not in bare), mark)
    ours = Added(mark, _encoding(start, ended=ended), more)
    _refuse_annotated(names[mark], ours.columns())
    form = Form(mark, end, len(names[mark]), _columns(names[mark], columns), "note" in more)
    written = "".join(mark.decode() + name for name in ours.columns()).encode()
    written = row + written + end[: len(end) - len(line_end)]
    return Header(form, ours, tuple(names[mark]), before, written, rest)


def _read_start(read: Callable[[int], bytes], delimiter: bytes | None) -> tuple[bytes, bool]:
    """The first blocks of a table, with all of its header; whether that is the whole table."""
    start = b""
    # At least a whole block: a pipe returns less, and the delimiter may depend on the rows.
    while chunk := read(CHUNK):
        start += chunk
        if len(start) > LONGEST_ROW or (len(start) >= CHUNK and _first_rows(start, delimiter)):
            return start, False
    return start, True


def _likeliest_delimiter(names: dict[bytes, list[str]], columns: tuple[str, ...]) -> bytes:
    """The delimiter with which most columns are found, then the one with most cells."""

    def fitness(mark: bytes) -> tuple[int, int]:
        return sum(bool(_positions(names[mark], one)) for one in columns), len(names[mark])

    return max(names, key=fitness)


def _encoding(start: bytes, *, ended: bool) -> str:
    """The encoding: UTF-8, else that of Windows."""
    try:
        getincrementaldecoder("utf-8")().decode(start, ended)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _refuse_other_formats(start: bytes) -> None:
    """Refuse files that are not CSV, so that they are not said to lack a column.

    Raises:
        FileError: the file is of another format.
        UsageError: it is empty.
    """
    for signature, what in _FOREIGN.items():
        if start.startswith(signature):
            message = f"Le fichier {what}."
            raise FileError(message, "Enregistrez-le en CSV UTF-8.")
    if not start.removeprefix(BOM).strip():
        message = "Le fichier est vide : il lui faut au moins une ligne d'en-tête."
        raise UsageError(message)


def _refuse_mixed(start: bytes) -> None:
    """Refuse a first line that has carriage returns inside: its end is ambiguous.

    Raises:
        FileError: it has some.
    """
    line, found, _ = _unquoted(start).partition(b"\n")
    if found and b"\r" in line.removesuffix(b"\r"):
        message = "Les fins de ligne sont de deux sortes (CR et LF) dès la première ligne."
        raise FileError(message, "Enregistrez-le en CSV UTF-8.")


def _unquoted(start: bytes) -> bytes:
    """The text without its quoted cells, so that the line ends left are those of rows."""
    return re.sub(_QUOTED, b"", start.removeprefix(BOM))


def _first_rows(start: bytes, delimiter: bytes | None) -> dict[bytes, re.Match[bytes]]:
    """The match of the first row (its bytes, its end) by delimiter, if the row is complete."""
    bare = _unquoted(start)
    newline = b"\r" if b"\r" in bare and b"\n" not in bare else b"\n"
    found = {}
    for mark in (delimiter,) if delimiter else DELIMITERS:
        cell, end = cell_pattern(mark, newline)
        row = b"((?:%b)?+(?:%b%b)*+%b)(%b)" % (BOM, cell, re.escape(mark), cell, end)
        match = re.match(row, start)
        if match:
            found[mark] = match
    return found


def _names(row: bytes, mark: bytes) -> list[str]:
    cells = next(split_rows(row.removeprefix(BOM), mark, b"\n"), [b""])
    return [text_of(one).strip() for one in cells]


def _positions(names: list[str], wanted: str) -> list[int]:
    """The positions of a column: by exact name, else by folded name, else by number."""
    exact = [at for at, name in enumerate(names) if name == wanted]
    if exact:
        return exact
    key = fold(wanted)
    alike = [at for at, name in enumerate(names) if key and fold(name) == key]
    if alike:
        return alike
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 6 else 0
    return [number - 1] if 1 <= number <= len(names) else []


def _columns(names: list[str], wanted: tuple[str, ...]) -> tuple[int, ...]:
    """The positions of distinct columns.

    Raises:
        UsageError: one is not in the table, is ambiguous, or is named twice.
    """
    positions = tuple(_column(names, one) for one in wanted)
    twice = next((one for one in positions if positions.count(one) > 1), None)
    if twice is not None:
        message = f"La colonne « {shortened(names[twice])} » est nommée deux fois."
        raise UsageError(message)
    return positions


def _column(names: list[str], wanted: str) -> int:
    found = _positions(names, wanted)
    if len(found) == 1:
        return found[0]
    if found:
        numbers = ", ".join(str(at + 1) for at in found)
        message = f"Plusieurs colonnes s'appellent « {shortened(wanted)} »."
        raise UsageError(message, f"Donnez son numéro : {numbers}.")
    message = f"Le fichier n'a pas de colonne « {shortened(wanted)} »."
    near = nearest(wanted, names, cutoff=0.5)
    hint = f"Vouliez-vous dire : {', '.join(map(shortened, near))} ? " if near else ""
    title = "" if near else " L'en-tête doit être la première ligne du fichier."
    raise UsageError(message, hint + listed(names) + title)


def listed(names: Sequence[str]) -> str:
    """A French sentence with the columns of a file."""
    shown = ", ".join(shortened(name) or "(sans nom)" for name in names[:20])
    more = f" et {len(names) - 20} autres" if len(names) > 20 else ""
    return f"Ses colonnes : {shown}{more}."


def _refuse_annotated(names: list[str], ours: tuple[str, ...]) -> None:
    """Refuse a table that has a column with one of the names to append.

    Raises:
        UsageError: it has one.
    """
    keys = {fold(name) for name in names}
    for name in ours:
        if fold(name) in keys:
            message = f"Le fichier a déjà une colonne {name} : il est déjà annoté."
            raise UsageError(message, "Partez du fichier d'origine, ou renommez cette colonne.")
