"""Hostile and broken surroundings: a documented status, one sentence, never a traceback."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from codecs import escape_decode
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import achats_reseaux
from helpers.cases import every_row, tabled
from helpers.run import COMMAND, Ran, bash, process, run

STATUSES = {0, 1, 2, 3, 4, 74}
"""The documented exit statuses, but those of a fault of ours and of an interruption."""

ROOT = Path(__file__).parents[2]
posix = pytest.mark.skipif(os.name != "posix", reason="signals, limits and paths of POSIX")


def sound(done: Ran, *statuses: int) -> Ran:
    """A run that ended as documented, without a word of Python's own."""
    assert not re.search("Traceback|Exception ignored|défaut de reseaux", done.err), done.err
    assert done.code in (statuses or STATUSES), done
    return done


SHORT = ["find", "Rouen"]
JSON = ["list", "--json"]
TABLE = ["find", "Rouen", "--format", "table"]
TYPER = ["find", "Rouen", "--color=never"]
CARD = ["show", "phare", "--format", "table"]
EVERY = [SHORT, TABLE, ["catalogue", "words"], ["find", "--help"]]
"""One of each way to stdout: by the short parser, by Rich, by a command of Typer's, its help."""


@pytest.mark.parametrize("arguments", EVERY, ids=" ".join)
def test_streams_that_are_full_or_closed(arguments: list[str]) -> None:
    """A full disk and a closed stdout are status 74; a closed pipe and stderr change nothing."""
    line = f"reseaux {shlex.join(arguments)}"
    full, closed = bash(f"{line} >/dev/full"), bash(f"{line} >&-")
    assert (full.code, closed.code) == (74, 74)
    assert [full.err, closed.err] == [
        "Erreur : Impossible d'écrire sur la sortie standard : plus de place sur le disque.\n",
        "Erreur : Impossible d'écrire : la sortie standard est fermée.\n",
    ]
    assert bash(f"{line} | true; exit ${{PIPESTATUS[0]}}") == (0, "", "")
    for redirection in ("2>&-", "2>/dev/full"):
        assert bash(f"{line} {redirection}") == run(*arguments)._replace(err="")


def test_a_device_by_its_name_is_a_pipe_too() -> None:
    line = "reseaux map --output /dev/stdout"
    assert bash(f"{line} | true; exit ${{PIPESTATUS[0]}}") == (0, "", "")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-16"])
def test_text_for_machines_is_utf8_and_text_for_people_in_the_terminals_encoding(
    encoding: str,
) -> None:
    env = {"PYTHONIOENCODING": encoding}
    assert sound(process(*SHORT, env=env), 0).out == run(*SHORT).out
    told = sound(process(*CARD, env=env), 0).out
    assert told.encode("utf-8", "surrogateescape").decode(encoding)
    sound(process("find", "Rouennn", env=env), 2)


