"""The import of a table of facilitators as entries of one's own, or all that is wrong with it.

The columns are those of ``data/import/modele.csv``, one desk a row. What each value
must look like is in the schema of the catalogue, as for a file that was written by
hand; here are the territories and the names that are taken.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from achats_reseaux import gazetteer
from achats_reseaux.catalogue.covered_areas import AREA_KINDS
from achats_reseaux.catalogue.personal_addresses import ALLOWED, personal_addresses
from achats_reseaux.catalogue.yaml_reader import (
    Document,
    Location,
    YamlMapping,
    YamlSequence,
    fault_at,
    forbidden,
    shown,
)
from achats_reseaux.errors import UsageError
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.blank_cells import why_blank
from achats_reseaux.model import Catalogue, Place, Places
from achats_reseaux.text import counted, fold, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    TableRow = tuple[int, list[str]]
    """The line where a row begins, and its cells."""

COLUMNS = (
    "nom structure territoires resume cout qui telephone courriel site page note jusqu_au"
    " confirme_le"
).split()
REQUIRED = ("nom", "territoires")
CONTACT_COLUMNS = {"site": "website", "page": "page", "courriel": "email", "telephone": "phone"}

DAYS = ("jusqu_au", "confirme_le")
"""The columns of days."""

EXAMPLE = "Clause sociale du Pays de Redon"
"""The desk of the template, which is nobody's."""

_LONGEST_CELL = 2000
_LONGEST_ID = 100
_KEYS = {kind: key for key, kind in AREA_KINDS.items()}
_KEYS |= {"collectivite": "departements", "ept": "epci"}
_AREA = "une commune, un EPCI, un département ou une région d'aujourd'hui"
_PERSON = re.compile(r"(?i)(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+\S")


def imported(
    catalogue: Catalogue,
    taken: dict[str, str],
    file: str,
    table: str,
    rows: Iterable[TableRow],
    common: dict[str, Any],
    source: dict[str, str],
    *,
    allow_personal: bool = False,
) -> Document:
    """What a user's own file will say for a table; ``UsageError`` if its headers are others.

    Args:
        catalogue: the one in use, without other files of the user: what refers to
            nothing else can be moved, sent and imported again.
        taken: whose each id is that a name may not be derived to.
        file: its name.
        table: the name of the table, at whose lines the faults are.
        rows: the header and the rows below.
        common: the keys that are the same for all desks, such as ``kind``.
        source: the list, as a source of the catalogue.
        allow_personal: whether addresses and names may be a person's.
    """
    taken = dict(taken)
    networks = []
    bodies: dict[str, Any] = {}
    faults = [fault_at((table, line), reason) for line, reason in misfit_rows(rows)]
    for line, row in _filled(rows):
        location = (table, line)
        confirmed = _confirmed(catalogue, row)
        if confirmed:
            networks.append(_placed(confirmed, location))
            continue
        coverage, reasons = _coverage(row["territoires"])
        reasons += _faults_of_cells(row, allow_personal=allow_personal)
        name = entry_id(row["nom"]) or f"ligne-{line}"
        if name in taken:
            reasons.append(f"nom : {shown(row['nom'])} est déjà celui de {taken[name]}")
        else:
            taken[name] = f"la ligne {line}"
            carrier = _carrier(catalogue, row["structure"], bodies, source["id"], location)
            given = common | {"id": name, "organisation": carrier, "coverage": coverage}
            networks.append(_placed(_entry(row, given), location))
        faults += [fault_at(location, reason) for reason in reasons]
    header = (table, 1)
    if not (networks or faults):
        faults.append(fault_at(header, "aucune ligne sous l'en-tête"))
    value = YamlMapping(header, {"sources": YamlSequence(header, [_placed(source, header)])})
    value["organisations"] = YamlSequence(header, bodies.values())
    value["networks"] = YamlSequence(header, networks)
    return Document(file, value, tuple(sorted(faults, key=lambda fault: fault.line)))


def misfit_rows(rows: Iterable[TableRow]) -> Iterator[tuple[int, str]]:
    """The lines that have not as many cells as the header, and what is wrong with each.

    Even an empty cell too many is refused: a territory behind an unquoted « ; » would
    push what follows one column to the right.
    """
    lines = iter(rows)
    _, header = next(lines)
    for line, cells in lines:
        if any(map(str.strip, cells)) and len(cells) != len(header):
            size = f"{counted(len(cells), 'cellule')} pour {counted(len(header), 'colonne')}"
            advice = "une cellule qui contient le séparateur va entre guillemets"
            yield line, f"{size} ; {advice}"


