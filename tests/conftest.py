"""What every test shares: the compiled catalogue is fresh, and commands run as real processes."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING

import platformdirs
import pytest

from achats_reseaux import catalogue
from achats_reseaux.catalogue import inputs, loader
from achats_reseaux.cli.user_files import known_cache_folder, known_folder
from achats_reseaux.gazetteer import tsv_table

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogue once, before any worker starts: the tests of start-up rely on it."""
    if hasattr(config, "workerinput") or not tsv_table.is_checkout():
        return
    if catalogue.read_compiled(catalogue.FILE, lambda: inputs.inputs(tsv_table.folder())) is None:
        loader.compile_bundled()


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
    return _folder(home, known_folder, platformdirs.user_config_dir)


def own_cache(home: Path) -> Path:
    """Likewise the folder of what is kept to save time."""
    return _folder(home, known_cache_folder, platformdirs.user_cache_dir)


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
        environ: dict[str, str] | None = None,
        **options: object,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one command line to its end, without a terminal."""
        done: subprocess.CompletedProcess[bytes] = subprocess.run(
            [sys.executable, "-c", COMMAND, *arguments],
            input=stdin,
            capture_output=True,
            env=self.environment(**(environ or {})),
            timeout=60,
            check=False,
            **options,  # type: ignore[call-overload]
        )
        return done

    def on_a_terminal(
        self, *arguments: str, width: int = 80, environ: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[bytes]:
        """Run one command line whose stdout alone is a terminal; its lines end as a file's do."""
        pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
        ours, theirs = pty.openpty()
        with (
            subprocess.Popen(
                [sys.executable, "-c", COMMAND, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=theirs,
                stderr=subprocess.PIPE,
                env=self.environment(COLUMNS=str(width), **(environ or {})),
            ) as process,
            open(ours, "rb", buffering=0) as terminal,
        ):
            os.close(theirs)
            seen = b""
            with contextlib.suppress(OSError):  # Linux says so when the other side is closed
                while chunk := terminal.read(65536):
                    seen += chunk
            _, said = process.communicate(timeout=60)
        seen = seen.replace(b"\r\n", b"\n")
        return subprocess.CompletedProcess(arguments, process.returncode, seen, said)


KEPT = ("PATH", "PYTHONPATH", "SYSTEMROOT", "COVERAGE_PROCESS_CONFIG")
"""Without ``PYTHONPATH``, a checkout that is not installed could not be run.

The last is there while coverage measures, and alone tells the child to measure itself.
"""

UNMEASURED = {"COVERAGE_PROCESS_CONFIG": ""}
"""For a child whose modules, files, memory or time are what is tested: coverage has its own."""

COMMAND = "from achats_reseaux.cli import main; main()"
"""What the installed script does."""


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run ``reseaux`` in a process: ``run("find", "Rouen").stdout``."""
    return Run(tmp_path)
