"""Names with something beside them: an address line, a hint in brackets, ``ville de``.

Each function takes the reading apart and climbs again with what is left, on narrower ground.
"""

from __future__ import annotations

from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.territory import gazetteer, places
from achats_reseaux.territory.codes import is_digits
from achats_reseaux.territory.names import LOOSE, SURE, Reading, Within, climb, exact
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    Outcome = Places | Unknown


def read_name(reading: Reading) -> Outcome | None:
    """Rungs 3 to 7 of the ladder."""
    reading = _spelt_out(reading)
    if address := _address(reading):
        return _at_code(reading, *address)
    return (
        exact(reading)
        or climb(reading, SURE)
        or _hinted(reading)
        or _announced(reading)
        or climb(reading, LOOSE)
    )


def _plainly(reading: Reading) -> Places | None:
    """The rungs for a bare name."""
    return exact(reading) or climb(reading, SURE) or climb(reading, LOOSE)


def _again(reading: Reading, name: str, **changes: object) -> Reading:
    return Reading(
        name,
        fold(name),
        changes.get("kind", reading.kind),  # type: ignore[arg-type]
        changes.get("within", reading.within),  # type: ignore[arg-type]
    )


_SHORT = {"s": "sur", "sr": "sur", "ss": "sous"}


def _spelt_out(reading: Reading) -> Reading:
    """``s/`` is sur, ``ss/`` and ``s/s`` are sous; a CEDEX and its number say nothing of the place."""
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
    """The name and the postal code of ``76000 Rouen``, ``CS 30120 67070 STRASBOURG``."""
    words = reading.key.split()
    if words[:1] in (["f"], ["fr"]) and len(words) > 1 and is_digits(words[1]):
        words = words[1:]  # F-76000
    for at in range(len(words) - 1, -1, -1):
        if words[at] in ("bp", "cs", "tsa") and at + 1 < len(words) and is_digits(words[at + 1]):
            del words[at : at + 2]
    if len(words) > 2 and len(words[0]) == 2 and len(words[1]) == 3:
        if is_digits(words[0] + words[1]):
            words[:2] = [words[0] + words[1]]  # 76 000 Rouen
    codes = [word for word in words if len(word) == 5 and is_digits(word)]
    if not codes and len(words) > 1 and len(words[0]) == 4 and is_digits(words[0]):
        codes, words[0] = [f"0{words[0]}"], f"0{words[0]}"
    if len(codes) != 1 or len(words) < 2:
        return None
    return " ".join(word for word in words if word != codes[0]), codes[0]


def _at_code(reading: Reading, name: str, code: str) -> Outcome | None:
    """The commune of that name at that postal code; the code alone where the name is no place."""
    from achats_reseaux.territory.resolve import read

    typed = _as_typed(reading.typed, name)
    there = read(code, "code-postal")
    if not isinstance(there, Places):
        return _plainly(_again(reading, typed))
    place = there.candidates[0]
    if reading.within is not None and not reading.within.holds(place):
        return None
    label = f"au code postal {code}"
    for communes in dict.fromkeys((place.communes, ())):
        ground = Within(place.departements, communes, label)
        named = _again(reading, typed, within=ground, kind=reading.kind or "commune")
        if found := _plainly(named):
            return found
    elsewhere = _plainly(_again(reading, typed, within=None))
    if elsewhere is not None and not elsewhere.candidates[0].approximate:
        return _disagreeing(reading, elsewhere.candidates[0], place)
    if reading.kind not in (None, "commune"):
        return None
    note = f"« {typed} » n'est pas une commune connue : la réponse est celle du code postal {code}."
    return Places((place.replace(notes=(*place.notes, note)),))


def _as_typed(typed: str, key: str) -> str:
    """The words of a text that its shortened key kept, with their accents."""
    kept = key.split()
    words = [word for word in typed.replace(",", " ").split() if fold(word)]
    named = [word for word in words if set(fold(word).split()) <= set(kept)]
    name = " ".join(named)
    return name if fold(name) == key else key


def _disagreeing(reading: Reading, named: Place, coded: Place) -> Unknown:
    """Neither the name nor the code is taken for the other."""
    message = (
        f"« {reading.typed} » se contredit : {coded.code} est le code postal de {coded.name} "
        f"({', '.join(coded.departements)}), {named.name} est {places.where(named)}."
    )
    return Unknown(message, (places.described(named), coded.code))


# --- hints and words around ----------------------------------------------------------------------


def _hinted(reading: Reading) -> Outcome | None:
    """``Saint-Denis (974)``, ``Saint-Denis, Réunion``, ``Perchay (Le)``, ``38 Vienne``."""
    typed = reading.typed.strip()
    outside, bracket, inside = typed.rstrip(") ").partition("(")
    if not bracket:
        outside, bracket, inside = typed.rpartition(",")
    if not bracket:
        outside, bracket, inside = typed.rpartition(" - ")
    if bracket and fold(inside) in ("l", "le", "la", "les"):
        return _plainly(_again(reading, f"{inside.strip()} {outside.strip()}"))
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
    from achats_reseaux.territory.messages import elsewhere
    from achats_reseaux.territory.resolve import read

    for kind in ("departement", "region", "code-postal"):
        where = read(hint, kind)
        if isinstance(where, Places) and not where.candidates[0].approximate:
            break
    else:
        return None
    place = where.candidates[0]
    ground = Within(place.departements, place.communes, places.where(place))
    if reading.within is not None and not reading.within.holds(place):
        return None
    named = _again(reading, name, within=ground)
    if found := read_bare(named):
        return found
    others = read_bare(_again(reading, name, within=None))
    if others is None:
        return None
    return elsewhere(name, list(others.candidates), ground)


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
            return _plainly(_again(reading, _as_typed(reading.typed, name), kind=kind))
    return None
