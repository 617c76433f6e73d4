"""``ask`` and ``search`` as typed: exit statuses, what goes where; ``habits.tsv`` has more."""

from __future__ import annotations

import json

from conftest import Run


def test_ask_says_what_it_understood(run: Run) -> None:
    question = "PME à Rouen, transition écologique"
    assert json.loads(run("ask", *question.split(), "--json").stdout)["query"]["input"] == question
    done = run("ask", question)
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
