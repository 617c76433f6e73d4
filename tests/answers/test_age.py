"""How old entries are: told in one sentence where they were compared more than a year ago."""

import json
import os
from pathlib import Path

import pytest

from achats_reseaux import __version__
from achats_reseaux.answering.age import age_of_all, age_of_entry, newer_copy
from achats_reseaux.catalogue import loader
from achats_reseaux.text import day
from helpers.cases import tabled
from helpers.checkout import ROOT
from helpers.home import Home
from helpers.made_up import network, own_file
from helpers.run import process, run

KNOWN = loader.load()
ONE, *OTHERS = (KNOWN.networks[rank] for rank in range(9))


@tabled
def test_the_age_of_an_entry(checked_on: str, today: str, said: str, reason: str) -> None:
    assert age_of_entry(ONE.replace(checked_on=checked_on), today) == said, reason


def dated(*dates: str) -> list[object]:
    names = "ABCDEFGHI"
    pairs = zip((ONE, *OTHERS), dates, strict=False)
    return [
        one.replace(checked_on=date, short_name=name)
        for name, (one, date) in zip(names, pairs, strict=False)
    ]


@tabled
def test_the_age_of_all_is_one_sentence(dates: list[str], said: str) -> None:
    assert age_of_all(dated(*dates), "2028-05-30") == said  # type: ignore[arg-type]


LATER = {"RESEAUX_AUJOURDHUI": "2028-06-01"}


def test_a_document_says_it_once() -> None:
    notes = run("find", "Rouen", "--json", env=LATER).document["notes"]
    (said,) = [note for note in notes if "relue" in note]
    assert said.startswith("Fiches relues il y a ")
    soon = {"RESEAUX_AUJOURDHUI": "2026-12-01"}
    document = run("find", "Rouen", "--json", env=soon).document
    assert [note for note in document["notes"] if "relue" in note] == []
    assert "ran-coper" in run("catalogue", "info", env=LATER).out


PROJECT = "https://github.com/achats-reseaux/achats-reseaux"
NEWER = f"Une copie plus récente ? {PROJECT}"


@tabled
def test_where_age_is_told_one_line_says_how_to_get_a_newer_copy(line: str) -> None:
    done = run(*line.split(), env=LATER)
    told = " ".join((done.out + done.err).split())
    assert NEWER in told
    assert NEWER not in " ".join(run(*line.split()).out.split())


def installed(folder: Path, origin: str | None) -> str:
    """A folder that pip has installed this copy in, from an address that it keeps."""
    distribution = folder / "achats_reseaux-0.1.0.dist-info"
    distribution.mkdir()
    (distribution / "METADATA").write_text("Name: achats-reseaux\nVersion: 0.1.0\n", "utf-8")
    if origin is not None:
        (distribution / "direct_url.json").write_text(origin, "utf-8")
    return str(folder)


@tabled
def test_the_line_names_where_this_copy_was_installed_from(
    origin: str | None, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder of this machine stays unsaid, and so does an address with a secret."""
    monkeypatch.syspath_prepend(installed(tmp_path, origin))
    assert newer_copy() == f"Une copie plus récente ? {address}"


def test_answers_and_pages_name_where_this_copy_was_installed_from(tmp_path: Path) -> None:
    address = "https://example.org/achats.git"
    ahead = [installed(tmp_path, json.dumps({"url": address})), str(ROOT / "src")]
    env = {**LATER, "PYTHONPATH": os.pathsep.join(ahead)}
    assert f"Une copie plus récente ? {address}" in process("find", "Rouen", "--json", env=env).out
    page = process("page", "--departement", "976", "-o", "-", env=env).out
    assert f'<a href="{address}">{address}</a></p>' in page


def test_annotate_tells_the_age_once(tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("lieu\nRouen\n76\n", "utf-8")
    for env, count in ((LATER, 1), ({"RESEAUX_AUJOURDHUI": "2026-12-02"}, 0)):
        assert run("annotate", str(table), "--column", "lieu", env=env).err.count(NEWER) == count


def test_the_version_tells_that_of_the_catalogue_and_its_date() -> None:
    said = f"reseaux {__version__}, catalogue {KNOWN.version}, relu le {day(KNOWN.checked_on)}\n"
    assert run("--version") == (0, said, "")


OWN = own_file(network("fini", {"departements": ["14"]}, valid_until="2026-11-29"))


def test_a_check_and_an_import_name_what_has_ended(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    file = home.writes(OWN)
    said = "Terminé, ne couvre plus rien : fini (29 novembre 2026).\n"
    for date, ended in (("2026-11-29", ""), ("2026-11-30", said)):
        env = home.env | {"RESEAUX_AUJOURDHUI": date}
        for checked in ([str(file)], ["--local"]):
            done = run("catalogue", "check", *checked, env=env)
            assert (done.code, done.err) == (0, ended)
    table = tmp_path / "liste.csv"
    table.write_text(
        "nom;territoires;site;jusqu_au\nPLIE;76;https://a.fr;2026-11-29\nMDE;27;https://b.fr;\n",
        encoding="utf-8",
    )
    words = ("--source", "https://a.fr/liste", "--date", "2026-11-01")
    env = home.env | {"RESEAUX_AUJOURDHUI": "2026-11-30"}
    done = run("catalogue", "import", str(table), *words, env=env)
    assert done.code == 0
    assert "Terminé, ne couvre plus rien : " in done.err
    assert "(29 novembre 2026)" in done.err
