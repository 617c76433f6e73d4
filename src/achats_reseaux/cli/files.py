"""Read a file, and write one that appears whole or not at all; errors in French."""

from __future__ import annotations

import io
import os
import stat
import sys
from contextlib import contextmanager, nullcontext, suppress

from achats_reseaux.cli import streams
from achats_reseaux.errors import FileError, UsageError, reason
from achats_reseaux.text import shortened, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import IO, BinaryIO, TextIO


@contextmanager
def opened(name: str) -> Iterator[IO[bytes]]:
    """The file to read, or the standard input for ``-``; ``FileError`` if it cannot be read.

    It can be read twice: what comes through a pipe is first copied to a temporary file.
    """
    from_stdin = name == "-"
    if from_stdin and sys.stdin is None:
        message = "Impossible de lire : l'entrée standard est fermée."
        raise FileError(message)
    with (
        _explained("de lire", "l'entrée standard" if from_stdin else visible(name) or "« »"),
        nullcontext(sys.stdin.buffer) if from_stdin else open(name, "rb") as source,
    ):
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


@contextmanager
def written(name: str | None) -> Iterator[BinaryIO]:
    """A stream to a file that is there once it is whole; ``FileError`` if it cannot be written.

    ``None`` or ``-`` is stdout. Only a regular file is replaced: a pipe, a device and what stands
    for an open stream (``/dev/stdout``, ``/dev/fd/3``) are written to.
    """
    if name is None or name == "-":
        with _explained("d'écrire", "sur la sortie standard"), _whole(streams.stdout()) as stream:
            yield stream
            stream.flush()
        return
    shown = visible(name) or "« »"
    with _explained("d'écrire", shown):
        descriptor = _descriptor_of(name)
        mode = None
        with suppress(FileNotFoundError):
            mode = os.stat(name).st_mode
        if descriptor is not None:  # what was written there before stays
            with open(os.dup(descriptor), "wb") as stream:
                yield stream
        elif mode is not None and not stat.S_ISREG(mode):
            # By its name as given: it may have no real path.
            with open(name, "wb") as device:
                yield device
        elif mode is not None and not (mode & 0o222 and os.access(name, os.W_OK)):
            message = f"Impossible d'écrire {shown} : ce fichier est en lecture seule."
            raise FileError(message)
        elif not os.path.basename(name) and name:
            message = f"Impossible d'écrire {shown} : ce nom est celui d'un dossier."
            raise FileError(message, "Ajoutez-lui un nom de fichier.")
        else:  # the target of a link is replaced, not the link
            with _new_file(os.path.realpath(name), mode) as stream:
                yield stream


@contextmanager
def _whole(stdout: TextIO) -> Iterator[BinaryIO]:
    """The bytes of stdout, of which a write writes all.

    Without a buffer (``python -u``, PYTHONUNBUFFERED) it writes as much as a system will.
    """
    stream = stdout.buffer
    if not isinstance(stream, io.RawIOBase):
        yield stream
        return
    buffered = io.BufferedWriter(stream)
    try:
        yield buffered
    finally:
        with suppress(OSError):  # what is left was told already, or is written
            buffered.detach()


_MOST_LINKS = 40
"""Links to follow: a system follows no more either."""


def _descriptor_of(name: str) -> int | None:
    """The number of the open stream that a name stands for: 1 of ``/dev/stdout``."""
    folders = ("/dev/fd", f"/proc/{os.getpid()}/fd")
    for _ in range(_MOST_LINKS):
        folder, base = os.path.split(os.path.join(os.curdir, name))
        if base.isdecimal() and os.path.realpath(folder) in folders:
            return int(base)
        if not os.path.islink(name):
            return None
        name = os.path.join(folder, os.readlink(name))
    return None


@contextmanager
def _explained(verb: str, name: str) -> Iterator[None]:
    """Turn errors of the block into ``FileError``, but a closed pipe into ``BrokenPipeError``."""
    try:
        yield
    except OSError as error:
        if streams.is_closed_pipe(error):
            raise BrokenPipeError from error
        cause = reason(error)
        if verb == "d'écrire" and isinstance(error, FileNotFoundError):
            cause = f"le dossier {os.path.dirname(name) or os.curdir} n'existe pas"
        message = f"Impossible {verb} {name} : {cause}."
        raise FileError(message) from error


@contextmanager
def _new_file(path: str, mode: int | None) -> Iterator[BinaryIO]:
    """A stream to a file beside the path, which is renamed if the block ends without an error."""
    beside = os.path.join(os.path.dirname(path), f".reseaux-{os.urandom(6).hex()}.tmp")
    try:
        with open(beside, "xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())  # some systems report a full disk only now
        if mode is not None:
            os.chmod(beside, stat.S_IMODE(mode))
        os.replace(beside, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)


def refuse_itself(source: IO[bytes], name: str, target: str | None) -> None:
    """Refuse (``UsageError``) to write to the file that is being read, or to the same FIFO."""
    with suppress(OSError, ValueError, AttributeError):  # what is no file has no number
        output = os.fstat(sys.stdout.fileno()) if target is None else os.stat(target)
        # What comes through a FIFO is read from a copy.
        is_pipe = stat.S_ISFIFO(output.st_mode)
        given = os.stat(name) if is_pipe else os.fstat(source.fileno())
        is_same = os.path.samestat(given, output)
        if is_same and (is_pipe or stat.S_ISREG(output.st_mode)):
            message = f"La sortie est le fichier lu, {visible(name)} : il serait perdu."
            raise UsageError(message, "Donnez un autre nom à --output.")


def check_ending(name: str | None, *endings: str) -> None:
    """Refuse (``UsageError``) a name of an output that promises another format."""
    ending = os.path.splitext(name or "")[1].lower()
    if ending and ending not in endings:
        known, shown = " ou ".join(endings), shortened(name or "")
        message = f"--output attend un nom en {known} : « {shown} » n'en est pas un."
        raise UsageError(message)
