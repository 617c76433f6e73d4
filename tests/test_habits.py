"""What people type, and what it must do: ``tests/habits.tsv``, a command line a row.

The second column says what must happen: ``= LINE``, the same output, messages and status as another
command line; ``2 / Erreur : … / …``, this status, nothing on stdout, and these lines on stderr (a
last ``…`` stands for any more); ``2 { message / command``, one JSON document on stdout with these;
``0 = a / b``, these lines on stdout alone; ``0 > text``, a stdout that begins so.
"""

from __future__ import annotations

import json
import shlex
from typing import TYPE_CHECKING, NamedTuple

import jsonschema  # type: ignore[import-untyped]
import pytest

from achats_reseaux import cli
from achats_reseaux.catalogue import loader
from case_tables import cases
from conftest import captured

if TYPE_CHECKING:
    from pathlib import Path


HABITS = cases("habits.tsv")
DOCUMENTS = [
    jsonschema.Draft202012Validator(loader.schema_of(name)) for name in ("answer", "coverage")
]


@pytest.fixture(autouse=True)
def _home(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No files of the developer's, and a terminal of a known size."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "RESEAUX_CATALOGUE", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "80")


class Decoded(NamedTuple):
    code: int
    out: str
    err: str


def run(line: str) -> Decoded:
    code, out, err = captured(cli.run, shlex.split(line))
    return Decoded(code, out.decode(), err.decode())


def test_each_stands_once() -> None:
    assert len({typed for typed, _, _ in HABITS}) == len(HABITS)


@pytest.mark.parametrize(("typed", "must", "why"), HABITS, ids=[typed for typed, _, _ in HABITS])
def test_what_is_typed_does_what_it_must(typed: str, must: str, why: str) -> None:
    done = run(typed.replace("L'Ha", "L\\'Ha"))
    head, _, rest = must.partition(" ")
    if head == "=":
        assert done == run(rest), why
        return
    assert done.code == int(head), (why, done)
    sign, _, text = rest.partition(" ")
    expected = [line for line in text.split(" / ") if line]
    if sign == "/":
        assert done.out == ""
        told = done.err.splitlines()
        if expected[-1] == "…":
            told, expected = told[: len(expected) - 1], expected[:-1]
        assert told == expected, why
    elif sign == "{":
        document = json.loads(done.out)
        assert not list(DOCUMENTS[typed.startswith("coverage")].iter_errors(document)), why
        assert [document["status"], document["message"], *document["hints"]] == [
            "invalid",
            *expected,
        ]
        assert done.err.splitlines()[0] == f"Erreur : {expected[0]}", why
    else:
        assert done.err == "", why
        if sign == "=":
            assert done.out.splitlines() == expected, why
        else:
            assert done.out.startswith(text), why
