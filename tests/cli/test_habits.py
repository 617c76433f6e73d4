"""What people type, and what it must do: ``habits.tsv``, a command line a row.

The second column says what must happen: ``= LINE``, the same output, messages and status as another
command line; ``2 / Erreur : … / …``, this status, nothing on stdout, and these lines on stderr (a
last ``…`` stands for any more); ``2 { message / command``, one JSON document on stdout with these;
``0 = a / b``, these lines on stdout alone; ``0 > text``, a stdout that begins so.
"""

import json
import shlex

import jsonschema  # type: ignore[import-untyped]
import pytest

from achats_reseaux.catalogue import loader
from helpers.cases import every_row
from helpers.run import Ran, run

DOCUMENTS = [
    jsonschema.Draft202012Validator(loader.schema_of(name)) for name in ("answer", "coverage")
]


def typed(line: str) -> Ran:
    return run(*shlex.split(line.replace("L'Ha", "L\\'Ha")))


@every_row("cli/habits.tsv")
def test_what_is_typed_does_what_it_must(line: str, must: str, why: str) -> None:
    done = typed(line)
    head, _, rest = must.partition(" ")
    if head == "=":
        assert done == typed(rest), why
        return
    assert done.code == int(head), (why, done)
    sign, _, text = rest.partition(" ")
    expected = [one for one in text.split(" / ") if one]
    if sign == "/":
        assert done.out == ""
        told = done.err.splitlines()
        if expected[-1] == "…":
            told, expected = told[: len(expected) - 1], expected[:-1]
        assert told == expected, why
    elif sign == "{":
        document = json.loads(done.out)
        assert not list(DOCUMENTS[line.startswith("coverage")].iter_errors(document)), why
        said = [document["status"], document["message"], *document["hints"]]
        assert said == ["invalid", *expected]
        assert done.err.splitlines()[0] == f"Erreur : {expected[0]}", why
    else:
        assert done.err == "", why
        if sign == "=":
            assert done.out.splitlines() == expected, why
        else:
            assert done.out.startswith(text), why


@pytest.mark.parametrize(
    ("line", "options"),
    [
        ("find Saint-Denis --theme social --format csv", "--theme social --format csv"),
        ("find Saint-Denis --no-local --json", "--json --no-local"),
        ("find --commune Saint-Denis -q", "--quiet"),
        ("find Saint-Denis -o x.csv --no-headers", "--output x.csv --no-headers"),
        ("find Saint-Denis --columns name,email", "--columns name,email"),
        ("find Ruoen --tout --color never", "--tout --color never"),
        ("ask guichet vert Saint-Denis --format csv", "--type guichet-vert --format csv"),
        ("message Saint-Denis --json --open", "--open --json"),
        ("coverage Saint-Denis --by region --format md", "--by region --format md"),
        ("map Saint-Denis --output x.svg --no-local", "--output x.svg --no-local"),
        ("page --region Nrmandie --title Achats --output x.html", "--output x.html --title Achats"),
        ("list social --format csv", "--theme social --format csv"),
        ("list Rouen --format csv --no-local", "--format csv --no-local"),
    ],
)
def test_a_command_that_is_offered_keeps_what_was_typed(line: str, options: str) -> None:
    lines = typed(line).err.splitlines()
    offered = [one for one in lines if "reseaux " in one and not one.startswith("Compris")]
    assert offered
    for one in offered:
        assert one.endswith(f" {options}")
