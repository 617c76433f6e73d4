"""The compiled form: what it holds is what the YAML holds, and it is never trusted blindly."""

from __future__ import annotations

import hashlib
import inspect
import os
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achats_reseaux import text
from achats_reseaux.catalogue import build, compiled, inputs, loader
from achats_reseaux.errors import CatalogueError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import (
    Area,
    Catalogue,
    Contact,
    Fact,
    Link,
    Network,
    Notion,
    Source,
    Word,
)

MADE_FROM = (("networks.yaml", 1, 2),)
FROM_YAML = loader.load(loader.path())
CONTENT = compiled.compiled_form(FROM_YAML, MADE_FROM)


def whole(catalogue: Catalogue) -> object:
    """All that a catalogue says, as one comparable value."""
    records = {name: tuple(getattr(catalogue, name)) for name in ("networks", "facts", "notions")}
    return catalogue.replace(**records, files=())


def test_what_is_written_is_what_is_read() -> None:
    found = compiled.decoded(CONTENT, lambda: MADE_FROM)
    assert found is not None
    assert whole(found) == whole(FROM_YAML)
    assert (len(found.networks), len(found.facts)) == (len(FROM_YAML.ids),) * 2


def test_networks_come_in_the_order_in_which_they_are_asked_for() -> None:
    found = compiled.decoded(CONTENT)
    assert found is not None
    asked = [FROM_YAML.ids[3], FROM_YAML.ids[0], FROM_YAML.ids[3]]
    assert [one.id for one in found.networks_at([3, 0, 3])] == asked
    assert found.networks_at([]) == ()
    assert FROM_YAML.networks[1] in found.networks
    assert FROM_YAML.networks[1].replace(name="x") not in found.networks


def test_the_bundled_form_says_what_the_bundled_yaml_says() -> None:
    assert whole(loader.load()) == whole(FROM_YAML)
    assert loader.load().files == FROM_YAML.files == (loader.path(),)


def test_writing_leaves_one_file_that_all_can_read_and_replaces_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "compiled.bin"
    for content in (b"old", CONTENT):
        compiled.write_compiled(content, str(file))
        assert file.read_bytes() == content
    assert os.listdir(tmp_path) == [file.name]
    if os.name == "posix":
        assert stat.S_IMODE(file.stat().st_mode) == 0o644


# --- not trusted ----------------------------------------------------------------------------------


def test_a_stale_form_is_not_read() -> None:
    assert compiled.decoded(CONTENT, lambda: (("networks.yaml", 1, 3),)) is None
    assert compiled.decoded(CONTENT, lambda: None) is None


def test_a_form_that_was_made_from_nothing_that_changes_is_read() -> None:
    """That of a wheel, whose files do not change: nobody looks for what it was made from."""
    content = compiled.compiled_form(FROM_YAML, ())
    assert compiled.decoded(content, lambda: pytest.fail("asked")) is not None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 1000,
        compiled.MAGIC,
        compiled.MAGIC + bytes(8),
        CONTENT + b"x",
        CONTENT.replace(b"reseaux catalogue %d" % compiled.FORMAT, b"reseaux catalogue 12", 1),
    ],
)
def test_what_is_no_compiled_catalogue_is_not_read(content: bytes) -> None:
    assert compiled.decoded(content) is None


@settings(deadline=None)
@given(length=st.integers(0, len(CONTENT) - 1))
def test_a_file_cut_anywhere_is_not_read(length: int) -> None:
    assert compiled.decoded(CONTENT[:length]) is None


@settings(deadline=None)
@given(place=st.integers(0, len(CONTENT) - 1), flip=st.integers(1, 255))
def test_one_wrong_byte_is_seen_wherever_it_is(place: int, flip: int) -> None:
    content = bytearray(CONTENT)
    content[place] ^= flip
    assert compiled.decoded(bytes(content)) is None


def test_the_format_changes_with_what_is_compiled() -> None:
    """If this fails: raise ``FORMAT`` if the same YAML gives another form; write the digest here.

    A checkout compares the compiled file with the YAML and the territories, not with the code.
    """
    code = [inspect.getsource(one) for one in (build, compiled.compiled_form, text.fold)]
    records = (Source, Fact, Contact, Area, Network, Word, Notion, Link, Catalogue)
    fields = [f"{one.__name__}: {one._fields}" for one in records]
    digest = hashlib.sha256("\n".join(code + fields).encode()).hexdigest()[:16]
    assert (compiled.FORMAT, digest) == (20, "143172123f4af567")


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
    monkeypatch.setattr(compiled, "FILE", str(tmp_path / "compiled.bin"))
    return folder


def changed(file: Path, old: str, new: str) -> None:
    """Change a file within the same second: only its time tells, where the size is the same."""
    modified = file.stat().st_mtime_ns
    file.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    os.utime(file, ns=(0, modified + 1))


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("networks.yaml", "name: RESECO", "name: RESECA"),
        ("vocabulary.yaml", "- mairie", "- manoir"),
        ("territories/epci.tsv", "\n", "\n"),  # a region and an EPCI hold members
    ],
)
def test_a_checkout_never_serves_what_is_older_than_its_data(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str
) -> None:
    loader.compile_bundled()
    reads: list[str] = []
    monkeypatch.setattr(loader, "from_yaml", lambda file, _overlays: reads.append(file))
    assert loader.load().ids == FROM_YAML.ids
    assert reads == []
    changed(checkout / file, old, new)
    loader.load()
    assert reads == [str(checkout)]


def test_a_faulty_yaml_is_not_compiled(checkout: Path) -> None:
    yaml = checkout / "networks.yaml"
    yaml.write_text("version: 3\nnetworks: []\n", "utf-8")
    with pytest.raises(CatalogueError, match="Catalogue refusé"):
        loader.compile_bundled()
    assert not os.path.exists(compiled.FILE)


def test_no_yaml_at_all_is_a_catalogue_error(checkout: Path) -> None:
    (checkout / "networks.yaml").unlink()
    with pytest.raises(CatalogueError, match="fichier introuvable"):
        loader.load()


def test_an_installed_package_reads_its_compiled_form_without_its_yaml(checkout: Path) -> None:
    loader.compile_bundled(compiled.FILE)
    (checkout / "networks.yaml").unlink()
    assert loader.load().ids == FROM_YAML.ids


@pytest.mark.parametrize("name", ["none", "."])
def test_no_file_and_a_folder_are_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr(compiled, "FILE", str(tmp_path / name))
    assert compiled.bundled() is None
