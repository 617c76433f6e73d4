"""What is mistyped, where a row of ``habits.tsv`` does not say it all."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import typer

from achats_reseaux.answering.coverage import COUNTS
from achats_reseaux.cli import app, usage_errors
from conftest import Run, whole_catalogue

SAID = "« rouge » n'est pas une valeur de --color (auto, always, never)."


@pytest.mark.parametrize("command", ["find Rouen", "ask Rouen", "coverage"])
def test_a_refusal_is_a_whole_document(command: str, run: Run) -> None:
    of_answers: dict[str, object] = {
        "query": {"input": None, "place": None, "themes": [], "kinds": [], "audiences": []},
        "guichet_vert": None,
        "results": [],
        "notes": [SAID],
        **({"command": None} if command == "ask Rouen" else {}),
    }
    of_coverage: dict[str, object] = {
        "query": {"themes": [], "kinds": [], "audiences": [], "networks": []},
        "totals": dict.fromkeys(COUNTS),
        "regions": [],
        "overseas": [],
    }
    assert json.loads(run(*command.split(), "--json", "--color", "rouge").stdout) == {
        "schema_version": 1,
        "catalogue": json.loads(run("list", "--json").stdout)["catalogue"],
        "status": "invalid",
        "candidates": [],
        "suggestions": [],
        "message": SAID,
        "hints": [],
        **(of_coverage if command == "coverage" else of_answers),
    }


def test_files_of_ones_own_that_are_broken_leave_a_document_where_they_are_left_out(
    run: Run,
) -> None:
    run.folder.mkdir(parents=True)
    (run.folder / "networks.yaml").write_text("networks: [", encoding="utf-8")
    line = ("list", "--json", "--color", "rouge")
    assert run(*line).stdout == b""
    assert json.loads(run(*line, "--no-local").stdout)["status"] == "invalid"


@pytest.mark.parametrize("option", ["--catalogue {}", "--catalogue={}"])
def test_the_document_is_of_the_catalogue_that_was_named(
    option: str, run: Run, tmp_path: Path
) -> None:
    own = tmp_path / "own.yaml"
    text = re.sub(r"(?m)^version: .*", 'version: "2000.1.1"', whole_catalogue())
    own.write_text(text, encoding="utf-8")
    done = run("list", "--json", "--color", "rouge", *option.format(own).split())
    assert json.loads(done.stdout)["catalogue"]["version"] == "2000.1.1"


@pytest.mark.parametrize("line", ["", "catalogue"])
def test_without_a_command_the_help_is_shown(line: str, run: Run) -> None:
    done = run(*line.split())
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == run(*line.split(), "--help").stdout


def test_an_error_that_typer_may_add_keeps_its_own_words() -> None:
    """No command of today can raise it: it is told apart by the name of its class."""
    group = app.command_tree("")
    said = usage_errors.explain(typer.BadParameter("not a number"), ["find", "x"], group)
    assert (said.message, said.next_commands) == ("not a number", ("reseaux find --help",))
