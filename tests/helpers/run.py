"""The ways to run a command line: ``run`` in this process, ``process`` in one of its own.

``run`` takes some milliseconds and serves for nearly all. ``process`` starts Python: for pipes,
encodings, and for what a start loads or costs; ``started`` leaves it running: for signals, full
disks. None sees the developer's own files or variables, or runs for more than two minutes.
"""

import contextlib
import csv
import io
import json
import os
import shlex
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import pytest

COMMAND = "from achats_reseaux.cli import main; main()"
"""What the installed script does."""

PEAK = """
import sys
from achats_reseaux.cli import run
code = run(sys.argv[1:])
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(code)
"""
"""Does so, and says on stderr how many KiB of memory it took at most (Linux)."""

KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "COVERAGE_PROCESS_CONFIG", "PYTHONUNBUFFERED")
"""Variables of the developer's that a process needs."""

LIMIT = 120
"""Seconds after which a process is ended, so that what hangs is a test that fails."""

_AS_USUAL = """
import resource, signal
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in (signal.SIGQUIT, signal.SIGHUP):
    signal.signal(name, signal.SIG_DFL)
"""
"""Whoever runs the tests in the background or under nohup has these signals ignored."""

_NOBODY = tempfile.TemporaryDirectory(prefix="reseaux-home-")


class Ran(NamedTuple):
    """What a command line did: its exit status, and the text of its two outputs."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The JSON document that it wrote."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[dict[str, str]]:
        """The rows of the CSV that it wrote, by the names of their columns."""
        return list(csv.DictReader(io.StringIO(self.out)))


def environment(env: Mapping[str, str] | None = None) -> dict[str, str]:
    """The variables that a command line sees: a home without files, and those of ``env``."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    home = (env or {}).get("HOME", _NOBODY.name)
    own = {"HOME": home, "WIN_PD_OVERRIDE_LOCAL_APPDATA": home, "LANG": "C.UTF-8"}
    return {**kept, **own, **(env or {})}


class _Stream(io.TextIOWrapper):
    """An output that may say that it is a terminal."""

    def __init__(self, *, terminal: bool) -> None:
        super().__init__(io.BytesIO(), "utf-8", newline="\n", write_through=True)
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal

    def text(self) -> str:
        self.flush()
        buffer = self.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue().decode("utf-8", "surrogateescape")


@contextlib.contextmanager
def _within(variables: Mapping[str, str], cwd: Path | None, **streams: Any) -> Iterator[None]:
    with (
        mock.patch.dict(os.environ, variables, clear=True),
        mock.patch.multiple(sys, **streams),
        contextlib.chdir(cwd or os.getcwd()),
    ):
        yield


def run(
    *arguments: str,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    width: int = 0,
    height: int = 24,
) -> Ran:
    """Run one command line in this process.

    Args:
        arguments: those after ``reseaux``.
        stdin: the bytes of standard input.
        env: variables beside a bare environment; ``HOME`` is where the user's own files lie.
        cwd: the folder in which it runs.
        width: columns of the terminal that stdout and stderr are; 0: they are pipes.
        height: its lines.
    """
    from rich.style import Style

    from achats_reseaux import cli

    # Rich keeps the codes of a style for the number of colours that it was first drawn in.
    Style._add.cache_clear()
    size = {"COLUMNS": str(width), "LINES": str(height), "TERM": "xterm-256color"} if width else {}
    fed = io.TextIOWrapper(io.BytesIO(stdin), "utf-8")
    out, err = _Stream(terminal=width > 0), _Stream(terminal=width > 0)
    with _within(environment({**size, **(env or {})}), cwd, stdin=fed, stdout=out, stderr=err):
        try:
            code = cli.run([*arguments])
        except KeyboardInterrupt:
            code = 130
    return Ran(int(code), out.text(), err.text())


def process(
    *arguments: str | bytes,
    stdin: bytes = b"",
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    code: str = COMMAND,
) -> Ran:
    """Run one command line in a Python that starts for it; its outputs are pipes.

    ``code`` is what that Python runs instead, with the arguments in ``sys.argv``.
    """
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments],
        input=stdin,
        capture_output=True,
        env=environment(env),
        cwd=cwd,
        timeout=LIMIT,
        check=False,
    )
    out, err = (one.decode("utf-8", "surrogateescape") for one in (done.stdout, done.stderr))
    return Ran(done.returncode, out, err)


def bash(
    script: str,
    folder: Path | None = None,
    env: Mapping[str, str] | None = None,
    shell: str = "/bin/bash",
) -> Ran:
    """Run a script in which ``reseaux`` and a space stand for the command."""
    if os.name != "posix":
        pytest.skip("bash redirects, and /dev/full is full, on POSIX systems")
    line = shlex.join([sys.executable, "-c", COMMAND])
    done = subprocess.run(
        [shell, "-c", script.replace("reseaux ", f"{line} ")],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=environment({"PYTHONDONTWRITEBYTECODE": "1", **(env or {})}),
        cwd=folder,
        timeout=LIMIT,
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode())


@contextlib.contextmanager
def started(
    *arguments: str,
    env: Mapping[str, str] | None = None,
    code: str = COMMAND,
    hears: bool = True,
    **streams: Any,
) -> Iterator[subprocess.Popen[bytes]]:
    """A command line that goes on in a Python of its own; killed after ``LIMIT``.

    Its streams are pipes where none is given. ``hears``: signals do what they usually do.
    """
    piped: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    # Not a byte of our own code is written: a limit would cut it short.
    variables = environment({"PYTHONDONTWRITEBYTECODE": "1", **(env or {})})
    program = (_AS_USUAL if hears else "") + code
    command = [sys.executable, "-c", program, *arguments]
    done = subprocess.Popen(command, env=variables, **{**piped, **streams})
    limit = threading.Timer(LIMIT, done.kill)
    limit.start()
    try:
        with done:
            yield done
    finally:
        limit.cancel()
