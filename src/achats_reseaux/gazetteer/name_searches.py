"""The searches of names beside the exact one: by their beginning, without spaces, by kind.

In a module of their own, which a look-up of a code or of an exact name does not load.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import ALIASES, NAMES, SHORT_NAMES, Territory, coded, of_kind
from achats_reseaux.gazetteer.places import TOWN
from achats_reseaux.text import cached, fold, without_article


@cached
def begins_name(key: str) -> bool:
    """Whether a name, a short name or an alias begins with a key; spaces are ignored."""
    key = key.removesuffix(" lez")  # which the tables have as "les" within a name
    return NAMES.begins(key) or SHORT_NAMES.begins(key) or ALIASES.begins(key)


_MOST_HOLDING = 50
"""More places than these that hold a text in their names tell nothing."""


def holding(words: str, kinds: tuple[str, ...]) -> gazetteer.Codes:
    """Kind and code of the places whose name begins with or contains some words."""
    wanted = words.encode("utf-8", "replace")
    rows = []
    for line in NAMES.lines():
        if wanted not in line:  # most
            continue
        row = line[:-1].decode().split("\t")
        if row[0].startswith(words) or f" {words} " in f"{row[0]} ":
            rows.append(row)
    pairs = [pair for pair in coded(rows) if pair[0] in kinds]
    if len(pairs) > _MOST_HOLDING:
        return []
    return pairs


def named(key: str, kind: str) -> list[Territory]:
    """The parts of communes, former communes or EPCI of that name, or with an acronym."""
    bearers = []
    for code in of_kind(coded(NAMES.rows(key)), kind):
        bearers += gazetteer.territories(kind, code)
    if kind == "epci":
        return bearers
    # Several names may have one code.
    return [area for area in bearers if fold(area.name) == key]


@cached
def homonyms(key: str) -> list[Territory]:
    """Other places that bear or bore a name, one of each present commune.

    Parts of communes and former communes with the name of a present commune; if there
    is none, former communes with the name of a part.
    """
    parts = named(key, "part")
    # "s'appelle aujourd'hui Évry-Courcouronnes" says more than an older code of it.
    formers = named(key, "former")
    formers.sort(key=lambda former: (former.code != former.home, former.code))
    homes = set(gazetteer.communes_named(key))
    if not homes:
        homes = {part.home for part in parts}
    if not homes:
        return []
    by_home: dict[str, Territory] = {}
    for area in parts + formers:
        if area.home not in homes:
            by_home.setdefault(area.home, area)
    return [by_home[home] for home in sorted(by_home)]


def communes_beginning(key: str) -> list[str]:
    """INSEE codes of the communes whose name begins with a key, sorted by name."""
    rows = [row for row in NAMES.rows_beginning(key) if row[0].startswith(key)]
    return of_kind(coded(sorted(rows)), "commune")


@cached
def towns_beginning(key: str) -> list[tuple[int, str]]:
    """The five biggest towns whose name goes on after a key: inhabitants and code."""
    towns: list[tuple[int, str]] = []
    for insee in communes_beginning(f"{key} "):
        people = gazetteer.population(insee)
        if people >= TOWN:
            towns.append((people, insee))
    return sorted(towns, reverse=True)[:5]


@cached
def names_with_article(key: str) -> list[str]:
    """INSEE codes of the communes whose name is an article and a key: Le Trévoux."""
    return of_kind(coded(SHORT_NAMES.rows(key)), "commune")


def epci_named_shortly(key: str) -> list[Territory]:
    """The EPCI of that name without its type and function words; spaces are ignored."""
    bearers = []
    for spelling in _spellings(key):
        for siren in of_kind(coded(SHORT_NAMES.rows_alike(spelling)), "epci"):
            bearers += gazetteer.territories("epci", siren)
    return bearers


_DIGITS = {"deux": "2", "trois": "3", "quatre": "4", "cinq": "5", "six": "6", "sept": "7"}
_SPELT = {digit: word for word, digit in _DIGITS.items()}


def _spellings(key: str) -> dict[str, None]:
    """A key with its numbers as they are, in digits, and spelt out: "Deux Vallées".

    No EPCI has a higher number in its name that is also spelt out.
    """
    spellings = [key]
    for numbers in (_DIGITS, _SPELT):
        spellings.append(" ".join(numbers.get(word, word) for word in key.split()))
    return dict.fromkeys(spellings)


def names_alike(key: str) -> gazetteer.Codes:
    """Kind and code of the places of that name; spaces are ignored."""
    return coded(NAMES.rows_alike(key))


def names_without_article(key: str) -> gazetteer.Codes:
    """Likewise, by a key without an article; one before the name is ignored."""
    rows = [row for row in NAMES.rows_alike(key) if without_article(row[0]) == row[0]]
    return coded(rows + SHORT_NAMES.rows_alike(key))


_areas: dict[str, gazetteer.Codes] = {}


def area_keys() -> dict[str, gazetteer.Codes]:
    """The name of each area of départements, as a key → its kinds and codes."""
    if not _areas:
        keys: dict[str, gazetteer.Codes] = {}
        for kind in gazetteer.WIDE_KINDS:
            for area in gazetteer.every(kind):
                keys.setdefault(fold(area.name), []).append((kind, area.code))
        _areas.update(keys)
    return _areas
