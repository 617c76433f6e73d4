"""The gazetteer: lookups in the tables of ``data/territories``, by official code or by name.

The functions return codes, names and :class:`Territory` records, never rows; ``places`` makes a
:class:`~achats_reseaux.model.Place` of them. Texts as typed are the business of ``geocoder``: here
a ``key`` is a name normalised by ``text.fold``.
"""

from __future__ import annotations

from achats_reseaux.gazetteer.tsv_table import TsvTable, read_file
from achats_reseaux.model import Area
from achats_reseaux.model import departement_of as departement_of
from achats_reseaux.text import cached, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    VINTAGE: str
    """The edition of the tables (the COG's year)."""


def spaceless(key: bytes) -> bytes:
    """A key without its spaces, and with ``les`` for ``lez``: ``la garde`` equals ``lagarde``."""
    return key.replace(b" lez ", b" les ").replace(b" ", b"")


COMMUNES = TsvTable("communes.tsv")
POPULATIONS = TsvTable("populations.tsv")
POSTAL_CODES = TsvTable("codes_postaux.tsv")
SIRENS = TsvTable("sirens.tsv")
EPCI = TsvTable("epci.tsv")
EPCI_COMMUNES = TsvTable("epci_communes.tsv")
PARTS = TsvTable("communes_deleguees.tsv")
FORMER = TsvTable("anciennes_communes.tsv")
NAMES = TsvTable("noms.tsv", spaceless)
SHORT_NAMES = TsvTable("noms_courts.tsv", spaceless)
COLLECTIVITE_SIRENS = TsvTable("sirens_collectivites.tsv")
ALIASES = TsvTable("alias.tsv")
REGIONS = TsvTable("regions.tsv")
DEPARTEMENTS = TsvTable("departements.tsv")
ENSEMBLES = TsvTable("ensembles.tsv")

WIDE_KINDS = ("region", "departement", "ensemble")
"""The kinds of ``noms.tsv`` that consist of whole départements."""


def __getattr__(name: str) -> str:
    if name == "VINTAGE":
        return read_file("millesime.txt").decode().strip()
    raise AttributeError(name)


class Territory(Area):
    """A territory of the tables, of any kind; what a kind does not have is empty.

    Attributes:
        kind: as of a :class:`~achats_reseaux.model.Place`; ``""`` for a former commune.
        home: the code of what holds it: the region of a département (``""`` overseas), the commune
            of a part, that which succeeds a former one.
        members: the codes of its départements (region, former region, group) or communes (EPCI).
        people: the inhabitants of a département.
        communes: the number of communes of a département.
        where: a region's or a département's name with the preposition of place ("en Bretagne").
        nature: of an EPCI, ``CC``, ``CA``, ``CU``, ``METRO``, ``MET69`` or ``EPT``; of a former
            region or group, the kinds as which it may be asked for, separated by a space.
    """

    home: str = ""
    members: tuple[str, ...] = ()
    people: int = 0
    communes: int = 0
    where: str = ""
    nature: str = ""


# --- by official code -----------------------------------------------------------------------------


@cached
def departement(code: str) -> Territory | None:
    """The département or overseas collectivity of that code."""
    row = DEPARTEMENTS.row(code)
    return _departement(row) if row else None


def _departement(row: list[str]) -> Territory:
    code, name, home, where, communes, people = row
    kind = "departement" if home else "collectivite"
    return Territory(kind, code, name, home, (), int(people), int(communes), where)


def departements() -> list[Territory]:
    """The 101 départements, then the 8 overseas collectivities, each in the order of the codes."""
    found = map(_departement, DEPARTEMENTS.all())
    return sorted(found, key=lambda one: (one.kind == "collectivite", one.code))


def _region(row: list[str]) -> Territory:
    code, name, where, members = row
    return Territory("region", code, name, members=tuple(members.split(" ")), where=where)


def region(code: str) -> Territory | None:
    """The region of that code."""
    row = REGIONS.row(code)
    return _region(row) if row else None


def regions() -> list[Territory]:
    """The 18 regions in the order of their codes."""
    return list(map(_region, REGIONS.all()))


def departements_of_region(code: str) -> tuple[str, ...]:
    """The codes of a region's départements, sorted."""
    found = region(code)
    return found.members if found else ()


