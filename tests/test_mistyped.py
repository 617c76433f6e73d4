"""What is mistyped, beyond ``habits.tsv``: values that are none, options given twice."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import typer

from achats_reseaux.answering.coverage import COUNTS
from achats_reseaux.catalogue import loader
from achats_reseaux.cli import app, usage_errors
from conftest import Run, whole_catalogue

ANSWERS = jsonschema.Draft202012Validator(loader.schema_of("answer"))

MISTYPED = [
    ("catalogue zzz", "commande inconnue : zzz", "Toutes les commandes : reseaux catalogue --help"),
    ("find --zzz", "option inconnue : --zzz", "Toutes les options : reseaux find --help"),
    # The two refusals without a document of JSON, as README and help say.
    ("find --json --zzz", "option inconnue : --zzz", "Toutes les options : reseaux find --help"),
    ("zzz --json", "commande inconnue : zzz", "Toutes les commandes : reseaux help"),
    (
        "list --catalog x",
        "option inconnue : --catalog",
        "Vouliez-vous dire : --catalogue ?",
    ),
    ("completion bash zsh", "argument de trop : zsh", "À taper : reseaux completion --help"),
    (
        "show zzzzzz",
        "« zzzzzz » n'est l'identifiant d'aucun réseau.",
        "Tous les identifiants : reseaux list -q",
    ),
    (
        "list --theme zzzzzz",
        "« zzzzzz » n'est pas un thème (environnement, social).",
        "Tous les mots acceptés : reseaux catalogue words",
    ),
    (
        "list --color rouge",
        "« rouge » n'est pas une valeur de --color (auto, always, never).",
        None,
    ),
    (
        "list --format jsno",
        "« jsno » n'est pas un format (table, json, jsonl, csv, excel, tsv, md).",
        "Vouliez-vous dire : --format json ?",
    ),
    (
        "list --format x",
        "« x » n'est pas un format (table, json, jsonl, csv, excel, tsv, md).",
        None,
    ),
    ("list -q --format csv", "-q/--quiet ne va pas avec un format.", None),
    (
        "find --region Normandie --region Bretagne",
        "L'option --region est donnée plusieurs fois.",
        "À taper : reseaux find --help",
    ),
    (
        "find Rouen --departement=76 --departement 27 --departement 76",
        "L'option --departement est donnée plusieurs fois.",
        "À taper : reseaux find --help",
    ),
    (
        "list --color never --color never",
        "L'option --color est donnée plusieurs fois.",
        "À taper : reseaux list --help",
    ),
    (
        "coverage --network resocc --network arbe",
        "L'option --network est donnée plusieurs fois.",
        "À taper : reseaux coverage --help",
    ),
    (
        "annotate a.csv --column a -ob.csv --output b.csv",
        "L'option --output est donnée plusieurs fois.",
        "À taper : reseaux annotate --help",
    ),
    (
        "catalogue words --catalogue a --catalogue b",
        "L'option --catalogue est donnée plusieurs fois.",
        "À taper : reseaux catalogue words --help",
    ),
    (
        "catalogue info --json --catalogue a --catalogue b",
        "L'option --catalogue est donnée plusieurs fois.",
        "À taper : reseaux catalogue info --help",
    ),
]


@pytest.mark.parametrize(("line", "said", "hint"), MISTYPED, ids=[one[0] for one in MISTYPED])
def test_what_is_mistyped(line: str, said: str, hint: str | None, run: Run) -> None:
    done = run(*line.split())
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"Erreur : {said}\n" + (f"{hint}\n" if hint else "")


@pytest.mark.parametrize(
    "command", ["find Rouen", "list", "show phare", "ask Rouen", "search clauses", "coverage"]
)
@pytest.mark.parametrize(
    ("options", "said", "hint"),
    [
        (
            "--json --color rouge",
            "« rouge » n'est pas une valeur de --color (auto, always, never).",
            None,
        ),
        (
            "--format JSON --color rouge",
            "« rouge » n'est pas une valeur de --color (auto, always, never).",
            None,
        ),
        (
            "--format jsno --json",
            "« jsno » n'est pas un format (table, json, jsonl, csv, excel, tsv, md).",
            "Vouliez-vous dire : --format json ?",
        ),
        ("--json --format csv", "--json et --format csv se contredisent.", None),
        ("-q --json", "-q/--quiet ne va pas avec un format.", None),
        (
            "--json --color never --color rouge",
            "L'option --color est donnée plusieurs fois.",
            "reseaux {} --help",
        ),
    ],
)
def test_wrong_options_of_the_output_are_a_document_where_json_is_asked_for(
    command: str, options: str, said: str, hint: str | None, run: Run
) -> None:
    """The contract's promise to programs: one document on stdout, whatever is wrong."""
    hint = hint and hint.format(command.split(maxsplit=1)[0])
    done = run(*command.split(), *options.split())
    assert done.returncode == 2
    lead = "À taper : " if hint and hint.startswith("reseaux") else ""
    assert done.stderr.decode() == f"Erreur : {said}\n" + (f"{lead}{hint}\n" if hint else "")
    of_answers: dict[str, Any] = {
        "query": {"input": None, "place": None, "themes": [], "kinds": [], "audiences": []},
        "guichet_vert": None,
        "results": [],
        "notes": [said, hint] if hint else [said],
        **({"command": None} if command == "ask Rouen" else {}),
    }
    of_coverage: dict[str, Any] = {
        "query": {"themes": [], "kinds": [], "audiences": [], "networks": []},
        "totals": dict.fromkeys(COUNTS),
        "regions": [],
        "overseas": [],
    }
    assert json.loads(done.stdout) == {
        "schema_version": 1,
        "catalogue": json.loads(run("list", "--json").stdout)["catalogue"],
        "status": "invalid",
        "candidates": [],
        "suggestions": [],
        "message": said,
        "hints": [hint] if lead else [],
        **(of_coverage if command == "coverage" else of_answers),
    }


