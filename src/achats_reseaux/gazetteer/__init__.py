"""The gazetteer: what the tables hold, by the names that the rest of the house uses.

Nothing here reads a text that somebody typed; that is ``resolve``'s work. Every code given to a
function is an official one, of the vintage of the tables.
"""

from __future__ import annotations

from achats_reseaux.gazetteer.tsv_table import Order, Table, key_of, whole
from achats_reseaux.model import Area
from achats_reseaux.text import without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    VINTAGE: str
    """The edition of the tables (the COG's year)."""

COMMUNES = Table("communes.tsv")
POPULATIONS = Table("populations.tsv")
POSTAL = Table("codes_postaux.tsv")
SIRENS = Table("sirens.tsv")
EPCI = Table("epci.tsv", 2, "\t\n")
EPCI_COMMUNES = Table("epci_communes.tsv")
PARTS = Table("communes_deleguees.tsv", 2, "\t")
FORMER = Table("anciennes_communes.tsv", 1, "\t")
HOMONYMS = Table("homonymes.tsv")
ALIASES = Table("alias.tsv", small=True)
REGIONS = Table("regions.tsv", small=True)
DEPARTEMENTS = Table("departements.tsv", small=True)
ENSEMBLES = Table("ensembles.tsv", 2, small=True)
INTITULES = Table("intitules.tsv", small=True)
ORDER = Order("noms.tsv")


def __getattr__(name: str) -> str:
    if name == "VINTAGE":
        return whole("millesime.txt").decode().strip()
    raise AttributeError(name)


# --- the areas above the commune: small tables, read whole once -----------------------------------


class Departement(Area):
    """A département, or an overseas collectivity (``region`` is then ``""``).

    Attributes:
        region: code of its region.
        where: how one says that something lies there ("dans le Calvados").
        communes: how many communes it has.
        population: how many inhabitants.
    """

    region: str
    where: str
    communes: int
    population: int


class Region(Area):
    """One of the 18 regions; ``where`` as for a département."""

    where: str


_keys: dict[str, list[tuple[str, str]]] = {}


def area_keys() -> dict[str, list[tuple[str, str]]]:
    """The folded official name of each region, département and ensemble → its kinds and codes."""
    if not _keys:
        keys: dict[str, list[tuple[str, str]]] = {}
        for kind, table in _AREAS:
            for row in table.all():
                keys.setdefault(key_of(row[table.named]), []).append((kind, row[0]))
        _keys.update(keys)  # at once: another thread may be looking
    return _keys


_AREAS = (("region", REGIONS), ("departement", DEPARTEMENTS), ("ensemble", ENSEMBLES))


def areas_named(key: str) -> list[tuple[str, str]]:
    """Kind and code of the regions, départements and ensembles of that folded name.

    An article is part of how French names them: "la Marne", "l'Ain" (Lain is a village).
    """
    for name in (key, without_article(key)):
        found = [(kind, row[0]) for kind, table in _AREAS for row in table.with_name(name)]
        if found:
            return found
    return []


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


def regions_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The codes of the regions of some départements, sorted; overseas collectivities have none."""
    rows = map(DEPARTEMENTS.row, codes)
    return tuple(sorted({row[2] for row in rows if row} - {""}))


def communes_of_departement(code: str) -> tuple[int, int]:
    """How many communes and inhabitants a département has."""
    row = DEPARTEMENTS.row(code)
    return (int(row[4]), int(row[5])) if row else (0, 0)


def population_of(codes: tuple[str, ...]) -> int:
    """The inhabitants of some départements."""
    return sum(communes_of_departement(code)[1] for code in codes)


def ensemble(code: str) -> list[str] | None:
    """A former region or a group: code, kind, name, its départements, what it may be asked as."""
    return ENSEMBLES.row(code)


def ensembles() -> list[list[str]]:
    """All of them."""
    return ENSEMBLES.all()


_intitules: dict[str, str] = {}


def intitules() -> dict[str, str]:
    """Words that come before a name, folded ("ville", "cc"), and the kind that they announce."""
    if not _intitules:
        _intitules.update({row[0]: row[1] for row in INTITULES.all()})
    return _intitules


# --- communes and what is made of them -----------------------------------------------------------


def departement_of(insee: str) -> str:
    """The département in the code of a present commune: so for all of them, the build checks it."""
    return insee[:3] if insee[:2] in ("97", "98") else insee[:2]


def commune_name(insee: str) -> str | None:
    """The name of a present commune."""
    row = COMMUNES.row(insee)
    return row[1] if row else None


def population(insee: str) -> int:
    """The inhabitants of a present commune; 0 where none is counted."""
    row = POPULATIONS.row(insee)
    return int(row[1]) if row else 0


def communes_of_postal_code(code: str) -> tuple[str, ...]:
    """INSEE codes of the communes that a postal code serves, sorted; empty if there is none."""
    row = POSTAL.row(code)
    return tuple(row[1].split(" ")) if row else ()


def commune_of_siren(siren: str) -> str | None:
    """INSEE code of the commune that has this SIREN."""
    row = SIRENS.row(siren[:6])
    at = f" {row[1]}".find(f" {siren[6:]}:") if row else -1
    return row[1][at + 4 : at + 9] if row and at >= 0 else None


def part(insee: str) -> list[str] | None:
    """A déléguée, an associée or an arrondissement: code, kind, name, its commune."""
    return PARTS.row(insee)


def homonyms(key: str) -> list[list[str]]:
    """What else a folded name may mean: nature (``""`` if it is gone), code, name, its commune.

    Parts of communes and former ones that have the name of another commune of today; where none
    has it, former ones that have that of a part; and bigger towns whose name begins so.
    """
    return [row[1:] for row in HOMONYMS.rows(key)]


def former(insee: str) -> list[str] | None:
    """A former code: code, last name, the commune of today."""
    return FORMER.row(insee)


def epci(siren: str) -> list[str] | None:
    """An EPCI or EPT: SIREN, nature, name."""
    return EPCI.row(siren)


def epci_members(siren: str) -> tuple[str, ...]:
    """INSEE codes of the members of an EPCI or EPT, sorted; empty if there is none."""
    row = EPCI_COMMUNES.row(siren)
    return tuple(row[1].split(" ")) if row else ()


def communes_named(key: str, *, prefix: bool = False, most: int = 1000) -> list[tuple[str, str]]:
    """Codes and names of the communes whose folded name is ``key``, or begins with it.

    In the order of the folded names.
    """
    found: list[tuple[str, str]] = []
    for insee in ORDER.since(key, _commune_key):
        folded = _commune_key(insee)
        if len(found) == most or not (folded.startswith(key) if prefix else folded == key):
            break
        found.append((insee, commune_name(insee) or ""))
    return found


def _commune_key(insee: str) -> str:
    return key_of(commune_name(insee) or "")


def area(kind: str, code: str) -> Area | None:
    """The official name of a code, of kind region, departement, epci or commune.

    Overseas collectivities answer to ``departement`` or ``collectivite``, EPT to ``epci`` or
    ``ept``.
    """
    if kind == "region":
        found = region(code)
        return Area(kind, code, found.name) if found else None
    if kind in ("departement", "collectivite"):
        home = departement(code)
        return Area(home.kind, code, home.name) if home else None
    if kind in ("epci", "ept"):
        row = EPCI.row(code)
        return Area("ept" if row[1] == "EPT" else "epci", code, row[2]) if row else None
    if kind == "commune":
        name = commune_name(code)
        return Area(kind, code, name) if name else None
    return None