@cached
def regions_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of the regions of some départements, sorted; overseas collectivities have none."""
    found = map(departement, codes)
    return tuple(sorted({one.home for one in found if one} - {""}))


def population_of(codes: tuple[str, ...]) -> int:
    """The number of inhabitants of some départements."""
    return sum(one.people for one in map(departement, codes) if one)


def _ensemble(row: list[str]) -> Territory:
    code, kind, name, members, nature = row
    return Territory(kind, code, name, members=tuple(members.split(" ")), nature=nature)


def ensemble(code: str) -> Territory | None:
    """The former region, former département or group of that code: a set of départements."""
    row = ENSEMBLES.row(code)
    return _ensemble(row) if row else None


def ensembles() -> list[Territory]:
    """All former regions, former départements and groups."""
    return list(map(_ensemble, ENSEMBLES.all()))


def commune_name(insee: str) -> str | None:
    """The name of a present commune."""
    row = COMMUNES.row(insee)
    return row[1] if row else None


def population(insee: str) -> int:
    """The number of inhabitants of a present commune; 0 if unknown."""
    row = POPULATIONS.row(insee)
    return int(row[1]) if row else 0


def communes_of_postal_code(code: str) -> tuple[str, ...]:
    """INSEE codes of the communes that a postal code serves, sorted; empty if there is none."""
    row = POSTAL_CODES.row(code)
    return tuple(row[1].split(" ")) if row else ()


def commune_of_siren(siren: str) -> str | None:
    """INSEE code of the commune that has this SIREN."""
    row = SIRENS.row(siren[:6]) or ["", ""]
    return f" {row[1]}".partition(f" {siren[6:]}:")[2][:5] or None


def collectivite_of_siren(siren: str) -> tuple[str, str] | None:
    """Kind and code of the département, region or single collectivity that has this SIREN."""
    row = COLLECTIVITE_SIRENS.row(siren)
    return (row[1], row[2]) if row else None


def part(insee: str) -> Territory | None:
    """The commune déléguée or associée, or the arrondissement, of that code."""
    row = PARTS.row(insee)
    return part_of_row(row) if row else None


def part_of_row(row: list[str]) -> Territory:
    """The record of a row of ``communes_deleguees.tsv``."""
    code, kind, name, home = row
    return Territory(kind, code, name, home)


def former(insee: str) -> Territory | None:
    """The commune of a former code, by the last name that it had."""
    row = FORMER.row(insee)
    return former_of_row(row) if row else None


def former_of_row(row: list[str]) -> Territory:
    """The record of a row of ``anciennes_communes.tsv``."""
    code, name, home = row
    return Territory("", code, name, home)


def epci(siren: str) -> Territory | None:
    """The EPCI à fiscalité propre, or the EPT of Grand Paris, of that SIREN."""
    row, members = EPCI.row(siren), EPCI_COMMUNES.row(siren)
    return epci_of_rows(row, members) if row and members else None


def epci_members(siren: str) -> tuple[str, ...]:
    """INSEE codes of the members of an EPCI or EPT, sorted; empty if there is none."""
    found = epci(siren)
    return found.members if found else ()


def epci_of_rows(row: list[str], members: list[str]) -> Territory:
    """The record of a row of ``epci.tsv`` and one of ``epci_communes.tsv``."""
    code, nature, name = row
    kind = "ept" if nature == "EPT" else "epci"
    return Territory(kind, code, name, members=tuple(members[1].split(" ")), nature=nature)


def epci_of_commune(insee: str) -> str | None:
    """SIREN of the EPCI that a commune is a member of."""
    found = (row for sign in "\t " for row in EPCI_COMMUNES.rows_containing(sign + insee))
    return next((row[0] for row in found), None)


_OF_KIND: dict[str, Callable[[str], Territory | None]] = {
    "region": region,
    "departement": departement,
    "collectivite": departement,
    "epci": epci,
    "ept": epci,
    "part": part,
}


def territory(kind: str, code: str) -> Territory | None:
    """The territory of a code, of any kind that names and aliases refer to."""
    if kind == "commune":
        name = commune_name(code)
        return Territory(kind, code, name, departement_of(code)) if name else None
    return _OF_KIND.get(kind, ensemble)(code)


def area(kind: str, code: str) -> Area | None:
    """The official name of a code, of any kind of :func:`territory`."""
    found = territory(kind, code)
    return Area(found.kind, code, found.name) if found else None


# --- by name --------------------------------------------------------------------------------------


def coded(table: TsvTable, key: str, kinds: tuple[str, ...]) -> list[tuple[str, str]]:
    """Kind and code of the places of some kinds with this key in a table of names."""
    rows = table.rows(key)
    return [(row[1], code) for row in rows if row[1] in kinds for code in row[2].split(",")]


def areas_named(key: str) -> list[tuple[str, str]]:
    """Kind and code of the regions, départements and ensembles of that name.

    An article is part of how French names them: "la Marne", "l'Ain" (Lain is a village).
    """
    bare = without_article(key)
    found = coded(NAMES, key, WIDE_KINDS)
    return found if found or bare == key else coded(NAMES, bare, WIDE_KINDS)


def aliases(key: str) -> list[tuple[str, str]]:
    """Kind and code of the places with this alias (``paca``, ``idf``)."""
    return [(row[1], row[2]) for row in ALIASES.rows(key)]


def communes_named(key: str, *, prefix: bool = False, most: int = 1000) -> list[str]:
    """INSEE codes of the communes whose name is ``key``, or begins with it (``prefix``).

    Sorted by name, then by code.
    """
    if not prefix:
        return [code for _, code in coded(NAMES, key, ("commune",))][:most]
    begun: list[tuple[str, str]] = []
    for row in NAMES.rows_beginning(key):
        if row[1] == "commune" and row[0].startswith(key):
            begun += [(row[0], code) for code in row[2].split(",")]
    return [code for _, code in sorted(begun)[:most]]
