"""JSON files of an npm package, from whatever registry npm is set up for."""

from __future__ import annotations

import json
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import Any


def json_files(package: str, folder: str, *names: str) -> dict[str, Any]:
    """The content of some files in a folder of ``name@version``, by their names."""
    with tempfile.TemporaryDirectory() as where:
        command = ["npm", "pack", "--silent", package]
        done = subprocess.run(command, cwd=where, check=True, capture_output=True, text=True)  # noqa: S603
        with tarfile.open(Path(where) / done.stdout.split()[-1]) as archive:
            files = {name: archive.extractfile(f"package/{folder}/{name}.json") for name in names}
            return {name: json.load(file) for name, file in files.items() if file is not None}
