"""Times whole commands against a bare interpreter, a Typer hello-world and the peers at hand.

    python benchmarks/startup.py [--rounds 25] [--python python3.13]

Builds the wheel, installs it with compiled bytecode into an environment of its own, and starts
every command in turn, round after round, in random order. Prints the median time of each and the
medians of the per-round ratios, for lookups with 600 desks of one's own too, which come by
``catalogue import``. Quote ratios: milliseconds are this machine's.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent

HELLO = """
import typer
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
@app.command()
def hello(name: str = "world"): print("hello", name)
@app.command()
def bye(name: str = "world"): print("bye", name)
app()
"""

LOOKUPS = {
    "find --region": ["find", "--region", "Normandie"],
    "find --region --json": ["find", "--region", "Normandie", "--json"],
    "find --commune": ["find", "--commune", "Rouen"],
    "find --commune --json": ["find", "--commune", "Rouen", "--json"],
    "find --code-postal": ["find", "--code-postal", "76000"],
    "find --code-postal --json": ["find", "--code-postal", "76000", "--json"],
    "list --theme": ["list", "--theme", "social"],
    "list --theme --json": ["list", "--theme", "social", "--json"],
}
OTHERS = {
    "show --json": ["show", "ran-coper", "--json"],
    "show (Rich)": ["show", "ran-coper"],
    "ask --json (Typer)": ["ask", "guichet vert à Rouen", "--json"],
    "find, table (Typer, Rich)": ["find", "76000", "--format", "table"],
    "find, misspelt (Typer)": ["find", "--commune", "Rouenn"],
    "--help (Typer)": ["--help"],
}
PEERS = {
    "gh --version": ["gh", "--version"],
    "eol python --json": ["eol", "python", "--json"],
    "yq": ["yq", ".networks[].id", str(ROOT / "data" / "networks.yaml")],
    "jq": ["jq", ".title", str(ROOT / "data" / "schema" / "answer.schema.json")],
}
DESKS = 600
OWN = f", {DESKS} desks of one's own"
IMPORT = "--source https://www.example.org/liste --date 2026-11-24".split()


def main() -> None:
    """Set up, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--python", default=sys.executable)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report(timed(*prepared(Path(folder), options.python), options.rounds))


Commands = dict[str, list[str]]


def prepared(folder: Path, python: str) -> tuple[Commands, Path]:
    """The commands to time, and the home of a person who has imported desks."""
    run = subprocess.check_call
    env = folder / "env"
    run([python, "-m", "venv", str(env)])
    bare = str(env / "bin" / "python")
    # pip before 25.2 writes scripts that import re, which costs more than the lookup.
    run([bare, "-m", "pip", "install", "-q", "-U", "pip"])
    run([bare, "-m", "pip", "install", "-q", "--compile", str(ROOT)])
    hello = folder / "hello.py"
    hello.write_text(HELLO, encoding="utf-8")
    program = str(env / "bin" / "reseaux")
    commands = {"python -c pass": [bare, "-c", "pass"], "Typer hello": [bare, str(hello), "hello"]}
    commands |= {name: [program, *one] for name, one in (LOOKUPS | OTHERS).items()}
    for name, (peer, *rest) in PEERS.items():
        if path := shutil.which(peer):
            commands[name] = [path, *rest]
    commands |= {f"{name}{OWN}": [program, *one] for name, one in LOOKUPS.items() if "find" in one}
    home = folder / "home"
    home.mkdir()
    table = home / "liste.csv"
    write_desks(table)
    run([program, "catalogue", "import", str(table), *IMPORT], env=environment(home))
    return commands, home


def write_desks(file: Path) -> None:
    """A list of local desks: of a département, of an EPCI, of a commune, in turn."""
    postal = {*codes("codes_postaux")}
    communes = [one for one in codes("communes")[::150] if one not in postal]
    kinds = (codes("departements"), codes("epci"), communes)
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["nom", "territoires", "site"])
        for rank in range(DESKS):
            ground = kinds[rank % 3][rank // 3 % 100]
            writer.writerow([f"Clause sociale, relais {rank}", ground, "www.example.org"])


def codes(table: str) -> list[str]:
    """The first column of a table of the gazetteer."""
    text = (ROOT / "data" / "territories" / f"{table}.tsv").read_text(encoding="utf-8")
    return [line.partition("\t")[0] for line in text.splitlines()[1:]]


def environment(home: Path | None = None) -> dict[str, str]:
    """No ``PYTHON*`` variable; a home, if one is given, that may have files of one's own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "LANG": "C.UTF-8", **({"HOME": str(home)} if home else {})}


def timed(commands: Commands, home: Path, rounds: int) -> dict[str, list[float]]:
    """Wall times in seconds of each command, one a round."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(rounds + 2):
        order = list(commands)
        random.shuffle(order)
        for name in order:
            env = environment(home if name.endswith(OWN) else None)
            start = time.perf_counter()
            subprocess.run(
                commands[name],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=env,
                check=False,
            )
            if turn >= 2:  # the first rounds warm the page cache
                times[name].append(time.perf_counter() - start)
    return times


def report(times: dict[str, list[float]]) -> None:
    """Print the table."""
    bare, hello = times["python -c pass"], times["Typer hello"]
    print(f"{'command':50}{'ms':>9}{'× bare':>9}{'× Typer':>9}{'× without':>10}")
    for name, taken in times.items():
        cells = [f"{statistics.median(taken) * 1e3:9.1f}", ratio(taken, bare), ratio(taken, hello)]
        if name.endswith(OWN):
            cells.append(ratio(taken, times[name.removesuffix(OWN)]))
        print(f"{name:50}{''.join(cells)}")


def ratio(one: list[float], other: list[float]) -> str:
    """The median of the ratios, pair by pair."""
    return f"{statistics.median(a / b for a, b in zip(one, other, strict=True)):9.2f}"


if __name__ == "__main__":
    main()
