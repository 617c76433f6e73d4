"""What to say when a text is no place: one French sentence, and texts to type instead."""

from __future__ import annotations

from achats_reseaux.model import Malformed, Place, Unknown
from achats_reseaux.territory import gazetteer, places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.territory.names import Reading, Within

_EXPECTED = {
    None: "un lieu connu (commune, département, région, EPCI, code postal ou INSEE, SIREN ou SIRET)",
    "region": "une région",
    "departement": "un département",
    "epci": "un EPCI",
    "commune": "une commune",
    "code-postal": "un code postal",
    "insee": "un code INSEE",
    "siren": "un SIREN",
    "siret": "un SIRET",
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


def shown(text: str) -> str:
    """A text fit for a message: one line, printable, not too long."""
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return "".join(
        mark if mark.isprintable() else mark.encode("unicode_escape").decode("ascii")
        for mark in short
    )


def empty(kind: str | None) -> Malformed:
    """Nothing was typed, or only signs."""
    return Malformed(f"Le texte est vide : il faut {_EXPECTED[kind]}.")


def region_codes() -> tuple[str, ...]:
    """The regions by name, to choose from."""
    return tuple(region.name for region in gazetteer.regions())


def unknown(reading: Reading) -> Unknown:
    """No rung answered: say what the text is if it is something else, else what looks like it."""
    from achats_reseaux.territory.phrases import read_bare
    from achats_reseaux.territory.suggest import retyped, suggestions

    typed = shown(reading.typed)
    if reading.kind is not None or reading.within is not None:
        anywhere = read_bare(reading.replace(kind=None, within=None))
        if anywhere is not None and not anywhere.candidates[0].approximate:
            same = [p for p in anywhere.candidates if reading.replace(within=None).admits(p)]
            if same and reading.within is not None:
                return elsewhere(reading.typed, same, reading.within)
            first = anywhere.candidates[0]
            message = f"{first.name} est {_NOUNS[first.kind]}, pas {_EXPECTED[reading.kind]}."
            return Unknown(message, _instead(reading, first) or retyped([first]))
    ground = f" {reading.within.label}" if reading.within else ""
    return Unknown(
        f"« {typed} » n'est pas {_EXPECTED[reading.kind]}{ground}.", suggestions(reading)
    )


def _instead(reading: Reading, place: Place) -> tuple[str, ...]:
    """What of the kind asked for holds a place of another kind."""
    if reading.kind == "region":
        found = [gazetteer.region(code) for code in place.regions]
        return tuple(region.name for region in found if region)
    if reading.kind == "departement" and place.communes:
        homes = [gazetteer.departement(code) for code in place.departements]
        return tuple(home.name for home in homes if home)
    return ()


def elsewhere(typed: str, found: list[Place], within: Within) -> Unknown:
    """The name exists, but not on the ground asked for: say where it does."""
    from achats_reseaux.territory.suggest import retyped

    first = found[0]
    what = {"commune": "Aucune commune", "epci": "Aucun EPCI"}.get(first.kind, "Aucun lieu")
    more = len(found) - 1
    others = f", et {more} autre{'s' * (more > 1)} ailleurs" if more else ""
    message = f"{what} « {shown(typed)} » {within.label} ; {first.name} est {places.where(first)}{others}."
    return Unknown(message, retyped(found[:3]))
