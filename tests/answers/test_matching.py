"""The rules of who helps where, held on made-up cases that the bundled catalogue does not have."""

from typing import Any

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Answer, Candidate, GuichetVert, Match, Part, Query
from achats_reseaux.answering.coverage import requested_coverage
from achats_reseaux.gazetteer import bulk
from achats_reseaux.gazetteer.switchboards import switchboard
from achats_reseaux.model import TO_VERIFY, Catalogue, Malformed, Place, Places, Unknown
from helpers.cases import every_row, tabled
from helpers.made_up import catalogue_of, network

ROUEN, DIEPPE, CAEN = "76540", "76217", "14118"
TODAY, CLAUSE = "2026-11-24", "clause-sociale"


def entry(own_id: str, kind: str, coverage: dict[str, Any], **more: Any) -> dict[str, Any]:
    return network(own_id, coverage, **{"kind": kind, "themes": ["environnement"], **more})


def link(label: str, *kinds: str) -> dict[str, Any]:
    return {"label": label, "url": "https://b.fr", "kinds": list(kinds), "sources": ["page-2021"]}


# Ten entries, so that positions are not in the order that a set of small numbers happens to have;
# and nothing in it is in the order in which it must be answered.

SOCIAL = {"themes": ["social", "environnement"]}
SMALL = catalogue_of(
    entry("partout", "plateforme", {"france": True}, valid_until="2026-11-23"),
    entry("gv-calvados", "guichet-vert", {"communes": [CAEN]}),
    entry("normandie", "reseau", {"regions": ["28"]}, **SOCIAL),
    *(entry(f"ailleurs-{n}", "guichet-vert", {"departements": [n]}) for n in ("67", "68", "75")),
    entry("etat", "reseau", {"france": True}, audiences=["etat"], **SOCIAL),
    entry("sud-eure", "reseau", {"departements": ["27"]}, valid_until=TODAY),
    entry("gv-seine", "guichet-vert", {"departements": ["76", "27"]}),
    entry("clauses", "facilitateurs", {"communes": [ROUEN, CAEN]}, themes=["social"], use=CLAUSE),
    ways_in=[link("tous"), link("plateformes", "plateforme", "programme")],
)
BY_ID = dict(zip(SMALL.ids, SMALL.networks, strict=True))
(ANY, PLATFORMS) = SMALL.ways_in


def place(where: str, kind: str = "groupe") -> Place:
    """A place of these départements, and after a stroke of these communes: ``76 / 76540``."""
    departements, _, communes = where.partition("/")
    grounds = tuple(departements.split()), ("28",), tuple(communes.split())
    return Place(kind, "essai", "Essai", *grounds, notes=("Lu ainsi.",))


def filters_of(text: str) -> dict[str, Any]:
    """``themes=social,environnement kinds=reseau``."""
    asked = (one.partition("=") for one in text.split())
    return {name: tuple(values.split(",")) for name, _, values in asked}


def found_in(
    *places: Place, aside: tuple[Place, ...] = (), catalogue: Catalogue = SMALL, **filters: Any
) -> Answer:
    query = Query("find", input="Essai", **filters)
    return matching.find(catalogue, query, Places(places, aside), TODAY)


def test_a_whole_answer() -> None:
    commune = place("76 / 76540", "commune")
    expired = f"PARTOUT : fiche valable jusqu'au 23 novembre 2026, {TO_VERIFY}."
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
            Match(BY_ID["partout"], "full", (ANY, PLATFORMS), expired=True, is_valid=False),
        ),
        notes=("Lu ainsi.", expired),
        switchboard=switchboard("epci", "200023414"),
        catalogue=SMALL,
        today=TODAY,
    )


def test_a_whole_answer_of_nothing_still_tells_the_guichet_vert() -> None:
    commune = place("76 / 76540", "commune")
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
        catalogue=SMALL,
        today=TODAY,
    )


def test_what_is_no_place_says_so_whole() -> None:
    query = Query("find", input="x")
    unknown = Unknown("Aucun lieu.", ("Rouen", "Caen"))
    assert matching.find(SMALL, query, unknown, TODAY) == Answer(
        "unknown",
        query,
        message="Aucun lieu.",
        reason="place",
        suggestions=("Rouen", "Caen"),
        next_commands=("reseaux find Rouen", "reseaux find Caen"),
    )
    assert matching.find(SMALL, query, Malformed("Le lieu est vide."), TODAY) == Answer(
        "invalid", query, message="Le lieu est vide.", reason="place"
    )


def test_a_whole_list_is_in_the_order_of_the_catalogue() -> None:
    query = Query("list", themes=("social", "rien"), kinds=("reseau", "facilitateurs"))
    names = ("normandie", "etat", "clauses")
    matches = tuple(Match(BY_ID[name], None, (ANY,)) for name in names)
    assert matching.list_networks(SMALL, query, TODAY) == Answer("found", query, matches=matches)
    everything = matching.list_networks(SMALL, Query("list"), TODAY)
    assert tuple(match.network.id for match in everything.results) == SMALL.ids
    assert everything.notes == (f"PARTOUT : fiche valable jusqu'au 23 novembre 2026, {TO_VERIFY}.",)
    nothing = Query("list", themes=("rien",))
    assert matching.list_networks(SMALL, nothing, TODAY) == Answer(
        "none",
        nothing,
        message="Aucun réseau ne répond à ces critères.",
        hint="Toute la liste :",
        next_commands=("reseaux list",),
    )


@tabled
def test_an_entry_holds_from_its_first_day_to_its_last(
    valid_from: str | None, valid_until: str | None, expired: bool, note: str | None
) -> None:
    dates = {"valid_from": valid_from, "valid_until": valid_until}
    catalogue = catalogue_of(entry("daté", "reseau", {"france": True}, **dates))
    answer = matching.list_networks(catalogue, Query("list"), TODAY)
    assert [match.expired for match in answer.results] == [expired]
    assert answer.notes == ((f"DATÉ : fiche valable {note}",) if note else ())


