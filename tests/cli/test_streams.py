"""What is written is whole or said not to be; what is stopped leaves nothing; what is read, once.

With a buffer and without one (``python -u``, PYTHONUNBUFFERED: containers): a system may then write
less than it was given.
"""

import json
import os
import pty
import re
import signal
import stat
import subprocess
import termios
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from achats_reseaux.catalogue import loader
from achats_reseaux.cli import files
from achats_reseaux.cli.commands import page
from achats_reseaux.output import package
from helpers.cases import cases
from helpers.home import Home
from helpers.run import COMMAND, bash, process, run, started

if os.name != "posix":
    pytest.skip("signals, limits, pipes of POSIX", allow_module_level=True)

UNBUFFERED = [{}, {"PYTHONUNBUFFERED": "1"}]
each = pytest.mark.parametrize("env", UNBUFFERED, ids=["buffered", "unbuffered"])
SOURCED = ("--source", "https://e.fr/liste", "--date", "2026-11-24")
TABLE = "nom;territoires;telephone\nRelais;28;02 35 00 00 00\n"
NOT_WRITTEN = "Erreur : Impossible d'écrire sur la sortie standard : {}.\n"


LONG = [
    "list --json",
    f"annotate {loader.path()}/territories/regions.tsv --column 1 -q",
    "find Rouen --format table",
    "coverage --by departement",
    "catalogue schema",
    "map --output -",
    "find --help",
]
"""Command lines that say more than a thousand bytes, each by another way to stdout."""


CUT: list[Any] = [(line, env) for line in LONG[:2] for env in UNBUFFERED]
CUT += [pytest.param(line, UNBUFFERED[1], marks=pytest.mark.slow) for line in LONG[2:]]


@pytest.mark.parametrize(("line", "env"), CUT)
def test_a_write_that_is_cut_short_is_said(line: str, env: dict[str, str], tmp_path: Path) -> None:
    done = bash(f"ulimit -f 1; reseaux {line} > out", tmp_path, env)
    assert done == (74, "", NOT_WRITTEN.format("fichier trop grand"))
    assert (tmp_path / "out").stat().st_size == 1024


@each
def test_a_pipe_that_is_full_and_does_not_wait_is_said(env: dict[str, str]) -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    with started("list", "--json", env=env, stdout=writing) as done:
        os.close(writing)
        _, said = done.communicate()
    os.close(reading)
    cause = "elle est pleine et n'attend pas que l'on lise"
    assert (done.returncode, said.decode()) == (74, NOT_WRITTEN.format(cause))


@each
def test_what_a_device_does_not_take_is_no_closed_pipe(env: dict[str, str], tmp_path: Path) -> None:
    """A file that is written past the caches takes whole blocks only: EINVAL."""
    try:
        out = os.open(tmp_path / "out", os.O_WRONLY | os.O_CREAT | os.O_DIRECT)
        os.write(out, b"x")
    except OSError as error:
        if error.errno != 22:
            pytest.skip("no O_DIRECT here")
    else:
        pytest.skip("O_DIRECT takes anything here")
    with started("find", "Rouen", env=env, stdout=out) as done:
        _, said = done.communicate()
    os.close(out)
    refused = NOT_WRITTEN.format("erreur du système (EINVAL)")
    assert (done.returncode, said.decode()) == (74, refused)


def test_without_a_buffer_the_same_is_said() -> None:
    words = ("find", "Rouen", "--format", "table")
    assert process(*words, env=UNBUFFERED[1]) == run(*words)


CLIENT = {"name": "x", "version": "1"}
PARAMS = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": CLIENT}
INITIALIZE = {"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": PARAMS}


def wait_for(sign: str, folder: Path, running: subprocess.Popen[bytes]) -> None:
    """Wait until a command has made a file of such a name."""
    while running.poll() is None and not [*folder.glob(sign)]:
        time.sleep(0.001)


def many_rows(folder: Path) -> Path:
    """A table that takes some seconds."""
    table = folder / "table.csv"
    table.write_bytes(b"lieu\n" + b"76000\n" * 500_000)
    return table


