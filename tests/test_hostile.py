"""Hostile and broken surroundings, each in a process: a documented status, never a traceback.

``TRACE`` below runs a command under an audit hook, which sees every file that is written, every
socket and every process: the proof that a lookup touches nothing.
"""

from __future__ import annotations

import ast
import contextlib
import json
import os
import random
import re
import shlex
import shutil
import signal
import struct
import subprocess
import sys
import time
from codecs import escape_decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import achats_reseaux
from achats_reseaux import cli
from case_tables import cases
from conftest import COMMAND, ROOT, UNMEASURED, Done, Run, own_cache

STATUSES = {0, 1, 2, 3, 4, 74}
"""The documented exit statuses, but those of a fault of ours and of an interruption."""

posix = pytest.mark.skipif(os.name != "posix", reason="signals, limits and paths of POSIX")


REAL = [sys.executable, "-c", COMMAND]
"""A command line in a Python of its own, for a shell to run."""


def sound(done: Done, *statuses: int) -> Done:
    """A process that ended as documented, without a word of Python's own."""
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    assert b"Erreur interne" not in done.stderr
    assert done.returncode in (statuses or STATUSES), done
    return done


def shell(run: Run, redirection: str, *arguments: str, **environ: str) -> Done:
    """Run a command with a redirection, as a shell does."""
    if os.name != "posix":
        pytest.skip("bash redirects, and /dev/full is full, on POSIX systems")
    command = f"set -o pipefail; {shlex.join([*REAL, *arguments])} {redirection}"
    return run.program("/bin/bash", "-c", command, **environ)


SHORT = ["find", "Rouen"]
JSON = ["list", "--json"]
TABLE = ["find", "Rouen", "--format", "table"]
CARD = ["show", "phare", "--format", "table"]
INFO = ["catalogue", "info"]
SCHEMA = ["catalogue", "schema", "answer"]
VERSION = ["--version"]
HELPS = [["--help"], ["find", "--help"], ["catalogue", "-h"], ["catalogue", "info", "--help"]]
EVERY = [SHORT, JSON, TABLE, CARD, INFO, SCHEMA, *HELPS, VERSION]
each = pytest.mark.parametrize("arguments", EVERY, ids=" ".join)


# --- stdout and stderr ----------------------------------------------------------------------------


@posix
@each
def test_a_full_disk_or_a_closed_stdout_is_said_and_is_status_74(
    run: Run, arguments: list[str]
) -> None:
    with open("/dev/full", "wb") as disk:
        full = sound(run(*arguments, stdout=disk), 74)
    closed = sound(shell(run, ">&-", *arguments), 74)
    assert [one.stderr.decode() for one in (full, closed)] == [
        "Erreur : Impossible d'écrire sur la sortie standard : plus de place sur le disque.\n",
        "Erreur : Impossible d'écrire : la sortie standard est fermée.\n",
    ]


ANNOTATE = ["annotate", "-", "--column", "lieu"]


@pytest.mark.parametrize(
    ("redirection", "code", "said"),
    [
        ("<&-", 74, "Erreur : Impossible de lire : l'entrée standard est fermée.\n"),
        ("</dev/null", 2, "Erreur : Le fichier est vide : "),
        ("<<<lieu >&-", 74, "Erreur : Impossible d'écrire : la sortie standard est fermée.\n"),
        ("<<<lieu >/dev/full", 74, "Erreur : Impossible d'écrire sur la sortie standard : "),
        ("<<<lieu 2>&-", 0, ""),
    ],
)
def test_a_table_that_cannot_be_read_or_written(
    run: Run, redirection: str, code: int, said: str
) -> None:
    done = sound(shell(run, redirection, *ANNOTATE), code)
    assert done.stderr.decode().startswith(said)
    assert done.stderr.count(b"\n") == (code != 0)
    assert (done.stdout != b"") == (code == 0)


@pytest.mark.parametrize("redirection", ["<<<lieu >&-", "<<<lieu 2>&-", "<<<lieu >&- 2>&-"])
def test_a_table_in_a_file_needs_no_stdout_and_no_stderr(
    run: Run, redirection: str, tmp_path: Path
) -> None:
    file = tmp_path / "out.csv"
    sound(shell(run, redirection, *ANNOTATE, "-o", str(file)), 0)
    assert file.read_text().startswith("lieu,reseaux_status,")


