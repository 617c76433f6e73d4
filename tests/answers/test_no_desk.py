"""Where no desk of the social clause is known, whoever sees no card is told whom to call."""

from __future__ import annotations

import json

import pytest

from helpers.cases import cases
from helpers.run import run

START = "Aucun relais "


def told(words: str, *form: str) -> list[str]:
    done = run("find", *words.split(), *form)
    return [line for line in done.err.splitlines() if line.startswith(START)]


@pytest.mark.parametrize(("words", "line", "reason"), cases("answers/no_desk.tsv"))
def test_it_is_told_beside_plain_lines(words: str, line: str, reason: str) -> None:
    assert told(words) == [line] * bool(line), reason


def test_it_has_the_number_and_the_words_of_the_card() -> None:
    document = json.loads(run("find", "Guéret", "--theme", "social", "--json").out)
    card = run("find", "Guéret", "--theme", "social", width=100).out
    (line,) = told("Guéret --theme social")
    assert document["switchboard"]["phone"] in line
    board = line.rpartition(" : ")[0].rpartition(" ; ")[2]
    assert f"{board} :" in card


@pytest.mark.parametrize(("form", "number"), [("csv", 1), ("tsv", 1), ("md", 0), ("json", 0)])
def test_a_document_that_has_it_does_not_say_it_twice(form: str, number: int) -> None:
    assert len(told("Guéret --theme social", "--format", form)) == number
