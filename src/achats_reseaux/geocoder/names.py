"""The rungs below the exact name, from the surest to the loosest.

Each takes a :class:`~achats_reseaux.geocoder.reading.Reading` and gives the places that it finds,
unranked; the first rung that finds any answers, alone. Nothing here forgives a wrong letter.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.loosened import (
    ARTICLES,
    NATURES,
    articleless,
    as_name,
    named,
    natureless,
    spaceless,
)
from achats_reseaux.geocoder.reading import Reading, exact_first
from achats_reseaux.model import Place, Places
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

PREFIX_LEAST, PREFIX_MOST, PREFIX_SEEN = 4, 10, 200
"""How long a name's beginning must be, how many places may begin so for it to answer, and how many
are looked at where the question says in which département."""

PREFIX_SHARE = 0.75
"""How much of the name its beginning must be: "Rhin" is no answer for Rhinau, nor for Bas-Rhin."""


# --- parts of communes ---------------------------------------------------------------------------

_ROMAN = {"i": 1, "v": 5, "x": 10}
_ORDINALS = ("ieme", "eme", "er", "e")


def _rank_of(word: str) -> int:
    """The number in ``15``, ``15e``, ``1er``, ``3eme``, ``XVe``; 0 if there is none."""
    ending = next((end for end in _ORDINALS if word.endswith(end) and word != end), "")
    stem = word.removesuffix(ending)
    if stem.isdigit() and len(stem) <= 2:
        return int(stem)
    if not set(stem) <= _ROMAN.keys():
        return 0
    values = [_ROMAN[letter] for letter in stem]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _arrondissement(key: str) -> str | None:
    """``paris 15``, ``lyon 3eme``, ``15e arrondissement de paris`` → the official name, folded."""
    words = [word for word in key.split() if word not in ("arrondissement", "arr", "de")]
    if len(words) == 3 and words[2] in _ORDINALS:
        words = [words[0], words[1] + words[2]]
    if len(words) != 2:
        return None
    for city, number in (words, words[::-1]):
        if rank := _rank_of(number):
            return f"{city} {rank}{'er' if rank == 1 else 'e'} arrondissement"
    return None


def parts(reading: Reading) -> list[Place]:
    """Communes déléguées and associées, and arrondissements of Paris, Lyon and Marseille.

    With them the communes that are gone and had their name: "Villefranche" may be any.
    """
    key = _arrondissement(reading.key) or reading.key
    rows = named(gazetteer.PARTS, key)
    found = exact_first(reading, reading.kept(places.part(row) for row in rows))
    return _with_homonyms(reading, key, found) if found else found


def _with_homonyms(reading: Reading, key: str, found: list[Place]) -> list[Place]:
    """What was found, and what else its name may mean; on settled ground, only where none was."""
    if (reading.within is None) == (not found):
        return found
    others = []
    for row in gazetteer.homonyms(key):
        place = places.homonym(row)
        others.append(_begun(reading, place) if row[0] == "commune" else place)
    return [*found, *reading.kept(others)]


def _begun(reading: Reading, place: Place) -> Place:
    """A place of whose name only the beginning was typed."""
    note = f"« {reading.typed} » est lu comme le début d'un nom."
    return place.replace(approximate=True, notes=(*place.notes, note))


# --- EPCI ----------------------------------------------------------------------------------------


def epci(reading: Reading) -> list[Place]:
    """A grouping by its full name, else by its name without nature, brackets and acronym."""
    rows = named(gazetteer.EPCI, reading.key)
    if not rows:
        typed = next((n for n in NATURES if reading.key.startswith(f"{n} ")), None)
        # "CC de Nozay (CCN)" has its acronym; in "Lyon (Canada)" the bracket says something.
        bracket = "(" in reading.typed and (typed is not None or reading.kind == "epci")
        outside = fold(reading.typed.partition("(")[0]) if bracket else reading.key
        wanted = as_name(outside, natureless)
        rows = named(gazetteer.EPCI, wanted, natureless) if wanted else []
        if typed is not None:  # "CC du Sud" is not "CA du Sud"
            rows = [row for row in rows if row[1] == NATURES[typed]] or rows
        elif reading.kind is None:  # "Rochelle" is no "CA de La Rochelle", but La Rochelle
            rows = [row for row in rows if not _lacks_article(reading.key, row[2])]
    return reading.kept(places.epci(row) for row in rows)


def _lacks_article(key: str, name: str) -> bool:
    """Whether a key is an EPCI's name but for the article before it."""
    words = fold(name.partition(" (")[0]).removesuffix(" metropole").split()
    at = len(words) - len(key.split())
    return at > 0 and words[at:] == key.split() and words[at - 1] in ARTICLES


