"""Every département, region and commune of 10,000 inhabitants, in templates, cased and not.

At least 98 in 100 are read right, and none is taken for another place. One case in
``ONE_IN`` is tried, a different part of each template; set ``RESEAUX_ALL_QUESTIONS`` to try all.
"""

import os
import random
from collections.abc import Callable, Iterator
from unicodedata import combining, normalize

import pytest

from achats_reseaux import gazetteer
from achats_reseaux.catalogue import loader
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.places import TOWN, inhabitants
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Area, Place, Places
from achats_reseaux.questions.ask import ask
from achats_reseaux.questions.question_reader import read_question
from achats_reseaux.text import fold
from helpers.cases import cases as cases_of
from helpers.territories import populations

pytestmark = pytest.mark.slow

CATALOGUE = loader.load()
ONE_IN = 1 if os.environ.get("RESEAUX_ALL_QUESTIONS") else 13
BIG = 10_000

TEMPLATES: dict[str, tuple[str, ...]] = {}
for purpose, template in cases_of("questions/question_templates.tsv"):
    TEMPLATES[purpose] = (*TEMPLATES.get(purpose, ()), template)
COMMUNE, AREA, MISSPELT, KEYWORDS, SHORT = TEMPLATES.values()
"""``KEYWORDS`` are questions without prepositions, capitals or accents, with words not known,
``SHORT`` what is typed into a search box."""

CONTRACTED = {"de Le ": "du ", "de Les ": "des ", "à Le ": "au ", "à Les ": "aux "}
CONTRACTED |= {long.lower(): short for long, short in CONTRACTED.items()}


def contracted(text: str) -> str:
    """As French says it: "à Le Havre" is "au Havre", "de les Landes" is "des Landes"."""
    for long, short in CONTRACTED.items():
        if text.startswith(long):
            return short + text[len(long) :]
    return text


def of(name: str) -> str:
    """A name after "de": "du Havre", "d'Alençon", "de Rouen"."""
    return f"d'{name}" if name[0] in "AEIOUYÉÈÊÎ" else contracted(f"de {name}")


def names() -> Iterator[tuple[Place, str, str, str, tuple[str, ...]]]:
    """Each place, its name, and the name after "à" (or "dans") and after "de"."""
    for insee, people in populations().items():
        if people >= BIG:
            place = places.of_commune(insee)
            yield place, place.name, contracted(f"à {place.name}"), of(place.name), COMMUNE
    areas: list[tuple[Area, str]] = [
        (one, one.where) for one in gazetteer.departements() if one.home
    ]
    areas += [(one, one.where) for one in gazetteer.every("region")]
    for area, where in areas:
        found = places.of(area.kind, area.code)
        assert found is not None
        preposition, _, rest = where.partition(" ")
        after = contracted(f"de {rest}") if preposition == "dans" else of(area.name)
        yield found, area.name, where, after, AREA


def cases() -> Iterator[tuple[Place, str]]:
    rank = 0
    for place, name, at, after, templates in names():
        for template in templates:
            text = template.format(name=name, at=at, of=after)
            for typed in (text, text.lower()):
                rank += 1
                if rank % ONE_IN == 0:
                    yield place, typed


