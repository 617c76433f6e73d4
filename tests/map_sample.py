"""The régions of the ministry's list of guichets verts, for the tests of answers."""

from __future__ import annotations

from case_tables import cases

GUICHETS = cases("views/guichets.tsv")
BY_REGION = {code: network for network, _, codes in GUICHETS for code in codes.split()}
"""The ministry's list, but for Relais 2D, which serves the Bas-Rhin alone."""
