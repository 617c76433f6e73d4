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
    assert str(done.code) == status, done
    _check_text(out, done.out)
    _check_text(err, done.err)
    if document:
        told = json.loads(run(*words, "--json", env=variables).out)
        for value in document.split(" + "):
            path, _, expected = value.partition(": ")
            found_value = _value_at(told, path.split("."))
            assert found_value == json.loads(expected), (path, found_value)


def _check_text(parts: str, text: str) -> None:
    joined = " ".join(text.replace("│", " ").split())
    if parts == "-":
        assert text == ""
    elif parts.startswith("="):
        assert text.removesuffix("\n") == parts[1:]
    elif parts:
        for part in parts.split(" + "):
            _check_part(part, text, joined)


def _check_part(part: str, text: str, joined: str) -> None:
    if part.startswith("^"):
        assert text.startswith(part[1:]), (part, text)
    elif part.startswith("!"):
        assert part[1:] not in text + joined, (part, text)
    elif part.endswith("$"):
        assert text.removesuffix("\n").endswith(part[:-1]), (part, text)
    else:
        assert part in text or part in joined, (part, text)


def _value_at(document: Any, path: list[str]) -> Any:
    """The value that a path leads to."""
    for rank, step in enumerate(path):
        if step == "*":
            values = [_value_at(item, path[rank + 1 :]) for item in document]
            return [value for at, value in enumerate(values) if value not in values[:at]]
        document = document[int(step) if step.isdigit() else step]
    return document
