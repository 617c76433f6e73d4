"""Suggestions for a name with a wrong letter. Nothing here ever answers in its place.

Loaded only once every rung has failed, it must still be quick. A name that is one edit away keeps
the letters of the text before the edit, or those after it: only names that share a beginning or an
end with the text are compared with it letter by letter.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.loosened import as_name, loosened, natureless, spaceless
from achats_reseaux.geocoder.announced import parted
from achats_reseaux.geocoder.names import PREFIX_LEAST, PREFIX_MOST, SURE, areas, climb
from achats_reseaux.geocoder.reading import Reading, exact
from achats_reseaux.model import Place, Places
from achats_reseaux.text import compact, fold

MOST = 5
_AREAS = ("region", "departement", "collectivite", "ancienne-region", "groupe")


def suggestions(reading: Reading) -> tuple[str, ...]:
    """Texts to type instead, each of which means one place.

    Only the nearest; of those as near, the one on the ground asked for, then the biggest.
    """
    kind, name = parted(reading.key) or (None, reading.key)  # "ville de Ruoen" is near Rouen
    reading = reading.replace(key=name, kind=reading.kind or kind)
    key = compact(name)
    if len(key) < 3:
        return ()
    found: list[Place] = []
    for most in (1, 2) if len(key) > 4 else (1,):
        found = found or [place for place in near(reading, key, most) if reading.admits(place)]
        found = found or _elsewhere(reading, key, most)
    found.sort(key=_rank)
    begun = sorted(_begun(reading), key=_rank)
    return retyped(([*begun, *found] or _last_named(reading))[:MOST])


def _rank(place: Place) -> tuple[bool, int, str]:
    return place.kind not in _AREAS, -places.population(place), place.code


def _begun(reading: Reading) -> list[Place]:
    """The places whose name begins with the text, where they are few: "Stras" for Strasbourg."""
    if len(reading.key) < PREFIX_LEAST or reading.kind == "epci":
        return []
    communes = gazetteer.communes_named(reading.key, prefix=True, most=4 * PREFIX_MOST)
    if len(communes) == 4 * PREFIX_MOST:
        return []
    found = areas(lambda name: name.startswith(reading.key))
    return reading.kept([*found, *(places.commune(insee) for insee, _ in communes)])


_LAST = {" de ": "", " d ": "", " du ": "le ", " des ": "les ", " a ": "", " au ": "le "}


def _last_named(reading: Reading) -> list[Place]:
    """The place that a longer name ends with: Rouen in ``CHU de Rouen``, which may be elsewhere."""
    at, link = max((reading.key.rfind(link), link) for link in _LAST)
    if at < 0:
        return []
    found = exact(reading.named(_LAST[link] + reading.key[at + len(link) :]))
    return list(found.candidates) if found else []


def _elsewhere(reading: Reading, key: str, most: int) -> list[Place]:
    """What is as near, but not on the ground asked for."""
    if reading.within is None:
        return []
    anywhere = reading.replace(within=None)
    return [place for place in near(anywhere, key, most) if anywhere.admits(place)]


def near(reading: Reading, key: str, most: int) -> list[Place]:
    """The places whose compact name is at most so many edits from a compact key."""
    kind = reading.kind
    found: list[Place | None] = []
    if kind in (None, "region", "departement"):
        found += areas(lambda name: distance(key, compact(name), most) <= most)
    if kind in (None, "commune"):
        codes = _alike(loosened(gazetteer.COMMUNES, spaceless), "\n", key, most)
        found += [places.commune(code) for code in codes]
        rows = map(gazetteer.part, _alike(loosened(gazetteer.PARTS, spaceless), "\t", key, most))
        found += [places.part(row) for row in rows if row]
    if kind == "epci":
        key = as_name(reading.key, natureless)
        table = loosened(gazetteer.EPCI, natureless)
        codes = [code for end in "\n\t" for code in _alike(table, end, key, most)]
        found += [places.epci(row) for row in map(gazetteer.epci, dict.fromkeys(codes)) if row]
    return [place for place in found if place is not None]


def _alike(table: str, end: str, key: str, most: int) -> list[str]:
    """The codes of the lines of a compact table whose name is near the key.

    ``end`` is what follows a name in the table. A name with one edit has kept the key's first half
    or its last; with a letter between them, since a swap touches two.
    """
    share = (len(key) - 1) // 2
    shortest, longest = len(key) - most - share, len(key) + most - share
    named: dict[str, str] = {}
    before, *begun = table.split(f"\t{key[:share]}")
    for piece in begun:
        if shortest <= piece.find(end) <= longest:
            named[before[before.rfind("\n") + 1 :]] = key[:share] + piece.partition(end)[0]
        before = piece
    *ended, _ = table.split(key[-share:] + end)
    for piece in ended:
        at = piece.rfind("\t")
        if shortest <= len(piece) - at - 1 <= longest:
            named[piece[piece.rfind("\n") + 1 : at]] = piece[at + 1 :] + key[-share:]
    letters = set(key)
    return [
        line.partition("\t")[0].upper()
        for line, name in named.items()
        if len(letters.symmetric_difference(name)) <= 2 * most and distance(key, name, most) <= most
    ]


def distance(one: str, other: str, most: int) -> int:
    """Letters to add, drop, change or swap with the next; ``most + 1`` where it takes more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    while one and other and one[0] == other[0]:
        one, other = one[1:], other[1:]
    while one and other and one[-1] == other[-1]:
        one, other = one[:-1], other[:-1]
    before: list[int] = []
    last = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row = [i]
        for j, mark in enumerate(other, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != mark))
            if i > 1 and j > 1 and letter == other[j - 2] and mark == one[i - 2]:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def retyped(found: list[Place]) -> tuple[str, ...]:
    """For each place the shortest text that means it alone."""
    return tuple(dict.fromkeys(map(_retyped, found)))


def _retyped(place: Place) -> str:
    if place.kind == "code-postal":
        return place.code
    reading = Reading(place.name, fold(place.name))
    if _means(exact(reading) or climb(reading, SURE), place):
        return place.name
    from achats_reseaux.geocoder import read

    home = f"{place.name} ({place.departements[0]})"
    if _means(read(home, suggest=False), place):
        return home
    # "Mayenne (53)" is the département and the commune.
    return f"{'commune' if place.communes else 'département'} {home}"


def _means(found: object, place: Place) -> bool:
    return isinstance(found, Places) and [one.code for one in found.candidates] == [place.code]
