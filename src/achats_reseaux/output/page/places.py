"""The places that can be picked on the page, as text with one line a place.

``areas`` has columns, separated by tabs: a letter for the kind (``KINDS``) with the code, the size,
the number of the answer, the name, and other names separated by ``;``. ``parts`` likewise: letter
and code, the name, the present commune; without a name, a code is a former one.

``communes`` has sections: ``#76``, the département, and its postal codes. A commune has the number
after that of the one before it, unless its own stands before its name; after its name come its size
and which of these postal codes it has. Codes are without the beginning that they share with the
section. A number after ``=`` is that of an answer that is not the one of the département.

A size is a character, the bigger the later; numbers are in base 36. Before a name that several
places bear, ``!`` means that ``find`` answers it for this one, ``~`` that it does so without its
accents.
"""

from __future__ import annotations

from math import log

from achats_reseaux import gazetteer
from achats_reseaux.answering.disambiguation import known_town
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import resolve
from achats_reseaux.model import Place, Places, Query, Record
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

FORMER = "ancienne-commune"
KINDS = {
    "departement": ("D", "département"),
    "collectivite": ("O", "collectivité d'outre-mer"),
    "code-postal": ("p", "code postal"),
    "commune": ("c", ""),
    "commune-deleguee": ("d", "commune déléguée"),
    "commune-associee": ("a", "commune associée"),
    "arrondissement": ("m", "arrondissement"),
    FORMER: ("f", "ancienne commune"),
    "epci": ("e", "intercommunalité"),
    "ept": ("t", "établissement public territorial"),
    "region": ("R", "région"),
    "ancienne-region": ("A", "ancienne région"),
    "groupe": ("G", "ensemble de territoires"),
}
"""The letter of each kind and the French noun for it."""


class Listed(Record):
    """A place of the page.

    Attributes:
        place: what ``find`` answers about; for a former commune, the present one.
        key: the letter of its kind and its code; of a former commune, its own.
        names: its name, and the others that it is known by.
        home: the INSEE code of the present commune, of what is or was a part of one.
    """

    place: Place
    key: str
    names: tuple[str, ...]
    home: str = ""


def listed(within: Collection[str]) -> list[Listed]:
    """The places that lie in some départements, or partly so; the widest first, communes last."""
    found = (*_areas(), *_made_of_communes(), *_communes())
    return [one for one in found if not set(within).isdisjoint(one.place.departements)]


def _areas() -> Iterator[Listed]:
    """Regions, former regions, groups, départements."""
    aliases: dict[str, list[str]] = {}
    for alias, kind, code in gazetteer.ALIASES.all():
        aliases.setdefault(f"{kind} {code}", []).append(alias)
    every = (gazetteer.every("region"), gazetteer.every("ensemble"), gazetteer.departements())
    for area in (one for areas in every for one in areas):
        codes = tuple(sorted(area.members)) or (area.code,)
        place = Place(area.kind, area.code, area.name, codes, gazetteer.regions_of(codes))
        also = [
            one for one in aliases.get(f"{area.kind} {area.code}", ()) if one != fold(area.name)
        ]
        yield _listed(place, *also)


def _made_of_communes() -> Iterator[Listed]:
    """EPCI and postal codes."""
    for one in gazetteer.every("epci"):
        yield _listed(_place(one.kind, one.code, one.name, one.members))
    for code, members in bulk.postal_codes():
        yield _listed(_place("code-postal", code, code, members))


def _communes() -> Iterator[Listed]:
    """Present communes, then their parts, then those that are no more."""
    present = {code: _place("commune", code, name, (code,)) for code, name in bulk.communes()}
    yield from map(_listed, present.values())
    told = set()
    for one in gazetteer.every("part"):
        told.add((one.code, fold(one.name)))
        place = _place(one.kind, one.code, one.name, (one.home,))
        yield _listed(place).replace(home=one.home)
    for one in gazetteer.every("former"):
        place = present[one.home]
        if (one.code, fold(one.name)) not in told:
            name = "" if fold(one.name) == fold(place.name) else one.name
            yield Listed(place, KINDS[FORMER][0] + one.code, (name,), one.home)


def _listed(place: Place, *also: str) -> Listed:
    return Listed(place, KINDS[place.kind][0] + place.code, (place.name, *also))


