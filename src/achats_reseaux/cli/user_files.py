"""The paths of the user's own catalogue files and of the cache. On the short way."""

from __future__ import annotations

import os
import sys


def known_folder(environ: os._Environ[str] | dict[str, str], platform: str) -> str | None:
    """The user's configuration folder, or ``None`` if only platformdirs can determine it.

    Importing platformdirs takes longer than starting Python; a test compares the two.
    """
    home = environ.get("HOME", "")
    if platform == "win32" or not home.startswith("/"):
        return None
    if platform == "darwin":
        return (
            None if "XDG_CONFIG_HOME" in environ else f"{home}/Library/Application Support/reseaux"
        )
    given = environ.get("XDG_CONFIG_HOME", "")
    if given.strip() and not given.startswith("/"):
        return None
    return f"{given if given.strip() else home + '/.config'}/reseaux"


def known_cache_folder(environ: os._Environ[str] | dict[str, str], platform: str) -> str | None:
    """As :func:`known_folder`, for the cache folder."""
    home = environ.get("HOME", "")
    if platform == "win32" or not home.startswith("/"):
        return None
    if platform == "darwin":
        return None if "XDG_CACHE_HOME" in environ else f"{home}/Library/Caches/reseaux"
    given = environ.get("XDG_CACHE_HOME", "")
    if given.strip() and not given.startswith("/"):
        return None
    return f"{given if given.strip() else home + '/.cache'}/reseaux"


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
