"""Check that a wheel holds the files of this checkout and the compiled catalogue, nothing else.

    python tools/check_wheel.py dist/*.whl

``python -m build`` makes the wheel of its source archive, so this checks what both hold.
"""

import re
import sys
import tomllib
import zipfile
from pathlib import Path

from achats_reseaux.catalogue import compiled

ROOT = Path(__file__).resolve().parent.parent
COMPILED = "achats_reseaux/catalogue/compiled.bin"
MOST = 2_500_000
"""Bytes of a whole wheel, most of them tables of the territories."""


def expected() -> dict[str, bytes]:
    """The content of a wheel's files, but for its own description and the compiled catalogue."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]
    shared = config["targets"]["wheel"]["shared-data"]
    files = {to: ROOT / source for source, to in shared.items()}
    for folder, to in ((ROOT / "src", ""), (ROOT / "data", "achats_reseaux/data/")):
        files |= {to + one.relative_to(folder).as_posix(): one for one in folder.rglob("*")}
    made = (".pyc", ".bin")
    kept = {name: one for name, one in files.items() if one.is_file() and one.suffix not in made}
    return {name: one.read_bytes() for name, one in kept.items()}


def wheel_faults(file: Path) -> list[str]:
    """What is wrong with a wheel, or nothing."""
    with zipfile.ZipFile(file) as wheel:
        names = [one for one in wheel.namelist() if ".dist-info/" not in one]
        held = {re.sub(r"^[^/]+\.data/data/", "", one): wheel.read(one) for one in names}
    made, files = held.pop(COMPILED, b""), expected()
    faults = [f"{one} is not as in this checkout" for one in files if held.get(one) != files[one]]
    faults += [f"{one} does not belong here" for one in held if one not in files]
    if compiled.decoded(made) is None:
        faults.append(f"{COMPILED} cannot be read")
    if file.stat().st_size > MOST:
        faults.append(f"it takes more than {MOST:,} bytes")
    return faults


if __name__ == "__main__":
    found = [f"{name}: {fault}" for name in sys.argv[1:] for fault in wheel_faults(Path(name))]
    sys.exit("\n".join(found) or 0)
