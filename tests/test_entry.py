"""The fast path and Typer's way are one program: same options, same output, same exit status."""

from __future__ import annotations

import os
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import platformdirs
import pytest

from achats_reseaux import cli
from achats_reseaux.cli import app, fast_path, french, user_files
from conftest import Ran, Run, captured, own_folder
from test_overlay import MULHOUSE

if TYPE_CHECKING:
    from collections.abc import Callable

# --- the table of options ------------------------------------------------------------------------


@pytest.mark.parametrize("command", fast_path.OPTIONS)
def test_every_option_of_the_fast_path_is_one_of_typers(command: str) -> None:
    group = app.command_tree("")
    parameters = group.commands[command].params
    takes = {name for one in parameters for name in one.opts if not getattr(one, "is_flag", False)}
    flags = {name for one in parameters for name in one.opts if getattr(one, "is_flag", False)}
    assert set(fast_path.OPTIONS[command]) | {"--format"} <= takes
    assert set(fast_path.FLAGS) <= flags


def test_every_place_option_of_typer_is_on_the_fast_path() -> None:
    group = app.command_tree("")
    names = {one.name: one for one in group.commands["find"].params}
    for option, slot in fast_path.PLACE_OPTIONS.items():
        assert option in names[slot].opts


# --- what the fast path imports -------------------------------------------------------------------

IMPORTED = """
import os, sys
from achats_reseaux import cli
from achats_reseaux.catalogue import compiled
with open(compiled.FILE, "rb") as file:
    known = compiled.decoded(file.read())
compiled.bundled = lambda: known  # as a wheel does
code = cli.run(sys.argv[1:])
os.write(2, " ".join(name for name in sys.modules if name.startswith("achats_reseaux.")).encode())
sys.exit(code)
"""
"""Runs a command, and names the modules of the package that it has loaded."""

EVERY = "answering answering.matching catalogue catalogue.compiled".split()
EVERY += "cli cli.fast_path cli.streams cli.today cli.user_files model output text".split()
SHOWN = [*EVERY, "answering.details", "errors"]
PLACE = [*EVERY, "gazetteer", "gazetteer.places", "gazetteer.tsv_table", "geocoder"]


@pytest.mark.skipif(os.name == "nt", reason="only platformdirs knows where a user's files are")
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("list --theme social --json", [*EVERY, "output.json"]),
        ("find --region Normandie", [*PLACE, "geocoder.name_query", "output.plain_lines"]),
        ("find --code-postal 76000 -q", [*PLACE, "geocoder.codes", "output.plain_lines"]),
        ("show reseco --json", [*SHOWN, "output.json"]),
    ],
)
def test_the_fast_path_imports_few_modules(line: str, expected: list[str], run: Run) -> None:
    """Each costs about a hundredth of the start of Python: one more must be worth it."""
    done = run.python("-c", IMPORTED, *line.split())
    assert set(done.stderr.decode().split()) == {f"achats_reseaux.{name}" for name in expected}


# --- the same answer by both ways ----------------------------------------------------------------

PLACES = """Rouen|rouen|76000|76540|01410|Normandie|Alsace|PACA|Corse|68|2A|Vienne|Saint-Denis
Sainte-Colombe|Bouxwiller|217605401|21760540100017|200046977|Outre-mer|rouenn|Île-de-France
67070 STRASBOURG CEDEX|L’Haÿ-les-Roses|12345678901234|| |-|--|[red]""".replace("\n", "|").split("|")
PLACES += ["é" * 300, "\udcff"]
NAMES = ["reseco", "pnad", "place des entreprises", "RES'OCC phare", "3ar", "resecco"]
FIELDS = ["contact", "cout,lancement", "coût", "téléphone", "zzz"]
WORDS = ["social", "clause sociale", "environnement", "guichet-vert", "hôpital", "pme", "xyz", ""]
FORMATS = ["json", "jsonl", "csv", "tsv", "md", "table", "xml", ""]