COMPLETING = {
    "_RESEAUX_COMPLETE": "complete_bash",
    "COMP_WORDS": "reseaux\nlist\n--theme\n",
    "COMP_CWORD": "3",
}


@pytest.mark.parametrize(
    ("arguments", "environ"),
    [
        *((arguments, {}) for arguments in EVERY),
        pytest.param(["map", "--svg", "/dev/stdout"], {}, marks=posix),
        (["annotate", "data/territories/communes.tsv", "--column", "1", "-q"], {}),
        ([], COMPLETING),
    ],
    ids=" ".join,
)
def test_a_closed_pipe_ends_quietly(
    run: Run, arguments: list[str], environ: dict[str, str]
) -> None:
    """The fast path, Typer's way, help, a file's name, annotate, completion."""
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as closed:
        done = run(*arguments, stdout=closed, environ=environ, cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("count", [1, 100, 4097, 70000])
def test_a_pipe_that_closes_after_any_number_of_bytes(run: Run, count: int) -> None:
    everything = run(*JSON).stdout
    done = sound(shell(run, f"| head -c {count}", *JSON), 0)
    assert done.stdout == everything[:count]
    assert done.stderr == b""


@posix
@each
def test_a_closed_or_full_stderr_changes_nothing(run: Run, arguments: list[str]) -> None:
    usual = run(*arguments)
    with open("/dev/full", "wb") as disk:
        done = run(*arguments, stderr=disk)
    for one in (done, shell(run, "2>&-", *arguments)):
        assert sound(one, usual.returncode).stdout == usual.stdout


def test_an_error_with_nowhere_to_say_it_still_has_its_status(run: Run) -> None:
    unknown, document = ["find", "Nulle-Part-sur-Rien"], ["show", "rien", "--json"]
    for redirection in ("2>&-", ">&- 2>&-", "<&- >&- 2>&-"):
        sound(shell(run, redirection, *unknown), 2)
        sound(shell(run, redirection, *document), 2, 74)
    with open("/dev/full", "wb") as disk:
        sound(run(*unknown, stderr=disk), 2)
        sound(run(*document, stderr=disk), 2)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "cp1252", "utf-16", "ascii:strict"])
def test_text_for_machines_is_utf8_and_text_for_people_in_the_terminal_s_encoding(
    run: Run, encoding: str
) -> None:
    environ = {"PYTHONIOENCODING": encoding}
    usual = run(*JSON)
    assert sound(run(*JSON, environ=environ), 0).stdout == usual.stdout
    assert sound(run(*SHORT, environ=environ), 0).stdout == run(*SHORT).stdout
    for arguments in (TABLE, CARD, INFO):
        done = sound(run(*arguments, environ=environ), 0)
        assert done.stdout.decode(encoding.partition(":")[0])
    sound(run("find", "Rouennn", environ=environ), 2)
    sound(run("--help", environ=environ), 0)


@pytest.mark.parametrize("locale", ["C", "POSIX", "fr_FR.ISO-8859-1", "xx_YY", ""])
def test_any_locale(run: Run, locale: str) -> None:
    usual = run(*JSON).stdout
    for utf8 in ("0", "1"):
        environ = {"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": utf8, "PYTHONCOERCECLOCALE": "0"}
        assert sound(run(*JSON, environ=environ), 0).stdout == usual
        sound(run(*TABLE, environ=environ), 0)
        sound(run("find", "Saint-Étienne", environ=environ))


# --- the user's surroundings ----------------------------------------------------------------------

HOMES = [
    "",
    "/nonexistent",
    "/dev/null",
    "relative",
    "/proc/self",
    "/\udcff",
    "~",
    "/" + "x" * 5000,
]


@pytest.mark.parametrize("home", HOMES)
def test_any_home(run: Run, home: str) -> None:
    usual = run(*SHORT)
    for start, environ in (
        (run.afresh, {"HOME": home}),  # where Python looks for modules as it starts
        (run, {"XDG_CONFIG_HOME": home}),
        (run, {"HOME": home, "XDG_CONFIG_HOME": home}),
    ):
        done = sound(start(*SHORT, environ=environ), 0)
        assert (done.stdout, done.stderr) == (usual.stdout, usual.stderr)
        sound(run(*INFO, environ=environ), 0)


def test_no_environment_at_all(run: Run) -> None:
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    for arguments in EVERY:
        command = [sys.executable, "-c", COMMAND, *arguments]
        sound(subprocess.run(command, capture_output=True, env=kept, timeout=60, check=False), 0)


