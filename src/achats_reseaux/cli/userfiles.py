"""The user's own files: where they may lie, and which are there."""

from __future__ import annotations

import os


def replacement() -> str | None:
    """The catalogue that ``RESEAUX_CATALOGUE`` puts in place of the bundled one, if any."""
    return os.environ.get("RESEAUX_CATALOGUE") or None


def folder() -> str:
    """The user's configuration folder for ``reseaux``, as the system has it."""
    from platformdirs import user_config_dir

    return user_config_dir("reseaux", appauthor=False)


def overlays() -> tuple[str, ...]:
    """The user's files that are there: ``networks.yaml``, then ``networks.d/*.yaml`` by name."""
    home = folder()
    found = [os.path.join(home, "networks.yaml")]
    parts = os.path.join(home, "networks.d")
    try:
        names = sorted(name for name in os.listdir(parts) if name.endswith(".yaml"))
    except OSError:
        names = []
    found += [os.path.join(parts, name) for name in names]
    # lexists: a link that leads nowhere is a fault to report, not a file to pass over.
    return tuple(file for file in found if os.path.lexists(file))
