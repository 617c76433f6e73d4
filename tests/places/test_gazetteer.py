"""What the tables say, by whole values: each kind of place, and what there is none of."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import Territory, bulk, name_searches, places, spaceless
from achats_reseaux.gazetteer.tsv_table import TsvTable
from achats_reseaux.gazetteer.words import INTITULES
from achats_reseaux.model import Place

CALVADOS = Territory("departement", "14", "Calvados", "28", (), 709_441, 526, "dans le Calvados")
MIQUELON = Territory(
    *("collectivite", "975", "Saint-Pierre-et-Miquelon", "", ()),
    *(5_790, 2, "à Saint-Pierre-et-Miquelon"),
)
NORMANDIE = Territory(
    *("region", "28", "Normandie", "", ("14", "27", "50", "61", "76")), where="en Normandie"
)

FAUCIGNY = ("74024", "74042", "74049", "74087", "74164", "74212", "74312")
GLIERES = Territory("epci", "200000172", "CC Faucigny - Glières", "", FAUCIGNY, nature="CC")
AMAREINS = Territory("former", "01003", "Amareins", "01165")
ESCAUFOURT = Territory("commune-associee", "02285", "Escaufourt", "59545")


# --- the areas above the commune ------------------------------------------------------------------


def test_an_area_is_what_its_row_says() -> None:
    assert gazetteer.departement("14") == CALVADOS
    assert gazetteer.departement("975") == MIQUELON
    assert gazetteer.territory("region", "28") == NORMANDIE
    assert gazetteer.territory("ensemble", "42") == Territory(
        "ancienne-region", "42", "Alsace", members=("67", "68"), nature="region departement"
    )


def test_the_departements_come_before_the_collectivities() -> None:
    codes = [one.code for one in gazetteer.departements()]
    assert codes[:3] == ["01", "02", "03"]
    assert codes[98:103] == ["973", "974", "976", "975", "977"]
    assert (len(codes), codes[-1]) == (109, "989")
    assert gazetteer.departements()[13] == CALVADOS
    assert [one.code for one in gazetteer.every("region")][:3] == ["01", "02", "03"]


def test_what_a_set_of_departements_adds_up_to() -> None:
    assert gazetteer.regions_of(("14", "01", "76", "977", "no")) == ("28", "84")
    assert gazetteer.departement("no") is None
    assert gazetteer.population_of(("14", "975", "no")) == 709_441 + 5_790


@pytest.mark.parametrize(
    ("key", "meant", "reason"),
    [
        ("corse", [("region", "94")], "the whole name"),
        ("marne", [("departement", "51")], "a département"),
        ("la marne", [("departement", "51")], "with its article"),
        ("l ain", [("departement", "01")], "an elided one"),
        ("la reunion", [("region", "04"), ("departement", "974")], "the article is in the name"),
        ("alsace", [("ensemble", "42")], "a former region"),
        ("rouen", [], "a commune"),
        ("la rouen", [], "a commune with an article"),
        ("en normandie", [], "the words that say where is no name"),
        ("67 68", [], "nor is a list of départements"),
        ("departement", [], "nor a word of the table that is no name"),
        ("nom", [], "nor of its header"),
    ],
)
def test_areas_by_their_folded_name(key: str, meant: list[tuple[str, str]], reason: str) -> None:
    assert gazetteer.areas_named(key) == meant, reason


@pytest.mark.parametrize(
    ("kind", "code", "expected"),
    [
        ("region", "28", ("region", "Normandie")),
        ("departement", "76", ("departement", "Seine-Maritime")),
        ("departement", "977", ("collectivite", "Saint-Barthélemy")),
        ("collectivite", "977", ("collectivite", "Saint-Barthélemy")),
        ("epci", "200023414", ("epci", "Métropole Rouen Normandie")),
        ("epci", "200057867", ("ept", "Plaine Commune")),
        ("ept", "200057867", ("ept", "Plaine Commune")),
        ("commune", "76540", ("commune", "Rouen")),
        ("region", "76540", None),
        ("departement", "28000", None),
        ("epci", "76540", None),
        ("commune", "75115", None),
        ("arrondissement", "75115", None),
    ],
)
def test_the_official_name_of_a_code(
    kind: str, code: str, expected: tuple[str, str] | None
) -> None:
    found = gazetteer.territory(kind, code)
    assert (found and (found.kind, found.name)) == expected


# --- communes and what is made of them ------------------------------------------------------------


@pytest.mark.parametrize(
    ("insee", "home"),
    [("76540", "76"), ("2A004", "2A"), ("97411", "974"), ("98818", "988"), ("95018", "95")],
)
def test_the_departement_in_a_code(insee: str, home: str) -> None:
    assert gazetteer.departement_of(insee) == home


def test_a_code_finds_what_it_is_of_and_nothing_else() -> None:
    assert gazetteer.commune_name("76540") == "Rouen"
    assert gazetteer.commune_name("75115") is None
    assert (gazetteer.population("01001"), gazetteer.population("98401")) == (860, 0)
    assert gazetteer.communes_of_postal_code("01000") == ("01053", "01344")
    assert gazetteer.communes_of_postal_code("00000") == ()
    assert gazetteer.communes_named("saint denis") == ["11339", "30247", "93066", "97411"]
    assert gazetteer.of_siren("217605401") == ("commune", "76540")
    assert gazetteer.of_siren("200052264") == ("region", "44")
    assert gazetteer.of_siren("217605409") == ("epci", "217605409"), "or nothing's"


@pytest.mark.parametrize(
    ("key", "expected", "reason"),
    [
        ("rou", ["49262", "81231", "44145"], "Rou-Marson, Rouairoux, Rouans: by name"),
        ("", ["64001", "55001"], "Aast, Abainville: from the first on"),
        ("zuytpeene", ["59669"], "the last of all"),
        ("zz", [], "past the last"),
    ],
)
def test_communes_by_the_beginning_of_their_name(
    key: str, expected: list[str], reason: str
) -> None:
    found = name_searches.communes_beginning(key)
    assert found[: len(expected) or 1] == expected, reason


def test_everything_in_bulk_begins_and_ends_as_the_files_do() -> None:
    communes = list(bulk.communes())
    assert (communes[0], communes[-1]) == (
        ("01001", "L'Abergement-Clémenciat"),
        ("98901", "Île de Clipperton"),
    )
    postal = list(bulk.postal_codes())
    assert postal[0] == ("01000", ("01053", "01344"))
    assert next(bulk.sirens()) == ("200002160", "51201")
    assert dict(bulk.sirens())["217605401"] == "76540"
    assert gazetteer.every("epci")[0] == GLIERES
    assert gazetteer.every("part")[0] == Territory(
        "commune-deleguee", "01015", "Arbignieu", "01015"
    )
    assert gazetteer.every("former")[0] == AMAREINS
    assert bulk.populations()["01001"] == 860
    assert INTITULES["cc"] == "epci"


# --- places ---------------------------------------------------------------------------------------

OVERSEAS = "{} relève d'une collectivité d'outre-mer, qui n'est dans aucune région."
HORS = "{} est une collectivité d'outre-mer, hors des 18 régions."


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (
            places.of_commune("98818", "Lu."),
            Place("commune", "98818", "Nouméa", ("988",), (), ("98818",),
                  notes=("Lu.", OVERSEAS.format("Nouméa"))),
        ),
        (
            places.of_territory(ESCAUFOURT),
            Place("commune-associee", "02285", "Escaufourt", ("59",), ("32",), ("59545",), notes=(
                "Escaufourt est une commune associée ; sa commune est Saint-Souplet (59545).",)),
        ),
        (
            places.of_territory(AMAREINS),
            Place("commune", "01165", "Francheleins", ("01",), ("84",), ("01165",), notes=(
                "Amareins (01003) fait aujourd'hui partie de Francheleins (01165).",)),
        ),
        (
            places.of_territory(CALVADOS),
            Place("departement", "14", "Calvados", ("14",), ("28",)),
        ),
        (
            places.of_territory(MIQUELON),
            Place("collectivite", "975", "Saint-Pierre-et-Miquelon", ("975",), (),
                  notes=(HORS.format("Saint-Pierre-et-Miquelon"),)),
        ),
        (places.of("departement", "96"), None),
        (
            places.of_territory(NORMANDIE),
            Place("region", "28", "Normandie", ("14", "27", "50", "61", "76"), ("28",)),
        ),
        (
            places.of("ancienne-region", "42"),
            Place("ancienne-region", "42", "Alsace", ("67", "68"), ("44",)),
        ),
        (
            places.of_territory(GLIERES),
            Place("epci", "200000172", "CC Faucigny - Glières", ("74",), ("84",), FAUCIGNY),
        ),
        (
            places.of_territory(GLIERES.replace(kind="ept", name="Essai")),
            Place("ept", "200000172", "Essai", ("74",), ("84",), FAUCIGNY),
        ),
    ],
)  # fmt: skip
def test_a_whole_place_of_each_kind(found: Place | None, expected: Place | None) -> None:
    assert found == expected


@pytest.mark.parametrize(
    ("communes", "name"),
    [
        (("14118",), "Caen"),
        (("14118", "76540"), "Rouen et Caen"),
        (("14118", "27229", "76540"), "Rouen, Caen et 1 autre commune"),
        (("14118", "14366", "27229", "76540"), "Rouen, Caen et 2 autres communes"),
    ],
)
def test_a_postal_code_is_named_by_its_biggest_communes(
    communes: tuple[str, ...], name: str
) -> None:
    homes = tuple(sorted({insee[:2] for insee in communes}))
    assert places.of_postal_code("00000", communes, "Lu.") == Place(
        "code-postal", "00000", name, homes, ("28",), communes, notes=("Lu.",)
    )


def test_communes_of_one_size_are_named_in_the_order_of_their_codes() -> None:
    nobody = ("98415", "98414", "98413")
    assert [gazetteer.population(insee) for insee in nobody] == [0, 0, 0]
    first, second = (gazetteer.commune_name(insee) for insee in ("98413", "98414"))
    found = places.of_postal_code("00000", nobody)
    assert found.name == f"{first}, {second} et 1 autre commune"


def test_places_are_ranked_by_size_then_code_and_doubles_dropped() -> None:
    nobody, rouen, village = (places.of_commune(insee) for insee in ("98414", "76540", "01001"))
    as_few, double = places.of_commune("98413"), nobody.replace(name="Le même")
    calvados = places.of_territory(CALVADOS)
    given = [nobody, rouen, village, as_few, double, calvados]
    assert places.ranked(iter(given)) == (calvados, rouen, village, as_few, nobody)
    assert places.ranked([nobody, double]) == (nobody,)
    assert places.ranked([]) == ()


@pytest.mark.parametrize(
    ("place", "expected", "reason"),
    [
        (places.of_commune("76540"), 117_662, "a commune has its own"),
        (places.of_territory(GLIERES), 28_561, "an EPCI its members'"),
        (places.of("departement", "14"), 709_441, "a département"),
        (places.of("region", "28"), 3_345_842, "a region"),
        (places.of("groupe", "42"), 1_934_548, "a former region"),
        (places.of_territory(MIQUELON), 5_790, "an overseas collectivity"),
        (places.of_territory(ESCAUFOURT), 0, "a part is not counted"),
        (places.of_postal_code("76000", ("76540",)), 0, "nor is a postal code, which is no place"),
        (places.of_commune("98413"), 0, "nor an atoll where nobody lives"),
    ],
)
def test_how_many_live_in_a_place(place: Place, expected: int, reason: str) -> None:
    assert places.inhabitants(place) == expected, reason


def test_where_a_place_lies_names_three_departements_at_most() -> None:
    normandie = places.of_territory(NORMANDIE)
    assert places.where(normandie) == (
        "dans le Calvados (14), dans l'Eure (27), dans la Manche (50)"
    )
    assert places.where(places.of_commune("97411")) == "à La Réunion (974)"
    nowhere = normandie.replace(departements=("no", "14"))
    assert places.where(nowhere) == "dans le Calvados (14)"


# --- the files ------------------------------------------------------------------------------------

ALL = [*gazetteer.NAMES.all()]
KEYS = {row[0] for row in ALL[::1499]} | {
    "",
    "n",
    "no such name",
    "zz",
    "é",
    "\x00",
    "\ud800",
    "a\tb",
}


@pytest.mark.parametrize("indexed", [False, True])
def test_every_row_is_found_by_its_key_without_its_spaces_and_by_its_beginning(
    indexed: bool,
) -> None:
    table = TsvTable("noms.tsv", spaceless)
    if indexed:
        table.index()
    bare = [(spaceless(row[0].encode()), row) for row in ALL]
    for key in KEYS | {key[: 1 + rank % 7] for rank, key in enumerate(sorted(KEYS))}:
        joined = spaceless(key.encode("utf-8", "replace"))
        alike = [row for name, row in bare if name == joined]
        begun = [row for name, row in bare if name.startswith(joined)]
        assert table.rows(key) == [row for row in alike if row[0] == key]
        assert table.rows_alike(key) == alike
        assert list(table.rows_beginning(key)) == begun
        assert table.begins(key) == bool(begun)
        communes = sorted((r[0], code) for r in begun if r[1] == "commune" and r[0].startswith(key)
                          for code in r[2].split(","))  # fmt: skip
        assert name_searches.communes_beginning(key) == [code for _, code in communes]


def test_threads_read_one_table_without_a_wrong_answer() -> None:
    names = dict(bulk.communes())

    def misread(table: TsvTable) -> list[str]:
        return [code for code in [*names][::7] if (table.row(code) or ["", ""])[1] != names[code]]

    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(4) as pool:
            for _ in range(3):
                work = [pool.submit(misread, table) for table in [TsvTable("communes.tsv")] * 4]
                assert [one.result() for one in work] == [[]] * 4
    finally:
        sys.setswitchinterval(interval)
