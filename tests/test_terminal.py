"""What stdout is said to be: a person or not, how wide, with which colours."""

from __future__ import annotations

import io
import os
import shlex
import struct

import pytest

from achats_reseaux.output.terminal import Terminal, describe
from case_tables import cases


class Stream(io.TextIOWrapper):
    """A stream that may say it is a terminal."""

    def __init__(self, *, tty: bool, encoding: str = "utf-8") -> None:
        super().__init__(io.BytesIO(), encoding=encoding)
        self.tty = tty

    def isatty(self) -> bool:
        return self.tty


PIPE = Stream(tty=False)
XTERM = {"TERM": "xterm-256color"}


def told(found: Terminal) -> str:
    """All of a terminal: its size, its colours, and what else it has."""
    parts = {"person": found.interactive, "blocks": found.unicode, "links": found.hyperlinks}
    words = [word for word, has in parts.items() if has]
    return " ".join([f"{found.width}x{found.height}", str(found.colors), *words])


@pytest.mark.parametrize("case", cases("views/terminals.tsv"), ids=lambda case: str(case[-1]))
def test_what_a_terminal_and_a_pipe_are(case: list[str]) -> None:
    """By the environment, the option ``--color`` (which beats it) and the encoding."""
    variables, color, encoding, on_a_terminal, on_a_pipe, reason = case
    environ = dict(one.split("=", 1) for one in shlex.split(variables))
    streams = (Stream(tty=tty, encoding=encoding) for tty in (True, False))
    found = [told(describe(stream, environ, color)) for stream in streams]
    assert found == [on_a_terminal, on_a_pipe], reason


def test_no_stream_is_a_pipe_of_ascii() -> None:
    assert describe(None, XTERM) == Terminal(False, 80, 24, 0, False)
    assert describe(PIPE, {"COLUMNS": "8" * 5000}).width == 80


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


def test_a_stream_without_an_encoding_is_taken_for_ascii() -> None:
    assert describe(io.StringIO(), {}).unicode is False
