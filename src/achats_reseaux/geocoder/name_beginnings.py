"""Names of which only the beginning was typed: most of a name, or its first words in an area."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import name_searches, places
from achats_reseaux.geocoder.epci_names import epci_beginning
from achats_reseaux.geocoder.name_query import begun
from achats_reseaux.text import ARTICLES, fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from achats_reseaux.geocoder.name_query import NameQuery, Read
    from achats_reseaux.model import Place, Places

PREFIX_LEAST, PREFIX_MOST = 4, 10
"""For a name that is only begun: its least number of letters, and the most places that may begin
with it for an answer."""

PREFIX_SHARE = 0.75
"""The least share of the whole name that must be typed: "Rhin" does not match Rhinau."""


def begun_names(query: NameQuery, _read: Read) -> Places | None:
    """The places whose name only begins so, or goes on where the area is settled."""
    return places.by_size(_beginning(query) or _going_on(query))


def longer_names(query: NameQuery) -> list[Place]:
    """The communes whose name has the words of the key and more after them."""
    named = name_searches.communes_beginning(f"{query.key} ")
    communes = query.admitted(map(places.of_commune, named))
    return [begun(query, place) for place in communes]


def _going_on(query: NameQuery) -> list[Place]:
    """``Perreux`` in Val-de-Marne for Le Perreux-sur-Marne: whole words, only in a required area.

    The article of the name may be left out, not another put in its place. In a département it must
    be bigger than the places elsewhere with exactly the name: Saint-Denis-de-Méré is not meant by
    "Saint-Denis (14)". At a postal code it is sure.
    """
    if query.within is None or query.key in ARTICLES or not query.may_hold("longer"):
        return []
    bare = query.key == without_article(query.key)
    starts = ("", *(f"{article} " for article in ARTICLES)) if bare else ("",)
    keys = (start + query.key for start in starts)
    longer = [place for key in keys for place in longer_names(query.replace(key=key))]
    if not query.within.communes:
        exact = gazetteer.communes_named(query.key)
        least = max(map(gazetteer.population, exact), default=0)
        longer = [place for place in longer if places.inhabitants(place) > least]
    return longer if len(longer) <= PREFIX_MOST else []


def _beginning(query: NameQuery) -> list[Place]:
    """Places whose name has the words of the key and more, if they are few (approximate)."""
    key, kind = query.key, query.kind
    # "Plourac" may be Plourac'h or, misspelt, Plouray: of no name is one word three quarters.
    if len(key) < PREFIX_LEAST or (kind != "epci" and " " not in key):
        return []
    found: list[Place | None] = []
    if kind in (None, "region", "departement"):
        found += name_searches.areas(lambda name: name.startswith(f"{key} "))
    if kind in (None, "commune"):
        found += map(places.of_commune, name_searches.communes_beginning(f"{key} "))
    if kind == "epci":
        found += epci_beginning(query)
    admitted = query.admitted(found)
    short = any(len(key) < PREFIX_SHARE * len(fold(place.name)) for place in admitted)
    if len(admitted) > PREFIX_MOST or (short and query.kind != "epci"):
        return []
    return [begun(query, place) for place in admitted]
