"""Whole tables of the gazetteer, for tests over all of France."""

from collections.abc import Iterator
from functools import cache

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.model import Place


def sirens() -> Iterator[tuple[str, str]]:
    """Every commune's SIREN and INSEE code."""
    for start, ends in gazetteer.SIRENS.all():
        for end in ends.split(" "):
            yield start + end[:3], end[4:]


def populations() -> dict[str, int]:
    """The inhabitants of every commune that has a count."""
    return {insee: int(people) for insee, people in gazetteer.POPULATIONS.all()}


@cache
def every_place() -> list[Place]:
    """All communes, parts of communes, postal codes, EPCI, départements, régions and groups."""
    found = places.of_communes(code for code, _ in bulk.communes())
    found += places.of_territories(gazetteer.departements())
    for kind in ("region", "ensemble", "epci", "part"):
        found += places.of_territories(gazetteer.every(kind))
    found += [places.of_postal_code(code, members) for code, members in bulk.postal_codes()]
    return found
