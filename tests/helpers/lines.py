"""Command lines and what they must say: ``lines.tsv`` of a room, a line a row.

Before a line may stand variables, as in a shell: ``COLUMNS=80`` makes both outputs a terminal so
wide; behind it ``<<<`` and a text, its standard input. ``CARTE`` is the small catalogue.

Then its status, and the parts of stdout and of stderr, with `` + `` between them: ``^`` before
what it begins with, ``$`` behind what it ends with, ``!`` before what it must not hold, ``=``
before all of it, ``-`` alone for nothing at all. A part may be broken by the end of a line.

Then values of the document of ``--json``: ``results.0.id: "x"``; ``*`` stands for every item, of
which each value is told once.
"""

import json
import re
import shlex
from typing import Any

from helpers.cases import TESTS, cases, check_all
from helpers.run import run

_VARIABLE = re.compile(r"([A-Z_]+)=(\S*) ")


def check_lines(name: str) -> None:
    """Run the lines of a table below ``tests``; all that say something else are told together."""
    check_all(cases(name), _check_line)


def _check_line(line: str, status: str, out: str, err: str, document: str, why: str) -> None:
    assert why
    variables: dict[str, str] = {}
    while found := _VARIABLE.match(line):
        variables[found[1]] = found[2]
        line = line[found.end() :]
    width = int(variables.pop("COLUMNS", "0"))
    typed, _, given = line.partition(" <<< ")
    typed = typed.replace("CARTE", str(TESTS / "answers" / "carte.yaml"))
    words = shlex.split(typed) if '"' in typed else typed.split()
    done = run(*words, stdin=given.encode(), env=variables, width=width)
    assert str(done.code) == status, f"status {done.code}\n{shown(done.out + done.err)}"
    check_text(out, done.out)
    check_text(err, done.err)
    if document:
        check_values(document, run(*words, "--json", env=variables).document)


def shown(text: str) -> str:
    """A text without the signs by which a terminal draws it."""
    return re.sub(r"\x1b\]8;[^\x1b]*\x1b\\|\x1b\[[0-9;]*m", "", text)


def without_link_ids(text: str) -> str:
    """A text without the numbers that Rich gives to links at random."""
    return re.sub(r"(?<=\x1b\]8;)id=[^;\x1b]*(?=;)", "", text)


def check_text(parts: str, text: str) -> None:
    """Hold a text to its parts in a table; what differs is told as a reader sees it."""
    for part in filter(None, parts.split(" + ")):
        assert _has(part, text), f"expected: {part}\nbut this is said:\n{shown(text)}"


def _has(part: str, text: str) -> bool:
    whole = text.removesuffix("\n")
    joined = " ".join(text.replace("│", " ").split())
    if part == "-":
        return not text
    if part.startswith("="):
        return whole == part[1:]
    if part.startswith("^"):
        return text.startswith(part[1:])
    if part.startswith("!"):
        return part[1:] not in text + joined
    if part.endswith("$"):
        return whole.endswith(part[:-1])
    return part in text or part in joined


def check_values(expected: str, document: Any) -> None:
    """Hold values of a document to those of a table: ``results.0.id: "x" + status: "found"``."""
    for value in filter(None, expected.split(" + ")):
        path, _, text = value.partition(": ")
        found = _value_at(document, path.split("."))
        assert found == json.loads(text), f"{path} is {json.dumps(found, ensure_ascii=False)}"


def _value_at(document: Any, path: list[str]) -> Any:
    """The value that a path leads to."""
    for rank, step in enumerate(path):
        if step == "*":
            values = [_value_at(item, path[rank + 1 :]) for item in document]
            return [value for at, value in enumerate(values) if value not in values[:at]]
        document = document[int(step) if step.isdigit() else step]
    return document
