"""Where no desk of the social clause is known, whoever sees no card is told whom to call."""

import pytest

from achats_reseaux.card.rows import ASK_FOR, capitalised
from helpers.cases import every_row
from helpers.run import run

START = "Aucun facilitateur "


def told(words: str, *form: str) -> str:
    """The lines of stderr from that which says so, in one."""
    lines = run("find", *words.split(), *form).err.splitlines()
    starts = [rank for rank, line in enumerate(lines) if line.startswith(START)]
    return " / ".join(lines[starts[0] :]) if starts else ""


@every_row("answers/no_desk.tsv")
def test_it_is_told_beside_plain_lines(words: str, line: str, reason: str) -> None:
    assert told(words) == line.replace("«ask»", capitalised(ASK_FOR)), reason


def test_it_has_the_number_and_the_words_of_the_card() -> None:
    document = run("find", "Guéret", "--theme", "social", "--json").document
    card = run("find", "Guéret", "--theme", "social", width=100).out
    _, board, ask, traces = told("Guéret --theme social").split(" / ")
    assert document["switchboard"]["contact"]["phone"] in board
    assert board.partition(document["switchboard"]["contact"]["phone"])[0] in card
    assert ask in card
    assert traces in card


@pytest.mark.parametrize(("form", "number"), [("csv", 1), ("tsv", 1), ("json", 0)])
def test_a_document_that_has_it_does_not_say_it_twice(form: str, number: int) -> None:
    assert bool(told("Guéret --theme social", "--format", form)) == bool(number)
