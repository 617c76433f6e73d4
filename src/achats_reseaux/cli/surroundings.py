"""What a command takes from its surroundings: the day, the user's folders, the catalogue in use.

On the fast path.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Catalogue


def today() -> str:
    """The ISO date of today, or that of ``RESEAUX_AUJOURDHUI``, which pins it for tests."""
    import time

    return os.environ.get("RESEAUX_AUJOURDHUI") or time.strftime("%Y-%m-%d")


# --- folders -------------------------------------------------------------------------------------

_XDG = {"config": ("XDG_CONFIG_HOME", ".config"), "cache": ("XDG_CACHE_HOME", ".cache")}


def config_folder() -> str:
    """The user's configuration folder."""
    return _folder("config")


def cache_folder() -> str:
    """The user's cache folder."""
    return _folder("cache")


def _folder(kind: str) -> str:
    """Importing platformdirs takes longer than starting Python; a test compares the two."""
    variable, below = _XDG[kind]
    given = os.environ.get(variable, "")
    base = given if given.strip() else os.path.join(os.environ.get("HOME", ""), below)
    if sys.platform == "linux" and base.startswith("/"):
        return f"{base}/reseaux"
    import platformdirs

    of_kind = {"config": platformdirs.user_config_dir, "cache": platformdirs.user_cache_dir}
    return of_kind[kind]("reseaux", appauthor=False)


# --- the catalogue -------------------------------------------------------------------------------


def load_catalogue(file: str | None = None, no_local: bool = False) -> Catalogue:
    """The catalogue in use, from the options, the environment and the user's folder.

    Args:
        file: replaces the bundled catalogue, as does ``RESEAUX_CATALOGUE``.
        no_local: leave the user's own files out.

    Raises:
        CatalogueError: a file is missing, unreadable or invalid.
    """
    from achats_reseaux import __version__
    from achats_reseaux.catalogue import loader

    own = () if no_local else overlays()
    file = replacement() if file is None else file
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

    return compiled.kept((cache_folder(), __version__), own)


def replacement() -> str | None:
    """The catalogue file of ``RESEAUX_CATALOGUE``, or ``None``."""
    return os.environ.get("RESEAUX_CATALOGUE") or None


def overlays() -> tuple[str, ...]:
    """The user's existing files: ``networks.yaml``, then ``networks.d/*.yaml`` by name.

    Raises:
        OSError: the folder exists but cannot be listed.
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
