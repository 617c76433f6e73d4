"""The checkout that is tested: its root, its tools, its catalogue."""

import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from achats_reseaux.catalogue import compiled, loader

ROOT = Path(__file__).parent.parent.parent
DESK = "    kind: facilitateurs\n"
KEPT_DESKS = ("maximilien-clauses-sociales", "facilitateurs-sociaux")


def whole_catalogue() -> str:
    """The bundled catalogue as the text of one file."""
    files = compiled.files_of(loader.path())
    return "".join(Path(file).read_text(encoding="utf-8") for file in files)


def small_catalogue() -> str:
    """The same without the traces and most desks: it is read and checked in a third of the time."""
    *files, networks = compiled.files_of(loader.path())
    texts = [Path(file).read_text("utf-8") for file in files if not file.endswith("traces.yaml")]
    first, *entries = Path(networks).read_text("utf-8").split("\n  - id: ")
    kept = [one for one in entries if one.startswith(KEPT_DESKS) or DESK not in one]
    return "".join([*texts, "\n  - id: ".join([first, *kept])])


def built_wheel(source: Path, folder: Path) -> Path:
    """The wheel that pip builds of a checkout into a folder, without a network."""
    building = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
    command = [*building, "-w", str(folder), str(source)]
    subprocess.run(command, timeout=300, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    return wheel


def tool(name: str) -> ModuleType:
    """A script of ``tools/``, imported."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where dataclasses look for it
    spec.loader.exec_module(module)
    return module


def commands(node: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """A command of Typer's and all below it, each behind the words that are typed for it."""
    yield path, node
    for name, below in getattr(node, "commands", {}).items():
        yield from commands(below, (*path, name))
