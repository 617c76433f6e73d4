"""The compiled form of the bundled catalogue: a header, then parts that are read one by one.

YAML is what people write; parsing it costs more than all the rest of a lookup. ``hatch_build.py``
compiles it when the package is built or installed. The file is a cache: where it is missing, made
by another version of this code, damaged or older than the YAML of a checkout, the YAML is read.

Layout: ``MAGIC``, the header's length in eight digits, the header, then the parts that it gives the
place of. Header and parts are each a checksum and a ``marshal`` of tuples and strings. Nothing that
grows with the number of networks is read whole: a lookup takes its own few parts.
"""

from __future__ import annotations

import marshal
import os

# What Python seals its own .pyc files with: built in, where zlib would cost 0.3 ms to import.
from _imp import source_hash

from achats_reseaux import data
from achats_reseaux.model import Area, Catalogue, Contact, Fact, Link, Network, Source, Word
from achats_reseaux.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import Any, BinaryIO

    Inputs = tuple[tuple[str, int, int], ...]

MAGIC = b"reseaux catalogue 3\n"
_HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(_HERE, "compiled.bin")
_MARSHAL = 4  # the newest format that every supported Python reads
_SUM = 8
_END = 4  # bytes of an item's end, in a shelf


def _sealed(value: Any) -> bytes:
    content = marshal.dumps(_plain(value), _MARSHAL)
    return source_hash(3, content) + content


def _opened(content: bytes, file: str) -> Any:
    """What was sealed: ``marshal`` may crash, or answer wrongly, on what it did not write."""
    if source_hash(3, content[_SUM:]) != content[:_SUM]:
        from achats_reseaux.errors import CatalogueError

        message = f"Le catalogue compilé {file} est abîmé."
        hint = "Supprimez ce fichier : le catalogue YAML sera lu à sa place."
        raise CatalogueError(message, hint)
    return marshal.loads(memoryview(content)[_SUM:])  # noqa: S302 - ours, unharmed


def _read(file: str, start: int, size: int) -> bytes:
    with open(file, "rb") as stream:
        stream.seek(start)
        return stream.read(size)


class _Part(Record):
    """A value that lies in a compiled file."""

    file: str
    start: int
    size: int
    thaw: Callable[..., Any] | None

    def read(self) -> Any:
        value = _opened(_read(self.file, self.start, self.size), self.file)
        return self.thaw(value) if self.thaw else value


class _Late(dict[str, "Any"]):
    """A mapping whose values may still lie in the file: each is read when it is asked for."""

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if isinstance(value, _Part):
            value = self[name] = value.read()
        return value

    def get(self, name: str, default: Any = None) -> Any:
        try:
            return self[name]
        except KeyError:
            return default

    def items(self) -> list[tuple[str, Any]]:  # type: ignore[override]
        return [(name, self[name]) for name in self]

    def values(self) -> list[Any]:  # type: ignore[override]
        return [self[name] for name in self]

    def __eq__(self, other: object) -> bool:
        return dict(self.items()) == other

    __hash__ = None


class _OnFile:
    """A shelf whose items lie in a compiled file, the ends of all of them before the first."""

    def __init__(self, file: str, start: int, count: int, thaw: Callable[..., Any]) -> None:
        self.file = file
        self.start = start
        self.count = count
        self.thaw = thaw

    def __len__(self) -> int:
        return self.count

    def take(self, positions: Iterable[int]) -> tuple[Any, ...]:
        with open(self.file, "rb") as stream:
            return tuple(self.thaw(self._item(stream, position)) for position in positions)

    def _item(self, stream: BinaryIO, position: int) -> Any:
        stream.seek(self.start + _END * position)
        begin, end = (int.from_bytes(stream.read(_END), "little") for _ in range(2))
        stream.seek(self.start + begin)
        return _opened(stream.read(end - begin), self.file)


