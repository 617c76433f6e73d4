"""Names with something beside them: an address line, a hint in brackets, ``ville de``.

Each function takes the reading apart and climbs again with what is left, on narrower ground.
"""

from __future__ import annotations

from achats_reseaux.model import Place, Places, Unknown
from achats_reseaux.territory import gazetteer, places
from achats_reseaux.territory.codes import is_digits
from achats_reseaux.territory.names import ARTICLES, LOOSE, SURE, climb
from achats_reseaux.territory.reading import Reading, Within, exact
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Malformed

    Outcome = Places | Unknown | Malformed


def read_name(reading: Reading, *, tried: bool = False) -> Outcome | None:
    """Rungs 3 to 7 of the ladder; ``tried`` where the exact name was looked for already."""
    if not tried:
        reading = _spelt_out(reading)
        if found := _coded(reading):
            return found
    if (moved := _article_first(reading)) and isinstance(found := _read(moved), Places):
        return found
    return _read(reading, tried=tried)


def _read(reading: Reading, *, tried: bool = False) -> Outcome | None:
    if not tried and (found := _address(reading)):
        return found
    signs = _has_signs(reading.typed)
    hinted = _hinted(reading) if signs else None
    if isinstance(hinted, Places):  # "Dijon (21)" is the commune, before an EPCI that begins so
        return hinted
    found = None if tried else exact(reading)
    if found := found or climb(reading, SURE):
        return found
    hinted = hinted if signs else _hinted(reading)
    return hinted or _announced(reading) or climb(reading, LOOSE)


def _plainly(reading: Reading) -> Places | None:
    """The rungs for a bare name."""
    return exact(reading) or climb(reading, SURE) or climb(reading, LOOSE)


_SHORT = {"s/s": "sous ", "ss/": "sous ", "sr/": "sur ", "s/": "sur "}


def _spelt_out(reading: Reading) -> Reading:
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


def _coded(reading: Reading) -> Outcome | None:
    """``code INSEE 97133``, ``SIRET 217 605 401 00017``, ``conseil départemental 76``."""
    from achats_reseaux.territory.codes import read_code
    from achats_reseaux.territory.resolve import FORMS, settled_on

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


def _article_first(reading: Reading) -> Reading | None:
    """``Perchay (Le)``, ``Vey, Le`` and ``69890 Tour-de-Salvagny (La)``: the article before."""
    typed = reading.typed
    before, bracket, rest = typed.partition("(")
    while bracket:
        inside, closed, after = rest.partition(")")
        if closed and fold(inside) in ARTICLES:
            return reading.named(_with_article(before, inside.strip()) + after)
        more, bracket, rest = rest.partition("(")
        before += "(" + more
    for sign in (",", " ", "-"):
        before, sign_found, last = typed.rpartition(sign)
        sure = sign == "," or fold(last) != "l"  # "Villeneuve-sur-L" was cut
        if sign_found and sure and fold(last) in ARTICLES and fold(before):
            return reading.named(_with_article(before, last.strip()))
    return None


def _with_article(before: str, article: str) -> str:
    """A text with the article in front of its name, after a code or ``mairie de``."""
    words = before.replace(",", " ").split()
    at = 1 if len(words) > 1 and _is_five(fold(words[0])) else 0
    for end in range(len(words) - 1, 1, -1):
        intitule = fold(" ".join(words[at : end - 1]))
        if fold(words[end - 1]) in ("de", "d", "du", "des") and intitule in gazetteer.intitules():
            at = end
    return " ".join([*words[:at], article, *words[at:]])


# --- address lines -------------------------------------------------------------------------------


def _address(reading: Reading) -> Outcome | None:
    """A name and a code, if the text is both."""
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
    if bracket and _is_departement(outside.strip()):
        outside, inside = inside, outside  # 01 - Ambérieu-en-Bugey
    if not bracket:
        words = typed.split()
        if len(words) > 1 and _is_departement(words[-1]):
            outside, inside = " ".join(words[:-1]), words[-1]
        elif len(words) > 1 and _is_departement(words[0]):
            outside, inside = " ".join(words[1:]), words[0]
    if not fold(outside) or not fold(inside):
        return None
    return _there(reading, outside.strip(), inside.strip())


def _has_signs(typed: str) -> bool:
    """Whether something may stand beside the name, in brackets or after a comma or a dash."""
    return "(" in typed or "," in typed or " - " in typed


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
        where = where.cut(reading.within.departements)
    named = reading.named(name).replace(within=where)
    found = read_bare(named)
    if found is None:
        return _hinted(named) or unknown(named)
    # "Lagor (17)" is no Lagord: there is a Lagor, elsewhere.
    anywhere = named.replace(within=None)
    return unknown(named) if found.candidates[0].approximate and exact(anywhere) else found


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
