"""Every JSON document that any command prints is one of a published schema."""

from __future__ import annotations

import json
import shlex
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.cli import app
from achats_reseaux.cli.commands.catalogue import SCHEMAS
from conftest import ROOT, Run

JUDGES = {
    name: jsonschema.Draft202012Validator(
        loader.schema_of(name), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for name in SCHEMAS
}

DATA = shlex.quote(str(ROOT / "data"))
DOCUMENTS = [
    ("find 76000", "answer", 0),
    ("find Alsace", "answer", 0),
    ("find 97500", "answer", 0),
    ("find 75000", "answer", 0),
    ("find Corse --type guichet-vert", "answer", 1),
    ("find Vienne", "answer", 3),
    ("find Strasboug", "answer", 2),
    ("find", "answer", 2),
    ("find --siren 1", "answer", 2),
    ("find Rouen --theme chose", "answer", 2),
    ("list", "answer", 0),
    ("list --theme social --type guichet-vert", "answer", 1),
    ("list --public chose", "answer", 2),
    ("list --color rouge", "answer", 2),
    ("show ran-coper", "answer", 0),
    ("show phare", "answer", 0),
    ("show chose", "answer", 2),
    ("search insertion", "answer", 0),
    ("search xyzzy", "answer", 1),
    ("search ''", "answer", 2),
    ("ask 'qui peut m’aider à Rouen ?'", "answer", 0),
    ("ask 'guichet vert à Saint-Denis'", "answer", 3),
    ("ask 'quel temps fait-il'", "answer", 2),
    ("ask ''", "answer", 2),
    ("coverage", "coverage", 0),
    ("coverage --theme social", "coverage", 0),
    ("coverage --network ran-coper", "coverage", 0),
    ("coverage --theme chose", "coverage", 2),
    ("coverage --network chose", "coverage", 2),
    ("catalogue info", "info", 0),
    (f"catalogue diff {DATA} {DATA}", "diff", 1),
]
"""A command line without ``--json``, the schema of its document, and its exit status."""


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_is_printed(run: Run, name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(loader.schema_of(name))
    assert json.loads(run("catalogue", "schema", name).stdout) == loader.schema_of(name)


@pytest.mark.parametrize(("line", "schema", "code"), DOCUMENTS)
def test_a_document_is_one_of_its_schema(run: Run, line: str, schema: str, code: int) -> None:
    done = run(*shlex.split(line), "--json")
    assert done.returncode == code, done.stderr.decode()
    JUDGES[schema].validate(json.loads(done.stdout))


def test_one_s_own_additions_are_listed_as_the_schema_says(run: Run) -> None:
    assert run("catalogue", "init").returncode == 0
    for arguments in (["catalogue", "info"], ["find", "76000"], ["list"]):
        done = run(*arguments, "--json")
        schema = "info" if "info" in arguments else "answer"
        JUDGES[schema].validate(json.loads(done.stdout))


def commands(group: Any, before: str = "") -> dict[str, Any]:
    """Every command by its words, those of groups too."""
    found: dict[str, Any] = {}
    for name, command in group.commands.items():
        inner = hasattr(command, "commands")
        found |= commands(command, f"{before}{name} ") if inner else {before + name: command}
    return found


def test_no_command_prints_json_without_a_schema() -> None:
    group = app.command_tree("")
    printing = {
        name
        for name, command in commands(group).items()
        if any("--json" in parameter.opts for parameter in command.params)
    }
    told = {line for line, _, _ in DOCUMENTS}
    assert {name for name in printing if not any(one.startswith(name) for one in told)} == set()


@pytest.mark.parametrize("name", ["answer", "coverage", "info"])
def test_a_document_with_a_key_that_is_not_published_is_refused(run: Run, name: str) -> None:
    line = next(line for line, schema, code in DOCUMENTS if schema == name and code == 0)
    document = json.loads(run(*shlex.split(line), "--json").stdout)
    assert not JUDGES[name].is_valid({**document, "more": 1})
    for key in document:
        shorter = {one: value for one, value in document.items() if one != key}
        assert JUDGES[name].is_valid(shorter) == (key not in JUDGES[name].schema["required"])


def test_bare_results_are_those_of_the_document(run: Run) -> None:
    schema = {**loader.schema_of("answer"), "$ref": "#/$defs/result"}
    only = {key: schema[key] for key in ("$schema", "$defs", "$ref")}
    for line in run("list", "--format", "jsonl").stdout.splitlines():
        jsonschema.Draft202012Validator(only).validate(json.loads(line))
