"""The checkout that is tested: its root, its tools, its catalogue."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from achats_reseaux.catalogue import compiled, loader

ROOT = Path(__file__).parent.parent.parent


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
