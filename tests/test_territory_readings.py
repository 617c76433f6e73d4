"""What a text means, or why it means nothing: the tables of ``tests/places``, a reason in each row.

A row has the text, the kind required, the options that settle it (``departement=93``), the answer,
what is said with it, and the reason. The answer is the places, ``~`` where approximate, in brackets
those left aside; or ``unknown`` with the texts to type instead; or ``malformed``. What is said is
the notes, parted by ``|``, or the message; an empty cell is not compared.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Malformed, Places, Unknown

FOLDER = Path(__file__).parent / "places"
TABLES = (
    "codes",
    "texts",
    "names",
    "epci",
    "addresses",
    "letterheads",
    "kinds",
    "messages",
    "doubts",
    "gains",
    "near",
)


def rows(name: str) -> list[list[str]]:
    """The rows of a table; characters that no editor shows are escaped in it."""
    with (FOLDER / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        _, *found = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
    for row in found:
        if "\\" in row[0]:
            row[0] = row[0].encode("latin-1", "backslashreplace").decode("unicode_escape")
    return found


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


@pytest.mark.parametrize(
    "row", [row for name in TABLES for row in rows(name)], ids=lambda row: row[0]
)
def test_reading(row: list[str]) -> None:
    text, kind, options, expected, sentence, reason = row
    settled = dict(option.split("=") for option in options.split(";") if option)
    found = resolve(text, kind or None, **settled)  # type: ignore[arg-type]
    assert answer(found) == expected, reason
    if sentence:
        assert said(found) == sentence, reason
    if isinstance(found, Unknown):
        assert found.message
    for suggestion in getattr(found, "suggestions", ()):
        assert isinstance(resolve(suggestion), Places), suggestion
