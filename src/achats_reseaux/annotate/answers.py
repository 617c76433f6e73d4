"""From a cell to the cells that answer it: what ``find`` says of a place, at the speed of bulk.

Three roads, each for what the one before cannot answer; a test holds them to the same answers:

1. a dictionary, for cells met before and for every code as the tables have it;
2. a key check and a dictionary, for the SIRET of a known SIREN, and for codes with spaces inside;
3. the ladder of ``geocoder.resolve``, then ``search``, exactly as ``find`` does.
"""

from __future__ import annotations

from achats_reseaux import gazetteer
from achats_reseaux.annotate.names import Names
from achats_reseaux.answering import search
from achats_reseaux.gazetteer import bulk
from achats_reseaux.geocoder import LONGEST, resolve
from achats_reseaux.model import Malformed, Place, Places, Query, Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from achats_reseaux.model import Catalogue

COLUMNS = ("reseaux_status", "reseaux_departement", "reseaux_region", "reseaux_guichet_vert")
STATUSES = ("covered", "split", "partial", "none", "ambiguous", "unknown", "invalid")

_ROOM = 5 * 2**20
_OVERHEAD = 64
"""How many bytes the cells met may take, and how many one takes beside its own letters."""
_MOST_CLIMBS = 10_000
"""Once that room is full, codes are cheap to look up again, and of the rest so many are kept."""

# Every other digit counts double in the key of a number, and a double of two digits as their sum.
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_ZEROS = 7 * ord("0")
_CORSICA = (b"2A", b"2B")


