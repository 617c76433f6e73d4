"""Sessions of a user, as text files: the files there are, the commands typed, and all they say.

A session begins with ``### what it shows``. ``--- name`` and the lines up to ``---`` are a file;
``$ reseaux …`` is run, ``$ cat FILE`` and ``$ rm FILE`` are done here. Below stands what is said:
lines of stderr after ``! ``, an exit status other than 0 as ``[status]``; ``##`` explains.
``CONFIG`` is the user's folder of settings, ``DOSSIER`` the current one, ``LIVRÉ`` that of the
bundled catalogue. ``GOLDEN=write pytest FILE`` writes down how all go today; read its diff.
"""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING

import pytest

from achats_reseaux.catalogue import loader
from helpers.cases import TESTS
from helpers.run import run

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="paths as Linux writes them")

FOLDER = TESTS / "answers" / "sessions"
DAY = 1_795_500_000
"""24 November 2026: when each file was last changed."""


@pytest.mark.parametrize("file", sorted(FOLDER.glob("*.txt")), ids=lambda file: str(file.stem))
def test_sessions_go_as_they_are_written(file: Path, tmp_path: Path) -> None:
    head, *sessions = file.read_text("utf-8").split("\n\n### ")
    played = [head]
    for rank, session in enumerate(sessions):
        shown, _, lines = session.partition("\n")
        folder = tmp_path / str(rank)
        (folder / "ici").mkdir(parents=True)
        played.append("\n".join([shown, *play(lines.strip("\n"), folder)]))
    text = "\n\n### ".join(played) + "\n"
    if os.environ.get("GOLDEN") == "write":
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text("utf-8")


def play(session: str, home: Path) -> list[str]:
    """A session as it goes today."""
    here = home / "ici"
    names = {
        "CONFIG": str(home / ".config" / "reseaux"),
        "DOSSIER": str(here),
        "LIVRÉ": loader.path(),
    }
    lines: list[str] = []
    rest = iter(session.split("\n"))
    for line in rest:
        if line.startswith("--- "):
            content = list(iter(rest.__next__, "---"))
            file = here / real(line.removeprefix("--- "), names)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(f"{one}\n" for one in content), encoding="utf-8")
            os.utime(file, (DAY, DAY))
            lines += [line, *content, "---"]
        elif line.startswith("$ "):
            lines += [line, *said(shlex.split(real(line, names))[1:], home, names)]
        elif line.startswith("## "):
            lines.append(line)
    return lines


def said(words: list[str], home: Path, names: dict[str, str]) -> list[str]:
    command, *arguments = words
    here = home / "ici"
    if command == "rm":
        (here / arguments[0]).unlink()
        return []
    if command == "cat":
        return (here / arguments[0]).read_text("utf-8").splitlines()
    env = {"HOME": str(home), "RESEAUX_AUJOURDHUI": "2026-11-28"}
    done = run(*arguments, env=env, cwd=here)
    lines = [*done.out.splitlines(), *(f"! {one}" for one in done.err.splitlines())]
    for name, place in names.items():
        lines = [one.replace(place, name) for one in lines]
    return [*lines, *([f"[{done.code}]"] if done.code else [])]


def real(text: str, names: dict[str, str]) -> str:
    for name, place in names.items():
        text = text.replace(name, place)
    return text
