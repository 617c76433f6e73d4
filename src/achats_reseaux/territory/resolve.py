"""The ladder: from any text to a place. ``find``, ``ask`` and ``annotate`` all climb it.

A text is cleaned (Unicode forms, spaces, CEDEX), then read by the first rung that answers:

1. an explicit form: ``insee:76540``, ``cp:76000``, ``siren:…``, ``commune:…``;
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

from achats_reseaux.model import Malformed, Place, Places, Unknown
from achats_reseaux.territory import gazetteer, places
from achats_reseaux.territory.codes import is_digits, is_siren, is_siret

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.territory.reading import Within

    Outcome = Places | Unknown | Malformed

LONGEST = 200
"""No address line is longer; a file pasted into the command is."""

_FORMS = {
    "insee": "insee",
    "cp": "code-postal",
    "code-postal": "code-postal",
    "siren": "siren",
    "siret": "siret",
    "region": "region",
    "departement": "departement",
    "dep": "departement",
    "epci": "epci",
    "commune": "commune",
}


def resolve(
    text: str,
    kind: str | None = None,
    *,
    departement: str | None = None,
    code_postal: str | None = None,
    region: str | None = None,
) -> Places | Unknown | Malformed:
    """What a text means: all the places that fit it equally well, or why there is none.

    Args:
        text: as typed, whatever it holds: nothing makes this raise.
        kind: what it must be (``region``, ``departement``, ``epci``, ``commune``, ``code-postal``,
            ``insee``, ``siren``, ``siret``), or ``None``.
        departement: a text that names the département (or several) where the place lies.
        code_postal: a postal code that the place has.
        region: a text that names its region.
    """
    within = None
    if departement is not None or code_postal is not None or region is not None:
        settled = ground(departement, region, code_postal)
        if isinstance(settled, (Unknown, Malformed)):
            return settled
        within = settled
    return read(text, kind, within)


def read(text: str, kind: str | None = None, within: Within | None = None) -> Outcome:
    """The ladder itself, on settled ground."""
    typed = clean(text)
    if not typed or len(text) > LONGEST:
        from achats_reseaux.territory.messages import empty, too_long

        return too_long(text) if typed else empty()
    form, colon, rest = typed.partition(":")
    if colon and kind is None and (named := _FORMS.get(form.strip().lower())):
        return read(rest, named, within)
    found = _code(typed, kind)
    if isinstance(found, Places):
        return _settled(typed, found, within)
    if found is not None:
        return found
    if kind in _WIDTHS:
        from achats_reseaux.territory.messages import not_this_code

        return not_this_code(typed, kind)
    return _name(typed, kind, within)


def _name(typed: str, kind: str | None, within: Within | None) -> Outcome:
    """The rungs for names, whose modules a code does without."""
    from achats_reseaux.territory.phrases import read_name
    from achats_reseaux.territory.reading import Reading
    from achats_reseaux.text import fold

    reading = Reading(typed, fold(typed), kind, within)
    if not reading.key:
        from achats_reseaux.territory.messages import empty

        return empty()
    found = read_name(reading)
    if found is None:
        from achats_reseaux.territory.messages import unknown

        found = unknown(reading)
    return found


def clean(text: str) -> str:
    """One form for one text: composed Unicode, plain spaces, no quotes around."""
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFKC", text[: LONGEST + 1])
    return " ".join(text[: LONGEST + 1].split()).strip("'\"=")


def _settled(typed: str, found: Places, within: Within | None) -> Outcome:
    """Codes too must lie on the ground asked for."""
    if within is None:
        return found
    kept = tuple(place for place in found.candidates if within.holds(place))
    if kept:
        return Places(kept)
    from achats_reseaux.territory.messages import elsewhere

    return elsewhere(typed, list(found.candidates), within)


def ground(
    departement: str | None = None, region: str | None = None, code_postal: str | None = None
) -> Within | Unknown | Malformed:
    """Where the options that settle a homonym say that it lies: all of them at once."""
    from achats_reseaux.territory.reading import Within

    asked = (("departement", departement), ("region", region), ("code-postal", code_postal))
    within: Within | None = None
    for kind, text in asked:
        if text is None:
            continue
        found = read(text, kind)
        if not isinstance(found, Places):
            return found
        held = [place for place in found.candidates if within is None or within.holds(place)]
        if not held and within is not None:
            first = found.candidates[0]
            return Unknown(f"{first.name} n'est pas {within.label} : ces lieux se contredisent.")
        departements = {code for place in held for code in place.departements}
        if within is not None:
            departements &= set(within.departements)
        communes = {code for place in held for code in place.communes}
        label = _label(kind, held[0])
        within = Within(tuple(sorted(departements)), tuple(sorted(communes)), label)
    return within or Malformed("Aucun lieu n'est donné pour départager les homonymes.")


def _label(kind: str, place: Place) -> str:
    if kind == "code-postal":
        return f"au code postal {place.code}"
    if place.kind == "region":
        found = gazetteer.region(place.code)
        return found.where if found else place.name
    return places.where(place)


# --- codes ---------------------------------------------------------------------------------------


_WIDTHS = {"code-postal": (4, 5), "insee": (4, 5), "siren": (8, 9), "siret": (13, 14)}


def _code(typed: str, kind: str | None) -> Outcome | None:
    """A text that is a code and nothing else; ``None`` if it is none."""
    code = typed.replace(" ", "").upper()
    if not is_digits(code[:1]):
        return None
    code = code.removesuffix(".0").replace(".", "")  # .0: a spreadsheet took it for a decimal
    if not is_digits(code):
        corsican = code[:2] in ("2A", "2B") and (len(code) == 2 or is_digits(code[2:]))
        if not corsican or len(code) not in (2, 5):
            return _rounded(typed, code)
    if kind == "region":
        return _region_code(typed, code)
    if kind == "departement" or (kind is None and len(code) < 4):
        return _departement_code(typed, code)
    width = len(code)
    if kind in _WIDTHS and width not in _WIDTHS[kind]:
        return None
    if width in (4, 5) and kind not in ("epci", "siren", "siret"):
        return _five(typed, code, kind)
    if width in (8, 9):
        return _siren(typed, code, kind)
    if width in (13, 14):
        return _siret(typed, code, kind)
    return Malformed(
        f"« {typed} » a {width} chiffre{'s' * (width > 1)} : un code postal ou INSEE en a 5, "
        "un SIREN 9, un SIRET 14."
    )


def _rounded(typed: str, code: str) -> Malformed | None:
    """``2,17E+13`` cannot be read back; any other text that begins with a digit may be a name."""
    mantissa, mark, power = code.replace(",", "").partition("E+")
    if not (mark and is_digits(mantissa) and is_digits(power)):
        return None
    from achats_reseaux.territory.messages import rounded

    return rounded(typed)


def _departement_code(typed: str, code: str) -> Outcome:
    code = code.zfill(2)
    found = places.departement(code)
    if found is None:  # 20, before 1976
        found = next((places.of(row[1], row[2]) for row in gazetteer.ALIASES.rows(code)), None)
    if found is not None:
        return Places((found,))
    return Unknown(f"« {typed} » n'est le code d'aucun département : 01 à 95, 2A, 2B et 971 à 976.")


def _region_code(typed: str, code: str) -> Outcome:
    found = places.region(code.zfill(2))
    home = gazetteer.departement(code)
    if found is None and home is not None and len(code) == 3:
        # Overseas, the département's code is the one that people know.
        found = places.region(home.region) if home.region else places.departement(code)
    if found is not None:
        return Places((found,))
    from achats_reseaux.territory.messages import region_codes

    return Unknown(f"« {typed} » n'est le code d'aucune région.", region_codes())


def _five(typed: str, code: str, kind: str | None) -> Outcome:
    """A postal code first, an INSEE code second, a plain prefix last."""
    notes: tuple[str, ...] = ()
    if len(code) == 4:
        code = f"0{code}"
        notes = (f"{typed} est lu {code} (zéro initial perdu).",)
    if kind != "insee":
        communes = gazetteer.communes_of_postal_code(code)
        if communes:
            found = places.postal_code(code, communes, *notes)
            aside: list[Place] = []
            if kind is None and gazetteer.commune_name(code):
                namesake = places.commune(code)
                aside = [] if set(namesake.departements) <= set(found.departements) else [namesake]
            return Places((found,), tuple(aside))
    if kind != "code-postal":
        place = _insee(code)
        if place is not None:
            return Places((place.replace(notes=(*notes, *place.notes)),))
    if kind == "insee":
        return Unknown(f"{code} n'est le code INSEE d'aucune commune, présente ou passée.")
    place = _prefix(code)
    if place is not None:
        return Places((place.replace(notes=(*notes, *place.notes)),))
    if code.startswith("980"):
        return Unknown(f"{code} est un code postal de Monaco, hors de France.")
    what = "code postal" if kind == "code-postal" else "code postal ou INSEE"
    return Unknown(f"{code} n'est un {what} d'aucune commune de France.")


def _insee(code: str) -> Place | None:
    """The commune of a code: present, part of one, or gone."""
    if gazetteer.commune_name(code):
        return places.commune(code)
    row = gazetteer.part(code)
    if row:
        return places.part(row)
    row = gazetteer.former(code)
    return places.successor(row) if row else None


def _prefix(code: str) -> Place | None:
    """The département that a postal code's first digits tell, where the data do not have it."""
    if not is_digits(code):
        return None
    home = code[:2]
    if home == "20":
        home = "2A" if code[2] in "01" else "2B"
    elif home in ("97", "98"):
        # The 977xx and 978xx that the data lack are CEDEX of La Réunion: 97717 is Saint-Denis.
        home = "974" if code[:3] in ("977", "978") else code[:3]
    found = places.departement(home)
    if found is None:
        return None
    note = f"{code} n'est pas dans les données : d'après son début, il est {places.where(found)}."
    return found.replace(
        kind="code-postal", code=code, approximate=True, population=0, notes=(*found.notes, note)
    )


