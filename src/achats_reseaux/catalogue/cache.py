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

from achats_reseaux import catalogue
from achats_reseaux.catalogue import CHECKSUM_KEY
from achats_reseaux.catalogue.inputs import files_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue

    Cache = tuple[str, str]
    """The folder of the cache, and the version of the program."""

    CacheKey = tuple[object, ...]


def read_cached(
    cache: Cache, file: str | None, overlays: tuple[str, ...], *, whole: bool = True
) -> Catalogue | None:
    """The cached catalogue of these files, or ``None`` if the files have to be read.

    Args:
        cache: its folder, and the version of this program.
        file: a YAML file that replaces the bundled one, or ``None``.
        overlays: YAML files laid over it, in this order.
        whole: verify all checksums now. The fast path does not, since it is too slow for it: there
            a damaged part raises ``CatalogueError`` when it is read.
    """
    try:
        path = cache_file(cache, file, overlays)
        status = os.stat(path)
        if hasattr(os, "getuid") and status.st_uid != os.getuid():
            return None
        key = cache_key(cache, file, overlays)
        return catalogue.read_compiled(path, lambda: key, whole=whole)
    except (OSError, ValueError):
        return None


def write_cached(
    cache: Cache, file: str | None, overlays: tuple[str, ...], found: Catalogue, key: CacheKey
) -> None:
    """Write the catalogue of the files atomically; a folder that is not writable is no error.

    Args:
        cache: as for :func:`read_cached`; its folder is created if it does not exist.
        file: as for :func:`read_cached`.
        overlays: likewise.
        found: the catalogue.
        key: the key of the files before they were read; if it has changed, nothing is written.
    """
    from achats_reseaux.catalogue.compiler import write_compiled

    try:
        os.makedirs(cache[0], mode=0o700, exist_ok=True)
        if cache_key(cache, file, overlays) == key:
            write_compiled(found, cache_file(cache, file, overlays), key)
    except (OSError, ValueError):
        return


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


def cache_key(cache: Cache, file: str | None, overlays: tuple[str, ...]) -> CacheKey:
    """The key of the compiled form: version, bundled catalogue, and each file.

    It has the day of a file's last change, which is shown as the date of the file's facts.

    Raises:
        OSError: a file cannot be read.
    """
    files = overlays if file is None else (*files_of(file), *overlays)
    return (cache[1], _digest(_content(catalogue.FILE)), tuple(map(_file_key, files)))


def _file_key(path: str) -> tuple[str, bytes, str]:
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):  # reading a pipe would block; the loader refuses it
        raise OSError
    try:
        day = time.strftime("%Y-%m-%d", time.localtime(status.st_mtime))
    except (ValueError, OverflowError):  # a time that is out of range
        day = ""
    return os.path.abspath(path), _digest(_content(path)), day


def _content(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _digest(content: bytes) -> bytes:
    """Two keyed hashes of 64 bits, which need no import, unlike ``hashlib``."""
    return source_hash(CHECKSUM_KEY + 1, content) + source_hash(CHECKSUM_KEY + 2, content)
