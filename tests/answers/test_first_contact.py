"""Whom to contact first is decided once: all that tell it name the same one, for every place."""

import random
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest

import achats_reseaux
from achats_reseaux.answering import matching
from achats_reseaux.answering.answers import Answer, Query
from achats_reseaux.card.card import Card, card
from achats_reseaux.card.first_contact import first_contact
from achats_reseaux.gazetteer import bulk
from achats_reseaux.model import Place, Places
from achats_reseaux.output import documents
from achats_reseaux.page.fragments import SharedAnswers
from helpers.cases import tabled
from helpers.territories import every_place

TODAY = "2026-12-02"
CATALOGUE = achats_reseaux.load(None)

NO_FILTER: dict[str, Any] = {}
SOCIAL = {"themes": ["social"]}
ENVIRONMENT = {"themes": ["environnement"]}


@tabled
def test_who_is_first_and_why(
    place: str, filters: dict[str, Any], kind: str | None, first_id: str | None, reason: str | None
) -> None:
    answer = achats_reseaux.find(place, **filters, today=TODAY)
    first = answer.to_dict()["first"]
    if kind is None:
        assert first is None
        assert answer.first is None
        return
    assert (first["kind"], first["id"], first["reason"]) == (kind, first_id, reason)
    whose = {"ran-coper": "network", "200093201": "organisation"}.get(first["id"])
    assert whose is None or first["contact"]["of"] == whose
    assert answer.first is not None
    assert answer.first.name == first["name"]


def answered(place: Place, filters: dict[str, Any]) -> Answer:
    given: dict[str, Any] = {name: tuple(values) for name, values in filters.items()}
    query = Query("find", **given)
    answer = matching.find_at(CATALOGUE, query, place, TODAY)
    return answer.replace(catalogue=CATALOGUE, today=TODAY)


def agree(answer: Answer) -> bool:
    """The document and the panel of a card name the same first, or none."""
    first, shown = documents.first(answer), card(answer)
    if first is None:
        return shown.panel is None or not shown.panel.id
    return first["name"] in names_of(shown)


def names_of(shown: Card) -> set[str]:
    """The names of those that the panel of a card, or the table in its place, tells."""
    named: set[str] = set()
    lines: list[str] = []
    if shown.panel is not None:
        named = {match.network.name for match in shown.panel.matches}
        lines += [line.words for line in shown.panel.lines]
        for line in shown.panel.lines:
            named |= {network.name for network in CATALOGUE.networks if leads(line.ways, network)}
    if shown.desks is not None:
        named |= {match.network.name for match in shown.desks.matches}
        lines += [line.words for line in shown.desks.lines]
        for purpose in shown.purposes:
            named |= {row.match.network.name for row in purpose.rows if row.match}
    for words in lines:
        name, *board = re.split(", (?:standard|courriel) :", words)
        if board:
            named |= {name, re.sub(r" \([^()]*\)$", "", name)}  # a note may stand behind it
    return named


def leads(ways: tuple[Any, ...], network: Any) -> bool:
    addresses = {way.text for way in ways}
    contact = network.contact
    return not addresses.isdisjoint({contact.url, contact.email, contact.phone})


def draws(number: int) -> Iterator[tuple[Place, dict[str, Any]]]:
    """Places of every kind with filters, the same ones at each run."""
    drawn = random.Random(61)
    everywhere = every_place()
    words = {
        "themes": [word.id for word in CATALOGUE.words["theme"]],
        "kinds": [word.id for word in CATALOGUE.words["kind"]],
        "audiences": [word.id for word in CATALOGUE.words["audience"]],
    }
    for _ in range(number):
        filters = {}
        for name, values in words.items():
            if drawn.random() < 0.4:
                filters[name] = [drawn.choice(values)]
        yield drawn.choice(everywhere), filters


def test_the_panel_the_document_and_the_message_name_the_same_one() -> None:
    for place, filters in draws(30):
        assert agree(answered(place, filters)), (place, filters)
        text = f"{place.kind}:{place.code}"
        first = achats_reseaux.find(text, **filters, today=TODAY).first
        draft = achats_reseaux.message(text, **filters, today=TODAY).email_draft
        assert draft is not None
        if first is not None and first.kind == "switchboard":
            assert draft.name == first.name, (place, filters)
        elif first is not None:
            assert draft.network == first.id, (place, filters)


