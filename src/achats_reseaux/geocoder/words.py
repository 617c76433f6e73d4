"""A text as typed, cleaned and cut: into its codes and the names beside them, into its parts."""

from __future__ import annotations

from itertools import pairwise

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.words import ADDRESS_WORDS, BODY_STARTS, INTITULES
from achats_reseaux.geocoder.codes import is_corsican, is_digits, is_full_code
from achats_reseaux.text import ARTICLES, cached, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Place

# --- how a text is spelt --------------------------------------------------------------------------

_ABBREVIATIONS = {"s/s": "sous ", "ss/": "sous ", "sr/": "sur ", "s/": "sur "}


def spelt(typed: str) -> str:
    """A text without abbreviations (``s/``), without CEDEX, its article before its name."""
    text = typed.replace("[", "(").replace("]", ")")
    for short, word in _ABBREVIATIONS.items() if "/" in text else ():
        at = text.lower().find(short)
        before, after = text[:at], text[at + len(short) :]
        ends = short[-1] == "/" or not after[:1].isalnum()  # "s/Saône" is no "s/s"
        if at > 0 and not before[-1].isalnum() and ends:
            text = before + word + after
    text = _article_first(_without_cedex(text))
    return text if fold(text) else typed


def _without_cedex(text: str) -> str:
    """A text without its CEDEX and their numbers; a comma behind them stays."""
    kept: list[str] = []
    after = False
    for word in text.split():
        key = fold(word)
        cedex = ADDRESS_WORDS.get(key.rstrip("0123456789")) == "cedex"
        number = after and key.isdigit() and len(key) < 3
        kept += [","] * word.endswith(",") if cedex or number else [word]
        after = cedex
    return " ".join(kept)


def _article_first(typed: str) -> str:
    """``Perchay (Le)``, ``Vey, Le``, ``69890 Tour-de-Salvagny (La)`` with the article in front."""
    outside, _, bracket = typed.partition("(")
    inside, _, after = bracket.partition(")")
    if fold(inside) in ARTICLES:
        return _with_article(outside, inside.strip()) + after
    for sign in (",", " ", "-"):
        before, found, last = typed.rpartition(sign)
        article = fold(last) if found else ""
        cut = article == "l" and sign != ","  # "Villeneuve-sur-L"
        if article in ARTICLES and not cut and fold(before):
            return _with_article(before, last.strip())
    return typed


def _with_article(before: str, article: str) -> str:
    """A text with the article inserted before its name: after a code or ``mairie de``, if any."""
    words = before.rstrip(" -").split()
    at = 1 if len(words) > 1 and is_full_code(fold(words[0])) else 0
    for end in range(len(words) - 1, 1, -1):
        intitule = fold(" ".join(words[at : end - 1]))
        # After "du" no other article stands: VILLE DU BOIS (LA) is La Ville-du-Bois.
        if fold(words[end - 1]) in ("de", "d") and intitule in INTITULES:
            at = end
    return " ".join([*words[:at], article, *words[at:]])