@posix
@pytest.mark.parametrize("home", ["/proc/self", "/dev/null", "/sys"])
def test_init_in_a_home_that_takes_no_file(run: Run, home: str) -> None:
    done = sound(run("catalogue", "init", environ={"HOME": home}), 74)
    assert done.stderr.decode().startswith("Erreur : Impossible d'écrire")
    assert done.stdout == b""


@pytest.mark.parametrize("term", ["", "dumb", "xterm-256color", "no-such-terminal", "\x1b[2J"])
@pytest.mark.parametrize("columns", ["0", "1", "20", "abc", "-1", "99999", "9" * 40])
def test_any_term_and_any_width(run: Run, term: str, columns: str) -> None:
    done = sound(run(*TABLE, environ={"TERM": term, "COLUMNS": columns, "LINES": "0"}), 0)
    assert b"\x1b" not in done.stdout


def test_colours_are_asked_for_and_refused_by_the_environment(run: Run) -> None:
    def colored(*options: str, **environ: str) -> bool:
        return b"\x1b[" in sound(run(*TABLE, *options, environ=environ), 0).stdout

    assert not colored()
    assert colored(FORCE_COLOR="1")
    assert not colored(FORCE_COLOR="1", NO_COLOR="1")
    assert colored("--color", "always", NO_COLOR="1", TERM="dumb")
    assert not colored("--color", "never", FORCE_COLOR="1")
    assert not colored("--no-color", FORCE_COLOR="1")
    assert b"\x1b" not in run(*JSON, environ={"FORCE_COLOR": "1"}).stdout
    assert b"\x1b" not in run(*SHORT, environ={"FORCE_COLOR": "1"}).stdout


@posix
@pytest.mark.parametrize(
    "before",
    ["mkdir gone; cd gone; rmdir ../gone", "ulimit -n 16", "ulimit -f 0", "ulimit -s 1024"],
)
def test_few_resources_or_a_current_folder_that_is_gone(
    run: Run, before: str, tmp_path: Path
) -> None:
    environ = {**UNMEASURED, "PYTHONPATH": str(Path("src").resolve())}
    for arguments in (SHORT, TABLE, CARD):
        script = f"cd {tmp_path}; {before}; exec {shlex.join([*REAL, *arguments])}"
        sound(run.program("/bin/bash", "-c", script, **environ), 0)


LIMITED = """
import resource, sys
from achats_reseaux.cli import run
_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), hard))
code = run(sys.argv[2:])
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
sys.exit(code)
"""
"""Runs a command while no file may grow beyond so many bytes."""


@posix
@pytest.mark.parametrize("most", ["0", "100"])
def test_init_on_a_disk_that_fills_up_leaves_no_half_file(run: Run, most: str) -> None:
    command = ("-c", LIMITED, most, "catalogue", "init")
    done = run.python(*command, PYTHONDONTWRITEBYTECODE="1")
    assert sound(done, 74).stdout == b""
    file = run.folder / "networks.yaml"
    assert done.stderr.decode().startswith(f"Erreur : Impossible d'écrire {file} : ")
    assert list(run.home.rglob("*.yaml")) == []


# --- a fault of ours ------------------------------------------------------------------------------

FAULT = """
from achats_reseaux import cli
from achats_reseaux.cli import app
app.command_tree = {}.__getitem__
cli.main()
"""
"""Runs a command of which a part is missing."""


def test_a_fault_of_ours_is_said_to_be_one_and_where_it_is_once_asked(run: Run) -> None:
    done = run.python("-c", FAULT, "search", "carbone")
    said = (
        "Erreur interne (KeyError) : un défaut de reseaux, pas de votre demande.\n"
        "Pour le signaler : la commande tapée, « reseaux --version », et la sortie avec"
        " RESEAUX_DEBUG=1.\n"
    )
    assert (done.returncode, done.stdout, done.stderr.decode()) == (70, b"", said)
    done = run.python("-c", FAULT, "search", "carbone", RESEAUX_DEBUG="1")
    trace = done.stderr.decode().removesuffix(said)
    assert trace.startswith("Traceback (most recent call last):\n")
    assert trace.rstrip().endswith("KeyError: 'search'")


UNLOADABLE = """
import sys
from achats_reseaux.cli import main
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "typer":
            raise ERROR
sys.meta_path.insert(0, Finder())
main()
"""
"""Runs a command while Typer cannot be loaded."""


