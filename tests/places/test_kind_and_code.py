"""``kind:code`` is read as that kind of code and as nothing else, wherever a place is."""

import pytest

import achats_reseaux
from achats_reseaux.errors import ArgumentError
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Places, Unknown
from helpers.cases import tabled


def test_an_option_takes_it_where_the_place_is_of_its_kind() -> None:
    assert isinstance(resolve("insee:76540", "commune"), Places)
    refused = resolve("dep:76", "commune")
    assert isinstance(refused, Unknown)
    assert "« dep:76 » n'est pas le code d'une commune" in refused.message


def test_every_way_in_reads_it() -> None:
    (row,) = achats_reseaux.annotate(["insee:76540"])
    place = achats_reseaux.find("insee:76540").place
    assert place is not None
    assert (place.name, place.code, row.departements) == ("Rouen", "76540", ("76",))


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
