"""The parts of a catalogue as one document: the files of a folder, and sources beside an entry.

An entry may hold the sources that it alone uses (``own_sources``), so that a fact and its source
stand together; here they join the others, and all that follows knows one list of sources.
"""

from __future__ import annotations

import os
from typing import Any

from achats_reseaux.catalogue import yaml_reader
from achats_reseaux.catalogue.compiled import files_of
from achats_reseaux.catalogue.yaml_reader import Block, Document, Fault, Items, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def document_of(path: str) -> Document:
    """A catalogue (one file, or a folder of files) or an overlay, as :func:`load_yaml` reads it."""
    documents = [*map(yaml_reader.load_yaml, files_of(path))]
    document = _joined(path, documents) if os.path.isdir(path) else documents[0]
    if isinstance(document.value, Block):
        _move_own_sources(document.value)
    return document


def blocks(entries: Any) -> Iterator[Block]:
    """The mappings of a list, or of a mapping; what is malformed is left to the schema."""
    if isinstance(entries, Block | Items):
        values = entries.values() if isinstance(entries, Block) else entries
        yield from (one for one in values if isinstance(one, Block))


def _joined(folder: str, parts: list[Document]) -> Document:
    """The sections of several files as one document."""
    value = Block((folder, 0))
    faults: list[Fault] = []
    for part in parts:
        faults += part.faults
        if not isinstance(part.value, Block):
            text = f"attendu un bloc « clé : valeur », trouvé {shown(part.value)}"
            faults.append(Fault(part.file, 1, text))
            continue
        for key, one in part.value.items():
            if key in value:
                text = f"la clé {shown(key)} est déjà dans {value.where(key)[0]}"
                faults.append(part.value.fault(text, key))
            value.put(key, one, part.value.where(key))
    return Document(folder, value, tuple(faults))


def _move_own_sources(value: Block) -> None:
    sources = value.get("sources", Items(value.at))
    for section in ("networks", "notions", "organisations"):
        for entry in blocks(value.get(section)):
            own = entry.get("own_sources")
            if isinstance(own, Items) and isinstance(sources, Items):
                value["sources"] = sources
                for rank, source in enumerate(entry.pop("own_sources")):
                    sources.add(source, own.where(rank))