def command_line(chance: random.Random) -> list[str]:
    """A command line, good or bad: all options, in both spellings, some twice, some misspelt."""
    commands = ["find", "find", "find", "list", "list", "show", "show", "liste", "76", ""]
    arguments = [chance.choice(commands)]
    if arguments == ["show"]:
        arguments += chance.choice(NAMES).split(" ")
        arguments += ["--field", chance.choice(FIELDS)] * chance.choice([0, 0, 1])
    elif chance.random() < 0.4:
        arguments += chance.choice(PLACES).split(" ")
    for _ in range(chance.randrange(2 if arguments[0] == "show" else 4)):
        kind = chance.random()
        if kind < 0.5:
            option = chance.choice([*fast_path.PLACE_OPTIONS, "--regio", "--region"])
            value = chance.choice(PLACES)
        elif kind < 0.8:
            option, value = chance.choice([*fast_path.FILTER_OPTIONS]), chance.choice(WORDS)
        else:
            option, value = "--format", chance.choice(FORMATS)
        arguments += [f"{option}={value}"] if chance.random() < 0.3 else [option, value]
        if chance.random() < 0.05:
            arguments.pop()
    if chance.random() < 0.5:
        flags = "--json --json -q --quiet -h --no-local --color=never"
        arguments.append(chance.choice(flags.split()))
    chance.shuffle(arguments) if chance.random() < 0.05 else None
    return arguments


HANDED_OVER = -1


def without_typer(arguments: list[str]) -> int:
    """Run the fast path alone."""
    code = fast_path.answered(arguments)
    return HANDED_OVER if code is None else code


@pytest.mark.parametrize("files", ["none", "overlay", "broken overlay", "replaced"])
def test_random_command_lines_give_the_same_by_both_ways(
    files: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "RESEAUX_CATALOGUE"):
        monkeypatch.delenv(name, raising=False)
    home = own_folder(tmp_path)
    if files != "none":
        home.mkdir(parents=True)
        content = MULHOUSE if files == "overlay" else "networks: [{id: 01}]"
        (home / "networks.yaml").write_text(content, encoding="utf-8")
    if files == "replaced":
        monkeypatch.setenv("RESEAUX_CATALOGUE", str(tmp_path / "absent.yaml"))
    chance = random.Random(f"fast path, {files}")
    answered = 0
    for _ in range(4000 if files == "none" else 60):
        arguments = command_line(chance)
        short = captured(without_typer, arguments)
        if short.code == HANDED_OVER:
            assert short == Ran(HANDED_OVER, b"", b""), "Typer's way starts from nothing"
            continue
        answered += 1
        with monkeypatch.context() as patch:
            patch.setattr(cli, "answered", lambda _: None)
            long = captured(cli.run, arguments)
        assert short == long, arguments
    # A user's own files are Typer's to read, and on Windows only platformdirs knows where they are.
    assert answered > 150 if files == "none" and os.name != "nt" else answered == 0


@pytest.mark.skipif(os.name == "nt", reason="only platformdirs knows where a user's files are")
def test_the_fast_path_really_is_taken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Or the comparison above would compare nothing."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(app, "run", lambda _: pytest.fail("handed over"))
    for arguments in (
        ["find", "--region", "Normandie", "--json"],
        ["find", "--commune=Rouen"],
        ["find", "76000", "--theme", "social", "--theme", "environnement", "-q"],
        ["find", "--dep", "76", "--quiet"],
        ["find", "76000", "Rouen", "--type=guichet-vert"],  # a name of several words
        ["show", "place", "des", "entreprises", "--field", "cout", "--field=contact"],
        ["show", "reseco", "pnad", "--json"],
        *(["list", "--format", form] for form in ("json", "jsonl", "csv", "tsv", "md")),
    ):
        assert captured(cli.run, arguments).code == 0


def test_an_overlay_that_appears_or_goes_is_seen_at_once(run: Run, tmp_path: Path) -> None:
    plain = run("find", "68", "-q").stdout
    folder = own_folder(tmp_path)
    folder.mkdir(parents=True)
    (folder / "networks.yaml").write_text(MULHOUSE, encoding="utf-8")
    assert run("find", "68", "-q").stdout == b"clause-mulhouse\n" + plain
    (folder / "networks.yaml").unlink()
    assert run("find", "68", "-q").stdout == plain


