"""What every test shares: the compiled catalogue is fresh, and commands run as real processes."""

from __future__ import annotations

import contextlib
import gc
import importlib.util
import io
import os
import shlex
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from pathlib import Path
from types import ModuleType
from typing import IO, TYPE_CHECKING, Any, NamedTuple

import platformdirs
import pytest

from achats_reseaux.catalogue import compiled, loader
from achats_reseaux.cli.surroundings import known_folder
from achats_reseaux.gazetteer import tsv_table
from fork_server import Forked, ForkServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Done = subprocess.CompletedProcess[bytes]

ROOT = Path(__file__).parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogue once, before any worker starts: the tests of start-up rely on it."""
    if hasattr(config, "workerinput") or not tsv_table.is_checkout():
        return
    if compiled.bundled() is None:
        loader.compile_bundled()


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Let the collector of cycles leave the thousands of items alone, and then run less often."""
    gc.disable()
    result = yield
    gc.freeze()
    gc.set_threshold(50_000)
    gc.enable()
    return result


def whole_catalogue() -> str:
    """The bundled catalogue as the text of one file."""
    files = compiled.files_of(loader.path())
    return "".join(Path(file).read_text(encoding="utf-8") for file in files)


def tool(name: str) -> ModuleType:
    """A script of ``tools/``, imported."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


def home_variables(home: Path) -> dict[str, str]:
    """The variables that make a folder the user's home."""
    variables = {"HOME": str(home)}
    if os.name == "nt":  # which asks its registry, unless platformdirs is told otherwise
        variables["WIN_PD_OVERRIDE_LOCAL_APPDATA"] = str(home)
    return variables


def own_folder(home: Path) -> Path:
    """The configuration folder of a home, as the system that runs the tests has it."""
    return _folder(home, partial(known_folder, "config"), platformdirs.user_config_dir)


def own_cache(home: Path) -> Path:
    """Likewise the folder of what is kept to save time."""
    return _folder(home, partial(known_folder, "cache"), platformdirs.user_cache_dir)


def _folder(home: Path, known: Callable[..., str | None], told: Callable[..., str]) -> Path:
    folder = known({"HOME": str(home)}, sys.platform)
    if folder is None:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in home_variables(home).items():
                patch.setenv(name, value)
            folder = told("reseaux", appauthor=False)
        if home not in Path(folder).parents:  # an older platformdirs
            pytest.skip("nothing says where the user's files are here")
    return Path(folder)


def needs_extra(package: str) -> None:
    """Skip the module that calls it where an extra is not installed; ``.ci/run`` has them all."""
    if importlib.util.find_spec(package) is None:
        pytest.skip(f"{package} is not installed", allow_module_level=True)


def program_in(folder: Path) -> Path:
    """A ``reseaux`` that a shell can run, in a folder for its path."""
    folder.mkdir()
    program = folder / "reseaux"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{COMMAND}" "$@"\n')
    program.chmod(0o755)
    return program


