"""Local desks of a table, as entries of a user's own file, or all that is wrong with the table.

The columns are those of ``data/import/modele.csv``, one desk a row. What each value must look like
is in the schema of the catalogue, as for a file that was written by hand; here are the territories,
the names that are taken, the addresses of persons, and the file that may be replaced.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from functools import cache
from typing import Any

from achats_reseaux.catalogue.covered_areas import AREA_KINDS
from achats_reseaux.catalogue.yaml_reader import (
    At,
    Block,
    Document,
    Fault,
    Items,
    blocks,
    document_of,
    forbidden,
    shown,
)
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.gazetteer.kinds import LABELS
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import MISSING, is_missing
from achats_reseaux.model import Places
from achats_reseaux.text import fold, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.model import Catalogue, Place

    Row = tuple[int, list[str]]
    """The line where a row begins, and its cells."""

COLUMNS = (
    "nom structure territoires resume cout qui telephone courriel site page note jusqu_au"
).split()
REQUIRED = ("nom", "territoires")
CONTACT_COLUMNS = {"site": "website", "page": "page", "courriel": "email", "telephone": "phone"}

EXAMPLE = "Clause sociale du Pays de Redon"
"""The desk of the template, which is nobody's."""

_KEYS = {kind: key for key, kind in AREA_KINDS.items()}
_KEYS |= {"collectivite": "departements", "ept": "epci"}
_AREA = "une commune, un EPCI, un département ou une région d'aujourd'hui"
# Tried once a word: a long word without an @ is read once.
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w.-]+")
_PERSON = re.compile(r"(?i)(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+\S")
_ALLOW = "--allow-personal l'accepte"
_MARK = "# Écrit par « reseaux catalogue import » : à refaire par lui, pas à la main. Empreinte : "


def imported(
    catalogue: Catalogue,
    file: str,
    table: str,
    rows: Iterable[Row],
    common: dict[str, Any],
    source: dict[str, str],
    *,
    allow_personal: bool = False,
) -> Document:
    """What a user's own file will say for a table; its faults are at the lines of the table.

    Args:
        catalogue: the one that the file will be laid over.
        file: its name.
        table: the name of the table, to be told in faults.
        rows: the header and the rows below.
        common: the keys that are the same for all desks, such as ``kind``.
        source: the list, as a source of the catalogue.
        allow_personal: whether addresses and names may be a person's.

    Raises:
        UsageError: the headers are others.
    """
    taken = _taken_names(catalogue)
    networks, organisations, faults = [], {}, []
    for line, row in _filled(rows):
        at = (table, line)
        coverage, wrong = _coverage(row["territoires"])
        wrong += _faults_of_cells(row)
        if not allow_personal:
            wrong += _personal(row)
        carrier = catalogue.lexicon["organisation"].get(fold(row["structure"]), "")
        if row["structure"] and not carrier:
            carrier = entry_id(row["structure"]) or f"organisme-{line}"
            body = {"id": carrier, "name": row["structure"], "sources": common["sources"]}
            organisations[carrier] = _placed(body, at)
        slug = entry_id(row["nom"]) or f"ligne-{line}"
        if slug in taken:
            wrong.append(f"nom : {shown(row['nom'])} est déjà celui de {taken[slug]}")
        else:
            taken[slug] = f"la ligne {line}"
            given = {"id": slug, **common, "organisation": carrier, "coverage": coverage}
            networks.append(_placed(_entry(row, given), at))
        faults += [Fault(*at, text) for text in wrong]
    if not networks and not faults:
        faults.append(Fault(table, 1, "aucune ligne sous l'en-tête"))
    value = _placed({"sources": [], "organisations": [], "networks": networks}, (table, 1))
    value["sources"].append(_placed(source, (table, 1)))
    value["organisations"] += organisations.values()
    return Document(file, value, tuple(faults))


def _taken_names(catalogue: Catalogue) -> dict[str, str]:
    """The ids that a name may not be derived to, and whose each is."""
    names = {**catalogue.lexicon["notion"], **catalogue.lexicon["network"]}
    taken = {entry_id(word): f"« {owner} »" for word, owner in names.items()}
    taken[entry_id(EXAMPLE)] = "l'exemple du modèle"
    return taken


def ids_of(rows: Iterable[Row]) -> set[str]:
    """The ids derived from the names of a table."""
    return {entry_id(row["nom"]) for _, row in _filled(rows)}