def inputs(data: str) -> Inputs:
    """What a compiled form was made from: name, size and time of change of each file.

    Args:
        data: the checkout's data folder.
    """
    code = os.path.dirname(_HERE)
    files = [os.path.join(data, "networks.yaml")]
    for folder in (_HERE, os.path.join(code, "territory"), code):
        files += sorted(one.path for one in os.scandir(folder) if one.name.endswith(".py"))
    stats = ((os.path.basename(file), os.stat(file)) for file in files)
    return tuple((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


class _Body:
    """The parts of a compiled file while it is being written."""

    def __init__(self) -> None:
        self.content = bytearray()

    def part(self, value: Any) -> tuple[int, int]:
        """Add a part; where it lies from the end of the header, and its size."""
        sealed = _sealed(value)
        self.content += sealed
        return len(self.content) - len(sealed), len(sealed)

    def shelf(self, items: Sequence[Any]) -> tuple[int, int]:
        """Add a shelf; where it lies, and how many items it holds."""
        start = len(self.content)
        sealed = [_sealed(item) for item in items]
        end = _END * (len(sealed) + 1)
        for one in (b"", *sealed):
            end += len(one)
            self.content += end.to_bytes(_END, "little")
        self.content += b"".join(sealed)
        return start, len(sealed)


def write(catalogue: Catalogue, file: str, made_from: Inputs) -> None:
    """Write the compiled form of a catalogue, whole or not at all."""
    body = _Body()
    fields = (
        catalogue.version,
        catalogue.as_of,
        catalogue.checked_on,
        catalogue.reference,
        catalogue.ways_in,
        catalogue.without_guichet_vert,
        tuple((name, body.part(words)) for name, words in catalogue.words.items()),
        tuple((name, body.part(words)) for name, words in catalogue.lexicon.items()),
        body.part(catalogue.ids),
        tuple(
            (name, tuple((value, body.part(found)) for value, found in facet.items()))
            for name, facet in catalogue.facets.items()
        ),
        body.shelf(catalogue.all()),
        body.shelf(catalogue.facts.take(range(len(catalogue.facts)))),
    )
    header = _sealed((made_from, fields, len(body.content)))
    beside = f"{file}.{os.getpid()}"
    with open(beside, "wb") as stream:
        stream.write(MAGIC + b"%08d" % len(header) + header + body.content)
    os.replace(beside, file)


def bundled() -> Catalogue | None:
    """The bundled catalogue, or ``None`` where its YAML has to be read instead."""
    try:
        made_from = inputs(data.folder()) if data.is_checkout() else None
    except OSError:  # the YAML is gone: whoever reads it says so
        return None
    return read(FILE, made_from)


def read(file: str, made_from: Inputs | None) -> Catalogue | None:
    """Read a compiled catalogue, or ``None`` where the YAML has to be read instead.

    Args:
        file: the compiled file.
        made_from: what it must have been made from; ``None`` in an installed package, whose files
            do not change.
    """
    try:
        with open(file, "rb") as stream:
            if stream.read(len(MAGIC)) != MAGIC:
                return None
            header = stream.read(int(stream.read(8)))
            start, end = stream.tell(), stream.seek(0, os.SEEK_END)
    except (OSError, ValueError):
        return None
    if source_hash(3, header[_SUM:]) != header[:_SUM]:
        return None
    found, fields, length = _opened(header, file)
    if end - start != length or (made_from is not None and found != made_from):
        return None
    version, as_of, checked_on, reference, ways_in, without, words, lexicon, ids, facets, *rest = (
        fields
    )

    def late(
        parts: Iterable[tuple[str, tuple[int, int]]], thaw: Callable[..., Any] | None = None
    ) -> _Late:
        return _Late((name, _Part(file, start + at, size, thaw)) for name, (at, size) in parts)

    networks, facts = (
        _OnFile(file, start + at, count, thaw)
        for (at, count), thaw in zip(rest, (_network, _facts), strict=True)
    )
    return Catalogue(
        version,
        as_of,
        checked_on,
        Source(*reference),
        tuple(Link(*one) for one in ways_in),
        without,
        late(words, _words),
        late(lexicon),
        late([("ids", ids)]),
        {name: late(parts) for name, parts in facets},
        networks,
        facts,
    )


def _plain(value: Any) -> Any:
    """Records and tuples as tuples of plain values."""
    if isinstance(value, Record):
        return tuple(_plain(field) for field in value.astuple())
    return tuple(_plain(one) for one in value) if isinstance(value, tuple) else value


_COVERS, _CONTACT, _SOURCES = map(Network._fields.index, ("covers", "contact", "sources"))


def _network(fields: tuple[Any, ...]) -> Network:
    content = list(fields)
    content[_COVERS] = tuple(Area(*one) for one in fields[_COVERS])
    content[_CONTACT] = Contact(*fields[_CONTACT])
    content[_SOURCES] = tuple(Source(*one) for one in fields[_SOURCES])
    return Network(*content)


def _words(words: tuple[Any, ...]) -> tuple[Word, ...]:
    return tuple(Word(*one) for one in words)


def _facts(facts: tuple[Any, ...]) -> tuple[Fact, ...]:
    return tuple(
        Fact(field, value, tuple(Source(*one) for one in sources), *rest)
        for field, value, sources, *rest in facts
    )
