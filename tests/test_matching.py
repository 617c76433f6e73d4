"""The rules of who helps where, held on made-up cases that the bundled catalogue does not have."""

from __future__ import annotations

from typing import Any

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.coverage import requested_coverage
from achats_reseaux.catalogue import build, loader
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import (
    Answer,
    Candidate,
    Catalogue,
    Fact,
    GuichetVert,
    Malformed,
    Match,
    Part,
    Place,
    Places,
    Query,
    Unknown,
)
from achats_reseaux.output import coverage as covered


@pytest.mark.parametrize(
    ("communes", "expected"),
    [(("76540",), "partial"), (("76540", "76217"), "full"), (("67482",), None)],
)
def test_a_network_of_communes_covers_what_it_lists(
    communes: tuple[str, ...], expected: str | None
) -> None:
    network = loader.load().networks[0]
    network = network.replace(scope="local", departements=(), communes=communes)
    found = resolve("Rouen")
    assert isinstance(found, Places)
    place = found.candidates[0].replace(communes=("76540", "76217"))
    assert matching.coverage_of(network, place) == expected


@pytest.mark.parametrize(("count", "end"), [(4, "Rouen (76)."), (5, "Rouen (76), 2 autres.")])
def test_four_namesakes_are_named_and_more_are_counted(count: int, end: str) -> None:
    found = resolve("Rouen")
    assert isinstance(found, Places)
    outcome = Places(found.candidates * count)
    answer = matching.find(loader.load(), Query("find", input="Rouen"), outcome, "2026-11-24")
    shown = min(count, 4) - (count > 4)
    rest = ", ".join(["Rouen (76)"] * (shown - 1))
    note = f"Ce nom désigne {count} lieux, avec la même réponse : {rest}, {end}"
    assert note in answer.notes


@pytest.mark.parametrize(
    ("departements", "expected"),
    [(("67",), "full"), (("67", "68"), "partial"), (("68",), None)],
)
def test_a_network_of_departements_covers_a_place_whole_in_part_or_not(
    departements: tuple[str, ...], expected: str | None
) -> None:
    network = loader.load().network("relais-2d")
    place = Place("groupe", "essai", "Essai", departements, ("44",))
    assert matching.coverage_of(network, place) == expected


def test_what_to_type_for_an_ambiguous_name_keeps_the_filters() -> None:
    query = Query("find", input="Vienne", kinds=("guichet-vert",), themes=("environnement",))
    outcome = resolve("Vienne")
    answer = matching.find(loader.load(), query, outcome, "2026-11-24")
    assert answer.status == "ambiguous"
    assert answer.next_commands == (
        "reseaux find --departement 86 --theme environnement --type guichet-vert",
        "reseaux find --commune Vienne --departement 38 --theme environnement --type guichet-vert",
    )


def test_only_networks_that_nobody_can_reach_have_another_way_in() -> None:
    catalogue = loader.load()
    answer = matching.list_networks(catalogue, Query("list"), "2026-11-24")
    for match in answer.results:
        assert bool(match.ways_in) is not any(match.network.contact.astuple())


# --- a small catalogue of our own -----------------------------------------------------------------
#
# Ten entries, so that positions are not in the order that a set of small numbers happens to have;
# and nothing in it is in the order in which it must be answered.

SOURCE = {"id": "page", "url": "https://a.fr", "date": "2026", "dated": "lu", "title": "Page"}
ROUEN, ELBEUF, DIEPPE, CAEN, LISIEUX = "76540", "76231", "76217", "14118", "14366"
TODAY = "2026-11-24"


def entry(network_id: str, kind: str, coverage: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "id": network_id,
        "name": network_id.upper(),
        "kind": kind,
        "themes": ["environnement"],
        "audiences": ["collectivite"],
        "coverage": coverage,
        "summary": "Aide.",
        "sources": ["page"],
        "checked_on": "2026-01-01",
        **more,
    }


def link(label: str, *kinds: str) -> dict[str, Any]:
    return {"label": label, "url": "https://b.fr", "for": list(kinds), "sources": ["page"]}


def frozen(*networks: dict[str, Any], ways_in: tuple[dict[str, Any], ...] = ()) -> Catalogue:
    return build.build(
        {
            "version": "1",
            "as_of": "2026-01-01",
            "checked_on": "2026-01-01",
            "reference": "page",
            "ways_in": ways_in,
            "without_guichet_vert": [],
            "vocabulary": {"themes": [], "kinds": [], "audiences": [], "fields": []},
            "sources": [SOURCE],
            "organisations": [],
            "networks": networks,
        }
    )


