"""Parse YAML to plain values with line numbers; the only module that imports PyYAML.

PyYAML parses the syntax. Values are made here of its nodes, because its own loaders silently change
them: ``01000`` becomes 512, ``NO`` becomes false, a duplicate key loses its first value.
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
    from collections.abc import Iterable
    from typing import NoReturn

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

MOST_BYTES = 16 * 2**20
"""A catalogue of 10,000 networks takes 10 MB."""

MOST_EVENTS = 1_000_000
"""A limit on memory: a value takes a hundred times as many bytes as in the file. Keys count too."""

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
    reader = _Reader(file)
    try:
        reader.look_over(text)
        node = yaml.compose(text, Loader=Loader)
    except yaml.MarkedYAMLError as error:
        mark: Any = error.problem_mark  # as all that its parser raises
        said = str(error.problem)
        message = f"{file}, ligne {mark.line + 1} : ce n'est pas du YAML valide."
        if text[mark.index : mark.index + 1] == "\t":
            said = "tab character"
        hint = next((french for english, french in _PROBLEMS.items() if english in said), "")
        raise CatalogueError(message, hint) from error
    value = None if node is None else reader.value((), node)
    return Document(file, value, reader.marks, in_order(reader.faults))


# The most frequent messages of PyYAML (a part of each), and what to do about them.
_PROBLEMS = {
    "mapping values are not allowed": "Un texte qui contient « : » s'écrit entre guillemets.",
    "could not find expected ':'": "Il manque « : » après une clé, ou des guillemets.",
    "cannot start any token": "Un texte qui commence par @, ` ou % s'écrit entre guillemets.",
    "another document": "Un seul document YAML par fichier (« --- » de trop).",
    "tab character": "Pas de tabulation : le retrait s'écrit avec des espaces.",
    "unexpected end of stream": "Des guillemets ne sont pas refermés.",
    "expected ','": "Il manque une virgule, ou de quoi refermer la liste ou le bloc.",
    "escape": "Entre guillemets doubles, « \\ » s'écrit « \\\\ ».",
    "expected key": "Le retrait n'est pas le même qu'au-dessus.",
    "expected <block end>": "Le retrait n'est pas le même qu'au-dessus.",
    "expected '-' indicator": "Le retrait n'est pas le même qu'au-dessus.",
}


class _Reader:
    """Makes plain values of the nodes of a document, and collects what is wrong with them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.marks: Marks = {}
        self.faults: list[Fault] = []

    def look_over(self, text: str) -> None:
        """Refuse what a text may hide, what nodes no longer tell, what would take all memory."""
        depth = 0
        for number, event in enumerate(yaml.parse(text, Loader=Loader)):
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > _DEEPEST:
                self.stop(event, "trop de niveaux imbriqués")
            if number > MOST_EVENTS:
                message = f"{self.file} contient trop de valeurs : ce n'est pas un catalogue."
                raise CatalogueError(message)
            if isinstance(event, yaml.AliasEvent):
                self.stop(event, f"les alias YAML (« *{event.anchor} ») ne sont pas acceptés")
            if anchor := getattr(event, "anchor", None):
                self.fault(event, f"les ancres YAML (« &{anchor} ») ne sont pas acceptées")
            if tag := getattr(event, "tag", None):
                self.fault(event, f"les étiquettes YAML ({shown(tag)}) ne sont pas acceptées")
            written = getattr(event, "value", "")
            if not written.isprintable() and (found := HIDDEN.search(written)):
                code = f"U+{ord(found[0]):04X}"
                self.fault(event, f"{shown(written)} contient un caractère interdit ({code})")

    def value(self, path: Path, node: Any) -> Any:
        self.marks[path] = (self.file, node.start_mark.line + 1)
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if isinstance(node, yaml.SequenceNode):
            return [self.value((*path, rank), item) for rank, item in enumerate(node.value)]
        found: dict[str, Any] = {}
        for key, item in node.value:
            if not isinstance(key, yaml.ScalarNode):
                self.stop(key, "une clé doit être un mot")
            name = str(key.value)
            if name in found:
                self.fault(key, f"la clé {shown(name)} est écrite deux fois")
            found[name] = self.value((*path, name), item)
        return found

    def scalar(self, node: Any) -> Any:
        """The value of a scalar whose tag is what YAML takes it for."""
        text, tag = str(node.value), node.tag.rpartition(":")[2]
        if tag == "null":
            return None
        if tag == "bool" and text.lower() in _KEYWORDS:
            return _KEYWORDS[text.lower()]
        if tag == "int" and text.isdigit() and len(text) < 10 and (text == "0" or text[0] != "0"):
            return int(text)
        if tag in ("bool", "int", "float"):
            self.fault(node, f"{shown(text)} doit être entre guillemets, sinon YAML le change")
        return text

    def fault(self, at: Any, text: str) -> None:
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Fault(self.file, at.start_mark.line + 1, text))

    def stop(self, at: Any, text: str) -> NoReturn:
        message = f"{self.file}, ligne {at.start_mark.line + 1} : {text}."
        raise CatalogueError(message)


class _Dumper(yaml.SafeDumper):
    """Writes no aliases, which the parser refuses."""

    def ignore_aliases(self, _data: object) -> bool:
        return True


def yaml_text(value: Any) -> str:
    """Plain values as YAML that :func:`parse` reads back unchanged."""
    text: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=100)
    return text
