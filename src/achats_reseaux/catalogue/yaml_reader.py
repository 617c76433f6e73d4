"""Read YAML as plain values that know their lines; the only module that imports PyYAML.

PyYAML parses the syntax. Values are made here of its events, because its own loaders
silently change them: ``01000`` becomes 512, ``NO`` becomes false, a duplicate key loses
its first value.
"""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn

import yaml

from achats_reseaux.catalogue.compiled import files_of
from achats_reseaux.errors import CatalogueError
from achats_reseaux.errors.file_errors import cause_of
from achats_reseaux.model import Record
from achats_reseaux.text import shortened, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MOST_BYTES = 4 * 2**20
"""A catalogue of 4,000 networks; a value takes a hundred times as much memory."""

DEEPEST = 24
_WHOLE_NUMBER = re.compile("0|[1-9][0-9]{0,8}")
NO_YAML = "Le plus souvent : un retrait décalé, ou un texte avec « : » sans guillemets."

HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""Control characters (except line ends and tabs), bidirectional marks and characters of
no width: they could act on a terminal, or make two texts look the same
(CVE-2021-42574)."""


# --- values ---------------------------------------------------------------------------------------

Location = tuple[str, int]
"""A file, and a line in it; lines count from 1, 0 is the whole file."""


class Fault(Record):
    """A fault at a line of a file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, ligne {self.line}" if self.line else self.file
        return visible(f"{where} : {self.reason}")


def fault_at(location: Location, reason: str) -> Fault:
    """A fault of what is written at a place."""
    file, line = location
    return Fault(file, line, reason)


class _Placed:
    """A list or a mapping that knows where it, and each thing in it, is written."""

    location: Location
    places: dict[str | int, Location]

    def where(self, key: str | int) -> Location:
        """Where the value of a key, or of a rank, is written."""
        return self.places.get(key, self.location)

    def fault(self, text: str, key: str | int = "") -> Fault:
        """A fault of the value of a key or a rank, or of the whole."""
        return fault_at(self.where(key), text)


class YamlMapping(_Placed, dict[str, Any]):
    """A mapping of YAML."""

    def __init__(self, location: Location, values: dict[str, Any] | None = None) -> None:
        super().__init__(values or {})
        self.location = location
        self.places = {}

    def overlaid_by(self, other: YamlMapping) -> YamlMapping:
        """A copy with the values of another one over its own, which stands where that one does."""
        both = type(other)(other.location, {**self, **other})
        both.places = {**self.places, **other.places}
        return both


class Synthetic(YamlMapping):
    """A mapping that the program made itself, which no schema judges."""


class YamlSequence(_Placed, list[Any]):
    """A list of YAML."""

    def __init__(self, location: Location, values: Iterable[Any] = ()) -> None:
        super().__init__(values)
        self.location = location
        self.places = {}

    def add(self, value: Any, location: Location) -> None:
        """Append a value that is written at a place."""
        self.places[len(self)] = location
        self.append(value)


class Document(Record):
    """What a file says, and what is wrong with how it is written."""

    file: str
    value: Any
    faults: tuple[Fault, ...] = ()


def shown(value: Any) -> str:
    """A value to quote in a fault: short, on one line, without control characters."""
    if isinstance(value, str):
        return f"« {shortened(value)} »"
    words = {YamlMapping: "un bloc", YamlSequence: "une liste", type(None): "rien"}
    return words.get(type(value), str(value).lower())


def forbidden(text: str) -> str:
    """The first character of a text that no catalogue may hold, as "U+200B"; else ``""``."""
    if text.isprintable():
        return ""
    match = HIDDEN.search(text) or yaml.SafeLoader.NON_PRINTABLE.search(text)
    return _code(match) if match else ""


def _code(match: re.Match[str]) -> str:
    return f"U+{ord(match[0]):04X}"


# --- files ----------------------------------------------------------------------------------------


def document_of(path: str) -> Document:
    """A catalogue (a file, or the files of a folder taken together) or an overlay.

    Raises:
        CatalogueError: as :func:`load_yaml`.
    """
    value = YamlMapping((path, 0))
    faults: list[Fault] = []
    for file in files_of(path):
        part = load_yaml(file)
        if not isinstance(part.value, YamlMapping):
            return part  # which the schema refuses
        faults += part.faults
        for key in part.value.keys() & value.keys():
            text = f"la clé {shown(key)} est déjà dans {value.where(key)[0]}"
            faults.append(part.value.fault(text, key))
        value = value.overlaid_by(part.value)
    _move_own_sources(value)
    return Document(path, value, tuple(faults))


def _move_own_sources(value: YamlMapping) -> None:
    """Add to ``sources`` those that stand beside the only entry that uses them."""
    sources = value.get("sources", YamlSequence(value.location))
    for section in ("networks", "notions", "organisations", "traces"):
        for entry in blocks(value.get(section)):
            own = entry.get("own_sources")
            if isinstance(own, YamlSequence) and isinstance(sources, YamlSequence):
                value["sources"] = sources
                del entry["own_sources"]
                for rank, source in enumerate(own):
                    sources.add(source, own.where(rank))


def blocks(entries: Any) -> Iterator[YamlMapping]:
    """The mappings of a list, or of a mapping; what is malformed is left to the schema."""
    values: Iterable[Any] = ()
    if isinstance(entries, YamlMapping):
        values = entries.values()
    elif isinstance(entries, YamlSequence):
        values = entries
    for value in values:
        if isinstance(value, YamlMapping):
            yield value


