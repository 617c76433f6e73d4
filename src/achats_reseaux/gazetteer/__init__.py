"""The gazetteer: lookups in the tables of ``data/territories``, by code or by name.

The functions return codes, names and :class:`Territory` records; ``places`` makes a
:class:`~achats_reseaux.model.Place` of them. Texts as typed are the business of
``geocoder``: here a ``key`` is a name normalised by ``text.fold``.
"""

from __future__ import annotations

from achats_reseaux.gazetteer.tsv_table import TsvTable, read_file
from achats_reseaux.model import Area
from achats_reseaux.model import departement_of as departement_of
from achats_reseaux.text import cached, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    Codes = list[tuple[str, str]]
    """Kind and code of places."""


def spaceless(key: bytes) -> bytes:
    """A key without its spaces, and with ``les`` for ``lez``: ``la garde`` → ``lagarde``."""
    return key.replace(b" lez ", b" les ").replace(b" ", b"")


COMMUNES = TsvTable("communes.tsv")
POPULATIONS = TsvTable("populations.tsv")
POSTAL_CODES = TsvTable("codes_postaux.tsv")
SIRENS = TsvTable("sirens.tsv")
EPCI = TsvTable("epci.tsv")
EPCI_OF_COMMUNES = TsvTable("epci_des_communes.tsv")
PARTS = TsvTable("communes_deleguees.tsv")
FORMER = TsvTable("anciennes_communes.tsv")
NAMES = TsvTable("noms.tsv", spaceless)
SHORT_NAMES = TsvTable("noms_courts.tsv", spaceless)
COLLECTIVITE_SIRENS = TsvTable("sirens_collectivites.tsv")
ALIASES = TsvTable("alias.tsv")
REGIONS = TsvTable("regions.tsv")
DEPARTEMENTS = TsvTable("departements.tsv")
ENSEMBLES = TsvTable("ensembles.tsv")

_OF_KIND = {
    "commune": COMMUNES,
    "part": PARTS,
    "former": FORMER,
    "epci": EPCI,
    "ept": EPCI,
    "departement": DEPARTEMENTS,
    "collectivite": DEPARTEMENTS,
    "region": REGIONS,
}
"""The table of each kind that names refer to; the others are in ``ENSEMBLES``."""

WIDE_KINDS = ("region", "departement", "ensemble")
"""The kinds of ``noms.tsv`` that consist of whole départements."""

VINTAGE = read_file("millesime.txt").decode().strip()
"""The edition of the tables (the COG's year)."""


class Territory(Area):
    """A territory of any kind: the columns of its table; what it lacks is empty.

    Attributes:
        kind: as of a :class:`~achats_reseaux.model.Place`, or ``former``: a former
            commune.
        home: the code of what holds it: the region of a département (``""`` for an
            overseas collectivity), the commune of a part, that which succeeds a former
            one.
        members: the codes of its départements (region, former region, group) or
            communes (EPCI).
        people: the inhabitants of a département.
        communes: the number of communes of a département.
        where: a region's or a département's name with the preposition of place ("en
            Bretagne").
        nature: of an EPCI, ``CC``, ``CA``, ``CU``, ``METRO``, ``MET69`` or ``EPT``; of
            a former region or group, the kinds as which it may be asked for, separated
            by a space.
    """

    home: str = ""
    members: tuple[str, ...] = ()
    people: int = 0
    communes: int = 0
    where: str = ""
    nature: str = ""


def _record(kind: str, table: TsvTable, row: list[str]) -> Territory:
    cells: dict[str, Any] = dict(zip(table.columns(), row, strict=True))
    for name in ("people", "communes"):
        cells[name] = int(cells.get(name) or 0)
    cells["members"] = tuple(cells.get("members", "").split())
    return Territory(**{"kind": kind} | cells)


# --- by official code -----------------------------------------------------------------


def territories(kind: str, code: str) -> list[Territory]:
    """The territories of a code; a former commune has one a name, latest first."""
    return _territories((kind, code))


