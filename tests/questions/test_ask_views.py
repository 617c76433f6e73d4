"""What is read of a question is what its command shows, on a terminal and in a pipe."""

import re
import shlex

import pytest

from helpers.cases import cases
from helpers.run import run

TERMINAL, PIPE = 100, 0
_LINK = re.compile(r"\bid=\d+;")
"""The number that Rich gives a link at random."""


@pytest.mark.parametrize("width", [TERMINAL, PIPE], ids=["terminal", "pipe"])
@pytest.mark.parametrize(("question", "command", "reason"), cases("questions/views.tsv"))
def test_a_question_is_shown_as_its_command(
    question: str, command: str, reason: str, width: int
) -> None:
    asked = run("ask", question, width=width)
    typed = run(*shlex.split(command)[1:], width=width)
    assert asked.err.splitlines()[0] == f"Compris : {command}"
    assert asked.code == typed.code
    assert _LINK.sub("", asked.out) == _LINK.sub("", typed.out), reason


@pytest.mark.parametrize("width", [TERMINAL, PIPE], ids=["terminal", "pipe"])
def test_a_count_is_told_in_sentences_instead_of_a_table(width: int) -> None:
    asked = run("ask", "combien de communes sans guichet vert ?", width=width)
    assert asked.err.splitlines()[0].startswith("Compris : reseaux coverage")
    assert asked.out.startswith("Guichets verts (liste de novembre 2024).\n")


@pytest.mark.parametrize("form", ["-q", "--format csv", "--format md", "--format jsonl"])
def test_ids_or_a_table_of_sentences_are_refused_with_the_command_that_has_them(form: str) -> None:
    done = run("ask", "quels départements sont sans guichet vert ?", *form.split())
    command = f"reseaux coverage --status none --by departement {form}"
    assert (done.code, done.out) == (2, "")
    assert done.err.endswith(f"Les lieux, un par ligne : {command}\n")
    assert run(*shlex.split(command)[1:]).out
