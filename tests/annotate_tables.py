"""The case tables of ``annotate``: rows of TSV, in which a byte may be written ``\\xe9``."""

from __future__ import annotations

import csv
from codecs import escape_decode

from conftest import ROOT

NAMES = b"reseaux_status,reseaux_departement,reseaux_region,reseaux_guichet_vert"
ROUEN = b"covered,76,28,ran-coper"


def cases(name: str) -> list[dict[str, str]]:
    """The rows of a table."""
    with open(ROOT / "tests" / f"annotate_{name}.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def content(cell: str) -> bytes:
    """The bytes of a cell; ``«;»`` is the names of our columns, ``«;R»`` Rouen's, after a ``;``."""
    found = escape_decode(cell.encode())[0]
    for mark in (b",", b";", b"\t", b"|"):
        for sign, cells in ((b"", NAMES), (b"R", ROUEN)):
            added = mark + cells.replace(b",", mark)
            found = found.replace("«".encode() + mark + sign + "»".encode(), added)
    return found
