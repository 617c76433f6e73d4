"""Whole answers of the geocoder, and what its parts do: areas, cleaning, distances."""

from __future__ import annotations

from typing import Any

import pytest

from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.edit_distance import distance
from achats_reseaux.geocoder.ladder import geocode
from achats_reseaux.geocoder.name_query import Within, accented, clean
from achats_reseaux.geocoder.required_area import required_area
from achats_reseaux.model import Malformed, Place, Places, Unknown

# --- the ground -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settled", "expected"),
    [
        ({"departement": "14"}, Within(("14",), (), "dans le Calvados (14)")),
        ({"departement": "975"}, Within(("975",), (), "à Saint-Pierre-et-Miquelon (975)")),
        ({"region": "975"}, Within(("975",), (), "à Saint-Pierre-et-Miquelon (975)")),
        ({"region": "28"}, Within(("14", "27", "50", "61", "76"), (), "en Normandie")),
        ({"code_postal": "14000"}, Within(("14",), ("14118",), "au code postal 14000")),
        (
            {"region": "Alsace"},
            Within(("67", "68"), (), "dans le Bas-Rhin (67), dans le Haut-Rhin (68)"),
        ),
        ({"departement": "67", "region": "44"}, Within(("67",), (), "dans le Grand Est")),
        ({"departement": "Alsace", "region": "44"}, Within(("67", "68"), (), "dans le Grand Est")),
        (
            {"departement": "Alsace", "region": "44", "code_postal": "67000"},
            Within(("67",), ("67482",), "au code postal 67000"),
        ),
        (
            {"departement": "76", "region": "11"},
            Unknown("Île-de-France n'est pas en Seine-Maritime (76) : ces lieux se contredisent."),
        ),
    ],
)
def test_the_options_together_say_where_a_name_lies(
    settled: dict[str, Any], expected: object
) -> None:
    assert required_area(geocode, **settled) == expected


def test_ground_of_communes_holds_what_shares_one_and_else_what_shares_a_departement() -> None:
    fine = Within(("76", "27"), ("76540", "27229"), "là")
    coarse = Within(("76", "27"), (), "là")
    rouen, dieppe = (
        Place("commune", code, "x", ("76",), ("28",), (code,)) for code in ("76540", "76217")
    )
    eure, nord = (Place("departement", code, "x", (code,), ()) for code in ("27", "59"))
    assert [fine.holds(one) for one in (rouen, dieppe, eure, nord)] == [True, False, True, False]
    assert [coarse.holds(one) for one in (rouen, dieppe, eure, nord)] == [True, True, True, False]


# --- texts ----------------------------------------------------------------------------------------


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


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Luré", "luré"),
        ("LURE\u0301", "luré"),
        ("Œuilly-Æ", "oeuilly ae"),
        ("Saint’Étienne", "saint étienne"),
        ("St-Étienne", "saint étienne"),
        ("Lure", "lure"),
    ],
)
def test_accents_are_kept_where_they_tell_names_apart(text: str, key: str) -> None:
    assert accented(text) == key


# --- near misses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "most", "edits"),
    [
        ("abcd", "abcd", 1, 0),
        ("abcd", "abce", 0, 1),
        ("abcdef", "abc", 2, 3),
        ("abcdef", "abc", 3, 3),
        ("abcd", "badc", 2, 2),
        ("abcd", "badc", 1, 2),
        ("kitten", "sitting", 3, 3),
        ("kitten", "sitting", 2, 3),
        ("", "ab", 2, 2),
        ("ab", "", 1, 2),
        ("ab", "ba", 1, 1),
        ("xaby", "xbay", 1, 1),
        ("abxcd", "cdxab", 6, 4),
    ],
)
def test_the_distance_counts_edits_up_to_a_bound(
    one: str, other: str, most: int, edits: int
) -> None:
    assert distance(one, other, most) == edits
    assert distance(other, one, most) == edits


# --- whole answers --------------------------------------------------------------------------------


def test_a_whole_commune() -> None:
    assert resolve("Rouen") == Places(
        (Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",)),)
    )
