"""Read a file, and write one that appears whole or not at all; errors in French."""

from __future__ import annotations

import errno
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
    from contextlib import AbstractContextManager
    from typing import IO, BinaryIO


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

    ``None`` or ``-`` is stdout. Only a regular file is replaced: a pipe, a device and what stands
    for an open stream (``/dev/stdout``, ``/dev/fd/3``) are written to. ``is_new``: nothing is
    replaced, nor what has come to be there while the file was made.
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
        cleanup_on_signal(),
        _target(name, shown, is_new=is_new) as stream,
    ):
        yield stream


def _target(name: str, shown: str, *, is_new: bool) -> AbstractContextManager[BinaryIO]:
    """The stream to what a name stands for; ``FileError`` if that is not to be written."""
    descriptor = _descriptor_of(name)
    if descriptor is not None:  # what was written there before stays
        return open(os.dup(descriptor), "wb")
    mode = None
    with suppress(FileNotFoundError):
        mode = os.stat(name).st_mode
    if mode is not None and not stat.S_ISREG(mode):
        return open(name, "wb")  # by its name as given: it may have no real path
    if mode is not None and not (mode & 0o222 and os.access(name, os.W_OK)):
        message = f"Impossible d'écrire {shown} : ce fichier est en lecture seule."
        raise FileError(message)
    if name and not os.path.basename(name):
        message = f"Impossible d'écrire {shown} : ce nom est celui d'un dossier."
        raise FileError(message, "Ajoutez-lui un nom de fichier.")
    return _new_file(
        os.path.realpath(name), mode, is_new=is_new
    )  # the target of a link, not the link


@contextmanager
def cleanup_on_signal() -> Iterator[None]:
    """Let the block tidy up, as after Ctrl-C, before a signal ends the process as it would have."""
    import signal

    received: list[int] = []

    def stop(number: int, _frame: object) -> None:
        if not received:
            received.append(number)
            raise KeyboardInterrupt

    own = []
    for name in ("SIGTERM", "SIGHUP", "SIGQUIT"):
        number = getattr(signal, name, None)  # Windows has one of them
        # One that is ignored stays so: nohup.
        if number is not None and signal.getsignal(number) == signal.SIG_DFL:
            signal.signal(number, stop)
            own.append(number)
    try:
        yield
    finally:
        for number in own:
            signal.signal(number, signal.SIG_DFL)
        if received:
            os.kill(os.getpid(), received[0])


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


_OPEN_STREAMS = {"/dev/stdout": 1, "/dev/stderr": 2}


def _descriptor_of(name: str) -> int | None:
    """The number of the open stream that a name or a link stands for: 3 of ``/dev/fd/3``."""
    folder, base = os.path.split(name)
    if folder in ("/dev/fd", "/proc/self/fd") and base.isdecimal():
        return int(base)
    if name not in _OPEN_STREAMS and os.path.islink(name):
        name = os.readlink(name)
    return _OPEN_STREAMS.get(name)


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
def _new_file(path: str, mode: int | None, *, is_new: bool) -> Iterator[BinaryIO]:
    """A stream to a file beside the path, which is renamed if the block ends without an error."""
    beside = os.path.join(os.path.dirname(path), f".reseaux-{os.urandom(6).hex()}.tmp")
    try:
        with open(beside, "xb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())  # some systems report a full disk only now
        if mode is not None:
            os.chmod(beside, stat.S_IMODE(mode))
        # Enough: what takes long is done, and the rename follows in microseconds. A link, which
        # would refuse by itself, is not to be made on a USB stick (FAT) or many network shares.
        if is_new and os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, "")
        os.replace(beside, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)


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
