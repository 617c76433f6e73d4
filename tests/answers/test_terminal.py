"""What stdout is said to be: a person or not, how wide; its colours are what Rich finds."""

import io
import re

import pytest

from achats_reseaux.output.terminal import describe
from achats_reseaux.output.views.styled_lines import console_of
from helpers.run import run

XTERM = {"TERM": "xterm-256color"}


class Stream(io.TextIOWrapper):
    """A terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("environ", "color", "on_a_terminal", "on_a_pipe"),
    [
        (XTERM, "auto", "256", None),
        ({"TERM": "dumb"}, "auto", None, None),
        (XTERM, "never", None, None),
        ({**XTERM, "NO_COLOR": "1"}, "auto", None, None),
        ({**XTERM, "NO_COLOR": "1"}, "always", "256", "256"),
        ({**XTERM, "NO_COLOR": ""}, "auto", "256", None),
        ({**XTERM, "FORCE_COLOR": "1"}, "auto", "256", "256"),
    ],
)
def test_colours_are_those_that_were_asked_for_or_that_the_terminal_has(
    environ: dict[str, str], color: str, on_a_terminal: str | None, on_a_pipe: str | None
) -> None:
    for stream, expected in (
        (Stream(io.BytesIO()), on_a_terminal),
        (io.TextIOWrapper(io.BytesIO()), on_a_pipe),
    ):
        assert console_of(describe(stream, environ, color)).color_system == expected


@pytest.mark.parametrize(
    ("columns", "lines", "size"),
    [("70", "9", (70, 9)), ("3", "1", (20, 5)), ("8" * 5000, "²", (80, 24))],
)
def test_the_environment_gives_the_size_of_a_terminal_and_of_a_table_in_a_pipe(
    columns: str, lines: str, size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "33")  # the environment is the one that is handed in
    for stream in (Stream(io.BytesIO()), None):
        found = describe(stream, {"COLUMNS": columns, "LINES": lines})
        assert (found.width, found.height) == size


def test_a_list_says_of_how_many_each_need_is_that_its_command_lists() -> None:
    """« Entre acheteurs : 10 » stood before a command that lists 17."""
    shown = run("list", "--color", "never", width=160).out
    counted = re.findall(r"^(.+) : reseaux list --type (\S+)$", shown, re.MULTILINE)
    assert counted
    for told, kinds in counted:
        listed = len(run("list", "--type", kinds, "-q").out.split())
        needs, _, of_all = told.partition(" parmi ")
        here = sum(map(int, re.findall(r" : (\d+)", needs)))
        assert int(of_all or here) == listed >= here
