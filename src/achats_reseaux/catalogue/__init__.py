"""The catalogue: find, read, check and build the list of networks. Here: read its compiled form.

Parsing the YAML costs more than all the rest of a lookup, so ``compiler`` writes this form when the
package is built or installed. The compiled file is a cache: if it is missing, made by another
version of this code, damaged or older than the YAML of a checkout, the YAML is read instead.

Layout: ``MAGIC``, the header's length in eight digits, the header, the body. The header has the
positions of all parts in the body. A lookup reads only the parts that it needs, so that its cost
does not grow with the catalogue. The header and each part are a checksum and the ``marshal`` of
plain values.
"""

from __future__ import annotations

import marshal
import os
import sys

# Loaded with Python, which collections.abc is not.
from _collections_abc import Mapping

# The checksum of .pyc files. It is built in; to import zlib would cost 0.3 ms.
from _imp import source_hash

from achats_reseaux.model import Area, Catalogue, Contact, Fact, Link, Network, Notion, Source, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any, Final

    Extent = tuple[int, int]
    """The positions in the body where a part begins and ends."""
    ReadPart = Callable[[int, int], Any]
    """Reads the value of a part, from these positions."""
else:
    Sequence = object  # to derive from the abstract class costs 0.3 % of a lookup

MAGIC = b"reseaux catalogue 12 %b\n" % sys.byteorder.encode()
CHECKSUM_KEY = 3
"""The key of the checksums."""
BOUND: Final = "I"
"""The ``struct`` format of a position in the body, in the byte order of the machine: ten thousand
positions are read faster so than as a tuple of integers."""

FILE = os.path.join(os.path.dirname(__file__), "compiled.bin")

_HEADER = len(MAGIC) + 8  # where the header begins, after its own length
_SUM = 8
_READ_AT_ONCE = 144 << 10  # bytes: of the bundled catalogue all but the facts and the notions
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)


def _read(path: str, start: int, size: int) -> bytes:
    file = os.open(path, _READ)
    try:
        os.lseek(file, start, os.SEEK_SET)
        return os.read(file, size)
    finally:
        os.close(file)


def _checked_value(content: memoryview) -> Any:
    """The value of a part, or ``None`` if damaged: ``marshal`` may crash on such data."""
    value = content[_SUM:]
    if source_hash(CHECKSUM_KEY, value) != content[:_SUM]:
        return None
    return marshal.loads(value)  # noqa: S302 - ours, unharmed


def _reader(path: str, start: int, beginning: memoryview) -> ReadPart:
    """A function that reads the part of the body between two positions.

    It raises ``CatalogueError`` if the part is damaged.

    Args:
        path: the file.
        start: the position of the body in it.
        beginning: the first bytes of the body, or all of them; the rest is read when needed.
    """

    def read(begin: int, end: int) -> Any:
        if end <= len(beginning):
            content = beginning[begin:end]
        else:
            content = memoryview(_read(path, start + begin, end - begin))
        value = _checked_value(content)
        if value is None:
            from achats_reseaux.errors import CatalogueError

            message = f"Le catalogue compilé {path} est abîmé."
            hint = "Supprimez ce fichier : le catalogue YAML sera lu à sa place."
            raise CatalogueError(message, hint)
        return value

    return read


class _Records(Sequence):  # type: ignore[type-arg]
    """A sequence of records of a compiled file, each read at its first use.

    Args:
        read: reads a part of the file.
        bounds: positions as ``BOUND``: where each record begins and the last one ends.
        decode: makes a record of the value of a part.
    """

    def __init__(self, read: ReadPart, bounds: bytes, decode: Callable[[Any], Any]) -> None:
        self._read = read
        self._bounds = memoryview(bounds).cast(BOUND)
        self._decode = decode
        self._known: dict[int, Any] = {}

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, position: Any) -> Any:
        if position not in self._known:
            at = range(len(self._bounds) - 1)[position]
            value = self._read(self._bounds[at], self._bounds[at + 1])
            self._known[position] = self._decode(value)
        return self._known[position]

    def __iter__(self) -> Iterator[Any]:
        return map(self.__getitem__, range(len(self)))

    def __contains__(self, record: object) -> bool:
        return any(one == record for one in self)


