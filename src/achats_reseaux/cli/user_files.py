"""The paths of the user's own catalogue files and of the cache. On the fast path."""

from __future__ import annotations

import os
import sys


def known_folder(environ: os._Environ[str] | dict[str, str], platform: str) -> str | None:
    """The user's configuration folder, or ``None`` if only platformdirs can determine it.

    Importing platformdirs takes longer than starting Python; a test compares the two.
    """
    return _known(environ, platform, "XDG_CONFIG_HOME", ".config", "Application Support")


def known_cache_folder(environ: os._Environ[str] | dict[str, str], platform: str) -> str | None:
    """As :func:`known_folder`, for the cache folder."""
    return _known(environ, platform, "XDG_CACHE_HOME", ".cache", "Caches")


def _known(
    environ: os._Environ[str] | dict[str, str], platform: str, name: str, below: str, library: str
) -> str | None:
    """A folder named by a variable, else below the home: on Linux, or in ``Library`` on macOS."""
    home = environ.get("HOME", "")
    if platform == "win32" or not home.startswith("/"):
        return None
    if platform == "darwin":
        return None if name in environ else f"{home}/Library/{library}/reseaux"
    given = environ.get(name, "")
    if not given.strip():
        return f"{home}/{below}/reseaux"
    return f"{given}/reseaux" if given.startswith("/") else None


def cache_folder() -> str:
    """The user's cache folder."""
    known = known_cache_folder(os.environ, sys.platform)
    if known is not None:
        return known
    from platformdirs import user_cache_dir

    return user_cache_dir("reseaux", appauthor=False)


def config_folder() -> str:
    """The user's configuration folder."""
    from platformdirs import user_config_dir

    return user_config_dir("reseaux", appauthor=False)


def replacement() -> str | None:
    """The catalogue file of ``RESEAUX_CATALOGUE``, or ``None``."""
    return os.environ.get("RESEAUX_CATALOGUE") or None


def overlays() -> tuple[str, ...]:
    """The user's existing files: ``networks.yaml``, then ``networks.d/*.yaml`` by name.

    Raises:
        CatalogueError: the folder exists but cannot be listed.
    """
    home = known_folder(os.environ, sys.platform) or config_folder()
    if not os.path.lexists(home):
        return ()
    parts = os.path.join(home, "networks.d")
    found = [os.path.join(home, name) for name in _file_names(home) if name == "networks.yaml"]
    found += [os.path.join(parts, name) for name in _file_names(parts) if name.endswith(".yaml")]
    return tuple(found)


def _file_names(folder: str) -> list[str]:
    """The names of the files of a folder, without hidden ones."""
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        from achats_reseaux.errors import CatalogueError, reason

        message = f"Impossible de lire vos compléments dans {folder} : {reason(error)}."
        raise CatalogueError(message, "Pour s'en passer : --no-local") from error
