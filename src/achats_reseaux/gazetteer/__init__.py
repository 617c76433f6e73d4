"""The gazetteer: lookups in the tables of ``data/territories``, by official code or by name.

The functions return codes, names and small records, never rows; ``places`` makes a
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
    from achats_reseaux.gazetteer.records import (
        Body,
        CommunePart,
        Ensemble,
        Epci,
        FormerCommune,
        Homonym,
    )

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
HOMONYMS = TsvTable("homonymes.tsv")
NAMES = TsvTable("noms.tsv", sort_key=spaceless)
SHORT_NAMES = TsvTable("noms_courts.tsv", sort_key=spaceless)
COLLECTIVITE_SIRENS = TsvTable("sirens_collectivites.tsv")
ALIASES = TsvTable("alias.tsv", small=True)
REGIONS = TsvTable("regions.tsv", small=True)
DEPARTEMENTS = TsvTable("departements.tsv", small=True)
ENSEMBLES = TsvTable("ensembles.tsv", small=True)
INTITULES = TsvTable("intitules.tsv")
BODIES = TsvTable("organismes.tsv")
ADDRESS_WORDS = TsvTable("mots_adresse.tsv")

WIDE_KINDS = ("region", "departement", "ensemble")
"""The kinds of ``noms.tsv`` that consist of whole départements."""


def __getattr__(name: str) -> str:
    if name == "VINTAGE":
        return read_file("millesime.txt").decode().strip()
    raise AttributeError(name)


# --- regions, départements, former regions and groups ---------------------------------------------


class Departement(Area):
    """A département, or an overseas collectivity (``region`` is then ``""``).

    Attributes:
        region: code of its region.
        where: its name with the preposition of place ("dans le Calvados").
        communes: number of communes.
        population: number of inhabitants.
    """

    region: str
    where: str
    communes: int
    population: int


class Region(Area):
    """One of the 18 regions; ``where`` as for a département."""

    where: str


@cached
def departement(code: str) -> Departement | None:
    """The département or overseas collectivity of that code."""
    row = DEPARTEMENTS.row(code)
    return None if row is None else _departement(row)


def _departement(row: list[str]) -> Departement:
    kind = "departement" if row[2] else "collectivite"
    return Departement(kind, row[0], row[1], row[2], row[3], int(row[4]), int(row[5]))


def departements() -> list[Departement]:
    """The 101 départements, then the 8 overseas collectivities, each in the order of the codes."""
    found = [_departement(row) for row in DEPARTEMENTS.all()]
    return sorted(found, key=lambda d: (d.kind == "collectivite", d.code))


def region(code: str) -> Region | None:
    """The region of that code."""
    row = REGIONS.row(code)
    return None if row is None else Region("region", *row[:3])


def regions() -> list[Region]:
    """The 18 regions in the order of their codes."""
    return [Region("region", *row[:3]) for row in REGIONS.all()]


def departements_of_region(code: str) -> tuple[str, ...]:
    """The codes of a region's départements, sorted."""
    row = REGIONS.row(code)
    return tuple(row[3].split(" ")) if row else ()