class Run:
    """Runs ``reseaux`` as a process of its own, away from the developer's own files."""

    def __init__(self, home: Path) -> None:
        self.home = home

    @property
    def folder(self) -> Path:
        """Where the user's own files lie in this home; skips where only platformdirs can tell."""
        return own_folder(self.home)

    def environment(self, **extra: str) -> dict[str, str]:
        """A bare environment; ``extra`` adds to it."""
        kept = {name: os.environ[name] for name in KEPT if name in os.environ}
        # Windows has no locale of UTF-8 for a process to be given.
        utf8 = {"PYTHONUTF8": "1"} if os.name == "nt" else {}
        return {**kept, **utf8, **home_variables(self.home), "LANG": "C.UTF-8", **extra}

    def __call__(
        self,
        *arguments: str | bytes,
        stdin: bytes = b"",
        stdout: IO[bytes] | None = None,
        stderr: IO[bytes] | None = None,
        environ: dict[str, str] | None = None,
        cwd: Path | None = None,
    ) -> Done:
        """Run one command line to its end, without a terminal; its outputs may be files."""
        return self._run(arguments, _ends(stdout), _ends(stderr), stdin, environ, cwd)

    def afresh(self, *arguments: str | bytes, environ: dict[str, str] | None = None) -> Done:
        """The same in a Python that starts for it, for what its start has to do with."""
        return self._run(arguments, os.pipe(), os.pipe(), environ=environ, afresh=True)

    def python(self, *command: str | Path, **environ: str) -> Done:
        """Run another program in a Python that starts for it: ``-c``, its code, its arguments."""
        return self.program(sys.executable, *command, **environ)

    def program(self, *command: str | Path, **environ: str) -> Done:
        """Run any program to its end, in the environment of a command line."""
        return subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env=self.environment(**environ),
            timeout=120,
            check=False,
        )

    def started(
        self, *arguments: str, code: str = "", streams: Any = None, **environ: str
    ) -> subprocess.Popen[bytes]:
        """A command line that is running, in a Python that hears signals.

        What started the tests (nohup, a shell's background) may have made these ignored.
        """
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, "-c", HEARD + (code or COMMAND), *arguments],
            env=self.environment(**environ),
            **{"stdin": pipe, "stderr": pipe, **(streams or {})},
        )

    def on_a_terminal(
        self,
        *arguments: str,
        width: int = 80,
        environ: dict[str, str] | None = None,
        messages: bool = False,
    ) -> Done:
        """Run one command line whose stdout alone is a terminal; its lines end as a file's do.

        With ``messages``, its stderr is one instead.
        """
        pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
        environ = {"COLUMNS": str(width), **(environ or {})}
        out, err = (os.pipe(), pty.openpty()) if messages else (pty.openpty(), os.pipe())
        done = self._run(arguments, out, err, environ=environ)
        done.stdout = done.stdout.replace(b"\r\n", b"\n")
        done.stderr = done.stderr.replace(b"\r\n", b"\n")
        return done

    def _run(
        self,
        arguments: tuple[str | bytes, ...],
        stdout: tuple[int, int],
        stderr: tuple[int, int],
        stdin: bytes = b"",
        environ: dict[str, str] | None = None,
        cwd: Path | None = None,
        *,
        afresh: bool = False,
    ) -> Done:
        """Fork, unless there are bytes to be decoded or variables to be read as Python starts."""
        afresh = afresh or any(name.startswith(READ_AT_START) for name in environ or ())
        afresh = afresh or any(isinstance(one, bytes) for one in arguments)
        server = None if afresh else fork_server()
        variables = self.environment(**(environ or {}))
        (fed, feed), (seen, out), (said, err) = os.pipe(), stdout, stderr
        process: subprocess.Popen[bytes] | Forked
        if server is None:
            command = [sys.executable, "-c", COMMAND, *arguments]
            process = subprocess.Popen(
                command, stdin=fed, stdout=out, stderr=err, env=variables, cwd=cwd
            )
        else:
            process = server.start(arguments, variables, cwd or Path.cwd(), (fed, out, err))
        for theirs in (fed, out, err):
            os.close(theirs)
        limit = threading.Timer(60, process.kill)
        limit.start()
        with ThreadPoolExecutor(3) as pool:
            pool.submit(_write, feed, stdin)
            found = pool.map(read_whole, (seen, said))
        code = process.wait()
        limit.cancel()
        return subprocess.CompletedProcess(arguments, code, *found)


class Ran(NamedTuple):
    """What a command line that was run in this process did."""

    code: int
    out: bytes
    err: bytes


def captured(way: Callable[[list[str]], int], arguments: list[str]) -> Ran:
    """Run a command line in this process, by one of the two ways."""
    streams = [io.TextIOWrapper(io.BytesIO(), "utf-8") for _ in range(2)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "stdout", streams[0])
        patch.setattr(sys, "stderr", streams[1])
        code = way(list(arguments))
    for stream in streams:
        stream.flush()
    out, err = (stream.buffer.getvalue() for stream in streams)
    return Ran(code, out, err)


def _ends(file: IO[bytes] | None) -> tuple[int, int]:
    """Our end and the command's of an output: of a pipe, or nothing and a file."""
    if file is None:
        return os.pipe()
    return os.open(os.devnull, os.O_RDONLY), os.dup(file.fileno())


def _write(descriptor: int, content: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), open(descriptor, "wb", buffering=0) as stream:
        stream.write(content)


def read_whole(descriptor: int) -> bytes:
    """What is written to the other end of a pipe or a terminal, which is then closed."""
    seen = b""
    with (
        open(descriptor, "rb", buffering=0) as stream,
        contextlib.suppress(OSError),  # so Linux says that the other side of a terminal is closed
    ):
        while chunk := stream.read(65536):
            seen += chunk
    return seen


@cache
def fork_server() -> ForkServer | None:
    """That of this test process, where processes can be forked."""
    return ForkServer(Run(Path(os.devnull)).environment()) if hasattr(os, "fork") else None


def pytest_unconfigure() -> None:
    """End the server, if there was one."""
    if fork_server.cache_info().currsize and (server := fork_server()) is not None:
        server.close()


KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "COVERAGE_PROCESS_CONFIG")
"""Without ``PYTHONPATH``, a checkout that is not installed could not be run.

The last is there while coverage measures, and alone tells the child to measure itself.
"""

UNMEASURED = {"COVERAGE_PROCESS_CONFIG": ""}
"""For a child whose modules, files, memory or time are what is tested: coverage has its own."""

READ_AT_START = ("PYTHON", "LANG", "LC_", "COVERAGE")
"""How the variables begin that Python, or coverage in it, reads but once."""

COMMAND = "from achats_reseaux.cli import main; main()"
"""What the installed script does."""

HEARD = """import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
for name in ("SIGTERM", "SIGHUP"):
    if hasattr(signal, name):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
"""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``reseaux`` in a process: ``run("find", "Rouen").stdout``."""
    return Run(tmp_path)
