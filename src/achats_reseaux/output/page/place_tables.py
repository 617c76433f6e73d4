"""The places that can be picked on the page: text in sections, with one line a place.

``areas`` and ``parts`` have a section for each kind: ``#``, the kind, and the French noun for it.
Their columns, separated by tabs, are code, size, answer, name, and other names separated by ``;``;
of a part of a commune code, name, and the present commune (its last three characters, where it
begins alike). A code without a name is a former one.

``communes`` has a section for each département: ``#``, its code, ``=`` and the answer that most of
its communes have, and its postal codes. A commune has the number after that of the one before it,
unless its own stands before its name; after this come its size and which of the postal codes it
has. Codes are without the beginning that they share with the section. After ``=`` stands an answer
that is another.

A size is a character, the bigger the later; numbers are in base 36.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from math import log

from achats_reseaux import gazetteer
from achats_reseaux.answering import Request, answer
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.model import Record
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from achats_reseaux.model import Catalogue, Place

_FORMER = "ancienne-commune"
"""The kind of what is no more a commune: ``find`` answers about the present one."""


_TABLES = ("region", "ensemble", "departement", "epci", "commune", "part", "former")


class Listed(Record):
    """A place of the page.

    Attributes:
        place: what ``find`` answers about; for a former commune, the present one.
        kind, code: those of the place; of a former commune, its own.
        names: its name, and the others that it is known by.
        home: the INSEE code of the present commune, of what is or was a part of one.
    """

    place: Place
    kind: str
    code: str
    names: tuple[str, ...]
    home: str = ""

    @property
    def key(self) -> str:
        """What names it in the address of the page."""
        return f"{self.kind}:{self.code}"


def offered(within: Collection[str]) -> list[Listed]:
    """The places that lie in some départements."""
    return [one for one in _every_place() if _lies(one.place, within)]


@cache
def _every_place() -> tuple[Listed, ...]:
    """All places of France; a former commune that is a part of one now is listed as the part."""
    bulk.index()
    found = []
    for table in _TABLES:
        found += [_listed(area) for area in gazetteer.every(table)]
    for code, members in bulk.postal_codes():
        found.append(Listed(places.of_postal_code(code, members), "code-postal", code, (code,)))
    parts = set()
    for one in found:
        if one.home and one.kind != _FORMER:
            parts.add((one.code, one.names))

    def is_listed(one: Listed) -> bool:
        return one.kind != _FORMER or (one.code, one.names) not in parts

    return tuple(filter(is_listed, found))


def _lies(place: Place, within: Collection[str]) -> bool:
    """Whether a place lies in some départements; of what is made of communes, a part of it."""
    here = [code in within for code in place.departements]
    return any(here) if place.communes else all(here)


def _listed(area: gazetteer.Territory) -> Listed:
    place = places.of_territory(area)
    if area.kind == "former":
        name = "" if fold(area.name) == fold(place.name) else area.name
        return Listed(place, _FORMER, area.code, (name,), area.home)
    home = area.home if place.communes else ""
    also = _aliases().get((area.kind, area.code), ())
    return Listed(place, place.kind, place.code, (place.name, *also), home)


@cache
def _aliases() -> dict[tuple[str, str], list[str]]:
    """The other names of areas, by kind and code."""
    found: dict[tuple[str, str], list[str]] = {}
    for alias, kind, code in gazetteer.ALIASES.all():
        area = gazetteer.territory(kind, code)
        if kind != "commune" and area and alias != fold(area.name):
            found.setdefault((kind, code), []).append(alias)
    return found


def decided(found: list[Listed], catalogue: Catalogue, today: str) -> dict[str, str]:
    """The key of the place that ``find`` answers for a name that several places bear.

    By folded name, and in lower case where its accents tell another one; ``""`` or nothing where
    ``find`` asks which one is meant, or knows a better one elsewhere.
    """
    bearers: dict[str, list[tuple[str, Listed]]] = {}
    for one in found:
        for name in filter(None, one.names):
            bearers.setdefault(fold(name), []).append((name.lower(), one))
    keys: dict[str, str] = {}
    for name, some in bearers.items():
        for text in (name, *sorted({spelt for spelt, _ in some})) if len(some) > 1 else ():
            meant = answer(catalogue, Request("find", {"lieu": text}), today).place
            same = (meant.kind, meant.code) if meant else None
            these = (one for _, one in some if (one.place.kind, one.place.code) == same)
            key = next((one.key for one in these), "")
            if key != keys.get(name, ""):
                keys[text] = key
    return keys


def tables(found: list[Listed], answers: list[int]) -> dict[str, str]:
    """The texts of the page, by name.

    Args:
        found: the places of the page.
        answers: the number of the answer of each.
    """
    numbers = {one.key: _base36(number) for one, number in zip(found, answers, strict=True)}
    areas: dict[str, list[str]] = {}
    parts: dict[str, list[str]] = {}
    communes: dict[str, list[tuple[str, str, str]]] = {}
    codes: dict[str, list[str]] = {}
    for one in found:
        name, *also = one.names
        size = chr(ord("?") + int(4 * log(places.inhabitants(one.place) + 1)))
        if one.kind == "code-postal":
            for insee in one.place.communes:
                codes.setdefault(insee, []).append(one.code)
        elif one.kind == "commune":
            communes.setdefault(one.place.departements[0], []).append((one.code, name, size))
        elif one.home:
            home = one.home.removeprefix(one.code[:2])
            parts.setdefault(one.kind, []).append(f"{one.code}\t{name}\t{home}")
        else:
            columns = (one.code, size, numbers[one.key], name, ";".join(also))
            areas.setdefault(one.kind, []).append("\t".join(columns))
    sections = (_section(code, each, codes, numbers) for code, each in communes.items())
    lines = (line for section in sections for line in section)
    return {"areas": _by_kind(areas), "communes": "\n".join(lines), "parts": _by_kind(parts)}


def _by_kind(lines: dict[str, list[str]]) -> str:
    return "\n".join(
        "\n".join((f"#{kind}\t{LABELS.get(kind, '')}", *each)) for kind, each in lines.items()
    )


def _section(
    departement: str,
    communes: list[tuple[str, str, str]],
    codes: dict[str, list[str]],
    numbers: dict[str, str],
) -> Iterator[str]:
    """The lines of a département: its communes (code, name, size)."""
    [(usual, _)] = Counter(numbers[f"commune:{insee}"] for insee, _, _ in communes).most_common(1)

    def answer(key: str) -> str:
        return "" if numbers[key] == usual else f"={numbers[key]}"

    here = sorted({code for insee, _, _ in communes for code in codes.get(insee, ())})
    told = (code.removeprefix(departement) + answer(f"code-postal:{code}") for code in here)
    yield f"#{departement}={usual}\t{' '.join(told)}"
    following = ""
    for insee, name, size in communes:
        own = "" if insee == following else insee.removeprefix(departement)
        number = int(insee.removeprefix(departement)) + 1
        following = f"{departement}{number:0{5 - len(departement)}}"
        served = " ".join(_base36(here.index(code)) for code in codes.get(insee, ()))
        yield f"{own}{name}\t{size}{served}{answer(f'commune:{insee}')}"


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    return digits[number] if number < 36 else _base36(number // 36) + digits[number % 36]