def as_typed(typed: str, key: str) -> str:
    """The end or beginning of a text that folds to a key, with its accents and punctuation.

    An article that the text contracts with a link word ("du") is put first. If no such part is
    found, the key itself.
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
    """The kind that a folded label before a code or a name requires (``code INSEE``, ``ville``)."""
    word = label.removeprefix("code ").removeprefix("n ").removeprefix("numero ")
    word = word.removesuffix(" n")
    return _LABELS.get(word) or INTITULES.get(label)


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
    if len(words) > 2 and words[-1] == "france" and words[-2] != "en":
        del words[-1]
    if not _codes(words):
        words = _with_whole_code(words)
    if words and not _codes(words) and _lacks_zero(words[0]):
        words[0] = f"0{words[0]}"  # else the number of a street
    codes = {words[at]: at for at in _codes(words)}
    if len(codes) > 1:  # "CS 26004 - 29107, 29000 Quimper": that before a town is the town's
        codes = {code: at for code, at in codes.items() if "".join(words[at + 1 :][:1]).isalpha()}
    if len(codes) != 1:
        return [], ""
    ((code, at),) = codes.items()
    # The town comes after the code, and a street before it; else what stands before is the town.
    before, after = [word for word in words[:at] if word not in ("f", "fr")], words[at + 1 :]
    if after and after[0] in _SUFFIXES and (before or after[1:]):
        del after[0]  # "Rouen 76100 bis"
    behind = parts_of(typed.rpartition(code)[2])
    first = fold(behind[0]).split() if behind else []
    if after[: len(first)] == first:
        after = first or after  # "76000 Rouen - quai 4"
    names = [after, [] if after and before and is_street(" ".join(before)) else before]
    for name in names:
        if len(name) > 1 and name[0] in ("a", "de", "d"):  # 67000 à Mulhouse
            del name[0]
    return [" ".join(name) for name in names if name], code.upper()


@cached
def town_at_code(asked: tuple[str, str]) -> Place | None:
    """The commune that has a postal code and a folded name; towns repeat, their streets do not."""
    code, key = asked
    for insee in gazetteer.communes_of_postal_code(code):
        if fold(gazetteer.commune_name(insee) or "") == key:
            return places.of_commune(insee)
    return None


def _with_whole_code(words: list[str]) -> list[str]:
    """Words without a code, with ``76 000`` in one: not "99-101 rue …", nor a group of a SIREN."""
    for at, pair in enumerate(pairwise(words)):
        around = words[max(at - 1, 0) : at] + words[at + 2 : at + 3]
        if tuple(map(len, pair)) == (2, 3) and not any(map(is_digits, around)):
            code = "".join(pair)
            first = at == 0 and is_digits(pair[1])  # "2a 004 Ajaccio"
            if first or (is_digits(code) and gazetteer.communes_of_postal_code(code)):
                return [*words[:at], code, *words[at + 2 :]]
    return words


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
    return [at for at, word in enumerate(words) if is_full_code(word)]


def _lacks_zero(part: str) -> bool:
    return len(part) == 4 and is_digits(part)


_SUFFIXES = ("bis", "ter", "quater", "b", "t")
_NUMBERS = ("n", "no", "num", "numero")


def _without_boxes(words: list[str]) -> list[str]:
    """The words without numbered boxes: ``bp 12``, ``cs n 30120``, ``boite postale 7``."""
    for at in range(len(words) - 2, -1, -1):
        after = at + 1 + ("".join(words[at + 1 : at + 2]) in _NUMBERS)
        if not is_digits("".join(words[after : after + 1])):
            continue
        if ADDRESS_WORDS.get(words[at]) == "boite":
            words = words[:at] + words[after + 1 :]
        elif at > 0 and ADDRESS_WORDS.get(f"{words[at - 1]} {words[at]}") == "boite":
            words = words[: at - 1] + words[after + 1 :]
    return words


# --- parts and streets ----------------------------------------------------------------------------


def has_signs(typed: str) -> bool:
    """Whether a text has a bracket, a comma or a dash between spaces."""
    return "(" in typed or "," in typed or " - " in typed


def parts_of(typed: str) -> list[str]:
    """The parts of a text between brackets, commas, semicolons, slashes and dashes."""
    typed = typed.removeprefix("(")
    for sign in (" (", ")", ";", " / ", " - ", " – ", " — "):
        typed = typed.replace(sign, ",")
    return [part.strip() for part in typed.split(",") if fold(part)]


def is_street(key: str) -> bool:
    """Whether a key is a street, which may be named after a place (``8 rue de paris``)."""
    word = without_article(key).partition(" ")[0]
    return word[:1].isdigit() or ADDRESS_WORDS.get(word) == "voie" or word in _SUFFIXES


def may_be_body(key: str) -> bool:
    """Whether the word that a key begins with, of a street, may begin the name of a body too."""
    return key.partition(" ")[0] in BODY_STARTS


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
