"""The check digits of codes; what a code means is in ``tests/places/codes.tsv``."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from achats_reseaux.geocoder.codes import is_digits, is_siren, is_siret, luhn


@pytest.mark.parametrize(
    ("digits", "right", "reason"),
    [
        ("35600000000048", True, "a right key, by luck"),
        ("35600000000001", True, "the digits sum to 15"),
        ("35600000000006", True, "to 20"),
        ("35600000000002", False, "to 16: a multiple of four is none of five"),
        ("35600000000004", False, "to 18"),
        ("21760540100013", False, "to 30, but this is Rouen"),
        ("3560000000004", False, "thirteen digits"),
        ("35600000100001", False, "the key of the SIREN is still held"),
        ("21760540200007", False, "a right key cannot make up for that of the SIREN"),
        ("2176054010001", False, "a digit less"),
        ("2176054010001x", False, "a letter"),
    ],
)
def test_la_poste_has_a_key_of_its_own(digits: str, right: bool, reason: str) -> None:
    assert is_siret(digits) is right, reason


@given(st.integers(0, 10**8 - 1))
def test_one_key_in_ten_is_right(number: int) -> None:
    digits = f"{number:08d}"
    assert [luhn(f"{digits}{key}") for key in range(10)].count(True) == 1


def test_only_the_digits_of_ascii_are_digits() -> None:
    assert is_siren("217605401")
    assert not is_siren("21760540１")
    assert not is_digits("")
