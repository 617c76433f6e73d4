"""``coverage``: which areas have a local network, in every form."""

import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.answering import matching
from achats_reseaux.answering.coverage import COVERAGE_LEVELS, coverage_by, requested_coverage
from achats_reseaux.answering.coverage_totals import coverage_sentences
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import places
from achats_reseaux.model import TO_VERIFY
from helpers.cases import TESTS, cases, every_row, tabled
from helpers.golden import check_screens
from helpers.home import Home
from helpers.made_up import network, own_file, trace
from helpers.run import run

CATALOGUE = loader.load()
TODAY = "2026-11-30"
FRANCE = requested_coverage(CATALOGUE, {}, today=TODAY)
SMALL = ("--catalogue", str(TESTS / "answers" / "carte.yaml"))


def table(*arguments: str) -> list[dict[str, str]]:
    return run("coverage", *arguments, "--format", "csv").rows


def test_the_counts_are_those_of_the_study() -> None:
    """29,826 of 34,969 communes have a guichet vert; 4,601 of the others are in Grand Est."""
    every = [*FRANCE.regions, *FRANCE.overseas]
    assert sum(one.communes for one in every) == 34969 - 6, "less those where nobody lives"
    assert sum(one.communes_covered for one in every) == 29826
    assert FRANCE.totals()["communes"] == 34875
    (grand_est,) = [one for one in FRANCE.regions if one.code == "44"]
    assert grand_est.communes - grand_est.communes_covered == 4601
    statuses = [one.status for one in FRANCE.regions]
    assert [statuses.count(one) for one in ("covered", "split", "partial", "none")] == [13, 0, 1, 4]


def test_the_gaps_are_those_that_a_person_wrote_down() -> None:
    written = [code for code, _ in cases("catalogue/without_guichet_vert.tsv")]
    assert sorted(run("coverage", "-q").out.split()) == sorted(written)


@pytest.mark.parametrize("level", COVERAGE_LEVELS)
def test_every_area_is_answered_as_find_answers_it(level: str) -> None:
    for area in coverage_by(FRANCE, level):
        place = places.of(area.kind, area.code)
        assert place is not None
        found = matching.guichet_vert_at(CATALOGUE, place, TODAY)
        assert (found.status, set(found.networks)) == (area.status, set(area.networks)), area


@every_row("answers/in_part.tsv")
def test_a_part_of_an_area_is_never_told_as_the_area(
    place: str, areas: str, rows: str, reason: str
) -> None:
    """Its figures are those of the part: who joins on the code of the region would have them for
    the region's."""

    def told(area: dict[str, Any]) -> str:
        return f"{area['code']} {area['name']} {area['communes']} {str(area['whole']).lower()}"

    found = run("coverage", *place.split(), "--json").document["areas"]
    assert all(area["level"] == area["kind"] for area in found)
    assert " | ".join(map(told, found)) == areas, reason
    assert " | ".join(map(told, table(*place.split()))) == rows, reason


@pytest.mark.parametrize("options", [[], ["Haute-Savoie"], ["--status", "none"]])
@pytest.mark.parametrize("form", ["table", "json"])
def test_no_figure_follows_from_a_directory_that_is_partial(options: list[str], form: str) -> None:
    """Some desks of more than 600 are known: neither « 100 % » nor « sans » is known from them."""
    arguments = ["--type", "facilitateurs", *options, "--format", form]
    text = run("coverage", *arguments, width=80).out
    if form == "json":
        totals = json.loads(text)["totals"]
        assert (totals["communes_covered"], totals["population_covered"]) == (None, None)
        assert totals["communes"] > 200
    else:
        text = " ".join(text.split())
        assert "%" not in text
        assert "Habitants" not in text
        assert "aucun total n'en est tiré" in text
        assert "aucun connu" in text


LINES = {
    "plain": (),
    **{form: ("--format", form) for form in ("tsv", "csv", "csv-excel", "jsonl", "json")},
    "quiet": ("-q",),
    "by-departement": ("--by", "departement", "--format", "csv"),
    "by-region-json": ("--by", "region", "--json"),
    "statuses-json": ("--status", "partiel,split", "--json"),
    "place": ("Alsace", "--format", "csv"),
    "facilitateurs": ("--type", "facilitateurs", "--format", "csv"),
}


