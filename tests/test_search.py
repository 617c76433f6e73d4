"""The rules of who helps where, held on made-up cases that the bundled catalogue does not have."""

from __future__ import annotations

import pytest

from achats_reseaux import search
from achats_reseaux.catalogue import store
from achats_reseaux.model import Place, Places, Query
from achats_reseaux.territory.resolve import resolve


@pytest.mark.parametrize(
    ("communes", "expected"),
    [(("76540",), "partial"), (("76540", "76217"), "full"), (("67482",), None)],
)
def test_a_network_of_communes_covers_what_it_lists(
    communes: tuple[str, ...], expected: str | None
) -> None:
    (network,) = store.load().networks.take((0,))
    network = network.replace(scope="local", departements=(), communes=communes)
    found = resolve("Rouen")
    assert isinstance(found, Places)
    place = found.candidates[0].replace(communes=("76540", "76217"))
    assert search.coverage_of(network, place) == expected


@pytest.mark.parametrize(("count", "end"), [(4, "Rouen (76)."), (5, "Rouen (76), 2 autres.")])
def test_four_namesakes_are_named_and_more_are_counted(count: int, end: str) -> None:
    found = resolve("Rouen")
    assert isinstance(found, Places)
    outcome = Places(found.candidates * count)
    answer = search.find(store.load(), Query("find", input="Rouen"), outcome, "2026-11-24")
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
    (network,) = store.load().networks.take((store.load().ids.index("relais-2d"),))
    place = Place("groupe", "essai", "Essai", departements, ("44",))
    assert search.coverage_of(network, place) == expected


@pytest.mark.parametrize(
    ("today", "expired"), [("2026-12-30", False), ("2026-12-31", False), ("2027-01-01", True)]
)
def test_an_entry_holds_to_the_last_day_of_its_validity(today: str, expired: bool) -> None:
    (network,) = store.load().networks.take((0,))
    network = network.replace(valid_until="2026-12-31")
    assert search._is_expired(network, today) is expired


def test_what_to_type_for_an_ambiguous_name_keeps_the_filters() -> None:
    query = Query("find", input="Vienne", kinds=("guichet-vert",), themes=("environnement",))
    outcome = resolve("Vienne")
    answer = search.find(store.load(), query, outcome, "2026-11-24")
    assert answer.status == "ambiguous"
    assert answer.hint == (
        "reseaux find --departement 86 --theme environnement --type guichet-vert"
        ' ou reseaux find --commune "Vienne" --departement 38'
        " --theme environnement --type guichet-vert"
    )


def test_only_networks_that_nobody_can_reach_have_another_way_in() -> None:
    catalogue = store.load()
    answer = search.listing(catalogue, Query("list"), "2026-11-24")
    for match in answer.results:
        assert bool(match.ways_in) is not any(match.network.contact.astuple())