@pytest.mark.parametrize(
    ("name", "line", "sign"),
    [
        ("SIGTERM", "annotate ../table.csv --column lieu -o out.csv", ".reseaux-*"),
        ("SIGHUP", "annotate ../table.csv --column lieu -o out.xlsx", ".reseaux-*"),
        ("SIGQUIT", "annotate ../table.csv --column lieu -o out.csv", ".reseaux-*"),
        ("SIGINT", "annotate ../table.csv --column lieu -o out.xlsx", ".reseaux-*"),
        ("SIGINT", "catalogue export new/data", "new/data"),
        ("SIGTERM", "catalogue export new/data", "new/data"),
        pytest.param("SIGTERM", "catalogue export .", ".reseaux-*", marks=pytest.mark.slow),
    ],
)
def test_what_is_stopped_leaves_nothing(name: str, line: str, sign: str, tmp_path: Path) -> None:
    """Neither beside the output nor in the temporary folder; the status is the signal's."""
    work, temporary = tmp_path / "work", tmp_path / "tmp"
    work.mkdir()
    temporary.mkdir()
    many_rows(tmp_path)
    with started(*line.split(), env={"TMPDIR": str(temporary)}, cwd=work) as running:
        wait_for(sign, work, running)
        if "xlsx" in line:  # Python tries the temporary folder first, with a file of its own
            time.sleep(0.1)
        running.send_signal(signal.Signals[name])
        running.communicate()
    assert running.returncode == (130 if name == "SIGINT" else -signal.Signals[name])
    left = [*work.glob(".*"), *work.glob("out*"), *work.glob("new"), *temporary.iterdir()]
    assert left == []  # what an export has put in place already is whole