def _confirmed(catalogue: Catalogue, row: dict[str, str]) -> dict[str, Any]:
    """The entry that confirms one of the catalogue: its name and a day, nothing else."""
    known = catalogue.lexicon["network"].get(fold(row["nom"]), "")
    others = [text for name, text in row.items() if name not in ("nom", "confirme_le")]
    if not (known and row["confirme_le"]) or any(others):
        return {}
    return {"id": known, "confirmed_on": row["confirme_le"]}


def _carrier(
    catalogue: Catalogue, structure: str, bodies: dict[str, Any], source: str, location: Location
) -> str:
    """The id of the organisation of a name: the catalogue's, else one of ``bodies``, the file's."""
    known = catalogue.lexicon["organisation"].get(fold(structure), "")
    if known or not structure:
        return known
    made = {"id": f"{source}-{len(bodies) + 1}", "name": structure, "sources": (source,)}
    found: str = bodies.setdefault(fold(structure) or structure, _placed(made, location))["id"]
    return found


def taken_names(catalogue: Catalogue) -> dict[str, str]:
    """The ids that a name may not be derived to, and whose each is."""
    taken = {}
    for namespace in ("notion", "network"):
        for word, owner in catalogue.lexicon[namespace].items():
            taken[entry_id(word)] = f"« {owner} »"
    taken[entry_id(EXAMPLE)] = "l'exemple du modèle"
    return taken


def ids_of(rows: Iterable[TableRow]) -> set[str]:
    """The ids derived from the names of a table."""
    return {entry_id(row["nom"]) for _, row in _filled(rows)}