@pytest.mark.slow
def test_every_commune_with_and_without_a_theme_and_500_draws_agree() -> None:
    bulk.index()
    seen: set[object] = set()
    everywhere = [(place, f) for place in every_place() for f in (NO_FILTER, SOCIAL, ENVIRONMENT)]
    for place, filters in [*everywhere, *draws(500)]:
        answer = answered(place, filters)
        alike = (place.kind, str(filters), *what_decides(answer))
        assert alike in seen or agree(answer), (place, filters)
        seen.add(alike)
    assert len(seen) > 1000


def what_decides(answer: Answer) -> tuple[object, ...]:
    """All that a panel and a document may depend on: places that have the same are alike."""
    matches = tuple((match.network.id, match.coverage) for match in answer.results)
    traces = tuple(trace.id for trace in answer.traces)
    assert answer.guichet_vert is not None
    guichet = answer.guichet_vert.status, answer.guichet_vert.networks
    board = answer.switchboard and (answer.switchboard.name, bool(answer.switchboard.email))
    return matches, traces, guichet, board


def test_the_page_leads_with_the_first_for_every_need_and_audience() -> None:
    page = SharedAnswers(CATALOGUE, TODAY)
    for place in random.Random(61).sample(every_place(), 20):
        answers = page.rows[page.number(place)][4:]
        html = list(page.fragments)
        ids = list(page.entries)
        asked = product(page.themes, page.audiences)
        for (theme, audience), (_, *numbers) in zip(asked, answers, strict=True):
            filters: dict[str, Any] = {"themes": [theme] if theme else []}
            filters["audiences"] = [audience] if audience else []
            if theme == "social" and not place.communes:
                continue  # a table has the facilitators of a région or a département
            first = first_contact(answered(place, filters))
            lead = next((html[at] for at in numbers if "lead" in html[at][:40]), "")
            led = [ids[int(entry)] for entry in re.findall(r"<article[^>]*>(\d+)", lead)]
            if first is not None and first.kind == "switchboard":
                assert re.search(r"</h3><article></article>", lead), (place, theme, audience)
            else:
                assert first is None or first.id in led, (place, theme, audience)


def test_the_text_of_each_candidate_asks_for_it_alone() -> None:
    for name in ("Vienne", "Saint-Denis", "Saint-Martin", "Flamanville", "Montreuil", "Guadeloupe"):
        document = achats_reseaux.find(name, themes=["social"], today=TODAY).to_dict()
        for candidate in document["candidates"]:
            found = achats_reseaux.find(candidate["ask"]).to_dict()["query"]["place"]
            assert found is not None, candidate
            assert (found["kind"], found["code"]) == (candidate["kind"], candidate["code"])
            assert found["ask"] == candidate["ask"]


@pytest.mark.slow
def test_the_text_of_every_place_asks_for_it_alone() -> None:
    for place in every_place():
        found = achats_reseaux.resolve(f"{place.kind}:{place.code}")
        assert isinstance(found, Places), place
        assert [(one.kind, one.code) for one in found.candidates] == [(place.kind, place.code)]


@pytest.mark.parametrize("place", ["Dijon", "Rouen", "Lyon", "Lille", "Metz"])
def test_its_contact_is_its_own_never_that_of_another_body(place: str) -> None:
    """Beside the name of Dijon's facilitator stood the number of the Métropole, as its own."""
    document = achats_reseaux.find(place, themes=["social"]).to_dict()
    first, board = document["first"], document["switchboard"]
    if first["kind"] == "network":
        contact = CATALOGUE.network(first["id"]).contact
        own = {contact.phone, contact.email, contact.page, contact.website, None}
    else:
        own = {board["contact"][way] for way in ("phone", "email", "page", "website")}
    best = first["contact"]["best"]
    assert best is None or first["contact"][best] in own
