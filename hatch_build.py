"""Build hook: check the catalogue and compile it, for a wheel as for an editable install."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class CompileCatalogue(BuildHookInterface):  # type: ignore[type-arg]
    """A package is not built from a catalogue that has a fault."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogue: for the wheel, or beside the code of an editable install.

        That of the wheel is compiled elsewhere: it says nothing of this checkout, so that two
        builds are the same, and leaves the checkout as it is.
        """
        self.folder = tempfile.mkdtemp()
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(ROOT / "src"))
        try:
            from achats_reseaux.catalogue import loader

            if version == "editable":
                loader.compile_bundled()
            else:
                file = str(Path(self.folder) / "compiled.bin")
                loader.compile_bundled(file)
                build_data["force_include"][file] = "achats_reseaux/catalogue/compiled.bin"
        finally:
            sys.path.pop(0)

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Remove what the wheel has a copy of."""
        shutil.rmtree(self.folder)