@cached
def regions_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of the regions of some départements, sorted; overseas collectivities have none."""
    found = map(departement, codes)
    return tuple(sorted({one.region for one in found if one} - {""}))


def population_of(codes: tuple[str, ...]) -> int:
    """The number of inhabitants of some départements."""
    return sum(one.population for one in map(departement, codes) if one)


def ensemble(code: str) -> Ensemble | None:
    """The former region or group of that code."""
    row = ENSEMBLES.row(code)
    return None if row is None else _ensemble(row)


def _ensemble(row: list[str]) -> Ensemble:
    from achats_reseaux.gazetteer import records

    return records.Ensemble(
        row[1], row[0], row[2], tuple(row[3].split(" ")), tuple(row[4].split(" "))
    )


def ensembles() -> list[Ensemble]:
    """All former regions and groups."""
    return [_ensemble(row) for row in ENSEMBLES.all()]


_intitules: dict[str, str] = {}


def intitules() -> dict[str, str]:
    """The type words before a name ("ville", "cc"), and the kind of place of each."""
    if not _intitules:
        _intitules.update({row[0]: row[1] for row in INTITULES.all()})
    return _intitules


_bodies: dict[str, Body] = {}


def bodies() -> dict[str, Body]:
    """The words, as keys, that name a public body ("chu", "prefecture"), with their rules."""
    if not _bodies:
        _bodies.update({row[0]: _body(row) for row in BODIES.all()})
    return _bodies


def _body(row: list[str]) -> Body:
    from achats_reseaux.gazetteer import records

    kinds = tuple(None if kind == "tout" else kind for kind in row[1].split(",") if kind != "aucun")
    return records.Body(kinds, row[2] == "oui", row[3] != "apres", row[3] != "avant")


_type_starts: set[str] = set()


def type_starts() -> set[str]:
    """The first word of each of the ``intitules`` and ``bodies``."""
    if not _type_starts:
        # A whole set at once: another thread may be looking.
        _type_starts.update({words.partition(" ")[0] for words in (*intitules(), *bodies())})
    return _type_starts


@cached
def address_words(role: str) -> frozenset[str]:
    """The words of addresses that have a role, as keys.

    Args:
        role: ``boite``, before the number of a box; ``route``, before that of a road; ``voie``, at
            the start of the name of a street.
    """
    return frozenset(word for word, kind in ADDRESS_WORDS.all() if kind == role)


# --- communes and what is made of them ------------------------------------------------------------


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


def part(insee: str) -> CommunePart | None:
    """The déléguée, associée or arrondissement of that code."""
    row = PARTS.row(insee)
    return None if row is None else part_of_row(row)


def part_of_row(row: list[str]) -> CommunePart:
    """The record of a row of ``communes_deleguees.tsv``."""
    from achats_reseaux.gazetteer import records

    return records.CommunePart(row[1], row[0], row[2], row[3])


def former(insee: str) -> FormerCommune | None:
    """The commune of a former code, by the last name that it had."""
    from achats_reseaux.gazetteer import records

    row = FORMER.row(insee)
    return None if row is None else records.FormerCommune(*row)


def epci(siren: str) -> Epci | None:
    """The EPCI or EPT of that SIREN."""
    row = EPCI.row(siren)
    return None if row is None else epci_of_row(row)


def epci_of_row(row: list[str]) -> Epci:
    """The record of a row of ``epci.tsv``."""
    from achats_reseaux.gazetteer import records

    return records.Epci("ept" if row[1] == "EPT" else "epci", row[0], row[2], row[1])


def epci_members(siren: str) -> tuple[str, ...]:
    """INSEE codes of the members of an EPCI or EPT, sorted; empty if there is none."""
    row = EPCI_COMMUNES.row(siren)
    return tuple(row[1].split(" ")) if row else ()


def epci_of_commune(insee: str) -> str | None:
    """SIREN of the EPCI that a commune is a member of."""
    text = EPCI_COMMUNES.text()
    at = text.find(f" {insee}")
    at = at if at >= 0 else text.find(f"\t{insee}")
    return text[text.rfind("\n", 0, at) + 1 :][:9] if at >= 0 else None


def area(kind: str, code: str) -> Area | None:
    """The official name of a code, of kind region, departement, epci or commune.

    Overseas collectivities answer to ``departement`` or ``collectivite``, EPT to ``epci`` or
    ``ept``.
    """
    found: Area | None = None
    if kind == "region":
        found = region(code)
    elif kind in ("departement", "collectivite"):
        found = departement(code)
    elif kind in ("epci", "ept"):
        found = epci(code)
    elif kind == "commune" and (name := commune_name(code)):
        return Area(kind, code, name)
    return Area(found.kind, code, found.name) if found else None


# --- names ----------------------------------------------------------------------------------------


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


def homonyms(key: str) -> list[Homonym]:
    """Other places that a name may mean.

    Parts of communes and former communes with the name of a present commune; if there is none,
    former communes with the name of a part; and bigger towns whose name begins with it.
    """
    rows = HOMONYMS.rows(key)
    if not rows:
        return []
    from achats_reseaux.gazetteer import records

    return [records.Homonym(*row[1:]) for row in rows]
