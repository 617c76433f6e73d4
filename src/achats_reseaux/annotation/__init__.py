"""Annotation of tables: append to each row the guichets verts of its place.

The user's rows come out as they came in. Four columns are appended: the status (of the guichet
vert, or why there is no answer), the codes of the départements and of the regions, and the ids of
the guichets verts, several joined by ``;``; then those of ``MORE_COLUMNS`` asked for. ``tables``
and ``workbooks`` read and write rows, ``answers`` answers their texts.
"""

from __future__ import annotations

from collections import Counter
from functools import lru_cache
from operator import itemgetter

from achats_reseaux import gazetteer
from achats_reseaux.annotation.answers import UNSETTLED, TextAnswers
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
_CONTACTS = ("website", "page", "email", "phone")
_OF_NETWORKS = ("name", *_CONTACTS)
MORE_COLUMNS = (
    *("departement_name", "region_name", *_OF_NETWORKS, "note", "local"),
    *(f"local_{name}" for name in _OF_NETWORKS),
)
"""Optional columns: names of the départements and regions; names and addresses of the guichets
verts; ``note``, how a cell was read or why it was not, and what to know of the addresses that are
appended; ``local…``, ids, names and addresses of the other local networks of the whole place."""

_KEPT, _KEPT_NOTED = 2**16, 2**13
"""The number of rows whose answers are kept; one with a note of its own takes more memory."""


