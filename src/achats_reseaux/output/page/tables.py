"""The gazetteer in the page: all places that can be chosen, as columns of text.

A column is one string: names separated by ``|``, codes by spaces, so that the page is small but
legible. What the script cannot look up (the département of a postal code that no table has) is
asked of the geocoder here and stored as a table.
"""

from __future__ import annotations

from functools import partial

from achats_reseaux import gazetteer
from achats_reseaux.answering.disambiguation import KINDS
from achats_reseaux.gazetteer import bulk, places, words
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import SERIES, luhn
from achats_reseaux.model import Places
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from typing import Any

    from achats_reseaux.gazetteer import Territory
    from achats_reseaux.model import Place

    Columns = dict[str, str]

SEPARATOR = "|"
"""The separator of names in a column, which no name contains."""

KIND_LETTERS = {"commune-deleguee": "d", "commune-associee": "a", "arrondissement": "m"}


def tables(within: Collection[str]) -> dict[str, Any]:
    """The tables of the page.

    Args:
        within: codes of the départements that the page covers. Places that lie partly in one of
            them are included.
    """
    return {
        "kinds": KINDS,
        "part_kinds": {
            letter: [kind, places.PART_NOUNS[kind]] for kind, letter in KIND_LETTERS.items()
        },
        "departements": _areas(one for one in gazetteer.departements() if one.code in within),
        "outside": _outside(within),
        "regions": [[one.code, one.name] for one in gazetteer.every("region")],
        "areas": [
            [place.kind, place.code, place.name, " ".join(place.departements)]
            for place in areas_above(within)
        ],
        "communes": _communes(within),
        "parts": _parts(within),
        "former": _below(gazetteer.every("former"), within)[1],
        "epci": _epci(within),
        "aliases": _aliases(),
        "titles": words.INTITULES,
        "bodies": _bodies(),
        "prefixes": _prefixes(),
        "sirens": [row[:3] for row in gazetteer.COLLECTIVITE_SIRENS.all()],
        "series": _series(),
    }


KNOWN_OUTSIDE = 10_000
"""The inhabitants of the towns that a page of one area knows to lie outside."""


def _areas(areas: Iterable[Territory]) -> list[list[str]]:
    return [[one.code, one.name, one.home, one.kind, one.where] for one in areas]


def _outside(within: Collection[str]) -> dict[str, Any]:
    """The départements that the page does not cover, and those of their towns, by folded name."""
    populations = bulk.populations()
    towns = {
        fold(name): home
        for insee, name in bulk.communes()
        if populations.get(insee, 0) >= KNOWN_OUTSIDE
        and (home := gazetteer.departement_of(insee)) not in within
    }
    areas = _areas(one for one in gazetteer.departements() if one.code not in within)
    return {"departements": areas, "towns": towns}


# --- the places, as values -----------------------------------------------------------------------


def areas_above(within: Collection[str]) -> list[Place]:
    """The regions, former regions and groups that share a département with the page."""
    found = map(places.of_territory, (*gazetteer.every("region"), *gazetteer.every("ensemble")))
    return [one for one in found if _touches(one.departements, within)]


def places_by_departements(
    within: Collection[str],
) -> Iterator[tuple[tuple[str, ...], Callable[[], Place]]]:
    """For every place of the page, the widest first: its départements and a function that makes it.

    Most places need not be made, since their départements have the same answer.
    """
    for area in areas_above(within):
        yield area.departements, partial(_given, area)
    for one in gazetteer.departements():
        if one.code in within:
            yield (one.code,), partial(places.of_territory, one)
    for epci in gazetteer.every("epci"):
        if _touches(codes := _departements(epci.members), within):
            yield codes, partial(places.of_territory, epci)
    for code, members in bulk.postal_codes():
        if _touches(codes := _departements(members), within):
            yield codes, partial(places.of_postal_code, code, members)
    for insee, _ in bulk.communes():
        if (home_code := gazetteer.departement_of(insee)) in within:
            yield (home_code,), partial(places.of_commune, insee)


def _given(place: Place) -> Place:
    return place


def _departements(communes: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(map(gazetteer.departement_of, communes))))


def _touches(departements: Iterable[str], within: Collection[str]) -> bool:
    return any(code in within for code in departements)


