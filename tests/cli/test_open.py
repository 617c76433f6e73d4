"""``open`` prints the address, and opens it where someone looks."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from achats_reseaux.catalogue import loader
from conftest import Run

CATALOGUE = loader.load()

NOTE = "RAN COPER : Site du réseau ; source de 2024.\n"
"""What is to be known of the address that ``open`` prints."""


@pytest.mark.skipif(shutil.which("true") is None, reason="no program to stand for a browser")
@pytest.mark.parametrize(
    ("browser", "said"),
    [
        ("true", ""),
        ("", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
        ("/nonexistent/browser", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
        ("false", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
        (" ", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
        ("'%s", "Aucun navigateur ne s'est ouvert ; l'adresse :\n"),
    ],
)
def test_open_prints_the_address_whether_a_browser_opens_or_not(
    browser: str, said: str, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("true", "false"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or "")
    environ = {"BROWSER": browser, "PATH": str(tmp_path / "bin")}
    done = run.on_a_terminal("open", "ran-coper", environ=environ)
    assert (done.returncode, done.stdout) == (0, b"https://ran-coper.fr\n")
    assert done.stderr.decode() == NOTE + said


@pytest.mark.skipif(shutil.which("sh") is None, reason="no program to stand for a browser")
def test_open_opens_no_browser_off_a_terminal(run: Run, tmp_path: Path) -> None:
    """One of texts would draw into the pipe."""
    browser = tmp_path / "lynx"
    browser.write_text("#!/bin/sh\nprintf '\\033[2J%s\\n' \"$1\"\n")
    browser.chmod(0o755)
    environ = {"BROWSER": str(browser)}
    address = b"https://ran-coper.fr\n"
    seen = run.on_a_terminal("open", "ran-coper", environ=environ)
    assert (seen.returncode, seen.stdout, seen.stderr) == (
        0,
        b"\x1b[2J" + address * 2,
        NOTE.encode(),
    )
    done = run("open", "ran-coper", environ=environ)
    assert (done.returncode, done.stdout, done.stderr) == (0, address, NOTE.encode())


def test_open_says_where_to_go_when_no_address_is_documented(run: Run) -> None:
    done = run("open", "reseco")
    assert done.returncode == 1
    assert done.stdout.decode().splitlines() == [
        one.url for one in CATALOGUE.ways_in if "guichet-vert" in one.kinds or not one.kinds
    ]
    assert "adresse non documentée" in done.stderr.decode()
