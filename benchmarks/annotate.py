"""How long ``reseaux annotate`` takes, beside a plain ``csv`` loop over the same rows.

    PYTHONPATH=src python benchmarks/annotate.py [--rounds 5] [--rows 1000000] [--folder /dev/shm]

Both run as processes, start-up included, in turn, and their processor time is what counts, so that
a busy machine slows both. The loop is
what one writes without this tool: ``csv.reader``, a dictionary made beforehand that has every
answer, ``csv.writer``. It is given that dictionary; ``annotate`` makes its own. Both outputs must
be the same bytes. Targets: 1.6 times the loop on places that repeat, a time per row that does not
grow, and less than 60 MiB at any size.

What is all different has no such loop beside it: addresses on one line, names of public buyers,
and texts that are no place, one row each. Targets: 120 microseconds an address, 160
a name of a buyer; 60 MiB.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import os
import pickle
import random
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from achats_reseaux import gazetteer
from achats_reseaux.annotation.text_answers import TextAnswers
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import bulk

SOURCE = Path(__file__).resolve().parent.parent / "src"
COLUMNS = ("status", "departement", "region", "guichet_vert")
HEADER = "id,acheteur,code,montant\n"

# As the installed script does it, but for its end, at which the peak is read.
TOOL = """
import gc, sys
gc.disable()
from achats_reseaux import cli
code = cli.run(["annotate", sys.argv[1], "--column", "code", "--quiet", "--no-local"])
sys.stdout.flush()
"""
# What a user would have written, at its best: nothing but the loop and a ready dictionary.
LOOP = """
import csv, pickle, sys
with open(sys.argv[2], "rb") as file:
    known = pickle.load(file)
with open(sys.argv[1], encoding="utf-8", newline="") as source:
    rows = csv.reader(source)
    write = csv.writer(sys.stdout, lineterminator="\\n").writerow
    sys.stdout.reconfigure(encoding="utf-8", newline="")
    write(next(rows) + ["reseaux_" + name for name in {columns!r}])
    for row in rows:
        write(row + known[row[2]])
""".replace("{columns!r}", repr(COLUMNS))
# Of this process image alone: getrusage would also count the parent's before exec.
PEAK = """
import time
with open("/proc/self/status") as file:
    peak = next(line.split()[1] for line in file if line.startswith("VmHWM"))
