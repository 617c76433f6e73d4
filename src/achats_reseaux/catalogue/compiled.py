"""The compiled form of the bundled catalogue: a header, then entries that are read one by one.

YAML is what people write; parsing it costs more than all the rest of a lookup. ``hatch_build.py``
compiles it when the package is built or installed. The file is a cache: where it is missing, made
by another version of this code, damaged or older than the YAML of a checkout, the YAML is read.

Layout: ``MAGIC``, the header's length in eight digits and its checksum, the header, then networks
and facts, each a ``marshal`` of tuples and strings, whose end and checksum the header gives.
"""

from __future__ import annotations

import marshal
import os

# What Python seals its own .pyc files with: built in, where zlib would cost 0.3 ms to import.
from _imp import source_hash

from achats_reseaux.catalogue.catalogue import Catalogue
from achats_reseaux.errors import CatalogueError
from achats_reseaux.model import Area, Contact, Fact, Link, Network, Source, Word
from achats_reseaux.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

MAGIC = b"reseaux catalogue 2\n"
_HERE = os.path.dirname(os.path.abspath(__file__))
FILE = os.path.join(_HERE, "compiled.bin")
_MARSHAL = 4  # the newest format that every supported Python reads
_SUM = 8


def _sum(content: bytes) -> bytes:
    """A checksum: ``marshal`` may crash, or answer wrongly, on what it did not write."""
    return source_hash(2, content)


class _OnFile:
    """A shelf whose items lie in a compiled file."""

    def __init__(
        self,
        file: str,
        start: int,
        ends: tuple[int, ...],
        sums: tuple[bytes, ...],
        thaw: Callable[..., Any],
    ) -> None:
        self.file = file
        self.start = start
        self.ends = ends
        self.sums = sums
        self.thaw = thaw

    def __len__(self) -> int:
        return len(self.ends)

    def take(self, positions: Iterable[int]) -> tuple[Any, ...]:
        items = []
        with open(self.file, "rb") as stream:
            for position in positions:
                begin = self.ends[position - 1] if position else 0
                stream.seek(self.start + begin)
                content = stream.read(self.ends[position] - begin)
                if _sum(content) != self.sums[position]:
                    message = f"Le catalogue compilé {self.file} est abîmé."
                    hint = "Supprimez ce fichier : le catalogue YAML sera lu à sa place."
                    raise CatalogueError(message, hint)
                items.append(self.thaw(marshal.loads(content)))  # noqa: S302 - ours, unharmed
        return tuple(items)


def inputs(data: str) -> tuple[tuple[str, int, int], ...]:
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


def write(catalogue: Catalogue, file: str, made_from: tuple[tuple[str, int, int], ...]) -> None:
    """Write the compiled form of a catalogue, whole or not at all."""
    shelves = []
    body = b""
    for shelf in (catalogue.networks, catalogue.facts):
        start, ends, size = len(body), [], 0
        parts = [marshal.dumps(_plain(item), _MARSHAL) for item in shelf.take(range(len(shelf)))]
        for part in parts:
            size += len(part)
            ends.append(size)
        body += b"".join(parts)
        shelves.append((start, tuple(ends), tuple(_sum(part) for part in parts)))
    fields = (
        catalogue.version,
        catalogue.as_of,
        catalogue.checked_on,
        _plain(catalogue.reference),
        _plain(catalogue.ways_in),
        catalogue.without_guichet_vert,
        {name: _plain(words) for name, words in catalogue.words.items()},
        catalogue.lexicon,
        catalogue.ids,
        catalogue.facets,
    )
    header = marshal.dumps((made_from, fields, tuple(shelves), len(body)), _MARSHAL)
    beside = f"{file}.{os.getpid()}"
    with open(beside, "wb") as stream:
        stream.write(MAGIC + b"%08d" % len(header) + _sum(header) + header + body)
    os.replace(beside, file)


def read(file: str, made_from: tuple[tuple[str, int, int], ...] | None) -> Catalogue | None:
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
            size, seal = int(stream.read(8)), stream.read(_SUM)
            header = stream.read(size)
            start, end = stream.tell(), stream.seek(0, os.SEEK_END)
    except (OSError, ValueError):
        return None
    if _sum(header) != seal:
        return None
    found, fields, shelves, length = marshal.loads(header)  # noqa: S302 - ours, unharmed
    if end - start != length or (made_from is not None and found != made_from):
        return None
    networks, facts = (
        _OnFile(file, start + begin, ends, sums, thaw)
        for (begin, ends, sums), thaw in zip(shelves, (_network, _facts), strict=True)
    )
    version, as_of, checked_on, reference, ways_in, without, words, lexicon, ids, facets = fields
    return Catalogue(
        version,
        as_of,
        checked_on,
        Source(*reference),
        tuple(Link(*one) for one in ways_in),
        without,
        {name: tuple(Word(*one) for one in known) for name, known in words.items()},
        lexicon,
        ids,
        facets,
        networks,
        facts,
    )


def _plain(value: Any) -> Any:
    """Records and tuples as tuples of plain values."""
    if isinstance(value, Record):
        return tuple(_plain(field) for field in value.astuple())
    return tuple(_plain(one) for one in value) if isinstance(value, tuple) else value


def _network(fields: tuple[Any, ...]) -> Network:
    network = dict(zip(Network._fields, fields, strict=True))
    network["covers"] = tuple(Area(*one) for one in network["covers"])
    network["contact"] = Contact(*network["contact"])
    network["sources"] = tuple(Source(*one) for one in network["sources"])
    return Network(*network.values())


def _facts(facts: tuple[Any, ...]) -> tuple[Fact, ...]:
    return tuple(
        Fact(field, value, tuple(Source(*one) for one in sources), *rest)
        for field, value, sources, *rest in facts
    )
