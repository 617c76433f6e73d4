"""Read a file, and write one that appears whole or not at all; errors in French."""

from __future__ import annotations

import errno
import os
import stat
import sys
from contextlib import (
    AbstractContextManager,
    contextmanager,
    nullcontext,
    redirect_stdout,
    suppress,
)

from achats_reseaux.cli import streams
from achats_reseaux.errors import ExitCode, FileError, ReseauxError, UsageError
from achats_reseaux.errors.file_errors import cause_of
from achats_reseaux.text import shortened, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Any, BinaryIO


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file to read, or the standard input for ``-``; ``FileError`` if it cannot be read.

    It can be read twice: what comes through a pipe is first copied to a temporary file.
    """
    shown = "l'entrée standard"
    if name != "-":
        shown = visible(name) or "« »"
    with _explained("de lire", shown), _source(name) as source:
        if source.seekable():
            yield source
            return
        from shutil import copyfileobj
        from tempfile import TemporaryFile

        with suppress(AttributeError):  # Python 3.11 on Windows has none
            os.set_blocking(source.fileno(), True)
        with TemporaryFile() as copied:
            copyfileobj(source, copied)
            copied.seek(0)
            yield copied


def _source(name: str) -> AbstractContextManager[IO[bytes]]:
    """The stream to read; standard input stays open after it."""
    if name == "-":
        return nullcontext(streams.stdin().buffer)
    return open(name, "rb")


@contextmanager
def written(name: str | None, *, is_new: bool = False) -> Iterator[BinaryIO]:
    """A stream to a file that is there once it is whole; ``FileError`` if it cannot be written.

    ``None`` or ``-`` is stdout. Only a regular file is replaced, which no shell writes to; a
    pipe and a device are written to.
    ``is_new``: nothing is replaced, nor what has come to be there while the file was
    made.
    """
    if name is None or name == "-":
        with _explained("d'écrire", "sur la sortie standard"), cleanup_on_signal():
            stream = streams.stdout().buffer
            yield stream
            stream.flush()
        return
    shown = visible(name) or "« »"
    with (
        _explained("d'écrire", shown),
        cleanup_on_signal() as unfinished,
        _target(name, shown, unfinished, is_new=is_new) as stream,
    ):
        yield stream


def written_by(command: Callable[[], int], name: str | None) -> int:
    """Write to a file what a command would write to a pipe; return its exit status.

    Nothing is written where nothing was answered: a document that says why goes to
    stdout. ``None`` or ``-`` is stdout itself.
    """
    if name is None or name == "-":
        return command()
    from io import BytesIO, TextIOWrapper

    content = BytesIO()
    stream = TextIOWrapper(content, "utf-8", write_through=True)
    try:
        with redirect_stdout(stream):
            status = command()
    except ReseauxError:
        if content.getvalue():
            streams.write_stdout(content.getvalue().decode(), machine=True)
        raise
    finally:
        answer = content.getvalue()
        stream.detach()
    if status in (ExitCode.FOUND, ExitCode.NONE):
        with written(name) as file:
            file.write(answer)
    elif answer:
        streams.write_stdout(answer.decode(), machine=True)
    return status


def _target(
    name: str, shown: str, unfinished: list[str], *, is_new: bool
) -> AbstractContextManager[BinaryIO]:
    """The stream to what a name stands for; ``FileError`` if that is not to be written."""
    before = None
    with suppress(FileNotFoundError):
        before = os.stat(name)
    if before is not None and not stat.S_ISREG(before.st_mode):
        return open(name, "wb")  # by its name as given: it may have no real path
    if before is not None and _is_open(before):
        message = f"Impossible d'écrire {shown} : une redirection y écrit déjà."
        raise FileError(message, "Pour la sortie standard : --output -")
    if before is not None and not (before.st_mode & 0o222 and os.access(name, os.W_OK)):
        message = f"Impossible d'écrire {shown} : ce fichier est en lecture seule."
        raise FileError(message)
    if name and not os.path.basename(name):
        message = f"Impossible d'écrire {shown} : ce nom est celui d'un dossier."
        raise FileError(message, "Ajoutez-lui un nom de fichier.")
    target = os.path.realpath(name)  # of a link, not the link
    return _new_file(target, before, unfinished, is_new=is_new)


@contextmanager
def cleanup_on_signal() -> Iterator[list[str]]:
    """Let the block tidy up, as after Ctrl-C, before a signal ends the process as it would have.

    A second signal, another Ctrl-C too, does not stop the tidying up. The files that the
    block has put on the list are removed at its end, where they still are: a signal may
    come between the making of a file and the block that would remove it.
    """
    import signal

    received: list[int] = []

    def stop(number: int, _frame: object) -> None:
        if not received:
            received.append(number)
            raise KeyboardInterrupt

    unfinished: list[str] = []
    own: dict[int, Any] = {}
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT"):
        number = getattr(signal, name, None)  # Windows has two of them
        if number is None:
            continue
        handler = signal.getsignal(number)
        if handler in (signal.SIG_DFL, signal.default_int_handler):  # not nohup, which ignores it
            signal.signal(number, stop)
            own[number] = handler
    try:
        yield unfinished
    finally:
        for path in unfinished:
            with suppress(OSError):
                os.unlink(path)
        for number, handler in own.items():
            signal.signal(number, handler)
        if received:
            signal.raise_signal(received[0])


@contextmanager
def create_directory(name: str) -> Iterator[None]:
    """A folder to write to; what had to be made for it goes again if the block fails.

    What is no longer empty by then stays.

    Raises:
        OSError: it cannot be made.
        FileError: likewise, or the block cannot write in it.
    """
    shown = shortened(name, 200)
    with _explained("d'écrire", shown), suppress(FileNotFoundError):
        os.stat(name)  # refuses a path that is too long
    missing = []
    folder = os.path.abspath(name)
    while not os.path.lexists(folder):
        missing.append(folder)
        folder = os.path.dirname(folder)
    try:
        for folder in reversed(missing):  # makedirs calls itself once a folder: too deep for some
            with suppress(FileExistsError):
                os.mkdir(folder)
        os.makedirs(name, exist_ok=True)
        with _explained("d'écrire", shown):
            yield
    except BaseException:
        for folder in missing:
            with suppress(OSError):
                os.rmdir(folder)
        raise


_PERMISSIONS = stat.S_IRWXU | stat.S_IRWXG | stat.S_IRWXO


def _is_open(file: os.stat_result) -> bool:
    """Whether a shell has a file open: to replace ``log`` of ``>> log`` would lose what follows."""
    for number in range(1, 10):  # those that a shell can open
        with suppress(OSError):
            if os.path.samestat(file, os.fstat(number)):
                return True
    return False


@contextmanager
def _explained(verb: str, name: str) -> Iterator[None]:
    """Turn errors of the block into ``FileError``, but a closed pipe into ``BrokenPipeError``."""
    try:
        yield
    except OSError as error:
        if streams.is_closed_pipe(error):
            raise BrokenPipeError from error
        cause = cause_of(error)
        if verb == "d'écrire" and isinstance(error, FileNotFoundError):
            folder = os.path.dirname(name) or os.curdir
            cause = f"le dossier {folder} n'existe pas"
            if os.path.isdir(folder):  # of the system, as /proc
                cause = f"{folder} ne prend pas de fichier"
        message = f"Impossible {verb} {name} : {cause}."
        raise FileError(message) from error


@contextmanager
def _new_file(
    path: str, before: os.stat_result | None, unfinished: list[str], *, is_new: bool
) -> Iterator[BinaryIO]:
    """A stream to a file beside the path, which is renamed if the block ends without an error.

    It has the permissions and the owner of what was there, but not its setuid bit.
    """
    beside = os.path.join(os.path.dirname(path), f".reseaux-{os.urandom(6).hex()}.tmp")
    unfinished.append(beside)
    with open(beside, "xb") as stream:
        yield stream
        stream.flush()
        os.fsync(stream.fileno())  # some systems report a full disk only now
    if before is not None:
        with suppress(OSError, AttributeError):  # not root; Windows has none
            os.chown(beside, before.st_uid, before.st_gid)
        os.chmod(beside, before.st_mode & _PERMISSIONS)
    # Enough: what takes long is done, and the rename follows in microseconds. A link,
    # which would refuse by itself, is not to be made on a USB stick (FAT) or many network
    # shares.
    if is_new and os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, "")
    os.replace(beside, path)


def refuse_itself(source: IO[bytes], name: str, target: str | None) -> None:
    """Refuse (``UsageError``) to write to the file that is being read."""
    with suppress(OSError, ValueError, AttributeError):  # what is no file has no number
        output = os.fstat(sys.stdout.fileno()) if target is None else os.stat(target)
        is_file = stat.S_ISREG(output.st_mode)
        if is_file and os.path.samestat(os.fstat(source.fileno()), output):
            message = f"La sortie est le fichier lu, {visible(name)} : il serait perdu."
            raise UsageError(message, "Donnez un autre nom à --output.")


def check_ending(name: str | None, *endings: str) -> None:
    """Refuse (``UsageError``) a name of an output that promises another format."""
    ending = os.path.splitext(name or "")[1].lower()
    if ending and ending not in endings:
        known, shown = " ou ".join(endings), shortened(name or "")
        message = f"--output attend un nom en {known} : « {shown} » n'en est pas un."
        raise UsageError(message)
