"""Read a file, and write one that appears whole or not at all; errors in French."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import contextmanager, nullcontext, suppress
from functools import partial

from achats_reseaux.cli import streams
from achats_reseaux.errors import FileError, UsageError, reason
from achats_reseaux.text import shell_quoted, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import IO, BinaryIO

WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
"""A file without any of these is read-only, even for root."""

_UNNAMED = "nom de fichier invalide"


# --- reading -------------------------------------------------------------------------------------


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file to read, or the standard input for ``-``.

    It can be read twice: what comes through a pipe is first copied to a temporary file.

    Raises:
        FileError: it cannot be read, now or later.
    """
    _refuse_empty(name, "lire")
    shown = "l'entrée standard" if name == "-" else visible(name)
    if "\0" in name or (name == "-" and sys.stdin is None):
        why = "l'entrée standard est fermée" if name == "-" else f"{shown} : {_UNNAMED}"
        message = f"Impossible de lire : {why}."
        raise FileError(message)
    try:
        with _standard_input() if name == "-" else open(name, "rb") as source:
            if _is_file(source):
                yield source
                return
            from shutil import copyfileobj
            from tempfile import TemporaryFile

            with TemporaryFile() as copied:
                copyfileobj(source, copied)
                copied.seek(0)
                yield copied
    except BrokenPipeError:  # of what is written meanwhile
        raise
    except OSError as error:
        message = f"Impossible de lire {shown} : {reason(error)}."
        raise FileError(message) from error


def _refuse_empty(name: str, verb: str) -> None:
    if not name:
        message = f"Le nom du fichier à {verb} est vide."
        raise UsageError(message)


def _standard_input() -> nullcontext[IO[bytes]]:
    """The standard input, to be left open."""
    with suppress(OSError, ValueError):
        os.set_blocking(sys.stdin.fileno(), True)
    return nullcontext(sys.stdin.buffer)


def _is_file(source: IO[bytes]) -> bool:
    """Whether it is a file with a size, which a pipe and those of ``/proc`` have not."""
    try:
        status = os.fstat(source.fileno())
    except OSError:  # nothing of the system's
        return False
    return stat.S_ISREG(status.st_mode) and status.st_size > 0


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
        FileError: the file cannot be written; an existing one is unchanged.
    """
    if name is None and sys.stdout is None:
        message = "Impossible d'écrire : la sortie standard est fermée."
        raise FileError(message)
    if name is not None:
        _refuse_empty(name, "écrire")
    shown = "sur la sortie standard" if name is None else visible(name)
    with _file_errors(shown):
        mode = None
        with suppress(FileNotFoundError):
            mode = None if name is None else os.stat(name).st_mode
        if name is None:
            yield partial(_write, sys.stdout.buffer, shown)
            sys.stdout.buffer.flush()
        elif mode is not None and not stat.S_ISREG(mode):
            # By its name as given: "/dev/stdout" may be a pipe, which has no real path.
            with open(name, "wb", buffering=0) as device:
                yield partial(_write, device, shown)
        elif mode is not None and not (mode & WRITABLE and os.access(name, os.W_OK)):
            message = f"Impossible d'écrire {shown} : ce fichier est en lecture seule."
            raise FileError(message)
        else:  # the target of a link is replaced, not the link
            with _new_file(os.path.realpath(name), mode) as stream:
                yield partial(_write, stream, shown)


def _write(stream: BinaryIO, name: str, piece: bytes) -> None:
    """Write all of a piece: an unbuffered stream may write only a part."""
    with _file_errors(name):
        rest = memoryview(piece)
        while rest:
            rest = rest[stream.write(rest) :]


@contextmanager
def _file_errors(name: str) -> Iterator[None]:
    """Turn errors of the block into ``FileError``, but a closed pipe into ``BrokenPipeError``."""
    try:
        yield
    except (OSError, ValueError) as error:
        if streams.is_closed_pipe(error):
            raise BrokenPipeError from error
        if isinstance(error, FileNotFoundError):
            folder = os.path.dirname(name) or os.curdir
            message = f"Impossible d'écrire {name} : le dossier {folder} n'existe pas."
            make = f"mkdir {'' if os.name == 'nt' else '-p '}{shell_quoted(folder)}"
            raise FileError(message, next_commands=(make,)) from error
        why = reason(error) if isinstance(error, OSError) else _UNNAMED  # one that holds NUL
        if os.name == "nt" and isinstance(error, PermissionError):
            why += " (ouvert dans un autre programme, Excel par exemple ?)"
        message = f"Impossible d'écrire {name} : {why}."
        raise FileError(message) from error


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
