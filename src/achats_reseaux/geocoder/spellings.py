"""Spellings that are rewritten before reading: abbreviations, a CEDEX, an article put last."""

from __future__ import annotations

from achats_reseaux.gazetteer.words import ADDRESS_WORDS, INTITULES
from achats_reseaux.geocoder.codes import is_full_code
from achats_reseaux.text import ARTICLES, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.name_query import NameQuery, Outcome, Read

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
    spelt = _without_cedex(text)
    return spelt if fold(spelt) else typed


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


def article_last(query: NameQuery, read: Read) -> Outcome | None:
    """``Perchay (Le)``, ``Vey, Le``: read again with the article before the name."""
    if "(" not in query.typed and query.key.rpartition(" ")[2] not in ARTICLES:
        return None
    moved = _article_moved(query.typed)
    return read(query.with_text(moved, "moved")) if moved is not None else None


def _article_moved(typed: str) -> str | None:
    """A text with its final or bracketed article moved before the name; ``None`` if it has none.

    ``Perchay (Le)``, ``Vey, Le``, ``69890 Tour-de-Salvagny (La)``.
    """
    for at, mark in enumerate(typed):
        inside, closed, after = typed[at + 1 :].partition(")") if mark == "(" else ("", "", "")
        if closed and fold(inside) in ARTICLES:
            return _with_article(typed[:at], inside.strip()) + after
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
