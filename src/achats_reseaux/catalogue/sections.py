"""The sections of a catalogue: those of its files together, and what a user's own files lay over.

An entry may hold the sources that it alone uses (``own_sources``), so that a fact and its source
stand together; here they join the others, and all that follows knows one list of sources.
"""

from __future__ import annotations

import os
import pathlib
from datetime import date
from typing import Any

from achats_reseaux.catalogue import yaml_reader
from achats_reseaux.catalogue.build import CONTACT_FIELDS
from achats_reseaux.catalogue.compiled import files_of
from achats_reseaux.catalogue.yaml_reader import Block, Document, Fault, Given, Items, shown
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

SECTIONS = ("sources", "organisations", "networks")
"""The lists of an overlay; dates, reference and vocabulary are those of the bundled list."""

OVERLAID = (*SECTIONS, "complete")

OWN = "own_sources"


def document_of(path: str) -> Document:
    """A catalogue (one file, or a folder of files) or an overlay, as :func:`load_yaml` reads it."""
    documents = [*map(yaml_reader.load_yaml, files_of(path))]
    document = _joined(path, documents) if os.path.isdir(path) else documents[0]
    if isinstance(document.value, Block):
        _move_own_sources(document.value)
    return document


def tells_overlay_only(document: Document) -> bool:
    """Whether a file has keys, and those of an overlay only."""
    value = document.value
    return isinstance(value, Block) and bool(value) and {*value} <= {"schema_version", *OVERLAID}


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
    """Add the sources of entries to ``sources``; what is malformed stays as it is."""
    sources = value.get("sources", Items(value.at))
    for section in ("networks", "notions", "organisations"):
        for entry in _blocks(value.get(section)):
            own = entry.get(OWN)
            if isinstance(own, Items) and isinstance(sources, Items):
                for rank, source in enumerate(entry.pop(OWN)):
                    sources.add(source, own.where(rank))
                value.setdefault("sources", sources)


def _blocks(entries: Any) -> Iterator[Block]:
    """The mappings of a list, or of a mapping."""
    if isinstance(entries, Block | Items):
        values = entries.values() if isinstance(entries, Block) else entries
        yield from (one for one in values if isinstance(one, Block))


def expanded(document: Document, source_id: str) -> Document:
    """An overlay without shorthands, which are expanded in place.

    The file itself is a source, and what has none is from it; a contact may be a plain value.
    """
    value = Block((document.file, 0)) if document.value is None else document.value
    if not isinstance(value, Block):
        return document
    for section in ("networks", "organisations"):
        for entry in _blocks(value.get(section)):
            contact = entry.get("contact")
            for name in CONTACT_FIELDS:
                if isinstance(contact, Block) and isinstance(contact.get(name), str):
                    contact[name] = Block(contact.where(name), {"value": contact[name]})
            for told in (*_blocks(contact), *_blocks(entry.get("facts"))):
                told.setdefault("sources", Items(told.at, [source_id]))
    sources = value.setdefault("sources", Items(value.at))
    if isinstance(sources, Items):
        sources.append(source_of_file(document.file, source_id))
    return document.replace(value=value)


def laid_over(base: Document, overlay: Document, source_id: str) -> Document:
    """A catalogue with an overlay: new ids add entries, known ones replace fields.

    ``contact`` is merged key by key; any other field is replaced. Both must conform to the schema,
    of which only the overlay may omit keys.
    """
    value = base.value.under(Block(base.value.at))
    for section in SECTIONS:
        entries = {one["id"]: one for one in value[section]}
        for entry in overlay.value.get(section, ()):
            known = entries.get(entry["id"])
            if known is None:
                new = {} if section == "sources" else {"sources": Items(entry.at, [source_id])}
                known = Block(entry.at, new)
            both = known.under(entry)
            if "contact" in known and "contact" in entry:
                both["contact"] = known["contact"].under(entry["contact"])
            entries[entry["id"]] = both
        value[section] = Items(value[section].at, entries.values())
    if complete := overlay.value.get("complete"):
        both = (*value.get("complete", ()), *complete)
        value["complete"] = Items(complete.at, dict.fromkeys(both))
    return Document(base.file, value, (*base.faults, *overlay.faults))


def touched(overlay: Block, whole: Block) -> set[str]:
    """The ids of the networks that an overlay has, or whose organisation it has."""
    carriers = {one["id"] for one in overlay.get("organisations", ())}
    carried = {one["id"] for one in whole["networks"] if one.get("organisation") in carriers}
    return carried | {one["id"] for one in overlay.get("networks", ())}


def source_of_file(file: str, name: str) -> Given:
    """The source that stands for an overlay, dated as the file."""
    try:
        changed = date.fromtimestamp(os.stat(file).st_mtime)
    except (OSError, ValueError, OverflowError):  # not written yet, or a time out of range
        changed = date(1970, 1, 1)
    values = {
        "id": name,
        "title": f"Fichier local {visible(file)}",
        "url": pathlib.Path(os.path.abspath(file)).as_uri(),
        "read_on": changed.isoformat(),
    }
    return Given((file, 0), values)