SOCIAL = {"themes": ["social", "environnement"]}
SMALL = frozen(
    entry("partout", "plateforme", {"france": True}, valid_until="2026-11-23"),
    entry("gv-calvados", "guichet-vert", {"communes": [CAEN]}),
    entry("normandie", "reseau", {"regions": ["28"]}, **SOCIAL),
    *(entry(f"ailleurs-{n}", "guichet-vert", {"departements": [n]}) for n in ("67", "68", "75")),
    entry("etat", "reseau", {"france": True}, audiences=["etat"], **SOCIAL),
    entry("eure", "reseau", {"departements": ["27"]}, valid_until=TODAY),
    entry("gv-seine", "guichet-vert", {"departements": ["76", "27"]}),
    entry("clauses", "facilitateurs", {"communes": [ROUEN, CAEN]}, themes=["social"]),
    ways_in=(link("tous", "all"), link("plateformes", "plateforme", "programme")),
)
BY_ID = dict(zip(SMALL.ids, SMALL.networks, strict=True))
(ANY, PLATFORMS) = SMALL.ways_in


def place(*departements: str, communes: tuple[str, ...] = (), kind: str = "groupe") -> Place:
    return Place(kind, "essai", "Essai", departements, ("28",), communes, notes=("Lu ainsi.",))


def found_in(
    *places: Place, aside: tuple[Place, ...] = (), catalogue: Catalogue = SMALL, **filters: Any
) -> Answer:
    query = Query("find", input="Essai", **filters)
    return matching.find(catalogue, query, Places(places, aside), TODAY)


def ranked(answer: Answer) -> str:
    """The matches on one line, ``~`` where the place is covered in part."""
    return " ".join(
        match.network.id + "~" * (match.coverage == "partial") for match in answer.results
    )


# --- whole answers --------------------------------------------------------------------------------


def test_a_whole_answer() -> None:
    commune = place("76", communes=(ROUEN,), kind="commune")
    expired = "PARTOUT : fiche valable jusqu'au 23 novembre 2026, à vérifier."
    assert found_in(commune) == Answer(
        "found",
        Query("find", input="Essai"),
        commune,
        GuichetVert(
            "covered",
            ("gv-seine",),
            ("GV-SEINE",),
            (Part("departement", "76", "Seine-Maritime", ("gv-seine",)),),
            "2026-01-01",
        ),
        (
            Match(BY_ID["gv-seine"], "full", (ANY,)),
            Match(BY_ID["clauses"], "full", (ANY,)),
            Match(BY_ID["normandie"], "full", (ANY,)),
            Match(BY_ID["etat"], "full", (ANY,)),
            Match(BY_ID["partout"], "full", (ANY, PLATFORMS), expired=True),
        ),
        notes=("Lu ainsi.", expired),
    )


def test_a_whole_answer_of_nothing_still_tells_the_guichet_vert() -> None:
    commune = place("76", communes=(ROUEN,), kind="commune")
    parts = (Part("departement", "76", "Seine-Maritime", ("gv-seine",)),)
    assert found_in(commune, kinds=("programme",)) == Answer(
        "none",
        Query("find", input="Essai", kinds=("programme",)),
        commune,
        GuichetVert("covered", ("gv-seine",), ("GV-SEINE",), parts, "2026-01-01"),
        notes=("Lu ainsi.",),
        message="Essai (76) : aucun réseau ne répond à ces critères.",
        hint="Qui aide quand même :",
        next_commands=("reseaux find --commune Essai --departement 76",),
    )


def test_what_is_no_place_says_so_whole() -> None:
    query = Query("find", input="x")
    unknown = Unknown("Aucun lieu.", ("Rouen", "Caen"))
    assert matching.find(SMALL, query, unknown, TODAY) == Answer(
        "unknown",
        query,
        message="Aucun lieu.",
        suggestions=("Rouen", "Caen"),
        next_commands=("reseaux find Rouen", "reseaux find Caen"),
    )
    assert matching.find(SMALL, query, Malformed("Le lieu est vide."), TODAY) == Answer(
        "invalid", query, message="Le lieu est vide."
    )