class Guess(bytes):
    """An answer read from the beginning of a code or a name alone: equal to itself and no other.

    It is written as any answer is; rows that have it are counted apart.
    """

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class Answers(dict[bytes, bytes]):
    """The bytes to append to a row, by the raw bytes of its cell: every cell has an answer.

    An answer begins with the delimiter: ``,covered,76,28,ran-coper``. The same answer is the same
    object. What is kept of the cells met is bounded, whatever the file.
    """

    def __init__(self, catalogue: Catalogue, delimiter: bytes) -> None:
        super().__init__()
        self._catalogue = catalogue
        self._delimiter = delimiter
        below = catalogue.networks.take(catalogue.facets["scope"].get("below", ()))
        self._finer = {gazetteer.departement_of(c) for one in below for c in one.communes}
        self._places: dict[tuple[tuple[str, ...], tuple[str, ...]], bytes] = {}
        self._guesses: dict[bytes, Guess] = {}
        self._verdicts = {
            status: self._cells(status) for status in ("ambiguous", "unknown", "invalid")
        }
        self._names = Names()
        self._learn()
        self._room = _ROOM
        self._climbs: dict[bytes, bytes] = {}

    def statuses(self, found: Iterable[tuple[bytes, int]]) -> dict[str, int]:
        """Counts by status, from counts by answer."""
        counts = dict.fromkeys(STATUSES, 0)
        for cells, count in found:
            counts[cells.split(self._delimiter, 2)[1].decode()] += count
        return counts

    def __missing__(self, cell: bytes) -> bytes:
        answer = self.code(cell)
        climbed = answer is None
        if answer is None:
            answer = self._climbs.get(cell) or self._climbed(text_of(cell), None)
        if len(cell) > LONGEST:  # no place, and it would take room
            return answer
        if self._room > 0:
            self._room -= len(cell) + _OVERHEAD
            self[cell] = answer
        elif climbed:
            if len(self._climbs) >= _MOST_CLIMBS:
                self._climbs.clear()
            self._climbs[cell] = answer
        return answer

    def code(self, cell: bytes) -> bytes | None:
        """The answer to a code of the tables, or to a SIRET of one of their SIREN."""
        digits = cell
        if not cell.isdigit():
            digits = cell.strip(b'" \r').replace(b" ", b"")
            # Names must not come by: "Le Pin" is another place than "LePin", met before.
            if not digits.isdigit() and not (digits[:2] in _CORSICA and digits[2:].isdigit()):
                return None
        if len(digits) == 14:
            answer = self.get(digits[:9])
            total = sum(digits[1::2]) - _ZEROS + sum(digits[::2].translate(_DOUBLED))
            return answer if total % 10 == 0 else None
        return self.get(digits) if len(digits) in (5, 9) else None

    def settled(self, cell: bytes, home: bytes) -> bytes:
        """The answer to a cell beside the name or the code of its département, if it has one."""
        departement = text_of(home)
        if not departement.strip():
            return self[cell]
        answer = self.code(cell)
        if answer is not None and answer.split(self._delimiter, 3)[2] == departement.encode():
            return answer
        return self._climbed(text_of(cell), departement)

    # --- the ladder ---

    def _climbed(self, text: str, departement: str | None) -> bytes:
        if departement is None and self._names.lack(text):
            return self._verdicts["unknown"]
        outcome = resolve(text, departement=departement, suggest=False)
        if isinstance(outcome, Malformed):
            return self._verdicts["invalid"]
        if isinstance(outcome, Unknown):
            return self._verdicts["unknown"]
        return self._placed(outcome, text)

    def _placed(self, outcome: Places, text: str) -> bytes:
        """The answer to the places that a text means; with one alone there is nothing to settle."""
        first = outcome.candidates[0]
        if len(outcome.candidates) == 1:
            cells = self._at(first.departements, first.communes)
        else:
            query = Query("find", input=text)
            if search.find(self._catalogue, query, outcome, "").status == "ambiguous":
                return self._verdicts["ambiguous"]
            # All have the same guichet vert, yet the row may mean any: name every département.
            homes = {code for place in outcome.candidates for code in place.departements}
            guichet = search.guichet_vert_at(self._catalogue, first)
            cells = self._cells(guichet.status, tuple(sorted(homes)), guichet.networks)
        return self._guesses.setdefault(cells, Guess(cells)) if first.approximate else cells

    def _at(self, departements: tuple[str, ...], communes: tuple[str, ...]) -> bytes:
        """The answer for the ground of a place; its communes matter where a network lists some."""
        if self._finer.isdisjoint(departements):
            communes = ()
        cells = self._places.get((departements, communes))
        if cells is None:
            place = Place("commune", "", "", departements, (), communes)
            guichet = search.guichet_vert_at(self._catalogue, place)
            cells = self._cells(guichet.status, departements, guichet.networks)
            self._places[departements, communes] = cells
        return cells

    def _cells(
        self, status: str, departements: tuple[str, ...] = (), networks: tuple[str, ...] = ()
    ) -> bytes:
        regions = gazetteer.regions_of(departements)
        parts = (";".join(codes).encode() for codes in (departements, regions, networks))
        quoted = (b'"%b"' % part if self._delimiter in part else part for part in parts)
        return b"".join(self._delimiter + part for part in (status.encode(), *quoted))

    # --- the tables ---

    def _learn(self) -> None:
        """Every code of the tables; one that two tables have is put in as the ladder reads it."""
        whole: dict[str, bytes] = {}
        for insee, _ in bulk.communes():
            home = gazetteer.departement_of(insee)
            cells = whole.get(home)
            if cells is None:
                cells = self._at((home,), (insee,))
                if home not in self._finer:
                    whole[home] = cells
            self[insee.encode()] = cells
        for siren, insee in bulk.sirens():
            self[siren.encode()] = self[insee.encode()]
        for epci, communes in bulk.all_epci():
            self[epci.code.encode()] = self._together(communes)
        for part in bulk.parts():
            self.setdefault(part.code.encode(), self[part.commune.encode()])
        for former in bulk.formers():
            self.setdefault(former.code.encode(), self[former.commune.encode()])
        # Last and all at once: thousands of postal codes are also the INSEE code of a commune.
        postal = [(code, self._together(communes)) for code, communes in bulk.postal_codes()]
        self.update((code.encode(), cells) for code, cells in postal)

    def _together(self, communes: tuple[str, ...]) -> bytes:
        """The answer for several communes: theirs if they have one, else that of the whole."""
        answers = {self[insee.encode()] for insee in communes}
        if len(answers) == 1:
            return answers.pop()
        departements = {gazetteer.departement_of(insee) for insee in communes}
        return self._at(tuple(sorted(departements)), communes)


class Settled(dict[tuple[bytes, bytes], bytes]):
    """The same by the raw bytes of two cells, the second of which settles a homonym."""

    def __init__(self, answers: Answers) -> None:
        super().__init__()
        self._answers = answers
        self._kept = 0

    def __missing__(self, cells: tuple[bytes, bytes]) -> bytes:
        answer = self._answers.settled(*cells)
        weight = len(cells[0]) + len(cells[1])
        if weight <= LONGEST:
            self._kept += weight + 2 * _OVERHEAD
            if self._kept > _ROOM:
                self.clear()
                self._kept = 0
            self[cells] = answer
        return answer


def text_of(cell: bytes) -> str:
    """What a cell says, its quotes off, whichever of the usual encodings it is in."""
    if cell[:1] == b'"':
        cell = _unquoted(cell)
    for encoding in ("utf-8", "cp1252"):
        try:
            return cell.decode(encoding)
        except UnicodeDecodeError:
            continue
    return cell.decode("latin-1")


def _unquoted(cell: bytes) -> bytes:
    """The content of a quoted cell; what follows the closing quote is kept, as ``csv`` does."""
    content = bytearray()
    at = 1
    while True:
        end = cell.find(b'"', at)
        if end < 0:  # a quote that nothing closes
            return bytes(content) + cell[at:]
        content += cell[at:end]
        if cell[end + 1 : end + 2] != b'"':
            return bytes(content) + cell[end + 1 :]
        content += b'"'
        at = end + 2
