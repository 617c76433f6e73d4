"""Convert a spreadsheet of local desks to entries of a user's catalogue, or list all its faults.

Each row is a service. Rows with the same name are one service, whose areas are merged; all their
other cells must be equal. Of several columns of places, the finest one filled is the area served;
the wider ones tell its homonyms apart.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.directory.cell_values import (
    ADDRESS_SEPARATORS,
    EMAIL,
    NUMBER_SEPARATORS,
    CellError,
    area_names,
    covered,
    email,
    first_of,
    iso_day,
    past_day,
    phone,
    read_import_table,
    service_name,
    site_url,
)
from achats_reseaux.catalogue.directory.table import split_header
from achats_reseaux.catalogue.yaml_reader import HIDDEN, MOST_FAULTS
from achats_reseaux.gazetteer import bulk
from achats_reseaux.model import Record
from achats_reseaux.text import day, fold, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from achats_reseaux.catalogue.directory.cell_values import CellPlaces
    from achats_reseaux.catalogue.directory.table import DirectoryHeader, Row
    from achats_reseaux.model import Catalogue

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

_WORDS = (("type", "kind"), ("theme", "theme"), ("public", "audience"))
_TEXTS = {"resume": "summary", "cout": "cost", "qui": "who"}
_DAYS = {"valable-du": "valid_from", "valable-jusqu-au": "valid_until"}


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


class Directory(Record):
    """The result of an import: a user's catalogue, the faults, and notes on what was read."""

    value: Plain
    faults: tuple[CellFault, ...]
    notes: tuple[str, ...]
    lines: Mapping[str, int]


def read_directory(catalogue: Catalogue, rows: list[Row], settings: ImportSettings) -> Directory:
    """Read the rows of a spreadsheet, the header among them.

    Args:
        catalogue: the catalogue to extend, without an earlier result of the import.
        rows: each with its line number.
        settings: the settings for all rows.

    Raises:
        FileError: there is no header.
    """
    columns, below = split_header(rows)
    faults = [
        CellFault(
            columns.line, second, second, f"une seule colonne de ce sens ; « {first} » en est une"
        )
        for first, second in columns.twice
    ]
    read: list[_Row] = []
    notes: list[str] = []
    totals = {word for (word,) in read_import_table("totaux.tsv")}
    for line, cells in below:
        if not any(cells) or len(faults) >= MOST_FAULTS:
            continue
        row = _Row(catalogue, columns, settings, line, cells)
        if row.entry and fold(row.name) in totals:
            notes.append(f"Ligne {line} : « {row.name} » est un total, non repris.")
            continue
        read.append(row)
        faults += row.faults
        notes += row.notes
    whole = [row for row in read if not row.faults]
    faults += _faults_together(catalogue, columns, whole)
    if not whole and not faults:
        faults.append(CellFault(columns.line, "(toutes)", "", "au moins une ligne sous l'en-tête"))
    faults += _parts_of_communes(read)
    notes = [*_notes_on_columns(columns, below), *notes]
    value = _catalogue_of(catalogue, whole, settings)
    lines: dict[str, int] = {}
    for row in whole:
        lines.setdefault(row.entry["id"], row.line)
    faults.sort(key=lambda fault: fault.line)
    return Directory(value, tuple(faults), tuple(dict.fromkeys(notes)), lines)


def _faults_together(
    catalogue: Catalogue, columns: DirectoryHeader, rows: list[_Row]
) -> Iterator[CellFault]:
    """The faults of rows that are valid by themselves: a name that is taken, or told otherwise."""
    first: dict[str, _Row] = {}
    for row in rows:
        entry = row.entry
        column, name = row.named_in, entry["name"]
        for namespace in ("network", "notion"):
            lexicon = catalogue.lexicon[namespace]
            owner = lexicon.get(fold(name)) or lexicon.get(fold(entry["id"]))
            if owner:
                ours = namespace == "network" and catalogue.network(owner).origin == "local"
                where = ", dans vos compléments" if ours else ""
                expected = f"un autre nom : celui-ci est déjà celui de « {owner} »{where}"
                yield CellFault(row.line, column, name, expected)
        before = first.setdefault(entry["id"], row)
        if {**before.entry, "coverage": None} != {**entry, "coverage": None}:
            expected = f"un autre nom, ou les mêmes renseignements qu'à la ligne {before.line}"
            yield CellFault(row.line, column, name, expected)


