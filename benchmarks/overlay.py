"""Times lookups with 0, 2 and 600 entries of one's own, by the clock, against none at all.

    python benchmarks/overlay.py [--rounds 25] [--python python3.13]

Builds the wheel and installs it into an environment of its own. Commands run in turn, round after
round; printed are the median of each and the median of its ratios, round by round, to the same
command without a file of one's own. The first run of each, which compiles the files, is apart.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
COUNTS = (0, 2, 600)
LOOKUPS = {
    "find 76000": ["find", "76000"],
    "find 76000 --theme social --json": ["find", "76000", "--theme", "social", "--json"],
    "find Rouen": ["find", "Rouen"],
    "list --type plateforme": ["list", "--type", "plateforme"],
    "list --type guichet-vert --json": ["list", "--type", "guichet-vert", "--json"],
}
ENTRY = """  - id: essai-{rank}
    name: Essai {rank}
    kind: facilitateurs
    themes: [social]
    audiences: [collectivite]
    coverage: {{departements: ["{code}"]}}
    summary: Aide à rédiger la clause sociale et à suivre son exécution.
    contact: {{email: essai-{rank}@exemple.fr}}
    checked_on: "2026-11-24"
"""


def home_with(folder: Path, count: int) -> Path:
    """A home whose owner has so many entries, spread over the départements."""
    home = folder / f"home-{count}"
    files = home / ".config" / "reseaux"
    home.mkdir()
    if count:
        files.mkdir(parents=True)
        codes = [f"{one:02}" for one in range(1, 96) if one != 20]
        entries = (ENTRY.format(rank=rank, code=codes[rank % 94]) for rank in range(count))
        (files / "networks.yaml").write_text("networks:\n" + "".join(entries), encoding="utf-8")
    return home


def main() -> None:
    """Set up, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        env = folder / "env"
        subprocess.check_call([options.python, "-m", "venv", str(env)])
        python = str(env / "bin" / "python")
        subprocess.check_call([python, "-m", "pip", "install", "-q", "--compile", str(ROOT)])
        homes = {count: home_with(folder, count) for count in COUNTS}
        program = [python, "-c", "from achats_reseaux.cli import main; main()"]
        keys = [(lookup, count) for lookup in LOOKUPS for count in COUNTS]
        for count, home in homes.items():
            first = seconds([*program, *LOOKUPS["find 76000"]], home)
            print(f"first run, {count} entries: {first * 1e3:.0f} ms")
        times: dict[tuple[str, int], list[float]] = {key: [] for key in keys}
        for _ in range(options.rounds):
            random.shuffle(keys)
            for lookup, count in keys:
                taken = seconds([*program, *LOOKUPS[lookup]], homes[count])
                times[lookup, count].append(taken)
        for (lookup, count), taken in times.items():
            none = times[lookup, 0]
            ratio = statistics.median(a / b for a, b in zip(taken, none, strict=True))
            print(f"{lookup:34} {count:4} {statistics.median(taken) * 1e3:6.1f} ms  × {ratio:.2f}")


def seconds(command: list[str], home: Path) -> float:
    """How long a command takes in a home."""
    environ = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    start = time.perf_counter()
    subprocess.run(command, env=environ, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


if __name__ == "__main__":
    main()
