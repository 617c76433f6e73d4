"""The readings of a name, from the strictest to the loosest; none of them corrects spelling."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, Territory, name_searches, places
from achats_reseaux.gazetteer.words import BODIES, CONTRACTED, LINKS, NATURES, OF_WORDS
from achats_reseaux.geocoder.codes import is_digits
from achats_reseaux.geocoder.exact_names import begun, exact
from achats_reseaux.geocoder.query import WITH_NAMESAKES, NameQuery, first_places
from achats_reseaux.model import Places
from achats_reseaux.text import ARTICLES, cached, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.model import Place

# --- as it is ---------------------------------------------------------------------------


def exact_name(query: NameQuery) -> Places | None:
    """``PACA``, ``Orne``: the places of exactly this name, those named like a region aside."""
    outcome = exact(query)
    if outcome is None or query.kind:
        return outcome
    if outcome.candidates[0].kind not in WITH_NAMESAKES:
        return outcome
    communes = places.of_communes(gazetteer.communes_named(query.key))
    return outcome.replace(aside=places.ranked(communes + _parts(query)))


def area_behind_links(query: NameQuery) -> Places | None:
    """``de l'Ain``, ``en Bretagne``: an area behind a word that links it to others.

    "de l'Ain" is not Delain; "de Vienne" may be of the town.
    """
    link, _, name = query.key.partition(" ")
    if LINKS.get(link, "et") == "et":
        return None
    short = without_article(name)
    outcome = exact(query.of(name, short)) or exact(query.of(name))
    if outcome is None:
        return None
    areas = tuple(place for place in outcome.candidates if place.kind != "commune")
    has_article = short != name or link in CONTRACTED
    return Places(areas) if areas == outcome.candidates or (areas and has_article) else None


def own_name(query: NameQuery) -> Places | None:
    """``Bordeaux Métropole``: a part of a commune, an EPCI, or a former commune."""
    if not _may_be_name(query):
        return None
    for read in (_parts, _epci, _former_communes):
        candidates = read(query)
        if candidates:
            return places.by_size(candidates)
    return None


def article_behind(query: NameQuery) -> Places | None:
    """``Celle (La)``: the article of the name stands behind it."""
    name, _, article = query.key.rpartition(" ")
    if not name or article not in ARTICLES:
        return None
    whole = f"{article} {without_article(name)}"
    return first_places((exact_name, own_name), query.replace(typed=whole, key=whole))


def alike(query: NameQuery) -> Places | None:
    """``Havre``: a name with other spaces, or without its article, or with one."""
    first, _, others = query.key.partition(" ")
    if first in BODIES or not _may_be_name(query):
        return None  # "CH Arras" is not Charras
    if others and first in name_searches.area_keys():
        return None  # "Loiret Cher" is not Loir-et-Cher
    candidates = _areas_or_communes(query, name_searches.names_alike(query.key))
    if not candidates:
        candidates = _without_article(query)
    return places.by_size(candidates)


AS_IT_IS = (exact_name, article_behind, own_name)
"""The readings of a name whose spaces and article must be as they are."""
LOOSELY = (exact_name, article_behind, own_name, alike)
"""The same, and those of one whose spaces and article may be otherwise."""


def _may_be_name(query: NameQuery) -> bool:
    if query.kind == "epci":
        return True
    return _begins_name(query.key)


@cached
def _begins_name(key: str) -> bool:
    """Whether a text may be a name, or the beginning of one: most are none."""
    if nature_of(key) is not None or _arrondissement(key):
        return True
    if name_searches.begins_name(key):
        return True
    return name_searches.begins_name(without_nature(key))  # and without articles


# --- parts of communes, former communes -------------------------------------------------


def _parts(query: NameQuery) -> list[Place]:
    """Communes déléguées and associées, and arrondissements of Paris, Lyon and Marseille."""
    key = query.key
    arrondissement = _arrondissement(key)
    if arrondissement and (query.kind == "commune" or not query.of_body):
        key = arrondissement  # but "Université Lyon 3", "Rennes 2"
    return _with_homonyms(query, key, "part")


def _former_communes(query: NameQuery) -> list[Place]:
    return _with_homonyms(query, query.key, "former")


def _with_homonyms(query: NameQuery, key: str, kind: str) -> list[Place]:
    """The parts of communes, or former communes, of a name: with homonyms if no area is required.

    "Villefranche" may be a part of a commune, or any former one of that name; "Roissy"
    is a former name, and the beginning of Roissy-en-France.
    """
    named = places.of_territories(name_searches.named(key, kind))
    candidates = query.prefer_accents(query.admitted(named))
    if query.within is not None or not candidates:
        return candidates
    others = places.of_territories(name_searches.homonyms(key))
    known = places.communes_in(candidates + others)
    for _, insee in name_searches.towns_beginning(key):
        if insee not in known:
            others.append(begun(query, places.of_commune(insee)))
    return candidates + query.admitted(others)


_ORDINALS = ("ieme", "eme", "er", "e")


@cached
def _arrondissement(key: str) -> str | None:
    """``paris 15``, ``lyon 3eme``, ``15e arrondissement de paris`` → the official name, folded."""
    words = [word for word in key.split() if word not in ("arrondissement", "arr", "de")]
    if len(words) == 3 and words[2] in _ORDINALS:
        words.pop()
    if len(words) != 2:
        return None
    for city, word in (words, words[::-1]):
        rank = _rank(word)
        if rank == 1:
            return f"{city} 1er arrondissement"
        if rank > 1:
            return f"{city} {rank}e arrondissement"
    return None


def _rank(word: str) -> int:
    """The number of ``15``, ``3eme`` or ``1er``; 0 for another word."""
    for ending in _ORDINALS:
        if word.endswith(ending):
            word = word.removesuffix(ending)
            break
    if len(word) > 2 or not is_digits(word):
        return 0
    return int(word)


# --- names whose spaces or article are otherwise ----------------------------------------


def _without_article(query: NameQuery) -> list[Place]:
    """``Havre`` for Le Havre, ``Le Loiret`` for Loiret; it may match another place than meant."""
    key = without_article(query.key)
    candidates = _areas_or_communes(query, name_searches.names_without_article(key))
    if not candidates or key == query.key:
        return candidates
    # "L'Anjou" may not be Anjou; nor "La Seyne" Seyne: La Seyne-sur-Mer has what was
    # typed.
    for position, place in enumerate(candidates):
        if place.communes:
            note = f"« {query.typed} » est lu sans cet article : {place.name}."
            candidates[position] = places.noted(place, note)
    return candidates + longer_names(query)


def _areas_or_communes(query: NameQuery, named: gazetteer.Codes) -> list[Place]:
    """The areas and communes of these kinds and codes; if there are none, the parts of communes."""
    parts = [pair for pair in named if pair[0] == "part"]
    others = [pair for pair in named if pair[0] == "commune" or pair[0] in WIDE_KINDS]
    candidates = query.admitted(places.of_all(others))
    return candidates or query.admitted(places.of_all(parts))


PREFIX_LEAST = 4
PREFIX_MOST = 10
"""For a name that is only begun: its least number of letters, and the most places that
may begin with it for an answer."""


def longer_names(query: NameQuery) -> list[Place]:
    """The communes, however many, whose name goes on after the words of the key (approximate)."""
    communes = places.of_communes(name_searches.communes_beginning(f"{query.key} "))
    return [begun(query, place) for place in query.admitted(communes)]


def begun_name(query: NameQuery) -> Places | None:
    """``Dol (35)`` for Dol-de-Bretagne: whole words, only in a required area.

    The article of the name may be left out, not another put in its place. In a
    département it must be bigger than the places elsewhere with exactly the name:
    Saint-Denis-de-Méré is not meant by "Saint-Denis (14)". At a postal code it is sure.
    """
    if query.within is None or query.key in ARTICLES:
        return None
    candidates = longer_names(query)
    if query.key == without_article(query.key):
        for article in ARTICLES:
            candidates += longer_names(query.replace(key=f"{article} {query.key}"))
    if not query.within.communes:
        people = map(gazetteer.population, gazetteer.communes_named(query.key))
        least = max(people, default=0)
        candidates = [place for place in candidates if places.inhabitants(place) > least]
    if len(candidates) > PREFIX_MOST:
        return None
    return places.by_size(candidates)


# --- EPCI -------------------------------------------------------------------------------

_EPCI_ENDS = (
    "communaute de communes",
    "communaute d agglomeration",
    "communaute urbaine",
    "communaute",
    "agglomeration",
    "agglo",
    "metropole",
)
_NATURE_STARTS = tuple(f"{words} " for words in sorted(NATURES, key=len, reverse=True))
_LINK_WORDS = (*OF_WORDS, *ARTICLES)
_STARTS = _NATURE_STARTS + tuple(f"{word} " for word in _LINK_WORDS)
_NO_OWN_WORDS = {"communaute", "agglomeration", "agglo"}.union(LINKS, ARTICLES)


def nature_of(key: str) -> str | None:
    """The nature of EPCI, as in ``NATURES``, whose words a key begins with."""
    if key.startswith(_NATURE_STARTS):
        for start in _NATURE_STARTS:
            if key.startswith(start):
                return NATURES[start[:-1]]
    return None


def without_nature(key: str) -> str:
    """The key of an EPCI without its nature and link words: ``cc de la hague`` → ``hague``."""
    if key.startswith(_STARTS):
        for start in _STARTS:
            key = key.removeprefix(start)
    for end in _EPCI_ENDS:
        key = key.removesuffix(f" {end}")
    return key


def _epci(query: NameQuery) -> list[Place]:
    """``Métropole Rouen Normandie``, ``CC de Nozay``: without their nature, words in any order.

    After the type of a public body, by its full name only, or one that ends as only
    EPCI do.
    """
    is_asked = query.kind == "epci"
    is_of_body = query.of_body and not is_asked
    if is_of_body and not query.key.endswith(_EPCI_ENDS):
        bearers = name_searches.named(query.key, "epci")
        return query.admitted(places.of_territories(bearers))
    nature = nature_of(query.key)
    wanted = without_nature(query.key)
    if not wanted:
        return []
    bearers = name_searches.epci_named_shortly(wanted)
    is_epci = nature is not None or (is_asked and not query.of_body)
    if is_epci and not bearers:
        bearers = _epci_of_words(_own_words(wanted))
    if nature is not None:  # "CC du Sud" is not "CA du Sud"
        of_nature = [epci for epci in bearers if epci.nature == nature]
        if of_nature:
            bearers = of_nature
    elif query.kind is None:  # "Rochelle" is no "CA de La Rochelle", but La Rochelle
        bearers = [epci for epci in bearers if _has_article(query.key, epci.name)]
        if name_searches.names_with_article(query.key):
            bearers = []
    if "/" in query.typed:  # "Jura / Nord" is no "CC Jura Nord", nor "CC Jura/Nord"
        bearers = [epci for epci in bearers if "/" in epci.name or (is_epci and " - " in epci.name)]
    return query.admitted(places.of_territories(bearers))


def _own_words(key: str) -> frozenset[str]:
    return frozenset(key.split()) - _NO_OWN_WORDS


_epci_by_words: dict[frozenset[str], list[Territory]] = {}


def _epci_of_words(words: frozenset[str]) -> list[Territory]:
    """The EPCI whose name has just these words, with or without its acronym in brackets."""
    if not _epci_by_words:
        by_words: dict[frozenset[str], list[Territory]] = {}
        for epci in gazetteer.every("epci"):
            for name in {epci.name, epci.name.partition(" (")[0]}:
                by_words.setdefault(_own_words(without_nature(fold(name))), []).append(epci)
        _epci_by_words.update(by_words)  # at once: another thread may be looking
    return _epci_by_words.get(words, [])


def _has_article(key: str, name: str) -> bool:
    """Whether an EPCI has the article that a key begins with, unlike "Les Moulins" and Moulins."""
    article = key.removesuffix(without_article(key)).rstrip()
    if not article:
        return True
    words = fold(name).split()
    return article in words or any(CONTRACTED.get(word) == article for word in words)
