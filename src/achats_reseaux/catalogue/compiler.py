"""Write the compiled form of a catalogue; the package's ``__init__`` describes and reads it."""

from __future__ import annotations

import marshal
import os
import tempfile
from _imp import source_hash

from achats_reseaux.catalogue import CHECKSUM_KEY, LAZY, MAGIC
from achats_reseaux.model import Record, Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from achats_reseaux.model import Catalogue

_MARSHAL = 4  # the newest format that every supported Python reads


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
    of_sources = tuple(one.astuple() for one in sources)
    stored: Any = (made_from, of_sources, fields)
    values = marshal.dumps(stored, _MARSHAL)
    return MAGIC + source_hash(CHECKSUM_KEY, values) + values


def write_compiled(content: bytes, file: str, mode: int = 0o644) -> None:
    """Write a compiled form atomically, with these permissions.

    Raises:
        OSError: it cannot be written.
    """
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
