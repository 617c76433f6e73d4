"""Every rule that reads a question earns its place: its example is read otherwise without it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.questions import command_rules, mentions, name_rules, numbers
from achats_reseaux.questions.reading import read_question

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

    Rule = Callable[..., object]

CATALOGUE = loader.load()
TABLES = (
    (mentions, "STEPS"),
    (name_rules, "NAME_RULES"),
    (numbers, "NUMBER_RULES"),
    (command_rules, "COMMAND_RULES"),
)
RULES = [(module, table, rule) for module, table in TABLES for rule in getattr(module, table)]


def example_of(rule: Rule) -> str:
    found = re.search(r'Example: "(.+)"$', rule.__doc__ or "", re.MULTILINE)
    assert found is not None, f"{rule.__name__} has no example"
    return found[1]


@pytest.mark.parametrize(
    ("module", "table", "rule"), RULES, ids=[rule.__name__ for _, _, rule in RULES]
)
def test_without_a_rule_its_example_is_read_otherwise(
    module: ModuleType, table: str, rule: Rule, monkeypatch: pytest.MonkeyPatch
) -> None:
    example = example_of(rule)
    read = read_question(CATALOGUE, example)
    others = tuple(one for one in getattr(module, table) if one is not rule)
    monkeypatch.setattr(module, table, others)
    assert read_question(CATALOGUE, example) != read
