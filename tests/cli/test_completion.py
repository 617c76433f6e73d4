"""Completion in the real shells, each with Typer's script, and what is offered in any of them."""

import contextlib
import os
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from achats_reseaux.cli import app
from helpers.cases import cases
from helpers.run import COMMAND, environment, run

SHELLS = ("bash", "zsh", "fish", "powershell")
OFFERED = cases("cli/completed.tsv")
"""What is typed, and all that is offered, or the one word that is."""


def offered(line: str) -> list[str]:
    """What the program offers bash for a line, of which the last word is being typed."""
    words = shlex.join(["reseaux", *line.split(" ")]) if line else "reseaux ''"
    asked = {"COMP_WORDS": words, "COMP_CWORD": str(len(line.split(" ")))}
    return run(env={"_RESEAUX_COMPLETE": "complete_bash", **asked}).out.splitlines()


@pytest.mark.parametrize(("line", "expected", "reason"), OFFERED)
def test_what_is_offered(line: str, expected: str, reason: str) -> None:
    assert sorted(one for one in offered(line) if one) == sorted(expected.split()), reason


def test_every_command_is_offered() -> None:
    assert set(offered("")) == {*app.COMMANDS}


def test_every_network_and_notion_can_be_shown() -> None:
    assert {*run("list", "-q").out.split()} < {*offered("show ")}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_calls_the_program(shell: str) -> None:
    script = run("completion", shell, env={"PYTHONIOENCODING": "ascii"}).out
    assert f"_RESEAUX_COMPLETE={shell}" in script.replace("complete_", "").replace(' = "', "=")
    assert script.count("{") == script.count("}")
    assert script.count("(") == script.count(")")


@pytest.mark.parametrize(
    "asked", [{}, {"COMP_WORDS": "reseaux '", "COMP_CWORD": "9"}, {"COMP_CWORD": "x"}], ids=str
)
def test_a_broken_request_ends_quietly(asked: dict[str, str]) -> None:
    done = run(env={"_RESEAUX_COMPLETE": "complete_bash", **asked})
    assert (done.code, done.err) == (0, "")
    assert {*done.out.split()} in (set(), {*app.COMMANDS})


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a ``reseaux`` to run and the scripts, as the command prints them."""
    folder = tmp_path_factory.mktemp("shell")
    program = folder / "bin" / "reseaux"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{COMMAND}" "$@"\n')
    program.chmod(0o755)
    for shell in SHELLS:
        (folder / f"script.{shell}").write_text(run("completion", shell).out, encoding="utf-8")
    (folder / "fichier.yaml").touch()
    return folder


def variables(home: Path) -> dict[str, str]:
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return environment({"HOME": str(home), "PATH": path, "TERM": "dumb"})


def need(shell: str) -> str:
    """The shell's executable, or a test skipped with the reason."""
    found = shutil.which(shell)
    if found is None or os.name == "nt":
        pytest.skip(f"{shell} is not installed, or cannot run a shell script")
    return found


def said(home: Path, *command: str) -> list[str]:
    """The lines that a command prints."""
    done = subprocess.run(
        command, capture_output=True, cwd=home, env=variables(home), timeout=60, check=True
    )
    assert done.stderr == b""
    return done.stdout.decode().splitlines()


USUAL = [
    ("reseaux cov", "coverage"),
    ("reseaux find seine-m", "seine-maritime"),
    ("reseaux list --theme environnement,so", "environnement,social"),
]
MORE = [
    ("reseaux find --region norm", "normandie"),
    ("reseaux show ran", "ran-coper"),
    ("reseaux coverage --status covered,no", "covered,none"),
    ("reseaux list --columns id,na", "id,name"),
    ("reseaux help cov", "coverage"),
    ("reseaux list --format js", "json"),
]
SLOW = [pytest.param(*case, marks=pytest.mark.slow) for case in MORE]
FILE = ("reseaux catalogue check fich", "fichier.yaml")
"""Bash completes files itself."""

ASK_BASH = """
source ~/script.bash
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_reseaux_completion "$1"
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.parametrize(("line", "word"), [*USUAL, *SLOW])
def test_bash(home: Path, line: str, word: str) -> None:
    asked = said(home, need("bash"), "--norc", "-c", ASK_BASH, "bash", *line.split())
    assert word in asked


@pytest.mark.parametrize(("line", "word"), [FILE, *USUAL, *SLOW])
def test_fish(home: Path, line: str, word: str) -> None:
    ask = f"source ~/script.fish; complete -C {shlex.quote(line)}"
    told = said(home, need("fish"), "--no-config", "-c", ask)
    assert word in [one.partition("\t")[0] for one in told]


class Zsh:
    """An interactive zsh at the other end of a pseudo-terminal."""

    def __init__(self, home: Path) -> None:
        pytest.importorskip("termios", reason="Windows has no pseudo-terminal for zsh")
        import pty

        program = need("zsh")
        self.child, self.terminal = pty.fork()
        if self.child == 0:  # pragma: no cover
            os.chdir(home)
            os.execve(program, ["zsh", "-f", "-i"], variables(home))
        self.send("PS1='> ' PROMPT_SP=; unsetopt promptsp zle_bracketed_paste 2>/dev/null\n")
        self.send("autoload -Uz compinit; compinit -u -D; source ~/script.zsh\n")
        self.send("bindkey -e; LISTMAX=1000; print -r -- rea''dy\n")
        self.read_to("ready\r\n")

    def send(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def read_to(self, end: str) -> str:
        """What the shell wrote up to a text."""
        import select

        seen, limit = "", time.monotonic() + 30
        while end not in seen:
            ready, _, _ = select.select([self.terminal], [], [], limit - time.monotonic())
            assert ready, f"zsh did not write {end!r} but {seen!r}"
            seen += os.read(self.terminal, 65536).decode(errors="replace")
        return seen

    def completed(self, line: str) -> str:
        """The line after a TAB: it is printed instead of run."""
        self.send(f"{line}\t\x01print -r -- '<''<'\x05 '>''>'\n")
        return self.read_to(">>\r\n").rpartition("<<")[2].partition(">>")[0].strip()

    def close(self) -> None:
        os.close(self.terminal)
        os.waitpid(self.child, 0)


@pytest.mark.parametrize(
    "cases_",
    [[*USUAL, FILE], pytest.param(MORE[:-1], marks=pytest.mark.slow)],
    ids=["some", "more"],
)
def test_zsh(home: Path, cases_: list[tuple[str, str]]) -> None:
    """But « js », with which jsonl begins too."""
    with contextlib.closing(Zsh(home)) as zsh:
        for line, word in cases_:
            assert zsh.completed(line) == f"{line.rpartition(' ')[0]} {word}", line