def _catalogue_of(catalogue: Catalogue, rows: list[_Row], settings: ImportSettings) -> Plain:
    """The user's catalogue of these rows; those of one id are one network, its areas merged."""
    networks: dict[str, Plain] = {}
    for row in rows:
        entry = networks.setdefault(row.entry["id"], {**row.entry, "coverage": {}})
        for key, codes in row.entry["coverage"].items():
            listed = entry["coverage"].setdefault(key, [])
            listed += [code for code in codes if code not in listed]
    for entry in networks.values():
        entry["summary"] = entry["summary"] or _summary(catalogue, entry)
    organisations = {one["id"]: one for row in reversed(rows) if (one := row.organisation)}
    source = {
        "id": settings.source_id,
        "title": settings.source_title,
        "url": settings.source_url,
        "read_on": settings.day,
    }
    value: Plain = {
        "sources": [source],
        "organisations": list(reversed(organisations.values())),
        "networks": [
            {key: one for key, one in entry.items() if one} for entry in networks.values()
        ],
    }
    return {key: one for key, one in value.items() if one or key == "networks"}


def _summary(catalogue: Catalogue, entry: Plain) -> str:
    """The default summary of an entry; ``""`` if its kind has one for all."""
    word = next(one for one in catalogue.words["kind"] if one.id == entry["kind"])
    return "" if word.summary else f"{word.label} : {area_names(entry['coverage'])}."


def _notes_on_columns(columns: DirectoryHeader, rows: list[Row]) -> Iterator[str]:
    """A note on columns that are not read, and on those of which one cell of a row is."""
    if columns.unread:
        names = ", ".join(f"« {shortened(name, 30)} »" for name in columns.unread)
        yield f"Colonnes non reprises : {names}."
    for column in columns.also:
        positions = columns.positions(column)
        names = ", sinon ".join(f"« {columns.names[at]} »" for at in positions)
        filled = [{cells[at] for at in positions if cells[at : at + 1] > [""]} for _, cells in rows]
        many = sum(len(texts) > 1 for texts in filled)
        said = f"{many} lignes en remplissent" if many > 1 else "1 ligne en remplit"
        more = f" ; {said} plusieurs, dont seule la première est reprise" if many else ""
        yield f"Plusieurs colonnes de même sens : {names}{more}."


def _parts_of_communes(rows: list[_Row]) -> Iterator[CellFault]:
    """The postal codes of a commune that has more, unless all are given, or its name."""
    codes_of: dict[str, list[str]] = {}
    if any(row.places and row.places.postal_codes for row in rows):
        for code, communes in bulk.postal_codes():
            for insee in communes:
                codes_of.setdefault(insee, []).append(code)
    given: dict[str, set[str]] = {}
    named: dict[str, set[str]] = {}
    for row in rows:
        if row.places:
            given.setdefault(row.entry["id"], set()).update(row.places.postal_codes)
            named.setdefault(row.entry["id"], set()).update(row.places.named)
    for row in rows:
        codes = row.places.postal_codes if row.places else {}
        for insee in dict.fromkeys(insee for of_it in codes.values() for insee in of_it):
            missing = [one for one in codes_of[insee] if one not in given[row.entry["id"]]]
            if missing and insee not in named[row.entry["id"]]:
                here = [one for one in codes_of[insee] if one in codes]
                expected = _whole_commune(insee, here, missing)
                yield CellFault(row.line, row.column, row.text, expected)


