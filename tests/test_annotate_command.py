"""``reseaux annotate`` as a process: files, pipes, signals, full disks, and what it says."""

from __future__ import annotations

import io
import os
import re
import select
import signal
import stat
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING

import pytest

from achats_reseaux.cli import files
from achats_reseaux.cli.commands import annotate
from annotate_tables import NAMES, cases, content
from conftest import COMMAND, UNMEASURED, Run, read_whole

if TYPE_CHECKING:
    from collections.abc import Iterator

TABLE = b"id,lieu\n1,76000\n2,Vienne\n"
ANNOTATED = b"id,lieu,%b\n1,76000,covered,76,28,ran-coper\n2,Vienne,ambiguous,,,\n" % NAMES

posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")
windows = pytest.mark.skipif(os.name != "nt", reason="elsewhere it is no error")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_bytes(TABLE)
    return file


def left(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(entry.name for entry in folder.iterdir() if entry.is_file())


# --- what it says --------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases("said"), ids=lambda case: str(case["reason"]))
def test_what_is_said(run: Run, tmp_path: Path, case: dict[str, str]) -> None:
    """With an error nothing is written, under no name."""
    words = ["" if word == "=" else word for word in case["arguments"].split()]
    done = run("annotate", "-", *words, stdin=content(case["given"]), cwd=tmp_path)
    said = content(case["said"]).decode()
    assert done.stderr.decode() == (said.replace("mkdir -p", "mkdir") if os.name == "nt" else said)
    assert (str(done.returncode), left(tmp_path)) == (case["code"], [])
    assert bool(done.stdout) == (case["code"] == "0")


# --- files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["table.csv", "-"])
@pytest.mark.parametrize("target", [None, "-", "out.csv"])
def test_from_and_to(run: Run, table: Path, source: str, target: str | None) -> None:
    words = ["--column", "Lieu", "-q", *(["-o", target] if target else [])]
    done = run("annotate", source, *words, stdin=TABLE, cwd=table.parent)
    out = table.with_name("out.csv")
    written = out.read_bytes() if target == "out.csv" else done.stdout
    assert (done.returncode, written, done.stderr) == (0, ANNOTATED, b"")
    assert left(table.parent) == (["out.csv", "table.csv"] if out.exists() else ["table.csv"])


@posix
def test_an_output_that_is_there_is_replaced_and_keeps_its_rights(run: Run, table: Path) -> None:
    out = table.parent / "out.csv"
    out.write_bytes(b"before")
    out.chmod(0o640)
    link = table.parent / "link.csv"
    link.symlink_to(out)
    assert run("annotate", str(table), "--column", "lieu", "-o", str(link)).returncode == 0
    assert link.is_symlink()
    assert out.read_bytes() == ANNOTATED
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


def test_a_new_output_has_the_rights_of_any_new_file(run: Run, table: Path) -> None:
    """It is written beside its name: not in the current folder, where nobody may write here."""
    out, other = table.with_name("out.csv"), table.with_name("other")
    other.touch()
    folder = Path("/proc") if sys.platform == "linux" else None
    done = run("annotate", str(table), "--column", "lieu", "-o", str(out), cwd=folder)
    assert done.returncode == 0
    assert stat.S_IMODE(out.stat().st_mode) == stat.S_IMODE(other.stat().st_mode)


@posix
@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout here")
@pytest.mark.parametrize(("name", "out"), [("/dev/stdout", ANNOTATED), ("/dev/null", b"")])
def test_a_pipe_or_a_device_is_written_to_by_name(
    run: Run, table: Path, name: str, out: bytes
) -> None:
    """Behind ``/dev/stdout`` lies a pipe here, which is no file to replace."""
    done = run("annotate", str(table), "--column", "lieu", "-o", name)
    assert (done.returncode, done.stdout) == (0, out)
    assert Path(name).exists()


SYSTEMS = {
    "all": True,
    "posix": os.name == "posix",
    "linux": sys.platform == "linux",
    "windows": os.name == "nt",
}


@pytest.mark.parametrize("case", cases("files"), ids=lambda case: str(case["reason"]))
def test_files_that_cannot_be(run: Run, table: Path, case: dict[str, str]) -> None:
    if not SYSTEMS[case["system"]]:
        pytest.skip(f"an error of {case['system']}")
    closed = table.with_name("closed.csv")
    closed.write_bytes(b"before")
    closed.chmod(0o444)
    if os.name == "posix":
        table.with_name("loop.csv").symlink_to("loop.csv")
    long = f"{'x' * 300}.csv"
    words = ["" if word == "=" else word for word in case["words"].replace("LONG", long).split()]
    done = run("annotate", *words, "--column", "lieu", cwd=table.parent)
    assert (str(done.returncode), done.stdout) == (case["code"], b"")
    assert done.stderr.decode() == f"Erreur : {case['said'].replace('LONG', long)}\n"
    assert left(table.parent) == ["closed.csv", "table.csv"]
    assert (closed.read_bytes(), table.read_bytes()) == (b"before", TABLE)


@windows
def test_a_file_that_another_program_has_open_is_told_to_be_so(run: Run, table: Path) -> None:
    out = table.parent / "out.csv"
    out.write_bytes(b"before")
    said = "accès refusé (ouvert dans un autre programme, Excel par exemple ?).\n"
    command = ("annotate", "table.csv", "--column", "lieu", "-o", "out.csv")
    for held, message in ((out, "d'écrire out.csv"), (table, "de lire table.csv")):
        with _held(held):
            done = run(*command, cwd=table.parent)
        assert done.returncode == 74
        assert done.stderr.decode() == f"Erreur : Impossible {message} : {said}"
        assert left(table.parent) == ["out.csv", "table.csv"]
        assert out.read_bytes() == b"before"


@contextmanager
def _held(file: Path) -> Iterator[None]:
    """Hold a file open and share it with nobody, as Excel does."""
    import ctypes

    kernel = ctypes.WinDLL("kernel32")  # type: ignore[attr-defined, unused-ignore]
    kernel.CreateFileW.restype = ctypes.c_void_p
    read_and_write, open_existing = 0xC0000000, 3
    handle = kernel.CreateFileW(str(file), read_and_write, 0, None, open_existing, 0, None)
    try:
        yield
    finally:
        kernel.CloseHandle(ctypes.c_void_p(handle))


def test_rights_that_one_has_not(run: Run, table: Path) -> None:
    closed, folder = table.with_name("closed.csv"), table.parent / "closed"
    closed.write_bytes(TABLE)
    closed.chmod(0)
    folder.mkdir(mode=0o500)
    if os.access(closed, os.R_OK) or os.access(folder, os.W_OK):
        pytest.skip("this user reads and writes everything")
    for words in ((str(closed),), (str(table), "-o", str(folder / "out.csv"))):
        done = run("annotate", *words, "--column", "lieu")
        assert done.returncode == 74
        assert "accès refusé" in done.stderr.decode()


@posix
@pytest.mark.parametrize("name", ["table.csv", "./table.csv", "hard.csv", "soft.csv", ">>"])
def test_the_output_is_not_the_input(run: Run, table: Path, name: str) -> None:
    """By whatever name, or by what a shell appends to."""
    os.link(table, table.parent / "hard.csv")
    (table.parent / "soft.csv").symlink_to(table)
    words = ["annotate", "table.csv", "--column", "lieu"]
    with table.open("ab") as appended:
        output = {"stdout": appended} if name == ">>" else {}
        words += [] if output else ["-o", name]
        done = run(*words, cwd=table.parent, **output)  # type: ignore[arg-type]
    assert done.returncode == 2
    assert "La sortie est le fichier lu" in done.stderr.decode()
    assert table.read_bytes() == TABLE


def test_a_terminal_may_be_read_and_written() -> None:
    pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
    master, slave = pty.openpty()
    with open(slave, "rb", buffering=0) as source:
        files.refuse_itself(source, "-", os.ttyname(slave))
    os.close(master)


@posix
@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
def test_a_full_disk(run: Run, tmp_path: Path) -> None:
    """It is met while rows are written; ``-o`` writes to the device, and does not replace it."""
    table = tmp_path / "table.csv"
    table.write_bytes(b"lieu\n" + b"76000\n" * 50_000)
    arguments = ["annotate", str(table), "--column", "lieu"]
    said = "Erreur : Impossible d'écrire {} : plus de place sur le disque.\n"
    with open("/dev/full", "wb") as full:
        done = run(*arguments, stdout=full)
    assert done.returncode == 74
    assert done.stderr.decode() == said.format("sur la sortie standard")
    done = run(*arguments, "-o", "/dev/full")
    assert (done.returncode, done.stderr.decode()) == (74, said.format("/dev/full"))
    assert Path("/dev/full").is_char_device()


@posix
def test_a_file_that_may_not_grow(run: Run, table: Path) -> None:
    """As with a full disk: the file that was there stays whole, and nothing lies beside it."""
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))"
    limited = f"import resource; {limit}\n{COMMAND}"
    table.write_bytes(b"lieu\n" + b"76000\n" * 50_000)
    out = table.parent / "out.csv"
    out.write_bytes(b"before")
    words = ("annotate", table, "--column", "lieu", "-o", out)
    done = run.python("-c", limited, *words, PYTHONDONTWRITEBYTECODE="1")
    assert (done.returncode, done.stdout) == (74, b"")
    assert done.stderr.decode() == f"Erreur : Impossible d'écrire {out} : fichier trop grand.\n"
    assert out.read_bytes() == b"before"
    assert left(table.parent) == ["out.csv", "table.csv"]


