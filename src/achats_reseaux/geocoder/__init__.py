"""The ladder: from any text to a place. ``find``, ``ask`` and ``annotate`` all climb it.

A text is cleaned (Unicode forms, spaces, CEDEX), then read by the first rung that answers:

1. an explicit form: ``insee:76540``, ``code postal 76000``, ``SIRET …``, ``commune:…``;
2. a code, spaces and dots allowed inside, a leading zero that a spreadsheet lost put back:
   one to three characters a département (never a region); five a postal code, then an INSEE code
   (present, part of a commune, former), then a plain prefix, said to be approximate; nine a SIREN;
   fourteen a SIRET;
3. an address line or a name with a code beside it: ``76000 Rouen``, ``Saint-Denis (974)``;
4. the exact name: a region or its alias, else a former region or a group, else départements and
   communes together, an accent being held against those that have another;
5. a part of a commune (déléguée, associée, arrondissement), an EPCI, a commune that is gone;
6. words around the name: ``ville de``, ``région``, ``(Réunion)``, a trailing article;
7. without spaces, without article, from the beginning of a name, said to be approximate;
8. nothing: :class:`Unknown`, with suggestions. A wrong letter is never forgiven here.

A ``kind`` keeps only the places of that kind, ``departement``, ``code_postal`` and ``region`` only
those that lie there, at each rung: a lower rung answers where a higher one has nothing to keep.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.model import Malformed, Place, Places, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.reading import Within

    Outcome = Places | Unknown | Malformed

_BY_CODE = ("code-postal", "insee", "siren", "siret")
LONGEST = 200
"""No address line is longer; a file pasted into the command is."""

FORMS = {
    "insee": "insee",
    "code insee": "insee",
    "cp": "code-postal",
    "code postal": "code-postal",
    "siren": "siren",
    "n siren": "siren",
    "numero siren": "siren",
    "siret": "siret",
    "n siret": "siret",
    "numero siret": "siret",
    "region": "region",
    "departement": "departement",
    "dep": "departement",
    "dept": "departement",
    "dpt": "departement",
    "epci": "epci",
    "commune": "commune",
}
"""What is said before a code or a name, folded, and what it must then be."""


def resolve(
    text: str,
    kind: str | None = None,
    *,
    departement: str | None = None,
    code_postal: str | None = None,
    region: str | None = None,
    suggest: bool = True,
) -> Places | Unknown | Malformed:
    """What a text means: all the places that fit it equally well, or why there is none.

    Args:
        text: as typed, whatever it holds: nothing makes this raise.
        kind: what it must be (``region``, ``departement``, ``epci``, ``commune``, ``code-postal``,
            ``insee``, ``siren``, ``siret``), or ``None``.
        departement: a text that names the département (or several) where the place lies.
        code_postal: a postal code that the place has.
        region: a text that names its region.
        suggest: look for what an unknown text may have meant, which costs more than all the rest;
            else ``Unknown`` does not say why either.
    """
    within = None
    if departement is not None or code_postal is not None or region is not None:
        settled = ground(departement, region, code_postal)
        if isinstance(settled, (Unknown, Malformed)):
            return settled
        within = settled
    return read(text, kind, within, suggest=suggest)


def read(
    text: str, kind: str | None = None, within: Within | None = None, *, suggest: bool = True
) -> Outcome:
    """The ladder itself, on settled ground."""
    typed = clean(text)
    if not typed or len(text) > LONGEST:
        from achats_reseaux.geocoder.messages import empty, too_long

        return too_long(text) if typed else empty()
    form, colon, rest = typed.partition(":")
    if colon and kind is None:
        from achats_reseaux.text import fold

        if named := FORMS.get(fold(form)):
            return read(rest, named, within, suggest=suggest)
    if typed[0] in "0123456789" or kind in _BY_CODE:
        from achats_reseaux.geocoder.codes import read_code

        found = read_code(typed, kind)
        if isinstance(found, Places):
            return settled_on(typed, found, within)
        if found is not None:
            return found
    return _name(typed, kind, within, suggest=suggest)


def _name(typed: str, kind: str | None, within: Within | None, *, suggest: bool) -> Outcome:
    """The rungs for names, whose modules a code does without."""
    from achats_reseaux.geocoder.reading import Reading, exact, has_more
    from achats_reseaux.text import fold

    reading = Reading(typed, fold(typed), kind, within, suggest)
    if not reading.key:
        from achats_reseaux.geocoder.messages import empty

        return empty()
    found: Outcome | None = None
    if bare := not has_more(reading):
        found = exact(reading)
    if found is None:
        from achats_reseaux.geocoder.phrases import read_name

        found = read_name(reading, tried=bare)
    if found is None:
        from achats_reseaux.geocoder.messages import unknown

        found = unknown(reading)
    return found


def clean(text: str) -> str:
    """One form for one text: composed Unicode, plain spaces, nothing hidden, no quotes around."""
    if not text.isascii():
        from unicodedata import category, normalize

        text = normalize("NFKC", text[: LONGEST + 1])
        text = "".join(mark for mark in text if category(mark) != "Cf")  # a BOM, a soft hyphen
    return " ".join(text[: LONGEST + 1].split()).strip(" '\"=")


def settled_on(typed: str, found: Places, within: Within | None) -> Outcome:
    """Codes too must lie on the ground asked for."""
    if within is None:
        return found
    for places_read in (found.candidates, found.aside):  # aside: the code as an INSEE code
        if kept := tuple(place for place in places_read if within.holds(place)):
            return Places(kept)
    from achats_reseaux.geocoder.messages import elsewhere

    return elsewhere(typed, list(found.candidates), within)


def ground(
    departement: str | None = None,
    region: str | None = None,
    code_postal: str | None = None,
    *,
    suggest: bool = True,
) -> Within | Unknown | Malformed:
    """Where the options that settle a homonym say that it lies: all of them at once."""
    from achats_reseaux.geocoder.reading import Within

    asked = (("departement", departement), ("region", region), ("code-postal", code_postal))
    within: Within | None = None
    for kind, text in asked:
        if text is None:
            continue
        found = read(text, kind, suggest=suggest)
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
    return within or Malformed("Aucun lieu n'est donné pour départager les homonymes.")


def _label(kind: str, place: Place) -> str:
    if kind == "code-postal":
        return f"au code postal {place.code}"
    if place.kind == "region":
        found = gazetteer.region(place.code)
        return found.where if found else place.name
    return places.where(place)