# --- communes ------------------------------------------------------------------------------------


def _communes(within: Collection[str]) -> dict[str, Columns]:
    """The present communes by département, each with its postal codes and its SIREN.

    The columns, in the order of the INSEE codes:

    - ``numbers``: the codes without the département, as ranges (``001-002 004-010``);
    - ``names``;
    - ``sizes``: one character per commune, for ranking: see :func:`_size`;
    - ``postal_codes``: those of the département; if one serves several communes, with the two
      biggest after a colon (the last three characters of their INSEE codes, or all five);
    - ``delivery``: for each commune the indexes of its codes in ``postal_codes``;
    - ``sirens``: see :func:`_siren`;
    - ``groups``: their EPCI (or EPT), as indexes in :func:`_epci`, and ``members``: one
      character per commune, whose code less 63 is the index of its own; a blank if it has none.
    """
    names: dict[str, dict[str, str]] = {}
    for insee, name in bulk.communes():
        if (departement := gazetteer.departement_of(insee)) in within:
            names.setdefault(departement, {})[insee] = name
    sirens = {insee: siren for siren, insee in bulk.sirens()}
    populations = bulk.populations()
    groups: dict[str, int] = {}
    for rank, epci in sorted(enumerate(_epci_here(within)), key=lambda one: one[1].kind):
        groups.update(dict.fromkeys(epci.members, rank))  # EPT after EPCI
    served = dict(bulk.postal_codes())
    codes: dict[str, list[str]] = {}
    for code, members in served.items():
        for insee in members:
            codes.setdefault(insee, []).append(code)
    found = {}
    for departement, communes in names.items():
        here = sorted({code for insee in communes for code in codes.get(insee, ())})
        ranks = {code: str(rank) for rank, code in enumerate(here)}
        numbers = [insee[len(departement) :] for insee in communes]
        near = sorted({groups[insee] for insee in communes if insee in groups})
        found[departement] = {
            "numbers": " ".join(_ranges(numbers)),
            "names": SEPARATOR.join(communes.values()),
            "sizes": "".join(_size(populations.get(insee, 0)) for insee in communes),
            "postal_codes": " ".join(
                ":".join((code, *_biggest(served[code], populations, departement))) for code in here
            ),
            "delivery": SEPARATOR.join(
                " ".join(ranks[code] for code in codes.get(insee, ())) for insee in communes
            ),
            "sirens": SEPARATOR.join(_siren(insee, sirens.get(insee, "")) for insee in communes),
            "groups": " ".join(map(str, near)),
            "members": "".join(
                chr(63 + near.index(groups[insee])) if insee in groups else " "
                for insee in communes
            ),
        }
    return found


def _ranges(numbers: list[str]) -> Iterator[str]:
    """``001 002 004`` as ``001-002``, ``004``."""
    start = last = numbers[0]
    for number in [*numbers[1:], ""]:
        if not number or int(number) != int(last) + 1:
            yield start if start == last else f"{start}-{last}"
            start = number
        last = number


def _size(inhabitants: int) -> str:
    """The order of magnitude: "0" below 1,024 inhabitants, and one more at each doubling."""
    return "0123456789abcdefghijklmnop"[(inhabitants >> 10).bit_length()]


def _biggest(members: tuple[str, ...], people: dict[str, int], departement: str) -> Iterator[str]:
    """The two biggest of several communes: the ends of their codes; the whole one elsewhere."""
    if len(members) > 1:
        for insee in sorted(members, key=lambda insee: (-people.get(insee, 0), insee))[:2]:
            is_here = gazetteer.departement_of(insee)[:2] == departement[:2]
            yield insee[-3:] if is_here else insee


def _siren(insee: str, siren: str) -> str:
    """A SIREN in short: most are 21, the INSEE code with a zero in its middle, and the check digit.

    ``""`` for such a one; four digits if only the zero and the number differ; else all nine; ``-``
    if it is unknown.
    """
    if not siren:
        return "-"
    if not siren.startswith(f"21{insee[:2]}") or not luhn(siren):
        return siren
    return "" if siren[4:8] == f"0{insee[2:]}" else siren[4:8]


# --- parts of communes, former communes, EPCI, other names and codes -----------------------------


