"""The compiled form of a catalogue, written and read.

Parsing the YAML costs more than all the rest of a lookup, so this form is written when the package
is built or installed. The compiled file is a cache: if it is missing, of another format,
damaged or older than the YAML of a checkout, the YAML is read instead.

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

from achats_reseaux.model import (
    Area,
    Catalogue,
    Contact,
    Fact,
    Link,
    Network,
    Notion,
    Record,
    Source,
    Word,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    Fields = tuple[Any, ...]
    """The values of the fields of a record."""
else:
    Sequence = object  # to derive from the abstract class costs 0.3 % of a lookup

FORMAT = 20
"""The version of the layout and of what ``build`` makes: ``tests/test_catalogue_compiled.py`` fails
if one of them changes and it does not."""

MAGIC = b"reseaux catalogue %d %b\n" % (FORMAT, sys.byteorder.encode())
CHECKSUM_KEY = 3
"""The key of the checksum."""

LAZY = ("networks", "facts", "notions")
"""The fields of a catalogue of which a lookup needs few items: they are read at their first use."""

FILE = os.path.join(os.path.dirname(__file__), "compiled.bin")

IDENTITY = len(MAGIC) + 8
"""The number of first bytes that tell one compiled catalogue from any other."""
_MARSHAL = 4  # the newest format that every supported Python reads
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)


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


def bundled() -> Catalogue | None:
    """The bundled catalogue, or ``None`` if its YAML must be read instead."""
    try:
        file = os.open(FILE, _READ)
        try:
            content = os.read(file, os.fstat(file).st_size)
        finally:
            os.close(file)
    except OSError:
        return None
    return decoded(content, _inputs)


def _inputs() -> object:
    from achats_reseaux.catalogue.inputs import inputs

    return inputs()


def decoded(content: bytes, made_from: Callable[[], object] | None = None) -> Catalogue | None:
    """The catalogue of a compiled form, or ``None`` if it is damaged, of another format, or stale.

    Args:
        content: the compiled form.
        made_from: returns the identity of the files that it must be compiled from; ``None`` to
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
        made = _named(Network, values)
        made["covers"] = tuple(map(Area.from_values, made["covers"]))
        made["contact"] = Contact.from_values(made["contact"])
        made["sources"] = sources(made["sources"])
        return Network.from_values(made.values())

    def notion(values: Fields) -> Notion:
        made = _named(Notion, values)
        made["sources"], made["facts"] = sources(made["sources"]), facts(made["facts"])
        return Notion.from_values(made.values())

    known = _named(Catalogue, fields)
    known["reference"] = every[known["reference"]]
    known["ways_in"] = tuple(map(Link.from_values, known["ways_in"]))
    known["words"] = {
        name: tuple(map(Word.from_values, words)) for name, words in known["words"].items()
    }
    for name, decode in zip(LAZY, (network, facts, notion)):  # noqa: B905 - as many
        known[name] = _Lazy(known[name], decode)
    return Catalogue.from_values(known.values())


def _named(record: type[Record], values: Fields) -> dict[str, Any]:
    return dict(zip(record._fields, values))  # noqa: B905 - its own, written whole


# --- writing --------------------------------------------------------------------------------------


def compiled_form(catalogue: Catalogue, made_from: object) -> bytes:
    """The compiled form of a catalogue.

    Args:
        catalogue: the catalogue, as ``build`` makes it; all its fields are stored.
        made_from: plain values that identify the inputs, which the reader compares with its own;
            ``()`` for no comparison.
    """
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


def write_compiled(content: bytes, file: str, mode: int = 0o644) -> None:
    """Write a compiled form atomically, with these permissions.

    Raises:
        OSError: it cannot be written.
    """
    import tempfile

    folder, name = os.path.split(file)
    descriptor, beside = tempfile.mkstemp(prefix=f"{name}.", dir=folder)
    try:
        with open(descriptor, "wb") as stream:
            stream.write(content)
        os.chmod(beside, mode)
        os.replace(beside, file)
    finally:
        if os.path.lexists(beside):
            os.unlink(beside)
