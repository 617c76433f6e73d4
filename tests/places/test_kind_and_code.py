"""``kind:code`` is read as that kind of code and as nothing else, wherever a place is."""

import json

import pytest

import achats_reseaux
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Malformed, Places, Unknown
from helpers.run import run

READ = {
    # Rouen's INSEE code is the postal code of villages near Fécamp.
    "commune:76540": ("commune", "76540"),
    "insee:76540": ("commune", "76540"),
    "cp:76540": ("code-postal", "76540"),
    "code_postal:76540": ("code-postal", "76540"),
    "code-postal:76000": ("code-postal", "76000"),
    "Insee : 76540": ("commune", "76540"),
    # 94 is Val-de-Marne and Corsica, 76 Seine-Maritime and Occitanie.
    "dep:94": ("departement", "94"),
    "reg:94": ("region", "94"),
    "departement:76": ("departement", "76"),
    "region:76": ("region", "76"),
    "departement:2A": ("departement", "2A"),
    "collectivite:975": ("collectivite", "975"),
    "siren:217605401": ("commune", "76540"),
    "siret:217 605 401 00017": ("commune", "76540"),
    "commune:217605401": ("commune", "76540"),
    "epci:200023414": ("epci", "200023414"),
    "ept:200057966": ("ept", "200057966"),
    # The part and the commune have one code.
    "commune:14762": ("commune", "14762"),
    "commune_deleguee:14762": ("commune-deleguee", "14762"),
    "arrondissement:75101": ("arrondissement", "75101"),
    "ancienne-region:42": ("ancienne-region", "42"),
    "groupe:seine": ("groupe", "seine"),
    "commune:2a004": ("commune", "2A004"),
    "commune : Rouen": ("commune", "76540"),  # a name stays one
    # What a cell or a sentence leaves around a code.
    "commune:76540,": ("commune", "76540"),
    "commune:(76540)": ("commune", "76540"),
    'region:"76"': ("region", "76"),
    "insee:'76540": ("commune", "76540"),
    "Commune : 76000 Rouen": ("commune", "76540"),
}

REFUSED = {
    "commune:76000": "a postal code alone",
    "insee:76000": "a postal code alone",
    "commune:200023414": "the SIREN of an EPCI",
    "epci:217605401": "the SIREN of a commune",
    "departement:99": "none",
    "region:99": "none",
    "collectivite:76": "a département",
    "arrondissement:75056": "the whole commune",
    "ancienne-region:44": "a present region",
    "siret:217605401": "a SIREN",
    "siren:217605402": "its check digit is wrong",
    "commune:76540 (69)": "the bracket contradicts the code",
    "Commune : 76540 (76)": "a code has no bracket, even one that agrees",
    "cp:76540 (69)": "likewise",
    "insee:76540 (69)": "likewise",
    "departement:76 (69)": "likewise",
    "reg:76540 Rouen": "a commune",
    "commune-associee:76540 Rouen": "a commune that is none of another",
    "commune:F-76540": "a postal code",
    "groupe:76 Seine-Maritime": "a département",
}


@pytest.mark.parametrize("text", READ)
def test_a_code_is_what_it_is_called(text: str) -> None:
    found = resolve(text)

    assert isinstance(found, Places)
    assert [(place.kind, place.code) for place in found.candidates] == [READ[text]]
    assert not found.aside


@pytest.mark.parametrize("text", REFUSED)
def test_a_code_that_is_none_of_its_kind_is_refused(text: str) -> None:
    found = resolve(text)

    assert isinstance(found, Unknown | Malformed)
    assert found.message.endswith(".")


def test_a_bracket_behind_a_code_is_not_dropped() -> None:
    refused = run("find", "commune:76540 (69)")

    assert refused.code == 2
    assert "« 76540 (69) » n'est pas le code d'une commune : le code seul." in refused.err
    assert "commune:76540" in refused.err.splitlines()[-1]


def test_an_option_takes_it_where_the_place_is_of_its_kind() -> None:
    assert isinstance(resolve("insee:76540", "commune"), Places)
    refused = resolve("dep:76", "commune")

    assert isinstance(refused, Unknown)
    assert "« dep:76 » n'est pas le code d'une commune" in refused.message


def test_every_way_in_reads_it() -> None:
    document = json.loads(run("find", "insee:76540", "--json").out)
    (row,) = achats_reseaux.annotate(["insee:76540"])

    assert document["query"]["place"]["code"] == "76540"
    place = achats_reseaux.find("insee:76540").place
    assert place is not None
    assert place.name == "Rouen"
    assert row.departements == ("76",)
    assert run("find", "commune:76000").code == 2
