"""Where the code de la commande publique binds the State alone, and what binds a commune there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Query
    from achats_reseaux.model import Place

STATE = "etat"
"""The audience that the code binds everywhere."""

LOCAL_LAW = {
    "986": "leur droit local n'a pas été lu",
    "987": "leurs marchés suivent le code polynésien des marchés publics (loi du pays de 2017)",
    "988": "leurs marchés suivent la délibération no 424 du 20 mars 2019",
}
"""By overseas collectivity what binds its communes: see the notion ``outre-mer``."""


def local_law_note(place: Place, query: Query) -> str:
    """That the code does not bind the communes of a place, and what does; ``""`` elsewhere.

    For the State the code is the same as everywhere.
    """
    collectivite = place.departements[0] if len(place.departements) == 1 else ""
    if collectivite not in LOCAL_LAW or STATE in query.audiences:
        return ""
    from achats_reseaux import gazetteer  # what asks about no place does not load its tables

    area = gazetteer.departement(collectivite)
    assert area is not None
    where = f"{area.where[0].upper()}{area.where[1:]}"
    code = "le code de la commande publique ne lie que l'État, pas les communes"
    return f"{where}, {code} ; {LOCAL_LAW[collectivite]} ; voir « reseaux show outre-mer »."
