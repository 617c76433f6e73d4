"""A catalogue in several files says what one file says; a part alone is not taken for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.catalogue import loader, parts, yaml_reader
from achats_reseaux.catalogue.inputs import CATALOGUE_FILES, files_of
from achats_reseaux.catalogue.yaml_reader import Fault
from achats_reseaux.errors import CatalogueError
from conftest import Run, whole_catalogue
from test_catalogue_build import whole


def written(folder: Path, **texts: str) -> str:
    """A folder of files by their names without the ending."""
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return str(folder)


def test_one_file_of_all_the_sections_is_the_same_catalogue(tmp_path: Path) -> None:
    file = tmp_path / "un.yaml"
    file.write_text(whole_catalogue(), encoding="utf-8")
    assert whole(loader.load(str(file))) == whole(loader.load(loader.path()))


def test_the_sources_of_an_entry_join_the_others_and_keep_their_lines(tmp_path: Path) -> None:
    folder = written(
        tmp_path,
        sources="sources:\n  - id: a\n",
        notions="notions:\n  - id: n\n    own_sources:\n      - id: b\n",
        networks="networks:\n  - id: x\n    own_sources: [{id: c}, {id: d, title: D}]\n  - id: y\n",
    )
    found = parts.document_of(folder)
    assert found.value == {
        "sources": [{"id": "a"}, {"id": "c"}, {"id": "d", "title": "D"}, {"id": "b"}],
        "notions": [{"id": "n"}],
        "networks": [{"id": "x"}, {"id": "y"}],
    }
    networks, notions = f"{folder}/networks.yaml", f"{folder}/notions.yaml"
    assert found.fault(("sources", 0, "id"), "") == Fault(f"{folder}/sources.yaml", 2, "")
    assert found.fault(("sources", 2, "title"), "") == Fault(networks, 3, "")
    assert found.fault(("sources", 3, "id"), "") == Fault(notions, 4, "")
    assert found.fault(("version",), "") == Fault(folder, 0, "")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("sources: []\n", "ligne 1 : la clé « sources » est déjà dans {folder}/sources.yaml"),
        ("- a\n", "ligne 1 : attendu un bloc « clé : valeur », trouvé autre chose"),
        ("networks: [{id: a, id: b}]\n", "ligne 1 : la clé « id » est écrite deux fois"),
    ],
)
def test_the_fault_of_a_part_has_its_file(tmp_path: Path, text: str, fault: str) -> None:
    folder = written(tmp_path, sources="sources: []\n", networks=text)
    told = [str(one) for one in parts.document_of(folder).faults]
    assert told == [f"{folder}/networks.yaml, {fault.format(folder=folder)}"]


@pytest.mark.parametrize(
    "entry", ["own_sources: 3", "own_sources: {id: b}", "own_sources: [3]", "own_sources: [{}]"]
)
def test_sources_of_another_shape_are_refused(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "un.yaml"
    text = whole_catalogue().replace("\nnetworks:\n", f"\nnetworks:\n  - id: a\n    {entry}\n")
    file.write_text(text, encoding="utf-8")
    line = text[: text.index(entry)].count("\n") + 1
    with pytest.raises(CatalogueError) as caught:
        loader.load(str(file))
    assert any(one.line == line for one in caught.value.faults)


def test_a_part_alone_is_no_catalogue(run: Run, tmp_path: Path) -> None:
    """Nor is a folder without networks.yaml; one that has it alone may be whole."""
    for file in files_of(loader.path()):
        (tmp_path / Path(file).name).write_bytes(Path(file).read_bytes())
    part = tmp_path / "networks.yaml"
    for command in (("check", str(part)), ("diff", str(part), str(tmp_path))):
        done = run("catalogue", *command)
        assert (done.returncode, done.stdout) == (4, b"")
        assert done.stderr.decode() == (
            f"Erreur : {part} n'est qu'une partie d'un catalogue en plusieurs fichiers.\n"
            f"Nommez leur dossier : reseaux catalogue check {tmp_path}\n"
        )
    (tmp_path / "alone").mkdir()
    (tmp_path / "alone" / "networks.yaml").write_text(whole_catalogue(), encoding="utf-8")
    assert loader.load(str(tmp_path / "alone")).ids == loader.load().ids
    part.unlink()
    with pytest.raises(CatalogueError, match=r"networks\.yaml : fichier introuvable"):
        loader.load(str(tmp_path))


def test_a_folder_replaces_the_catalogue_as_a_file_does(run: Run, tmp_path: Path) -> None:
    for file in files_of(loader.path()):
        text = Path(file).read_text("utf-8").replace("RAN COPER\n    kind", "AUTRE\n    kind")
        (tmp_path / Path(file).name).write_text(text, encoding="utf-8")
    environ = {"RESEAUX_CATALOGUE": str(tmp_path)}
    asked = ("find", "76", "--type", "guichet-vert")
    for _ in range(2):  # read, then from the cache
        found = run(*asked, environ=environ).stdout.decode()
        assert found.split("\t")[:2] == ["ran-coper", "AUTRE"]
    vocabulary = tmp_path / "vocabulary.yaml"
    vocabulary.write_text(vocabulary.read_text("utf-8").replace("- mairie\n", "- manoir\n"))
    there = run("list", "--public", "manoir", "-q", environ=environ)
    assert there.returncode == 0, "a change of any file is seen"
    assert run("catalogue", "path", environ=environ).stdout.decode() == f"{tmp_path}\n"
    told = run("catalogue", "diff", loader.path(), str(tmp_path)).stdout.decode()
    assert told == "ran-coper, name : RAN COPER → AUTRE\n"


def test_each_source_of_ours_stands_beside_the_entry_that_alone_uses_it() -> None:
    users: dict[str, set[object]] = {}

    def note(value: Any, user: object) -> None:
        if isinstance(value, dict):
            for source in value.get("sources", ()):
                users.setdefault(source, set()).add(user)
        if isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                note(one, user)

    folder = loader.path()
    documents = {name: yaml_reader.read(f"{folder}/{name}").value for name in CATALOGUE_FILES}
    shared = {one["id"] for one in documents["sources.yaml"]["sources"]}
    own: dict[str, object] = {}
    for section in ("networks", "notions", "organisations"):
        for entry in documents[f"{section}.yaml"][section]:
            user = (section, entry["id"])
            own |= {one["id"]: user for one in entry.pop("own_sources", ())}
            note(entry, user)
    for section in ("ways_in", "notices"):
        note(documents["networks.yaml"][section], section)
    users.setdefault(documents["networks.yaml"]["reference"], set()).add("reference")
    alone = {source: used.pop() for source, used in users.items() if len(used) == 1}
    entries = {source: user for source, user in alone.items() if isinstance(user, tuple)}
    assert own == entries, "sources that one entry alone uses"
    assert shared == users.keys() - own.keys(), "sources that several use"