def territory(place: Place) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a place is made of: Guadeloupe is a region and a département, Paris a commune too."""
    homes = [gazetteer.departement(code) for code in place.departements]
    alone = len(homes) == 1 and homes[0] is not None and homes[0].communes == 1
    return place.departements, () if alone else place.communes


def read(typed: str) -> list[Place]:
    """The places that a question is read as, if it is read as one."""
    asked = read_question(CATALOGUE, typed)
    if asked.command != "find" or asked.others:
        return []
    (option, text), *more = asked.place.items()
    assert not more
    found = resolve(text, None if option == "lieu" else option.replace("_", "-"))
    return list(found.candidates) if isinstance(found, Places) else []


def test_places_are_read_right_and_none_for_another() -> None:
    tried, missed, wrong = 0, [], []
    for place, typed in cases():
        tried += 1
        found = read(typed)
        if not found:
            missed.append(typed)
        elif territory(place) not in {territory(one) for one in found}:
            wrong.append((typed, found[0].name))
    assert tried > 1500
    assert wrong == []
    assert len(missed) <= tried / 100, missed


def typos(name: str) -> Iterator[str]:
    """One of each kind of typo within a name: two letters swapped, one left out, one doubled."""
    at = 1 + len(name) % (len(name) - 2)
    yield name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    yield name[:at] + name[at + 1 :]
    yield name[: at + 1] + name[at:]


def test_misspelt_towns_are_suggested_for() -> None:
    """In 95 of 100 questions about a misspelt town of 20,000 inhabitants, its name is said."""
    big = [insee for insee, people in populations().items() if people >= 2 * BIG]
    names_of_towns = [places.of_commune(insee).name for insee in big]
    texts = [(name, one) for name in names_of_towns for one in typos(name)]
    unknown = [pair for pair in texts if not isinstance(resolve(pair[1], suggest=False), Places)]
    tried, missed = 0, []
    for rank, (name, typed) in enumerate(unknown):
        for template in MISSPELT[rank % ONE_IN :: ONE_IN]:
            tried += 1
            answer = ask(CATALOGUE, template.format(typed), "2026-11-24")
            said = (*answer.suggestions, *answer.next_commands, *answer.reading)
            if answer.status != "unknown" or fold(name) not in fold(" ".join(said)):
                missed.append(template.format(typed))
    assert tried > 500
    assert len(missed) <= tried / 20, missed


def test_a_town_is_found_among_words_that_are_not_known() -> None:
    """Names that are words too ("Salle") and those of several places are asked back."""
    tried, right, wrong = 0, 0, []
    for rank, insee in enumerate([*populations()][:: 5 if ONE_IN > 1 else 1]):
        place = places.of_commune(insee)
        found = resolve(place.name, suggest=False)
        if rank % ONE_IN or inhabitants(place) < TOWN or not isinstance(found, Places):
            continue
        for template in KEYWORDS:
            tried += 1
            typed = template.format(fold(place.name))
            answer = ask(CATALOGUE, typed, "2026-11-24")
            if answer.place is None:
                continue
            right += answer.place in found.candidates or answer.place.code == insee
            if answer.place.code != insee and answer.place not in found.candidates:
                wrong.append((typed, answer.command))
    assert tried > 300
    assert right >= 0.8 * tried
    assert wrong == []


def without_accents(text: str) -> str:
    marks = normalize("NFKD", text.replace("œ", "oe").replace("Œ", "OE"))
    return "".join(mark for mark in marks if not combining(mark))


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as written": str,
    "lower": str.lower,
    "lower, without accents": lambda text: without_accents(text.lower()),
    "capitals": lambda text: without_accents(text.upper()),
}
EACH, LEAST = 60, 107


def drawn() -> list[Place]:
    """Sixty towns and sixty villages, the same ones each time."""
    people = populations()
    draw = random.Random(1)
    towns = draw.sample(sorted(insee for insee in people if people[insee] >= TOWN), EACH)
    villages = draw.sample(sorted(insee for insee in people if people[insee] < TOWN), EACH)
    return [places.of_commune(insee) for insee in (*towns, *villages)]


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("form", SHORT)
def test_short_queries_name_a_place_in_every_spelling(form: str, spelling: str) -> None:
    """It is answered for the place, or for one of its namesakes, or these are told."""
    missed = []
    for place in drawn():
        typed = SPELLINGS[spelling](form.format(name=place.name))
        answer = ask(CATALOGUE, typed, "2026-11-30")
        found = [answer.place] if answer.place else [one.place for one in answer.candidates]
        if not any(one.name == place.name or place.code in one.communes[:3] for one in found):
            missed.append(typed)
    assert 2 * EACH - len(missed) >= LEAST, missed
