"""Python takes the place options of the command line as keywords."""

import pytest

import achats_reseaux
from achats_reseaux.errors import ArgumentError
from helpers.cases import tabled


@tabled
def test_an_option_names_the_place(option: str, text: str, code: str) -> None:
    found = achats_reseaux.find(**{option: text})  # type: ignore[arg-type]
    written = achats_reseaux.message(**{option: text})  # type: ignore[arg-type]
    covered = achats_reseaux.coverage(**{option: text})  # type: ignore[arg-type]
    assert found.place is not None
    assert found.place.code == code
    assert written.status == "found"
    assert covered.refusal is None


def test_texts_of_one_kind_are_read_as_that_kind() -> None:
    (saint_barthelemy,) = achats_reseaux.annotate(["97133"])
    (vieux_fort,) = achats_reseaux.annotate(insee=["97133"])
    assert saint_barthelemy.departements == ("977",)
    assert vieux_fort.departements == ("971",)


def test_no_place_and_no_such_option_are_errors_of_the_program() -> None:
    with pytest.raises(ArgumentError):
        achats_reseaux.find()
    with pytest.raises(ArgumentError):
        achats_reseaux.annotate()
    with pytest.raises(TypeError):
        achats_reseaux.find(insée="76540")  # type: ignore[call-arg]
