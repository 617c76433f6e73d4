"""``--columns``: the columns of a table that are asked for, no contact without its caveat."""

import csv
import io

import pytest

from achats_reseaux import load
from achats_reseaux.output.delimited import RESULT_COLUMNS
from helpers.cases import tabled
from helpers.run import run


@tabled
def test_the_columns_asked_for_stand_in_their_order(columns: str, head: str) -> None:
    done = run("find", "76000", "--columns", columns)
    whole = list(csv.DictReader(io.StringIO(run("find", "76000", "--format", "csv").out)))
    names = head.split(",")
    assert done.out.splitlines()[0] == head
    assert list(csv.DictReader(io.StringIO(done.out))) == [
        {name: row[name] for name in names} for row in whole
    ]


@pytest.mark.parametrize(
    "line", ["list", "find Rouen", "show ran-coper", "search insertion", "ask Rouen"]
)
def test_every_table_of_networks_has_the_option(line: str) -> None:
    done = run(*line.split(), "--columns=id", "--columns=kind", "--format", "tsv")
    notions = [notion.id for notion in load().notions]  # `search -q` names them first
    ids = [id_ for id_ in run(*line.split(), "-q").out.splitlines() if id_ not in notions]
    assert done.code == 0
    assert [row.split("\t")[0] for row in done.out.splitlines()] == ["id", *ids]


def test_every_column_can_be_asked_for() -> None:
    done = run("list", "--columns", ",".join(RESULT_COLUMNS))
    whole = run("list", "--format", "csv")
    rows, expected = (list(csv.DictReader(io.StringIO(one.out))) for one in (done, whole))
    assert rows == expected
