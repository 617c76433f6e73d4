"""What a command takes from its surroundings: the day, the user's folders, the catalogue in use.

The environment is read here alone. On the fast path.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from achats_reseaux.model import Catalogue


def today() -> str:
    """The ISO date of today, or that of ``RESEAUX_AUJOURDHUI``, which pins it for tests.

    Raises:
        UsageError: the variable holds no date.
    """
    import time

    pinned = os.environ.get("RESEAUX_AUJOURDHUI")
    if not pinned:
        return time.strftime("%Y-%m-%d")
    try:
        time.strptime(pinned, "%Y-%m-%d")
    except ValueError as error:
        from achats_reseaux.errors import UsageError
        from achats_reseaux.text import shortened

        message = f"RESEAUX_AUJOURDHUI : « {shortened(pinned)} » n'est pas une date."
        raise UsageError(message, "Une date s'écrit 2026-11-27.") from error
    return pinned


# --- folders -------------------------------------------------------------------------------------


def known_folder(environ: Mapping[str, str], platform: str) -> str | None:
    """The user's configuration folder, or ``None`` if only platformdirs can determine it.

    Importing platformdirs takes longer than starting Python; a test compares the two.
    """
    return _known(environ, platform, "XDG_CONFIG_HOME", ".config", "Application Support")


def known_cache_folder(environ: Mapping[str, str], platform: str) -> str | None:
    """As :func:`known_folder`, for the cache folder."""
    return _known(environ, platform, "XDG_CACHE_HOME", ".cache", "Caches")


def _known(
    environ: Mapping[str, str], platform: str, name: str, below: str, library: str
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


def config_folder() -> str:
    """The user's configuration folder."""
    known = known_folder(os.environ, sys.platform)
    if known is not None:
        return known
    from platformdirs import user_config_dir

    return user_config_dir("reseaux", appauthor=False)


def cache_folder() -> str:
    """The user's cache folder."""
    known = known_cache_folder(os.environ, sys.platform)
    if known is not None:
        return known
    from platformdirs import user_cache_dir

    return user_cache_dir("reseaux", appauthor=False)


# --- the catalogue -------------------------------------------------------------------------------


def load_catalogue(file: str | None = None, no_local: bool = False) -> Catalogue:
    """The catalogue in use, from the options, the environment and the user's folder.

    Args:
        file: replaces the bundled catalogue, as does ``RESEAUX_CATALOGUE``.
        no_local: leave the user's own files out.

    Raises:
        CatalogueError: a file is missing, unreadable or invalid.
    """
    file = replacement() if file is None else file
    own = () if no_local else overlays()
    from achats_reseaux import __version__
    from achats_reseaux.catalogue import loader

    return loader.load(file, own, (cache_folder(), __version__))


def compiled_catalogue() -> Catalogue | None:
    """The catalogue in use where it is compiled already, without the names of its files.

    ``None`` if a file may have to be read; to load the loader for that costs a tenth of a lookup.
    """
    from achats_reseaux.catalogue import compiled

    bundled = None if replacement() else compiled.bundled()
    own = overlays() if bundled else ()
    if not own:
        return bundled
    from achats_reseaux import __version__

    return compiled.kept((cache_folder(), __version__), None, own)


def replacement() -> str | None:
    """The catalogue file of ``RESEAUX_CATALOGUE``, or ``None``."""
    return os.environ.get("RESEAUX_CATALOGUE") or None


def overlays() -> tuple[str, ...]:
    """The user's existing files: ``networks.yaml``, then ``networks.d/*.yaml`` by name.

    Raises:
        CatalogueError: the folder exists but cannot be listed.
    """
    home = config_folder()
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
