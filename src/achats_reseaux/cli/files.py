"""Read a file, and write one that appears whole or not at all; French errors, and signals."""

from __future__ import annotations

import errno
import io
import os
import select
import signal
import stat
import sys
from contextlib import contextmanager, suppress
from functools import partial

from achats_reseaux.cli import streams
from achats_reseaux.errors import FileError, UsageError, reason
from achats_reseaux.text import shell_quoted, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, Any, BinaryIO

WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
"""A file without any of these is read-only, even for root."""
_BUFFER = 2**16
_LONGEST = 260
"""The length of a path that Windows refuses unless it is set up for longer ones."""


def _reason(error: OSError | ValueError) -> str:
    """The cause of an error, of which Windows tells fewer apart than other systems do."""
    if not isinstance(error, OSError):
        return "nom de fichier invalide"
    path = error.filename2 or error.filename  # of a rename, the new name
    if isinstance(error, PermissionError) and path is not None:
        if os.path.isdir(path):
            return reason(IsADirectoryError(errno.EISDIR, ""))
        if os.name == "nt" and os.path.isfile(path):
            return f"{reason(error)} (ouvert dans un autre programme, Excel par exemple ?)"
    if os.name == "nt" and path is not None and len(os.path.abspath(path)) >= _LONGEST:
        return reason(OSError(errno.ENAMETOOLONG, ""))
    return reason(error)


# --- reading -------------------------------------------------------------------------------------