def _parts(within: Collection[str]) -> Columns:
    """Communes déléguées and associées, arrondissements."""
    found, columns = _below(gazetteer.every("part"), within)
    kinds = "".join(KIND_LETTERS[one.kind] for one in found)
    return {"codes": columns.pop("codes"), "kinds": kinds, **columns}


def _below(every: Iterable[Territory], within: Collection[str]) -> tuple[list[Territory], Columns]:
    """Those that lie in a commune of the page. ``homes`` are their communes.

    A home is empty if it has the same code.
    """
    found = [one for one in every if gazetteer.departement_of(one.home) in within]
    return found, {
        "codes": " ".join(one.code for one in found),
        "names": SEPARATOR.join(one.name for one in found),
        "homes": SEPARATOR.join("" if one.home == one.code else one.home for one in found),
    }


METROPOLE_COMMUNE = "75056"
"""A commune of the one EPCI that consists of EPT (``over`` in the columns)."""


def _epci_here(within: Collection[str]) -> list[Territory]:
    return [one for one in gazetteer.every("epci") if _touches(_departements(one.members), within)]


def _epci(within: Collection[str]) -> Columns:
    populations = bulk.populations()
    found = _epci_here(within)
    people = (sum(populations.get(insee, 0) for insee in one.members) for one in found)
    return {
        "codes": " ".join(one.code for one in found),
        "names": SEPARATOR.join(one.name for one in found),
        "kinds": " ".join(one.kind for one in found),
        "departements": SEPARATOR.join(" ".join(_departements(one.members)) for one in found),
        "sizes": "".join(map(_size, people)),
        "over": gazetteer.epci_of_commune(METROPOLE_COMMUNE) or "",
    }


def _aliases() -> Columns:
    """Aliases, folded, each with the code of its place, by the kind of these."""
    found: dict[str, list[str]] = {}
    for alias, kind, code in gazetteer.ALIASES.all():
        if place := places.of(kind, code):
            found.setdefault(place.kind, []).append(f"{alias}={place.code}")
    return {kind: SEPARATOR.join(both) for kind, both in found.items()}


def _bodies() -> Columns:
    """The words for bodies by the kinds of place to try, "" for any; ``=`` if they bear no article.

    After a colon, the least :func:`_size` of a commune that is sure to have such a body.
    """
    found: dict[str, list[str]] = {}
    for name, body in words.BODIES.items():
        if body.kinds and body.before:
            kinds = ",".join(kind or "" for kind in body.kinds)
            size = ((body.least - 1) >> 10).bit_length() + 1 if body.least else 0
            rule = f"{kinds}{'=' * (not body.bears_article)}:{size}"
            found.setdefault(rule, []).append(name)
    return {rule: SEPARATOR.join(names) for rule, names in found.items()}


def _series() -> dict[str, Any]:
    """The SIREN of public bodies that the ladder answers from their digits alone.

    ``starts`` are the series, ``homes`` the départements by the digits that follow.
    """
    codes = [one.code for one in gazetteer.departements() if one.code.isdigit()]
    starts, found = set(), {}
    for code in [*codes, "20"]:  # Corsica's, before it was split
        for start in SERIES:
            outcome = resolve(with_key(f"{start}{code}9999"[:8]), "siren", suggest=False)
            if isinstance(outcome, Places) and outcome.candidates[0].approximate:
                starts.add(start)
                found[code] = " ".join(outcome.candidates[0].departements)
    return {"starts": sorted(starts), "homes": found}


def with_key(digits: str) -> str:
    """Eight digits with their check digit, as a SIREN."""
    return next(f"{digits}{key}" for key in range(10) if luhn(f"{digits}{key}"))


def _prefixes() -> dict[str, str]:
    """The département of a postal code that no table has, where the ladder answers such a code.

    By its first two digits, or three where that is another one; ``""`` where there is no answer.
    """
    found: dict[str, str] = {}
    for start in range(1000):
        home = ""
        for end in range(99, -1, -1):
            outcome = resolve(f"{start:03}{end:02}", "code-postal", suggest=False)
            if not isinstance(outcome, Places):
                break
            (place,) = outcome.candidates
            if place.approximate:
                home = " ".join(place.departements)
                break
        if found.setdefault(f"{start // 10:02}", home) != home:
            found[f"{start:03}"] = home
    return found
