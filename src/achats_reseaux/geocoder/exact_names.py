"""The query for a place by name, and the look-up that answers most of them: the exact name.

A look-up of an exact name loads no more of the readers than this.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.model import Malformed, Place, Places, Record, Unknown
from achats_reseaux.text import expand_saints, fold, with_lost_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 500
"""Characters. An address line is shorter; a file pasted into the command is longer."""

ADMITTED_KINDS: dict[str | None, tuple[str, ...]] = {
    "region": ("region", "collectivite"),
    "departement": ("departement", "collectivite"),
    "epci": ("epci", "ept"),
    "commune": ("commune", "commune-deleguee", "commune-associee", "arrondissement"),
    "commune-deleguee": ("commune-deleguee", "commune-associee"),
}
"""The kinds of place that each kind of query admits; ``ensembles.tsv`` has it for its own rows."""

ENSEMBLE_KINDS = ("ensemble", "ancienne-region", "groupe")
"""The kinds of named sets of départements: of all in tables of names, then of the places."""

WITH_NAMESAKES = ("region", *ENSEMBLE_KINDS)
"""The kinds that come before a smaller place of the same name, which is then mentioned."""

_DIGITS = frozenset("0123456789")
_CODE = 3
"""Most letters of an alias that may be a code, which has no accents."""


def clean(text: str) -> str:
    """Normalise a text: NFKC, single spaces, no invisible characters, no surrounding quotes.

    HTML entities are decoded: exports of tender notices contain some (``l&#039;Yonne``). Lost
    letters are told.
    """
    text = text[:LONGEST]  # a longer one is refused for its length
    if "?" in text or not text.isprintable():
        text = with_lost_letters(text)
    if ";" in text.partition("&")[2]:  # "&copy" alone would be read too
        from html import unescape

        text = unescape(text)
    if not text.isascii():
        import unicodedata

        text = unicodedata.normalize("NFKC", text)
        if not text.isprintable():  # a BOM, a soft hyphen
            text = "".join(mark for mark in text if unicodedata.category(mark) != "Cf")
    return " ".join(text.split()).strip(" '\"=")


class Within(Record):
    """The area that a place must lie in: départements, and communes if it is smaller than these.

    ``label`` names the area in French ("dans le Calvados (14)").
    """

    departements: tuple[str, ...]
    communes: tuple[str, ...]
    label: str

    def cut(self, departements: Iterable[str]) -> Within:
        """The intersection of this area with some départements."""
        kept = tuple(sorted(set(self.departements).intersection(departements)))
        communes = tuple(c for c in self.communes if gazetteer.departement_of(c) in kept)
        return self.replace(departements=kept, communes=communes)

    def holds(self, place: Place) -> bool:
        """Whether the place and this area intersect."""
        if self.communes and place.communes:
            return not set(self.communes).isdisjoint(place.communes)
        return not set(self.departements).isdisjoint(place.departements)


class NameQuery(Record):
    """A name as typed, and the conditions on its place.

    Attributes:
        key: the folded name.
        kind: the kind required (a key of ``ADMITTED_KINDS``), or ``None`` for any.
        within: the area required, or ``None``.
        of_body: whether it is the place in the name of a public body.
        linked: whether a link word before the name tells that it has no article ("ville de Biot").
    """

    typed: str
    key: str
    kind: str | None = None
    within: Within | None = None
    of_body: bool = False
    linked: bool = False

    def holds_only_a_name(self) -> bool:
        """Whether the text can hold nothing else: no code, no area, no CEDEX, no ``s/``."""
        signs = any(sign in self.typed for sign in ("/", "(", ",", " - ", ";", "&", "+"))
        return not signs and "cedex" not in self.key and _DIGITS.isdisjoint(self.key)

    def of(self, name: str, key: str | None = None, kind: str | None = None) -> NameQuery:
        """The query for another name, whose key may be known, and perhaps another kind."""
        return NameQuery(name, key or fold(name), kind or self.kind, self.within)

    def admits(self, place: Place) -> bool:
        """Whether a place satisfies the conditions on kind and area."""
        if self.within is not None and not self.within.holds(place):
            return False
        if self.kind is None or place.kind in ADMITTED_KINDS[self.kind]:
            return True
        if place.kind not in ENSEMBLE_KINDS:
            return False
        ensemble = gazetteer.territory(place.kind, place.code)
        return ensemble is not None and self.kind in ensemble.nature.split(" ")

    def admitted(self, found: Iterable[Place | None]) -> list[Place]:
        """The places that satisfy the conditions; one may be given as an equivalent kind."""
        read = [_as_kind(place, self.kind) for place in found if place is not None]
        return [place for place in read if place is not None and self.admits(place)]

    def prefer_accents(self, found: list[Place]) -> list[Place]:
        """If the name has accents and some places have the same ones, only these places."""
        wanted = accented(self.typed)
        if wanted.isascii():
            return found
        return [place for place in found if accented(place.name) == wanted] or found


class NoPlace(Record):
    """A text that names no place, and what is known of why: ``refusals`` makes a sentence of it.

    Attributes:
        query: the text, and the conditions on its place.
        elsewhere: the places that it names outside the area required.
        contradiction: the place of its name, and that of its code.
        several: the places that it names beside each other.
    """

    query: NameQuery
    elsewhere: tuple[Place, ...] = ()
    contradiction: tuple[Place, ...] = ()
    several: tuple[Place, ...] = ()


Outcome = Places | Unknown | Malformed | NoPlace


def _as_kind(place: Place, kind: str | None) -> Place | None:
    """A place as the kind required, where a region and its only département are the same area."""
    if place.kind == "region" and kind == "departement" and len(place.departements) == 1:
        return places.of("departement", place.departements[0])
    if place.kind == "departement" and kind == "region":
        region = places.of("region", place.regions[0])
        return region if region and len(region.departements) == 1 else place
    return place


def accented(text: str) -> str:
    """A folded text that keeps its accents: ``luré`` is not ``lure``."""
    if text.isascii():
        return fold(text)
    import unicodedata

    lower = unicodedata.normalize("NFC", text).casefold().replace("œ", "oe").replace("æ", "ae")
    words = "".join(mark if mark.isalnum() else " " for mark in lower).split()
    return " ".join(expand_saints(words))


def exact(query: NameQuery) -> Places | None:
    """The places that have exactly this name or alias.

    A region comes first, then a former region or group; else départements, EPCI by alias and
    communes together.
    """
    key = query.key
    # An area that the kind excludes is not looked up.
    named = gazetteer.areas_named(key) if query.kind not in ("commune", "epci") else []
    if len(key) > _CODE or query.typed.isascii():  # "RE" is La Réunion, "Ré" an island
        named += gazetteer.aliases(key)
    for kinds in (("region",), ENSEMBLE_KINDS):
        kept = query.admitted(places.of(*m) for m in named if m[0] in kinds)
        if kept:
            return Places(places.ranked(kept))
    own = gazetteer.communes_named(key)
    if not named and not own:
        return None
    every = query.admitted([*(places.of(*one) for one in named), *map(places.of_commune, own)])
    found = query.prefer_accents(every)
    aside = [place for place in every if place not in found]  # those with another accent
    others = [place for place in found if place.kind == "commune"]
    homes = [place for place in found if place.kind != "commune"]
    homes, others = _area_or_its_commune(homes, others)
    if "departement" in [home.kind for home in homes]:
        # "Loire" is the département; "Loiré" (49) only meets it with the accent dropped.
        wanted = accented(query.typed)
        aside += [place for place in others if accented(place.name) != wanted]
        others = [place for place in others if accented(place.name) == wanted]
    elif others:
        meant, other = _meant_or_aside(query, others)
        others += meant
        aside += other
    exact_first = sorted(places.ranked([*homes, *others]), key=lambda place: place.approximate)
    return Places(tuple(exact_first), places.ranked(aside)) if exact_first else None


def _meant_or_aside(query: NameQuery, communes: list[Place]) -> tuple[list[Place], list[Place]]:
    """The homonyms of these communes: those that are likely to be meant, and the others.

    "Évry" is a village, but usually means Évry-Courcouronnes, which is bigger. "Vire" is a part of
    Vire Normandie; Viré, spelt with its accent, is another commune. "Montereau" may be the town of
    Montereau-Fault-Yonne, "Lamentin" Le Lamentin.
    """
    from achats_reseaux.gazetteer import name_searches
    from achats_reseaux.gazetteer.town_sizes import BEGUN_SHARE, BEGUN_TIMES, LARGE_TOWN

    wanted = accented(query.typed)
    spelt = any(accented(place.name) == wanted for place in communes)
    meant: list[Place] = []
    others: list[Place] = []
    biggest = max(map(places.inhabitants, communes))
    for one in name_searches.homonyms(query.key):
        same = accented(one.name) == wanted
        if spelt and not same and not wanted.isascii():
            continue  # "Loiré" is not Loire
        likely = gazetteer.population(one.home) > biggest or (same and not spelt)
        found = query.admitted([places.of_territory(one)])
        # With an area, only the present commune is meant.
        (meant if likely and query.within is None else others).extend(found)
    known = {insee for place in (*communes, *meant, *others) for insee in place.communes}
    alone = len(communes) == 1 and not meant and query.within is None
    for count, insee in name_searches.towns_beginning(query.key):
        if insee not in known and count >= BEGUN_SHARE * biggest:
            town = places.of_commune(insee)
            known_by_it = biggest < LARGE_TOWN and count >= BEGUN_TIMES * biggest
            known_by_it = known_by_it and not (query.kind and query.linked)  # "ville de Montereau"
            of_its_body = query.of_body and count > biggest  # "CH Lons"
            likely = alone and (known_by_it or of_its_body)
            found = query.admitted([begun(query, town) if likely else town])
            if wanted.isascii() or accented(town.name).startswith(f"{wanted} "):
                (meant if likely else others).extend(found)
    if not query.linked:
        twins = map(places.of_commune, name_searches.names_with_article(query.key))
        meant += [
            place
            for place in query.admitted(twins)
            if wanted.isascii() or accented(place.name).endswith(f" {wanted}")
        ]
    return meant, others


def begun(query: NameQuery, place: Place) -> Place:
    """A place, marked as approximate, of whose name only the beginning was typed."""
    note = f"« {query.typed} » est lu comme le début d'un nom : {place.name}."
    return places.guessed(place, note)


def _area_or_its_commune(
    homes: list[Place], communes: list[Place]
) -> tuple[list[Place], list[Place]]:
    """Of a département and its only commune keep the commune; of a collectivité, itself."""
    for home in homes:
        found = gazetteer.departement(home.code)
        alone = found is not None and found.communes == 1
        twins = [one for one in communes if alone and one.departements == home.departements]
        if twins and home.kind == "departement":
            homes = [place for place in homes if place is not home]
        else:
            communes = [place for place in communes if place not in twins]
    return homes, communes
