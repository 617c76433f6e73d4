"""Parse YAML to plain values with line numbers; the only module that imports PyYAML.

PyYAML only parses the syntax. Values are built here from its events, because its own loaders
silently change them: ``01000`` becomes 512, ``NO`` becomes false, a duplicate key loses its first
value, and an alias can expand to gigabytes.
"""

from __future__ import annotations

import os
import re
import stat
from typing import Any

import yaml

from achats_reseaux.errors import CatalogueError, reason
from achats_reseaux.model import Record
from achats_reseaux.text import shortened, visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import NoReturn

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MOST_BYTES = 16 * 2**20
"""A catalogue of 10,000 networks takes 10 MB."""

MOST_VALUES = 600_000
"""A limit on memory: a value takes about fifty times as many bytes as in the file."""

MOST_FAULTS = 1_000
"""Others are not told."""

_DEEPEST = 24
_KEYWORDS = {"true": True, "false": False}


class Fault(Record):
    """A fault at a line of a file; lines count from 1, 0 is the whole file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        where = f"{self.file}, ligne {self.line}" if self.line else self.file
        return visible(f"{where} : {self.reason}")


def in_order(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    """Faults by file and line, each once."""
    return tuple(sorted(set(faults), key=lambda fault: (fault.file, fault.line, fault.reason)))


def shown(value: Any) -> str:
    """A value to quote in a fault: short, on one line, without control characters."""
    if isinstance(value, str):
        return f"« {shortened(value)} »"
    if isinstance(value, bool):
        return str(value).lower()
    names = {dict: "un bloc", list: "une liste", type(None): "rien"}
    return names.get(type(value), str(value))


HIDDEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]"
)
"""Control characters (except line ends and tabs), bidirectional marks and characters of no width:
they could act on a terminal, or make two texts look the same (CVE-2021-42574)."""

Path = tuple[str | int, ...]


Marks = dict[Path, tuple[str, int]]


class Document(Record):
    """Plain values (dict, list, str, int, bool, None) and the file and line of each path."""

    file: str
    value: Any
    marks: Marks
    faults: tuple[Fault, ...] = ()

    def fault(self, path: Path, text: str) -> Fault:
        """A fault at a path, or at the nearest parent path that is in the file."""
        while path not in self.marks and path:
            path = path[:-1]
        return Fault(*self.marks.get(path, (self.file, 0)), text)


def read(file: str) -> Document:
    """Read one YAML file.

    Faults of content (duplicate keys, aliases, tags, unquoted codes) are collected in the document.

    Raises:
        CatalogueError: the file cannot be read, is not UTF-8, is too large, or is not YAML.
    """
    return parse(file_text(file), file)


def file_text(file: str) -> str:
    """The text of one YAML file; see :func:`read`."""
    try:
        # Reading a pipe or a device could block or never end.
        if not stat.S_ISREG(os.stat(file).st_mode):
            message = f"{file} n'est pas un fichier ordinaire."
            raise CatalogueError(message)
        with open(file, "rb") as stream:
            content = stream.read(MOST_BYTES + 1)
    except OSError as error:
        message = f"Impossible de lire le catalogue {file} : {reason(error)}."
        raise CatalogueError(message) from error
    except ValueError as error:  # a NUL in the name
        message = f"Impossible de lire le catalogue {file!r} : nom de fichier invalide."
        raise CatalogueError(message) from error
    if len(content) > MOST_BYTES:
        message = f"{file} dépasse {MOST_BYTES // 2**20} Mio : ce n'est pas un catalogue."
        raise CatalogueError(message)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"{file}, ligne {line} : le fichier n'est pas en UTF-8."
        raise CatalogueError(message, "Enregistrez-le en UTF-8.") from error


def parse(text: str, file: str) -> Document:
    """Parse YAML text; see :func:`read`."""
    forbidden = yaml.SafeLoader.NON_PRINTABLE.search(text)
    if forbidden:
        line = text.count("\n", 0, forbidden.start()) + 1
        message = f"{file}, ligne {line} : caractère interdit U+{ord(forbidden.group()):04X}."
        raise CatalogueError(message)
    try:
        return _Reader(file, yaml.parse(text, Loader=Loader)).document()
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark  # as all that its parser raises
        said = str(error.problem)
        message = f"{file}, ligne {mark.line + 1} : ce n'est pas du YAML valide."
        if text[mark.index : mark.index + 1] == "\t":
            said = "tab character"
        hint = next((french for english, french in _PROBLEMS.items() if english in said), "")
        raise CatalogueError(message, hint) from error


# The most frequent messages of PyYAML (a part of each), and what to do about them.
_PROBLEMS = {
    "mapping values are not allowed": "Un texte qui contient « : » s'écrit entre guillemets.",
    "could not find expected ':'": "Il manque « : » après une clé, ou des guillemets.",
    "cannot start any token": "Un texte qui commence par @, ` ou % s'écrit entre guillemets.",
    "tab character": "Pas de tabulation : le retrait s'écrit avec des espaces.",
    "unexpected end of stream": "Des guillemets ne sont pas refermés.",
    "expected ','": "Il manque une virgule, ou de quoi refermer la liste ou le bloc.",
    "escape": "Entre guillemets doubles, « \\ » s'écrit « \\\\ ».",
    "expected key": "Le retrait n'est pas le même qu'au-dessus.",
    "expected <block end>": "Le retrait n'est pas le même qu'au-dessus.",
    "expected '-' indicator": "Le retrait n'est pas le même qu'au-dessus.",
}


class _Reader:
    """Reads a document from events, to a limited depth: a recursive one could end the program."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.file = file
        self.events = events
        self.marks: Marks = {}
        self.faults: list[Fault] = []
        self.resolver: Any = yaml.SafeLoader("")

    def document(self) -> Document:
        value = None
        next(self.events)  # the start of the stream
        if not isinstance(next(self.events), yaml.StreamEndEvent):
            value = self.value((), next(self.events))
            next(self.events)  # the end of the document
            after = next(self.events)
            if isinstance(after, yaml.DocumentStartEvent):
                self.fault(after, "un seul document YAML par fichier (« --- » de trop)")
        return Document(self.file, value, self.marks, tuple(self.faults))

    def value(self, path: Path, event: Any) -> Any:
        self.marks[path] = (self.file, event.start_mark.line + 1)
        if len(self.marks) > MOST_VALUES:
            message = f"{self.file} contient trop de valeurs : ce n'est pas un catalogue."
            raise CatalogueError(message)
        if isinstance(event, yaml.AliasEvent):
            self.fault(event, f"les alias YAML (« *{event.anchor} ») ne sont pas acceptés")
            return None
        self.refuse_marks(event)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if len(path) >= _DEEPEST:
            self.stop(event, "trop de niveaux imbriqués")
        found: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
        while not isinstance(item := next(self.events), yaml.CollectionEndEvent):
            if isinstance(found, list):
                found.append(self.value((*path, len(found)), item))
            else:
                key = self.key(item, found)
                found[key] = self.value((*path, key), next(self.events))
        return found

    def refuse_marks(self, event: Any) -> None:
        if event.anchor:
            self.fault(event, f"les ancres YAML (« &{event.anchor} ») ne sont pas acceptées")
        if event.tag:
            self.fault(event, f"les étiquettes YAML ({shown(event.tag)}) ne sont pas acceptées")

    def key(self, event: Any, known: dict[str, Any]) -> str:
        if not isinstance(event, yaml.ScalarEvent):
            self.stop(event, "une clé doit être un mot")
        self.refuse_marks(event)
        name = self.text(event)
        if name in known:
            self.fault(event, f"la clé {shown(name)} est écrite deux fois")
        return name

    def text(self, event: Any) -> str:
        text = str(event.value)
        if not text.isprintable() and (found := HIDDEN.search(text)):
            code = f"U+{ord(found[0]):04X}"
            self.fault(event, f"{shown(text)} contient un caractère interdit ({code})")
        return text

    def scalar(self, event: Any) -> Any:
        text = self.text(event)
        if not event.implicit[0]:
            return text
        tag = self.resolver.resolve(yaml.ScalarNode, text, (True, False)).rpartition(":")[2]
        if tag == "null":
            return None
        if tag == "bool" and text.lower() in _KEYWORDS:
            return _KEYWORDS[text.lower()]
        if tag == "int" and text.isdigit() and len(text) < 10 and (text == "0" or text[0] != "0"):
            return int(text)
        if tag in ("bool", "int", "float"):
            self.fault(event, f"{shown(text)} doit être entre guillemets, sinon YAML le change")
        return text

    def fault(self, event: Any, text: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(self.file, event.start_mark.line + 1, text))

    def stop(self, event: Any, text: str) -> NoReturn:
        message = f"{self.file}, ligne {event.start_mark.line + 1} : {text}."
        raise CatalogueError(message)


class _Dumper(yaml.SafeDumper):
    """Writes no aliases, which the parser refuses."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def yaml_text(value: Any) -> str:
    """Plain values as YAML that :func:`parse` reads back unchanged."""
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text
