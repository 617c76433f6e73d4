"""The compiled form of a user's own catalogue: a file that only saves time.

It is keyed by the content of the user's files and of the bundled catalogue, and by the version of
this program. A file that is stale, damaged, another's or from another version is passed over, and
the YAML is read: the answer never depends on the cache. Part of the short way for those who have
files of their own.
"""

from __future__ import annotations

import os
import stat
import time
from _imp import source_hash

from achats_reseaux import catalogue
from achats_reseaux.catalogue import SEAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue

    Cache = tuple[str, str]
    """The folder of the cache, and the version of the program."""

    Key = tuple[object, ...]


def read_cached(
    cache: Cache, file: str | None, overlays: tuple[str, ...], *, whole: bool = True
) -> Catalogue | None:
    """The catalogue that these files make, or ``None`` where they have to be read.

    Args:
        cache: where it is, and the version of this program.
        file: a YAML file that replaces the bundled one, or ``None``.
        overlays: YAML files laid over it, in this order.
        whole: look for damage everywhere now. For the short way that is too long: there a damaged
            part raises ``CatalogueError`` once it is asked for, and the long way looks again.
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
    cache: Cache, file: str | None, overlays: tuple[str, ...], found: Catalogue, key: Key
) -> None:
    """Write what the files make, whole or not at all; a folder that cannot be written is no error.

    Args:
        cache: as for :func:`read_cached`; its folder is made if it is not there.
        file: as for :func:`read_cached`.
        overlays: likewise.
        found: what they make.
        key: their key from before they were read: if it has changed since, nothing is written.
    """
    from achats_reseaux.catalogue.compiled import compiled_form

    try:
        os.makedirs(cache[0], mode=0o700, exist_ok=True)
        path = cache_file(cache, file, overlays)
        content = compiled_form(found, key)
        beside = f"{path}.{os.getpid()}.tmp"
        try:
            with open(beside, "wb") as stream:
                stream.write(content)
            if cache_key(cache, file, overlays) == key:
                os.replace(beside, path)
        finally:
            if os.path.lexists(beside):
                os.unlink(beside)
    except (OSError, ValueError):
        return


def clear_cache(folder: str) -> list[str]:
    """Remove the files of the cache; what was removed.

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
    """The file of the cache for these files, whatever they hold."""
    names = "\0".join(os.path.abspath(one) for one in (file or "", *overlays))
    return os.path.join(cache[0], f"catalogue-{_digest(os.fsencode(names)).hex()}.bin")


def cache_key(cache: Cache, file: str | None, overlays: tuple[str, ...]) -> Key:
    """What the compiled form depends on: version, bundled catalogue, and each file.

    The day of a file's last change is in it because it is told as the date of what the file says.

    Raises:
        OSError: a file cannot be read.
    """
    files = overlays if file is None else (file, *overlays)
    return (cache[1], _digest(_content(catalogue.FILE)), tuple(map(_file_key, files)))


def _file_key(path: str) -> tuple[str, bytes, str]:
    status = os.stat(path)
    if not stat.S_ISREG(status.st_mode):  # a pipe would be waited for; the loader refuses it
        raise OSError
    try:
        day = time.strftime("%Y-%m-%d", time.localtime(status.st_mtime))
    except (ValueError, OverflowError):  # no date of this world
        day = ""
    return os.path.abspath(path), _digest(_content(path)), day


def _content(path: str) -> bytes:
    with open(path, "rb") as stream:
        return stream.read()


def _digest(content: bytes) -> bytes:
    """Two keyed hashes of 64 bits: enough to tell contents apart, and nothing to import."""
    return source_hash(SEAL + 1, content) + source_hash(SEAL + 2, content)
