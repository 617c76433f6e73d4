"""Print how much of France is told whom to call for the social clause.

    python tools/reach.py

The share of the inhabitants of the communes whose answer has a desk of all of it with a telephone
or an e-mail of its own, or of the body that carries it; else a switchboard, with and without that
of the Métropole du Grand Paris; and how much has a desk, or a desk or a trace of one.
"""

from __future__ import annotations

from collections import Counter

from achats_reseaux import gazetteer
from achats_reseaux.answering.answers import Answer, Query
from achats_reseaux.answering.matching import find_at
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.model import FACILITATEURS, Network
from achats_reseaux.text import french_number, percentage

GRAND_PARIS = "200054781"
TODAY = "2026-11-30"
LABELS = {
    "own": "un service qui a son numéro ou son courriel",
    "body": "un service joint par son porteur",
    "switchboard": "un standard (intercommunalité, Ville de Paris)",
    "grand-paris": "le standard de la Métropole du Grand Paris",
    "nobody": "personne à appeler",
}
"""In which way somebody can be called, the best first."""


def desks(answer: Answer) -> list[Network]:
    """The desks of all of the place of an answer."""
    found = []
    for match in answer.results:
        network = match.network
        is_desk = network.kind == FACILITATEURS and network.scope == "local"
        if is_desk and match.coverage == "full":
            found.append(network)
    return found


def has_own_number(network: Network) -> bool:
    """Whether its telephone or e-mail is its own, not that of its body."""
    contact = network.contact
    own = [way for way in ("phone", "email") if way not in contact.body_fields]
    return any(getattr(contact, way) for way in own)


def way(answer: Answer) -> str:
    """The best way in which somebody can be called, a key of ``LABELS``."""
    here = desks(answer)
    if any(map(has_own_number, here)):
        return "own"
    if any(network.contact.can_be_called for network in here):
        return "body"
    if answer.switchboard is None:
        return "nobody"
    return "grand-paris" if answer.switchboard.siren == GRAND_PARIS else "switchboard"


def main() -> None:
    """Count the inhabitants of every commune, and print the shares."""
    bulk.index()
    catalogue = loader.load()
    query = Query("find", themes=("social",))
    people: Counter[str] = Counter()
    told: Counter[str] = Counter()
    for insee, _ in bulk.communes():
        inhabitants = gazetteer.population(insee)
        answer = find_at(catalogue, query, places.of_commune(insee), TODAY)
        people[way(answer)] += inhabitants
        told["un service"] += inhabitants * bool(desks(answer))
        told["un service ou une piste"] += inhabitants * bool(desks(answer) or answer.traces)
    everybody = sum(people.values())
    called = everybody - people["nobody"]
    told["quelqu'un à appeler"] = called
    told["quelqu'un à appeler, sans la Métropole du Grand Paris"] = called - people["grand-paris"]
    print(f"{french_number(everybody)} habitants. Pour la clause sociale, la meilleure voie :")
    for key, label in LABELS.items():
        print(f"  {label} : {percentage(people[key], everybody)}")
    print("Ce que la réponse a :")
    for label, number in told.items():
        print(f"  {label} : {percentage(number, everybody)}")


if __name__ == "__main__":
    main()