@posix
def test_a_closed_pipe_is_no_error(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(b"lieu\n" + b"76000\n" * 200_000)
    streams = {"stdout": subprocess.PIPE}
    with run.started("annotate", str(table), "--column", "lieu", streams=streams) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"lieu," + NAMES + b"\n"
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


@contextmanager
def writing(run: Run, out: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has begun to write a file, and waits for more to read."""
    with run.started("annotate", "-", "--column", "lieu", "-o", str(out)) as process:
        assert process.stdin is not None
        # Far more than a pipe holds: the process is within its rows when all this is written.
        process.stdin.write(b"lieu\n" + b"76000\n" * 200_000)
        process.stdin.flush()
        yield process
        process.stdin.close()


@posix
@pytest.mark.parametrize(("name", "status"), [("SIGINT", 130), ("SIGTERM", 143), ("SIGHUP", 129)])
def test_an_interruption_leaves_no_half_file(
    run: Run, tmp_path: Path, name: str, status: int
) -> None:
    out = tmp_path / "out.csv"
    out.write_bytes(b"before")
    with writing(run, out) as process:
        assert process.stderr is not None
        process.send_signal(signal.Signals[name])
        said = process.stderr.read()
    assert process.returncode == status
    assert said.decode() == f"Interrompu : {out} n'a pas été touché.\n"
    assert out.read_bytes() == b"before"
    assert left(tmp_path) == ["out.csv"]


@posix
def test_a_killed_process_leaves_the_file_that_was_there(run: Run, tmp_path: Path) -> None:
    """And beside it, under a name of its own, what it had written."""
    out = tmp_path / "out.csv"
    out.write_bytes(b"before")
    with writing(run, out) as process:
        process.kill()
        process.wait()
    assert out.read_bytes() == b"before"
    assert all(re.fullmatch(r"out\.csv|\.reseaux-\w+\.tmp", name) for name in left(tmp_path))


# --- one encoding in one file ---------------------------------------------------------------------

LATE = b"lieu,n\n" + b"98818,x\n" * 200_000 + "98818,\u00e9\n".encode("cp1252") + b"98818,y\n"
"""A table whose first letter that is no ASCII comes after several reads."""


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
@pytest.mark.parametrize("name", ["table.csv", "-"])
def test_a_file_is_looked_at_whole_before_its_encoding_is_decided(
    run: Run, tmp_path: Path, name: str, encoding: str
) -> None:
    """By its name or as standard input; a note has letters of that encoding."""
    table = tmp_path / "table.csv"
    table.write_bytes(LATE.replace(b"\xe9", "é".encode(encoding)))
    words = ["annotate", name, "--column", "lieu", "--add", "note", "-q"]
    with open(table, "rb") as source:
        streams = {"stdin": source, "stdout": subprocess.PIPE, "cwd": tmp_path}
        with run.started(*words, streams=streams) as process:
            out, _ = process.communicate(timeout=60)
    rows = out.decode(encoding).splitlines()
    assert {row[:8] for row in rows[1:]} == {"98818,x,", "98818,é,", "98818,y,"}
    assert {row[8:47] for row in rows[1:]} == {'none,988,,,"Aucun guichet vert en Nouve'}
    assert all("Nouvelle-Calédonie" in row for row in rows[1:])


@pytest.mark.parametrize(
    "late",
    [LATE, LATE.replace(b"\n", b"\r\n"), LATE.replace(b"\n", b"\r")],
    ids=["LF", "CRLF", "CR"],
)
def test_a_pipe_whose_encoding_turns_out_wrong_stops_at_that_row(
    run: Run, tmp_path: Path, late: bytes
) -> None:
    said = (
        "Erreur : La ligne 200\u00a0002 n'est pas en UTF-8, comme le début du tableau.\n"
        "Enregistrez-le en CSV UTF-8, ou donnez le nom du fichier, qui est alors lu deux fois.\n"
    )
    out = tmp_path / "out.csv"
    done = run("annotate", "-", "--column", "lieu", "-o", str(out), stdin=late)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (74, b"", said)
    assert left(tmp_path) == []
    done = run("annotate", "-", "--column", "lieu", stdin=late)
    assert (done.returncode, done.stderr.decode()) == (74, said)
    rows = done.stdout.splitlines()
    assert len(rows) == 200_001
    assert set(rows[1:]) == {b"98818,x,none,988,,"}


def test_a_letter_cut_between_two_reads_of_a_pipe_is_one(run: Run) -> None:
    """Rows of nine bytes are cut everywhere; a letter that the end cuts is none."""
    table, many = b"lieu,n\n" + "98818,é\n".encode() * 150_000, 150_001
    for end, status in ((b"", 0), (b"98818,\xc3", 74)):
        done = run("annotate", "-", "--column", "lieu", "-q", stdin=table + end)
        assert (done.returncode, done.stdout.count(b"\n")) == (status, many)


# --- on a terminal -------------------------------------------------------------------------------


@contextmanager
def on_a_terminal(
    run: Run, *arguments: str, rows_too: bool = False
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A command whose stderr is a terminal, its stdout too if asked, and our end of it."""
    import pty

    ours, theirs = pty.openpty()
    streams = {"stdout": theirs if rows_too else None, "stderr": theirs}
    with run.started(*arguments, streams=streams) as process:
        os.close(theirs)
        yield process, ours


@posix
@pytest.mark.parametrize("quiet", [False, True])
def test_progress_on_a_terminal_alone(run: Run, tmp_path: Path, quiet: bool) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(b"lieu\n" + b"76000\n" * 600_000)
    arguments = ["annotate", str(table), "--column", "lieu", "-o", str(tmp_path / "out.csv")]
    with on_a_terminal(run, *arguments, *["-q"] * quiet) as (process, terminal):
        said = read_whole(terminal)
    assert process.returncode == 0
    if quiet:
        assert said == b""
        return
    assert b"%" in said
    assert b"\x1b" not in said
    shown = said.decode().replace("\u00a0", " ")
    assert shown.endswith("\r600 000 lignes : 600 000 covered.\r\n")


def test_progress_tells_how_much_is_done_how_fast_and_how_long_it_will_take(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """By a clock of ours: it is written over ten times a second at most, and erased at the end."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    now, terminal = [1000.0], Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with monkeypatch.context() as patch:
        patch.setattr(time, "monotonic", lambda: now[0])
        with annotate._Progress(shown=True) as progress:
            for seconds, fraction, rows in (
                (0.09, 0.01, 200),  # too early
                (2.0, 0.0, 5),
                (2.11, 0.01, 211),  # a tenth of a second later
                (30.0, 0.2, 45_000),
                (30.09, 0.26, 46_000),  # too early again
                (80.0, 1.0, 80_000),
                (90.0, None, 1),
            ):
                now[0] = 1000.0 + seconds
                progress.show(fraction, rows)
    bars = ("." * 24, "#####" + "." * 19, "#" * 24)
    lines = [
        f"[{bars[0]}]   0 %  5 lignes, 2 par seconde",
        f"[{bars[0]}]   1 %  211 lignes, 100 par seconde, encore 3 min 29 s",
        f"[{bars[1]}]  20 %  45 000 lignes, 1 500 par seconde, encore 2 min 00 s",
        f"[{bars[2]}] 100 %  80 000 lignes, 1 000 par seconde, encore 0 min 00 s",
        "1 ligne, 0 par seconde".ljust(85),
        " " * 22,
        "",
    ]
    assert terminal.getvalue().replace("\u00a0", " ") == "".join(f"\r{line}" for line in lines)


def slowly(stdin: IO[bytes], header: bytes, rows: bytes) -> None:
    """Write the rows twice, an interval of progress apart, whatever the machine."""
    stdin.write(header + rows)
    stdin.flush()
    time.sleep(0.3)
    stdin.write(rows)
    stdin.close()


@posix
def test_progress_of_what_has_no_size_counts_rows(run: Run, tmp_path: Path) -> None:
    rows = b"76000\n" * 200_000  # more than is looked at before the first row
    arguments = ["annotate", "-", "--column", "lieu", "-o", str(tmp_path / "out.csv")]
    with on_a_terminal(run, *arguments) as (process, terminal):
        assert process.stdin is not None
        slowly(process.stdin, b"lieu\n", rows)
        said = read_whole(terminal)
    assert process.returncode == 0
    shown = [
        line.strip()
        for line in re.split("[\r\n]+", said.decode().replace("\u00a0", " "))
        if line.strip()
    ]
    *progress, summary = shown
    assert progress
    assert all(re.fullmatch(r"[\d ]+ lignes, [\d ]+ par seconde", one) for one in progress)
    assert summary == "400 000 lignes : 400 000 covered."


@posix
def test_rows_on_a_terminal_are_not_mixed_with_progress(run: Run) -> None:
    arguments = ["annotate", "-", "--column", "lieu"]
    with on_a_terminal(run, *arguments, rows_too=True) as (process, terminal):
        assert process.stdin is not None
        writer = Thread(target=slowly, args=(process.stdin, b"lieu\n", b"76000\n" * 50_000))
        writer.start()
        said = read_whole(terminal)
        writer.join()
    assert set(said.decode().replace("\u00a0", " ").splitlines()) == {
        "lieu,reseaux_status,reseaux_departement,reseaux_region,reseaux_guichet_vert",
        "76000,covered,76,28,ran-coper",
        "100 000 lignes : 100 000 covered.",
    }


def test_rows_on_a_terminal_do_not_act_on_it(run: Run, table: Path) -> None:
    """Elsewhere they are the bytes that they were."""
    table.write_bytes(b"\xef\xbb\xbflieu\tn\r\nRouen\t\x1b]0;titre\x07\xc3\xa9\rx\xff\r\n")
    words = ("annotate", str(table), "--column", "lieu", "-q")
    rouen = "covered\t76\t28\tran-coper"
    names = NAMES.decode().replace(",", "\t")
    assert run.on_a_terminal(*words).stdout.decode() == (
        f"lieu\tn\t{names}\r\nRouen\t�]0;titre�é x�\t{rouen}\r\n"
    )
    assert (
        run(*words)
        .stdout.replace(b"\t" + rouen.encode(), b"")
        .endswith(b"\nRouen\t\x1b]0;titre\x07\xc3\xa9\rx\xff\r\n")
    )


@posix
def test_a_terminal_that_goes_away_stops_no_work(run: Run, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    with on_a_terminal(run, "annotate", "-", "--column", "lieu", "-o", str(out)) as running:
        process, terminal = running
        assert process.stdin is not None
        process.stdin.write(b"lieu\n")
        for _ in range(200):
            process.stdin.write(b"76000\n" * 5000)
            process.stdin.flush()
            if terminal >= 0 and select.select([terminal], [], [], 0.01)[0]:
                os.close(terminal)
                terminal = -1
        process.stdin.close()
    assert terminal == -1
    assert process.returncode == 0
    assert out.read_bytes().count(b"\n76000,covered,") == 1_000_000


@posix
def test_a_pipe_that_does_not_block_is_waited_for(run: Run) -> None:
    """Whoever made the pipe may have asked it not to block: then nothing yet is not the end."""
    import fcntl
    import termios

    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    streams = {"stdin": reading, "stdout": subprocess.PIPE, "stderr": None}
    with run.started("annotate", "-", "--column", "lieu", "-q", streams=streams) as process:
        for piece in (b"lieu\n76", b"000\n", b"76000\n"):
            os.write(writing, piece)
            deadline = time.monotonic() + 30
            while fcntl.ioctl(reading, termios.FIONREAD, b"0000") != b"\0\0\0\0":
                assert time.monotonic() < deadline
                time.sleep(0.01)
            time.sleep(0.05)  # it reads again, and finds nothing
        os.close(reading)
        os.close(writing)
        assert process.stdout is not None
        out = process.stdout.read()
    row = b"76000,covered,76,28,ran-coper\n"
    assert (process.returncode, out) == (0, b"lieu," + NAMES + b"\n" + row * 2)


# --- size ----------------------------------------------------------------------------------------

PEAK = """
from achats_reseaux.cli import app
code = app.run(sys.argv[1:])
with open("/proc/self/status") as status:
    print(next(line.split()[1] for line in status if line.startswith("VmHWM")), file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="Linux only")
@pytest.mark.parametrize(
    "kind", ["codes", "sirets", "départements", "names", "quoted", "wide", "open quotes"]
)
def test_memory_does_not_grow_with_the_file(run: Run, tmp_path: Path, kind: str) -> None:
    from achats_reseaux import gazetteer
    from achats_reseaux.gazetteer import bulk

    communes = list(bulk.communes())
    header = b"lieu,b\n"
    rows: list[str]
    if kind == "codes":
        rows = [f"{communes[at % len(communes)][0]},x\n" for at in range(200_000)]
    elif kind == "départements":
        known = [(insee, gazetteer.departement_of(insee)) for insee, _ in communes]
        rows = [f"{insee},{home}\n" for insee, home in known] * 3
    elif kind == "sirets":
        sirens = [siren for siren, _ in bulk.sirens()]
        # Were all of them kept, half as many would show it; each is read letter by letter.
        rows = [f"{sirens[at % len(sirens)]}{at % 99991:05},x\n" for at in range(100_000)]
    elif kind == "names":
        rows = [f"{communes[at % 500][1]},x\nQzx n° {at}x,y\n" for at in range(0, 9000, 3)]
    elif kind == "quoted":
        rows = [f'"{communes[at % len(communes)][0]}","x, {at}"\n' for at in range(200_000)]
    elif kind == "wide":
        header = b"lieu" + b",c" * 199 + b"\n"
        rows = ["76000" + ",ab" * 199 + "\n"] * 20_000
    else:
        rows = ['"76000,x\n' + "76000,y\n" * 150_000] * 2
    table = tmp_path / "table.csv"
    table.write_bytes(header + "".join(rows).encode())
    arguments = ["annotate", str(table), "--column", "lieu", "-q", "-o", str(tmp_path / "out.csv")]
    if kind == "départements":
        arguments += ["--departement-column", "b"]
    done = run.python("-c", "import sys\n" + PEAK, *arguments, **UNMEASURED)
    assert done.returncode == 0
    # All different; or the lines of 1 MiB of an open quote, kept to be read again.
    most = {"names": 80, "sirets": 80, "open quotes": 55}.get(kind, 45)
    assert int(done.stderr) / 1024 < most
