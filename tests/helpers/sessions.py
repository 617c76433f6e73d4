"""Sessions of a user, as text files: the files there are, the commands typed, and all they say.

A session begins with ``### what it shows``. ``--- name`` and the lines up to ``---`` are a file;
``$ reseaux …`` is run, ``$ cat FILE`` and ``$ rm FILE`` are done here. Below stands what is said:
lines of stderr after ``! ``, an exit status other than 0 as ``[status]``; ``##`` explains.
``CONFIG`` is the user's folder of settings, ``DOSSIER`` the current one, ``LIVRÉ`` the catalogue
(the bundled one with few desks, lest one more change a session), ``TYPES`` its kinds of networks;
``ÉDITION`` its version; ``AUCUN`` and ``SE NOMME`` are wordings of which another is no other
session. A CSV of all columns stands as its records, what is empty left out. ``GOLDEN=write`` writes
down how all go today: read the diff.
"""

import csv
import io
import os
import shlex
import sys
from pathlib import Path

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.output.row_table import ROW_COLUMNS
from helpers.cases import listed
from helpers.checkout import small_catalogue
from helpers.golden import check_golden
from helpers.run import run

TESTS = Path(__file__).parent.parent
DAY = 1_795_500_000
"""24 November 2026: when each file was last changed."""


def check_sessions(name: str, folder: Path, catalogue: str = "") -> None:
    """Play the sessions of a file below ``tests`` as they go today; tell all that differ.

    ``catalogue`` is a file that replaces that of few desks.
    """
    if sys.platform != "linux":
        pytest.skip("paths as Linux writes them")
    file = TESTS / name
    head, *sessions = file.read_text("utf-8").rstrip("\n").split("\n\n### ")
    few = folder / "few.yaml"
    few.write_text(small_catalogue(), encoding="utf-8")
    today = [head]
    for rank, session in enumerate(sessions):
        shown, _, steps = session.partition("\n")
        own = folder / str(rank)
        own.mkdir()
        today.append(f"{shown}\n{played(steps, own, catalogue or str(few))}")
    check_golden(file, "\n\n### ".join(today) + "\n")


def played(session: str, folder: Path, catalogue: str) -> str:
    """A session as it goes today, in an empty folder that is also the user's home."""
    variables = {"HOME": str(folder), "RESEAUX_AUJOURDHUI": "2026-11-28"}
    variables["RESEAUX_CATALOGUE"] = catalogue
    config = folder / ".config" / "reseaux"
    names = {
        "CONFIG": str(config),
        "DOSSIER": str(folder),
        "LIVRÉ": catalogue,
        "TYPES": listed("kinds"),
        "AUCUN": listed("No_guichet"),
        "SE NOMME": listed("named"),
        "ÉDITION": loader.load().version,
    }
    lines: list[str] = []
    rest = iter(session.split("\n"))
    for line in rest:
        if line.startswith("--- "):
            content = list(iter(rest.__next__, "---"))
            file = folder / _real(line.removeprefix("--- "), names)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(f"{one}\n" for one in content), encoding="utf-8")
            os.utime(file, (DAY, DAY))
            lines += [line, *content, "---"]
        elif line.startswith("$ "):
            lines += [line, *_said(shlex.split(_real(line, names))[1:], folder, names, variables)]
        elif line.startswith("## "):
            lines.append(line)
    return "\n".join(lines)


def _said(
    words: list[str], folder: Path, names: dict[str, str], variables: dict[str, str]
) -> list[str]:
    command, *arguments = words
    if command == "rm":
        (folder / arguments[0]).unlink()
        return []
    if command == "cat":
        return (folder / arguments[0]).read_text("utf-8").splitlines()
    done = run(*arguments, env=variables, cwd=folder)
    lines = _records(done.out) or done.out.splitlines()
    lines += [f"! {one}" for one in done.err.splitlines()]
    for name, place in names.items():
        lines = [one.replace(place, name) for one in lines]
    return [*lines, *([f"[{done.code}]"] if done.code else [])]


def _records(written: str) -> list[str]:
    """The cells of a CSV of all columns by their names; nothing of another text."""
    if not written.startswith(f"{','.join(ROW_COLUMNS)}\n"):
        return []
    records = csv.DictReader(io.StringIO(written))
    return [f"{name} = {cell}" for record in records for name, cell in record.items() if cell]


def _real(text: str, names: dict[str, str]) -> str:
    for name, place in names.items():
        text = text.replace(name, place)
    return text
