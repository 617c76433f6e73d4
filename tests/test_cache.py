"""The compiled form of a user's own files: it saves time, and never changes an answer."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import platformdirs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from achats_reseaux import __version__, cli
from achats_reseaux.catalogue import cache, loader
from achats_reseaux.cli import app, user_files
from conftest import COMMAND, Run, home_variables, own_cache, whole_catalogue

ENTRY = """networks:
  - id: essai
    name: {name}
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    coverage: {{departements: ["{code}"]}}
    summary: Aide à rédiger la clause sociale.
    checked_on: "2026-11-24"
"""


def write(folder: Path, name: str = "Essai", code: str = "68", file: str = "networks.yaml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file
    path.write_text(ENTRY.format(name=name, code=code), encoding="utf-8")
    return path


def kept(run: Run) -> list[Path]:
    """The files of the cache."""
    found = own_cache(run.home)
    return sorted(found.iterdir()) if found.is_dir() else []


def names(run: Run, *arguments: str) -> list[str]:
    """What a lookup gives at Mulhouse: names of local networks."""
    done = run("find", "68100", "--type", "facilitateurs", *arguments)
    assert done.returncode in (0, 1)
    assert "Erreur" not in done.stderr.decode()
    rows = [line.split("\t") for line in done.stdout.decode().splitlines()]
    return [row[1] for row in rows if "local" in row]


def test_the_first_run_compiles_and_the_next_reads(run: Run) -> None:
    write(run.folder)
    assert kept(run) == []
    assert names(run) == ["Essai"]
    (file,) = kept(run)
    if os.name == "posix":  # what a network told its members is nobody else's
        assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    before = file.stat().st_mtime_ns
    assert names(run) == ["Essai"]
    assert file.stat().st_mtime_ns == before


class Kept:
    """A home with an entry of one's own whose compiled form is kept."""

    def __init__(self, run: Run) -> None:
        self.run = run
        self.overlays = (str(write(run.folder)),)
        assert names(run) == ["Essai"]
        (self.file,) = kept(run)

    def is_read(self, version: str = __version__) -> bool:
        """Whether the compiled form is read by a version of the program."""
        place = (str(self.file.parent), version)
        return cache.read_cached(place, None, self.overlays) is not None


