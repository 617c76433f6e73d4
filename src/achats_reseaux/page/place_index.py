"""The places that can be picked on the page, as plain columns.

:func:`place_columns` has one table for each kind: ``kind``; ``noun``, the French noun for it;
``codes``, of which a number tells how many after the one before; and a list for each of the columns
that the kind has:

- ``name``; ``""`` for a part whose name is that of its commune. A digit before it tells how many
  letters it shares with the one before.
- ``answer``, ``board``, ``note``: the numbers of the answer (``fragments``), of the switchboard
  and of the note on it (``shared_switchboards``). A commune has the switchboard of its first
  postal code where there is none; -1 is none at all.
- ``size``: twice the logarithm of the inhabitants.
- ``also``: other names.
- ``served``: the postal codes of a commune, as places in the list of these, counted from the
  first that begins with the same two digits; a number for one.
- ``home``: the INSEE code of the present commune of what is or was a part of one; ``""`` for
  the same code.
"""

from __future__ import annotations

import gzip
import json
from base64 import b64encode
from functools import cache
from itertools import chain, takewhile
from math import log

from achats_reseaux import gazetteer
from achats_reseaux.answering import RawQuery, answer
from achats_reseaux.card.card import at_place
from achats_reseaux.gazetteer import bulk, name_searches, places
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.gazetteer.words import BODIES, PLACE_TYPES
from achats_reseaux.model import INTERCOMMUNALITES, Catalogue, Place, Record
from achats_reseaux.text import fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    Numbers = tuple[int, int | None, int | None]
    """Of an answer, a switchboard, a note."""


_FORMER = "ancienne-commune"
"""The kind of what is no more a commune: ``find`` answers about the present one."""

_NAMED_ELSEWHERE = ("commune", "epci", "ept", "departement", "collectivite", "region")
_LEAST = 1_500
"""The inhabitants of the smallest commune whose name a page of another area knows."""

_NOUNS = LABELS | {"commune": "", "code-postal": "code postal"}
"""What stands beside a name; nothing of a commune."""

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


def listed_places(within: Collection[str]) -> list[Listed]:
    """The places that lie in some départements."""
    return [listed for listed in _every_place() if _lies(listed.place, within)]


@cache
def _every_place() -> tuple[Listed, ...]:
    """All places of France; a former commune that is a part of one now is listed as the part."""
    bulk.index()
    every = []
    present = set()
    for area in chain.from_iterable(map(gazetteer.every, _TABLES)):
        listed = _listed(area)
        if listed.kind != _FORMER:
            present.add((listed.code, listed.names))
        elif (listed.code, listed.names) in present:
            continue
        every.append(listed)
    for code, members in bulk.postal_codes():
        every.append(Listed(places.of_postal_code(code, members), "code-postal", code, (code,)))
    return tuple(every)


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
    aliases: dict[tuple[str, str], list[str]] = {}
    for alias, kind, code in gazetteer.ALIASES.all():
        area = gazetteer.territory(kind, code)
        if kind != "commune" and area and alias != fold(area.name):
            aliases.setdefault((kind, code), []).append(alias)
    return aliases


def words_behind_also(listed: list[Listed]) -> dict[str, str]:
    """What stands behind « Aussi », by key: ``en Bretagne``; by kind where all are told alike.

    Of communes and postal codes it is their name, which ``page.js`` has.
    """
    words = {}
    for entry in listed:
        if entry.kind in INTERCOMMUNALITES:
            words[entry.kind] = at_place(entry.place)
        elif not entry.place.communes:
            words[entry.key] = at_place(entry.place)
    return words


def homonym_choices(listed: list[Listed], catalogue: Catalogue, today: str) -> dict[str, str]:
    """The key of the place that ``find`` answers for a name that may mean several places.

    By folded name, and in lower case where its accents tell another one; ``""`` where
    ``find`` asks which one is meant, or knows a better one elsewhere. A name that several
    places bear and that is not there is ``""``; one of a single place means that place.
    """
    keys: dict[str, str] = {}
    by_code = {(entry.place.kind, entry.place.code): entry.key for entry in reversed(listed)}
    for name, bearers in _bearers(listed).items():
        usual = ""
        if len(bearers) == 1:
            if not _begins_or_ends_another(name):
                continue
            usual = bearers[0][1].key
        with_accents = {spelt for spelt, _ in bearers if not spelt.isascii()}
        own = {(entry.place.kind, entry.place.code): entry.key for _, entry in reversed(bearers)}
        for text in (name, *sorted(with_accents)):
            meant = answer(catalogue, RawQuery("find", {"lieu": text}), today).place
            key = ""
            if meant is not None:
                code = meant.kind, meant.code
                key = own.get(code) or by_code.get(code, "")  # "Lamentin" is Le Lamentin
            if key != keys.get(name, usual):
                keys[text] = key
    return keys


def _bearers(listed: list[Listed]) -> dict[str, list[tuple[str, Listed]]]:
    """The places of each folded name, each with the name in lower case."""
    bearers: dict[str, list[tuple[str, Listed]]] = {}
    for entry in listed:
        for name in filter(None, entry.names):
            bearers.setdefault(fold(name), []).append((name.lower(), entry))
    return bearers


def _begins_or_ends_another(name: str) -> bool:
    """Whether a town's name goes on after this one, or only one of the two has an article.

    ``nogent`` begins ``nogent sur marne``; ``lamentin`` ends ``le lamentin``, and
    ``le mont dore`` ends as ``mont dore`` does.
    """
    rest = without_article(name)
    is_rest_a_town = rest != name and bool(gazetteer.communes_named(rest))
    goes_on = bool(name_searches.towns_beginning(name) or name_searches.names_with_article(name))
    return goes_on or is_rest_a_town


