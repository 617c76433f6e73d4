"""The exact name, which answers most look-ups, with its homonyms.

A look-up of an exact name loads no more of the readers than this.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.gazetteer import places
from achats_reseaux.gazetteer.places import BEGUN_SHARE, BEGUN_TIMES, LARGE_TOWN
from achats_reseaux.geocoder.query import (
    ADMITTED_KINDS,
    ENSEMBLE_KINDS,
    LONGEST,
    WITH_NAMESAKES,
    NameQuery,
    accented,
    clean,
)
from achats_reseaux.model import Place, Places
from achats_reseaux.text import fold

_CODE = 3
"""Most letters of an alias that may be a code, which has no accents."""


def exact_alone(text: str, kind: str | None) -> Places | None:
    """The places of a text that is nothing but a name; ``None`` for any other text.

    What bears the name of a region has namesakes, which ``names`` looks up.
    """
    typed = clean(text)
    query = NameQuery(typed, fold(typed), kind)
    if len(text) > LONGEST or not query.holds_only_a_name():
        return None
    if kind is not None and kind not in ADMITTED_KINDS:
        return None
    outcome = exact(query)
    if outcome is None or kind is not None:
        return outcome
    return None if outcome.candidates[0].kind in WITH_NAMESAKES else outcome


def exact(query: NameQuery) -> Places | None:
    """The places that have exactly this name or alias.

    A region comes first, then a former region or group; else départements, EPCI by
    alias and communes together.
    """
    named = _areas_named(query)
    for kinds in (("region",), ENSEMBLE_KINDS):
        of_kinds = [pair for pair in named if pair[0] in kinds]
        wide = query.admitted(places.of_all(of_kinds))
        if wide:
            return Places(places.ranked(wide))
    communes = places.of_communes(gazetteer.communes_named(query.key))
    return _likely_ones(query, query.admitted(places.of_all(named) + communes))


def _areas_named(query: NameQuery) -> gazetteer.Codes:
    """Kind and code of the areas of a name or alias, and of what else has the alias."""
    named: gazetteer.Codes = []
    if query.kind not in ("commune", "epci"):  # which no area is
        named = gazetteer.areas_named(query.key)
    if len(query.key) > _CODE or query.typed.isascii():  # "RE" is La Réunion, "Ré" an island
        named = named + gazetteer.aliases(query.key)
    return named


def _likely_ones(query: NameQuery, every: list[Place]) -> Places | None:
    """The places of a name with others that may be meant by it, and the less likely ones aside."""
    spelt_so = query.prefer_accents(every)
    aside = [place for place in every if place not in spelt_so]
    communes = [place for place in spelt_so if place.kind == "commune"]
    areas = [place for place in spelt_so if place.kind != "commune"]
    areas, communes = _area_or_its_commune(areas, communes)
    if any(place.kind == "departement" for place in areas):
        # "Loire" is the département; "Loiré" (49) only meets it with the accent dropped.
        wanted = accented(query.typed)
        aside += [place for place in communes if accented(place.name) != wanted]
        communes = [place for place in communes if accented(place.name) == wanted]
    elif communes:
        meant, others = _homonyms(query, communes)
        communes += meant
        aside += others
    candidates = places.ranked(areas + communes)
    if not candidates:
        return None
    exact_first = sorted(candidates, key=lambda place: place.approximate)
    return Places(tuple(exact_first), places.ranked(aside))


def _homonyms(query: NameQuery, communes: list[Place]) -> tuple[list[Place], list[Place]]:
    """The homonyms of these communes: those that are as likely to be meant, and the others."""
    from achats_reseaux.gazetteer import name_searches

    meant, others = _other_bearers(query, communes)
    known = places.communes_in(communes + meant + others)
    is_alone = query.within is None and len(communes + meant) == 1
    towns = _towns_begun(query, communes, is_alone=is_alone)
    for place in query.with_accents(towns):
        if not known.isdisjoint(place.communes):
            continue
        if place.approximate:
            meant.append(place)
        else:
            others.append(place)
    if not query.linked:  # "Lamentin" may be Le Lamentin
        twins = places.of_communes(name_searches.names_with_article(query.key))
        meant += query.with_accents(query.admitted(twins))
    return meant, others


def _other_bearers(query: NameQuery, communes: list[Place]) -> tuple[list[Place], list[Place]]:
    """The parts of communes and the former communes of a name: those to be meant, and the others.

    "Évry" is a village, but usually means Évry-Courcouronnes, which is bigger. "Vire"
    is a part of Vire Normandie; Viré, spelt with its accent, is another commune.
    """
    from achats_reseaux.gazetteer import name_searches

    wanted = accented(query.typed)
    is_spelt_so = any(accented(place.name) == wanted for place in communes)
    biggest = max(map(places.inhabitants, communes))
    meant: list[Place] = []
    others: list[Place] = []
    for bearer in name_searches.homonyms(query.key):
        has_accents = accented(bearer.name) == wanted
        if is_spelt_so and not has_accents and not wanted.isascii():
            continue  # "Loiré" is not Loire
        is_likely = gazetteer.population(bearer.home) > biggest
        if has_accents and not is_spelt_so:
            is_likely = True
        admitted = query.admitted([places.of_territory(bearer)])
        if is_likely and query.within is None:  # with an area, only the present commune is meant
            meant += admitted
        else:
            others += admitted
    return meant, others


def _towns_begun(query: NameQuery, communes: list[Place], *, is_alone: bool) -> list[Place]:
    """The towns whose name goes on after the name; approximate where as likely to be meant.

    "Montereau" may be the town of Montereau-Fault-Yonne, if it is the name of one
    commune alone.
    """
    from achats_reseaux.gazetteer import name_searches

    biggest = max(map(places.inhabitants, communes))
    towns: list[Place] = []
    for people, insee in name_searches.towns_beginning(query.key):
        if people < BEGUN_SHARE * biggest:
            continue
        town = places.of_commune(insee)
        least = BEGUN_TIMES * biggest
        if biggest >= LARGE_TOWN or (query.kind and query.linked):  # "ville de Montereau"
            least = people + 1
        if query.of_body:  # "CH Lons"
            least = biggest + 1
        if is_alone and people >= least:
            town = begun(query, town)
        towns += query.admitted([town])
    return towns


def begun(query: NameQuery, place: Place) -> Place:
    """A place, marked as approximate, of whose name only the beginning was typed."""
    note = f"« {query.typed} » est lu comme le début d'un nom : {place.name}."
    return places.noted(place, note, approximate=True)


def _area_or_its_commune(
    areas: list[Place], communes: list[Place]
) -> tuple[list[Place], list[Place]]:
    """Of a département and its only commune keep the commune; of a collectivité, itself."""
    kept = list(areas)
    for area in areas:
        departement = gazetteer.departement(area.code)
        if departement is None or departement.communes != 1:
            continue
        twins = [place for place in communes if place.departements == area.departements]
        if twins and area.kind == "departement":
            kept.remove(area)
        else:
            communes = [place for place in communes if place not in twins]
    return kept, communes
