"""Convert a spreadsheet of local desks to entries of a user's catalogue, or list all its faults.

Each row is a service. Rows with the same name are one service, whose areas are merged; all their
other cells must be equal.
"""

from __future__ import annotations

from typing import Any

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.directory import import_table
from achats_reseaux.catalogue.directory.places import area_names, codes_covered
from achats_reseaux.catalogue.directory.services import (
    CellFault,
    Cells,
    ImportSettings,
    Service,
    read_service,
)
from achats_reseaux.catalogue.directory.spreadsheet import split_header
from achats_reseaux.catalogue.yaml_reader import MOST_FAULTS
from achats_reseaux.gazetteer import bulk
from achats_reseaux.model import Record
from achats_reseaux.text import fold, shortened

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from achats_reseaux.catalogue.directory.spreadsheet import DirectoryHeader, Row
    from achats_reseaux.model import Catalogue

    Plain = dict[str, Any]
    """Plain values, as a catalogue file has them."""

    Services = dict[str, list[Service]]
    """The rows of each service, by its id."""


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
    services: list[Service] = []
    notes = [*_notes_on_columns(columns, below)]
    totals = {word for (word,) in import_table("totaux")}
    for line, texts in below:
        if not any(texts) or len(faults) >= MOST_FAULTS:
            continue
        cells = Cells(columns, line, texts)
        if not cells.faults:
            if fold(cells.name) in totals:
                notes.append(f"Ligne {line} : « {cells.name} » est un total, non repris.")
                continue
            services.append(read_service(cells, catalogue, settings))
        faults += cells.faults
        notes += cells.notes
    whole = _by_id(one for one in services if not one.cells.faults)
    faults += _faults_together(catalogue, whole)
    if not whole and not faults:
        faults.append(CellFault(columns.line, "(toutes)", "", "au moins une ligne sous l'en-tête"))
    faults += _parts_of_communes(_by_id(services))
    faults.sort(key=lambda fault: fault.line)
    lines = {name: rows_of_it[0].cells.line for name, rows_of_it in whole.items()}
    value = _catalogue_of(catalogue, whole, settings)
    return Directory(value, tuple(faults), tuple(dict.fromkeys(notes)), lines)


def _by_id(services: Iterable[Service]) -> Services:
    found: Services = {}
    for one in services:
        found.setdefault(one.entry["id"], []).append(one)
    return found


# --- all rows together ----------------------------------------------------------------------------


def _faults_together(catalogue: Catalogue, services: Services) -> Iterator[CellFault]:
    """The faults of rows that are valid by themselves: a name that is taken, or told otherwise."""
    for name, rows in services.items():
        first = rows[0]
        for one in rows:
            expected = []
            for namespace in ("network", "notion"):
                lexicon = catalogue.lexicon[namespace]
                owner = lexicon.get(fold(one.entry["name"])) or lexicon.get(fold(name))
                if owner:
                    ours = namespace == "network" and catalogue.network(owner).origin == "local"
                    where = ", dans vos compléments" if ours else ""
                    expected.append(f"un autre nom : celui-ci est déjà celui de « {owner} »{where}")
            if {**first.entry, "coverage": None} != {**one.entry, "coverage": None}:
                line = first.cells.line
                expected.append(f"un autre nom, ou les mêmes renseignements qu'à la ligne {line}")
            column = "nom" if "nom" in one.cells.texts else "structure"
            yield from (one.cells.told(column, text, one.entry["name"]) for text in expected)


def _catalogue_of(catalogue: Catalogue, services: Services, settings: ImportSettings) -> Plain:
    """The user's catalogue of these rows; those of one id are one network, its areas merged."""
    networks: dict[str, Plain] = {}
    organisations: dict[str, Plain] = {}
    for name, rows in services.items():
        coverage: dict[str, list[str]] = {}
        for one in rows:
            for key, codes in one.entry["coverage"].items():
                coverage[key] = [*dict.fromkeys((*coverage.get(key, ()), *codes))]
            if one.organisation:
                organisations.setdefault(one.organisation["id"], one.organisation)
        networks[name] = {**rows[0].entry, "coverage": coverage}
    for entry in networks.values():
        word = next(one for one in catalogue.words["kind"] if one.id == entry["kind"])
        if not (entry["summary"] or word.summary):  # neither its own, nor that of its kind
            entry["summary"] = f"{word.label} : {area_names(entry['coverage'])}."
    source = {
        "id": settings.source_id,
        "title": settings.source_title,
        "url": settings.source_url,
        "read_on": settings.day,
    }
    value: Plain = {
        "sources": [source],
        "organisations": [*organisations.values()],
        "networks": [
            {key: one for key, one in entry.items() if one} for entry in networks.values()
        ],
    }
    return {key: one for key, one in value.items() if one or key == "networks"}


def _notes_on_columns(columns: DirectoryHeader, rows: list[Row]) -> Iterator[str]:
    """A note on columns that are not read, and on those of which one cell of a row is."""
    if columns.unread:
        names = ", ".join(f"« {shortened(name, 30)} »" for name in columns.unread)
        yield f"Colonnes non reprises : {names}."
    for positions in columns.at.values():
        if len(positions) > 1:
            names = ", sinon ".join(f"« {columns.names[at]} »" for at in positions)
            filled = [
                {cells[at] for at in positions if any(cells[at : at + 1])} for _, cells in rows
            ]
            many = sum(len(texts) > 1 for texts in filled)
            said = f"{many} lignes en remplissent" if many > 1 else "1 ligne en remplit"
            more = f" ; {said} plusieurs, dont seule la première est reprise" if many else ""
            yield f"Plusieurs colonnes de même sens : {names}{more}."


def _parts_of_communes(services: Services) -> Iterator[CellFault]:
    """The postal codes of a commune that has more, unless all are given, or its name."""
    codes_of: dict[str, list[str]] = {}
    for rows in services.values():
        places = [place for one in rows for place in one.places]
        given = {place.code for place in places if place.kind == "code-postal"}
        if given and not codes_of:
            for code, communes in bulk.postal_codes():
                for insee in communes:
                    codes_of.setdefault(insee, []).append(code)
        named, _ = codes_covered([place for place in places if place.kind != "code-postal"])
        for one in rows:
            codes = {place.code for place in one.places if place.kind == "code-postal"}
            for insee in one.entry["coverage"].get("communes", ()):
                every = codes_of.get(insee, [])
                here = [code for code in every if code in codes]
                missing = [code for code in every if code not in given]
                if here and missing and insee not in named.get("communes", ()):
                    yield one.cells.told(one.placed_in, _whole_commune(insee, here, missing))


def _whole_commune(insee: str, here: list[str], missing: list[str]) -> str:
    are = "n'est qu'une partie" if len(here) == 1 else "ne sont qu'une partie"
    more = f" et {len(missing) - 3} autres" if len(missing) > 4 else ""
    others = ", ".join(missing[:3] if more else missing)
    return (
        f"des communes entières ; {', '.join(here)} {are} de {gazetteer.commune_name(insee)}"
        f" (ajoutez {others}{more}, ou le nom de la commune)"
    )