@every_row("answers/matching/ranks.tsv")
def test_filters_narrow_and_networks_are_ranked_and_cover_all_or_part(
    where: str, filters: str, answer: str, reason: str
) -> None:
    """Values of one filter are alternatives; ``~`` where the place is covered in part."""
    ranked = [
        match.network.id + "~" * (match.coverage == "partial")
        for match in found_in(place(where), **filters_of(filters)).results
    ]
    assert " ".join(ranked) == answer, reason


SHARED = catalogue_of(
    entry("ailleurs", "guichet-vert", {"communes": ["67482"]}),
    entry("est", "guichet-vert", {"communes": [ROUEN]}),
    *(entry(f"autre-{n}", "reseau", {"departements": ["67"]}) for n in range(6)),
    entry("ouest", "guichet-vert", {"communes": [DIEPPE]}),
    entry("eure", "guichet-vert", {"departements": ["27"]}),
)


@every_row("answers/matching/guichets.tsv")
def test_the_guichets_verts_of_a_place_and_of_its_parts(
    where: str, status: Any, parts: str, reason: str
) -> None:
    """Of each part its guichets verts; ``~`` where they do not serve all of it."""
    whole = []
    for code, *serving in (part.split() for part in parts.split(", ")):
        area = gazetteer.departement(code.rstrip("~"))
        assert area is not None
        whole.append(Part(area.kind, area.code, area.name, tuple(serving), code[-1] == "~"))
    served = [name for name in SHARED.ids if any(name in part.networks for part in whole)]
    names = tuple(name.upper() for name in served)
    expected = GuichetVert(status, tuple(served), names, tuple(whole), "2026-01-01")
    assert matching.guichet_vert_at(SHARED, place(where), TODAY) == expected, reason


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
    catalogue = catalogue_of(
        *(entry(name, "guichet-vert", {"communes": codes}) for name, codes in networks.items())
    )
    answer = found_in(place("2A"), catalogue=catalogue)
    assert answer.guichet_vert is not None
    assert answer.guichet_vert.status == status, reason
    assert {one.network.id: one.coverage for one in answer.results} == shares, reason
    corse = next(
        one for one in requested_coverage(catalogue, {}, today=TODAY).regions if one.code == "94"
    )
    (south, _) = corse.departements
    served = sum(len(codes) for name, codes in networks.items() if name in shares)
    people = sum(gazetteer.population(code) for name in shares for code in networks[name])
    assert (south.status, south.networks) == (status, tuple(shares)), reason
    assert (south.communes_covered, south.population_covered) == (served, people), reason
    whole = matching.guichet_vert_at(catalogue, place("2A 2B"), TODAY)
    assert whole.status == corse.status == "partial"


VILLAGE = place("76 / 76217", "commune")


@every_row("answers/matching/namesakes.tsv")
def test_namesakes_are_one_answer_only_if_all_of_it_is_the_same(
    other: str, filters: str, same: str, reason: str
) -> None:
    answer = found_in(VILLAGE, VILLAGE, place(other), **filters_of(filters))
    assert answer.status == ("found" if same == "yes" else "ambiguous"), reason
    assert answer.place == (VILLAGE if same == "yes" else None), reason


def test_the_same_networks_for_all_of_one_place_and_part_of_another_differ() -> None:
    """One guichet vert, one network each, and yet not the same answer."""
    whole, part = place("76 / 76540"), place("76 / 76540 76217")
    assert found_in(whole, part, kinds=("facilitateurs",)).status == "ambiguous"


def test_a_whole_ambiguous_answer() -> None:
    other = place("14 / 14118", "commune")
    query = Query("find", input="E" * 70)
    assert matching.find(SMALL, query, Places((VILLAGE, other)), TODAY) == Answer(
        "ambiguous",
        query,
        reason="place",
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


@every_row("answers/matching/kinds.tsv")
def test_a_place_is_named_with_its_kind_and_has_its_command(
    kind: str, where: str, named: str, typed: str
) -> None:
    """Left aside it is named; one of several has its command, which keeps the filters."""
    one, elsewhere = place(where, kind), place("50", "departement")
    aside = found_in(VILLAGE, aside=(one,), kinds=("reseau",))
    assert aside.notes == ("Lu ainsi.", f"Il existe aussi : {named}.")
    filters = "themes=environnement,social kinds=guichet-vert,reseau audiences=collectivite,etat"
    words = (
        " --theme environnement --theme social --type guichet-vert --type reseau"
        " --public collectivite --public etat"
    )
    commands = {f"reseaux find {each}{words}" for each in (typed, "--departement essai")}
    assert {*found_in(one, elsewhere, **filters_of(filters)).next_commands} == commands


@tabled
def test_of_many_places_three_are_named(count: int, named: str) -> None:
    aside = (place("76", "region"),) * count
    said = f"Il existe aussi : {named.replace(', ', ' ; ').replace('A', 'Essai, région')}."
    assert found_in(VILLAGE, aside=aside, kinds=("reseau",)).notes[1:] == (said,)
    ambiguous = found_in(VILLAGE, place("67 / 67482", "commune"), aside=aside)
    assert (ambiguous.status, ambiguous.notes) == ("ambiguous", (said,))
    same = found_in(*[VILLAGE] * count, kinds=("reseau",)).notes[1:]
    labels = named.replace(", ", " ; ").replace("A", "Essai (76), commune")
    assert same == (f"Ce nom désigne {count} lieux, avec la même réponse : {labels}.",)
