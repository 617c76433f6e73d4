"""What stdout is said to be: a person or not, how wide, with which colours."""

from __future__ import annotations

import io
import os
import struct

import pytest

from achats_reseaux.output.terminal import Terminal, describe
from conftest import Run


class Stream(io.TextIOWrapper):
    """A stream that may say it is a terminal."""

    def __init__(self, *, tty: bool, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


TTY = Stream(tty=True)
PIPE = Stream(tty=False)
XTERM = {"TERM": "xterm-256color"}


def test_a_terminal_and_a_pipe() -> None:
    assert describe(TTY, {**XTERM, "COLUMNS": "100", "LINES": "50"}) == Terminal(
        True, 100, 50, 256, True, True
    )
    assert describe(TTY, {"TERM": "linux"}) == Terminal(True, 80, 24, 16, True)  # knows no links
    assert describe(PIPE, XTERM) == Terminal(False, 80, 24, 0, True)
    assert describe(None, XTERM) == Terminal(False, 80, 24, 0, False)


def test_a_closed_stream_is_no_terminal() -> None:
    with open(os.devnull, encoding="utf-8") as closed:
        pass
    assert describe(closed, XTERM).interactive is False


def test_the_size_is_that_of_the_terminal_when_the_environment_gives_none() -> None:
    fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")
    master, slave = os.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 33, 99, 0, 0))
    with os.fdopen(slave, "w") as stream:
        found = describe(stream, XTERM)
        assert (found.interactive, found.width, found.height) == (True, 99, 33)
        assert describe(stream, {**XTERM, "COLUMNS": "70"}).width == 70
        assert describe(stream, {**XTERM, "COLUMNS": "70", "LINES": "9"}).height == 9
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 0, 0, 0, 0))
        found = describe(stream, XTERM)
        assert (found.width, found.height) == (80, 24)
    os.close(master)


@pytest.mark.parametrize(
    ("columns", "width"),
    [
        ("0", 80),
        ("", 80),
        ("abc", 80),
        ("-5", 80),
        ("1", 20),
        ("19", 20),
        ("20", 20),
        ("²", 80),
        ("99999", 99999),
        ("100000", 80),
        ("8" * 5000, 80),
        ("80.5", 80),
        (" 90", 80),
    ],
)
def test_an_odd_width_is_passed_over_and_a_narrow_one_widened(columns: str, width: int) -> None:
    assert describe(PIPE, {"COLUMNS": columns}).width == width


@pytest.mark.parametrize(("lines", "height"), [("0", 24), ("1", 5), ("60", 60), ("x", 24)])
def test_so_is_an_odd_height(lines: str, height: int) -> None:
    assert describe(PIPE, {"LINES": lines}).height == height


@pytest.mark.parametrize(
    ("term", "colorterm", "colors"),
    [
        ("xterm", "", 16),
        ("xterm-256color", "", 256),
        ("xterm", "truecolor", 16777216),
        ("xterm", "24bit", 16777216),
        ("xterm", "yes", 16),
        ("dumb", "truecolor", 0),
        ("", "truecolor", 0),
        (None, "truecolor", 0),
    ],
)
def test_colours_are_those_that_the_terminal_says_it_has(
    term: str | None, colorterm: str, colors: int
) -> None:
    environ = {"COLORTERM": colorterm} | ({} if term is None else {"TERM": term})
    assert describe(TTY, environ).colors == colors
    assert describe(PIPE, environ).colors == 0


@pytest.mark.parametrize(
    ("environ", "color", "tty", "pipe"),
    [
        ({"NO_COLOR": "1"}, "auto", 0, 0),
        ({"NO_COLOR": ""}, "auto", 256, 0),
        ({"FORCE_COLOR": "1"}, "auto", 256, 256),
        ({"FORCE_COLOR": ""}, "auto", 256, 0),
        ({"NO_COLOR": "1", "FORCE_COLOR": "1"}, "auto", 0, 0),
        ({"NO_COLOR": "1"}, "always", 256, 256),
        ({"FORCE_COLOR": "1"}, "never", 0, 0),
        ({}, "always", 256, 256),
        ({}, "never", 0, 0),
        ({"TERM": "dumb"}, "always", 16, 16),
    ],
)
def test_the_option_beats_no_color_which_beats_force_color_which_beats_term(
    environ: dict[str, str], color: str, tty: int, pipe: int
) -> None:
    environ = {**XTERM, **environ}
    assert describe(TTY, environ, color).colors == tty
    assert describe(PIPE, environ, color).colors == pipe


@pytest.mark.parametrize(
    ("encoding", "boxes"),
    [("utf-8", True), ("utf-16", True), ("ascii", False), ("latin-1", False), ("cp437", False)],
)
def test_box_characters_only_where_the_encoding_has_them(encoding: str, boxes: bool) -> None:
    assert describe(Stream(tty=True, encoding=encoding), {}).unicode is boxes


def test_a_stream_without_an_encoding_is_taken_for_ascii() -> None:
    assert describe(io.StringIO(), {}).unicode is False


def test_messages_break_at_spaces_on_a_terminal_and_commands_do_not(run: Run) -> None:
    """Stderr is a terminal of 40 columns here; beside a pipe, a message is one line."""
    line = ["find", "--commune", "Vire", "--siren", "217605401"]
    done = run.on_a_terminal(*line, width=40, messages=True)
    seen = done.stderr.decode()
    assert done.returncode == 2
    assert max(map(len, seen.splitlines())) <= 40
    whole = run(*line).stderr.decode()
    assert len(whole.splitlines()) == 2 < len(seen.splitlines())
    assert " ".join(seen.split()) == " ".join(whole.split())
