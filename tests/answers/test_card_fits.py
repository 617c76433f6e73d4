"""A card fits its terminal for every place of France, with and without the social theme."""

from typing import Any

import pytest
from rich.cells import cell_len as columns

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Answer, Query
from achats_reseaux.answering.details import show_request
from achats_reseaux.card.card import ALSO, NATIONWIDE
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import places
from achats_reseaux.model import Place
from achats_reseaux.output import views
from achats_reseaux.output.terminal import Terminal
from helpers.cases import tabled
from helpers.territories import every_place

TODAY = "2026-11-24"
REAL = loader.load()
MOST_LINES = {60: 30, 80: 23, 100: 23, 140: 23}
MOST_LINES_OF_A_BIG_REGION = 26
"""With the social theme, of the three régions that have most desks."""


BELOW = [
    (one.id, one.communes, {gazetteer.departement_of(insee) for insee in one.communes})
    for some in (REAL.networks, REAL.traces)
    for one in some
    if one.communes
]
"""Who covers less than a département: its id, its communes, and the départements of these."""


def alike(place: Place) -> tuple[object, ...]:
    """What a card depends on but for its first lines: where the place lies, and who covers it."""
    here = {*place.communes}
    shares = []
    for own_id, communes, home in BELOW:
        if not home.isdisjoint(place.departements):
            served = here.intersection(communes)
            shares.append((own_id, bool(served), served == here))
    return place.departements, bool(place.communes), tuple(shares)


def representatives() -> list[Place]:
    """Of the places whose cards are alike, those with the longest first lines and notes."""
    longest: dict[tuple[object, ...], tuple[tuple[int, int], Place]] = {}
    for place in every_place():
        size = (sum(map(len, place.notes)), len(place.name))
        key = alike(place)
        if key not in longest or longest[key][0] < size:
            longest[key] = size, place
    return [place for _, place in longest.values()]


@pytest.mark.slow
@pytest.mark.parametrize("width", [60, 80, 100, 140])
@pytest.mark.parametrize("themes", [(), ("social",)])
def test_a_card_fits_for_every_place_of_france(width: int, themes: tuple[str, ...]) -> None:
    found = representatives()
    assert len(found) > 300
    too_long = {}
    for place in found:
        count = lines_of(place, width, themes=themes)
        if count > MOST_LINES[width]:
            too_long[place.name] = count
    assert len(too_long) <= (3 if themes else 0), too_long
    assert max(too_long.values(), default=0) <= MOST_LINES_OF_A_BIG_REGION, too_long


@tabled
@pytest.mark.parametrize("width", [60, 80, 140])
def test_a_card_fits(code: str, width: int) -> None:
    place = places.of(*(code if " " in code else f"departement {code}").split())
    assert place is not None
    asked: list[dict[str, tuple[str, ...]]] = [
        {},
        {"themes": ("social",)},
        {"themes": ("social",), "audiences": ("entreprise",)},
        {"kinds": ("plateforme",)},
    ]
    for filters in asked:
        most = MOST_LINES[width]
        if place.kind == "groupe" and filters.get("themes"):
            most = max(most, MOST_LINES_OF_A_BIG_REGION)
        assert lines_of(place, width, **filters) <= most, filters


def lines_of(place: Place, width: int, **filters: Any) -> int:
    """How many lines a card has; none is wider than the terminal."""
    answer = matching.find_at(REAL, Query("find", **filters), place, TODAY)
    lines = screen(answer, width).splitlines()
    assert max(map(columns, lines)) <= width, place
    return len(lines)


def screen(answer: Answer, width: int, today: str = TODAY) -> str:
    """An answer on a terminal."""
    environ = {"TERM": "xterm-256color"}
    terminal = Terminal(width=width, interactive=True, color="never", environ=environ)
    return views.render(answer.replace(catalogue=REAL, today=today), terminal)


def test_the_thresholds_in_force_are_on_the_first_screen_those_of_the_past_as_ended() -> None:
    shown = {}
    for today in (TODAY, "2028-01-02"):
        text = " ".join(screen(show_request(REAL, ["seuils"], [], today), 80, today).split())
        shown[today] = "60 000 €" in text, "5 404 000 €. (terminé en décembre 2027)" in text
    assert shown == {TODAY: (True, False), "2028-01-02": (True, True)}


@pytest.mark.parametrize("themes", [(), ("social",)])
@pytest.mark.parametrize("insee", ["94081", "31555"])
def test_what_leaves_first_is_of_a_need_that_was_not_asked(
    insee: str, themes: tuple[str, ...]
) -> None:
    """Towns with a desk, a guichet vert and a trace, on a screen too short for them all."""
    place = places.of_commune(insee)
    answer = matching.find_at(REAL, Query("find", themes=themes), place, TODAY)
    for width in (60, 80):
        shown = screen(answer, width)
        here = shown.partition(f"{ALSO} à ")[2].partition(NATIONWIDE)[0]
        if themes and "Environnement" in here:
            assert "Clause sociale" in here.partition("Environnement")[0], here
        if "Pistes" in here:
            assert "Clause sociale" in here.partition("Pistes")[0], here
