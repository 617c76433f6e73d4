"""The file that an import writes among a user's own: its mark, and when it may be replaced."""

from __future__ import annotations

import zlib

from achats_reseaux.catalogue.yaml_reader import Document, document_of
from achats_reseaux.errors import FileError
from achats_reseaux.text import visible

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


_MARK = "# Écrit par « reseaux catalogue import » : à refaire par lui, pas à la main. Empreinte : "
_FORCE = "Pour le remplacer : --force ; pour garder les deux : --output"


def own_file(text: str) -> str:
    """The text of a user's file, with the mark by which a later import knows it."""
    return f"{_MARK}{zlib.crc32(text.encode()):08x}\n{text}"


def refuse_other(file: str, new: Document) -> str:
    """Refuse to replace a file that an import did not write, or that has entries of its own.

    Returns:
        The source of the list that is replaced, where the new one has another.

    Raises:
        FileError: it was written or edited by hand, or is of another list.
    """
    with open(file, encoding="utf-8", errors="replace", newline="") as stream:
        content = stream.read()
    if content != own_file(content.partition("\n")[2]):
        message = f"{visible(file)} a été changé à la main."
        raise FileError(message, _FORCE)
    old = document_of(file)
    before = _source_of(old)
    if before == _source_of(new):
        return ""
    if not _ids(old) <= _ids(new):
        message = f"{visible(file)} vient d'ailleurs ({before}), et a des fiches qui manquent ici."
        raise FileError(message, _FORCE)
    return before


def _source_of(document: Document) -> str:
    """The address or the words of the source of an imported list."""
    source = document.value["sources"][0]
    return visible(source.get("url", source["title"]))


def _ids(document: Document) -> set[str]:
    """The ids of its entries; a file that was edited since may have none."""
    return {entry["id"] for entry in document.value.get("networks", ())}


def file_with(files: Iterable[str], ids: set[str]) -> str:
    """The first of a user's files that an import wrote and that has an entry of these ids."""
    for file in files:
        with open(file, encoding="utf-8", errors="replace") as stream:
            is_imported = stream.readline().startswith(_MARK)
        if is_imported:
            if not ids.isdisjoint(_ids(document_of(file))):
                return file
    return ""
