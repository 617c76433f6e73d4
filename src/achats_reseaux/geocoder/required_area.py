"""The area that a place must lie in: that of the options for homonyms, or of a hint in the text."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.geocoder import codes
from achats_reseaux.geocoder.name_query import NameQuery, NoPlace, Within
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import cached, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.geocoder.name_query import Outcome, Read
    from achats_reseaux.model import Malformed


def required_area(
    geocode: Callable[[str, str], Outcome],
    departement: str | None = None,
    region: str | None = None,
    code_postal: str | None = None,
) -> Within | Unknown | Malformed | NoPlace | None:
    """The area that the options for homonyms require: the intersection of those given, if any is.

    Args:
        geocode: from a text and the kind required to its places.
        departement: as of ``geocoder.resolve``.
        region: likewise.
        code_postal: likewise.
    """
    asked = (("departement", departement), ("region", region), ("code-postal", code_postal))
    within: Within | None = None
    for kind, text in asked:
        if text is None:
            continue
        found = geocode(text, kind)
        if not isinstance(found, Places):
            return found
        held = [place for place in found.candidates if within is None or within.holds(place)]
        if not held and within is not None:
            first = found.candidates[0]
            return Unknown(f"{first.name} n'est pas {within.label} : ces lieux se contredisent.")
        departements = {code for place in held for code in place.departements}
        communes = {code for place in held for code in place.communes}
        asked_for = Within(
            tuple(sorted(departements)), tuple(sorted(communes)), _label(kind, held[0])
        )
        within = asked_for if within is None else asked_for.cut(within.departements)
    return within


def _label(kind: str, place: Place) -> str:
    if kind == "code-postal":
        return f"au code postal {place.code}"
    if place.kind == "region":
        found = gazetteer.territory("region", place.code)
        return found.where if found else place.name
    return places.where(place)


def area_of_hint(query: NameQuery, hint: str, read: Read) -> Within | None:
    """The area of a hint (a département, a region or a postal code), within the one required."""
    found = _area_named((hint, read)) if hint else None
    return found and found.cut(query.within.departements) if query.within else found


@cached
def _area_named(asked: tuple[str, Read]) -> Within | None:
    hint, read = asked

    def geocode(text: str, kind: str) -> Outcome:
        query = NameQuery(text, fold(text), kind)
        return codes.read_code(text, kind) or read(query) or NoPlace(query)

    for option in ("departement", "region", "code_postal"):
        where = required_area(geocode, **{option: hint})
        if isinstance(where, Within):
            return where
    return None


def in_required_area(query: NameQuery, found: Outcome) -> Outcome:
    """The places of a code that lie in the area required, if any is."""
    if query.within is None or not isinstance(found, Places):
        return found
    for places_read in (found.candidates, found.aside):  # aside: the code as an INSEE code
        if kept := tuple(place for place in places_read if query.within.holds(place)):
            return Places(kept)
    return NoPlace(query, elsewhere=found.candidates)