def texts_in(value: Any, location: Location, key: str = "") -> Iterator[tuple[str, Location, str]]:
    """The texts in a value, however deep, each with its key and its place.

    What the program made itself has none.
    """
    if isinstance(value, str):
        yield key, location, value
    elif isinstance(value, YamlMapping) and not isinstance(value, Synthetic):
        for name, inner in value.items():
            yield from texts_in(inner, value.where(name), name)
    elif isinstance(value, YamlSequence):
        for rank, inner in enumerate(value):
            yield from texts_in(inner, value.where(rank), key)


# --- reading --------------------------------------------------------------------------------------


def load_yaml(file: str) -> Document:
    """Read one YAML file.

    Faults of content (duplicate keys, tags, anchors, unquoted codes) are collected in
    the document.

    Raises:
        CatalogueError: the file cannot be read, is not UTF-8, is too large, or is not
            YAML.
    """
    try:
        with open(file, "rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"Impossible de lire le catalogue {file} : {cause_of(error)}."
        raise CatalogueError(message) from error
    except ValueError as error:  # a character that no system has in a name
        message = f"Impossible de lire le catalogue {visible(file)} : ce nom n'est pas possible."
        raise CatalogueError(message) from error
    if len(content) > MOST_BYTES:
        message = f"{file} dépasse {MOST_BYTES // 2**20} Mio : ce n'est pas un catalogue."
        raise CatalogueError(message)
    try:
        return parse(content.decode("utf-8-sig"), file)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"{file}, ligne {line} : le fichier n'est pas en UTF-8."
        raise CatalogueError(message, "Enregistrez-le en UTF-8.") from error


def parse(text: str, file: str) -> Document:
    """Parse YAML text; see :func:`load_yaml`."""
    unreadable = yaml.SafeLoader.NON_PRINTABLE.search(text)
    if unreadable:
        line = text.count("\n", 0, unreadable.start()) + 1
        message = f"{file}, ligne {line} : caractère interdit {_code(unreadable)}."
        raise CatalogueError(message)
    reader = _Reader(text, file)
    try:
        value = reader.document()
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark  # as all that its parser raises
        message = f"{file}, ligne {mark.line + 1} : ce n'est pas du YAML valide."
        raise CatalogueError(message, NO_YAML) from error
    return Document(file, value, tuple(reader.faults))


class _Reader:
    """Makes plain values of the events of a document, and collects what is wrong with them."""

    def __init__(self, text: str, file: str) -> None:
        self.faults: list[Fault] = []
        self._file = file
        self._events = yaml.parse(text, Loader=Loader)
        self._resolve: Any = yaml.resolver.Resolver().resolve

    def document(self) -> Any:
        """The value of the only document; ``None`` of an empty file."""
        self._next()  # the start of the stream
        if isinstance(self._next(), yaml.StreamEndEvent):
            return None
        value = self._value(self._next(), 0)
        self._next()  # the end of the document
        after = self._next()
        if not isinstance(after, yaml.StreamEndEvent):
            self._stop(after, "un seul document YAML par fichier (« --- » de trop)")
        return value

    def _next(self) -> Any:
        """The next event; tells what only events show."""
        event = next(self._events)
        if getattr(event, "anchor", None) or getattr(event, "tag", None):
            self._stop(event, "ni ancre (&), ni alias (*), ni étiquette (!) de YAML ici")
        written = getattr(event, "value", "")
        code = forbidden(written)
        if code:
            self._fault(event, f"{shown(written)} contient un caractère interdit ({code})")
        return event

    def _value(self, event: Any, depth: int) -> Any:
        """The value that begins with an event."""
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth == DEEPEST:
            self._stop(event, "trop de niveaux imbriqués")
        if isinstance(event, yaml.SequenceStartEvent):
            return self._items(event, depth + 1)
        return self._block(event, depth + 1)

    def _items(self, event: Any, depth: int) -> YamlSequence:
        """The list that begins with an event."""
        items = YamlSequence(self._location(event))
        item = self._next()
        while not isinstance(item, yaml.SequenceEndEvent):
            items.add(self._value(item, depth), self._location(item))
            item = self._next()
        return items

    def _block(self, event: Any, depth: int) -> YamlMapping:
        """The mapping that begins with an event."""
        block = YamlMapping(self._location(event))
        key = self._next()
        while not isinstance(key, yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                self._stop(key, "une clé doit être un mot")
            if key.value in block:
                self._fault(key, f"la clé {shown(key.value)} est écrite deux fois")
            value = self._next()
            block.places[key.value] = self._location(value)
            block[key.value] = self._value(value, depth)
            key = self._next()
        return block

    def _scalar(self, event: Any) -> Any:
        """The value of a scalar; one without quotation marks may be none, a number, true or false.

        The tag is what YAML would take it for.
        """
        text = event.value
        tag = self._resolve(yaml.ScalarNode, text, event.implicit).rpartition(":")[2]
        if tag == "null":
            return None
        if tag == "bool" and text.lower() in ("true", "false"):
            return text.lower() == "true"
        if tag == "int" and _WHOLE_NUMBER.fullmatch(text):
            return int(text)
        if tag in ("bool", "int", "float"):
            self._fault(event, f"{shown(text)} doit être entre guillemets, sinon YAML le change")
        return text

    def _location(self, event: Any) -> Location:
        return self._file, event.start_mark.line + 1

    def _fault(self, event: Any, text: str) -> None:
        self.faults.append(fault_at(self._location(event), text))

    def _stop(self, event: Any, text: str) -> NoReturn:
        message = f"{fault_at(self._location(event), text)}."
        raise CatalogueError(message)


def yaml_text(value: Any) -> str:
    """Plain values as YAML that :func:`parse` reads back unchanged."""
    plain = json.loads(json.dumps(value))  # without the aliases of what stands twice
    text: str = yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=100)
    return text
