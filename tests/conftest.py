"""What every test shares: the compiled catalogue is fresh, and the collector of cycles rests."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from achats_reseaux.catalogue import compiled, loader
from achats_reseaux.gazetteer import tsv_table

if TYPE_CHECKING:
    from collections.abc import Iterator


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogue once, before any worker starts: the tests of start-up rely on it."""
    if hasattr(config, "workerinput") or not tsv_table.is_checkout():
        return
    if compiled.bundled() is None:
        loader.compile_bundled()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let the collector of cycles leave the thousands of items alone, and then run less often."""
    gc.disable()
    result = yield
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()
    return result
