"""What every test shares: the compiled catalogue is fresh, its YAML is read and checked once a
process, and the collector of cycles rests.
"""

import gc
from collections.abc import Iterator

import pytest

from achats_reseaux import text
from achats_reseaux.catalogue import compiled, loader, rules, yaml_reader
from achats_reseaux.catalogue.schema import Schema
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
    """Whatever lies over it leaves it as it was, and to read it takes as long as ten tests."""
    bundled, read, check = loader.path(), yaml_reader.document_of, rules.check
    kept: list[yaml_reader.Document] = []
    faults: list[list[yaml_reader.Fault]] = []

    def document_of(path: str) -> yaml_reader.Document:
        if path != bundled:
            return read(path)
        if not kept:
            kept.append(read(path))
        return kept[0]

    def checked(document: yaml_reader.Document, schema: Schema) -> list[yaml_reader.Fault]:
        if not (kept and document is kept[0]):
            return check(document, schema)
        if not faults:
            faults.append(check(document, schema))
        return faults[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_reader, "document_of", document_of)
        patch.setattr(rules, "check", checked)
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