def _siren(typed: str, code: str, kind: str | None) -> Outcome:
    padded = code.zfill(9)
    if not is_siren(padded):
        return _wrong_key(typed, "SIREN", len(code), 9)
    return _body(typed, padded, kind)


def _siret(typed: str, code: str, kind: str | None) -> Outcome:
    padded = code.zfill(14)
    if not is_siret(padded):
        return _wrong_key(typed, "SIRET", len(code), 14)
    return _body(typed, padded[:9], kind)


def _wrong_key(typed: str, what: str, width: int, full: int) -> Malformed:
    if width < full:
        return Malformed(f"« {typed} » a {width} chiffres : un {what} en a {full}.")
    return Malformed(f"« {typed} » n'est pas un {what} valide : sa clé de contrôle est fausse.")


def _body(typed: str, siren: str, kind: str | None) -> Outcome:
    """The commune or grouping that has a SIREN."""
    row = gazetteer.epci(siren)
    if row:
        return Places((places.epci(row),))
    insee = gazetteer.commune_of_siren(siren)
    if insee and kind == "epci":
        name = gazetteer.commune_name(insee)
        return Unknown(
            f"« {typed} » est le SIREN de la commune {name} ({insee}), pas d'un EPCI.", (insee,)
        )
    if insee:
        return Places((places.commune(insee),))
    return Unknown(
        f"« {typed} » n'est ni une commune ni un EPCI : indiquez la commune ou le département de "
        "cet organisme (hôpital, service de l'État…)."
    )
