"""The French nouns of the kinds of place."""

from __future__ import annotations

from achats_reseaux.gazetteer.tsv_table import TsvTable

_KINDS = TsvTable("genres.tsv")

NOUNS = _KINDS.column(1)
"""In a sentence, with its article: "une région"."""
LABELS = _KINDS.column(2)
"""Beside a name, to tell places apart: "région"."""
