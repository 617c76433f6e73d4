"""Read a catalogue: one file, or a folder of files of which each holds some of its sections.

An entry may hold the sources that it alone uses (``own_sources``), so that a fact and its source
stand together; here they join the others, and all that follows knows one list of sources.
"""

from __future__ import annotations

import os
from typing import Any

from achats_reseaux.catalogue import yaml_reader
from achats_reseaux.catalogue.inputs import CATALOGUE_FILES, files_of
from achats_reseaux.catalogue.yaml_reader import Document, Fault, Marks, Path, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Texts = tuple[tuple[str, str], ...]
    """The files of a catalogue, each with its text."""

OWN = "own_sources"
_WITH_OWN = ("networks", "notions", "organisations")


def texts_of(path: str, unwritten: Mapping[str, str]) -> Texts:
    """The texts of a catalogue, a file or a folder, or of a file that is not written yet.

    Raises:
        CatalogueError: one of them cannot be read.
    """
    if path in unwritten:
        return ((path, unwritten[path]),)
    return tuple((file, yaml_reader.file_text(file)) for file in files_of(path))


def document_of(path: str, texts: Texts | None = None) -> Document:
    """A catalogue or an overlay, of these texts if they are given; see :func:`yaml_reader.read`."""
    documents = [yaml_reader.parse(text, file) for file, text in texts or texts_of(path, {})]
    return _in_one_list(_joined(path, documents) if os.path.isdir(path) else documents[0])


def is_part(file: str) -> bool:
    """Whether a file is one of several in its folder."""
    folder, name = os.path.split(file)
    return name in CATALOGUE_FILES and len(files_of(folder or os.curdir)) > 1


def _joined(folder: str, parts: Iterable[Document]) -> Document:
    """The sections of several files as one document."""
    value: dict[str, Any] = {}
    marks: Marks = {(): (folder, 0)}
    faults: list[Fault] = []
    for part in parts:
        faults += part.faults
        if not isinstance(part.value, dict):
            faults.append(part.fault((), "attendu un bloc « clé : valeur », trouvé autre chose"))
            continue
        for key in part.value.keys() & value.keys():
            text = f"la clé {shown(key)} est déjà dans {marks[key,][0]}"
            faults.append(part.fault((key,), text))
        value |= part.value
        marks |= {path: mark for path, mark in part.marks.items() if path}
    return Document(folder, value, marks, tuple(faults))


def _in_one_list(document: Document) -> Document:
    """The document with the sources of its entries among ``sources``; as it is if malformed."""
    if not isinstance(document.value, dict):
        return document
    value = dict(document.value)
    sources = value.get("sources", [])
    moved: dict[Path, Path] = {}
    for section in _WITH_OWN:
        entries = value.get(section)
        if not isinstance(entries, list) or not isinstance(sources, list):
            continue
        value[section] = list(entries)
        for rank, entry in enumerate(entries):
            own = entry.get(OWN) if isinstance(entry, dict) else None
            if isinstance(own, list):
                value[section][rank] = {name: entry[name] for name in entry if name != OWN}
                for at in range(len(own)):
                    moved[section, rank, OWN, at] = ("sources", len(sources) + at)
                sources = [*sources, *own]
    if not moved:
        return document
    marks = {
        (*moved[path[:4]], *path[4:]) if path[:4] in moved else path: mark
        for path, mark in document.marks.items()
    }
    return document.replace(value={**value, "sources": sources}, marks=marks)