class _Reader(io.RawIOBase):
    """A file that is read; what goes wrong is a ``FileError``."""

    def __init__(self, source: io.RawIOBase, name: str) -> None:
        self._source = source
        self._name = name

    def readinto(self, buffer: Any) -> int:
        try:
            read: int | None = self._source.readinto(buffer)
            while read is None:  # an empty pipe that is non-blocking
                select.select([self._source], [], [])
                read = self._source.readinto(buffer)
        except OSError as error:
            raise _unreadable(self._name, error) from error
        return read

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._source.seek(offset, whence)

    def fileno(self) -> int:
        return self._source.fileno()


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file to read, or the standard input for ``-``.

    It can be read twice: what comes through a pipe is first copied to a temporary file.
    """
    if not name:
        message = "Le nom du fichier à lire est vide."
        raise UsageError(message)
    if name == "-" and sys.stdin is None:
        message = "Impossible de lire : l'entrée standard est fermée."
        raise FileError(message)
    try:
        # Unbuffered: a buffered read that a signal interrupts would wait for the rest of its data
        # before Ctrl-C takes effect.
        source = open(name, "rb", buffering=0) if name != "-" else _standard_input()  # noqa: SIM115
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error
    reader = io.BufferedReader(_Reader(source, name), _BUFFER)
    try:
        if _is_file(source):
            yield reader
            return
        from shutil import copyfileobj
        from tempfile import TemporaryFile

        with TemporaryFile() as copied:
            with _file_errors("un fichier temporaire"):
                copyfileobj(reader, copied)
                copied.seek(0)
            yield copied
    finally:
        if name != "-":
            source.close()


def _standard_input() -> io.RawIOBase:
    stream: Any = sys.stdin.buffer
    raw: io.RawIOBase = getattr(stream, "raw", stream)
    return raw


def _is_file(source: io.RawIOBase) -> bool:
    """Whether it is a file with a size, which a pipe and those of ``/proc`` have not."""
    try:
        status = os.fstat(source.fileno())
    except OSError:  # nothing of the system's
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size > 0


def _unreadable(name: str, error: OSError | ValueError) -> FileError:
    shown = "l'entrée standard" if name == "-" else visible(name)
    return FileError(f"Impossible de lire {shown} : {_reason(error)}.")


def refuse_itself(source: IO[bytes], name: str, target: str | None) -> None:
    """Refuse to write to the file that is being read.

    Raises:
        UsageError: the output is the input.
    """
    try:
        read = os.fstat(source.fileno())
        written = os.stat(target) if target is not None else os.fstat(sys.stdout.fileno())
    except (OSError, ValueError, AttributeError):
        return
    if stat.S_ISREG(read.st_mode) and os.path.samestat(read, written):
        message = f"La sortie est le fichier lu, {visible(name)} : il serait perdu."
        raise UsageError(message, "Donnez un autre nom à --output.")


# --- writing -------------------------------------------------------------------------------------


@contextmanager
def written(name: str | None) -> Iterator[Callable[[bytes], None]]:
    """What writes pieces to stdout, to a device or a pipe, or to a file that is there when whole.

    Args:
        name: as typed, or ``None`` for stdout.

    Raises:
        UsageError: the name is empty.
        FileError: the file cannot be written; an existing one is unchanged.
    """
    if name is None:
        if sys.stdout is None:
            message = "Impossible d'écrire : la sortie standard est fermée."
            raise FileError(message)
        shown = "sur la sortie standard"
        with _file_errors(shown):
            sys.stdout.flush()
        yield partial(_write, sys.stdout.buffer, shown)
        with _file_errors(shown):
            sys.stdout.buffer.flush()
        return
    if not name:
        message = "Le nom du fichier à écrire est vide."
        raise UsageError(message)
    shown = visible(name)
    with _file_errors(shown):
        try:
            mode = os.stat(name).st_mode
        except FileNotFoundError:
            mode = None
        target = os.path.realpath(name)  # replace the target of a link, not the link
        if mode is not None and not stat.S_ISREG(mode):
            # By its name as given: "/dev/stdout" may be a pipe, which has no real path.
            with open(name, "wb", buffering=0) as device:
                yield partial(_write, device, shown)
            return
    if mode is not None and not (mode & WRITABLE and os.access(target, os.W_OK)):
        message = f"Impossible d'écrire {shown} : ce fichier est en lecture seule."
        raise FileError(message)
    with _file_errors(shown), _new_file(target, mode) as stream:
        yield partial(_write, stream, shown)


def _write(stream: BinaryIO, name: str, piece: bytes) -> None:
    """Write all of a piece: an unbuffered stream may write only a part."""
    with _file_errors(name):
        rest = memoryview(piece)
        while rest:
            rest = rest[stream.write(rest) :]


@contextmanager
def _file_errors(name: str) -> Iterator[None]:
    """Turn errors of the block into ``FileError``, but a closed pipe into ``BrokenPipeError``.

    If a folder is missing, with the command that creates it.
    """
    try:
        yield
    except (OSError, ValueError) as error:
        if streams.is_closed_pipe(error):
            raise BrokenPipeError from error
        message = f"Impossible d'écrire {name} : {_reason(error)}."
        commands: tuple[str, ...] = ()
        if isinstance(error, FileNotFoundError):
            folder = os.path.dirname(name) or os.curdir
            message = f"Impossible d'écrire {name} : le dossier {folder} n'existe pas."
            commands = (f"mkdir {'' if os.name == 'nt' else '-p '}{shell_quoted(folder)}",)
        raise FileError(message, next_commands=commands) from error


@contextmanager
def _new_file(path: str, mode: int | None) -> Iterator[BinaryIO]:
    """A stream to a file beside the path, which is renamed if the block ends without an error."""
    beside = os.path.join(os.path.dirname(path), f".reseaux-{os.urandom(6).hex()}.tmp")
    try:
        with open(beside, "xb", buffering=0) as stream:
            yield stream
            os.fsync(stream.fileno())  # some systems report a full disk only now
        if mode is not None:
            os.chmod(beside, stat.S_IMODE(mode))
        os.replace(beside, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)


# --- signals -------------------------------------------------------------------------------------


class Terminated(KeyboardInterrupt):
    """The end by SIGTERM or SIGHUP; ``exit_code`` is the one that shells report for a signal."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = 128 + number


def _terminate(number: int, _frame: object) -> None:
    raise Terminated(number)


@contextmanager
def interruptible() -> Iterator[None]:
    """Clean up on SIGTERM and SIGHUP (a closed terminal) as on Ctrl-C."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    signals = [getattr(signal, name) for name in names]
    # A signal that the caller ignores (nohup) stays ignored.
    taken = [one for one in signals if signal.getsignal(one) is signal.SIG_DFL]
    for one in taken:
        signal.signal(one, _terminate)
    try:
        yield
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)
