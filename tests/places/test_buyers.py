"""How well the geocoder reads what buyers really write: ``tests/buyers``, scored source by source.

``right``: a département of the buyer is among those of the answer. ``open``: no answer, or several
to choose from. ``wrong``: an answer without it; none, but where the source contradicts itself.
"""

import csv
from collections import Counter
from pathlib import Path

import achats_reseaux
from achats_reseaux.gazetteer import departement_of
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Places
from helpers.cases import tabled

FOLDER = Path(__file__).parent.parent / "buyers"
CATALOGUE = achats_reseaux.load()


def rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def departements(text: str) -> set[str] | None:
    """Those of the places of an answer; ``None`` where there is none, or a choice."""
    found = resolve(text, suggest=False)
    if not isinstance(found, Places):
        return None
    if len(found.candidates) > 1:
        answer = achats_reseaux.find(text, catalogue=CATALOGUE)
        if answer.status == "ambiguous":
            return None
    return {code for place in found.candidates for code in place.departements}


def homes(row: dict[str, str]) -> set[str]:
    """The département where a buyer is; for a notice, those that it names."""
    if "commune" in row:
        return {departement_of(row["commune"])}
    return set(row["departements"].split())


def verdict(texts: list[str], truth: set[str]) -> str:
    for text in texts:
        found = departements(text)
        if found is not None:
            return "wrong" if truth.isdisjoint(found) else "right"
    return "open"


CONTRADICTIONS = {
    "4 square Castan, 25000, Besançon": "an office of a service whose seat is in Dijon",
    "Espace Saint-Germain - 30 avenue du Général-Leclerc - Bâtiment Antaref,38217,Vienne Cedex": (
        "an address in Vienne (38), a seat in Rhône"
    ),
}
"""Addresses whose département is not that of the seat that the source gives."""


@tabled
def test_buyers_are_read_right_or_left_open(
    name: str, columns: tuple[str, ...], least: float
) -> None:
    scores: Counter[str] = Counter()
    wrong = []
    for row in rows(name):
        texts = [row[column] for column in columns]
        found = verdict(texts, homes(row))
        if found == "wrong":
            if texts[0] in CONTRADICTIONS:
                continue
            wrong.append((texts, homes(row)))
        scores[found] += 1
    assert wrong == []
    assert scores["right"] >= least * scores.total()
