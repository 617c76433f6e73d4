"""Local desks of a table, as entries of a user's own file, or all that is wrong with the table.

The columns are those of ``data/import/modele.csv``, one desk a row. What each value must look like
is in the schema of the catalogue, as for a file that was written by hand; here are the territories,
the names that are taken, the addresses of persons, and the file that may be replaced.
"""

from __future__ import annotations

import re
import zlib
from functools import cache
from typing import Any

from achats_reseaux.catalogue.build import AREA_KINDS
from achats_reseaux.catalogue.yaml_reader import At, Block, Document, Fault, Items, shown
from achats_reseaux.errors import FileError, UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import MISSING, is_missing
from achats_reseaux.model import Places
from achats_reseaux.text import fold, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from achats_reseaux.model import Catalogue

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
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
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
    names = {**catalogue.lexicon["notion"], **catalogue.lexicon["network"]}
    taken = {entry_id(word): f"« {owner} »" for word, owner in names.items()}
    taken[entry_id(EXAMPLE)] = "l'exemple du modèle"
    networks, organisations, faults = [], {}, []
    for line, row in _filled(rows):
        at, slug = (table, line), entry_id(row["nom"]) or f"ligne-{line}"
        coverage, wrong = _coverage(row["territoires"])
        wrong += [*_missing(row), *(() if allow_personal else _personal(row))]
        carrier = catalogue.lexicon["organisation"].get(fold(row["structure"]), "")
        if row["structure"] and not carrier:
            carrier = entry_id(row["structure"]) or f"organisme-{line}"
            body = {"id": carrier, "name": row["structure"], "sources": common["sources"]}
            organisations[carrier] = _placed(body, at)
        if slug in taken:
            wrong.append(f"nom : {shown(row['nom'])} est déjà celui de {taken[slug]}")
        else:
            taken[slug] = f"la ligne {line}"
            given = {"id": slug, **common, "organisation": carrier, "coverage": coverage}
            networks.append(_placed(_entry(row, given), at))
        faults += [Fault(*at, one) for one in wrong]
    if not networks and not faults:
        faults.append(Fault(table, 1, "aucune ligne sous l'en-tête"))
    value = _placed({"sources": [], "organisations": [], "networks": networks}, (table, 1))
    value["sources"].append(_placed(source, (table, 1)))
    value["organisations"] += organisations.values()
    return Document(file, value, tuple(faults))


