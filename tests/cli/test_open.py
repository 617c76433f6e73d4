"""``open`` prints the address, and opens it where someone looks."""

import shutil
import sys
from pathlib import Path

import pytest

from helpers.run import run

SMALL = """\
networks:
  - {id: bureau, name: Bureau, kind: facilitateurs, themes: [social], audiences: [collectivite],
     coverage: {departements: ["68"]}, checked_on: "2026-11-24",
     contact: {website: "https://bureau.example.org"}}
"""


@pytest.mark.skipif(shutil.which("true") is None, reason="no program to stand for a browser")
@pytest.mark.parametrize("browser", ["true", "", "false", "'%s"])
def test_the_address_is_printed_whether_a_browser_opens_or_not(
    browser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "webbrowser", raising=False)  # which reads BROWSER once
    for name in ("true", "false"):
        (tmp_path / name).symlink_to(shutil.which(name) or "")
    folder = tmp_path / ".config" / "reseaux"
    folder.mkdir(parents=True)
    (folder / "networks.yaml").write_text(SMALL, encoding="utf-8")
    env = {"HOME": str(tmp_path), "BROWSER": browser, "PATH": str(tmp_path)}
    assert run("open", "bureau", env=env, width=80) == (0, "https://bureau.example.org\n", "")
    assert run("open", "bureau", env=env) == (0, "https://bureau.example.org\n", "")
