"""``reseaux annotate`` as a process: files, pipes, signals, full disks, and what it says."""

from __future__ import annotations

import csv
import io
import os
import re
import select
import signal
import stat
import subprocess
import sys
import time
import zipfile
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING

import pytest

from achats_reseaux.cli import files
from achats_reseaux.cli.commands import annotate
from conftest import COMMAND, UNMEASURED, Run

if TYPE_CHECKING:
    from collections.abc import Iterator

NAMES = b"reseaux_status,reseaux_departement,reseaux_region,reseaux_guichet_vert"
TABLE = b"id,lieu\n1,76000\n2,Vienne\n"
ANNOTATED = b"id,lieu,%b\n1,76000,covered,76,28,ran-coper\n2,Vienne,ambiguous,,,\n" % NAMES
SUMMARY = "2 lignes : 1 covered, 1 ambiguous.\n"

posix = pytest.mark.skipif(os.name != "posix", reason="signals and devices of POSIX")
finer = pytest.mark.skipif(os.name == "nt", reason="Windows tells fewer causes apart")
windows = pytest.mark.skipif(os.name != "nt", reason="elsewhere it is no error")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    file = tmp_path / "table.csv"
    file.write_bytes(TABLE)
    return file


def left(folder: Path) -> list[str]:
    """What lies in a folder, hidden files too."""
    return sorted(entry.name for entry in folder.iterdir() if entry.is_file())


def test_to_stdout(run: Run, table: Path) -> None:
    done = run("annotate", str(table), "--column", "lieu")
    assert (done.returncode, done.stdout) == (0, ANNOTATED)
    assert done.stderr.decode().startswith(SUMMARY)
    assert "se départagent par --departement COL." in done.stderr.decode()


def test_from_stdin(run: Run) -> None:
    done = run("annotate", "-", "--column", "Lieu", "-q", stdin=TABLE)
    assert (done.returncode, done.stdout, done.stderr) == (0, ANNOTATED, b"")


@pytest.mark.parametrize("option", ["--output", "-o"])
def test_to_a_file(run: Run, table: Path, option: str) -> None:
    out = table.parent / "out.csv"
    done = run("annotate", str(table), "--column", "lieu", option, str(out))
    assert (done.returncode, done.stdout, out.read_bytes()) == (0, b"", ANNOTATED)
    assert left(table.parent) == ["out.csv", "table.csv"]


@pytest.mark.parametrize(
    ("table", "code", "out", "said"),
    [
        (
            b'note,lieu,id\r"a\nb",Rouen,1\rx,68100,2\r',
            0,
            b'note,lieu,id,%b\r"a\nb",Rouen,1,covered,76,28,ran-coper\rx,68100,2,none,68,44,\r'
            % NAMES,
            "2 lignes : 1 covered, 1 none (liste de novembre 2024).\n",
        ),
        (
            b"lieu,note\r76000,a\nb\r",
            74,
            b"",
            (
                "Erreur : Les fins de ligne sont de deux sortes (CR et LF) dès la première ligne.\n"
                "Enregistrez-le en CSV UTF-8.\n"
            ),
        ),
    ],
    ids=["a line feed within quotes", "a line feed that may end a row"],
)
def test_carriage_returns_that_end_rows(
    run: Run, table: bytes, code: int, out: bytes, said: str
) -> None:
    done = run("annotate", "-", "--column", "lieu", stdin=table)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (code, out, said)


def test_output_may_be_a_dash(run: Run, table: Path) -> None:
    assert run("annotate", str(table), "--column", "lieu", "-o", "-").stdout == ANNOTATED


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


def test_the_departement_column_and_the_delimiter(run: Run) -> None:
    arguments = ("--column", "1", "--departement-column", "dep", "--delimiter", "tab")
    done = run("annotate", "-", *arguments, stdin=b"lieu\tdep\nVienne\t38\n")
    assert done.stdout.splitlines()[1] == b"Vienne\t38\tcovered\t38\t84\taura-ee"
    assert done.stderr == b"1 ligne : 1 covered.\n"


def test_nothing_to_count(run: Run) -> None:
    done = run("annotate", "-", "--column", "lieu", stdin=b"lieu")
    assert done.stdout == b"lieu," + NAMES
    assert done.stderr == b"0 ligne.\n"


def test_rows_that_are_read_from_a_beginning_are_counted(run: Run) -> None:
    """Their cells are those of any other row: a person must be told to look at them."""
    table = b"lieu\n67000\n67999\n67998\n67999\n67998\n"
    done = run("annotate", "-", "--column", "lieu", stdin=table)
    assert (
        done.stdout.splitlines()[1].split(b",")[1:] == done.stdout.splitlines()[2].split(b",")[1:]
    )
    assert done.stderr.decode().splitlines() == [
        "5 lignes : 5 covered.",
        "4 lignes sont lues d'après le début d'un code ou d'un nom : à vérifier.",
    ]


def test_of_many_texts_without_an_answer_three_are_told(run: Run) -> None:
    for count in (3, 4, 5):
        table = b"lieu\n" + b"".join(b"Zzyzx%d\n" % rank for rank in range(count))
        told = run("annotate", "-", "--column", "lieu", stdin=table).stderr.decode().splitlines()
        assert told[0] == f"{count} lignes : {count} unknown."
        assert told[1:] == [
            "Sans réponse, par exemple :",
            *(f"  Aucun lieu ne s'appelle « Zzyzx{rank} »." for rank in range(3)),
        ]
    table = b"lieu\nZzyzx0\n21760540100018\nZzyzx1\n21760540100019\n"
    told = run("annotate", "-", "--column", "lieu", stdin=table).stderr.decode().splitlines()
    assert told == [
        "4 lignes : 2 unknown, 2 invalid.",
        "Sans réponse, par exemple :",
        *(f"  Aucun lieu ne s'appelle « Zzyzx{rank} »." for rank in range(2)),
        "  « 21760540100018 » n'est pas un SIRET valide : sa clé de contrôle est fausse.",
    ]


