"""The rungs that read a name, from the surest to the loosest.

Each rung takes a :class:`Reading` and gives the places that it finds, unranked; the first rung that
finds a place which the reading admits answers, alone. Nothing here forgives a wrong letter.
"""

from __future__ import annotations

from achats_reseaux.model import Place, Places
from achats_reseaux.record import Record
from achats_reseaux.territory import gazetteer, places
from achats_reseaux.territory.tables import key_of, plain
from achats_reseaux.text import compact, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from achats_reseaux.territory.tables import Table

KINDS: dict[str | None, tuple[str, ...]] = {
    "region": ("region", "collectivite"),
    "departement": ("departement", "collectivite"),
    "epci": ("epci", "ept"),
    "commune": ("commune", "commune-deleguee", "commune-associee", "arrondissement"),
}
"""What each kind of question takes; former regions and groups say it in ``ensembles.tsv``."""

PREFIX_LEAST, PREFIX_MOST = 4, 10
"""How long a name's beginning must be, and how many names may begin so, to answer from it."""


class Within(Record):
    """The ground that settles a homonym: some départements, and communes if it is finer.

    ``label`` says where that is, in French ("dans le Calvados (14)").
    """

    departements: tuple[str, ...]
    communes: tuple[str, ...]
    label: str

    def holds(self, place: Place) -> bool:
        """Whether a part of the place lies on this ground."""
        if self.communes and place.communes:
            return not set(self.communes).isdisjoint(place.communes)
        return not set(self.departements).isdisjoint(place.departements)


class Reading(Record):
    """A name as typed, its folded key, and what the answer must be.

    Attributes:
        kind: of the question, or ``None`` for any place.
        within: the ground it must lie on, or ``None``.
    """

    typed: str
    key: str
    kind: str | None = None
    within: Within | None = None

    def admits(self, place: Place) -> bool:
        """Whether the place is of the kind asked for and lies where asked."""
        if self.within is not None and not self.within.holds(place):
            return False
        if self.kind is None or place.kind in KINDS[self.kind]:
            return True
        row = (
            gazetteer.ensemble(place.code) if place.kind in ("ancienne-region", "groupe") else None
        )
        return row is not None and self.kind in row[4].split(" ")

    def kept(self, found: Iterable[Place | None]) -> list[Place]:
        """The places that are admitted; an overseas region and its one département are the same."""
        admitted = []
        for place in found:
            if place is None:
                continue
            if place.kind == "region" and self.kind == "departement":
                if len(place.departements) == 1:
                    admitted.append(places.departement(place.departements[0]))
            elif place.kind == "departement" and self.kind == "region":
                if place.regions and len(gazetteer.departements_of_region(place.regions[0])) == 1:
                    admitted.append(places.region(place.regions[0]))
            else:
                admitted.append(place)
        return [place for place in admitted if place is not None and self.admits(place)]


# --- accents -------------------------------------------------------------------------------------


def accented(text: str) -> str:
    """A key that keeps accents: ``luré`` is not ``lure``."""
    if text.isascii():
        return fold(text)
    from unicodedata import normalize

    lower = normalize("NFC", text).casefold().replace("œ", "oe").replace("æ", "ae")
    words = "".join(mark if mark.isalnum() else " " for mark in lower).split()
    return " ".join(fold(word) if word.isascii() else word for word in words)


def _exact_first(reading: Reading, found: list[Place]) -> list[Place]:
    """Where the text bears an accent, and places bear the same, only those."""
    wanted = accented(reading.typed)
    if wanted.isascii():
        return found
    return [place for place in found if accented(place.name) == wanted] or found


# --- the exact name ------------------------------------------------------------------------------


def exact(reading: Reading) -> Places | None:
    """A region, its alias, a former region or group; else départements and communes together."""
    key = reading.key
    meant = [(row[1], row[2]) for row in gazetteer.ALIASES.rows(key)]
    regions = [places.region(r.code) for r in gazetteer.regions() if key_of(r.name) == key]
    regions += [places.of(kind, code) for kind, code in meant if kind == "region"]
    ensembles = [places.of(*m) for m in meant if m[0] in ("ancienne-region", "groupe")]
    communes = [places.commune(insee) for insee, _ in gazetteer.communes_named(key)]
    for level in (regions, ensembles):
        if kept := reading.kept(level):
            aside = [*communes, *parts(reading)] if reading.kind is None else []
            return Places(places.ranked(kept), places.ranked(aside))
    homes = [places.departement(d.code) for d in gazetteer.departements() if key_of(d.name) == key]
    homes += [places.of(kind, code) for kind, code in meant if kind in ("departement", "epci")]
    communes += [
        commune for kind, code in meant if kind == "commune" if (commune := places.of(kind, code))
    ]
    kept = reading.kept(homes)
    others = _exact_first(reading, reading.kept(communes))
    if not kept:
        return Places(places.ranked(others)) if others else None
    kept, others = _one_of_twins(kept, others)
    if kept and kept[0].kind == "departement":
        # "Loire" is the département; "Loiré" (49) only meets it with the accent dropped.
        wanted = accented(reading.typed)
        aside = [place for place in others if accented(place.name) != wanted]
        return Places(
            places.ranked([*kept, *(p for p in others if p not in aside)]), places.ranked(aside)
        )
    return Places(places.ranked([*kept, *others]))


