"""Whole tables of the gazetteer, for tests over all of France."""

from collections.abc import Iterator

from achats_reseaux import gazetteer


def sirens() -> Iterator[tuple[str, str]]:
    """Every commune's SIREN and INSEE code."""
    for start, ends in gazetteer.SIRENS.all():
        for end in ends.split(" "):
            yield start + end[:3], end[4:]


def populations() -> dict[str, int]:
    """The inhabitants of every commune that has a count."""
    return {insee: int(people) for insee, people in gazetteer.POPULATIONS.all()}
