"""Codes: their syntax and check digits, and the function that looks them up.

A code is looked up, never decoded, with two exceptions, both answered as approximate: a postal code
that the data lack is read from its prefix, a public body's SIREN from its series.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.model import Malformed, Place, Places, Unknown
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    Outcome = Places | Unknown | Malformed

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
    return code[:2] in ("2a", "2b") and (not code[2:] or is_digits(code[2:]))


def is_full_code(word: str) -> bool:
    """Whether a folded word has the form of a postal or an INSEE code."""
    return len(word) == 5 and (is_digits(word) or is_corsican(word))


def luhn(digits: str) -> bool:
    """Whether the Luhn checksum of the digits is valid."""
    signs = digits.encode()
    total = sum(signs[-1::-2]) + sum(signs[-2::-2].translate(_DOUBLED))
    return (total - len(signs) * ord("0")) % 10 == 0


def is_siren(digits: str) -> bool:
    """Whether a text is nine digits with a valid checksum."""
    return len(digits) == 9 and is_digits(digits) and luhn(digits)


def is_siret(digits: str) -> bool:
    """Whether a text is fourteen digits, a valid SIREN first, with a valid checksum."""
    if len(digits) != 14 or not is_digits(digits) or not luhn(digits[:9]):
        return False
    la_poste = digits.startswith(LA_POSTE) and sum(map(int, digits)) % 5 == 0
    return luhn(digits) or la_poste


MISSING = "« NA » marque une valeur absente ; la région s'écrit Nouvelle-Aquitaine"
_LONGEST_MARK = 10  # characters: folding a longer cell would tell nothing more


def is_missing(cell: str) -> bool:
    """Whether a cell is « NA », also several: what R and pandas write for a missing value."""
    return len(cell) <= _LONGEST_MARK and {*fold(cell).split()} == {"na"}


# --- look-up --------------------------------------------------------------------------------------

_LOST_ZERO = (4, 8, 13)
"""Digits of a postal code, SIREN or SIRET whose leading zero a spreadsheet dropped."""
_WIDTHS = {"code-postal": (4, 5), "insee": (4, 5), "siren": (8, 9), "siret": (13, 14)}
_FORMS = {
    "code-postal": "un code postal : il a 5 chiffres, comme 76000",
    "insee": "un code INSEE de commune : il a 5 caractères, comme 76540 ou 2A004",
    "siren": "un SIREN : il a 9 chiffres, comme 217605401",
    "siret": "un SIRET : il a 14 chiffres, comme 21760540100017",
    "epci": "le SIREN d'un EPCI : il a 9 chiffres, comme 200023414",
    "commune": "le code d'une commune : il a 5 caractères, comme 76540 ou 2A004",
}
_EXPECTED = "un code postal ou INSEE {} 5{}, un SIREN 9, un SIRET 14."
_GROUPINGS = ([2, 3], [3, 3, 3], [3, 3, 3, 5], [9, 5])
"""Lengths of the groups that points part in a postal code, a SIREN, a SIRET; not in 1.000."""


def read_code(typed: str, kind: str | None) -> Outcome | None:
    """Resolve a text that is only a code; ``None`` if it may still be a name."""
    found = _read(typed, kind) if is_digits(typed[:1]) else None
    if found is None and kind in _WIDTHS:
        return Malformed(f"« {shortened(typed)} » n'est pas {_FORMS[kind]}.")
    return found


def _read(typed: str, kind: str | None) -> Outcome | None:
    code = typed.replace(" ", "").upper()
    if not is_digits(code):
        if number := _what_number(code):
            return Malformed(f"« {typed} » est un nombre{number}")
        code = "".join(_groups(code))
    width = len(code)
    if not is_digits(code) and not (is_corsican(code.lower()) and width in (2, 5)):
        return None
    if kind == "region":
        return _region_code(typed, code)
    if kind == "departement" or (kind is None and width < 4):
        return _departement_code(typed, code)
    if " " in typed and width in _LOST_ZERO:
        return None  # "67 68" has lost no zero
    if kind in _WIDTHS and width not in _WIDTHS[kind]:
        return None
    if width in (4, 5) and kind not in ("epci", "siren", "siret"):
        return _five_digits(typed, code, kind)
    if width in (8, 9, 13, 14):
        return _siren(typed, code, kind)
    if kind in _FORMS:
        return Malformed(f"« {typed} » n'est pas {_FORMS[kind]}.")
    digits = f"{width} chiffre{'s' * (width > 1)}"
    return Malformed(f"« {typed} » a {digits} : {_EXPECTED.format('en a', '')}")


def _groups(code: str) -> list[str]:
    """What points part in a code, without the decimals of a spreadsheet (``76000.0``)."""
    return code.rstrip(".€").removesuffix(".00").removesuffix(".0").split(".")


def _what_number(code: str) -> str:
    """What a text says that is a number and no code, or ``""``: 7.5, 1.000, ``2,17E+13``."""
    mantissa, mark, power = code.replace(",", "").replace(".", "").partition("E+")
    if mark and is_digits(mantissa) and is_digits(power):
        return " arrondi par un tableur : ses chiffres sont perdus."
    groups = _groups(code)
    parted = len(groups) > 1 and [*map(len, groups)] not in _GROUPINGS
    amount = is_digits("".join(groups)) and (parted or code.endswith("€"))
    return f", pas un code : {_EXPECTED.format('a', ' chiffres')}" if amount else ""


def _departement_code(typed: str, code: str) -> Outcome:
    code = code[1:] if len(code) == 3 and code[0] == "0" else code.zfill(2)  # 076, 1
    if found := _departement(code):
        return Places((found,))
    return Unknown(f"« {typed} » n'est le code d'aucun département : 01 à 95, 2A, 2B et 971 à 976.")


def _region_code(typed: str, code: str) -> Outcome:
    found = places.of("region", code.zfill(2))
    home = gazetteer.departement(code)
    if found is None and home is not None and len(code) == 3:
        # Overseas, people know the code of the département rather than that of the region.
        found = places.of("region", home.home) if home.home else places.of("departement", code)
    if found is not None:
        return Places((found,))
    held = gazetteer.territory("region", home.home) if home is not None else None
    if home is not None and held is not None:
        message = f"« {typed} » est le code d'un département, {home.name}, pas d'une région."
        return Unknown(message, (held.name,))
    return Unknown(f"« {typed} » n'est le code d'aucune région.")


def _five_digits(typed: str, code: str, kind: str | None) -> Outcome:
    """A postal code, else an INSEE code, else a known prefix."""
    notes: tuple[str, ...] = ()
    if len(code) == 4:
        code = f"0{code}"
        notes = (f"{typed} est lu {code} (zéro initial perdu).",)
    communes = gazetteer.communes_of_postal_code(code) if kind != "insee" else ()
    named = gazetteer.commune_name(code) if kind != "code-postal" else None
    if communes:
        found = places.of_postal_code(code, communes, *notes)
        namesake = places.of_commune(code) if named and kind is None else None
        elsewhere = namesake and not {*namesake.departements} <= {*found.departements}
        return Places((found,), (namesake,) if namesake and elsewhere else ())
    if kind != "code-postal":
        place = places.of_commune(code) if named else None
        if place := place or places.of("part", code) or places.of("former", code):
            notes = (*notes, *place.notes, *_cedex_notes(code, place) * (kind is None))
            return Places((place.replace(notes=notes),))
    if kind == "insee":
        return Unknown(f"{code} n'est le code INSEE d'aucune commune, présente ou passée.")
    if place := _prefix(code):
        return Places((place.replace(notes=(*notes, *place.notes)),))
    if code.startswith("980"):
        return Unknown(f"{code} est un code postal de Monaco, hors de France.")
    what = "code postal" if kind == "code-postal" else "code postal ou INSEE"
    return Unknown(f"{code} n'est un {what} d'aucune commune de France.")


def _cedex_notes(code: str, place: Place) -> tuple[str, ...]:
    """That the INSEE code may be a CEDEX of the first town of the département, where it looks so.

    Of 335 addresses of public bodies with such a CEDEX, 326 are in that town (``tests/buyers``).
    """
    first = gazetteer.communes_of_postal_code(f"{code[:2]}000")
    if code[2] != "0" or not first or not set(first).isdisjoint(place.communes):
        return ()
    town = gazetteer.commune_name(max(first, key=gazetteer.population))
    return (f"{code} peut être aussi un CEDEX, le plus souvent de {town} ({code[:2]}).",)


def _departement(code: str) -> Place | None:
    """The département of a code; 20 is Corsica, before 1976."""
    return places.of("groupe", "corse-ancienne") if code == "20" else places.of("departement", code)


_CORSICAN = {"0": "2A", "1": "2A", "2": "2B", "6": "2B"}
"""The département of a postal code of Corsica, by its third digit."""


def _prefix(code: str) -> Place | None:
    """The département of a postal code that the data lack, by its first digits."""
    home = code[:2] if is_digits(code) else ""
    if home in ("97", "98"):
        # The 977xx and 978xx that the data lack are CEDEX of La Réunion: 97717 is Saint-Denis.
        home = "974" if code[:3] in ("977", "978") else code[:3]
    if home == "20":
        home = _CORSICAN.get(code[2], home)  # 203xx, 205xx and 207xx are CEDEX of either
    found = _departement(home)
    if found is None:
        return None
    note = f"{code} n'est pas dans les données : d'après son début, il est {places.where(found)}."
    return places.guessed(found.replace(kind="code-postal", code=code), note)


def _siren(typed: str, code: str, kind: str | None) -> Outcome:
    """The commune, EPCI or other collectivity that has a SIREN, or the SIREN of a SIRET."""
    what, width, holds = ("SIREN", 9, is_siren) if len(code) < 10 else ("SIRET", 14, is_siret)
    padded = code.zfill(width)
    if not holds(padded):
        if len(code) < width:
            return Malformed(f"« {typed} » a {len(code)} chiffres : un {what} en a {width}.")
        return Malformed(f"« {typed} » n'est pas un {what} valide : sa clé de contrôle est fausse.")
    siren = padded[:9]
    place = places.of(*gazetteer.of_siren(siren))
    if place is not None and place.kind == "commune" and kind == "epci":
        message = (
            f"« {typed} » est le SIREN de la commune {place.name} ({place.code}), pas d'un EPCI."
        )
        return Unknown(message, (place.code,))
    if place is None and kind != "epci":
        place = _by_series(siren)
    if place is not None:
        return Places((place,))
    return Unknown(
        f"« {typed} » n'est ni une commune ni un EPCI : indiquez la commune ou le département de "
        "cet organisme (hôpital, service de l'État…)."
    )


SERIES = ("17", "19", "22", "23", "24", "25", "26", "27", "28")
"""First digits of the SIREN of public bodies in which the next two are the département: true of
34,519 of 34,521 known ones; not in the series 20 and 93, nor in the overseas collectivities."""


def _by_series(siren: str) -> Place | None:
    """The département of a public body that no table has, by its SIREN series (approximate)."""
    home = siren[2:5] if siren[2:4] == "97" else siren[2:4]
    found = _departement(home) if siren[:2] in SERIES else None
    if found is None or not found.regions:
        return None
    note = (
        f"Le SIREN {siren} n'est pas dans les données : d'après ses chiffres, cet organisme "
        f"public est {places.where(found)} ; son adresse fait foi."
    )
    return places.guessed(found, note)
