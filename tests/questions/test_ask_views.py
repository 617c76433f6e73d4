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
