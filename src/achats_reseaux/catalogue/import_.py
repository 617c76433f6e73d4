"""Local desks of a table, as entries of a user's own file, or all that is wrong with the table.

The columns are those of ``data/import/modele.csv``, one desk a row. What each value must look like
is in the schema of the catalogue, as for a file that was written by hand; here are the territories,
the names that are taken, and the addresses of persons.
"""

from __future__ import annotations

import re
from functools import cache

from achats_reseaux.catalogue.build import AREA_KINDS, CONTACT_FIELDS
from achats_reseaux.catalogue.yaml_reader import Block, Document, Fault, Items, shown
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

TEMPLATE = "import/modele.csv"
"""In the folder of data: the headers, and a row as an example."""

COLUMNS = (
    "nom structure territoires resume cout qui telephone courriel site page note jusqu_au"
).split()
REQUIRED = ("nom", "territoires")
BUYERS = ("collectivite", "etat", "sante")
"""The audiences of a kind of which networks share none: those who buy by the public code."""

WAYS_IN = ("telephone", "courriel", "site", "page")
_FIELDS = {"resume": "summary", "cout": "cost", "qui": "who"}
_CONTACTS = dict(zip(CONTACT_FIELDS, ("site", "page", "courriel", "telephone"), strict=True))

_PARTS = ("commune-deleguee", "commune-associee", "arrondissement")
_KEYS = {kind: key for key, kind in AREA_KINDS.items()}
_KEYS |= {"collectivite": "departements", "ept": "epci"}
_DAY = re.compile(r"(\d\d?)[/.](\d\d?)[/.](\d{4})")
_SITE = re.compile(r"(?i)(https?://)?([\w-]+(?:\.[\w-]+)+)(\S*)")
_EMAIL = re.compile(r"[\w.+-]+@[\w.-]+")
_PERSON = re.compile(r"(?i)(?:M\.|Mr|Mme|Mlle|Monsieur|Madame|Mademoiselle)\s+\S")


