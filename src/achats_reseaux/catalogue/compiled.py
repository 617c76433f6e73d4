"""The compiled form of a catalogue: one reader and one writer, for the bundled one and for users'.

Parsing YAML costs more than all the rest of a lookup, so the bundled catalogue is compiled when the
package is built or installed, and a user's own when it is first read, into the folder of caches.
Either is passed over if it is missing, damaged or older than the files that it was made from: the
answer never depends on it. On the fast path.

Layout: ``MAGIC``, a checksum, the ``marshal`` of three plain values: what it was made from, the
sources, and the fields of the catalogue. A record is a tuple of its fields, a source the position
of its own. Each source, and each item of ``LAZY``, is the ``marshal`` of its own fields.
"""

from __future__ import annotations

import marshal
import os
import sys

# The checksum of .pyc files. It is built in; to import zlib would cost 0.3 ms.
from _imp import source_hash

from achats_reseaux import model
from achats_reseaux.model import Catalogue, Contact, Fact, Network, Notion, Record, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    Fields = tuple[Any, ...]
    """The values of the fields of a record."""

    Cache = tuple[str, str]
    """The folder of the cache, and the version of the program."""
else:
    Sequence = object  # to derive from the abstract class costs 0.3 % of a lookup

MAGIC = b"reseaux catalogue %b\n" % sys.byteorder.encode()
CHECKSUM_KEY = 3

IDENTITY = len(MAGIC) + 8
"""The number of first bytes that tell one compiled catalogue from any other."""

LAZY = ("networks", "facts", "notions")
"""The fields of a catalogue of which a lookup needs few items: they are read at their first use."""

FILE = os.path.join(os.path.dirname(__file__), "compiled.bin")

_SECTIONS = ("vocabulary", "sources", "notions", "organisations", "networks")
CATALOGUE_FILES = tuple(f"{name}.yaml" for name in _SECTIONS)
"""The files of a catalogue in several; all but the last may be missing."""

_MARSHAL = 4  # the newest format that every supported Python reads


# --- what it is made from -------------------------------------------------------------------------


def files_of(path: str) -> tuple[str, ...]:
    """The files of a catalogue: the file itself, or those of the folder."""
    if not os.path.isdir(path):
        return (path,)
    files = [os.path.join(path, name) for name in CATALOGUE_FILES]
    return tuple(file for file in files if file == files[-1] or os.path.lexists(file))


def _state(files: Iterable[str]) -> tuple[tuple[str, int, int], ...]:
    """Path, size and time of change of each file."""
    stats = [(os.path.abspath(file), os.stat(file)) for file in files]
    return tuple((file, stat.st_size, stat.st_mtime_ns) for file, stat in stats)


def state_of_checkout() -> object:
    """The state of what the bundled catalogue is made from: its YAML, the territories, the code.

    ``None`` if something is missing, which the loader reports.
    """
    from achats_reseaux.gazetteer import tsv_table

    data, code = tsv_table.folder(), os.path.dirname(__file__)
    tables = os.path.join(data, "territories")
    try:
        files = sorted(one.path for one in os.scandir(tables) if one.name[-4:] in (".tsv", ".txt"))
        files += [os.path.join(code, name) for name in ("build.py", "compiled.py", "../model.py")]
        return _state((*files_of(data), *files))
    except OSError:
        return None


def state_of_files(cache: Cache, files: tuple[str, ...]) -> object:
    """The state of what a user's catalogue is made from: the version, the bundled one, its files.

    Args:
        cache: the folder of the cache, and the version of the program.
        files: those that replace the bundled catalogue, then those laid over it.
    """
    try:
        return cache[1], _content(FILE)[:IDENTITY], _state(files)
    except OSError:
        return None


# --- files ----------------------------------------------------------------------------------------


def bundled() -> Catalogue | None:
    """The bundled catalogue, or ``None`` if its YAML must be read instead."""
    try:
        return decoded(_content(FILE), state_of_checkout)
    except OSError:
        return None


def kept(cache: Cache, files: tuple[str, ...]) -> Catalogue | None:
    """The cached catalogue of these files, or ``None``; see :func:`state_of_files`."""
    try:
        content = _content(_cache_file(cache, files), own=True)
    except OSError:
        return None
    return decoded(content, lambda: state_of_files(cache, files))


def keep(found: Catalogue, state: object, cache: Cache, files: tuple[str, ...]) -> None:
    """Cache a catalogue that was read when its files had this state, if they still have it.

    A folder that cannot be written to is no error.
    """
    from contextlib import suppress

    if state is not None and state == state_of_files(cache, files):
        with suppress(OSError):
            os.makedirs(cache[0], mode=0o700, exist_ok=True)
            write_compiled(compiled_form(found, state), _cache_file(cache, files), mode=0o600)


def _cache_file(cache: Cache, files: tuple[str, ...]) -> str:
    digest = source_hash(CHECKSUM_KEY, os.fsencode("\0".join(map(os.path.abspath, files))))
    return os.path.join(cache[0], f"catalogue-{digest.hex()}.bin")


