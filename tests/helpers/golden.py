"""Golden files, beside the test that compares them: ``GOLDEN=write pytest FILE`` writes anew."""

import os
import re
from pathlib import Path


def golden(file: Path, text: str) -> str:
    """What a golden file holds; if it is to be written, the text is."""
    if os.environ.get("GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")
    with file.open(encoding="utf-8", newline="") as stream:
        return stream.read()


def without_wordings(text: str, **wordings: str) -> str:
    """A screen with ``«name»`` for each wording, broken or not: another one is no other screen."""
    for name, wording in wordings.items():
        text = re.sub(r"\s+".join(map(re.escape, wording.split())), f"«{name}»", text)
    return text