@pytest.mark.parametrize(
    ("line", "message", "command"),
    [
        ("list --color rouge --json", "« rouge » n'est pas une valeur de --color ({}).", None),
        ("ask --json Caen ? --color bleu", "« bleu » n'est pas une valeur de --color ({}).", None),
        ("list --json --format csv", "--json et --format csv se contredisent.", None),
        ("show --json", "il manque ID.", "show"),
        ("search --format=JSON", "il manque MOTS.", "search"),
        ("list --json de trop", "argument de trop : de trop", "list"),
        ("find --json --region", "l'option --region attend une valeur.", "find"),
        (
            "find --region Normandie --region Normandie --json",
            "L'option --region est donnée plusieurs fois.",
            "find",
        ),
        (
            "find --json --commune Vienne --code-postal 38200 --commune Vienne",
            "L'option --commune est donnée plusieurs fois.",
            "find",
        ),
        (
            "list --format csv --format json",
            "L'option --format est donnée plusieurs fois.",
            "list",
        ),
        (
            "show --json --no-local --color never --color never phare",
            "L'option --color est donnée plusieurs fois.",
            "show",
        ),
    ],
)
def test_what_is_mistyped_is_a_document_where_one_was_asked_for(
    line: str, message: str, command: str | None, run: Run
) -> None:
    """Of an option given twice Typer would take the last value without a word."""
    done = run(*line.split())
    document = json.loads(done.stdout)
    message = message.format("auto, always, never")
    hints = [f"reseaux {command} --help"] if command else []
    assert (done.returncode, done.stderr.decode().splitlines()[0]) == (2, f"Erreur : {message}")
    assert not list(ANSWERS.iter_errors(document))
    assert (document["status"], document["message"], document["hints"], document["notes"]) == (
        "invalid",
        message,
        hints,
        [message, *hints],
    )


@pytest.mark.parametrize(
    ("line", "status", "reason"),
    [
        ("list --jsno --json", 2, "what an unknown option wants is unknown"),
        ("annotate --color rouge --json", 2, "it has no JSON"),
        ("list --format json --format csv", 2, "the last of them is not JSON"),
        ("find --color rouge -- --json", 2, "that is a place"),
        ("list --color rouge --json --catalogue nowhere.yaml", 2, "no catalogue, no document"),
    ],
)
def test_what_is_mistyped_is_no_document(line: str, status: int, reason: str, run: Run) -> None:
    done = run(*line.split())
    assert (done.returncode, done.stdout) == (status, b""), reason
    assert done.stderr.startswith(b"Erreur : ")


def test_files_of_ones_own_that_are_broken_leave_a_document_where_they_are_left_out(
    run: Run,
) -> None:
    run.folder.mkdir(parents=True)
    (run.folder / "networks.yaml").write_text("networks: [", encoding="utf-8")
    line = ("list", "--json", "--color", "rouge")
    assert run(*line).stdout == b""
    assert json.loads(run(*line, "--no-local").stdout)["status"] == "invalid"


def test_the_document_is_of_the_catalogue_that_was_named(run: Run, tmp_path: Path) -> None:
    text = whole_catalogue()
    own = tmp_path / "own.yaml"
    own.write_text(re.sub(r"(?m)^version: .*", 'version: "2000.1.1"', text), encoding="utf-8")
    for option in (["--catalogue", str(own)], [f"--catalogue={own}"]):
        done = run("list", "--json", "--color", "rouge", *option)
        assert json.loads(done.stdout)["catalogue"]["version"] == "2000.1.1"


@pytest.mark.parametrize(
    ("line", "same", "reason"),
    [
        ("list -q -q --quiet", "list -q", "a flag says the same twice"),
        ("list --json --json --format json", "list --json", "so do two names of one format"),
        (
            "list --theme vert --theme social -q --type reseau --type conseil",
            "list -q --theme social --theme vert --type conseil --type reseau",
            "filters are alternatives",
        ),
        (
            "find --region --region --region Normandie --help",
            "find --help",
            "the help comes first",
        ),
    ],
)
def test_what_may_be_given_twice(line: str, same: str, reason: str, run: Run) -> None:
    done = run(*line.split())
    assert (done.returncode, done.stderr) == (0, b""), reason
    assert done.stdout == run(*same.split()).stdout


@pytest.mark.parametrize("line", ["", "catalogue"])
def test_without_a_command_the_help_is_shown(line: str, run: Run) -> None:
    done = run(*line.split())
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr == run(*line.split(), "--help").stdout


def test_an_error_that_typer_may_add_keeps_its_own_words() -> None:
    """No command of today can raise it: it is told apart by the name of its class."""
    group = app.command_tree("")
    said = usage_errors.explain(typer.BadParameter("not a number"), ["find", "x"], group)
    assert said == ("not a number", ("reseaux find --help",))


@pytest.mark.parametrize("command", ["find", "show", "map", "list", "search", "coverage", "open"])
@pytest.mark.parametrize("words", ["rouen " * 20_000, "st " * 40_000, "a" * 120_000])
def test_a_very_long_argument_is_answered_at_once(run: Run, command: str, words: str) -> None:
    """120 kB, not folded anew at each of its words, which took minutes."""
    done = run(command, words)
    assert done.returncode in (0, 1, 2)
    assert len(done.stderr) < 2000
