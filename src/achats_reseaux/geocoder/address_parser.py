"""The parser of a text as typed: its codes, the names beside them, a name and its hint, parts."""

from __future__ import annotations

from itertools import pairwise

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.words import (
    ADDRESS_WORDS,
    BODIES,
    CONTRACTED,
    LINKS,
    PLACE_TYPES,
    STREETS,
)
from achats_reseaux.geocoder.codes import is_corsican, is_digits, is_full_code
from achats_reseaux.text import cached, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Place

# --- how a text is spelt ----------------------------------------------------------------

_ABBREVIATIONS = ((" s/s ", " sous "), (" ss/", " sous "), (" sr/", " sur "), (" s/", " sur "))


def spelt_out(typed: str) -> str:
    """A text without abbreviations (``s/``) and without CEDEX."""
    text = typed
    if text.startswith("("):  # "(974) Saint-Denis"
        text = text[1:].replace(")", " ", 1)
    for short, word in _ABBREVIATIONS:
        if short in text.lower():
            text = text.lower().replace(short, word)
    text = _without_cedex(text)
    if not fold(text):
        return typed
    return text


def _without_cedex(text: str) -> str:
    """A text without the word and its number; a comma behind them stays."""
    kept: list[str] = []
    is_after = False
    for word in text.split():
        key = fold(word)
        is_cedex = ADDRESS_WORDS.get(key.rstrip("0123456789")) == "cedex"
        is_number = len(key) < 3 and is_digits(key)
        if not is_cedex and not (is_after and is_number):
            kept.append(word)
        elif word.endswith(","):
            kept.append(",")
        is_after = is_cedex
    return " ".join(kept)


def as_typed(typed: str, key: str) -> str:
    """The end or beginning of a text that folds to a key, with its accents and punctuation.

    An article that the text contracts with a link word ("du") is put first. If there is
    none, the key itself.
    """
    if typed.lower().replace("-", " ").replace("'", " ").endswith(f" {key}"):  # most
        return typed[-len(key) :]
    bare = without_article(key)
    article = key.removesuffix(bare)
    for start in range(1, len(typed)):
        if typed[start - 1].isalnum() or not typed[start].isalnum():
            continue  # within a word
        end = fold(typed[start:])
        if end == key:
            return typed[start:]
        if end == bare:
            return article + typed[start:]
        if fold(typed[:start]) == key:
            return typed[:start].rstrip(" -(,")
    return key


# --- labels and codes -------------------------------------------------------------------

SHORT_LABELS = {
    "insee": "insee",
    "cp": "code-postal",
    "postal": "code-postal",
    "siren": "siren",
    "siret": "siret",
    "dep": "departement",
    "dpt": "departement",
    "reg": "region",
}
"""Short words before a code or a name, and the kinds that they stand for."""


def kind_of_label(label: str) -> str | None:
    """The kind that a folded label before a code or a name requires (``code INSEE``, ``SDIS``)."""
    word = label
    for start in ("code ", "n ", "numero "):
        word = word.removeprefix(start)
    word = word.removesuffix(" n")
    if word in SHORT_LABELS:
        return SHORT_LABELS[word]
    if label in PLACE_TYPES:
        return PLACE_TYPES[label]
    if label in BODIES and BODIES[label].kinds:
        return BODIES[label].kinds[0]
    return None


def label_and_code(key: str) -> tuple[str, str]:
    """The label and code of ``code insee 97133`` or ``siret 217 605 401 00017``, as keys."""
    letters = key.partition(" ")[0].rstrip("0123456789")  # cd95
    words = f"{letters} {key[len(letters) :]}".split()
    count = 0
    while count < len(words) and not words[count][0].isdigit():
        count += 1
    label, code = " ".join(words[:count]), "".join(words[count:])
    if not is_digits(code) and not is_corsican(code):
        return "", ""
    if label in ("f", "fr"):  # F-76000
        label = ""
    return label, code


def is_abroad(typed: str) -> bool:
    """Whether a country prefix other than F precedes a code (``DE-67059 Ludwigshafen``)."""
    country, _, rest = typed.partition("-")
    if fold(country) in ("f", "fr") or not is_digits(rest[:4]):
        return False
    return country.isalpha() and len(country) < 3


@cached
def names_and_code(typed: str) -> tuple[list[str], str]:
    """The names, folded, and the code of ``76000 Rouen`` or ``1 rue X BP 1, 67070 Strasbourg``."""
    words = _words(typed)
    if not _code_positions(words):
        words = _with_whole_code(words)
    positions = {words[index]: index for index in _code_positions(words)}
    if len(positions) > 1:  # "CS 26004 - 29107, 29000 Quimper": that before a town is the town's
        before_names = [
            index for index in positions.values() if "".join(words[index + 1 :][:1]).isalpha()
        ]
        positions = {words[index]: index for index in before_names}
    if len(positions) != 1:
        return [], ""
    ((code, position),) = positions.items()
    # The town comes after the code, and a street before it; else what stands before is
    # the town.
    before = [word for word in words[:position] if word not in ("f", "fr")]
    after = words[position + 1 :]
    for part in parts_of(typed.rpartition(code)[2])[:1]:
        first_part = fold(part).split()
        if after[: len(first_part)] == first_part:
            after = first_part  # "76000 Rouen - quai 4"
    names = [after, before]
    if after and is_street(" ".join(before)):
        names = [after]
    keys = [_without_link(name) for name in names]
    return [key for key in keys if key], code.upper()


def _without_link(words: list[str]) -> str:
    """Words as a key, without a link word before it: ``à mulhouse``."""
    key = " ".join(words)
    link, _, name = key.partition(" ")
    if link not in LINKS or link in CONTRACTED:
        return key
    return name or key


