"""How names are written: each row is a way that people and files write one, and what it means."""

from __future__ import annotations

from typing import Any

import pytest

from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.ladder import geocode, required_area
from achats_reseaux.geocoder.name_query import NameQuery, Within, accented, clean
from achats_reseaux.geocoder.near_names import distance
from achats_reseaux.geocoder.suggest import suggestions
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import fold


def meant(found: object) -> str:
    """The places on one line, ``~`` where approximate, in brackets those left aside."""
    if not isinstance(found, Places):
        return "unknown"
    texts = [f"{p.kind}:{p.code}{'~' * p.approximate}" for p in found.candidates]
    texts += [f"({p.kind}:{p.code})" for p in found.aside]
    return " ".join(texts)


def told(found: object) -> str:
    """The same with the notes after ``|``; or the message, and the texts to type instead."""
    if isinstance(found, Places):
        notes = dict.fromkeys(note for place in found.candidates for note in place.notes)
        return " | ".join([meant(found), *notes])
    message = getattr(found, "message", "?")
    return " ".join([message, *(f"[{text}]" for text in getattr(found, "suggestions", ()))])


ARRONDISSEMENTS = [
    ("paris i", "arrondissement:75101", "Roman"),
    ("paris iv", "arrondissement:75104", "one before five"),
    ("paris vi", "arrondissement:75106", "one after five"),
    ("paris ix", "arrondissement:75109", "one before ten"),
    ("paris xiv", "arrondissement:75114", "ten, and one before five"),
    ("paris xx", "arrondissement:75120", "the last"),
    ("marseille xvi", "arrondissement:13216", "ten, five and one"),
    ("paris 1", "arrondissement:75101", "bare"),
    ("paris 1er", "arrondissement:75101", "an ordinal"),
    ("paris 20eme", "arrondissement:75120", "an ordinal"),
    ("paris 20ieme", "arrondissement:75120", "an ordinal"),
    ("lyon 9e", "arrondissement:69389", "an ordinal"),
    ("lyon 3 eme", "arrondissement:69383", "an ordinal apart"),
    ("paris ii e", "arrondissement:75102", "a Roman one apart"),
    ("15 paris", "arrondissement:75115", "the other way round"),
    ("xv paris", "arrondissement:75115", "the other way round"),
    ("paris arr 15", "arrondissement:75115", "abbreviated"),
    ("15e arr de paris", "arrondissement:75115", "abbreviated"),
    ("paris 15 arrondissement", "arrondissement:75115", "spelt out"),
    ("paris 015", "unknown", "three digits are no rank"),
    ("paris 0", "unknown", "nor is nothing"),
    ("paris 21", "unknown", "one too many"),
    ("paris c", "unknown", "a hundred is no numeral here"),
    ("paris er", "unknown", "an ordinal of nothing"),
    ("paris 1 2", "unknown", "two ranks"),
    ("1 er paris", "unknown", "apart, and the other way round"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ARRONDISSEMENTS)
def test_an_arrondissement_has_many_names(text: str, expected: str, reason: str) -> None:
    assert meant(resolve(text)) == expected, reason


NO_EPCI = (
    "Aucun EPCI de 2026 ne s'appelle « {} » ; s'il a fusionné ou changé de nom, donnez une de ses"
    " communes.{}"
)
GROUPINGS = [
    ("CC Nozay", None, "epci:244400537", "no link word"),
    ("comcom de Nozay", None, "epci:244400537", "what people say"),
    ("com com de Nozay", None, "epci:244400537", "in two words"),
    ("epci Nozay", None, "epci:244400537", "no nature at all"),
    ("agglo Faucigny - Glières", "epci", "epci:200000172", "half a nature before it"),
    ("Val de Garonne Agglomération agglo", "epci", "epci:200030674", "or after, said twice"),
    ("Vitré Communauté agglo", "epci", "epci:200039022", "or two"),
    ("intercommunalité de Nozay", None, "epci:244400537", "a word before it"),
    ("communauté de Nozay", None, "epci:244400537", "half a nature"),
    ("CA Faucigny - Glières", None, "epci:200000172", "another nature, and no other of the name"),
    ("CC du Sud", None, "epci:200060473", "the nature tells two apart"),
    ("CA du Sud", None, "epci:249740085", "likewise"),
    ("communauté de communes du Sud", None, "epci:200060473", "spelt out"),
    ("communauté d'agglomération du Sud", None, "epci:249740085", "likewise"),
    ("du Sud", "epci", "epci:249740085 epci:200060473", "without it, both"),
    ("CC La Rochelle", None, "epci:241700434", "with its article"),
    ("Rochelle", None, "commune:17300 commune:70450", "without it, the communes"),
    ("Rochelle", "epci", "epci:241700434", "unless a grouping is asked for"),
    ("Aire Cantilienne", None, "epci:246000764", "nor has any commune this name"),
    ("l'Aire Cantilienne", None, "epci:246000764", "with its article"),
    ("Brest", None, "commune:29019", "the commune"),
    ("Brest Métropole", None, "epci:242900314", "the official name"),
    ("métropole de Brest", None, "epci:242900314", "the other way round"),
    ("CU Brest Métropole", None, "epci:242900314", "another nature"),
    ("européenne de Lille", None, "epci:200093201", "without its nature"),
    ("Grenoble-Alpes", None, "epci:200040715", "without its last word"),
    ("communauté agglomération Grand Avignon", None, "epci:248400251", "a link word less"),
    ("Plaine Commune", None, "ept:200057867", "an EPT"),
    ("Plaine Commune", "epci", "ept:200057867", "which is asked for as an EPCI"),
    ("établissement public territorial Plaine Commune", None, "ept:200057867", "spelt out"),
    ("ept plaine commune", None, "ept:200057867", "abbreviated"),
    ("CC", "epci", "Aucun EPCI ne s'appelle « CC ».", "a nature alone names nothing"),
    ("le", "epci", "Aucun EPCI ne s'appelle « le ».", "nor does an article"),
    ("xqzzq", "epci", "Aucun EPCI ne s'appelle « xqzzq ».", "nothing like it"),
    ("Pays", "epci", "Aucun EPCI ne s'appelle « Pays ».", "too many begin so"),
    ("CC de Nozzay", "epci", NO_EPCI.format("CC de Nozzay", " [CC de Nozay]"), "a typo"),
    ("CC de la Hague", None, NO_EPCI.format("CC de la Hague", " [CA du Cotentin]"), "gone"),
    ("CC de Caux Estuaire", None, NO_EPCI.format("CC de Caux Estuaire", ""), "not that of Caux"),
    (
        "CC Réuni d'Orange",
        None,
        NO_EPCI.format("CC Réuni d'Orange", " [CC Pays d'Orange en Provence]"),
        "the town that it was named after",
    ),
]


@pytest.mark.parametrize(("text", "kind", "expected", "reason"), GROUPINGS)
def test_a_grouping_is_found_by_what_people_call_it(
    text: str, kind: str | None, expected: str, reason: str
) -> None:
    assert told(resolve(text, kind)) == expected, reason


SUD = {"CC": "epci:200060473", "CA": "epci:249740085"}
"""Of the two EPCI called "du Sud", the one of each nature."""

OF_A_NATURE = [
    *((f"{words} du Sud", SUD["CC"]) for words in (
        "CC", "com com", "comcom", "communauté com", "communauté communes",
        "communauté de communes", "communauté des communes",
    )),
    *((f"{words} du Sud", SUD["CA"]) for words in (
        "CA", "CA agglomération", "communauté agglo", "communauté agglomération",
        "communauté d'agglo", "communauté d'agglomération",
    )),
    *((f"{words} de Dunkerque", "epci:245900428") for words in ("CU", "communauté urbaine")),
    *((f"{words} de Nozay", "epci:244400537") for words in ("communauté", "EPCI")),
    *((f"{words} de Chartres", "epci:200033181") for words in ("métropole", "eurométropole")),
    *((f"{words} Plaine Commune", "ept:200057867") for words in (
        "EPT", "établissement public territorial",
    )),
    *((f"Grand Chalon {words}", "epci:247100589") for words in (
        "agglo", "agglomération", "communauté", "communauté d'agglomération",
        "communauté de communes", "communauté urbaine", "métropole",
    )),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), OF_A_NATURE)
