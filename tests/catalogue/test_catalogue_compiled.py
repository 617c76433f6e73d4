"""The compiled form: it says what the YAML says, saves time, and is never trusted blindly."""

import inspect
import os
import shutil
import stat
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from achats_reseaux import __version__
from achats_reseaux.catalogue import compiled, loader
from achats_reseaux.cli import app
from achats_reseaux.errors import CatalogueError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.model import Catalogue
from helpers.cases import tabled
from helpers.checkout import ROOT
from helpers.home import Home
from helpers.made_up import network, own_file
from helpers.run import run

MADE_FROM = (("networks.yaml", 1, 2),)
FROM_YAML = loader.from_yaml(loader.path(), ())
CONTENT = compiled.compiled_form(FROM_YAML, MADE_FROM)
posix = pytest.mark.skipif(os.name != "posix", reason="owners and links of POSIX")


def whole(catalogue: Catalogue) -> object:
    """All that a catalogue says, as one comparable value."""
    records = {name: tuple(getattr(catalogue, name)) for name in compiled.LAZY}
    return catalogue.replace(**records)


def test_what_is_written_is_what_is_read() -> None:
    found = compiled.decoded(CONTENT, lambda: MADE_FROM)
    assert found is not None
    assert whole(found) == whole(FROM_YAML)
    asked = [FROM_YAML.ids[3], FROM_YAML.ids[0], FROM_YAML.ids[3]]
    assert [one.id for one in found.networks_at([3, 0, 3])] == asked
    assert FROM_YAML.networks[1] in found.networks
    assert FROM_YAML.networks[1].replace(name="x") not in found.networks
    assert found.networks[:2] == FROM_YAML.networks[:2]
    assert found.networks[-1:] == FROM_YAML.networks[-1:]
    assert whole(loader.load()) == whole(FROM_YAML)


@settings(deadline=None, max_examples=50)
@given(place=st.integers(0, len(CONTENT) - 1), flip=st.integers(1, 255))
def test_a_cut_and_a_wrong_byte_are_seen_wherever_they_are(place: int, flip: int) -> None:
    content = bytearray(CONTENT)
    content[place] ^= flip
    assert compiled.decoded(bytes(content)) is None
    assert compiled.decoded(CONTENT[:place]) is None


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data folder, in use, with its own compiled file."""
    folder = tmp_path / "data"
    folder.mkdir()
    for name in (*compiled.CATALOGUE_FILES, "schema", "territories"):
        source = Path(tsv_table.folder(), name)
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    monkeypatch.setattr(tsv_table, "folder", lambda: str(folder))
    monkeypatch.setattr(compiled, "FILE", str(tmp_path / "compiled.bin"))
    return folder


@tabled
def test_a_checkout_never_serves_what_is_older_than_its_data(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, file: str
) -> None:
    loader.compile_bundled()
    reads: list[str] = []
    monkeypatch.setattr(loader, "from_yaml", lambda file, _overlays: reads.append(file))
    assert loader.load().ids == FROM_YAML.ids
    assert reads == []
    modified = (checkout / file).stat().st_mtime_ns
    os.utime(checkout / file, ns=(0, modified + 1))
    loader.load()
    assert reads == [str(checkout)]


def test_a_faulty_yaml_is_not_compiled_and_no_yaml_is_an_error(checkout: Path) -> None:
    yaml = checkout / "networks.yaml"
    yaml.write_text("version: 3\nnetworks: []\n", "utf-8")
    with pytest.raises(CatalogueError, match="Catalogue refusé"):
        loader.compile_bundled()
    assert not os.path.exists(compiled.FILE)
    yaml.unlink()
    with pytest.raises(CatalogueError, match="fichier introuvable"):
        loader.load()


def test_an_installed_package_reads_its_compiled_form_without_its_yaml(checkout: Path) -> None:
    loader.compile_bundled(compiled.FILE)
    (checkout / "networks.yaml").unlink()
    assert loader.load().ids == FROM_YAML.ids


def entry(name: str) -> str:
    return own_file(network("essai", {"departements": ["975"]}, name=name))


class Owner(Home):
    """A home with an entry of one's own, and what is kept of it."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self.names("Essai")

    def names(self, name: str) -> None:
        self.file = self.writes(entry(name))

    def gets(self, *options: str) -> str:
        """The name of the desk at Miquelon."""
        asked = ("find", "Miquelon-Langlade", "--type", "facilitateurs")
        done = run(*asked, *options, env=self.env)
        assert done.code == 0
        return done.out.split("\t")[3]

    def kept(self) -> list[Path]:
        return sorted(self.cache.iterdir()) if self.cache.is_dir() else []

    def is_read(self, version: str = __version__) -> bool:
        return compiled.load_cached((str(self.cache), version), (str(self.file),)) is not None


