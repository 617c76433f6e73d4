"""What people type into a search box: a town or a village in four spellings, in six short forms."""

import random
from collections.abc import Callable
from unicodedata import combining, normalize

import pytest

from achats_reseaux.answering.answers import Answer
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.places import TOWN
from achats_reseaux.model import Place
from achats_reseaux.questions.ask import ask
from helpers.territories import populations

pytestmark = pytest.mark.slow

CATALOGUE = loader.load()
SEED, EACH, LEAST = 1, 60, 107

FORMS = (
    "guichet vert {name}",
    "{name} guichet vert",
    "guichet vert à {name}",
    "clause sociale {name}",
    "reseco {name}",
    "facilitateur {name} hôpital",
)


def without_accents(text: str) -> str:
    marks = normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(mark for mark in marks if not combining(mark))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as written": str,
    "lower": str.lower,
    "lower, without accents": lambda text: without_accents(text.lower()),
    "capitals": lambda text: without_accents(text.upper()),
}


def drawn() -> list[Place]:
    """Sixty towns and sixty villages, the same ones each time."""
    people = populations()
    draw = random.Random(SEED)
    towns = draw.sample(sorted(insee for insee in people if people[insee] >= TOWN), EACH)
    villages = draw.sample(sorted(insee for insee in people if people[insee] < TOWN), EACH)
    return [places.of_commune(insee) for insee in (*towns, *villages)]


def names(answer: Answer, place: Place) -> bool:
    """Whether it is answered for a place, or for one of its namesakes, or these are told."""
    found = [answer.place] if answer.place else [one.place for one in answer.candidates]
    return any(one.name == place.name or place.code in one.communes[:3] for one in found)


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("form", FORMS)
def test_short_queries_name_a_place_in_every_spelling(form: str, spelling: str) -> None:
    missed = []
    for place in drawn():
        typed = SPELLINGS[spelling](form.format(name=place.name))
        if not names(ask(CATALOGUE, typed, "2026-11-30"), place):
            missed.append(typed)
    assert 2 * EACH - len(missed) >= LEAST, missed