def _one_of_twins(homes: list[Place], communes: list[Place]) -> tuple[list[Place], list[Place]]:
    """Paris, or Saint-Martin, is a département and its one commune: the better known is kept."""
    for home in homes:
        if home.kind == "epci" or gazetteer.communes_of_departement(home.code)[0] != 1:
            continue
        twin = next((c for c in communes if c.departements == home.departements), None)
        if twin and home.kind == "departement":
            homes = [place for place in homes if place is not home]
        elif twin:
            communes = [place for place in communes if place is not twin]
    return homes, communes


# --- parts of communes ---------------------------------------------------------------------------

_ROMAN = {"i": 1, "v": 5, "x": 10}


def _rank_of(word: str) -> int:
    """The number in ``15``, ``15e``, ``1er``, ``3eme``, ``XVe``; 0 if there is none."""
    stem = word
    for ending in ("ieme", "eme", "er", "e"):
        if word.endswith(ending) and len(word) > len(ending):
            stem = word[: -len(ending)]
            break
    if stem.isdigit() and len(stem) <= 2:
        return int(stem)
    if not stem or not set(stem) <= _ROMAN.keys():
        return 0
    values = [_ROMAN[letter] for letter in stem]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def _arrondissement(key: str) -> str | None:
    """``paris 15``, ``lyon 3eme``, ``15e arrondissement de paris`` → the official name, folded."""
    words = [word for word in key.split() if word not in ("arrondissement", "arr", "de")]
    if len(words) == 3 and words[2] in ("e", "er", "eme", "ieme"):
        words = [words[0], words[1] + words[2]]
    if len(words) != 2:
        return None
    for city, number in (words, words[::-1]):
        if rank := _rank_of(number):
            return f"{city} {rank}{'er' if rank == 1 else 'e'} arrondissement"
    return None


def _named(table: Table, column: int, wanted: str, loosen: Callable[[str], str]) -> list[list[str]]:
    """The rows of a table whose folded name, once loosened, is the wanted one.

    The table is folded and searched as one string: a few milliseconds for the biggest.
    """
    folded = loosen("\n" + plain(table.text()).decode())
    rows = []
    for needle in (f"\t{wanted}\t", f"\t{wanted}\n"):
        at = folded.find(needle)
        while at >= 0:
            start = folded.rfind("\n", 0, at + 1) + 1
            code = folded[start : folded.find("\t", start)].upper()
            rows += [row for row in table.rows(code) if row not in rows]
            at = folded.find(needle, at + 1)
    return [row for row in rows if loosen(f"\t{key_of(row[column])}\n")[1:-1] == wanted]


def _as_it_is(table: str) -> str:
    """Only what ``plain`` leaves to do: brackets leave double spaces and trailing ones."""
    return table.replace("  ", " ").replace(" \t", "\t").replace(" \n", "\n")


def parts(reading: Reading) -> list[Place]:
    """Communes déléguées and associées, and arrondissements of Paris, Lyon and Marseille."""
    key = _arrondissement(reading.key) or reading.key
    rows = _named(gazetteer.PARTS, 2, key, _as_it_is)
    return _exact_first(reading, reading.kept(places.part(row) for row in rows))


# --- EPCI ----------------------------------------------------------------------------------------

_NATURES = (
    "communaute de communes", "communaute d agglomeration", "communaute urbaine",
    "communaute agglomeration", "etablissement public territorial", "com com", "comcom",
    "metropole", "cc", "ca", "cu", "ept", "epci",
)  # fmt: skip
_LINKS = ("de la ", "de l ", "du ", "des ", "de ", "d ", "l ", "le ", "la ", "les ")


def _bare_epci(key: str) -> str:
    """A grouping's name without its nature and the link word, spaces removed."""
    for nature in _NATURES:
        if key.startswith(nature + " "):
            key = key[len(nature) + 1 :]
            break
    key = key.removesuffix(" metropole")
    for link in _LINKS:
        if key.startswith(link):
            key = key[len(link) :]
            break
    return compact(key)