def test_the_words_for_an_epci_before_its_name_or_after(text: str, code: str) -> None:
    found = resolve(text, suggest=False)
    assert isinstance(found, Places)
    assert [f"{place.kind}:{place.code}" for place in found.candidates] == [code]


SPELLINGS = [
    ("Noyelles lez Seclin", "commune:59437", "lez for lès"),
    ("Noyelleslesseclin", "commune:59437", "lès, and no space"),
    ("Villy-lès-Falaise", "commune:14759", "lès for lez"),
    ("Villylesfalaise", "commune:14759", "lès for lez, and no space"),
    ("laseynesurmer", "commune:83126", "an article stuck to it"),
    ("Seyne sur Mer", "commune:83126", "no article"),
    ("les Rouen", "commune:76540", "an article too many"),
    ("Chalon s/s Saône", "unknown", "under is not over"),
    ("Neuilly s/ Seine", "commune:92051", "s/ apart"),
    ("Neuilly s/Seine (92)", "commune:92051", "and no s/s, whatever comes after the name"),
    ("Neuilly sr/Seine", "commune:92051", "sr/"),
    ("Neuilly sr Seine", "unknown", "sr means nothing without a stroke"),
    ("Jouarre ss/", "unknown", "nothing after it"),
    ("La Ferté-ss/Jouarre", "commune:77183", "ss/"),
    ("La Ferté s/s Jouarre", "commune:77183", "s/s"),
    ("Strasbou", "commune:67482~", "most of it"),
    ("Stras", "unknown", "too little of it"),
    ("Abaucour", "unknown", "most of one name, too little of another"),
    ("Bors (Canton de Charente-Sud)", "commune:16053", "brackets that are part of the name"),
    ("Canton de Charente-Sud", "unknown", "though what they hold is none"),
    ("Jugon-les-Lacs - Commune nouvelle", "commune:22084", "a dash in a former name"),
    ("Paris CEDEX", "commune:75056", "a CEDEX says nothing"),
    ("Paris CEDEX 15", "commune:75056", "nor does its number"),
    ("cedex Paris", "commune:75056", "wherever it is"),
    ("Paris CEDEX 123", "unknown", "three digits are no number of one"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), SPELLINGS)