def words_of_bodies() -> dict[str, str]:
    """The words that may stand before the name of a place, and its kinds; ``""`` is any of them."""
    words = {text: kind for text, kind in PLACE_TYPES.items() if len(text.split()[0]) > 1}
    for text, body in BODIES.items():
        if body.before and body.kinds and len(text.split()[0]) > 1:
            words[text] = "" if None in body.kinds else ",".join(filter(None, body.kinds))
    return words


# --- the places outside ---------------------------------------------------------------------------


def places_elsewhere(within: Collection[str]) -> list[str]:
    """``Vitré (35)``: the places of names that a page of one area must not take for its own.

    The communes of some size, the EPCI, the départements and régions that lie outside, the
    biggest first.
    """
    outside = []
    for listed in _every_place():
        place = listed.place
        if listed.kind not in _NAMED_ELSEWHERE or _lies(place, within):
            continue
        people = places.inhabitants(place)
        if listed.kind != "commune" or people >= _LEAST:
            where = f" ({', '.join(place.departements)})" if place.communes else ""
            outside.append((-people, f"{listed.names[0]}{where}"))
    return [name for _, name in sorted(outside)]


# --- the columns ----------------------------------------------------------------------------------


def place_columns(listed: list[Listed], known: dict[str, Numbers]) -> list[dict[str, Any]]:
    """The tables of places, by kind: the postal codes first, which communes refer to.

    Args:
        listed: the places.
        known: the numbers of the answer, the switchboard and the note of each, by key.
    """
    by_kind: dict[str, list[Listed]] = {"code-postal": []}
    for entry in listed:
        by_kind.setdefault(entry.kind, []).append(entry)
    served: dict[str, list[int]] = {}
    firsts: dict[str, int] = {}
    for number, entry in enumerate(by_kind["code-postal"]):
        firsts.setdefault(entry.code[:2], number)
        for insee in entry.place.communes:
            served.setdefault(insee, []).append(number)
    tables = []
    for kind, alike in by_kind.items():
        codes = _steps([entry.code for entry in alike])
        table: dict[str, Any] = {"kind": kind, "noun": _NOUNS.get(kind, ""), "codes": codes}
        if kind != "code-postal":
            table["name"] = _shortened([entry.names[0] for entry in alike])
        if alike and alike[0].home:
            table["home"] = ["" if one.home == one.code else one.home for one in alike]
        else:
            table |= _numbers(alike, known)
            if kind != "code-postal":
                table["size"] = [_size(entry) for entry in alike]
        if kind == "commune":
            own = [served.get(entry.code, []) for entry in alike]
            usual = [
                known[by_kind["code-postal"][some[0]].key][1] if some else None for some in own
            ]
            table["board"] = list(map(_unusual, table["board"], usual))
            table["served"] = [
                _counted_from(firsts, some, entry) for entry, some in zip(alike, own, strict=True)
            ]
        elif any(entry.names[1:] for entry in alike):
            table["also"] = [list(entry.names[1:]) for entry in alike]
        tables.append(table)
    return tables


def _numbers(listed: list[Listed], known: dict[str, Numbers]) -> dict[str, list[int | None]]:
    numbers = [known[entry.key] for entry in listed]
    return dict(
        zip(("answer", "board", "note"), map(list, zip(*numbers, strict=True)), strict=True)
    )


def _unusual(board: int | None, usual: int | None) -> int | None:
    """A switchboard, or nothing if it is the usual one."""
    if board == usual:
        return None
    return -1 if board is None else board


def _counted_from(firsts: dict[str, int], numbers: list[int], commune: Listed) -> int | list[int]:
    """The places of postal codes in their list, from the first that begins as a commune's code.

    A postal code may begin as another département: 52100 serves Saint-Eulien (51478).
    """
    prefix = commune.code[:2].replace("A", "0").replace("B", "0")
    counted = [number - firsts.get(prefix, 0) for number in numbers]
    return counted[0] if len(counted) == 1 else counted


def _size(listed: Listed) -> int:
    return int(2 * log(places.inhabitants(listed.place) + 1))


def _steps(codes: list[str]) -> list[int | str]:
    """Codes, or how many after the one before, of the same length, where that can be told.

    >>> _steps(["01001", "01002", "2A004", "2A006"])
    ['01001', 1, '2A004', '2A006']
    """
    steps: list[int | str] = []
    before = ""
    for code in codes:
        is_near = code.isdigit() and before.isdigit() and len(code) == len(before)
        steps.append(int(code) - int(before) if is_near else code)
        before = code
    return steps


def _shortened(names: list[str]) -> list[str]:
    """Names, of which a digit tells how many letters are those of the one before.

    >>> _shortened(["Saint-Avit", "Saint-Aubin", "Segré"])
    ['Saint-Avit', '7ubin', 'Segré']
    """
    short = []
    before = ""
    for name in names:
        pairs = zip(before[:9], name, strict=False)
        shared = len(list(takewhile(lambda pair: pair[0] == pair[1], pairs)))
        is_short = shared > 1 or name[:1].isdigit()
        short.append(f"{shared}{name[shared:]}" if is_short else name)
        before = name
    return short


def packed(content: object) -> str:
    """JSON, gzipped, as text: ``page.js`` unpacks it by the browser's ``DecompressionStream``."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return b64encode(gzip.compress(text.encode(), 9, mtime=0)).decode()