@pytest.mark.parametrize(
    ("count", "told"),
    [
        (
            1,
            """\
1 ligne : 1 covered.
1 ligne est lue d'après le début d'un code ou d'un nom : à vérifier.
1 ligne a plus de cellules que l'en-tête : la réponse vient après.
""",
        ),
        (
            2,
            """\
2 lignes : 2 covered.
2 lignes sont lues d'après le début d'un code ou d'un nom : à vérifier.
2 lignes ont plus de cellules que l'en-tête : la réponse vient après.
""",
        ),
    ],
)
def test_rows_to_look_at_are_counted(run: Run, count: int, told: str) -> None:
    table = b"lieu,b\n" + b"67999,1,2\n" * count
    assert run("annotate", "-", "--column", "lieu", stdin=table).stderr.decode() == told


def test_thousands_are_grouped(run: Run) -> None:
    done = run("annotate", "-", "--column", "lieu", stdin=b"lieu\n" + b"76000\n" * 1234)
    assert done.stderr.decode() == "1\u00a0234 lignes : 1\u00a0234 covered.\n"


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


# --- what goes wrong -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--column", "leiu"], 2, "Vouliez-vous dire : lieu ?"),
        ([], 2, "Il manque la colonne à lire"),
        (["--column", "lieu", "--delimiter", "#"], 2, "--delimiter"),
        (["--column", "lieu", "--departement-column", "x"], 2, "n'a pas de colonne « x »"),
        (["--column", "lieu", "--catalogue", "absent.yaml"], 4, "absent.yaml"),
        pytest.param(
            ["--column", "lieu", "-o", "table.csv/x"],
            74,
            "un des dossiers du chemin n'en est pas un",
            marks=finer,
        ),
        (["--column", "lieu", "-o", "."], 74, "c'est un dossier"),
        (["--column", "lieu", "-o", f"{'x' * 300}.csv"], 74, "nom trop long"),
        pytest.param(
            ["--column", "lieu", "-o", "a?b.csv"],  # its error is that of a closed pipe there
            74,
            "Impossible d'écrire a?b.csv : nom de fichier invalide.",
            marks=windows,
        ),
    ],
)
def test_bad_options(run: Run, table: Path, arguments: list[str], code: int, said: str) -> None:
    done = run("annotate", table.name, *arguments, cwd=table.parent)
    assert done.returncode == code
    assert done.stdout == b""
    assert said in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()
    assert left(table.parent) == ["table.csv"]


def test_the_folder_of_an_output_that_is_not_there_is_named_with_what_makes_it(
    run: Run, table: Path
) -> None:
    command = "mkdir" if os.name == "nt" else "mkdir -p"
    for folder, quoted in (("a/b", "a/b"), ("nos listes", '"nos listes"')):
        said = (
            f"Erreur : Impossible d'écrire {folder}/out.csv : le dossier {folder} n'existe pas.\n"
            f"À taper : {command} {quoted}\n"
        )
        target = ("-o", f"{folder}/out.csv")
        done = run("annotate", table.name, "--column", "lieu", *target, cwd=table.parent)
        assert (done.returncode, done.stdout, done.stderr.decode()) == (74, b"", said)
    assert left(table.parent) == ["table.csv"]


SUGGESTED = [
    (b"id;lieu\n1;Rouen\n68;Lille\n", "--column lieu", "ids look like départements"),
    (b"cp,siret\n76000,21760540100017\n", "--siret siret", "a SIRET is surest"),
    (b"Code_Postal;VILLE\n76000;Rouen\n", "--commune VILLE", "a commune is surer than its code"),
    (b"a;code commune\n3;76540\n", '--insee "code commune"', "an option that reads it so"),
    (b"rang;siret\n1;x\n2;y\n", None, "the cells deny the heading"),
    (b"siret\n", "--siret siret", "no cell denies the heading"),
    (b"id;nom\n1;VILLE DE ROUEN\n2;ABC\n3;MAIRIE DE LYON\n", "--column nom", "most are places"),
    (b"id;nom\n1;VILLE DE ROUEN\n2;ABC\n", None, "half of them may be chance"),
    (b"id;n\n1;\n2;21760540100017\n", "--column n", "empty cells say nothing; this is a SIRET"),
    (b"id;n\n1;217 605 401 00017\n", "--column n", "a SIRET with spaces"),
    (b"x;n\na;Rouen\n", "--column n", "one letter says nothing"),
    (b"id;montant\n76;12000\n68;35000\n", None, "numbers that are codes too"),
    (b"dep\n76\n68\n", None, "small numbers"),
    (b"lieu;lieu\nx;Rouen\n", "--column 2", "two of one name: by number"),
    (b"-a;x\nRouen;1\n", "--column 1", "a name that looks like an option: by number"),
    (b'x,lieu\n"a\n,b","Rouen, 76"', "--column lieu", "quoted cells, no end"),
    (b"sep=;\nid;lieu,x\n1;Rouen\n", "--column lieu,x", "a line that tells the delimiter"),
    (
        b"acheteur_id;acheteur_nom;lieu_execution;lieuExecution_code\n21760540100017;Rouen;Lyon;69\n",
        "--column acheteur_id",
        "the buyer's comes first",
    ),
    (
        b"lieu d'execution;titulaire_siret;ville\nLyon;21760540100017;Rouen\n",
        "--commune ville",
        "never the place of execution, nor a firm",
    ),
    (b"lieuExecution_nom\nLyon\n", None, "not even if it is the only one"),
    (
        b"id;code_region\n1;28\n2;84\n",
        "--region code_region",
        "codes of regions, no d\xc3\xa9partements",
    ),
    (b"lieu\n" + b"Rouen\n" * 20 + b"zzyzx\n" * 30, "--column lieu", "the first twenty rows"),
]


