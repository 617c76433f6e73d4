"""``docs/analyst.md``: its commands are run as they stand there, and count the same."""

import re
import shlex
from pathlib import Path

import pytest

from helpers.checkout import ROOT
from helpers.run import run

PAGE = (ROOT / "docs" / "analyst.md").read_text(encoding="utf-8")
CONTRACTS = """acheteur_id;acheteur_nom;montant
21760540100017;Hôtel de ville de Rouen – marchés;1000,50
;Préfecture de Mulhouse;250,25
;Colmar;1 200
;COMMUNE DE STRASBOURG;40
;zzyzx;7
"""


def blocks(language: str) -> list[str]:
    """The blocks of one language on the page."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


@pytest.fixture(params=["utf-8", "utf-8-sig", "cp1252"])
def contracts(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """A folder where every shell command of the page was run, on a file as buyers have them."""
    (tmp_path / "marches.csv").write_text(CONTRACTS, encoding=request.param)
    for command in blocks("sh"):
        if ".xlsx" in command:
            pytest.importorskip("openpyxl")
        done = run(*shlex.split(command)[1:], cwd=tmp_path)
        assert (done.code, done.out) == (0, "")
    return tmp_path


def test_duckdb_counts(contracts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(contracts)
    (query,) = blocks("sql")
    assert duckdb.sql(query).fetchall() == [
        ("Grand Est", 3, 2, 250.25),  # "1 200" is no number there
        ("Normandie", 1, 0, None),
    ]


def test_pandas_counts(
    contracts: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("pandas")
    monkeypatch.chdir(contracts)
    (program,) = blocks("python")
    exec(program, {})
    assert [line.split() for line in capsys.readouterr().out.splitlines()[2:]] == [
        ["Grand", "Est", "1", "2"],
        ["Normandie", "1", "0"],
    ]


def test_excel_finds_the_columns_that_the_page_names(contracts: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(contracts / "marches-guichets.xlsx").active
    rows = list(sheet.iter_rows(values_only=True))
    (formula,) = blocks("text")
    letters = re.findall(r"Sheet!(\w):\w", formula)
    names = [sheet[f"{letter}1"].value for letter in letters]
    assert (sheet.title, names) == ("Sheet", ["reseaux_region_name", "reseaux_status"])
    chosen = re.findall(r'"(.*?)"', formula)
    columns = [rows[0].index(name) for name in names]
    assert sum([row[at] for at in columns] == chosen for row in rows) == 2
    assert [row[2] for row in rows[1:]] == [1000.5, 250.25, 1200, 40, 7]
