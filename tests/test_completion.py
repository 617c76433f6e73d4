"""Completion, in the real shells: each is started, loads our file, and is asked."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from achats_reseaux.cli import app
from achats_reseaux.cli.commands import completion
from case_tables import cases
from conftest import ROOT, Run, program_in

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SCRIPTS = ROOT / "data" / "completion"
COMMANDS = set(app.command_tree("").commands)

UNIQUE = cases("views/completed.tsv")
"""What is typed, and the one word that it is completed to."""

QUOTED = {
    shell: [row for one, *row in cases("views/completed_in_shells.tsv") if one == shell]
    for shell in ("bash", "fish", "zsh")
}
"""What a shell is given, bash word by word, and all that it offers, or the line that is made."""


@pytest.fixture(scope="module")
def shell_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a ``reseaux`` to run and the completion files, as the command prints them."""
    home = tmp_path_factory.mktemp("shell")
    program_in(home / "bin")
    for name, file in completion.SCRIPTS.items():
        shutil.copy(SCRIPTS / file, home / f"_reseaux.{name}")
    (home / "zfunc").mkdir()
    shutil.copy(SCRIPTS / "_reseaux", home / "zfunc")
    (home / "fichier.yaml").touch()
    (home / "xenvironnement").touch()
    return home


def environment(home: Path) -> dict[str, str]:
    """Everything that a shell needs and nothing of the developer's."""
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return Run(home).environment(PATH=path, TERM="dumb", PYTHONPATH=str(ROOT / "src"))


def need(shell: str) -> str:
    """The shell's executable, or a test skipped with the reason."""
    if os.name == "nt":
        pytest.skip("the program that stands for reseaux is a shell script")
    found = shutil.which(shell)
    if found is None:
        pytest.skip(f"{shell} is not installed")
    return found


def output(home: Path, *command: str) -> list[str]:
    """The lines that a command prints."""
    done = subprocess.run(
        command, capture_output=True, cwd=home, env=environment(home), timeout=60, check=True
    )
    assert done.stderr == b""
    return done.stdout.decode().splitlines()


# --- bash ----------------------------------------------------------------------------------------

