"""Sessions of a user, as text files: the files there are, the commands typed, and all they say.

A session begins with ``### what it shows``. ``--- name`` and the lines up to ``---`` are a file;
``$ reseaux …`` is run, ``$ cat FILE`` and ``$ rm FILE`` are done here. Below stands what is said:
lines of stderr after ``! ``, an exit status other than 0 as ``[status]``; ``##`` explains.
``CONFIG`` is the user's folder of settings, ``DOSSIER`` the current one, ``LIVRÉ`` that of the
bundled catalogue. ``python tests/transcripts.py`` writes down how all go today; read its diff.
"""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING

from achats_reseaux.catalogue import loader

if TYPE_CHECKING:
    from test_overlay import User

TESTS = Path(__file__).parent
DAY = 1_795_500_000
"""24 November 2026: when each file was last changed."""


def sessions(name: str) -> dict[str, str]:
    """The sessions of a file below ``tests``, by what they show."""
    text = (TESTS / name).read_text("utf-8")
    parts = (part.partition("\n") for part in text.split("\n### ")[1:])
    return {shown: session.strip("\n") for shown, _, session in parts}


def played(session: str, user: User, folder: Path) -> str:
    """A session as it goes today, in an empty folder."""
    user.patch.chdir(folder)
    user.patch.setenv("RESEAUX_AUJOURDHUI", "2026-11-28")
    names = {"CONFIG": str(user.folder), "DOSSIER": str(folder), "LIVRÉ": loader.path()}
    lines: list[str] = []
    rest = iter(session.split("\n"))
    for line in rest:
        if line.startswith("--- "):
            content = list(iter(rest.__next__, "---"))
            file = Path(_real(line.removeprefix("--- "), names))
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text("".join(f"{one}\n" for one in content), encoding="utf-8")
            os.utime(file, (DAY, DAY))
            lines += [line, *content, "---"]
        elif line.startswith("$ "):
            lines += [line, *_said(shlex.split(_real(line, names))[1:], user, names)]
        elif line.startswith("## "):
            lines.append(line)
    return "\n".join(lines)


def _said(words: list[str], user: User, names: dict[str, str]) -> list[str]:
    command, *arguments = words
    if command == "rm":
        Path(arguments[0]).unlink()
        return []
    if command == "cat":
        return Path(arguments[0]).read_text("utf-8").splitlines()
    code, out, err = user.types(*arguments)
    lines = [*out.splitlines(), *(f"! {one}" for one in err.splitlines())]
    for name, place in names.items():
        lines = [one.replace(place, name) for one in lines]
    return [*lines, *([f"[{code}]"] if code else [])]


def _real(text: str, names: dict[str, str]) -> str:
    for name, place in names.items():
        text = text.replace(name, place)
    return text


def main() -> None:
    """Write down every session as it goes today."""
    import tempfile

    import pytest

    from test_overlay import User

    for file in TESTS.glob("*/*.txt"):
        head = file.read_text("utf-8").partition("\n### ")[0]
        if "tests/transcripts.py" not in head:
            continue
        written = [head.rstrip("\n")]
        for shown, session in sessions(f"{file.parent.name}/{file.name}").items():
            with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
                user = User(Path(folder), patch)
                written.append(f"### {shown}\n{played(session, user, Path(folder))}")
        file.write_text("\n\n".join(written) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
