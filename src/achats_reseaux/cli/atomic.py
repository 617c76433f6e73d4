"""Write a file atomically.

On Linux the file has no name until it is complete (``O_TMPFILE``, see open(2)), so the kernel
removes it if the process is killed. Elsewhere it is a locked temporary file in the same folder; one
left by a killed process is removed by the next process that writes to that folder.
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
    """A stream to write to; if the block ends without an exception, the file is at ``path``.

    Args:
        path: the path of the file; no symbolic link.
        mode: its permissions, or ``None`` for the default ones.
        replace: whether an existing file is replaced.

    Raises:
        FileExistsError: the file exists and must not be replaced.
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
            os.fsync(stream.fileno())  # some systems report a full disk only now
            if nameless:
                # Only linkat(2) follows the link of an open file in /proc; Python calls it if a
                # folder's descriptor is given, although an absolute path makes that irrelevant.
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
        except OSError:  # a file system without hard links: reserve the name, then replace it
            open(path, "xb").close()
            try:
                os.replace(beside, path)
            except BaseException:
                os.unlink(path)
                raise


def _open_nameless(folder: str) -> FileIO | None:
    """A new file of a folder without a name, or ``None`` if the system does not support it."""
    if sys.platform != "linux" or not os.path.isdir("/proc/self/fd"):
        return None
    try:
        return open(os.open(folder, os.O_TMPFILE | os.O_WRONLY, 0o666), "wb", buffering=0)
    except OSError:  # not supported by the file system, or the folder is not writable
        return None


def remove_abandoned(folder: str) -> None:
    """Remove the temporary files that killed processes left in a folder."""
    try:
        names = os.listdir(folder)
    except OSError:
        return
    for name in names:
        if name.startswith(PREFIX) and name.endswith(SUFFIX):
            with suppress(OSError):  # it is locked, or belongs to another user
                _remove_unlocked(os.path.join(folder, name))


def _remove_unlocked(path: str) -> None:
    if os.name == "nt":  # an open file cannot be removed there
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
