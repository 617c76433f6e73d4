"""The compiled form: what it holds is what the YAML holds, and it is never trusted blindly."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achats_reseaux import catalogue
from achats_reseaux.catalogue import compiler, inputs, loader
from achats_reseaux.errors import CatalogueError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Catalogue

MADE_FROM = (("networks.yaml", 1, 2),)
FROM_YAML = loader.load(loader.path())


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "compiled.bin"
    compiler.write_compiled(FROM_YAML, str(path), MADE_FROM)
    return path


def whole(catalogue: Catalogue) -> object:
    """All that a catalogue says, as one comparable value."""
    records = {name: tuple(getattr(catalogue, name)) for name in ("networks", "facts", "notions")}
    named = {name: dict(getattr(catalogue, name)) for name in ("words", "lexicon", "facets")}
    return catalogue.replace(**records, **named, files=())


def test_what_is_written_is_what_is_read(file: Path) -> None:
    found = catalogue.read_compiled(str(file), lambda: MADE_FROM)
    assert found is not None
    assert whole(found) == whole(FROM_YAML)
    assert (len(found.networks), len(found.facts)) == (len(FROM_YAML.ids),) * 2
    assert tuple(found.networks) == tuple(FROM_YAML.networks)


def test_items_come_in_the_order_in_which_they_are_asked_for(file: Path) -> None:
    found = catalogue.read_compiled(str(file))
    assert found is not None
    assert [one.id for one in found.networks_at([3, 0, 3])] == [
        FROM_YAML.ids[3],
        FROM_YAML.ids[0],
        FROM_YAML.ids[3],
    ]
    assert found.networks_at([]) == ()


def test_the_bundled_form_says_what_the_bundled_yaml_says() -> None:
    assert whole(loader.load()) == whole(FROM_YAML)
    assert loader.load().files == FROM_YAML.files == (loader.path(),)


def test_writing_leaves_one_file_and_replaces_the_old_one(file: Path) -> None:
    compiler.write_compiled(FROM_YAML, str(file), (("other", 0, 0),))
    assert catalogue.read_compiled(str(file), lambda: MADE_FROM) is None
    assert os.listdir(file.parent) == [file.name]


# --- not trusted ----------------------------------------------------------------------------------


def test_a_stale_form_is_not_read_in_a_checkout(file: Path) -> None:
    assert catalogue.read_compiled(str(file), lambda: (("networks.yaml", 1, 3),)) is None
    assert catalogue.read_compiled(str(file), lambda: None) is None


def test_a_form_that_was_made_from_nothing_that_changes_is_read(file: Path) -> None:
    """That of a wheel, whose files do not change: nobody looks for what it was made from."""
    assert catalogue.read_compiled(str(file)) is not None
    compiler.write_compiled(FROM_YAML, str(file), ())
    found = catalogue.read_compiled(str(file), lambda: pytest.fail("asked"))
    assert found is not None


@pytest.mark.parametrize(
    "content",
    [b"", b"\0" * 1000, b"reseaux catalogue 1\n", catalogue.MAGIC, catalogue.MAGIC + b"12"],
)
def test_a_foreign_file_is_not_read(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "compiled.bin"
    file.write_bytes(content)
    assert catalogue.read_compiled(str(file)) is None


def test_no_file_and_a_directory_are_not_read(tmp_path: Path) -> None:
    assert catalogue.read_compiled(str(tmp_path / "none")) is None
    assert catalogue.read_compiled(str(tmp_path)) is None


CONTENT = Path(catalogue.FILE).read_bytes()


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("spoilt") / "compiled.bin"


@settings(deadline=None, max_examples=100)
@given(length=st.integers(0, len(CONTENT) - 1))
def test_a_file_cut_anywhere_is_not_read(spoilt: Path, length: int) -> None:
    spoilt.write_bytes(CONTENT[:length])
    assert catalogue.read_compiled(str(spoilt)) is None


def test_a_file_that_is_too_long_is_not_read(spoilt: Path) -> None:
    spoilt.write_bytes(CONTENT + b"x")
    assert catalogue.read_compiled(str(spoilt)) is None


@settings(deadline=None, max_examples=150)
@given(place=st.integers(0, len(CONTENT) - 1), flip=st.integers(1, 255))
def test_one_wrong_byte_is_seen_wherever_it_is(spoilt: Path, place: int, flip: int) -> None:
    """In the header the YAML is read instead; in an entry, whoever takes that entry is told."""
    content = bytearray(CONTENT)
    content[place] ^= flip
    spoilt.write_bytes(content)
    assert catalogue.read_compiled(str(spoilt), whole=True) is None
    found = catalogue.read_compiled(str(spoilt))
    if found is None:
        return
    with pytest.raises(CatalogueError, match="est abîmé") as caught:
        whole(found)
    assert str(spoilt) in caught.value.message
    assert "Supprimez ce fichier" in caught.value.hint


# --- the checkout ---------------------------------------------------------------------------------


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data folder, in use, with its own compiled file."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in (*inputs.CATALOGUE_FILES, "schema", "territories"):
        source = Path(tsv_table.folder(), name)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    monkeypatch.setattr(tsv_table, "folder", lambda: str(folder))
    monkeypatch.setattr(catalogue, "FILE", str(tmp_path / "compiled.bin"))
    return folder


def test_a_checkout_never_serves_what_is_older_than_its_yaml(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loader.compile_bundled()
    reads: list[str] = []
    monkeypatch.setattr(loader, "_from_yaml", lambda file, _overlays: reads.append(file))
    assert loader.load().ids == FROM_YAML.ids
    assert reads == []
    yaml = checkout / "networks.yaml"
    yaml.write_text(yaml.read_text("utf-8").replace("name: RESECO", "name: Reseco"), "utf-8")
    os.utime(yaml, ns=(0, yaml.stat().st_mtime_ns + 1))
    loader.load()
    assert reads == [str(checkout)]


def test_a_change_of_the_same_size_within_the_same_second_is_seen(checkout: Path) -> None:
    yaml = checkout / "networks.yaml"
    before = inputs.inputs(str(checkout))
    yaml.write_text(yaml.read_text("utf-8").replace("name: RESECO", "name: RESECA"), "utf-8")
    stat = yaml.stat()
    modified = next(one[2] for one in before if one[0] == yaml.name)
    os.utime(yaml, ns=(stat.st_atime_ns, modified + 1))
    assert inputs.inputs(str(checkout)) != before


def test_a_change_of_the_code_that_reads_is_seen() -> None:
    names = {name for name, _, _ in inputs.inputs(tsv_table.folder())}
    assert {"networks.yaml", "build.py", "rules.py", "model.py", "text.py", "places.py"} <= names


def test_a_change_of_the_territories_is_seen(checkout: Path) -> None:
    """The compiled form holds the members of regions and of EPCI."""
    names = {name for name, _, _ in inputs.inputs(str(checkout))}
    assert names >= {file.name for file in (checkout / "territories").glob("*.tsv")}
    loader.compile_bundled()
    assert catalogue.bundled() is not None
    table = checkout / "territories" / "epci_communes.tsv"
    os.utime(table, ns=(0, table.stat().st_mtime_ns + 2_000_000_000))
    assert catalogue.bundled() is None


def test_a_faulty_yaml_is_not_compiled(checkout: Path) -> None:
    yaml = checkout / "networks.yaml"
    yaml.write_text("version: 3\nnetworks: []\n", "utf-8")
    with pytest.raises(CatalogueError, match="Catalogue refusé"):
        loader.compile_bundled()
    assert not os.path.exists(catalogue.FILE)


def test_no_yaml_at_all_is_a_catalogue_error(checkout: Path) -> None:
    (checkout / "networks.yaml").unlink()
    with pytest.raises(CatalogueError, match="fichier introuvable"):
        loader.load()


def test_an_installed_package_reads_its_compiled_form_without_its_yaml(checkout: Path) -> None:
    loader.compile_bundled(catalogue.FILE)
    (checkout / "networks.yaml").unlink()
    assert loader.load().ids == FROM_YAML.ids
