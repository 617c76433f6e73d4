"""Address lines taken apart: a name and a code, a code with words before it, a name and a hint."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.geocoder.codes import is_corsican, is_digits, is_full_code
from achats_reseaux.text import fold


def labelled_code(key: str) -> tuple[str, str] | None:
    """The words and the code of ``code insee 97133`` or ``siret 217 605 401 00017``, from a key."""
    words = key.split()
    at = next((rank for rank, word in enumerate(words) if word[0].isdigit()), len(words))
    label, code = " ".join(words[:at]), "".join(words[at:])
    if label in ("f", "fr") and len(code) == 5:  # F-76000
        label = ""
    return (label, code) if is_digits(code) or is_corsican(code) else None


def is_abroad(typed: str) -> bool:
    """``DE-67059 Ludwigshafen``: a code after the letters of another country."""
    country, dash, rest = typed.partition("-")
    letters = dash and country.isalpha() and len(country) < 3 and fold(country) not in ("f", "fr")
    return bool(letters) and is_digits(rest[:4])


def name_and_code(key: str) -> tuple[str, str] | None:
    """The name and the code of ``76000 rouen`` or ``1 rue x bp 1 67070 strasbourg``, from a key."""
    words = key.split()
    for at in range(len(words) - 2, -1, -1):
        if words[at] in ("bp", "cs", "tsa") and is_digits("".join(words[at + 1 : at + 2])):
            del words[at : at + 2]
    if len(words) > 2 and words[-1] == "france" and words[-2] != "en":
        del words[-1]
    if len(words) > 2 and len(words[0]) == 2 and len(words[1]) == 3 and is_digits(words[1]):
        words[:2] = [words[0] + words[1]]  # 76 000 Rouen
    if words and len(words[0]) == 4 and is_digits(words[0]):
        words[0] = f"0{words[0]}"
    codes = [at for at, word in enumerate(words) if is_full_code(word)]
    if len(codes) != 1 or len(words) < 2:
        return None
    at = codes[0]
    # The town comes after the code, and a street before it; alone, either is the town.
    name = words[at + 1 :] or [word for word in words[:at] if word not in ("f", "fr")]
    if len(name) > 1 and name[0] in ("a", "de", "d"):  # 67000 à Mulhouse
        del name[0]
    return (" ".join(name), words[at].upper()) if name else None


def name_and_hint(typed: str) -> tuple[str, str] | None:
    """The name and the ground of ``Saint-Denis (974)``, ``Saint-Denis, Réunion``, ``38 Vienne``."""
    outside, sign, inside = typed.strip().rstrip(") ").rpartition("(")
    for other in (",", " - "):
        if not sign:
            outside, sign, inside = typed.strip().rpartition(other)
    if sign and _is_departement(outside.strip()):
        outside, inside = inside, outside  # 01 - Ambérieu-en-Bugey
    if not sign:
        words = typed.split()
        if len(words) > 1 and _is_departement(words[-1]):
            outside, inside = " ".join(words[:-1]), words[-1]
        elif len(words) > 1 and _is_departement(words[0]):
            outside, inside = " ".join(words[1:]), words[0]
    return (outside.strip(), inside.strip()) if fold(outside) and fold(inside) else None


def has_signs(typed: str) -> bool:
    """Whether something may stand beside the name, in brackets or after a comma or a dash."""
    return "(" in typed or "," in typed or " - " in typed


def _is_departement(word: str) -> bool:
    return len(word) in (2, 3) and gazetteer.departement(word.upper()) is not None
