"""Local desks of a table, as entries of a user's own file, or all that is wrong with the table.

The columns are those of ``data/import/modele.csv``, one desk a row. What each value must look like
is in the schema of the catalogue, as for a file that was written by hand; here are the territories,
the names that are taken, and the addresses of persons.
"""

from __future__ import annotations

import re
from functools import cache

from achats_reseaux.catalogue.build import AREA_KINDS
from achats_reseaux.catalogue.yaml_reader import At, Block, Document, Fault, Items, shown
from achats_reseaux.errors import UsageError
from achats_reseaux.gazetteer import tsv_table
from achats_reseaux.geocoder import resolve
from achats_reseaux.geocoder.codes import MISSING, is_missing
from achats_reseaux.model import Places, Record
from achats_reseaux.text import fold

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from achats_reseaux.model import Catalogue, Place

    Row = tuple[int, list[str]]
    """The line where a row begins, and its cells."""

COLUMNS = (
    "nom structure territoires resume cout qui telephone courriel site page note jusqu_au"
).split()
REQUIRED = ("nom", "territoires")
CONTACT_COLUMNS = {"site": "website", "page": "page", "courriel": "email", "telephone": "phone"}
BUYERS = ("collectivite", "etat", "sante")
"""The audiences: those who buy by the public code."""

_KEYS = {kind: key for key, kind in AREA_KINDS.items()}
_KEYS |= {"collectivite": "departements", "ept": "epci"}
_PARTS = ("commune-deleguee", "commune-associee", "arrondissement")
_DAY = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})")
_SITE = re.compile(r"(?i)(https?://)?([\w-]+(?:\.[\w-]+)+)(\S*)")
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
_PERSON = re.compile(r"(?i)(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+\S")
_ALLOW = "--allow-personal l'accepte"


class ImportSettings(Record):
    """What holds for all rows.

    Attributes:
        kind, themes: ids; without themes, those that all networks of the kind share.
        source: the id, title and address of the list.
        day: ISO date of its verification.
        allow_personal: whether addresses and names may be a person's.
    """

    kind: str
    themes: tuple[str, ...]
    source: tuple[str, str, str]
    day: str
    allow_personal: bool = False


def imported(
    catalogue: Catalogue, file: str, table: str, rows: Iterable[Row], settings: ImportSettings
) -> Document:
    """What a user's own file will say for a table; its faults are at the lines of the table.

    Args:
        catalogue: the one that it will be laid over.
        file: the user's file.
        table: the name of the table, to be told in faults.
        rows: the header and the rows below.
        settings: what holds for all rows.

    Raises:
        UsageError: the headers are others, or a theme must be given.
    """
    lines = iter(rows)
    columns = _columns(next(lines, (1, []))[1])
    desks, top = _Desks(catalogue, settings), (table, 1)
    networks = Items(top)
    for line, cells in lines:
        texts = (" ".join(cell.split()) for cell in cells)
        row = {name: text for name, text in zip(columns, texts, strict=False) if name}
        if any(row.values()):
            networks.add(desks.network((table, line), row), (table, line))
    if not networks:
        desks.faults.append(Fault(*top, "aucune ligne sous l'en-tête"))
    source = zip(("id", "title", "url", "read_on"), (*settings.source, settings.day), strict=True)
    whole = {
        "sources": Items(top, [Block(top, dict(source))]),
        "organisations": Items(top, desks.organisations.values()),
        "networks": networks,
    }
    return Document(file, Block(top, whole), tuple(desks.faults))


def _columns(header: list[str]) -> list[str]:
    """The column of each header; accents, case and a final s are forgiven."""
    known = {_key(name): name for name in ("", *COLUMNS)}
    columns = [known.get(_key(name), name) for name in header]
    once = [one for one in COLUMNS if columns.count(one) == 1]
    wrong = dict.fromkeys(shown(one) for one in columns if one and one not in once)
    told = [f"colonnes inconnues ou en double : {', '.join(wrong)}"] if wrong else []
    told += [f"« {name} » manque" for name in REQUIRED if name not in columns]
    if not {*columns} & {*CONTACT_COLUMNS}:
        told.append(f"il faut l'un de : {', '.join(CONTACT_COLUMNS)}")
    if told:
        hint = f"Colonnes permises : {', '.join(COLUMNS)}. Un modèle :"
        command = "reseaux catalogue import --template"
        message = f"En-tête : {' ; '.join(told)}."
        raise UsageError(message, hint, next_commands=(command,))
    return columns


