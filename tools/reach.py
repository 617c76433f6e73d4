"""Print how much of France is told whom to call for the social clause: ``python tools/reach.py``.

The share of the inhabitants whose answer has a desk of all of their commune with a telephone or an
e-mail, of its own or of the body that carries it; else a switchboard. Also of those who are told of
a desk, or of a trace of one.
"""

from __future__ import annotations

from collections import Counter

from achats_reseaux import gazetteer
from achats_reseaux.answering.answers import Answer, Query
from achats_reseaux.answering.matching import find_at
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.model import FACILITATEURS, Network
from achats_reseaux.text import percentage

TODAY = "2026-11-30"


def desks(answer: Answer) -> list[Network]:
    """The desks of all of the place of an answer."""
    found = []
    for match in answer.results:
        network = match.network
        is_desk = network.kind == FACILITATEURS and network.scope == "local"
        if is_desk and match.coverage == "full":
            found.append(network)
    return found


def ways(answer: Answer) -> list[str]:
    """What an answer has, and the best way in which somebody can be called."""
    here = desks(answer)
    found = ["un service ou une piste"] if here or answer.traces else []
    if any(network.contact.can_be_called for network in here):
        return [*found, "un service à appeler"]
    return [*found, "un standard à appeler" if answer.switchboard else "personne à appeler"]


def main() -> None:
    """Count the inhabitants of every commune, and print the shares."""
    bulk.index()
    catalogue = loader.load()
    query = Query("find", themes=("social",))
    people: Counter[str] = Counter()
    for insee, _ in bulk.communes():
        answer = find_at(catalogue, query, places.of_commune(insee), TODAY)
        inhabitants = gazetteer.population(insee)
        people.update(dict.fromkeys(["tous", *ways(answer)], inhabitants))
    for label, number in people.most_common():
        print(f"{label} : {percentage(number, people['tous'])}")


if __name__ == "__main__":
    main()