def _filled(rows: Iterable[Row]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows that are not empty, by column, each with its line."""
    lines = iter(rows)
    columns = _columns(next(lines, (1, []))[1])
    for line, cells in lines:
        texts = (" ".join(cell.split()) for cell in cells)
        row = {name: text for name, text in zip(columns, texts, strict=False) if name and text}
        if row:
            yield line, dict.fromkeys(COLUMNS, "") | row


def _columns(header: list[str]) -> list[str]:
    """The column of each header; accents, case and a final s are forgiven."""
    known = {name.removesuffix("s"): name for name in ("", *COLUMNS)}
    columns = [known.get(fold(name).replace(" ", "_").removesuffix("s"), name) for name in header]
    wrong = {one: shown(one) for one in columns if one not in COLUMNS or columns.count(one) > 1}
    wrong.pop("", "")
    told = [f"colonnes inconnues ou en double : {', '.join(wrong.values())}"] if wrong else []
    told += [f"« {name} » manque" for name in REQUIRED if name not in columns]
    if told:
        hint = f"Colonnes permises : {', '.join(COLUMNS)}. Un modèle :"
        command = "reseaux catalogue import --template"
        message = f"En-tête : {' ; '.join(told)}."
        raise UsageError(message, hint, next_commands=(command,))
    return columns


def _missing(row: dict[str, str]) -> Iterator[str]:
    """What a row lacks, though a cell may say that it does."""
    for column in (one for one, text in row.items() if is_missing(text)):
        yield f"{column} : une cellule vide, ou une valeur ; {MISSING}"
    yield from (f"{one} : la cellule est vide" for one in REQUIRED if not row[one])
    if not any(map(row.get, CONTACT_COLUMNS)):
        yield f"il faut l'un de : {', '.join(CONTACT_COLUMNS)}"


def _entry(row: dict[str, str], given: dict[str, Any]) -> dict[str, Any]:
    """The entry of a row, with what is given of it."""
    beside = {"sources": given["sources"], **({"note": row["note"]} if row["note"] else {})}
    contact = {
        way: {"value": _way_in(way, row[column]), **beside}
        for column, way in CONTACT_COLUMNS.items()
        if row[column]
    }
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
        return Block(at, {key: _placed(one, at) for key, one in value.items()})
    return Items(at, value) if isinstance(value, list | tuple) else value


# --- cells ----------------------------------------------------------------------------------------


def _coverage(text: str) -> tuple[dict[str, list[str]], list[str]]:
    """The codes of the territories of a cell, and what is wrong with others."""
    coverage: dict[str, list[str]] = {}
    wrong = []
    for part in filter(None, map(str.strip, text.split(";"))):
        read = resolve(part)
        if not isinstance(read, Places):
            near = ", ".join(getattr(read, "suggestions", ())[:3])
            likely = f" (vouliez-vous dire : {near} ?)" if near else ""
            wrong.append(f"{read.message.rstrip('.')}{likely}")
        elif len(read.candidates) > 1:
            named = ", ".join(f"{one.name} ({one.departements[0]})" for one in read.candidates[:4])
            wrong.append(f"{shown(part)} peut être : {named} ; précisez le département")
        elif (place := read.candidates[0]).kind not in _KEYS or place.approximate:
            wrong.append(f"{shown(part)} ({place.name}) n'est pas, en entier, {_AREA}")
        else:
            coverage.setdefault(_KEYS[place.kind], []).append(place.code)
    return coverage, [f"territoires : {one}" for one in wrong]


def _way_in(way: str, text: str) -> str:
    """An address or a number as the schema wants it; another text is for the schema to refuse."""
    if way in ("website", "page"):
        return text if "://" in text else f"https://{text}"
    if way == "phone":  # with the code of France, or without the zero that a spreadsheet lost
        digits = re.sub(r"[\s.()/-]|^'", "", text)
        local = re.fullmatch(r"(?:(?:\+|00)330?|0)?([1-9]\d{8})", digits)
        return " ".join(re.findall("..", f"0{local[1]}")) if local else text
    return text


def entry_id(name: str) -> str:
    """The id derived from a name; empty if the name has no Latin letter and no digit."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


# --- persons --------------------------------------------------------------------------------------


def _personal(row: dict[str, str]) -> Iterator[str]:
    """The names and addresses of a row that may be a person's."""
    names = [row["nom"], row["structure"]]
    for name in filter(_PERSON.match, names):
        yield f"{shown(name)} est le nom d'une personne ({_ALLOW})"
    for address in (one for text in row.values() for one in _EMAIL.findall(text)):
        if may_name_person(address, " ".join(names), row["territoires"]):
            yield f"{shown(address)} peut être l'adresse d'une personne ({_ALLOW})"


@cache
def _service_words() -> frozenset[str]:
    with open(f"{tsv_table.folder()}/import/mots-de-service.tsv", encoding="utf-8") as file:
        return frozenset(file.read().split()[1:])


def may_name_person(address: str, names: str = "", area: str = "") -> bool:
    """Whether an e-mail address may be a person's.

    It is a service's if the words before the ``@`` are of ``data/import/mots-de-service.tsv``, of
    the domain or of the area, and one at most is another word, of the names of the service.
    """
    local, _, domain = address.partition("@")
    of_service = _service_words() | {*fold(f"{domain} {area}").split()}
    parts = re.findall(r"[a-z]+", local.lower())
    others = {one for one in parts if one not in of_service}
    return not parts or len(others) > 1 or not others <= {*fold(names).split()}


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