print(time.process_time(), peak, file=sys.stderr)
"""


def luhn_key(digits: str) -> str:
    """The digit that makes a number valid."""
    doubled = [int(d) * (2 - at % 2) for at, d in enumerate(reversed(digits))]
    return str(-sum(d // 10 + d % 10 for d in doubled) % 10)


def sirens() -> list[str]:
    """The SIREN of every commune."""
    found = []
    for start, ends in gazetteer.SIRENS.all():
        found += [start + end.partition(":")[0] for end in ends.split()]
    return found


def codes(number: int) -> list[str]:
    """Codes of every kind: 34 % SIRET, 33 % INSEE, 31 % postal, 2 % invalid."""
    rng = random.Random(0)
    of_communes = sirens()
    communes = [insee for insee, _ in bulk.communes()]
    postal = [code for code, _ in bulk.postal_codes()]
    found = []
    for _ in range(number):
        kind = rng.random()
        if kind < 0.34:
            stem = f"{rng.choice(of_communes)}0001"
            found.append(stem + luhn_key(stem))
        elif kind < 0.67:
            found.append(rng.choice(communes))
        elif kind < 0.98:
            found.append(rng.choice(postal))
        else:
            found.append(f"X{rng.randrange(10_000)}")
    return found


STREETS = ("des Lilas", "de la Gare", "Victor Hugo", "du Moulin", "Jean Jaurès", "de Verdun")


def addresses(number: int) -> list[str]:
    """Addresses on one line, all different, quoted for their comma."""
    rng = random.Random(0)
    names = dict(bulk.communes())
    towns = [(code, names[insee]) for code, held in bulk.postal_codes() for insee in held]
    found = []
    for at in range(number):
        code, town = rng.choice(towns)
        found.append(f'"{at % 999 + 1} rue {STREETS[at % 6]} {at // 999}, {code} {town}"')
    return found


BODIES = ("COMMUNE DE", "MAIRIE DE", "CCAS DE", "CTRE HOSPITALIER DE", "CAISSE DES ECOLES DE")
ENDS = (
    "",
    " (MAIRIE)",
    " - SERVICE ACHATS",
    " (SIEGE)",
    " - DIRECTION DES FINANCES",
    " (BUDGET EAU)",
)


def buyers(number: int) -> list[str]:
    """Names of public buyers, all different."""
    names = [name.upper() for _, name in bulk.communes()]
    kinds = [(body, end) for end in ENDS for body in BODIES]
    every = (f"{body} {name}{end}" for body, end in kinds for name in names)
    return list(itertools.islice(dict.fromkeys(every), number))


def nonsense(number: int) -> list[str]:
    """Texts that are no place, all different."""
    return [f"lot {at} marché de fournitures {STREETS[at % 6]}" for at in range(number)]


def make(folder: Path, name: str, found: list[str], rows: int, *, quoted: float = 0) -> Path:
    """A table of so many rows, some of whose names are quoted and hold the delimiter."""
    rng = random.Random(0)
    file = folder / f"{name}.csv"
    with open(file, "w", encoding="utf-8", newline="") as stream:
        stream.write(HEADER)
        for at in range(rows):
            name = '"Commune, service %05d"' if rng.random() < quoted else "Commune, mairie %05d"
            if not name.startswith('"'):
                name = name.replace(",", "")
            stream.write(f"{at},{name % (at % 99999)},{found[at % len(found)]},{at % 9973}.50\n")
    return file


def dictionary(folder: Path, found: list[str]) -> Path:
    """Every answer that the loop will need, as ``annotate`` gives it."""
    answers = TextAnswers(loader.load())
    known = {}
    for code in set(found):
        one = answers.of(code)
        codes = map(";".join, (one.departements, one.regions, one.guichets_verts))
        known[code] = [one.status, *codes]
    file = folder / "known.pickle"
    file.write_bytes(pickle.dumps(known))
    return file


def run(script: str, *arguments: Path, output: Path) -> tuple[float, float]:
    """Seconds of processor time and peak MiB of one process."""
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    command = [sys.executable, "-c", f"import sys\n{script}\n{PEAK}", *map(str, arguments)]
    with open(output, "wb") as stream:
        done = subprocess.run(
            command, stdout=stream, stderr=subprocess.PIPE, env=environment, check=True
        )
    seconds, peak = done.stderr.split()[-2:]
    return float(seconds), int(peak) / 1024


def digest(file: Path) -> str:
    """What tells two outputs apart, without reading them whole."""
    with open(file, "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def duel(label: str, file: Path, known: Path, rounds: int, target: float) -> None:
    """Both in turn, on one file; their outputs must be the same."""
    folder = file.parent
    times: dict[str, list[float]] = {"annotate": [], "loop": []}
    peaks = {"annotate": 0.0, "loop": 0.0}
    for _ in range(rounds):
        for name, script in (("annotate", TOOL), ("loop", LOOP)):
            seconds, peak = run(script, file, known, output=folder / f"{name}.out")
            times[name].append(seconds)
            peaks[name] = max(peaks[name], peak)
        if digest(folder / "annotate.out") != digest(folder / "loop.out"):
            sys.exit(f"{label}: the outputs differ")
    ours, theirs = statistics.median(times["annotate"]), statistics.median(times["loop"])
    ratio = statistics.median(a / b for a, b in zip(times["annotate"], times["loop"], strict=True))
    verdict = "ok" if ratio <= target and peaks["annotate"] < 60 else "MISSED"
    print(
        f"{label:34} {theirs:7.2f} {ours:9.2f} {ratio:7.2f} {target:7.2f}"
        f" {peaks['annotate']:6.1f} {peaks['loop']:6.1f}  {verdict}"
    )


def scale(label: str, folder: Path, found: list[str], most: int, rounds: int) -> None:
    """Time per row and peak memory from 1,000 rows up."""
    print(f"\n{label}\n{'rows':>12} {'seconds':>9} {'µs/row beyond start':>20} {'MiB':>6}")
    rows, floor = 1000, 0.0
    while rows <= most:
        file = make(folder, "scale", found, rows)
        runs = [run(TOOL, file, output=folder / "scale.out") for _ in range(rounds)]
        seconds = min(one for one, _ in runs)
        floor = floor or seconds
        each = (seconds - floor) / rows * 1e6
        print(f"{rows:12,} {seconds:9.2f} {each:20.3f} {max(peak for _, peak in runs):6.1f}")
        rows *= 10


def main() -> None:
    """Make the files, run both, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--most", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, default=None)
    options = parser.parse_args()
    print(f"Python {sys.version.split()[0]}, {options.rows:,} rows, {options.rounds} rounds")
    print(
        f"{'':34} {'loop s':>7} {'annotate':>9} {'ratio':>7} {'target':>7} {'MiB':>6} {'loop':>6}"
    )
    with tempfile.TemporaryDirectory(dir=options.folder) as name:
        folder = Path(name)
        for label, seats, quoted in (
            ("5,000 places, no quotes", codes(5000), 0.0),
            ("5,000 places, 5 % of names quoted", codes(5000), 0.05),
            ("82,000 places, no quotes", codes(options.rows), 0.0),
        ):
            known = dictionary(folder, seats)
            file = make(folder, "codes", seats, options.rows, quoted=quoted)
            duel(label, file, known, options.rounds, 1.6)
            file.unlink()
        rounds = min(options.rounds, 3)
        scale("codes", folder, codes(200_000), options.most, rounds)
        most = min(options.most, 1_000_000)
        scale("addresses, all different", folder, addresses(most), most, rounds)
        scale("names of buyers, all different", folder, buyers(most), most, rounds)
        scale("texts that are no place, all different", folder, nonsense(most), most, rounds)


if __name__ == "__main__":
    main()
