"""The ordered table of readings: each row has an example that without it is read otherwise."""

from types import ModuleType
from typing import Any

import pytest

from achats_reseaux.geocoder import areas, names, near_names, readings

MODULES: tuple[ModuleType, ...] = (readings, areas, names, near_names)


def example(reading: Any) -> str:
    """The first text in the first line of what a reading says of itself."""
    return str(reading.__doc__).split("``")[1]


@pytest.mark.parametrize("row", readings.READINGS, ids=lambda row: row.__name__)
def test_without_its_row_the_example_of_a_reading_is_read_otherwise(
    row: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = readings.read(example(row))
    for module in MODULES:
        for name, table in vars(module).copy().items():
            if isinstance(table, tuple) and row in table:
                shorter = tuple(reading for reading in table if reading is not row)
                monkeypatch.setattr(module, name, shorter)
    assert readings.read(example(row)) != expected
