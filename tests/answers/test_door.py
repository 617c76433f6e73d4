"""The door for Python users: what the package says of itself, and what its functions answer."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any

import pytest

import achats_reseaux
from achats_reseaux.errors import UnknownWordError, UsageError
from helpers.checkout import ROOT
from helpers.run import run


def test_the_version_is_one_wherever_it_is_asked_for() -> None:
    version = achats_reseaux.__version__
    assert run("--version").out == f"reseaux {version}\n"
    assert f" {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def call(function: str, **arguments: Any) -> Any:
    return getattr(achats_reseaux, function)(**arguments)


@pytest.mark.parametrize(
    ("function", "arguments", "line"),
    [
        ("find", {"place": "76000"}, "find 76000"),
        ("find", {"place": "Vienne"}, "find Vienne"),
        ("find", {"place": "Strasboug"}, "find Strasboug"),
        ("find", {"place": "Mulhouse", "themes": ["x"]}, "find Mulhouse --theme x"),
        (
            "find",
            {"place": "Vienne", "departement": "38", "kinds": {"guichet vert"}},
            "find Vienne --departement 38 --type 'guichet vert'",
        ),
        ("networks", {"audiences": ("hôpital",)}, "list --public hôpital"),
        ("show", {"name": "ran coper"}, "show ran coper"),
        ("show", {"name": "nothing"}, "show nothing"),
        ("search", {"words": "insertion"}, "search insertion"),
        ("ask", {"question": "qui aide à Rouen ?"}, "ask 'qui aide à Rouen ?'"),
        ("coverage", {}, "coverage"),
        ("coverage", {"place": "Normandie"}, "coverage Normandie"),
        ("coverage", {"status": ["aucun", "partial"]}, "coverage --status none,partial"),
        (
            "coverage",
            {"place": "Grand Est", "by": "departement", "status": ["none"]},
            "coverage 'Grand Est' --by departement --status none",
        ),
        ("coverage", {"kinds": ["facilitateurs"]}, "coverage --type facilitateurs"),
        ("coverage", {"network": "RAN COPER", "place": "76"}, "coverage 76 --network ran-coper"),
    ],
)
def test_an_answer_is_the_document_that_the_command_prints(
    function: str, arguments: dict[str, Any], line: str
) -> None:
    document = json.loads(run(*shlex.split(line), "--json").out)
    assert call(function, **arguments).to_dict() == document


@pytest.mark.parametrize(
    ("function", "arguments", "said"),
    [
        ("find", {"place": 76000}, 'place takes a text such as "76000", not int'),
        ("find", {"place": "76000", "themes": "x"}, "themes takes a list of texts, not str"),
        ("networks", {"audiences": [1]}, 'each of audiences takes a text such as "76000", not int'),
        ("coverage", {"themes": "x"}, "themes takes a list of texts, not str"),
        ("load", {"overlays": "a.yaml"}, "overlays takes a list of texts, not str"),
        ("annotate", {"texts": "76000"}, "texts takes a list of texts, not str"),
        ("annotate", {"texts": [76000]}, 'each of texts takes a text such as "76000", not int'),
    ],
)
def test_a_wrong_type_is_told_in_a_sentence(
    function: str, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(TypeError) as raised:
        list(call(function, **arguments))
    assert str(raised.value) == said


def test_validity_is_that_of_the_day_given() -> None:
    never = "1999-01-01"
    assert achats_reseaux.find("76000", today=never).today == never
    assert achats_reseaux.networks(today=never).today == never


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"place": "Vienne"}, UsageError, "« Vienne » désigne 2 lieux"),
        ({"place": "Strasboug"}, UsageError, "Aucun lieu ne s'appelle « Strasboug »"),
        ({"by": "canton"}, UnknownWordError, "(region, departement)"),
        ({"status": ["vide"]}, UnknownWordError, "(covered, split, partial, none, trace, unknown)"),
        ({"themes": ["nonsense"]}, UnknownWordError, "« nonsense »"),
    ],
)
def test_a_coverage_that_cannot_be_is_refused(asked: Any, error: Any, said: str) -> None:
    with pytest.raises(error, match=re.escape(said)):
        achats_reseaux.coverage(**asked)


def test_what_a_person_sees_at_the_prompt_is_short() -> None:
    found, catalogue = achats_reseaux.find("76000"), achats_reseaux.load()
    assert repr(found) == f"<Answer found: Rouen; {len(found.results)} results>"
    assert repr(catalogue) == f"<Catalogue {catalogue.version}: {len(catalogue.ids)} networks>"


TEXTS = ["76000", "Vienne", "68100", "Strasboug", "", "76000"]


def test_many_texts_are_answered_as_one_by_one() -> None:
    found = list(achats_reseaux.annotate(iter(TEXTS)))
    assert len(found) == len(TEXTS)
    assert found[0] is found[-1]
    statuses = ["covered", "ambiguous", "none", "unknown", "invalid", "covered"]
    assert [one.status for one in found] == statuses
    assert (found[0].departements, found[0].regions) == (("76",), ("28",))
    assert "Strasboug" in found[3].note
