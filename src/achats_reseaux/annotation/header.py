"""Read the header of a table and locate the columns of places in it."""

from __future__ import annotations

from achats_reseaux.annotation.cells import Added, text_of
from achats_reseaux.annotation.csv_dialect import (
    BOM,
    DELIMITERS,
    SEP_LINE,
    Following,
    encoding_of,
    first_rows,
    likeliest_delimiter,
    refuse_mixed,
    refuse_other_formats,
    unquoted,
)
from achats_reseaux.annotation.rows import CHUNK, LONGEST_ROW, Form, split_rows
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.model import Record
from achats_reseaux.text import fold, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Header(Record):
    """The header of a table.

    Attributes:
        form: the format of the file.
        added: the columns to append.
        names: the names of its columns.
        before: the line before it that tells Excel the delimiter, or ``b""``.
        written: the header with the names of the appended columns.
        rest: the bytes read beyond it.
        following: reads what follows that.
        numbers: the positions of the columns whose texts are numbers.
    """

    form: Form
    added: Added
    names: tuple[str, ...]
    before: bytes
    written: bytes
    rest: bytes
    following: Following
    numbers: tuple[int, ...] = ()


def read_header(
    read: Callable[[int], bytes],
    columns: tuple[str, ...],
    delimiter: bytes | None = None,
    more: tuple[str, ...] = (),
    *,
    encoding: str | None = None,
    numbers: tuple[str, ...] = (),
) -> Header:
    """Read the header and locate the columns asked for.

    The delimiter is that of a ``sep=;`` line, else the likeliest one. For a file of one column it
    is the first that does not occur outside quotes.

    Args:
        read: returns at most so many bytes of the table, ``b""`` at its end.
        columns: names, or numbers from 1, of the columns to read, in order; may be empty.
        delimiter: one of ``DELIMITERS``; detected by default.
        more: columns of ``cells.MORE_COLUMNS`` to append.
        encoding: of the whole table, if that is known; else that of its beginning.
        numbers: names or numbers of columns of numbers.

    Raises:
        UsageError: there is no such column, or the table is annotated already.
        FileError: it is not a table.
    """
    start, ended = _read_start(read, delimiter)
    told = encoding or encoding_of(start, ended=ended)
    beginning = start
    before, given, line_end = b"", delimiter, b""
    if separator := SEP_LINE.match(start):
        before, start = separator[0], start[separator.end() :]
        given = given or (separator[1] if separator[1] in DELIMITERS else None)
    refuse_other_formats(start)
    refuse_mixed(start)
    found = first_rows(start, given)
    if not found and ended:
        line_end = b"\n"
        found = first_rows(start + line_end, given)
    if not found:
        message = "La première ligne ne finit pas : guillemet resté ouvert, ou pas un CSV."
        raise FileError(message)
    names = {mark: _names(row[1], mark) for mark, row in found.items()}
    mark = likeliest_delimiter(names, lambda cells: _found(cells, columns))
    row, end = found[mark][1], found[mark][2]
    rest = start[len(row) + len(end) :]
    if len(names[mark]) == 1:
        bare = unquoted(rest)
        mark = next((one for one in names if one not in bare), mark)
    ours = Added(mark, told, more)
    _refuse_annotated(names[mark], ours.columns())
    form = Form(mark, end, len(names[mark]), _columns(names[mark], columns), "note" in more)
    written = "".join(mark.decode() + name for name in ours.columns()).encode()
    written = row + written + end[: len(end) - len(line_end)]
    utf8 = encoding is None and told == "utf-8"
    following = Following(read, beginning, form.newline, utf8=utf8)
    figures = _number_columns(names[mark], numbers, form.columns)
    return Header(form, ours, tuple(names[mark]), before, written, rest, following, figures)


def _read_start(read: Callable[[int], bytes], delimiter: bytes | None) -> tuple[bytes, bool]:
    """The first blocks of a table, with all of its header; whether that is the whole table."""
    start = b""
    # At least a whole block: a pipe returns less, and the delimiter may depend on the rows.
    while chunk := read(CHUNK):
        start += chunk
        if len(start) > LONGEST_ROW or (len(start) >= CHUNK and first_rows(start, delimiter)):
            return start, False
    return start, True


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


def _found(names: list[str], wanted: tuple[str, ...]) -> int:
    return sum(bool(_positions(names, one)) for one in wanted)


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


def _number_columns(
    names: list[str], wanted: tuple[str, ...], places: tuple[int, ...]
) -> tuple[int, ...]:
    """The positions of the columns of numbers, which may be joined by commas.

    Raises:
        UsageError: one is not in the table, or holds places.
    """
    each = (one if _positions(names, one) else one.split(",") for one in wanted)
    found = [
        _column(names, name) for one in each for name in ([one] if isinstance(one, str) else one)
    ]
    for at in found:
        if at in places:
            message = f"La colonne « {shortened(names[at])} » est lue comme un lieu."
            raise UsageError(message, "Un code reste un texte : --numbers ne la prend pas.")
    return tuple(found)


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