def test_a_commune_is_found_however_it_is_spelt(text: str, expected: str, reason: str) -> None:
    assert meant(resolve(text)) == expected, reason


# --- address lines --------------------------------------------------------------------------------

ADDRESSES = [
    ("76000 Rouen France", "commune:76540", "the country behind"),
    ("76000 France", "groupe:france", "alone beside a code, it is the place"),
    ("Rouen F-76000", "commune:76540", "the country before the code"),
    ("Rouen FR 76000", "commune:76540", "likewise"),
    ("F 76000 Rouen", "commune:76540", "likewise"),
    ("BP 12345 76000 Rouen", "commune:76540", "a box of five digits is no code"),
    ("BP 123 CS 456 76000 Rouen", "commune:76540", "two boxes"),
    ("TSA 12345 76000 Rouen", "commune:76540", "another kind of box"),
    ("BP 76000 Rouen", "unknown", "what stands after BP is no code"),
    ("12 rue de Rouen 14000 Caen", "commune:14118", "the town is behind the code"),
    ("2a 004 Ajaccio", "commune:2A004", "an INSEE code in two"),
    ("2b033 Bastia", "commune:2B033", "an INSEE code"),
    ("Ajaccio 2A004", "commune:2A004", "behind"),
    ("2a004 xqzzq", "commune:2A004", "its name unknown, the code is read in small letters too"),
    ("7 6000 Rouen", "unknown", "cut elsewhere, it is no code"),
    ("3c004 Ajaccio", "unknown", "nor is this"),
    ("2avis Ajaccio", "unknown", "nor a word that begins as Corsica's do"),
    ("76000 27000 Rouen", "unknown", "two codes"),
    ("Rouen 7600", "unknown", "four digits behind are no code"),
    ("99999 Rouen", "commune:76540", "no such code: the name alone"),
    ("99999 xqzzq", "unknown", "neither is known"),
    ("76999 Rouen", "commune:76540", "a CEDEX of the département"),
    ("76999 Dieppe", "commune:76217", "no neighbour is named where the code is a guess"),
    ("76200 Rouen", "commune:76540", "a neighbour's code"),
    ("76000 Normandie", "region:28", "an area that holds the code"),
    ("14000 Seine-Maritime", "unknown", "an area that does not"),
    ("75000 Lyon", "unknown", "a guessed code may contradict too"),
    ("12 rue de Caen, 76000", "code-postal:76000", "a street and no town"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ADDRESSES)
def test_an_address_line_is_its_town(text: str, expected: str, reason: str) -> None:
    assert meant(resolve(text)) == expected, reason


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("99999 Rouen", "commune:76540 | 99999 n'est pas un code postal : seul le nom est lu."),
        (
            "76200 Rouen",
            "commune:76540 | 76200 est le code d'un autre lieu du même département : Dieppe.",
        ),
        ("76999 Dieppe", "commune:76217"),
        ("code INSEE 2A004", "commune:2A004"),  # no place of the name "code INSEE"
        (
            "14000 Seine-Maritime",
            (
                "« 14000 Seine-Maritime » se contredit : 14000 est dans le Calvados (14),"
                " Seine-Maritime est en Seine-Maritime (76). [Seine-Maritime] [14000]"
            ),
        ),
        (
            "75000 Lyon",
            (
                "« 75000 Lyon » se contredit : 75000 est à Paris (75), Lyon est dans le Rhône (69)."
                " [Lyon] [75000]"
            ),
        ),
        (
            "Syndicat mixte du Pic du Midi (65)",
            (
                "departement:65 | « Syndicat mixte du Pic du Midi » n'est pas un lieu connu :"
                " seul (65) est lu."
            ),
        ),
        (
            "12 Rue de l'Évêché, 76000",
            (
                "code-postal:76000 | « 12 Rue de l'Évêché » n'est pas un lieu connu :"
                " seul le code 76000 est lu."
            ),
        ),
    ],
)
def test_what_is_made_of_an_address_line_is_told(text: str, expected: str) -> None:
    assert told(resolve(text)) == expected


