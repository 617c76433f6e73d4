"""Load the catalogue in use: the compiled one, or YAML, with or without overlays."""

from __future__ import annotations

import os
from functools import lru_cache

from achats_reseaux import catalogue
from achats_reseaux.errors import CatalogueError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.text import shell_quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from achats_reseaux.catalogue.cache import Cache
    from achats_reseaux.catalogue.parts import Texts
    from achats_reseaux.catalogue.yaml_loader import Document, Fault
    from achats_reseaux.model import Catalogue


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
    if file is None and not overlays:
        known = catalogue.bundled()
        if known is not None:
            return known.replace(files=(path(),))
    base = path() if file is None else file
    if cache is None or catalogue.bundled() is None:  # a checkout whose YAML has changed
        return _from_yaml(base, overlays)
    from achats_reseaux.catalogue.cache import cache_key, read_cached, write_cached

    found = read_cached(cache, file, overlays)
    if found is not None:
        return found.replace(files=(base, *overlays))
    try:
        key = cache_key(cache, file, overlays)
    except (OSError, ValueError):  # the loader says which file and why
        return _from_yaml(base, overlays)
    found = _from_yaml(base, overlays)
    write_cached(cache, file, overlays, found, key)
    return found


def load_with(file: str | None, overlays: tuple[str, ...], last: str, text: str) -> Catalogue:
    """Load the catalogue with one more overlay, which is not on disk yet.

    Args:
        file: as for :func:`load`.
        overlays: as for :func:`load`.
        last: the path that the new overlay will have.
        text: its YAML.

    Raises:
        CatalogueError: a file is missing, unreadable or invalid; it names every fault.
    """
    return _from_yaml(path() if file is None else file, (*overlays, last), {last: text})


def _from_yaml(
    file: str, overlays: tuple[str, ...], unwritten: dict[str, str] | None = None
) -> Catalogue:
    from achats_reseaux.catalogue import build, overlay, parts, rules, yaml_loader
    from achats_reseaux.catalogue.schema import schema_errors

    document = _whole(file, parts.texts_of(file))
    if not overlays:
        return build.build(document.value, (file,))
    schema, texts = schema_of("catalogue"), unwritten or {}
    listed = {one["id"] for one in document.value["networks"]}
    extras: list[Document] = []
    faults: list[Fault] = []
    for one in overlays:
        written = ((one, texts[one]),) if one in texts else parts.texts_of(one)
        extra = overlay.prepare(parts.document_of(one, written), _source_id(len(extras)))
        partly = schema_errors(extra.value, schema, partial=True)
        faults += (*extra.faults, *(extra.fault(where, text) for where, text in partly))
        extras.append(extra)
    _refuse(yaml_loader.in_order(faults))
    local: frozenset[str] = frozenset()
    for rank, extra in enumerate(extras):
        document, named = overlay.merge(document, extra, _source_id(rank))
        local |= named
    _refuse(rules.check(document, schema, overlaid=True))
    return build.build(document.value, (file, *overlays), local, local - listed)


def _source_id(rank: int) -> str:
    """The id of the source that an overlay is of what it says."""
    return f"local-{rank + 1}"


@lru_cache(maxsize=1)  # some commands lay several overlays over one catalogue
def _whole(file: str, texts: Texts) -> Document:
    """The document of a catalogue without faults."""
    from achats_reseaux.catalogue import parts, rules

    document = parts.document_of(file, texts)
    _refuse(rules.check(document, schema_of("catalogue")), file)
    return document


def compile_bundled(file: str | None = None) -> None:
    """Compile the checkout's catalogue.

    Args:
        file: the output for a wheel, which does not depend on modification times. By default the
            checkout's own compiled file, which records those of its sources.

    Raises:
        CatalogueError: it has a fault.
    """
    from achats_reseaux.catalogue.compiler import compiled_form, write_compiled
    from achats_reseaux.catalogue.inputs import inputs
    from achats_reseaux.search.index import index_of

    found = _from_yaml(path(), ())
    found = found.replace(search_index=(index_of(found),))
    made_from = inputs(tsv_table.folder()) if file is None else ()
    write_compiled(compiled_form(found, made_from), file or catalogue.FILE)


def is_overlay(file: str) -> bool:
    """Whether a YAML file has keys, and those of an overlay only.

    Raises:
        CatalogueError: the file cannot be read, or is not YAML.
    """
    from achats_reseaux.catalogue import overlay, parts

    value = parts.read_catalogue(file).value
    return isinstance(value, dict) and bool(value) and value.keys() <= {*overlay.KEYS}


def check_file(file: str) -> tuple[Fault, ...]:
    """Every fault of a whole catalogue, a file or a folder.

    Raises:
        CatalogueError: the file cannot be read, is not YAML, or is one of several.
    """
    from achats_reseaux.catalogue import parts, rules

    faults = rules.check(parts.read_catalogue(file), schema_of("catalogue"))
    _refuse_part(file, faults)
    return faults


def _refuse(faults: tuple[Fault, ...], whole: str = "") -> None:
    """Refuse a whole catalogue, of this file, or one with overlays.

    Raises:
        CatalogueError: there are faults.
    """
    if not faults:
        return
    _refuse_part(whole, faults)
    if whole and is_overlay(whole):
        message = f"{whole} est un complément, pas un catalogue entier."
        hint = "Vos compléments sont lus sans option, dans le dossier que nomme :"
        raise CatalogueError(message, hint, next_commands=("reseaux catalogue info",))
    command = f"reseaux catalogue check {shell_quoted(whole) if whole else '--local'}"
    hint = "" if whole else "Sans vos compléments : --no-local. Toutes leurs fautes :"
    shown = [str(fault) for fault in (faults if len(faults) < 22 else faults[:20])]
    if len(faults) > len(shown):
        shown.append(f"… et {len(faults) - len(shown)} autres fautes")
    message = "Catalogue refusé :\n  " + "\n  ".join(shown)
    error = CatalogueError(message, hint, next_commands=(command,))
    error.faults = faults
    raise error


def _refuse_part(file: str, faults: tuple[Fault, ...]) -> None:
    """Refuse one of the files of a folder that is taken for a whole catalogue.

    Raises:
        CatalogueError: it is one, and has faults.
    """
    from achats_reseaux.catalogue.parts import is_part

    if faults and file and is_part(file):
        folder = os.path.dirname(file) or os.curdir
        message = f"{file} n'est qu'une partie d'un catalogue en plusieurs fichiers."
        command = f"reseaux catalogue check {shell_quoted(folder)}"
        raise CatalogueError(message, "Nommez leur dossier :", next_commands=(command,))


def schema_of(name: str) -> dict[str, Any]:
    """A published JSON Schema: ``catalogue`` or ``answer``."""
    import json

    with open(schema_path(name), encoding="utf-8") as stream:
        schema: dict[str, Any] = json.load(stream)
    return schema


def schema_path(name: str) -> str:
    """The file of a published JSON Schema."""
    return os.path.join(tsv_table.folder(), "schema", f"{name}.schema.json")
