"""Annotation of tables: append to each row the guichets verts of its place.

The user's rows come out as they came in. Four columns are appended: the status (of the guichet
vert, or why there is no answer), the codes of the départements and of the regions, and the ids of
the guichets verts, several joined by ``;``; then those of ``MORE_COLUMNS`` asked for. ``tables``
and ``workbooks`` read and write rows, ``answers`` answers their texts.
"""

from __future__ import annotations

from itertools import starmap
from operator import itemgetter

from achats_reseaux import gazetteer
from achats_reseaux.annotation.answers import STATUSES, UNSETTLED, Answers
from achats_reseaux.annotation.columns import column_numbers
from achats_reseaux.errors import UsageError
from achats_reseaux.gazetteer import places
from achats_reseaux.geocoder.codes import is_missing
from achats_reseaux.model import Place
from achats_reseaux.text import fold, shortened, spreadsheet_safe, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from achats_reseaux.annotation.answers import TextAnswer
    from achats_reseaux.annotation.tables import CsvTable
    from achats_reseaux.annotation.workbooks import SheetTable
    from achats_reseaux.model import Catalogue

ADDED_COLUMNS = ("reseaux_status", "reseaux_departement", "reseaux_region", "reseaux_guichet_vert")
_AREA_COLUMNS = ("departement_name", "region_name")
_CONTACTS = ("website", "page", "email", "phone")
_LOCAL = "local"
MORE_COLUMNS = (
    *_AREA_COLUMNS,
    *("name", *_CONTACTS, "note", _LOCAL),
    *(f"{_LOCAL}_{name}" for name in ("name", *_CONTACTS)),
)
"""Optional columns: names of the départements and regions; names and addresses of the guichets
verts; ``note``, how a cell was read or why it was not, and what to know of the addresses that are
appended; ``local…``, ids, names and addresses of the other local networks of the whole place."""

PlaceColumn = tuple[str | None, str]
"""The kind of a column, as for ``geocoder.resolve`` (``None`` for any), and its name."""

_KEPT, _NOTED = 2**17, 8
"""The number of cells, or of several in a row, whose answers are kept; one with a note of its own
takes as much memory as so many."""
_EXAMPLES = 3


class _Known:
    """What is appended for an answer, and to how many rows it was."""

    __slots__ = ("added", "rows")

    def __init__(self, added: list[str]) -> None:
        self.added, self.rows = added, 0


