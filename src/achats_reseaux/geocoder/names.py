"""Look-ups of names other than the exact ones of ``name_query``, from the strictest to the loosest.

Each takes a :class:`~achats_reseaux.geocoder.name_query.NameQuery` and returns the places found.
None corrects spelling.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, bulk, name_searches, places
from achats_reseaux.geocoder.name_query import SHARE, WITH_NAMESAKES, begun, exact
from achats_reseaux.geocoder.near_names import areas, places_near
from achats_reseaux.geocoder.normalise import (
    EPCI_ENDS,
    NATURES,
    arrondissement,
    nature_of,
    without_articles,
    without_nature,
)
from achats_reseaux.geocoder.type_words import find_type
from achats_reseaux.model import Places
from achats_reseaux.text import ARTICLES, fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.gazetteer import Territory
    from achats_reseaux.geocoder.name_query import NameQuery
    from achats_reseaux.model import Place

PREFIX_LEAST, PREFIX_MOST, PREFIX_SEEN = 4, 10, 200
"""For a name that is only begun: its least number of letters, the most places that may begin with
it for an answer, and the most names examined where an area narrows them."""

PREFIX_SHARE = 0.75
"""The least share of the whole name that must be typed: "Rhin" does not match Rhinau."""


# --- by rank --------------------------------------------------------------------------------------


def look_up(query: NameQuery) -> Places | None:
    """The places of the first of the ``NAME_RANKS`` that has some which the query admits."""
    for search, ability in NAME_RANKS:
        if ability in query.may_hold and (found := search(query)):
            return found if isinstance(found, Places) else by_size(found)
    return None


def by_size(found: list[Place]) -> Places | None:
    """The biggest first; ``None`` if there is none."""
    return Places(places.ranked(found)) if found else None


def _exact(query: NameQuery) -> Places | None:
    """``Normandie``, ``PACA``, ``Calvados``, ``Rouen``."""
    found = exact(query)
    if found and not query.kind and found.candidates[0].kind in WITH_NAMESAKES:
        communes = map(places.of_commune, gazetteer.communes_named(query.key))
        return Places(found.candidates, places.ranked([*communes, *commune_part(query)]))
    return found


def commune_part(query: NameQuery) -> list[Place]:
    """Communes déléguées and associées, and arrondissements of Paris, Lyon and Marseille.

    Former communes of the same name are included: "Villefranche" may be any of them.
    """
    key = arrondissement(query.key) or query.key
    return _with_homonyms(query, key, name_searches.parts_named(key))


def former_commune(query: NameQuery) -> list[Place]:
    """Former communes, and present communes by a former name."""
    return _with_homonyms(query, query.key, name_searches.formers_named(query.key))


def _with_homonyms(query: NameQuery, key: str, named: list[Territory]) -> list[Place]:
    """The places that the query admits, with their homonyms if no area is required."""
    found = query.prefer_accents(query.admitted(map(places.of_territory, named)))
    if query.within is not None or not found:
        return found
    others = list(map(places.of_territory, name_searches.homonyms(key)))
    known = {insee for place in (*found, *others) for insee in place.communes}
    biggest = max((gazetteer.population(insee) for insee in known), default=0)
    for count, insee in name_searches.towns_beginning(key):
        if insee not in known and count * SHARE >= biggest:
            others.append(begun(query, places.of_commune(insee)))
    return [*found, *query.admitted(others)]


# --- EPCI -----------------------------------------------------------------------------------------


def epci_by_name(query: NameQuery) -> list[Place]:
    """``Métropole Rouen Normandie``, ``CC de Nozay``: without nature, brackets and acronym.

    After the type of a public body, by its full name only, or one that ends as only EPCI do.
    """
    if query.of_body and query.kind != "epci" and not query.key.endswith(EPCI_ENDS):
        return query.admitted(map(places.of_territory, name_searches.epci_named(query.key)))
    typed = nature_of(query.key)
    # "CC de Nozay (CCN)": an acronym, to be ignored; "Lyon (Canada)": not to be ignored.
    bracket = "(" in query.typed and (typed is not None or query.kind == "epci")
    outside = fold(query.typed.partition("(")[0]) if bracket else query.key
    wanted = without_nature(outside)
    found = name_searches.epci_named_shortly(wanted) if wanted else []
    if wanted and not found and (typed is not None or query.kind == "epci"):
        found = _epci_by_words().get(_significant_words(wanted), [])
    if typed is not None:  # "CC du Sud" is not "CA du Sud"
        found = [one for one in found if one.nature == NATURES[typed]] or found
    elif query.kind is None:  # "Rochelle" is no "CA de La Rochelle", but La Rochelle
        found = [one for one in found if not _lacks_article(query.key, one.name)]
    return query.admitted(map(places.of_territory, found))


_FUNCTION_WORDS = frozenset(
    ("de", "d", "du", "des", "l", "le", "la", "les", "et", "communaute", "agglomeration", "agglo")
)
_by_words: dict[str, list[Territory]] = {}


def _epci_by_words() -> dict[str, list[Territory]]:
    """The EPCI by the significant words of their names, in any order: "Glières Faucigny"."""
    if not _by_words:
        found: dict[str, list[Territory]] = {}
        for one in bulk.all_epci():
            key = without_nature(fold(one.name.partition(" (")[0]))
            found.setdefault(_significant_words(key), []).append(one)
        _by_words.update(found)
    return _by_words


def _significant_words(key: str) -> str:
    return " ".join(sorted({*key.split()} - _FUNCTION_WORDS))


def _lacks_article(key: str, name: str) -> bool:
    """Whether a key is the name of an EPCI without its article, where a commune has the article."""
    words = fold(name.partition(" (")[0]).removesuffix(" metropole").split()
    at = len(words) - len(key.split())
    if at <= 0 or words[at:] != key.split() or words[at - 1] not in ARTICLES:
        return False
    return bool(gazetteer.communes_named(" ".join(words[at - 1 :])))


# --- public bodies --------------------------------------------------------------------------------

_LINKS = ("de", "d", "du", "la", "l")
_LINKED = (*_LINKS, "le", "les", "des")


def area_of_body(query: NameQuery) -> list[Place]:
    """The region, département or EPCI at the end of the name of a public body (approximate).

    ``Syndicat des énergies de la Haute-Savoie``, ``SDE 07 Ardèche``. A département of one word is
    often a river ("Syndicat des eaux de la Sarthe"): it counts only after its own code, or after a
    type of body that belongs to a département.
    """
    words = query.key.split()
    body = find_type(query.key, inside=False)
    found: list[Place | None] = []
    for at in range(1, len(words)):
        key, before = " ".join(words[at:]), words[at - 1]
        home = gazetteer.departement(before.upper()) if before[0].isdigit() else None
        if home is not None and fold(home.name) == key:
            found = [places.of_territory(home)]
        elif body is not None and body.body:
            of_one = body.kinds == ("departement",)
            found = _ending(key, linked=before in _LINKS, of_departement=of_one)
        elif body is None and query.kind is None and at > 1:
            found = _ending_departement(key, words[:at])
        linked = [word for word in words[:at] if word not in _LINKED] or [""]
        # "Aude et Pyrénées-Orientales": it is not all; "Eu en Seine-Maritime": nor is it meant
        if found and linked[-1] in ("et", "en", "dans", "a"):
            return []
        if found:
            break
    note = f"« {shortened(query.typed)} » est lu d'après la fin de ce nom."
    return [
        place.replace(approximate=True, notes=(*place.notes, note))
        for place in query.admitted(found)
    ]


def _ending_departement(key: str, before: list[str]) -> list[Place | None]:
    """The département of several words, or overseas, that any name ends with.

    Not La Réunion, which may be a meeting; nor after another place.
    """
    areas = name_searches.area_keys()
    named = [code for kind, code in areas.get(key, ()) if kind == "departement"]
    if not named or gazetteer.communes_named(key) or "reunion" in key:
        return []
    begun = [" ".join(before[:at]) for at in range(1, len(before) + 1)]
    if any(map(gazetteer.communes_named, begun)) or not areas.keys().isdisjoint(before):
        return []
    return [places.of("departement", code) for code in named if " " in key or len(code) > 2]


def _ending(key: str, *, linked: bool, of_departement: bool) -> list[Place | None]:
    """The areas of the widest kind whose name is the key."""
    named = name_searches.area_keys().get(key, [])
    if " " not in without_articles(key):
        named = [one for one in named if linked and (one[0] != "departement" or of_departement)]
    elif gazetteer.communes_named(key):  # the département Saint-Martin, or any commune
        named = [one for one in named if one[0] != "departement"]
    elif not named:
        named = [("epci", one.code) for one in name_searches.epci_named(key)]
    kinds = {kind for kind, _ in named}
    widest = next((kind for kind in (*WIDE_KINDS, "epci") if kind in kinds), None)
    return [places.of(kind, code) for kind, code in named if kind == widest]


# --- loose matches: spaces, articles, beginnings --------------------------------------------------


def ignoring_spaces(query: NameQuery) -> list[Place]:
    """``Lagarde`` for La Garde, ``Château-Renard`` for Châteaurenard."""
    return _of_kinds_and_codes(query, name_searches.names_alike(query.key))


def ignoring_article(query: NameQuery) -> list[Place]:
    """``Havre`` for Le Havre, ``Le Loiret`` for Loiret; it may match another place than meant."""
    key = without_articles(query.key)
    found = _of_kinds_and_codes(query, name_searches.names_without_article(key)) if key else []
    # "La Seyne" is not Seyne alone: La Seyne-sur-Mer has the article that was typed.
    longer = _longer_names(query) if found and key != query.key else []
    return [*found, *longer]


def _longer_names(query: NameQuery) -> list[Place]:
    """The communes whose name has the words of the key and more after them."""
    named = gazetteer.communes_named(f"{query.key} ", prefix=True)
    communes = query.admitted(map(places.of_commune, named))
    return [begun(query, place) for place in communes]


NAME_RANKS = (
    (_exact, "name"),
    (commune_part, "name"),
    (epci_by_name, "name"),
    (former_commune, "name"),
    (ignoring_spaces, "loose name"),
    (ignoring_article, "loose name"),
)
"""What a name may be, from the strictest to the loosest; each with what the text must hold."""


def _of_kinds_and_codes(query: NameQuery, found: list[tuple[str, str]]) -> list[Place]:
    """The areas and communes of these kinds and codes; if there are none, the parts of communes."""
    kinds = (*WIDE_KINDS, "commune")
    if admitted := query.admitted(places.of(kind, code) for kind, code in found if kind in kinds):
        return admitted
    named = (gazetteer.part(code) for kind, code in found if kind == "part")
    return query.admitted(places.of_territory(one) for one in named if one is not None)


def begun_names(query: NameQuery) -> Places | None:
    """The places whose name only begins so, or goes on where the area is settled."""
    found = _beginning(query) if "beginning" in query.may_hold else []
    return by_size(found or (_going_on(query) if "longer" in query.may_hold else []))


def _going_on(query: NameQuery) -> list[Place]:
    """``Perreux`` in Val-de-Marne for Le Perreux-sur-Marne: whole words, only in a required area.

    The article of the name may be left out, not another put in its place. In a département it must
    be bigger than the places elsewhere with exactly the name: Saint-Denis-de-Méré is not meant by
    "Saint-Denis (14)". At a postal code it is sure.
    """
    if query.within is None or query.key in ARTICLES:
        return []
    bare = query.key == without_articles(query.key)
    starts = ("", *(f"{article} " for article in ARTICLES)) if bare else ("",)
    keys = (start + query.key for start in starts)
    longer = [place for key in keys for place in _longer_names(query.replace(key=key))]
    if not query.within.communes:
        exact = gazetteer.communes_named(query.key)
        least = max(map(gazetteer.population, exact), default=0)
        longer = [place for place in longer if places.inhabitants(place) > least]
    return longer if len(longer) <= PREFIX_MOST else []


def _beginning(query: NameQuery) -> list[Place]:
    """Places whose name has the words of the key and more, if they are few (approximate)."""
    key, kind = query.key, query.kind
    if len(key) < PREFIX_LEAST:
        return []
    found: list[Place | None] = []
    if kind in (None, "region", "departement"):
        found += areas(lambda name: name.startswith(f"{key} "))
    if kind in (None, "commune"):
        communes = gazetteer.communes_named(f"{key} ", prefix=True, most=PREFIX_SEEN)
        found += map(places.of_commune, communes)
    if kind == "epci":
        start = f"{without_nature(key)} "  # whole words: "CC de la Hague" is not Haguenau
        longer = [one for name, one in _epci_short_names() if name.startswith(start)]
        found += map(places.of_territory, longer)
        if longer:  # "CC de Campagne" may be that of any commune of that name
            found += _of_communes(without_nature(key))
    admitted = query.admitted(found)
    short = any(len(key) < PREFIX_SHARE * len(fold(place.name)) for place in admitted)
    if len(admitted) > PREFIX_MOST or (short and query.kind != "epci"):
        return []
    if admitted and _may_be_another(query, admitted):
        return []
    return [begun(query, place) for place in admitted]


def _of_communes(key: str) -> list[Place | None]:
    """The EPCI of the communes that have a key as their name."""
    sirens = map(gazetteer.epci_of_commune, gazetteer.communes_named(key))
    return [places.of("epci", siren) for siren in sirens if siren]


_short_names: list[tuple[str, Territory]] = []


def _epci_short_names() -> list[tuple[str, Territory]]:
    """The EPCI, each after its key without its nature and with a space at the end."""
    if not _short_names:
        _short_names.extend(
            [(f"{without_nature(fold(one.name))} ", one) for one in bulk.all_epci()]
        )
    return _short_names


def _may_be_another(query: NameQuery, begun: list[Place]) -> bool:
    """Whether a begun name may also be misspelt: "Rouan" is Rouans or Rouen."""
    if " " in query.key or query.kind == "epci":
        return False
    codes = {place.code for place in begun}
    return any(place.code not in codes for place in places_near(query, 1))
