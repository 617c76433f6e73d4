"""The user's own catalogue, as a user meets it: files, commands, answers."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from achats_reseaux import cli
from achats_reseaux.catalogue import loader, overlay
from achats_reseaux.cli import user_files
from achats_reseaux.errors import CatalogueError
from case_tables import cases
from conftest import home_variables, own_folder, whole_catalogue

posix = pytest.mark.skipif(os.name != "posix", reason="links, pipes and XDG folders of POSIX")
BUNDLED = Path(loader.path())

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


class User:
    """A user with a configuration folder, who runs commands (here in one process, for speed)."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = own_folder(home)
        self.patch = monkeypatch
        for name in ("RESEAUX_CATALOGUE", "XDG_CONFIG_HOME", "COLUMNS", "FORCE_COLOR"):
            monkeypatch.delenv(name, raising=False)
        for name, value in home_variables(home).items():
            monkeypatch.setenv(name, value)

    def writes(self, text: str, name: str = "networks.yaml") -> str:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return str(file)

    def types(self, *arguments: str, **environ: str) -> tuple[int, str, str]:
        written = io.BytesIO(), io.BytesIO()
        with self.patch.context() as patch:
            for name, stream in zip(("stdout", "stderr"), written, strict=True):
                patch.setattr(sys, name, io.TextIOWrapper(stream, encoding="utf-8"))
            for name, value in environ.items():
                patch.setenv(name, value)
            code = cli.run(list(arguments))
            out, err = (stream.getvalue().decode() for stream in written)
        return code, out, err

    def gets(self, *arguments: str, **environ: str) -> dict[str, Any]:
        code, out, _ = self.types(*arguments, "--json", **environ)
        document: dict[str, Any] = json.loads(out)
        assert (code == 0) == (document["status"] == "found")
        return document


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> User:
    return User(tmp_path, monkeypatch)


def ids(document: dict[str, Any]) -> list[str]:
    return [one["id"] for one in document["results"]]


# --- what an overlay does -------------------------------------------------------------------------


def test_what_one_overlay_changes_is_not_kept_for_the_next(tmp_path: Path) -> None:
    """The bundled catalogue that overlays are laid over is read once a process."""
    files = [tmp_path / name for name in ("a.yaml", "b.yaml")]
    for file, text in zip(files, (PHONE, MULHOUSE), strict=True):
        file.write_text(text, encoding="utf-8")
    first, second = (loader.load(None, (str(file),)) for file in files)
    assert first.network("ran-coper").contact.phone == "02 00 00 00 00"
    bundled = loader.load()
    for one in bundled.networks:
        assert second.network(one.id) == one
    assert set(second.ids) - set(bundled.ids) == {"clause-mulhouse"}


def test_local_is_marked_in_every_format(user: User) -> None:
    user.writes(MULHOUSE)
    for form, delimiter in (("csv", ","), ("tsv", "\t")):
        text = user.types("find", "68100", "--format", form)[1]
        row = next(csv.DictReader(io.StringIO(text), delimiter=delimiter))
        assert (row["id"], row["origin"]) == ("clause-mulhouse", "local")
    first = json.loads(user.types("find", "68100", "--format", "jsonl")[1].splitlines()[0])
    assert first["origin"] == "local"
    markdown = user.types("find", "68100", "--format", "md")[1]
    assert markdown.count("(`clause-mulhouse`, local)") == 1
    for width in ("40", "80", "120"):
        table = user.types("find", "68100", "--format", "table", COLUMNS=width)[1]
        assert table.count("[local]") == 1
        card = user.types("show", "clause-mulhouse", "--format", "table", COLUMNS=width)[1]
        assert "[local]" in card


