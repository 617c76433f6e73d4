"""Print how much of France is told whom to call for the social clause: ``python tools/reach.py``.

Shares of the inhabitants, each said once and here; ``tools/docs.py`` writes them into READMEs and
guide, and the columns of the communes in the open data give them too. A local desk is a network of
the kind ``facilitateurs`` that serves all of the commune; a trace counts if it is of a desk; no
switchboard is the Métropole du Grand Paris's, which follows no clauses.
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


def shares_of(answer: Answer) -> dict[str, bool]:
    """Which shares a commune is counted in."""
    whole = [one.network for one in answer.results if one.coverage == "full" and one.is_valid]
    here = [one for one in whole if one.kind == FACILITATEURS and one.scope == "local"]
    can_be_called = any(network.contact.can_be_called for network in here)
    board = answer.switchboard
    has_board = board is not None and board.siren != GREATER_PARIS
    return {
        DESK: bool(here),
        CALLED: can_be_called,
        DESK_OR_TRACE: bool(here) or any(trace.is_of_a_desk for trace in answer.traces),
        SOMEBODY: can_be_called or has_board,
    }


def shares() -> dict[str, str]:
    """Each share of the inhabitants of the 18 régions, ``40,3 %``, in the order of documents."""
    bulk.index()
    catalogue, query = loader.load(), Query("find", themes=("social",))
    people: Counter[str] = Counter()
    everybody = 0
    for insee, _ in bulk.communes():
        place = places.of_commune(insee)
        if place.regions:  # as the totals of ``coverage`` and the communes of the open data
            answer = find_at(catalogue, query, place, TODAY)
            inhabitants = gazetteer.population(insee)
            everybody += inhabitants
            for label, is_counted in shares_of(answer).items():
                people[label] += inhabitants * is_counted
    return {label: percentage(number, everybody) for label, number in people.items()}


if __name__ == "__main__":
    for label, share in shares().items():
        print(f"{label} : {share}")