@pytest.mark.parametrize(("table", "option", "reason"), SUGGESTED, ids=[c[2] for c in SUGGESTED])
def test_the_likely_column_is_suggested(
    run: Run, table: bytes, option: str | None, reason: str
) -> None:
    done = run("annotate", "-", stdin=table)
    names = table.split(b"\n")[0].decode().replace(";", ", ")
    told = f"À taper : reseaux annotate - {option}" if option else f"Ses colonnes : {names}."
    message = "Il manque la colonne à lire : --column COL, ou --siret COL, --commune COL…"
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == f"Erreur : {message}\n{told}\n", reason


def test_the_command_suggested_names_the_file_as_a_shell_takes_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "les marchés.csv").write_bytes(TABLE)
    done = run("annotate", "les marchés.csv", cwd=tmp_path)
    last = done.stderr.decode().splitlines()[-1]
    assert last == 'À taper : reseaux annotate "les marchés.csv" --column lieu'


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("absent.csv", "absent.csv : fichier introuvable"),
        (".", ". : c'est un dossier"),
        (f"{'x' * 300}.csv", "x.csv : nom trop long"),
        pytest.param("a?b.csv", "a?b.csv : nom de fichier invalide", marks=windows),
        pytest.param(
            "/proc/self/mem",  # opens, and then reads nothing at its beginning
            "/proc/self/mem : erreur du système (EIO)",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="a file of Linux"),
        ),
    ],
)
def test_bad_inputs(run: Run, table: Path, name: str, said: str) -> None:
    done = run("annotate", name, "--column", "lieu", "-o", "out.csv", cwd=table.parent)
    assert (done.returncode, done.stdout) == (74, b"")
    assert said in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1
    assert left(table.parent) == ["table.csv"]


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


def test_an_unreadable_input(run: Run, table: Path) -> None:
    table.chmod(0)
    if os.access(table, os.R_OK):
        pytest.skip("this user reads everything")
    done = run("annotate", str(table), "--column", "lieu")
    assert done.returncode == 74
    assert "accès refusé" in done.stderr.decode()


def test_a_folder_that_cannot_be_written(run: Run, table: Path) -> None:
    folder = table.parent / "closed"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):
        pytest.skip("this user writes everywhere")
    done = run("annotate", str(table), "--column", "lieu", "-o", str(folder / "out.csv"))
    assert done.returncode == 74
    assert "accès refusé" in done.stderr.decode()


@pytest.mark.parametrize("suffix", [".ods", ".XLS", ".xlsm", ".xlsb", ".json", ".pdf", ".html"])
@pytest.mark.parametrize("form", [[], ["--format", "excel"]])
def test_no_csv_is_written_under_the_name_of_another_format(
    run: Run, table: Path, suffix: str, form: list[str]
) -> None:
    arguments = ["annotate", "table.csv", "--column", "lieu", "-o", f"out{suffix}", *form]
    done = run(*arguments, cwd=table.parent)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        f"Erreur : Un fichier {suffix.lower()} ne peut pas être écrit : « out{suffix} ».\n"
        "Donnez à --output un nom en .csv ou .xlsx.\n"
    )
    assert left(table.parent) == ["table.csv"]


@posix
@pytest.mark.parametrize("name", ["table.csv", "./table.csv", "hard.csv", "soft.csv"])
def test_the_output_is_not_the_input(run: Run, table: Path, name: str) -> None:
    os.link(table, table.parent / "hard.csv")
    (table.parent / "soft.csv").symlink_to(table)
    done = run("annotate", "table.csv", "--column", "lieu", "-o", name, cwd=table.parent)
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
def test_what_is_read_is_not_appended_to(run: Run, table: Path) -> None:
    with table.open("ab") as out:
        done = run("annotate", str(table), "--column", "lieu", stdout=out)
    assert done.returncode == 2
    assert table.read_bytes() == TABLE


@posix
@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="no /dev/full here")
@pytest.mark.parametrize("output", ["stdout", "--output"])
def test_a_full_disk(run: Run, tmp_path: Path, output: str) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(b"lieu\n" + b"76000\n" * 50_000)
    arguments = ["annotate", str(table), "--column", "lieu"]
    with open("/dev/full", "wb") as full:
        if output == "stdout":
            done = run(*arguments, stdout=full)
        else:
            done = run(*arguments, "-o", "/dev/full")
    assert done.returncode == 74
    assert done.stderr.decode().count("\n") == 1
    assert "plus de place sur le disque" in done.stderr.decode()
    assert Path("/dev/full").is_char_device()


@posix
def test_a_file_that_may_not_grow(run: Run, table: Path) -> None:
    """As with a full disk: the file that was there stays whole, and nothing lies beside it."""
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))"
    limited = f"import resource; {limit}\n{COMMAND}"
    table.write_bytes(b"lieu\n" + b"76000\n" * 50_000)
    out = table.parent / "out.csv"
    out.write_bytes(b"before")
    done = subprocess.run(
        [sys.executable, "-c", limited, "annotate", str(table), "--column", "lieu", "-o", str(out)],
        capture_output=True,
        env=run.environment(PYTHONDONTWRITEBYTECODE="1"),
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout) == (74, b"")
    assert done.stderr.decode() == f"Erreur : Impossible d'écrire {out} : fichier trop grand.\n"
    assert out.read_bytes() == b"before"
    assert left(table.parent) == ["out.csv", "table.csv"]


