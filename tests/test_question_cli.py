"""``ask`` and ``search`` as typed: exit statuses, what goes where; ``habits.tsv`` has more."""

from __future__ import annotations

import json

import pytest

from conftest import Run


@pytest.mark.parametrize(
    ("arguments", "status", "code", "command"),
    [
        ("quel guichet vert couvre la Normandie", "found", 0, "find --region Normandie --type"),
        ("y a-t-il un guichet vert en Corse ?", "none", 1, "find --region Corse --type"),
        ("guichet vert à Rouenn", "unknown", 2, "find Rouenn --type guichet-vert"),
        ("recette de la tarte", "unknown", 2, None),
        ("guichet vert Vienne", "ambiguous", 3, "find Vienne --type guichet-vert"),
        ("à Rouen et à Lyon", "ambiguous", 3, None),
        ("list social-clause support", "found", 0, "list --theme social"),
        ("qu'est-ce que RAN COPER", "found", 0, "show ran-coper"),
    ],
)
def test_ask(arguments: str, status: str, code: int, command: str | None, run: Run) -> None:
    done = run("ask", *arguments.split(" "), "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["status"]) == (code, status)
    assert document["query"]["input"] == arguments
    assert (document.get("command") or "reseaux None").startswith(f"reseaux {command}")


def test_ask_says_what_it_understood(run: Run) -> None:
    done = run("ask", "PME à Rouen, transition écologique")
    assert done.stderr.decode().splitlines()[0] == (
        "Compris : reseaux find --commune Rouen --theme environnement --public entreprise"
    )
    assert done.stdout.startswith(b"place-des-entreprises\t")


def test_search(run: Run) -> None:
    document = json.loads(run("search", "clauses", "sociales", "--json").stdout)
    assert document["query"]["input"] == "clauses sociales"
    assert document["results"][0]["id"] == "maximilien-clauses-sociales"
    assert document["results"][0]["excerpts"]


def test_search_sets_the_words_off_on_a_terminal(run: Run) -> None:
    done = run("search", "itou", "--format", "table", "--color", "always")
    assert b"\x1b[1;4m" in done.stdout
    assert b"\x1b" not in run("search", "itou", "--format", "table").stdout


def test_how_much_is_covered_is_answered_in_sentences_alone(run: Run) -> None:
    """The ids of the guichets verts are no answer to what has none."""
    done = run("ask", "communes du Grand Est non couvertes")
    assert done.stderr.decode() == 'Compris : reseaux coverage "Grand Est" --status none\n'
    assert done.stdout.decode().splitlines()[1] == (
        "Départements couverts : 1 sur 10 : Bas-Rhin (67)."
    )
    assert done.stdout.decode().splitlines()[-1] == (
        'La liste : reseaux coverage "Grand Est" --status none --by commune'
    )