def _place(kind: str, code: str, name: str, communes: tuple[str, ...]) -> Place:
    codes = tuple(sorted({*map(gazetteer.departement_of, communes)}))
    return Place(kind, code, name, codes, gazetteer.regions_of(codes), communes)


def marks(found: list[Listed], answers: list[object]) -> dict[tuple[str, str], str]:
    """The marks of the names that several places bear, by key and name.

    None where ``find`` asks which one is meant, or knows a better one elsewhere.

    Args:
        found: the places of the page.
        answers: of each, what ``find`` compares for namesakes.
    """
    bearers: dict[str, list[tuple[Listed, str]]] = {}
    for one in found:
        for name in filter(None, one.names):
            bearers.setdefault(fold(name), []).append((one, name))
    several = [each for each in bearers.values() if len(each) > 1]
    answer_of = {
        (one.place.kind, one.place.code): answer for one, answer in zip(found, answers, strict=True)
    }

    def answered(name: str) -> Place | None:
        outcome = resolve(name, suggest=False)
        if not isinstance(outcome, Places):
            return None
        first, *others = outcome.candidates
        answer = answer_of.get((first.kind, first.code))
        if all(answer_of.get((one.kind, one.code)) == answer for one in others):
            return first
        return known_town(Query("find", name), outcome)

    bulk.index()
    names = {name for each in several for _, name in each}
    asked = {name: answered(name) for name in names | set(map(fold, names))}

    def mark(one: Listed, name: str) -> str:
        means = [place and (place.kind, place.code) for place in (asked[name], asked[fold(name)])]
        told = [each == (one.place.kind, one.place.code) for each in means]
        return "!" * told[0] + "~" * told[1]

    return {(one.key, name): mark(one, name) for each in several for one, name in each}


def tables(
    found: list[Listed], answers: list[int], marked: dict[tuple[str, str], str]
) -> dict[str, str]:
    """The texts of the page, by name.

    Args:
        found: the places of the page.
        answers: the number of the answer of each.
        marked: as :func:`marks` returns it.
    """
    numbers = {one.key: number for one, number in zip(found, answers, strict=True)}
    people = bulk.populations()
    areas, parts = [], []
    sections: dict[str, list[tuple[str, str, str]]] = {}
    codes: dict[str, list[str]] = {}
    for one in found:
        name, *also = (marked.get((one.key, name), "") + name for name in one.names)
        size = sum(people.get(insee, 0) for insee in one.place.communes)
        size = size or gazetteer.population_of(one.place.departements)
        letter = chr(ord("?") + int(4 * log(size + 1)))
        if one.place.kind == "code-postal":
            for insee in one.place.communes:
                codes.setdefault(insee, []).append(one.place.code)
        elif one.home:
            parts.append(f"{one.key}\t{name}\t{one.home}")
        elif one.place.kind == "commune":
            sections.setdefault(one.place.departements[0], []).append(
                (one.place.code, name, letter)
            )
        else:
            answer = _base36(numbers[one.key])
            areas.append("\t".join((one.key, letter, answer, name, ";".join(also))))
    lines = (_section(code, communes, codes, numbers) for code, communes in sections.items())
    communes = "\n".join(line for section in lines for line in section)
    return {"areas": "\n".join(areas), "communes": communes, "parts": "\n".join(parts)}


def _section(
    departement: str,
    communes: list[tuple[str, str, str]],
    codes: dict[str, list[str]],
    numbers: dict[str, int],
) -> Iterator[str]:
    """The lines of a département: its communes (code, name, size)."""
    usual = numbers.get(f"D{departement}", numbers.get(f"O{departement}"))

    def answer(key: str) -> str:
        return "" if numbers[key] == usual else f"={_base36(numbers[key])}"

    here = sorted({code for insee, _, _ in communes for code in codes.get(insee, ())})
    told = (code.removeprefix(departement) + answer(f"p{code}") for code in here)
    yield " ".join((f"#{departement}", *told))
    following = ""
    for insee, name, size in communes:
        own = "" if insee == following else insee.removeprefix(departement)
        number = int(insee.removeprefix(departement)) + 1
        following = f"{departement}{number:0{5 - len(departement)}}"
        served = " ".join(_base36(here.index(code)) for code in codes.get(insee, ()))
        yield f"{own}{name}\t{size}{served}{answer(f'c{insee}')}"


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number] if number < 36 else _base36(number // 36) + digits[number % 36]
