"""A name being read: what it must be, where it must lie; and the surest rung, the exact name."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.model import Place, Places, Record
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS: dict[str | None, tuple[str, ...]] = {
    "region": ("region", "collectivite"),
    "departement": ("departement", "collectivite"),
    "epci": ("epci", "ept"),
    "commune": ("commune", "commune-deleguee", "commune-associee", "arrondissement"),
}
"""What each kind of question takes; former regions and groups say it in ``ensembles.tsv``."""

_ENSEMBLES = ("ensemble", "ancienne-region", "groupe")


class Within(Record):
    """The ground that settles a homonym: some départements, and communes if it is finer.

    ``label`` says where that is, in French ("dans le Calvados (14)").
    """

    departements: tuple[str, ...]
    communes: tuple[str, ...]
    label: str

    def cut(self, departements: Iterable[str]) -> Within:
        """The part of this ground that lies in some départements."""
        kept = tuple(sorted(set(self.departements).intersection(departements)))
        communes = tuple(c for c in self.communes if gazetteer.departement_of(c) in kept)
        return self.replace(departements=kept, communes=communes)

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
        suggest: what is unknown is to be told, and looked for among what it looks like.
    """

    typed: str
    key: str
    kind: str | None = None
    within: Within | None = None
    suggest: bool = True

    def named(self, name: str) -> Reading:
        """The same question about another name."""
        return self.replace(typed=name, key=fold(name))

    def admits(self, place: Place) -> bool:
        """Whether the place is of the kind asked for and lies where asked."""
        if self.within is not None and not self.within.holds(place):
            return False
        if self.kind is None or place.kind in KINDS[self.kind]:
            return True
        row = gazetteer.ensemble(place.code) if place.kind in _ENSEMBLES else None
        return row is not None and self.kind in row[4].split(" ")

    def kept(self, found: Iterable[Place | None]) -> list[Place]:
        """The places that are admitted."""
        read = [_as_asked(place, self.kind) for place in found if place is not None]
        return [place for place in read if place is not None and self.admits(place)]


def _as_asked(place: Place, kind: str | None) -> Place | None:
    """An overseas region and its one département are the same ground."""
    if place.kind == "region" and kind == "departement" and len(place.departements) == 1:
        return places.departement(place.departements[0])
    if place.kind == "departement" and kind == "region":
        alone = gazetteer.departements_of_region(place.regions[0]) == place.departements
        return places.region(place.regions[0]) if alone else place
    return place


def has_more(reading: Reading) -> bool:
    """Whether something stands beside the name that must be read first: a code, a hint, ``s/``."""
    if "cedex" in reading.key or any(sign in reading.typed for sign in ("/", "(", ",", " - ")):
        return True
    return any(digit in reading.key for digit in "0123456789")


# --- accents -------------------------------------------------------------------------------------


def accented(text: str) -> str:
    """A key that keeps accents: ``luré`` is not ``lure``."""
    if text.isascii():
        return fold(text)
    from unicodedata import normalize

    lower = normalize("NFC", text).casefold().replace("œ", "oe").replace("æ", "ae")
    words = "".join(mark if mark.isalnum() else " " for mark in lower).split()
    return " ".join(fold(word) if word.isascii() else word for word in words)


def exact_first(reading: Reading, found: list[Place]) -> list[Place]:
    """Where the text bears an accent, and some places bear the same, only those."""
    wanted = accented(reading.typed)
    if wanted.isascii():
        return found
    return [place for place in found if accented(place.name) == wanted] or found


# --- the exact name ------------------------------------------------------------------------------


def exact(reading: Reading) -> Places | None:
    """A region, its alias, a former region or group; else départements and communes together."""
    key = reading.key
    # What could not be an answer of the kind asked for is not looked up.
    named = gazetteer.areas_named(key) if reading.kind not in ("commune", "epci") else []
    named += [(row[1], row[2]) for row in gazetteer.ALIASES.rows(key)]
    for kinds in (("region",), _ENSEMBLES):
        kept = reading.kept(places.of(*m) for m in named if m[0] in kinds)
        if kept:
            return Places(places.ranked(kept), _namesakes(reading))
    own = gazetteer.communes_named(key) if reading.kind in (None, "commune") else []
    communes = [places.commune(insee) for insee, _ in own]
    homes = reading.kept(places.of(*m) for m in named if m[0] in ("departement", "epci"))
    communes += [places.commune(code) for kind, code in named if kind == "commune"]
    found = exact_first(reading, [*homes, *reading.kept(communes)])
    others = [place for place in found if place.kind == "commune"]
    homes, others = _one_of_twins([place for place in found if place not in others], others)
    aside: list[Place] = []
    if any(home.kind == "departement" for home in homes):
        # "Loire" is the département; "Loiré" (49) only meets it with the accent dropped.
        wanted = accented(reading.typed)
        aside = [place for place in others if accented(place.name) != wanted]
        others = [place for place in others if place not in aside]
    elif others:
        meant, aside = _homonyms(reading, others)
        others += meant
    found = [*homes, *others]
    return Places(places.ranked(found), places.ranked(aside)) if found else None


def _homonyms(reading: Reading, communes: list[Place]) -> tuple[list[Place], list[Place]]:
    """What else bears or bore the name of these communes: those that may be meant, and the others.

    "Évry" is a village, but most mean Évry-Courcouronnes, which is bigger; "Vire" is a part of Vire
    Normandie, and Viré another place: neither is taken for the other.
    """
    wanted = accented(reading.typed)
    spelt = any(accented(place.name) == wanted for place in communes)
    meant: list[Place] = []
    others: list[Place] = []
    rows = gazetteer.homonyms(reading.key)
    biggest = max(map(places.population, communes)) if rows else 0
    for row in rows:
        nature, _, name, home = row
        same = accented(name) == wanted
        if spelt and not same and not wanted.isascii():
            continue  # "Loiré" is not Loire
        likely = gazetteer.population(home) > biggest or (same and not spelt)
        found = reading.kept([places.homonym(row)])
        # A name and its département are one commune of today, and no other; nor is a beginning.
        sure = reading.within is not None or nature == "commune"
        (meant if likely and not sure else others).extend(found)
    return meant, others


def _namesakes(reading: Reading) -> tuple[Place, ...]:
    """The villages that a region's name leaves aside, worth a line where any place would do."""
    if reading.kind is not None:
        return ()
    from achats_reseaux.geocoder.names import parts

    communes = [places.commune(insee) for insee, _ in gazetteer.communes_named(reading.key)]
    return places.ranked([*communes, *parts(reading)])


def _one_of_twins(homes: list[Place], communes: list[Place]) -> tuple[list[Place], list[Place]]:
    """Paris, or Saint-Martin, is a département and its one commune: the better known is kept."""
    for home in homes:
        if home.kind == "epci" or gazetteer.communes_of_departement(home.code)[0] != 1:
            continue
        twin = next((c for c in communes if c.departements == home.departements), None)
        if twin is not None and home.kind == "departement":
            homes = [place for place in homes if place is not home]
        elif twin is not None:
            communes = [place for place in communes if place is not twin]
    return homes, communes
