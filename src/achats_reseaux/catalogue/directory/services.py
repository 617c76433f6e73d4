"""Read one row of a directory: the service that it tells of, and what is wrong with its cells.

Of several columns of places, the finest one filled is the area served; the wider ones tell its
homonyms apart.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from achats_reseaux.catalogue.directory import CellError, import_table
from achats_reseaux.catalogue.directory.contacts import (
    ADDRESS_SEPARATORS,
    EMAIL,
    NUMBER_SEPARATORS,
    email,
    first_of,
    iso_day,
    past_day,
    phone,
    service_name,
    site_url,
)
from achats_reseaux.catalogue.directory.places import area_names, codes_covered, places_of
from achats_reseaux.catalogue.yaml_reader import HIDDEN
from achats_reseaux.geocoder.codes import MISSING, is_missing
from achats_reseaux.model import Record
from achats_reseaux.text import day, fold, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from achats_reseaux.catalogue.directory.spreadsheet import DirectoryHeader
    from achats_reseaux.model import Catalogue, Place

    Plain = dict[str, Any]
    """Plain values, as a catalogue file has them."""

LONGEST_CELL = 1000
"""Characters. A list of all the communes of a département may be as long."""

_PLACE_COLUMNS: tuple[tuple[str, str | None], ...] = (
    ("codes-insee", "insee"),
    ("communes", "commune"),
    ("codes-postaux", "code-postal"),
    ("epci", "epci"),
    ("territoire", None),
    ("departement", "departement"),
    ("region", "region"),
)
"""The columns of places, the finest first, and the kind of place in their cells."""

_TEXTS = {"resume": "summary", "cout": "cost", "qui": "who"}


class CellFault(Record):
    """An invalid cell: its position, its text and what was expected."""

    line: int
    column: str
    read: str
    expected: str

    def __str__(self) -> str:
        read = f"lu « {shortened(self.read)} »" if self.read else "lu une cellule vide"
        column = shortened(self.column)
        return f"ligne {self.line}, colonne « {column} » : {read}, attendu {self.expected}"


class ImportSettings(Record):
    """The settings for all rows.

    Attributes:
        kind: id of the kind of rows that have none.
        themes, audiences: ids for rows that have none; if empty, those that all networks of the
            kind in the catalogue have in common.
        source_id, source_title, source_url: the source of the spreadsheet.
        day: ISO date of its verification.
        today: ISO date that validity is compared with.
        allow_personal: whether to accept addresses and names that may be a person's.
    """

    kind: str
    themes: tuple[str, ...]
    audiences: tuple[str, ...]
    source_id: str
    source_title: str
    source_url: str
    day: str
    today: str
    allow_personal: bool = False


class Service(Record):
    """The service of one row; nothing of it depends on other rows.

    Attributes:
        cells: of its row, with what is wrong with them.
        entry: that of a catalogue, empty values among it; incomplete if there are faults.
        organisation: that of its carrier, if the catalogue does not have it.
        placed_in: the column of its places.
        places: where it serves.
    """

    cells: Cells
    entry: Plain
    organisation: Plain | None
    placed_in: str
    places: tuple[Place, ...]


class Cells:
    """The cells of a row, and what is wrong with them or to be told.

    Attributes:
        line: its line number.
        texts: the text of each column that is filled.
        name: of its service, as written.
    """

    def __init__(self, columns: DirectoryHeader, line: int, cells: list[str]) -> None:
        self.line = line
        self.faults: list[CellFault] = []
        self.notes: list[str] = []
        self._columns = columns
        filled = {
            name: next((at for at in positions if any(cells[at : at + 1])), None)
            for name, positions in columns.at.items()
        }
        self._at = {name: columns.at[name][0] if at is None else at for name, at in filled.items()}
        self.texts = {name: cells[at] for name, at in filled.items() if at is not None}
        self.name = self.texts.get("nom") or self.texts.get("structure", "")
        for extra in filter(None, cells[len(columns.names) :]):
            self.fault("(au-delà de l'en-tête)", "rien : un séparateur de trop ?", extra)
        for name, text in self.texts.items():
            if len(text) > LONGEST_CELL:
                self.fault(name, f"au plus {LONGEST_CELL} signes")
            elif is_missing(text):
                self.fault(name, f"une cellule vide, ou une valeur : {MISSING}")
            elif "\ufffd" in text or HIDDEN.search(text):
                self.fault(name, "un texte sans caractère illisible")

    def first_column(self, *names: str) -> str:
        """The first of these columns that the table has, or else the last of them."""
        return next((one for one in names if one in self._at), names[-1])

    def heading(self, column: str) -> str:
        """The heading of a column as written, or its id if the table has none."""
        return self._columns.names[self._at[column]] if column in self._at else column

    def told(self, column: str, expected: str, read: str | None = None) -> CellFault:
        """What is wrong with a cell, or with a text that stands for it."""
        text = self.texts.get(column, "") if read is None else read
        return CellFault(self.line, self.heading(column), text, expected)

    def fault(self, column: str, expected: str, read: str | None = None) -> None:
        """Tell what is wrong, as :meth:`told`."""
        self.faults.append(self.told(column, expected, read))

    def note(self, text: str, column: str = "") -> None:
        """Tell how a cell, or the row, was read."""
        where = f", colonne « {self.heading(column)} »" if column else ""
        self.notes.append(f"Ligne {self.line}{where} : {text}")

    def read(self, column: str, reader: Callable[[str], Any]) -> Any:
        """The value of a cell, or ``None`` if it is empty or invalid."""
        if column not in self.texts:
            return None
        try:
            return reader(self.texts[column])
        except CellError as error:
            self.fault(column, str(error))
            return None

    def first(
        self,
        column: str,
        reader: Callable[[str], str],
        separators: re.Pattern[str] = ADDRESS_SEPARATORS,
    ) -> str | None:
        """The first of the contacts of a cell, with a note on the rest of the cell."""
        first = partial(first_of, reader=reader, separators=separators)
        value, rest = self.read(column, first) or (None, "")
        if rest:
            self.note(f"{value} est repris, pas « {shortened(rest)} ».", column)
        return value

    def check_addresses(self, column: str, reader: Callable[[str], str]) -> None:
        """Check the e-mail addresses within a text as those in the column of addresses."""
        for address in EMAIL.finditer(self.texts.get(column, "")):
            try:
                reader(address[0])
            except CellError as error:
                self.fault(column, str(error), address[0])


def read_service(cells: Cells, catalogue: Catalogue, settings: ImportSettings) -> Service:
    """The service of a row of which each cell is text."""
    named = partial(service_name, allow_personal=settings.allow_personal)
    nom, structure = (
        cells.read(column, lambda text: named(" ".join(text.split()))) or ""
        for column in ("nom", "structure")
    )
    name, slug = nom or structure, entry_id(nom or structure)
    if not slug and not cells.faults:
        cells.fault(cells.first_column("nom", "structure"), "le nom du service", name)
    kind, themes, audiences = _words(cells, catalogue, settings)
    placed_in, places, coverage = _ground(cells)
    days = _days(cells, name, settings.today)
    # An address within a name makes its own words no words of the service.
    names = [EMAIL.sub("", one) for one in (nom, structure)]
    area = area_names(coverage)
    address = partial(email, names=names, area=area, allow_personal=settings.allow_personal)
    for column in ("nom", "structure", *_TEXTS):
        cells.check_addresses(column, address)
    carrier, organisation = "", None
    if nom and structure and fold(nom) != fold(structure):
        carrier = catalogue.lexicon["organisation"].get(fold(structure), "")
        if not carrier:
            carrier = entry_id(structure)
            organisation = {"id": carrier, "name": structure, "sources": [settings.source_id]}
        if not carrier:
            cells.fault("structure", "un nom fait de lettres", structure)
    contacts = {
        "website": cells.first("site", site_url),
        "page": cells.first("page", site_url),
        "email": cells.first("mail", address),
        "phone": cells.first("telephone", phone, NUMBER_SEPARATORS),
    }
    entry = {
        "id": slug,
        "name": name,
        "kind": kind,
        "themes": themes,
        "audiences": audiences,
        "coverage": coverage,
        "organisation": carrier,
        **{key: " ".join(cells.texts.get(column, "").split()) for column, key in _TEXTS.items()},
        "sources": [settings.source_id],
        "checked_on": settings.day,
        **days,
        "contact": {
            way: {"value": one, "sources": [settings.source_id]}
            for way, one in contacts.items()
            if one
        },
    }
    return Service(cells, entry, organisation, placed_in, tuple(places))


def _words(
    cells: Cells, catalogue: Catalogue, settings: ImportSettings
) -> tuple[str, list[str], list[str]]:
    """Kind, themes and audiences: of the row, of the import, or what all of the kind share."""
    kinds, themes, audiences = (
        cells.read(column, partial(_word_ids, catalogue, namespace)) or []
        for column, namespace in (("type", "kind"), ("theme", "theme"), ("public", "audience"))
    )
    kind: str = kinds[0] if kinds else settings.kind
    if len(kinds) > 1:
        cells.fault("type", "un seul type")
    alike = [one for one in catalogue.networks if one.kind == kind]
    found = []
    for option, of_row, of_import, every in (
        ("theme", themes, settings.themes, [one.themes for one in alike]),
        ("public", audiences, settings.audiences, [one.audiences for one in alike]),
    ):
        shared = [one for one in (every or [()])[0] if all(one in others for others in every)]
        ids = list(of_row or of_import or shared)
        if not ids and option not in cells.texts:
            cells.fault(option, f"une colonne « {option} », ou l'option --{option}")
        found.append(ids)
    return kind, found[0], found[1]


def _word_ids(catalogue: Catalogue, namespace: str, text: str) -> list[str]:
    lexicon = catalogue.lexicon[namespace]
    parts = [text] if fold(text) in lexicon else re.split(r"[,;/|\n+&]|\bet\b", text)
    found: dict[str, None] = {}
    for part in filter(None, map(str.strip, parts)):
        if fold(part) not in lexicon:
            near = nearest(part, list(lexicon))
            known = ", ".join(one.id for one in catalogue.words[namespace])
            likely = f" (vouliez-vous dire : {lexicon[near[0]]} ?)" if near else ""
            message = f"l'un de : {known}{likely}"
            raise CellError(message)
        found[lexicon[fold(part)]] = None
    return [*found]


def _ground(cells: Cells) -> tuple[str, list[Place], Plain]:
    """The column of the places of a row, these places, and what they cover."""
    whole = dict(import_table("territoires-entiers"))
    filled = [
        (column, kind)
        for column, kind in _PLACE_COLUMNS
        if column in cells.texts and whole.get(fold(cells.texts[column])) not in cells.texts
    ]
    if not filled:
        column = cells.first_column(*(one for one, _ in _PLACE_COLUMNS), "territoire")
        cells.fault(column, "un territoire : département, EPCI, communes, codes postaux…", "")
        return column, [], {}
    (column, kind), *wider = filled
    options: dict[str, str] = {}
    inside: tuple[str, ...] = ()
    for name in ("departement", "region"):
        if name in dict(wider):
            around = cells.read(name, partial(places_of, kind=name)) or []
            codes = [code for codes in codes_covered(around)[0].values() for code in codes]
            if len(codes) == 1:  # several settle nothing
                options[name] = cells.texts[name]
                inside = inside or around[0].departements
    places = cells.read(column, partial(places_of, kind=kind, **options)) or []
    coverage, notes = codes_covered(places, inside)
    for note in notes:
        cells.note(note)
    return column, places, coverage


def _days(cells: Cells, name: str, today: str) -> dict[str, str]:
    """The dates of an entry; one that is not valid any more, or not yet, is told of."""
    readers = {"valid_from": ("valable-du", iso_day), "valid_until": ("valable-jusqu-au", iso_day)}
    readers["checked_on"] = ("verifie-le", partial(past_day, today=today))
    read = {key: cells.read(*one) for key, one in readers.items()}
    days: dict[str, str] = {key: one for key, one in read.items() if one}
    start, end = days.get("valid_from", ""), days.get("valid_until", "9999")
    if start > end:
        cells.fault("valable-jusqu-au", "une date après le début")
    if end < today:
        cells.note(f"{name} n'était valable que jusqu'au {day(end)}.")
    if start > today:
        cells.note(f"{name} n'est valable qu'à partir du {day(start)}.")
    return days


def entry_id(name: str) -> str:
    """The id derived from a name; empty if the name has no Latin letter and no digit."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")