# --- where the user's files are ------------------------------------------------------------------


@pytest.mark.parametrize(
    "environ",
    [
        {"HOME": "/home/a"},
        {"HOME": "/home/a", "XDG_CONFIG_HOME": ""},
        {"HOME": "/home/a", "XDG_CONFIG_HOME": " "},
        {"HOME": "/home/a", "XDG_CONFIG_HOME": "/elsewhere"},
        {"HOME": "/home/a", "XDG_CONFIG_HOME": "relative"},
        {"HOME": "/home/a/"},
        {"HOME": ""},
        {"HOME": "~"},
        {},
    ],
)
@pytest.mark.skipif(sys.platform != "linux", reason="platformdirs answers for its own system only")
def test_the_users_folder_is_where_platformdirs_says(
    environ: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_CONFIG_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    guessed = user_files.known_folder(environ, "linux")
    if guessed is not None:
        expected = platformdirs.user_config_dir("reseaux", appauthor=False)
        assert os.path.normpath(guessed) == os.path.normpath(expected)
    else:
        odd = environ.get("XDG_CONFIG_HOME", "/")
        assert not environ.get("HOME", "").startswith("/") or not odd.startswith("/")


@pytest.mark.parametrize(
    ("known", "variable", "library"),
    [
        (user_files.known_folder, "XDG_CONFIG_HOME", "Application Support"),
        (user_files.known_cache_folder, "XDG_CACHE_HOME", "Caches"),
    ],
)
def test_elsewhere_only_what_is_certain_is_guessed(
    known: Callable[[dict[str, str], str], str | None], variable: str, library: str
) -> None:
    home = {"HOME": "/Users/a"}
    assert known(home, "win32") is None
    assert known(home, "darwin") == f"/Users/a/Library/{library}/reseaux"
    # Only newer ones of platformdirs read the variable there.
    assert known({**home, variable: "/elsewhere"}, "darwin") is None


@pytest.mark.parametrize("line", ["find Rouen", "list --theme social"])
def test_on_a_terminal_the_fast_path_leaves_the_answer_to_people(run: Run, line: str) -> None:
    drawn = run.on_a_terminal(*line.split()).stdout
    assert drawn == run.on_a_terminal(*line.split(), "--format", "table").stdout
    assert drawn != run(*line.split()).stdout


def test_a_folder_that_platformdirs_alone_knows_is_read(run: Run) -> None:
    """Of a variable without a root the fast path knows nothing, and answers nothing by itself."""
    run.folder.mkdir(parents=True)
    (run.folder / "networks.yaml").write_text(MULHOUSE, encoding="utf-8")
    environ = {"XDG_CONFIG_HOME": "relative", "XDG_CACHE_HOME": "relative"}
    done = run("list", "--type", "facilitateurs", "-q", environ=environ)
    if done.stdout == run("list", "--type", "facilitateurs", "-q", "--no-local").stdout:
        pytest.skip("an older platformdirs takes it as it is")
    assert b"clause-mulhouse\n" in done.stdout
    if os.name == "nt":  # where the cache is elsewhere, and no variable moves it
        return
    told = run("catalogue", "info", environ=environ).stdout.decode()
    assert f"\nLeur forme compilée : {run.home}/.cache/reseaux " in told


def test_every_command_has_its_help_in_french() -> None:
    group = app.command_tree("")
    below = group.commands["catalogue"]
    assert isinstance(below, french.Group)
    every = [*group.commands.values(), *below.commands.values()]
    assert [one.name for one in every if not isinstance(one, french.Command)] == ["catalogue"]


def test_the_day_of_today_can_be_pinned(run: Run) -> None:
    """Tests and documents pin ``RESEAUX_AUJOURDHUI``; a value that is no date is refused."""
    for form in ("--json", "--format=table"):
        done = run("list", form, environ={"RESEAUX_AUJOURDHUI": "hier"})
        assert done.returncode == 2
        assert "RESEAUX_AUJOURDHUI : « hier » n'est pas une date." in done.stderr.decode()
    assert run("list", "--json", environ={"RESEAUX_AUJOURDHUI": "2026-11-27"}).returncode == 0