@pytest.mark.parametrize(
    ("line", "at_work", "name"),
    [
        ("catalogue export .", (package, "package"), "facts.csv"),
        ("page --region Corse", (page, "render"), "reseaux.html"),
    ],
)
def test_a_file_that_comes_to_be_there_meanwhile_stays(
    line: str, at_work: tuple[Any, str], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def made(*_: Any, **_named: Any) -> Any:
        (tmp_path / name).write_text("mien", "utf-8")
        return {} if at_work[0] is package else ""

    monkeypatch.setattr(*at_work, made)
    assert run(*line.split(), cwd=tmp_path).code in (2, 74)
    assert [(one.name, one.read_text("utf-8")) for one in tmp_path.iterdir()] == [(name, "mien")]


def test_an_export_that_is_stopped_as_it_makes_a_folder_leaves_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = os.mkdir

    def made_and_stopped(path: str, mode: int = 0o777) -> None:
        make(path, mode)
        if ".reseaux-" in str(path):
            raise KeyboardInterrupt

    monkeypatch.setattr(package, "package", lambda *_: {"a.csv": b"a"})
    monkeypatch.setattr(os, "mkdir", made_and_stopped)
    assert run("catalogue", "export", str(tmp_path / "donnees")) == (130, "", "")
    assert [*tmp_path.iterdir()] == []


def test_a_folder_too_deep_is_said(tmp_path: Path) -> None:
    """What makes folders one inside the other by calling itself fails at a thousand."""
    deep = "/x" * 5000
    for words in (["catalogue", "export", deep], ["catalogue", "init"]):
        done = process(*words, env={"XDG_CONFIG_HOME": deep})
        assert done.code == 74
        assert done.err.startswith("Erreur : Impossible d'écrire /x/x")
        assert done.err.endswith(" : nom trop long.\n")


def test_ctrl_c_ends_a_server_that_waits_for_a_line(tmp_path: Path) -> None:
    pytest.importorskip("mcp.server")
    with started("mcp", env={}, cwd=tmp_path) as done:
        assert done.stdin
        assert done.stdout
        done.stdin.write(f"{json.dumps(INITIALIZE)}\n".encode())
        done.stdin.flush()
        done.stdout.readline()
        done.send_signal(signal.SIGINT)
        assert done.wait() == -signal.SIGINT


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    """As under nohup."""
    words = ["annotate", str(many_rows(tmp_path)), "--column", "lieu", "-o", "out.csv"]
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with started(*words, env={}, hears=False, cwd=tmp_path) as running:
            wait_for(".reseaux-*", tmp_path, running)
            running.send_signal(signal.SIGHUP)
            running.communicate()
    finally:
        signal.signal(signal.SIGHUP, before)
    assert running.returncode == 0
    assert len((tmp_path / "out.csv").read_bytes().splitlines()) == 500_001


PIPES = cases("cli/pipes.tsv")
PIPES_OF_A_RUN = [*PIPES[::2], *(pytest.param(*row, marks=pytest.mark.slow) for row in PIPES[1::2])]


@pytest.mark.parametrize(("script", "code", "out", "err", "why"), PIPES_OF_A_RUN)
def test_a_pipe_or_a_device(
    script: str, code: str, out: str, err: str, why: str, tmp_path: Path
) -> None:
    if script.startswith("reseaux mcp"):
        pytest.importorskip("mcp.server")
    (tmp_path / "asked").write_text(f"{json.dumps(INITIALIZE)}\n", "utf-8")
    (tmp_path / "liste.csv").write_text(TABLE, "utf-8")
    (tmp_path / "faux.yaml").write_text("networks:\n  - {id: faux}\n", "utf-8")
    phone = 'networks:\n  - {id: ran-coper, contact: {phone: "02 00 00 00 00"}}\n'
    (tmp_path / "juste.yaml").write_text(phone, "utf-8")
    script = script.replace("SOURCE", " ".join(SOURCED)).replace("DATA", loader.path())
    done = bash(script, tmp_path, {"HOME": str(tmp_path)})
    assert done.code == int(code), why
    assert out in done.out, why
    assert err in done.err, why
    assert not re.search("défaut|Traceback|Exception ignored", done.err)
    assert (tmp_path / "liste.csv").read_text("utf-8") == TABLE, "the table is never lost"
    assert not [*tmp_path.rglob(".reseaux-*")]


LIMITED = f"""
import resource
from achats_reseaux.output import package
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
package.package = lambda *_: {{"a.csv": b"x" * 9000}}
{COMMAND}
"""


def test_of_a_package_that_may_not_grow_the_folder_is_named(tmp_path: Path) -> None:
    """Not the standard output."""
    env = {"PYTHONDONTWRITEBYTECODE": "1"}  # which the limit would cut short
    done = process("catalogue", "export", "ex", code=LIMITED, env=env, cwd=tmp_path)
    told = "Erreur : Impossible d'écrire ex : fichier trop grand.\n"
    assert (done.code, done.err, [*tmp_path.rglob("*.csv")]) == (74, told, [])


def rewritten(file: Path) -> os.stat_result:
    """What a file is once ``annotate`` has written it anew."""
    words = ("annotate", "-", "--column", "lieu", "-o", str(file))
    assert run(*words, stdin=b"lieu\n76000\n").code == 0
    return file.stat()


def test_a_setuid_bit_is_not_kept(tmp_path: Path) -> None:
    """As root the new content would run as root."""
    file = tmp_path / "x.csv"
    file.touch()
    file.chmod(0o4755)
    assert stat.S_IMODE(rewritten(file).st_mode) == 0o755


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_of_a_file_stays_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "x.csv"
    file.touch()
    os.chown(file, 1234, 1235)
    found = rewritten(file)
    assert (found.st_uid, found.st_gid) == (1234, 1235)


@pytest.mark.parametrize("second", ["SIGINT", "SIGTERM"])
def test_a_second_signal_does_not_stop_the_tidying_up(second: str) -> None:
    """Two within some milliseconds left the user's rows in a temporary file."""
    tidied = []
    # Whoever runs the tests in the background has it ignored: the other one would end them.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    def tidy_up_twice_interrupted() -> None:
        with files.cleanup_on_signal():
            try:
                signal.raise_signal(signal.SIGINT)
            finally:
                signal.raise_signal(signal.Signals[second])
                tidied.append(True)

    try:
        with pytest.raises(KeyboardInterrupt):
            tidy_up_twice_interrupted()
    finally:
        signal.signal(signal.SIGINT, before)
    assert tidied == [True]


def test_processes_that_run_at_once_answer_alike(tmp_path: Path) -> None:
    """All read one's own file and keep its compiled form; two import, two annotate to one file."""
    home = Home(tmp_path)
    (tmp_path / "liste.csv").write_text(TABLE, "utf-8")
    (tmp_path / "lieux.csv").write_text("lieu\n76000\n", "utf-8")
    home.writes('networks:\n  - {id: ran-coper, contact: {phone: "02 00 00 00 00"}}\n')
    lines = [["find", "76", "--format", "csv"]] * 3
    lines += [["catalogue", "import", "liste.csv", *SOURCED, "-o", "moi.yaml"]] * 2
    lines += [["annotate", "lieux.csv", "--column", "lieu", "-q", "-o", "out.csv"]] * 2
    with ExitStack() as ended:
        running = [ended.enter_context(started(*one, env=home.env, cwd=tmp_path)) for one in lines]
        said = [one.communicate() for one in running]
    assert {one.returncode for one in running} == {0}
    assert "02 00 00 00 00" in said[0][0].decode()
    for first, second in ((0, 1), (0, 2), (3, 4), (5, 6)):
        assert said[first] == said[second]
    assert run("catalogue", "check", "moi.yaml", env=home.env, cwd=tmp_path).code == 0
    assert len((tmp_path / "out.csv").read_text("utf-8").splitlines()) == 2
    assert not [*tmp_path.glob(".reseaux-*")]


def on_terminal(*arguments: str, folder: Path, columns: int = 80, **env: str) -> bytes:
    """What a command writes on a terminal."""
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    with started(
        *arguments, env={"TERM": "xterm", **env}, stdout=theirs, stderr=theirs, cwd=folder
    ) as done:
        os.close(theirs)
        written = b""
        try:
            while part := os.read(ours, 65536):
                written += part
        except OSError:  # Linux's way to say that the other side is closed
            pass
        done.wait()
    os.close(ours)
    assert done.returncode == 0
    return written


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_a_terminal_of_an_old_system_shows_its_own_letters(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "lieux.csv").write_bytes("lieu;été\n76000;à Évreux\n".encode("cp1252"))
    words = ("annotate", "lieux.csv", "--column", "lieu", "-q")
    shown = on_terminal(*words, folder=tmp_path, PYTHONIOENCODING=encoding)
    assert "été" in shown.decode(encoding)
    assert "à Évreux" in shown.decode(encoding)
    card = on_terminal("find", "Étretat", folder=tmp_path, PYTHONIOENCODING=encoding)
    assert "Étretat" in card.decode(encoding)


@pytest.mark.parametrize("env", UNBUFFERED)
def test_a_card_is_as_wide_as_the_terminal(env: dict[str, str], tmp_path: Path) -> None:
    """Without a buffer too: stdout gets another, the size is asked of the first."""
    for columns in (60, 100):
        shown = on_terminal("find", "Caen", folder=tmp_path, columns=columns, **env).decode()
        frame = next(line for line in shown.splitlines() if "╰" in line)
        assert frame.count("─") == columns - 2


@pytest.mark.parametrize("columns", ["999999999999", "10000", "0", "-5", "x"])
@pytest.mark.parametrize("words", [["find", "76000"], ["find", "--help"], ["find", "Rouenn"]])
def test_a_width_that_is_none_is_passed_over(words: list[str], columns: str) -> None:
    usual = run(*words, width=80)
    size = {"COLUMNS": columns, "LINES": "24", "TERM": "xterm-256color"}
    done = run(*words, width=1, env=size)
    assert done.code == usual.code
    assert len(done.out) < 20_000
    assert "défaut" not in done.err
