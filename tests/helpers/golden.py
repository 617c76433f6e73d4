"""Golden files, beside the test that compares them: ``GOLDEN=write pytest FILE`` writes anew."""

import os
from pathlib import Path


def golden(file: Path, text: str) -> str:
    """What a golden file holds; if it is to be written, the text is."""
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    with file.open(encoding="utf-8", newline="") as stream:
        return stream.read()