class Annotation:
    """The annotation of one table: its rows, once, then what there is to tell of them.

    Attributes:
        rows: how many, without the header and blank lines; ``long``, of them those with more cells
            than the header; ``guessed``, ``empty``, ``contradicted`` those whose answer is so.
        statuses: how many by status.
        examples: a few texts that are no place, with the kind of their column.
        numbers: the positions of the columns of numbers.
    """

    def __init__(
        self,
        table: CsvTable | SheetTable,
        catalogue: Catalogue,
        columns: tuple[PlaceColumn, ...],
        *,
        departement_column: str | None = None,
        more: tuple[str, ...] = (),
        numbers: tuple[str, ...] = (),
        today: str = "",
    ) -> None:
        """Find the columns.

        Args:
            table: the table, of which the header is read.
            catalogue: the catalogue in use.
            columns: the columns of places, by folded name or by number from 1; each row tries them
                in this order until one resolves.
            departement_column: a column of départements (names or codes), for homonyms.
            more: columns of ``MORE_COLUMNS`` to append; with any address, also the note.
            numbers: columns whose texts are numbers, for a workbook.
            today: ISO date, to which the validity of local networks is compared.

        Raises:
            UsageError: there is no such column, or the table is annotated already.
        """
        if any(name.removeprefix(f"{_LOCAL}_") in _CONTACTS for name in more):
            more = tuple(dict.fromkeys((*more, "note")))
        self._table, self._catalogue, self._more = table, catalogue, more
        names = [name.strip() for name in table.header]
        self._added = [*ADDED_COLUMNS, *(f"reseaux_{name}" for name in more)]
        if twice := {*map(fold, self._added)}.intersection(map(fold, names)):
            ours = next(one for one in self._added if fold(one) in twice)
            message = f"Le fichier a déjà une colonne {ours} : il est déjà annoté."
            raise UsageError(message, "Partez du fichier d'origine, ou renommez cette colonne.")
        self._kinds = [kind for kind, _ in columns]
        self._settled = departement_column is not None
        wanted = [name for _, name in columns]
        at = column_numbers(names, [*wanted, *filter(None, [departement_column])])
        self._pick = itemgetter(*at)
        self.numbers = column_numbers(names, numbers)
        if codes := [names[one] for one in self.numbers if one in at]:
            message = f"La colonne « {shortened(codes[0])} » est lue comme un lieu."
            raise UsageError(message, "Un code reste un texte : --numbers ne la prend pas.")
        self._noted = "note" in more
        local = any(name.startswith(_LOCAL) for name in more)
        self._answers = Answers(catalogue, noted=self._noted, local=local, today=today)
        self.rows = self.long = self.guessed = self.empty = self.contradicted = 0
        self.statuses = dict.fromkeys(STATUSES, 0)
        self.examples: list[tuple[str, str | None]] = []

    def annotated(self) -> Iterator[list[str]]:
        """The header and the rows with what is appended; a blank row stays blank.

        Raises:
            FileError: a row cannot be read.
        """
        yield self._table.header + self._added
        width, pick = len(self._table.header), self._pick
        known: dict[str | tuple[str, ...], _Known] = {}
        shared: dict[TextAnswer, _Known] = {}
        for row in self._table.rows:
            if len(row) != width:
                if not row:
                    yield row
                    continue
                self.long += len(row) > width
                row.extend([""] * (width - len(row)))
            key = pick(row)
            found = known.get(key)
            if found is None:
                if len(known) + _NOTED * len(shared) > _KEPT:
                    self._count(shared)
                    known.clear()
                    shared.clear()
                answer = self._answer([key] if isinstance(key, str) else list(key))
                found = shared.get(answer)
                if found is None:
                    found = shared[answer] = _Known(self._cells(answer))
                known[key] = found
            found.rows += 1
            yield row + found.added
        self._count(shared)

    def _count(self, answers: dict[TextAnswer, _Known]) -> None:
        for answer, known in answers.items():
            rows = known.rows
            self.rows += rows
            self.statuses[answer.status] += rows
            self.guessed += rows * answer.approximate
            self.empty += rows * answer.blank
            self.contradicted += rows * answer.contradicted

    def _answer(self, texts: list[str]) -> TextAnswer:
        """The answer to the cells of a row: the first that resolves, else the most telling one."""
        home = texts.pop() if self._settled else ""
        departement = home if home.strip() and not is_missing(home) else None
        passed: list[TextAnswer] = []
        for at, text in enumerate(texts):
            answer = self._answers.of(text, self._kinds[at], departement)
            if answer.status not in UNSETTLED:
                return self._compared(answer, texts, at, passed) if len(texts) > 1 else answer
            passed.append(answer)
        ranks = [(one.blank, UNSETTLED.index(one.status)) for one in passed]
        at = ranks.index(min(ranks))
        told = passed[at].blank or passed[at].status == "ambiguous"
        if not told and len(self.examples) < _EXAMPLES:
            self.examples.append((texts[at], self._kinds[at]))
        return passed[at]

    def _compared(
        self, answer: TextAnswer, texts: list[str], at: int, passed: list[TextAnswer]
    ) -> TextAnswer:
        """An answer with notes on the cells before its own, and on cells that contradict it."""
        elsewhere = []
        for text, kind in zip(texts[at + 1 :], self._kinds[at + 1 :], strict=True):
            if kind is None and not self._noted:
                continue  # a free text takes ten times as long as a code: a note alone is worth it
            other = self._answers.of(text, kind)
            homes = other.departements or other.meant
            if homes and set(homes).isdisjoint(answer.departements):
                elsewhere.append((text, homes))
        told = (one.note for one in passed if not one.blank)
        notes = [answer.note, *(f"Cellule passée : {note}" for note in told if note)]
        if elsewhere:
            located = starmap(_located, [(texts[at], answer.departements), *elsewhere])
            notes.append(f"La ligne se contredit : {', '.join(located)}.")
        return answer.replace(note=" ".join(filter(None, notes)), contradicted=bool(elsewhere))

    def _cells(self, answer: TextAnswer) -> list[str]:
        """The texts of the cells to append for an answer."""
        listed = (answer.departements, answer.regions, answer.guichets_verts)
        cells = [answer.status, *map(";".join, listed)]
        for name in self._more:
            prefix = f"{_LOCAL}_" * name.startswith(_LOCAL)
            ids = answer.local if prefix else answer.guichets_verts
            field = "id" if name == _LOCAL else name.removeprefix(prefix)
            if name == "note":
                cells.append(" ".join(filter(None, (answer.note, *self._contact_notes(answer)))))
            elif name in _AREA_COLUMNS:
                kind = name.removesuffix("_name")
                codes = answer.regions if kind == "region" else answer.departements
                areas = (gazetteer.territory(kind, code) for code in codes)
                cells.append(";".join(one.name for one in areas if one is not None))
            else:
                cells.append(self._joined(field, ids))
        return [spreadsheet_safe(visible(cell)) for cell in cells]

    def _contact_notes(self, answer: TextAnswer) -> Iterator[str]:
        """What to know of the addresses that are appended, a sentence for each network."""
        for prefix, ids in (("", answer.guichets_verts), (f"{_LOCAL}_", answer.local)):
            fields = [one.removeprefix(prefix) for one in self._more if one.startswith(prefix)]
            for network in map(self._catalogue.network, ids):
                yield network.contact_note(fields)

    def _joined(self, field: str, ids: tuple[str, ...]) -> str:
        """A field of some networks, joined by ``;``; empty ones too, so that cells correspond."""
        networks = map(self._catalogue.network, ids)
        sources = (one.contact if field in _CONTACTS else one for one in networks)
        texts = [getattr(one, field) or "" for one in sources]
        return ";".join(texts) if any(texts) else ""


def _located(text: str, departements: tuple[str, ...]) -> str:
    place = Place("", "", "", departements, ())
    return f"« {shortened(text.strip())} » est {places.where(place)}"
