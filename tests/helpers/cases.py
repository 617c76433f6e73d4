"""Tables of cases, one a row with the reason for it."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

from achats_reseaux.catalogue import loader

TESTS = Path(__file__).parent.parent

_ESCAPED = re.compile(r"\\(?:([nt])|u([0-9a-f]{4})|\{kinds\})")


def cases(name: str) -> list[list[str]]:
    """The rows of a TSV table below ``tests``, without its header and the lines of ``# ``.

    ``\\n``, ``\\t`` and ``\\u202e`` stand for a character, ``\\{kinds}`` for all kinds of networks.
    """
    lines = (TESTS / name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [[_ESCAPED.sub(_character, cell) for cell in row] for row in rows[1:]]


def check_all(rows: Iterable[list[str]], check: Callable[..., None]) -> None:
    """Run a check on every row: a test of its own for each would cost more than the check.

    The rows that fail are told together.
    """
    failed = []
    for row in rows:
        try:
            check(*row)
        except AssertionError as error:
            failed.append(f"{row}: {error}")
    assert not failed, "\n".join(failed)


def kinds() -> str:
    """The kinds of networks of the bundled vocabulary, as an error lists them."""
    return ", ".join(loader.load().labels("kind"))


def _character(escaped: re.Match[str]) -> str:
    if escaped[0] == "\\{kinds}":
        return kinds()
    named = {"n": "\n", "t": "\t"}.get(escaped[1] or "")
    return named or chr(int(escaped[2], 16))
