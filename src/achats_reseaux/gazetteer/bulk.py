"""Whole tables, indexed in memory or row after row, for work on many places at once."""

from __future__ import annotations

from achats_reseaux import gazetteer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def index_codes() -> None:
    """Load into memory the tables in which codes are looked up (some 10 MiB)."""
    for table in (gazetteer.POSTAL_CODES, gazetteer.COMMUNES, gazetteer.SIRENS):
        table.index()


def index() -> None:
    """Load into memory the tables in which names and addresses are looked up (some 25 MiB)."""
    names = (gazetteer.NAMES, gazetteer.SHORT_NAMES, gazetteer.ALIASES)
    places = (gazetteer.COMMUNES, gazetteer.POPULATIONS, gazetteer.PARTS, gazetteer.FORMER)
    areas = (gazetteer.POSTAL_CODES, gazetteer.DEPARTEMENTS, gazetteer.REGIONS)
    for tables in (names, places, areas):
        for table in tables:
            table.index()


def communes() -> Iterator[tuple[str, str]]:
    """INSEE code and name of every present commune, in the order of the codes."""
    return ((row[0], row[1]) for row in gazetteer.COMMUNES.all())


def postal_codes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every postal code and its communes."""
    return ((row[0], tuple(row[1].split(" "))) for row in gazetteer.POSTAL_CODES.all())


def sirens() -> Iterator[tuple[str, str]]:
    """Every commune's SIREN and INSEE code."""
    for start, ends in gazetteer.SIRENS.all():
        for end in ends.split(" "):
            yield start + end[:3], end[4:]


def populations() -> dict[str, int]:
    """The inhabitants of every commune that has a count."""
    return {row[0]: int(row[1]) for row in gazetteer.POPULATIONS.all()}
