"""The French nouns of the kinds of place."""

from __future__ import annotations

from achats_reseaux.gazetteer.tsv_table import TsvTable

_ROWS = list(TsvTable("genres.tsv").all())

NOUNS = {kind: noun for kind, noun, _ in _ROWS}
"""In a sentence, with its article: "une région"."""
LABELS = {kind: label for kind, _, label in _ROWS}
"""Beside a name, to tell places apart: "région"."""
