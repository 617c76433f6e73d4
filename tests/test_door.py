"""The door for Python users: what the package says of itself, and what its functions answer."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

import achats_reseaux
from achats_reseaux.answering import matching
from achats_reseaux.errors import UnknownWordError, UsageError
from achats_reseaux.model import Answer, Candidate, Contact, Match, Place, Query
from achats_reseaux.output.python import PythonAnswer
from card_sample import NETWORKS, SAMPLE
from conftest import ROOT, Run
from goldens import golden


def test_the_version_is_one_wherever_it_is_asked_for(run: Run) -> None:
    version = achats_reseaux.__version__
    assert run("--version").stdout.decode() == f"reseaux {version}\n"
    assert f" {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_package_runs_as_the_command(run: Run) -> None:
    done = run.python("-m", "achats_reseaux", "find", "Xyzzyville", "--json")
    command = run("find", "Xyzzyville", "--json")
    assert (done.returncode, done.stdout, done.stderr) == (2, command.stdout, command.stderr)


def test_what_is_exported_is_there() -> None:
    assert [name for name in achats_reseaux.__all__ if not hasattr(achats_reseaux, name)] == []


SAME = [
    (lambda: achats_reseaux.find("76000"), ["find", "76000"]),
    (lambda: achats_reseaux.find("Vienne"), ["find", "Vienne"]),
    (lambda: achats_reseaux.find("Strasboug"), ["find", "Strasboug"]),
    (lambda: achats_reseaux.find("Mulhouse", themes=["x"]), ["find", "Mulhouse", "--theme", "x"]),
    (
        lambda: achats_reseaux.find("Vienne", departement="38", kinds={"guichet vert"}),
        ["find", "Vienne", "--departement", "38", "--type", "guichet vert"],
    ),
    (lambda: achats_reseaux.networks(audiences=("hôpital",)), ["list", "--public", "hôpital"]),
    (lambda: achats_reseaux.show("ran coper"), ["show", "ran coper"]),
    (lambda: achats_reseaux.show("nothing"), ["show", "nothing"]),
    (lambda: achats_reseaux.search("insertion"), ["search", "insertion"]),
    (
        lambda: achats_reseaux.ask("qui peut m'aider à Rouen ?"),
        ["ask", "qui peut m'aider à Rouen ?"],
    ),
]


@pytest.mark.parametrize(("answered", "command"), SAME, ids=[" ".join(one[1]) for one in SAME])
def test_an_answer_is_the_document_that_the_command_prints(
    run: Run, answered: Callable[[], PythonAnswer], command: list[str]
) -> None:
    assert answered().to_dict() == json.loads(run(*command, "--json").stdout)


WRONG_TYPES = [
    (lambda: achats_reseaux.find(76000), 'place takes a text such as "76000", not int'),  # type: ignore[arg-type]
    (lambda: achats_reseaux.find(None), 'place takes a text such as "76000", not NoneType'),  # type: ignore[arg-type]
    (
        lambda: achats_reseaux.find("76000", themes="social"),
        "themes takes a list of texts, not str",
    ),
    (lambda: achats_reseaux.networks(kinds=None), "kinds takes a list of texts, not NoneType"),  # type: ignore[arg-type]
    (
        lambda: achats_reseaux.networks(audiences=[1]),  # type: ignore[list-item]
        'each of audiences takes a text such as "76000", not int',
    ),
    (
        lambda: achats_reseaux.find("Vienne", departement=38),  # type: ignore[arg-type]
        'departement takes a text such as "76000", not int',
    ),
    (lambda: achats_reseaux.resolve(b"Rouen"), 'place takes a text such as "76000", not bytes'),  # type: ignore[arg-type]
    (lambda: achats_reseaux.show(1), 'name takes a text such as "76000", not int'),  # type: ignore[arg-type]
    (lambda: achats_reseaux.ask(["Rouen"]), 'question takes a text such as "76000", not list'),  # type: ignore[arg-type]
    (lambda: achats_reseaux.search(76), 'words takes a text such as "76000", not int'),  # type: ignore[arg-type]
    (lambda: achats_reseaux.coverage(themes="x"), "themes takes a list of texts, not str"),
    (lambda: achats_reseaux.load(overlays="a.yaml"), "overlays takes a list of texts, not str"),
]


@pytest.mark.parametrize(("call", "said"), WRONG_TYPES, ids=[one[1] for one in WRONG_TYPES])
def test_a_wrong_type_is_told_in_a_sentence(call: Callable[[], object], said: str) -> None:
    with pytest.raises(TypeError) as raised:
        call()
    assert str(raised.value) == said


@pytest.mark.parametrize(
    ("found", "steps"),
    [
        (lambda: achats_reseaux.find("Vienne"), ["find Vienne (86)", "find Vienne (38)"]),
        (lambda: achats_reseaux.find("Strasboug"), ["find Strasbourg"]),
        (lambda: achats_reseaux.find("Mulhouse", kinds=["guichet-vert"]), ["find Mulhouse"]),
        (lambda: achats_reseaux.find("Mulhouse"), []),
        (lambda: achats_reseaux.find("Rouen", themes=["socal"]), []),  # "social" is no place
        (lambda: achats_reseaux.networks(kinds=["guichet-vert"], themes=["social"]), ["networks "]),
    ],
)
def test_the_next_steps_are_calls_that_answer(found: Any, steps: list[str]) -> None:
    calls = found().next_steps
    assert [f"{one.function} {' '.join(one.arguments.values())}" for one in calls] == steps
    for one in calls:
        assert getattr(achats_reseaux, one.function)(**one.arguments).status == "found"


def test_validity_is_that_of_the_day_given() -> None:
    never = "1999-01-01"
    assert achats_reseaux.find("76000", today=never).today == never
    assert achats_reseaux.networks(today=never).today == never


def test_coverage() -> None:
    found = achats_reseaux.coverage()
    assert (found.subject, len(found.regions), len(found.networks)) == ("Guichets verts", 18, 12)
    assert achats_reseaux.coverage(network="RAN COPER").networks == ("ran-coper",)
    with pytest.raises(UnknownWordError):
        achats_reseaux.coverage(themes=["nonsense"])


@pytest.mark.parametrize(
    ("asked", "line"),
    [
        ({}, ""),
        ({"place": "Normandie"}, "Normandie"),
        ({"status": ["aucun", "partial"]}, "--status none,partial"),
        (
            {"place": "Haut-Rhin", "by": "epci", "status": ["none"]},
            "Haut-Rhin --by epci --status none",
        ),
        ({"kinds": ["facilitateurs"], "local": True}, "--type facilitateurs --sans-nationaux"),
        ({"network": "RAN COPER", "place": "76"}, "76 --network ran-coper"),
    ],
)
def test_a_coverage_is_the_document_of_the_command(asked: Any, line: str, run: Run) -> None:
    done = run("coverage", *line.split(), "--json")
    assert achats_reseaux.coverage(**asked).to_dict() == json.loads(done.stdout)


@pytest.mark.parametrize(
    ("asked", "error", "said"),
    [
        ({"place": "Vienne"}, UsageError, "« Vienne » désigne 2 lieux"),
        ({"place": "Strasboug"}, UsageError, "Aucun lieu ne s'appelle « Strasboug »"),
        ({"by": "canton"}, UnknownWordError, "(region, departement, commune, code-postal, epci)"),
        ({"status": ["vide"]}, UnknownWordError, "(covered, split, partial, none)"),
    ],
)
def test_a_coverage_that_cannot_be_is_refused(asked: Any, error: Any, said: str) -> None:
    with pytest.raises(error, match=re.escape(said)):
        achats_reseaux.coverage(**asked)


def test_what_a_person_sees_at_the_prompt_is_short() -> None:
    found = achats_reseaux.find("76000")
    assert repr(found) == (
        "<Answer found: Rouen (code-postal 76000); guichet vert covered ran-coper; "
        f"{len(found.results)} results>"
    )
    assert repr(found.results[0]) == "<Match ran-coper: full>"
    assert repr(found.results[0].network) == "<Network ran-coper: RAN COPER>"
    assert repr(achats_reseaux.show("phare").results[0]) == "<Match phare: national>"
    catalogue = achats_reseaux.load()
    assert repr(catalogue) == f"<Catalogue {catalogue.version}: {len(catalogue.ids)} networks>"
    assert repr(achats_reseaux.find("Strasboug")) == (
        "<Answer unknown: Aucun lieu ne s'appelle « Strasboug ».>"
    )
    assert repr(achats_reseaux.find("Vienne")).startswith("<Answer ambiguous: 2 candidates; ")
    assert repr(achats_reseaux.find("Mulhouse")).startswith(
        "<Answer found: Mulhouse (commune 68224); guichet vert none; "
    )


EVIL = NETWORKS[0].replace(name="<script>'\"&", contact=Contact(website="javascript:alert(1)"))
NOTEBOOKS = {
    "found": Answer("found", Query("find"), results=(Match(NETWORKS[0]), Match(NETWORKS[1]))),
    "place": matching.find_at(
        SAMPLE,
        Query("find"),
        Place("commune", "76540", "Rouen", ("76",), ("28",), ("76540",)),
        "2026-11-24",
    ),
    "none": Answer("none", Query("list"), message="Rien <ici>.", notes=("À noter.",)),
    "ambiguous": Answer(
        "ambiguous",
        Query("find"),
        message="Deux lieux.",
        candidates=(
            Candidate(
                Place("commune", "76540", "Rouen & Co", ("76",), ("28",), ("76540",)),
                ("a",),
                ("A",),
            ),
        ),
    ),
    "evil": Answer("found", Query("find"), results=(Match(EVIL),)),
}


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_a_notebook_shows_the_verdict_and_a_table(name: str) -> None:
    """Text of a catalogue is text there, and no address but one of the web is a link."""
    answer = NOTEBOOKS[name].replace(catalogue=SAMPLE)
    html = PythonAnswer(*answer.astuple())._repr_html_()
    assert html == golden(f"notebook_{name}.html", html)


TEXTS = ["76000", "Vienne", "68100", "Strasboug", "", 'Rouen\t"x"', "97500", "\ud800", "76000"]


def test_many_texts_are_answered_as_one_by_one() -> None:
    found = list(achats_reseaux.annotate(iter(TEXTS)))
    assert len(found) == len(TEXTS)
    assert found[0] is found[-1]
    assert (found[0].status, found[0].departements, found[0].regions) == (
        "covered",
        ("76",),
        ("28",),
    )
    assert [one.status for one in found[1:5]] == ["ambiguous", "none", "unknown", "invalid"]
    assert "Strasboug" in found[3].note
    for text, one in zip(TEXTS, found, strict=True):
        answer = achats_reseaux.find(text)
        if answer.status == "found":
            assert answer.guichet_vert is not None
            assert answer.place is not None
            assert one.status == answer.guichet_vert.status
            assert one.guichets_verts == answer.guichet_vert.networks
            assert one.departements == answer.place.departements
        else:
            assert one.status in (answer.status, "invalid", "unknown")


@pytest.mark.parametrize("wrong", ["76000", 76000, None])
def test_texts_are_an_iterable_of_texts(wrong: object) -> None:
    with pytest.raises(TypeError, match="texts takes an iterable of texts, not "):
        achats_reseaux.annotate(wrong)  # type: ignore[arg-type]


def test_each_of_texts_is_a_text() -> None:
    with pytest.raises(TypeError, match="each of texts takes a text"):
        list(achats_reseaux.annotate([76000]))  # type: ignore[list-item]