def _with_whole_code(words: list[str]) -> list[str]:
    """Words without a code, with ``76 000`` in one."""
    for position, pair in enumerate(pairwise(words)):
        code = "".join(pair)
        if len(pair[0]) != 2 or not is_full_code(code):
            continue
        if gazetteer.communes_of_postal_code(code):
            return words[:position] + [code] + words[position + 2 :]
    return words


@cached
def town_at_code(asked: tuple[str, str]) -> Place | None:
    """The commune that has a postal code and a folded name; towns repeat, their streets do not."""
    code, key = asked
    for place in places.of_communes(gazetteer.communes_of_postal_code(code)):
        if fold(place.name) == key:
            return place
    return None


@cached
def codes_of(typed: str) -> list[str]:
    """The words of a text that have the form of a postal or an INSEE code."""
    words = _words(typed)
    return [words[index].upper() for index in _code_positions(words)]


@cached
def _words(typed: str) -> list[str]:
    """The folded words of an address, without numbered boxes; a code has its lost zero.

    As in ``8 rue de Paris, 1000 Bourg-en-Bresse`` or ``, 1000, Bourg``, but not in ``mairie
    de Rouen, 2000 agents``.
    """
    words: list[str] = []
    for part in typed.split(","):
        key = fold(part)
        code, _, town = key.partition(" ")
        if len(code) == 4 and is_digits(code):
            is_alone_behind = not town and bool(words)
            if is_alone_behind or town_at_code((f"0{code}", town)):
                key = f"0{key}"
        words += key.split()
    return _without_boxes(words)


def _code_positions(words: list[str]) -> list[int]:
    """Where the codes of an address are; "01717 route d'Avignon" has none."""
    positions = [index for index, word in enumerate(words) if is_full_code(word)]
    # A number before a street is that of a house, but for "80120 Rue".
    return [index for index in positions if STREETS.isdisjoint(words[index + 1 : -1][:1])]


def _without_boxes(words: list[str]) -> list[str]:
    """The words without numbered boxes: ``bp 12``, ``cs n 30120``, ``boite postale 7``."""
    for position in range(len(words) - 2, -1, -1):
        number = position + 1
        if words[number] in ("n", "no", "num", "numero"):
            number += 1
        if not is_digits("".join(words[number : number + 1])):
            continue
        for begin in (position, max(position - 1, 0)):
            if ADDRESS_WORDS.get(" ".join(words[begin : position + 1])) == "boite":
                return _without_boxes(words[:begin] + words[number + 1 :])
    return words


# --- streets ----------------------------------------------------------------------------

_SUFFIXES = ("bis", "ter", "quater", "b", "t")


def is_street(key: str) -> bool:
    """Whether a key is a street, which may be named after a place (``8 rue de paris``)."""
    word = without_article(key).partition(" ")[0]
    if word[:1].isdigit() or word in _SUFFIXES:
        return True
    return ADDRESS_WORDS.get(word) == "voie"


def is_numbered_street(key: str) -> bool:
    """Whether a key begins with the number of a street: ``11 avenue``, ``99 101 rue``."""
    if not key[:1].isdigit():
        return False
    for word in key.split():
        if not word[0].isdigit() and word not in _SUFFIXES:
            return ADDRESS_WORDS.get(word) == "voie"
    return False


def holds_address(key: str) -> bool:
    """Whether a key holds a numbered street or box: ``caserne 223 rue de bègles cs 21152``."""
    for first, second in pairwise(key.split()):
        if first[0].isdigit() and ADDRESS_WORDS.get(second) == "voie":
            return True
        if second[0].isdigit() and ADDRESS_WORDS.get(first) == "boite":
            return True
    return False


# --- a name and its hint, parts ---------------------------------------------------------


def name_and_hint(typed: str) -> tuple[str, str]:
    """The name and the hint of ``Saint-Denis (974)``, ``Saint-Denis, Réunion`` or ``38 Vienne``."""
    name, sign, hint = typed.rstrip(") ").rpartition("(")
    if not sign or "," in hint.partition(")")[2]:  # "(DFA) - 7 avenue X, Y"
        name, sign, hint = typed.rpartition(",")
    if not sign:
        name, sign, hint = typed.rpartition(" - ")
    if sign and _is_departement_code(name.strip()):
        name, hint = hint, name  # 01 - Ambérieu-en-Bugey
    if is_numbered_street(fold(typed)):
        return "", ""
    if not sign:
        name, hint = _name_and_number(typed)
    if not fold(name) or not fold(hint):
        return "", ""
    return name.strip(), hint.strip()


def _name_and_number(typed: str) -> tuple[str, str]:
    """The name of ``Vienne 38``, ``38 Vienne`` or ``76-Rouen``, and the code of the département."""
    before, _, last = typed.rpartition(" ")
    if _is_departement_code(last):
        return before, last
    for sign in (" ", "-"):
        first, _, behind = typed.partition(sign)
        if _is_departement_code(first):
            return behind, first
    return "", ""


def _is_departement_code(word: str) -> bool:
    if len(word) not in (2, 3):
        return False
    return gazetteer.departement(word.upper()) is not None


_BETWEEN_PARTS = (";", " / ", " - ", " – ", " — ")


def parts_of(typed: str, signs: tuple[str, ...] = (" (", ")")) -> list[str]:
    """The parts of a text between commas, semicolons, slashes, dashes and some other signs."""
    for sign in _BETWEEN_PARTS + signs:
        typed = typed.replace(sign, ",")
    return [part.strip() for part in typed.split(",") if fold(part)]
