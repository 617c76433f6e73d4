"""Whole answers of the geocoder, and what its parts do: areas, cleaning, distances, suggestions."""

from __future__ import annotations

from typing import Any

import pytest

from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.edit_distance import distance
from achats_reseaux.geocoder.explain import suggestions
from achats_reseaux.geocoder.ladder import geocode
from achats_reseaux.geocoder.name_query import NameQuery, Within, accented, clean
from achats_reseaux.geocoder.required_area import required_area
from achats_reseaux.model import Malformed, Place, Places, Unknown
from achats_reseaux.text import fold

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


NEAR = [
    ("Ruoen", None, None, "Rouen", "a swap"),
    ("Rouenx", None, None, "Rouen", "a letter more"),
    ("oruen", None, None, "Rouen", "a swap at the start"),
    ("zouen", None, None, "Rouen, Mouen", "the first letter: the bigger place first"),
    ("antes", None, None, "Nantes, Santes", "the first letter lost"),
    ("Marxxille", None, None, "Marseille, Marcillé, Marville, Marthille", "two edits"),
    ("Lyo", None, None, "Lyon, Lye, Dyo, Lys (64), Llo", "a short name takes one edit alone"),
    ("Str", None, None, "Sor", "three letters begin too much"),
    ("abc", None, None, "", "nothing like it"),
    ("ab", None, None, "", "two letters are like everything"),
    ("Stras", None, None, "Strasbourg, Arras, Sénas, Bras (83), Sarras", "what begins so first"),
    ("Chav", None, None, "Chaville, Chavanoz, Chavagne (35), Chavagnes-en-Paillers, Chavanod",
     "thirty-eight begin so: no more than forty"),
    ("Strass", None, None, "", "it begins nothing, and nothing is near"),
    ("Poullan", None, None, "Poullan-sur-Mer", "one word of a name, before what is two edits away"),
    ("Comminges", None, None, ("CC Coeur et Coteaux du Comminges, Miramont-de-Comminges, "
     "Sauveterre-de-Comminges, Lavelanet-de-Comminges, Saint-Bertrand-de-Comminges"), "of several"),
    ("Bouxviller", None, None, "Bouxwiller (67), Bouxwiller (68)", "namesakes are told apart"),
    ("Bordeax", None, None, "Bordeaux", "a letter less"),
    ("ville de Bordeax", None, None, "Bordeaux", "without the words before"),
    ("mairie Bordeax", None, None, "Bordeaux", "without a link word"),
    ("métropole de Ruoen", None, None, "Rouen", "no grouping is near: the town"),
    ("CC du Pays", None, None, "", "a town of four letters is near too much: no Payns"),
    ("la Rochele", None, None, "La Rochelle (17), La Rochelle (70)", "with its article"),
    ("Hautegarone", None, None, "Haute-Garonne", "a département, without its hyphen"),
    ("Alsase", None, None, "Alsace", "a former region"),
    ("Arbigneu", None, None, "Arbignieu", "a part of a commune"),
    ("CC de Nozzay", None, None, "CC de Nozay", "a grouping, for its nature tells"),
    ("Nozzay", "epci", None, "CC de Nozay", "a grouping, for it is asked for"),
    ("CA du Sudd", "epci", None, "CA du Sud, CC du Sud", "of either nature"),
    ("ville de Ruoen", "commune", None, "Rouen", "of the kind that the word tells"),
    ("ville de Ruoen", "region", None, "", "of another kind, nothing"),
    ("Normadie", "region", None, "Normandie", "of a kind"),
    ("Normadie", "departement", None, "", "of another kind"),
    ("Strasb", "epci", None, "", "beginnings are not for groupings"),
    ("Piscine de Rouen", None, None, "Rouen", "what a longer name ends with"),
    ("Piscine d'Elbeuf", None, None, "Elbeuf", "elided"),
    ("lycée à Rouen", None, None, "Rouen", "à"),
    ("lycée au Havre", None, None, "Le Havre", "au is à le"),
    ("collège du Havre", None, None, "Le Havre", "du is de le"),
    ("lycée des Mureaux", None, None, "Les Mureaux", "des is de les"),
    ("CHU de Bordeax", None, None, "Bordeaux", "after the words of a body"),
    ("Piscine de Bordeax", None, None, "", "and a typo: too much"),
    ("Bouxviller", None, "67", "Bouxwiller (67)", "on the ground asked for"),
    ("Ruoen", None, "14", "Rouen", "elsewhere, if there is nothing on it"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "ground_of", "expected", "reason"), NEAR)
def test_what_may_have_been_meant(
    text: str, kind: str | None, ground_of: str | None, expected: str, reason: str
) -> None:
    within = None if ground_of is None else required_area(geocode, departement=ground_of)
    assert within is None or isinstance(within, Within)
    found = suggestions(NameQuery(text, fold(text), kind, within), geocode)
    assert ", ".join(found) == expected, reason


# --- the name of something else, or of somewhere else ---------------------------------------------


def test_the_regions_or_departements_in_which_it_lies_are_suggested() -> None:
    texts = {kind: resolve("CA Redon Agglomération", kind) for kind in ("region", "departement")}
    assert {kind: getattr(found, "suggestions", None) for kind, found in texts.items()} == {
        "region": ("Pays de la Loire", "Bretagne"),
        "departement": ("Ille-et-Vilaine", "Loire-Atlantique", "Morbihan"),
    }


# --- whole answers --------------------------------------------------------------------------------


def test_a_whole_commune() -> None:
    assert resolve("Rouen") == Places(
        (Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",)),)
    )


def test_a_whole_postal_code_over_two_regions() -> None:
    found = resolve("37160")
    assert isinstance(found, Places)
    (place,) = found.candidates
    assert (place.name, place.departements, place.regions) == (
        "Descartes, Abilly et 5 autres communes",
        ("37", "86"),
        ("24", "75"),
    )
    assert len(place.communes) == 7


def test_a_whole_approximate_answer() -> None:
    note = "75000 n'est pas dans les données : d'après son début, il est à Paris (75)."
    assert resolve("75000") == Places(
        (Place("code-postal", "75000", "Paris", ("75",), ("11",), (), True, (note,)),)
    )


def test_a_message_quotes_little_of_a_long_text() -> None:
    found = resolve("z" * 1_000_000)
    assert found == Malformed(f"« {'z' * 59}… » est trop long pour être un lieu.")
