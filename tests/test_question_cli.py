"""``ask`` and ``search`` as typed: exit statuses, what goes where."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest

from conftest import Run

Ran = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(name="run")
def _run(run: Run) -> Ran:
    """Run ``reseaux`` and read what it says as text."""

    def read(*arguments: str) -> subprocess.CompletedProcess[str]:
        done = run(*arguments)
        out, err = done.stdout.decode(), done.stderr.decode()
        return subprocess.CompletedProcess(done.args, done.returncode, out, err)

    return read


@pytest.mark.parametrize(
    ("arguments", "status", "code", "command"),
    [
        (["Quel guichet vert couvre la Normandie ?"], "found", 0, "--region Normandie --type"),
        (["quel", "guichet", "vert", "couvre", "la", "Normandie"], "found", 0, "--region Norm"),
        (["y a-t-il un guichet vert en Corse ?"], "none", 1, "reseaux find --region Corse --type"),
        (["guichet vert à Rouenn"], "unknown", 2, "reseaux find Rouenn --type guichet-vert"),
        (["recette de la tarte"], "unknown", 2, None),
        (["guichet vert Vienne"], "ambiguous", 3, "reseaux find Vienne --type guichet-vert"),
        (["à Rouen et à Lyon"], "ambiguous", 3, None),
        (["list social-clause support"], "found", 0, "reseaux list --theme social"),
        (["qu'est-ce que RAN COPER"], "found", 0, "reseaux show ran-coper"),
    ],
)
def test_ask(arguments: list[str], status: str, code: int, command: str | None, run: Ran) -> None:
    done = run("ask", *arguments, "--json")
    document = json.loads(done.stdout)
    assert (done.returncode, document["status"]) == (code, status)
    assert document["query"]["input"] == " ".join(arguments)
    if command is None:
        assert document.get("command") is None
    else:
        assert command in document["command"]


def test_ask_says_what_it_understood(run: Ran) -> None:
    done = run("ask", "PME à Rouen, transition écologique")
    first, *_ = done.stderr.splitlines()
    assert first == (
        "Compris : reseaux find --commune Rouen --theme environnement --public entreprise"
    )
    assert done.stdout.splitlines()[0].startswith("place-des-entreprises\t")


def test_ask_hints_at_who_still_helps(run: Ran) -> None:
    done = run("ask", "y a-t-il un guichet vert en Corse ?")
    assert done.returncode == 1
    assert not done.stdout
    assert "Qui aide quand même : reseaux find --region Corse\n" in done.stderr


def test_ask_is_quiet_when_asked_to(run: Ran) -> None:
    done = run("ask", "-q", "guichet vert en Normandie")
    assert (done.stdout, done.stderr) == ("ran-coper\n", "")


def test_ask_needs_a_question(run: Ran) -> None:
    assert run("ask").returncode == 2
    assert run("ask", "").returncode == 2


def test_search(run: Ran) -> None:
    done = run("search", "clauses", "sociales", "--json")
    document = json.loads(done.stdout)
    assert done.returncode == 0
    assert document["query"]["input"] == "clauses sociales"
    assert document["results"][0]["id"] == "maximilien-clauses-sociales"
    assert document["results"][0]["excerpts"]


def test_search_finds_nothing(run: Ran) -> None:
    done = run("search", "adheson")
    assert (done.returncode, done.stdout) == (1, "")
    assert "reseaux search adhesion" in done.stderr


def test_search_sets_the_words_off_on_a_terminal(run: Ran) -> None:
    done = run("search", "itou", "--format", "table", "--color", "always")
    assert "\x1b[1;4m" in done.stdout
    assert "\x1b" not in run("search", "itou", "--format", "table").stdout


def test_a_bad_filter_is_an_answer(run: Ran) -> None:
    done = run("search", "clause", "--theme", "vertt", "--json")
    assert (done.returncode, json.loads(done.stdout)["status"]) == (2, "unknown")


def test_how_much_is_covered_is_answered_in_sentences(run: Ran) -> None:
    done = run("ask", "communes du Grand Est non couvertes")
    assert done.returncode == 0
    assert done.stderr == 'Compris : reseaux coverage "Grand Est" --status none\n'
    assert done.stdout.replace("\u00a0", " ") == (
        "Guichets verts, Grand Est (liste de novembre 2024) : 514 communes couvertes sur 5 115,"
        " 4 601 non couvertes ;"
        " 1 163 810 habitants couverts sur 5 563 378 (20,9 %).\n"
        "Départements couverts : 1 sur 10 : Bas-Rhin (67).\n"
        "Départements qui ne sont pas couverts : 9 sur 10 : Ardennes (08), Aube (10), Marne (51),"
        " Haute-Marne (52), Meurthe-et-Moselle (54), Meuse (55), Moselle (57), Haut-Rhin (68),"
        " Vosges (88).\n"
        'La liste : reseaux coverage "Grand Est" --status none --by commune\n'
    )
    # The ids of the guichets verts are no answer to what has none.
    quiet = run("ask", "-q", "communes du Grand Est non couvertes")
    assert (quiet.returncode, quiet.stdout, quiet.stderr) == (0, "", "")
