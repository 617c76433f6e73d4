"""EPCI by name, with or without the words of their nature: ``CC de Nozay``, ``Nozay``."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches, places
from achats_reseaux.gazetteer.words import NATURES
from achats_reseaux.text import ARTICLES, cached, fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.gazetteer import Territory
    from achats_reseaux.geocoder.name_query import NameQuery
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
_ENDS = tuple(f" {end}" for end in EPCI_ENDS)


def nature_of(key: str) -> str | None:
    """The nature of EPCI, as in ``NATURES``, whose words a key begins with."""
    begun = (start for start in _NATURE_STARTS if key.startswith(start))
    start = next(begun, None) if key.startswith(_NATURE_STARTS) else None
    return None if start is None else NATURES[start[:-1]]


def without_nature(key: str) -> str:
    """The key of an EPCI without its nature and link words: ``cc de la hague`` → ``hague``."""
    for start in _STARTS if key.startswith(_STARTS) else ():
        key = key.removeprefix(start)
    for end in _ENDS if key.endswith(_ENDS) else ():
        key = key.removesuffix(end)
    return key


def epci_by_name(query: NameQuery) -> list[Place]:
    """``Métropole Rouen Normandie``, ``CC de Nozay``: without nature, brackets and acronym.

    After the type of a public body, by its full name only, or one that ends as only EPCI do.
    """
    if query.of_body and query.kind != "epci" and not query.key.endswith(EPCI_ENDS):
        return query.admitted(map(places.of_territory, name_searches.named(query.key, "epci")))
    typed = nature_of(query.key)
    # "CC de Nozay (CCN)": an acronym, to be ignored; "Lyon (Canada)": not to be ignored.
    bracket = "(" in query.typed and (typed is not None or query.kind == "epci")
    outside = fold(query.typed.partition("(")[0]) if bracket else query.key
    wanted = without_nature(outside)
    found = name_searches.epci_named_shortly(wanted) if wanted else []
    if not found and typed is not None:  # "CA DU GRAND AVIGNON COGA": the acronym of its own name
        name, _, acronym = wanted.rpartition(" ")
        named = name_searches.epci_named_shortly(name) if name else []
        found = [one for one in named if fold(one.name).endswith(f" {acronym}")]
    if wanted and not found and (typed is not None or (query.kind == "epci" and not query.of_body)):
        words = _significant_words(wanted)
        found = [one for one, _, own_words in _every("epci") if own_words == words]
    if typed is not None:  # "CC du Sud" is not "CA du Sud"
        found = [one for one in found if one.nature == typed] or found
    elif query.kind is None:  # "Rochelle" is no "CA de La Rochelle", but La Rochelle
        found = [one for one in found if not _lacks_article(query.key, one.name)]
        found = [one for one in found if _has_article(query.key, one.name)]
    return query.admitted(map(places.of_territory, found))


def epci_beginning(query: NameQuery) -> list[Place]:
    """``CC de la Hague``: those whose name goes on, by whole words (it is not Haguenau)."""
    key = without_nature(query.key)
    longer = [one for one, name, _ in _every("epci") if name.startswith(f"{key} ")]
    # "CC de Campagne" may be that of any commune of that name
    return [*map(places.of_territory, longer), *(of_communes_named(key) if longer else ())]


def of_communes_named(key: str) -> list[Place]:
    """The EPCI of the communes that have a key as their name."""
    sirens = map(gazetteer.epci_of_commune, gazetteer.communes_named(key))
    found = (places.of("epci", siren) for siren in sirens if siren)
    return [place for place in found if place]


@cached
def _every(kind: str) -> list[tuple[Territory, str, frozenset[str]]]:
    """The EPCI, each with its key without its nature and what is in brackets, and its words."""
    every = [
        (one, without_nature(fold(one.name.partition(" (")[0]))) for one in gazetteer.every(kind)
    ]
    return [(one, key, _significant_words(key)) for one, key in every]


_FUNCTION_WORDS = frozenset(
    ("de", "d", "du", "des", "l", "le", "la", "les", "et", "communaute", "agglomeration", "agglo")
)
_ABBREVIATED = {"bsn": "bassin", "hte": "haute", "htes": "hautes", "reg": "region", "val": "vallee"}
"""As SIRENE shortens the words of names."""


def _significant_words(key: str) -> frozenset[str]:
    return frozenset(_ABBREVIATED.get(word, word) for word in key.split()) - _FUNCTION_WORDS


def _has_article(key: str, name: str) -> bool:
    """Whether an EPCI has the article that a key begins with, unlike "Les Saintes" and Saintes."""
    spelt = {"le": {"le", "du"}, "les": {"les", "des"}, "la": {"la"}, "l": {"l"}}
    article, _, rest = key.partition(" ")
    return not rest or article not in spelt or not spelt[article].isdisjoint(fold(name).split())


def _lacks_article(key: str, name: str) -> bool:
    """Whether a key is the name of an EPCI without its article, where a commune has the article."""
    words = fold(name.partition(" (")[0]).removesuffix(" metropole").split()
    at = len(words) - len(key.split())
    if at <= 0 or words[at:] != key.split() or words[at - 1] not in ARTICLES:
        return False
    return bool(gazetteer.communes_named(" ".join(words[at - 1 :])))
