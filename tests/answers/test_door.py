"""The door for Python users: what the package says of itself, and what its functions answer."""

import copy
import multiprocessing
import pickle
import re
import shlex
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

import achats_reseaux
from achats_reseaux.errors import CatalogueError
from helpers.cases import tabled
from helpers.checkout import small_catalogue
from helpers.run import run


@pytest.mark.parametrize("name", ["\ud800", "a\0b", ""])
@pytest.mark.parametrize("argument", ["file", "overlays"])
def test_a_name_that_no_file_has_is_an_error_of_the_catalogue(argument: str, name: str) -> None:
    with pytest.raises(CatalogueError, match="Impossible de lire le catalogue"):
        call("load", **{argument: name if argument == "file" else [name]})


def call(function: str, **arguments: Any) -> Any:
    return getattr(achats_reseaux, function)(**arguments)


@tabled
def test_an_answer_is_the_document_that_the_command_prints(
    function: str, arguments: dict[str, Any], line: str
) -> None:
    document = run(*shlex.split(line), "--json").document
    assert call(function, **arguments).to_dict() == document


@tabled
def test_an_argument_that_is_none_is_one_kind_of_error(
    function: str, arguments: dict[str, Any], said: str
) -> None:
    with pytest.raises(achats_reseaux.ArgumentError, match=re.escape(said)) as raised:
        list(call(function, **arguments))
    assert isinstance(raised.value, achats_reseaux.ReseauxError)
    assert isinstance(raised.value, TypeError), "which it was before"


@pytest.mark.parametrize("today", ["2020-01-31", date(2020, 1, 31), datetime(2020, 1, 31, 9)])
def test_a_day_is_a_date_or_its_iso_text(today: Any) -> None:
    assert achats_reseaux.find("76000", today=today).today == "2020-01-31"
    assert achats_reseaux.ask("qui aide à Rouen ?", today=today).today == "2020-01-31"
    assert achats_reseaux.networks(today=today).today == "2020-01-31"


def test_a_path_is_one_as_for_open(tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(small_catalogue().replace("name: RAN COPER\n", "name: RAN\n"), "utf-8")
    assert achats_reseaux.load(file).network("ran-coper").name == "RAN"


@tabled
def test_an_answer_is_compared_hashed_pickled_and_copied(
    function: str, arguments: dict[str, Any]
) -> None:
    answer, again = call(function, **arguments), call(function, **arguments)
    assert answer == again
    assert len({answer, again}) == 1
    for other in (pickle.loads(pickle.dumps(answer)), copy.deepcopy(answer)):
        assert other == answer
        assert hash(other) == hash(answer)
        assert other.to_dict() == answer.to_dict()
    assert answer != call("find", place="29019")


def test_another_process_can_answer() -> None:
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        found = list(pool.map(achats_reseaux.find, ["76000", "68100"]))
    assert found == [achats_reseaux.find("76000"), achats_reseaux.find("68100")]


def test_answers_of_another_edition_are_others() -> None:
    catalogue = achats_reseaux.load()
    newer = catalogue.replace(version="2099.01.01")
    assert (catalogue == achats_reseaux.load(), catalogue == newer) == (True, False)
    today = "2026-11-30"
    old = achats_reseaux.find("76000", catalogue=catalogue, today=today)
    assert old != achats_reseaux.find("76000", catalogue=newer, today=today)


PROGRAM = """
from typing import assert_type, Literal
import achats_reseaux as reseaux
from achats_reseaux import Answer, Catalogue, Coverage, Match, ReseauxError, TextAnswer

def guichets(answer: Answer) -> list[str]:
    return [one.network.name for one in answer.results if one.network.kind == "guichet-vert"]

known: Catalogue = reseaux.load()
answer: Answer = reseaux.find("76000", catalogue=known)
assert_type(answer.status, Literal["found", "none", "invalid", "unknown", "ambiguous"])
if answer.status == "fuond":
    pass
first: Match = answer.results[0]
counted: Coverage = reseaux.coverage(by="region")
rows: list[TextAnswer] = list(reseaux.annotate(["76000"]))
try:
    reseaux.load("absent.yaml")
except reseaux.errors.UnknownWordError:
    raise
except ReseauxError as error:
    refused = reseaux.coverage(place="Strasboug").refusal
    if refused is not None and error.message:
        print(guichets(answer), len(counted.areas), rows[0].status, refused.suggestions)
"""


def python(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=folder, timeout=300
    )


def test_a_program_of_another_is_typed_and_runs(tmp_path: Path) -> None:
    """What is exported has types; ``errors`` is there before any call; a wrong status is seen."""
    file = tmp_path / "program.py"
    file.write_text(PROGRAM, encoding="utf-8")
    ran = python(tmp_path, file)
    assert (ran.stdout, ran.stderr) == ("['RAN COPER'] 24 covered ('Strasbourg',)\n", "")
    pytest.importorskip("mypy")
    done = python(tmp_path, "-m", "mypy", "--strict", "--no-incremental", file)
    (fault, _) = done.stdout.splitlines()
    assert "Non-overlapping equality check" in fault
    assert "fuond" in fault


def test_all_that_is_exported_is_there_and_nothing_else() -> None:
    for name in achats_reseaux.__all__:
        assert getattr(achats_reseaux, name) is not None
    assert dir(achats_reseaux) == sorted(achats_reseaux.__all__)
    assert isinstance(achats_reseaux.find("76000"), achats_reseaux.Answer)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        call("nothing")


@tabled
def test_a_coverage_that_cannot_be_is_an_answer_too(asked: Any, status: str, said: str) -> None:
    """As the command line's document; nothing that was typed raises."""
    found = achats_reseaux.coverage(**asked)
    document = found.to_dict()
    assert (found.status, document["status"]) == (status, status)
    assert said in document["message"]
    assert (found.regions, document["areas"]) == ((), [])
    if "place" in asked:
        assert document == run("coverage", asked["place"], "--json").document


def test_words_are_taken_from_any_collection() -> None:
    for some in (("guichet vert",), {"guichet vert"}):
        assert achats_reseaux.networks(kinds=some) == achats_reseaux.networks(kinds=[*some])


def test_a_level_is_told_by_its_id_however_it_was_asked_for() -> None:
    found = achats_reseaux.coverage(by="Région")
    assert (found.by, found.to_dict()["query"]["by"]) == ("region", "region")


def test_what_a_person_sees_at_the_prompt_is_short() -> None:
    found, catalogue = achats_reseaux.find("76000"), achats_reseaux.load()
    assert repr(found) == f"<Answer found: Rouen; {len(found.results)} results>"
    assert repr(catalogue) == f"<Catalogue {catalogue.version}: {len(catalogue.ids)} networks>"
    assert repr(achats_reseaux.coverage()) == "<Coverage Guichets verts: 12 networks>"


TEXTS = ["76000", "Vienne", "68100", "Strasboug", "", "76000"]


def test_many_texts_are_answered_as_one_by_one() -> None:
    found = list(achats_reseaux.annotate(iter(TEXTS)))
    assert len(found) == len(TEXTS)
    assert found[0] is found[-1]
    statuses = ["covered", "ambiguous", "none", "unknown", "invalid", "covered"]
    assert [one.status for one in found] == statuses
    assert (found[0].departements, found[0].regions) == (("76",), ("28",))
    assert "Strasboug" in found[3].note
