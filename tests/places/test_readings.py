"""What a text means, or why it means nothing: the tables beside this file, a reason in each row.

A row has the text, the kind required, the options that settle it (``departement=93``), the answer,
what is said with it, and the reason. The answer is the places, ``~`` where approximate, in brackets
those left aside; or ``unknown`` with the texts to type instead; or ``malformed``. What is said is
the notes, parted by ``|``, or the message; an empty cell is not compared.
"""

from types import ModuleType
from typing import Any

import pytest

from achats_reseaux.geocoder import (
    address_with_code,
    areas,
    looked_up,
    names,
    near_names,
    readings,
    resolve,
)
from achats_reseaux.geocoder.query import clean
from achats_reseaux.geocoder.refusals import NAMED
from achats_reseaux.model import Malformed, Place, Places, Unknown
from helpers.cases import cases, check_all, tabled

TABLES = (
    "codes texts names epci addresses letterheads kinds kinds_and_codes messages doubts gains near"
).split()


def answer(found: Places | Unknown | Malformed) -> str:
    """An outcome on one line."""
    if isinstance(found, Malformed):
        return "malformed"
    if isinstance(found, Unknown):
        return " ".join(["unknown", *(f"[{text}]" for text in found.suggestions)])
    texts = [f"{one.kind}:{one.code}{'~' * one.approximate}" for one in found.candidates]
    return " ".join([*texts, *(f"({one.kind}:{one.code})" for one in found.aside)])


def said(found: Places | Unknown | Malformed) -> str:
    """The notes of the places found, or the message."""
    if isinstance(found, Places):
        return " | ".join(dict.fromkeys(n for one in found.candidates for n in one.notes))
    return found.message


@pytest.mark.parametrize("name", TABLES)
def test_readings(name: str) -> None:
    check_all(cases(f"places/{name}.tsv"), check_reading)


def check_reading(
    text: str, kind: str, options: str, expected: str, sentence: str, reason: str
) -> None:
    settled = dict(option.split("=") for option in options.split(";") if option)
    found = resolve(text, kind or None, **settled)  # type: ignore[arg-type]
    assert answer(found) == expected, reason
    if sentence:
        assert said(found) == sentence, reason
    if isinstance(found, Unknown | Malformed):
        assert found.message.endswith(".")
    for suggestion in getattr(found, "suggestions", ()):
        assert isinstance(resolve(suggestion), Places), suggestion


@tabled
def test_a_text_is_cleaned(text: str, cleaned: str, reason: str) -> None:
    assert clean(text) == cleaned, reason


def test_five_hundred_characters_are_a_text_and_one_more_is_a_paste() -> None:
    quoted = f"« {'x' * 59}… »"
    assert resolve("x" * 500) == Unknown(f"Aucun lieu {NAMED} {quoted}.")
    assert resolve("x" * 501) == Malformed(f"{quoted} est trop long pour être un lieu.")
    assert looked_up("Rouen", None)
    assert not looked_up(f"Rouen{' ' * 500}", None)


def test_a_whole_commune() -> None:
    rouen = Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",))
    assert resolve("Rouen") == Places((rouen,))
    assert address_with_code("12 rue de la Gare, 76000 Rouen") == rouen
    (place,) = resolve("97434 Saint-Gilles-les-Bains").candidates  # type: ignore[union-attr]
    assert place.partly_read, "the code alone"


def test_the_short_way_of_an_address_answers_as_the_long_one_or_not_at_all() -> None:
    texts = [row[0] for name in TABLES for row in cases(f"places/{name}.tsv")]
    read = [text for text in texts if (found := address_with_code(text)) and not
            (isinstance(whole := resolve(text), Places) and found in whole.candidates)]  # fmt: skip
    assert read == []
    assert sum(address_with_code(text) is not None for text in texts) > 40


# --- the ordered table: without its row, the example of a reading is read otherwise ---

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
