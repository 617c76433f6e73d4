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
from achats_reseaux.catalogue.cell_values import (
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
from achats_reseaux.catalogue.import_csv import split_header
from achats_reseaux.catalogue.yaml_loader import HIDDEN, MOST_FAULTS
from achats_reseaux.gazetteer import bulk
from achats_reseaux.model import Record
from achats_reseaux.text import day, fold, nearest, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from achats_reseaux.catalogue.cell_values import CellPlaces
    from achats_reseaux.catalogue.import_csv import DirectoryHeader, Row
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
    reading = _Reading(catalogue, columns, settings)
    for line, cells in below:
        if any(cells) and len(reading.faults) < MOST_FAULTS:
            reading.row(line, cells)
    return reading.directory()


class _Reading:
    """One pass over the rows."""

    def __init__(
        self, catalogue: Catalogue, columns: DirectoryHeader, settings: ImportSettings
    ) -> None:
        self.catalogue = catalogue
        self.columns = columns
        self.settings = settings
        self.known = catalogue.networks
        # Words in a finer column that mean all of a wider one, and that wider column.
        self.whole = dict(read_import_table("territoires-entiers.tsv"))
        self.totals = {word for (word,) in read_import_table("totaux.tsv")}
        self.faults: list[CellFault] = []
        self.notes: list[str] = []
        self.networks: dict[str, Plain] = {}
        self.lines: dict[str, int] = {}
        self.places: dict[str, list[tuple[int, str, str, CellPlaces]]] = {}
        self.organisations: dict[str, Plain] = {}
        self.line = columns.line
        self.at = dict(columns.at)
        self.cells: dict[str, str] = {}
        self.dropped = dict.fromkeys(columns.also, 0)  # rows where several of these are filled
        for first, second in columns.twice:
            self.fault(second, second, f"une seule colonne de ce sens ; « {first} » en est une")

    def headings(self, column: str) -> list[str]:
        return [self.columns.names[at] for at in self.columns.positions(column)]

    def heading(self, column: str) -> str:
        """The heading of the cell being read, as written."""
        return self.columns.names[self.at[column]]

    def fault(self, column: str, read: str, expected: str) -> None:
        self.faults.append(CellFault(self.line, column, read, expected))

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

    def row(self, line: int, cells: list[str]) -> None:
        before = len(self.faults)
        self.line = line
        width = len(self.columns.names)
        self.at = {
            name: next((at for at in self.columns.positions(name) if cells[at : at + 1] > [""]), at)
            for name, at in self.columns.at.items()
        }
        self.cells = {name: cells[at] for name, at in self.at.items() if at < len(cells)}
        for name in self.dropped:
            filled = {cells[at] for at in self.columns.positions(name) if cells[at : at + 1] > [""]}
            self.dropped[name] += len(filled) > 1
        for extra in filter(None, cells[width:]):
            self.fault("(au-delà de l'en-tête)", extra, "rien : un séparateur de trop ?")
        for name, text in self.cells.items():
            if len(text) > LONGEST_CELL:
                self.fault(self.heading(name), text, f"au plus {LONGEST_CELL} signes")
            elif "\ufffd" in text or HIDDEN.search(text):
                self.fault(self.heading(name), text, "un texte sans caractère illisible")
        if len(self.faults) > before:
            return
        name = self.cells.get("nom") or self.cells.get("structure", "")
        if fold(name) in self.totals:
            self.notes.append(f"Ligne {line} : « {name} » est un total, non repris.")
            return
        entry = self.entry()
        if len(self.faults) == before:
            self.add(entry)

    def entry(self) -> Plain:
        """The entry of a row, empty values among it; incomplete if there are faults."""
        before = len(self.faults)
        name, structure = (
            self.read(column, self.service_name) or "" for column in ("nom", "structure")
        )
        network_id = entry_id(name or structure)
        if not network_id and len(self.faults) == before:
            column = "nom" if "nom" in self.columns.at else "structure"
            self.fault(self.heading(column), name or structure, "le nom du service")
        kind, themes, audiences = self.words()
        coverage = self.coverage(network_id)
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
            "organisation": self.organisation(structure) if has_carrier else "",
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
            self.notes.append(
                f"Ligne {self.line} : {name} n'était valable que jusqu'au {day(end)}."
            )
        if start > self.settings.today:
            self.notes.append(
                f"Ligne {self.line} : {name} n'est valable qu'à partir du {day(start)}."
            )

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
        alike = [one for one in self.known if one.kind == kind]
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

    def coverage(self, network_id: str) -> Plain:
        filled = [
            (column, kind)
            for column, kind in _PLACE_COLUMNS
            if self.cells.get(column)
            and not self.cells.get(self.whole.get(fold(self.cells[column]), ""))
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
        self.notes += [f"Ligne {self.line} : {note}" for note in found.notes]
        read = (self.line, self.heading(column), self.cells[column], found)
        self.places.setdefault(network_id, []).append(read)
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

    def organisation(self, name: str) -> str:
        """The id of an organisation, which is added if the catalogue does not have it."""
        known = self.catalogue.lexicon["organisation"].get(fold(name))
        if known:
            return known
        slug = entry_id(name)
        if not slug:
            self.fault(self.heading("structure"), name, "un nom fait de lettres")
        sources = [self.settings.source_id]
        self.organisations.setdefault(slug, {"id": slug, "name": name, "sources": sources})
        return slug

    def add(self, entry: Plain) -> None:
        network_id = entry["id"]
        column = self.heading("nom" if self.cells.get("nom") else "structure")
        for namespace in ("network", "notion"):
            lexicon = self.catalogue.lexicon[namespace]
            owner = lexicon.get(fold(entry["name"])) or lexicon.get(fold(network_id))
            if owner:
                ours = namespace == "network" and self.catalogue.network(owner).origin == "local"
                where = ", dans vos compléments" if ours else ""
                expected = f"un autre nom : celui-ci est déjà celui de « {owner} »{where}"
                self.fault(column, entry["name"], expected)
        first = self.networks.setdefault(network_id, entry)
        line = self.lines.setdefault(network_id, self.line)
        if first is entry:
            return
        if {**first, "coverage": None} != {**entry, "coverage": None}:
            expected = f"un autre nom, ou les mêmes renseignements qu'à la ligne {line}"
            self.fault(column, entry["name"], expected)
        for key, codes in entry["coverage"].items():
            listed = first["coverage"].setdefault(key, [])
            listed += [code for code in codes if code not in listed]

    def directory(self) -> Directory:
        settings = self.settings
        if not self.networks and not self.faults:
            self.fault("(toutes)", "", "au moins une ligne sous l'en-tête")
        self.refuse_parts_of_communes()
        source = {
            "id": settings.source_id,
            "title": settings.source_title,
            "url": settings.source_url,
            "date": settings.day,
            "dated": "lu",
        }
        value: Plain = {"sources": [source]}
        if self.organisations:
            value["organisations"] = list(self.organisations.values())
        for entry in self.networks.values():
            entry["summary"] = entry["summary"] or self.summary(entry)
        value["networks"] = [
            {key: one for key, one in entry.items() if one} for entry in self.networks.values()
        ]
        faults = sorted(self.faults, key=lambda fault: fault.line)
        notes = tuple(dict.fromkeys((*self.notes_on_columns(), *self.notes)))
        return Directory(value, tuple(faults), notes, self.lines)

    def notes_on_columns(self) -> Iterator[str]:
        """A note on columns that are not read, and on those of which one cell of a row is."""
        if self.columns.unread:
            names = ", ".join(f"« {shortened(name, 30)} »" for name in self.columns.unread)
            yield f"Colonnes non reprises : {names}."
        for column, rows in self.dropped.items():
            names = ", sinon ".join(f"« {name} »" for name in self.headings(column))
            many = f"{rows} lignes en remplissent" if rows > 1 else "1 ligne en remplit"
            said = f" ; {many} plusieurs, dont seule la première est reprise" if rows else ""
            yield f"Plusieurs colonnes de même sens : {names}{said}."

    def summary(self, entry: Plain) -> str:
        """The default summary of an entry; ``""`` if its kind has one for all."""
        word = next(one for one in self.catalogue.words["kind"] if one.id == entry["kind"])
        return "" if word.summary else f"{word.label} : {area_names(entry['coverage'])}."

    def refuse_parts_of_communes(self) -> None:
        """Refuse postal codes of a commune that has more, unless all are given, or its name."""
        codes_of: dict[str, list[str]] = {}
        if any(one.postal_codes for read in self.places.values() for *_, one in read):
            for code, communes in bulk.postal_codes():
                for insee in communes:
                    codes_of.setdefault(insee, []).append(code)
        for read in self.places.values():
            given = {code for *_, places in read for code in places.postal_codes}
            named = {insee for *_, places in read for insee in places.named}
            for line, column, text, places in read:
                served = [insee for of_it in places.postal_codes.values() for insee in of_it]
                for insee in dict.fromkeys(served):
                    missing = [code for code in codes_of[insee] if code not in given]
                    if missing and insee not in named:
                        here = [code for code in codes_of[insee] if code in places.postal_codes]
                        expected = _whole_commune(insee, here, missing)
                        self.faults.append(CellFault(line, column, text, expected))


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
