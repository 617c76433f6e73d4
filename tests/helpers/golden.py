"""Golden files, beside the test that compares them: ``GOLDEN=write pytest FILE`` writes anew."""

import difflib
import os
from collections.abc import Mapping
from pathlib import Path

from helpers.cases import TESTS


def check_golden(file: Path, text: str) -> None:
    """Hold a text to its golden file; if that is to be written, the text is."""
    difference = "\n".join(_difference(file, text))
    assert not difference, difference


def check_screens(command: str, screens: Mapping[str, str]) -> None:
    """Hold the screens of a command to their golden files; all that differ are told together."""
    folder = TESTS / "answers" / "golden"
    differences = [
        _difference(folder / f"{command}_{name}", shown) for name, shown in screens.items()
    ]
    together = "\n".join(line for lines in differences for line in lines)
    assert not together, together


def _difference(file: Path, text: str) -> list[str]:
    if os.environ.get("GOLDEN") == "write":
        file.write_text(text, encoding="utf-8", newline="\n")
    with file.open(encoding="utf-8", newline="") as stream:
        kept = stream.read()
    before, today = kept.split("\n"), text.split("\n")
    names = file.name, "today; if it is right, GOLDEN=write"
    return [*difflib.unified_diff(before, today, *names, n=0, lineterm="")]