def test_a_whole_list_is_in_the_order_of_the_catalogue() -> None:
    query = Query("list", themes=("social", "rien"), kinds=("reseau", "facilitateurs"))
    names = ("normandie", "etat", "clauses")
    matches = tuple(Match(BY_ID[name], None, (ANY,)) for name in names)
    assert matching.list_networks(SMALL, query, TODAY) == Answer("found", query, results=matches)
    everything = matching.list_networks(SMALL, Query("list"), TODAY)
    assert tuple(match.network.id for match in everything.results) == SMALL.ids
    assert everything.notes == ("PARTOUT : fiche valable jusqu'au 23 novembre 2026, à vérifier.",)
    nothing = Query("list", themes=("rien",))
    assert matching.list_networks(SMALL, nothing, TODAY) == Answer(
        "none",
        nothing,
        message="Aucun réseau ne répond à ces critères.",
        hint="Toute la liste :",
        next_commands=("reseaux list",),
    )


def test_a_network_by_its_id() -> None:
    assert SMALL.network("eure") == BY_ID["eure"]
    with pytest.raises(ValueError, match="no network has the id 'rien'"):
        SMALL.network("rien")


def test_a_whole_card() -> None:
    contact = {"phone": {"value": "3939", "sources": ["page"]}}
    facts = [{"field": "cout", "value": "Gratuit.", "sources": ["page"]}]
    more = {"valid_until": "2026-01-01", "contact": contact, "facts": facts}
    catalogue = frozen(
        entry("un", "reseau", {"france": True}),
        entry("deux", "reseau", {"france": True}, **more),
        ways_in=(link("tous", "all"),),
    )
    network = catalogue.networks[1]
    known = (
        Fact("phone", "3939", network.sources, checked_on="2026-01-01"),
        Fact("cout", "Gratuit.", network.sources, checked_on="2026-01-01"),
    )
    query = Query("show", input="deux")
    assert matching.show(catalogue, query, "deux", TODAY) == Answer(
        "found",
        query,
        results=(Match(network, None, (), known, expired=True),),
        notes=("DEUX : fiche valable jusqu'au 1er janvier 2026, à vérifier.",),
    )


@pytest.mark.parametrize(
    ("valid_from", "valid_until", "expired", "note"),
    [
        (None, None, False, None),
        (None, "2026-11-24", False, None),  # it holds to the last day
        (None, "2026-11-23", True, "jusqu'au 23 novembre 2026, à vérifier."),
        ("2026-11-24", None, False, None),  # and from the first one
        ("2026-11-25", None, False, "à partir du 25 novembre 2026 seulement."),
        ("2026-11-25", "2027-01-01", False, "à partir du 25 novembre 2026 seulement."),
        ("2026-01-01", "2026-02-01", True, "jusqu'au 1er février 2026, à vérifier."),
    ],
)
def test_an_entry_holds_from_its_first_day_to_its_last(
    valid_from: str | None, valid_until: str | None, expired: bool, note: str | None
) -> None:
    dates = {"valid_from": valid_from, "valid_until": valid_until}
    catalogue = frozen(entry("daté", "reseau", {"france": True}, **dates))
    answer = matching.list_networks(catalogue, Query("list"), TODAY)
    assert [match.expired for match in answer.results] == [expired]
    assert answer.notes == ((f"DATÉ : fiche valable {note}",) if note else ())


# --- filters, rank and coverage -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("filters", "expected", "reason"),
    [
        ({}, "gv-seine normandie etat partout", "local before national, guichet vert first"),
        ({"themes": ("social",)}, "normandie etat", "one theme of several is enough"),
        ({"themes": ("social", "environnement")}, "gv-seine normandie etat partout", "either"),
        ({"kinds": ("reseau",), "audiences": ("etat",)}, "etat", "both"),
        ({"kinds": ("plateforme", "guichet-vert")}, "gv-seine partout", "either kind"),
        ({"audiences": ("sante",)}, "", "a word that no entry has"),
    ],
)
def test_values_of_one_filter_are_alternatives_and_filters_narrow(
    filters: dict[str, Any], expected: str, reason: str
) -> None:
    assert ranked(found_in(place("76", communes=(DIEPPE,)), **filters)) == expected, reason


