"""What an EPCI may be called: with its type words or without, its own words in any order."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import Territory, name_searches, places
from achats_reseaux.gazetteer.words import NATURES
from achats_reseaux.text import cached, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.exact_names import NameQuery
    from achats_reseaux.model import Place

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
_NATURE_STARTS = tuple(f"{words} " for words in sorted(NATURES, key=len, reverse=True))
_STARTS = (*_NATURE_STARTS, *(f"{word} " for word in _LINK_WORDS))


def nature_of(key: str) -> str | None:
    """The nature of EPCI, as in ``NATURES``, whose words a key begins with."""
    starts = _NATURE_STARTS if key.startswith(_NATURE_STARTS) else ()
    return next((NATURES[start[:-1]] for start in starts if key.startswith(start)), None)


def without_nature(key: str) -> str:
    """The key of an EPCI without its nature and link words: ``cc de la hague`` → ``hague``."""
    for start in _STARTS if key.startswith(_STARTS) else ():
        key = key.removeprefix(start)
    for end in EPCI_ENDS:
        key = key.removesuffix(f" {end}")
    return key


def epci_by_name(query: NameQuery) -> list[Place]:
    """``Métropole Rouen Normandie``, ``CC de Nozay``: without their nature, words in any order.

    After the type of a public body, by its full name only, or one that ends as only EPCI do.
    """
    if query.of_body and query.kind != "epci" and not query.key.endswith(EPCI_ENDS):
        return query.admitted(map(places.of_territory, name_searches.named(query.key, "epci")))
    typed = nature_of(query.key)
    wanted = without_nature(query.key)
    found = name_searches.epci_named_shortly(wanted) if wanted else []
    if wanted and not found and (typed is not None or (query.kind == "epci" and not query.of_body)):
        words = _significant_words(wanted)
        found = [one for one, *own_words in _every_epci("epci") if words in own_words]
    if typed is not None:  # "CC du Sud" is not "CA du Sud"
        found = [one for one in found if one.nature == typed] or found
    elif query.kind is None:  # "Rochelle" is no "CA de La Rochelle", but La Rochelle
        found = [one for one in found if _has_article(query.key, one.name)]
        found = [] if name_searches.names_with_article(query.key) else found
    return query.admitted(map(places.of_territory, found))


@cached
def _every_epci(kind: str) -> list[tuple[Territory, frozenset[str], frozenset[str]]]:
    """The EPCI, each with the words of its name, without and with what is in brackets: an acronym.

    ``kind`` is always ``epci``: what is kept is kept by an argument.
    """

    def words(name: str) -> frozenset[str]:
        return _significant_words(without_nature(fold(name)))

    every = gazetteer.every(kind)
    return [(one, words(one.name.partition(" (")[0]), words(one.name)) for one in every]


_FUNCTION_WORDS = frozenset((*_LINK_WORDS, "et", "communaute", "agglomeration", "agglo"))


def _significant_words(key: str) -> frozenset[str]:
    return frozenset(key.split()) - _FUNCTION_WORDS


_CONTRACTED = {"le": ("le", "du"), "les": ("les", "des"), "la": ("la",), "l": ("l",)}


def _has_article(key: str, name: str) -> bool:
    """Whether an EPCI has the article that a key begins with, unlike "Les Moulins" and Moulins."""
    article = key[: -len(without_article(key))].rstrip()
    return not article or any(one in fold(name).split() for one in _CONTRACTED[article])
