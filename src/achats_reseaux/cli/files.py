"""A file read, another replaced at the end, and everything that can go wrong in between."""

from __future__ import annotations

import os
import select
import signal
import stat
import sys
from contextlib import contextmanager

from achats_reseaux.cli import atomic, streams
from achats_reseaux.errors import FileError, UsageError, reason
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import RawIOBase
    from typing import BinaryIO

# --- reading -------------------------------------------------------------------------------------


class Reader:
    """Reads the table; ``fraction`` is how much of it was read, if that can be known."""

    def __init__(self, source: RawIOBase, name: str, size: int) -> None:
        self._source = source
        self._name = name
        self._size = size
        self._done = 0

    def __call__(self, most: int) -> bytes:
        """At most so many bytes, none at the end."""
        try:
            chunk: bytes | None = self._source.read(most)
            while chunk is None:  # a pipe that its owner made non-blocking, and that is empty
                select.select([self._source], [], [])
                chunk = self._source.read(most)
        except OSError as error:
            raise _unreadable(self._name, error) from error
        self._done += len(chunk)
        return chunk

    @property
    def fraction(self) -> float | None:
        """How much of it was read, from 0 to 1."""
        return min(self._done / self._size, 1.0) if self._size else None


@contextmanager
def opened(name: str) -> Iterator[tuple[RawIOBase, int]]:
    """The file to read and its size, 0 where that means nothing (pipes, devices)."""
    if not name:
        message = "Le nom du fichier à lire est vide."
        raise UsageError(message)
    if name == "-" and sys.stdin is None:
        message = "Impossible de lire : l'entrée standard est fermée."
        raise FileError(message)
    try:
        # Unbuffered, stdin too: a buffered read that a signal comes between two halves of would
        # wait for its second half before Ctrl-C is heard.
        file = sys.stdin.fileno() if name == "-" else name
        source = open(file, "rb", buffering=0, closefd=name != "-")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:
        raise _unreadable(name, error) from error
    with source:
        status = os.fstat(source.fileno())
        yield source, status.st_size if stat.S_ISREG(status.st_mode) else 0


def _unreadable(name: str, error: OSError | ValueError) -> FileError:
    shown = "l'entrée standard" if name == "-" else visible(name)
    return FileError(f"Impossible de lire {shown} : {_reason(error)}.")


def _reason(error: OSError | ValueError) -> str:
    return reason(error) if isinstance(error, OSError) else "nom de fichier invalide"


def refuse_itself(source: RawIOBase, name: str, target: str | None) -> None:
    """A file cannot be read and replaced at once, nor grow by what is read of it.

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


class Writer:
    """Writes pieces to a stream."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def __call__(self, piece: bytes) -> None:
        """Write a piece, whole."""
        with _failing(self._name):
            rest = memoryview(piece)
            while rest:  # an unbuffered stream may take less than it is given
                rest = rest[self._stream.write(rest) :]


@contextmanager
def _failing(name: str) -> Iterator[None]:
    """What goes wrong in here is a file that cannot be written; a closed pipe goes through."""
    try:
        yield
    except (OSError, ValueError) as error:
        if streams.is_closed_pipe(error):
            raise BrokenPipeError from error
        message = f"Impossible d'écrire {name} : {_reason(error)}."
        raise FileError(message) from error


@contextmanager
def written(name: str | None, *, replace: bool = True) -> Iterator[Writer]:
    """Where a result goes: stdout, a device or a pipe, or a file that appears whole at the end.

    Args:
        name: as typed, or ``None`` for stdout.
        replace: a file that is there already is replaced; if not, it is an error.

    Raises:
        UsageError: the name is empty.
        FileError: the file cannot be written; what was there is left as it was.
    """
    if name is None:
        with _stdout() as writer:
            yield writer
        return
    if not name:
        message = "Le nom du fichier à écrire est vide."
        raise UsageError(message)
    shown = visible(name)
    with _failing(shown):
        mode = _mode(name)
        target = os.path.realpath(name)  # behind a link, the file is replaced, not the link
    if mode is not None and not stat.S_ISREG(mode):
        with _failing(shown):
            # By its own name: what is behind "/dev/stdout" may be a pipe, which no path leads to.
            device = open(name, "wb", buffering=0)  # noqa: SIM115 - closed below
        with device:
            yield Writer(device, shown)
        return
    if mode is not None and not (mode & WRITABLE and os.access(target, os.W_OK)):
        message = f"Impossible d'écrire {shown} : ce fichier est en lecture seule."
        raise FileError(message)
    permissions = None if mode is None else stat.S_IMODE(mode)
    with _failing(shown), atomic.new_file(target, permissions, replace=replace) as stream:
        yield Writer(stream, shown)


WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
"""A file that nobody may write is meant to stay, though root could replace it."""


def _mode(name: str) -> int | None:
    """Kind and permissions of the file behind a name, or ``None`` where there is no file yet."""
    try:
        return os.stat(name).st_mode
    except FileNotFoundError:
        return None


@contextmanager
def _stdout() -> Iterator[Writer]:
    if sys.stdout is None:
        message = "Impossible d'écrire : la sortie standard est fermée."
        raise FileError(message)
    stream, shown = sys.stdout.buffer, "sur la sortie standard"
    try:
        with _failing(shown):
            sys.stdout.flush()
        yield Writer(stream, shown)
        with _failing(shown):
            stream.flush()
    except FileError:
        streams.redirect_to_null(sys.stdout)
        raise


# --- signals -------------------------------------------------------------------------------------


class Terminated(KeyboardInterrupt):
    """A polite end by a signal; ``exit_code`` is the one that shells give such a process."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = 128 + number


def _terminate(number: int, _frame: object) -> None:
    raise Terminated(number)


@contextmanager
def interruptible() -> Iterator[None]:
    """SIGTERM and SIGHUP (a terminal that was closed) clean up as Ctrl-C does."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    signals = [getattr(signal, name) for name in names]
    # A signal that the caller chose to ignore (nohup) stays ignored.
    taken = [one for one in signals if signal.getsignal(one) is signal.SIG_DFL]
    for one in taken:
        signal.signal(one, _terminate)
    try:
        yield
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)
