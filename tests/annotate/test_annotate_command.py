"""``reseaux annotate`` as a command: files, pipes, signals, full disks, and what it says."""

import contextlib
import os
import re
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from achats_reseaux.annotation.appended import ADDED_COLUMNS
from achats_reseaux.gazetteer import bulk
from helpers.cases import cases, tabled
from helpers.run import COMMAND, PEAK, process, run, started

TABLE = b"id,lieu\n1,76000\n2,Vienne\n"
NAMES = ",".join(ADDED_COLUMNS)
ANNOTATED = f"id,lieu,{NAMES}\n1,76000,covered,76,28,ran-coper\n2,Vienne,ambiguous,,,\n"
MANY = b"lieu\n" + b"76000\n" * 20_000
"""More than a pipe, or than a file of ``LIMIT``, holds."""
LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))"

posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_bytes(TABLE)
    return file


def left(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(entry.name for entry in folder.iterdir() if entry.is_file())


WRITTEN = "Écrit en UTF-8, colonnes séparées par des {}.\n"
DELIMITERS = {",": "virgules", ";": "points-virgules", "\t": "tabulations"}


def spelt(said: str) -> str:
    """``«;»`` is the sentence on what is written, in UTF-8 and with semicolons."""
    for mark, name in DELIMITERS.items():
        said = said.replace(f"«{mark}»", WRITTEN.format(name))
    return said


@pytest.mark.parametrize(
    ("given", "arguments", "code", "said", "reason"), cases("annotate/said.tsv")
)
def test_what_is_said(
    tmp_path: Path, given: str, arguments: str, code: str, said: str, reason: str
) -> None:
    """With an error nothing is written, under no name."""
    words = ["" if word == "=" else word for word in arguments.split()]
    done = run("annotate", "-", *words, stdin=given.encode(), cwd=tmp_path)
    assert done.err == spelt(said), reason
    assert (str(done.code), left(tmp_path)) == (code, [])
    assert bool(done.out) == (code == "0")


@pytest.mark.parametrize("source", ["table.csv", "-"])
def test_from_and_to(table: Path, source: str) -> None:
    words = ("annotate", source, "--column", "Lieu", "-q")
    for target in ((), ("-o", "-")):
        assert run(*words, *target, stdin=TABLE, cwd=table.parent) == (0, ANNOTATED, "")
        assert left(table.parent) == ["table.csv"]
    assert run(*words, "-o", "out.csv", stdin=TABLE, cwd=table.parent) == (0, "", "")
    assert left(table.parent) == ["out.csv", "table.csv"]
    assert table.with_name("out.csv").read_text("utf-8") == ANNOTATED


@posix
def test_an_output_that_is_there_is_replaced_and_keeps_its_rights(table: Path) -> None:
    out, link = table.with_name("out.csv"), table.with_name("link.csv")
    out.write_bytes(b"before")
    out.chmod(0o640)
    link.symlink_to(out)
    assert run("annotate", str(table), "--column", "lieu", "-o", str(link)).code == 0
    assert link.is_symlink()
    assert out.read_text("utf-8") == ANNOTATED
    assert stat.S_IMODE(out.stat().st_mode) == 0o640


SYSTEMS = {"all": True, "posix": os.name == "posix", "linux": sys.platform == "linux"}


@pytest.mark.parametrize(("words", "code", "said", "system", "reason"), cases("annotate/files.tsv"))
def test_files_that_cannot_be(
    table: Path, words: str, code: str, said: str, system: str, reason: str
) -> None:
    if not SYSTEMS[system]:
        pytest.skip(f"an error of {system}")
    closed = table.with_name("closed.csv")
    closed.write_bytes(b"before")
    closed.chmod(0o444)
    long = f"{'x' * 300}.csv"
    typed = ["" if word == "=" else word for word in words.replace("LONG", long).split()]
    done = run("annotate", *typed, "--column", "lieu", cwd=table.parent)
    assert (str(done.code), done.out) == (code, ""), reason
    assert done.err == f"Erreur : {said.replace('LONG', long)}\n"
    assert left(table.parent) == ["closed.csv", "table.csv"]
    assert (closed.read_bytes(), table.read_bytes()) == (b"before", TABLE)


@posix
def test_the_output_is_not_the_input(table: Path) -> None:
    """Under any of its names, or appended to it by a shell."""
    os.link(table, table.with_name("hard.csv"))
    table.with_name("soft.csv").symlink_to(table)
    words, told = ("annotate", "table.csv", "--column", "lieu"), "La sortie est le fichier lu"
    for name in ("table.csv", "./table.csv", "hard.csv", "soft.csv"):
        done = run(*words, "-o", name, cwd=table.parent)
        assert (done.code, told in done.err, table.read_bytes()) == (2, True, TABLE), name
    with table.open("ab") as stdout, started(*words, cwd=table.parent, stdout=stdout) as appending:
        _, said = appending.communicate()
    assert (appending.returncode, told in said.decode(), table.read_bytes()) == (2, True, TABLE)


@posix
def test_a_file_that_may_not_grow(table: Path) -> None:
    """As with a full disk: the file that was there stays whole, and nothing lies beside it."""
    table.write_bytes(MANY)
    out = table.with_name("out.csv")
    out.write_bytes(b"before")
    words = ("annotate", str(table), "--column", "lieu", "-o", str(out))
    env = {"PYTHONDONTWRITEBYTECODE": "1"}  # which the limit would cut short
    done = process(*words, code=f"{LIMIT}\n{COMMAND}", env=env)
    assert (done.code, done.out) == (74, "")
    assert done.err.endswith(" : fichier trop grand.\n")
    assert out.read_bytes() == b"before"
    assert left(table.parent) == [out.name, "table.csv"]


def test_a_name_in_tsv_has_tabs(table: Path) -> None:
    out = table.with_name("out.tsv")
    assert run("annotate", str(table), "--column", "lieu", "-o", str(out), "-q").code == 0
    head, *_ = out.read_text(encoding="utf-8").splitlines()
    assert head.split("\t")[-1] == "reseaux_guichet_vert"
    excel = run("annotate", str(table), "--column", "lieu", "--format", "excel", "-o", str(out))
    assert excel.code == 2


@posix
def test_a_closed_pipe_is_no_error(tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(MANY)
    with started("annotate", str(table), "--column", "lieu") as done:
        assert done.stdout is not None
        assert done.stderr is not None
        assert done.stdout.readline() == f"lieu,{NAMES}\n".encode()
        done.stdout.close()
        said = done.stderr.read()
    assert (done.returncode, said) == (0, b"")


def interrupt(annotating: subprocess.Popen[bytes], number: signal.Signals) -> None:
    """Send a signal until the process ends: one just before a read that waits is lost."""
    while annotating.poll() is None:
        annotating.send_signal(number)
        with contextlib.suppress(subprocess.TimeoutExpired):
            annotating.wait(1)


@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_an_interruption_leaves_no_half_file(tmp_path: Path, name: str) -> None:
    """A kill may leave, under a name of its own, what had been written."""
    out, pipe = tmp_path / "out.csv", tmp_path / "pipe"
    out.write_bytes(b"before")
    os.mkfifo(pipe)
    words = ("annotate", str(pipe), "--column", "lieu", "-o", str(out))
    with started(*words) as done, open(pipe, "wb") as writing:
        writing.write(MANY)
        writing.flush()
        interrupt(done, signal.Signals[name])
    assert done.returncode != 0
    assert out.read_bytes() == b"before"
    assert all(re.fullmatch(r"out\.csv|\.reseaux-\w+\.tmp", one) for one in left(tmp_path))
    assert name == "SIGKILL" or left(tmp_path) == ["out.csv"]


@posix
def test_a_workbook_that_nobody_reads_leaves_nothing_behind(tmp_path: Path) -> None:
    """It is written beside, then to a pipe, which is full: the rows would stay in the folder."""
    table, beside = tmp_path / "l.csv", tmp_path / "beside"
    beside.mkdir()
    table.write_text("lieu\n" + "".join(f"{n * n} Rouen\n" for n in range(6000)), "utf-8")
    words = ("annotate", str(table), "--column", "lieu", "--format", "xlsx", "-q")
    with started(*words, env={"TMPDIR": str(beside)}) as done:
        while not sum(file.stat().st_size for file in beside.iterdir()):
            time.sleep(0.02)
        interrupt(done, signal.SIGTERM)
    assert (done.returncode, left(beside)) == (-signal.SIGTERM, [])


@posix
def test_a_pipe_that_does_not_block_is_waited_for() -> None:
    """Whoever made the pipe may have asked it not to block: then nothing yet is not the end."""
    reading, writing = os.pipe()
    os.set_blocking(reading, False)
    with started("annotate", "-", "--column", "lieu", "-q", stdin=reading) as done:
        os.write(writing, b"lieu\n76")
        with pytest.raises(subprocess.TimeoutExpired):
            done.wait(1)
        os.write(writing, b"000\n76000\n")
        os.close(writing)
        os.close(reading)
        out, said = done.communicate()
    row = "76000,covered,76,28,ran-coper\n"
    assert (done.returncode, out.decode(), said) == (0, f"lieu,{NAMES}\n" + row * 2, b"")


@tabled
@pytest.mark.parametrize("named", [True, False])
def test_a_file_is_looked_at_whole_before_its_encoding_is_decided(
    tmp_path: Path, named: bool, encoding: str, letter: str, name: str
) -> None:
    """By its name or as standard input; a note has letters of that encoding."""
    late = b"lieu,n\n" + b"98818,x\n" * 20_000 + f"98818,{letter}\n".encode(encoding) + b"98818,y\n"
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_bytes(late)
    source = str(table) if named else "-"
    words = ["--column", "lieu", "--add", "note", "-o", str(out)]
    done = run("annotate", source, *words, stdin=late)
    told = f"Le fichier n'est pas en UTF-8 : il est lu comme {name}.\n"
    assert (done.code, done.err.startswith(told)) == (0, bool(name))
    rows = out.read_text(encoding).splitlines()
    assert {row[:8] for row in rows[1:]} == {"98818,x,", f"98818,{letter},", "98818,y,"}
    assert all("Nouvelle-Calédonie" in row for row in rows[1:])


@tabled
def test_what_is_written_is_said(tmp_path: Path, asked: list[str], written: str, told: str) -> None:
    table, out = tmp_path / "table.csv", tmp_path / "out.csv"
    table.write_bytes("lieu;n\nNîmes;1\n".encode("cp1252"))
    done = run("annotate", str(table), "--column", "lieu", *asked, "-o", str(out))
    assert (done.code, told in done.err) == (0, True)
    rows = out.read_bytes().decode(written).splitlines()
    assert rows[1] == "Nîmes;1;covered;30;76;resocc"
    assert not rows[0].startswith("\ufeff")


@pytest.mark.parametrize("quiet", [False, True])
def test_progress_on_a_terminal_alone(tmp_path: Path, quiet: bool) -> None:
    """It is erased at the end, for the summary."""
    table = tmp_path / "table.csv"
    table.write_bytes(MANY)
    words = ["--column", "lieu", "-o", str(tmp_path / "out.csv"), *["-q"] * quiet]
    said = run("annotate", str(table), *words, width=80).err.replace("\u00a0", " ")
    assert bool(re.search("Lignes.*━", said)) == (not quiet)
    assert said.endswith("20 000 lignes : 20 000 couverts.\n" * (not quiet))
    counts = spelt("«,»20\u00a0000 lignes : 20\u00a0000 couverts.\n")
    assert run("annotate", str(table), *words).err == counts * (not quiet)


def test_rows_on_a_terminal_do_not_act_on_it_and_show_no_progress(table: Path) -> None:
    """Elsewhere they are the values that they were."""
    table.write_bytes("\ufefflieu\tn\r\nRouen\t\x1b]0;titre\x07é x\r\n".encode())
    words = ("annotate", str(table), "--column", "lieu")
    rouen, names = "covered\t76\t28\tran-coper", "\t".join(ADDED_COLUMNS)
    shown = run(*words, width=80)
    assert shown.out == f"lieu\tn\t{names}\r\nRouen\t�]0;titre�é x\t{rouen}\r\n"
    assert shown.err == "1 ligne : 1 couvert.\n"
    assert run(*words).out == f"\ufefflieu\tn\t{names}\r\nRouen\t\x1b]0;titre\x07é x\t{rouen}\r\n"


def test_a_file_of_windows_is_shown_in_the_letters_of_the_terminal(table: Path) -> None:
    table.write_bytes("lieu;n\nNîmes;é\n".encode("cp1252"))
    shown = run("annotate", str(table), "--column", "lieu", width=80)
    assert "\nNîmes;é;covered;30;76;resocc\n" in shown.out
    assert "Écrit" not in shown.err  # nothing is


@pytest.mark.slow
@pytest.mark.skipif(not os.path.exists("/proc/self/status"), reason="Linux only")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """Addresses that are all different take most."""
    communes = [*bulk.communes()]
    rows = (
        f'"{at} rue X, {code} {name}",{"x" * 300}\n'
        for at in range(40_000)
        for code, name in [communes[at % len(communes)]]
    )
    table = tmp_path / "table.csv"
    table.write_text("lieu,b\n" + "".join(rows), "utf-8")
    words = ["annotate", str(table), "--column", "lieu", "-q", "-o", str(tmp_path / "out.csv")]
    with started(*words, code=PEAK) as done:
        _, said = done.communicate()
    assert done.returncode == 0
    assert int(said) / 1024 < 65
