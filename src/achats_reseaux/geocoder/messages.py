"""The French messages for texts that resolve to no place, with texts to type instead."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.geocoder.name_query import ADMITTED_KINDS
from achats_reseaux.geocoder.type_words import find_type
from achats_reseaux.model import Malformed, Place, Unknown
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.name_query import NameQuery, Within

_FORMS = {
    "code-postal": "un code postal : il a 5 chiffres, comme 76000",
    "insee": "un code INSEE de commune : il a 5 caractères, comme 76540 ou 2A004",
    "siren": "un SIREN : il a 9 chiffres, comme 217605401",
    "siret": "un SIRET : il a 14 chiffres, comme 21760540100017",
}
NOUNS = {
    "region": "une région",
    "departement": "un département",
    "collectivite": "une collectivité d'outre-mer",
    "ancienne-region": "une ancienne région",
    "groupe": "un groupe de territoires",
    "epci": "un EPCI",
    "ept": "un établissement public territorial",
    "commune": "une commune",
    **places.PART_NOUNS,
}
"""The French noun of each kind of place, with its article."""


def _none(kind: str | None) -> str:
    """``Aucune commune``: that there is none of a kind of place."""
    return f"Auc{NOUNS[kind] if kind and kind in ADMITTED_KINDS else 'un lieu'}"


def empty() -> Malformed:
    """The text has no letter and no digit."""
    return Malformed("Le lieu est vide : donnez un nom, un code postal, un code INSEE ou un SIREN.")


def too_long(text: str) -> Malformed:
    """The text is too long for a place."""
    return Malformed(f"« {shortened(text)} » est trop long pour être un lieu.")


def rounded(typed: str) -> Malformed:
    """A SIRET that a spreadsheet rounded (``2,17E+13``)."""
    return Malformed(
        f"« {typed} » est un nombre arrondi par un tableur : ses chiffres sont perdus."
    )


def not_this_code(typed: str, kind: str) -> Malformed:
    """The text does not have the syntax of the kind of code required."""
    return Malformed(f"« {shortened(typed)} » n'est pas {_FORMS[kind]}.")


def abroad(typed: str) -> Unknown:
    """The text is an address in another country."""
    return Unknown(f"« {shortened(typed)} » est une adresse hors de France.")


def another_kind(kind: str, place: Place) -> Unknown:
    """The name is that of a place of another kind than the one required."""
    kinds = ("departement", "epci", "commune")
    asked = next((one for one in kinds if place.kind in ADMITTED_KINDS[one]), "region")
    message = f"{place.name} est {NOUNS[place.kind]}, pas {NOUNS[kind]} : à demander par --{asked}."
    return Unknown(message, _instead(kind, place))


def _instead(kind: str, place: Place) -> tuple[str, ...]:
    """The names of the regions or départements of a place, if that kind is required."""
    codes = {"region": place.regions, "departement": place.departements}.get(kind, ())
    return tuple(one.name for code in codes if (one := gazetteer.territory(kind, code)))


def unknown(query: NameQuery, suggestions: tuple[str, ...]) -> Unknown:
    """No place of the kind required has this name."""
    typed, within = shortened(query.typed), query.within
    where = f"« {typed} » {within.label}" if within is not None else f"ne s'appelle « {typed} »"
    first = find_type(query.key) if query.kind in (None, "epci") else None
    if first is None or first.kinds != ("epci",):
        return Unknown(f"{_none(query.kind)} {where}.", suggestions)
    message = f"{_none('epci')} de {gazetteer.VINTAGE} {where}"
    gone = "s'il a fusionné ou changé de nom, donnez une de ses communes."
    return Unknown(f"{message} ; {gone}", suggestions)


def elsewhere(
    typed: str, found: list[Place], within: Within, suggestions: tuple[str, ...]
) -> Unknown:
    """The name exists, but only outside the area required."""
    first = found[0]
    more = len(found) - 1
    if first.communes or first.kind not in NOUNS:
        name = first.name if first.communes else first.code  # a postal code that is not in the data
        # A code is not the name of a commune.
        what = _none(None if typed[:1].isdigit() else first.kind)
        there = f"{name} est {places.where(first)}"
        others = f", et {more} autre{'s' * (more > 1)} ailleurs"
    else:  # Vienne is a département, not in one
        has_number = first.kind in ("departement", "collectivite")
        name = f"{first.name} ({first.code})" if has_number else first.name
        what, there = _none(None), f"{name} est {NOUNS[first.kind]}"
        others = f", et {more} autre{'s lieux ont' if more > 1 else ' lieu a'} ce nom"
    message = f"{what} « {shortened(typed)} » {within.label} ; {there}{others * (more > 0)}."
    return Unknown(message, suggestions)


def several(typed: str, found: list[Place], suggestions: tuple[str, ...]) -> Unknown:
    """The parts of a text are places of different départements."""
    named = ", ".join(
        f"{place.name}, {places.where(place)}" if place.communes else place.name for place in found
    )
    return Unknown(f"« {shortened(typed)} » nomme plusieurs lieux : {named}.", suggestions)


def contradiction(typed: str, named: Place, coded: Place, suggestions: tuple[str, ...]) -> Unknown:
    """The name and the code of an address belong to different places."""
    message = (
        f"« {shortened(typed)} » se contredit : {coded.code} est {places.where(coded)}, "
        f"{named.name} est {places.where(named)}."
    )
    return Unknown(message, suggestions)
