"""``show`` of several networks, and of the facts that are asked for."""

import re
from pathlib import Path

import pytest

from achats_reseaux.answering.answers import Answer
from achats_reseaux.answering.details import show_request
from achats_reseaux.catalogue import loader
from achats_reseaux.model import Fact
from helpers.cases import every_row
from helpers.run import run

TODAY = "2026-11-24"
CATALOGUE = loader.load()


def shown(words: str, *fields: str) -> Answer:
    return show_request(CATALOGUE, words.split(), fields, TODAY)


def whole(answer: Answer) -> list[str]:
    """The status, the fields asked for, the networks, the notions, and all that is said.

    Behind each the fields of its facts, if any were asked for.
    """

    def told(name: str, facts: tuple[Fact, ...]) -> str:
        fields = ",".join(sorted({fact.field for fact in facts}))
        return f"{name}:{fields}" if answer.query.fields else name

    said = [answer.message, *answer.suggestions, *answer.notes]
    return [
        answer.status,
        ",".join(answer.query.fields),
        " ".join(told(one.network.id, one.facts) for one in answer.results),
        " ".join(told(one.id, one.facts) for one in answer.notions),
        " | ".join(one for one in said if one),
    ]


@every_row("answers/shown.tsv")
def test_what_is_shown(words: str, fields: str, *told: str) -> None:
    *answer, reason = told
    found = shown(words, *filter(None, [fields]))
    assert whole(found) == answer, reason
    assert fields or all(one.definition and one.facts for one in found.notions)


def test_a_doubt_that_is_asked_for_is_said_once() -> None:
    text = run("show", "adacl-40", "--field", "a-verifier").out
    assert text.count("éservé aux adhérents ; demandez") == 1


@pytest.mark.parametrize("name", ["reseco", "maximilien", "aura-ee", "mden", "ran-coper"])
def test_a_source_has_a_number_if_more_than_two_facts_on_the_screen_have_it(name: str) -> None:
    """« [2] arbe-regionsud.org » stood below facts of which none had it."""
    facts, _, foot = run("show", name, "--color", "never", width=80).out.partition("\n\n[1] ")
    for number in re.findall(r"^\[(\d+)\] ", f"[1] {foot}" if foot else "", re.MULTILINE):
        assert facts.count(f"[{number}]") > 2
    assert ("[1]" in facts) == bool(foot)


def test_what_differs_between_sources_is_shown_with_all_of_them() -> None:
    text = " ".join(run("show", "clause-sociale").out.split())
    told = text.partition("Laval Agglomération écrit 1er août 2026, la loi 22 août 2026. ")[2]
    assert re.match(r"\(https://[^·]+ · https://", told)


def test_another_telephone_is_never_shown_without_the_first(tmp_path: Path) -> None:
    file = tmp_path / "networks.yaml"
    other = '{field: telephone, value: "04 00 00 00 00", sources: [arbe-guichet]}'
    file.write_text(f"networks:\n  - {{id: arbe, facts: [{other}]}}\n", encoding="utf-8")
    mine = loader.load(None, (str(file),))
    (found,) = show_request(mine, ["arbe"], ("telephone",), TODAY).results
    fields = {fact.field for fact in found.facts}
    assert fields == {"email", "page", "phone", "telephone", "website"}
