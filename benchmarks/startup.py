"""The processor time of whole commands, as a multiple of a bare interpreter's.

    python benchmarks/startup.py [--rounds 25] [--python python3.13] [--other PROGRAM]

Builds the wheel, installs it with compiled byte code into an environment of its own, and starts
every command of the installed script in turn, each right after a bare ``python -c pass``. The
processor time of the pair is divided, and the median of all rounds printed, so that a busy machine
counts for little. ``--other`` is the script of another build (of yesterday), for a second column.

The script, not ``python -m``: that adds a third of a bare start. pip before 25.2 writes a script
that imports ``re``, which costs more than a lookup.
"""

from __future__ import annotations

import argparse
import csv
import os
import pty
import statistics
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

ROOT = Path(__file__).parent.parent

LOOKUPS = (
    "find 76000",
    "find 76000 --json",
    "find --commune Rouen --json",
    "find --region Normandie",
    "list --theme social",
    "list --theme social --json",
    "list --json",
    "show ran-coper --json",
)
OTHERS = (
    "ask guichet vert à Rouen --json",
    "search insertion",
    "search xyzxyz",  # a word that is nowhere
    "coverage --json",
    "find --commune Rouenn --color never",
    "--help",
)
ON_A_TERMINAL = (
    "find 76000",
    "find Mulhouse --theme social",
    "list --theme social",
    "show ran-coper",
    "ask guichet vert à Rouen",
    "map",
    "--help",
)
AIMS = {"lookup": 1.65, "list --json": 2.2, "ask": 4.5, "search": 5.5, "Typer": 8.0}
TERMINAL_AIMS = {"lookup": 6.5, "ask": 7.0, "Typer": 8.0}
DESKS = 600
IMPORT = "--source https://www.example.org/liste --date 2026-11-24".split()


def main() -> None:
    """Set up, run and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--other", type=Path, help="the script of another build")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        programs = [installed(folder, options.python)]
        if options.other:
            programs.append(options.other)
        bare_home, home = folder / "nobody", folder / "home"
        bare_home.mkdir()
        home.mkdir()
        import_desks(programs[0], home)
        print(f"{'command':52}{'× bare':>8}{'aim':>7}" + "   other" * (len(programs) - 1))
        for line in LOOKUPS + OTHERS:
            report(line, aim(line, AIMS), programs, bare_home, options.rounds)
        for line in ON_A_TERMINAL:
            wanted = aim(line, TERMINAL_AIMS)
            report(line, wanted, programs, bare_home, options.rounds, terminal=True)
        for line in LOOKUPS[:4]:
            report(
                line, 1.5 * aim(line, AIMS), programs[:1], home, options.rounds, note="600 desks"
            )


def installed(folder: Path, python: str) -> Path:
    """The script of the wheel of this checkout, in an environment of its own."""
    run = subprocess.check_call
    env = folder / "env"
    run([python, "-m", "venv", str(env)])
    own = str(env / "bin" / "python")
    run([own, "-m", "pip", "install", "-q", "-U", "pip>=25.2"])
    run([own, "-m", "pip", "install", "-q", "--compile", str(ROOT)])
    return env / "bin" / "reseaux"


def aim(line: str, aims: dict[str, float]) -> float:
    """How many bare starts a command may take."""
    command = line.partition(" ")[0]
    if line in aims:
        return aims[line]
    if command in aims:
        return aims[command]
    is_lookup = command in ("find", "list", "show") and "--color" not in line
    return aims["lookup" if is_lookup else "Typer"]


def report(
    line: str,
    wanted: float,
    programs: list[Path],
    home: Path,
    rounds: int,
    *,
    terminal: bool = False,
    note: str = "",
) -> None:
    """Measure a command by each program, and print its row."""
    ratios = [median_ratio(program, line, home, rounds, terminal) for program in programs]
    if terminal:
        note = "on a terminal"
    label = f"{line} ({note})" if note else line
    others = "".join(f"{ratio:8.2f}" for ratio in ratios[1:])
    late = " MISSED" if ratios[0] > wanted else ""
    print(f"{label:52}{ratios[0]:8.2f}{wanted:7.2f}{others}{late}", flush=True)


def median_ratio(program: Path, line: str, home: Path, rounds: int, terminal: bool) -> float:
    """The median of a command's processor time by that of a bare start just before it."""
    bare = [str(program.parent / "python"), "-c", "pass"]
    command = [str(program)] + line.split()
    ratios = []
    for turn in range(rounds + 2):
        floor = processor_time(bare, home, terminal=False)
        taken = processor_time(command, home, terminal)
        if turn >= 2:  # the first rounds warm the page cache
            ratios.append(taken / floor)
    return statistics.median(ratios)


def processor_time(command: list[str], home: Path, terminal: bool) -> float:
    """Seconds that a process works, in user mode and in the kernel."""
    if not terminal:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            return work_of(command, home, nowhere.fileno())
    reader, writer = pty.openpty()
    drained = threading.Thread(target=drain, args=(reader,))
    drained.start()
    try:
        return work_of(command, home, writer)
    finally:
        os.close(writer)
        drained.join()
        os.close(reader)


def work_of(command: list[str], home: Path, output: int) -> float:
    """Run a command with an output for stdout and stderr; the seconds that it works."""
    streams = [(os.POSIX_SPAWN_DUP2, output, 1), (os.POSIX_SPAWN_DUP2, output, 2)]
    process = os.posix_spawn(command[0], command, environment(home), file_actions=streams)
    _, _, usage = os.wait4(process, 0)
    return usage.ru_utime + usage.ru_stime


def drain(terminal: int) -> None:
    """Read what is written to a terminal until it is closed."""
    try:
        while os.read(terminal, 65536):
            pass
    except OSError:  # Linux says EIO
        return


def environment(home: Path) -> dict[str, str]:
    """No ``PYTHON*`` variable, a screen of 80 × 24, a home that may have files of one's own."""
    size = {"COLUMNS": "80", "LINES": "24", "TERM": "xterm-256color"}
    return size | {"LANG": "C.UTF-8", "HOME": str(home), "PATH": os.environ["PATH"]}


def import_desks(program: Path, home: Path) -> None:
    """Import a list of local desks into a home: of a département, an EPCI, a commune, in turn."""
    postal = {*codes("codes_postaux")}
    communes = [code for code in codes("communes")[::150] if code not in postal]
    kinds = (codes("departements"), codes("epci"), communes)
    table = home / "liste.csv"
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";")
        writer.writerow(["nom", "territoires", "site"])
        for rank in range(DESKS):
            ground = kinds[rank % 3][rank // 3 % 100]
            writer.writerow([f"Clause sociale, relais {rank}", ground, "www.example.org"])
    command = [str(program), "catalogue", "import", str(table)] + IMPORT
    subprocess.run(command, env=environment(home), check=True, stderr=subprocess.DEVNULL)


def codes(table: str) -> list[str]:
    """The first column of a table of the gazetteer."""
    text = (ROOT / "data" / "territories" / f"{table}.tsv").read_text(encoding="utf-8")
    return [line.partition("\t")[0] for line in text.splitlines()[1:]]


if __name__ == "__main__":
    main()
