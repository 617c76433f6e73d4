"""What one name may be, from the strictest to the loosest: exact, part, EPCI, former, as spelt.

None corrects spelling.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places
from achats_reseaux.gazetteer.town_sizes import BEGUN_SHARE
from achats_reseaux.gazetteer.words import BODIES
from achats_reseaux.geocoder.codes import is_digits
from achats_reseaux.geocoder.epci_names import epci_by_name, nature_of, without_nature
from achats_reseaux.geocoder.exact_names import WITH_NAMESAKES, NameQuery, begun, exact
from achats_reseaux.model import Place, Places
from achats_reseaux.text import ARTICLES, cached, without_article


def look_up(query: NameQuery, *, strict: bool = False) -> Places | None:
    """The places of a name.

    Args:
        query: the name.
        strict: whether its spaces and its article must be as they are.
    """
    first, _, last = query.key.rpartition(" ")
    if first and last in ARTICLES and not gazetteer.aliases(query.key):  # "Perchay (Le)"
        name = f"{last} {without_article(first)}"
        query = query.replace(typed=name, key=name)
    if not _may_be_name(query.key) and query.kind != "epci":
        return None
    if found := exact(query):
        if not query.kind and found.candidates[0].kind in WITH_NAMESAKES:
            communes = map(places.of_commune, gazetteer.communes_named(query.key))
            return Places(found.candidates, places.ranked([*communes, *_parts(query)]))
        return found
    strictly = _parts(query) or epci_by_name(query) or _with_homonyms(query, query.key, "former")
    if strictly or strict or query.key.partition(" ")[0] in BODIES:  # "CH Arras" is not Charras
        return places.by_size(strictly)
    alike = _areas_or_communes(query, name_searches.names_alike(query.key))
    return places.by_size(alike or _without_article(query))


@cached
def _may_be_name(key: str) -> bool:
    """Whether a text may be a name, or the beginning of one: most are none."""
    if name_searches.begins_name(key) or nature_of(key) is not None or _arrondissement(key):
        return True
    return name_searches.begins_name(without_nature(key))  # and without articles


def _with_homonyms(query: NameQuery, key: str, kind: str) -> list[Place]:
    """The parts of communes, or former communes, of a name: with homonyms if no area is required.

    "Villefranche" may be a part of a commune, or any former one of that name.
    """
    named = name_searches.named(key, kind)
    found = query.prefer_accents(query.admitted(map(places.of_territory, named)))
    if query.within is not None or not found:
        return found
    others = list(map(places.of_territory, name_searches.homonyms(key)))
    known = {insee for place in (*found, *others) for insee in place.communes}
    biggest = max((gazetteer.population(insee) for insee in known), default=0)
    for count, insee in name_searches.towns_beginning(key):
        if insee not in known and count >= BEGUN_SHARE * biggest:
            others.append(begun(query, places.of_commune(insee)))
    return [*found, *query.admitted(others)]


def _parts(query: NameQuery) -> list[Place]:
    """Communes déléguées and associées, and arrondissements of Paris, Lyon and Marseille."""
    numbered = query.kind == "commune" or not query.of_body  # "Université Lyon 3", "Rennes 2"
    key = (numbered and _arrondissement(query.key)) or query.key
    return _with_homonyms(query, key, "part")


_ORDINALS = ("ieme", "eme", "er", "e")


def _arrondissement(key: str) -> str | None:
    """``paris 15``, ``lyon 3eme``, ``15e arrondissement de paris`` → the official name, folded."""
    words = [word for word in key.split() if word not in ("arrondissement", "arr", "de")]
    if len(words) == 3 and words[2] in _ORDINALS:
        words.pop()
    for city, word in (words, words[::-1]) if len(words) == 2 else ():
        ending = next((end for end in _ORDINALS if word.endswith(end)), "")
        rank = word.removesuffix(ending)
        if is_digits(rank) and len(rank) <= 2:
            return f"{city} {int(rank)}{'er' if int(rank) == 1 else 'e'} arrondissement"
    return None


def _without_article(query: NameQuery) -> list[Place]:
    """``Havre`` for Le Havre, ``Le Loiret`` for Loiret; it may match another place than meant."""
    key = without_article(query.key)
    named = name_searches.names_without_article(key) if key else []
    found = _areas_or_communes(query, named)
    if not found or key == query.key:
        return found
    # "L'Anjou" may not be Anjou; nor "La Seyne" Seyne: La Seyne-sur-Mer has what was typed.
    note = f"« {query.typed} » est lu sans cet article : {{}}."
    read = (
        one if not one.communes else one.replace(notes=(*one.notes, note.format(one.name)))
        for one in found
    )
    return [*read, *longer_names(query)]


def _areas_or_communes(query: NameQuery, found: list[tuple[str, str]]) -> list[Place]:
    """The areas and communes of these kinds and codes; if there are none, the parts of communes."""
    for kinds in ((*WIDE_KINDS, "commune"), ("part",)):
        if admitted := query.admitted(places.of(*one) for one in found if one[0] in kinds):
            return admitted
    return []


PREFIX_LEAST, PREFIX_MOST = 4, 10
"""For a name that is only begun: its least number of letters, and the most places that may begin
with it for an answer."""


def longer_names(query: NameQuery) -> list[Place]:
    """The communes, however many, whose name goes on after the words of the key (approximate)."""
    named = name_searches.communes_beginning(f"{query.key} ")
    communes = query.admitted(map(places.of_commune, named))
    return [begun(query, place) for place in communes]


def going_on(query: NameQuery) -> Places | None:
    """``Perreux`` in Val-de-Marne for Le Perreux-sur-Marne: whole words, only in a required area.

    The article of the name may be left out, not another put in its place. In a département it must
    be bigger than the places elsewhere with exactly the name: Saint-Denis-de-Méré is not meant by
    "Saint-Denis (14)". At a postal code it is sure.
    """
    if query.within is None or query.key in ARTICLES:
        return None
    articles = ARTICLES if query.key == without_article(query.key) else ()
    starts = (query.key, *(f"{article} {query.key}" for article in articles))
    found = [place for key in starts for place in longer_names(query.replace(key=key))]
    if not query.within.communes:
        exactly = gazetteer.communes_named(query.key)
        least = max(map(gazetteer.population, exactly), default=0)
        found = [place for place in found if places.inhabitants(place) > least]
    return places.by_size(found) if len(found) <= PREFIX_MOST else None
