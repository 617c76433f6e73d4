"""Any one argument of 128 kB is answered or refused in linear time: calls are counted, not seconds.

Each case took from some two to sixty million calls before; a card takes about 50,000.
"""

from __future__ import annotations

import sys
from typing import Any

import pytest

from achats_reseaux import cli
from conftest import captured

SIZE = 131_000
MOST = 1_200_000


@pytest.mark.parametrize("command", "find show ask search list map coverage open".split())
@pytest.mark.parametrize("words", ["l ", "st ", "76000 ", "guichet vert ", "rouen ", "a"])
def test_an_argument_of_128_kb_is_answered_in_linear_time(command: str, words: str) -> None:
    calls = 0

    def count(_frame: Any, event: str, _argument: Any) -> None:
        nonlocal calls
        calls += event == "call"

    text = (words * SIZE)[:SIZE]
    sys.setprofile(count)
    try:
        code, _, err = captured(cli.run, [command, text])
    finally:
        sys.setprofile(None)
    assert code in (0, 1, 2, 3)
    assert calls < MOST
    assert len(err) < 5000
