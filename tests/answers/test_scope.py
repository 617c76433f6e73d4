"""``--scope``: the local networks alone, or the national ones."""

import json

import pytest

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


@pytest.mark.parametrize("place", ["Vienne", "Strasboug"])
def test_so_does_a_command_for_another_place(place: str) -> None:
    done = run("find", place, "--scope", "local")
    commands = [line for line in done.err.splitlines() if "reseaux find" in line]
    assert commands
    assert all(line.endswith(" --scope local") for line in commands)