@pytest.mark.parametrize("locale", ["C", "fr_FR.ISO-8859-1"])
def test_any_locale(locale: str) -> None:
    env = {"LANG": locale, "LC_ALL": locale, "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    assert sound(process(*JSON, env=env), 0).out == run(*JSON).out
    sound(process("find", "Saint-Étienne", env=env))


HOMES = ["", "/nonexistent", "/dev/null", "relative", "/\udcff", "~"]
HOMES += ["/" + "x" * 5000, "/x" * 1500, "/x" * 5000]


@pytest.mark.parametrize("home", HOMES)
def test_any_home(home: str) -> None:
    for env in ({"HOME": home}, {"XDG_CONFIG_HOME": home, "XDG_CACHE_HOME": home}):
        assert sound(run(*SHORT, env=env), 0) == run(*SHORT)
        sound(run("catalogue", "info", env=env), 0)


def test_no_environment_at_all() -> None:
    kept = {name: os.environ[name] for name in ("PYTHONPATH", "SYSTEMROOT") if name in os.environ}
    for arguments in EVERY:
        command = [sys.executable, "-c", COMMAND, *arguments]
        done = subprocess.run(command, capture_output=True, env=kept, timeout=60, check=False)
        assert (done.returncode, done.stderr) == (0, b"")


def test_colours_are_asked_for_and_refused() -> None:
    def colored(*options: str, **env: str) -> bool:
        return "\x1b[" in sound(run(*TABLE, *options, env=env), 0).out

    assert not colored()
    assert colored(FORCE_COLOR="1")
    assert not colored(FORCE_COLOR="1", NO_COLOR="1")
    assert colored("--color", "always", NO_COLOR="1", TERM="xterm")
    assert not colored("--color", "never", FORCE_COLOR="1")
    assert not colored("--no-color", FORCE_COLOR="1")
    assert "\x1b" not in run(*JSON, env={"FORCE_COLOR": "1"}).out


FAULT = f"from achats_reseaux.cli import app; app.command_tree = {{}}.__getitem__; {COMMAND}"


def test_a_fault_of_ours_is_said_to_be_one_and_where_it_is_once_asked() -> None:
    said = (
        "Erreur : défaut de reseaux (KeyError), pas de votre demande.\n"
        "Pour le signaler : la commande tapée, et sa sortie avec RESEAUX_DEBUG=1.\n"
    )
    assert process("map", code=FAULT) == (70, "", said)
    traced = process("map", code=FAULT, env={"RESEAUX_DEBUG": "1"})
    assert traced.err.startswith("Traceback (most recent call last):\n")
    assert traced.err.endswith(f"KeyError: 'map'\n\n{said}")


UNLOADABLE = """
import sys
from achats_reseaux.cli import main
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name in modules:
            raise ERROR
modules = sys.argv.pop(1).split()
sys.meta_path.insert(0, Finder())
main()
"""
"""Runs a command while some modules cannot be loaded."""


@tabled
def test_a_program_that_cannot_be_loaded_is_said_and_is_never_status_1(
    modules: str, error: str, code: int, said: str
) -> None:
    done = process(
        modules, "list", "--format=table", "--color=never", code=UNLOADABLE.replace("ERROR", error)
    )
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(f"Erreur : {said}")


def test_not_even_the_report_of_errors_that_cannot_be_loaded_is_status_1() -> None:
    code = UNLOADABLE.replace("ERROR", "ImportError(name=name)")
    done = process("typer achats_reseaux.cli.error_handler", *TYPER, code=code)
    assert (done.code, done.out) == (70, "")


def test_without_the_compiled_catalogue_the_yaml_answers(tmp_path: Path) -> None:
    package = Path(achats_reseaux.__file__).parent
    ignored = shutil.ignore_patterns("__pycache__", "*.bin")
    shutil.copytree(package, tmp_path / "src" / package.name, ignore=ignored)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    env = {"PYTHONPATH": str(tmp_path / "src")}
    assert process(*SHORT, env=env) == run(*SHORT)
    file = tmp_path / "data" / "networks.yaml"
    file.write_text(file.read_text("utf-8").replace("kind: guichet-vert", "kind: guichet", 1))
    done = sound(process(*SHORT, env=env), 4)
    assert "« guichet » n'est pas dans « kinds »" in done.err


def words(line: str) -> list[str]:
    """The words of a command line, in which ``x{100}`` is a hundred x, and ``\\xff`` a byte."""
    repeated = re.compile(r"(\\x..|.)\{(\d{3,})\}")
    line = repeated.sub(lambda one: one[1] * int(one[2]), line)
    found = shlex.split(line.replace("\\", "\\\\"))
    return [os.fsdecode(escape_decode(one)[0]) if "\\x" in one else one for one in found]


@every_row("cli/odd_arguments.tsv")
def test_any_argument(line: str, reason: str) -> None:
    arguments = words(line)
    done = sound(run(*arguments), 2, 4)
    assert done.out == "", reason
    assert 0 < len(done.err) < 5000
    assert all(mark.isprintable() or mark == "\n" for mark in done.err.replace("\u00a0", ""))
    if arguments[0] in {"find", "list", "show"} and "--" not in arguments:
        document = run(*arguments, "--json").out
        assert not document or json.loads(document)["status"] in {"invalid", "unknown"}


WORDS = (
    "find list show --json -q --quiet --format csv json table md --theme social vert --type"
    " guichet-vert --public etat --region Normandie PACA --departement 76 2A --commune Rouen"
    " Vienne --code-postal 68100 75000 --epci --insee 76540 --siren --siret --no-local"
    " --no-color --color always --catalogue / -- - -h --version ran-coper catalogue words"
).split()
ANY = st.sampled_from(WORDS) | st.text(st.characters(exclude_categories=()), max_size=12)


@settings(deadline=None, max_examples=50)
@given(st.sampled_from(["find", "list", "show", "catalogue", "help"]), st.lists(ANY, max_size=5))
def test_any_command_line(command: str, arguments: list[str]) -> None:
    done = sound(run(command, *arguments))
    assert "--color" in arguments or "\x1b" not in done.out + done.err


@pytest.mark.slow
@pytest.mark.parametrize("command", "find show ask search list map coverage open".split())
@pytest.mark.parametrize("part", ["l ", "st ", "76000 ", "guichet vert ", "rouen ", "a"])
def test_an_argument_of_128_kb_is_answered_in_linear_time(command: str, part: str) -> None:
    """Calls are counted, not seconds: before, they took up to sixty million."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        done = run(command, (part * 131_000)[:131_000])
    finally:
        sys.setprofile(None)
    sound(done, 0, 1, 2, 3)
    assert calls < 1_200_000
    assert len(done.err) < 5000


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
@tabled
def test_an_interruption_while_a_module_is_loaded(moment: str, arguments: list[str]) -> None:
    assert process(moment, *arguments, code=INTERRUPTED) == (130, "", "")


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
                   "os.rename", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"):
        seen.append(" ".join(map(str, (event, *args))))
sys.addaudithook(hook)
sys.dont_write_bytecode = True
from achats_reseaux.cli import run
for arguments in json.loads(sys.argv[1]):
    seen.clear()
    code = run(arguments)
    sys.stdout.flush()
    print(f"TOUCHED {code} {json.dumps(seen)}", file=sys.stderr)
"""
"""Runs command lines one after another, and says of each its status and what it touched."""

MUTE = [
    *EVERY,
    TYPER,
    ["list", "--theme", "social", "--format", "csv"],
    ["find", "Roouen"],
    ["list", "--catalogue", "/none"],
    ["catalogue", "check"],
    ["search", "handicap"],
    ["ask", "qui peut m'aider à Rouen ?"],
    ["coverage", "--json"],
    ["map"],
    ["map", "--output", "-"],
    ["open", "ran-coper"],
    ["completion", "zsh"],
    ["annotate", str(ROOT / "data/territories/regions.tsv"), "--column", "1", "-q"],
]


def touched(lines: list[list[str]], cwd: Path | None = None) -> list[list[str]]:
    done = process(json.dumps(lines), code=TRACE, cwd=cwd, stdin=b"lieu\n76000\n")
    told = [one.split(" ", 2) for one in done.err.splitlines() if one.startswith("TOUCHED ")]
    assert {int(code) for _, code, _ in told} <= STATUSES
    assert len(told) == len(lines), done.err
    return [json.loads(seen) for _, _, seen in told]


def test_no_lookup_writes_a_file_or_opens_a_socket() -> None:
    told = zip(MUTE, touched(MUTE), strict=True)
    assert [(line, seen) for line, seen in told if seen] == []


def test_what_is_asked_to_be_written_is_all_that_is(tmp_path: Path) -> None:
    """Under its name or a name of ours that goes. The hook sees what it should."""
    (seen,) = touched([["map", "--output", "out.svg"]], tmp_path)
    assert any("out.svg" in one for one in seen)
    assert {one.split(" ", 1)[0] for one in seen} <= {"write", "os.rename", "os.remove"}
    assert [one.name for one in tmp_path.iterdir()] == ["out.svg"]