class _Named(Mapping):  # type: ignore[type-arg]
    """A mapping of values of a compiled file, each read at its first use."""

    def __init__(
        self, read: ReadPart, extents: dict[str, Extent], decode: Callable[[Any], Any] | None = None
    ) -> None:
        self._read = read
        self._extents = extents
        self._decode = decode
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            value = self._read(*self._extents[name])
            self._known[name] = self._decode(value) if self._decode else value
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._extents)

    def __len__(self) -> int:
        return len(self._extents)


def bundled() -> Catalogue | None:
    """The bundled catalogue, or ``None`` if its YAML must be read instead."""
    return read_compiled(FILE, _inputs)


def _inputs() -> object:
    """The identity of the files that the catalogue is compiled from; ``None`` if one is missing."""
    from achats_reseaux.catalogue.inputs import inputs
    from achats_reseaux.gazetteer import tsv_table

    try:
        return inputs(tsv_table.folder())
    except OSError:  # the YAML is missing: the loader reports it
        return None


def read_compiled(
    file: str, made_from: Callable[[], object] | None = None, *, whole: bool = False
) -> Catalogue | None:
    """Read a compiled catalogue, or return ``None`` if the YAML must be read instead.

    Args:
        file: the compiled file.
        made_from: returns the identity of the files that it must be compiled from; ``None`` to
            accept any. Not called if the file has ``()``, as in a wheel, whose files do not change.
        whole: check all parts for damage now. Otherwise the checksum of a part is compared at its
            first use, and a damaged one raises ``CatalogueError`` then.
    """
    try:
        length = os.stat(file).st_size
        content = _read(file, 0, length if whole else _READ_AT_ONCE)
        size = content[len(MAGIC) : _HEADER]
        if not content.startswith(MAGIC) or not size.isdigit():
            return None
        start = _HEADER + int(size)
        if len(content) < start <= length:
            content = _read(file, 0, start)
    except OSError:
        return None
    header = _checked_value(memoryview(content)[_HEADER:start])
    if header is None:
        return None
    found, fields, named, records, body_length, body_sum = header
    if length != start + body_length or (found and made_from and found != made_from()):
        return None
    if whole and source_hash(CHECKSUM_KEY, content[start:]) != body_sum:
        return None
    read = _reader(file, start, memoryview(content)[start:])
    reference, ways_in, plain = fields
    return Catalogue(
        **plain,
        reference=Source(*reference),
        ways_in=tuple(Link(*one) for one in ways_in),
        words=_Named(read, named["words"], _words),
        lexicon=_Named(read, named["lexicon"]),
        facets=_Named(read, named["facets"]),
        networks=_Records(read, records["networks"], _network),
        facts=_Records(read, records["facts"], _facts),
        notions=_Records(read, records["notions"], _notion),
    )


_COVERS, _CONTACT, _SOURCES = map(Network._fields.index, ("covers", "contact", "sources"))


def _network(fields: tuple[Any, ...]) -> Network:
    *content, prepared = fields
    content[_COVERS] = tuple([Area.from_values(one) for one in fields[_COVERS]])
    content[_CONTACT] = Contact.from_values(fields[_CONTACT])
    content[_SOURCES] = tuple([Source.from_values(one) for one in fields[_SOURCES]])
    network = Network.from_values(content)
    network.__dict__["prepared"] = prepared
    return network


def _notion(fields: tuple[Any, ...]) -> Notion:
    notion_id, name, aliases, definition, sources, facts, *rest = fields
    read = tuple(Source(*one) for one in sources)
    return Notion(notion_id, name, aliases, definition, read, _facts(facts), *rest)


def _words(words: tuple[Any, ...]) -> tuple[Word, ...]:
    return tuple(Word(*one) for one in words)


def _facts(facts: tuple[Any, ...]) -> tuple[Fact, ...]:
    return tuple(
        Fact(field, value, tuple(Source(*one) for one in sources), *rest)
        for field, value, sources, *rest in facts
    )
