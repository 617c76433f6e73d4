"""What stdout is said to be: a person or not, how wide; its colours are what Rich finds."""

from __future__ import annotations

import io
import os
import struct

import pytest

from achats_reseaux.output.terminal import describe
from achats_reseaux.output.views.screen import console_of, drawn, text


class Stream(io.TextIOWrapper):
    """A stream that may say it is a terminal."""

    def __init__(self, *, tty: bool, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


XTERM = {"TERM": "xterm-256color"}


@pytest.mark.parametrize(
    ("environ", "color", "on_a_terminal", "on_a_pipe"),
    [
        (XTERM, "auto", "256", None),
        ({"TERM": "xterm"}, "auto", "standard", None),
        ({"TERM": "dumb"}, "auto", None, None),
        ({**XTERM, "COLORTERM": "truecolor"}, "auto", "truecolor", None),
        (XTERM, "never", None, None),
        (XTERM, "always", "256", "256"),
        ({**XTERM, "NO_COLOR": "1"}, "auto", None, None),
        ({**XTERM, "NO_COLOR": "1"}, "always", "256", "256"),
        ({**XTERM, "NO_COLOR": ""}, "auto", "256", None),
        ({**XTERM, "FORCE_COLOR": "1"}, "auto", "256", "256"),
    ],
)
def test_colours_are_those_that_were_asked_for_or_that_the_terminal_has(
    environ: dict[str, str], color: str, on_a_terminal: str | None, on_a_pipe: str | None
) -> None:
    for tty, expected in ((True, on_a_terminal), (False, on_a_pipe)):
        found = describe(Stream(tty=tty), environ, color)
        assert found.interactive is tty
        assert console_of(found).color_system == expected
        assert ("\x1b" in drawn([text("nom", "bold", "https://a.fr")], found)) == bool(expected)


@pytest.mark.parametrize(
    ("environ", "size"),
    [
        ({}, (80, 24)),
        ({"COLUMNS": "70", "LINES": "9"}, (70, 9)),
        ({"COLUMNS": "3", "LINES": "1"}, (20, 5)),
        ({"COLUMNS": "8" * 5000, "LINES": "²"}, (80, 24)),
    ],
)
def test_the_environment_gives_the_size(environ: dict[str, str], size: tuple[int, int]) -> None:
    for stream in (None, Stream(tty=False), Stream(tty=True)):
        found = describe(stream, environ)
        assert (found.width, found.height) == size


def test_the_size_is_that_of_the_terminal_when_the_environment_gives_none() -> None:
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 99, 0, 0))
    with os.fdopen(slave, "w") as stream:
        found = describe(stream, XTERM)
        assert (found.interactive, found.width, found.height) == (True, 99, 33)
        assert describe(stream, {**XTERM, "COLUMNS": "70"}).width == 70
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
        assert (describe(stream, XTERM).width, describe(stream, XTERM).height) == (80, 24)
    os.close(master)
