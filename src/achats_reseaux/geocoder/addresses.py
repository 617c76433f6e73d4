"""Address lines: a name beside a code, a code with words before it, what letterheads shorten."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.geocoder.announced import as_typed, read_bare
from achats_reseaux.geocoder.codes import is_digits, read_code
from achats_reseaux.geocoder.reading import Within, exact
from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.reading import Reading
    from achats_reseaux.model import Malformed

    Outcome = Places | Unknown | Malformed

_SHORT = {"s/s": "sous ", "ss/": "sous ", "sr/": "sur ", "s/": "sur "}


def spelt_out(reading: Reading) -> Reading:
    """``s/`` is sur, ``ss/`` and ``s/s`` are sous; a CEDEX and its number say nothing."""
    typed = reading.typed.replace("[", "(").replace("]", ")")
    for short, whole in _SHORT.items():
        at = typed.lower().find(short)
        before, after = typed[:at], typed[at + len(short) :]
        ends = short[-1] == "/" or not after[:1].isalnum()  # "s/Saône" is no "s/s"
        if at > 0 and not before[-1].isalnum() and ends:
            typed = before + whole + after
    words = typed.split()
    for at, word in enumerate(words):
        if fold(word) == "cedex":
            number = at + 1 < len(words) and len(fold(words[at + 1])) < 3
            del words[at : at + 1 + number]
            break
    typed = " ".join(words)
    return reading if typed == reading.typed or not fold(typed) else reading.named(typed)


def coded(reading: Reading) -> Outcome | None:
    """``code INSEE 97133``, ``SIRET 217 605 401 00017``, ``conseil départemental 76``."""
    from achats_reseaux.geocoder import FORMS, settled_on

    words = reading.key.split()
    at = next((rank for rank, word in enumerate(words) if word[0].isdigit()), len(words))
    form, code = " ".join(words[:at]), "".join(words[at:])
    if form in ("f", "fr") and len(code) == 5:  # F-76000
        form = ""
    if not (is_digits(code) or _is_corsican(code)):
        return None
    kind = reading.kind
    if form or len(code) != 5:  # else 76000 CEDEX
        kind = FORMS.get(form) or gazetteer.intitules().get(form)
        if kind is None or reading.kind is not None:
            return None
    found = read_code(code, kind)
    if isinstance(found, Places):
        return settled_on(reading.typed, found, reading.within)
    return found


def _is_corsican(code: str) -> bool:
    return code[:2] in ("2a", "2b") and (not code[2:] or is_digits(code[2:]))


def address(reading: Reading) -> Outcome | None:
    """A name and a code, if the text is both."""
    country, dash, rest = reading.typed.partition("-")
    abroad = dash and country.isalpha() and len(country) < 3 and fold(country) not in ("f", "fr")
    if abroad and is_digits(rest[:4]):  # DE-67059 Ludwigshafen
        return Unknown(f"« {shortened(reading.typed)} » est une adresse hors de France.")
    parted = _parted(reading)
    return _at_code(reading, *parted) if parted else None


def _parted(reading: Reading) -> tuple[str, str] | None:
    """The name and the code of ``76000 Rouen``, ``1 rue X CS 30120 67070 STRASBOURG``."""
    words = reading.key.split()
    for at in range(len(words) - 2, -1, -1):
        if words[at] in ("bp", "cs", "tsa") and is_digits("".join(words[at + 1 : at + 2])):
            del words[at : at + 2]
    if len(words) > 2 and words[-1] == "france" and words[-2] != "en":
        del words[-1]
    if len(words) > 2 and len(words[0]) == 2 and len(words[1]) == 3 and is_digits(words[1]):
        words[:2] = [words[0] + words[1]]  # 76 000 Rouen
    if words and len(words[0]) == 4 and is_digits(words[0]):
        words[0] = f"0{words[0]}"
    places_of_codes = [at for at, word in enumerate(words) if is_full_code(word)]
    if len(places_of_codes) != 1 or len(words) < 2:
        return None
    at = places_of_codes[0]
    # The town comes after the code, and a street before it; alone, either is the town.
    name = words[at + 1 :] or [word for word in words[:at] if word not in ("f", "fr")]
    if len(name) > 1 and name[0] in ("a", "de", "d"):  # 67000 à Mulhouse
        del name[0]
    return (" ".join(name), words[at].upper()) if name else None


def is_full_code(word: str) -> bool:
    """Whether a folded word has the form of a postal or an INSEE code."""
    return len(word) == 5 and is_digits(word[2:]) and (is_digits(word) or word[:2] in ("2a", "2b"))


def _at_code(reading: Reading, key: str, code: str) -> Outcome | None:
    """The place of that name at that code; the code alone where the name is no place."""
    from achats_reseaux.geocoder import read

    name = as_typed(reading.typed, key)
    there = read(code, "code-postal" if is_digits(code) else "insee")
    bare = reading.named(name)
    if not isinstance(there, Places):
        found = read_bare(bare)
        return found and _noted(found, f"{code} n'est pas un code postal : seul le nom est lu.")
    place = there.candidates[0]
    if reading.within is not None and not reading.within.holds(place):
        return None
    label = f"au code postal {code}"
    exactly = Within(place.departements, place.communes, label)
    around = Within(place.departements, (), label)
    kinds = ("commune", None) if reading.kind is None else (reading.kind,)
    for kind in kinds:
        if found := read_bare(bare.replace(within=exactly, kind=kind)):
            return found
    for kind in kinds:
        if found := exact(bare.replace(within=around, kind=kind)):
            return _noted(found, f"{code} est le code de {place.name}, voisin.")
    elsewhere = read_bare(bare.replace(within=None))
    if elsewhere is not None and not elsewhere.candidates[0].approximate:
        return _disagreeing(reading, elsewhere.candidates[0], place)
    if reading.kind not in (None, "commune") or code not in reading.key.upper():
        return None  # "1000 Bruxelles": a code that lost its zero is not enough
    return _noted(there, f"« {name} » n'est pas un lieu connu : seul le code {code} est lu.")


def _noted(found: Places, note: str) -> Places:
    """The same places, each with one more note."""
    noted = tuple(p.replace(notes=(*p.notes, note)) for p in found.candidates)
    return found.replace(candidates=noted)


def _disagreeing(reading: Reading, named: Place, coded: Place) -> Unknown:
    """Neither the name nor the code is taken for the other."""
    if not reading.suggest:
        return Unknown("")
    message = (
        f"« {shortened(reading.typed)} » se contredit : {coded.code} est {places.where(coded)}, "
        f"{named.name} est {places.where(named)}."
    )
    from achats_reseaux.geocoder.suggest import retyped

    return Unknown(message, (*retyped([named]), coded.code))
