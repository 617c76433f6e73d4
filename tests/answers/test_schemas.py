"""Every JSON document that any command prints is one of a published schema."""

import copy
import json
import shlex
import textwrap
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.output import json as ours
from helpers.cases import cases, tabled
from helpers.checkout import ROOT
from helpers.documents import objects_in
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
    assert run("catalogue", "schema", name).document == loader.schema_of(name)


@pytest.mark.parametrize(("line", "schema", "status", "reason"), DOCUMENTS)
def test_a_document_is_one_of_its_schema_and_ends_with_its_status(
    line: str, schema: str, status: str, reason: str
) -> None:
    done = run(*shlex.split(line), "--json")
    assert done.code == (0 if schema == "diff" else EXITS[status]), done.err  # as diff(1)
    document = done.document
    CLOSED[schema].validate(document)  # which is the schema, and more
    assert [*document] == list(CLOSED[schema].schema["properties"]), "keys in the schema's order"
    assert (document["document"], document["schema_version"]) == (schema, 3)
    assert document["status"] == status, reason
    assert document["message"] not in document.get("notes", ())
    assert done.out == ours.to_json(document) + "\n"
    if schema == "answer" and document["draft"] is None:
        place = document["query"]["place"]
        assert (document["guichet_vert"] is not None) == (place is not None)
        assert bool(document["candidates"]) == (status == "ambiguous")
    if status in ("unknown", "invalid", "ambiguous"):
        plain = run(*shlex.split(line))
        assert plain.code == done.code
        assert plain.out == ""
        # Of several places it is asked which one is meant: no error.
        assert done.err.startswith(("Erreur : ", "Quel « "))


def test_one_s_own_additions_are_listed_as_the_schema_says(tmp_path: Path) -> None:
    own = {"HOME": str(tmp_path)}
    assert run("catalogue", "init", env=own).code == 0
    for arguments in (["catalogue", "info"], ["find", "76000"], ["list"]):
        done = run(*arguments, "--json", env=own)
        schema = "info" if "info" in arguments else "answer"
        JUDGES[schema].validate(done.document)


@pytest.mark.parametrize("line", ["info --catalogue FILE", "diff FILE FILE", "diff BUNDLED FILE"])
def test_a_catalogue_that_is_refused_has_a_document(line: str, tmp_path: Path) -> None:
    """Stdout was empty; it says what is wrong, not where the file lies."""
    file = tmp_path / "faux.yaml"
    file.write_text("networks: [{id: X}]\n", "utf-8")
    words = line.replace("FILE", str(file)).replace("BUNDLED", loader.path()).split()
    done = run("catalogue", *words, "--json")
    document = done.document
    JUDGES[words[0]].validate(document)
    assert (done.code, document["status"], document["reason"]) == (4, "invalid", "catalogue")
    assert "faux.yaml, ligne 1 : " in document["message"]
    assert str(tmp_path) not in done.out


def closed(schema: Any) -> Any:
    """A schema that takes no key but those that it publishes.

    A definition is closed where it is referred to: it may be one of several parts there.
    """
    made = copy.deepcopy(schema)
    shared = [id(one) for one in made.get("$defs", {}).values()]
    for one in [*objects_in(made)]:
        is_judged = "$ref" in one or "properties" in one
        if is_judged and id(one) not in shared:
            one["unevaluatedProperties"] = False
    return made


CLOSED = {name: jsonschema.Draft202012Validator(closed(loader.schema_of(name))) for name in SCHEMAS}


@pytest.mark.parametrize("name", ["answer", "coverage", "info"])
def test_a_document_is_open_to_keys_that_come_later(name: str) -> None:
    line = next(one[0] for one in DOCUMENTS if one[1:3] == (name, "found"))
    document = run(*shlex.split(line), "--json").document
    assert JUDGES[name].is_valid({**document, "more": 1})
    assert not CLOSED[name].is_valid({**document, "more": 1})
    for key in document:
        shorter = {one: value for one, value in document.items() if one != key}
        assert JUDGES[name].is_valid(shorter) == (key not in JUDGES[name].schema["required"])


@pytest.mark.parametrize("name", ["answer", "coverage", "info", "diff"])
def test_each_field_says_what_it_is(name: str) -> None:
    for one in objects_in(loader.schema_of(name)):
        for key, field in one.get("properties", {}).items():
            assert "description" in field, key


@pytest.mark.parametrize("name", ["answer", "coverage", "info", "diff"])
def test_every_key_is_required(name: str) -> None:
    """A missing value is null: a client that is generated has no optional field."""
    for one in objects_in(loader.schema_of(name)):
        assert {*one.get("properties", {})} == {*one.get("required", ())}


@pytest.mark.parametrize("name", ["answer", "coverage", "info", "diff"])
def test_a_list_of_values_may_grow(name: str) -> None:
    schema = loader.schema_of(name)
    assert schema["$id"].endswith(f"/{name}.schema.json")
    for one in objects_in(schema):
        if "enum" in one.get("anyOf", [{}])[0]:
            assert {"type": "string"} in one["anyOf"]
        assert "enum" not in one or set(one) == {"enum"}


OWN = """
networks:
  - {id: ran-coper, name: Mon RAN, contact: {phone: 01 99 00 00 00, email: {value: a@example.org}}}
  - id: mien
    name: Le mien
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    checked_on: "2026-01-01"
    coverage: {communes: ["76540"]}
    facts: [{field: cout, value: Gratuit.}]
complete: [facilitateurs]
"""
"""An overlay as people write it: what is not told stays, a contact is a plain value."""


@tabled
def test_check_takes_an_overlay_as_people_write_it(old: str, new: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    example = (ROOT / "data" / "exemple-local.yaml").read_text("utf-8")
    lines = [line.removeprefix("#") for line in example.splitlines() if not line.startswith("##")]
    for text in (OWN, textwrap.dedent("\n".join(lines))):
        file.write_text(text, encoding="utf-8")
        assert run("catalogue", "check", str(file), "--allow-personal").code == 0
    assert old in OWN
    file.write_text(OWN.replace(old, new), encoding="utf-8")
    assert run("catalogue", "check", str(file)).code == 4


def test_each_line_of_jsonl_is_a_result_with_its_record() -> None:
    schema = loader.schema_of("answer")
    only = {"$schema": schema["$schema"], "$defs": schema["$defs"], "$ref": "#/$defs/result"}
    for line in run("list", "--format", "jsonl").out.splitlines():
        row = json.loads(line)
        assert (row.pop("record"), row.pop("first")) == ("network", None)
        jsonschema.Draft202012Validator(only).validate(row)
