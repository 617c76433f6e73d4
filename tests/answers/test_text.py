"""Folding: what must meet, what must not, and the properties that the gazetteer leans on."""

import shlex
from collections.abc import Callable
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from achats_reseaux.text import (
    LOST,
    day,
    fold,
    french_number,
    nearest,
    of_body,
    percentage,
    shell_quoted,
    shortened,
    spreadsheet_safe,
    visible,
    without_article,
    without_spaces,
)
from helpers.cases import every_row

FILTERS = ["environnement", "social", "collectivite", "entreprise"]
QUICK = settings(max_examples=200, deadline=None)

FUNCTIONS: dict[str, Callable[[str], str]] = {
    "fold": fold,
    "without_spaces": without_spaces,
    "without_article": without_article,
    "visible": visible,
    "shortened": shortened,
    "day": day,
    "french_number": lambda text: french_number(int(text)),
    "nearest": lambda text: " ".join(nearest(text, FILTERS)),
    "of_body": of_body,
    "percentage": lambda text: percentage(*map(int, text.split("/"))),
    "spreadsheet_safe": spreadsheet_safe,
    "quoted for POSIX": partial(shell_quoted, separator="/"),
    "quoted for Windows": partial(shell_quoted, separator="\\"),
}


@every_row("answers/texts.tsv")
def test_what_a_function_makes_of_a_text(
    function: str, given_text: str, made: str, reason: str
) -> None:
    assert FUNCTIONS[function](given_text) == made, reason


@QUICK
@given(st.text(alphabet=st.characters()))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@QUICK
@given(st.text(alphabet=st.characters()))
def test_a_key_has_single_spaces_and_no_capital(text: str) -> None:
    key = fold(text)
    assert key == " ".join(key.split())
    assert all(mark.isalnum() or mark in (" ", LOST) for mark in key)


@QUICK
@given(st.text(alphabet="abcéèàùçœ'-_ .ÉÀ", max_size=20))
def test_case_never_matters(text: str) -> None:
    assert fold(text.upper()) == fold(text.lower()) == fold(text)


@QUICK
@given(st.lists(st.text()))
def test_a_posix_shell_reads_the_words_of_a_command(words: list[str]) -> None:
    assert shlex.split(" ".join(shell_quoted(word, "/") for word in words)) == words
