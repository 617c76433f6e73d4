"""What Python takes for a place: a text, whose code may say what it is of."""

import pytest

import achats_reseaux
from achats_reseaux.errors import ArgumentError


def test_a_code_says_what_it_is_of() -> None:
    (saint_barthelemy,) = achats_reseaux.annotate(["97133"])
    (vieux_fort,) = achats_reseaux.annotate(["insee:97133"])
    assert saint_barthelemy.departements == ("977",)
    assert vieux_fort.departements == ("971",)


def test_no_place_is_an_error_of_the_program() -> None:
    with pytest.raises(ArgumentError):
        achats_reseaux.find(None)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError):
        achats_reseaux.annotate(None)  # type: ignore[arg-type]
