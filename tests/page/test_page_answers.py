"""The page in a browser against ``find``: every place, every audience, every name."""

import json
from collections.abc import Sequence
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.answering import RawQuery, answer, matching
from achats_reseaux.answering.answers import Query
from achats_reseaux.card.card import at_place
from achats_reseaux.card.rows import desks_first
from achats_reseaux.gazetteer import places
from achats_reseaux.model import Place
from achats_reseaux.page import document
from achats_reseaux.page.document import render
from achats_reseaux.text import fold
from helpers.chromium import MARKS
from helpers.page import Page
from helpers.territories import every_place

pytest_plugins = ("helpers.page_in_browser",)
pytestmark = MARKS
TODAY = "2026-11-25"
CATALOGUE = achats_reseaux.load(None)
THEMES = ("", "environnement", "social")
EVERY = 20
"""Of so many places one is asked about with each theme."""
AUDIENCES = ("", "collectivite", "etat", "sante", "entreprise")


def inside(browser: Page, expression: str) -> Any:
    """What an expression is inside of the script of the page, run once more beside itself."""
    browser.show()
    script = Path(document.__file__).with_name("page.js").read_text("utf-8")
    start, _, _ = script.partition("  const [box, ")
    return browser.evaluate(f"{start} indexed(); return {expression}; }})()")


ANSWERS = """(() => {
  const fragments = [...byId("fragments").content.children];
  const inPart = (at) => [...fragments[at].querySelectorAll("article.in-part")].map(
    (one) => data.entries[one.textContent]);
  const numbers = (answer) => answer[4].slice(1);
  const articles = (answer) =>
    numbers(answer).flatMap((at) => [...fragments[at].querySelectorAll("article")]);
  const networks = new Set(data.orders.flat().map((at) => data.entries[at]));
  const inFirst = data.answers.map((answer) => articles(answer).map((one) => one.textContent));
  const called = ({ answer, board, note }) => {
    const told = inFirst[answer].includes("") && data.switchboards[board]?.split("\\t");
    return told ? [told[0] || epcis[board].name, told[1], data.notes[note] ?? ""] : null;
  };
  const traces = ({ answer }) =>
    inFirst[answer].map((at) => data.entries[at]).filter((id) => id && !networks.has(id));
  const said = data.answers.map(([departements, , status, guichets, ...each]) => [
    departements, status, guichets, each.map(([order, ...fragments]) => [
      data.orders[order].map((one) => data.entries[one]).join(" "),
      fragments.flatMap(inPart).sort().join(" "),
    ]),
  ]);
  const listed = [...places.values()].filter(({ kind }) => kind !== FORMER);
  return listed.map((place) => {
    const { kind, code, name, answer } = place;
    const told = [kind, code, kind === POSTAL ? "" : name, ...said[answer]];
    return [...told, called(place), traces(place)];
  });
})()"""


def test_every_place_has_the_answer_of_find(browser: Page) -> None:
    """Its départements and guichets verts; for each audience the networks, and which in part.

    For any public buyer whom to call where no desk can be, and every trace.
    """
    found = {(kind, code): said for kind, code, *said in inside(browser, ANSWERS)}
    expected = {}
    for at, place in enumerate(every_place()):
        key = place.kind, place.code
        expected[key] = said_by_find(place, THEMES if at % EVERY == 0 else THEMES[:1])
        if at % EVERY and key in found:
            found[key][4] = found[key][4][: len(AUDIENCES)]
    assert len(expected) > 45_000
    assert {one for one in expected if found.get(one) != expected[one]} == set()
    assert set(found) == set(expected)


def said_by_find(place: Place, themes: Sequence[str]) -> list[Any]:
    guichet = matching.guichet_vert_at(CATALOGUE, place, TODAY)
    lists = []
    for theme, audience in product(themes, AUDIENCES):
        asked = (theme,) if theme else ()
        query = Query("find", themes=asked, audiences=(audience,) if audience else ())
        results = matching.find_at(CATALOGUE, query, place, TODAY, guichet).results
        partial = sorted(one.network.id for one in results if one.coverage == "partial")
        lists.append([" ".join(one.network.id for one in results), " ".join(partial)])
    codes, ids = " ".join(place.departements), " ".join(guichet.networks)
    name = "" if place.kind == "code-postal" else place.name
    told = matching.find_at(CATALOGUE, Query("find"), place, TODAY, guichet)
    board, called = told.switchboard, None
    if board is not None:
        _, _, note = board.note.rpartition(", ")
        if place.kind == "epci":  # its own number is put there by the page, of its own line
            note = board.reason
        called = [board.name, (board.phone or "").replace(" ", ""), note]
    traces = [trace.id for trace in desks_first(told.traces)]
    return [name, codes, guichet.status, ids, lists, called, traces]


