"""Names with something beside them: an address line, a hint in brackets, ``ville de``.

Each function takes the reading apart and climbs again with what is left, on narrower ground.
"""

from __future__ import annotations

from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.territory import gazetteer, places
from achats_reseaux.territory.codes import is_digits
from achats_reseaux.territory.names import LOOSE, SURE, climb
from achats_reseaux.territory.reading import Reading, Within, exact
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    Outcome = Places | Unknown


def read_name(reading: Reading, *, tried: bool = False) -> Outcome | None:
    """Rungs 3 to 7 of the ladder; ``tried`` where the exact name was looked for already."""
    if not tried:
        reading = _spelt_out(reading)
        if address := _address(reading):
            return _at_code(reading, *address)
        if found := exact(reading):
            return found
    if "(" in reading.typed and (hinted := _hinted(reading)):
        return hinted  # "Dijon (21)" is the commune, before the EPCI whose name begins so
    return climb(reading, SURE) or _hinted(reading) or _announced(reading) or climb(reading, LOOSE)


def _plainly(reading: Reading) -> Places | None:
    """The rungs for a bare name."""
    return exact(reading) or climb(reading, SURE) or climb(reading, LOOSE)


_SHORT = {"s": "sur", "sr": "sur", "ss": "sous"}


def _spelt_out(reading: Reading) -> Reading:
    """``s/`` is sur, ``ss/`` and ``s/s`` are sous; a CEDEX and its number say nothing."""
    words = reading.key.split()
    if "cedex" in words:
        at = words.index("cedex")
        after = words[at + 1 :]
        words = words[:at] + (after[1:] if after and len(after[0]) < 3 else after)
    if "/" in reading.typed:
        key = f" {' '.join(words)} ".replace(" s s ", " sous ")
        words = [_SHORT.get(word, word) for word in key.split()]
    key = " ".join(words)
    return reading if key == reading.key or not key else reading.replace(key=key, typed=key)


# --- address lines -------------------------------------------------------------------------------


def _address(reading: Reading) -> tuple[str, str] | None:
    """The name and the code of ``76000 Rouen``, ``1 rue X CS 30120 67070 STRASBOURG``."""
    words = reading.key.split()
    for at in range(len(words) - 2, -1, -1):
        if words[at] in ("bp", "cs", "tsa") and is_digits(words[at + 1]):
            del words[at : at + 2]
    if len(words) > 2 and words[-1] == "france":
        del words[-1]
    if len(words) > 2 and len(words[0]) == 2 and len(words[1]) == 3 and is_digits(words[1]):
        words[:2] = [words[0] + words[1]]  # 76 000 Rouen
    if len(words) > 1 and len(words[0]) == 4 and is_digits(words[0]):
        words[0] = f"0{words[0]}"
    places_of_codes = [at for at, word in enumerate(words) if _is_five(word)]
    if len(places_of_codes) != 1 or len(words) < 2:
        return None
    at = places_of_codes[0]
    # The town comes after the code, and a street before it; alone, either is the town.
    name = words[at + 1 :] or [word for word in words[:at] if word not in ("f", "fr")]
    return (" ".join(name), words[at].upper()) if name else None


def _is_five(word: str) -> bool:
    return len(word) == 5 and is_digits(word[2:]) and (is_digits(word) or word[:2] in ("2a", "2b"))


def _at_code(reading: Reading, key: str, code: str) -> Outcome | None:
    """The place of that name at that code; the code alone where the name is no place."""
    from achats_reseaux.territory.resolve import read

    name = _as_typed(reading.typed, key)
    there = read(code, "code-postal" if is_digits(code) else "insee")
    bare = reading.named(name)
    if not isinstance(there, Places):
        found = _plainly(bare)
        return found and _noted(found, f"{code} n'est pas un code postal : seul le nom est lu.")
    place = there.candidates[0]
    if reading.within is not None and not reading.within.holds(place):
        return None
    label = f"au code postal {code}"
    exactly = Within(place.departements, place.communes, label)
    around = Within(place.departements, (), label)
    kinds = ("commune", None) if reading.kind is None else (reading.kind,)
    for kind in kinds:
        if found := _plainly(bare.replace(within=exactly, kind=kind)):
            return found
    for kind in kinds:
        if found := exact(bare.replace(within=around, kind=kind)):
            if place.communes and not place.approximate:
                return _noted(found, f"{code} est le code de {place.name}, voisin.")
            return found
    elsewhere = _plainly(bare.replace(within=None))
    if elsewhere is not None and not elsewhere.candidates[0].approximate:
        return _disagreeing(reading, elsewhere.candidates[0], place)
    if reading.kind not in (None, "commune"):
        return None
    return _noted(there, f"« {name} » n'est pas un lieu connu : seul le code {code} est lu.")


