"""From the cell of a place to the cells to append: the answers of ``find``, fast.

There are four ways, each for the cells that the one before cannot answer; a test compares them:

1. a dictionary of the cells answered before and of all codes of the tables;
2. a checksum and a dictionary, for the SIRET of a known SIREN, and for codes with spaces;
3. a dictionary of towns by postal code, for addresses on one line;
4. the ladder (``geocoder.ladder``), then ``matching``, exactly as ``find`` does.
"""

from __future__ import annotations

import re

from achats_reseaux import gazetteer
from achats_reseaux.annotation.names import Names
from achats_reseaux.answering import matching
from achats_reseaux.answering.disambiguation import homonym_notes, place_label
from achats_reseaux.gazetteer import bulk, places
from achats_reseaux.geocoder.ladder import resolve
from achats_reseaux.geocoder.name_query import LONGEST
from achats_reseaux.geocoder.type_words import find_type
from achats_reseaux.model import Malformed, Place, Places, Record, Unknown
from achats_reseaux.text import ARTICLES, fold, shortened, spreadsheet_safe, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.model import Catalogue, Network

ADDED_COLUMNS = ("reseaux_status", "reseaux_departement", "reseaux_region", "reseaux_guichet_vert")
STATUSES = ("covered", "split", "partial", "none", "ambiguous", "unknown", "invalid")
UNSETTLED = ("ambiguous", "unknown", "invalid")
"""The statuses after which the next column is tried, the most informative first."""

_CONTACT_COLUMNS = ("name", "website", "page", "email", "phone")
_LOCAL = "local"
MORE_COLUMNS = (
    *_CONTACT_COLUMNS,
    "note",
    _LOCAL,
    *(f"{_LOCAL}_{name}" for name in _CONTACT_COLUMNS),
)
"""Optional columns: names and addresses of the guichets verts; ``note``, how a cell was read or why
it was not; ``local…``, ids, names and addresses of the other local networks of the whole place."""

_ROOM = 5 * 2**20
_OVERHEAD = 64
"""The most bytes that cached cells may take, and the overhead of each in bytes."""
_MOST_KEPT = 20_000
"""The most texts cached once ``_ROOM`` is full; codes, cheap to look up, are then not cached."""
_EXAMPLES = 3

# For the Luhn checksum: the sum of the digits of twice a digit.
_DOUBLED = bytes.maketrans(b"0123456789", bytes((0, 2, 4, 6, 8, 1, 3, 5, 7, 9)))
_ZEROS = 7 * ord("0")
_CORSICA = (b"2A", b"2B")

_STREET_CODE_TOWN = re.compile(
    r"(?=\D*+\d)"  # most names have no digit
    r"((?![A-Za-z]{1,2}-)[^:/(\[]*?[^\d:/(\[])\b(\d{5})[ ,]+"
    r"([^\d,:;/(\[]+(?:CEDEX \d{1,2})?)",
    re.IGNORECASE,
)
_BOX = re.compile(r"\b(?:BP|CS|TSA) ?\d{1,5}\b", re.IGNORECASE)
_ANOTHER_CODE = re.compile(r"\d{4}[^\d,]*,|\d{5}|2[ab]\d{3}|\d \d{3}|cedex", re.IGNORECASE)
"""The parts of a street that the ladder might read as a code."""


Example = tuple[str, str | None]
"""A text without an answer, and the kind of its column."""


def keep_example(met: list[Example], example: Example) -> None:
    """Add an example, up to ``_EXAMPLES`` distinct ones."""
    if len(met) < _EXAMPLES and example not in met:
        met.append(example)


