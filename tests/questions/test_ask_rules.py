"""Every rule that reads a question earns its place: its example is read otherwise without it."""

import re
from collections.abc import Callable
from types import ModuleType

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.questions import command_rules, numbers, place_reader, place_rules
from achats_reseaux.questions.question_reader import read_question

Rule = Callable[..., object]


CATALOGUE = loader.load()
TABLES = (
    (place_reader, "STEPS"),
    (place_rules, "NAME_RULES"),
    (numbers, "NUMBER_RULES"),
    (command_rules, "COMMAND_RULES"),
)
RULES = [(module, table, row) for module, table in TABLES for row in getattr(module, table)]


def function_of(row: Rule | tuple[Rule, bool]) -> Rule:
    """A rule of places stands beside what it says of them."""
    return row[0] if isinstance(row, tuple) else row


def example_of(rule: Rule) -> str:
    found = re.search(r'Example: "(.+)"$', rule.__doc__ or "", re.MULTILINE)
    assert found is not None, f"{rule.__name__} has no example"
    return found[1]


IDS = [function_of(row).__name__ for _, _, row in RULES]


@pytest.mark.parametrize(("module", "table", "row"), RULES, ids=IDS)
def test_without_a_rule_its_example_is_read_otherwise(
    module: ModuleType, table: str, row: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = example_of(function_of(row))  # type: ignore[arg-type]
    read = read_question(CATALOGUE, example)
    others = tuple(one for one in getattr(module, table) if one is not row)
    monkeypatch.setattr(module, table, others)
    assert read_question(CATALOGUE, example) != read
