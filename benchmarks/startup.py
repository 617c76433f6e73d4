"""Times whole commands against a bare interpreter, a Typer hello-world and the peers at hand.

    python benchmarks/startup.py [--rounds 25] [--python python3.13] [--instructions]

Builds the wheel, installs it with compiled bytecode into an environment of its own, and starts
every command in turn, round after round, in random order. Prints the median time of each and the
medians of the per-round ratios; ``--instructions`` counts instructions with valgrind instead, which
does not depend on what else the machine is doing. Quote ratios: milliseconds are this machine's.
"""

from __future__ import annotations

import argparse
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
NETWORKS = 10_000


def main() -> None:
    """Set up, run and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--instructions", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        commands, big = prepared(Path(folder), options.python)
        if options.instructions:
            counts = {
                name: [float(instructions(one, big.get(name)))] for name, one in commands.items()
            }
            report(counts, big, "M instructions", 1e6)
        else:
            report(timed(commands, big, options.rounds), big, "ms", 1e-3)


Commands = dict[str, list[str]]


def prepared(folder: Path, python: str) -> tuple[Commands, dict[str, str]]:
    """The commands to time, and the environment variables of those that need some."""
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
    large = folder / "large"
    enlarge(bare, env, large)
    script = "from achats_reseaux.cli import main; main()"
    for name, one in LOOKUPS.items():
        commands[f"{name}, {NETWORKS} networks"] = [bare, "-c", script, *one]
    return commands, {f"{name}, {NETWORKS} networks": str(large) for name in LOOKUPS}


ENLARGE = """
import random, sys
from achats_reseaux.catalogue import compiled
from achats_reseaux.catalogue import build, loader, sections
value = sections.document_of(loader.path()).value
chance = random.Random(0)
kept = ("14", "27", "50", "61", "76")
homes = [one for one in build.gazetteer.departements() if one.code not in kept]
for rank in range(int(sys.argv[1]) - len(value["networks"])):
    value["networks"].append({
        "id": f"local-{rank}", "name": f"Réseau local {rank}", "kind": "reseau",
        "themes": ["environnement"], "audiences": ["collectivite"],
        "coverage": {"departements": [chance.choice(homes).code]}, "summary": "Un réseau de plus.",
        "sources": [value["reference"]], "checked_on": value["checked_on"],
    })
compiled.write_compiled(compiled.compiled_form(build.build(value), ()), sys.argv[2])
"""


def enlarge(python: str, env: Path, large: Path) -> None:
    """A copy of the package whose catalogue has thousands of networks away from Normandie."""
    (package,) = env.glob("lib/python*/site-packages/achats_reseaux")
    shutil.copytree(package, large / "achats_reseaux", copy_function=shutil.copy2)
    file = large / "achats_reseaux" / "catalogue" / "compiled.bin"
    subprocess.check_call([python, "-c", ENLARGE, str(NETWORKS), str(file)])


def environment(path: str | None) -> dict[str, str]:
    """No ``PYTHON*`` variable, but the path of a copied package."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    kept["LANG"] = "C.UTF-8"
    return {**kept, "PYTHONPATH": path} if path else kept


def timed(commands: Commands, paths: dict[str, str], rounds: int) -> dict[str, list[float]]:
    """Wall times in seconds of each command, one a round."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    environments = {name: environment(paths.get(name)) for name in commands}
    for turn in range(rounds + 2):
        order = list(commands)
        random.shuffle(order)
        for name in order:
            start = time.perf_counter()
            subprocess.run(
                commands[name],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=environments[name],
                check=False,
            )
            if turn >= 2:  # the first rounds warm the page cache
                times[name].append(time.perf_counter() - start)
    return times


def instructions(command: list[str], path: str | None) -> int:
    """Instructions that a command executes, by valgrind."""
    done = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", *interpreted(command)],
        capture_output=True,
        env=environment(path),
        check=False,
    )
    (line,) = [line for line in done.stderr.decode().splitlines() if "refs:" in line]
    return int(line.rpartition(":")[2].replace(",", ""))


def interpreted(command: list[str]) -> list[str]:
    """A script's command line with its interpreter named, for valgrind to start."""
    with open(command[0], "rb") as stream:
        head = stream.readline()
    return [head[2:].decode().strip(), *command] if head.startswith(b"#!") else command


def report(times: dict[str, list[float]], big: dict[str, str], unit: str, scale: float) -> None:
    """Print the table."""
    bare, hello = times["python -c pass"], times["Typer hello"]
    print(f"{'command':44}{unit:>16}{'× bare':>9}{'× Typer':>9}{'× small':>9}")
    for name, taken in times.items():
        cells = [
            f"{statistics.median(taken) / scale:16.1f}",
            ratio(taken, bare),
            ratio(taken, hello),
        ]
        if name in big:
            cells.append(ratio(taken, times[name.rpartition(",")[0]]))
        print(f"{name:44}{''.join(cells)}")


def ratio(one: list[float], other: list[float]) -> str:
    """The median of the ratios, pair by pair."""
    return f"{statistics.median(a / b for a, b in zip(one, other, strict=True)):9.2f}"


if __name__ == "__main__":
    main()
