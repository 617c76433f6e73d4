"""From an official code to a :class:`~achats_reseaux.model.Place`, with the notes it deserves."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.model import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

PART_NOUNS = {
    "commune-deleguee": "une commune déléguée",
    "commune-associee": "une commune associée",
    "arrondissement": "un arrondissement",
}


def _made_of(
    kind: str, code: str, name: str, communes: tuple[str, ...], notes: tuple[str, ...] = ()
) -> Place:
    """A place made of communes: its départements and regions follow."""
    departements = tuple(sorted({gazetteer.departement_of(insee) for insee in communes}))
    regions = gazetteer.regions_of(departements)
    if not regions:
        notes = (*notes, _overseas(name))
    return Place(kind, code, name, departements, regions, communes, False, notes)


def _overseas(name: str) -> str:
    return f"{name} relève d'une collectivité d'outre-mer, qui n'est dans aucune région."


def commune(insee: str, *notes: str) -> Place:
    """A present commune."""
    name = gazetteer.commune_name(insee) or insee
    return _made_of("commune", insee, name, (insee,), notes)


def part(row: list[str]) -> Place:
    """A déléguée, an associée or an arrondissement: it lies where its commune lies."""
    code, nature, name, home = row
    note = (
        f"{name} est {PART_NOUNS[nature]} ; sa commune est {gazetteer.commune_name(home)} ({home})."
    )
    return _made_of(nature, code, name, (home,), (note,))


def successor(row: list[str]) -> Place:
    """The commune of today that a former code or name leads to."""
    code, old, home = row
    name = gazetteer.commune_name(home)
    if code == home:
        note = f"{old} s'appelle aujourd'hui {name} ({home})."
    elif old == name:
        note = f"{code} est un ancien code de la commune, aujourd'hui {home} ({name})."
    else:
        note = f"{old} ({code}) fait aujourd'hui partie de {name} ({home})."
    return commune(home, note)


def homonym(row: list[str]) -> Place:
    """What bears, or bore, a name that hides it, or begins with that name."""
    nature, code, name, home = row
    if nature == "commune":
        return commune(code)
    return part([code, nature, name, home]) if nature else successor([code, name, home])


def postal_code(code: str, communes: tuple[str, ...], *notes: str) -> Place:
    """What a postal code serves: named by its communes, the biggest first."""
    ranked = list(communes)
    if len(ranked) > 1:
        ranked.sort(key=lambda insee: (-gazetteer.population(insee), insee))
    shown = [gazetteer.commune_name(insee) or insee for insee in ranked[:2]]
    more = len(ranked) - 2
    if more > 0:
        name = ", ".join(shown) + f" et {more} autre{'s' * (more > 1)} commune{'s' * (more > 1)}"
    else:
        name = " et ".join(shown)
    return _made_of("code-postal", code, name, communes, notes)


def departement(code: str, *notes: str) -> Place | None:
    """A département, or an overseas collectivity with a note that no region holds it."""
    home = gazetteer.departement(code)
    if home is None:
        return None
    if not home.region:
        notes = (*notes, f"{home.name} est une collectivité d'outre-mer, hors des 18 régions.")
    regions = (home.region,) if home.region else ()
    return Place(home.kind, code, home.name, (code,), regions, notes=notes)


def region(code: str, *notes: str) -> Place | None:
    """A region, whole."""
    found = gazetteer.region(code)
    if found is None:
        return None
    members = gazetteer.departements_of_region(code)
    return Place("region", code, found.name, members, (code,), notes=notes)


def ensemble(code: str) -> Place | None:
    """A former region or a group, as a set of départements."""
    row = gazetteer.ensemble(code)
    if row is None:
        return None
    _, kind, name, members, _ = row
    departements = tuple(members.split(" "))
    regions = gazetteer.regions_of(departements)
    return Place(kind, code, name, tuple(sorted(departements)), regions)


def epci(row: list[str]) -> Place:
    """An EPCI with own taxes, or an EPT of Grand Paris."""
    siren, nature, name = row
    communes = gazetteer.epci_members(siren)
    return _made_of("ept" if nature == "EPT" else "epci", siren, name, communes)


def of(kind: str, code: str) -> Place | None:
    """The place of an official code, of any of the kinds that an alias or a name may mean."""
    if kind == "region":
        return region(code)
    if kind == "departement":
        return departement(code)
    if kind == "commune":
        return commune(code)
    if kind == "epci":
        row = gazetteer.epci(code)
        return epci(row) if row else None
    return ensemble(code)


def population(place: Place) -> int:
    """The inhabitants of a place, to rank it; 0 where unknown, and for parts and postal codes."""
    if place.kind in PART_NOUNS or place.kind == "code-postal":
        return 0
    if place.communes:
        return sum(map(gazetteer.population, place.communes))
    return gazetteer.population_of(place.departements)


def ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    """Without doubles, the bigger first, ties by code."""
    unique = {(place.kind, place.code): place for place in reversed(list(places))}
    found = tuple(unique.values())
    if len(found) < 2:  # nobody asks how big it is
        return found
    return tuple(sorted(found, key=lambda place: (-population(place), place.code)))


def where(place: Place) -> str:
    """Where a place lies, in the words that French has for it ("dans le Calvados (14)")."""
    homes = []
    for code in place.departements[:3]:
        home = gazetteer.departement(code)
        if home:
            homes.append(f"{home.where} ({code})")
    return ", ".join(homes)
