"""Moved to ``surroundings``; until every command imports it from there."""

from achats_reseaux.cli.surroundings import today

__all__ = ["today"]
