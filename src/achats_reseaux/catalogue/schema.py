"""Validation against a JSON Schema: all faults at once, in French, each at its line.

Only the keywords that the published schemas use are implemented, and one of ours:
``refersTo`` says what an id or a code must name, a section of the catalogue or a list
of territories. ``examples`` illustrate a ``pattern``, ``anyOf`` lists keys of which one
is required. Every schema must have a type or a reference, and every object must be
closed. A test compares this with the ``jsonschema`` package, which brings five packages
and whose messages are in English.
"""

from __future__ import annotations

import re
from typing import Any

from achats_reseaux.catalogue.yaml_reader import (
    Document,
    Fault,
    Location,
    Synthetic,
    YamlMapping,
    YamlSequence,
    fault_at,
    shown,
)

Schema = dict[str, Any]
Reference = tuple[Location, str, str]
"""Where an id or a code is written; itself; and what it must name."""

_TYPES: dict[str, tuple[type, str]] = {
    "object": (YamlMapping, "un bloc « clé : valeur »"),
    "array": (YamlSequence, "une liste"),
    "string": (str, "un texte (entre guillemets s'il ressemble à un nombre)"),
    "integer": (int, "un nombre entier"),
    "boolean": (bool, "true ou false"),
}


class Validation:
    """The validation of a document.

    Attributes:
        faults: what is wrong, in the order of the document.
        references: what must name something.
    """

    def __init__(self, document: Document, schema: Schema) -> None:
        self.faults: list[Fault] = []
        self.references: list[Reference] = []
        self._definitions = schema["$defs"]
        self._value(document.value, schema, getattr(document.value, "location", (document.file, 1)))

    def _value(self, value: Any, schema: Schema, location: Location) -> None:
        if isinstance(value, Synthetic):
            return
        if "$ref" in schema:
            name = schema["$ref"].removeprefix("#/$defs/")
            schema = schema | self._definitions[name]
        kind, words = _TYPES[schema["type"]]
        is_flag = kind is int and isinstance(value, bool)
        if is_flag or not isinstance(value, kind):
            self._report(location, f"attendu {words}, trouvé {shown(value)}")
            return
        if "enum" in schema and value not in schema["enum"]:
            allowed = ", ".join(map(shown, schema["enum"]))
            self._report(location, f"{shown(value)} n'est pas permis ici (permis : {allowed})")
        if isinstance(value, YamlMapping):
            self._block(value, schema)
        elif isinstance(value, YamlSequence):
            self._items(value, schema)
        elif isinstance(value, str):
            self._text(value, schema, location)

    def _block(self, block: YamlMapping, schema: Schema) -> None:
        properties = schema["properties"]
        for name in schema.get("required", ()):
            if name not in block:
                self._report(block.location, f"la clé « {name} » manque")
        one_of: list[str] = []
        for alternative in schema.get("anyOf", ()):
            one_of += alternative["required"]
        if one_of and block.keys().isdisjoint(one_of):
            self._report(block.location, f"il faut une de ces clés : {', '.join(one_of)}")
        for name, inner in block.items():
            if name in properties:
                self._value(inner, properties[name], block.where(name))
            else:
                known = ", ".join(properties)
                self._report(block.where(name), f"clé inconnue {shown(name)} (connues : {known})")

    def _items(self, items: YamlSequence, schema: Schema) -> None:
        if len(items) < schema.get("minItems", 0):
            self._report(items.location, "liste vide")
        seen: set[str] = set()
        for rank, item in enumerate(items):
            self._value(item, schema["items"], items.where(rank))
            if "refersTo" in schema and isinstance(item, str):
                self.references.append((items.where(rank), item, schema["refersTo"]))
            if schema.get("uniqueItems"):
                if repr(item) in seen:
                    self._report(items.where(rank), f"{shown(item)} est écrit deux fois")
                seen.add(repr(item))

    def _text(self, text: str, schema: Schema, location: Location) -> None:
        pattern = schema.get("pattern", "")
        most = schema.get("maxLength", len(text))
        if len(text) > most:
            self._report(location, f"{shown(text)} a plus de {most} caractères")
        elif not re.search(pattern, text):
            like = ", ".join(f"« {example} »" for example in schema["examples"])
            self._report(location, f"{shown(text)} n'a pas la forme attendue, comme {like}")
        elif pattern and text != text.strip():
            self._report(location, f"{shown(text)} commence ou finit par une espace")
        elif "refersTo" in schema:
            self.references.append((location, text, schema["refersTo"]))

    def _report(self, location: Location, text: str) -> None:
        self.faults.append(fault_at(location, text))
