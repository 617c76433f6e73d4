"""A file that is written whole or not at all, whatever happens meanwhile.

On Linux it has no name until it is whole (``O_TMPFILE``, see open(2)): the kernel frees it with the
process. Elsewhere it is written beside its place, locked, under a name of ours; a killed process
leaves it there, and the next one that writes into that folder removes it.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import FileIO

PREFIX, SUFFIX = ".reseaux-", ".tmp"


@contextmanager
def new_file(path: str, mode: int | None = None, *, replace: bool = True) -> Iterator[FileIO]:
    """A stream to write to; when the block ends without an exception, the file is at ``path``.

    Args:
        path: where the file goes; no symbolic link.
        mode: its permissions, or ``None`` for those of any new file.
        replace: a file that is there already is replaced.

    Raises:
        FileExistsError: it may not be replaced.
        OSError: the file cannot be written.
    """
    folder = os.path.dirname(path) or os.curdir
    remove_abandoned(folder)
    beside = os.path.join(folder, f"{PREFIX}{os.urandom(6).hex()}{SUFFIX}")
    stream = _open_nameless(folder)
    nameless = stream is not None
    try:
        if stream is None:
            stream = open(beside, "xb", buffering=0)  # noqa: SIM115 - closed below
        with stream:
            _lock(stream.fileno())
            yield stream
            os.fsync(stream.fileno())  # some systems tell only now that the disk is full
            if nameless:
                # With a folder's descriptor, even one that an absolute path makes useless, Python
                # calls linkat(2), which alone follows the link that /proc has for an open file.
                source = f"/proc/self/fd/{stream.fileno()}"
                os.link(source, beside, src_dir_fd=stream.fileno())
            if mode is not None:
                os.chmod(beside, mode)
            if os.name == "nt":
                stream.close()  # an open file cannot be renamed there
            _publish(beside, path, replace=replace)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(beside)


def _publish(beside: str, path: str, *, replace: bool) -> None:
    if replace:
        os.replace(beside, path)
    elif os.name == "nt":
        os.rename(beside, path)
    else:
        try:
            os.link(beside, path)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links: take the name, then fill it at once
            open(path, "xb").close()
            try:
                os.replace(beside, path)
            except BaseException:
                os.unlink(path)
                raise


def _open_nameless(folder: str) -> FileIO | None:
    """A file of this folder that has no name yet, or ``None`` where the system has no such file."""
    if sys.platform != "linux" or not os.path.isdir("/proc/self/fd"):
        return None
    try:
        return open(os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666), "wb", buffering=0)
    except OSError:  # this file system has none, or the folder cannot be written to
        return None


def remove_abandoned(folder: str) -> None:
    """Remove what processes that were killed have left in a folder."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name.startswith(PREFIX) and name.endswith(SUFFIX):
            with suppress(OSError):  # it is being written, or is not ours to remove
                _remove_unlocked(os.path.join(folder, name))


def _remove_unlocked(path: str) -> None:
    if os.name == "nt":  # where a file that is open cannot be removed
        os.unlink(path)
        return
    file = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        _lock(file)
        os.unlink(path)
    finally:
        os.close(file)


def _lock(file: int) -> None:
    """Lock an open file until it is closed.

    Raises:
        OSError: another process has locked it.
    """
    if sys.platform != "win32":
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
