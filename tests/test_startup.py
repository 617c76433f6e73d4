"""How much a lookup costs in instructions, which do not depend on what the machine is doing.

The aim of the house is 1.25 times a bare interpreter, and from a wheel every lookup keeps it. In a
checkout, where the tests run, a lookup also looks whether its files have changed, and the JSON of a
``find`` goes a little beyond before 3.13. The ceilings are today's figures and a little more, so
that what was won is not lost; lower them as they fall.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from conftest import COMMAND, UNMEASURED, Run

CEILINGS = [
    (["list", "--theme", "social"], 1.15, 1.18),
    (["list", "--theme", "social", "--json"], 1.16, 1.19),
    (["find", "--code-postal", "76000"], 1.19, 1.23),
    (["find", "--region", "Normandie"], 1.21, 1.25),
    (["find", "--region", "Normandie", "--json"], 1.23, 1.27),
    (["find", "--commune", "Rouen", "--json"], 1.23, 1.27),
]
"""A command, and how many times the instructions of a bare Python it may take: 3.13, and before."""


def instructions(run: Run, *arguments: str) -> int:
    done = subprocess.run(
        [
            "valgrind",
            "--tool=callgrind",
            "--callgrind-out-file=/dev/null",
            sys.executable,
            *arguments,
        ],
        capture_output=True,
        env=run.environment(**UNMEASURED),
        timeout=120,
        check=False,
    )
    (line,) = [one for one in done.stderr.decode().splitlines() if "refs:" in one]
    return int(line.rpartition(":")[2].replace(",", ""))


@pytest.mark.skipif(shutil.which("valgrind") is None, reason="valgrind is not installed")
@pytest.mark.parametrize(("arguments", "newer", "older"), CEILINGS, ids=str)
def test_a_lookup_costs_little_more_than_starting_python(
    arguments: list[str], newer: float, older: float, run: Run
) -> None:
    ceiling = newer if sys.version_info >= (3, 13) else older
    bare = instructions(run, "-c", "pass")
    instructions(run, "-c", COMMAND, *arguments)  # writes the bytecode, where that is allowed
    assert instructions(run, "-c", COMMAND, *arguments) <= ceiling * bare