class Annotation:
    """The annotation of one table: its rows, once, then what there is to tell of them.

    Attributes:
        counts: how many rows, without the header and blank lines, have each status; how many are
            ``long`` (more cells than the header), and how many answers are ``partly_read``,
            ``blank`` or ``contradicted``.
    """

    def __init__(
        self,
        table: CsvTable | SheetTable,
        catalogue: Catalogue,
        columns: tuple[tuple[str | None, str], ...],
        *,
        departement_column: str | None = None,
        more: tuple[str, ...] = (),
        today: str = "",
    ) -> None:
        """Find the columns.

        Args:
            table: the table, of which the header is read.
            catalogue: the catalogue in use.
            columns: the columns of places: their kinds, as for ``geocoder.resolve`` (``None`` for
                any), and names or numbers; each row tries them in order until one resolves.
            departement_column: a column of départements (names or codes), for homonyms.
            more: columns of ``MORE_COLUMNS`` to append; with any address, also the note.
            today: ISO date, to which the validity of local networks is compared.

        Raises:
            UsageError: there is no such column, or the table is annotated already.
        """
        if any(name.removeprefix("local_") in _CONTACTS for name in more):
            more = tuple(dict.fromkeys((*more, "note")))
        self._table, self._catalogue, self._more = table, catalogue, more
        names = [name.strip() for name in table.header]
        self._added = [*ADDED_COLUMNS, *(f"reseaux_{name}" for name in more)]
        folded = set(map(fold, names))
        if ours := next((one for one in self._added if fold(one) in folded), None):
            message = f"Le fichier a déjà une colonne {ours} : il est déjà annoté."
            raise UsageError(message, "Partez du fichier d'origine, ou renommez cette colonne.")
        self._kinds = [kind for kind, _ in columns]
        self._settled = departement_column is not None
        wanted = [name for _, name in columns]
        at = column_numbers(names, [*wanted, *filter(None, [departement_column])])
        self._pick = itemgetter(*at)
        self._noted = "note" in more
        local = any(name.startswith("local") for name in more)
        self._answers = TextAnswers(catalogue, noted=self._noted, local=local, today=today)
        self._appended_to = lru_cache(_KEPT_NOTED if self._noted else _KEPT)(self._looked_up)
        self._appended = lru_cache(_KEPT_NOTED)(self._cells)  # rows of one answer share them
        self.counts: Counter[str] = Counter()

    def annotated(self) -> Iterator[list[str]]:
        """The header and the rows with what is appended; a blank row stays blank.

        Raises:
            FileError: a row cannot be read.
        """
        yield self._table.header + self._added
        width, counts = len(self._table.header), self.counts
        for row in self._table.rows:
            if len(row) != width:
                if not row:
                    yield row
                    continue
                counts["long"] += len(row) > width
                row.extend([""] * (width - len(row)))
            counted, added = self._appended_to(self._pick(row))
            for what in counted:
                counts[what] += 1
            yield row + added

    def _looked_up(self, cells: str | tuple[str, ...]) -> tuple[list[str], list[str]]:
        return self._appended(self._answer([cells] if isinstance(cells, str) else list(cells)))

    def _answer(self, texts: list[str]) -> TextAnswer:
        """The answer to the cells of a row: the first that resolves, else the most telling one."""
        home = texts.pop() if self._settled else ""
        departement = home if home.strip() and not is_missing(home) else None
        passed: list[TextAnswer] = []
        for text, kind in zip(texts, self._kinds, strict=True):
            answer = self._answers.of(text, kind, departement)
            if answer.status not in UNSETTLED:
                return self._compared(answer, passed, texts) if len(texts) > 1 else answer
            passed.append(answer)
        return min(passed, key=lambda one: (one.blank, UNSETTLED.index(one.status)))

    def _compared(
        self, answer: TextAnswer, passed: list[TextAnswer], texts: list[str]
    ) -> TextAnswer:
        """An answer with notes on the cells before its own, and on cells that contradict it."""
        told, at = [one for one in passed if not one.blank], len(passed)
        notes = [answer.note, *(f"Cellule passée : {one.note}" for one in told if one.note)]
        # A homonym that the answer settles is not passed over.
        unread = any({*one.meant}.isdisjoint(answer.departements) for one in told)
        located = [(texts[at], answer.departements)]
        for text, kind in zip(texts[at + 1 :], self._kinds[at + 1 :], strict=True):
            if kind or self._noted:  # a free text takes ten times as long as a code
                other = self._answers.of(text, kind)
                homes = other.departements or other.meant
                if homes and {*homes}.isdisjoint(answer.departements):
                    located.append((text, homes))
        if len(located) > 1:
            said = (
                f"« {shortened(text.strip())} » est {places.where(Place('', '', '', homes, ()))}"
                for text, homes in located
            )
            notes.append(f"La ligne se contredit : {', '.join(said)}.")
        return answer.replace(
            note=" ".join(filter(None, notes)),
            partly_read=answer.partly_read or unread,
            contradicted=len(located) > 1,
        )

    def _cells(self, answer: TextAnswer) -> tuple[list[str], list[str]]:
        """What is counted of an answer, and the texts of the cells to append."""
        told = ("partly_read", "blank", "contradicted")
        counted = [answer.status, *(one for one in told if getattr(answer, one))]
        listed = (answer.departements, answer.regions, answer.guichets_verts)
        cells = [answer.status, *map(";".join, listed)]
        if self._more:
            values = self._values(answer)
            cells += [values[name] for name in self._more]
        return counted, [spreadsheet_safe(visible(cell)) for cell in cells]

    def _values(self, answer: TextAnswer) -> dict[str, str]:
        """The texts of ``MORE_COLUMNS``."""
        values, notes = {"local": ";".join(answer.local)}, [answer.note]
        for kind, codes in (("departement", answer.departements), ("region", answer.regions)):
            areas = (gazetteer.territory(kind, code) for code in codes)
            values[f"{kind}_name"] = ";".join(one.name for one in areas if one is not None)
        for prefix, ids in (("", answer.guichets_verts), ("local_", answer.local)):
            networks = [self._catalogue.network(one) for one in ids]
            for name in _OF_NETWORKS:
                texts = [getattr(one if name == "name" else one.contact, name) for one in networks]
                # Empty ones too, so that cells correspond.
                values[prefix + name] = ";".join(one or "" for one in texts) if any(texts) else ""
            if asked := [name for name in _OF_NETWORKS if prefix + name in self._more]:
                notes += [network.caveat(asked) for network in networks]
        return {**values, "note": " ".join(filter(None, notes))}