def _key(header: str) -> str:
    return fold(header).removesuffix("s")


class _Desks:
    """Reads the rows of a table one by one.

    Attributes:
        faults: what is wrong with them.
        organisations: those that the catalogue does not have, by id.
    """

    def __init__(self, catalogue: Catalogue, settings: ImportSettings) -> None:
        self.faults: list[Fault] = []
        self.organisations: dict[str, Block] = {}
        self._lexicon, self._settings = catalogue.lexicon, settings
        alike = [{*one.themes} for one in catalogue.networks if one.kind == settings.kind]
        self._themes = settings.themes or (sorted(set.intersection(*alike)) if alike else ())
        self._lines: dict[str, int] = {}
        with_summary = [one.id for one in catalogue.words["kind"] if one.summary]
        self._required = REQUIRED if settings.kind in with_summary else (*REQUIRED, "resume")
        if not self._themes:
            message = f"Les réseaux de type « {settings.kind} » n'ont pas de thème commun."
            raise UsageError(message, "Donnez-le : --theme environnement, --theme social.")

    def network(self, at: At, row: dict[str, str]) -> Block:
        """The entry of a row."""
        coverage, wrong = _coverage(at, row.get("territoires", ""))
        wrong += self._told(row)
        if not self._settings.allow_personal:
            wrong += _personal(row)
        self.faults += [Fault(*at, one) for one in wrong]
        slug = entry_id(row.get("nom", "")) or "sans-nom"
        values = {
            "id": f"{slug}-{at[1]}" if slug in self._lines else slug,
            "name": row.get("nom"),
            "kind": self._settings.kind,
            "themes": Items(at, self._themes),
            "audiences": Items(at, BUYERS),
            "coverage": coverage,
            "organisation": self._carrier(at, row.get("structure", "")),
            "summary": row.get("resume"),
            "cost": row.get("cout"),
            "who": row.get("qui"),
            "valid_until": iso_day(row.get("jusqu_au", "")),
            "sources": self._sources(at),
            "checked_on": self._settings.day,
            "contact": self._contact(at, row),
        }
        self._lines.setdefault(slug, at[1])
        return Block(at, {key: value for key, value in values.items() if value})

    def _sources(self, at: At) -> Items:
        return Items(at, [self._settings.source[0]])

    def _told(self, row: dict[str, str]) -> Iterator[str]:
        """What is wrong with a row, territories and persons aside."""
        for column, text in row.items():
            if is_missing(text):
                yield f"{column} : une cellule vide, ou une valeur ; {MISSING}"
            elif column in ("nom", "structure") and text and not entry_id(text):
                yield f"{column} : {shown(text)} n'a ni lettre ni chiffre"
        yield from (f"{one} : la cellule est vide" for one in self._required if not row.get(one))
        if not any(map(row.get, CONTACT_COLUMNS)):
            yield f"il faut l'un de : {', '.join(CONTACT_COLUMNS)}"
        name, slug = row.get("nom", ""), entry_id(row.get("nom", ""))
        if slug in self._lines:
            yield f"nom : {shown(name)} est déjà à la ligne {self._lines[slug]}"
        example = _example()
        alike = [column for column in row if row[column] and row[column] == example[column]]
        if "nom" in alike and {*alike} & {*CONTACT_COLUMNS}:
            yield "c'est l'exemple du modèle : remplacez l'exemple, ou ôtez cette ligne"
        for lexicon in (self._lexicon["network"], self._lexicon["notion"]):
            if owner := lexicon.get(fold(name)) or lexicon.get(fold(slug)):
                yield f"nom : {shown(name)} est déjà celui de « {owner} »"

    def _carrier(self, at: At, structure: str) -> str:
        """The id of the organisation that carries a desk, which may be a new one."""
        known = self._lexicon["organisation"].get(fold(structure))
        name = known or entry_id(structure)
        if name and not known:
            values = {"id": name, "name": structure, "sources": self._sources(at)}
            self.organisations.setdefault(name, Block(at, values))
        return name

    def _contact(self, at: At, row: dict[str, str]) -> Block:
        note = {"note": row["note"]} if row.get("note") else {}
        contact = Block(at)
        for column, way in CONTACT_COLUMNS.items():
            if row.get(column):
                value = _READERS.get(column, str)(row[column])
                contact[way] = Block(at, {"value": value, "sources": self._sources(at), **note})
        return contact


# --- cells ----------------------------------------------------------------------------------------


