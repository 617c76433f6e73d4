"""From an official code to a :class:`~achats_reseaux.model.Place`, with notes on what changed."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.model import Place
from achats_reseaux.text import of_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.gazetteer.records import CommunePart, Epci, FormerCommune, Homonym

PART_NOUNS = {
    "commune-deleguee": "une commune déléguée",
    "commune-associee": "une commune associée",
    "arrondissement": "un arrondissement",
}


def _made_of(
    kind: str, code: str, name: str, communes: tuple[str, ...], notes: tuple[str, ...] = ()
) -> Place:
    """A place made of communes; its départements and regions are derived from them."""
    departements = tuple(sorted({*map(gazetteer.departement_of, communes)}))
    regions = gazetteer.regions_of(departements)
    if not regions:
        note = f"{name} relève d'une collectivité d'outre-mer, qui n'est dans aucune région."
        notes = (*notes, note)
    return Place(kind, code, name, departements, regions, communes, False, notes)


def of_commune(insee: str, *notes: str) -> Place:
    """A present commune."""
    name = gazetteer.commune_name(insee) or insee
    return _made_of("commune", insee, name, (insee,), notes)


def of_part(one: CommunePart) -> Place:
    """A commune déléguée or associée, or an arrondissement, on the territory of its commune."""
    commune = gazetteer.commune_name(one.commune)
    note = f"{one.name} est {PART_NOUNS[one.kind]} ; sa commune est {commune} ({one.commune})."
    return _made_of(one.kind, one.code, one.name, (one.commune,), (note,))


def of_former(one: FormerCommune) -> Place:
    """The present commune that succeeds a former code or name."""
    insee = one.commune
    name = gazetteer.commune_name(insee) or insee
    if one.code == insee:
        note = f"{one.name} s'appelle aujourd'hui {name} ({insee})."
    elif one.name == name:
        note = f"{one.code} est un ancien code de la commune, aujourd'hui {insee} ({name})."
    else:
        note = f"{one.name} ({one.code}) fait aujourd'hui partie {of_name(name)} ({insee})."
    return of_commune(insee, note)


def of_homonym(one: Homonym) -> Place:
    """The place of a homonym."""
    from achats_reseaux.gazetteer import records

    if one.nature == "commune":
        return of_commune(one.code)
    if one.nature:
        return of_part(records.CommunePart(one.nature, one.code, one.name, one.commune))
    return of_former(records.FormerCommune(one.code, one.name, one.commune))


def of_postal_code(code: str, communes: tuple[str, ...], *notes: str) -> Place:
    """The area of a postal code, named after its communes, the biggest first."""
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


def of_departement(code: str, *notes: str) -> Place | None:
    """A département, or an overseas collectivity with a note that it is in no region."""
    found = gazetteer.departement(code)
    if found is None:
        return None
    if not found.region:
        notes = (*notes, f"{found.name} est une collectivité d'outre-mer, hors des 18 régions.")
    regions = (found.region,) if found.region else ()
    return Place(found.kind, code, found.name, (code,), regions, notes=notes)


def of_region(code: str, *notes: str) -> Place | None:
    """A region."""
    found = gazetteer.region(code)
    if found is None:
        return None
    members = gazetteer.departements_of_region(code)
    return Place("region", code, found.name, members, (code,), notes=notes)


def of_ensemble(code: str) -> Place | None:
    """A former region or a group."""
    found = gazetteer.ensemble(code)
    if found is None:
        return None
    regions = gazetteer.regions_of(found.departements)
    return Place(found.kind, code, found.name, tuple(sorted(found.departements)), regions)


def of_epci(one: Epci) -> Place:
    """An EPCI à fiscalité propre, or an EPT of Grand Paris."""
    return _made_of(one.kind, one.code, one.name, gazetteer.epci_members(one.code))


def of(kind: str, code: str) -> Place | None:
    """The place of an official code of any kind that aliases and names refer to."""
    if kind == "epci":
        found = gazetteer.epci(code)
        return of_epci(found) if found else None
    makers = {"region": of_region, "departement": of_departement, "commune": of_commune}
    return makers.get(kind, of_ensemble)(code)


def inhabitants(place: Place) -> int:
    """The population of a place, for ranking; 0 where unknown, and for parts and postal codes."""
    if place.kind in PART_NOUNS or place.kind == "code-postal":
        return 0
    if place.communes:
        return sum(map(gazetteer.population, place.communes))
    return gazetteer.population_of(place.departements)


def ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    """The distinct places by decreasing population, ties by code."""
    found = list(places)
    if len(found) > 1:
        found = list({(place.kind, place.code): place for place in reversed(found)}.values())
    if len(found) > 1:  # else its population is not looked up
        found.sort(key=lambda place: (-inhabitants(place), place.code))
    return tuple(found)


def where(place: Place) -> str:
    """Where a place lies, in French ("dans le Calvados (14)")."""
    found = map(gazetteer.departement, place.departements[:3])
    return ", ".join(f"{one.where} ({one.code})" for one in found if one)
