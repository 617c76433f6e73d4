"""What every test shares: the compiled catalogue is fresh, its YAML is read and checked once a
process, and the collector of cycles rests.
"""

import gc
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from achats_reseaux import text
from achats_reseaux.catalogue import compiled, loader, rules, yaml_reader
from achats_reseaux.catalogue.schema import Reference, Schema, Validation
from achats_reseaux.gazetteer import tsv_table


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogue once, before any worker starts: the tests of start-up rely on it."""
    text.MOST_KEPT = 100_000
    if hasattr(config, "workerinput") or not tsv_table.is_checkout():
        return
    if compiled.bundled() is None:
        loader.compile_bundled()


@pytest.fixture(scope="session", autouse=True)
def _bundled_yaml_is_read_once() -> Iterator[None]:
    """Whatever lies over it leaves it as it was, and to read it takes as long as ten tests.

    An entry of it that conforms to the schema does so below any file of one's own.
    """
    bundled, read, check = loader.path(), yaml_reader.document_of, rules.check
    judge = Validation._value
    kept: list[yaml_reader.Document] = []
    faults: list[list[yaml_reader.Fault]] = []
    entries: set[int] = set()
    right: dict[int, tuple[Schema, list[Reference]]] = {}

    def document_of(path: str) -> yaml_reader.Document:
        if path != bundled:
            return read(path)
        if not kept:
            kept.append(read(path))
            for section in kept[0].value.values():
                entries.update(map(id, yaml_reader.blocks(section)))
        return kept[0]

    def checked(document: yaml_reader.Document, schema: Schema) -> list[yaml_reader.Fault]:
        if not (kept and document is kept[0]):
            return check(document, schema)
        if not faults:
            faults.append(check(document, schema))
        return faults[0]

    def value(self: Validation, one: Any, schema: Schema, location: yaml_reader.Location) -> None:
        before, known = right.get(id(one), (None, []))
        if before is schema:
            self.references += known
            return
        told, named = len(self.faults), len(self.references)
        judge(self, one, schema, location)
        if id(one) in entries and len(self.faults) == told:
            right[id(one)] = schema, self.references[named:]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reader, "document_of", document_of)
        patch.setattr(rules, "check", checked)
        patch.setattr(loader, "schema_of", cache(loader.schema_of))
        patch.setattr(Validation, "_value", value)
        yield


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let the collector of cycles leave the thousands of items alone, and then run less often."""
    gc.disable()
    result = yield
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()
    return result