@pytest.fixture
def own(run: Run, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Such a home, where commands also run in this process."""
    for name, value in home_variables(run.home).items():
        monkeypatch.setenv(name, value)
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "RESEAUX_CATALOGUE"):
        monkeypatch.delenv(name, raising=False)
    return Kept(run)


@pytest.mark.skipif(os.name != "posix", reason="only platformdirs knows the folders there")
@pytest.mark.usefixtures("own")
def test_a_lookup_with_files_of_ones_own_takes_the_fast_path(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(app, "run", lambda _: pytest.fail("handed over"))
    for arguments in (["find", "68100", "-q"], ["list", "--theme", "social", "--json"]):
        assert cli.run(arguments) == 0
        assert b"essai" in capsysbinary.readouterr().out


def test_an_edit_is_seen_at_once_even_within_the_same_second(run: Run) -> None:
    """Same size, same time of change: the content is what counts."""
    path = write(run.folder, "Essai A")
    moment = time.time()
    os.utime(path, (moment, moment))
    assert names(run) == names(run) == ["Essai A"]
    write(run.folder, "Essai B")
    os.utime(path, (moment, moment))
    assert names(run) == ["Essai B"]
    write(run.folder, "Essai C", file="networks.yaml")
    os.utime(path, (0, 0))  # a clock that went back
    assert names(run) == ["Essai C"]


def test_a_fault_is_told_whatever_was_compiled_before(run: Run) -> None:
    path = write(run.folder)
    names(run)
    path.write_text(path.read_text("utf-8").replace("facilitateurs", "inconnu"), encoding="utf-8")
    assert run("find", "68100").returncode == 4


@pytest.mark.parametrize("harm", ["flip", "cut", "grow", "empty"])
def test_a_damaged_file_is_passed_over_and_made_anew(
    own: Kept, harm: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """By the fast path too, which leaves it to the long way."""
    whole = own.file.read_bytes()
    content = {
        "flip": whole[:2000] + bytes([whole[2000] ^ 0x55]) + whole[2001:],
        "cut": whole[:-1],
        "grow": whole + b"\0",
        "empty": b"",
    }[harm]
    said = []
    for held in (whole, content):
        own.file.write_bytes(held)
        assert own.is_read() == (held == whole)
        assert cli.run(["find", "68100", "--json"]) == 0
        said.append(capsysbinary.readouterr())
        assert own.is_read(), "it is made anew"
    assert said[0] == said[1]
    assert (b"essai" in said[0].out, said[0].err) == (True, b"")


def test_what_another_version_compiled_is_passed_over(own: Kept) -> None:
    assert own.is_read()
    assert not own.is_read(f"{__version__}.1")


@pytest.mark.skipif(os.name != "posix", reason="owners, permissions and links of POSIX")
@pytest.mark.parametrize("harm", ["owner", "group", "others", "link", "pipe", "folder"])
def test_what_another_may_have_written_is_passed_over(own: Kept, harm: str) -> None:
    """A link too, though its target is ours: whoever made it chose what is read."""
    file = own.file
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    if harm == "owner":
        if os.geteuid() != 0:
            pytest.skip("only root gives files away")
        os.chown(file, 12345, -1)
    elif harm in ("group", "others"):
        file.chmod(0o620 if harm == "group" else 0o602)
    else:
        target = file.rename(own.run.home / "elsewhere")
        make = {"link": lambda: file.symlink_to(target), "pipe": lambda: os.mkfifo(file)}
        make.get(harm, file.mkdir)()
    assert not own.is_read()
    assert names(own.run) == ["Essai"]


@pytest.mark.parametrize("hindrance", ["a file", "a broken link", "no home"])
def test_a_cache_that_cannot_be_written_only_costs_time(run: Run, hindrance: str) -> None:
    write(run.folder)
    assert kept(run) == []
    place = run.home / ".cache"
    if hindrance == "a file":
        place.write_text("")
    elif hindrance == "a broken link":
        place.symlink_to(run.home / "nowhere" / "deeper")
    environ = {"XDG_CACHE_HOME": "/proc/none"} if hindrance == "no home" else {}
    for _ in range(2):
        done = run("find", "68100", "-q", environ=environ)
        assert (done.returncode, done.stderr) == (0, b"")
        assert "essai" in done.stdout.decode().split()


def test_nothing_of_an_unfinished_write_is_left(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(run.folder)
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "full")))
    folder = run.home / "cache"
    known = loader.load(None, (str(run.folder / "networks.yaml"),), (str(folder), "1"))
    assert known.network("essai").name == "Essai"
    assert list(folder.iterdir()) == []


def test_a_file_that_changes_while_it_is_read_is_not_kept(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read may be neither what was before nor what is after."""
    path = write(run.folder)
    read = loader.from_yaml

    def edited(file: str, overlays: tuple[str, ...]) -> object:
        found = read(file, overlays)
        write(run.folder, "Autre")
        return found

    monkeypatch.setattr(loader, "from_yaml", edited)
    folder = run.home / "cache"
    assert loader.load(None, (str(path),), (str(folder), "1")).network("essai").name == "Essai"
    assert not folder.exists()


def test_two_runs_at_once_say_the_same(run: Run) -> None:
    write(run.folder)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", COMMAND, "find", "68100", "-q"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=run.environment(),
        )
        for _ in range(4)
    ]
    found = {one.communicate(timeout=60) for one in started}
    assert len(found) == 1
    ((out, err),) = found
    assert (b"essai" in out.split(), err) == (True, b"")
    assert len(kept(run)) == 1


NAMES = st.text(st.characters(min_codepoint=48, max_codepoint=122), min_size=3, max_size=12).filter(
    lambda text: text.isalnum()
)


