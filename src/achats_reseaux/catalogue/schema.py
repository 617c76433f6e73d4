"""Validation against a JSON Schema: all errors at once, in French.

Only the keywords that the published schemas use are implemented, and ``refersTo``, which is ours:
what an id, a code or a date must name, a section of the catalogue, a list of territories or the
calendar. ``tests/test_catalogue_schema.py``
compares the results with those of the ``jsonschema`` package, which is not a dependency because it
brings five packages, one of them compiled, and its messages are in English.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from achats_reseaux.catalogue.yaml_reader import Path, shown

Schema = dict[str, Any]
SchemaError = tuple[Path, str]
Reference = tuple[Path, Any, str]

_TYPES: dict[str, tuple[type, str]] = {
    "object": (dict, "un bloc « clé : valeur »"),
    "array": (list, "une liste"),
    "string": (str, "un texte (entre guillemets s'il ressemble à un nombre)"),
    "integer": (int, "un nombre entier"),
    "boolean": (bool, "true ou false"),
}

KEYWORDS = frozenset(
    "$ref type enum pattern required properties additionalProperties minProperties items minItems"
    " uniqueItems examples refersTo".split()
)
"""The keywords implemented; ``title``, ``description`` and the like are annotations.

``examples`` illustrate a ``pattern`` in messages. Every schema must have a type or a reference, and
every object must be closed.
"""


def schema_errors(
    value: Any, schema: Schema, *, partial: bool = False
) -> tuple[list[SchemaError], list[Reference]]:
    """The errors of a value against a schema, as paths and French messages, in its own order.

    Then each value that must name something: its path, the value, and what it refers to.
    ``partial`` allows missing keys but ids: an overlay has only the keys that it changes.
    """
    check = _Check(schema.get("$defs", {}), partial)
    check.value(value, schema, ())
    return check.errors, check.references


class _Check:
    """The check of one document.

    Errors are collected in a list: nested generators, one a value, would take twice as long.
    """

    def __init__(self, definitions: Schema, partial: bool) -> None:
        self.errors: list[SchemaError] = []
        self.references: list[Reference] = []
        self._definitions = {f"#/$defs/{name}": one for name, one in definitions.items()}
        self._partial = partial
        self._report = self.errors.append

    def value(self, value: Any, schema: Schema, path: Path) -> None:
        if "$ref" in schema:
            named = self._definitions[schema["$ref"]]
            schema = {**schema, **named} if len(schema) > 1 else named
        kind, words = _TYPES[schema["type"]]
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            self._report((path, f"attendu {words}, trouvé {shown(value)}"))
            return
        if "enum" in schema and value not in schema["enum"]:
            allowed = ", ".join(shown(one) for one in schema["enum"])
            self._report((path, f"{shown(value)} n'est pas permis ici (permis : {allowed})"))
        if "refersTo" in schema:
            self.references.append((path, value, schema["refersTo"]))
        if kind is str:
            if "pattern" in schema:
                self._pattern(value, schema, path)
        elif kind is dict:
            self._object(value, schema, path)
        elif kind is list:
            self._array(value, schema, path)

    def _object(self, value: Any, schema: Schema, path: Path) -> None:
        properties = schema["properties"]
        for name in schema.get("required", ()):
            if name not in value and (name == "id" or not self._partial):
                self._report((path, f"la clé « {name} » manque"))
        if len(value) < schema.get("minProperties", 0):
            self._report((path, f"bloc vide : il faut une de ces clés : {', '.join(properties)}"))
        for name, inner in value.items():
            if name in properties:
                self.value(inner, properties[name], (*path, name))
            else:
                text = f"clé inconnue {shown(name)} (connues : {', '.join(properties)})"
                self._report(((*path, name), text))

    def _array(self, value: Any, schema: Schema, path: Path) -> None:
        if len(value) < schema.get("minItems", 0):
            self._report((path, "liste vide"))
        for rank, item in enumerate(value):
            self.value(item, schema["items"], (*path, rank))
        if schema.get("uniqueItems"):
            seen: set[str] = set()
            for rank, item in enumerate(value):
                if repr(item) in seen:
                    self._report(((*path, rank), f"{shown(item)} est écrit deux fois"))
                seen.add(repr(item))

    def _pattern(self, value: Any, schema: Schema, path: Path) -> None:
        pattern = schema["pattern"]
        if not _compiled(pattern).search(value):
            like = ", ".join(f"« {one} »" for one in schema.get("examples", ())) or pattern
            self._report((path, f"{shown(value)} n'a pas la forme attendue, comme {like}"))
        elif value != value.strip():
            self._report((path, f"{shown(value)} commence ou finit par une espace"))


_compiled = cache(re.compile)
