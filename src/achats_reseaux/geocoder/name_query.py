"""What is asked of a name, and the rung that answers most of them: the exact name.

Every other module of this package that reads a name imports this one, which imports none of them.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.model import Place, Places, Record
from achats_reseaux.text import fold, saints_spelt_out

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

ADMITTED_KINDS: dict[str | None, tuple[str, ...]] = {
    "region": ("region", "collectivite"),
    "departement": ("departement", "collectivite"),
    "epci": ("epci", "ept"),
    "commune": ("commune", "commune-deleguee", "commune-associee", "arrondissement"),
    "commune-deleguee": ("commune-deleguee", "commune-associee"),
}
"""What each kind of question takes; former regions and groups say it in ``ensembles.tsv``."""

ENSEMBLE_KINDS = ("ensemble", "ancienne-region", "groupe")
"""The kinds of the rows of ``ensembles.tsv``: more than one region or département."""


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


class NameQuery(Record):
    """A name as typed, and what its place must be.

    Attributes:
        key: the name as ``text.fold`` normalises it.
        kind: of the question (a key of ``ADMITTED_KINDS``), or ``None`` for any place.
        within: the ground it must lie on, or ``None``.
        suggest: look for what an unknown name may have meant.
        explain: say why it is unknown.
    """

    typed: str
    key: str
    kind: str | None = None
    within: Within | None = None
    suggest: bool = True
    explain: bool = True

    def silent(self) -> NameQuery:
        """The same question, whose failure says nothing."""
        return self.replace(suggest=False, explain=False)

    def with_text(self, name: str) -> NameQuery:
        """The same question about another name."""
        return self.replace(typed=name, key=fold(name))

    def admits(self, place: Place) -> bool:
        """Whether the place is of the kind asked for and lies where asked."""
        if self.within is not None and not self.within.holds(place):
            return False
        if self.kind is None or place.kind in ADMITTED_KINDS[self.kind]:
            return True
        found = gazetteer.ensemble(place.code) if place.kind in ENSEMBLE_KINDS else None
        return found is not None and self.kind in found.asked_as

    def admitted(self, found: Iterable[Place | None]) -> list[Place]:
        """The places that are of the kind asked for and lie where asked."""
        read = [_as_asked(place, self.kind) for place in found if place is not None]
        return [place for place in read if place is not None and self.admits(place)]

    def prefer_accents(self, found: list[Place]) -> list[Place]:
        """Where the text bears an accent, and some places bear the same, only those."""
        if self.typed.isascii():
            return found
        wanted = accented(self.typed)
        if wanted.isascii():
            return found
        return [place for place in found if accented(place.name) == wanted] or found


def _as_asked(place: Place, kind: str | None) -> Place | None:
    """An overseas region and its one département are the same ground."""
    if place.kind == "region" and kind == "departement" and len(place.departements) == 1:
        return places.of_departement(place.departements[0])
    if place.kind == "departement" and kind == "region":
        alone = gazetteer.departements_of_region(place.regions[0]) == place.departements
        return places.of_region(place.regions[0]) if alone else place
    return place


def accented(text: str) -> str:
    """A key that keeps accents: ``luré`` is not ``lure``."""
    if text.isascii():
        return fold(text)
    from unicodedata import normalize

    lower = normalize("NFC", text).casefold().replace("œ", "oe").replace("æ", "ae")
    words = "".join(mark if mark.isalnum() else " " for mark in lower).split()
    return " ".join(saints_spelt_out(words))


# --- the exact name -------------------------------------------------------------------------------


def exact(query: NameQuery) -> Places | None:
    """A region, its alias, a former region or group; else départements and communes together."""
    key = query.key
    # What could not be an answer of the kind asked for is not looked up.
    named = gazetteer.areas_named(key) if query.kind not in ("commune", "epci") else []
    named += gazetteer.aliases(key)
    for kinds in (("region",), ENSEMBLE_KINDS):
        kept = query.admitted(places.of(*m) for m in named if m[0] in kinds)
        if kept:
            return Places(places.ranked(kept))
    own = gazetteer.communes_named(key) if query.kind in (None, "commune") else []
    if not named and not own:
        return None
    communes = [places.of_commune(insee) for insee, _ in own]
    homes = query.admitted(places.of(*m) for m in named if m[0] in ("departement", "epci"))
    communes += [places.of_commune(code) for kind, code in named if kind == "commune"]
    every = [*homes, *query.admitted(communes)]
    found = query.prefer_accents(every)
    aside = [place for place in every if place not in found]  # another accent
    others = [place for place in found if place.kind == "commune"]
    homes, others = _one_of_twins([place for place in found if place not in others], others)
    if any(home.kind == "departement" for home in homes):
        # "Loire" is the département; "Loiré" (49) only meets it with the accent dropped.
        wanted = accented(query.typed)
        other = [place for place in others if accented(place.name) != wanted]
        others = [place for place in others if place not in other]
        aside += other
    elif others:
        meant, other = _homonyms(query, others)
        others += meant
        aside += other
    found = [*homes, *others]
    return Places(places.ranked(found), places.ranked(aside)) if found else None


def _homonyms(query: NameQuery, communes: list[Place]) -> tuple[list[Place], list[Place]]:
    """What else bears or bore the name of these communes: those that may be meant, and the others.

    "Évry" is a village, but most mean Évry-Courcouronnes, which is bigger; "Vire" is a part of Vire
    Normandie, and Viré another place: neither is taken for the other.
    """
    homonyms = gazetteer.homonyms(query.key)
    if not homonyms:
        return [], []
    wanted = accented(query.typed)
    spelt = any(accented(place.name) == wanted for place in communes)
    meant: list[Place] = []
    others: list[Place] = []
    biggest = max(map(places.inhabitants, communes))
    for one in homonyms:
        same = accented(one.name) == wanted
        if spelt and not same and not wanted.isascii():
            continue  # "Loiré" is not Loire
        likely = gazetteer.population(one.commune) > biggest or (same and not spelt)
        found = query.admitted([places.of_homonym(one)])
        # A name and its département are one commune of today, and no other; nor is a beginning.
        sure = query.within is not None or one.nature == "commune"
        (meant if likely and not sure else others).extend(found)
    return meant, others


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
