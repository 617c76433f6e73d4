"""The cache of the compiled form of a user's own catalogue.

Its key has the content of the user's files and of the bundled catalogue, and the version of this
program. A file that is stale, damaged, from another version or owned by another user is ignored,
and the YAML is read: the answer never depends on the cache. On the fast path of users who have
files of their own.
"""

from __future__ import annotations

import os
import stat
import time
from _imp import source_hash

from achats_reseaux.catalogue import compiled
from achats_reseaux.catalogue.inputs import files_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.model import Catalogue

    Cache = tuple[str, str]
    """The folder of the cache, and the version of the program."""

    CacheKey = tuple[object, ...]


_READ = os.O_RDONLY
for _name in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK"):  # what the system has; a pipe never blocks
    _READ |= getattr(os, _name, 0)


def read_cached(cache: Cache, file: str | None, overlays: tuple[str, ...]) -> Catalogue | None:
    """The cached catalogue of these files, or ``None`` if the files have to be read.

    Args:
        cache: its folder, and the version of this program.
        file: a YAML file that replaces the bundled one, or ``None``.
        overlays: YAML files laid over it, in this order.
    """
    try:
        content = _own_content(cache_file(cache, file, overlays))
    except (OSError, ValueError):
        return None
    return compiled.decoded(content, lambda: cache_key(cache, file, overlays))


def kept(
    cache: Cache, file: str | None, overlays: tuple[str, ...], read: Callable[[], Catalogue]
) -> Catalogue:
    """The cached catalogue of these files, or else what ``read`` returns, which is then cached.

    Not if the files have changed meanwhile; a folder that cannot be written to is no error.
    """
    from contextlib import suppress

    if (found := read_cached(cache, file, overlays)) is not None:
        return found
    key = cache_key(cache, file, overlays)
    found = read()
    if key is not None and key == cache_key(cache, file, overlays):
        with suppress(OSError):
            os.makedirs(cache[0], mode=0o700, exist_ok=True)
            content = compiled.compiled_form(found, key)
            compiled.write_compiled(content, cache_file(cache, file, overlays), mode=0o600)
    return found


def _own_content(path: str) -> bytes:
    """The content of a file that only this user can have written; what it is, is never a link.

    Raises:
        OSError: it cannot be read, or another user may have written it.
    """
    file = os.open(path, _READ)
    try:
        status = os.fstat(file)  # of what is open, whatever the path has come to name since
        own = not hasattr(os, "getuid") or (
            status.st_uid == os.getuid() and not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
        )
        if not own or not stat.S_ISREG(status.st_mode):
            raise PermissionError
        return os.read(file, status.st_size)
    finally:
        os.close(file)


def clear_cache(folder: str) -> list[str]:
    """Remove the files of the cache, and return their paths.

    Raises:
        OSError: one cannot be removed.
    """
    try:
        names = sorted(os.listdir(folder))
    except (FileNotFoundError, NotADirectoryError):
        return []
    ours = [name for name in names if name.startswith("catalogue-")]
    for name in ours:
        os.unlink(os.path.join(folder, name))
    return [os.path.join(folder, name) for name in ours]


def cache_file(cache: Cache, file: str | None, overlays: tuple[str, ...]) -> str:
    """The cache file for these files, by their paths."""
    names = "\0".join(os.path.abspath(one) for one in (file or "", *overlays))
    return os.path.join(cache[0], f"catalogue-{_digest(os.fsencode(names)).hex()}.bin")


def cache_key(cache: Cache, file: str | None, overlays: tuple[str, ...]) -> CacheKey | None:
    """The key of the compiled form: version, bundled catalogue, and each file.

    It has the day of a file's last change, which is shown as the date of the file's facts. ``None``
    if a file cannot be read, as the loader then says.
    """
    try:
        with open(compiled.FILE, "rb") as stream:
            edition = stream.read(compiled.IDENTITY)
        files = () if file is None else files_of(file)
        return (cache[1], edition, tuple(map(_file_key, (*files, *overlays))))
    except (OSError, ValueError):
        return None


def _file_key(path: str) -> tuple[str, bytes, str]:
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):  # reading a pipe would block; the loader refuses it
        raise OSError
    try:
        day = time.strftime("%Y-%m-%d", time.localtime(status.st_mtime))
    except (ValueError, OverflowError):  # a time that is out of range
        day = ""
    with open(path, "rb") as stream:
        return os.path.abspath(path), _digest(stream.read()), day


def _digest(content: bytes) -> bytes:
    """Two keyed hashes of 64 bits, which need no import, unlike ``hashlib``."""
    return source_hash(compiled.CHECKSUM_KEY + 1, content) + source_hash(
        compiled.CHECKSUM_KEY + 2, content
    )
