"""The user's own files: where they may lie, and which are there."""

from __future__ import annotations

import os
import sys

from achats_reseaux.cli import user_folder
from achats_reseaux.errors import CatalogueError, reason


def replacement() -> str | None:
    """The catalogue that ``RESEAUX_CATALOGUE`` puts in place of the bundled one, if any."""
    return os.environ.get("RESEAUX_CATALOGUE") or None


def folder() -> str:
    """The user's configuration folder for ``reseaux``, as the system has it."""
    from platformdirs import user_config_dir

    return user_config_dir("reseaux", appauthor=False)


def overlays() -> tuple[str, ...]:
    """The user's files that are there: ``networks.yaml``, then ``networks.d/*.yaml`` by name.

    Raises:
        CatalogueError: the folder is there, but what it holds cannot be told.
    """
    home = user_folder(os.environ, sys.platform) or folder()
    if not os.path.lexists(home):
        return ()
    parts = os.path.join(home, "networks.d")
    found = [os.path.join(home, name) for name in _names(home) if name == "networks.yaml"]
    found += [os.path.join(parts, name) for name in _names(parts) if name.endswith(".yaml")]
    return tuple(found)


def _names(folder: str) -> list[str]:
    """The files of a folder, without those that editors and systems hide."""
    try:
        return sorted(name for name in os.listdir(folder) if not name.startswith("."))
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        message = f"Impossible de lire vos compléments dans {folder} : {reason(error)}."
        raise CatalogueError(message, "Pour s'en passer : --no-local") from error