# --- names of the past ---------------------------------------------------------------------------


def formers(reading: Reading) -> list[Place]:
    """Communes that are gone, and former names of those that are not."""
    rows = named(gazetteer.FORMER, reading.key)
    found = reading.kept(places.successor(row) for row in rows)
    return _with_homonyms(reading, reading.key, found)


# --- looser: spaces, articles, beginnings --------------------------------------------------------


def areas(test: Callable[[str], bool]) -> list[Place | None]:
    """Regions, former regions, groups and départements whose folded name passes a test."""
    keys = gazetteer.area_keys()
    return [places.of(kind, code) for key in keys if test(key) for kind, code in keys[key]]


def _loosely(
    reading: Reading, loosen: Callable[[str], str], starts: tuple[str, ...]
) -> list[Place]:
    """What has the name once both it and the tables are loosened."""
    wanted = as_name(reading.key, loosen)
    if not wanted:
        return []
    found = areas(lambda name: as_name(name, loosen) == wanted)
    rows = named(gazetteer.COMMUNES, wanted, loosen, spaceless, starts)
    if kept := reading.kept([*found, *(places.commune(row[0]) for row in rows)]):
        return kept
    rows = named(gazetteer.PARTS, wanted, loosen, spaceless, starts)
    return reading.kept(places.part(row) for row in rows)


def without_spaces(reading: Reading) -> list[Place]:
    """``Lagarde`` for La Garde, ``Château-Renard`` for Châteaurenard."""
    return _loosely(reading, spaceless, ("",))


def without_articles(reading: Reading) -> list[Place]:
    """``Havre`` for Le Havre, ``Le Loiret`` for Loiret; late, for it joins strangers."""
    return _loosely(reading, articleless, ("", *ARTICLES))


def beginnings(reading: Reading) -> list[Place]:
    """Places whose name begins so, if they are few: said to be approximate."""
    key = reading.key
    if len(key) < PREFIX_LEAST:
        return []
    found = areas(lambda name: name.startswith(key))
    if reading.kind == "epci":
        begins = f"\t{as_name(key, natureless)}"
        rows = gazetteer.EPCI.all()
        begun = [row for row in rows if natureless(f"\t{fold(row[2])}\t").startswith(begins)]
        found += [places.epci(row) for row in begun[: PREFIX_MOST + 1]]
    else:
        communes = gazetteer.communes_named(key, prefix=True, most=PREFIX_SEEN)
        found += [places.commune(insee) for insee, _ in communes]
    kept = reading.kept(found)
    short = any(len(key) < PREFIX_SHARE * len(fold(place.name)) for place in kept)
    if len(kept) > PREFIX_MOST or (short and reading.kind != "epci"):
        return []
    if kept and _may_be_another(reading, kept):
        return []
    return [_begun(reading, place) for place in kept]


def _may_be_another(reading: Reading, begun: list[Place]) -> bool:
    """A word that lacks its end may as well be a misspelt one: "Rouan" is Rouans, or Rouen."""
    from achats_reseaux.geocoder.suggest import near

    if " " in reading.key or reading.kind == "epci":
        return False
    codes = {place.code for place in begun}
    return any(place.code not in codes for place in near(reading, reading.key, 1))


# --- the rungs, in order -------------------------------------------------------------------------

SURE: tuple[Callable[[Reading], list[Place]], ...] = (parts, epci, formers)
LOOSE: tuple[Callable[[Reading], list[Place]], ...] = (
    without_spaces,
    without_articles,
    beginnings,
)


def climb(reading: Reading, rungs: tuple[Callable[[Reading], list[Place]], ...]) -> Places | None:
    """The answer of the first rung that has one."""
    for rung in rungs:
        if found := rung(reading):
            return Places(places.ranked(found))
    return None