@settings(max_examples=5, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    edits=st.lists(st.tuples(NAMES, st.sampled_from(["68", "76", "2A"])), min_size=2, max_size=4)
)
def test_cache_and_yaml_always_agree(
    edits: list[tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("own")
    for name, code in edits:
        path = str(write(folder, f"Essai {name}", code))
        plain = loader.load(None, (path,))
        for _ in range(2):
            cached = loader.load(None, (path,), (str(folder / "cache"), "1"))
            assert tuple(cached.networks) == tuple(plain.networks)
            assert cached.facets["departement"] == plain.facets["departement"]
            assert dict(cached.lexicon.items()) == dict(plain.lexicon.items())
            assert cached.files == plain.files


def test_a_replaced_catalogue_is_compiled_too(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "autre.yaml"
    file.write_text(
        whole_catalogue().replace("name: RAN COPER\n", "name: AUTRE\n"), encoding="utf-8"
    )
    first = run("find", "76", "--type", "guichet-vert", "--catalogue", str(file))
    again = run("find", "76", "--type", "guichet-vert", environ={"RESEAUX_CATALOGUE": str(file)})
    assert first.stdout == again.stdout
    assert first.stdout.decode().split("\t")[1] == "AUTRE"
    assert len(kept(run)) == 1


@pytest.mark.parametrize(
    "command",
    [
        "find 68100",
        "show essai",
        "coverage",
        "catalogue info",
        "annotate - --column lieu",
    ],
)
def test_each_command_keeps_what_it_compiles_unless_told(run: Run, command: str) -> None:
    write(run.folder)
    for options, count in (("--no-cache", 0), ("", 1)):
        done = run(*command.split(), *options.split(), stdin=b"lieu\n68100\n")
        assert done.returncode in (0, 1)
        assert len(kept(run)) == count


def test_it_can_be_left_out_looked_at_and_cleared(run: Run) -> None:
    write(run.folder)
    assert names(run, "--no-cache") == ["Essai"]
    assert kept(run) == []
    assert names(run) == ["Essai"]
    (file,) = kept(run)
    told = run("catalogue", "info").stdout.decode()
    assert f"Leur forme compilée : {file.parent} (reseaux catalogue clear-cache)" in told
    cleared = run("catalogue", "clear-cache")
    assert (cleared.returncode, cleared.stdout.decode()) == (0, f"{file}\n")
    assert kept(run) == []
    for _ in range(2):  # an empty folder, then none
        cleared = run("catalogue", "clear-cache")
        assert (cleared.returncode, cleared.stdout) == (0, b"")
        assert cleared.stderr.decode() == f"Rien à supprimer dans {file.parent}.\n"
        if file.parent.is_dir():
            file.parent.rmdir()


def test_what_cannot_be_cleared_is_told_with_the_cause(run: Run) -> None:
    folder = own_cache(run.home)
    (folder / "catalogue-folder.bin").mkdir(parents=True)
    cleared = run("catalogue", "clear-cache")
    assert (cleared.returncode, cleared.stdout) == (74, b"")
    cause = "c'est un dossier" if sys.platform == "linux" else "accès refusé"
    assert cleared.stderr.decode() == f"Erreur : Impossible de vider {folder} : {cause}.\n"


@pytest.mark.parametrize("given_home", ["/home/a", "/home/a/", "", "~", None])
@pytest.mark.parametrize("given_cache", [None, "", " ", "/elsewhere", "relative"])
@pytest.mark.skipif(sys.platform != "linux", reason="platformdirs answers for its own system only")
def test_the_cache_is_where_platformdirs_says(
    given_home: str | None, given_cache: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = {"HOME": given_home, "XDG_CACHE_HOME": given_cache}
    for name, value in environ.items():
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    known = user_files.known_cache_folder(
        {name: value for name, value in environ.items() if value is not None}, "linux"
    )
    if known is not None:
        expected = platformdirs.user_cache_dir("reseaux", appauthor=False)
        assert os.path.normpath(known) == os.path.normpath(expected)
