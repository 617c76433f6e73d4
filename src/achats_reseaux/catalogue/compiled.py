"""The compiled form of a catalogue: one reader and one writer, for the bundled one and for users'.

Parsing YAML costs more than all the rest of a lookup, so the bundled catalogue is
compiled when the package is built or installed, and a user's own when it is first read,
into the folder of caches. Either is passed over if it is missing, damaged (half
written, too) or older than the files that it was made from: the answer never depends on
it. On the fast path.

Layout: ``MAGIC``, a checksum, the ``marshal`` of three plain values: what it was made
from, the sources, and the fields of the catalogue. What has records is a list: a record
of its rank in ``TYPES`` and its fields, a source of ``None`` and its position, a tuple
of ``...`` and its items. A record that has none in it, as most, has the complement of
its rank, which spares a look at each field. Each source, and each item of ``LAZY``, is
a ``marshal`` of its own.
"""

from __future__ import annotations

import marshal
import os

# The checksum of .pyc files. It is built in; to import zlib would cost 0.3 ms.
from _imp import source_hash

from achats_reseaux import model
from achats_reseaux.model import Catalogue, Record, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any

    Cache = tuple[str, str]
    """The folder of the cache, and the version of the program."""
else:
    Sequence = object  # to derive from the abstract class costs 0.3 % of a lookup

MAGIC = b"reseaux catalogue 4\n"
CHECKSUM_KEY = 3
MARSHAL = 4  # the newest format that every supported Python reads

LAZY = ("networks", "facts", "notions", "traces")
"""The fields of a catalogue of which a lookup needs few items: they are read at their first use."""

TYPES = (
    model.Area,
    model.Contact,
    model.Fact,
    model.Link,
    model.Network,
    model.Notion,
    model.Trace,
    model.Word,
)
"""The types of records that a catalogue holds, beside sources."""

FILE = os.path.join(os.path.dirname(__file__), "compiled.bin")

NEEDED_FILE = "networks.yaml"
CATALOGUE_FILES = (
    "vocabulary.yaml",
    "sources.yaml",
    "notions.yaml",
    "organisations.yaml",
    "traces.yaml",
    NEEDED_FILE,
)
"""The files of a catalogue in several; all but ``NEEDED_FILE`` may be missing."""


# --- what it is made from -------------------------------------------------------------------------


def files_of(path: str) -> tuple[str, ...]:
    """The files of a catalogue: the file itself, or those of the folder."""
    if not os.path.isdir(path):
        return (path,)
    files = []
    for name in CATALOGUE_FILES:
        file = os.path.join(path, name)
        if name == NEEDED_FILE or os.path.lexists(file):
            files.append(file)
    return tuple(files)


def _state(files: Iterable[str], version: str = "") -> object:
    """What shows that a file was changed or replaced, for each; ``None`` if one is missing.

    A file of another size, or that a program put in place of it with its old time, is
    another one.
    """
    states = []
    try:
        for file in files:
            stat = os.stat(file)
            state = (stat.st_size, stat.st_mtime_ns, stat.st_ino, stat.st_ctime_ns)
            states.append((os.path.abspath(file), state))
    except OSError:
        return None
    return version, tuple(states)


def state_of_checkout() -> object:
    """The state of what the bundled catalogue is made from: its YAML, the territories, the code.

    ``None`` if a file is missing, which the loader reports.
    """
    from achats_reseaux.gazetteer import tsv_table

    data, code = tsv_table.folder(), os.path.dirname(__file__)
    files = []
    rooms = (f"{data}/territories", code, f"{code}/../gazetteer", f"{code}/../model", f"{code}/..")
    for folder in rooms:
        for entry in os.scandir(folder):
            if entry.is_file() and entry.path != FILE:
                files.append(entry.path)
    return _state(files_of(data) + tuple(sorted(files)))


def state_of_files(cache: Cache, files: tuple[str, ...]) -> object:
    """The state of what a user's catalogue is made from: the version, the bundled one, its files.

    Args:
        cache: the folder of the cache, and the version of the program.
        files: those that replace the bundled catalogue, then those laid over it.
    """
    return _state([FILE, *files], cache[1])


# --- files ----------------------------------------------------------------------------------------


def bundled() -> Catalogue | None:
    """The bundled catalogue, or ``None`` if its YAML must be read instead."""
    return _read(FILE, state_of_checkout)


def load_cached(cache: Cache, files: tuple[str, ...]) -> Catalogue | None:
    """The cached catalogue of these files, or ``None``; see :func:`state_of_files`."""
    return _read(_cache_file(cache, files), lambda: state_of_files(cache, files))


def _read(file: str, made_from: Callable[[], object]) -> Catalogue | None:
    if not os.path.isfile(file):  # a pipe or a device would be read without end
        return None
    try:
        with open(file, "rb") as stream:
            return decoded(stream.read(), made_from)
    except OSError:
        return None


