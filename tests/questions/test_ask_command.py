"""``ask`` and ``search`` as typed: what goes where, and what is said before the answer."""

from __future__ import annotations

import json

import pytest

import achats_reseaux
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Places
from achats_reseaux.questions.answers import WHERE, ask
from helpers.run import run

CATALOGUE = achats_reseaux.load()
TODAY = "2026-11-24"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Quel guichet vert couvre la Normandie ?", "ran-coper"),
        ("which guichet vert covers Normandie", "ran-coper"),
        ("liste des appuis à la clause sociale", "facilitateurs-sociaux"),
        ("list social-clause support", "facilitateurs-sociaux"),
    ],
)
def test_the_questions_of_the_guide_in_both_languages(question: str, first: str) -> None:
    assert first in run("ask", *question.split(), "-q").out.splitlines()


def test_what_was_not_understood_stands_before_the_answer() -> None:
    done = run("ask", "PME à Rouen, transition écologique, éléphant", width=100)
    said = done.err.splitlines()
    assert said[:2] == [
        "Compris : reseaux find --commune Rouen --theme environnement --public entreprise",
        "Non compris : « éléphant ».",
    ]
    assert "Non compris" not in done.out
    document = json.loads(run("ask", "PME à Rouen, éléphant", "--json").out)
    assert document["query"]["input"] == "PME à Rouen, éléphant"
    assert "Non compris : « éléphant »." in document["notes"]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("clause sociale 28", "« clause sociale 28 » est aussi le nom d'un réseau"),
        ("réseaux régionaux", "« réseaux régionaux » est aussi le nom d'un réseau"),
        ("l'ARBE depuis la Corse", "ARBE ne couvre pas ce lieu."),
        ("PHARE à Lille", "Qui peut aider là : reseaux find --commune Lille"),
        ("guichet vert, 12 éléphants", "Non compris : « 12 », « éléphants »."),
        ("plateformes, vitre", "Si « vitre » est un lieu : reseaux find Vitré --type plateforme"),
    ],
)
def test_which_of_two_was_read_is_said(question: str, said: str) -> None:
    assert said in " ".join(ask(CATALOGUE, question, TODAY).reading)


@pytest.mark.parametrize("question", ["côté environnement, qui aide à Dax ?", "côté social"])
def test_a_side_is_no_place(question: str) -> None:
    found = ask(CATALOGUE, question, TODAY)
    assert found.place is None or found.place.name == "Dax"


@pytest.mark.parametrize(
    ("question", "refused", "rest"),
    [
        ("réseaux à Rouen sauf les plateformes", "sauf les plateformes", "find --commune Rouen"),
        ("sauf les plateformes à Rouen", "sauf les plateformes", "find --commune Rouen"),
        ("networks in Paris except platforms", "except platforms", "find Paris"),
        ("tout sauf l'ARBE", "sauf l'ARBE", "list"),
        ("à Nice, je ne veux pas de plateforme", "veux pas de plateforme", "find --commune Nice"),
    ],
)
def test_an_exclusion_is_refused_with_the_command_without_it(
    question: str, refused: str, rest: str
) -> None:
    done = run("ask", question)
    assert (done.code, done.out) == (2, "")
    assert f"« {refused} » : une exclusion n'est pas comprise" in done.err
    assert f"reseaux {rest}" in done.err


@pytest.mark.parametrize(
    ("question", "town"),
    [
        ("guichet vert bayonnne", "Bayonne"),
        ("clause sociale bayonnne", "Bayonne"),
        ("saint etienen", "Saint-Étienne"),
        ("who can help in Bordeux", "Bordeaux"),
    ],
)
def test_a_misspelt_town_is_suggested_for_beside_a_filter_too(question: str, town: str) -> None:
    found = ask(CATALOGUE, question, TODAY)
    assert found.status == "unknown"
    assert town in found.suggestions
    assert any(town in command for command in found.next_commands)


@pytest.mark.parametrize(
    "text",
    [
        *("76000", "67070 STRASBOURG CEDEX", "Saint-Denis (93)", "LE BLANC 36300", "Alsace"),
        *("15e arrondissement de Paris", "Le Havre", "la Creuse", "217605401", "Rouen 76000"),
        *("grand annecy", "Villefranche", "Bordeaux", "2A", "saint martin"),
    ],
)
def test_find_and_ask_say_the_same_of_the_same_words(text: str) -> None:
    read = resolve(text)
    found = ask(CATALOGUE, text, TODAY)
    assert isinstance(read, Places)
    if found.place:
        assert found.place in read.candidates
    else:
        assert {one.place for one in found.candidates} <= {*read.candidates}


def test_without_a_place_or_a_filter_the_catalogue_is_no_answer_on_a_terminal() -> None:
    question = "je dois acheter des éléphants"
    done = run("ask", question, "--format", "table")
    assert (done.code, done.out) == (0, "")
    assert done.err.splitlines()[:3] == [
        "Compris : reseaux list",
        "Non compris : « éléphants ».",
        WHERE,
    ]
    assert done.err.splitlines()[3:] == ["Par exemple : reseaux find 76000"]
    document = json.loads(run("ask", question, "--json").out)
    assert (document["status"], document["message"]) == ("found", WHERE)
    assert document["hints"] == ["reseaux find 76000", "reseaux list"]
    assert len(document["results"]) == len(CATALOGUE.networks)


@pytest.mark.parametrize("question", ["liste des réseaux", "plateformes", "clause sociale"])
def test_what_is_asked_for_is_listed(question: str) -> None:
    done = run("ask", question, "--format", "table")
    assert done.out
    assert WHERE not in done.err


def test_the_function_says_what_the_command_says() -> None:
    question = "guichet vert bayonnne, éléphant"
    document = json.loads(run("ask", question, "--json").out)
    answer = achats_reseaux.ask(question)
    assert (answer.status, answer.command) == (document["status"], document["command"])
    assert {*answer.reading} <= {*document["notes"]}


def test_search() -> None:
    document = json.loads(run("search", "clauses", "sociales", "--json").out)
    assert document["query"]["input"] == "clauses sociales"
    assert document["results"][0]["id"] == "maximilien-clauses-sociales"
    assert document["results"][0]["excerpts"]
