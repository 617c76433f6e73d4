"""The switchboard to call where no desk of the social clause is known, or none has a number.

That of the intercommunalité or of the Département.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.coverage_of_place import by_departement
from achats_reseaux.gazetteer.switchboards import switchboard

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.gazetteer.switchboards import Switchboard
    from achats_reseaux.model import Place

PARIS = "75056"
"""A town that is its own département: its town hall is called, not the Métropole du Grand Paris."""

PARIS_DEPARTEMENT = "75"
METROPOLE_DE_LYON = "MET69"
"""The nature of the one EPCI that has the powers of a Département: no other is called for it."""

OF_COMMUNES = ("commune", "commune-deleguee", "commune-associee", "arrondissement", "code-postal")
"""The kinds of place whose intercommunalité is called."""


def switchboard_for(place: Place) -> Switchboard | None:
    """The switchboard to call about a place; ``None`` if none is documented, and for a région.

    For a commune, a part of one or a postal code that of the intercommunalité; an
    intercommunalité asks for itself, so that it is given the Département's, as a
    département is.
    """
    if place.kind == "departement" and place.code == PARIS_DEPARTEMENT:
        return switchboard("commune", PARIS)
    if place.kind == "departement":
        return switchboard("departement", place.code)
    if place.kind in ("epci", "ept"):
        return _of_departement(place)
    if place.kind in OF_COMMUNES:
        return _of_intercommunalite(place)
    return None


def _of_departement(epci: Place) -> Switchboard | None:
    """The switchboard of the Département where most of an intercommunalité's inhabitants live."""
    area = gazetteer.territory(epci.kind, epci.code)
    if area is not None and area.nature == METROPOLE_DE_LYON:
        return None
    people = {}
    for part in by_departement(epci):
        people[part.departements[0]] = sum(map(gazetteer.population, part.communes))
    return _of_most("departement", people, "celui des {} où vivent le plus de ses habitants")


def _of_intercommunalite(place: Place) -> Switchboard | None:
    """The switchboard of the intercommunalité of most inhabitants of a commune or postal code."""
    if PARIS in place.communes:
        return switchboard("commune", PARIS)
    people: dict[str, int] = {}
    for insee in place.communes:
        siren = gazetteer.epci_of_commune(insee)
        if siren is not None:
            people[siren] = people.get(siren, 0) + gazetteer.population(insee)
    return _of_most("epci", people, "la plus peuplée des {} de ce code postal")


def _of_most(kind: str, people: dict[str, int], note: str) -> Switchboard | None:
    """The switchboard of the body of a kind that most inhabitants have; of several with a note."""
    if not people:
        return None
    found = switchboard(kind, max(people, key=people.__getitem__))
    if found is not None and len(people) > 1:
        found = found.replace(note=note.format(len(people)))
    return found