@pytest.mark.parametrize(
    ("where", "expected", "reason"),
    [
        (place("76"), "gv-seine normandie clauses~", "one commune of a département is a part"),
        (place("27"), "gv-seine eure normandie", "the smaller of two whole grounds first"),
        (place("14"), "gv-calvados~ normandie clauses~", "a guichet vert in part is still first"),
        (place("14", "76"), "gv-calvados~ gv-seine~ normandie clauses~", "one département of two"),
        (place("50"), "normandie", "the region"),
        (place("67"), "ailleurs-67", "elsewhere"),
        (place("14", communes=(CAEN, LISIEUX)), "gv-calvados~ normandie clauses~", "one of two"),
        (place("14", communes=(LISIEUX,)), "normandie", "another commune of the département"),
        (place("76", communes=(ROUEN, DIEPPE)), "gv-seine normandie clauses~", "one of two"),
        (place("76", "75"), "ailleurs-75~ gv-seine~ normandie~ clauses~", "over two regions"),
        (
            place("14", "76", communes=(CAEN, ROUEN)),
            "gv-calvados~ gv-seine~ clauses normandie",
            "two communes of two départements, each guichet vert serving one",
        ),
    ],
)
def test_local_networks_are_ranked_by_kind_and_said_to_cover_all_or_part(
    where: Place, expected: str, reason: str
) -> None:
    filters = ("guichet-vert", "reseau", "facilitateurs")
    local = ranked(found_in(where, kinds=filters, audiences=("collectivite",)))
    assert local == expected, reason


SHARED = frozen(
    entry("ailleurs", "guichet-vert", {"communes": ["67482"]}),
    entry("est", "guichet-vert", {"communes": [ROUEN]}),
    *(entry(f"autre-{n}", "reseau", {"departements": ["67"]}) for n in range(6)),
    entry("ouest", "guichet-vert", {"communes": [DIEPPE]}),
    entry("eure", "guichet-vert", {"departements": ["27"]}),
)
SEINE = ("departement", "76", "Seine-Maritime")


@pytest.mark.parametrize(
    ("where", "status", "parts", "reason"),
    [
        (place("76", communes=(ROUEN,)), "covered", [(*SEINE, ("est",))], "one of its own"),
        (
            place("76", communes=(DIEPPE, ROUEN)),
            "split",
            [(*SEINE, ("est", "ouest"))],
            "between them, two cover it all: in the order of the catalogue",
        ),
        (
            place("76", communes=(ELBEUF, ROUEN)),
            "partial",
            [(*SEINE, ("est",), True)],
            "one serves some of it, and nobody the rest",
        ),
        (place("76", communes=(ELBEUF,)), "none", [(*SEINE, ())], "others of the département"),
        (place("76"), "partial", [(*SEINE, ("est", "ouest"), True)], "two communes of all"),
        (
            place("27", "76"),
            "partial",
            [("departement", "27", "Eure", ("eure",)), (*SEINE, ("est", "ouest"), True)],
            "one whole département, and some of another",
        ),
        (
            place("27", "76", communes=("27229", ROUEN)),
            "split",
            [("departement", "27", "Eure", ("eure",)), (*SEINE, ("est",))],
            "each département its own",
        ),
        (
            place("27", "28", communes=("27229", "28085")),
            "partial",
            [("departement", "27", "Eure", ("eure",)), ("departement", "28", "Eure-et-Loir", ())],
            "a part without any",
        ),
        (
            place("28", "27"),
            "partial",
            [("departement", "28", "Eure-et-Loir", ()), ("departement", "27", "Eure", ("eure",))],
            "a gap stays a gap whatever comes after",
        ),
        (
            place("977"),
            "none",
            [("collectivite", "977", "Saint-Barthélemy", ())],
            "an overseas collectivity is no département",
        ),
    ],
)
def test_the_guichets_verts_of_a_place_and_of_its_parts(
    where: Place, status: str, parts: list[Any], reason: str
) -> None:
    served = [name for name in SHARED.ids if any(name in part[3] for part in parts)]
    names = tuple(name.upper() for name in served)
    whole = tuple(Part(*part) for part in parts)
    expected = GuichetVert(status, tuple(served), names, whole, "2026-01-01")
    assert matching.guichet_vert_at(SHARED, where) == expected, reason


CORSE = [insee for insee, _ in bulk.communes() if insee.startswith("2A")]


