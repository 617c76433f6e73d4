"""Look a name up, from the strictest rank to the loosest: exact, part, EPCI, former, as spelt.

Each rank takes a :class:`~achats_reseaux.geocoder.name_query.NameQuery` and returns the places
found. None corrects spelling.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import WIDE_KINDS, name_searches, places
from achats_reseaux.gazetteer.words import BODIES
from achats_reseaux.geocoder.codes import is_digits
from achats_reseaux.geocoder.epci_names import epci_by_name
from achats_reseaux.geocoder.name_beginnings import longer_names
from achats_reseaux.geocoder.name_query import SHARE, WITH_NAMESAKES, begun, exact
from achats_reseaux.model import Places
from achats_reseaux.text import without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.gazetteer import Territory
    from achats_reseaux.geocoder.name_query import NameQuery, Read
    from achats_reseaux.model import Place


def look_up(query: NameQuery, _read: Read | None = None) -> Places | None:
    """The places of the first of the ``NAME_RANKS`` that has some which the query admits."""
    typed = query.key.partition(" ")[0] in BODIES  # "CH Arras" is not Charras
    for search, ability in NAME_RANKS:
        if typed and ability == "loose":
            continue
        if query.may_hold(ability) and (found := search(query)):
            return found if isinstance(found, Places) else places.by_size(found)
    return None


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
    return _with_homonyms(query, key, name_searches.named(key, "part"))


def former_commune(query: NameQuery) -> list[Place]:
    """Former communes, and present communes by a former name."""
    return _with_homonyms(query, query.key, name_searches.named(query.key, "former"))


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


def ignoring_spaces(query: NameQuery) -> list[Place]:
    """``Lagarde`` for La Garde, ``Château-Renard`` for Châteaurenard."""
    return _of_kinds_and_codes(query, name_searches.names_alike(query.key))


def ignoring_article(query: NameQuery) -> list[Place]:
    """``Havre`` for Le Havre, ``Le Loiret`` for Loiret; it may match another place than meant."""
    key = without_article(query.key)
    found = _of_kinds_and_codes(query, name_searches.names_without_article(key)) if key else []
    if not found or key == query.key:
        return found
    # "L'Anjou" may not be Anjou; nor "La Seyne" Seyne: La Seyne-sur-Mer has what was typed.
    note = f"« {query.typed} » est lu sans cet article : {{}}."
    read = (
        one if one.kind in WIDE_KINDS else one.replace(notes=(*one.notes, note.format(one.name)))
        for one in found
    )
    return [*read, *longer_names(query)]


def _of_kinds_and_codes(query: NameQuery, found: list[tuple[str, str]]) -> list[Place]:
    """The areas and communes of these kinds and codes; if there are none, the parts of communes."""
    for kinds in ((*WIDE_KINDS, "commune"), ("part",)):
        if admitted := query.admitted(places.of(*one) for one in found if one[0] in kinds):
            return admitted
    return []


NAME_RANKS = (
    (_exact, "name"),
    (commune_part, "name"),
    (epci_by_name, "name"),
    (former_commune, "name"),
    (ignoring_spaces, "loose"),
    (ignoring_article, "loose"),
)
"""What a name may be, from the strictest to the loosest; each with what the text must hold."""


# --- arrondissements of Paris, Lyon and Marseille -------------------------------------------------

_ROMAN = {"i": 1, "v": 5, "x": 10}
_ORDINALS = ("ieme", "eme", "er", "e")


def arrondissement(key: str) -> str | None:
    """``paris 15``, ``lyon 3eme``, ``15e arrondissement de paris`` → the official name, folded."""
    words = [word for word in key.split() if word not in ("arrondissement", "arr", "de")]
    if len(words) == 3 and words[2] in _ORDINALS:
        words.pop()
    if len(words) != 2:
        return None
    for city, number in (words, words[::-1]):
        if rank := _rank_of(number):
            return f"{city} {rank}{'er' if rank == 1 else 'e'} arrondissement"
    return None


def _rank_of(word: str) -> int:
    """The number written as ``15``, ``15e``, ``1er``, ``3eme`` or ``XVe``; 0 for another word."""
    ending = next((end for end in _ORDINALS if word.endswith(end) and word != end), "")
    stem = word.removesuffix(ending)
    if is_digits(stem) and len(stem) <= 2:
        return int(stem)
    if not set(stem) <= _ROMAN.keys():
        return 0
    values = [_ROMAN[letter] for letter in stem]
    return sum(-v if v < after else v for v, after in zip(values, [*values[1:], 0], strict=True))
