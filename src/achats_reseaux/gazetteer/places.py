"""From an official code to a :class:`~achats_reseaux.model.Place`, with notes."""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.model import INTERCOMMUNALITES, PARTS_OF_COMMUNES, Place, Places

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from achats_reseaux.gazetteer import Territory

TOWN = 2_000
"""A town, as INSEE's urban unit: by the first words of its name, or in a question,
villages are seldom meant."""

LARGE_TOWN = 5_000
"""A town that is known by its own name, and that a longer text may end with: smaller
ones are called as many words are."""

KNOWN_TOWN = 10_000
KNOWN_TIMES = 20
"""A town that is answered for its name alone: so many inhabitants, and so many times
those of every other place of that name."""

BEGUN_SHARE = 1 / 3
BEGUN_TIMES = 3
"""A town of whose name only the beginning was typed is worth a line if it has a third
of the inhabitants of the commune of just that name; it is as likely to be meant if it
has three times as many, and that commune is no large town."""


def _made_of(
    kind: str, code: str, name: str, communes: tuple[str, ...], notes: tuple[str, ...] = ()
) -> Place:
    """A place made of communes; its départements and regions are derived from them."""
    departements = tuple(sorted(set(map(gazetteer.departement_of, communes))))
    regions = gazetteer.regions_of(departements)
    if not regions:
        note = f"{name} relève d'une collectivité d'outre-mer, qui n'est dans aucune région."
        notes += (note,)
    return Place(kind, code, name, departements, regions, communes, False, notes)


def of_commune(insee: str, notes: tuple[str, ...] = ()) -> Place:
    """A present commune."""
    name = gazetteer.commune_name(insee) or insee
    return _made_of("commune", insee, name, (insee,), notes)


def of_territory(area: Territory) -> Place:
    """A territory of the tables; a former commune is the present one that succeeds it."""
    kind, code, name = area.kind, area.code, area.name
    if kind == "commune":
        return of_commune(code)
    if kind == "former":
        return of_commune(area.home, (_what_became_of(area),))
    if kind in PARTS_OF_COMMUNES:
        from achats_reseaux.gazetteer.kinds import NOUNS

        commune = gazetteer.commune_name(area.home)
        note = f"{name} est {NOUNS[kind]} ; sa commune est {commune} ({area.home})."
        return _made_of(kind, code, name, (area.home,), (note,))
    if kind in INTERCOMMUNALITES:
        return _made_of(kind, code, name, area.members)
    if kind == "collectivite":
        note = f"{name} est une collectivité d'outre-mer, hors des 18 régions."
        return Place(kind, code, name, (code,), (), notes=(note,))
    departements = tuple(sorted(area.members)) or (code,)
    return Place(kind, code, name, departements, gazetteer.regions_of(departements))


def _what_became_of(former: Territory) -> str:
    """The note on a former commune."""
    insee = former.home
    name = gazetteer.commune_name(insee)
    if former.code == insee:
        return f"{former.name} s'appelle aujourd'hui {name} ({insee})."
    if former.name == name:
        return f"{former.code} est un ancien code de la commune, aujourd'hui {insee} ({name})."
    return f"{former.name} ({former.code}) est aujourd'hui dans la commune {name} ({insee})."


def of(kind: str, code: str) -> Place | None:
    """The place of an official code of any kind that names and aliases refer to."""
    territory = gazetteer.territory(kind, code)
    return of_territory(territory) if territory else None


def of_all(named: Iterable[tuple[str, str]]) -> list[Place]:
    """The places of some kinds and codes; what there is none of is left out."""
    return list(filter(None, (of(kind, code) for kind, code in named)))


def of_communes(codes: Iterable[str]) -> list[Place]:
    """The present communes of some INSEE codes."""
    return list(map(of_commune, codes))


def of_territories(territories: Iterable[Territory]) -> list[Place]:
    """The places of some territories."""
    return list(map(of_territory, territories))


def of_departement(code: str) -> Place | None:
    """The département of a code; 20 is Corsica, before 1976."""
    if code == "20":
        return of("groupe", "corse-ancienne")
    return of("departement", code)


def of_postal_code(code: str, communes: tuple[str, ...], notes: tuple[str, ...] = ()) -> Place:
    """The area of a postal code, named after its communes, the biggest first."""
    by_people = list(communes)
    if len(by_people) > 1:  # else its population is not looked up
        by_people.sort(key=lambda insee: (-gazetteer.population(insee), insee))
    biggest = [gazetteer.commune_name(insee) or insee for insee in by_people[:2]]
    name = " et ".join(biggest)
    others = len(by_people) - 2
    if others > 0:
        plural = "s" if others > 1 else ""
        name = f"{', '.join(biggest)} et {others} autre{plural} commune{plural}"
    return _made_of("code-postal", code, name, communes, notes)


def by_size(candidates: list[Place]) -> Places | None:
    """The places, the biggest first; ``None`` if there is none."""
    if not candidates:
        return None
    return Places(ranked(candidates))


def is_exact(places: Places) -> bool:
    """Whether one of the places is not approximate."""
    return not all(place.approximate for place in places.candidates)


def is_big_enough(places: Places, least: int) -> bool:
    """Whether one of the places is no commune, or has so many inhabitants."""
    for place in places.candidates:
        if place.kind != "commune" or inhabitants(place) >= least:
            return True
    return False


def noted(place: Place, note: str, **marks: bool) -> Place:
    """A place with one more note, and perhaps ``approximate`` or ``partly_read``."""
    return place.replace(notes=(*place.notes, note), **marks)


def with_note(places: Places, note: str, **marks: bool) -> Places:
    """The same places, each with one more note, and perhaps marked."""
    candidates = [noted(place, note, **marks) for place in places.candidates]
    return places.replace(candidates=tuple(candidates))


def departements_in(places: Iterable[Place]) -> set[str]:
    """The codes of the départements of some places."""
    codes = set[str]()
    for place in places:
        codes.update(place.departements)
    return codes


def communes_in(places: Iterable[Place]) -> set[str]:
    """The INSEE codes of the communes that some places are made of."""
    codes = set[str]()
    for place in places:
        codes.update(place.communes)
    return codes


def inhabitants(place: Place) -> int:
    """The population of a place; 0 of a part of a commune and of a postal code, and if unknown."""
    if place.kind in PARTS_OF_COMMUNES or place.kind == "code-postal":
        return 0
    return inhabitants_around(place)


def inhabitants_around(place: Place) -> int:
    """Likewise, but of a part of a commune and a postal code that of their whole communes."""
    if place.communes:
        return sum(map(gazetteer.population, place.communes))
    return gazetteer.population_of(place.departements)


def ranked(places: Iterable[Place]) -> tuple[Place, ...]:
    """The distinct places by decreasing population, ties by code."""
    distinct: dict[tuple[str, str], Place] = {}
    for place in places:
        distinct.setdefault((place.kind, place.code), place)
    by_people = list(distinct.values())
    if len(by_people) > 1:  # else its population is not looked up
        by_people.sort(key=lambda place: (-inhabitants(place), place.code))
    return tuple(by_people)


def where(place: Place) -> str:
    """Where a place lies, in French ("dans le Calvados (14)")."""
    return in_departements(place.departements)


def in_departements(codes: Sequence[str]) -> str:
    """In which départements, three at most: "dans le Calvados (14)"."""
    departements = map(gazetteer.departement, codes[:3])
    return ", ".join(f"{area.where} ({area.code})" for area in departements if area)
