"""``--scope``: the local networks alone, or the national ones."""

import json

import pytest

import achats_reseaux
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


@pytest.mark.parametrize("place", ["Vienne", "Strasboug"])
def test_so_does_a_command_for_another_place(place: str) -> None:
    done = run("find", place, "--scope", "local")
    commands = [line for line in done.err.splitlines() if "reseaux find" in line]
    assert commands
    assert all(line.endswith(" --scope local") for line in commands)
