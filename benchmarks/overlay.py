"""Times lookups with 0, 2 and 600 entries of one's own, by the clock, against none at all.

    python benchmarks/overlay.py [--rounds 25] [--python python3.13]

Builds the wheel and installs it into an environment of its own; the entries are of départements, of
EPCI and of lists of communes, and come by ``catalogue import``. Commands run in turn, round after
round; printed are the median of each and the median of its ratios, round by round, to the same
command without a file of one's own. The first run of each, which compiles the files, is apart.
"""

from __future__ import annotations

import argparse
import csv
import io
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
IMPORT = "--source https://www.example.org/liste --date 2026-11-24".split()
HEADER = ["nom", "territoires", "telephone", "courriel"]


def desks(count: int) -> str:
    """A list of local desks as people keep it: of a département, of an EPCI, of some communes."""
    names = dict(rows("communes"))
    members = [(epci, codes.split()) for epci, *_, codes in rows("epci")]
    departements = [code for code, *_ in rows("departements")]
    lines = [HEADER]
    for rank in range(count):
        epci, codes = members[rank * len(members) // count]
        home = codes[0][:3] if codes[0].startswith("97") else codes[0][:2]
        ground = [
            departements[rank // 3 % len(departements)],
            epci,
            "; ".join(f"{names[code]} ({home})" for code in codes[:20] if code.startswith(home)),
        ][rank % 3]
        phone = f"02 35 00 {rank // 100:02} {rank % 100:02}"
        lines.append([f"Clause sociale, relais {rank}", ground, phone, "clauses@example.org"])
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(lines)
    return text.getvalue()


def rows(table: str) -> list[list[str]]:
    """The rows of a table of the gazetteer, without its header."""
    text = (ROOT / "data" / "territories" / f"{table}.tsv").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()[1:]]


def home_with(folder: Path, count: int, program: list[str]) -> Path:
    """A home whose owner has imported a list of so many desks."""
    home = folder / f"home-{count}"
    home.mkdir()
    if count:
        table = home / "liste.csv"
        table.write_text(desks(count), encoding="utf-8")
        taken = seconds([*program, "catalogue", "import", str(table), *IMPORT], home)
        print(f"catalogue import, {count} desks: {taken * 1e3:.0f} ms")
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
        program = [python, "-c", "from achats_reseaux.cli import main; main()"]
        homes = {count: home_with(folder, count, program) for count in COUNTS}
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
