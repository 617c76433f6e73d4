"""The user's own files, and another catalogue: what is laid over, what is refused, what is said."""

import json
import os
import shlex
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from achats_reseaux.answering.age import NEWER_COPY
from achats_reseaux.catalogue import loader
from achats_reseaux.errors import CatalogueError
from achats_reseaux.text import day
from helpers.cases import cases, tabled
from helpers.checkout import small_catalogue
from helpers.home import Home
from helpers.made_up import network, own_file
from helpers.run import run
from helpers.sessions import check_sessions

posix = pytest.mark.skipif(os.name != "posix", reason="links and XDG folders of POSIX")

MULHOUSE = """\
networks:
  - id: clause-mulhouse
    name: Facilitateur de Mulhouse
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    coverage: {departements: ["68"]}
    summary: Aide à rédiger la clause sociale.
    checked_on: "2026-11-24"
    contact: {phone: "03 00 00 00 00", email: clauses@example.org}
"""
PHONE = 'networks:\n  - {id: ran-coper, contact: {phone: "02 00 00 00 00"}}\n'


class Reader(Home):
    """Who reads the JSON documents of commands."""

    def gets(self, *arguments: str, **env: str) -> dict[str, Any]:
        done = run(*arguments, "--json", env={**self.env, **env})
        document: dict[str, Any] = done.document
        return document

    def lists(self, *arguments: str, **env: str) -> list[str]:
        return [one["name"] for one in self.gets("list", *arguments, **env)["results"]]


@pytest.fixture
def home(tmp_path: Path) -> Reader:
    return Reader(tmp_path)


def test_its_sessions_go_as_they_are_written(tmp_path: Path) -> None:
    check_sessions("catalogue/complements.txt", tmp_path)


@pytest.mark.parametrize("width", [40, 80, 120])
def test_local_is_marked_on_a_terminal(home: Reader, width: int) -> None:
    home.writes(MULHOUSE)
    assert run("find", "68100", env=home.env, width=width).out.count("[local]") == 1
    assert "[local]" in run("show", "clause-mulhouse", env=home.env, width=width).out