def _noted(found: Places, note: str) -> Places:
    """The same places, each with one more note."""
    noted = tuple(p.replace(notes=(*p.notes, note)) for p in found.candidates)
    return found.replace(candidates=noted)


def _as_typed(typed: str, key: str) -> str:
    """The words of a text that a key was cut from, with their accents."""
    wanted = key.split()
    words = [word for word in typed.replace(",", " ").split() if fold(word)]
    name = " ".join(word for word in words if set(fold(word).split()) <= set(wanted))
    return name if fold(name) == key else key


def _disagreeing(reading: Reading, named: Place, coded: Place) -> Unknown:
    """Neither the name nor the code is taken for the other."""
    message = (
        f"« {shortened(reading.typed)} » se contredit : {coded.code} est {places.where(coded)}, "
        f"{named.name} est {places.where(named)}."
    )
    from achats_reseaux.territory.suggest import retyped

    return Unknown(message, (*retyped([named]), coded.code))


# --- hints and words around ----------------------------------------------------------------------


def _hinted(reading: Reading) -> Outcome | None:
    """``Saint-Denis (974)``, ``Saint-Denis, Réunion``, ``Perchay (Le)``, ``38 Vienne``."""
    typed = reading.typed.strip()
    outside, bracket, inside = typed.rstrip(") ").rpartition("(")
    if not bracket:
        outside, bracket, inside = typed.rpartition(",")
    if not bracket:
        outside, bracket, inside = typed.rpartition(" - ")
    if bracket and fold(inside) in ("l", "le", "la", "les"):
        return _plainly(reading.named(f"{inside.strip()} {outside.strip()}"))
    if not bracket:
        words = typed.split()
        if len(words) > 1 and _is_departement(words[-1]):
            outside, inside = " ".join(words[:-1]), words[-1]
        elif len(words) > 1 and _is_departement(words[0]):
            outside, inside = " ".join(words[1:]), words[0]
    if not fold(outside) or not fold(inside):
        return None
    return _there(reading, outside.strip(), inside.strip())


def _is_departement(word: str) -> bool:
    return len(word) in (2, 3) and gazetteer.departement(word.upper()) is not None


def _there(reading: Reading, name: str, hint: str) -> Outcome | None:
    """A name on the ground that a hint gives, if the hint is a place at all."""
    from achats_reseaux.territory.messages import unknown
    from achats_reseaux.territory.resolve import ground

    for option in ("departement", "region", "code_postal"):
        where = ground(**{option: hint})
        if isinstance(where, Within):
            break
    else:
        return None
    if reading.within is not None:
        departements = set(where.departements) & set(reading.within.departements)
        where = where.replace(departements=tuple(sorted(departements)))
    named = reading.named(name).replace(within=where)
    return read_bare(named) or unknown(named)


def read_bare(reading: Reading) -> Places | None:
    """A name with at most a word before it."""
    return exact(reading) or climb(reading, SURE) or _announced(reading) or climb(reading, LOOSE)


_LINKS = (("de ", ""), ("d ", ""), ("du ", "le "), ("des ", "les "), ("", ""))


def _announced(reading: Reading) -> Places | None:
    """``Ville de Rouen``, ``département du Nord``, ``CC de Nozay``: the words narrow the kind."""
    found = [i for i in gazetteer.intitules() if reading.key.startswith(f"{i} ")]
    if not found:
        return None
    intitule = max(found, key=len)
    kind = gazetteer.intitules()[intitule]
    if reading.kind not in (None, kind):
        return None
    rest = reading.key[len(intitule) + 1 :]
    for link, instead in _LINKS:
        if rest.startswith(link):
            name = instead + rest[len(link) :]
            return _plainly(reading.named(_as_typed(reading.typed, name)).replace(kind=kind))
    return None
