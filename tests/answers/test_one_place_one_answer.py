"""The place and the need decide who is first: neither how the place was typed nor the scope."""

import csv
import io
import random
from collections.abc import Sequence

import pytest

from achats_reseaux import Answer, find, gazetteer, load, message
from achats_reseaux.output import formats

CATALOGUE = load()
TODAY = "2026-12-07"
THEMES: Sequence[tuple[str, ...]] = ((), ("social",), ("environnement",))
AREAS = [area for kind in ("region", "departement", "epci") for area in gazetteer.every(kind)]
AREAS = [area for area in AREAS if area.kind in ("region", "departement", "epci")]
COMMUNES = gazetteer.every("commune")


def _document(text: str, **options: str | Sequence[str]) -> dict[str, object]:
    document = find(text, catalogue=CATALOGUE, today=TODAY, **options).to_dict()  # type: ignore[arg-type]
    document["query"].pop("input")
    document.pop("hints")  # commands name the place as it was typed
    return document


def _forms(kind: str, code: str, name: str) -> list[str]:
    """Texts that mean an area: its kind with its code, and its name behind its kind."""
    forms = [f"{kind}:{code}"]
    if kind == "departement":
        forms += [code, f"département {code}"]
    if kind == "region":
        forms.append(f"région {name}")
    return forms


def _all_agree(kind: str, code: str, name: str) -> None:
    for themes in THEMES:
        answers = [_document(text, themes=themes) for text in _forms(kind, code, name)]
        for text, other in zip(_forms(kind, code, name), answers, strict=True):
            same = {key: other[key] for key in ("status", "first", "switchboard", "results")}
            expected = {key: answers[0][key] for key in same}
            assert same == expected, (text, themes)


def test_an_area_has_one_answer_however_it_is_typed() -> None:
    for area in random.Random(7).sample(AREAS, 25):
        _all_agree(area.kind, area.code, area.name)


@pytest.mark.slow
def test_every_area_has_one_answer_however_it_is_typed() -> None:
    for area in AREAS:
        _all_agree(area.kind, area.code, area.name)


def test_the_departement_is_the_place_and_not_the_organisation_that_asks() -> None:
    texts = ["79", "departement:79", "Deux-Sèvres", "Département des Deux-Sèvres"]
    documents = [_document(text) for text in texts]
    assert all(document == documents[0] for document in documents)
    assert documents[0]["first"]["id"] == "3ar"  # type: ignore[index]


def _scope_only_filters(seed: int, communes: int, areas: int) -> None:
    draws = random.Random(seed)
    for area in draws.sample(COMMUNES, communes) + draws.sample(AREAS, areas):
        themes, scope = draws.choice(THEMES), draws.choice(("local", "national"))
        whole, part = (
            _document(f"{area.kind}:{area.code}", themes=themes),
            _document(f"{area.kind}:{area.code}", themes=themes, scope=scope),
        )
        assert part["query"]["scope"] == scope  # type: ignore[index]
        shown = [one for one in whole["results"] if one["scope"] == scope]  # type: ignore[attr-defined]
        assert part["results"] == shown
        for key in ("status", "first", "guichet_vert", "switchboard", "traces"):
            assert part[key] == whole[key], (f"{area.kind}:{area.code}", themes, scope, key)


def test_scope_filters_the_results_and_nothing_else() -> None:
    _scope_only_filters(78, 40, 10)


@pytest.mark.slow
def test_scope_filters_the_results_and_nothing_else_500_times() -> None:
    _scope_only_filters(79, 400, 100)


def test_no_facilitator_of_a_part_leads_by_the_audience_asked_for() -> None:
    for area in random.Random(5).sample(AREAS, 40):
        answer = find(
            f"{area.kind}:{area.code}", audiences=["collectivite"], catalogue=CATALOGUE, today=TODAY
        )
        leader = answer.first
        assert leader is None or leader.match is None or not leader.match.network.is_local_desk


AREAS_OF_THAT_NAME = ("Drom", "Bretagne", "La Réunion", "Île de Clipperton")
"""Communes whose name is that of a région or the like, which comes first, with a note."""


@pytest.mark.parametrize(
    ("name", "code"),
    [("La Limouzinière", "44083"), ("Foissy", "21274"), ("foissy", "21274")],
)
def test_the_exact_name_of_a_commune_of_today_is_that_commune(name: str, code: str) -> None:
    """A commune that bore the name but has another today comes behind."""
    answer = find(name, catalogue=CATALOGUE, today=TODAY)
    assert answer.place is not None
    assert (answer.status, answer.place.code) == ("found", code)


@pytest.mark.slow
def test_every_exact_name_is_a_commune_of_that_name_or_asks_back() -> None:
    bearers: dict[str, set[str]] = {}
    for area in COMMUNES:
        bearers.setdefault(area.name, set()).add(area.code)
    others = []
    for name, codes in bearers.items():
        answer = find(name, catalogue=CATALOGUE, today=TODAY)
        meant = [candidate.place for candidate in answer.candidates]
        if answer.place is not None:
            meant = [answer.place]
        if codes.isdisjoint(place.code for place in meant if place.kind == "commune"):
            others.append(name)
    assert sorted(others) == sorted(AREAS_OF_THAT_NAME)


def _all_surfaces_agree(text: str, themes: tuple[str, ...]) -> None:
    """The document, the first row of each format, the message and the assistant's answer."""
    answer = find(text, themes=themes, catalogue=CATALOGUE, today=TODAY)
    first = answer.to_dict()["first"]
    lines = formats.render(answer, "plain").splitlines()
    (row, *_), (line, *_) = _rows(answer), [line.split("\t") for line in lines]
    letter = message(text, themes=themes, catalogue=CATALOGUE, today=TODAY).to_dict()
    if first is None:
        assert (row["first"], line[1]) == ("", ""), (text, themes)
        return
    contact = first["contact"]
    assert (row["record"], row["first"], row["id"]) == (first["kind"], "1", first["id"] or "")
    assert line[:4] == [first["kind"], "1", first["id"] or "", first["name"]]
    assert line[7:9] == [contact["phone"] or "", contact["email"] or ""]
    assert letter["first"] == first, (text, themes)
    written_to = letter["draft"]["to"]
    board = letter["switchboard"] or {"contact": {"email": None}}
    assert written_to in {contact["email"], board["contact"]["email"]}, (text, themes)


def _rows(answer: Answer) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(formats.render(answer, "csv"))))


def test_every_surface_names_the_same_first_contact() -> None:
    for area in random.Random(1).sample(AREAS, 20) + random.Random(2).sample(COMMUNES, 40):
        for themes in THEMES:
            _all_surfaces_agree(f"{area.kind}:{area.code}", themes)


@pytest.mark.slow
def test_every_surface_names_the_same_first_contact_everywhere() -> None:
    """All régions, départements and EPCI, and one commune in ten."""
    for area in [*AREAS, *COMMUNES[::10]]:
        for themes in THEMES:
            _all_surfaces_agree(f"{area.kind}:{area.code}", themes)