def epci(reading: Reading) -> list[Place]:
    """A grouping by its full name, else by its name without nature, brackets and acronym."""
    rows = gazetteer.EPCI.all()
    whole = [row for row in rows if fold(row[2]) == reading.key]
    if not whole:
        wanted = _bare_epci(fold(reading.typed.partition("(")[0]) or reading.key)
        whole = [row for row in rows if wanted in _epci_keys(row[2])]
    return reading.kept(places.epci(row) for row in whole)


def _epci_keys(name: str) -> tuple[str, ...]:
    outside, bracket, inside = name.partition("(")
    keys = (_bare_epci(fold(outside)),)
    return (*keys, compact(fold(inside))) if bracket else keys


# --- names of the past ---------------------------------------------------------------------------


def formers(reading: Reading) -> list[Place]:
    """Communes that are gone, and former names of those that are not."""
    rows = _named(gazetteer.FORMER, 1, reading.key, _as_it_is)
    return _exact_first(reading, reading.kept(places.successor(row) for row in rows))


# --- looser: spaces, articles, beginnings --------------------------------------------------------


def _areas(test: Callable[[str], bool]) -> list[Place | None]:
    """Regions, former regions, groups and départements whose folded name passes a test."""
    found = [places.region(r.code) for r in gazetteer.regions() if test(key_of(r.name))]
    found += [places.ensemble(row[0]) for row in gazetteer.ensembles() if test(key_of(row[2]))]
    found += [places.departement(d.code) for d in gazetteer.departements() if test(key_of(d.name))]
    return found


def _loosely(reading: Reading, wanted: str, loosen: Callable[[str], str]) -> list[Place]:
    """What has the wanted name once the tables are loosened (whole tables, a few milliseconds)."""
    found = _areas(lambda name: loosen(f"\t{name}\n")[1:-1] == wanted)
    found += [places.commune(row[0]) for row in _named(gazetteer.COMMUNES, 1, wanted, loosen)]
    if kept := reading.kept(found):
        return kept
    return reading.kept(places.part(row) for row in _named(gazetteer.PARTS, 2, wanted, loosen))


def _without_spaces(table: str) -> str:
    return table.replace(" lez ", " les ").replace(" ", "")


def _without_articles(table: str) -> str:
    for article in ("\tl ", "\tle ", "\tla ", "\tles "):
        table = table.replace(article, "\t")
    return _without_spaces(table)


def spaceless(reading: Reading) -> list[Place]:
    """``Lagarde`` for La Garde, ``Château-Renard`` for Châteaurenard."""
    return _loosely(reading, _without_spaces(f" {reading.key} "), _without_spaces)


def articleless(reading: Reading) -> list[Place]:
    """``Havre`` for Le Havre, ``Le Loiret`` for Loiret; last, for it joins strangers."""
    wanted = _without_spaces(without_article(reading.key))
    return _loosely(reading, wanted, _without_articles) if wanted else []


def beginnings(reading: Reading) -> list[Place]:
    """Places whose name begins so, if they are few: said to be approximate."""
    key = reading.key
    if len(key) < PREFIX_LEAST:
        return []
    found = _areas(lambda name: name.startswith(key))
    if reading.kind == "epci":
        rows = [row for row in gazetteer.EPCI.all() if _begins_epci(row[2], key)]
        found += [places.epci(row) for row in rows[: PREFIX_MOST + 1]]
    else:
        named = gazetteer.communes_named(key, prefix=True, most=200)
        found += [places.commune(insee) for insee, _ in named]
    kept = reading.kept(found)
    note = f"« {reading.typed} » est lu comme le début d'un nom."
    if len(kept) > PREFIX_MOST:
        return []
    return [place.replace(approximate=True, notes=(*place.notes, note)) for place in kept]


def _begins_epci(name: str, key: str) -> bool:
    return _bare_epci(fold(name)).startswith(_bare_epci(key) or key)


# --- the rungs, in order -------------------------------------------------------------------------

SURE: tuple[Callable[[Reading], list[Place]], ...] = (parts, epci, formers)
LOOSE: tuple[Callable[[Reading], list[Place]], ...] = (spaceless, articleless, beginnings)


def climb(reading: Reading, rungs: tuple[Callable[[Reading], list[Place]], ...]) -> Places | None:
    """The answer of the first rung that has one."""
    for rung in rungs:
        if found := rung(reading):
            return Places(places.ranked(found))
    return None
