"""What a command loads and costs before it answers: start-up is the whole cost of a lookup.

The aim is 1.6 times the processor time of a bare interpreter, from an installed wheel
(docs/speed.md). Instructions do not depend on what the machine is doing; the ceilings, which are
those of Python 3.11, only keep today's figures from growing.
"""

import compileall
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

import pytest

from helpers.cases import cases
from helpers.checkout import ROOT, built_wheel
from helpers.run import COMMAND, environment

LOADED = """
import sys
from achats_reseaux import cli
for line in sys.argv[1:]:
    code = cli.run(line.split())
    sys.stderr.write("\\n" + f"{code} {line}: " + " ".join(sys.modules) + "\\n")
"""
"""Runs commands one after the other, and names what is loaded after each."""

LATE = {"rich", "yaml", "mcp"}
if metadata.version("typer") < "0.29":  # which imports it as soon as an option is read
    LATE.add("pydantic")
"""What no command off a terminal loads (docs/architecture.md)."""

HEAVY = {"typer", "rich", "yaml", "json", "re", "platformdirs", "dataclasses", "typing", "enum"}
HEAVY |= {"pydantic", "inspect", "csv", "pathlib", "subprocess", "importlib.metadata", "zlib"}

PLACES = (
    "find --region Normandie",
    "find --siret 21760540100017",
    "find Rouen --theme environnement",
    "list --theme social",
)
SHORT = (
    "ask guichet vert à Rouen --json, ask guichet vert à Rouen, search insertion, search xyz,"
    " find Rouenn --json, list --tout"
)
DRAWN = "find Rouen, list --theme social, show ran-coper, ask Rouen, search insertion"
PLAIN = """--version, find Mulhous, find Mulhouse --json, list --format md, coverage --json,
ask Normandie --json, search insertion --json, catalogue info --json, completion bash,
find --help, --nonsense"""


def python(*command: str) -> subprocess.CompletedProcess[str]:
    # Coverage has modules of its own.
    env = {"PYTHONPATH": os.pathsep.join(sys.path), "COVERAGE_PROCESS_CONFIG": ""}
    return subprocess.run(
        [sys.executable, "-c", *command],
        capture_output=True,
        text=True,
        env=environment(env),
        timeout=120,
        check=False,
    )


def loaded(lines: Sequence[str]) -> dict[str, set[str]]:
    """Every module that is loaded after each of some commands, whose status is one of an answer."""
    told = re.findall(r"^([012]) (.+?): (.+)$", python(LOADED, *lines).stderr, re.MULTILINE)
    assert [line for _, line, _ in told] == [*lines]
    return {line: set(modules.split()) for _, line, modules in told}


@pytest.mark.skipif(os.name == "nt", reason="only platformdirs knows where a user's files are")
def test_the_fast_path_loads_nothing_that_costs() -> None:
    bare = set(python("import sys; print(*sys.modules)").stdout.split())
    forms = ("", " --json", " --format csv", " -q")
    lines = ["show ran-coper --json", *(place + form for place in PLACES for form in forms)]
    for line, found in loaded(lines).items():
        assert not (found - bare) & HEAVY, line


def test_what_the_short_parser_reads_does_not_load_typer() -> None:
    for line, found in loaded(SHORT.split(", ")).items():
        assert not found & {*LATE, "typer", "inspect", "importlib.metadata"}, line


def test_a_card_or_a_table_loads_rich_alone() -> None:
    for line, found in loaded([f"{one} --format table" for one in DRAWN.split(", ")]).items():
        assert "rich" in found
        assert not found & {"typer", "yaml"}, line


def test_off_a_terminal_neither_rich_nor_yaml_is_loaded() -> None:
    for line, found in loaded(re.split(r",\s", PLAIN)).items():
        assert not found & LATE, line


CEILINGS = {line: float(most) for line, most in cases("architecture/ceilings.tsv")}
"""A command, and how many times the instructions of a bare Python it may take: the figures of 97
networks and 74 traces and two hundredths, so that what was won is not lost. A network more in an
answer costs a fifth of a hundredth, in JSON one, a trace in JSON half of one. The first contact
of a document, with the ways to reach it, costs seven hundredths; whether each contact of a list
is doubtful two, of a region one; the notions that ``search`` reads too, a tenth of its cost;
cells found by the names of their columns, a tenth of a hundredth a row; in lines the first
contact and its module thirteen (contract 4: the first row is the first contact), what is known of
each address in JSON two. Lower them as they fall.
They do not see the memory that a file takes which is read whole: for that, processor time."""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of an environment that has the wheel of this checkout and nothing else."""
    import venv  # which Windows's embedded Python lacks

    pytest.importorskip("hatchling", reason="the wheel is built without a network")
    folder = tmp_path_factory.mktemp("installed")
    wheel = built_wheel(ROOT, folder)
    venv.create(folder / "env", symlinks=True)
    paths = {"base": str(folder / "env"), "platbase": str(folder / "env")}
    site = sysconfig.get_path("purelib", "venv", paths)
    zipfile.ZipFile(wheel).extractall(site)
    compileall.compile_dir(site, quiet=2)
    return folder / "env" / "bin" / "python"


def instructions(program: Path, *arguments: str) -> int:
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, *arguments],
        capture_output=True,
        # With random hashes the figure varies by a thousandth.
        env={"LANG": "C.UTF-8", "HOME": str(program.parent), "PYTHONHASHSEED": "0"},
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    (line,) = [one for one in done.stderr.decode().splitlines() if "refs:" in one]
    return int(line.rpartition(":")[2].replace(",", ""))


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind is not installed")
@pytest.mark.skipif(os.name != "posix", reason="valgrind runs what Linux runs")
def test_a_lookup_costs_little_more_than_starting_python(installed: Path) -> None:
    bare = instructions(installed, "-c", "pass")
    ratios = {
        line: round(instructions(installed, "-c", COMMAND, *line.split()) / bare, 3)
        for line in CEILINGS
    }
    assert {line: one for line, one in ratios.items() if one > CEILINGS[line]} == {}
