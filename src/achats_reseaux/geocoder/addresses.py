"""Split address lines: a name and a code, a label and a code, a name and a hint (an area)."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches
from achats_reseaux.gazetteer.words import BOXES, ROADS, STREETS
from achats_reseaux.geocoder.codes import is_corsican, is_digits, is_full_code
from achats_reseaux.text import cached, fold, without_article


def labelled_code(key: str) -> tuple[str, str] | None:
    """The label and code of the key of ``code insee 97133`` or ``siret 217 605 401 00017``."""
    letters = key.partition(" ")[0].rstrip("0123456789")  # cd95
    words = f"{letters} {key[len(letters) :]}".split()
    at = next((rank for rank, word in enumerate(words) if word[0].isdigit()), len(words))
    label, code = " ".join(words[:at]), "".join(words[at:])
    if label in ("f", "fr"):  # F-76000
        label = ""
    return (label, code) if is_digits(code) or is_corsican(code) else None


def is_abroad(typed: str) -> bool:
    """Whether a country prefix other than F precedes a code (``DE-67059 Ludwigshafen``)."""
    country, dash, rest = typed.partition("-")
    letters = dash and country.isalpha() and len(country) < 3 and fold(country) not in ("f", "fr")
    return bool(letters) and is_digits(rest[:4])


def name_and_code(typed: str) -> tuple[str, str] | None:
    """The name and the code of ``76000 Rouen`` or ``1 rue X BP 1, 67070 Strasbourg``, folded."""
    words = [*_words(typed)]
    if len(words) > 2 and words[-1] == "france" and words[-2] != "en":
        del words[-1]
    if not _codes(words) and [len(word) for word in words[:2]] == [2, 3] and is_digits(words[1]):
        words[:2] = [words[0] + words[1]]  # 76 000 Rouen; not "99-101 rue …, 75001 Paris"
    if words and not _codes(words) and len(words[0]) == 4 and is_digits(words[0]):
        words[0] = f"0{words[0]}"  # else the number of a street
    codes = {words[at]: at for at in _codes(words)}
    if len(words) < 2 or len(codes) != 1:
        return None
    ((code, at),) = codes.items()
    # The town comes after the code, and a street before it; alone, either is the town.
    after = words[at + 1 :]
    first = _first_part(typed.rpartition(code)[2])
    if first and after[: len(first)] == first:
        after = first  # "76000 Rouen - quai 4"
    name = after or [word for word in words[:at] if word not in ("f", "fr")]
    if len(name) > 1 and name[0] in ("a", "de", "d"):  # 67000 à Mulhouse
        del name[0]
    return (" ".join(name), code.upper()) if name else None


def _first_part(after: str) -> list[str]:
    """The folded words before the first comma, bracket or dash between spaces."""
    after = after.strip(" ,;-–/")
    for sign in (",", ";", "(", " - ", " – ", " / "):
        after = after.partition(sign)[0]
    return fold(after).split()


def codes_of(typed: str) -> list[str]:
    """The words of a text that have the form of a postal or an INSEE code."""
    words = _words(typed)
    return [words[at].upper() for at in _codes(words)]


@cached
def _words(typed: str) -> list[str]:
    """The folded words of an address, without numbered boxes and roads."""
    first, *others = typed.split(",")
    others = [f" 0{part.strip()}" if _lacks_zero(part.strip()) else part for part in others]
    text = ",".join([first, *others])
    for box in ("BP", "CS", "TSA"):  # "MutualitéBP 90445"
        before, glued, after = text.partition(f"{box} ")
        if glued and before[-1:].islower() and after[:1].isdigit():
            text = f"{before} {box} {after}"
    words = _without_numbers(fold(text).split(), BOXES)
    bare = _without_numbers(words, ROADS)  # "route nationale 62123 Beaumetz" has one code
    return bare if _codes(bare) else words


def _codes(words: list[str]) -> list[int]:
    return [at for at, word in enumerate(words) if is_full_code(word)]


def _lacks_zero(part: str) -> bool:
    return len(part) == 4 and is_digits(part)


_NUMBERS = ("n", "no", "num", "numero")


def _without_numbers(words: list[str], before: frozenset[str]) -> list[str]:
    """The words without numbered boxes or roads: ``bp 12``, ``cs n 30120``, ``route 7``."""
    for at in range(len(words) - 2, -1, -1):
        after = at + 1 + ("".join(words[at + 1 : at + 2]) in _NUMBERS)
        if not is_digits("".join(words[after : after + 1])):
            continue
        if words[at] in before:
            words = words[:at] + words[after + 1 :]
        elif at > 0 and f"{words[at - 1]} {words[at]}" in before:
            words = words[: at - 1] + words[after + 1 :]
    return words


def parts_of(typed: str) -> list[str]:
    """The parts of a text between commas, semicolons, slashes and dashes."""
    for sign in (";", " / ", " - ", " – ", " — "):
        typed = typed.replace(sign, ",")
    return [part.strip() for part in typed.split(",") if fold(part)]


def joined_by_et(key: str) -> list[str]:
    """The parts of a key before and after ``et``; none where that is in a name ("eure et loir")."""
    first, _, second = key.partition(" et ")
    if not second:
        return []
    start = f"{without_article(first)} et "
    compound = any(area.startswith(start) for area in name_searches.area_keys())
    return [] if compound else [first, second]


def is_street(key: str) -> bool:
    """Whether a key is a street, which may be named after a place (``8 rue de paris``)."""
    words = key.split()
    return words[0][0].isdigit() or words[0] in STREETS


def is_numbered_street(key: str) -> bool:
    """Whether a key begins with the number of a street: ``11 avenue``, ``99 101 rue``."""
    words = key.split()
    at = next((rank for rank, word in enumerate(words) if not word[0].isdigit()), len(words))
    rest = [word for word in words[at : at + 2] if word not in ("bis", "ter", "quater", "b", "t")]
    return at > 0 and bool(rest) and rest[0] in STREETS


def name_and_hint(typed: str) -> tuple[str, str] | None:
    """The name and the hint of ``Saint-Denis (974)``, ``Saint-Denis, Réunion`` or ``38 Vienne``."""
    outside, sign, inside = typed.rstrip(") ").rpartition("(")
    for other in (",", " - "):
        if not sign:
            outside, sign, inside = typed.rpartition(other)
    if sign and is_departement_code(outside.strip()):
        outside, inside = inside, outside  # 01 - Ambérieu-en-Bugey
    if is_numbered_street(fold(outside or typed)):
        return None
    if not sign:
        words = typed.split()
        if is_departement_code(words[-1]):
            outside, inside = " ".join(words[:-1]), words[-1]
        elif is_departement_code(words[0]):
            outside, inside = " ".join(words[1:]), words[0]
        elif is_departement_code(typed.partition("-")[0]):
            inside, _, outside = typed.partition("-")  # 76-Rouen
    return (outside.strip(), inside.strip()) if fold(outside) and fold(inside) else None


def name_and_area(typed: str) -> tuple[str, str] | None:
    """The name and the area of ``Caen Normandie`` or ``Lure Haute-Saône``; the area is the longest.

    Départements of one word are excluded: most are rivers (Champigny-sur-Marne is not in Marne).
    """
    if not fold(typed).endswith(tuple(name_searches.area_keys())):
        return None
    words = typed.split()
    for at in range(1, len(words)):
        area = fold(" ".join(words[at:]))
        kinds = {kind for kind, _ in name_searches.area_keys().get(area, ())}
        if kinds - ({"departement"} if " " not in area else set()):
            return " ".join(words[:at]), area
    return None


def is_departement_code(word: str) -> bool:
    """Whether a word is the code of a département or an overseas collectivity."""
    return len(word) in (2, 3) and gazetteer.departement(word.upper()) is not None