@pytest.mark.parametrize(
    ("networks", "status", "shares", "reason"),
    [
        ({"une": CORSE}, "covered", {"une": "full"}, "all communes are the whole département"),
        (
            {"nord": CORSE[:60], "sud": CORSE[60:]},
            "split",
            {"nord": "partial", "sud": "partial"},
            "two of them between them",
        ),
        ({"une": CORSE[1:]}, "partial", {"une": "partial"}, "all but one"),
        ({"une": CORSE[1:], "autre": [ROUEN]}, "partial", {"une": "partial"}, "that is elsewhere"),
    ],
)
def test_a_departement_is_its_communes_in_every_command(
    networks: dict[str, list[str]], status: str, shares: dict[str, str], reason: str
) -> None:
    catalogue = frozen(
        *(entry(name, "guichet-vert", {"communes": codes}) for name, codes in networks.items())
    )
    answer = found_in(place("2A"), catalogue=catalogue)
    assert answer.guichet_vert is not None
    assert answer.guichet_vert.status == status, reason
    assert {one.network.id: one.coverage for one in answer.results} == shares, reason
    corse = next(
        one
        for one in requested_coverage(catalogue, (), (), (), None).regions
        if one.area.code == "94"
    )
    (south, _) = corse.departements
    served = sum(len(codes) for name, codes in networks.items() if name in shares)
    people = sum(gazetteer.population(code) for name in shares for code in networks[name])
    assert (south.status, south.networks) == (status, tuple(shares)), reason
    assert (south.communes_covered, south.population_covered) == (served, people), reason
    assert (
        matching.guichet_vert_at(catalogue, place("2A", "2B")).status == corse.status == "partial"
    )


def test_a_region_of_which_a_departement_is_split_is_split() -> None:
    catalogue = frozen(
        entry("nord", "guichet-vert", {"departements": ["2B"], "communes": CORSE[:60]}),
        entry("sud", "guichet-vert", {"communes": CORSE[60:]}),
    )
    found = requested_coverage(catalogue, (), (), (), None)
    (corse,) = [one for one in found.regions if one.area.code == "94"]
    assert matching.guichet_vert_at(catalogue, place("2A", "2B")).status == corse.status == "split"
    assert [one.status for one in corse.departements] == ["split", "covered"]
    gaps = covered.render(found, catalogue, "quiet", None).split()
    assert len(gaps) == 99
    assert "2A" not in gaps


# --- names that mean several places ---------------------------------------------------------------

VILLAGE = place("76", communes=(DIEPPE,), kind="commune")


@pytest.mark.parametrize(
    ("other", "filters", "same", "reason"),
    [
        (place("76", communes=(ELBEUF,)), {}, True, "the same networks, all of each"),
        (place("50"), {}, False, "no guichet vert there"),
        (place("50"), {"kinds": ("plateforme",)}, False, "though nobody asked to see it"),
        (place("76", communes=(ROUEN,)), {}, False, "one network more"),
        (place("76", communes=(ROUEN,)), {"kinds": ("guichet-vert",)}, True, "filtered away"),
        (place("76", "14", communes=(CAEN, DIEPPE)), {"kinds": ("reseau",)}, False, "two guichets"),
        (place("50"), {"kinds": ("guichet-vert",)}, False, "found here, none there"),
        (place("27", "28"), {"kinds": ("plateforme",)}, False, "the same guichet, with a gap"),
    ],
)
def test_namesakes_are_one_answer_only_if_all_of_it_is_the_same(
    other: Place, filters: dict[str, Any], same: bool, reason: str
) -> None:
    answer = found_in(VILLAGE, VILLAGE, other, **filters)
    assert (answer.status == "found") is same, reason
    assert (answer.status == "ambiguous") is not same, reason


def test_the_same_networks_for_all_of_one_place_and_part_of_another_differ() -> None:
    """No guichet vert, one network each, and yet not the same answer."""
    catalogue = frozen(entry("rouen", "facilitateurs", {"communes": [ROUEN]}))
    whole, part = (place("76", communes=found) for found in ((ROUEN,), (ROUEN, DIEPPE)))
    assert found_in(whole, part, catalogue=catalogue).status == "ambiguous"


def test_namesakes_whose_guichets_verts_serve_other_parts_have_one_answer() -> None:
    """Who serves which département follows from the place; it is no other answer."""
    one, other = place("27"), place("76", communes=(DIEPPE,))
    answer = found_in(one, other, kinds=("plateforme",))
    assert answer.status == "found"
    assert answer.place == one
    assert answer.notes == (
        "Lu ainsi.",
        "PARTOUT : fiche valable jusqu'au 23 novembre 2026, à vérifier.",
        "Ce nom désigne 2 lieux, avec la même réponse : Essai, Essai (76).",
    )


