"""Type words beside a name: of a kind of place (``ville de``) or of a public body (``CHU de``)."""

from __future__ import annotations

from achats_reseaux.gazetteer import communes_named
from achats_reseaux.gazetteer.words import BODIES, INTITULES, TYPE_STARTS
from achats_reseaux.model import Record
from achats_reseaux.text import cached, fold, without_article

_LINKS = (("de ", ""), ("d ", ""), ("du ", "le "), ("des ", "les "))
_SAINTS = ("saint ", "sainte ")
_AFTER_KINDS = ("departement", "epci")


class TypedName(Record):
    """A name with type words beside it.

    Attributes:
        kinds: the kinds of place to try, in order; ``None`` is any. Empty for words as common as
            "syndicat", beside which a name alone is no evidence of a place.
        name: the key without the type words, with its article.
        body: whether the words are the type of a public body.
        after: whether they follow the name.
        linked: whether a link word before the name tells that it has no article.
        least: as of a :class:`~achats_reseaux.gazetteer.words.Body`.
    """

    kinds: tuple[str | None, ...]
    name: str
    body: bool
    after: bool = False
    linked: bool = False
    least: int = 0


def find_type(key: str, *, inside: bool = True) -> TypedName | None:
    """Find the type words at the start of a key; else at its end; else inside it, nearest the end.

    Several may follow one another: "direction départementale des territoires (DDT) - Meuse".

    Args:
        key: a folded text.
        inside: also look inside the key; for texts without brackets, commas and dashes.
    """
    found = _type_beside(key)
    if inside and (found is None or not found.kinds):
        found = _type_inside(key) or found
    return found


@cached
def _type_beside(key: str) -> TypedName | None:
    return _type_before(key) or _type_after(key)


def _type_before(key: str) -> TypedName | None:
    first, at = "", key.find(" ")
    if key[: max(at, 0)] not in TYPE_STARTS or is_only_type(key):
        return None
    words, known = INTITULES, BODIES
    while at > 0:  # the longest of the words
        begun = key[:at]
        if begun in words or (begun in known and known[begun].before):
            first = begun
        at = key.find(" ", at + 1)
    if not first:
        return None
    rest = key[len(first) + 1 :]
    name, linked = _linked(rest), rest.startswith(("de ", "d "))
    if first in words:
        return TypedName((words[first],), name, False, linked=linked)
    if rest.startswith(_SAINTS):  # "Hôpital Saint-Louis" is in Paris
        return None
    if not known[first].bears_article and (
        without_article(name) != name or not rest.startswith(("de ", "d "))
    ):
        return None
    kinds = known[first].kinds
    more = _type_before(without_article(name)) or _type_after(name)
    if more is None or not more.kinds or not (more.body or more.kinds[0] in _AROUND_TOWNS):
        return TypedName(kinds, name, True, linked=linked, least=known[first].least)
    more = _of_town(more)
    any_kind = more.kinds == (None,) or (more.after and kinds == (None,))  # "OPH Clamart Habitat"
    return more.replace(kinds=kinds if any_kind else more.kinds)


_AROUND_TOWNS = ("epci", "region")


def _of_town(inside: TypedName) -> TypedName:
    """Type words found inside the name of a body: "l'agglomération d'Agen" may be the town."""
    if not inside.body and inside.kinds[0] in _AROUND_TOWNS:
        return inside.replace(kinds=(*inside.kinds, "commune"), body=True)
    return inside.replace(body=True)


def _linked(rest: str) -> str:
    """A name without the link word before it, but with its article."""
    for link, article in _LINKS:
        if rest.startswith(link):
            return article + rest[len(link) :]
    return rest


def _type_after(key: str) -> TypedName | None:
    """``Sarthe Habitat``, ``Dijon Métropole Habitat``, but Valloire Habitat is in Loiret."""
    known = BODIES
    at = key.find(" ")
    while at > 0:
        body = known.get(key[at + 1 :])
        if body is not None and body.after:
            return TypedName(_AFTER_KINDS, key[:at], True, after=True)
        at = key.find(" ", at + 1)
    return None


_INSIDE_LEAST = 5
"""The least length of type words inside a text: "ch" and "ars" are too common."""


@cached
def _type_inside(key: str) -> TypedName | None:
    """``société d'aménagement de l'université de Bordeaux``, ``régie de la ville de Paris``."""
    at = key.rfind(" ")
    while at > 0:
        inside = _type_before(key[at + 1 :])
        if inside is not None and inside.kinds and len(key) - at - len(inside.name) > _INSIDE_LEAST:
            return _of_town(inside)
        at = key.rfind(" ", 0, at)
    return None


def begins_with_body_type(key: str) -> bool:
    """Whether a key begins with the type of a public body."""
    known, words = BODIES, key.split()
    begun = (" ".join(words[:end]) for end in range(1, len(words) + 1))
    return any(one in known and known[one].before for one in begun)


def is_only_type(key: str) -> bool:
    """Whether a key consists of type words only ("mairie", "conseil départemental")."""
    return key in INTITULES or key in BODIES


def has_type(key: str) -> bool:
    """Whether a key has type words beside a name, or consists of them only."""
    return is_only_type(key) or bool(find_type(key) or begins_with_body_type(key))


def without_bracket(typed: str) -> str:
    """``COMMUNE DE ROUEN (MAIRIE)`` without its bracket, which only repeats the type.

    ``Château-Chinon (Ville)`` keeps it: that is the name of a commune.
    """
    outside, _, inside = typed.rstrip(" )").rpartition("(")
    if not fold(outside) or not is_only_type(fold(inside)):
        return typed
    return typed if communes_named(fold(typed)) else outside.strip()
