"""Normalisation of names and addresses: abbreviations, CEDEX, articles, natures of EPCI."""

from __future__ import annotations

from achats_reseaux.gazetteer.words import INTITULES
from achats_reseaux.geocoder.codes import is_digits, is_full_code
from achats_reseaux.text import ARTICLES, fold

_ABBREVIATIONS = {"s/s": "sous ", "ss/": "sous ", "sr/": "sur ", "s/": "sur "}


def expand_abbreviations(typed: str) -> str:
    """Expand ``s/`` to sur, ``ss/`` and ``s/s`` to sous; remove a CEDEX and its number."""
    text = typed.replace("[", "(").replace("]", ")")
    for short, word in _ABBREVIATIONS.items() if "/" in text else ():
        at = text.lower().find(short)
        before, after = text[:at], text[at + len(short) :]
        ends = short[-1] == "/" or not after[:1].isalnum()  # "s/Saône" is no "s/s"
        if at > 0 and not before[-1].isalnum() and ends:
            text = before + word + after
    words = text.split()
    for at, word in enumerate(words if "cedex" in fold(text) else ()):
        if fold(word) == "cedex":
            number = at + 1 < len(words) and len(fold(words[at + 1])) < 3
            rest = " ".join(words[:at] + words[at + 1 + number :])
            return rest if fold(rest) else typed
    return " ".join(words)


# --- articles -------------------------------------------------------------------------------------


def without_articles(key: str) -> str:
    """A key without its leading articles."""
    for article in ARTICLES:
        key = key.removeprefix(f"{article} ")
    return key


def article_moved(typed: str) -> str | None:
    """A text with its final or bracketed article moved before the name; ``None`` if it has none.

    ``Perchay (Le)``, ``Vey, Le``, ``69890 Tour-de-Salvagny (La)``.
    """
    before, bracket, rest = typed.partition("(")
    while bracket:
        inside, closed, after = rest.partition(")")
        if closed and fold(inside) in ARTICLES:
            return _with_article(before, inside.strip()) + after
        more, bracket, rest = rest.partition("(")
        before += "(" + more
    for sign in (",", " ", "-"):
        before, found, last = typed.rpartition(sign)
        article = fold(last) if found else ""
        cut = article == "l" and sign != ","  # "Villeneuve-sur-L"
        if article in ARTICLES and not cut and fold(before):
            return _with_article(before, last.strip())
    return None


def _with_article(before: str, article: str) -> str:
    """A text with the article inserted before its name: after a code or ``mairie de``, if any."""
    words = before.split()
    at = 1 if len(words) > 1 and is_full_code(fold(words[0])) else 0
    for end in range(len(words) - 1, 1, -1):
        intitule = fold(" ".join(words[at : end - 1]))
        # After "du" no other article stands: VILLE DU BOIS (LA) is La Ville-du-Bois.
        if fold(words[end - 1]) in ("de", "d") and intitule in INTITULES:
            at = end
    return " ".join([*words[:at], article, *words[at:]])


# --- arrondissements ------------------------------------------------------------------------------

_ROMAN = {"i": 1, "v": 5, "x": 10}
_ORDINALS = ("ieme", "eme", "er", "e")


def _rank_of(word: str) -> int:
    """The number written as ``15``, ``15e``, ``1er``, ``3eme`` or ``XVe``; 0 for another word."""
    ending = next((end for end in _ORDINALS if word.endswith(end) and word != end), "")
    stem = word.removesuffix(ending)
    if is_digits(stem) and len(stem) <= 2:
        return int(stem)
    if not set(stem) <= _ROMAN.keys():
        return 0
    values = [_ROMAN[letter] for letter in stem]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))


def arrondissement(key: str) -> str | None:
    """``paris 15``, ``lyon 3eme``, ``15e arrondissement de paris`` → the official name, folded."""
    words = [word for word in key.split() if word not in ("arrondissement", "arr", "de")]
    if len(words) == 3 and words[2] in _ORDINALS:
        words.pop()
    if len(words) != 2:
        return None
    for city, number in (words, words[::-1]):
        if rank := _rank_of(number):
            return f"{city} {rank}{'er' if rank == 1 else 'e'} arrondissement"
    return None


# --- EPCI -----------------------------------------------------------------------------------------

NATURES = {
    "communaute de communes": "CC",
    "communaute des communes": "CC",
    "communaute communes": "CC",
    "communaute com": "CC",
    "communaute d agglomeration": "CA",
    "communaute d agglo": "CA",
    "communaute agglomeration": "CA",
    "communaute agglo": "CA",
    "ca agglomeration": "CA",
    "communaute urbaine": "CU",
    "communaute": "",
    "etablissement public territorial": "EPT",
    "com com": "CC",
    "comcom": "CC",
    "eurometropole": "METRO",
    "metropole": "METRO",
    "epci": "",
    "ept": "EPT",
    "cc": "CC",
    "ca": "CA",
    "cu": "CU",
}
"""The beginnings of names of EPCI, and the nature in ``epci.tsv`` of each; ``""`` for any."""

EPCI_ENDS = (
    "communaute de communes",
    "communaute d agglomeration",
    "communaute urbaine",
    "communaute",
    "agglomeration",
    "agglo",
    "metropole",
)
_LINK_WORDS = ("du", "des", "de", "d", "l", "le", "la", "les")
_NATURE_STARTS = tuple(f"{nature} " for nature in NATURES)
_STARTS = (*_NATURE_STARTS, *(f"{word} " for word in _LINK_WORDS))
_ENDS = tuple(f" {end}" for end in EPCI_ENDS)


def nature_of(key: str) -> str | None:
    """The nature of EPCI, as in ``NATURES``, that a key begins with."""
    if not key.startswith(_NATURE_STARTS):
        return None
    return next(nature for nature in NATURES if key.startswith(f"{nature} "))


def without_nature(key: str) -> str:
    """The key of an EPCI without its nature and link words: ``cc de la hague`` → ``hague``."""
    for start in _STARTS if key.startswith(_STARTS) else ():
        key = key.removeprefix(start)
    for end in _ENDS if key.endswith(_ENDS) else ():
        key = key.removesuffix(end)
    return key
