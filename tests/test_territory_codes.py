"""Codes: what a text of digits means, whole, and what is said of one that means nothing."""

from __future__ import annotations

import pytest

from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import is_siret
from achats_reseaux.model import Place, Places


def only(text: str, kind: str | None = None) -> Place:
    found = resolve(text, kind)
    assert isinstance(found, Places), found
    (place,) = found.candidates
    return place


LENGTHS = "un code postal ou INSEE en a 5, un SIREN 9, un SIRET 14."
NO_DEPARTEMENT = "« {} » n'est le code d'aucun département : 01 à 95, 2A, 2B et 971 à 976."
NO_POSTAL_CODE = "« {} » n'est pas un code postal : il a 5 chiffres, comme 76000."
NO_INSEE = "« {} » n'est pas un code INSEE de commune : il a 5 caractères, comme 76540 ou 2A004."
NO_SIREN = "« {} » n'est pas un SIREN : il a 9 chiffres, comme 217605401."
NO_SIRET = "« {} » n'est pas un SIRET : il a 14 chiffres, comme 21760540100017."
WRONG_KEY = "« {} » n'est pas un {} valide : sa clé de contrôle est fausse."
NOBODY = (
    "« {} » n'est ni une commune ni un EPCI : indiquez la commune ou le département de cet"
    " organisme (hôpital, service de l'État…)."
)
NO_NAME = "Aucun lieu ne s'appelle « {} »."
ROUNDED = "« {} » est un nombre arrondi par un tableur : ses chiffres sont perdus."


LOST = "{} est lu {} (zéro initial perdu)."
GUESSED = "{} n'est pas dans les données : d'après son début, il est {}."


@pytest.mark.parametrize(
    ("text", "kind", "code", "departement", "approximate", "notes"),
    [
        ("1000", None, "01000", "01", False, (LOST.format("1000", "01000"),)),
        ("7600.0", None, "07600", "07", False, (LOST.format("7600.0", "07600"),)),
        ("1053", "insee", "01053", "01", False, (LOST.format("1053", "01053"),)),
        ("76999", None, "76999", "76", True,
         (GUESSED.format("76999", "en Seine-Maritime (76)"),)),
        ("1999", None, "01999", "01", True,
         (LOST.format("1999", "01999"), GUESSED.format("01999", "dans l'Ain (01)"))),
        ("20099", "code-postal", "20099", "2A", True,
         (GUESSED.format("20099", "en Corse-du-Sud (2A)"),)),
        ("20198", "code-postal", "20198", "2A", True,
         (GUESSED.format("20198", "en Corse-du-Sud (2A)"),)),
        ("20299", "code-postal", "20299", "2B", True,
         (GUESSED.format("20299", "en Haute-Corse (2B)"),)),
        ("97799", None, "97799", "974", True, (GUESSED.format("97799", "à La Réunion (974)"),)),
        ("97899", None, "97899", "974", True, (GUESSED.format("97899", "à La Réunion (974)"),)),
        ("97199", None, "97199", "971", True, (GUESSED.format("97199", "en Guadeloupe (971)"),)),
        ("98899", None, "98899", "988", True,
         ("Nouvelle-Calédonie est une collectivité d'outre-mer, hors des 18 régions.",
          GUESSED.format("98899", "en Nouvelle-Calédonie (988)"))),
    ],
)  # fmt: skip
def test_what_is_made_of_a_code_is_told(
    text: str, kind: str | None, code: str, departement: str, approximate: bool,
    notes: tuple[str, ...],
) -> None:  # fmt: skip
    place = only(text, kind)
    assert (place.code, place.departements) == (code, (departement,))
    assert (place.approximate, place.notes) == (approximate, notes)


def test_the_overseas_codes_that_people_know_name_the_region() -> None:
    assert [only(code, "region").code for code in ("971", "972", "973", "974", "976")] == [
        "01", "02", "03", "04", "06",
    ]  # fmt: skip
    assert only("977", "region").kind == "collectivite"
    assert [only(code, "region").code for code in ("1", "01", "11")] == ["01", "01", "11"]


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
