"""Type words beside a name: of a kind of place (``ville de``) or of a public body (``CHU de``)."""

from __future__ import annotations

from achats_reseaux.gazetteer.words import BODIES, INTITULES, TYPE_STARTS
from achats_reseaux.model import Record
from achats_reseaux.text import cached, without_article

_LINKS = (("de ", ""), ("d ", ""), ("du ", "le "), ("des ", "les "), ("", ""))
_SAINTS = ("saint ", "sainte ")
_AROUND_TOWNS = ("epci", "region")


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
    first = "" if is_only_type(key) else first_words(key)
    if not first:
        return None
    rest = key[len(first) + 1 :]
    link, article = next(pair for pair in _LINKS if rest.startswith(pair[0]))
    name, linked = article + rest[len(link) :], link in ("de ", "d ")
    if first in INTITULES:
        return TypedName((INTITULES[first],), name, body=False, linked=linked)
    body = BODIES[first]
    if rest.startswith(_SAINTS):  # "Hôpital Saint-Louis" is in Paris
        return None
    if not body.bears_article and (without_article(name) != name or not linked):
        return None
    more = _type_before(without_article(name)) or _type_after(name)
    if more is None or not more.kinds or not (more.body or more.kinds[0] in _AROUND_TOWNS):
        return TypedName(body.kinds, name, body=True, linked=linked, least=body.least)
    more = _of_town(more)
    any_kind = more.kinds == (None,) or (more.after and body.kinds == (None,))  # "OPH X Habitat"
    return more.replace(kinds=body.kinds if any_kind else more.kinds)


@cached
def first_words(key: str) -> str:
    """The longest type words that a key begins with, or consists of; else ``""``."""
    words = key.split()
    if not words or words[0] not in TYPE_STARTS:
        return ""
    begun = (" ".join(words[:end]) for end in range(len(words), 0, -1))
    known = (one for one in begun if one in INTITULES or (one in BODIES and BODIES[one].before))
    return next(known, "")


def _of_town(inside: TypedName) -> TypedName:
    """Type words found inside the name of a body: "l'agglomération d'Agen" may be the town."""
    if not inside.body and inside.kinds[0] in _AROUND_TOWNS:
        return inside.replace(kinds=(*inside.kinds, "commune"), body=True)
    return inside.replace(body=True)


def _type_after(key: str) -> TypedName | None:
    """``Sarthe Habitat``, ``Dijon Métropole Habitat``, but Valloire Habitat is in Loiret."""
    words = key.split()
    for at in range(1, len(words)):
        body = BODIES.get(" ".join(words[at:]))
        if body is not None and body.after:
            name = " ".join(words[:at])
            return TypedName(("departement", "epci"), name, body=True, after=True)
    return None


@cached
def _type_inside(key: str) -> TypedName | None:
    """``société d'aménagement de l'université de Bordeaux``, ``régie de la ville de Paris``."""
    words = key.split()
    for at in range(len(words) - 1, 0, -1):
        inside = _type_before(" ".join(words[at:]))
        if inside is not None and inside.kinds:
            return _of_town(inside)
    return None


def begins_with_body_type(key: str) -> bool:
    """Whether a key begins with the type of a public body."""
    return first_words(key) in BODIES


def is_only_type(key: str) -> bool:
    """Whether a key consists of type words only ("mairie", "conseil départemental")."""
    return key in INTITULES or key in BODIES


def has_type(key: str) -> bool:
    """Whether a key has type words beside a name, or consists of them only."""
    return is_only_type(key) or bool(find_type(key) or begins_with_body_type(key))