@posix
@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        ("OSError(24, 'Too many', '/lib/typer.py')", 74, "/lib/typer.py : EMFILE"),
        ("OSError(99999, 'Odd')", 74, "son programme : erreur du système"),
        ("OSError('odd')", 74, "son programme : erreur du système"),
        ("ModuleNotFoundError(name='typer')", 70, "typer : erreur interne (ModuleNotFoundError)"),
        ("SystemError('odd')", 70, "son programme : erreur interne (SystemError)"),
    ],
)
def test_a_program_that_cannot_be_loaded(run: Run, error: str, code: int, said: str) -> None:
    """One sentence, told with nothing but what is loaded already; on request, also where it is."""
    script = UNLOADABLE.replace("ERROR", error)
    for environ in ({}, {"RESEAUX_DEBUG": "1"}):
        done = run.python("-c", script, *TABLE, **environ)
        assert (done.returncode, done.stdout) == (code, b"")
        *trace, last = done.stderr.decode().splitlines()
        assert last == f"Erreur : reseaux ne peut pas charger {said}."
        assert trace[:1] == ["Traceback (most recent call last):"] * len(environ)


def test_a_program_that_cannot_be_loaded_says_nothing_on_stdout(run: Run) -> None:
    script = "import sys; sys.stderr = None\n" + UNLOADABLE.replace("ERROR", "OSError(24, '')")
    done = run.python("-c", script, *TABLE)
    assert (done.returncode, done.stdout, done.stderr) == (74, b"", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="how many files a process has open is known")
@pytest.mark.parametrize("more", range(6))
def test_few_files_may_be_open(run: Run, more: int) -> None:
    """From one file beside the streams to as many as are needed: answered, or said and 74."""
    for arguments in ("find 76000 -q", "find 76000 --format table", "ask Rouen -q"):
        script = f"ulimit -n {5 + more}; exec {shlex.join([*REAL, *arguments.split()])}"
        done = sound(run.program("/bin/bash", "-c", script, **UNMEASURED), 0, 74)
        assert (done.stdout == b"") == (done.returncode == 74)
        if done.returncode == 74:
            assert done.stderr.decode().startswith("Erreur : ")
            assert done.stderr.count(b"\n") == 1


# --- an installation that is not whole ------------------------------------------------------------


@pytest.fixture
def checkout(run: Run, tmp_path: Path) -> Path:
    """A checkout of our own to break, and ``run`` runs it."""
    if os.name == "nt":
        pytest.skip("the Python for Windows that is embedded reads no PYTHONPATH")
    (tmp_path / "src").mkdir()
    package = Path(achats_reseaux.__file__).parent
    shutil.copytree(
        package,
        tmp_path / "src" / package.name,
        ignore=shutil.ignore_patterns("__pycache__", "*.bin"),
    )
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def test_without_the_compiled_catalogue_the_yaml_answers(run: Run, checkout: Path) -> None:
    environ = {"PYTHONPATH": str(checkout / "src")}
    for arguments in (SHORT, JSON, CARD):
        here, usual = run(*arguments, environ=environ), run(*arguments)
        assert (here.returncode, here.stdout, here.stderr) == (0, usual.stdout, b"")
    used = run("catalogue", "path", environ=environ).stdout.decode()
    assert used == f"{checkout / 'data'}\n"


