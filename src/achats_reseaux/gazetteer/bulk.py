"""The tables from their first row to their last, for work on many places at once."""

from __future__ import annotations

from achats_reseaux import gazetteer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator


def communes() -> Iterator[tuple[str, str]]:
    """INSEE code and name of every present commune, in the order of the codes."""
    return ((row[0], row[1]) for row in gazetteer.COMMUNES.all())


def postal_codes() -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every postal code and its communes."""
    return ((row[0], tuple(row[1].split(" "))) for row in gazetteer.POSTAL.all())


def sirens() -> Iterator[tuple[str, str]]:
    """Every commune's SIREN and INSEE code."""
    for start, ends in gazetteer.SIRENS.all():
        for end in ends.split(" "):
            yield start + end[:3], end[4:]


def all_epci() -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """SIREN, nature, name and members of every EPCI and EPT."""
    rows = zip(gazetteer.EPCI.all(), gazetteer.EPCI_COMMUNES.all(), strict=True)
    return ((row[0], row[1], row[2], tuple(members[1].split(" "))) for row, members in rows)


def parts() -> Iterator[tuple[str, str, str, str]]:
    """Code, kind, name and commune of every déléguée, associée and arrondissement."""
    return ((row[0], row[1], row[2], row[3]) for row in gazetteer.PARTS.all())


def formers() -> Iterator[tuple[str, str, str]]:
    """Code, name and commune of today of every former code or name; the last name comes first."""
    return ((row[0], row[1], row[2]) for row in gazetteer.FORMER.all())


def populations() -> dict[str, int]:
    """The inhabitants of every commune that has a count."""
    return {row[0]: int(row[1]) for row in gazetteer.POPULATIONS.all()}