@pytest.mark.parametrize(
    ("text", "kind", "settled", "expected", "reason"),
    [
        ("76000 Seine-Maritime", "departement", {}, "departement:76", "what was asked for"),
        ("38200 Vienne", "commune", {}, "commune:38544", "what was asked for"),
        ("76000 xqzzq", "commune", {}, "code-postal:76000", "the code alone"),
        ("76000 xqzzq", "epci", {}, "unknown", "a code is no grouping"),
        ("76000 Rouen", "departement", {}, "unknown", "nor a département"),
        ("76000 Rouen", None, {"departement": "76"}, "commune:76540", "it lies there"),
        ("76000 Rouen", None, {"departement": "14"}, "unknown", "it does not"),
        ("76000 Lyon", None, {"departement": "76"}, "unknown", "the code does, the name does not"),
        ("76000 Rouen", None, {"code_postal": "76100"}, "commune:76540", "Rouen has both"),
    ],
)
def test_an_address_line_of_a_kind_and_on_a_ground(
    text: str, kind: str | None, settled: dict[str, Any], expected: str, reason: str
) -> None:
    assert meant(resolve(text, kind, **settled)) == expected, reason


# --- hints and words around -----------------------------------------------------------------------

DENIS = "commune:97411"
HINTS = [
    ("Saint-Denis (974", DENIS, "a bracket that was cut off"),
    ("Saint-Denis(974)", DENIS, "no space"),
    ("Saint-Denis ((974))", DENIS, "too many brackets"),
    ("Saint-Denis, 974", DENIS, "a comma"),
    ("Saint-Denis - 974", DENIS, "a dash"),
    ("Saint-Denis (97400)", DENIS, "a postal code"),
    ("Saint-Denis (xqz)", "unknown", "no place"),
    ("Saint-Denis-974", "unknown", "no dash, a hyphen"),
    ("Saint-Denis 1", "unknown", "one digit is no hint"),
    ("Saint-Denis 9999", "unknown", "nor are four"),
    ("974 - Saint-Denis", DENIS, "before a dash"),
    ("974, Saint-Denis", DENIS, "before a comma"),
    ("(974) Saint-Denis", "unknown", "nothing outside"),
    ("Mureaux (Les)", "commune:78440", "a trailing article"),
    ("Mureaux - Les", "commune:78440", "likewise"),
    ("Perchay, le", "commune:95483", "likewise"),
    ("Chapelle (16) (La)", "commune:16081", "and a hint before it, which tells one of many"),
    ("Mairie du Muy (Le)", "commune:83086", "du has the article, which is not said twice"),
    ("VILLE DU BOIS (LA)", "commune:91665", "nor is any other said after it"),
    ("Abergement-de-Varey (L')", "commune:01002", "likewise"),
    ("Abergement-de-Varey, L'", "commune:01002", "likewise"),
    ("Vienne 38", "commune:38544", "behind"),
    ("38 Vienne", "commune:38544", "before"),
    ("86 Vienne", "departement:86", "its own code"),
    ("Ajaccio 2a", "commune:2A004", "small letters"),
    ("Le Havre 76", "commune:76351", "behind two words"),
    ("76 Le Havre", "commune:76351", "before two words"),
    ("2A Ajaccio", "commune:2A004", "before"),
    ("988 Nouméa", "commune:98818", "three digits"),
    ("Calvados (Normandie)", "departement:14", "a département in its region"),
    ("Normandie (14)", "region:28", "a region that holds the hint"),
    ("Bouxwiller (Grand Est)", "commune:67061 commune:68049", "a hint that settles nothing"),
    ("Paris 15 (75)", "arrondissement:75115", "both"),
    ("Rouen, France", "commune:76540", "all of the country"),
    ("ville de Lyon (69)", "commune:69123", "a word before, and a hint"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), HINTS)
