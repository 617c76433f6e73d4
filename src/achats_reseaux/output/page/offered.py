"""The places that can be picked on the page: text in sections, with one line a place.

``areas`` and ``parts`` have a section for each kind: ``#``, the kind, and the French noun for it.
Their columns, separated by tabs, are code, size, answer, name, other names separated by ``;``, and
the number of the switchboard, with that of its note behind a dot (of an intercommunalité nothing if
it is that of its first département, ``-`` if there is none); then, of an intercommunalité, those of
its own (``boards.py``). The columns of a part of a commune are code (of fewer than five characters:
how many after the one before), name, and the present commune (its last three characters, where it
begins alike; nothing where it has the same code). A code without a name is a former one.

``communes`` has a section for each département: ``#``, its code, ``=`` and the answer that most of
its communes have; its postal codes; the numbers of its switchboards, each with ``=`` and the answer
that goes with it. A commune has the number after that of the one before it, unless its own stands
before its name; after this come its size and which of the postal codes it has. Codes are without
the beginning that they share with the section. A switchboard is a character: ``@`` none, then ``A``
the first. It stands behind a postal code, then the number of its note, if it has one; behind a
commune, after ``>``, if it is not that of its first postal code. After ``=`` stands an answer that
is another than that which goes with the switchboard, or is the usual one.

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
    from collections.abc import Collection

    from achats_reseaux.model import Catalogue, Place
    from achats_reseaux.output.page.boards import Boards

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
        if len(some) == 1:
            continue
        spellings = sorted({spelt for spelt, _ in some})
        for text in (name, *spellings):
            meant = answer(catalogue, Request("find", {"lieu": text}), today).place
            key = _key_of(meant, [one for _, one in some])
            if key != keys.get(name, ""):
                keys[text] = key
    return keys


def _key_of(meant: Place | None, listed: list[Listed]) -> str:
    """The key of the first of some places that is the one that is meant; or ``""``."""
    for one in listed:
        if meant and (one.place.kind, one.place.code) == (meant.kind, meant.code):
            return one.key
    return ""


class Numbers(Record):
    """What is told of a place, by numbers: its answer, and its switchboard with a note on it."""

    answer: int
    board: tuple[int, int] | None


def tables(found: list[Listed], numbers: list[Numbers], boards: Boards) -> dict[str, str]:
    """The texts of the page, by name.

    Args:
        found: the places of the page.
        numbers: those of each.
        boards: the switchboards.
    """
    by_key = {one.key: each for one, each in zip(found, numbers, strict=True)}
    areas: dict[str, list[str]] = {}
    parts: dict[str, list[tuple[str, str, str]]] = {}
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
            parts.setdefault(one.kind, []).append((one.code, name, one.home))
        else:
            known = by_key[one.key]
            columns = (one.code, size, _base36(known.answer), name, ";".join(also))
            own = boards.of_epci(one.code) if one.kind == "epci" else ""
            board = _area_board(known.board)
            if one.kind == "epci":
                around = by_key.get(f"departement:{one.place.departements[0]}")
                is_usual = around is not None and around.board == known.board
                board = "" if is_usual else board or "-"
            line = "\t".join((*columns, board, own))
            areas.setdefault(one.kind, []).append(line.rstrip("\t"))
    lines: list[str] = []
    for departement, some in communes.items():
        lines += _Section(departement, some, codes, by_key).lines()
    told = {kind: _part_lines(some) for kind, some in parts.items()}
    return {"areas": _by_kind(areas), "communes": "\n".join(lines), "parts": _by_kind(told)}


def _part_lines(parts: list[tuple[str, str, str]]) -> list[str]:
    """The lines of parts of communes (code, name, present commune), of one kind."""
    lines = []
    before = "     "
    for code, name, home in parts:
        own = code
        if code[:2] == before[:2] and code > before:
            own = str(int(code[2:]) - int(before[2:]))
        before = code
        present = "" if home == code else home.removeprefix(code[:2])
        lines.append(f"{own}\t{name}\t{present}")
    return lines


def _by_kind(lines: dict[str, list[str]]) -> str:
    sections = []
    for kind, some in lines.items():
        sections += [f"#{kind}\t{LABELS.get(kind, '')}", *some]
    return "\n".join(sections)


def _area_board(board: tuple[int, int] | None) -> str:
    """``1c``, or ``1c.2`` with a note."""
    if board is None:
        return ""
    number, note = board
    return f"{_base36(number)}.{_base36(note)}" if note else _base36(number)


class _Section:
    """The lines of a département: its communes (code, name, size), and their postal codes."""

    def __init__(
        self,
        departement: str,
        communes: list[tuple[str, str, str]],
        codes: dict[str, list[str]],
        numbers: dict[str, Numbers],
    ) -> None:
        self.departement = departement
        self.communes = communes
        self.codes = codes
        self.numbers = numbers
        self.here = sorted({code for insee, _, _ in communes for code in codes.get(insee, ())})
        answers: Counter[int] = Counter()
        by_board: dict[int, Counter[int]] = {}
        for insee, _, _ in communes:
            known = numbers[f"commune:{insee}"]
            answers[known.answer] += 1
            if known.board is not None:
                by_board.setdefault(known.board[0], Counter())[known.answer] += 1
        self.usual = _most_common(answers)
        self.of_board = {board: _most_common(some) for board, some in by_board.items()}
        self.boards: dict[int, str] = {}

    def lines(self) -> list[str]:
        """The head of the section, and one line for each commune."""
        told = []
        for code in self.here:
            known = self.numbers[f"code-postal:{code}"]
            end = code.removeprefix(self.departement)
            note = ""
            if known.board and known.board[1]:
                note = _base36(known.board[1])
            told.append(f"{end}{self._letter(known)}{note}{self._answer(known)}")
        lines = []
        following = ""
        for insee, name, size in self.communes:
            own = "" if insee == following else insee.removeprefix(self.departement)
            number = int(insee.removeprefix(self.departement)) + 1
            following = f"{self.departement}{number:0{5 - len(self.departement)}}"
            served = " ".join(_base36(self.here.index(code)) for code in self.codes.get(insee, ()))
            answer = self._answer(self.numbers[f"commune:{insee}"])
            lines.append(f"{own}{name}\t{size}{served}{answer}{self._other_board(insee)}")
        boards = " ".join(map(self._board, self.boards))
        head = f"#{self.departement}={_base36(self.usual)}\t{' '.join(told)}\t{boards}"
        return [head, *lines]

    def _answer(self, known: Numbers) -> str:
        usual = self.usual
        if known.board is not None:
            usual = self.of_board.get(known.board[0], usual)
        return _unless_usual(known.answer, usual)

    def _board(self, number: int) -> str:
        """A switchboard with the answer that goes with it."""
        usual = self.of_board.get(number, self.usual)
        return _base36(number) + _unless_usual(usual, self.usual)

    def _other_board(self, insee: str) -> str:
        """The switchboard of a commune, if it is not that of its first postal code."""
        own = self._letter(self.numbers[f"commune:{insee}"])
        usual = "@"
        if insee in self.codes:
            usual = self._letter(self.numbers[f"code-postal:{self.codes[insee][0]}"])
        return "" if own == usual else f">{own}"

    def _letter(self, known: Numbers) -> str:
        if known.board is None:
            return "@"
        number, _ = known.board
        return self.boards.setdefault(number, chr(ord("A") + len(self.boards)))


def _unless_usual(answer: int, usual: int) -> str:
    """An answer after ``=``, if it is not the usual one."""
    return "" if answer == usual else f"={_base36(answer)}"


def _most_common(answers: Counter[int]) -> int:
    [(answer, _)] = answers.most_common(1)
    return answer


def _base36(number: int) -> str:
    digits = "0123456789abcdefghijklmnopqrstuvwxyz"
    if number < 36:
        return digits[number]
    return _base36(number // 36) + digits[number % 36]