def save_cached(catalogue: Catalogue, state: object, cache: Cache, files: tuple[str, ...]) -> None:
    """Cache a catalogue that was read when its files had this state, if they still have it.

    A folder that cannot be written to is no error.
    """
    from contextlib import suppress

    file = _cache_file(cache, files)
    can_be_written = os.path.isfile(file) or not os.path.lexists(file)
    is_as_it_was = state is not None and state == state_of_files(cache, files)
    if is_as_it_was and can_be_written:
        # makedirs calls itself once a folder: a path of thousands is no OSError.
        with suppress(OSError, RecursionError):
            os.makedirs(cache[0], mode=0o700, exist_ok=True)
            write(catalogue, state, file)


def _cache_file(cache: Cache, files: tuple[str, ...]) -> str:
    digest = source_hash(CHECKSUM_KEY, os.fsencode("\0".join(map(os.path.abspath, files))))
    return os.path.join(cache[0], f"catalogue-{digest.hex()}.bin")


def write(catalogue: Catalogue, state: object, file: str) -> None:
    """Write the compiled form of a catalogue that is made from what has this state.

    Raises:
        OSError: it cannot be written.
    """
    with open(file, "wb") as stream:
        stream.write(compiled_form(catalogue, state))


# --- reading --------------------------------------------------------------------------------------


class _Lazy(Sequence):  # type: ignore[type-arg]
    """A sequence of values, each made of its stored form at its first use."""

    def __init__(self, stored: tuple[bytes, ...], decode: Callable[[Any], Any]) -> None:
        self._stored = stored
        self._decode = decode
        self._known: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._stored)

    def __getitem__(self, position: Any) -> Any:
        if position.__class__ is slice:
            return tuple(self)[position]
        if position not in self._known:
            value = marshal.loads(self._stored[position])  # noqa: S302 - within what is unharmed
            self._known[position] = self._decode(value)
        return self._known[position]

    def __reduce__(self) -> tuple[Any, ...]:
        """To pickle, copy or hand to another process: all its values, as a tuple."""
        return tuple, (tuple(self),)


def decoded(content: bytes, made_from: Callable[[], object] | None = None) -> Catalogue | None:
    """The catalogue of a compiled form, or ``None`` if it is damaged or stale.

    Args:
        content: the compiled form.
        made_from: returns the state of the files now, to be that of the form; without it
            any form is accepted, as is one without a state: that of a wheel, whose files
            do not change.
    """
    start = len(MAGIC) + 8
    values = memoryview(content)[start:]
    if content[:start] != MAGIC + source_hash(CHECKSUM_KEY, values):
        return None  # marshal may crash on it
    state, of_sources, fields = marshal.loads(values)  # noqa: S302 - ours, unharmed
    if state and made_from and state != made_from():
        return None
    sources = _Lazy(of_sources, lambda values: Source(*values))

    def decode(value: Any) -> Any:
        if value.__class__ is not list:
            return value
        kind, *values = value
        if kind is None:
            return sources[values[0]]
        if kind is ...:
            return tuple(map(decode, values))
        if kind < 0:
            return TYPES[~kind](*values)
        for position, field in enumerate(values):
            if field.__class__ is list:  # few are: spares a call
                values[position] = decode(field)
        return TYPES[kind](*values)

    known = dict(zip(Catalogue._fields, fields))  # noqa: B905 - its own, written whole
    known["reference"] = decode(known["reference"])
    known["ways_in"] = decode(known["ways_in"])
    for namespace, words in known["words"].items():
        known["words"][namespace] = decode(words)
    for name in LAZY:
        known[name] = _Lazy(known[name], decode)
    return Catalogue(*known.values())


# --- writing --------------------------------------------------------------------------------------


def compiled_form(catalogue: Catalogue, made_from: object) -> bytes:
    """The compiled form of a catalogue, and of the state of what it is made from."""
    sources: dict[Source, int] = {}  # and their positions

    def stored(value: Any) -> Any:
        if isinstance(value, Source):
            return [None, sources.setdefault(value, len(sources))]
        if isinstance(value, dict):
            return {name: stored(inner) for name, inner in value.items()}
        if isinstance(value, Record):
            items = [stored(field) for field in value.astuple()]
            rank = TYPES.index(type(value))
            if not any(isinstance(field, list) for field in items):
                rank = ~rank
            return [rank, *items]
        if isinstance(value, tuple):
            items = [stored(item) for item in value]
            if any(isinstance(item, list) for item in items):
                return [..., *items]
        return value

    apart = {}
    for name in LAZY:
        apart[name] = _apart([stored(item) for item in getattr(catalogue, name)])
    fields = [stored(field) for field in catalogue.replace(**apart).astuple()]
    of_sources = _apart([source.astuple() for source in sources])
    whole: Any = (made_from, of_sources, fields)
    values = marshal.dumps(whole, MARSHAL)
    return MAGIC + source_hash(CHECKSUM_KEY, values) + values


def _apart(items: list[Any]) -> tuple[bytes, ...]:
    """Each item as a ``marshal`` of its own."""
    return tuple(marshal.dumps(item, MARSHAL) for item in items)
