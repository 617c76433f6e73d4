"""The catalogue: find, read, check and freeze the list of networks. Here: its compiled form.

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

from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Area, Catalogue, Contact, Fact, Link, Network, Notion, Source, Word

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from typing import Any

    Base = Mapping[str, Any]
else:
    Base = object

MAGIC = b"reseaux catalogue 8\n"
SEAL = 3
"""The key of the checksums."""

HERE = os.path.dirname(__file__)
_HEADER = len(MAGIC) + 8  # where the header begins, after its own length
FILE = os.path.join(HERE, "compiled.bin")
END_SIZE = 4
"""Bytes of an item's end, in a shelf."""

_SUM = 8
_HEAD = 512 << 10
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)


class _File:
    """A compiled file. Its beginning, all that most questions need today, is read at once.

    Raises:
        OSError: it cannot be read.
    """

    def __init__(self, path: str) -> None:
        self.path = path
        self.body = 0  # where the parts begin, once the header is read
        self.head = b""
        self.head = self.bytes_at(0, _HEAD)

    def bytes_at(self, start: int, size: int) -> bytes:
        end = start + size
        if end <= len(self.head):
            return self.head[start:end]
        file = os.open(self.path, _READ)
        try:
            os.lseek(file, start, os.SEEK_SET)
            return os.read(file, size)
        finally:
            os.close(file)

    def opened(self, start: int, size: int) -> Any:
        """A part of the body.

        Raises:
            CatalogueError: it is damaged.
        """
        value = _unsealed(self.bytes_at(self.body + start, size))
        if value is None:
            from achats_reseaux.errors import CatalogueError

            message = f"Le catalogue compilé {self.path} est abîmé."
            hint = "Supprimez ce fichier : le catalogue YAML sera lu à sa place."
            raise CatalogueError(message, hint)
        return value


def _unsealed(content: bytes) -> Any:
    """What was sealed, or ``None``: ``marshal`` may crash on what it did not write."""
    if source_hash(SEAL, content[_SUM:]) != content[:_SUM]:
        return None
    return marshal.loads(memoryview(content)[_SUM:])  # noqa: S302 - ours, unharmed


class _Late(Base):
    """A mapping whose values lie in the file, each read when it is first asked for."""

    def __init__(
        self, file: _File, places: Iterable[Any], thaw: Callable[..., Any] | None = None
    ) -> None:
        self._file = file
        self._places: dict[str, tuple[int, int]] = dict(places)
        self._thaw = thaw
        self._read: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._read:
            value = self._file.opened(*self._places[name])
            self._read[name] = self._thaw(value) if self._thaw else value
        return self._read[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self[name] if name in self._places else default

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, name: object) -> bool:
        return name in self._places

    def keys(self) -> Iterable[str]:  # type: ignore[override]
        return self._places.keys()

    def items(self) -> Iterable[tuple[str, Any]]:  # type: ignore[override]
        return [(name, self[name]) for name in self._places]

    def values(self) -> Iterable[Any]:  # type: ignore[override]
        return [self[name] for name in self._places]

    def __eq__(self, other: object) -> bool:
        return dict(self.items()) == other

    __hash__ = None  # type: ignore[assignment]


class _OnFile:
    """A shelf whose items lie in a compiled file, the ends of all of them before the first."""

    def __init__(self, file: _File, start: int, count: int, thaw: Callable[..., Any]) -> None:
        self.file = file
        self.start = start
        self.count = count
        self.thaw = thaw

    def __len__(self) -> int:
        return self.count

    def take(self, positions: Iterable[int]) -> tuple[Any, ...]:
        return tuple(self.thaw(self._item(position)) for position in positions)

    def _item(self, position: int) -> Any:
        file = self.file
        ends = file.bytes_at(file.body + self.start + END_SIZE * position, 2 * END_SIZE)
        begin = int.from_bytes(ends[:END_SIZE], "little")
        end = int.from_bytes(ends[END_SIZE:], "little")
        return file.opened(self.start + begin, end - begin)


def bundled() -> Catalogue | None:
    """The bundled catalogue, or ``None`` where its YAML has to be read instead."""
    made_from: object = None
    if tsv_table.is_checkout():
        from achats_reseaux.catalogue.inputs import inputs

        try:
            made_from = inputs(tsv_table.folder())
        except OSError:  # the YAML is gone: whoever reads it says so
            return None
    return read_compiled(FILE, made_from)


def read_compiled(
    file: str, made_from: object, *, sealed: bool = False, whole: bool = False
) -> Catalogue | None:
    """Read a compiled catalogue, or ``None`` where the YAML has to be read instead.

    Args:
        file: the compiled file.
        made_from: what it must have been made from; ``None`` for whatever it was made from, as in
            an installed package, whose files do not change.
        sealed: the last bytes are a checksum of all before them.
        whole: hold them to it now. Otherwise each part is held to its own when it is first asked
            for, and a damaged one raises ``CatalogueError`` then.
    """
    try:
        content = _File(file)
        length = os.stat(file).st_size
        if whole:
            content.head = content.bytes_at(0, length)  # what is checked is what is read
            if source_hash(SEAL, content.head[:-_SUM]) != content.head[-_SUM:]:
                return None
        if sealed:
            length -= _SUM
    except (OSError, ValueError):
        return None
    magic, size = content.head[: len(MAGIC)], content.head[len(MAGIC) : _HEADER]
    if magic != MAGIC or not size.isdigit():
        return None
    header = _unsealed(content.bytes_at(_HEADER, int(size)))
    if header is None:
        return None
    found, fields, body = header
    content.body = _HEADER + int(size)
    if length != content.body + body or (made_from is not None and found != made_from):
        return None
    version, as_of, checked_on, reference, ways_in, notices, *fields = fields
    words, lexicon, ids, facets, *rest, notions = fields
    networks, facts = (
        _OnFile(content, at, count, thaw)
        for (at, count), thaw in zip(rest, (_network, _facts), strict=True)
    )
    return Catalogue(
        version,
        as_of,
        checked_on,
        Source(*reference),
        tuple(Link(*one) for one in ways_in),
        _Late(content, words, _words),
        _Late(content, lexicon),
        _Late(content, [("ids", ids)]),
        {name: _Late(content, places) for name, places in facets},
        networks,
        facts,
        notions=_Late(content, notions, _notion),
        notices=notices,
    )


_COVERS, _CONTACT, _SOURCES = map(Network._fields.index, ("covers", "contact", "sources"))


def _network(fields: tuple[Any, ...]) -> Network:
    *content, prepared = fields
    content[_COVERS] = tuple(Area(*one) for one in fields[_COVERS])
    content[_CONTACT] = Contact(*fields[_CONTACT])
    content[_SOURCES] = tuple(Source(*one) for one in fields[_SOURCES])
    network = Network(*content)
    network.__dict__["prepared"] = prepared
    return network


def _notion(fields: tuple[Any, ...]) -> Notion:
    notion_id, name, aliases, definition, sources, facts, networks = fields
    read = tuple(Source(*one) for one in sources)
    return Notion(notion_id, name, aliases, definition, read, _facts(facts), networks)


def _words(words: tuple[Any, ...]) -> tuple[Word, ...]:
    return tuple(Word(*one) for one in words)


def _facts(facts: tuple[Any, ...]) -> tuple[Fact, ...]:
    return tuple(
        Fact(field, value, tuple(Source(*one) for one in sources), *rest)
        for field, value, sources, *rest in facts
    )
