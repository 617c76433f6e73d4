"""Write the compiled form of a catalogue, which the package itself reads and describes."""

from __future__ import annotations

import marshal
import os
from _imp import source_hash

from achats_reseaux.catalogue import END_SIZE, MAGIC, SEAL
from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from achats_reseaux.model import Catalogue

_MARSHAL = 4  # the newest format that every supported Python reads


def _sealed(value: Any) -> bytes:
    content = marshal.dumps(_plain(value), _MARSHAL)
    return source_hash(SEAL, content) + content


def _plain(value: Any) -> Any:
    """Records and tuples as tuples of plain values."""
    if isinstance(value, Record):
        return tuple(_plain(field) for field in value.astuple())
    return tuple(_plain(one) for one in value) if isinstance(value, tuple) else value


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
        end = END_SIZE * (len(sealed) + 1)
        for one in (b"", *sealed):
            end += len(one)
            self.content += end.to_bytes(END_SIZE, "little")
        self.content += b"".join(sealed)
        return start, len(sealed)


def write_compiled(catalogue: Catalogue, file: str, made_from: object) -> None:
    """Write the compiled form of a catalogue, whole or not at all.

    Args:
        catalogue: what is written.
        file: where to.
        made_from: what the reader will hold its own against: plain values.
    """
    beside = f"{file}.{os.getpid()}"
    with open(beside, "wb") as stream:
        stream.write(compiled_form(catalogue, made_from))
    os.replace(beside, file)


def compiled_form(catalogue: Catalogue, made_from: object) -> bytes:
    """The compiled form of a catalogue; ``made_from`` as for :func:`write_compiled`."""
    from achats_reseaux.output.json import prepared

    body = _Body()
    fields = (
        catalogue.version,
        catalogue.as_of,
        catalogue.checked_on,
        catalogue.reference,
        catalogue.ways_in,
        catalogue.notices,
        tuple((name, body.part(words)) for name, words in catalogue.words.items()),
        tuple((name, body.part(words)) for name, words in catalogue.lexicon.items()),
        body.part(catalogue.ids),
        tuple(
            (name, tuple((value, body.part(found)) for value, found in facet.items()))
            for name, facet in catalogue.facets.items()
        ),
        body.shelf([(*one.astuple(), prepared(one)) for one in catalogue.all()]),
        body.shelf(catalogue.facts.take(range(len(catalogue.facts)))),
        tuple((name, body.part(notion)) for name, notion in catalogue.notions.items()),
    )
    header = _sealed((made_from, fields, len(body.content)))
    return MAGIC + b"%08d" % len(header) + header + bytes(body.content)
