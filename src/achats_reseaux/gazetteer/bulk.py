"""Whole tables, indexed in memory or row after row, for work on many places at once."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer.switchboards import TABLES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def index_codes() -> None:
    """Load into memory the tables in which codes are looked up (some 10 MiB)."""
    for table in (gazetteer.POSTAL_CODES, gazetteer.COMMUNES, gazetteer.SIRENS):
        table.index()


def index() -> None:
    """Load into memory the tables of names, addresses and switchboards (some 25 MiB)."""
    for table in (
        gazetteer.NAMES,
        gazetteer.SHORT_NAMES,
        gazetteer.ALIASES,
        gazetteer.COMMUNES,
        gazetteer.POPULATIONS,
        gazetteer.PARTS,
        gazetteer.FORMER,
        gazetteer.POSTAL_CODES,
        gazetteer.DEPARTEMENTS,
        gazetteer.REGIONS,
        gazetteer.EPCI,
        gazetteer.ENSEMBLES,
        gazetteer.EPCI_OF_COMMUNES,
        *TABLES.values(),
    ):
        table.index()


def communes() -> Iterator[list[str]]:
    """INSEE code and name of every present commune, in the order of the codes."""
    return gazetteer.COMMUNES.all()


def postal_codes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every postal code and its communes."""
    for code, communes in gazetteer.POSTAL_CODES.all():
        yield code, tuple(communes.split())
