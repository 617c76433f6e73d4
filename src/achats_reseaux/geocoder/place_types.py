"""Type words beside a name: of a kind of place (``ville de``) or of a public body (``CHU de``)."""

from __future__ import annotations

from achats_reseaux.gazetteer.words import (
    BODIES,
    CONTRACTED,
    LINKS,
    OF_WORDS,
    PLACE_TYPES,
    TYPE_STARTS,
)
from achats_reseaux.model import Record
from achats_reseaux.text import cached, without_article

_SAINTS = ("saint ", "sainte ")
_AROUND_TOWNS = ("epci", "region")


class NameWithType(Record):
    """A name with type words beside it.

    Attributes:
        kinds: the kinds of place to try, in order; ``None`` is any. Empty for words as
            common as "syndicat", beside which a name alone is no evidence of a place.
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


def find_type(key: str, *, inside: bool = True) -> NameWithType | None:
    """Find the type words at the start of a key; else at its end; else inside it, nearest the end.

    Several may follow one another: "direction départementale des territoires (DDT) -
    Meuse".

    Args:
        key: a folded text.
        inside: also look inside the key; for texts without brackets, commas and dashes.
    """
    beside = _type_beside(key)
    if not inside or (beside is not None and beside.kinds):
        return beside
    return _type_inside(key) or beside


@cached
def _type_beside(key: str) -> NameWithType | None:
    return _type_before(key) or _type_after(key)


def _type_before(key: str) -> NameWithType | None:
    """``Ville de Rouen``, ``CHU de Dijon``; the type words at the start of a key."""
    if is_only_type(key):
        return None
    first = first_words(key)
    if not first:
        return None
    rest = key[len(first) + 1 :]
    name, is_linked = _after_link(rest)
    if first in PLACE_TYPES:
        return NameWithType((PLACE_TYPES[first],), name, body=False, linked=is_linked)
    if rest.startswith(_SAINTS):  # "Hôpital Saint-Louis" is in Paris
        return None
    body = BODIES[first]
    has_article = without_article(name) != name
    if not body.bears_article and (has_article or not is_linked):
        return None
    more = _type_before(without_article(name)) or _type_after(name)
    if more is None or not more.kinds:
        return NameWithType(body.kinds, name, body=True, linked=is_linked, least=body.least)
    return _joined(body.kinds, _of_town(more))


def _after_link(rest: str) -> tuple[str, bool]:
    """A name without its link word, with the article in that; whether it is "de", without one."""
    link, _, name = rest.partition(" ")
    if link not in OF_WORDS or not name:
        return rest, False
    if link in CONTRACTED:
        return f"{CONTRACTED[link]} {name}", False
    return name, True


def _joined(kinds: tuple[str | None, ...], more: NameWithType) -> NameWithType:
    """Type words behind those of a body: their own kinds, or those of the body."""
    if more.kinds == (None,):
        return more.replace(kinds=kinds)
    if more.after and kinds == (None,):  # "OPH X Habitat"
        return more.replace(kinds=kinds)
    return more


@cached
def first_words(key: str) -> str:
    """The longest type words that a key begins with, or consists of; else ``""``."""
    words = key.split()
    if not words or words[0] not in TYPE_STARTS:
        return ""
    for count in range(len(words), 0, -1):
        begun = " ".join(words[:count])
        if begun in PLACE_TYPES:
            return begun
        if begun in BODIES and BODIES[begun].before:
            return begun
    return ""


def _of_town(inside: NameWithType) -> NameWithType:
    """Type words found inside the name of a body: "l'agglomération d'Agen" may be the town."""
    kinds = inside.kinds
    if not inside.body and kinds[0] in _AROUND_TOWNS:
        kinds += ("commune",)
    return inside.replace(kinds=kinds, body=True)


def _type_after(key: str) -> NameWithType | None:
    """``Sarthe Habitat``, ``Dijon Métropole Habitat``, but Valloire Habitat is in Loiret."""
    words = key.split()
    for count in range(1, len(words)):
        body = BODIES.get(" ".join(words[count:]))
        if body is not None and body.after:
            name = " ".join(words[:count])
            return NameWithType(("departement", "epci"), name, body=True, after=True)
    return None


@cached
def _type_inside(key: str) -> NameWithType | None:
    """``société d'aménagement de l'université de Bordeaux``, ``régie de la ville de Paris``."""
    words = key.split()
    for start in range(len(words) - 1, 0, -1):
        if words[start] not in TYPE_STARTS or LINKS.get(words[start - 1]) == "et":
            continue  # "Normandie et Métropole du Grand Nancy"
        inside = _type_before(" ".join(words[start:]))
        if inside is not None and inside.kinds:
            return _of_town(inside)
    return None


def begins_with_body_type(key: str) -> bool:
    """Whether a key begins with the type of a public body."""
    return first_words(key) in BODIES


def is_only_type(key: str) -> bool:
    """Whether a key consists of type words only ("mairie", "conseil départemental")."""
    if key in PLACE_TYPES:
        return True
    return key in BODIES


def has_type(key: str) -> bool:
    """Whether a key has type words beside a name, or consists of them only."""
    if is_only_type(key) or begins_with_body_type(key):
        return True
    return find_type(key) is not None
