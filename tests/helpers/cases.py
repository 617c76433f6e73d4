"""Tables of cases, one a row with the reason for it."""

import json
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast, get_origin

import pytest

from achats_reseaux.annotation.appended import MORE_COLUMNS
from achats_reseaux.answering.guichet_verdict import NO_GUICHET
from achats_reseaux.card.contact_methods import VIA
from achats_reseaux.card.rows import ASK_FOR
from achats_reseaux.catalogue import loader
from achats_reseaux.geocoder.refusals import NAMED
from achats_reseaux.model import CONTACT_FIELDS, TO_VERIFY
from achats_reseaux.output.formats import FORMAT_NAMES, FORMATS
from achats_reseaux.output.row_table import PLAIN_COLUMNS
from achats_reseaux.questions.ask import WHERE

TESTS = Path(__file__).parent.parent

_ESCAPED = re.compile(r"\\(?:([nt])|u([0-9a-f]{4})|\{(\w+)\})")


def cases(name: str) -> list[list[str]]:
    """The rows of a TSV table below ``tests``, without its header and the lines of ``# ``.

    ``\\n``, ``\\t`` and ``\\u202e`` stand for a character, ``\\{kinds}`` for a list of ``LISTS``.
    """
    lines = (TESTS / name).read_text("utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("# ")]
    return [[_ESCAPED.sub(_character, cell) for cell in row] for row in rows[1:]]


Check = TypeVar("Check", bound="Callable[..., None]")
Row = list[str] | dict[str, Any]


def every_row(name: str) -> Callable[[Check], Check]:
    """Run a check on all rows of a table of ``cases``, in one test."""

    def of_rows(check: Check) -> Check:
        return _in_one(check, cases(name))

    return of_rows


def tabled(check: Check) -> Check:
    """Give a test the rows of its table: in ``tables.tsv`` beside it, under ``## `` and its name.

    The first row names the parameters. What is no text stands there as JSON; a last cell ``# …``
    is a reason. Without other parameters all rows are one test.
    """
    folder = Path(check.__code__.co_filename).parent
    head, *rows = _tables(folder)[check.__name__]
    types = [check.__annotations__[name] for name in head]
    values = [tuple(map(_value, row, types)) for row in rows]
    if {*check.__annotations__} == {*head, "return"}:
        return _in_one(check, [dict(zip(head, row, strict=True)) for row in values])
    given = pytest.mark.parametrize(head, values)
    if len(head) == 1:
        given = pytest.mark.parametrize(head[0], [one for (one,) in values])
    made: Check = given(check)
    return made


def _in_one(check: Check, rows: Iterable[Row]) -> Check:
    def test() -> None:
        check_all(rows, check)

    test.__name__, test.__module__, test.__doc__ = check.__name__, check.__module__, check.__doc__
    test.__dict__.update(check.__dict__)  # its marks
    return cast("Check", test)


@cache
def _tables(folder: Path) -> dict[str, list[list[str]]]:
    """The tables of a folder, by their names: the rows of each, without reasons."""
    found = {}
    for section in (folder / "tables.tsv").read_text("utf-8").split("## ")[1:]:
        name, *lines = section.rstrip("\n").split("\n")
        rows = [line.partition("\t# ")[0].split("\t") for line in lines]
        found[name] = [[_ESCAPED.sub(_character, cell) for cell in row] for row in rows]
    return found


def _value(cell: str, kind: Any) -> Any:
    """A cell as the parameter of a test takes it."""
    if kind is str:
        return cell
    value = json.loads(cell)
    return tuple(value) if get_origin(kind) is tuple else value


def check_all(rows: Iterable[Row], check: Callable[..., None]) -> None:
    """Run a check on every row: a test of its own for each would cost more than the check.

    The rows that fail are told together.
    """
    failed = []
    for row in rows:
        try:
            check(**row) if isinstance(row, dict) else check(*row)
        except AssertionError as error:
            cells = row.values() if isinstance(row, dict) else row
            failed.append(f"{' | '.join(map(str, cells))}\n{error}")
    if failed:
        pytest.fail("\n\n".join(failed), pytrace=False)


LISTS: dict[str, Callable[[], Iterable[str]]] = {
    "kinds": lambda: loader.load().labels("kind"),
    "formats": lambda: FORMAT_NAMES,
    "endings": lambda: [" ou ".join(dict.fromkeys(one.ending for one in FORMATS.values()))],
    "columns": lambda: PLAIN_COLUMNS,
    "appended": lambda: MORE_COLUMNS,
    "contact": lambda: CONTACT_FIELDS,
    "to_verify": lambda: [TO_VERIFY],
    "via": lambda: [VIA],
    "ask_for": lambda: [ASK_FOR],
    "named": lambda: [NAMED],
    "where": lambda: [WHERE],
    "no_guichet": lambda: [NO_GUICHET],
    "No_guichet": lambda: [NO_GUICHET.capitalize()],
}
"""Wordings, and values that a refusal lists: another one is no change of the tables of cases."""


def listed(name: str) -> str:
    """One of the ``LISTS``, as an error lists it."""
    return ", ".join(LISTS[name]())


def _character(escaped: re.Match[str]) -> str:
    if escaped[3]:
        return listed(escaped[3])
    named = {"n": "\n", "t": "\t"}.get(escaped[1] or "")
    return named or chr(int(escaped[2], 16))
