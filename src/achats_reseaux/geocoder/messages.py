"""What to say when a text is no place: one French sentence, and texts to type instead."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.model import Malformed, Place, Unknown
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.reading import Reading, Within

_NO = {
    None: "Aucun lieu",
    "region": "Aucune région",
    "departement": "Aucun département",
    "epci": "Aucun EPCI",
    "commune": "Aucune commune",
}
_FORMS = {
    "code-postal": "un code postal : il a 5 chiffres, comme 76000",
    "insee": "un code INSEE de commune : il a 5 caractères, comme 76540 ou 2A004",
    "siren": "un SIREN : il a 9 chiffres, comme 217605401",
    "siret": "un SIRET : il a 14 chiffres, comme 21760540100017",
}
_NOUNS = {
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

_OPTIONS = {
    "region": "--region",
    "ancienne-region": "--region",
    "groupe": "--region",
    "departement": "--departement",
    "collectivite": "--departement",
    "epci": "--epci",
    "ept": "--epci",
}
"""The option that takes each kind of place; all others are communes or parts of one."""


def empty() -> Malformed:
    """Nothing was typed, or only signs."""
    return Malformed("Le lieu est vide : donnez un nom, un code postal, un code INSEE ou un SIREN.")


def too_long(text: str) -> Malformed:
    """A file pasted into the command."""
    return Malformed(f"« {shortened(text)} » est trop long pour être un lieu.")


def rounded(typed: str) -> Malformed:
    """``2,17E+13``: what a spreadsheet makes of a SIRET."""
    return Malformed(
        f"« {typed} » est un nombre arrondi par un tableur : ses chiffres sont perdus."
    )


def not_this_code(typed: str, kind: str) -> Malformed:
    """Not the form of the code asked for."""
    return Malformed(f"« {shortened(typed)} » n'est pas {_FORMS[kind]}.")


def unknown(reading: Reading) -> Unknown:
    """No rung answered: say what the text is if it is something else, else what looks like it."""
    if not reading.suggest:
        return Unknown("")
    from achats_reseaux.geocoder.announced import read_bare
    from achats_reseaux.geocoder.suggest import suggestions

    within = reading.within
    if reading.kind is not None or within is not None:
        found = read_bare(reading.replace(kind=None, within=None))
        if found is not None and not found.candidates[0].approximate:
            same = [p for p in found.candidates if reading.replace(within=None).admits(p)]
            if same and within is not None:
                return elsewhere(reading.typed, same, within)
            if reading.kind is not None and not same:
                first = found.candidates[0]
                option = _OPTIONS.get(first.kind, "--commune")
                message = (
                    f"{first.name} est {_NOUNS[first.kind]}, pas {_NOUNS[reading.kind]} :"
                    f" à demander par {option}."
                )
                return Unknown(message, _instead(reading, first))
    typed = shortened(reading.typed)
    where = f"« {typed} » {within.label}" if within is not None else f"ne s'appelle « {typed} »"
    return Unknown(f"{_NO[reading.kind]} {where}.", suggestions(reading))


def _instead(reading: Reading, place: Place) -> tuple[str, ...]:
    """The regions or départements, if these were asked for, in which a place lies."""
    if reading.kind == "region":
        found = [gazetteer.region(code) for code in place.regions]
        return tuple(region.name for region in found if region)
    if reading.kind == "departement":
        homes = [gazetteer.departement(code) for code in place.departements]
        return tuple(home.name for home in homes if home)
    return ()


def elsewhere(typed: str, found: list[Place], within: Within) -> Unknown:
    """The name exists, but not on the ground asked for: say where it does."""
    from achats_reseaux.geocoder.suggest import retyped

    first = found[0]
    what = _NO.get(first.kind, _NO[None])
    more = len(found) - 1
    others = f", et {more} autre{'s' * (more > 1)} ailleurs" if more else ""
    there = f"{first.name} est {places.where(first)}{others}"
    message = f"{what} « {shortened(typed)} » {within.label} ; {there}."
    return Unknown(message, retyped(found[:3]))
