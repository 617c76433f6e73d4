"""The check of a built wheel can fail, and a wheel is the same whenever it is built."""

import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.catalogue import compiled
from achats_reseaux.gazetteer import tsv_table
from helpers.checkout import ROOT, built_wheel, tool

SHARED = "achats_reseaux-0.1.0.data/data/"
COMPILED = "achats_reseaux/catalogue/compiled.bin"

pytestmark = pytest.mark.skipif(not tsv_table.is_checkout(), reason="needs the checkout's files")


def faults(folder: Path, change: dict[str, bytes | None]) -> list[str]:
    """The faults of a wheel of this checkout in which these files are others, or missing."""
    check_wheel: Any = tool("check_wheel")
    content: dict[str, bytes | None] = {
        f"{SHARED if name.startswith('share/') else ''}{name}": content
        for name, content in check_wheel.expected().items()
    }
    content |= {COMPILED: Path(compiled.FILE).read_bytes(), "x.dist-info/METADATA": b"", **change}
    file = folder / "one.whl"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as wheel:
        for name, text in content.items():
            if text is not None:
                wheel.writestr(name, text)
    found: list[str] = check_wheel.wheel_faults(file)
    return found


def test_a_whole_wheel_has_no_fault(tmp_path: Path) -> None:
    assert faults(tmp_path, {}) == []


def test_what_is_missing_changed_or_too_much_is_told(tmp_path: Path) -> None:
    missing = [
        "achats_reseaux/py.typed",
        "achats_reseaux/data/networks.yaml",
        "achats_reseaux/data/territories/communes.tsv",
        f"{SHARED}share/zsh/site-functions/_reseaux",
    ]
    unwanted = ["tests/test_wheel.py", "achats_reseaux/__pycache__/tsv_table.pyc"]
    for wrong in (None, b"?"):
        change = {**dict.fromkeys([*missing, COMPILED], wrong), **dict.fromkeys(unwanted, b"")}
        assert sorted(faults(tmp_path, change)) == sorted(
            [
                *(f"{name.removeprefix(SHARED)} is not as in this checkout" for name in missing),
                *(f"{name} does not belong here" for name in unwanted),
                f"{COMPILED} cannot be read",
            ]
        )


@pytest.mark.slow
def test_two_builds_by_pip_are_the_same_whenever_the_files_were_changed(tmp_path: Path) -> None:
    pytest.importorskip("hatchling", reason="the wheel is built without a network")
    wheels = []
    for name in ("one", "other"):
        copy = tmp_path / name
        ignored = shutil.ignore_patterns(".*", "__pycache__", "compiled.bin")
        shutil.copytree(ROOT, copy, ignore=ignored, copy_function=shutil.copy)
        shutil.copy(ROOT / ".gitignore", copy)
        wheels.append(built_wheel(copy, copy / "built").read_bytes())
        assert list(copy.rglob("compiled.bin")) == [], "the checkout is left as it was"
    assert wheels[0] == wheels[1]
