"""Convert the cells of a directory to values of the catalogue; raise ``CellError`` for others."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.build import AREA_KINDS
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.messages import NOUNS
from achats_reseaux.model import Places, Record, departement_of
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from achats_reseaux.model import Place

    CoverageCodes = dict[str, list[str]]

_MOST_NAMED = 3
EMAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_SITE = re.compile(
    r"(https?://)?([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?::([1-9]\d{0,4}))?(?:/\S*)?)", re.IGNORECASE
)
_LAST_PORT = 65535
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})|(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00)?")
_SEPARATORS = re.compile(r"[;|\n]")
_MORE_SEPARATORS = re.compile(r"[;|\n,]|(?<=\s)/(?=\s)")
_JOINED = re.compile(r"[;|\n,/+&]|(?<=\s)et(?=\s)")
"""Separators of départements and communes, whose names contain none of them."""
ADDRESS_SEPARATORS = re.compile(r"[;|,\s]+(?:(?:/|ou|et)\s+)?|(?=\()")
NUMBER_SEPARATORS = re.compile(r"[;|,/\n]|(?<=\s)(?:ou|et|puis)(?=\s)|(?=\()")
"""Separators of web and e-mail addresses, and of telephone numbers."""
_LABEL = re.compile(
    r"(?:t[ée]l(?:\.|[ée]phone)?|standard|fixe|portable|mobile)\s*:?\s*", re.IGNORECASE
)
_PERSON = re.compile(r"(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+\S", re.IGNORECASE)

_KEYS = {kind: key for key, kind in AREA_KINDS.items()} | {
    "collectivite": "departements",
    "ept": "epci",
}


class CellError(Exception):
    """A cell has an invalid value; ``str()`` of the error says in French what was expected."""


# --- places --------------------------------------------------------------------------------------


class CellPlaces(Record):
    """The places that a cell lists.

    Attributes:
        coverage: their codes by key of ``coverage``.
        postal_codes: the communes of each postal code among them, which may be a part of a commune.
        named: the codes of the places that are there by a name or a code of their own.
        notes: on how they were read.
    """

    coverage: CoverageCodes
    postal_codes: Mapping[str, tuple[str, ...]]
    named: frozenset[str]
    notes: tuple[str, ...]


def covered(
    text: str,
    kind: str | None,
    departement: str | None = None,
    region: str | None = None,
    inside: Collection[str] = (),
) -> CellPlaces:
    """The places that a cell lists.

    Args:
        text: one place, or several separated by ``;``, ``|``, ``,`` or a line end.
        kind: the kind required, or ``None``.
        departement: name or code of a département, to tell homonyms apart.
        region: likewise, of a region.
        inside: codes of départements: communes of a postal code outside them are left out; empty
            for no limit.

    Raises:
        CellError: one of them does not resolve to exactly one place.
    """
    found = _places(text, kind, departement, region)
    coverage: CoverageCodes = {}
    postal_codes: dict[str, tuple[str, ...]] = {}
    named: set[str] = set()
    notes: list[str] = []
    for place in found:
        key, codes = _codes(place)
        notes += place.notes
        if place.kind == "code-postal":
            beyond = [one for one in codes if inside and departement_of(one) not in inside]
            codes = tuple(one for one in codes if one not in beyond)
            postal_codes[place.code] = codes
            if beyond:
                others = area_names({"communes": beyond})
                notes.append(f"{place.code} sert aussi {others}, au-delà : non repris.")
        else:
            named.update(codes)
        listed = coverage.setdefault(key, [])
        listed += [code for code in codes if code not in listed]
    if len(set().union(*postal_codes.values())) > len(postal_codes):
        names = area_names({"communes": coverage["communes"]})
        many = len(coverage["communes"])
        notes.append(f"les codes postaux donnent {many} communes : {names}.")
    return CellPlaces(coverage, postal_codes, frozenset(named), tuple(dict.fromkeys(notes)))


def _places(
    text: str, kind: str | None, departement: str | None, region: str | None
) -> list[Place]:
    """The places of a list, split by the first separators for which each part resolves.

    Raises:
        CellError: there are none; the error is that of the first separators.
    """
    ways = [_MORE_SEPARATORS, _SEPARATORS]  # a name may contain commas
    codes = all(part[:1].isdigit() for part in _parts(text, _JOINED))
    if kind in ("departement", "commune") or codes:  # the name of an EPCI may contain "et"
        ways.append(_JOINED)
    first: CellError | None = None
    for parts in dict.fromkeys(tuple(_parts(text, separators)) for separators in ways):
        try:
            if found := [_place(one, kind, departement, region) for one in parts]:
                return found
        except CellError as error:
            first = first or error
    raise first or CellError(_NOUNS[kind])


def _parts(text: str, between: re.Pattern[str]) -> list[str]:
    return [part.strip() for part in between.split(text) if part.strip()]


_NOUNS = NOUNS | {"code-postal": "un code postal", "insee": "un code INSEE", None: "un lieu"}


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
    if first.code == "france":
        message = f"un territoire local ; « {shown} » est toute la France"
        raise CellError(message)
    if others:
        named = ", ".join(
            f"{one.name} ({', '.join(one.departements)})" for one in read.candidates[:4]
        )
        message = f"un seul lieu ; « {shown} » peut être : {named} (précisez le département)"
        raise CellError(message)
    if first.approximate:
        message = f"un lieu connu ; « {shown} » n'est lu que d'après le début de son code"
        raise CellError(message)
    is_commune = first.kind in ("commune", "code-postal")
    if first.kind in ("commune-deleguee", "commune-associee", "arrondissement") or (
        kind == "commune" and not is_commune
    ):
        message = f"une commune entière ; « {shown} » ({first.name}) n'en est pas une"
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
        if (area := gazetteer.area(kind, code))
    ]
    more = len(names) - _MOST_NAMED
    if more < 2:
        return ", ".join(names)
    return f"{', '.join(names[:_MOST_NAMED])} et {more} autres"


# --- contacts and dates --------------------------------------------------------------------------


def first_of(
    text: str, reader: Callable[[str], str], separators: re.Pattern[str]
) -> tuple[str, str]:
    """The first valid value of a cell that may list several, and the rest of the cell.

    Raises:
        CellError: there is none.
    """
    try:
        return reader(text), ""
    except CellError as error:
        refused = error
    parts = _parts(text, separators)
    for rank, part in enumerate(parts):
        try:
            return reader(part), " ; ".join(parts[:rank] + parts[rank + 1 :])
        except CellError as error:
            refused = error if "@" in part else refused
    raise refused


def phone(text: str) -> str:
    """A French telephone number, as pairs of digits.

    Raises:
        CellError: it is not a French telephone number.
    """
    number = text[labelled.end() :] if (labelled := _LABEL.match(text)) else text
    digits = re.sub(r"[\s.()/-]|^'", "", number)
    local = re.fullmatch(r"(?:(?:\+|00)330?|0)?([1-9]\d{8})", digits)
    if not local:
        message = "un seul numéro à dix chiffres, comme 02 35 00 00 00"
        raise CellError(message)
    whole = f"0{local[1]}"
    return " ".join(whole[at : at + 2] for at in range(0, 10, 2))


def site_url(text: str) -> str:
    """A URL; ``https://`` is put before a bare host name.

    Raises:
        CellError: it is not a URL.
    """
    found = _SITE.fullmatch(text)
    if not found or int(found[4] or 1) > _LAST_PORT:
        message = "une adresse de site, comme https://www.example.org"
        raise CellError(message)
    return (found[1] or "https://").lower() + found[2].lower() + found[3]


def iso_day(text: str) -> str:
    """An ISO date.

    Raises:
        CellError: it is not a date.
    """
    found = _DAY.fullmatch(text)
    try:
        if not found:
            raise ValueError
        numbers = (found[3], found[2], found[1]) if found[1] else found.groups()[3:]
        return date(*map(int, numbers)).isoformat()
    except ValueError:
        message = "une date, comme 31/12/2027 ou 2027-12-31"
        raise CellError(message) from None


def past_day(text: str, today: str) -> str:
    """An ISO date of a verification, which has taken place.

    Raises:
        CellError: it is not a date, or is after today.
    """
    found = iso_day(text)
    if found > today:
        message = f"une date passée, au plus tard {today}"
        raise CellError(message)
    return found


def email(text: str, around: Iterable[str], *, allow_personal: bool) -> str:
    """An e-mail address, by default of a service only.

    It is that of a service if each word before the ``@`` is made of words of
    ``data/import/mots-de-service.tsv``, or is a word of the domain or of ``around``. Any other may
    name a person.

    Raises:
        CellError: it is not an e-mail address, or may name a person.
    """
    address = text.strip("<>.").removeprefix("mailto:")
    if not EMAIL.fullmatch(address):
        message = "une seule adresse, comme contact@example.org"
        raise CellError(message)
    local, _, domain = address.partition("@")
    words = {word for (word,) in read_import_table("mots-de-service.tsv")}
    near = {word for one in around for word in fold(one).split()} | set(fold(domain).split())
    joined = re.compile(f"(?:{'|'.join(word for word in sorted(words) if len(word) > 3)})+")
    named = [
        part
        for part in re.findall(r"[a-z]+", local.lower())
        if part not in words and part not in near and not joined.fullmatch(part)
    ]
    if (named or not re.search("[a-z]", local.lower())) and not allow_personal:
        message = "une adresse de service : celle-ci peut nommer une personne (--allow-personal)"
        raise CellError(message)
    return address


@cache
def read_import_table(name: str) -> list[list[str]]:
    """The rows of a table of ``data/import``, without its header: folded words and meanings."""
    with open(f"{tsv_table.folder()}/import/{name}", encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file][1:]


def service_name(text: str, *, allow_personal: bool) -> str:
    """A name; by default none with a courtesy title, which shows it to be a person's.

    Raises:
        CellError: it has a courtesy title.
    """
    if _PERSON.match(text) and not allow_personal:
        message = "le nom d'un service, pas celui d'une personne (--allow-personal)"
        raise CellError(message)
    return text