WHERE = """Object.fromEntries(
  [...places.values()].filter(({ kind }) => kind !== FORMER).map((one) => [one.key, placed(one)])
)"""


def test_what_stands_behind_also_is_that_of_the_card(browser: Page) -> None:
    """« Aussi à Rouen », « au Havre », « aux Ulis », « en Bretagne »: of every place of France."""
    told = inside(browser, WHERE)
    expected = {f"{place.kind}:{place.code}": at_place(place) for place in every_place()}
    assert {key: (told[key], words) for key, words in expected.items() if told[key] != words} == {}
    samples = {
        "commune:76540": "à Rouen",
        "commune:76351": "au Havre",
        "commune:91692": "aux Ulis",
        "commune:17300": "à La Rochelle",
        "region:53": "en Bretagne",
        "code-postal:35120": "au 35120",
    }
    assert {key: told[key] for key in samples} == samples


NAMES = """(() => {
  const bearers = new Map();
  for (const place of indexed().filter(({ kind }) => kind !== POSTAL)) {
    for (const said of [place.name, ...(place.also ?? [])]) {
      const name = fold(said).trim();
      if (!bearers.has(name)) bearers.set(name, []);
      bearers.get(name).push(said);
    }
  }
  const several = [...bearers].filter(
    ([name, said]) => said.length > 1 || name in data.homonyms);
  return [...new Set(several.flatMap(([name, said]) => [name, ...said]))].map((text) => {
    const place = exact(text);
    return [text, (place?.kind === FORMER ? place.home : place)?.key ?? ""];
  });
})()"""


def test_a_name_of_several_places_is_decided_as_find_decides_it(browser: Page) -> None:
    """As it is spelt and as it is folded: the place that ``find`` answers, or the list opens."""
    decided = dict(inside(browser, NAMES))
    found = {text: found_by_name(text) for text in decided}
    differing = {text: place for text, place in decided.items() if place != found[text]}
    assert set(differing.values()) <= {""}  # it is never another place
    assert len(decided) > 2_500
    assert len(differing) <= 20, differing


BODIES = """(() => {
  const towns = indexed().filter(({ kind, size }) => kind === "commune" && size > 17);
  return towns.map(({ name }) => [`mairie de ${name}`, exact(`mairie de ${name}`)?.key ?? ""]);
})()"""


def test_a_town_behind_its_town_hall_is_that_of_find_or_asked_back(browser: Page) -> None:
    """Every town of some size, as « mairie de Rouen » and as « mairie de Le Havre »."""
    decided = dict(inside(browser, BODIES))
    differing = {text: place for text, place in decided.items() if place != found_by_name(text)}
    assert len(decided) > 900
    assert set(differing.values()) <= {""}
    assert len(differing) <= 40, differing


OUTSIDE = """(() => {
  indexed();
  const taken = (text) => {
    const place = exact(text);
    if (place) return [text, place.name, alsoMeant(text, place)[2]];
    const found = search(text);
    const offered = elsewhere(text) ? [] : found.length ? found : refused(text)[1];
    return offered.length === 1 ? [text, offered[0].name, ""] : null; // which Enter takes
  };
  return TEXTS.map(taken).filter(Boolean);
})()"""
LEAST = 1_500  # inhabitants


@pytest.mark.parametrize("region", gazetteer.every("region"), ids=lambda one: str(one.code))
def test_a_page_of_a_region_takes_no_town_of_another_for_its_own(
    browser: Page, tmp_path: Path, region: gazetteer.Territory
) -> None:
    """Unless a place of its own bears the same name: then it says which one lies elsewhere."""
    within = frozenset(places.of_territory(region).departements)
    file = tmp_path / "page.html"
    text = render(CATALOGUE, title="Ici", within=within, today=TODAY, version="1", where="ici")
    file.write_text(text, encoding="utf-8")
    towns = [places.of_territory(one) for one in gazetteer.every("commune")]
    outside = [
        fold(town.name)
        for town in towns
        if within.isdisjoint(town.departements) and places.inhabitants(town) >= LEAST
    ]
    browser.address = file.as_uri()
    taken = inside(browser, OUTSIDE.replace("TEXTS", json.dumps(outside)))
    assert len(outside) > 6_000
    wrong = [one for one in taken if fold(one[1]) != one[0] or not one[2]]
    assert wrong == []


def found_by_name(text: str) -> str:
    place = answer(CATALOGUE, RawQuery("find", {"lieu": text}), TODAY).place
    return "" if place is None else f"{place.kind}:{place.code}"
