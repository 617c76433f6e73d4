"""Open what was built and check that it holds what it must, and nothing else.

python tools/check_wheel.py dist/*.whl [dist/*.tar.gz]

A wheel is looked into. From a source archive a wheel is built again, and looked into likewise.
"""

from __future__ import annotations

import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

from achats_reseaux import catalogue

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "achats_reseaux/"
DATA = ROOT / "data"
SHARED = {
    "share/man/man1/reseaux.1": "docs/man/reseaux.1",
    "share/bash-completion/completions/reseaux": "docs/completion/reseaux.bash",
    "share/zsh/site-functions/_reseaux": "docs/completion/_reseaux",
    "share/fish/vendor_completions.d/reseaux.fish": "docs/completion/reseaux.fish",
}
"""Where a wheel puts each generated document, below the environment's root."""
LICENCES = ("LICENSE", "data/LICENCE-DONNEES.md")
SOURCES = (".py", ".typed", ".html", ".css", ".js")
TABLES_LIMIT = 1_500_000
ENTRY_POINTS = ("reseaux = achats_reseaux.cli:main", "achats-reseaux = achats_reseaux.cli:main")


def wheel_faults(file: Path) -> list[str]:
    """What is wrong with a wheel, or nothing."""
    with zipfile.ZipFile(file) as wheel:
        return [*_missing(wheel), *_unwanted(wheel.namelist()), *_wrong(wheel)]


def _copies(names: list[str]) -> dict[str, Path]:
    """Every file that must be in the wheel as it is in the checkout."""
    roots = {name.partition("/")[0] for name in names}
    info = next((root for root in roots if root.endswith(".dist-info")), "")
    shared = next((root for root in roots if root.endswith(".data")), "")
    sources = [one for one in (ROOT / "src").rglob("*") if one.suffix in SOURCES]
    data = [one for one in DATA.rglob("*") if one.is_file()]
    return {
        **{one.relative_to(ROOT / "src").as_posix(): one for one in sources},
        **{PACKAGE + one.relative_to(ROOT).as_posix(): one for one in data},
        **{f"{shared}/data/{place}": ROOT / source for place, source in SHARED.items()},
        **{f"{info}/licenses/{name}": ROOT / name for name in LICENCES},
    }


def _missing(wheel: zipfile.ZipFile) -> list[str]:
    names = set(wheel.namelist())
    faults = []
    for name, source in _copies(wheel.namelist()).items():
        if name not in names:
            faults.append(f"{name} is missing")
        elif wheel.read(name) != source.read_bytes():
            faults.append(f"{name} is not {source.relative_to(ROOT)} of this checkout")
    return faults


def _unwanted(names: list[str]) -> list[str]:
    known = (*_copies(names), PACKAGE + "catalogue/compiled.bin")
    return [
        f"{name} does not belong here"
        for name in names
        if name not in known and ".dist-info/" not in name
    ]


def _wrong(wheel: zipfile.ZipFile) -> list[str]:
    faults = []
    names = wheel.namelist()
    made = PACKAGE + "catalogue/compiled.bin"
    if made not in names:
        faults.append(f"{made} is missing")
    elif catalogue.decoded(wheel.read(made)) is None:
        faults.append(f"{made} cannot be read")
    tables = sum(
        one.compress_size
        for one in wheel.infolist()
        if one.filename.startswith(PACKAGE + "data/territories/")
    )
    if not 0 < tables <= TABLES_LIMIT:
        faults.append(
            f"the territories take {tables:,} bytes, at most {TABLES_LIMIT:,} are allowed"
        )
    entry = [name for name in names if name.endswith(".dist-info/entry_points.txt")]
    lines = wheel.read(entry[0]).decode().splitlines() if entry else []
    return faults + [f"there is no entry point {one!r}" for one in ENTRY_POINTS if one not in lines]


def source_faults(file: Path) -> list[str]:
    """What is wrong with a source archive: it must give the same wheel again."""
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(file) as archive:
            archive.extractall(folder, filter="data")
        (root,) = Path(folder).iterdir()
        done = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-m", "build", "--wheel", "--outdir", folder, str(root)],
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            return [f"no wheel can be built from it:\n{done.stdout}{done.stderr}"]
        (wheel,) = Path(folder).glob("*.whl")
        return [f"wheel built from it: {fault}" for fault in wheel_faults(wheel)]


def main(arguments: list[str]) -> int:
    """Check each file named."""
    if not arguments:
        sys.exit(__doc__)
    faults = 0
    for name in arguments:
        file = Path(name)
        found = wheel_faults(file) if file.suffix == ".whl" else source_faults(file)
        for fault in found:
            print(f"{file.name}: {fault}")
        faults += len(found)
        if not found:
            print(f"{file.name}: {file.stat().st_size:,} bytes, as it must be")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