@posix
def test_a_closed_pipe_is_no_error(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(b"lieu\n" + b"76000\n" * 200_000)
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "annotate", str(table), "--column", "lieu"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=run.environment(),
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"lieu," + NAMES + b"\n"
        process.stdout.close()
        said = process.stderr.read()
    assert (process.returncode, said) == (0, b"")


# Whatever started the tests (nohup, a shell's background) may have made signals ignored.
HEARD = f"""import signal
signal.signal(signal.SIGINT, signal.default_int_handler)
signal.signal(signal.SIGTERM, signal.SIG_DFL)
signal.signal(signal.SIGHUP, signal.SIG_DFL)
{COMMAND}"""


@contextmanager
def writing(run: Run, out: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has begun to write a file, and waits for more to read."""
    with subprocess.Popen(
        [sys.executable, "-c", HEARD, "annotate", "-", "--column", "lieu", "-o", str(out)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=run.environment(),
    ) as process:
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


# --- files ---------------------------------------------------------------------------------------


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


def test_a_target_that_nobody_may_write_stays(run: Run, table: Path) -> None:
    out = table.parent / "out.csv"
    out.write_bytes(b"before")
    out.chmod(0o444)
    done = run("annotate", str(table), "--column", "lieu", "-o", str(out))
    said = f"Erreur : Impossible d'écrire {out} : ce fichier est en lecture seule.\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (74, b"", said)
    assert out.read_bytes() == b"before"
    assert left(table.parent) == ["out.csv", "table.csv"]


@posix
def test_links_that_lead_in_circles_stay(run: Run, table: Path) -> None:
    loop = table.parent / "loop.csv"
    loop.symlink_to(loop)
    why = f"{loop} : les liens symboliques tournent en rond.\n"
    done = run("annotate", str(table), "--column", "lieu", "-o", str(loop))
    assert (done.returncode, done.stderr.decode()) == (74, f"Erreur : Impossible d'écrire {why}")
    done = run("annotate", str(loop), "--column", "lieu")
    assert (done.returncode, done.stderr.decode()) == (74, f"Erreur : Impossible de lire {why}")
    assert loop.is_symlink()
    assert left(table.parent) == ["table.csv"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["annotate", "", "--column", "lieu"], "Le nom du fichier à lire est vide."),
        (["annotate", "-", "--column", "lieu", "-o", ""], "Le nom du fichier à écrire est vide."),
        (["map", "--svg", ""], "Le nom du fichier à écrire est vide."),
    ],
)
def test_a_name_that_is_empty(run: Run, arguments: list[str], said: str) -> None:
    done = run(*arguments, stdin=TABLE)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (2, b"", f"Erreur : {said}\n")


# --- one encoding in one file ---------------------------------------------------------------------

KOUAOUA = (
    "Aucun guichet vert en Nouvelle-Calédonie (liste de novembre 2024). Kouaoua relève d'une"
    " collectivité d'outre-mer, qui n'est dans aucune région."
)
LATE = b"lieu,n\n" + b"98818,x\n" * 200_000 + "98818,\u00e9\n".encode("cp1252") + b"98818,y\n"
"""A table whose first letter that is no ASCII comes after several reads."""


def test_a_file_is_looked_at_whole_before_its_encoding_is_decided(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "table.csv"
    expected = {"cp1252": LATE, "utf-8": LATE.replace(b"\xe9", "é".encode())}
    for encoding, content in expected.items():
        table.write_bytes(content)
        for stdin in (None, table):
            name = str(table) if stdin is None else "-"
            done = run_from(run, stdin, "annotate", name, "--column", "lieu", "--add", "note")
            rows = done.stdout.decode(encoding).splitlines()
            assert {row.split(",", 2)[2] for row in rows[1:]} == {f'none,988,,,"{KOUAOUA}"'}
            assert [row[6] for row in rows[-2:]] == ["é", "y"]


def run_from(run: Run, stdin: Path | None, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """A command whose standard input is a file."""
    with open(stdin or os.devnull, "rb") as source:
        return subprocess.run(
            [sys.executable, "-c", COMMAND, *arguments],
            stdin=source,
            capture_output=True,
            env=run.environment(),
            timeout=60,
            check=False,
        )


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
    row = "98818,é\n".encode()
    for shift in range(len(row)):
        table = b"lieu," + b"n" * (shift + 1) + b"\n" + row * 150_000
        done = run("annotate", "-", "--column", "lieu", "-q", stdin=table)
        assert (done.returncode, done.stdout.count(b"\n")) == (0, 150_001)
    cut = run("annotate", "-", "--column", "lieu", stdin=table + b"98818,\xc3")
    assert (cut.returncode, cut.stdout.count(b"\n")) == (74, 150_001)


# --- on a terminal -------------------------------------------------------------------------------


@contextmanager
def on_a_terminal(
    run: Run, *arguments: str, rows_too: bool = False
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """A command whose stderr is a terminal, its stdout too if asked, and our end of it."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        stdin=subprocess.PIPE,
        stdout=theirs if rows_too else None,
        stderr=theirs,
        env=run.environment(),
    ) as process:
        os.close(theirs)
        yield process, ours


def seen(terminal: int, until: bytes = b"") -> bytes:
    """What was written to a terminal, to the end or until a text is."""
    said = b""
    while not until or until not in said:
        try:
            chunk = os.read(terminal, 65536)
        except OSError:  # Linux says so when the other side is closed
            break
        if not chunk:
            break
        said += chunk
    return said


@posix
@pytest.mark.parametrize("quiet", [False, True])
def test_progress_on_a_terminal_alone(run: Run, tmp_path: Path, quiet: bool) -> None:
    table = tmp_path / "table.csv"
    table.write_bytes(b"lieu\n" + b"76000\n" * 1_500_000)
    arguments = ["annotate", str(table), "--column", "lieu", "-o", str(tmp_path / "out.csv")]
    with on_a_terminal(run, *arguments, *["-q"] * quiet) as (process, terminal):
        said = seen(terminal)
        os.close(terminal)
    assert process.returncode == 0
    if quiet:
        assert said == b""
        return
    assert b"%" in said
    assert b"\x1b" not in said
    shown = said.decode().replace("\u00a0", " ")
    assert shown.endswith("\r1 500 000 lignes : 1 500 000 covered.\r\n")


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
    rows = b"76000\n" * 50_000
    arguments = ["annotate", "-", "--column", "lieu", "-o", str(tmp_path / "out.csv")]
    with on_a_terminal(run, *arguments) as (process, terminal):
        assert process.stdin is not None
        slowly(process.stdin, b"lieu\n", rows)
        said = seen(terminal)
        os.close(terminal)
    assert process.returncode == 0
    shown = [
        line.strip()
        for line in re.split("[\r\n]+", said.decode().replace("\u00a0", " "))
        if line.strip()
    ]
    *progress, summary = shown
    assert progress
    assert all(re.fullmatch(r"[\d ]+ lignes, [\d ]+ par seconde", one) for one in progress)
    assert summary == "100 000 lignes : 100 000 covered."


@posix
def test_rows_on_a_terminal_are_not_mixed_with_progress(run: Run) -> None:
    arguments = ["annotate", "-", "--column", "lieu"]
    with on_a_terminal(run, *arguments, rows_too=True) as (process, terminal):
        assert process.stdin is not None
        writer = Thread(target=slowly, args=(process.stdin, b"lieu\n", b"76000\n" * 50_000))
        writer.start()
        said = seen(terminal)
        writer.join()
        os.close(terminal)
    assert set(said.decode().replace("\u00a0", " ").splitlines()) == {
        "lieu,reseaux_status,reseaux_departement,reseaux_region,reseaux_guichet_vert",
        "76000,covered,76,28,ran-coper",
        "100 000 lignes : 100 000 covered.",
    }


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
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND, "annotate", "-", "--column", "lieu", "-q"],
        stdin=reading,
        stdout=subprocess.PIPE,
        env=run.environment(),
    ) as process:
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


