"""Where the code de la commande publique binds the State alone, and what binds a commune there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.answering.answers import Query
    from achats_reseaux.model import Place

STATE = "etat"
"""The audience that the code binds everywhere."""

PACIFIC = "98"
"""How the codes of the collectivities begin that ``droit_local.tsv`` tells of."""


def local_law_note(place: Place, query: Query) -> str:
    """That the code does not bind the communes of a place, and what does; ``""`` elsewhere.

    For the State the code is the same as everywhere.
    """
    collectivite = place.departements[0] if len(place.departements) == 1 else ""
    if not collectivite.startswith(PACIFIC) or STATE in query.audiences:
        return ""
    # what asks about no place does not load its tables
    from achats_reseaux import gazetteer
    from achats_reseaux.gazetteer.tsv_table import TsvTable

    law = TsvTable("droit_local.tsv").value(collectivite)
    area = gazetteer.departement(collectivite)
    if not law or area is None:
        return ""
    return f"{area.where[0].upper()}{area.where[1:]}, {law} ; voir « reseaux show outre-mer »."
