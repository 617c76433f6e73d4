"""Codes: their syntax and check digits, and the function that looks them up.

A code is looked up, never decoded, with two exceptions, both answered as approximate: a
postal code that the data lack, mostly a CEDEX of public bodies' mail, is read from its
prefix; a public body's SIREN from its series.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.model import INTERCOMMUNALITES, Malformed, Place, Places, Unknown
from achats_reseaux.text import shortened

CodeOutcome = Places | Unknown | Malformed
LA_POSTE = "356000000"
"""The one SIREN whose SIRET may have another check digit: La Poste has too many establishments."""

_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")
"""The sum of the digits of twice a digit."""
_DIGITS = frozenset("0123456789")


def is_digits(text: str) -> bool:
    """Whether a text is 0-9 only: ``str.isdigit`` also accepts the digits of other scripts."""
    return bool(text) and _DIGITS.issuperset(text)


def is_corsican(code: str) -> bool:
    """Whether a folded word is the code of a département of Corsica, or begins with it."""
    number = code.removeprefix("2a").removeprefix("2b")
    return number != code and is_digits(f"{number}0")


def is_full_code(word: str) -> bool:
    """Whether a folded word has the form of a postal or an INSEE code."""
    if len(word) != 5:
        return False
    if is_corsican(word):
        return True
    return is_digits(word)


def luhn(digits: str) -> bool:
    """Whether the Luhn checksum of the digits is valid."""
    signs = digits.encode()
    total = sum(signs[-1::-2]) + sum(signs[-2::-2].translate(_DOUBLED))
    return (total - len(signs) * ord("0")) % 10 == 0


def is_siren(digits: str) -> bool:
    """Whether a text is nine digits with a valid checksum."""
    if len(digits) != 9 or not is_digits(digits):
        return False
    return luhn(digits)


def is_siret(digits: str) -> bool:
    """Whether a text is fourteen digits, a valid SIREN first, with a valid checksum."""
    if len(digits) != 14 or not is_digits(digits):
        return False
    if not luhn(digits[:9]):
        return False
    if digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0:
        return True
    return luhn(digits)


# --- look-up ----------------------------------------------------------------------------

_LOST_ZERO = (4, 8, 13)
"""Digits of a postal code, SIREN or SIRET whose leading zero a spreadsheet dropped."""
_WIDTHS = {"code-postal": (4, 5), "insee": (4, 5), "siren": (8, 9), "siret": (13, 14)}
_FORMS: dict[str | None, str] = {
    None: "un code : un code postal ou INSEE a 5 chiffres, un SIREN 9, un SIRET 14",
    "code-postal": "un code postal : il a 5 chiffres, comme 76000",
    "insee": "un code INSEE de commune : il a 5 caractères, comme 76540 ou 2A004",
    "siren": "un SIREN : il a 9 chiffres, comme 217605401",
    "siret": "un SIRET : il a 14 chiffres, comme 21760540100017",
    "epci": "le SIREN d'un EPCI : il a 9 chiffres, comme 200023414",
    "commune": "le code d'une commune : il a 5 caractères, comme 76540 ou 2A004",
}

_NUMBER = frozenset("0123456789,.€E+")
"""The signs of a number: 7.5, 12.500, 10 000 €, 2,17E+13."""
_NO_CODE = frozenset(".€+")
"""Those of them that no code has."""


def read_code(typed: str, kind: str | None) -> CodeOutcome | None:
    """Resolve a text that is only a code; ``None`` if it may still be a name."""
    outcome: CodeOutcome | None = None
    if is_digits(typed[:1]):
        outcome = _read(typed, kind)
    if outcome is None and kind in _WIDTHS:
        return _malformed(typed, kind)
    return outcome


def _malformed(typed: str, kind: str | None) -> Malformed:
    form = _FORMS.get(kind, _FORMS[None])
    return Malformed(f"« {shortened(typed)} » n'est pas {form}.")


def _read(typed: str, kind: str | None) -> CodeOutcome | None:
    """Resolve what begins with a digit, by the number of its signs and the kind required."""
    code = typed.replace(" ", "").upper()
    code = code.rstrip(".").removesuffix(".00").removesuffix(".0")  # a spreadsheet's 76000.0
    width = len(code)
    if not is_digits(code):
        if _NUMBER.issuperset(code) and not _NO_CODE.isdisjoint(code):
            return _malformed(typed, kind)
        if width not in (2, 5) or not is_corsican(code.lower()):
            return None
    if kind == "region":
        return _region_code(typed, code)
    if kind is None and width < 4:
        return _departement_or_region(typed, code)
    if kind == "departement":
        return _departement_code(typed, code)
    if " " in typed and width in _LOST_ZERO:
        return None  # "67 68" has lost no zero
    if kind in _WIDTHS and width not in _WIDTHS[kind]:
        return None
    if width in (4, 5) and kind not in ("epci", "siren", "siret"):
        return _five_digits(typed, code, kind)
    if width in (8, 9, 13, 14):
        return _siren(typed, code, kind)
    return _malformed(typed, kind)


def _departement_or_region(typed: str, code: str) -> CodeOutcome:
    """The département of a bare code; beside it the region that has the same code."""
    outcome = _departement_code(typed, code)
    if not isinstance(outcome, Places) or len(code) != 2:
        return outcome
    return outcome.replace(other=places.of("region", code))


def _departement_code(typed: str, code: str) -> CodeOutcome:
    """The département of ``1``, ``01`` or ``076``."""
    if len(code) == 3 and code[0] == "0":
        code = code[1:]
    departement = places.of_departement(code.zfill(2))
    if departement is not None:
        return Places((departement,))
    return Unknown(f"« {typed} » n'est le code d'aucun département ni territoire d'outre-mer.")


def _region_code(typed: str, code: str) -> CodeOutcome:
    """The region of its code; overseas also of that of its département, which people know."""
    region = places.of("region", code.zfill(2))
    if region is not None:
        return Places((region,))
    home = gazetteer.departement(code)
    suggestions: tuple[str, ...] = ()
    if home is not None:
        region = places.of("region", home.home) or places.of_territory(home)
        if len(code) == 3:
            return Places((region,))
        suggestions = (region.name,)
    return Unknown(f"« {typed} » n'est le code d'aucune région.", suggestions)


def _five_digits(typed: str, code: str, kind: str | None) -> CodeOutcome:
    """A postal code, else an INSEE code, else a known prefix; of a commune its own code first."""
    notes: tuple[str, ...] = ()
    if len(code) == 4:
        code = f"0{code}"
        notes = (f"{typed} est lu {code} (zéro initial perdu).",)
    for look_up in _OF_FIVE_DIGITS.get(kind, _OF_FIVE_DIGITS[None]):
        outcome = look_up(code, kind, notes)
        if outcome is not None:
            return outcome
    return Unknown(f"{code} n'est le code d'aucune commune de France.")


def _postal_code(code: str, kind: str | None, notes: tuple[str, ...]) -> Places | None:
    """The area of a postal code; aside the commune elsewhere that has it for its INSEE code."""
    communes = gazetteer.communes_of_postal_code(code)
    if not communes:
        return None
    area = places.of_postal_code(code, communes, notes)
    if kind is None and gazetteer.commune_name(code):
        namesake = places.of_commune(code)
        if not set(namesake.departements).issubset(area.departements):
            return Places((area,), (namesake,), namesake)
        if code not in communes:
            return Places((area,), (), namesake)
    return Places((area,))


def _insee_code(code: str, kind: str | None, notes: tuple[str, ...]) -> Places | None:
    """The commune of an INSEE code, or the part of one, or that which succeeds a former one."""
    for of_kind in ("commune", "part", "former"):
        place = places.of(of_kind, code)
        if place is not None:
            notes += place.notes
            if kind is None:
                notes += _notes_on_cedex(code, place)
            return Places((place.replace(notes=notes),))
    return None


# --- CEDEX ------------------------------------------------------------------------------


def _postal_prefix(code: str, _kind: str | None, notes: tuple[str, ...]) -> Places | None:
    """The département of a postal code that the data lack, by its first digits (approximate)."""
    if not is_digits(code):
        return None
    home = code[:2]
    if home in ("97", "98"):
        home = code[:3]
    if home in ("977", "978"):  # those that the data lack are of La Réunion: 97717 is Saint-Denis
        home = "974"
    departement = places.of_departement(home)
    if departement is None:
        return None
    where = places.where(departement)
    note = f"{code} n'est pas dans les données : d'après son début, il est {where}."
    place = departement.replace(kind="code-postal", code=code, notes=notes + departement.notes)
    return Places((places.noted(place, note, approximate=True),))


_OF_FIVE_DIGITS = {
    None: (_postal_code, _insee_code, _postal_prefix),
    "code-postal": (_postal_code, _postal_prefix),
    "insee": (_insee_code,),
    "commune": (_insee_code, _postal_code, _postal_prefix),  # its own, before one it may share
}
"""What five digits are looked up as, in this order, by the kind required."""


def _notes_on_cedex(code: str, place: Place) -> tuple[str, ...]:
    """That an INSEE code may be a CEDEX of the first town of the département, where it looks so.

    Of 335 addresses of public bodies with such a CEDEX, 326 are in that town
    (``tests/buyers``).
    """
    first = gazetteer.communes_of_postal_code(f"{code[:2]}000")
    if code[2] != "0" or not first:
        return ()
    if not set(first).isdisjoint(place.communes):
        return ()
    town = gazetteer.commune_name(max(first, key=gazetteer.population))
    return (f"{code} peut être aussi un CEDEX, le plus souvent de {town} ({code[:2]}).",)


# --- SIREN and SIRET --------------------------------------------------------------------


def _siren(typed: str, code: str, kind: str | None) -> CodeOutcome:
    """The commune, EPCI or other collectivity that has a SIREN, or the SIREN of a SIRET."""
    if len(code) < 10:
        noun, width, is_valid = "SIREN", 9, is_siren
    else:
        noun, width, is_valid = "SIRET", 14, is_siret
    padded = code.zfill(width)
    if not is_valid(padded):
        if len(code) < width:
            return _malformed(typed, kind)
        return Malformed(f"« {typed} » n'est pas un {noun} valide : sa clé de contrôle est fausse.")
    siren = padded[:9]
    place_kind, place_code = gazetteer.of_siren(siren)
    place = places.of(place_kind, place_code)
    if kind == "epci":
        if place is not None and place.kind in INTERCOMMUNALITES:
            return Places((place,))
        return Unknown(f"« {typed} » n'est le SIREN d'aucun EPCI.")
    if place is None:
        place = _by_series(siren)
    if place is not None:
        return Places((place,))
    return Unknown(
        f"« {typed} » n'est ni une commune ni un EPCI : indiquez la commune ou le département de "
        "cet organisme (hôpital, service de l'État…)."
    )


SERIES = ("17", "19", "22", "23", "24", "25", "26", "27", "28")
"""First digits of the SIREN of public bodies in which the next two are the département:
true of 34,519 of 34,521 known ones; not in the series 20 and 93, nor in the overseas
collectivities."""


def _by_series(siren: str) -> Place | None:
    """The département of a public body that no table has, by its SIREN series (approximate)."""
    if siren[:2] not in SERIES:
        return None
    home = siren[2:4]
    if home == "97":
        home = siren[2:5]
    departement = places.of_departement(home)
    if departement is None or not departement.regions:
        return None
    note = (
        f"Le SIREN {siren} n'est pas dans les données : d'après ses chiffres, cet organisme "
        f"public est {places.where(departement)} ; son adresse fait foi."
    )
    return places.noted(departement, note, approximate=True)