def _filled(rows: Iterable[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are not empty, by column, each with its line."""
    lines = iter(rows)
    columns = _columns(next(lines, (1, []))[1])
    for line, cells in lines:
        row = {}
        for name, cell in zip(columns, cells, strict=False):
            text = " ".join(cell.split())
            if name and text:
                row[name] = text
        if row:
            yield line, dict.fromkeys(COLUMNS, "") | row


def _columns(header: list[str]) -> list[str]:
    """The column of each header; accents, case and a final s are forgiven."""
    known = {name.removesuffix("s"): name for name in ("", *COLUMNS)}
    columns = [known.get(_header_key(title), title) for title in header]
    counts = Counter(columns)
    wrong = {}
    for name in columns:
        is_right = name in COLUMNS and counts[name] == 1
        if name and not is_right:
            wrong[name] = shown(name)
    faults = []
    if wrong:
        faults.append(f"colonnes inconnues ou en double : {', '.join(wrong.values())}")
    faults += [f"« {name} » manque" for name in REQUIRED if name not in columns]
    if faults:
        hint = f"Colonnes permises : {', '.join(COLUMNS)}. Un modèle :"
        command = "reseaux catalogue import --template"
        message = f"En-tête : {' ; '.join(faults)}."
        raise UsageError(message, hint, next_commands=(command,))
    return columns


def _header_key(title: str) -> str:
    return fold(title).replace(" ", "_").removesuffix("s")


def _entry(row: dict[str, str], given: dict[str, Any]) -> dict[str, Any]:
    """The entry of a row, with what is given of it."""
    beside = {"sources": given["sources"]}
    if row["note"]:
        beside["note"] = row["note"]
    contact = {}
    for column, way in CONTACT_COLUMNS.items():
        if row[column]:
            contact[way] = {"value": _way_in(way, row[column]), **beside}
    values = {
        "id": given["id"],
        "name": row["nom"],
        **given,
        "summary": row["resume"],
        "cost": row["cout"],
        "who": row["qui"],
        "valid_until": row["jusqu_au"],
        "contact": contact,
    }
    return {key: value for key, value in values.items() if value}


def _placed(value: Any, at: At) -> Any:
    """A value as if it were written at a line of the table."""
    if isinstance(value, dict):
        return Block(at, {key: _placed(inner, at) for key, inner in value.items()})
    return Items(at, value) if isinstance(value, list | tuple) else value


# --- cells ----------------------------------------------------------------------------------------


def _faults_of_cells(row: dict[str, str]) -> list[str]:
    """What a row lacks, though a cell may say that it does, and what no catalogue may hold."""
    faults = []
    for column, text in row.items():
        if is_missing(text):
            faults.append(f"{column} : une cellule vide, ou une valeur ; {MISSING}")
        code = forbidden(text)
        if code:
            faults.append(f"{column} : {shown(text)} contient un caractère interdit ({code})")
    faults += [f"{column} : la cellule est vide" for column in REQUIRED if not row[column]]
    if not any(row[column] for column in CONTACT_COLUMNS):
        faults.append(f"il faut l'un de : {', '.join(CONTACT_COLUMNS)}")
    return faults


def _territories(text: str) -> list[str]:
    """The territories that a cell names."""
    parts = [part.strip() for part in text.split(";")]
    return [part for part in parts if part]


def _coverage(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """The codes of the territories of a cell, and what is wrong with others."""
    coverage: dict[str, list[str]] = {}
    wrong = []
    for part in _territories(text):
        place = _ground(part)
        if isinstance(place, str):
            wrong.append(f"territoires : {place}")
        else:
            coverage.setdefault(_KEYS[place.kind], []).append(place.code)
    return coverage, wrong


def _ground(part: str) -> Place | str:
    """The only place that a text means, or what is wrong with it."""
    read = resolve(part)
    if not isinstance(read, Places):
        fault = read.message.rstrip(".")
        near = ", ".join(getattr(read, "suggestions", ())[:3])
        if near:
            fault += f" (vouliez-vous dire : {near} ?)"
        return fault
    if len(read.candidates) > 1:
        named = ", ".join(f"{one.name} ({one.departements[0]})" for one in read.candidates[:4])
        return f"{shown(part)} peut être : {named} ; précisez le département"
    place = read.candidates[0]
    if place.kind not in _KEYS or place.approximate:
        return f"{shown(part)} ({place.name}) n'est pas, en entier, {_AREA}"
    return place


def readings(rows: Iterable[Row]) -> list[str]:
    """How each territory of a table was read, as « 28 : Eure-et-Loir (département) »."""
    lines = {}
    for _, row in _filled(rows):
        for part in _territories(row["territoires"]):
            place = _ground(part)
            if part not in lines and not isinstance(place, str):
                label = LABELS[place.kind]
                if place.kind == "commune":
                    label += f", {place.departements[0]}"
                lines[part] = f"{visible(part)} : {place.name} ({label})"
    return list(lines.values())


def _way_in(way: str, text: str) -> str:
    """An address or a number as the schema wants it; another text is for the schema to refuse."""
    if way in ("website", "page"):
        return text if "://" in text else f"https://{text}"
    if way == "phone":  # with the code of France, or without the zero that a spreadsheet lost
        digits = re.sub(r"[\s.()/-]|^'", "", text)
        local = re.fullmatch(r"(?:(?:\+|00)330?|0)?([1-9]\d{8})", digits)
        if local:
            return " ".join(re.findall("..", f"0{local[1]}"))
    return text


def entry_id(name: str) -> str:
    """The id derived from a name; empty if the name has no Latin letter and no digit."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


# --- persons --------------------------------------------------------------------------------------


def _personal(row: dict[str, str]) -> list[str]:
    """What is wrong with the names and addresses of a row that may be a person's."""
    names = [row["nom"], row["structure"]]
    faults = []
    for name in names:
        if _PERSON.match(name):
            faults.append(f"{shown(name)} est le nom d'une personne ({_ALLOW})")
    for text in row.values():
        faults += personal_addresses(text, " ".join(names), row["territoires"])
    return faults


def personal_addresses(text: str, names: str, area: str) -> list[str]:
    """What is wrong with the addresses of a text that may be a person's."""
    faults = []
    addresses = dict.fromkeys(_EMAIL.findall(text))
    of_names, of_area = set(fold(names).split()), set(fold(area).split())
    for address in addresses:
        if _may_name_person(address, of_names, of_area):
            faults.append(f"{shown(address)} peut être l'adresse d'une personne ({_ALLOW})")
    return faults


def personal_faults(document: Document, catalogue: Catalogue) -> list[Fault]:
    """What is wrong with the addresses of a file that is part of a catalogue, as in a table."""
    faults: list[Fault] = []
    if not isinstance(document.value, Block):  # an empty file
        return faults
    for entry in blocks(document.value.get("networks")):
        network = catalogue.network(entry["id"])
        names = f"{network.name} {network.carrier or ''}"
        area = " ".join(place.name for place in network.covers)
        for text in _texts(entry):
            for fault in personal_addresses(text, names, area):
                faults.append(entry.fault(fault))
    return faults


def _texts(value: Any) -> Iterator[str]:
    """The texts in a value, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.values()))
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


@cache
def _service_words() -> frozenset[str]:
    with open(f"{tsv_table.folder()}/import/mots-de-service.tsv", encoding="utf-8") as file:
        return frozenset(file.read().split()[1:])


def may_name_person(address: str, names: str = "", area: str = "") -> bool:
    """Whether an e-mail address may be a person's.

    It is a service's if the words before the ``@`` are of ``data/import/mots-de-service.tsv``, of
    the domain or of the area, and one at most is another word, of the names of the service.
    """
    return _may_name_person(address, set(fold(names).split()), set(fold(area).split()))


def _may_name_person(address: str, of_names: set[str], of_area: set[str]) -> bool:
    local, _, domain = address.partition("@")
    parts = re.findall(r"[a-z]+", local.lower())
    of_domain = fold(domain).split()
    others = set()
    for part in parts:
        is_of_service = part in _service_words() or part in of_domain
        if not is_of_service and part not in of_area:
            others.add(part)
    return not parts or len(others) > 1 or not others <= of_names


# --- the file -------------------------------------------------------------------------------------


def own_file(text: str, url: str) -> str:
    """The text of a user's file, with the mark by which a later import of the list knows it."""
    return f"{_MARK}{zlib.crc32((url + text).encode()):08x}\n{text}"


def refuse_other(file: str, url: str) -> None:
    """Refuse to replace a file that is not as an import of the list at this address wrote it.

    Raises:
        FileError: it was written or edited by hand, or is of another list.
    """
    with open(file, encoding="utf-8", errors="replace", newline="") as stream:
        content = stream.read()
    if content != own_file(content.partition("\n")[2], url):
        message = f"{visible(file)} a été changé à la main, ou vient d'une autre liste que {url}."
        raise FileError(message, "Pour le remplacer : --force ; pour garder les deux : --output")


def file_with(files: Iterable[str], ids: set[str]) -> str:
    """The first of a user's files that an import wrote and that has an entry of these ids."""
    for file in files:
        with open(file, encoding="utf-8", errors="replace") as stream:
            is_imported = stream.readline().startswith(_MARK)
        if is_imported:
            entries = document_of(file).value.get("networks", ())
            if not ids.isdisjoint(entry["id"] for entry in entries):
                return file
    return ""
