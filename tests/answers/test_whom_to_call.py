"""Whom to call where no desk has a number: the switchboard of a body, and traces of desks."""

from typing import Any

import pytest

from achats_reseaux import load
from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Answer, Query
from achats_reseaux.answering.coverage import requested_coverage
from achats_reseaux.answering.guichet_verdict import NO_GUICHET
from achats_reseaux.answering.switchboard_of_place import switchboard_for
from achats_reseaux.card.card import Card, card
from achats_reseaux.card.first_contact_panel import ALL_GUICHETS, first_panel
from achats_reseaux.card.panel_wording import whom_to_ask
from achats_reseaux.card.rows import traces_sentence
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.gazetteer.switchboards import switchboard
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Catalogue, Place, Places
from helpers.cases import every_row, tabled
from helpers.made_up import catalogue_of, trace
from helpers.made_up import network as desk
from helpers.run import run

TODAY = "2026-11-30"
SOCIAL = matching.list_networks(load(), Query("list", themes=("social",)), TODAY).results
ROUEN, DIEPPE, CAEN = "76540", "76217", "14118"


def built(*networks: dict[str, Any], **more: Any) -> Catalogue:
    """These beside a facilitator of all of France and a guichet vert of Normandie."""
    every = desk("tous", {"france": True}), *networks, guichet("vert", {"regions": ["28"]})
    carrier = {"id": "metropole", "name": "Métropole", "siren": "200023414"}
    return catalogue_of(*every, organisations=[carrier], **more)


def guichet(own_id: str, coverage: dict[str, Any], **more: Any) -> dict[str, Any]:
    return desk(own_id, coverage, kind="guichet-vert", themes=["environnement"], **more)


def the_place(text: str) -> Place:
    found = resolve(text)
    assert isinstance(found, Places), text
    return found.candidates[0]


def found_at(catalogue: Catalogue, text: str, **filters: Any) -> Answer:
    asked = {name: (value,) for name, value in filters.items()}
    query = Query("find").replace(**asked)
    return matching.find_at(catalogue, query, the_place(text), TODAY)


@every_row("answers/matching/switchboards.tsv")
def test_the_switchboard_of_a_place(
    text: str, name: str, phone: str, note: str, reason: str
) -> None:
    found = switchboard_for(the_place(text))
    told = (found.name, found.phone or "", found.note) if found else ("", "", "")
    assert told == (name, phone, note), reason


@pytest.mark.slow
def test_every_commune_has_that_of_its_intercommunalite_or_departement() -> None:
    """But overseas, and those of one intercommunalité whose Département has no number either."""
    silent = [
        insee for insee, _ in bulk.communes() if switchboard_for(places.of_commune(insee)) is None
    ]
    mainland = [insee for insee in silent if insee < "97"]
    assert {insee[:2] for insee in mainland} == {"65"}
    assert len(mainland) < 90


PHONE = {"phone": {"value": "01 99 00 00 00", "sources": ["page-2021"]}}


@tabled
def test_it_is_told_where_no_desk_of_all_of_the_place_can_be_called(
    network: dict[str, Any], is_told: bool, reason: str
) -> None:
    found = found_at(built(desk("un", **network)), "Rouen").switchboard
    assert found == (switchboard("epci", "200023414") if is_told else None), reason


def test_the_desk_of_a_frame_of_candidates_and_of_the_switchboard_is_one() -> None:
    """The smallest that serves all of the place today, by its kind or by its use."""
    wide = desk("large", {"regions": ["28"]}, contact=PHONE)
    small = desk("petit", {"communes": [ROUEN]}, kind="reseau", use="clause-sociale")
    ended = desk("fini", {"communes": [ROUEN]}, valid_until="2026-11-29", contact=PHONE)
    catalogue = built(wide, small, ended, desk("ailleurs", {"communes": [DIEPPE]}))
    found = found_at(catalogue, "Rouen", themes="social")
    assert found.desk is not None
    assert found.desk.network.id == "petit"
    whole = found.replace(catalogue=catalogue, today=TODAY)
    panel = first_panel(whole)
    assert panel is not None
    assert (panel.id, panel.tells_switchboard) == ("petit", False)
    there = found_at(catalogue, "Dieppe", themes="social")
    asked = Query("find", "x", themes=("social",))
    assert there.place is not None
    assert found.place is not None
    names = Places((found.place, there.place))
    candidates = matching.find(catalogue, asked, names, TODAY).candidates
    assert [one.desk for one in candidates] == ["PETIT", "AILLEURS"]