def _filled(rows: Iterable[TableRow]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are not empty, by column, each with its line; « NA » is empty too."""
    lines = iter(rows)
    _, header = next(lines)
    columns = _columns(header)
    for line, cells in lines:
        row = dict.fromkeys(COLUMNS, "")
        if len(cells) != len(header):  # which ``misfit_rows`` tells
            continue
        for name, cell in zip(columns, cells, strict=True):
            text = " ".join(cell.split())
            if name in DAYS:
                text = iso_day(text)
            if name and not why_blank(text):
                row[name] = text
        if any(row.values()):
            yield line, row


def _columns(header: list[str]) -> list[str]:
    """The column of each header; accents, case and a final s are forgiven.

    Raises:
        UsageError: one is unknown or stands twice, or a required one is missing.
    """
    known = {name.removesuffix("s"): name for name in COLUMNS}
    columns: list[str] = []
    wrong = []
    for title in header:
        key = fold(title).replace(" ", "_").removesuffix("s")
        column = known.get(key, "")
        if key and (not column or column in columns):
            wrong.append(shown(title))
        columns.append(column)
    faults = []
    if wrong:
        faults.append(f"colonnes inconnues ou en double : {', '.join(wrong)}")
    required = ("nom",) if "confirme_le" in columns else REQUIRED
    faults += [f"« {name} » manque" for name in required if name not in columns]
    if faults:
        hint = f"Colonnes permises : {', '.join(COLUMNS)}. Un modèle :"
        command = "reseaux catalogue import --template"
        message = f"En-tête : {' ; '.join(faults)}."
        raise UsageError(message, hint, next_commands=(command,))
    return columns


def _entry(row: dict[str, str], given: dict[str, Any]) -> dict[str, Any]:
    """The entry of a row, with what is given of it."""
    beside = {"sources": given["sources"]}
    if row["note"]:
        beside["note"] = row["note"]
    contact = {}
    for column, way in CONTACT_COLUMNS.items():
        if row[column]:
            contact[way] = {"value": _contact_value(way, row[column])} | beside
    values = {"id": given["id"], "name": row["nom"]} | given
    values |= {
        "summary": row["resume"],
        "cost": row["cout"],
        "who": row["qui"],
        "valid_until": row["jusqu_au"],
        "confirmed_on": row["confirme_le"],
        "contact": contact,
    }
    return {key: value for key, value in values.items() if value}


def _placed(value: Any, location: Location) -> Any:
    """A value as if it were written at a line of the table."""
    if isinstance(value, dict):
        placed = {key: _placed(inner, location) for key, inner in value.items()}
        return YamlMapping(location, placed)
    if isinstance(value, list | tuple):
        return YamlSequence(location, value)
    return value


# --- cells ----------------------------------------------------------------------------------------


def _faults_of_cells(row: dict[str, str], *, allow_personal: bool) -> list[str]:
    """What a row lacks, and what no catalogue may hold."""
    faults: list[str] = []
    if not allow_personal:
        faults += _persons(row)
    for column, text in row.items():
        code = forbidden(text)
        if code:
            faults.append(f"{column} : {shown(text)} contient un caractère interdit ({code})")
    faults += [f"{column} : la cellule est vide" for column in REQUIRED if not row[column]]
    if not any(row[column] for column in CONTACT_COLUMNS):
        faults.append(f"il faut l'un de : {', '.join(CONTACT_COLUMNS)}")
    return faults


def _persons(row: dict[str, str]) -> list[str]:
    """What is wrong with the names and addresses of a row that may be a person's."""
    read = {column: text[:_LONGEST_CELL] for column, text in row.items()}  # a longer one is refused
    faults = []
    for column in ("nom", "structure"):
        if _PERSON.match(read[column]):
            faults.append(f"{shown(read[column])} est le nom d'une personne ({ALLOWED})")
    names = f"{read['nom']} {read['structure']}"
    return faults + personal_addresses(read.values(), names, read["territoires"])


def _territories(text: str) -> list[str]:
    """The territories that a cell names."""
    parts = [part.strip() for part in text.split(";")]
    return [part for part in parts if part]


def _coverage(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """The codes of the territories of a cell, and what is wrong with others."""
    coverage: dict[str, list[str]] = {}
    wrong = []
    for part in _territories(text):
        place = _territory(part)
        if isinstance(place, str):
            wrong.append(f"territoires : {place}")
        else:
            coverage.setdefault(_KEYS[place.kind], []).append(place.code)
    return coverage, wrong


def _territory(part: str) -> Place | str:
    """The only place that a text means, or what is wrong with it."""
    outcome = resolve(part)
    if not isinstance(outcome, Places):
        fault = outcome.message.rstrip(".")
        near = ", ".join(getattr(outcome, "suggestions", ())[:3])
        if near:
            fault += f" (vouliez-vous dire : {near} ?)"
        return fault
    place = outcome.candidates[0]
    if len(outcome.candidates) > 1:
        names = [f"{each.name} ({each.departements[0]})" for each in outcome.candidates[:4]]
        return f"{shown(part)} peut être : {', '.join(names)} ; précisez le département"
    if place.kind not in _KEYS or place.approximate:
        commune = gazetteer.territory("commune", part)
        instead = ""
        if commune is not None:  # 76540 is a postal code too: who knows which is meant
            instead = f" ; pour la commune {commune.name} : INSEE {part}"
        return f"{shown(part)} ({place.name}) n'est pas, en entier, {_AREA}{instead}"
    for note in place.notes:
        if " aujourd'hui " in note:  # a former commune, which may be but a part of the present one
            return f"{note.rstrip('.')} ; donnez une commune d'aujourd'hui"
    return place


def readings(rows: Iterable[TableRow]) -> list[str]:
    """How each territory of a table was read, as « 28 : Eure-et-Loir (département) »."""
    lines = {}
    for _, row in _filled(rows):
        for part in _territories(row["territoires"]):
            place = _territory(part)
            if not isinstance(place, str):
                label = LABELS[place.kind]
                if place.kind == "commune":
                    label += f", {place.departements[0]}"
                lines[part] = f"{visible(part)} : {place.name} ({label})"
    return list(lines.values())


def _contact_value(way: str, text: str) -> str:
    """An address or a number as the schema wants it; another text is for the schema to refuse."""
    if way in ("website", "page") and re.fullmatch(r"[^\s/]+\.\S+", text):
        return f"https://{text}"
    if way == "phone":  # with the code of France, or without the zero that a spreadsheet lost
        digits = re.sub(r"[\s.()/-]|^'", "", text)
        local = re.fullmatch(r"(?:(?:\+|00)330?|0)?([1-9]\d{8})", digits)
        if local:
            return " ".join(re.findall("..", f"0{local[1]}"))
    return text


def iso_day(text: str) -> str:
    """A day as it is written in France, as an ISO date; any other text as it is.

    >>> iso_day("31/12/2027"), iso_day("31/13/2027")
    ('2027-12-31', '31/13/2027')
    """
    french = re.fullmatch(r"([0-9]{1,2})[/.]([0-9]{1,2})[/.]([0-9]{4})", text)
    if not french:
        return text
    day, month, year = map(int, french.groups())
    try:
        return date(year, month, day).isoformat()
    except ValueError:  # no such day, which is refused as it was typed
        return text


def entry_id(name: str) -> str:
    """The id derived from a name; empty if the name has no Latin letter and no digit."""
    words = re.sub(r"[^a-z0-9]+", "-", fold(name))
    return words[:_LONGEST_ID].strip("-")
