"""Validation against a JSON Schema: all errors at once, in French.

Only the keywords that the published schemas use are implemented. ``tests/test_catalogue_schema.py``
compares the results with those of the ``jsonschema`` package, which is not a dependency because it
brings five packages, one of them compiled, and its messages are in English.
"""

from __future__ import annotations

import re
from typing import Any

from achats_reseaux.catalogue.yaml_loader import Path, shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Schema = dict[str, Any]
SchemaError = tuple[Path, str]

_TYPES: dict[str, tuple[type, str]] = {
    "object": (dict, "un bloc « clé : valeur »"),
    "array": (list, "une liste"),
    "string": (str, "un texte (entre guillemets s'il ressemble à un nombre)"),
    "integer": (int, "un nombre entier"),
    "boolean": (bool, "true ou false"),
}

KEYWORDS = frozenset(
    "$ref type enum pattern required properties additionalProperties minProperties items minItems"
    " uniqueItems examples".split()
)
"""The keywords implemented; ``title``, ``description`` and the like are annotations.

``examples`` illustrate a ``pattern`` in messages. Every schema must have a type or a reference, and
every object must be closed.
"""


def schema_errors(value: Any, schema: Schema, *, partial: bool = False) -> Iterator[SchemaError]:
    """The errors of a value against a schema, as paths and French messages, in its own order.

    ``partial`` allows missing keys: an overlay has only the keys that it changes.
    """
    yield from _check_value(value, schema, (), schema.get("$defs", {}), partial)


def _check_value(
    value: Any, schema: Schema, path: Path, definitions: Schema, partial: bool
) -> Iterator[SchemaError]:
    if "$ref" in schema:
        schema = {**schema, **definitions[schema["$ref"].rpartition("/")[2]]}
    kind, words = _TYPES[schema["type"]]
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        yield path, f"attendu {words}, trouvé {shown(value)}"
        return
    if "enum" in schema and value not in schema["enum"]:
        allowed = ", ".join(shown(one) for one in schema["enum"])
        yield path, f"{shown(value)} n'est pas permis ici (permis : {allowed})"
    if kind in _CHECKS:
        yield from _CHECKS[kind](value, schema, path, definitions, partial)


def _check_object(
    value: dict[str, Any], schema: Schema, path: Path, definitions: Schema, partial: bool
) -> Iterator[SchemaError]:
    properties = schema["properties"]
    if not partial:
        for name in schema.get("required", ()):
            if name not in value:
                yield path, f"la clé « {name} » manque"
    if len(value) < schema.get("minProperties", 0):
        yield path, f"bloc vide : il faut une de ces clés : {', '.join(properties)}"
    for name, inner in value.items():
        if name in properties:
            yield from _check_value(inner, properties[name], (*path, name), definitions, partial)
        else:
            yield (*path, name), f"clé inconnue {shown(name)} (connues : {', '.join(properties)})"


def _check_array(
    value: list[Any], schema: Schema, path: Path, definitions: Schema, partial: bool
) -> Iterator[SchemaError]:
    if len(value) < schema.get("minItems", 0):
        yield path, "liste vide"
    for rank, item in enumerate(value):
        yield from _check_value(item, schema["items"], (*path, rank), definitions, partial)
    if schema.get("uniqueItems"):
        seen: set[str] = set()
        for rank, item in enumerate(value):
            if repr(item) in seen:
                yield (*path, rank), f"{shown(item)} est écrit deux fois"
            seen.add(repr(item))


def _check_string(
    value: str, schema: Schema, path: Path, _definitions: Schema, _partial: bool
) -> Iterator[SchemaError]:
    pattern = schema.get("pattern")
    if pattern and not re.search(pattern, value):
        like = ", ".join(f"« {one} »" for one in schema.get("examples", ())) or pattern
        yield path, f"{shown(value)} n'a pas la forme attendue, comme {like}"
    elif pattern and value != value.strip():
        yield path, f"{shown(value)} commence ou finit par une espace"


_CHECKS: dict[type, Callable[..., Iterator[SchemaError]]] = {
    dict: _check_object,
    list: _check_array,
    str: _check_string,
}