def test_a_damaged_catalogue_is_passed_over(run: Run, checkout: Path) -> None:
    environ = {"PYTHONPATH": str(checkout / "src")}
    compiling = "from achats_reseaux.catalogue import loader; loader.compile_bundled()"
    assert run.python("-c", compiling, **environ).returncode == 0
    (file,) = checkout.rglob("compiled.bin")
    content, usual = file.read_bytes(), run(*JSON).stdout
    assert sound(run(*JSON, environ=environ), 0).stdout == usual
    for at in (0, len(content) // 4):
        file.write_bytes(content[:at] + bytes(100) + content[at + 100 :])
        assert sound(run(*JSON, environ=environ), 0).stdout == usual


def test_a_catalogue_being_edited_is_refused_and_completes_nothing(
    run: Run, checkout: Path
) -> None:
    file = checkout / "data" / "networks.yaml"
    file.write_text(file.read_text("utf-8").replace("kind: guichet-vert", "kind: guichet", 1))
    environ = {"PYTHONPATH": str(checkout / "src")}
    done = sound(run(*SHORT, environ=environ), 4)
    assert done.stdout == b""
    assert f"{file}, ligne " in done.stderr.decode()
    assert "« guichet » n'est pas dans « kinds »" in done.stderr.decode()
    for typed in ("list --theme ", "show r"):
        words = ["reseaux", *typed.split(" ")]
        asked = {
            "_RESEAUX_COMPLETE": "complete_bash",
            "COMP_WORDS": "\n".join(words),
            "COMP_CWORD": str(len(words) - 1),
        }
        assert run(environ=asked).stdout != b""
        done = sound(run(environ={**environ, **asked}), 0)
        assert (done.stdout.strip(), done.stderr) == (b"", b"")


# --- arguments ------------------------------------------------------------------------------------


def words(line: str) -> list[str | bytes]:
    """The words of a command line, in which ``x{100}`` is a hundred x, and ``\\xff`` a byte."""
    repeated = re.compile(r"(\\x..|.)\{(\d{3,})\}")
    line = repeated.sub(lambda one: one[1] * int(one[2]), line)
    found = shlex.split(line.replace("\\", "\\\\"))
    return [escape_decode(one)[0] if "\\x" in one else one for one in found]


@pytest.mark.parametrize(("line", "reason"), cases("views/odd_arguments.tsv"))
def test_any_argument(run: Run, line: str, reason: str) -> None:
    """What Python may trip over as it starts, bytes, controls and great lengths, it starts with."""
    arguments = words(line)
    if os.name == "nt" and any(isinstance(one, bytes) for one in arguments):
        pytest.skip("a command line of Windows is Unicode")
    plain = all(isinstance(one, str) and len(one) < 1000 and one.isprintable() for one in arguments)
    done = sound((run if plain else run.afresh)(*arguments), 2, 4)
    assert done.stdout == b"", reason
    said = done.stderr.decode()
    assert 0 < len(said) < 5000
    assert all(mark.isprintable() or mark == "\n" for mark in said.replace("\u00a0", ""))
    if arguments[0] in {"find", "list", "show"} and b"--" not in arguments:
        document = run(*arguments, "--json").stdout
        assert not document or json.loads(document)["status"] in {"invalid", "unknown"}


def test_a_name_that_holds_nul_cannot_be_given_but_by_python(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert cli.run(["find", "a\0b"]) in STATUSES
    assert cli.run(["list", "--catalogue", "a\0b"]) == 4
    assert "nom de fichier invalide" in capsys.readouterr().err
    table = tmp_path / "table.csv"
    table.write_text("lieu\n76000\n", encoding="utf-8")
    for arguments, said in (
        (["a\0b"], "Impossible de lire a\ufffdb : nom de fichier invalide."),
        ([str(table), "-o", "a\0b"], "Impossible d'écrire a\ufffdb : nom de fichier invalide."),
    ):
        assert cli.run(["annotate", *arguments, "--column", "1"]) == 74
        assert capsys.readouterr().err == f"Erreur : {said}\n"


WORDS = (
    "find list show --json -q --quiet --format csv json table md --theme social vert --type"
    " guichet-vert --public etat --region Normandie PACA --departement 76 2A --commune Rouen"
    " Vienne --code-postal 68100 75000 --epci --insee 76540 --siren --siret --no-local"
    " --color always --catalogue / -- - -h --version ran-coper catalogue words"
).split()


@settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    st.sampled_from(["find", "list", "show", "catalogue"]),
    st.lists(
        st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=()), max_size=12),
        max_size=5,
    ),
)
def test_any_command_line(
    capsysbinary: pytest.CaptureFixture[bytes], command: str, arguments: list[str]
) -> None:
    assert cli.run([command, *arguments]) in STATUSES
    out, err = capsysbinary.readouterr()
    assert b"Traceback" not in err
    assert b"Erreur interne" not in err
    if "--color" not in arguments:
        assert b"\x1b" not in out + err


# --- time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "today",
    "1970-01-01 1969-12-31 2100-02-28 2024-02-29 9999-12-31 2026-11-24 2027-11-24".split(),
)
def test_any_date_of_the_clock(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], today: str
) -> None:
    monkeypatch.setattr(time, "strftime", lambda _form, *_at: today)
    for arguments in (SHORT, JSON, CARD, INFO):
        assert cli.run(arguments) == 0
    out, err = capsysbinary.readouterr()
    said = out.decode()
    assert b"Erreur interne" not in err
    assert ("Non comparé aux sources depuis douze mois" in said) == (today > "2027-11-27")
    assert ("L'horloge de cette machine est en retard" in said) == (today < "2026-11-27")