SCREENS = {
    "80": ((), 80),
    "60": ((), 60),
    "40": (("Alsace",), 40),
    "place-80": (("Corse",), 80),
    "by-80": (("--by", "region", "--status", "partial"), 80),
    "partial-80": (("--type", "facilitateurs"), 80),
}


def test_every_form_whole() -> None:
    """Départements only where they differ, but in JSON; the overseas collectivities apart.

    On a screen numbers stand right; without room there are no columns.
    """
    screens = {}
    for name, words in LINES.items():
        done = run("coverage", *SMALL, *words)
        assert (done.code, done.err) == (0, "")
        screens[f"{name}.txt"] = done.out
    for name, (arguments, width) in SCREENS.items():
        shown = run("coverage", *SMALL, *arguments, width=width, env={"NO_COLOR": "1"}).out
        assert max(map(len, shown.splitlines())) <= width
        screens[f"{name}.txt"] = shown
    check_screens("coverage", screens)


def test_what_coverage_says_to_type_for_a_homonym_means_that_place_alone() -> None:
    for name in ("Vienne", "Saint-Denis", "Manche"):
        done = run("coverage", name)
        lines = [line for line in done.err.splitlines() if line.startswith("  ")]
        for line in lines:
            label, _, command = line.partition("  reseaux coverage ")
            code = label.partition("(")[2].partition(")")[0]
            rows = table(*shlex.split(command))
            assert code in {one["code"] for one in rows}, command


def test_an_overseas_collectivity_alone_has_no_total() -> None:
    wallis = places.of("collectivite", "986")
    partly = requested_coverage(CATALOGUE, {}, today=TODAY, place=wallis, statuses=("partial",))
    said = coverage_sentences(partly)
    assert said == ("Guichets verts, Wallis et Futuna (liste de novembre 2024).",)


def test_a_region_is_covered_by_one_network_only_if_that_serves_all_of_it(tmp_path: Path) -> None:
    """Two that serve one département each, and a commune of the other's, are two."""
    text = Path(SMALL[1]).read_text("utf-8")
    bureau = "{departements: ['29'], communes: ['76540']}"
    text = text.replace(bureau, "{departements: ['2A'], communes: ['2B033']}")
    text = text.replace("{france: true}", "{departements: ['2B'], communes: ['2A004']}", 1)
    (tmp_path / "deux.yaml").write_text(text, encoding="utf-8")
    two = ("--type", "facilitateurs", "--catalogue", str(tmp_path / "deux.yaml"))
    done = run("coverage", "Corse", *two, "--json")
    (region,) = [area for area in done.document["areas"] if area["level"] == "region"]
    assert region["status"] == "split"


def test_a_question_is_answered_with_the_sentences_which_fit_a_terminal() -> None:
    question = ("ask", "quels départements sont sans guichet vert ?")
    piped, shown = run(*question), run(*question, width=80)
    assert piped.err == "Compris : reseaux coverage --status none --by departement\n"
    found = FRANCE.replace(statuses=("none",))
    assert tuple(piped.out.splitlines()) == coverage_sentences(found.replace(by="departement"))
    assert max(map(len, shown.out.splitlines())) <= 80
    assert shown.out.split() == piped.out.split()
    assert run(*question, "-q").out == ""


def test_a_departement_is_named_with_its_code_and_a_region_is_not() -> None:
    """A région's code is known to nobody: « Corse (94) » would be taken for a département."""
    told = coverage_sentences(FRANCE.replace(statuses=("none",)))
    (departements,) = [line for line in told if line.startswith("Départements, ")]
    (regions,) = [line for line in told if line.startswith("Régions, ")]
    assert "Corse-du-Sud (2A), Haute-Corse (2B)" in departements
    assert "Corse" in regions
    assert "(" not in regions


OUCHE = {"label": "Une piste du pays d'Ouche"}
ORNE = {"label": "Un chantier de l'Orne", "shows": "one-work"}
ENDED = {"name": "Desk", "audiences": ["etat"], "valid_until": "2026-11-29"}
OWN = own_file(
    network("desk", {"departements": ["14"]}, **ENDED),
    traces=[
        trace("ouche-piste", {"communes": ["27229"]}, **OUCHE),
        trace("orne-chantier", {"departements": ["61"]}, **ORNE),
    ],
)


