"""The formats: one table of them, which every command heeds, and whose miss is refused."""

from __future__ import annotations

import pytest

from achats_reseaux import output
from achats_reseaux.errors import UsageError
from achats_reseaux.output import delimited
from helpers.run import run

COMMANDS = [
    ("find Rouen", "answer"),
    ("list", "answer"),
    ("show ran-coper", "answer"),
    ("ask Rouen", "answer"),
    ("search clause", "answer"),
    ("coverage", "coverage"),
    ("message Caen", "draft"),
]
"""Every command that has formats, and what it writes."""


@pytest.mark.parametrize(("line", "subject"), COMMANDS)
def test_an_unknown_format_is_refused_with_those_of_the_command(line: str, subject: str) -> None:
    done = run(*line.split(), "--format", "vcard")
    known = ", ".join(output.formats_of(subject))
    assert done.code == 2
    assert done.out == ""
    assert done.err == f"Erreur : « vcard » n'est pas une valeur de --format ({known}).\n"


@pytest.mark.parametrize(("line", "subject"), COMMANDS)
def test_every_format_of_a_command_is_written(line: str, subject: str) -> None:
    for name in output.formats_of(subject):
        assert run(*line.split(), "--format", name).code == 0, name


@pytest.mark.parametrize("subject", ["answer", "coverage", "draft"])
def test_a_miss_of_the_table_is_never_another_format(subject: str) -> None:
    """What is no row, or a row without the subject, was once written as Excel's CSV."""
    with pytest.raises(UsageError, match="« vcard » n'est pas une valeur"):
        output.writer(subject, "vcard")


def test_a_format_that_lacks_a_subject_is_refused_there() -> None:
    with pytest.raises(UsageError, match=r"\(table, json, jsonl\)"):
        output.writer("draft", "csv")


def test_a_table_of_rows_is_refused_too() -> None:
    with pytest.raises(UsageError, match="vcard"):
        delimited.rows(["id"], [], "vcard")
