"""Moved to ``surroundings``; until every command imports it from there."""

from achats_reseaux.cli.surroundings import (
    cache_folder,
    config_folder,
    known_cache_folder,
    known_folder,
    overlays,
    replacement,
)

__all__ = [
    "cache_folder",
    "config_folder",
    "known_cache_folder",
    "known_folder",
    "overlays",
    "replacement",
]