def _content(path: str, *, own: bool = False) -> bytes:
    """The content of a file; with ``own``, of one that this user has written.

    Raises:
        OSError: it cannot be read, or is another user's, who may have made marshal crash.
    """
    file = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        status = os.fstat(file)
        if own and hasattr(os, "getuid") and status.st_uid != os.getuid():
            raise PermissionError
        return os.read(file, status.st_size)
    finally:
        os.close(file)


def write_compiled(content: bytes, file: str, mode: int = 0o644) -> None:
    """Write a compiled form, with these permissions, whole or not at all.

    Raises:
        OSError: it cannot be written.
    """
    beside = f"{file}.{os.getpid()}"
    try:
        with open(beside, "wb", opener=lambda name, flags: os.open(name, flags, mode)) as stream:
            stream.write(content)
        os.replace(beside, file)
    except OSError:
        if os.path.exists(beside):
            os.unlink(beside)
        raise


# --- reading --------------------------------------------------------------------------------------


class _Lazy(Sequence):  # type: ignore[type-arg]
    """A sequence of records, each made of its stored fields at its first use."""

    def __init__(self, stored: tuple[bytes, ...], decode: Callable[[Any], Any]) -> None:
        self._stored = stored
        self._decode = decode
        self._known: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._stored)

    def __getitem__(self, position: Any) -> Any:
        if position not in self._known:
            fields = marshal.loads(self._stored[position])  # noqa: S302 - within what is unharmed
            self._known[position] = self._decode(fields)
        return self._known[position]

    def __iter__(self) -> Iterator[Any]:
        return map(self.__getitem__, range(len(self)))

    def __contains__(self, record: object) -> bool:
        return any(one == record for one in self)


def decoded(content: bytes, made_from: Callable[[], object] | None = None) -> Catalogue | None:
    """The catalogue of a compiled form, or ``None`` if it is damaged or stale.

    Args:
        content: the compiled form.
        made_from: returns the state of the files that it must be compiled from; ``None`` to
            accept any. Not called if it says ``()``, as in a wheel, whose files do not change.
    """
    values = memoryview(content)[IDENTITY:]
    if content[:IDENTITY] != MAGIC + source_hash(CHECKSUM_KEY, values):
        return None  # marshal may crash on it
    found, of_sources, fields = marshal.loads(values)  # noqa: S302 - ours, unharmed
    if found and made_from and found != made_from():
        return None
    every = _Lazy(of_sources, Source.from_values)

    def sources(positions: Iterable[int]) -> tuple[Source, ...]:
        return tuple([every[one] for one in positions])

    def facts(listed: Iterable[Fields]) -> tuple[Fact, ...]:
        return tuple(
            Fact(field, value, sources(positions), *rest)
            for field, value, positions, *rest in listed
        )

    def network(values: Fields) -> Network:
        made = dict(zip(Network._fields, values))  # noqa: B905 - its own, written whole
        made["covers"] = tuple(map(model.Area.from_values, made["covers"]))
        made["contact"] = Contact.from_values(made["contact"])
        made["sources"] = sources(made["sources"])
        return Network.from_values(made.values())

    def notion(values: Fields) -> Notion:
        made = dict(zip(Notion._fields, values))  # noqa: B905
        made["sources"], made["facts"] = sources(made["sources"]), facts(made["facts"])
        return Notion.from_values(made.values())

    known = dict(zip(Catalogue._fields, fields))  # noqa: B905
    known["reference"] = every[known["reference"]]
    known["ways_in"] = tuple(map(model.Link.from_values, known["ways_in"]))
    known["words"] = {
        name: tuple(map(model.Word.from_values, words)) for name, words in known["words"].items()
    }
    for name, decode in zip(LAZY, (network, facts, notion)):  # noqa: B905 - as many
        known[name] = _Lazy(known[name], decode)
    return Catalogue.from_values(known.values())


# --- writing --------------------------------------------------------------------------------------


def compiled_form(catalogue: Catalogue, made_from: object) -> bytes:
    """The compiled form of a catalogue, and of the state of what it is made from."""
    sources: dict[Source, int] = {}

    def plain(value: Any) -> Any:
        if isinstance(value, Source):
            return sources.setdefault(value, len(sources))
        if isinstance(value, Record):
            return plain(value.astuple())
        if isinstance(value, tuple):
            return tuple(map(plain, value))
        if isinstance(value, dict):
            return {name: plain(one) for name, one in value.items()}
        return value

    def stored_apart(items: Iterable[Any]) -> tuple[bytes, ...]:
        return tuple(marshal.dumps(plain(one), _MARSHAL) for one in items)

    apart = {name: stored_apart(getattr(catalogue, name)) for name in LAZY}
    fields = plain(catalogue.replace(files=(), **apart))
    of_sources = stored_apart(one.astuple() for one in sources)
    stored: Any = (made_from, of_sources, fields)
    values = marshal.dumps(stored, _MARSHAL)
    return MAGIC + source_hash(CHECKSUM_KEY, values) + values
