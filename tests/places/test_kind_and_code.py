"""``kind:code`` is read as that kind of code and as nothing else, wherever a place is."""

import achats_reseaux
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Malformed, Places, Unknown
from helpers.cases import tabled


@tabled
def test_a_code_is_what_it_is_called(text: str, kind: str, code: str) -> None:
    found = resolve(text)
    assert isinstance(found, Places)
    assert [(place.kind, place.code) for place in found.candidates] == [(kind, code)]
    assert not found.aside


@tabled
def test_a_code_that_is_none_of_its_kind_is_refused(text: str, reason: str) -> None:
    found = resolve(text)
    assert isinstance(found, Unknown | Malformed), reason
    assert found.message.endswith(".")


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