ASK_BASH = """
source ~/_reseaux.bash
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
_reseaux_completion "$1"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def bash(home: Path, *words: str) -> list[str]:
    return output(home, need("bash"), "--norc", "-c", ASK_BASH, "bash", *words)


@pytest.mark.parametrize(("line", "word"), UNIQUE)
def test_bash(shell_home: Path, line: str, word: str) -> None:
    assert word in bash(shell_home, *line.split())


@pytest.mark.parametrize(("line", "offered", "reason"), QUOTED["bash"])
def test_bash_offers_what_fits_as_it_was_typed(
    shell_home: Path, line: str, offered: str, reason: str
) -> None:
    assert bash(shell_home, *line.split(" | ")) == offered.split(" | "), reason


def test_bash_offers_every_command(shell_home: Path) -> None:
    assert set(bash(shell_home, "reseaux", "")) == COMMANDS


# --- fish ----------------------------------------------------------------------------------------


def fish_described(home: Path, line: str) -> dict[str, str]:
    """What fish offers: words and their descriptions."""
    ask = f"source ~/_reseaux.fish; complete -C {shlex.quote(line)}"
    lines = output(home, need("fish"), "--no-config", "-c", ask)
    parted = (one.partition("\t") for one in lines)
    return {word: description for word, _, description in parted}


def fish(home: Path, line: str) -> list[str]:
    return list(fish_described(home, line))


@pytest.mark.parametrize(("line", "word"), UNIQUE[::3])
def test_fish(shell_home: Path, line: str, word: str) -> None:
    assert word in fish(shell_home, line)


def test_commands_are_loaded_one_by_one() -> None:
    assert set(app.COMMANDS) == COMMANDS


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_script_is_utf_8_whatever_the_system_speaks(run: Run, shell: str) -> None:
    script = run("completion", shell).stdout
    assert not script.isascii()
    assert run("completion", shell, environ={"PYTHONIOENCODING": "ascii"}).stdout == script


@pytest.mark.parametrize(("line", "offered", "reason"), QUOTED["fish"])
def test_fish_offers_what_fits_as_it_was_typed(
    shell_home: Path, line: str, offered: str, reason: str
) -> None:
    assert fish(shell_home, line) == [offered], reason


def test_fish_offers_every_command(shell_home: Path) -> None:
    assert set(fish(shell_home, "reseaux ")) == COMMANDS


@pytest.mark.parametrize(("line", "word", "description"), cases("views/described.tsv"))
def test_fish_describes_what_it_offers(
    shell_home: Path, line: str, word: str, description: str
) -> None:
    assert fish_described(shell_home, line)[word].startswith(description)


# --- zsh -----------------------------------------------------------------------------------------


class Zsh:
    """An interactive zsh at the other end of a pseudo-terminal."""

    def __init__(self, home: Path) -> None:
        pytest.importorskip("termios", reason="Windows has no pseudo-terminal for zsh")
        import pty

        program = need("zsh")
        self.child, self.terminal = pty.fork()
        if self.child == 0:  # pragma: no cover
            os.chdir(home)
            os.execve(program, ["zsh", "-f", "-i"], environment(home))
        self.send("PS1='> ' PROMPT_SP=; unsetopt promptsp zle_bracketed_paste 2>/dev/null\n")
        self.send("fpath=(~/zfunc $fpath); autoload -Uz compinit; compinit -u -D\n")
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

    def listed(self, line: str, last: str) -> str:
        """The list that a second TAB shows, which holds a text at its end."""
        self.send(f"{line}\t\t")
        shown = self.read_to(last)
        self.send("\x15print -r -- en''d\n")
        return shown + self.read_to("end\r\n")

    def close(self) -> None:
        os.close(self.terminal)
        os.waitpid(self.child, 0)


@pytest.fixture
def zsh(shell_home: Path) -> Iterator[Zsh]:
    """A zsh that has our file in its ``fpath``."""
    shell = Zsh(shell_home)
    yield shell
    shell.close()


def test_zsh(zsh: Zsh) -> None:
    for line, word in UNIQUE:
        assert zsh.completed(line) == f"{line.rpartition(' ')[0]} {word}", line
    for line, offered, reason in QUOTED["zsh"]:
        assert zsh.completed(line) == offered, reason


def test_zsh_offers_everything_that_fits(zsh: Zsh) -> None:
    assert set(zsh.listed("reseaux ", max(COMMANDS)).split()) >= COMMANDS


def test_zsh_describes_what_it_offers(zsh: Zsh) -> None:
    described = "coverage    -- Qui est couvert, région par région."
    assert described in zsh.listed("reseaux ", max(COMMANDS))
    assert "mulhouse" in zsh.listed("reseaux find mulhous", "-- commune (68)")


# --- what is offered, whatever the shell ---------------------------------------------------------


@pytest.mark.parametrize(("line", "offered"), cases("views/offered.tsv"))
def test_what_is_offered(
    line: str,
    offered: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    """The last of the words is being typed; each candidate is followed by its description."""
    words = ["reseaux", *line.split(" ")]
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("_RESEAUX_COMPLETE", "complete_bash")
    monkeypatch.setenv("COMP_WORDS", "\n".join(words))
    monkeypatch.setenv("COMP_CWORD", str(len(words) - 1))
    assert app.run([]) == 0
    found = [one.replace("\t", " — ") for one in capsys.readouterr().out.splitlines() if one]
    expected = offered.split(" | ") if offered else []
    assert sorted(found) == sorted(expected)  # Typer's names of the help are in no order


# --- the command, and what it loads --------------------------------------------------------------


@pytest.mark.parametrize("shell", completion.SCRIPTS)
def test_the_command_prints_the_file(run: Run, shell: str) -> None:
    script = (SCRIPTS / completion.SCRIPTS[shell]).read_bytes()
    assert run("completion", shell).stdout == script
    assert run("completion", environ={"SHELL": f"/usr/bin/{shell}"}).stdout == script


def test_an_unknown_shell_is_refused(run: Run) -> None:
    done = run("completion", "tcsh")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "« tcsh » n'est pas un shell connu" in done.stderr.decode()
    done = run("completion", environ={"SHELL": ""})
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        "Erreur : Impossible de deviner votre shell : la variable SHELL ne le dit pas.\n"
        "Nommez-le : reseaux completion [bash|zsh|fish|powershell]\n"
    )


@pytest.mark.parametrize(
    "environ",
    [
        {"_RESEAUX_COMPLETE": ""},
        {"_RESEAUX_COMPLETE": "x"},
        {"_RESEAUX_COMPLETE": "complete_tcsh"},
        {"_RESEAUX_COMPLETE": "complete_bash"},
        {"_RESEAUX_COMPLETE": "complete_bash", "COMP_WORDS": "reseaux"},
        {"_RESEAUX_COMPLETE": "complete_bash", "COMP_CWORD": "1"},
        {"_RESEAUX_COMPLETE": "complete_bash", "COMP_WORDS": "reseaux", "COMP_CWORD": ""},
        {"_RESEAUX_COMPLETE": "complete_bash", "COMP_WORDS": "reseaux", "COMP_CWORD": "-1"},
        {"_RESEAUX_COMPLETE": "complete_bash", "COMP_WORDS": "reseaux", "COMP_CWORD": "x"},
        {"_RESEAUX_COMPLETE": "complete_bash", "COMP_WORDS": "reseaux '", "COMP_CWORD": "9"},
    ],
    ids=str,
)
def test_a_broken_request_ends_quietly(run: Run, environ: dict[str, str]) -> None:
    """Nothing but commands to choose from, and no fault of ours."""
    done = run(environ=environ)
    assert done.returncode in ({0} if environ["_RESEAUX_COMPLETE"] == "complete_bash" else {0, 2})
    words = {line.partition("\t")[0] for line in done.stdout.decode().splitlines() if line}
    assert words in (set(), COMMANDS)
    assert b"Erreur interne" not in done.stderr
