"""The switchboard to call where no desk of the social clause is known, or none has a number.

That of the intercommunalité, of the Département or of the Région. In Greater Paris the
Métropole follows no clauses: its communes have the number of their EPT if documented, else
that of the Département.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering.coverage_of_place import by_departement
from achats_reseaux.gazetteer.switchboards import TABLES, Switchboard, switchboard
from achats_reseaux.model import COMMUNAL, INTERCOMMUNALITES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Place

PARIS = "75056"
"""A town that is its own département: its town hall is called."""

PARIS_DEPARTEMENT = "75"
GREATER_PARIS = "200054781"
"""The Métropole du Grand Paris, which is never called for the social clause."""

RHONE, LYON = "69", "200046977"
"""The Département and the Métropole that share the département 69, each on its own part of it."""

_OWN_NUMBER = "standard de l'intercommunalité"
_NUMBER_IN_LYON = "standard de la Métropole de Lyon pour ses communes"


def switchboard_for(place: Place) -> Switchboard | None:
    """The switchboard to call about a place; ``None`` if none is documented.

    For a commune, a part of one or a postal code that of the intercommunalité, else the
    Département's; an intercommunalité asks for itself, so that it is given the
    Département's, as a département is; a région asks for the Région's.
    """
    if place.kind in ("departement", "collectivite"):
        return _of_departement(place.code)
    if place.kind == "region":
        return switchboard("region", place.code)
    if place.kind in INTERCOMMUNALITES:
        return _above(place)
    if place.kind in COMMUNAL or place.kind == "code-postal":
        return _of_communes(place)
    return None


def _of_departement(code: str) -> Switchboard | None:
    """The switchboard of a Département or of an overseas collectivity; for Paris, of the town."""
    if code == PARIS_DEPARTEMENT:
        return switchboard("commune", PARIS)
    board = switchboard("departement", code)
    if board is None or code != RHONE:
        return board
    return board.replace(other=switchboard("epci", LYON), whose=_NUMBER_IN_LYON)


def _above(epci: Place) -> Switchboard | None:
    """The switchboard of the Département where most of an intercommunalité's inhabitants live.

    Its own number is told beside it. The Métropole de Lyon has the powers of a
    Département: its own alone is told.
    """
    own = switchboard(epci.kind, epci.code)
    if epci.code == LYON:
        return own
    people = {}
    for part in by_departement(epci):
        people[part.departements[0]] = sum(map(gazetteer.population, part.communes))
    board = _of_departement(_of_most(people))
    if board is None:
        return None
    reason = ""
    if len(people) > 1:
        reason = f"celui des {len(people)} où vivent le plus de ses habitants"
    return board.replace(reason=reason, other=own, whose=_OWN_NUMBER if own else "")


def _of_communes(place: Place) -> Switchboard | None:
    """The switchboard of the intercommunalité of most inhabitants of a commune or postal code.

    That of the Département where there is none, as on four islands, or no number of it is
    documented.
    """
    if not place.communes:
        return None  # a postal code that no table has
    code, *_ = place.departements
    people: dict[str, int] = {}
    for insee in place.communes:
        siren = gazetteer.epci_of_commune(insee)
        if siren is not None:
            people[siren] = people.get(siren, 0) + gazetteer.population(insee)
    if not people:
        return _of_departement(code)
    siren = _of_most(people)
    if siren == GREATER_PARIS:
        return _in_greater_paris(place)
    board = switchboard("epci", siren)
    if board is None:
        return _of_departement(code)
    if len(people) > 1:
        board = board.replace(reason=f"la plus peuplée des {len(people)} de ce code postal")
    return board


def _in_greater_paris(place: Place) -> Switchboard | None:
    """The switchboard of the EPT, else of the Département, of a place in Greater Paris."""
    for siren, *_ in TABLES["ept"].all():
        ept = gazetteer.territory("ept", siren)
        if ept is not None and not set(place.communes).isdisjoint(ept.members):
            return switchboard("ept", siren)
    code, *_ = place.departements
    return _of_departement(code)


def _of_most(people: dict[str, int]) -> str:
    """The code that most inhabitants have."""
    return max(people, key=people.__getitem__)