def test_a_hint_beside_a_name_says_where_it_is(text: str, expected: str, reason: str) -> None:
    assert meant(resolve(text)) == expected, reason


@pytest.mark.parametrize(
    ("text", "settled", "expected", "reason"),
    [
        ("Saint-Denis (Réunion)", {"region": "Réunion"}, DENIS, "they agree"),
        ("Saint-Denis (Réunion)", {"region": "Bretagne"}, "unknown", "they do not"),
        ("Sainte-Colombe (Bretagne)", {"departement": "35"}, "commune:35262", "both at once"),
        ("Sainte-Colombe (France)", {"departement": "35"}, "commune:35262", "the narrower holds"),
    ],
)
def test_a_hint_narrows_the_ground_asked_for(
    text: str, settled: dict[str, Any], expected: str, reason: str
) -> None:
    assert meant(resolve(text, **settled)) == expected, reason


ANNOUNCED = [
    ("ville d'Elbeuf", "commune:76231", "elided"),
    ("ville Rouen", "commune:76540", "no link word"),
    ("ville le Havre", "commune:76351", "an article and no link word"),
    ("ville des Mureaux", "commune:78440", "des is de les"),
    ("VILLE DU HAVRE", "commune:76351", "du is de le"),
    ("ccas de Nantes", "commune:44109", "a body of the commune"),
    ("département de l'Ain", "departement:01", "an article that is not in the name"),
    ("département d'Ille-et-Vilaine", "departement:35", "elided"),
    ("préfecture du Calvados", "departement:14", "the State's seat there"),
    ("région des Pays de la Loire", "region:52", "an article that is not in the name"),
    ("conseil régional d'Île-de-France", "region:11", "elided"),
    ("région Auvergne", "ancienne-region:83", "a former one"),
    ("région de la Réunion", "region:04", "an article that is in the name"),
    ("département de la Réunion", "departement:974", "the same ground, as it was asked for"),
    ("commune de Luré", "commune:42125 (commune:70310)", "the accent still tells"),
    (
        "La Ferté",
        "commune:39223 (commune:77183) (commune:08168)",
        "a town begins so, accent and all",
    ),
    ("commune de lure", "commune:70310 commune:42125", "without one, both"),
    ("RE", "region:04", "a code"),
    ("Ré", "unknown", "an island, and no code"),
    ("communauté de communes Nozay", "epci:244400537", "the longest of the words that fit"),
    ("Ville du Bois", "commune:91665", "La Ville-du-Bois, not the town of Le Bois (73)"),
    ("Hôpital d'Orion", "commune:64263", "L'Hôpital-d'Orion, not a hospital of Orion"),
    ("ville de", "unknown", "nothing after it"),
    ("région Rouen", "unknown", "no region"),
    ("département Rouen", "unknown", "no département"),
]


@pytest.mark.parametrize(("text", "expected", "reason"), ANNOUNCED)
def test_the_words_before_a_name_tell_its_kind(text: str, expected: str, reason: str) -> None:
    assert meant(resolve(text)) == expected, reason


