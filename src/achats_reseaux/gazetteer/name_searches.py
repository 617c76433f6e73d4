"""Searches by name that an exact name does without: by its beginning, without spaces, by kind.

In a module of their own, which a look-up of a code or of an exact name does not load.
"""

from __future__ import annotations

from achats_reseaux.gazetteer import (
    ALIASES,
    DEPARTEMENTS,
    ENSEMBLES,
    FORMER,
    NAMES,
    PARTS,
    REGIONS,
    SHORT_NAMES,
    WIDE_KINDS,
    coded,
    epci,
    part_of_row,
    spaceless,
)
from achats_reseaux.text import cached, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.gazetteer.records import CommunePart, Epci, FormerCommune

every_name: list[bytes] = []
"""The names, short names and aliases, without spaces, sorted; only where ``bulk.index`` was."""


@cached
def begins_name(key: str) -> bool:
    """Whether a name, a short name or an alias begins with a key; spaces are ignored."""
    if every_name:
        import bisect

        start = spaceless(key.encode("utf-8", "replace"))
        return every_name[bisect.bisect_left(every_name, start)].startswith(start)
    return NAMES.begins(key) or SHORT_NAMES.begins(key) or ALIASES.begins(key)


def names_beginning(key: str) -> Iterator[tuple[str, str, list[str]]]:
    """The names that begin with a key, each with its kind and codes.

    EPCI are found by their short names too (``rouen normandie``).
    """
    for table in (NAMES, SHORT_NAMES):
        for row in table.rows_beginning(key):
            if table is NAMES or row[1] == "epci":
                yield row[0], row[1], row[2].split(",")


def names_containing(key: str) -> Iterator[tuple[str, str, list[str]]]:
    """The names of ``noms.tsv`` that contain a key, each with its kind and codes."""
    for name, kind, codes in NAMES.rows_containing(key):
        yield name, kind, codes.split(",")


def parts_named(key: str) -> list[CommunePart]:
    """The communes déléguées and associées and the arrondissements of that name."""
    codes = [code for _, code in coded(NAMES, key, ("part",))]
    return [part_of_row(row) for code in codes for row in PARTS.rows(code) if fold(row[2]) == key]


def formers_named(key: str) -> list[FormerCommune]:
    """The former communes of that name, and the present ones that once had it."""
    from achats_reseaux.gazetteer import records

    codes = [code for _, code in coded(NAMES, key, ("former",))]
    rows = [row for code in codes for row in FORMER.rows(code) if fold(row[1]) == key]
    return [records.FormerCommune(*row) for row in rows]


def epci_named(key: str) -> list[Epci]:
    """The EPCI of that name: the whole name, or the part before or in its brackets."""
    found = (epci(code) for _, code in coded(NAMES, key, ("epci",)))
    return [one for one in found if one is not None]


def epci_named_shortly(key: str) -> list[Epci]:
    """The EPCI of that name without its type and function words; spaces are ignored."""
    rows = [row for row in SHORT_NAMES.rows_alike(key) if row[1] == "epci"]
    found = (epci(code) for row in rows for code in row[2].split(","))
    return [one for one in found if one is not None]


def names_alike(key: str) -> list[tuple[str, str]]:
    """Kind and code of the places of that name; spaces are ignored."""
    return [(row[1], code) for row in NAMES.rows_alike(key) for code in row[2].split(",")]


def names_without_article(key: str) -> list[tuple[str, str]]:
    """Kind and code of the places of that name; spaces and a leading article are ignored.

    The key has no article.
    """
    rows = [row for row in NAMES.rows_alike(key) if without_article(row[0]) == row[0]]
    rows += SHORT_NAMES.rows_alike(key)
    return [(row[1], code) for row in rows for code in row[2].split(",")]


_area_keys: dict[str, list[tuple[str, str]]] = {}


def area_keys() -> dict[str, list[tuple[str, str]]]:
    """The name of each region, département and ensemble, as a key → its kinds and codes."""
    if not _area_keys:
        keys: dict[str, list[tuple[str, str]]] = {}
        for kind, table, column in zip(WIDE_KINDS, _AREA_TABLES, (1, 1, 2), strict=True):
            for row in table.all():
                keys.setdefault(fold(row[column]), []).append((kind, row[0]))
        _area_keys.update(keys)  # at once: another thread may be looking
    return _area_keys


_AREA_TABLES = (REGIONS, DEPARTEMENTS, ENSEMBLES)
