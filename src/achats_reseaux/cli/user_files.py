"""Moved to ``surroundings``; until every command imports it from there."""

from functools import partial

from achats_reseaux.cli.surroundings import (
    cache_folder,
    config_folder,
    overlays,
    replacement,
)
from achats_reseaux.cli.surroundings import (
    known_folder as _known,
)

known_folder = partial(_known, "config")
known_cache_folder = partial(_known, "cache")

__all__ = ["cache_folder", "config_folder", "overlays", "replacement"]
