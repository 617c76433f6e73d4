"""``--scope``: the local networks alone, or the national ones."""

import json

import pytest

import achats_reseaux
from helpers.cases import tabled
from helpers.run import run


def scopes(*words: str) -> set[str]:
    results = json.loads(run(*words, "--json").out)["results"]
    return {result["scope"] for result in results}


@pytest.mark.parametrize("line", ["find Rouen", "list --theme social", "search clause"])
def test_the_results_of_one_scope_alone(line: str) -> None:
    words = line.split()
    assert scopes(*words) == {"local", "national"}
    for scope in ("local", "national"):
        assert scopes(*words, "--scope", scope) == {scope}
        assert run(*words, f"--scope={scope}", "-q") == run(*words, "--scope", scope, "-q")


def test_python_has_the_same_parameter() -> None:
    found = achats_reseaux.find("Rouen", scope="local")
    assert found.to_dict() == json.loads(run("find", "Rouen", "--scope", "local", "--json").out)
    listed = achats_reseaux.networks(themes=["social"], scope="national")
    assert {match.network.scope for match in listed.results} == {"national"}
    searched = achats_reseaux.search("insertion", scope="national")
    assert {match.network.scope for match in searched.results} == {"national"}
    refused = achats_reseaux.find("Rouen", scope="partout")
    assert (refused.status, refused.reason) == ("invalid", "option")


@tabled
def test_a_command_that_a_screen_suggests_keeps_it(line: str, command: str) -> None:
    assert command in run(*line.split(), width=120).out.replace("\u00a0", " ")


@pytest.mark.parametrize("place", ["Vienne", "Strasboug"])
def test_so_does_a_command_for_another_place(place: str) -> None:
    done = run("find", place, "--scope", "local")
    commands = [line for line in done.err.splitlines() if "reseaux find" in line]
    assert commands
    assert all(line.endswith(" --scope local") for line in commands)


def test_what_is_said_of_the_guichet_vert_stays() -> None:
    national = json.loads(run("find", "Rouen", "--scope", "national", "--json").out)
    assert national["guichet_vert"]["status"] == "covered"
    assert (national["traces"], national["switchboard"]) == ([], None)


def test_where_nothing_is_left_the_status_is_none() -> None:
    done = run("list", "--type", "guichet-vert", "--scope", "national")
    assert (done.code, done.out) == (1, "")
    assert "Aucun réseau national ne correspond." in done.err


def test_another_word_is_refused_with_those_that_there_are() -> None:
    done = run("list", "--scope", "partout")
    said = "Erreur : « partout » n'est pas une valeur de --scope (local, national).\n"
    assert (done.code, done.out, done.err) == (2, "", said)
