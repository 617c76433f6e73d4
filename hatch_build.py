"""Build hook: check the catalogue and compile it, for a wheel as for an editable install."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).parent


class CompileCatalogue(BuildHookInterface):  # type: ignore[type-arg]
    """A package is not built from a catalogue that has a fault."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile ``data/networks.yaml`` beside the code that reads it."""
        if self.target_name != "wheel":
            return
        sys.path.insert(0, str(ROOT / "src"))
        try:
            from achats_reseaux.catalogue import store

            store.compile_bundled()
        finally:
            sys.path.pop(0)
