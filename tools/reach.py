"""Print how much of France is told whom to call for the social clause: ``python tools/reach.py``.

Shares of the inhabitants, each said once and here; READMEs and guide quote them, and the columns of
the communes in the open data give them too. A local desk is a network of the kind ``facilitateurs``
that serves all of the commune; a trace counts if it is of a desk; no switchboard is the Métropole
du Grand Paris's, which follows no clauses.
"""

from collections import Counter

from achats_reseaux import gazetteer
from achats_reseaux.answering.answers import Answer, Query
from achats_reseaux.answering.matching import find_at
from achats_reseaux.answering.switchboard_of_place import GREATER_PARIS
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.model import FACILITATEURS
from achats_reseaux.text import percentage

TODAY = "2026-12-02"
DESK, CALLED = "un service local", "un service local à appeler ou à écrire"
DESK_OR_TRACE, SOMEBODY = "un service local ou une piste", "quelqu'un à appeler ou à écrire"


def shares_of(answer: Answer) -> list[str]:
    """Which shares a commune is counted in."""
    whole = [match for match in answer.results if match.coverage == "full" and match.is_valid]
    desks = [match.network for match in whole if match.network.kind == FACILITATEURS]
    here = [network for network in desks if network.scope == "local"]
    can_be_called = any(network.contact.can_be_called for network in here)
    board = answer.switchboard
    has_board = board is not None and board.siren != GREATER_PARIS
    counted = {
        DESK: bool(here),
        CALLED: can_be_called,
        DESK_OR_TRACE: bool(here) or any(trace.is_of_a_desk for trace in answer.traces),
        SOMEBODY: can_be_called or has_board,
    }
    return [label for label, is_counted in counted.items() if is_counted]


def shares() -> dict[str, str]:
    """Each share of the inhabitants of the 18 régions, ``40,3 %``."""
    bulk.index()
    catalogue = loader.load()
    query = Query("find", themes=("social",))
    people: Counter[str] = Counter()
    everybody = 0
    for insee, _ in bulk.communes():
        place = places.of_commune(insee)
        if place.regions:  # as the totals of ``coverage`` and the communes of the open data
            answer = find_at(catalogue, query, place, TODAY)
            inhabitants = gazetteer.population(insee)
            everybody += inhabitants
            people.update(dict.fromkeys(shares_of(answer), inhabitants))
    return {label: percentage(number, everybody) for label, number in people.most_common()}


if __name__ == "__main__":
    for label, share in shares().items():
        print(f"{label} : {share}")