@pytest.fixture
def own(tmp_path: Path) -> Home:
    """Somebody with a desk that ended yesterday, and a trace."""
    home = Home(tmp_path)
    home.writes(OWN)
    home.env["RESEAUX_AUJOURDHUI"] = "2026-11-30"
    return home


def statuses(home: Home, *arguments: str) -> dict[str, str]:
    """The status of each département of Normandie."""
    words = ("coverage", "Normandie", *SMALL, "--by", "departement", "--json", *arguments)
    areas = run(*words, env=home.env).document["areas"]
    return {one["code"]: one["status"] for one in areas}


def test_what_is_not_in_a_partial_directory_is_not_said_to_be_none(own: Home) -> None:
    assert statuses(own, "--type", "facilitateurs") == {
        "14": "unknown",
        "27": "trace",
        "50": "unknown",
        "61": "unknown",
        "76": "partial",
    }


def test_what_served_one_work_or_buyer_gives_no_status_and_is_told_as_such(own: Home) -> None:
    words = ("find", "Alençon", *SMALL, "--theme", "social")
    document = run(*words, "--json", env=own.env).document
    assert [trace["shows"] for trace in document["traces"]] == ["one-work"]
    shown = run(*words, env=own.env | {"NO_COLOR": "1"}, width=80).out
    assert "aucun facilitateur local connu, 1 trace" in shown
    sentence = " ".join(shown.replace("│", " ").split())
    assert "Un chantier de l'Orne, un seul chantier (2026)" in sentence
    assert statuses(own, "--type", "facilitateurs")["61"] == "unknown"


@tabled
def test_both_can_be_asked_for_and_none_is_both(own: Home, status: str, codes: str) -> None:
    found = statuses(own, "--type", "facilitateurs", "--status", status)
    assert " ".join(found) == codes


def test_traces_are_told_only_where_the_facilitators_alone_are_asked_for(own: Home) -> None:
    assert set(statuses(own, "--theme", "social").values()) == {"unknown", "partial"}
    assert set(statuses(own).values()) <= {"covered", "partial", "none"}


def test_a_trace_is_named_and_covers_nothing(own: Home) -> None:
    words = ("coverage", "27", *SMALL, "--type", "facilitateurs")
    shown = run(*words, env=own.env | {"NO_COLOR": "1"}, width=80).out
    assert re.search(r"Eure \(27\) +une.piste +Une piste du pays d'Ouche", shown)
    (area,) = run(*words, "--by", "departement", "--json", env=own.env).document["areas"]
    assert (area["status"], area["networks"]) == ("trace", [])
    assert (area["traces"], area["communes_covered"]) == (["ouche-piste"], 0)


def test_what_has_ended_covers_nothing_and_is_told(own: Home) -> None:
    words = ("coverage", "14", *SMALL, "--network", "desk")
    assert statuses(own, "--network", "desk")["14"] == "none"
    said = f"Desk : fiche valable jusqu'au 29 novembre 2026, {TO_VERIFY}.\n"
    assert run(*words, env=own.env).err == said
    day_before = own.env | {"RESEAUX_AUJOURDHUI": "2026-11-29"}
    (area,) = run(*words, "--by", "departement", "--json", env=day_before).document["areas"]
    assert area["status"] == "covered"


def test_a_document_has_one_set_of_keys() -> None:
    """Answered, with nothing to show, or refused."""
    found = run("coverage", "Normandie", "--json").document
    empty = run("coverage", "Normandie", "--status", "none", "--json").document
    refused = run("coverage", "Vienne", "--json").document
    assert found.keys() == empty.keys() == refused.keys()
    assert found["query"].keys() == refused["query"].keys()
    assert (found["status"], found["message"], found["reason"]) == ("found", None, None)
    said = "Normandie : aucun territoire « aucun »."
    assert (empty["status"], empty["message"]) == ("none", said)
    assert (refused["status"], refused["reason"]) == ("ambiguous", "place")
