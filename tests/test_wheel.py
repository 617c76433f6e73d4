"""The check of a built wheel can fail: each thing that may be wrong with one is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux import catalogue
from achats_reseaux.catalogue.inputs import CATALOGUE_FILES
from achats_reseaux.gazetteer import tsv_table
from conftest import ROOT, tool

INFO = "achats_reseaux-0.1.0.dist-info"
SHARED = "achats_reseaux-0.1.0.data"
COMPILED = "achats_reseaux/catalogue/compiled.bin"

pytestmark = pytest.mark.skipif(not tsv_table.is_checkout(), reason="needs the checkout's files")


@pytest.fixture(scope="module")
def check_wheel() -> Any:
    return tool("check_wheel")


@pytest.fixture(scope="module")
def content(check_wheel: Any) -> dict[str, bytes]:
    """What a wheel holds."""
    names = [f"{INFO}/METADATA", f"{SHARED}/data/x"]
    found = {name: file.read_bytes() for name, file in check_wheel._copies(names).items()}
    found[COMPILED] = Path(catalogue.FILE).read_bytes()
    found[f"{INFO}/METADATA"] = b"Name: achats-reseaux\n"
    found[f"{INFO}/entry_points.txt"] = "\n".join(
        ["[console_scripts]", *check_wheel.ENTRY_POINTS]
    ).encode()
    return found


def faults(
    check_wheel: Any, folder: Path, content: dict[str, bytes], packed: int = zipfile.ZIP_DEFLATED
) -> list[str]:
    file = folder / "one.whl"
    with zipfile.ZipFile(file, "w", packed, compresslevel=1) as wheel:
        for name, text in content.items():
            wheel.writestr(name, text)
    found: list[str] = check_wheel.wheel_faults(file)
    return found


def test_a_whole_wheel_has_no_fault(
    check_wheel: Any, content: dict[str, bytes], tmp_path: Path
) -> None:
    assert faults(check_wheel, tmp_path, content) == []


@pytest.mark.parametrize(
    "name",
    [
        "achats_reseaux/py.typed",
        COMPILED,
        *(f"achats_reseaux/data/{name}" for name in CATALOGUE_FILES),
        "achats_reseaux/data/schema/answer.schema.json",
        "achats_reseaux/data/territories/communes.tsv",
        "achats_reseaux/data/map/france.txt",
        f"{SHARED}/data/share/man/man1/reseaux.1",
        f"{SHARED}/data/share/zsh/site-functions/_reseaux",
        f"{INFO}/licenses/data/LICENCE-DONNEES.md",
        f"{INFO}/entry_points.txt",
    ],
)
def test_what_is_missing_or_changed_is_told(
    check_wheel: Any, content: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    """In a wheel that is not compressed, which takes most of the time and changes no content."""
    rest = {one: text for one, text in content.items() if one != name}
    told = name.rpartition("/")[2] if "entry_points" not in name else "entry point"
    for wrong in (rest, {**rest, name: b"?"}):
        found = faults(check_wheel, tmp_path, wrong, zipfile.ZIP_STORED)
        assert any(told in fault for fault in found)


@pytest.mark.parametrize(
    "name", ["tests/test_wheel.py", "achats_reseaux/__pycache__/tsv_table.pyc"]
)
def test_what_does_not_belong_there_is_told(
    check_wheel: Any, content: dict[str, bytes], tmp_path: Path, name: str
) -> None:
    found = faults(check_wheel, tmp_path, {**content, name: b""})
    assert found == [f"{name} does not belong here"]


def test_heavy_tables_are_told(
    check_wheel: Any, content: dict[str, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_wheel, "TABLES_LIMIT", 1000)
    assert any("territories take" in fault for fault in faults(check_wheel, tmp_path, content))


@pytest.mark.slow
def test_two_builds_by_pip_are_the_same_whenever_the_files_were_changed(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the wheel is built without a network")
    wheels = []
    for name in ("one", "other"):
        copy = tmp_path / name
        ignored = shutil.ignore_patterns(".*", "__pycache__", "compiled.bin")
        shutil.copytree(ROOT, copy, ignore=ignored, copy_function=shutil.copy)
        shutil.copy(ROOT / ".gitignore", copy)
        building = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation"]
        subprocess.run([*building, "-w", str(copy / "built"), str(copy)], check=True)
        assert list(copy.rglob("compiled.bin")) == [], "the checkout is left as it was"
        (wheel,) = (copy / "built").glob("*.whl")
        wheels.append(wheel.read_bytes())
    assert wheels[0] == wheels[1]
