"""Golden files, beside the test that compares them: ``GOLDEN=write pytest FILE`` writes anew."""

import difflib
import os
import re
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


_STYLE = r"(?:\x1b\[\d*m)?"
_BORDER = re.compile(rf" +(?={_STYLE} ?│{_STYLE}$)")


def without_wordings(text: str, **wordings: str) -> str:
    """A screen with ``«name»`` for each wording, broken or not: another one is no other screen.

    What stands behind a wording keeps its column: the next cell, the border of a frame.
    """
    longest_first = sorted(wordings, key=lambda name: -len(wordings[name]))
    wordings = {name: wordings[name] for name in longest_first}
    lines = [_line_without(line, wordings) for line in text.split("\n")]
    text = "\n".join(lines)
    for name, wording in wordings.items():
        text = re.sub(r"\s+".join(map(re.escape, wording.split())), f"«{name}»", text)
    return text


def _line_without(line: str, wordings: dict[str, str]) -> str:
    """A line without the wordings that stand whole in it."""
    width = len(line)
    for name, wording in wordings.items():
        words = r"[^\S\n]".join(map(re.escape, wording.split()))
        for found in reversed([*re.finditer(rf"{words}({_STYLE})( {{2,}})?", line)]):
            mark = f"«{name}»{found[1]}"
            if found[2]:
                mark = mark.ljust(len(found[0]))
            line = line[: found.start()] + mark + line[found.end() :]
    border = _BORDER.search(line)
    if border is None or len(line) == width:
        return line
    room = len(border[0]) + width - len(line)
    return line[: border.start()] + " " * room + line[border.end() :]