def _coverage(at: At, text: str) -> tuple[Block, list[str]]:
    """The codes of the territories of a cell, and what is wrong with others."""
    coverage, wrong = Block(at), []
    for part in filter(None, map(str.strip, text.split(";"))):
        place = _place(part)
        if isinstance(place, str):
            wrong.append(f"territoires : {place}")
            continue
        key = _KEYS.get(place.kind) or ("communes" if place.communes else "departements")
        codes = (place.code,) if place.kind in _KEYS else place.communes or place.departements
        coverage[key] = Items(at, dict.fromkeys((*coverage.get(key, ()), *codes)))
    return coverage, wrong


def _place(text: str) -> Place | str:
    """The one place that a text names, or what is wrong with it."""
    read = resolve(text)
    if not isinstance(read, Places):
        near = getattr(read, "suggestions", ())
        likely = f" (vouliez-vous dire : {', '.join(near[:3])} ?)" if near else ""
        return f"{read.message.rstrip('.')}{likely}"
    first, *others = read.candidates
    if others:
        named = ", ".join(f"{one.name} ({one.departements[0]})" for one in read.candidates[:4])
        return f"{shown(text)} peut être : {named} ; précisez le département"
    if first.kind == "code-postal":
        return f"{shown(text)} est un code postal ({first.name}) ; donnez les noms des communes"
    if first.code == "france":
        return f"{shown(text)} est toute la France ; il faut un territoire local"
    if first.approximate or first.kind in _PARTS:
        return f"{shown(text)} ({first.name}) n'est pas une commune entière"
    return first


def _phone(text: str) -> str:
    """A French number as pairs of digits; any other text as it is, for the schema to refuse."""
    digits = re.sub(r"[\s.()/-]|^'", "", text)
    local = re.fullmatch(r"(?:(?:\+|00)330?|0)?([1-9]\d{8})", digits)
    return " ".join(re.findall("..", f"0{local[1]}")) if local else text


def site_url(text: str) -> str:
    """An address of the web: ``https://`` before a bare host, its host in lower case."""
    found = _SITE.fullmatch(text)
    return f"{(found[1] or 'https://').lower()}{found[2].lower()}{found[3]}" if found else text


def iso_day(text: str) -> str:
    """A French date as an ISO one; any other text as it is, for the schema to refuse."""
    found = _DAY.fullmatch(text)
    return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text


def entry_id(name: str) -> str:
    """The id derived from a name; empty if the name has no Latin letter and no digit."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")


_READERS = {"site": site_url, "page": site_url, "telephone": _phone}


# --- persons --------------------------------------------------------------------------------------


def _personal(row: dict[str, str]) -> Iterator[str]:
    """The names and addresses of a row that may be a person's."""
    names = [row.get(column, "") for column in ("nom", "structure")]
    for name in filter(_PERSON.match, names):
        yield f"{shown(name)} est le nom d'une personne ({_ALLOW})"
    names = [_EMAIL.sub("", name) for name in names]
    for address in (one for text in row.values() for one in _EMAIL.findall(text)):
        if may_name_person(address, names, row.get("territoires", "")):
            yield f"{shown(address)} peut être l'adresse d'une personne ({_ALLOW})"


@cache
def _example() -> dict[str, str]:
    """The desk of the template, which is nobody's."""
    import csv

    with open(f"{tsv_table.folder()}/import/modele.csv", encoding="utf-8", newline="") as file:
        return next(csv.DictReader(file))


@cache
def _service_words() -> frozenset[str]:
    with open(f"{tsv_table.folder()}/import/mots-de-service.tsv", encoding="utf-8") as file:
        return frozenset(file.read().split()[1:])


def may_name_person(address: str, names: Sequence[str] = (), area: str = "") -> bool:
    """Whether an e-mail address may be a person's.

    It is a service's if each word before the ``@`` is one of ``data/import/mots-de-service.tsv``,
    or of the domain, the area or the names of the service. One that is such a name and no more, of
    several words with capitals of which none is one of the others, may be a person's all the same.
    """
    local, _, domain = address.partition("@")
    words = _service_words()
    joined = re.compile(f"(?:{'|'.join(sorted(word for word in words if len(word) > 3))})+")
    of_service = words | {*fold(f"{domain} {area}").split()}
    parts = re.findall(r"[a-z]+", local.lower())
    others = {one for one in parts if one not in of_service and not joined.fullmatch(one)}
    titled = [name for name in names if all(word[0].isupper() for word in name.split())]
    is_name = len(others) > 1 and others in [{*fold(name).split()} for name in titled]
    return not parts or is_name or not others <= {*fold(" ".join(names)).split()}