class ImportSettings(Record):
    """What holds for all rows.

    Attributes:
        kind: id of their kind.
        themes: ids; if empty, those that all networks of the kind share, as the audiences.
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
    at = _columns(next(lines, (1, []))[1])
    whole = Block((table, 1))
    desks = _Desks(catalogue, table, settings)
    networks = Items((table, 1))
    for line, cells in lines:
        texts = {name: " ".join(cells[rank].split()) for name, rank in at.items() if cells[rank:]}
        if any(texts.values()):
            networks.add(desks.network(line, texts), (table, line))
    if not networks:
        desks.faults.append(Fault(table, 1, "aucune ligne sous l'en-tête"))
    name, title, url = settings.source
    source = {"id": name, "title": title, "url": url, "read_on": settings.day}
    whole["sources"] = Items(whole.at, [Block(whole.at, source)])
    if desks.organisations:
        whole["organisations"] = Items(whole.at, desks.organisations.values())
    whole["networks"] = networks
    return Document(file, whole, tuple(desks.faults))


def _columns(header: list[str]) -> dict[str, int]:
    """The rank of each column; accents, case and a final s of a header are forgiven."""
    known = {_key(name): name for name in COLUMNS}
    found: dict[str, int] = {}
    wrong = [name for name in header if name.strip() and _key(name) not in known]
    for rank, name in enumerate(header):
        if _key(name) in found:
            wrong.append(name)
        elif _key(name) in known:
            found[known[_key(name)]] = rank
    missing = [name for name in REQUIRED if name not in found]
    missing += [] if {*WAYS_IN} & {*found} else [" ou ".join(WAYS_IN)]
    if wrong or missing:
        said = [f"colonnes inconnues ou en double : {', '.join(map(shown, wrong))}"] * bool(wrong)
        said += [f"il manque : {', '.join(missing)}"] * bool(missing)
        message = f"En-tête : {' ; '.join(said)}."
        command = "reseaux catalogue import --template"
        hint = f"Colonnes permises : {', '.join(COLUMNS)}. Un modèle :"
        raise UsageError(message, hint, next_commands=(command,))
    return found


def _key(header: str) -> str:
    return fold(header).removesuffix("s")


class _Desks:
    """Reads the rows of a table one by one.

    Attributes:
        faults: what is wrong with them.
        organisations: those that the catalogue does not have, by id.
    """

    def __init__(self, catalogue: Catalogue, table: str, settings: ImportSettings) -> None:
        self.faults: list[Fault] = []
        self.organisations: dict[str, Block] = {}
        self._catalogue, self._table, self._settings = catalogue, table, settings
        alike = [one for one in catalogue.networks if one.kind == settings.kind]
        self._themes = settings.themes or _shared([one.themes for one in alike])
        self._audiences = _shared([one.audiences for one in alike]) or BUYERS
        if not self._themes:
            message = f"Les réseaux de type « {settings.kind} » n'ont pas de thème commun."
            raise UsageError(message, "Donnez-le : --theme environnement, --theme social.")
        kinds = {one.id: one.summary for one in catalogue.words["kind"]}
        self._required = REQUIRED if kinds.get(settings.kind) else (*REQUIRED, "resume")
        self._names: dict[str, int] = {}

    def network(self, line: int, texts: dict[str, str]) -> Block:
        """The entry of a row."""
        at = self._table, line
        for told in self._told(texts):
            self.faults.append(Fault(*at, told))
        name = texts.get("nom", "")
        slug = entry_id(name) or "sans-nom"
        entry = Block(at)
        values = {
            "id": f"{slug}-{line}" if slug in self._names else slug,
            "name": name,
            "kind": self._settings.kind,
            "themes": Items(at, self._themes),
            "audiences": Items(at, self._audiences),
            "coverage": self._coverage(at, texts.get("territoires", "")),
            "organisation": self._carrier(at, texts.get("structure", "")),
            **{key: texts.get(column, "") for column, key in _FIELDS.items()},
            "valid_until": iso_day(texts.get("jusqu_au", "")),
            "sources": Items(at, [self._settings.source[0]]),
            "checked_on": self._settings.day,
            "contact": self._contact(at, texts),
        }
        for key, value in values.items():
            if value:
                entry.put(key, value, at)
        self._names.setdefault(slug, line)
        return entry

    def _told(self, texts: dict[str, str]) -> Iterator[str]:
        """What is wrong with the texts of a row, territories aside."""
        for column, text in texts.items():
            if is_missing(text):
                yield f"{column} : une cellule vide, ou une valeur ; {MISSING}"
        for column in self._required:
            if not texts.get(column):
                yield f"{column} : la cellule est vide"
        if not any(texts.get(way) for way in WAYS_IN):
            yield f"il faut l'un de : {', '.join(WAYS_IN)}"
        for column in ("nom", "structure"):
            if texts.get(column) and not entry_id(texts[column]):
                yield f"{column} : {shown(texts[column])} n'a ni lettre ni chiffre"
        yield from self._taken(texts.get("nom", ""))
        if not self._settings.allow_personal:
            yield from _personal(texts)

    def _taken(self, name: str) -> Iterator[str]:
        """Why a row cannot have this name."""
        if entry_id(name) in self._names:
            yield f"nom : {shown(name)} est déjà à la ligne {self._names[entry_id(name)]}"
        for namespace in ("network", "notion"):
            lexicon = self._catalogue.lexicon[namespace]
            if owner := lexicon.get(fold(name)) or lexicon.get(fold(entry_id(name))):
                yield f"nom : {shown(name)} est déjà celui de « {owner} »"

    def _carrier(self, at: tuple[str, int], structure: str) -> str:
        """The id of the organisation that carries a desk, which may be a new one."""
        known = self._catalogue.lexicon["organisation"].get(fold(structure))
        name = known or entry_id(structure)
        if known or not name:
            return name
        values = {"id": name, "name": structure}
        sources = Items(at, [self._settings.source[0]])
        self.organisations.setdefault(name, Block(at, {**values, "sources": sources}))
        return name

    def _contact(self, at: tuple[str, int], texts: dict[str, str]) -> Block:
        contact = Block(at)
        for way, column in _CONTACTS.items():
            if text := texts.get(column, ""):
                value = (
                    text if way == "email" else _phone(text) if way == "phone" else site_url(text)
                )
                one = {"value": value, "sources": Items(at, [self._settings.source[0]])}
                one |= {"note": texts["note"]} if texts.get("note") else {}
                contact.put(way, Block(at, one), at)
        return contact

    def _coverage(self, at: tuple[str, int], text: str) -> Block:
        """The codes of the territories of a cell."""
        coverage = Block(at)
        for part in filter(None, map(str.strip, text.split(";"))):
            place = _place(part)
            if isinstance(place, str):
                self.faults.append(Fault(*at, f"territoires : {place}"))
                continue
            key = _KEYS.get(place.kind) or ("communes" if place.communes else "departements")
            one_of = (place.code,) if place.kind in _KEYS else place.communes or place.departements
            listed = coverage.setdefault(key, Items(at))
            listed += [code for code in one_of if code not in listed]
        return coverage


_ALLOW = "--allow-personal l'accepte"


def _personal(texts: dict[str, str]) -> Iterator[str]:
    """The names and addresses of a row that may be a person's."""
    for column in ("nom", "structure"):
        if _PERSON.match(texts.get(column, "")):
            yield f"{column} : {shown(texts[column])} est le nom d'une personne ({_ALLOW})"
    names = [_EMAIL.sub("", texts.get(one, "")) for one in ("nom", "structure")]
    for text in texts.values():
        for address in _EMAIL.findall(text):
            if may_name_person(address, names, texts.get("territoires", "")):
                yield f"{shown(address)} peut être l'adresse d'une personne ({_ALLOW})"


def _shared(every: list[tuple[str, ...]]) -> list[str]:
    """What all of several lists have; of none, nothing."""
    return [one for one in every[0] if all(one in others for others in every)] if every else []


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
    of_service = words | {*fold(domain).split(), *fold(area).split()}
    parts = re.findall(r"[a-z]+", local.lower())
    others = [one for one in parts if one not in of_service and not joined.fullmatch(one)]
    near = {word for name in names for word in fold(name).split()}
    titled = (name for name in names if all(word[0].isupper() for word in name.split()))
    is_name = len(others) > 1 and any(sorted(fold(one).split()) == sorted(others) for one in titled)
    return not parts or is_name or not near.issuperset(others)