@posix
def test_the_overlay_is_looked_for_where_the_system_says(user: User, tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    (elsewhere / "reseaux").mkdir(parents=True)
    (elsewhere / "reseaux" / "networks.yaml").write_text(MULHOUSE, "utf-8")
    assert "clause-mulhouse" not in ids(user.gets("list"))
    assert "clause-mulhouse" in ids(user.gets("list", XDG_CONFIG_HOME=str(elsewhere)))


# --- age ------------------------------------------------------------------------------------------


def test_info_lists_what_was_not_checked_for_a_year(user: User) -> None:
    user.writes(
        MULHOUSE.replace("2026-11-24", "2001-01-01")
        + """\
  - id: phare
    facts:
      - {field: cout, value: Gratuit., checked_on: "2001-01-01"}
      - {field: delai, value: Deux jours., checked_on: "2999-01-01"}
"""
    )
    out = user.types("catalogue", "info")[1]
    assert "Non comparé aux sources depuis douze mois (2) : clause-mulhouse, phare : cout\n" in out
    document = json.loads(user.types("catalogue", "info", "--json")[1])
    assert document["not_checked_for_12_months"] == ["clause-mulhouse", "phare : cout"]


# --- a broken overlay -----------------------------------------------------------------------------

ESSAI = MULHOUSE.replace("clause-mulhouse", "essai").replace("de Mulhouse", "d'essai")


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


@pytest.mark.parametrize("what", ["directory", pytest.param("dangling", marks=posix)])
def test_what_is_not_a_file_to_read_is_refused_not_passed_over(user: User, what: str) -> None:
    user.folder.mkdir(parents=True)
    file = user.folder / "networks.yaml"
    if what == "directory":
        file.mkdir()
    else:
        file.symlink_to(user.folder / "nothing")
    code, out, err = user.types("find", "Rouen")
    assert (code, out) == (4, "")
    assert str(file) in err
    assert len(err.splitlines()) <= 2


@posix
def test_a_folder_that_cannot_be_listed_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:

    def refuse(folder: str) -> list[str]:
        raise PermissionError(13, "denied", folder)

    (tmp_path / "reseaux").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(os, "listdir", refuse)
    with pytest.raises(CatalogueError, match="accès refusé") as caught:
        user_files.overlays()
    assert "--no-local" in caught.value.hint


def test_a_file_where_the_folder_should_be_holds_no_overlay(user: User) -> None:
    user.folder.parent.mkdir(parents=True, exist_ok=True)
    user.folder.write_text("x")
    assert user.types("find", "Rouen")[0] == 0
    if os.name != "posix":
        return
    user.folder.unlink()
    user.folder.symlink_to(user.folder)
    assert user.types("find", "Rouen")[0] in {0, 4}


# --- another catalogue ----------------------------------------------------------------------------


@pytest.fixture
def other(tmp_path: Path) -> str:
    """A whole catalogue with one change."""
    file = tmp_path / "other.yaml"
    file.write_text(whole_catalogue().replace("name: RESECO", "name: AUTRE"), "utf-8")
    return str(file)


def names(document: dict[str, Any]) -> list[str]:
    return [one["name"] for one in document["results"]]


def test_another_catalogue_replaces_the_bundled_one(user: User, other: str) -> None:
    assert "AUTRE" in names(user.gets("list", "--catalogue", other))
    assert "AUTRE" in names(user.gets("list", RESEAUX_CATALOGUE=other))
    assert "RESECO" in names(user.gets("list", RESEAUX_CATALOGUE=""))
    # The option beats the variable; the overlay lies over either.
    assert "AUTRE" in names(user.gets("list", "--catalogue", other, RESEAUX_CATALOGUE="/none"))
    user.writes(MULHOUSE)
    assert {"AUTRE", "Facilitateur de Mulhouse"} <= set(
        names(user.gets("list", "--catalogue", other))
    )


def test_a_catalogue_that_is_missing_or_invalid_answers_nothing(user: User, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("notices: []\nnetworks: []\n")  # the second alone is an overlay
    for file, reason in (
        ("/none.yaml", "fichier introuvable"),
        (str(bad), "la clé « version » manque"),
    ):
        for arguments in (["find", "Rouen"], ["list", "-q"], ["show", "phare", "--json"]):
            told = user.types(*arguments, "--catalogue", file)
            assert told[:2] == (4, "")
            assert file in told[2]
            assert reason in told[2]
            assert user.types(*arguments, RESEAUX_CATALOGUE=file) == told


# --- reseaux catalogue … --------------------------------------------------------------------------


def test_info_says_which_file_adds_what(user: User) -> None:
    first = user.writes(MULHOUSE)
    second = user.writes(PHONE, "networks.d/normandie.yaml")
    code, out, err = user.types("catalogue", "info")
    document = json.loads(user.types("catalogue", "info", "--json")[1])
    listed = document["not_read_on_the_page"]
    assert "osmose : website (adresse)" in listed
    assert "clause-sociale-cress-mayotte : phone (copie)" in listed
    assert not any(one.startswith("mden : ") for one in listed)
    natures = "code public, copie, adresse citée, page non lue"
    unread = f"Repose sur autre chose que la page même ({natures}) : {len(listed)} faits\n"
    unread += "".join(f"  {one}\n" for one in listed)
    assert (code, err) == (0, "")
    assert (
        out
        == f"""\
Catalogue 2026.11.28 : 48 réseaux
Liste de départ : Page du ministère de la Transition écologique « Des réseaux nationaux et locaux \
pour accompagner les acheteurs publics », 18 novembre 2024 \
(https://achats-durables.gouv.fr/reseaux-nationaux-locaux-accompagner-acheteurs-publics-11)
Comparé aux sources le 27 novembre 2026 ; territoires 2026
Fichiers en service :
  {BUNDLED}
  {first}
    ajoute clause-mulhouse
  {second}
    change ran-coper (phone)
Tout a été comparé aux sources depuis moins de douze mois.
{unread}Vos compléments : {user.folder} (reseaux catalogue init)
Leur forme compilée : {user_files.cache_folder()} (reseaux catalogue clear-cache)
"""
    )
    assert document["files"] == [
        {"path": str(BUNDLED), "adds": []},
        {"path": first, "adds": ["ajoute clause-mulhouse"]},
        {"path": second, "adds": ["change ran-coper (phone)"]},
    ]
    assert document["networks"] == 48


def test_the_example_is_valid_once_its_hashes_are_taken_off(user: User) -> None:
    user.types("catalogue", "init")
    file = user.folder / "networks.yaml"
    lines = file.read_text("utf-8").splitlines()
    bare = [line.removeprefix("#").removeprefix(" ") for line in lines]
    file.write_text("\n".join(bare) + "\n", "utf-8")
    assert user.types("catalogue", "check", "--local")[::2] == (0, "")
    assert user.gets("show", "clause-sociale-mulhouse")["results"][0]["valid_until"] == "2027-12-31"
    assert user.gets("show", "ran-coper")["results"][0]["contact"]["phone"] == "02 00 00 00 00"


def test_check_tells_what_is_to_be_read_again_and_every_fault(user: User, tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    text = whole_catalogue()
    file.write_text(text, "utf-8")
    code, out, _ = user.types("catalogue", "check", str(file))
    assert (code, out.splitlines()[0]) == (0, f"{file} : aucune faute")
    assert user.types("catalogue", "check")[1] == out.replace(str(file), str(BUNDLED))
    file.write_text(text.replace('as_of: "2024-11-18"', "as_of: NO", 1), "utf-8")
    line = text.count("\n", 0, text.index("\nas_of:")) + 2
    code, out, err = user.types("catalogue", "check", str(file))
    assert (code, err) == (4, "2 fautes.\n")
    assert out.splitlines() == [
        f"{file}, ligne {line} : « NO » doit être entre guillemets, sinon YAML le change",
        f"{file}, ligne {line} : « NO » n'a pas la forme attendue, comme « 2026-11-24 »",
    ]
    assert user.types("catalogue", "check", str(tmp_path))[0] == 4


def test_a_name_that_ends_the_command_that_opens_it_is_there_all_the_same(user: User) -> None:
    """Only an address of the web stands for the name of what is named after it."""
    site = f"https://example.org/{'a' * 80}"
    user.writes(
        MULHOUSE.replace("clause-mulhouse", "mde68")
        .replace("Facilitateur de Mulhouse", "mde68")
        .replace('phone: "03 00 00 00 00", email: clauses@example.org', f'website: "{site}"')
    )
    shown = user.types("list", "--theme", "social", "--format", "table", COLUMNS="80")[1]
    lines = " / ".join(" ".join(line.split()) for line in shown.splitlines())
    assert " / mde68 reseaux open mde68 / mde68 [local] Haut-Rhin / " in lines


def test_check_local_lays_them_on_the_catalogue_in_use(user: User) -> None:
    user.writes(MULHOUSE)
    assert user.types("catalogue", "check", "--local")[0] == 0
    refused = user.types("find", "68100", RESEAUX_CATALOGUE="/none")
    assert refused[0] != 0
    assert user.types("catalogue", "check", "--local", RESEAUX_CATALOGUE="/none") == refused


@pytest.mark.parametrize("name", ["catalogue", "answer"])
def test_schema_prints_the_published_schema(user: User, name: str) -> None:
    text = Path(loader.schema_path(name)).read_text("utf-8")
    typed = [] if name == "catalogue" else [name]
    assert user.types("catalogue", "schema", *typed) == (0, text, "")


def test_words_lists_what_the_filters_take(user: User) -> None:
    code, out, err = user.types("catalogue", "words")
    assert (code, err) == (0, "")
    lines = out.splitlines()
    assert [line.partition(" : ")[0] for line in lines] == [
        *(f"--theme {one}" for one in ("environnement", "social")),
        *(
            f"--type {one}"
            for one in (
                "guichet-vert reseau facilitateurs programme conseil plateforme ressource".split()
            )
        ),
        *(f"--public {one}" for one in ("collectivite", "etat", "sante", "entreprise")),
    ]
    assert lines[1].startswith("--theme social : Social, sociale, ")


@pytest.mark.parametrize("changed", [None, -(10**11), 10**15])
def test_a_file_without_a_date_of_this_world_still_is_a_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: int | None
) -> None:
    class Stat:
        st_mtime = changed

    def stat(file: str) -> Stat:
        if changed is None:
            raise FileNotFoundError(file)
        return Stat()

    monkeypatch.setattr(os, "stat", stat)
    source = overlay._source_of_file(str(tmp_path / "à moi.yaml"), "local-1")
    assert source["read_on"] == "1970-01-01"
    assert source["url"].endswith("/%C3%A0%20moi.yaml")


# --- whatever the file ----------------------------------------------------------------------------

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
    deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture]
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
def test_any_overlay_is_laid_or_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "networks.yaml"
    file.write_bytes(content)
    try:
        loader.load(None, (str(file),))
    except CatalogueError as error:
        assert str(file) in error.message  # noqa: PT017 - some files are right