@pytest.mark.parametrize(
    ("text", "kind", "expected", "reason"),
    [
        ("cp : 76000", None, "code-postal:76000", "as people type"),
        ("code-postal:76540", None, "code-postal:76540", "in full"),
        ("INSEE:76540", None, "commune:76540", "in capitals"),
        ("siren:217605401", None, "commune:76540", "a SIREN"),
        ("siret:21760540100017", None, "commune:76540", "a SIRET"),
        ("region:Bretagne", None, "region:53", "no village aside"),
        ("departement:Vienne", None, "departement:86", "not the commune"),
        ("dep:Vienne", None, "departement:86", "abbreviated"),
        ("commune:Vienne", None, "commune:38544", "not the département"),
        ("epci:Lyon", None, "epci:200046977", "not the commune"),
        ("cp:Rouen", None, "unknown", "a name is no postal code"),
        ("commune:", None, "unknown", "nothing after it"),
        ("commune:Vienne", "departement", "unknown", "what is asked for stands"),
        ("cp:76000", "insee", "unknown", "likewise"),
    ],
)
def test_a_form_says_what_its_text_is(
    text: str, kind: str | None, expected: str, reason: str
) -> None:
    assert meant(resolve(text, kind)) == expected, reason


@pytest.mark.parametrize(
    ("label", "message"),
    [
        ("region", "Aucune région ne s'appelle « xqzzq »."),
        ("département", "Aucun département ne s'appelle « xqzzq »."),
        ("dep", "Aucun département ne s'appelle « xqzzq »."),
        ("dept", "Aucun département ne s'appelle « xqzzq »."),
        ("dpt", "Aucun département ne s'appelle « xqzzq »."),
        ("epci", "Aucun EPCI ne s'appelle « xqzzq »."),
        ("commune", "Aucune commune ne s'appelle « xqzzq »."),
        ("CP", "« xqzzq » n'est pas un code postal : il a 5 chiffres, comme 76000."),
        ("code postal", "« xqzzq » n'est pas un code postal : il a 5 chiffres, comme 76000."),
    ],
)
def test_what_a_form_says_is_missed_is_told_without_its_label(label: str, message: str) -> None:
    assert told(resolve(f"{label} : xqzzq")) == message


@pytest.mark.parametrize(
    ("text", "kind", "expected", "reason"),
    [
        ("FRY40", None, "departement:974", "NUTS 3: the département"),
        ("974D", None, "departement:974", "the code of the département, in full"),
        ("FRY40", "region", "region:04", "the same ground, as it was asked for"),
        ("FRY4", "departement", "departement:974", "NUTS 2, likewise"),
        ("FRD22", "region", "unknown", "one département of several is no region"),
    ],
)
def test_a_code_of_europe_is_of_one_level_unless_another_is_asked_for(
    text: str, kind: str | None, expected: str, reason: str
) -> None:
    assert meant(resolve(text, kind)) == expected, reason


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
    assert required_area(**settled) == expected


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
    assert told(resolve("x" * 500)) == f"Aucun lieu ne s'appelle {quoted}."
    assert told(resolve("x" * 501)) == f"{quoted} est trop long pour être un lieu."


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
    ("Stras", None, None, "Strasbourg, Arras, Sénas, Bras, Sarras", "what begins so comes first"),
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
    within = None if ground_of is None else required_area(departement=ground_of)
    assert within is None or isinstance(within, Within)
    found = suggestions(NameQuery(text, fold(text), kind, within), geocode)
    assert ", ".join(found) == expected, reason


# --- the name of something else, or of somewhere else ---------------------------------------------

OTHER_KINDS = [
    (
        "Calvados",
        "commune",
        "Calvados est un département, pas une commune : à demander par --departement.",
    ),
    (
        "Normandie",
        "departement",
        "Normandie est une région, pas un département : à demander par --region.",
    ),
    (
        "Alsace",
        "commune",
        "Alsace est une ancienne région, pas une commune : à demander par --region.",
    ),
    (
        "Antilles",
        "commune",
        "Antilles est un groupe de territoires, pas une commune : à demander par --region.",
    ),
    (
        "Plaine Commune",
        "commune",
        (
            "Plaine Commune est un établissement public territorial, pas une commune :"
            " à demander par --epci."
        ),
    ),
    (
        "Saint-Barthélemy (977)",
        "epci",
        (
            "Saint-Barthélemy est une collectivité d'outre-mer, pas un EPCI :"
            " à demander par --departement."
        ),
    ),
    (
        "Escaufourt",
        "epci",
        "Escaufourt est une commune associée, pas un EPCI : à demander par --commune.",
    ),
    (
        "Arbignieu",
        "epci",
        "Arbignieu est une commune déléguée, pas un EPCI : à demander par --commune.",
    ),
    (
        "Lyon 3e",
        "epci",
        "Lyon 3e Arrondissement est un arrondissement, pas un EPCI : à demander par --commune.",
    ),
    (
        "CC Faucigny - Glières",
        "commune",
        "CC Faucigny - Glières est un EPCI, pas une commune : à demander par --epci.",
    ),
    ("xqzzq", "region", "Aucune région ne s'appelle « xqzzq »."),
    ("xqzzq", "departement", "Aucun département ne s'appelle « xqzzq »."),
    ("xqzzq", "epci", "Aucun EPCI ne s'appelle « xqzzq »."),
    ("xqzzq", "commune", "Aucune commune ne s'appelle « xqzzq »."),
    ("Strasbou", "region", "Aucune région ne s'appelle « Strasbou »."),
]