def test_a_network_without_a_use_is_framed_under_its_kind() -> None:
    catalogue = built(desk("un", {"regions": ["28"]}, kind="reseau"))
    found = found_at(catalogue, "Rouen", kinds="reseau")
    panel = first_panel(found.replace(catalogue=catalogue, today=TODAY))
    assert panel is not None
    assert (panel.purpose, panel.id) == ("reseau", "un")


@tabled
def test_a_card_says_whom_to_ask_once(line: str, shown: str, reason: str) -> None:
    card = run("find", *line.split(), width=100).out
    assert card.count(shown) == 1, reason


def test_a_desk_of_a_part_of_the_place_is_not_one_of_all_of_it() -> None:
    part = desk("un", {"communes": [ROUEN]}, contact=PHONE)
    assert found_at(built(part), "Seine-Maritime").switchboard == switchboard("departement", "76")


@tabled
def test_it_is_told_where_desks_pass_the_filters(filters: dict[str, str], is_told: bool) -> None:
    answer = found_at(built(traces=(trace("ici", {"communes": [ROUEN]}),)), "Rouen", **filters)
    assert bool(answer.switchboard) is is_told
    assert bool(answer.traces) is is_told


TRACES = (
    trace("en-partie", {"communes": [ROUEN]}),
    trace("ailleurs", {"communes": [CAEN]}),
    trace("region", {"regions": ["28"]}),
    trace("departement", {"departements": ["76"]}),
    trace("reseau", {"departements": ["76"]}, kind="reseau"),
)


@tabled
def test_traces_are_told_near_their_territory_of_a_year_those_of_all_of_the_place_first(
    place: str, ids: str
) -> None:
    """One of a kind of which the catalogue has no network is not told."""
    answer = found_at(built(traces=TRACES), place)
    assert " ".join(one.id for one in answer.traces) == ids
    assert "en-partie" not in [match.network.id for match in answer.results]


SOME = tuple(
    trace(f"lu-{year}", {"departements": ["76"]}, sources=[f"page-{year}"])
    for year in (2011, 2018, 2024, 2021)
)
NEWEST = ["lu-2024", "lu-2021", "lu-2018", "lu-2011"]


def with_traces(**filters: Any) -> Answer:
    """An answer about a place without a desk, near which four traces are known."""
    traces = found_at(built(traces=SOME), "Rouen").traces
    known = load()
    answer = found_at(known, "Sedan", **filters)
    return answer.replace(catalogue=known, today=TODAY, traces=traces)


def trace_rows(shown: Card) -> list[str]:
    return [trace.id for purpose in shown.purposes for trace in purpose.traces]


def test_the_command_that_a_panel_has_for_more_guichets_lists_them() -> None:
    command = ALL_GUICHETS.partition("reseaux ")[2]
    guichets = [one.id for one in load().networks if one.kind == "guichet-vert"]
    assert run(*command.split(), "-q").out.split() == guichets


def test_the_newest_trace_is_told_first_and_all_are_counted() -> None:
    """Two of four were told, in the order of the catalogue; the others were dropped in silence."""
    answer = with_traces()
    assert [one.id for one in answer.traces] == NEWEST
    assert trace_rows(card(answer)) == NEWEST
    assert traces_sentence(answer.traces, 2).endswith("LU-2021 (2021) ; 2 autres.")


def test_bodies_that_serve_others_are_told_before_newer_traces_of_one_buyer() -> None:
    """Of Lille the Maison de l'emploi was only counted behind a Département's own contracts."""
    known = load()
    lille = found_at(known, "Lille").replace(catalogue=known, today=TODAY)
    assert [one.year for one in lille.traces] == ["2021", "2019", "2018", "2011"]
    assert trace_rows(card(lille))[0] == "lille-mde"
    asked = found_at(known, "Lille", themes="social").replace(catalogue=known, today=TODAY)
    panel = card(asked).panel
    assert panel is not None
    assert "Maison de l'emploi de Lille (2011) ;" in panel.lines[-1].words


def test_all_traces_are_told_where_that_is_asked() -> None:
    panel = card(with_traces(kinds="facilitateurs"), every_trace=True).panel
    assert panel is not None
    words = " ".join(line.words for line in panel.lines)
    assert "4 pistes" in panel.who
    assert [one for one in NEWEST if one.upper() in words] == NEWEST


