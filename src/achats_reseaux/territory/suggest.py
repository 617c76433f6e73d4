"""Suggestions for a name with a wrong letter. Nothing here ever answers in its place.

Loaded only once every rung has failed, it must still be quick: names one edit away are found by
making every such name and looking each up in a set; the others by likeness, among those that begin
alike and are about as long.
"""

from __future__ import annotations

from achats_reseaux.model import Place, Places
from achats_reseaux.territory import gazetteer, places
from achats_reseaux.territory.tables import key_of, plain
from achats_reseaux.text import compact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.territory.names import Reading

MOST = 5
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LIKE = 0.75


def suggestions(reading: Reading) -> tuple[str, ...]:
    """Texts to type instead, each of which means one place: nearest first, then the biggest."""
    key = compact(reading.key)
    if len(key) < 3:
        return ()
    areas = _areas(reading.kind)
    names = _names(reading.kind)
    keys = [compact(k) for k in areas]
    pool = set(names) | set(keys)
    near = pool & one_edit(key)
    found = _placed(reading, near, areas, names)
    if len(found) < MOST:
        like = _alike(key, [n for n in pool if n not in near])
        for name in like:
            found += _placed(reading, {name}, areas, names)
            if len(found) >= MOST:
                break
    return retyped(found[:MOST])


def one_edit(key: str) -> set[str]:
    """Every text one letter away: one less, one more, one other, or two swapped."""
    halves = [(key[:i], key[i:]) for i in range(len(key) + 1)]
    less = {a + b[1:] for a, b in halves if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in halves if len(b) > 1}
    other = {a + c + b[1:] for a, b in halves if b for c in _LETTERS}
    more = {a + c + b for a, b in halves for c in _LETTERS}
    return less | swapped | other | more


def _areas(kind: str | None) -> dict[str, Place]:
    """Regions, départements and former regions by their folded names."""
    found: dict[str, Place | None] = {}
    if kind in (None, "region"):
        found |= {key_of(row[2]): places.ensemble(row[0]) for row in gazetteer.ensembles()}
    if kind in (None, "departement"):
        found |= {key_of(d.name): places.departement(d.code) for d in gazetteer.departements()}
    if kind in (None, "region"):
        found |= {key_of(r.name): places.region(r.code) for r in gazetteer.regions()}
    if kind == "epci":
        from achats_reseaux.territory.names import _epci_keys

        for row in gazetteer.EPCI.all():
            found |= dict.fromkeys(_epci_keys(row[2]), places.epci(row))
    return {key: place for key, place in found.items() if place}


def _names(kind: str | None) -> list[str]:
    """The folded names of the communes, spaces removed, in the order of ``communes.tsv``."""
    if kind not in (None, "commune"):
        return []
    folded = plain(gazetteer.COMMUNES.text()).decode().replace(" ", "")
    return folded.replace("\n", "\t").split("\t")[1::2]


def _placed(
    reading: Reading, near: set[str], areas: dict[str, Place], names: list[str]
) -> list[Place]:
    """The places of some compact names: areas first, then the biggest."""
    found = [p for key, p in areas.items() if compact(key) in near]
    if not near:
        return found
    lines = gazetteer.COMMUNES.text().split("\n") if names else []
    for rank, name in enumerate(names):
        if name in near:
            found.append(places.commune(lines[rank].partition("\t")[0]))
    if reading.within is not None:
        held = [place for place in found if reading.within.holds(place)]
        found = held or found
    big = ("region", "departement", "ancienne-region", "groupe", "collectivite")
    return sorted(found, key=lambda p: (p.kind not in big, -p.population, p.code))


def _alike(key: str, names: list[str]) -> list[str]:
    """Names that begin alike, are about as long and look alike, the most alike first."""
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(key)
    scored = []
    for name in names:
        if name[:2] == key[:2] and abs(len(name) - len(key)) <= 3:
            matcher.set_seq1(name)
            if matcher.quick_ratio() >= _LIKE and (ratio := matcher.ratio()) >= _LIKE:
                scored.append((-ratio, name))
    return [name for _, name in sorted(scored)]


def retyped(found: list[Place]) -> tuple[str, ...]:
    """For each place a text that means it alone: its name, else with its département."""
    from achats_reseaux.territory.names import Reading, exact
    from achats_reseaux.text import fold

    texts = []
    for place in found:
        if place.kind in ("epci", "ept"):
            texts.append(place.name)
            continue
        reading = exact(Reading(place.name, fold(place.name)))
        alone = isinstance(reading, Places) and [c.code for c in reading.candidates] == [place.code]
        texts.append(place.name if alone else f"{place.name} ({place.departements[0]})")
    return tuple(dict.fromkeys(texts))
