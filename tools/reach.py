"""Print how much of France is told whom to call for the social clause: ``python tools/reach.py``.

Shares of the inhabitants, rounded, each said once and here; ``tools/docs.py`` writes them into
READMEs and guide, and the columns of the communes in the open data give them too. A local
facilitator is a network of the kind ``facilitateurs`` that serves all of the commune. Its telephone
or e-mail is its own, that of an organisation for employment that runs it, or the switchboard of the
Département, intercommunalité or town that does; each commune counts by the nearest of the three. A
trace counts if it is of a desk; no switchboard is the Métropole du Grand Paris's, which follows no
clauses.
"""

from collections import Counter
from csv import QUOTE_NONE, DictReader
from functools import cache

from achats_reseaux import gazetteer
from achats_reseaux.answering.answers import Answer, Query
from achats_reseaux.answering.matching import find_at
from achats_reseaux.answering.switchboard_of_place import GREATER_PARIS
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import bulk, places, tsv_table
from achats_reseaux.gazetteer.switchboards import TABLES
from achats_reseaux.model import FACILITATEURS, Network
from achats_reseaux.text import percentage

TODAY = "2026-12-07"
DESK = "un facilitateur local"
CALLED = "un téléphone ou un courriel du service ou de l'organisme qui le porte"
DEDICATED, OWN = "dont celui d'un organisme dédié", "dont celui du facilitateur lui-même"
DESK_OR_TRACE, SOMEBODY = "un facilitateur local ou une piste", "quelqu'un à appeler ou à écrire"


@cache
def numbers_of_collectivities() -> frozenset[str]:
    """Every telephone and e-mail of a Région, Département, intercommunalité or town."""
    found: set[str] = set()
    for table in TABLES.values():
        with open(f"{tsv_table.folder()}/territories/{table.name}", encoding="utf-8") as file:
            for row in DictReader(file, delimiter="\t", quoting=QUOTE_NONE):
                found |= {row["phone"], row["email"]}
    return frozenset(found)


def whose_number(network: Network) -> str:
    """Whose telephone or e-mail a facilitator has: its own, its organisation's, another's."""
    contact = network.contact
    ways = {way for way in ("phone", "email") if getattr(contact, way)}
    if not ways.issubset(contact.body_fields):
        return OWN
    known = numbers_of_collectivities().issuperset(getattr(contact, way) for way in ways)
    is_of_town = str(network.carrier).startswith(
        "Ville "
    )  # of which only that of the desk is listed
    return "" if known or is_of_town else DEDICATED


def shares_of(answer: Answer) -> dict[str, bool]:
    """Which shares a commune is counted in."""
    whole = [one.network for one in answer.results if one.coverage == "full" and one.is_valid]
    here = [one for one in whole if one.kind == FACILITATEURS and one.scope == "local"]
    called = [network for network in here if network.contact.can_be_called]
    whose = set(map(whose_number, called))
    board = answer.switchboard
    has_board = board is not None and board.siren != GREATER_PARIS
    return {
        DESK: bool(here),
        CALLED: bool(called),
        DEDICATED: DEDICATED in whose and OWN not in whose,
        OWN: OWN in whose,
        DESK_OR_TRACE: bool(here) or any(trace.is_of_a_desk for trace in answer.traces),
        SOMEBODY: bool(called) or has_board,
    }


def shares() -> dict[str, str]:
    """Each share of the inhabitants of the 18 régions, ``40,4 %``, in the order of documents."""
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