def test_help_is_in_french(run: Run) -> None:
    done = run("annotate", "--help")
    assert done.returncode == 0
    assert "--departement-column" in done.stdout.decode()
    assert "reseaux annotate marches.csv" in " ".join(done.stdout.decode().split())


# --- several columns, more columns, other forms ---------------------------------------------------

BUYERS = """id;siret;nom;dep
1;21760540100017;VILLE DE ROUEN;76
2;55210055400013;COMMUNE DE LYON (MAIRIE);69
3;;Saint-Denis;974
4;abc;;
5;26760015300014;;
"""
"""A town, a firm whose name is a town's, a homonym, nothing readable, a hospital by its series."""


def test_columns_are_tried_in_the_order_typed_until_one_is_settled(
    run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "marches.csv"
    table.write_text(BUYERS, encoding="utf-8")
    done = run(
        "annotate", str(table), "--siret", "siret", "--column", "nom", "--departement", "dep"
    )
    assert [line.split(";")[4:] for line in done.stdout.decode().splitlines()[1:]] == [
        ["covered", "76", "28", "ran-coper"],
        ["covered", "69", "84", "aura-ee"],
        ["covered", "974", "04", "mden"],
        ["invalid", "", "", ""],
        ["covered", "76", "28", "ran-coper"],
    ]
    other = run(
        "annotate", str(table), "--column", "nom", "--siret", "siret", "--departement", "dep"
    )
    assert other.stdout == done.stdout  # the same places, whichever column tells them


def test_more_columns_say_who_and_how_it_was_read(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "marches.csv"
    table.write_text(BUYERS, encoding="utf-8")
    arguments = ["--siret", "siret", "--column", "nom", "--departement", "dep"]
    done = run("annotate", str(table), *arguments, "--add", "note,name", "-q")
    header, *rows = csv.reader(done.stdout.decode().splitlines(), delimiter=";")
    assert header[-2:] == ["reseaux_note", "reseaux_name"]
    assert [row[-2:] for row in rows] == [
        ["", "RAN COPER"],
        [NO_PLACE, "AURA-EE"],
        ["", "MDEN"],
        ["« abc » n'est pas un SIRET : il a 14 chiffres, comme 21760540100017.", ""],
        [BY_SERIES, "RAN COPER"],
    ]


NO_PLACE = (
    "Cellule passée : « 55210055400013 » n'est ni une commune ni un EPCI : indiquez la commune ou"
    " le département de cet organisme (hôpital, service de l'État…)."
)
BY_SERIES = (
    "Le SIREN 267600153 n'est pas dans les données : d'après ses chiffres, cet organisme public est"
    " en Seine-Maritime (76) ; son adresse fait foi."
)


@pytest.mark.parametrize(
    ("content", "expected", "reason"),
    [
        (b'lieu\n"Rouen, 76"\n', b'"Rouen, 76",covered,76,28,ran-coper', "quoted: the comma"),
        (b"lieu\nRouen, 76\n", b"Rouen, 76;covered;76;28;ran-coper", "not quoted: another sign"),
    ],
)
def test_a_file_of_one_column_keeps_the_comma(
    content: bytes, expected: bytes, reason: str, run: Run, tmp_path: Path
) -> None:
    table = tmp_path / "lieux.csv"
    table.write_bytes(content)
    done = run("annotate", str(table), "--column", "lieu", "-q")
    assert done.stdout.splitlines()[1] == expected, reason


def test_empty_cells_are_counted_apart_and_examples_are_told(run: Run, tmp_path: Path) -> None:
    table = tmp_path / "lieux.csv"
    table.write_bytes(b"id,lieu\n1,Rouen\n2,\n3,Xyzzyville\n4, \n")
    done = run("annotate", str(table), "--column", "lieu")
    assert done.stderr.decode().replace("\u00a0", " ").splitlines() == [
        "4 lignes : 1 covered, 1 unknown, 2 invalid.",
        "2 lignes sans rien dans les colonnes lues.",
        "Sans réponse, par exemple :",
        "  Aucun lieu ne s'appelle « Xyzzyville ».",
    ]


def test_the_csv_of_a_french_excel(run: Run, tmp_path: Path) -> None:
    """Excel shows twelve digits as ``1,23457E+11``, and eleven as they are."""
    table = tmp_path / "marches.csv"
    rows = "siret,nom\n21760540100017,12345678901\n01000,été;\n76000,123456789012\n"
    table.write_text(rows, encoding="utf-8")
    done = run("annotate", str(table), "--column", "siret", "--format", "excel", "-q")
    assert done.stdout.decode() == (
        "\ufeffsiret;nom;reseaux_status;reseaux_departement;reseaux_region;reseaux_guichet_vert\r\n"
        '="21760540100017";12345678901;covered;76;28;ran-coper\r\n'
        '="01000";"été;";covered;="01";84;aura-ee\r\n'
        '76000;="123456789012";covered;76;28;ran-coper\r\n'
    )


ODD_ROWS = [
    ("Rouen,a\u2028b", "Rouen;a\u2028b;covered;76;28;ran-coper", "a line end of Unicode"),
    ("Lyon,c\x85d", "Lyon;c\x85d;covered;69;84;aura-ee", "another"),
    ("Paris,e\rf", 'Paris;"e\rf";covered;75;11;maximilien', "one that ends no row here"),
    ("Dijon,f\vg", "Dijon;f\vg;covered;21;27;arnia", "one that no workbook may hold"),
    ('"Mulhouse"," g\n""h"', 'Mulhouse;" g\n""h";none;68;44;', "one within quotes"),
    ("", "", "a blank line"),
    ("Nantes,1,2", "Nantes;1;2;covered;44;52;reseco", "a long row"),
    ('"Vienne,3', "Vienne;3;ambiguous;;;", "a quote that nothing closes"),
    ("Lille", "Lille;;covered;59;32;apure", "a short row, after it"),
]


@pytest.mark.parametrize("end", ["\n", ""])
def test_a_row_is_one_row_in_every_form(run: Run, tmp_path: Path, end: str) -> None:
    """Else what follows stands beside the answer of another row."""
    openpyxl = pytest.importorskip("openpyxl")
    given = "\n".join(["lieu,note", *(row for row, *_ in ODD_ROWS)]) + end
    expected = [f"lieu;note;{';'.join(NAMES_ADDED)}", *(row for _, row, _ in ODD_ROWS)]
    columns = ("--column", "lieu", "-q")
    done = run("annotate", "-", *columns, "--format", "excel", stdin=given.encode())
    assert done.stdout.decode() == "\ufeff" + "".join(f"{row}\r\n" for row in expected)
    file = tmp_path / "a.xlsx"
    run("annotate", "-", *columns, "-o", str(file), stdin=given.encode())
    rows = list(
        csv.reader([row.replace("\r", "\n").replace("\v", "�") for row in expected], delimiter=";")
    )
    assert cells(file) == [[*row, *[""] * (7 - len(row))] for row in rows]
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row[:2])
    book.save(file)
    run("annotate", str(file), *columns, "-o", str(file.with_stem("b")))
    assert cells(file.with_stem("b")) == [[*row[:2], *row[-4:]] or [""] * 6 for row in rows]


def cells(file: Path) -> list[list[str]]:
    openpyxl = pytest.importorskip("openpyxl")
    sheet = openpyxl.load_workbook(file).active
    return [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]


@pytest.mark.parametrize("form", ["excel", "xlsx"])
def test_the_line_that_tells_the_delimiter_is_no_row_of_another_form(
    run: Run, tmp_path: Path, form: str
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    out = tmp_path / "out"
    table = b"sep=;\nlieu;n\nRouen;1\n"
    run("annotate", "-", "--column", "lieu", "-q", "--format", form, "-o", str(out), stdin=table)
    if form == "excel":
        rows = [row.split(";") for row in out.read_text("utf-8-sig").splitlines()]
    else:
        book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
        rows = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert rows == [
        ["lieu", "n", *NAMES_ADDED],
        ["Rouen", "1", "covered", "76", "28", "ran-coper"],
    ]


def test_a_sheet_may_begin_with_the_line_that_tells_the_delimiter(run: Run, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for text in ("sep=;", "lieu", "Rouen"):
        book.active.append([text])
    book.save(tmp_path / "a.xlsx")
    out = tmp_path / "out.xlsx"
    run("annotate", str(tmp_path / "a.xlsx"), "--column", "lieu", "-q", "-o", str(out))
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert rows == [("lieu", *NAMES_ADDED), ("Rouen", "covered", "76", "28", "ran-coper")]


def test_a_workbook_in_and_out(run: Run, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (("siret", "montant", "lieu"), (21760540100017, 1.5, "=1+1"), (None, None, "Lyon")):
        book.active.append(row)
    book.active["C2"].data_type = "s"
    book.save(tmp_path / "marches.xlsx")
    out = tmp_path / "sortie.xlsx"
    columns = ["--siret", "siret", "--column", "lieu", "--add", "name"]
    done = run("annotate", str(tmp_path / "marches.xlsx"), *columns, "-o", str(out), "-q")
    assert (done.returncode, done.stderr) == (0, b"")
    rows = list(openpyxl.load_workbook(out).active.iter_rows(values_only=True))
    assert rows == [
        ("siret", "montant", "lieu", *NAMES_ADDED, "reseaux_name"),
        (21760540100017, 1.5, "=1+1", "covered", "76", "28", "ran-coper", "RAN COPER"),
        (None, None, "Lyon", "covered", "69", "84", "aura-ee", "AURA-EE"),
    ]
    assert openpyxl.load_workbook(out).active["C2"].data_type == "s", "a text, not a formula"


@pytest.mark.parametrize("form", ["csv", "excel", "xlsx"])
def test_an_empty_row_of_a_sheet_stays_empty(run: Run, tmp_path: Path, form: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (("lieu", "n"), ("Rouen", 1), (None, None), (None, 2), ("Lyon", 3), (None, None)):
        book.active.append(row)
    book.active["A6"].font = openpyxl.styles.Font(bold=True)  # a row that holds a style alone
    book.save(tmp_path / "a.xlsx")
    out = tmp_path / "out"
    arguments = ["--column", "lieu", "--add", "note", "--format", form, "-o", str(out)]
    done = run("annotate", str(tmp_path / "a.xlsx"), *arguments)
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(out.read_bytes()))
        rows = [
            [str(value or "") for value in row] for row in book.active.iter_rows(values_only=True)
        ]
    else:
        table = io.StringIO(out.read_text("utf-8-sig"))
        rows = list(csv.reader(table, delimiter=";" if form == "excel" else ","))
    blank = [""] * 7 if form == "xlsx" else []
    assert rows[1:] == [
        ["Rouen", "1", "covered", "76", "28", "ran-coper", ""],
        blank,
        ["", "2", "invalid", "", "", "", "cellule vide"],
        ["Lyon", "3", "covered", "69", "84", "aura-ee", ""],
    ]
    assert done.stderr.decode().splitlines() == [
        "3 lignes : 2 covered, 1 invalid.",
        "1 ligne sans rien dans les colonnes lues.",
    ]


@pytest.mark.parametrize(("many", "more"), [(9, ""), (10, "…")])
def test_the_sheets_that_are_not_read_are_named(
    run: Run, tmp_path: Path, many: int, more: str
) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    sheets = [
        ("Marchés", "Rouen"),
        ("Accords", "Lyon"),
        *((f"Lot {at}", "x") for at in range(many)),
    ]
    for name, place in sheets:
        sheet = book.create_sheet(name)
        sheet.append(["lieu"])
        sheet.append([place])
    book.save(tmp_path / "marches.xlsx")
    done = run("annotate", str(tmp_path / "marches.xlsx"), "--column", "lieu", "--sheet", "accords")
    assert done.stdout.decode().splitlines()[1:] == ["Lyon,covered,69,84,aura-ee"]
    assert done.stderr.decode().splitlines() == [
        (
            "Feuille lue : « Accords » ; non lues : « Marchés », « Lot 0 », « Lot 1 », « Lot 2 », «"
            f" Lot 3 », « Lot 4 », « Lot 5 », « Lot 6 », « Lot 7 », « Lot 8 »{more} (--sheet NOM)."
        ),
        "1 ligne : 1 covered.",
    ]
    done = run("annotate", "-", "--column", "lieu", "--sheet", "x", stdin=b"lieu\n76000\n")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode() == (
        "Erreur : --sheet ne va qu'avec un classeur .xlsx : - n'en est pas un.\n"
    )


def test_a_workbook_that_is_damaged_is_said_to_be(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\x03\x04")
    done = run("annotate", str(tmp_path / "a.xlsx"), "--column", "lieu")
    said = "Erreur : Le fichier n'est pas un classeur .xlsx lisible.\n"
    assert (done.returncode, done.stdout, done.stderr.decode()) == (74, b"", said)


def workbook(file: Path, cells: str) -> None:
    """A workbook whose one sheet holds rows as they are stored, and tells its first cell alone."""
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Marchés 2026"
    book.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    start, end = re.split("<sheetData ?/>|<sheetData></sheetData>", sheet)
    parts["xl/worksheets/sheet1.xml"] = f"{start}<sheetData>{cells}</sheetData>{end}".encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


HEADING = '<row r="1"><c r="A1" t="inlineStr"><is><t>lieu</t></is></c></row>'
FORMULAS = [
    ("<f>1+1</f><v>2</v>", "", 0, "a value is stored"),
    ("<f>1+1</f>", "", 1, "none is"),
    ("<f>1+1</f><v/>", "", 1, "as openpyxl writes it"),
    ("<f>1+1</f><v></v>", "", 1, "as others write it"),
    ('<f t="shared" si="0"/>', "", 1, "a formula written elsewhere"),
    ('<f t="array" ref="A2">1+1</f>', ' s="1"', 1, "over several cells"),
    ('<f>""</f><v></v>', ' t="str"', 0, "the empty text is a value"),
    ("<v>2</v>", "", 0, "no formula"),
    ("", "", 0, "nothing at all"),
]


@pytest.mark.parametrize(("content", "form", "many", "reason"), FORMULAS)
def test_formulas_without_a_value_are_told(
    run: Run, tmp_path: Path, content: str, form: str, many: int, reason: str
) -> None:
    workbook(tmp_path / "a.xlsx", f'{HEADING}<row r="2"><c r="A2"{form}>{content}</c></row>')
    done = run("annotate", str(tmp_path / "a.xlsx"), "--column", "lieu")
    told = "La feuille a 1 formule sans valeur enregistrée, lue comme vide : ouvrez-le dans un"
    notes = [line for line in done.stderr.decode().splitlines() if "formule" in line]
    assert notes == [f"{told} tableur et enregistrez-le."] * many, reason


def test_a_number_is_read_as_its_cell_shows_it(run: Run, tmp_path: Path) -> None:
    numbers = ["76000", "76000.0", "7.6E4", "76000.5"]
    rows = "".join(f'<row r="{at}"><c><v>{one}</v></c></row>' for at, one in enumerate(numbers, 2))
    workbook(tmp_path / "a.xlsx", HEADING + rows)
    done = run("annotate", str(tmp_path / "a.xlsx"), "--column", "lieu", "-q")
    rouen = "76000,covered,76,28,ran-coper"
    assert done.stdout.decode().splitlines()[1:] == [*[rouen] * 3, "76000.5,invalid,,,"]


def test_formulas_of_a_sheet_that_is_not_read_are_not_told(run: Run, tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.active.title = "Lieux"
    for row in (["lieu"], ["76000"]):
        book.active.append(row)
    book.create_sheet("Comptes").append(["=1+1"])
    book.save(tmp_path / "a.xlsx")
    done = run("annotate", str(tmp_path / "a.xlsx"), "--column", "lieu")
    assert done.stderr.decode().splitlines() == ["1 ligne : 1 covered."]
    done = run("annotate", str(tmp_path / "a.xlsx"), "--column", "1", "--sheet", "Comptes")
    assert "La feuille a 1 formule sans valeur enregistrée" in done.stderr.decode()


def test_formulas_are_counted_however_long_the_sheet(run: Run, tmp_path: Path) -> None:
    rows = "".join(
        f'<row r="{at}"><c r="A{at}"><f>1+{at}</f><v/></c></row>' for at in range(2, 5002)
    )
    workbook(tmp_path / "a.xlsx", HEADING + rows)
    out = tmp_path / "out.xlsx"
    done = run("annotate", str(tmp_path / "a.xlsx"), "--column", "lieu", "-o", str(out))
    told = "La feuille a 5 000 formules sans valeur enregistrée, lues comme vides : ouvrez-le dans"
    assert done.stderr.decode().replace("\u00a0", " ").splitlines() == [
        f"{told} un tableur et enregistrez-le.",
        "5 000 lignes : 5 000 invalid.",
        "5 000 lignes sans rien dans les colonnes lues.",
    ]


@pytest.mark.parametrize(
    ("title", "kept"),
    [("Marchés 2026", "Marchés 2026"), ("x" * 40, "x" * 31), ("a/b", "Sheet")],
    ids=["as it is", "longer than Excel allows", "that Excel would not take"],
)
def test_the_sheet_keeps_its_name(run: Run, tmp_path: Path, title: str, kept: str) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    workbook(tmp_path / "a.xlsx", HEADING)
    with zipfile.ZipFile(tmp_path / "a.xlsx") as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content.replace("Marchés 2026".encode(), title.encode()))
    out = tmp_path / "out.xlsx"
    done = run("annotate", str(tmp_path / "a.xlsx"), "--column", "lieu", "-o", str(out))
    assert (done.returncode, done.stderr.decode()) == (0, "0 ligne.\n")
    assert openpyxl.load_workbook(out).sheetnames == [kept]


NAMES_ADDED = (
    "reseaux_status",
    "reseaux_departement",
    "reseaux_region",
    "reseaux_guichet_vert",
)


ADDABLE = (
    "departement_name, region_name, name, website, page, email, phone, note, local, local_name,"
    " local_website, local_page, local_email, local_phone"
)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (
            ["--column", "lieu", "--add", "nom"],
            f"« nom » n'est pas une valeur de --add ({ADDABLE}).",
        ),
        (["--column", "lieu", "--format", "pdf"], "« pdf » n'est pas une valeur de --format"),
        (["--column", "lieu", "--siret", "lieu"], "La colonne « lieu » est nommée deux fois."),
        (["--siret", "x"], "Le fichier n'a pas de colonne « x »."),
    ],
)
def test_bad_columns_are_told(arguments: list[str], told: str, run: Run, tmp_path: Path) -> None:
    table = tmp_path / "lieux.csv"
    table.write_bytes(b"id,lieu\n1,Rouen\n")
    done = run("annotate", str(table), *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert told in done.stderr.decode()


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
    done = subprocess.run(
        [sys.executable, "-c", "import sys\n" + PEAK, *arguments],
        capture_output=True,
        env=run.environment(**UNMEASURED),
        timeout=120,
        check=True,
    )
    # All different; or the lines of 1 MiB of an open quote, kept to be read again.
    most = {"names": 80, "sirets": 80, "open quotes": 55}.get(kind, 45)
    assert int(done.stderr) / 1024 < most
