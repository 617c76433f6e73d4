"""Every JSON document that any command prints is one of a published schema."""

from __future__ import annotations

import json
import shlex

import jsonschema  # type: ignore[import-untyped]
import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.output import json as ours
from helpers.cases import cases
from helpers.checkout import ROOT
from helpers.run import run

SCHEMAS = ("catalogue", "answer", "coverage", "info", "diff")
JUDGES = {
    name: jsonschema.Draft202012Validator(
        loader.schema_of(name), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    )
    for name in SCHEMAS
}

DOCUMENTS = [
    (line.replace("DATA", shlex.quote(str(ROOT / "data"))), *row)
    for line, *row in cases("answers/documents.tsv")
]
"""A command line without ``--json``, the schema of its document, its status and what it is."""

EXITS = {"found": 0, "none": 1, "unknown": 2, "invalid": 2, "ambiguous": 3}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_is_printed(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(loader.schema_of(name))
    assert json.loads(run("catalogue", "schema", name).out) == loader.schema_of(name)


@pytest.mark.parametrize(("line", "schema", "status", "reason"), DOCUMENTS)
def test_a_document_is_one_of_its_schema_and_ends_with_its_status(
    line: str, schema: str, status: str, reason: str
) -> None:
    done = run(*shlex.split(line), "--json")
    assert done.code == EXITS[status], done.err
    document = json.loads(done.out)
    JUDGES[schema].validate(document)
    assert document.get("status", status) == status, reason
    assert done.out == ours.to_json(document) + "\n"
    if schema == "answer":
        place = document["query"].get("place")
        assert (document["guichet_vert"] is not None) == (place is not None)
        assert bool(document["candidates"]) == (status == "ambiguous")
    if status in ("unknown", "invalid", "ambiguous"):
        plain = run(*shlex.split(line))
        assert plain.code == done.code
        assert plain.out == ""
        assert done.err.startswith("Erreur : ")


def test_one_s_own_additions_are_listed_as_the_schema_says() -> None:
    assert run("catalogue", "init").code == 0
    for arguments in (["catalogue", "info"], ["find", "76000"], ["list"]):
        done = run(*arguments, "--json")
        schema = "info" if "info" in arguments else "answer"
        JUDGES[schema].validate(json.loads(done.out))


@pytest.mark.parametrize("name", ["answer", "coverage", "info"])
def test_a_document_with_a_key_that_is_not_published_is_refused(name: str) -> None:
    line = next(one[0] for one in DOCUMENTS if one[1:3] == (name, "found"))
    document = json.loads(run(*shlex.split(line), "--json").out)
    assert not JUDGES[name].is_valid({**document, "more": 1})
    for key in document:
        shorter = {one: value for one, value in document.items() if one != key}
        assert JUDGES[name].is_valid(shorter) == (key not in JUDGES[name].schema["required"])


def test_bare_results_are_those_of_the_document() -> None:
    schema = {**loader.schema_of("answer"), "$ref": "#/$defs/result"}
    only = {key: schema[key] for key in ("$schema", "$defs", "$ref")}
    for line in run("list", "--format", "jsonl").out.splitlines():
        jsonschema.Draft202012Validator(only).validate(json.loads(line))
