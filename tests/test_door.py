"""The door for Python users: what the package says of itself."""

from __future__ import annotations

import pytest

import achats_reseaux
from conftest import ROOT, Run


def test_the_version_is_one_wherever_it_is_asked_for(run: Run) -> None:
    version = achats_reseaux.__version__
    assert run("--version").stdout.decode() == f"reseaux {version}\n"
    assert f" {version}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_what_the_package_lacks_is_missing_as_from_any_module() -> None:
    said = "module 'achats_reseaux' has no attribute 'reseaux'"
    with pytest.raises(AttributeError, match=said):
        _ = achats_reseaux.reseaux
    assert not hasattr(achats_reseaux, "__versions__")
