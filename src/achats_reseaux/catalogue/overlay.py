"""Merge a user's own files into a catalogue, as plain values, before validation."""

from __future__ import annotations

import os
import pathlib
from datetime import date
from typing import Any

from achats_reseaux.catalogue.build import CONTACT_FIELDS
from achats_reseaux.catalogue.yaml_reader import Document, Fault, Marks, Path, shown
from achats_reseaux.text import nearest, visible

Plain = dict[str, Any]

SECTIONS = ("sources", "organisations", "networks")
"""The sections of an overlay; dates, reference and vocabulary are those of the bundled list."""

KEYS = ("schema_version", *SECTIONS, "complete")


def prepare(document: Document, source_id: str) -> Document:
    """Expand the shorthands of an overlay to the form that the schema describes.

    A missing ``sources`` means the file itself; a contact may be a plain value.

    Args:
        document: the file as read.
        source_id: the id of the source that stands for the file.
    """
    if document.value is None:
        return document.replace(value={})
    sections = document.value if isinstance(document.value, dict) else {}
    for section in ("networks", "organisations"):
        for entry in _dicts(sections.get(section)):
            contact = entry.get("contact")
            if isinstance(contact, dict):
                for name in CONTACT_FIELDS:
                    if isinstance(contact.get(name), str):
                        contact[name] = {"value": contact[name]}
            contacts = [*contact.values()] if isinstance(contact, dict) else []
            for told in (*_dicts(contacts), *_dicts(entry.get("facts"))):
                if "of" not in told:
                    told.setdefault("sources", [source_id])
    return document


def _dicts(entries: Any) -> list[Plain]:
    return [one for one in entries if isinstance(one, dict)] if isinstance(entries, list) else []


def merge(base: Document, overlay: Document, source_id: str) -> tuple[Document, frozenset[str]]:
    """Merge a prepared overlay into a catalogue: new ids add entries, known ones replace fields.

    ``contact`` is merged key by key; any other field is replaced. Both must conform to the schema,
    of which only the overlay may omit keys.

    Returns:
        The merged document, with file and line of each path, and the ids of the networks that the
        overlay has, or whose organisation it has.
    """
    value: Plain = dict(base.value)
    targets: dict[Path, int] = {}
    faults = [*base.faults, *overlay.faults]
    for section in SECTIONS:
        entries = [dict(one) for one in value[section]]
        ranks = {one["id"]: rank for rank, one in enumerate(entries)}
        for rank, entry in enumerate(overlay.value.get(section, ())):
            target = ranks.setdefault(entry["id"], len(entries))
            if target == len(entries):
                if "name" not in entry and section == "networks":
                    faults += _misspelt(overlay, rank, entry["id"], [*ranks][:-1])
                entries.append({} if section == "sources" else {"sources": [source_id]})
            if section == "sources":
                _keep_one_form(entries[target], entry)
            _merge_fields(entries[target], entry)
            targets[section, rank] = target
        value[section] = entries
    if complete := overlay.value.get("complete"):
        value["complete"] = list(dict.fromkeys((*value.get("complete", ()), *complete)))
    value["sources"] = [*value["sources"], _source_of_file(overlay.file, source_id)]
    carriers = {one["id"] for one in overlay.value.get("organisations", ())}
    networks = {one["id"] for one in overlay.value.get("networks", ())}
    networks |= {one["id"] for one in value["networks"] if one.get("organisation") in carriers}
    marks = base.marks | _moved_marks(overlay.marks, targets)
    return Document(base.file, value, marks, tuple(faults)), frozenset(networks)


def _misspelt(overlay: Document, rank: int, new: str, known: list[str]) -> list[Fault]:
    """The fault of an incomplete new entry whose id is near a known one."""
    near = nearest(new, known, most=1, cutoff=0.75)
    text = f"{shown(new)} n'est pas dans le catalogue"
    return [
        overlay.fault(("networks", rank, "id"), f"{text} ; vouliez-vous dire : {one} ?")
        for one in near
    ]


def _keep_one_form(target: Plain, entry: Plain) -> None:
    """Give the dates of a source the form of those that replace them: ``date`` is the older one."""
    if entry.keys() & {"page_date", "read_on"}:
        target.pop("date", None)
        target.pop("dated", None)
    elif target and entry.keys() & {"date", "dated"} and "dated" not in target:
        published, read = target.pop("page_date", None), target.pop("read_on", None)
        target |= {"date": published or read, "dated": "publié" if published else "lu"}


def _merge_fields(target: Plain, entry: Plain) -> None:
    for name, field in entry.items():
        if name == "contact" and isinstance(target.get(name), dict):
            target[name] = {**target[name], **field}
        else:
            target[name] = field


def _moved_marks(written: Marks, targets: dict[Path, int]) -> Marks:
    """The marks of an overlay, by the paths of its entries in the merged document."""
    return {
        (path[0], targets[path[:2]], *path[2:]): mark
        for path, mark in written.items()
        if path[:2] in targets
    }


def _source_of_file(file: str, name: str) -> Plain:
    try:
        changed = date.fromtimestamp(os.stat(file).st_mtime)
    except (OSError, ValueError, OverflowError):  # removed since it was read, or out of range
        changed = date(1970, 1, 1)
    return {
        "id": name,
        "title": f"Fichier local {visible(file)}",
        "url": pathlib.Path(os.path.abspath(file)).as_uri(),
        "read_on": changed.isoformat(),
    }
