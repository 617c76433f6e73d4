"""The words before a name: of a kind of place (``ville de``), or of a public body (``CHU de``)."""

from __future__ import annotations

from achats_reseaux.gazetteer import bodies, intitules
from achats_reseaux.model import Record
from achats_reseaux.text import fold

_LINKS = (("de ", ""), ("d ", ""), ("du ", "le "), ("des ", "les "), ("", ""))
_SAINTS = ("saint ", "sainte ", "saints ", "saintes ")
_ARTICLES = ("l ", "le ", "la ", "les ")


class Announced(Record):
    """A name, and what the words beside it say of it.

    Attributes:
        kinds: of the place, in the order in which they are to be tried; ``None`` is any.
        name: without these words, as a key, with its article.
        body: the words are those of a public body, which is no place.
    """

    kinds: tuple[str | None, ...]
    name: str
    body: bool


def announced(key: str) -> Announced | None:
    """What the first words of a key announce; else the last ones, else those nearest to its end.

    Bodies may stand in a row: "direction départementale des territoires (DDT) - Meuse".
    """
    words = max((one for one in intitules() if key.startswith(f"{one} ")), key=len, default="")
    body = max((one for one in bodies() if _before(key, one)), key=len, default="")
    if len(words) >= len(body):
        if not words:
            return _announced_after(key) or _announced_inside(key)
        return Announced((intitules()[words],), _linked(key[len(words) + 1 :]), False)
    kinds, rest = bodies()[body].kinds, key[len(body) + 1 :]
    name = _linked(rest)
    if rest.startswith(_SAINTS):  # "Hôpital Saint-Louis" is in Paris
        return None
    if not bodies()[body].bears_article and (
        name.startswith(_ARTICLES) or not rest.startswith(("de ", "d "))
    ):
        return None
    if (more := announced(name)) is None or not more.body:
        return Announced(kinds, name, True)
    return more.replace(kinds=kinds if more.kinds == (None,) else more.kinds)


def _before(key: str, words: str) -> bool:
    return key.startswith(f"{words} ") and bodies()[words].before


def _linked(rest: str) -> str:
    """A name without the link word before it, its article kept."""
    link, article = next(pair for pair in _LINKS if rest.startswith(pair[0]))
    return article + rest[len(link) :]


def _announced_after(key: str) -> Announced | None:
    found = [one for one, body in bodies().items() if body.after and key.endswith(f" {one}")]
    if not found:
        return None
    last = max(found, key=len)
    name = key[: -len(last) - 1]
    return _announced_after(name) or Announced(bodies()[last].kinds, name, True)


_INSIDE_LEAST = 5
"""How long the words inside a text must be: "ch" and "ars" are too common."""


def _announced_inside(key: str) -> Announced | None:
    """``société d'aménagement de l'université de Bordeaux``, ``régie de la ville de Paris``."""
    words = [one for one in (*intitules(), *bodies()) if len(one) >= _INSIDE_LEAST]
    at = max(key.rfind(f" {one} ") for one in words)
    if at < 0:
        return None
    inside = announced(key[at + 1 :])
    return inside.replace(body=True) if inside is not None else None


def is_announcing(key: str) -> bool:
    """Whether a key is made of such words alone ("mairie", "conseil départemental")."""
    return key in intitules() or key in bodies()


def as_typed(typed: str, key: str) -> str:
    """The part of a text that has this key, with its accents and signs.

    It ends the text, or begins it; an article that the text has joined to its link word ("du") is
    put before. The key itself where the text has no such part.
    """
    words = key.split()
    starts = [at for at, mark in enumerate(typed) if _begins_word(typed, at, mark)]
    for article in (0, 1):
        count = len(words) - article
        if 0 < count <= len(starts):
            end = typed[starts[-count] :]
            if fold(end) == " ".join(words[article:]):
                return " ".join([*words[:article], end])
    if len(words) < len(starts):
        begun = typed[: starts[len(words)]].rstrip(" -(,")
        if fold(begun) == key:
            return begun
    return key


def _begins_word(typed: str, at: int, mark: str) -> bool:
    return mark.isalnum() and not typed[max(at - 1, 0) : at].isalnum()
