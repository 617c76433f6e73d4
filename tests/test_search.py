"""The rules of who helps where, held on made-up cases that the bundled catalogue does not have."""

from __future__ import annotations

import pytest

from achats_reseaux import search
from achats_reseaux.catalogue import store
from achats_reseaux.model import Places, Query
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