def test_two_runs_at_once_say_the_same(run: Run) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: run.afresh(*JSON), range(8)))
    assert len({one.stdout for one in found}) == 1
    assert {sound(one, 0).stderr for one in found} == {b""}


def test_two_inits_at_once_write_one_file(run: Run) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: run.afresh("catalogue", "init"), range(6)))
    # The same bytes, renamed into place once or twice; who comes later is told that it is there.
    assert {sound(one, 0, 2).returncode for one in found} >= {0}
    file = run.folder / "networks.yaml"
    assert file.read_text("utf-8").endswith("complete: [facilitateurs]\n")


INTERRUPTED = """
import os, signal, sys
def interrupt(*_):
    os.kill(os.getpid(), signal.SIGINT)
class Slow:
    __set_name__ = interrupt
class Finder:
    def find_spec(self, name, path=None, target=None):
        if "class " + name == moment:
            type("Any", (), {"slow": Slow()})
def hook(event, values):
    if event == "exec" and values[0].co_filename.endswith(moment):
        interrupt()
signal.signal(signal.SIGINT, signal.default_int_handler)
moment = sys.argv.pop(1)
sys.meta_path.insert(0, Finder())
sys.addaudithook(hook)
from achats_reseaux.cli import main
main()
"""
"""Runs a command, and presses Ctrl-C as the code of a module begins to run.

Or within a class that it makes: Python 3.11 then says that the class is at fault.
"""


@posix
@pytest.mark.parametrize(
    ("moment", "arguments"),
    [
        ("achats_reseaux/answering/__init__.py", SHORT),
        ("achats_reseaux/gazetteer/__init__.py", SHORT),
        ("achats_reseaux/geocoder/names.py", SHORT),
        ("achats_reseaux/output/__init__.py", JSON),
        ("achats_reseaux/cli/app.py", TABLE),
        ("typer/__init__.py", TABLE),
        ("class typer", TABLE),
        ("achats_reseaux/cli/commands/find.py", TABLE),
        ("class achats_reseaux.cli.commands.find", TABLE),
        ("achats_reseaux/output/views/__init__.py", TABLE),
        ("achats_reseaux/output/views/place_card.py", TABLE),
        ("rich/table.py", ["coverage", "--format", "table"]),
        ("class rich.table", ["coverage", "--format", "table"]),
        ("yaml/__init__.py", ["catalogue", "check"]),
    ],
)
def test_an_interruption_while_a_module_is_loaded(
    run: Run, moment: str, arguments: list[str]
) -> None:
    done = run.python("-c", INTERRUPTED, moment, *arguments)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


@pytest.mark.skipif(sys.platform != "linux", reason="the size of a pipe is set")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (JSON, ""),
        (["list", "--format", "table", "--tout"], ""),
        (ANNOTATE, "Interrompu : sortie incomplète.\n"),
    ],
    ids=["the fast path", "Typer's way", "annotate"],
)
def test_an_interruption_while_nobody_reads(run: Run, arguments: list[str], said: str) -> None:
    """Ctrl-C reaches ``reseaux … | less`` too, which may wait there with its pipe full."""
    import fcntl
    import termios

    rows = b"lieu\n" + b"76000\n" * 1000
    reading, writing = os.pipe()
    room = fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 1)
    with run.started(*arguments, streams={"stdout": writing}) as process:
        os.close(writing)
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(rows)
            process.stdin.close()
        deadline, held, before = time.monotonic() + 30, 0, -1
        while not held or held != before:  # until it has begun, and can go no further
            assert time.monotonic() < deadline
            time.sleep(0.05)
            before = held
            (held,) = struct.unpack("i", fcntl.ioctl(reading, termios.FIONREAD, b"0000"))
        process.send_signal(signal.SIGINT)
        assert process.stderr is not None
        err = process.stderr.read()
    out = os.read(reading, room)
    os.close(reading)
    assert (process.returncode, err.decode()) == (130, said)
    assert out
    assert run(*arguments, stdin=rows).stdout.startswith(out)