@pytest.fixture
def home(tmp_path: Path) -> Owner:
    return Owner(tmp_path)


def test_the_first_run_compiles_and_the_next_reads(
    home: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert home.kept() == []
    assert home.gets() == "Essai"
    (file,) = home.kept()
    if os.name == "posix":  # what a network told its members is nobody else's
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    monkeypatch.setattr(app, "run", lambda _: pytest.fail("not by the fast path"))
    assert home.gets() == "Essai"
    assert home.is_read()
    assert not home.is_read(f"{__version__}.1"), "what another version compiled"


def test_an_edit_is_seen_at_once_and_a_fault_told(home: Owner) -> None:
    """Path, size, time of change and inode are the key."""
    assert home.gets() == "Essai"
    home.names("Autre nom")
    os.utime(home.file, (0, 0))  # a clock that went back
    assert home.gets() == "Autre nom"
    assert len(home.kept()) == 1
    home.file.write_text(home.file.read_text("utf-8").replace("facilitateurs", "inconnu"), "utf-8")
    assert run("find", "68100", env=home.env).code == 4


@posix
def test_an_edit_of_the_same_size_and_time_is_seen(home: Owner) -> None:
    """As a restored copy, or one that a program has put in its place with its old time."""
    assert home.gets() == "Essai"
    before = home.file.stat()
    home.names("Autre")
    os.utime(home.file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert home.gets() == "Autre"
    beside = home.file.with_suffix(".new")
    beside.write_text(entry("Antan"), "utf-8")
    os.utime(beside, ns=(before.st_atime_ns, before.st_mtime_ns))
    beside.replace(home.file)
    assert home.file.stat().st_size == before.st_size
    assert home.gets() == "Antan"


def test_another_edition_of_the_bundled_catalogue_is_another_key(
    home: Owner, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert home.gets() == "Essai"
    edition = tmp_path / "compiled.bin"
    compiled.write(FROM_YAML.replace(version="2020"), (), str(edition))
    monkeypatch.setattr(compiled, "FILE", str(edition))
    assert not home.is_read()


def test_a_damaged_file_is_passed_over_and_made_anew(home: Owner) -> None:
    assert home.gets() == "Essai"
    (file,) = home.kept()
    file.write_bytes(file.read_bytes()[:2000])
    assert not home.is_read()
    assert home.gets() == "Essai"
    assert home.is_read()


@posix
def test_a_cache_that_cannot_be_written_or_read_only_costs_time(home: Owner) -> None:
    """A pipe would be waited for."""
    home.cache.parent.write_text("a file")
    assert home.gets() == "Essai"
    home.cache.parent.unlink()
    home.cache.parent.symlink_to(home.file.parent / "nowhere" / "deeper")
    assert home.gets() == "Essai"
    home.cache.parent.unlink()
    assert home.gets() == "Essai"
    (file,) = home.kept()
    file.unlink()
    os.mkfifo(file)
    assert home.gets() == "Essai"


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    home: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read may be neither what was before nor what is after."""
    read = loader.from_yaml

    def edited(file: str, overlays: tuple[str, ...]) -> Catalogue:
        found = read(file, overlays)
        home.names("Autre nom")
        return found

    monkeypatch.setattr(loader, "from_yaml", edited)
    assert home.gets() == "Essai"
    assert home.kept() == []


def test_another_catalogue_is_compiled_too_and_a_change_of_any_file_is_seen(home: Owner) -> None:
    folder = home.file.parent.parent / "autre"
    shutil.copytree(ROOT / "data", folder, ignore=lambda *_: ["territories", "map", "schema"])
    for _ in range(2):
        done = run("list", "--public", "mairie", "-q", "--catalogue", str(folder), env=home.env)
        assert "essai" in done.out.split()
    assert len(home.kept()) == 1
    vocabulary = folder / "vocabulary.yaml"
    vocabulary.write_text(
        vocabulary.read_text("utf-8").replace("- mairie\n", "- manoir\n"), "utf-8"
    )
    asked = ("list", "--public", "manoir", "-q")
    assert run(*asked, env={**home.env, "RESEAUX_CATALOGUE": str(folder)}).code == 0


def test_a_record_of_another_shape_makes_the_compiled_catalogue_anew() -> None:
    """With a field more of ``Contact`` every command ended with 70: the form of before was read."""
    state = str(compiled.state_of_checkout())
    for record in compiled.TYPES:
        assert repr(inspect.getfile(record)) in state, record