@posix
def test_the_files_are_looked_for_where_the_system_says(home: Reader, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    (elsewhere / "reseaux").mkdir(parents=True)
    (elsewhere / "reseaux" / "networks.yaml").write_text(MULHOUSE, "utf-8")
    assert "Facilitateur de Mulhouse" not in home.lists()
    assert "Facilitateur de Mulhouse" in home.lists(XDG_CONFIG_HOME=str(elsewhere))


ESSAI = MULHOUSE.replace("clause-mulhouse", "essai").replace(" de Mulhouse", " d'essai")


@pytest.mark.parametrize(("old", "new", "faults", "why"), cases("catalogue/overlays.tsv"))
def test_what_is_wrong_with_a_file_of_ones_own(
    tmp_path: Path, old: str, new: str, faults: str, why: str
) -> None:
    other, file = tmp_path / "autre.yaml", tmp_path / "moi.yaml"
    other.write_text(MULHOUSE, encoding="utf-8")
    file.write_text(ESSAI.replace(old, new) if old else new, encoding="utf-8")
    if not faults:
        assert loader.load(None, (str(other), str(file))), why
        return
    with pytest.raises(CatalogueError) as caught:
        loader.load(None, (str(other), str(file)))
    found = [f"{fault.line} : {fault.reason}" for fault in caught.value.faults]
    assert {fault.file for fault in caught.value.faults} <= {str(file)}
    refused = caught.value.message.removeprefix(f"{file}, ligne ")
    assert (" | ".join(found) or refused) == faults, why


@posix
@pytest.mark.parametrize("name", ["networks.yaml", "networks.d/a.yaml"])
def test_what_is_no_file_to_read_is_refused_and_not_passed_over(home: Reader, name: str) -> None:
    """A pipe would be waited for by every command."""
    file = home.folder / name
    file.parent.mkdir(parents=True)
    special = f"{file} : ce n'est pas un fichier ordinaire"
    nowhere = f"Impossible de lire le catalogue {file} : fichier introuvable"
    for make, why in ((os.mkfifo, special), (os.mkdir, special), (dangling, nowhere)):
        make(file)
        said = f"Erreur : {why}.\nSans vos compléments : --no-local.\n"
        assert run("find", "Rouen", env=home.env) == (4, "", said)
        file.rmdir() if file.is_dir() else file.unlink()


def dangling(file: Path) -> None:
    file.symlink_to("nothing")


@posix
def test_a_home_of_another_is_warned_of_and_the_answer_given(
    monkeypatch: pytest.MonkeyPatch, home: Reader
) -> None:
    """Whether anything lies there nobody can tell: as git does, it goes on."""

    def refuse(folder: str) -> None:
        raise PermissionError(13, "denied", folder)

    plain = run("find", "Rouen", "-q", "--no-local", env=home.env)
    monkeypatch.setattr(os, "listdir", refuse)
    monkeypatch.setattr(os, "stat", refuse)
    said = "Attention : HOME ne se lit pas ; vos compléments, s'il y en a, sont ignorés.\n"
    assert run("find", "Rouen", "-q", env=home.env) == (0, plain.out, said)
    assert run("find", "Rouen", "-q", "--no-local", env=home.env) == plain


@posix
def test_without_home_and_passwd_entry_there_are_no_own_files(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def unknown(*_: object, **__: object) -> str:
        raise RuntimeError

    monkeypatch.setattr(platformdirs, "user_config_dir", unknown)
    monkeypatch.setattr(platformdirs, "user_cache_dir", unknown)
    said = "Attention : HOME n'est pas défini ; vos compléments, s'il y en a, sont ignorés.\n"
    plain = run("find", "Rouen", "-q", "--no-local")
    assert run("find", "Rouen", "-q", env={"HOME": ""}) == (0, plain.out, said)


@posix
@pytest.mark.parametrize("name", ["", "networks.d"])
def test_a_folder_that_cannot_be_listed_is_refused(
    monkeypatch: pytest.MonkeyPatch, home: Reader, name: str
) -> None:
    hidden, look = home.folder / name, os.listdir

    def refuse(folder: str) -> list[str]:
        if Path(folder) == hidden:
            raise PermissionError(13, "denied", folder)
        return look(folder)

    (home.folder / "networks.d").mkdir(parents=True)
    monkeypatch.setattr(os, "listdir", refuse)
    said = f"Erreur : {hidden} : accès refusé.\nSans vos compléments : --no-local.\n"
    assert run("find", "Rouen", env=home.env) == (4, "", said)
    assert run("find", "Rouen", "--no-local", env=home.env).code == 0


def test_another_catalogue_replaces_the_bundled_one(home: Reader, tmp_path: Path) -> None:
    other = str(tmp_path / "other.yaml")
    Path(other).write_text(small_catalogue().replace("name: RESECO", "name: AUTRE"), "utf-8")
    assert "AUTRE" in home.lists("--catalogue", other)
    assert "AUTRE" in home.lists(RESEAUX_CATALOGUE=other)
    assert "RESECO" in home.lists(RESEAUX_CATALOGUE="")
    # The option beats the variable; one's own files lie over either.
    assert "AUTRE" in home.lists("--catalogue", other, RESEAUX_CATALOGUE="/none")
    home.writes(MULHOUSE)
    assert {"AUTRE", "Facilitateur de Mulhouse"} <= {*home.lists("--catalogue", other)}
    refused = run("find", "68100", env={**home.env, "RESEAUX_CATALOGUE": "/none"})
    assert refused.code == 4
    checked = ("catalogue", "check", "--local")
    assert run(*checked, env={**home.env, "RESEAUX_CATALOGUE": "/none"}) == refused


TRACE = """\
traces:
  - id: colmar-essai
    label: Essai
    coverage: {communes: ["68066"]}
    summary: Portait la clause sociale (2019).
    year: "2019"
    checked_on: "2026-11-24"
"""
FACT = '    facts: [{field: cout, value: Gratuit., checked_on: "2026-11-24"}]\n'


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """A home whose files are compiled already."""
    home = Reader(tmp_path_factory.mktemp("home"))
    home.writes(MULHOUSE + FACT + TRACE)
    return home


@tabled
def test_no_document_tells_where_ones_own_files_lie(kept: Reader, line: str) -> None:
    done = run(*shlex.split(line), env=kept.env)
    assert done.code in (0, 1)
    assert kept.env["HOME"] not in done.out


@pytest.mark.parametrize(
    "line",
    [
        "page --allow-personal --departement 68 -o p.html",
        pytest.param("catalogue export --allow-personal donnees", marks=pytest.mark.slow),
    ],
)
def test_nor_does_what_may_be_published_by_who_wrote_the_address_of_a_person(
    home: Reader, tmp_path: Path, line: str
) -> None:
    home.writes(MULHOUSE.replace("clauses@", "jean.dupont@") + FACT + TRACE)
    *words, target = line.split()
    written = tmp_path / target
    assert run(*words, str(written), "--with-local", env=home.env).code == 0
    files = [*written.iterdir()] if written.is_dir() else [written]
    text = "".join(file.read_text("utf-8") for file in files)
    assert "jean.dupont@example.org" in text
    assert home.env["HOME"] not in text
    assert 'href="file:' not in text


@pytest.mark.parametrize("broken", [{"kind": "x"}, {"id": "guichet-vert"}])
def test_nor_does_the_document_of_one_that_is_broken(home: Reader, broken: dict[str, str]) -> None:
    """One's own id may be taken by an entry of the bundled catalogue."""
    home.writes(own_file(network("essai", {"departements": ["68"]}, **broken)))
    other = f"{home.env['HOME']}/ailleurs/x.yaml"
    for arguments in ("find", "76"), ("list", "--catalogue", other):
        done = run(*arguments, "--json", env=home.env)
        assert (done.code, done.document["status"]) == (4, "invalid")
        assert home.env["HOME"] in done.err
        assert home.env["HOME"] not in done.out
        assert loader.path() not in done.out


PHARE = """\
  - id: phare
    facts:
      - {field: cout, value: Gratuit., checked_on: "2001-01-01"}
      - {field: delai, value: Deux jours., checked_on: "2999-01-01"}
"""


def test_info_says_which_files_are_in_use_and_what_was_not_checked_for_a_year(
    home: Reader, tmp_path: Path
) -> None:
    old = MULHOUSE.replace("2026-11-24", "2001-01-01")
    first = str(home.writes(old + PHARE))
    second = str(home.writes(PHONE, "networks.d/normandie.yaml"))
    done = run("catalogue", "info", env={**home.env, "RESEAUX_AUJOURDHUI": "2026-12-31"})
    known = loader.load(None, (first, second))
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert lines[0] == f"Catalogue {known.version} : {len(known.ids)} réseaux"
    assert lines[1].startswith("Liste de départ : Page du ministère")
    assert lines[2:] == [
        f"Comparé aux sources le {day(known.checked_on)} ; territoires 2026",
        "Fichiers en service :",
        f"  {loader.path()}",
        f"  {first}",
        f"  {second}",
        "Non comparé aux sources depuis douze mois : phare, clause-mulhouse",
        f"Vos compléments : {home.folder} (reseaux catalogue init)",
        f"Leur forme compilée : {home.cache}",
        NEWER_COPY,
    ]
    document = home.gets("catalogue", "info")
    names = (Path(loader.path()).name, "networks.yaml", "networks.d/normandie.yaml")
    assert document["files"] == [{"path": name} for name in names]
    assert str(tmp_path) not in json.dumps(document)
    assert document["counts"]["networks"] == len(known.ids)
    assert document["not_checked_for_12_months"] == ["phare", "clause-mulhouse"]


def test_the_example_is_valid_once_its_hashes_are_taken_off(home: Reader) -> None:
    assert run("catalogue", "init", env=home.env).code == 0
    file = home.folder / "networks.yaml"
    lines = file.read_text("utf-8").splitlines()
    bare = [line.removeprefix("#").removeprefix(" ") for line in lines]
    file.write_text("\n".join(bare) + "\n", "utf-8")
    assert run("catalogue", "check", "--local", env=home.env) == (0, f"{file} : aucune faute\n", "")
    assert home.gets("show", "clause-sociale-mulhouse")["results"][0]["valid_until"] == "2027-12-31"
    assert home.gets("show", "ran-coper")["results"][0]["contact"]["phone"] == "02 00 00 00 00"


def test_check_tells_every_fault_of_a_small_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    text = small_catalogue()
    file.write_text(text, "utf-8")
    assert run("catalogue", "check", str(file)) == (0, f"{file} : aucune faute\n", "")
    assert run("catalogue", "check") == (0, f"{loader.path()} : aucune faute\n", "")
    file.write_text(text.replace('as_of: "2024-11-18"', "as_of: NO", 1), "utf-8")
    done = run("catalogue", "check", str(file))
    assert (done.code, done.out, done.err.count("« NO »")) == (4, "", 2)


def test_words_lists_what_the_filters_take() -> None:
    done = run("catalogue", "words")
    assert (done.code, done.err) == (0, "")
    assert [line.partition(" : ")[0] for line in done.out.splitlines()] == [
        *(f"--theme {one}" for one in ("environnement", "social")),
        *(f"--type {one}" for one in loader.load().labels("kind")),
        *(f"--public {one}" for one in ("collectivite", "etat", "sante", "entreprise")),
    ]
    assert done.out.splitlines()[1].startswith("--theme social : Social, sociale, ")


@pytest.mark.parametrize("width", [20, 80])
@pytest.mark.parametrize("command", ["info", "words"])
def test_on_a_terminal_lines_break_at_spaces_and_nothing_is_lost(command: str, width: int) -> None:
    seen = run("catalogue", command, width=width).out
    assert seen.split() == run("catalogue", command).out.split()
    for line in seen.splitlines():
        short = len(line) <= width or "reseaux " in line  # a command may be copied
        assert short or " " not in line.strip().replace(" :", "").replace(" »", "")


@pytest.mark.skipif(os.name == "nt", reason="no name of Windows has control characters")
def test_the_name_of_a_file_never_acts_on_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "\x1b[31m.yaml"
    file.write_text("networks: []\n", encoding="utf-8")
    done = run("catalogue", "check", str(file))
    assert done.out == f"{tmp_path}/\ufffd[31m.yaml : aucune faute\n"


@tabled
def test_check_refuses_the_address_of_a_person(
    home: Reader, old: str, new: str, refused: str
) -> None:
    file = home.writes(MULHOUSE.replace(old, new))
    done = run("catalogue", "check", str(file), env=home.env)
    assert done.code == (4 if refused else 0)
    line = 8 if "j.martin" in refused else 10
    told = f"ligne {line} : « {refused} » peut être l'adresse d'une personne"
    assert told in done.err or not refused
    assert run("catalogue", "check", "--local", "--allow-personal", env=home.env).code == 0


def test_a_file_of_countless_faults_is_refused_in_some(tmp_path: Path) -> None:
    """Four megabytes of them made a message of 77."""
    file = tmp_path / "x.yaml"
    file.write_text("networks:\n" + "  - {id: e, x: 1}\n" * 3_000, "utf-8")
    done = run("catalogue", "check", str(file))
    assert done.code == 4
    assert len(done.err) < 100_000
    assert done.err.splitlines()[-1].endswith(" autres fautes")


NAMES = st.sampled_from(
    "id name kind themes audiences coverage contact phone facts sources networks organisations"
    " france communes summary checked_on field value reseco schema_version 2A '68' \"01\" x".split()
)
TREE = st.recursive(
    NAMES | st.none() | st.booleans() | st.integers(0, 9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


@settings(
    deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.one_of(
        st.dictionaries(st.sampled_from(["networks", "organisations", "sources", "x"]), TREE).map(
            lambda tree: json.dumps(tree).encode()
        ),
        st.lists(
            st.fixed_dictionaries({"id": NAMES, "contact": TREE, "coverage": TREE}), max_size=2
        ).map(lambda entries: json.dumps({"networks": entries}).encode()),
        st.binary(max_size=40),
        st.text(alphabet="ab:- \n[]{}'\"&*!|>%@\t#1", max_size=40).map(str.encode),
    )
)
def test_any_file_is_laid_over_or_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "networks.yaml"
    file.write_bytes(content)
    try:
        loader.load(None, (str(file),))
    except CatalogueError as error:
        assert str(file) in error.message  # noqa: PT017 - some files are right