BEGUN = """
import os
from achats_reseaux import cli
run = cli.run
def begun(arguments):
    os.write({}, b"x")
    return run(arguments)
cli.run = begun
cli.main()
"""
"""Runs a command, and says when it has begun: before, Ctrl-C is none of its business."""


@posix
def test_an_interruption_at_any_moment_is_quiet(run: Run) -> None:
    chance = random.Random(6)
    run.folder.mkdir(parents=True)
    (run.folder / "networks.yaml").write_text("networks: []\n")

    def interrupt(turn: int, moment: float) -> None:
        reading, writing = os.pipe()
        os.set_inheritable(writing, True)
        arguments = [SHORT, TABLE, CARD][turn % 3]
        streams = {"stdout": subprocess.PIPE, "pass_fds": (writing,)}
        code = BEGUN.format(writing)
        with run.started(*arguments, code=code, streams=streams, **UNMEASURED) as process:
            os.close(writing)
            os.read(reading, 1)
            time.sleep(moment)
            process.send_signal(signal.SIGINT)
            out, err = process.communicate(timeout=60)
        os.close(reading)
        assert process.returncode in {0, 130}, (turn, err)
        assert b"Traceback" not in err, (turn, err.decode())
        assert not out or out.endswith(b"\n")

    moments = [0.005 + chance.random() * 0.25 for _ in range(15)]
    with ThreadPoolExecutor(3) as pool:  # most of each turn is waiting
        list(pool.map(interrupt, range(15), moments))


# --- nothing outside is touched -------------------------------------------------------------------

TRACE = """
import json, os, sys
seen = []
def hook(event, args):
    if event == "open":
        path, mode, flags = args
        writes = flags is not None and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC)
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            seen.append(f"write {path}")
    elif event.split(".")[0] in ("socket", "subprocess", "urllib", "http", "webbrowser", "ftplib"):
        seen.append(event)
    elif event in ("os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.remove",
                   "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate",
                   "shutil.copyfile", "tempfile.mkstemp", "os.chmod"):
        seen.append(" ".join(map(str, (event, *args))))  # repr doubles backslashes
sys.addaudithook(hook)
sys.dont_write_bytecode = True
from achats_reseaux.cli import run
for arguments in json.loads(sys.argv[1]):
    seen.clear()
    try:
        code = run(arguments)
    except SystemExit as end:  # completion ends this way
        code = end.code
    sys.stdout.flush()
    print("TOUCHED", code, seen, file=sys.stderr)
"""
"""Runs command lines one after another, and says of each its status and what it touched."""

MUTE = [
    *EVERY,
    ["list", "--theme", "social", "--format", "csv"],
    ["find", "Vienne"],
    ["find", "Roouen"],
    ["list", "--catalogue", "/none"],
    ["catalogue", "check"],
    ["catalogue", "check", "--local"],
    ["catalogue", "path"],
    ["catalogue", "words"],
    ["search", "handicap"],
    ["ask", "qui peut m'aider à Rouen ?"],
    ["coverage"],
    ["coverage", "--json"],
    ["map"],
    ["map", "--svg", "-"],
    ["show", "spaser"],
    ["open", "ran-coper"],
    ["help"],
    ["completion", "zsh"],
    ["catalogue", "schema", "coverage"],
    ["annotate", "-", "--column", "lieu"],
]


def all_touched(run: Run, lines: list[list[str]], **environ: str) -> list[str]:
    done = run.python("-c", TRACE, json.dumps(lines), **environ, **UNMEASURED)
    assert done.returncode == 0, done.stderr
    told = [one for one in done.stderr.decode().splitlines() if one.startswith("TOUCHED ")]
    parts = [one.split(" ", 2) for one in told]
    assert {int(code) for _, code, _ in parts} <= STATUSES
    return [seen for _, _, seen in parts]


def touched(run: Run, *arguments: str, **environ: str) -> str:
    (seen,) = all_touched(run, [list(arguments)], **environ)
    return seen