class _Row:
    """One row, read; nothing of it depends on other rows.

    Attributes:
        entry: that of its service, empty values among it; incomplete if there are faults.
        faults, notes: on its cells.
        organisation: that of its service, if the catalogue does not have it.
        column, text, places: the cell of its places (heading and text), and what it covers.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        columns: DirectoryHeader,
        settings: ImportSettings,
        line: int,
        cells: list[str],
    ) -> None:
        self.catalogue = catalogue
        self.columns = columns
        self.settings = settings
        self.line = line
        self.at = {
            name: next((at for at in columns.positions(name) if cells[at : at + 1] > [""]), at)
            for name, at in columns.at.items()
        }
        self.cells = {name: cells[at] for name, at in self.at.items() if at < len(cells)}
        self.name = self.cells.get("nom") or self.cells.get("structure", "")
        self.faults: list[CellFault] = []
        self.notes: list[str] = []
        self.organisation: Plain | None = None
        self.column = self.text = ""
        self.places: CellPlaces | None = None
        self.refuse_unreadable(cells[len(columns.names) :])
        self.entry = {} if self.faults else self.read_entry()

    @property
    def named_in(self) -> str:
        """The heading of its name."""
        return self.heading("nom" if self.cells.get("nom") else "structure")

    def heading(self, column: str) -> str:
        """The heading of the cell being read, as written."""
        return self.columns.names[self.at[column]]

    def fault(self, column: str, read: str, expected: str) -> None:
        self.faults.append(CellFault(self.line, column, read, expected))

    def note(self, text: str) -> None:
        self.notes.append(f"Ligne {self.line} : {text}")

    def read(self, column: str, reader: Callable[[str], Any]) -> Any:
        """The value of a cell, or ``None`` if it is empty or invalid."""
        text = self.cells.get(column, "")
        if not text:
            return None
        try:
            return reader(text)
        except CellError as error:
            self.fault(self.heading(column), text, str(error))
            return None

    def refuse_unreadable(self, beyond: list[str]) -> None:
        for extra in filter(None, beyond):
            self.fault("(au-delà de l'en-tête)", extra, "rien : un séparateur de trop ?")
        for name, text in self.cells.items():
            if len(text) > LONGEST_CELL:
                self.fault(self.heading(name), text, f"au plus {LONGEST_CELL} signes")
            elif "\ufffd" in text or HIDDEN.search(text):
                self.fault(self.heading(name), text, "un texte sans caractère illisible")

    def read_entry(self) -> Plain:
        name, structure = (
            self.read(column, self.service_name) or "" for column in ("nom", "structure")
        )
        network_id = entry_id(name or structure)
        if not network_id and not self.faults:
            column = "nom" if "nom" in self.columns.at else "structure"
            self.fault(self.heading(column), name or structure, "le nom du service")
        kind, themes, audiences = self.words()
        coverage = self.read_coverage()
        days = {key: day for column, key in _DAYS.items() if (day := self.read(column, iso_day))}
        if checked := self.read("verifie-le", partial(past_day, today=self.settings.today)):
            days["checked_on"] = checked
        if days.get("valid_from", "") > days.get("valid_until", "9999"):
            column = "valable-jusqu-au"
            self.fault(self.heading(column), self.cells[column], "une date après le début")
        self.note_validity(name or structure, days)
        # An address within a name makes its own words no words of the service.
        around = (EMAIL.sub("", f"{name} {structure}"), area_names(coverage))
        self.check_texts(around)
        has_carrier = name and structure and fold(name) != fold(structure)
        return {
            "id": network_id,
            "name": name or structure,
            "kind": kind,
            "themes": themes,
            "audiences": audiences,
            "coverage": coverage,
            "organisation": self.organisation_id(structure) if has_carrier else "",
            **{key: _on_one_line(self.cells.get(column, "")) for column, key in _TEXTS.items()},
            "sources": [self.settings.source_id],
            "checked_on": self.settings.day,
            **days,
            "contact": self.contact(around),
        }

    def note_validity(self, name: str, days: dict[str, str]) -> None:
        """Add a note on an entry that is no longer valid, or not yet; it is imported anyway."""
        start, end = days.get("valid_from", ""), days.get("valid_until", "9999")
        if end < self.settings.today:
            self.note(f"{name} n'était valable que jusqu'au {day(end)}.")
        if start > self.settings.today:
            self.note(f"{name} n'est valable qu'à partir du {day(start)}.")

    def service_name(self, text: str) -> str:
        allowed = self.settings.allow_personal
        return service_name(_on_one_line(text), allow_personal=allowed)

    def words(self) -> tuple[str, list[str], list[str]]:
        """Kind, themes and audiences."""
        kinds, themes, audiences = (
            self.read(column, partial(self.word_ids, namespace)) or []
            for column, namespace in _WORDS
        )
        kind: str = kinds[0] if kinds else self.settings.kind
        if len(kinds) > 1:
            self.fault(self.heading("type"), self.cells["type"], "un seul type")
        alike = [one for one in self.catalogue.networks if one.kind == kind]
        found = []
        for option, of_row, of_import, every in (
            ("theme", themes, self.settings.themes, [one.themes for one in alike]),
            ("public", audiences, self.settings.audiences, [one.audiences for one in alike]),
        ):
            first = every[0] if every else ()
            shared = [one for one in first if all(one in others for others in every)]
            ids = list(of_row or of_import or shared)
            if not ids and not self.cells.get(option):
                self.fault(option, "", f"une colonne « {option} », ou l'option --{option}")
            found.append(ids)
        return kind, found[0], found[1]

    def word_ids(self, namespace: str, text: str) -> list[str]:
        lexicon = self.catalogue.lexicon[namespace]
        if fold(text) in lexicon:
            return [lexicon[fold(text)]]
        found: list[str] = []
        for part in filter(None, (one.strip() for one in re.split(r"[,;/|\n+&]|\bet\b", text))):
            if fold(part) not in lexicon:
                near = nearest(part, list(lexicon))
                known = ", ".join(one.id for one in self.catalogue.words[namespace])
                likely = f" (vouliez-vous dire : {lexicon[near[0]]} ?)" if near else ""
                message = f"l'un de : {known}{likely}"
                raise CellError(message)
            found.append(lexicon[fold(part)])
        return list(dict.fromkeys(found))

    def read_coverage(self) -> Plain:
        whole = dict(read_import_table("territoires-entiers.tsv"))
        filled = [
            (column, kind)
            for column, kind in _PLACE_COLUMNS
            if self.cells.get(column)
            and not self.cells.get(whole.get(fold(self.cells[column]), ""))
        ]
        if not filled:
            names = [self.heading(one) for one, _ in _PLACE_COLUMNS if one in self.columns.at]
            column = names[0] if names else "territoire"
            self.fault(column, "", "un territoire : département, EPCI, communes, codes postaux…")
            return {}
        (column, kind), *wider = filled
        options: dict[str, str] = {}
        inside: tuple[str, ...] = ()
        for name in ("departement", "region"):
            if name not in dict(wider):
                continue
            one = self.read(name, partial(covered, kind=name))
            codes = [] if one is None else [code for many in one.coverage.values() for code in many]
            if len(codes) == 1:  # several settle nothing
                options[name] = self.cells[name]
                is_region = name == "region"
                area = gazetteer.departements_of_region(codes[0]) if is_region else tuple(codes)
                inside = inside or area
        reader = partial(covered, kind=kind, inside=inside, **options)
        found: CellPlaces | None = self.read(column, reader)
        if found is None:
            return {}
        for note in found.notes:
            self.note(note)
        self.column, self.text, self.places = self.heading(column), self.cells[column], found
        return found.coverage

    def check_texts(self, around: tuple[str, ...]) -> None:
        """Check the e-mail addresses within texts as those in the column of addresses."""
        allowed = self.settings.allow_personal
        for column in ("nom", "structure", *_TEXTS):
            for address in EMAIL.finditer(self.cells.get(column, "")):
                try:
                    email(address[0], around, allow_personal=allowed)
                except CellError as error:
                    self.fault(self.heading(column), address[0], str(error))

    def contact(self, around: tuple[str, ...]) -> Plain:
        address = partial(email, around=around, allow_personal=self.settings.allow_personal)
        values = {
            "website": self.first("site", site_url),
            "page": self.first("page", site_url),
            "email": self.first("mail", address),
            "phone": self.first("telephone", phone, NUMBER_SEPARATORS),
        }
        sources = [self.settings.source_id]
        return {
            name: {"value": value, "sources": sources} for name, value in values.items() if value
        }

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
            self.notes.append(
                f"Ligne {self.line}, colonne « {self.heading(column)} » : {value} est repris,"
                f" pas « {shortened(rest)} »."
            )
        return value

    def organisation_id(self, name: str) -> str:
        """The id of an organisation, which is added if the catalogue does not have it."""
        known = self.catalogue.lexicon["organisation"].get(fold(name))
        if known:
            return known
        slug = entry_id(name)
        if not slug:
            self.fault(self.heading("structure"), name, "un nom fait de lettres")
        sources = [self.settings.source_id]
        self.organisation = {"id": slug, "name": name, "sources": sources}
        return slug


def _whole_commune(insee: str, here: list[str], missing: list[str]) -> str:
    are = "n'est qu'une partie" if len(here) == 1 else "ne sont qu'une partie"
    more = f" et {len(missing) - 3} autres" if len(missing) > 4 else ""
    others = ", ".join(missing[:3] if more else missing)
    return (
        f"des communes entières ; {', '.join(here)} {are} de {gazetteer.commune_name(insee)}"
        f" (ajoutez {others}{more}, ou le nom de la commune)"
    )


def entry_id(name: str) -> str:
    """The id derived from a name; empty if the name has no Latin letter and no digit."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


def _on_one_line(text: str) -> str:
    return " ".join(text.split())
