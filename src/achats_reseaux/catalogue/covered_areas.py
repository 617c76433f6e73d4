"""The territory of an entry: its areas as they are stated, and what they cover."""

from __future__ import annotations

from typing import Any

from achats_reseaux import gazetteer
from achats_reseaux.model import Area

AREA_KINDS = {
    "regions": "region",
    "departements": "departement",
    "epci": "epci",
    "communes": "commune",
}
"""The keys of an entry's ``coverage``, and the kind of territory that each lists."""


def covered(coverage: dict[str, Any]) -> dict[str, Any]:
    """The fields of a record for a coverage: ``covers``, ``departements``, ``communes``.

    The communes are those outside the départements that are covered whole. An unknown
    code covers nothing; ``rules.check`` reports it.
    """
    areas = []
    departements: set[str] = set()
    communes: set[str] = set()
    for key, kind in AREA_KINDS.items():
        for code in coverage.get(key, ()):
            place = gazetteer.territory(kind, code)
            if place is None:
                continue
            areas.append(Area(place.kind, code, place.name))
            below = place.members or (code,)
            if kind in ("region", "departement"):
                departements.update(below)
            else:
                communes.update(below)
    outside = [insee for insee in communes if gazetteer.departement_of(insee) not in departements]
    return {
        "covers": tuple(areas),
        "departements": tuple(sorted(departements)),
        "communes": tuple(sorted(outside)),
    }
