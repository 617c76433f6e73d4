"""What people type, and what it must do: ``habits.tsv``, a command line a row.

The second column says what must happen: ``= LINE``, the same output, messages and status as another
command line; ``2 / Erreur : … / …``, this status, nothing on stdout, and these lines on stderr (a
last ``…`` stands for any more); ``2 { message / command``, one JSON document on stdout with these;
``0 = a / b``, these lines on stdout alone; ``0 > text``, a stdout that begins so.
"""

import shlex

import jsonschema  # type: ignore[import-untyped]

from achats_reseaux.catalogue import loader
from helpers.cases import every_row, tabled
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
        document = done.document
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


@tabled
def test_a_command_that_is_offered_keeps_what_was_typed(line: str, options: str) -> None:
    lines = typed(line).err.splitlines()
    offered = [one for one in lines if "reseaux " in one and not one.startswith("Compris")]
    assert offered
    for one in offered:
        assert one.endswith(f" {options}")