def test_a_whole_ambiguous_answer() -> None:
    other = place("14", communes=(CAEN,), kind="commune")
    query = Query("find", input="E" * 70)
    assert matching.find(SMALL, query, Places((VILLAGE, other)), TODAY) == Answer(
        "ambiguous",
        query,
        candidates=(
            Candidate(other, ("gv-calvados",), ("GV-CALVADOS",)),  # Caen is bigger
            Candidate(VILLAGE, ("gv-seine",), ("GV-SEINE",)),
        ),
        message=f"« {'E' * 59}… » désigne 2 lieux qui n'ont pas la même réponse.",
        next_commands=(
            "reseaux find --commune Essai --departement 14",
            "reseaux find --commune Essai --departement 76",
        ),
    )


def test_what_was_not_typed_is_quoted_as_nothing() -> None:
    answer = matching.find(SMALL, Query("find"), Places((VILLAGE, place("50"))), TODAY)
    assert answer.message == "«  » désigne 2 lieux qui n'ont pas la même réponse."


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("departement", "--departement essai"),
        ("epci", "--siren essai"),
        ("ept", "--siren essai"),
        ("region", "--region Essai"),
        ("collectivite", "--region Essai"),
        ("ancienne-region", "--region Essai"),
        ("groupe", "--region Essai"),
        ("commune", "--commune Essai --departement 76"),
        ("commune-deleguee", "--commune Essai --departement 76"),
    ],
)
def test_each_of_several_has_its_command(kind: str, typed: str) -> None:
    one, elsewhere = place("76", kind=kind), place("50", kind="departement")
    filters: dict[str, Any] = {
        "themes": ("environnement", "social"),
        "kinds": ("guichet-vert",),
        "audiences": ("collectivite", "etat"),
    }
    words = (
        " --theme environnement --theme social --type guichet-vert"
        " --public collectivite --public etat"
    )
    first = f"reseaux find {typed}{words}"
    second = f"reseaux find --departement essai{words}"
    assert found_in(one, elsewhere, **filters).next_commands == (first, second)


@pytest.mark.parametrize(
    ("aside", "note"),
    [
        (place("76", kind="region"), "Essai, région"),
        (place("76", kind="departement"), "Essai (essai), département"),
        (place("977", kind="collectivite"), "Essai (essai), collectivité d'outre-mer"),
        (place("67", kind="ancienne-region"), "Essai, ancienne région"),
        (place("67", kind="groupe"), "Essai, ensemble de territoires"),
        (place("76", communes=(ROUEN,), kind="epci"), "Essai (76), intercommunalité"),
        (place("93", kind="ept"), "Essai, établissement public territorial"),
        (place("76", communes=(ROUEN,), kind="commune"), "Essai (76), commune"),
        (place("76", communes=(ROUEN,), kind="commune-deleguee"), "Essai (76), commune déléguée"),
        (place("76", communes=(ROUEN,), kind="commune-associee"), "Essai (76), commune associée"),
        (place("13", kind="arrondissement"), "Essai, arrondissement municipal"),
        (place("76", communes=(ROUEN,), kind="code-postal"), "essai Essai, code postal"),
        (place("1", "2", "3", communes=(ROUEN,), kind="epci"), "Essai (1, 2, 3), intercommunalité"),
        (place("1", "2", "3", "4", communes=(ROUEN,), kind="epci"), "Essai, intercommunalité"),
    ],
)
def test_what_is_left_aside_is_named_with_its_kind(aside: Place, note: str) -> None:
    answer = found_in(VILLAGE, aside=(aside,), kinds=("reseau",))
    assert answer.notes == ("Lu ainsi.", f"Il existe aussi : {note}.")


@pytest.mark.parametrize(
    ("count", "named"),
    [
        (2, "Essai, région ; Essai, région"),
        (4, "Essai, région ; Essai, région ; Essai, région ; Essai, région"),
        (5, "Essai, région ; Essai, région ; Essai, région ; 2 autres"),
    ],
)
def test_of_many_left_aside_three_are_named(count: int, named: str) -> None:
    aside = (place("76", kind="region"),) * count
    assert found_in(VILLAGE, aside=aside, kinds=("reseau",)).notes[1:] == (
        f"Il existe aussi : {named}.",
    )
    elsewhere = place("67", communes=("67482",), kind="commune")
    ambiguous = found_in(VILLAGE, elsewhere, aside=aside)
    assert (ambiguous.status, ambiguous.notes) == ("ambiguous", (f"Il existe aussi : {named}.",))