def test_a_list_has_those_that_pass_its_filters() -> None:
    known = built(traces=TRACES)
    every = matching.list_networks(known, Query("list"), TODAY).traces
    assert [one.id for one in every] == ["en-partie", "ailleurs", "region", "departement"]
    guichets = matching.list_networks(known, Query("list", kinds=("guichet-vert",)), TODAY)
    assert guichets.traces == ()


def test_of_places_with_one_answer_nobody_is_to_be_called_unless_for_all() -> None:
    """Of two villages of one name, the number of one is not that of the other."""
    known = built(traces=TRACES)
    query, here, there = Query("find", input="x"), the_place("Rouen"), the_place("Dieppe")
    answer = matching.find(known, query, Places((here, there)), TODAY)
    assert (answer.status, answer.switchboard) == ("found", None)
    assert answer.traces == ()


def test_what_has_ended_covers_nothing_and_is_told_last() -> None:
    over = desk("fini", {"departements": ["76"]}, valid_until="2026-11-29")
    gone = guichet("passe", {"communes": [CAEN]}, valid_until="2026-11-29")
    known = built(over, gone)
    answer = found_at(known, "Rouen")
    assert [match.network.id for match in answer.results] == ["vert", "tous", "fini"]
    assert [match.expired for match in answer.results] == [False, False, True]
    assert matching.local_networks_at(known, the_place("Rouen"), TODAY) == ()
    assert matching.guichet_vert_at(known, the_place("Caen"), TODAY).networks == ("vert",)
    on_its_last_day = matching.guichet_vert_at(known, the_place("Caen"), "2026-11-29")
    assert on_its_last_day.networks == ("passe", "vert")


@pytest.mark.parametrize(
    "dates", [{"valid_until": "2025-12-31"}, {"valid_from": "2030-01-01"}], ids=["ended", "to come"]
)
def test_a_guichet_vert_that_is_not_valid_today_is_not_called(dates: dict[str, str]) -> None:
    """Nor has the place one; homonyms are told apart by what is valid alone."""
    known = built(guichet("autre", {"departements": ["68"]}, **dates))
    found = found_at(known, "Mulhouse")
    assert found.guichet_vert is not None
    assert (found.guichet_vert.status, found.guichet_vert.networks) == ("none", ())
    panel = first_panel(found.replace(catalogue=known, today=TODAY))
    assert panel is not None
    assert (panel.who, panel.matches) == (f"{NO_GUICHET} ici", ())
    counted = requested_coverage(known, {"kind": ["guichet-vert"]}, today=TODAY)
    assert counted.networks == ("vert",)


def test_what_has_ended_does_not_tell_two_places_of_one_name_apart() -> None:
    over = desk("fini", {"communes": [ROUEN]}, valid_until="2025-12-31")
    here, there = the_place("Rouen"), the_place("Dieppe")
    answer = matching.find(built(over), Query("find"), Places((here, there)), TODAY)
    assert answer.status == "found"


@pytest.mark.parametrize("place", ["Saint-Denis 93", "Vitry-sur-Seine", "Nice", "Lille", "Metz"])
def test_who_asks_for_the_clause_is_told_no_fewer_traces(place: str) -> None:
    """The traces stood nowhere where the panel has a desk."""
    labels = [trace.label for trace in found_at(load(), place).traces[:2]]
    plain, asked = (
        " ".join(run("find", place, *words, width=100).out.replace("│", " ").split())
        for words in ([], ["--theme", "social"])
    )
    told = [label for label in labels if label in plain]
    assert told
    assert [label for label in told if label in asked] == told


@tabled
def test_a_desk_without_a_contact_is_followed_by_whom_to_ask(
    command: str, row: str, told: str, reason: str
) -> None:
    options = ("--theme", "social", "--color", "never")
    lines = run(*command.split(), *options, width=100).out.splitlines()
    (position,) = [number for number, line in enumerate(lines) if f"  {row} " in line]
    assert "aucun connu" in lines[position]
    assert told in [line.strip() for line in lines[position + 1 : position + 3]], reason


def test_a_desk_that_has_a_contact_is_followed_by_nobody_else() -> None:
    reached = [one for one in SOCIAL if one.network.contact.has_any]
    assert not any(map(whom_to_ask, reached))
