"""Read the places of a cell of a directory; raise ``CellError`` for others."""

from __future__ import annotations

import re

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.build import AREA_KINDS
from achats_reseaux.catalogue.directory import CellError
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.refusals import NOUNS
from achats_reseaux.model import Places, departement_of
from achats_reseaux.text import shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from achats_reseaux.model import Place

    CoverageCodes = dict[str, list[str]]
    """Codes by key of ``coverage``."""

_MOST_NAMED = 3
_SEPARATORS = re.compile(r"[;|\n]")
_MORE_SEPARATORS = re.compile(r"[;|\n,]|(?<=\s)/(?=\s)")
_JOINED = re.compile(r"[;|\n,/+&]|(?<=\s)et(?=\s)")
"""Separators of départements and communes, whose names contain none of them."""

_PARTS = ("commune-deleguee", "commune-associee", "arrondissement")
_KEYS = {kind: key for key, kind in AREA_KINDS.items()} | {
    "collectivite": "departements",
    "ept": "epci",
}
_NOUNS = NOUNS | {"code-postal": "un code postal", "insee": "un code INSEE", None: "un lieu"}


def places_of(
    text: str, kind: str | None, departement: str | None = None, region: str | None = None
) -> list[Place]:
    """The places of a list, split by the first separators for which each part resolves.

    Args:
        text: one place, or several separated by ``;``, ``|``, ``,`` or a line end.
        kind: the kind required, or ``None``.
        departement: name or code of a département, to tell homonyms apart.
        region: likewise, of a region.

    Raises:
        CellError: one of them does not resolve to exactly one place; by the first separators.
    """
    ways = [_MORE_SEPARATORS, _SEPARATORS]  # a name may contain commas
    codes = all(part[:1].isdigit() for part in _parts(text, _JOINED))
    if kind in ("departement", "commune") or codes:  # the name of an EPCI may contain "et"
        ways.append(_JOINED)
    first: CellError | None = None
    for parts in dict.fromkeys(_parts(text, separators) for separators in ways):
        try:
            if found := [_place(one, kind, departement, region) for one in parts]:
                return found
        except CellError as error:
            first = first or error
    raise first or CellError(_NOUNS[kind])


def _parts(text: str, between: re.Pattern[str]) -> tuple[str, ...]:
    return tuple(part.strip() for part in between.split(text) if part.strip())


def codes_covered(
    places: Iterable[Place], inside: Collection[str] = ()
) -> tuple[CoverageCodes, list[str]]:
    """The codes that places cover, and notes on how they were read.

    Args:
        places: the places.
        inside: codes of départements: communes of a postal code outside them are left out; empty
            for no limit.
    """
    coverage: CoverageCodes = {}
    of_postal_codes: set[str] = set()
    notes: dict[str, None] = {}
    postal_codes = {place.code for place in places if place.kind == "code-postal"}
    for place in places:
        key, codes = _codes(place)
        notes |= dict.fromkeys(place.notes)
        if place.code in postal_codes:
            beyond = [one for one in codes if inside and departement_of(one) not in inside]
            codes = tuple(one for one in codes if one not in beyond)
            of_postal_codes.update(codes)
            if beyond:
                others = area_names({"communes": beyond})
                notes[f"{place.code} sert aussi {others}, au-delà : non repris."] = None
        listed = coverage.setdefault(key, [])
        listed += [code for code in codes if code not in listed]
    if len(of_postal_codes) > len(postal_codes):
        names = area_names({"communes": coverage["communes"]})
        many = len(coverage["communes"])
        notes[f"les codes postaux donnent {many} communes : {names}."] = None
    return coverage, [*notes]


def _place(text: str, kind: str | None, departement: str | None, region: str | None) -> Place:
    shown = shortened(text)
    asked = kind
    if kind == "commune" and text[:1].isdigit():
        _refuse_two_readings(text)
        asked = None
    if kind == "code-postal" and not text[:1].isdigit():
        asked = "commune"  # whole, where a code is a part of it
    read = resolve(text, asked, departement=departement, region=region)
    if not isinstance(read, Places):
        near: tuple[str, ...] = getattr(read, "suggestions", ())
        likely = f" (vouliez-vous dire : {', '.join(near[:3])} ?)" if near else ""
        area = departement or region
        within = f" de {shortened(area)}" if area else ""
        message = f"{_NOUNS[kind]}{within} ; « {shown} » n'en est pas{likely}"
        if within and text in near:
            message = f"{_NOUNS[kind]}{within} ; « {shown} » est {_where(text, asked)}"
        raise CellError(message)
    first, *others = read.candidates
    named = ", ".join(f"{one.name} ({', '.join(one.departements)})" for one in read.candidates[:4])
    is_no_commune = kind == "commune" and first.kind not in ("commune", "code-postal")
    for refused, message in (
        (first.code == "france", f"un territoire local ; « {shown} » est toute la France"),
        (others, f"un seul lieu ; « {shown} » peut être : {named} (précisez le département)"),
        (
            first.approximate,
            f"un lieu connu ; « {shown} » n'est lu que d'après le début de son code",
        ),
        (
            is_no_commune or first.kind in _PARTS,
            f"une commune entière ; « {shown} » ({first.name}) n'en est pas une",
        ),
    ):
        if refused:
            raise CellError(message)
    return first


def _where(text: str, kind: str | None) -> str:
    """Where the places of a name are, which are not where its row says."""
    read = resolve(text, kind)
    found = read.candidates if isinstance(read, Places) else ()
    codes = sorted({code for one in found for code in one.departements})
    known = [one for code in codes if (one := gazetteer.departement(code))]
    return " ou ".join(f"{one.where} ({one.code})" for one in known) or "ailleurs"


def _refuse_two_readings(text: str) -> None:
    """Refuse five digits that are two codes: 76540 is Valmont's postal and Rouen's INSEE code.

    Raises:
        CellError: they are a postal code and an INSEE code, of different communes.
    """
    read = {kind: resolve(text, kind) for kind in ("code-postal", "insee")}
    found = {
        kind: [_codes(one)[1] for one in places.candidates]
        for kind, places in read.items()
        if isinstance(places, Places) and not any(one.approximate for one in places.candidates)
    }
    if len(found) == 2 and found["code-postal"] != found["insee"]:
        message = (
            f"un nom ; « {shortened(text)} » est un code postal et un code INSEE"
            " (des colonnes « codes postaux » ou « codes INSEE » le diraient)"
        )
        raise CellError(message)


def _codes(place: Place) -> tuple[str, tuple[str, ...]]:
    if place.kind in _KEYS:
        return _KEYS[place.kind], (place.code,)
    return ("communes", place.communes) if place.communes else ("departements", place.departements)


def area_names(coverage: CoverageCodes) -> str:
    """The names of the areas covered; of many, the first ones."""
    names = [
        area.name
        for key, kind in AREA_KINDS.items()
        for code in coverage.get(key, ())
        if (area := gazetteer.territory(kind, code))
    ]
    more = len(names) - _MOST_NAMED
    if more < 2:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_NAMED])} et {more} autres"
