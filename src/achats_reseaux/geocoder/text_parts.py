"""A text as typed, cut: into its codes and the names beside them, a name and its hint, parts."""

from __future__ import annotations

from itertools import pairwise

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.words import ADDRESS_WORDS, BODIES, INTITULES, STREETS
from achats_reseaux.geocoder import cedex
from achats_reseaux.geocoder.codes import is_corsican, is_digits, is_full_code
from achats_reseaux.text import cached, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Place

# --- how a text is spelt --------------------------------------------------------------------------

_ABBREVIATIONS = ((" s/s ", " sous "), (" ss/", " sous "), (" sr/", " sur "), (" s/", " sur "))


def spelt(typed: str) -> str:
    """A text without abbreviations (``s/``) and without CEDEX."""
    text = typed
    if text.startswith("("):  # "(974) Saint-Denis"
        text = text[1:].replace(")", " ", 1)
    for short, word in _ABBREVIATIONS if "/" in text else ():
        if short in text.lower():
            text = text.lower().replace(short, word)
    text = cedex.without(text)
    return text if fold(text) else typed


def as_typed(typed: str, key: str) -> str:
    """The end or beginning of a text that folds to a key, with its accents and punctuation.

    An article that the text contracts with a link word ("du") is put first. If there is none, the
    key itself.
    """
    if typed.lower().replace("-", " ").replace("'", " ").endswith(f" {key}"):  # most
        return typed[-len(key) :]
    article, bare = key[: -len(without_article(key))], without_article(key)
    for at in range(1, len(typed)):
        if typed[at].isalnum() and not typed[at - 1].isalnum():
            end = fold(typed[at:])
            if end in (key, bare):
                return typed[at:] if end == key else article + typed[at:]
            if fold(typed[:at]) == key:
                return typed[:at].rstrip(" -(,")
    return key


# --- labels and codes -----------------------------------------------------------------------------

_LABELS = {
    "insee": "insee",
    "cp": "code-postal",
    "postal": "code-postal",
    "siren": "siren",
    "siret": "siret",
    "dep": "departement",
    "dpt": "departement",
}


def kind_of_label(label: str) -> str | None:
    """The kind that a folded label before a code or a name requires (``code INSEE``, ``SDIS``)."""
    word = label.removeprefix("code ").removeprefix("n ").removeprefix("numero ")
    body = BODIES.get(label)
    of_body = body.kinds[0] if body is not None and body.kinds else None
    return _LABELS.get(word.removesuffix(" n")) or INTITULES.get(label) or of_body


def label_and_code(key: str) -> tuple[str, str] | None:
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


@cached
def names_and_code(typed: str) -> tuple[list[str], str]:
    """The names, folded, and the code of ``76000 Rouen`` or ``1 rue X BP 1, 67070 Strasbourg``."""
    words = [*_words(typed)]
    if not _codes(words):
        words = _with_whole_code(words)
    codes = {words[at]: at for at in _codes(words)}
    if len(codes) > 1:  # "CS 26004 - 29107, 29000 Quimper": that before a town is the town's
        codes = {code: at for code, at in codes.items() if "".join(words[at + 1 :][:1]).isalpha()}
    if len(codes) != 1:
        return [], ""
    ((code, at),) = codes.items()
    # The town comes after the code, and a street before it; else what stands before is the town.
    before, after = [word for word in words[:at] if word not in ("f", "fr")], words[at + 1 :]
    behind = parts_of(typed.rpartition(code)[2])
    first = fold(behind[0]).split() if behind else []
    if after[: len(first)] == first:
        after = first or after  # "76000 Rouen - quai 4"
    names = [after, [] if after and before and is_street(" ".join(before)) else before]
    for name in names:
        if len(name) > 1 and name[0] in ("a", "de", "d"):  # 67000 à Mulhouse
            del name[0]
    return [" ".join(name) for name in names if name], code.upper()


def _with_whole_code(words: list[str]) -> list[str]:
    """Words without a code, with ``76 000`` in one, or ``1000`` with its zero."""
    for at, pair in enumerate(pairwise(words)):
        code = "".join(pair)
        if len(pair[0]) == 2 and is_full_code(code) and gazetteer.communes_of_postal_code(code):
            return [*words[:at], code, *words[at + 2 :]]
    return [f"0{words[0]}", *words[1:]] if words and _lacks_zero(words[0]) else words


@cached
def town_at_code(asked: tuple[str, str]) -> Place | None:
    """The commune that has a postal code and a folded name; towns repeat, their streets do not."""
    code, key = asked
    for insee in gazetteer.communes_of_postal_code(code):
        if fold(gazetteer.commune_name(insee) or "") == key:
            return places.of_commune(insee)
    return None