class UniqueAnswer(bytes):
    """An answer that equals only itself, so that its rows are counted separately."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


class NotedAnswer(bytes):
    """An answer with a note of its own; ``base`` is the answer without it, by which rows count.

    ``maybe``: the départements of the places that an ambiguous text may mean.
    """

    base: bytes
    note: str
    maybe: tuple[str, ...] = ()


def note_of(answer: bytes) -> str:
    """The note of an answer."""
    return getattr(answer, "note", "")


_Parts = tuple[str, tuple[str, ...], tuple[str, ...], tuple["Network", ...]]
"""The parts of an answer: status, départements, guichets verts, other local networks."""
_NOTHING: _Parts = ("", (), (), ())
_CODED = (None, "insee", "siren", "siret", "code-postal")
"""The kinds whose codes are indexed."""
_PATIENCE = 1000
"""The number of codes after which an index of all of them is worth the time to build it (0.1 s)."""


class Added(Record):
    """The cells to append to each row.

    Attributes:
        delimiter: between cells.
        encoding: of the file.
        more: columns of ``MORE_COLUMNS``, in their order.
        today: ISO date; local networks that are not valid then are left out of their cells, and
            told in the note, with the guichets verts that are not.
    """

    delimiter: bytes
    encoding: str = "utf-8"
    more: tuple[str, ...] = ()
    today: str = ""

    def columns(self) -> tuple[str, ...]:
        """The names of all appended columns."""
        return (*ADDED_COLUMNS, *(f"reseaux_{name}" for name in self.more))


class Answers(dict[bytes, bytes]):
    """The bytes to append to a row, by the raw bytes of its cell; every cell has an answer.

    An answer begins with the delimiter: ``,covered,76,28,ran-coper``. Equal answers are the same
    object. The size of the cache is limited.

    Attributes:
        examples: the first texts of each status of ``UNSETTLED``.
        guesses: the approximate answers.
        outdated: notes on the networks that are not valid today, by answer.
        empty: the answer to an empty cell.
    """

    def __init__(self, catalogue: Catalogue, added: Added, kind: str | None = None) -> None:
        """Know no cell yet.

        Args:
            catalogue: the catalogue in use.
            added: the cells to append.
            kind: the kind of the cells, as for ``resolve``; ``None`` for any.
        """
        super().__init__()
        self._catalogue = catalogue
        self._added = added
        self.kind = kind
        self.noted = "note" in added.more
        self._local = any(name.startswith(_LOCAL) for name in added.more)
        self._listed = self._networks_by_commune()
        self._finer = {gazetteer.departement_of(insee) for insee in self._listed}
        self._guichets: dict[str, Network] = {}
        self._places: dict[tuple[tuple[str, ...], frozenset[tuple[int, ...]]], bytes] = {}
        self._made: dict[tuple[object, ...], bytes] = {}
        self._parts: dict[bytes, _Parts] = {}
        self.guesses: set[bytes] = set()
        self.outdated: dict[bytes, tuple[str, ...]] = {}
        self.examples: dict[str, list[Example]] = {status: [] for status in UNSETTLED}
        self.empty = UniqueAnswer(self._line("invalid", note="cellule vide"))
        self._names = Names()
        self._codes: dict[bytes, bytes] = self if kind in (None, "insee", "code-postal") else {}
        self._patience = _PATIENCE if kind in _CODED else -1
        self._room = _ROOM
        self._kept: dict[bytes, bytes] = {}
        self._towns: dict[str, bytes] = {}
        self._at_code: dict[tuple[str, str], bytes] = {}

    def __missing__(self, cell: bytes) -> bytes:
        answer = self.code(cell)
        looked_up = answer is not None
        if answer is None:
            answer = self._kept.get(cell) or self._read(text_of(cell), None)
        if len(cell) > LONGEST:  # no place, and too large for the cache
            return answer
        if self._room > 0:
            self._room -= len(cell) + _OVERHEAD + len(answer) * isinstance(answer, NotedAnswer)
            self[cell] = answer
        elif not looked_up:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[cell] = answer
        return answer

    def code(self, cell: bytes) -> bytes | None:
        """The answer to a code of the tables, or to a SIRET with a SIREN of the tables.

        ``None`` for any other cell, and for codes before they are indexed: the ladder reads them.
        """
        digits = cell
        if not cell.isdigit():
            digits = cell.strip(b'" \r').replace(b" ", b"")
            # Names must not pass: "Le Pin" is another place than "LePin", perhaps cached.
            if not digits.isdigit() and not (digits[:2] in _CORSICA and digits[2:].isdigit()):
                return None
        if self._patience >= 0:
            self._patience -= 1
            if self._patience < 0:
                self._index_codes()
        width = len(digits)
        if width == 14 and self.kind in (None, "siret"):
            answer = self._codes.get(digits[:9])
            total = sum(digits[1::2]) - _ZEROS + sum(digits[::2].translate(_DOUBLED))
            return answer if total % 10 == 0 else None
        if (width == 5 and self._codes is self) or (width == 9 and self.kind in (None, "siren")):
            return self._codes.get(digits)
        return None

    def settled(self, cell: bytes, home: bytes) -> bytes:
        """The answer to a cell in the département of another cell, unless that is empty."""
        departement = text_of(home)
        if not departement.strip():
            return self[cell]
        answer = self.code(cell)
        code = departement.encode()
        if answer is not None and answer.split(self._added.delimiter, 3)[2] == code:
            return answer
        return self._read(text_of(cell), departement)

    # --- texts ------------------------------------------------------------------------------------

    def _read(self, text: str, departement: str | None) -> bytes:
        if not text.strip():
            return self.empty
        if self.kind is None and departement is None and not self.noted:
            address = _town_at_code(text)
            code, town, key = address or ("", "", "")
            if answer := self._at_code.get((code, key)):
                return answer
            if self._names.cannot_match(text):
                return self._unsettled("unknown", text)
            if address and " - " not in town and find_type(key) is None:
                answer = self._at_town(f"{code} {town}")
                if answer is not self._made.get(("unknown", (), (), (), False, ())):
                    return answer
        elif not text[0].isdigit():
            self._names.is_indexed()  # else the ladder reads the tables
        return self._resolved(text, departement)

    def _at_town(self, address: str) -> bytes:
        """The answer to a postal code and town."""
        answer = self._towns.get(address)
        if answer is None:
            if self._names.is_indexed() and not self._at_code:
                self._index_towns()
            if len(self._towns) >= _MOST_KEPT * 3:
                self._towns.clear()
            answer = self._towns[address] = self._resolved(address, None)
        return answer

    def _resolved(self, text: str, departement: str | None) -> bytes:
        outcome = resolve(
            text, self.kind, departement=departement, suggest=False, explain=self.noted
        )
        if isinstance(outcome, Malformed):
            return self._unsettled("invalid", text, outcome.message)
        if isinstance(outcome, Unknown):
            return self._unsettled("unknown", text, outcome.message)
        return self._placed(outcome, text)

    def _unsettled(self, status: str, text: str, note: str = "") -> bytes:
        keep_example(self.examples[status], (text, self.kind))
        return self._cells(status, note=note)

    def _placed(self, outcome: Places, text: str) -> bytes:
        """The answer to the places of a text."""
        first = outcome.candidates[0]
        note = " ".join((*first.notes, *homonym_notes(outcome))) if self.noted else ""
        if len(outcome.candidates) == 1:
            if not first.approximate and not note:
                return self._at(first.departements, first.communes)
            homes = first.departements
        else:
            if self._is_ambiguous(outcome):
                labels = ", ".join(place_label(place) for place in outcome.candidates[:5])
                answer = self._unsettled("ambiguous", text, f"Plusieurs lieux : {labels}.")
                if isinstance(answer, NotedAnswer):
                    answer.maybe = _homes(outcome)
                return answer
            # All have the same guichet vert, but any may be meant: give the départements of all.
            homes = _homes(outcome)
        return self._at_place(first, homes, approximate=first.approximate, note=note)

    def _is_ambiguous(self, outcome: Places) -> bool:
        """Whether the places have different answers; guichets verts are compared first (faster)."""
        found = outcome.candidates
        answers = [self._at(one.departements, one.communes) for one in found]
        parts = [self._parts[getattr(one, "base", one)] for one in answers]
        if len({(status, networks) for status, _, networks, _ in parts}) > 1:
            return True
        first, *others = (matching.local_coverage(self._catalogue, one) for one in found)
        return any(other != first for other in others)

    def _at(self, departements: tuple[str, ...], communes: tuple[str, ...]) -> bytes:
        """The answer for the area of a place.

        Communes matter only in départements where a network lists communes; the cache key has the
        sets of these networks, not the communes.
        """
        if self._finer.isdisjoint(departements):
            communes = ()
        key = departements, frozenset(self._listed.get(insee, ()) for insee in communes)
        cells = self._places.get(key)
        if cells is None:
            place = Place("commune", "", "", departements, (), communes)
            cells = self._places[key] = self._at_place(place, departements)
        return cells

    def _at_place(
        self,
        place: Place,
        homes: tuple[str, ...],
        *,
        approximate: bool = False,
        note: str = "",
    ) -> bytes:
        """The answer for a place; ``homes`` are the départements to give for it."""
        guichet = matching.guichet_vert_at(self._catalogue, place)
        local: tuple[Network, ...] = ()
        if self._local:
            local = matching.local_networks_at(self._catalogue, place, self._added.today)
        outdated = tuple(filter(None, self._validity(guichet.networks, local)))
        return self._cells(
            guichet.status,
            homes,
            guichet.networks,
            tuple(one for one in local if not self._validity_note(one)),
            approximate=approximate,
            outdated=outdated,
            note=" ".join(filter(None, (note, *outdated))),
        )

    def _validity(self, networks: tuple[str, ...], local: tuple[Network, ...]) -> Iterator[str]:
        """A note on each network of an answer that is not valid today, as ``find`` gives."""
        return map(self._validity_note, (*self._guichets_verts(networks), *local))

    def _validity_note(self, network: Network) -> str:
        return matching.validity_note(network, self._added.today)

    def _networks_by_commune(self) -> dict[str, tuple[int, ...]]:
        """By commune, the positions of the networks that list it and that an answer may name."""
        facets = self._catalogue.facets
        below = set(facets["scope"].get("below", ()))
        if not self._local:
            below.intersection_update(facets["kind"].get(matching.GUICHET_VERT, ()))
        listed: dict[str, tuple[int, ...]] = {}
        for position, network in zip(below, self._catalogue.networks_at(below), strict=True):
            for insee in network.communes:
                listed[insee] = (*listed.get(insee, ()), position)
        return listed

    # --- cells ------------------------------------------------------------------------------------

    def _cells(
        self,
        status: str,
        departements: tuple[str, ...] = (),
        networks: tuple[str, ...] = (),
        local: tuple[Network, ...] = (),
        *,
        approximate: bool = False,
        outdated: tuple[str, ...] = (),
        note: str = "",
    ) -> bytes:
        ids = tuple(one.id for one in local)
        made = (status, departements, networks, ids, approximate, outdated)
        base = self._made.get(made)
        if base is None:
            base = self._line(status, departements, networks, local)
            if approximate or outdated:
                base = UniqueAnswer(base)
            if approximate:
                self.guesses.add(base)
            if outdated:
                self.outdated[base] = outdated
            self._made[made] = base
            self._parts[base] = status, departements, networks, local
        if not note or not self.noted:
            return base
        return self.with_note(base, note)

    def with_note(self, answer: bytes, note: str) -> NotedAnswer:
        """An answer with one more note."""
        base, note = getattr(answer, "base", answer), f"{note_of(answer)} {note}".strip()
        noted = NotedAnswer(self._line(*self._parts[base], note))
        noted.base, noted.note = base, note
        return noted

    def departements(self, answer: bytes) -> tuple[str, ...]:
        """The codes of the départements that an answer names, or may mean."""
        _, departements, *_ = self._parts.get(getattr(answer, "base", answer), _NOTHING)
        return departements or getattr(answer, "maybe", ())

    def _line(
        self,
        status: str,
        departements: tuple[str, ...] = (),
        networks: tuple[str, ...] = (),
        local: tuple[Network, ...] = (),
        note: str = "",
    ) -> bytes:
        regions = gazetteer.regions_of(departements)
        cells = [status, *map(";".join, (departements, regions, networks))]
        for name in self._added.more:
            if name == "note":
                cells.append(note)
            elif name.startswith(_LOCAL):
                cells.append(_joined(name.removeprefix(_LOCAL).removeprefix("_") or "id", local))
            else:
                cells.append(_joined(name, self._guichets_verts(networks)))
        return b"".join(self._added.delimiter + self._quoted(cell) for cell in cells)

    def _guichets_verts(self, networks: tuple[str, ...]) -> list[Network]:
        if not self._guichets:
            found = self._catalogue.networks_at(self._catalogue.facets["kind"]["guichet-vert"])
            self._guichets = {one.id: one for one in found}
        return [self._guichets[network] for network in networks]

    def _quoted(self, cell: str) -> bytes:
        text = spreadsheet_safe(visible(cell)).encode(self._added.encoding, "replace")
        if self._added.delimiter in text or b'"' in text:
            return b'"%b"' % text.replace(b'"', b'""')
        return text

    # --- the tables -------------------------------------------------------------------------------

    def _index_codes(self) -> None:
        """Index every code of the tables that the kind allows, as the ladder reads it."""
        kind, codes = self.kind, self._codes
        homes = {home.code: b"" for home in gazetteer.departements()}
        for home in homes.keys() - self._finer:
            homes[home] = self._at((home,), ())
        communes = {
            insee: homes[gazetteer.departement_of(insee)] or self._at_commune(insee)
            for insee, _ in bulk.communes()
        }
        if kind in (None, "insee"):
            codes.update((insee.encode(), cells) for insee, cells in communes.items())
        if kind in (None, "insee") and not self.noted:  # each of these has its own note
            for one in bulk.parts():
                codes.setdefault(one.code.encode(), communes[one.home])
            for former in bulk.formers():
                codes.setdefault(former.code.encode(), communes[former.home])
        if kind in (None, "siren", "siret"):
            codes.update((siren.encode(), communes[insee]) for siren, insee in bulk.sirens())
            for epci in bulk.all_epci():
                codes[epci.code.encode()] = self._together(communes, epci.members)
        if kind in (None, "code-postal"):
            # Last, and at once: thousands of postal codes are also INSEE codes of other communes.
            postal = [(code, self._together(communes, held)) for code, held in bulk.postal_codes()]
            codes.update((code.encode(), cells) for code, cells in postal)
        if self.noted:  # the ladder adds a note on places that are in no region
            mark = self._added.delimiter
            outside = {cells for cells in set(codes.values()) if not cells.split(mark)[3]}
            for code in [code for code, cells in codes.items() if cells in outside]:
                del codes[code]

    def _index_towns(self) -> None:
        """Index the communes by postal code and folded name."""
        keys = {insee: fold(name) for insee, name in bulk.communes()}
        for code, held in bulk.postal_codes():
            self._at_code.update({(code, keys[one]): self._at_commune(one) for one in held})

    def _at_commune(self, insee: str) -> bytes:
        return self._at((gazetteer.departement_of(insee),), (insee,))

    def _together(self, answers: dict[str, bytes], communes: tuple[str, ...]) -> bytes:
        """The answer for several communes: their common answer, else that of their union."""
        found = {answers[insee] for insee in communes}
        if len(found) == 1:
            return found.pop()
        departements = {gazetteer.departement_of(insee) for insee in communes}
        return self._at(tuple(sorted(departements)), communes)


class SeveralColumns(dict[tuple[bytes, ...], bytes]):
    """As :class:`Answers`, by the raw bytes of several cells, tried in order until one resolves.

    With ``settled``, the last cell is the département of the others.

    Attributes:
        examples: the first texts of each status of ``UNSETTLED``.
    """

    def __init__(self, columns: list[Answers], delimiter: bytes, *, settled: bool) -> None:
        super().__init__()
        self._columns = columns
        self._delimiter = delimiter
        self._settled = settled
        self._weight = 0
        self.examples: dict[str, list[Example]] = {status: [] for status in UNSETTLED}

    def __missing__(self, cells: tuple[bytes, ...]) -> bytes:
        answer = self._answer(cells)
        weight = sum(map(len, cells))
        if weight <= LONGEST:
            self._weight += weight + (len(cells) + 1) * _OVERHEAD
            self._weight += len(answer) * isinstance(answer, NotedAnswer)
            if self._weight > _ROOM:
                self.clear()
                self._weight = 0
            self[cells] = answer
        return answer

    def _answer(self, cells: tuple[bytes, ...]) -> bytes:
        unsettled: list[tuple[tuple[bool, int], bytes, Example]] = []
        for at, (answers, cell) in enumerate(zip(self._columns, cells, strict=False)):
            found = answers.settled(cell, cells[-1]) if self._settled else answers[cell]
            status = found.split(self._delimiter, 2)[1].decode()
            if status not in UNSETTLED:
                notes = self._notes(at, found, cells, [one for _, one, _ in unsettled])
                return answers.with_note(found, " ".join(notes)) if notes else found
            rank = (found is answers.empty, UNSETTLED.index(status))
            unsettled.append((rank, found, (text_of(cell), answers.kind)))
        (is_empty, at), answer, example = min(unsettled, key=lambda one: one[0])
        if not is_empty:
            keep_example(self.examples[UNSETTLED[at]], example)
        return answer

    def _notes(
        self, at: int, found: bytes, cells: tuple[bytes, ...], passed: list[bytes]
    ) -> list[str]:
        """Notes on the cells before the one answered, and on cells that contradict it.

        Only if notes are asked for, since the cells after it are read only for them.
        """
        answers, later = self._columns[at], self._columns[at + 1 :]
        if not answers.noted:
            return []
        notes = [f"Cellule passée : {note}" for note in map(note_of, passed) if note]
        homes = answers.departements(found)
        told = [_located(cells[at], homes)]
        for other, cell in zip(later, cells[at + 1 :], strict=False):
            others = other.departements(other[cell])
            if others and set(homes).isdisjoint(others):
                told.append(_located(cell, others))
        if len(told) > 1:
            notes.append(f"La ligne se contredit : {', '.join(told)}.")
        return notes


def _homes(outcome: Places) -> tuple[str, ...]:
    """The codes of the départements of all places that fit a text, sorted."""
    return tuple(sorted({code for place in outcome.candidates for code in place.departements}))


def _located(cell: bytes, departements: tuple[str, ...]) -> str:
    place = Place("", "", "", departements, ())
    return f"« {shortened(text_of(cell).strip())} » est {places.where(place)}"


def count_statuses(found: Iterable[tuple[bytes, int]], delimiter: bytes) -> dict[str, int]:
    """The number of rows by status, from the number by answer."""
    counts = dict.fromkeys(STATUSES, 0)
    for cells, count in found:
        counts[cells.split(delimiter, 2)[1].decode()] += count
    return counts


def _joined(name: str, networks: Iterable[Network]) -> str:
    """The ids, names, or addresses of one kind of some networks, joined by ``;``.

    An unknown one is empty, so that the values of several cells are in the same order.
    """
    sources = (one if name in ("id", "name") else one.contact for one in networks)
    texts = [getattr(one, name) or "" for one in sources]
    return ";".join(texts) if any(texts) else ""


def _town_at_code(text: str) -> tuple[str, str, str] | None:
    """The code and the town of an address, and the town's key; the ladder ignores the rest."""
    found = _STREET_CODE_TOWN.fullmatch(text)
    if found is None:
        return None
    street, code, town = found.groups()
    if _ANOTHER_CODE.search(_BOX.sub("", street)):
        return None
    key = fold(town)
    words = key.split()
    if not words or words[0] in ("cedex", "france"):  # then the ladder reads the street as the town
        return None
    if words[-1] in ARTICLES:  # which the ladder moves
        return None
    return code, town, key


def text_of(cell: bytes) -> str:
    """The text of a cell, without its quotes, decoded as UTF-8, else as Windows-1252 or Latin-1."""
    if cell[:1] == b'"':
        cell = _unquoted(cell)
    for encoding in ("utf-8", "cp1252"):
        try:
            return cell.decode(encoding)
        except UnicodeDecodeError:
            continue
    return cell.decode("latin-1")


def _unquoted(cell: bytes) -> bytes:
    """The content of a quoted cell, and any text after its closing quote, as ``csv`` reads it."""
    content = bytearray()
    at = 1
    while True:
        end = cell.find(b'"', at)
        if end < 0:  # an unclosed quote
            return bytes(content) + cell[at:]
        content += cell[at:end]
        if cell[end + 1 : end + 2] != b'"':
            return bytes(content) + cell[end + 1 :]
        content += b'"'
        at = end + 2
