"""Write the compiled form of a catalogue; ``catalogue/__init__.py`` describes and reads it."""

from __future__ import annotations

import marshal
import os
from _imp import source_hash
from array import array

from achats_reseaux.catalogue import BOUND, CHECKSUM_KEY, MAGIC
from achats_reseaux.model import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from achats_reseaux.model import Catalogue

_MARSHAL = 4  # the newest format that every supported Python reads


_PLAIN = ("version", "as_of", "checked_on", "vintage", "partial_kinds", "notices", "notion_ids")
"""The fields that every lookup reads, stored in the header as plain values."""


def _with_checksum(value: Any) -> bytes:
    content = marshal.dumps(_plain_values(value), _MARSHAL)
    return source_hash(CHECKSUM_KEY, content) + content


def _plain_values(value: Any) -> Any:
    """Records and tuples as tuples of plain values."""
    if isinstance(value, Record):
        return tuple(_plain_values(field) for field in value.astuple())
    return tuple(_plain_values(one) for one in value) if isinstance(value, tuple) else value


def write_compiled(catalogue: Catalogue, file: str, made_from: object) -> None:
    """Write the compiled form of a catalogue atomically.

    Args:
        catalogue: the catalogue to write.
        file: the file to write.
        made_from: plain values that identify the inputs, which the reader compares with its own;
            ``()`` for no comparison.
    """
    beside = f"{file}.{os.getpid()}.tmp"
    try:
        with open(beside, "wb") as stream:
            stream.write(compiled_form(catalogue, made_from))
        os.replace(beside, file)
    finally:
        if os.path.lexists(beside):
            os.unlink(beside)


def compiled_form(catalogue: Catalogue, made_from: object) -> bytes:
    """The compiled form of a catalogue; ``made_from`` as for :func:`write_compiled`."""
    from achats_reseaux.output.json import prepared

    body = bytearray()

    def add(part: Any) -> tuple[int, int]:
        """Add a part to the body; return where it begins and ends."""
        begin = len(body)
        body.extend(_with_checksum(part))
        return begin, len(body)

    named = {
        name: {key: add(part) for key, part in getattr(catalogue, name).items()}
        for name in ("words", "lexicon", "facets")
    }

    def bounds(parts: Iterable[Any]) -> bytes:
        """Add parts to the body; return where the first begins and each ends."""
        positions = [len(body), *(add(part)[1] for part in parts)]
        return array(BOUND, positions).tobytes()

    records = {
        "networks": bounds((*one.astuple(), prepared(one)) for one in catalogue.networks),
        "facts": bounds(catalogue.facts),
        "notions": bounds(catalogue.notions),
    }
    plain = {name: getattr(catalogue, name) for name in _PLAIN}
    fields = (_plain_values(catalogue.reference), _plain_values(catalogue.ways_in), plain)
    checksum = source_hash(CHECKSUM_KEY, body)
    header = _with_checksum((made_from, fields, named, records, len(body), checksum))
    return MAGIC + b"%08d" % len(header) + header + body
