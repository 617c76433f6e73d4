"""The shares of the inhabitants that documents quote are those that ``tools/reach.py`` counts."""

import csv
import io
import subprocess
import sys

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.output.package import package
from achats_reseaux.text import percentage
from helpers.checkout import ROOT, tool

pytestmark = pytest.mark.slow

REACH = tool("reach")


@pytest.fixture(scope="module")
def shares() -> dict[str, str]:
    command = [sys.executable, str(ROOT / "tools" / "reach.py")]
    printed = subprocess.check_output(command, text=True, timeout=300)
    return dict(line.split(" : ") for line in printed.splitlines())


@pytest.mark.parametrize("name", ["README.md", "README.fr.md", "docs/guide.md"])
def test_a_document_quotes_each_share(name: str, shares: dict[str, str]) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    point = "." if name == "README.md" else ","
    for label, share in shares.items():
        quoted = share.replace("\u00a0", " ").replace(",", point)
        assert quoted in text, f"{label}: run `python tools/docs.py`"


def test_nearly_everybody_is_told_whom_to_call(shares: dict[str, str]) -> None:
    assert float(shares[REACH.SOMEBODY].partition("\u00a0")[0].replace(",", ".")) >= 98


def test_the_columns_of_the_open_data_give_the_same(shares: dict[str, str]) -> None:
    communes = package(loader.load(), REACH.TODAY)["communes.csv"].decode()
    rows = list(csv.DictReader(io.StringIO(communes)))
    columns = {
        REACH.DESK: ("facilitateurs",),
        REACH.CALLED: ("facilitateurs_to_call",),
        REACH.DESK_OR_TRACE: ("facilitateurs", "desk_traces"),
        REACH.SOMEBODY: ("facilitateurs_to_call", "switchboard"),
    }
    people = sum(int(row["population"]) for row in rows)
    for label, names in columns.items():
        counted = [row for row in rows if any(row[name] for name in names)]
        share = percentage(sum(int(row["population"]) for row in counted), people)
        assert share == shares[label], label