@cached
def _territories(kind_and_code: tuple[str, str]) -> list[Territory]:
    kind, code = kind_and_code
    table = _OF_KIND.get(kind, ENSEMBLES)
    return [_record(kind, table, row) for row in table.rows(code)]


def territory(kind: str, code: str) -> Territory | None:
    """The first of the :func:`territories` of a code."""
    return next(iter(territories(kind, code)), None)


def every(kind: str) -> list[Territory]:
    """All territories in the table of a kind, in the order of the codes."""
    table = _OF_KIND.get(kind, ENSEMBLES)
    return [_record(kind, table, row) for row in table.all()]


def departement(code: str) -> Territory | None:
    """The département or overseas collectivity of that code."""
    return territory("departement", code)


def departements() -> list[Territory]:
    """The 101 départements, then the 8 overseas collectivities, sorted by code."""
    return sorted(every("departement"), key=lambda area: area.kind == "collectivite")


@cached
def regions_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of the regions of some départements, sorted; some overseas have none."""
    regions = {area.home for area in map(departement, codes) if area}
    return tuple(sorted(regions - {""}))


def population_of(codes: tuple[str, ...]) -> int:
    """The number of inhabitants of some départements."""
    return sum(area.people for area in map(departement, codes) if area)


def commune_name(insee: str) -> str | None:
    """The name of a present commune."""
    return COMMUNES.value(insee) or None


def population(insee: str) -> int:
    """The number of inhabitants of a present commune; 0 if unknown."""
    return int(POPULATIONS.value(insee) or 0)


def communes_of_postal_code(code: str) -> tuple[str, ...]:
    """INSEE codes of the communes that a postal code serves, sorted."""
    return tuple(POSTAL_CODES.value(code).split())


def of_siren(siren: str) -> tuple[str, str]:
    """Kind and code of what has this SIREN: by default an EPCI.

    ``sirens.tsv`` has the communes by the first six digits: the row ``200007`` with the
    cell ``078:39367 102:80369`` says that 200007078 is the SIREN of the commune 39367.
    """
    communes = f" {SIRENS.value(siren[:6])}"
    insee = communes.partition(f" {siren[6:]}:")[2][:5]
    if insee:
        return "commune", insee
    _, kind, code = COLLECTIVITE_SIRENS.row(siren) or ["", "epci", siren]
    return kind, code


def epci_of_commune(insee: str) -> str | None:
    """SIREN of the EPCI that levies a commune's tax: in Greater Paris no EPT.

    ``epci_des_communes.tsv`` has them by the first three digits of the communes: the
    row ``010`` with the cell ``200029999:56,68`` says that 01056 and 01068 are in the
    EPCI 200029999.
    """
    for epci in EPCI_OF_COMMUNES.value(insee[:3]).split():
        siren, _, ends = epci.partition(":")
        if insee[3:] in ends.split(","):
            return siren
    return None


# --- by name --------------------------------------------------------------------------


def coded(rows: Iterable[list[str]]) -> Codes:
    """Kind and code of the places in rows of names."""
    pairs = []
    for _, kind, codes in rows:
        for code in codes.split(","):
            pairs.append((kind, code))
    return pairs


def of_kind(pairs: Codes, kind: str) -> list[str]:
    """The codes of the places of a kind."""
    return [code for kind_of_code, code in pairs if kind_of_code == kind]


def areas_named(key: str) -> Codes:
    """Kind and code of the areas of départements of that name, or with an article."""
    for name in (key, without_article(key)):
        areas = [pair for pair in coded(NAMES.rows(name)) if pair[0] in WIDE_KINDS]
        if areas:
            return areas
    return []


def aliases(key: str) -> Codes:
    """Kind and code of the places with this alias (``paca``, ``idf``)."""
    return coded(ALIASES.rows(key))


def communes_named(key: str) -> list[str]:
    """INSEE codes of the communes of that name, sorted."""
    return of_kind(coded(NAMES.rows(key)), "commune")
