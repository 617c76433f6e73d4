"""A user's own file laid over a catalogue: new ids add entries, known ones replace fields."""

from __future__ import annotations

import os
from datetime import date
from typing import Any
from urllib.parse import quote

from achats_reseaux.catalogue.personal_addresses import personal_faults
from achats_reseaux.catalogue.rules import later_comparisons
from achats_reseaux.catalogue.yaml_reader import (
    Document,
    Fault,
    Synthetic,
    YamlMapping,
    YamlSequence,
    blocks,
)
from achats_reseaux.model import CONTACT_FIELDS, Catalogue
from achats_reseaux.text import visible

SECTIONS = ("sources", "organisations", "networks", "traces")
"""The lists of an overlay; dates, reference and vocabulary are those of the catalogue."""

KEYS = ("schema_version", *SECTIONS, "complete")


# --- its schema -----------------------------------------------------------------------------------


def schema_of_overlay(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema of an expanded overlay, from that of the catalogue.

    An entry may lack any key but its id: what is not told stays as it is in the
    catalogue.
    """
    whole: dict[str, Any] = _with_fewer_required(schema)
    whole["properties"] = {name: whole["properties"][name] for name in KEYS}
    return whole


def _with_fewer_required(value: Any) -> Any:
    """A copy of a schema in which only ids are required."""
    if isinstance(value, list):
        return [_with_fewer_required(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _with_fewer_required(inner) for name, inner in value.items()}
    if "properties" in value:
        copy.pop("anyOf", None)  # one of several keys
        if "required" in value:
            copy["required"] = [name for name in value["required"] if name == "id"]
    return copy


# --- the file -------------------------------------------------------------------------------------


def is_overlay(document: Document) -> bool:
    """Whether a file has the keys of an overlay only; nothing may be either."""
    keys = document.value
    return isinstance(keys, YamlMapping) and bool(keys) and set(keys) <= set(KEYS)


def own_faults(
    document: Document, catalogue: Catalogue, today: str, *, allow_personal: bool
) -> list[Fault]:
    """What nobody's own file may say: days to come, and addresses of persons.

    The clock of this computer judges no whole catalogue.

    Args:
        document: the file, of which the catalogue is made.
        catalogue: the one in which it is.
        today: ISO date.
        allow_personal: whether addresses may be a person's.
    """
    faults: list[Fault] = []
    if is_overlay(document):
        faults += later_comparisons(document.value, today)
    if not allow_personal:
        faults += personal_faults(document, catalogue)
    return faults


def expanded(document: Document, source_id: str) -> Document:
    """An overlay without shorthands, which are expanded in place.

    The file itself is a source, and what has none is from it; a contact may be a plain
    value.
    """
    value = document.value
    if value is None:
        value = YamlMapping((document.file, 0))
    if not isinstance(value, YamlMapping):
        return document
    for section in ("networks", "organisations"):
        for entry in blocks(value.get(section)):
            _expand_contact(entry.get("contact"))
            for with_sources in (entry.get("contact"), entry.get("facts")):
                for block in blocks(with_sources):
                    block.setdefault("sources", YamlSequence(block.location, [source_id]))
    sources = value.setdefault("sources", YamlSequence(value.location))
    if isinstance(sources, YamlSequence):
        sources.append(source_of_file(document.file, source_id))
    return document.replace(value=value)


def _expand_contact(contact: Any) -> None:
    """Make a block of each contact that is a plain value."""
    if isinstance(contact, YamlMapping):
        for name in CONTACT_FIELDS:
            if isinstance(contact.get(name), str):
                contact[name] = YamlMapping(contact.where(name), {"value": contact[name]})


def source_of_file(file: str, name: str) -> Synthetic:
    """The source that stands for an overlay, dated as the file; not where it lies."""
    changed = 0.0  # not written yet
    if os.path.exists(file):
        changed = os.stat(file).st_mtime
    own = os.path.basename(file)
    values = {
        "id": name,
        "title": f"Fichier local {visible(own)}",
        "url": f"file:{quote(os.fsencode(own))}",
        "read_on": date.fromtimestamp(changed).isoformat(),
    }
    return Synthetic((file, 0), values)


# --- laid over ------------------------------------------------------------------------------------


def laid_over(base: Document, overlay: Document, source_id: str) -> Document:
    """A catalogue with an overlay, both without fault; the base is left as it was.

    ``contact`` is merged key by key; any other field is replaced.
    """
    value = base.value.overlaid_by(YamlMapping(base.value.location))
    for section in SECTIONS:
        listed = value.get(section, YamlSequence(value.location))
        entries = {entry["id"]: entry for entry in listed}
        for entry in overlay.value.get(section, ()):
            known = entries.get(entry["id"])
            if known is None:
                known = YamlMapping(entry.location)
                if section != "sources":
                    known["sources"] = YamlSequence(entry.location, [source_id])
                elif _is_words(entry):
                    url = source_of_file(overlay.file, source_id)["url"]
                    known = Synthetic(entry.location, {**entry, "url": url})
            entries[entry["id"]] = _merged(known, entry)
        value[section] = YamlSequence(listed.location, entries.values())
    complete = overlay.value.get("complete")
    if complete:
        kinds = dict.fromkeys(list(value.get("complete", ())) + complete)
        value["complete"] = YamlSequence(complete.location, kinds)
    return Document(base.file, value, base.faults + overlay.faults)


def _is_words(source: YamlMapping) -> bool:
    """Whether a source is named by words alone: "carnet du service, mars 2026"."""
    has_date = "read_on" in source or "page_date" in source
    return "title" in source and has_date and "url" not in source


def _merged(known: YamlMapping, entry: YamlMapping) -> YamlMapping:
    """An entry with the fields of another one over its own."""
    both = known.overlaid_by(entry)
    if isinstance(known, Synthetic):
        both = Synthetic(entry.location, both)
    if "contact" in known and "contact" in entry:
        both["contact"] = known["contact"].overlaid_by(entry["contact"])
    return both
