"""Print the lowest version of each dependency that pyproject.toml allows, as pip constraints.

python tools/floors.py > floors.txt && pip install -e '.[test]' -c floors.txt
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"


def floors() -> list[str]:
    """A line ``name==version`` for each dependency of the program and of its tests."""
    project = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    required = [*project["dependencies"], *extras["xlsx"], *extras["test"]]
    required = [line for line in required if not line.startswith(f"{project['name']}[")]
    pairs = [re.fullmatch(r"([\w.-]+)>=([\d.]+)(,.*)?", line) for line in required]
    missing = [line for line, pair in zip(required, pairs, strict=True) if pair is None]
    if missing:
        sys.exit(f"no lowest version: {', '.join(missing)}")
    return [f"{pair[1]}=={pair[2]}" for pair in pairs if pair]


if __name__ == "__main__":
    print(*floors(), sep="\n")
