"""A query of the geocoder: a name as typed, the conditions on its place; its refusal."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.model import (
    COMMUNAL,
    INTERCOMMUNALITES,
    Malformed,
    Place,
    Places,
    Record,
    Unknown,
)
from achats_reseaux.text import expand_saints, fold, shortened, with_lost_letters

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONGEST = 500
"""Characters. An address line is shorter; a file pasted into the command is longer."""

ADMITTED_KINDS: dict[str | None, tuple[str, ...]] = {
    "region": ("region", "collectivite"),
    "departement": ("departement", "collectivite"),
    "epci": INTERCOMMUNALITES,
    "commune": COMMUNAL,
    "commune-deleguee": ("commune-deleguee", "commune-associee"),
}
"""The kinds of place that each kind of query admits; ``ensembles.tsv`` has it for its own rows."""

ENSEMBLE_KINDS = ("ensemble", "ancienne-region", "groupe")
"""The kinds of named sets of départements: of all in tables of names, then of the places."""

WITH_NAMESAKES = ("region", *ENSEMBLE_KINDS)
"""The kinds that come before a smaller place of the same name, which is then mentioned."""

_SIGNS = ("(", ",", " - ")
_NOT_OF_NAMES = (":", "/", ";", "&", "+")
_DIGITS = frozenset("0123456789")


def without_letters(typed: str) -> Malformed:
    """What is told of a text, as cleaned, that has neither a letter nor a digit."""
    fault = "Le lieu est vide"
    if typed:
        fault = f"« {shortened(typed)} » n'est pas un lieu"
    return Malformed(f"{fault} : donnez un nom, un code postal, un code INSEE ou un SIREN.")


def clean(text: str) -> str:
    """Normalise a text: NFKC, single spaces, no invisible characters, no surrounding quotes.

    HTML entities are decoded: exports of tender notices contain some
    (``l&#039;Yonne``). Lost letters are told.
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


class AreaFilter(Record):
    """The area that a place must lie in: départements, and communes if it is smaller than these.

    ``label`` names the area in French ("dans le Calvados (14)").
    """

    departements: tuple[str, ...]
    communes: tuple[str, ...]
    label: str

    def cut(self, other: AreaFilter | None) -> AreaFilter:
        """The intersection of this area with the départements of another one, if there is one."""
        if other is None:
            return self
        kept = tuple(sorted(set(self.departements).intersection(other.departements)))
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
        linked: whether a link word before the name tells that it has no article ("ville
            de Biot").
        cedex: whether the word CEDEX stood beside it, so that it is an address.
    """

    typed: str
    key: str
    kind: str | None = None
    within: AreaFilter | None = None
    of_body: bool = False
    linked: bool = False
    cedex: bool = False

    def has_signs(self) -> bool:
        """Whether the text has a bracket, a comma or a dash between spaces."""
        return any(sign in self.typed for sign in _SIGNS)

    def holds_only_a_name(self) -> bool:
        """Whether the text can hold nothing else: no code, no area, no CEDEX, no ``s/``."""
        if "cedex" in self.key or not _DIGITS.isdisjoint(self.key):
            return False
        if self.has_signs():
            return False
        return not any(sign in self.typed for sign in _NOT_OF_NAMES)

    def of(self, name: str, key: str = "", kind: str | None = None) -> NameQuery:
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
        if ensemble is None:
            return False
        return self.kind in ensemble.nature.split(" ")

    def admitted(self, candidates: Iterable[Place]) -> list[Place]:
        """The places that satisfy the conditions."""
        return list(filter(self.admits, candidates))

    def with_accents(self, candidates: list[Place]) -> list[Place]:
        """If the name has accents, the places that have it in theirs: "Loiré" is not Loire."""
        wanted = accented(self.typed)
        if wanted.isascii():
            return candidates
        return [place for place in candidates if wanted in accented(place.name)]

    def prefer_accents(self, candidates: list[Place]) -> list[Place]:
        """If the name has accents and some places have the same ones, only these places."""
        wanted = accented(self.typed)
        if wanted.isascii():
            return candidates
        spelt_so = [place for place in candidates if accented(place.name) == wanted]
        return spelt_so or candidates


class Refusal(Record):
    """A text that names no place, and what is known of why: ``refusals`` makes a sentence of it.

    Attributes:
        query: the text, and the conditions on its place.
        several: the places that it names beside each other, or by its name and its code.
    """

    query: NameQuery
    several: tuple[Place, ...] = ()


Outcome = Places | Refusal | Unknown | Malformed
"""What a text is: places, or why it is none; codes say that in their own words."""

if TYPE_CHECKING:
    PlaceReading = Callable[[NameQuery], Outcome | None]
    """One way to read a text; ``None`` where the text is not of that form."""


def first_outcome(readings: tuple[PlaceReading, ...], query: NameQuery) -> Outcome | None:
    """What the first reading makes of a text that has its form: places or a refusal."""
    for reading in readings:
        outcome = reading(query)
        if outcome is not None:
            return outcome
    return None


def first_places(readings: tuple[PlaceReading, ...], query: NameQuery) -> Places | None:
    """The same; ``None`` for a refusal."""
    return places_only(first_outcome(readings, query))


def places_only(outcome: Outcome | None) -> Places | None:
    """The places of an outcome; ``None`` for a refusal."""
    return outcome if isinstance(outcome, Places) else None


def accented(text: str) -> str:
    """A folded text that keeps its accents: ``luré`` is not ``lure``."""
    if text.isascii():
        return fold(text)
    import unicodedata

    lower = unicodedata.normalize("NFC", text).casefold().replace("œ", "oe").replace("æ", "ae")
    words = "".join(mark if mark.isalnum() else " " for mark in lower).split()
    return " ".join(expand_saints(words))
