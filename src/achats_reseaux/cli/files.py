"""A file read, another replaced at the end, and everything that can go wrong in between."""

from __future__ import annotations

import os
import select
import signal
import stat
import sys
from contextlib import contextmanager

from achats_reseaux.cli import streams
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
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        message = f"Impossible d'écrire {name} : {_reason(error)}."
        raise FileError(message) from error


@contextmanager
def written(name: str | None) -> Iterator[Writer]:
    """Where a result goes: stdout, a device or a pipe, or a file that is replaced at the end."""
    if name is None:
        with _stdout() as writer:
            yield writer
        return
    shown = visible(name)
    with _failing(shown):
        mode = os.stat(name).st_mode if os.path.exists(name) else None
        target = os.path.realpath(name)  # behind a link, the file is replaced, not the link
    if mode is not None and not stat.S_ISREG(mode):
        with _failing(shown):
            # By its own name: what is behind "/dev/stdout" may be a pipe, which no path leads to.
            device = open(name, "wb", buffering=0)  # noqa: SIM115 - closed below
        with device:
            yield Writer(device, shown)
        return
    beside = os.path.join(os.path.dirname(target), f".reseaux-{os.urandom(6).hex()}.tmp")
    try:
        with _failing(shown):
            stream = open(beside, "xb", buffering=0)  # noqa: SIM115 - closed below
        with stream:
            yield Writer(stream, shown)
            with _failing(shown):
                os.fsync(stream.fileno())  # some systems tell only now that the disk is full
        with _failing(shown):
            if mode is not None:
                os.chmod(beside, stat.S_IMODE(mode))
            os.replace(beside, target)
    finally:
        if os.path.lexists(beside):
            os.unlink(beside)


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


@contextmanager
def interruptible() -> Iterator[None]:
    """A polite end (SIGTERM, a closed terminal) cleans up as Ctrl-C does."""
    names = [name for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    signals = [getattr(signal, name) for name in names]
    # A signal that the caller chose to ignore (nohup) stays ignored.
    taken = [one for one in signals if signal.getsignal(one) is signal.SIG_DFL]
    for one in taken:
        signal.signal(one, signal.default_int_handler)
    try:
        yield
    finally:
        for one in taken:
            signal.signal(one, signal.SIG_DFL)
