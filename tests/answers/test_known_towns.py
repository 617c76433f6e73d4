"""Towns known to all: a name of communes is answered for the one that everybody means."""

from collections import defaultdict

import achats_reseaux
from achats_reseaux import gazetteer
from achats_reseaux.answering.answers import Query
from achats_reseaux.answering.homonyms import known_town
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Places
from achats_reseaux.text import fold, without_article
from helpers.cases import every_row
from helpers.territories import populations

CATALOGUE = achats_reseaux.load()


@every_row("places/towns.tsv")
def test_who_is_meant(text: str, status: str, place: str, others: str, reason: str) -> None:
    found = achats_reseaux.find(text, catalogue=CATALOGUE)
    assert found.status == status, reason
    assert (found.place.code if found.place else "") == place
    assert " ".join(one.place.code for one in found.candidates) == others
    if status == "found":
        assert found.place is not None
        assert found.place.approximate == bool(others)
        asked = achats_reseaux.ask(f"guichet vert à {text}", catalogue=CATALOGUE)
        assert asked.place == found.place, "a question says the same"


def test_the_names_settled_so_are_those_of_the_rule() -> None:
    """Computed from the tables: who bears or bore each name, and how many live there."""
    people = populations()
    bearers: dict[str, set[str]] = defaultdict(set)
    for code, name in bulk.communes():
        bearers[fold(name)].add(code)
        bearers[without_article(fold(name))].add(code)  # "Pertuis" may be Le Pertuis
    for part in gazetteer.every("part"):
        bearers[fold(part.name)].add(part.home)
    sizes = {
        key: sorted((people.get(code, 0) for code in codes), reverse=True)
        for key, codes in bearers.items()
        if len(codes) > 1
    }
    allowed = {key for key, (most, next_, *_) in sizes.items() if most >= max(10_000, 20 * next_)}
    settled = set()
    for key in (*sizes, *[*bearers][::20]):  # one bearer is never settled: some of these
        found = resolve(key, suggest=False)
        if (
            isinstance(found, Places)
            and len(found.candidates) > 1
            and known_town(Query("find", key), found)
        ):
            settled.add(key)
    assert settled <= allowed
    assert len(settled) == 47
