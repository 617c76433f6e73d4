"""What stdout is said to be: a person or not, how wide; its colours are what Rich finds."""

from __future__ import annotations

import io

import pytest

from achats_reseaux.output.terminal import describe
from achats_reseaux.output.views.styled_lines import console_of

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
