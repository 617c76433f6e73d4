"""How much a lookup costs in instructions, which do not depend on what the machine is doing.

The aim of the house is 1.25 times a bare interpreter. The short way is not there yet (see the
README's figures): some twenty small modules, read one by one, are most of the rest. The ceilings
are today's figures and a little more, so that what was won is not lost; lower them as it falls.
"""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest

from conftest import COMMAND, UNMEASURED, Run

CEILINGS = [
    (["list", "--theme", "social"], 1.40),
    (["find", "--code-postal", "76000"], 1.50),
    (["find", "--region", "Normandie"], 1.55),
    (["find", "--region", "Normandie", "--json"], 1.65),
]


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
@pytest.mark.parametrize(("arguments", "ceiling"), CEILINGS, ids=str)
def test_a_lookup_costs_little_more_than_starting_python(
    arguments: list[str], ceiling: float, run: Run
) -> None:
    bare = instructions(run, "-c", "pass")
    instructions(run, "-c", COMMAND, *arguments)  # writes the bytecode, where that is allowed
    assert instructions(run, "-c", COMMAND, *arguments) <= ceiling * bare
