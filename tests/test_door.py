"""The door for Python users: what the package says of itself."""

from __future__ import annotations

import subprocess
import sys

import achats_reseaux
from conftest import ROOT, Run


def test_the_version_is_one_wherever_it_is_asked_for(run: Run) -> None:
    version = achats_reseaux.__version__
    assert run("--version").stdout.decode() == f"reseaux {version}\n"
    assert f" {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_package_runs_as_the_command(run: Run) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "achats_reseaux", "find", "Xyzzyville", "--json"],
        capture_output=True,
        env=run.environment(),
        timeout=60,
        check=False,
    )
    command = run("find", "Xyzzyville", "--json")
    assert (done.returncode, done.stdout, done.stderr) == (2, command.stdout, command.stderr)