@cached
def codes_of(typed: str) -> list[str]:
    """The words of a text that have the form of a postal or an INSEE code."""
    words = _words(typed)
    return [words[at].upper() for at in _codes(words)]


@cached
def _words(typed: str) -> list[str]:
    """The folded words of an address, without numbered boxes."""
    first, *others = typed.split(",")
    others = [f" 0{part.strip()}" if _lacks_zero(part.strip()) else part for part in others]
    return _without_boxes(fold(",".join([first, *others])).split())


def _codes(words: list[str]) -> list[int]:
    """Where the codes of an address are; "01717 route d'Avignon" has none."""
    found = [at for at, word in enumerate(words) if is_full_code(word)]
    return [at for at in found if STREETS.isdisjoint(words[at + 1 : -1][:1])]  # but "80120 Rue"


def _lacks_zero(part: str) -> bool:
    return len(part) == 4 and is_digits(part)


def _without_boxes(words: list[str]) -> list[str]:
    """The words without numbered boxes: ``bp 12``, ``cs n 30120``, ``boite postale 7``."""
    for at in range(len(words) - 2, -1, -1):
        after = at + 1 + (words[at + 1] in ("n", "no", "num", "numero"))
        if not is_digits("".join(words[after : after + 1])):
            continue
        for begin in (at, max(at - 1, 0)):
            if ADDRESS_WORDS.get(" ".join(words[begin : at + 1])) == "boite":
                return _without_boxes(words[:begin] + words[after + 1 :])
    return words


# --- streets --------------------------------------------------------------------------------------

_SUFFIXES = ("bis", "ter", "quater", "b", "t")


def is_street(key: str) -> bool:
    """Whether a key is a street, which may be named after a place (``8 rue de paris``)."""
    word = without_article(key).partition(" ")[0]
    return word[:1].isdigit() or ADDRESS_WORDS.get(word) == "voie" or word in _SUFFIXES


def is_numbered_street(key: str) -> bool:
    """Whether a key begins with the number of a street: ``11 avenue``, ``99 101 rue``."""
    rest = (word for word in key.split() if not word[0].isdigit() and word not in _SUFFIXES)
    return key[:1].isdigit() and ADDRESS_WORDS.get(next(rest, "")) == "voie"


def holds_address(key: str) -> bool:
    """Whether a key holds a numbered street or box: ``caserne 223 rue de bègles cs 21152``."""
    return any(
        (first[0].isdigit() and ADDRESS_WORDS.get(second) == "voie")
        or (ADDRESS_WORDS.get(first) == "boite" and second[0].isdigit())
        for first, second in pairwise(key.split())
    )


# --- a name and its hint, parts -------------------------------------------------------------------


def has_signs(typed: str) -> bool:
    """Whether a text has a bracket, a comma or a dash between spaces."""
    return "(" in typed or "," in typed or " - " in typed


def name_and_hint(typed: str) -> tuple[str, str]:
    """The name and the hint of ``Saint-Denis (974)``, ``Saint-Denis, Réunion`` or ``38 Vienne``."""
    outside, sign, inside = typed.rstrip(") ").rpartition("(")
    for other in (",", " - "):
        if not sign or (other == "," and other in inside.partition(")")[2]):  # "(DFA) - 7 av. X, Y"
            outside, sign, inside = typed.rpartition(other)
    if sign and _is_departement_code(outside.strip()):
        outside, inside = inside, outside  # 01 - Ambérieu-en-Bugey
    if is_numbered_street(fold(outside or typed)):
        return "", ""
    if not sign:
        first, _, others = typed.partition("-" if "-" in typed.partition(" ")[0] else " ")
        before, _, last = typed.rpartition(" ")
        if _is_departement_code(last):
            outside, inside = before, last
        elif _is_departement_code(first):
            outside, inside = others, first  # 38 Vienne, 76-Rouen
    return (outside.strip(), inside.strip()) if fold(outside) and fold(inside) else ("", "")


def _is_departement_code(word: str) -> bool:
    return len(word) in (2, 3) and gazetteer.departement(word.upper()) is not None


def parts_of(typed: str, signs: tuple[str, ...] = (" (", ")")) -> list[str]:
    """The parts of a text between commas, semicolons, slashes, dashes and some other signs."""
    for sign in (";", " / ", " - ", " – ", " — ", *signs):
        typed = typed.replace(sign, ",")
    return [part.strip() for part in typed.split(",") if fold(part)]