@pytest.fixture(scope="module", params=["bundled", "with a file of one's own"])
def touched_by(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """What each lookup touches, in a home whose files, if any, an earlier command compiled."""
    run = Run(tmp_path_factory.mktemp("home"))
    if request.param != "bundled":
        run.folder.mkdir(parents=True)
        (run.folder / "networks.yaml").write_text("networks: []\n")
        run("list", "-q")
    return dict(zip(map(" ".join, MUTE), all_touched(run, MUTE), strict=True))


@pytest.mark.parametrize("arguments", MUTE, ids=" ".join)
def test_no_lookup_writes_a_file_or_opens_a_socket(
    touched_by: dict[str, str], arguments: list[str]
) -> None:
    assert touched_by[" ".join(arguments)] == "[]"


def test_the_first_lookup_with_files_of_ones_own_writes_in_the_cache_alone(run: Run) -> None:
    run.folder.mkdir(parents=True)
    (run.folder / "networks.yaml").write_text("networks: []\n")
    cache = own_cache(run.home)
    seen = ast.literal_eval(touched(run, "list", "-q"))
    assert seen
    made = f"os.mkdir {cache.parent} "
    ours = [one for one in seen if str(cache) in one or one.startswith(made)]
    assert [one for one in seen if one not in ours] in ([], ["write 3"])  # what it has opened there
    assert touched(run, "list", "-q", "--no-cache") == "[]"


def test_completion_touches_nothing_either(run: Run) -> None:
    environ = {
        "_RESEAUX_COMPLETE": "complete_bash",
        "COMP_WORDS": "reseaux find --region Nor",
        "COMP_CWORD": "3",
    }
    assert touched(run, **environ) == "[]"


def test_the_hook_sees_what_it_should(run: Run) -> None:
    """The proof above would be worth nothing if the hook were blind."""
    file = run.folder / "networks.yaml"
    assert any(str(file) in one for one in ast.literal_eval(touched(run, "catalogue", "init")))
    assert file.exists()


IMPORT = "--kind facilitateurs --source https://www.example.org --date 2026-11-24".split()


def desks(folder: Path) -> list[str]:
    """A table of one desk as CSV and as a workbook, and a table with a fault."""
    openpyxl = pytest.importorskip("openpyxl")
    rows = [("Structure", "Site", "Dép."), ("A", "www.example.org", "76")]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "desks.xlsx")
    text = "".join(";".join(row) + "\n" for row in rows)
    (folder / "desks.csv").write_text(text, encoding="utf-8")
    (folder / "fault.csv").write_text(text.replace("76", "nulle part"), encoding="utf-8")
    return [str(folder / name) for name in ("desks.csv", "desks.xlsx", "fault.csv")]


def test_an_import_that_is_tried_or_refused_writes_nothing_and_sends_nothing(
    run: Run, tmp_path: Path
) -> None:
    table, workbook, fault = desks(tmp_path)
    for arguments in ([table, "--dry-run"], [workbook, "--dry-run"], [fault]):
        assert touched(run, "catalogue", "import", *arguments, *IMPORT) == "[]"


def test_an_import_writes_among_ones_own_files_alone(run: Run, tmp_path: Path) -> None:
    table, workbook, _ = desks(tmp_path)
    for name in (table, workbook):
        seen = ast.literal_eval(touched(run, "catalogue", "import", name, *IMPORT))
        assert seen
        for event in seen:
            paths = re.findall(r"/[^']*", re.sub(r"/proc/self/fd/\d+", "", event))
            assert all(str(run.home) in one for one in paths), event
    assert [one.name for one in (run.folder / "networks.d").iterdir()] == ["desks.yaml"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["annotate", "in.csv", "--column", "lieu", "-o", "out.csv"],
        ["map", "--svg", "out.svg"],
        ["page", "--departement", "76", "--output", "out.html"],
        ["catalogue", "import", "in.csv", *IMPORT, "--output", "out.yaml"],
    ],
    ids=lambda one: one[0],
)
def test_what_is_asked_to_be_written_is_all_that_is(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    """Only in the folder of the output, under its name or a name of ours that goes; no socket."""
    monkeypatch.chdir(tmp_path)
    Path("in.csv").write_bytes("nom,lieu,dép.\nA,76000,76\n".encode())
    seen = ast.literal_eval(touched(run, *arguments))
    assert seen
    for event in seen:
        words = event.split(" ", 1)
        assert words[0] in ("write", "os.link", "os.chmod", "os.rename", "os.remove"), event
        named = {Path(one).parent for one in re.findall(r"'([^']*)'", words[1])} - {
            Path("/proc/self/fd")
        }
        if words[0] == "write":
            # A descriptor, or the folder itself: a file that has no name yet.
            path = Path(words[1])
            named = set() if words[1].isdigit() or path == tmp_path else {path.parent}
        assert named <= {tmp_path}, event
    out = arguments[-1]
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted({"in.csv", out})
