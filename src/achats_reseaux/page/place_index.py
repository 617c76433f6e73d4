"""The places that can be picked on the page: text in sections, with one line a place.

Columns are separated by tabs, empty ones at the end left out; numbers are in base 36; a
size is a character, the bigger the later.

``areas`` and ``parts`` have a section for each kind: ``#``, the kind, and the French noun
for it. The columns of an area are code, size, answer, name, other names separated by
``;``, switchboard and the note on it (``shared_switchboards``). The columns of a part of a commune
are code (of fewer than five characters: how many after the one before), name, and the
present commune (its last three characters, where it begins alike; nothing where it has
the same code). A code without a name is a former one. ::

    200069052 a 0 CA Grand Belfort    3    an EPCI of no other name: answer 0, note 3
    90026     Chèvremont-Fontenelle        today in a commune of the same code
    12        Eschêne-Autrage         082  90038, today in 90082

``communes`` has a section for each département. Its head has ``#`` and its code, the
usual answer, and its postal codes; of each, separated by commas, the code, its
switchboard, the note on it, and its answer if it is not the usual one. The columns of a
commune are its name; its size, with the places of its postal codes in that list; its
switchboard if it is not that of the first of these (``-`` for none); its answer if it is
not the usual one. Codes are without the beginning that they share with the section. A
commune has the number after that of the one before it, unless its own stands before its
name. ::

    #90 0 000,0 100,2 130,0,1              answer 0; 90000 has switchboard 0, 90130 note 1
    Andelnans S h                          90001, of size S, of the 18th postal code (h)
    Brebotte P 5 2                         as big as P, with switchboard 2
    039Essert W m                          90039

(Here spaces stand for the tabs; a size and the postal codes are one column.)
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import chain, groupby
from math import log

from achats_reseaux import gazetteer
from achats_reseaux.answering import RawQuery, answer
from achats_reseaux.card.card import at_place
from achats_reseaux.gazetteer import bulk, name_searches, places
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.model import INTERCOMMUNALITES, Catalogue, Place, Record
from achats_reseaux.text import fold, without_article

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

    Numbers = list[str]
    """Of an answer, a switchboard, a note."""


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


def base36(number: int | None) -> str:
    """A number as a column has it; ``""`` for none."""
    if number is None:
        return ""
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    if number < 36:
        return digits[number]
    return base36(number // 36) + digits[number % 36]


# --- the texts -----------------------------------------------------------------------------------


def tables(listed: list[Listed], known: dict[str, Numbers]) -> dict[str, str]:
    """The texts of the page, by name, of its places and what is told of each, by key."""
    by_kind: dict[str, list[Listed]] = {}
    for entry in listed:
        by_kind.setdefault(entry.kind, []).append(entry)
    codes: dict[str, list[str]] = {}
    for entry in by_kind.pop("code-postal", []):
        for insee in entry.place.communes:
            codes.setdefault(insee, []).append(entry.code)
    communes = []
    for departement, some in groupby(by_kind.pop("commune", []), _departement_of):
        communes += _departement_lines(departement, list(some), codes, known)
    areas = []
    parts = []
    for kind, alike in by_kind.items():
        head = f"#{kind}\t{LABELS.get(kind, '')}"
        if alike[0].home:
            parts += [head] + _part_lines(alike)
        else:
            areas += [head] + [_area_line(area, known[area.key]) for area in alike]
    texts = {"areas": areas, "communes": communes, "parts": parts}
    return {name: "\n".join(lines) for name, lines in texts.items()}


def _departement_of(commune: Listed) -> str:
    return commune.place.departements[0]


def _area_line(area: Listed, known: Numbers) -> str:
    name, *others = area.names
    told, board, note = known
    columns = (area.code, _size(area), told, name, ";".join(others), board, note)
    return "\t".join(columns).rstrip("\t")


def _size(listed: Listed) -> str:
    return chr(ord("?") + int(3 * log(places.inhabitants(listed.place) + 1)))


def _departement_lines(
    departement: str,
    communes: list[Listed],
    codes: dict[str, list[str]],
    known: dict[str, Numbers],
) -> list[str]:
    """The head of the section of a département, then its communes.

    Args:
        departement: its code.
        communes: those of it.
        codes: the postal codes of each INSEE code of France.
        known: what is told of each place, by key.
    """
    answers = Counter(known[commune.key][0] for commune in communes)
    [(usual, _)] = answers.most_common(1)
    served = [codes.get(commune.code, []) for commune in communes]
    postal_codes = sorted(set(chain.from_iterable(served)))
    heads = []
    for code in postal_codes:
        told, board, note = known[f"code-postal:{code}"]
        columns = (code.removeprefix(departement), board, note, _unusual(told, usual))
        heads.append(",".join(columns).rstrip(","))
    lines = [f"#{departement}\t{usual}\t{' '.join(heads)}"]
    previous = 0
    for commune, own_codes in zip(communes, served, strict=True):
        name, own = commune.names[0], commune.code.removeprefix(departement)
        if int(own) != previous + 1:
            name = own + name
        previous = int(own)
        places_of_codes = [base36(postal_codes.index(code)) for code in own_codes]
        size = _size(commune) + " ".join(places_of_codes)
        told, board, _ = known[commune.key]
        switchboard = board or "-"
        if own_codes and known[f"code-postal:{own_codes[0]}"][1] == board:
            switchboard = ""
        columns = (name, size, switchboard, _unusual(told, usual))
        lines.append("\t".join(columns).rstrip("\t"))
    return lines


def _unusual(told: str, usual: str) -> str:
    """The number of an answer, or nothing if it is the usual one."""
    return "" if told == usual else told


def _part_lines(parts: list[Listed]) -> list[str]:
    """The lines of the parts of communes of one kind."""
    lines = []
    before = "     "
    for part in parts:
        code = part.code
        if code[:2] == before[:2] and code > before:
            code = str(int(code[2:]) - int(before[2:]))
        before = part.code
        present = ""
        if part.home != part.code:
            present = part.home.removeprefix(part.code[:2])
        lines.append(f"{code}\t{part.names[0]}\t{present}")
    return lines
