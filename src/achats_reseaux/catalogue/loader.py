"""Load the catalogue in use: the compiled one, or YAML, with or without overlays."""

from __future__ import annotations

from achats_reseaux.catalogue import compiled
from achats_reseaux.errors import CatalogueError
from achats_reseaux.gazetteer import tsv_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from achats_reseaux.catalogue.compiled import Cache
    from achats_reseaux.catalogue.yaml_reader import Document, Fault
    from achats_reseaux.model import Catalogue

WITHOUT_OVERLAYS = "Sans vos compléments : --no-local."

MOST_FAULTS = 200
"""Faults that a message tells: nobody reads more, and a file of 4 MB may have 200,000."""


def path() -> str:
    """The folder of the bundled catalogue's YAML files."""
    return tsv_table.folder()


def load(
    file: str | None = None, overlays: tuple[str, ...] = (), cache: Cache | None = None
) -> Catalogue:
    """Load the catalogue in use.

    Args:
        file: a YAML file, or a folder of them, that replaces the bundled catalogue.
        overlays: YAML files merged into it, in this order.
        cache: where the compiled result may be stored, or ``None``.

    Raises:
        CatalogueError: a file is missing, unreadable or invalid; it names every fault.
    """
    base = path() if file is None else file
    known = compiled.bundled()  # none in a checkout whose YAML has changed
    if known is not None and file is None and not overlays:
        return known.replace(files=(base,))
    if known is None or cache is None:
        return from_yaml(base, overlays)
    files = overlays
    if file:
        files = compiled.files_of(file) + overlays
    found = compiled.kept(cache, files)
    if found is None:
        state = compiled.state_of_files(cache, files)
        found = from_yaml(base, overlays)
        compiled.keep(found, state, cache, files)
    return found.replace(files=(base, *overlays))


def from_yaml(file: str | Document, overlays: tuple[str | Document, ...]) -> Catalogue:
    """As :func:`load`, never from a compiled form.

    Either may be what is read already, or what a file will say that is not written yet.
    """
    from achats_reseaux.catalogue import build, overlay, rules, yaml_reader

    schema = schema_of("catalogue")
    whole = yaml_reader.document_of(file) if isinstance(file, str) else file
    refuse(rules.check(whole, schema))
    listed = {one["id"] for one in whole.value["networks"]}
    local: set[str] = set()
    documents = [own_document(one) if isinstance(one, str) else one for one in overlays]
    extras = {f"local-{rank}": one for rank, one in enumerate(documents, start=1)}
    extras = {name: overlay.expanded(one, name) for name, one in extras.items()}
    faults = (fault for one in extras.values() for fault in rules.check_overlay(one, schema))
    refuse(faults, WITHOUT_OVERLAYS)
    for name, one in extras.items():
        whole = overlay.laid_over(whole, one, name)
        local |= {entry["id"] for entry in one.value.get("networks", ())}
    if overlays:
        refuse((*rules.check(whole, schema), *rules.misspelt(whole.value)), WITHOUT_OVERLAYS)
    files = (whole.file, *(one.file for one in documents))
    return build.build(whole.value, files, frozenset(local), frozenset(local - listed))


def own_document(file: str) -> Document:
    """An overlay; an error tells that it can be left out."""
    from achats_reseaux.catalogue import yaml_reader

    try:
        return yaml_reader.document_of(file)
    except CatalogueError as error:
        error.hint = f"{error.hint} {WITHOUT_OVERLAYS}".lstrip()
        raise


def compile_bundled(file: str | None = None) -> None:
    """Compile the checkout's catalogue; see :func:`load` for errors.

    Args:
        file: the output for a wheel, which does not depend on modification times. By default the
            checkout's own compiled file, which records those of its sources.
    """
    state = compiled.state_of_checkout() if file is None else ()
    compiled.write(from_yaml(path(), ()), state, file or compiled.FILE)


def refuse(faults: Iterable[Fault], hint: str = "") -> None:
    """Refuse a catalogue that has faults; they are told by file and line, each once."""
    found = tuple(sorted(set(faults), key=lambda fault: fault.astuple()))
    if not found:
        return
    lines = ["Catalogue refusé :"]
    lines += [str(fault) for fault in found[:MOST_FAULTS]]
    if len(found) > MOST_FAULTS:
        lines.append(f"et {len(found) - MOST_FAULTS} autres fautes")
    error = CatalogueError("\n  ".join(lines), hint)
    error.faults = found
    raise error


def schema_of(name: str) -> dict[str, Any]:
    """A published JSON Schema: ``catalogue`` or ``answer``."""
    import json

    with open(schema_path(name), encoding="utf-8") as stream:
        schema: dict[str, Any] = json.load(stream)
    return schema


def schema_path(name: str) -> str:
    """The file of a published JSON Schema."""
    return f"{tsv_table.folder()}/schema/{name}.schema.json"