@pytest.mark.parametrize(("text", "kind", "message"), OTHER_KINDS)
def test_a_name_of_another_kind_is_said_to_be_one(text: str, kind: str, message: str) -> None:
    found = resolve(text, kind)
    assert isinstance(found, Unknown)
    assert found.message == message


def test_the_regions_or_departements_in_which_it_lies_are_suggested() -> None:
    texts = {kind: resolve("CA Redon Agglomération", kind) for kind in ("region", "departement")}
    assert {kind: getattr(found, "suggestions", None) for kind, found in texts.items()} == {
        "region": ("Pays de la Loire", "Bretagne"),
        "departement": ("Ille-et-Vilaine", "Loire-Atlantique", "Morbihan"),
    }


ELSEWHERE = [
    ("Saint-Denis", None, ("Aucune commune « Saint-Denis » dans le Calvados (14) ;"
     " Saint-Denis est à La Réunion (974), et 3 autres ailleurs."
     " [Saint-Denis (974)] [Saint-Denis (93)] [Saint-Denis (11)]")),
    ("Bouxwiller", None, ("Aucune commune « Bouxwiller » dans le Calvados (14) ;"
     " Bouxwiller est dans le Bas-Rhin (67), et 1 autre ailleurs."
     " [Bouxwiller (67)] [Bouxwiller (68)]")),
    ("CC du Sud", None, ("Aucun EPCI « CC du Sud » dans le Calvados (14) ;"
     " CC du Sud est à Mayotte (976). [CC du Sud]")),
    ("Plaine Commune", None, ("Aucun lieu « Plaine Commune » dans le Calvados (14) ;"
     " Plaine Commune est en Seine-Saint-Denis (93). [Plaine Commune]")),
    ("Vienne", "departement", ("Aucun lieu « Vienne » dans le Calvados (14) ;"
     " Vienne (86) est un département. [Vienne (86)]")),  # not "est dans la Vienne"
    ("Vienne", None, ("Aucun lieu « Vienne » dans le Calvados (14) ;"
     " Vienne (86) est un département, et 1 autre lieu a ce nom. [Vienne (86)] [Vienne (38)]")),
    ("Saint-Martin", None, ("Aucun lieu « Saint-Martin » dans le Calvados (14) ; Saint-Martin (978)"
     " est une collectivité d'outre-mer, et 7 autres lieux ont ce nom."
     " [Saint-Martin (978)] [Saint-Martin-de-Ré] [Saint-Martin-sur-Oust]")),
    ("Bretagne", "region", ("Aucun lieu « Bretagne » dans le Calvados (14) ;"
     " Bretagne est une région. [Bretagne]")),
    ("21760540100017", "commune", ("Aucun lieu « 21760540100017 » dans le Calvados (14) ;"
     " Rouen est en Seine-Maritime (76). [Rouen]")),  # a SIRET is not the name of a commune
    ("76999", None, ("Aucun lieu « 76999 » dans le Calvados (14) ;"
     " 76999 est en Seine-Maritime (76). [76999]")),
    ("97133", None, ("Aucun lieu « 97133 » dans le Calvados (14) ;"
     " Saint-Barthélemy est à Saint-Barthélemy (977). [97133]")),
    ("R" * 70, None, f"Aucun lieu « {'R' * 59}… » dans le Calvados (14)."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "expected"), ELSEWHERE)
def test_a_name_that_is_elsewhere_is_said_to_be_there(
    text: str, kind: str | None, expected: str
) -> None:
    assert told(resolve(text, kind, departement="14")) == expected
