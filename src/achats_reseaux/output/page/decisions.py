"""The names of the page that ``find`` decides otherwise than by their being the only ones.

The page takes a name for the only place that bears it, or bears it but for an article; where the
program decides otherwise (a region before a village, the town that everybody means, homonyms with
the same answer, a bare "La Seyne" that may be La Seyne-sur-Mer), the decision is computed here.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.answering import matching
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.names import accented
from achats_reseaux.model import Places, Query
from achats_reseaux.output.page.tables import areas_above
from achats_reseaux.text import fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from achats_reseaux.model import Catalogue, Place

ASK = ""
"""The decision to let the person choose."""
BY_FAME = "~"
"""Before the link of a town that is meant by its bare name, not beside the words for a body."""
AREAS = ("region", "ancienne-region", "groupe")


def decisions(catalogue: Catalogue, within: Collection[str], today: str) -> dict[str, str]:
    """For each such name, folded or with its accents, the link of its place, or ``ASK``.

    Args:
        catalogue: in whose answers homonyms are compared.
        within: codes of the départements of the page; a name that may be elsewhere is asked about.
        today: ISO date, as for the answers.
    """
    named: dict[str, set[str]] = {}
    bare: dict[str, set[str]] = {}
    spelt: dict[str, set[str]] = {}
    for name, link in names(within):
        key = fold(name)
        named.setdefault(key, set()).add(link)
        bare.setdefault(without_article(key), set()).add(link)
        spelt.setdefault(key, set()).add(accented(name))
    found: dict[str, str] = {}
    spelt_too = {text for key in named for text in spelt[key]} - {*named, *bare}
    for text in (*sorted({*named, *bare}), *sorted(spelt_too)):
        key = fold(text)
        if text != key and key not in found and len(named[key]) == 1:
            continue  # its accents tell nothing
        links = named.get(key) or bare.get(key, set())
        alone = next(iter(links)) if len(links) == 1 else ASK
        if text != key and key in found:  # the page looks for the accents first
            alone = found[key]
        if (decided := _decided(catalogue, text, within, today)) != alone:
            found[text] = decided
    return found


def link_of(place: Place) -> str:
    """What stands after the ``#`` for a place; for a part of a commune, that of the commune."""
    if place.kind in AREAS:
        return f"region:{fold(place.name).replace(' ', '-')}"
    if place.communes and place.kind not in ("epci", "ept", "code-postal"):
        return f"insee:{place.communes[0]}"
    return place.code


def _decided(catalogue: Catalogue, text: str, within: Collection[str], today: str) -> str:
    outcome = resolve(text, suggest=False)
    if not isinstance(outcome, Places):
        return ASK
    if any(set(within).isdisjoint(one.departements) for one in outcome.candidates):
        return ASK
    place: Place | None = outcome.candidates[0]
    if len(outcome.candidates) > 1:
        place = matching.find(catalogue, Query("find", text), outcome, today).place
    return ASK if place is None else BY_FAME * place.approximate + link_of(place)


def names(within: Collection[str]) -> Iterator[tuple[str, str]]:
    """Every name of the page, with the link of its place."""
    for place in areas_above(within):
        yield place.name, link_of(place)
    for area in gazetteer.departements():
        if area.code in within:
            yield area.name, area.code
    for insee, name in bulk.communes():
        if gazetteer.departement_of(insee) in within:
            yield name, f"insee:{insee}"
    for epci in gazetteer.every("epci"):
        if any(gazetteer.departement_of(insee) in within for insee in epci.members):
            yield epci.name, epci.code
    for alias, kind, code in gazetteer.ALIASES.all():
        named = places.of(kind, code)
        if named and not set(within).isdisjoint(named.departements):
            yield alias, link_of(named)
    for one in (*gazetteer.every("part"), *gazetteer.every("former")):
        if gazetteer.departement_of(one.home) in within:
            yield one.name, f"insee:{one.home}"
