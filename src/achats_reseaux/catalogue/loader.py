"""Load the catalogue in use: the compiled one, or YAML, with or without overlays."""

from __future__ import annotations

from achats_reseaux.catalogue import compiled
from achats_reseaux.errors import CatalogueError
from achats_reseaux.gazetteer import tsv_table

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
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
        return known
    if known is None or cache is None:
        return from_yaml(base, overlays)
    files = overlays
    if file is not None:
        files = compiled.files_of(file) + overlays
    catalogue = compiled.load_cached(cache, files)
    if catalogue is None:
        state = compiled.state_of_files(cache, files)
        catalogue = from_yaml(base, overlays)
        compiled.save_cached(catalogue, state, cache, files)
    return catalogue


def from_yaml(file: str | Document, overlays: tuple[str | Document, ...]) -> Catalogue:
    """As :func:`load`, never from a compiled form.

    Either may be what is read already, or what a file will say that is not written yet.
    """
    from achats_reseaux.catalogue import build, overlay, rules, yaml_reader

    schema = schema_of("catalogue")
    whole = file
    if isinstance(whole, str):
        whole = yaml_reader.document_of(whole)
    refuse(rules.check(whole, schema))
    bundled = {network["id"] for network in whole.value["networks"]}
    own = {}
    faults: list[Fault] = []
    partial = overlay.schema_of_overlay(schema)
    for rank, document in enumerate(map(own_document, overlays), start=1):
        source_id = f"local-{rank}"
        own[source_id] = overlay.expanded(document, source_id)
        faults += rules.check_overlay(own[source_id], partial)
    refuse(faults, WITHOUT_OVERLAYS)
    local: set[str] = set()
    for source_id, document in own.items():
        whole = overlay.laid_over(whole, document, source_id)
        local.update(network["id"] for network in document.value.get("networks", ()))
    if own:
        faults = rules.check(whole, schema)
        faults += rules.unknown_entries(whole.value)
        refuse(faults, WITHOUT_OVERLAYS)
    return build.build(whole.value, frozenset(local), frozenset(local - bundled))


def own_document(file: str | Document) -> Document:
    """An overlay, unless it is read already; an error tells that it can be left out."""
    from achats_reseaux.catalogue import yaml_reader

    if not isinstance(file, str):
        return file
    try:
        return yaml_reader.document_of(file)
    except CatalogueError as error:
        error.hint = f"{error.hint} {WITHOUT_OVERLAYS}".lstrip()
        raise


def compile_bundled(file: str | None = None) -> None:
    """Compile the checkout's catalogue; see :func:`load` for errors.

    Args:
        file: the output for a wheel, which does not depend on modification times. By
            default the checkout's own compiled file, which records those of its
            sources.
    """
    if file is None:
        file, state = compiled.FILE, compiled.state_of_checkout()
    else:
        state = ()
    compiled.write(from_yaml(path(), ()), state, file)


def refuse(faults: Iterable[Fault], hint: str = "") -> None:
    """Refuse a catalogue that has faults; they are told by file and line, each once."""
    distinct = tuple(sorted(set(faults), key=lambda fault: fault.astuple()))
    if not distinct:
        return
    error = CatalogueError(message_of("Catalogue refusé :", distinct), hint)
    error.faults = distinct
    raise error


def message_of(lead: str, faults: Sequence[Fault]) -> str:
    """A message with its faults, one a line."""
    lines = [lead] + list(map(str, faults[:MOST_FAULTS]))
    if len(faults) > MOST_FAULTS:
        lines.append(f"et {len(faults) - MOST_FAULTS} autres fautes")
    return "\n  ".join(lines)


def schema_of(name: str) -> dict[str, Any]:
    """A published JSON Schema, by its name."""
    import json

    with open(schema_path(name), encoding="utf-8") as stream:
        schema: dict[str, Any] = json.load(stream)
    return schema


def schema_path(name: str) -> str:
    """The file of a published JSON Schema."""
    return f"{tsv_table.folder()}/schema/{name}.schema.json"
