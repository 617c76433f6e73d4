"""``open`` prints the address, and opens it where someone looks."""

import shutil
import sys
from pathlib import Path

import pytest

from helpers.home import Home
from helpers.made_up import network, own_file
from helpers.run import run

ADDRESS = "https://bureau.example.org"
OWN = own_file(network("bureau", {"departements": ["68"]}, contact={"website": ADDRESS}))


@pytest.mark.skipif(shutil.which("true") is None, reason="no program to stand for a browser")
@pytest.mark.parametrize("browser", ["true", "", "false", "'%s"])
def test_the_address_is_printed_whether_a_browser_opens_or_not(
    browser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "webbrowser", raising=False)  # which reads BROWSER once
    for name in ("true", "false"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    Home(tmp_path).writes(OWN)
    env = {"HOME": str(tmp_path), "BROWSER": browser, "PATH": str(tmp_path)}
    for width in (80, 0):
        assert run("open", "bureau", env=env, width=width) == (0, f"{ADDRESS}\n", "")
