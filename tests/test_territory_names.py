"""How a text is cleaned before it is read, and a whole answer of the geocoder."""

from __future__ import annotations

import pytest

from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.names import clean
from achats_reseaux.model import Malformed, Place, Places, Unknown


@pytest.mark.parametrize(
    ("text", "cleaned", "reason"),
    [
        ("  Rouen \t le  Haut ", "Rouen le Haut", "one space between words"),
        ("'01000", "01000", "a spreadsheet's quote"),
        ('="01000"', "01000", "a spreadsheet's formula"),
        ("Saint\u00adDenis", "SaintDenis", "a soft hyphen is nothing"),
        ("E\u0301vreux", "Évreux", "composed"),
        ("l&#039;Yonne", "l'Yonne", "an entity of HTML"),
        ("Eau ; &copy Bain", "Eau ; &copy Bain", "none without its semicolon"),
        ("x" * 600, "x" * 500, "no more than is ever read"),
        ("é" * 600, "é" * 500, "likewise"),
    ],
)
def test_a_text_is_cleaned(text: str, cleaned: str, reason: str) -> None:
    assert clean(text) == cleaned, reason


def test_five_hundred_characters_are_a_text_and_one_more_is_a_paste() -> None:
    quoted = f"« {'x' * 59}… »"
    assert resolve("x" * 500) == Unknown(f"Aucun lieu ne s'appelle {quoted}.")
    assert resolve("x" * 501) == Malformed(f"{quoted} est trop long pour être un lieu.")


def test_a_whole_commune() -> None:
    assert resolve("Rouen") == Places(
        (Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",)),)
    )
