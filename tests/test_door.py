"""The door for Python users: what the package says of itself."""

from __future__ import annotations

import achats_reseaux
from conftest import ROOT, Run


def test_the_version_is_one_wherever_it_is_asked_for(run: Run) -> None:
    version = achats_reseaux.__version__
    assert run("--version").stdout.decode() == f"reseaux {version}\n"
    assert f" {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")
